//! Parquet: a view as a folder of tables, for DuckDB, DataFusion, Spark and pandas.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact, io::parquet::Parquet, model::Modality};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let folder = std::env::temp_dir().join(format!("chancery-parquet-{}", std::process::id()));
//! let view = kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
//! let losses = Parquet::of(&view).write_to(&folder)?;
//! assert!(losses.is_empty() && folder.join("facts.parquet").exists());
//!
//! let again = Parquet::read_from(&folder)?.to_graph(diplomacy::schema())?;
//! assert_eq!(again.fact_count(), 1);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! In DuckDB, the persons who certainly were in office on 1 January 2020, which is day 18262 since 1970-01-01:
//!
//! ```sql
//! SELECT s.name, o.name
//! FROM 'facts.parquet' f
//! JOIN 'entities.parquet' s ON s.entity_id = f.subject_id
//! JOIN 'entities.parquet' o ON o.entity_id = f.object_id
//! WHERE f.relation = 'president-of' AND f.modality = 'actual' AND f.retracted_in IS NULL AND f.resolved_in IS NULL
//!   AND coalesce(f.sure_latest_start, f.latest_start) <= 18262
//!   AND coalesce(f.sure_earliest_end, f.earliest_end) >= 18262;
//! ```
//!
//! # The folder
//! It has one file for each table below, `schema.json` with the vocabulary as a
//! [`SchemaDef`](crate::schema::SchemaDef), and `version.json` with the version of this layout, which is written last.
//! A table without rows has its file too. No name of a table or column needs quotes in SQL. The same view gives the
//! same bytes.
//!
//! Tables are joined by numbers. Those of entities, values, facts, claims, sources and transactions are the numbers of
//! the graph: `fact_id` is [`FactId::index`](crate::model::FactId::index). A subset of a graph has gaps in them.
//! Entities, values and facts that other facts refer to have their numbers in one sequence, that of nodes, so
//! `subject_id` and `object_id` join with `entities.entity_id`, `value_nodes.node_id` or `facts.node_id`, as the type
//! beside them says.
//!
//! The facts are those of the view, those that these are about, and those that resolve any of them, as in a
//! [dossier](crate::dossier::Dossier). Facts are sorted by relation, subject and earliest start, and the statistics of
//! row groups and pages have the least and the greatest value of each column, so that engines skip what a question does
//! not need. A row group has 131,072 rows.
//!
//! [`Parquet::read_from`] makes a dossier of a folder. Read only folders that you trust: the crate that decodes the
//! files does not bound the memory that a damaged file asks for.
//!
//! # Time
//! A day is the number of days since 1970-01-01, `DATE '1970-01-01' + latest_start` in DuckDB. A time without a start
//! has -100,000,000, which is before every day; one without an end has 100,000,000, which is after every day. So bounds
//! are never null and compare as numbers.
//!
//! The four bounds of a fact are those of [`When`](crate::When): `earliest_start`, `latest_start`, `earliest_end`,
//! `latest_end`. They decide what is possible. If a date is qualified (`?`, `~`, `%`), only the columns `sure_…` decide
//! what is certain: the same bounds by unqualified dates alone. They are null if no date is qualified, so
//! `coalesce(sure_latest_start, latest_start)` is the bound to compare. For a question about the days from `first` to
//! `last`:
//!
//! | question | no | certain, if not no |
//! |---|---|---|
//! | [`holds_on`](crate::When::holds_on) | `earliest_start > last OR latest_end < first` | `S <= first AND E >= last`, and the question is not qualified |
//! | [`holds_during`](crate::When::holds_during) | `earliest_start > last OR latest_end < first` | `S <= last AND E >= first` |
//! | [`falls_within`](crate::When::falls_within) | `greatest(earliest_start, first) > latest_start OR least(latest_end, last) < earliest_end OR greatest(earliest_start, first) > least(latest_end, last)` | `coalesce(sure_earliest_start, earliest_start) >= first AND coalesce(sure_latest_end, latest_end) <= last` |
//!
//! Here *S* is `coalesce(sure_latest_start, latest_start)` and *E* is `coalesce(sure_earliest_end, earliest_end)`. All
//! else is possible. A planned or hypothetical fact is at most possible, and a denied or cancelled one holds on no day.
//!
//! [`View::assume_holds_for`](crate::View::assume_holds_for) asks a second time with other bounds, where `seen_from` or
//! `seen_until` is not null: the start is the day `seen_from` less so many days, the end is the day `seen_until` and so
//! many days, and `latest_start_stated`, if not null, is the latest start. A day that a qualified date gave is not
//! sure.
//!
//! # What a view asks
//! - **Known by**: the transactions whose `known_from` is null or at most the stamp are known; a row whose
//!   `transaction_id` is less than their number is known.
//! - **Retracted**: `retracted_in IS NULL`, or not yet known.
//! - **Resolved**: `resolved_in IS NULL`. At an earlier time, and without some sources, the last row of `resolutions`
//!   that is known decides: the fact is resolved unless the fact `resolved_by` was retracted or falls with the sources.
//! - **Without sources**: a fact falls if it has supporting claims, and all are of sources that are left out or that
//!   derive from these; and if it refers to a fact that falls.
//!
//! # Tables
//! A column is not null unless its type says so.
//!
//! ## `facts.parquet`
//! A row for each fact. Sorted by relation, subject, earliest start and number.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `fact_id` | INTEGER | number of the fact; higher numbers were recorded later |
//! | `relation_id` | INTEGER | number of the relation |
//! | `relation` | VARCHAR | name of the relation |
//! | `subject_id` | INTEGER | node of the subject; of merged entities, the canonical one |
//! | `object_id` | INTEGER | node of the object |
//! | `subject_type` | VARCHAR | `entity`, `fact`, or the type of a value: `text`, `number`, `date`, `url`, `yes-no` |
//! | `object_type` | VARCHAR | the same of the object |
//! | `modality` | VARCHAR | `actual`, `planned`, `cancelled`, `denied`, `hypothetical` |
//! | `dated` | VARCHAR or null | the time as written (EDTF, `as-of` a date); null if none is stated |
//! | `earliest_start` | INTEGER | first day on which it can begin |
//! | `latest_start` | INTEGER | last day on which it can begin |
//! | `earliest_end` | INTEGER | first day on which it can end |
//! | `latest_end` | INTEGER | last day on which it can end |
//! | `start_qualifier` | VARCHAR or null | `?`, `~` or `%` of the date of the start; of the only date, if there is one |
//! | `end_qualifier` | VARCHAR or null | the same of the end |
//! | `sure_earliest_start` | INTEGER or null | earliest start by unqualified dates; null if no date is qualified |
//! | `sure_latest_start` | INTEGER or null | latest start by unqualified dates |
//! | `sure_earliest_end` | INTEGER or null | earliest end by unqualified dates |
//! | `sure_latest_end` | INTEGER or null | latest end by unqualified dates |
//! | `seen_from` | INTEGER or null | first day of the date on which it was seen to hold, if it may have begun earlier |
//! | `seen_until` | INTEGER or null | last day of the date on which it was seen to hold, if it may have gone on |
//! | `latest_start_stated` | INTEGER or null | last day of the date of the start, if `seen_until` bounds the start too |
//! | `transaction_id` | INTEGER | transaction that recorded it |
//! | `retracted_in` | INTEGER or null | transaction that retracted it; null if it was not |
//! | `retracted_because` | VARCHAR or null | why; empty if no reason was given |
//! | `resolved_in` | INTEGER or null | transaction in which the later fact resolved it; null if it is open |
//! | `resolution` | VARCHAR or null | how: `confirmed`, `postponed`, `cancelled`, `denied`, `refined`, `corrected` |
//! | `resolved_by` | INTEGER or null | number of the later fact |
//! | `fact_key` | VARCHAR or null | key of the fact |
//! | `node_id` | INTEGER or null | node of the fact, if another fact refers to it |
//! | `in_view` | BOOLEAN | whether the view has it; else it is there because another fact needs it |
//!
//! ## `players.parquet`
//! A row for each role player of a fact, in the order of the facts.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `fact_id` | INTEGER | number of the fact |
//! | `relation_id` | INTEGER | number of its relation |
//! | `role_id` | INTEGER | number of the role |
//! | `role` | VARCHAR | name of the role |
//! | `place` | INTEGER | place among the players of the fact, from 0 |
//! | `node_id` | INTEGER | node of the player |
//! | `node_type` | VARCHAR | as `subject_type` of facts |
//!
//! ## `resolutions.parquet`
//! A row for each time that a fact was resolved, also if the later fact was retracted since.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `fact_id` | INTEGER | number of the earlier fact |
//! | `place` | INTEGER | place among the resolutions of the fact, from 0; the last one counts |
//! | `resolution` | VARCHAR | as in facts |
//! | `resolved_by` | INTEGER | number of the later fact |
//! | `transaction_id` | INTEGER | transaction that recorded it |
//!
//! ## `entities.parquet`
//! A row for each entity, also for those that were merged into others.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `entity_id` | INTEGER | node of the entity |
//! | `entity_key` | VARCHAR | key |
//! | `name` | VARCHAR | name that it was added with |
//! | `kind_id` | INTEGER | number of its kind, as narrowed since |
//! | `kind` | VARCHAR | name of its kind |
//! | `canonical_id` | INTEGER | its own node; if it was merged into another entity, the node of that one |
//! | `merged_because` | VARCHAR or null | why it was merged; null if it was not |
//!
//! ## `names.parquet`
//! A row for each name by which an entity is found.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `entity_id` | INTEGER | node of the entity; of merged entities, the canonical one |
//! | `name` | VARCHAR | the name |
//! | `folded` | VARCHAR | the name as look-ups compare it: [`fold`](crate::model::fold) |
//! | `language` | VARCHAR or null | language of a further name |
//! | `fact_id` | INTEGER or null | number of the fact that gives a further name; null for the first name |
//!
//! ## `value_nodes.parquet`
//! A row for each value that a fact has as an end or player. Equal values are one node.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `node_id` | INTEGER | node of the value |
//! | `value_type` | VARCHAR | `text`, `number`, `date`, `url`, `yes-no` |
//! | `value_text` | VARCHAR | the value as text |
//! | `value_number` | DOUBLE or null | the nearest floating-point number, if it is a number |
//! | `first_day` | INTEGER or null | first day, if it is a date |
//! | `last_day` | INTEGER or null | last day, if it is a date |
//! | `qualifier` | VARCHAR or null | `?`, `~` or `%`, if it is a qualified date |
//!
//! ## `kept_apart.parquet`
//! A row for each two entities that are known not to be the same.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `entity_id` | INTEGER | node of the one |
//! | `other_id` | INTEGER | node of the other |
//! | `because` | VARCHAR | why; empty if no reason was given |
//!
//! ## `claims.parquet`
//! A row for each claim, by fact and number.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `claim_id` | INTEGER | number of the claim |
//! | `fact_id` | INTEGER | number of the fact |
//! | `source_id` | INTEGER | number of the source |
//! | `speaker_id` | INTEGER or null | node of the speaker; null if the source speaks for itself |
//! | `stance` | VARCHAR | `supports` or `disputes` |
//! | `inferred` | VARCHAR or null | why the fact is inferred from the source; null if the source states it |
//! | `confidence` | DOUBLE or null | confidence, above 0 and at most 1 |
//! | `quote` | VARCHAR or null | quoted words, with ` … ` between passages; null if they are not known |
//! | `transaction_id` | INTEGER | transaction that recorded it |
//!
//! ## `passages.parquet`
//! A row for each passage that a claim quotes.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `claim_id` | INTEGER | number of the claim |
//! | `place` | INTEGER | place among the passages of the claim, from 0 |
//! | `words` | VARCHAR or null | the words |
//! | `range_start` | BIGINT or null | first character in the text of the source, from 0 |
//! | `range_end` | BIGINT or null | the character after the last |
//! | `sha256` | VARCHAR or null | hash of the words, if the words are not known |
//!
//! ## `sources.parquet`
//! A row for each source.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `source_id` | INTEGER | number of the source |
//! | `source_key` | VARCHAR | key |
//! | `title` | VARCHAR or null | title |
//! | `publisher` | VARCHAR or null | publisher |
//! | `url` | VARCHAR or null | address |
//! | `published` | VARCHAR or null | date of publication as written (EDTF) |
//! | `published_first` | INTEGER or null | first day of that date |
//! | `published_last` | INTEGER or null | last day of that date |
//! | `published_qualifier` | VARCHAR or null | `?`, `~` or `%` |
//! | `licence` | VARCHAR or null | licence of the text |
//! | `derives_from_id` | INTEGER or null | number of the source that it derives from |
//! | `origin_id` | INTEGER | number of the source at the end of that chain, or its own |
//! | `full_text` | VARCHAR or null | text |
//! | `sha256` | VARCHAR or null | hash of the text, in hexadecimal |
//!
//! ## `kinds.parquet`
//! A row for each kind of the vocabulary.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `kind_id` | INTEGER | number of the kind |
//! | `kind` | VARCHAR | name |
//! | `about` | VARCHAR | description |
//!
//! ## `kind_closure.parquet`
//! A row for each kind and each kind that it is under, itself included.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `kind_id` | INTEGER | number of the kind |
//! | `kind` | VARCHAR | name of the kind |
//! | `above_id` | INTEGER | number of a kind that it is under |
//! | `above` | VARCHAR | name of that kind |
//!
//! ## `relations.parquet`
//! A row for each relation of the vocabulary.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `relation_id` | INTEGER | number of the relation |
//! | `relation` | VARCHAR | name |
//! | `inverse` | VARCHAR or null | name from the object's side |
//! | `shape` | VARCHAR | `state`, `event` or `either` |
//! | `subject_range` | VARCHAR | range of the subject |
//! | `object_range` | VARCHAR | range of the object |
//! | `is_symmetric` | BOOLEAN | whether it holds in both directions; a fact is stored once |
//! | `is_transitive` | BOOLEAN | whether queries may follow it over several steps |
//! | `is_functional` | BOOLEAN | whether a subject has at most one object at a time |
//! | `is_dated` | BOOLEAN | whether its name shows the date of the fact |
//! | `about` | VARCHAR | description |
//!
//! ## `roles.parquet`
//! A row for each role of the vocabulary.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `role_id` | INTEGER | number of the role |
//! | `role` | VARCHAR | name |
//! | `about` | VARCHAR | description |
//!
//! ## `transactions.parquet`
//! A row for each transaction that the view knows.
//!
//! | column | type | meaning |
//! |---|---|---|
//! | `transaction_id` | INTEGER | number of the transaction |
//! | `stamp` | VARCHAR or null | its own stamp in UTC |
//! | `known_from` | BIGINT or null | last stamp up to here, in microseconds since 1970-01-01; null if there is none yet: always known |
//! | `author` | VARCHAR or null | who recorded it |
//! | `reason` | VARCHAR or null | why |

mod claims;
mod days;
mod facts;
mod folder;
mod layout;
mod nodes;
mod read;
mod rows;
mod sheet;
mod vocabulary;
mod write;

pub use write::Parquet;

/// The version of the layout that this release writes, and the only one that it reads.
pub const VERSION: u32 = 1;
