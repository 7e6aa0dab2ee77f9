-- The tables of a chancery store, format 1. Rows are added, and once they are committed they do not change; only a purge
-- removes them. Two tables hold what can be made again from the others, and follow them: `merged` and `image`.

-- What the file says of itself: `open` (1 if unknown names are declared on first use), `purges` (how many there were),
-- `vocabulary` (SHA-256 of the vocabulary that the file began with), `purging` (only while a purge has to empty the log).
CREATE TABLE about (
  name  TEXT NOT NULL PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- What was recorded together: when, by whom and why.
CREATE TABLE transactions (
  id           INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
  stamp        TEXT,                         -- its own stamp in UTC, such as 2026-01-24T10:00:00Z
  known_from   INTEGER,                      -- the last stamp up to here, in microseconds since 1970
  author       TEXT,
  reason       TEXT,
  operations   TEXT NOT NULL,                -- the order of its rows, such as `source 1, entity 2, fact 1`
  checksum     BLOB NOT NULL                 -- SHA-256 of the checksum before it and of its rows
) STRICT;

-- The vocabulary. `definition` is JSON, as in a dossier. `transaction_id` is null for what the file began with.
CREATE TABLE kinds (
  id             INTEGER NOT NULL PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  definition     TEXT NOT NULL,
  transaction_id INTEGER REFERENCES transactions
) STRICT;

CREATE TABLE relations (
  id             INTEGER NOT NULL PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  definition     TEXT NOT NULL,
  transaction_id INTEGER REFERENCES transactions
) STRICT;

CREATE TABLE roles (
  id             INTEGER NOT NULL PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  definition     TEXT NOT NULL,
  transaction_id INTEGER REFERENCES transactions
) STRICT;

-- The documents that claims come from, and their texts.
CREATE TABLE sources (
  id             INTEGER NOT NULL PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  title          TEXT,
  publisher      TEXT,
  url            TEXT,
  published      TEXT,                       -- EDTF
  licence        TEXT,
  derives_from   INTEGER REFERENCES sources,
  sha256         TEXT,                       -- of the text, where the text itself is not stored
  transaction_id INTEGER NOT NULL REFERENCES transactions
) STRICT;

CREATE TABLE texts (
  source_id INTEGER NOT NULL PRIMARY KEY REFERENCES sources,
  text      TEXT NOT NULL
) STRICT;

-- What facts join: entities, values, and facts that other facts are about. An entity has kind, key and name; a value has its
-- text; a fact has its number. Kind and name are those that the entity was added with.
CREATE TABLE nodes (
  id             INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
  type           TEXT NOT NULL CHECK (type IN ('entity', 'text', 'number', 'date', 'url', 'yes-no', 'fact')),
  kind_id        INTEGER REFERENCES kinds,
  key            TEXT,
  name           TEXT,
  value          TEXT,
  fact_id        INTEGER REFERENCES facts,
  transaction_id INTEGER NOT NULL REFERENCES transactions
) STRICT;

-- Facts as they were recorded, before any merge. The four bounds are days since 1970-01-01; null means that there is none.
CREATE TABLE facts (
  id             INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
  transaction_id INTEGER NOT NULL REFERENCES transactions,
  subject_id     INTEGER NOT NULL REFERENCES nodes,
  relation_id    INTEGER NOT NULL REFERENCES relations,
  object_id      INTEGER NOT NULL REFERENCES nodes,
  dated          TEXT,                         -- EDTF, as written; null if no time is stated
  starts_from    INTEGER,                      -- the earliest start
  starts_by      INTEGER,                      -- the latest start
  ends_from      INTEGER,                      -- the earliest end
  ends_by        INTEGER,                      -- the latest end
  modality       TEXT,                         -- planned, cancelled, denied, hypothetical; null if actual
  key            TEXT
) STRICT;

CREATE TABLE role_players (
  fact_id  INTEGER NOT NULL REFERENCES facts,
  position INTEGER NOT NULL,
  role_id  INTEGER NOT NULL REFERENCES roles,
  node_id  INTEGER NOT NULL REFERENCES nodes,
  PRIMARY KEY (fact_id, position)
) STRICT, WITHOUT ROWID;

-- Who says a fact, or disputes it.
CREATE TABLE claims (
  id             INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
  fact_id        INTEGER NOT NULL REFERENCES facts,
  with_fact      INTEGER NOT NULL CHECK (with_fact IN (0, 1)), -- 1 if the fact was recorded with it
  source_id      INTEGER NOT NULL REFERENCES sources,
  speaker_id     INTEGER REFERENCES nodes,     -- null if the source speaks for itself
  disputes       INTEGER NOT NULL CHECK (disputes IN (0, 1)),
  inferred       TEXT,                         -- why the fact is inferred from the source; null if the source states it
  confidence     REAL,
  transaction_id INTEGER NOT NULL REFERENCES transactions
) STRICT;

-- The words that a claim quotes: characters of the text of its source, the first counted as 0, `ends` not included.
-- Words are stored only where the text is not.
CREATE TABLE passages (
  claim_id INTEGER NOT NULL REFERENCES claims,
  position INTEGER NOT NULL,
  starts   INTEGER,
  ends     INTEGER,
  words    TEXT,
  sha256   TEXT,
  PRIMARY KEY (claim_id, position)
) STRICT, WITHOUT ROWID;

-- What became of earlier rows. Which columns an alteration has follows from its type:
--   retract: fact_id; resolve: fact_id, by_fact_id, resolution; narrow: node_id, from_kind_id, kind_id;
--   merge, keep-apart: node_id, other_node_id; unmerge, allow-merge: alteration_id, the decision that is taken back;
--   purge: edits, how many were removed.
CREATE TABLE alterations (
  id             INTEGER NOT NULL PRIMARY KEY, -- from 0, without gaps
  type           TEXT NOT NULL CHECK (type IN
                   ('retract', 'resolve', 'narrow', 'merge', 'unmerge', 'keep-apart', 'allow-merge', 'purge')),
  fact_id        INTEGER REFERENCES facts,
  by_fact_id     INTEGER REFERENCES facts,
  resolution     TEXT,
  node_id        INTEGER REFERENCES nodes,
  other_node_id  INTEGER REFERENCES nodes,
  from_kind_id   INTEGER REFERENCES kinds,
  kind_id        INTEGER REFERENCES kinds,
  alteration_id  INTEGER REFERENCES alterations,
  edits          INTEGER,
  reason         TEXT,
  transaction_id INTEGER NOT NULL REFERENCES transactions
) STRICT;

-- The entity that now stands for one that was merged. Follows from the alterations.
CREATE TABLE merged (
  node_id   INTEGER NOT NULL PRIMARY KEY REFERENCES nodes,
  stands_id INTEGER NOT NULL REFERENCES nodes
) STRICT;

-- The rows of several transactions as bytes, to open the file faster. Can be deleted: it is made again.
CREATE TABLE image (
  first_transaction INTEGER NOT NULL PRIMARY KEY,
  transactions      INTEGER NOT NULL,
  data              BLOB NOT NULL
) STRICT;

CREATE INDEX claims_of_fact ON claims (fact_id);
CREATE INDEX alterations_of_fact ON alterations (type, fact_id) WHERE fact_id IS NOT NULL;
CREATE INDEX alterations_of_node ON alterations (type, node_id) WHERE node_id IS NOT NULL;

-- Transactions with the time since which they are known, as a text that sorts. What was recorded before the first stamp was
-- always known.
CREATE VIEW stamps AS
  SELECT id AS transaction_id,
    CASE WHEN known_from IS NULL THEN '0000-01-01T00:00:00.000000Z'
      ELSE strftime('%Y-%m-%dT%H:%M:%S', (known_from - (known_from % 1000000 + 1000000) % 1000000) / 1000000, 'unixepoch')
        || printf('.%06dZ', (known_from % 1000000 + 1000000) % 1000000) END AS known_from
  FROM transactions;

-- Each claim with its words: those of the text of its source where that is stored, up to the first character of number 0.
CREATE VIEW claims_with_quotes AS
  SELECT
    c.id, c.fact_id, q.key AS source, coalesce(p.key, '') AS said_by, c.disputes, c.inferred, c.confidence,
    (SELECT group_concat(coalesce(x.words, substr(t.text, x.starts + 1, x.ends - x.starts)), ' … ')
       FROM (SELECT * FROM passages WHERE claim_id = c.id ORDER BY position) AS x
       LEFT JOIN texts AS t ON t.source_id = c.source_id) AS quote
  FROM claims AS c
  JOIN sources AS q ON q.id = c.source_id
  LEFT JOIN merged AS m ON m.node_id = c.speaker_id
  LEFT JOIN nodes AS p ON p.id = coalesce(m.stands_id, c.speaker_id);

-- Entities with their kinds as narrowed since, and the key of the entity that stands for each.
CREATE VIEW entities AS
  SELECT n.id, n.key, n.name, k.name AS kind, s.key AS stands, t.known_from
  FROM nodes AS n
  JOIN kinds AS k ON k.id = coalesce(
    (SELECT a.kind_id FROM alterations AS a WHERE a.type = 'narrow' AND a.node_id = n.id ORDER BY a.id DESC LIMIT 1),
    n.kind_id)
  LEFT JOIN merged AS m ON m.node_id = n.id
  JOIN nodes AS s ON s.id = coalesce(m.stands_id, n.id)
  JOIN stamps AS t ON t.transaction_id = n.transaction_id
  WHERE n.type = 'entity';

-- Each role player of a fact, by the entity that stands for it now.
CREATE VIEW players AS
  SELECT p.fact_id, r.name AS role, n.key, coalesce(n.name, n.value, '#' || n.fact_id) AS name
  FROM role_players AS p
  JOIN roles AS r ON r.id = p.role_id
  LEFT JOIN merged AS m ON m.node_id = p.node_id
  JOIN nodes AS n ON n.id = coalesce(m.stands_id, p.node_id)
  ORDER BY p.fact_id, p.position;

-- Every fact with names in place of numbers: ends by the entities that stand for them now, what became of it as known now, and
-- since when that is known. A fact was known at a moment if known_from <= '2026-01-25T23:59:59.999999Z', written so, and was
-- retracted then if retracted_from is not later. The bounds are dates of the proleptic Gregorian calendar, and null for years
-- that SQLite does not write, which are those before -4713 and after 9999; the table `facts` has all of them in days.
CREATE VIEW facts_as_of AS
  SELECT
    f.id, f.key, s.key AS subject_key, coalesce(s.name, s.value, '#' || s.fact_id) AS subject, r.name AS relation,
    o.key AS object_key, coalesce(o.name, o.value, '#' || o.fact_id) AS object, f.dated,
    -- Not by `date`, which DuckDB takes for its own function.
    replace(datetime(f.starts_from * 86400, 'unixepoch'), ' 00:00:00', '') AS starts_from,
    replace(datetime(f.starts_by * 86400, 'unixepoch'), ' 00:00:00', '') AS starts_by,
    replace(datetime(f.ends_from * 86400, 'unixepoch'), ' 00:00:00', '') AS ends_from,
    replace(datetime(f.ends_by * 86400, 'unixepoch'), ' 00:00:00', '') AS ends_by,
    coalesce(f.modality, 'actual') AS modality,
    (SELECT group_concat(key, ', ') FROM (SELECT DISTINCT c.source_id, q.key FROM claims AS c
       JOIN sources AS q ON q.id = c.source_id WHERE c.fact_id = f.id ORDER BY c.id)) AS sources,
    (SELECT c.quote FROM claims_with_quotes AS c WHERE c.fact_id = f.id AND c.quote IS NOT NULL ORDER BY c.id LIMIT 1)
      AS quote,
    t.known_from,
    ret.id IS NOT NULL AS is_retracted, tr.known_from AS retracted_from, ret.reason AS retracted_because,
    res.id IS NOT NULL AS is_resolved, tq.known_from AS resolved_from, res.resolution, res.by_fact_id AS resolved_by
  FROM facts AS f
  JOIN relations AS r ON r.id = f.relation_id
  JOIN stamps AS t ON t.transaction_id = f.transaction_id
  LEFT JOIN merged AS ms ON ms.node_id = f.subject_id
  JOIN nodes AS s ON s.id = coalesce(ms.stands_id, f.subject_id)
  LEFT JOIN merged AS mo ON mo.node_id = f.object_id
  JOIN nodes AS o ON o.id = coalesce(mo.stands_id, f.object_id)
  LEFT JOIN alterations AS ret ON ret.type = 'retract' AND ret.fact_id = f.id
  LEFT JOIN stamps AS tr ON tr.transaction_id = ret.transaction_id
  -- The last resolution, if the fact that made it was not retracted.
  LEFT JOIN alterations AS res ON res.id =
      (SELECT a.id FROM alterations AS a WHERE a.type = 'resolve' AND a.fact_id = f.id ORDER BY a.id DESC LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM alterations AS b WHERE b.type = 'retract' AND b.fact_id = res.by_fact_id)
  LEFT JOIN stamps AS tq ON tq.transaction_id = res.transaction_id;

-- What the graph shows by default: actual and planned facts, neither retracted nor resolved. `quote` is the first that a
-- claim has; `claims_with_quotes` has all.
CREATE VIEW facts_current AS
  SELECT id, key, subject_key, subject, relation, object_key, object, dated, starts_from, starts_by, ends_from, ends_by,
         modality, sources, quote, known_from
  FROM facts_as_of
  WHERE NOT is_retracted AND NOT is_resolved AND modality IN ('actual', 'planned');
