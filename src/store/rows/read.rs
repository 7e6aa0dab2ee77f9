//! Rows of tables as rows of a graph.
//!
//! A file may have been changed by others, so nothing is taken on trust: a row that is missing, stands twice or has a column
//! of another form is an error with its table and number.

use std::{collections::BTreeMap, path::Path, str::FromStr};

use rusqlite::{
    Connection, Row, Rows, Statement, fallible_streaming_iterator::FallibleStreamingIterator, params, types::ValueRef,
};

use super::{Place, operations, place::integer};
use crate::{
    error::Error,
    graph::{Learnt, NewAlteration, NewRow},
    model::{Basis, Confidence, FactId, Modality, Passage, Quote, Sha256, Source, SourceId, Stance, Transaction},
    store::{
        failure::{self, corrupt},
        names::Names,
        words,
    },
    tables::{Alteration, NewClaim, NewEnd, NewFact, Op, StringId},
    time::When,
};

const DOING: &str = "reading rows";

/// A transaction without its rows.
#[derive(Clone, Debug)]
pub(in crate::store) struct Head {
    pub(in crate::store) info: Transaction,
    pub(in crate::store) operations: Vec<(Op, u32)>,
    pub(in crate::store) checksum: Sha256,
}

/// The transactions from a number on.
pub(in crate::store) fn heads(connection: &Connection, path: &Path, from: u32) -> Result<Vec<Head>, Error> {
    let fail = |found| failure::sqlite(path, DOING, found);
    let mut statement = connection
        .prepare_cached(
            "SELECT id, stamp, author, reason, operations, checksum FROM transactions WHERE id >= ? ORDER BY id",
        )
        .map_err(fail)?;
    let mut rows = statement.query(params![from]).map_err(fail)?;
    let mut heads = Vec::new();
    while let Some(row) = rows.next().map_err(fail)? {
        let row = Columns { row, table: "transactions" };
        row.expect(from as usize + heads.len())?;
        let info = Transaction { at: row.parsed(1)?, by: row.optional_text(2)?, why: row.optional_text(3)? };
        let operations = operations::from_text(row.text(4)?).map_err(|e| e.at(row.place()))?;
        let checksum = match row.get(5)? {
            ValueRef::Blob(bytes) => <[u8; 32]>::try_from(bytes).ok(),
            _ => None,
        };
        let checksum = Sha256::from_bytes(checksum.ok_or_else(|| row.broken("checksum"))?);
        heads.push(Head { info, operations, checksum });
    }
    Ok(heads)
}

/// Names by the transaction that learnt them; none for those that the file began with.
pub(in crate::store) type LearntIn = BTreeMap<Option<u32>, Learnt>;

/// The names that the file has, from so many kinds, relations and roles on: those that it began with, and those that
/// transactions learnt, by their number.
pub(in crate::store) fn names_from(
    connection: &Connection,
    path: &Path,
    [kinds, relations, roles]: [usize; 3],
) -> Result<LearntIn, Error> {
    let mut learnt = LearntIn::new();
    definitions(connection, path, "kinds", kinds, &mut learnt, |learnt, def| learnt.kinds.push(def))?;
    definitions(connection, path, "relations", relations, &mut learnt, |learnt, def| learnt.relations.push(def))?;
    definitions(connection, path, "roles", roles, &mut learnt, |learnt, def| learnt.roles.push(def))?;
    Ok(learnt)
}

fn definitions<D: serde::de::DeserializeOwned>(
    connection: &Connection,
    path: &Path,
    table: &'static str,
    from: usize,
    learnt: &mut LearntIn,
    put: impl Fn(&mut Learnt, D),
) -> Result<(), Error> {
    let fail = |found| failure::sqlite(path, "reading the vocabulary", found);
    let sql = format!("SELECT id, definition, transaction_id FROM {table} WHERE id >= ? ORDER BY id");
    let mut statement = connection.prepare_cached(&sql).map_err(fail)?;
    let mut rows = statement.query(params![integer(from)]).map_err(fail)?;
    let mut number = from;
    while let Some(row) = rows.next().map_err(fail)? {
        let row = Columns { row, table };
        row.expect(number)?;
        number += 1;
        let definition = serde_json::from_str(row.text(1)?)
            .map_err(|found| failure::json("a declaration", &found).at(row.place()))?;
        let transaction = row.optional_number(2)?;
        put(learnt.entry(transaction).or_default(), definition);
    }
    Ok(())
}

/// The statements by which [`TableRows`] reads.
pub(in crate::store) struct Statements<'c>([Statement<'c>; 8]);

/// The rows of all tables, each in the order of its numbers, from a place on.
pub(in crate::store) struct TableRows<'s> {
    path: &'s Path,
    at: Place,
    sources: Rows<'s>,
    texts: Rows<'s>,
    nodes: Rows<'s>,
    facts: Rows<'s>,
    players: Rows<'s>,
    claims: Rows<'s>,
    passages: Rows<'s>,
    alterations: Rows<'s>,
    /// The last time and its text: facts of one day often stand together.
    when: (String, When),
}

impl<'c> Statements<'c> {
    pub(in crate::store) fn new(connection: &'c Connection, path: &Path) -> Result<Self, Error> {
        let prepare = |sql: &str| connection.prepare(sql).map_err(|found| failure::sqlite(path, DOING, found));
        Ok(Self([
            prepare(
                "SELECT s.id, s.key, s.title, s.publisher, s.url, s.published, s.licence, d.key, s.sha256, s.derives_from
                 FROM sources AS s LEFT JOIN sources AS d ON d.id = s.derives_from WHERE s.id >= ? ORDER BY s.id",
            )?,
            prepare("SELECT source_id, text FROM texts WHERE source_id >= ? ORDER BY source_id")?,
            prepare("SELECT id, type, kind_id, key, name, value, fact_id FROM nodes WHERE id >= ? ORDER BY id")?,
            prepare(
                "SELECT id, subject_id, relation_id, object_id, dated, modality, key FROM facts WHERE id >= ? ORDER BY id",
            )?,
            prepare(
                "SELECT fact_id, position, role_id, node_id FROM role_players WHERE fact_id >= ?
                 ORDER BY fact_id, position",
            )?,
            prepare(
                "SELECT id, fact_id, with_fact, source_id, speaker_id, disputes, inferred, confidence FROM claims
                 WHERE id >= ? ORDER BY id",
            )?,
            prepare(
                "SELECT claim_id, position, starts, ends, words, sha256 FROM passages WHERE claim_id >= ?
                 ORDER BY claim_id, position",
            )?,
            prepare(
                "SELECT id, type, fact_id, by_fact_id, resolution, node_id, other_node_id, from_kind_id, kind_id,
                        alteration_id, edits, reason
                 FROM alterations WHERE id >= ? ORDER BY id",
            )?,
        ]))
    }

    /// Begins to read.
    pub(in crate::store) fn rows<'s>(&'s mut self, path: &'s Path, at: Place) -> Result<TableRows<'s>, Error> {
        let [sources, texts, nodes, facts, players, claims, passages, alterations] = &mut self.0;
        let start = |statement: &'s mut Statement<'c>, from: u32| {
            let mut rows = statement.query(params![from]).map_err(|found| failure::sqlite(path, DOING, found))?;
            step(&mut rows, path)?;
            Ok::<_, Error>(rows)
        };
        Ok(TableRows {
            path,
            at,
            sources: start(sources, at.sources)?,
            texts: start(texts, at.sources)?,
            nodes: start(nodes, at.nodes)?,
            facts: start(facts, at.facts)?,
            players: start(players, at.facts)?,
            claims: start(claims, at.claims)?,
            passages: start(passages, at.claims)?,
            alterations: start(alterations, at.alterations)?,
            when: ("unstated".to_owned(), When::UNSTATED),
        })
    }
}

fn step(rows: &mut Rows<'_>, path: &Path) -> Result<(), Error> {
    rows.next().map(drop).map_err(|found| failure::sqlite(path, DOING, found))
}

/// The row at which a table stands.
fn current<'r>(rows: &'r Rows<'_>, table: &'static str) -> Result<Columns<'r>, Error> {
    let row = rows
        .get()
        .ok_or_else(|| corrupt(format!("the table `{table}` ends before a row that a transaction counts")))?;
    Ok(Columns { row, table })
}

impl TableRows<'_> {
    /// The next row of a sort.
    pub(in crate::store) fn next(&mut self, op: Op, names: &Names) -> Result<NewRow, Error> {
        match op {
            Op::Source => self.source().map(NewRow::Source),
            Op::Entity => self.entity(names),
            Op::Assert => self.fact(names).map(NewRow::Fact),
            Op::Claim => {
                let (fact, claim) = self.claim(false)?;
                Ok(NewRow::Claim(fact, claim))
            }
            Op::Alter => self.alteration(names).map(NewRow::Altered),
            Op::Gone => Ok(NewRow::Gone),
        }
    }

    /// Checks that no table has a row more.
    pub(in crate::store) fn finish(&mut self) -> Result<(), Error> {
        for (rows, table) in [
            (&self.sources, "sources"),
            (&self.texts, "texts"),
            (&self.nodes, "nodes"),
            (&self.facts, "facts"),
            (&self.players, "role_players"),
            (&self.claims, "claims"),
            (&self.passages, "passages"),
            (&self.alterations, "alterations"),
        ] {
            if rows.get().is_some() {
                return Err(corrupt(format!("the table `{table}` has a row more than the transactions count")));
            }
        }
        Ok(())
    }

    fn source(&mut self) -> Result<Source, Error> {
        let row = current(&self.sources, "sources")?;
        row.expect(self.at.sources as usize)?;
        let mut source = Source::new(row.text(1)?);
        (source.title, source.publisher, source.url) =
            (row.optional_text(2)?, row.optional_text(3)?, row.optional_text(4)?);
        source.published = row.parsed(5)?;
        (source.licence, source.derives_from) = (row.optional_text(6)?, row.optional_text(7)?);
        source.sha256 = row.parsed(8)?;
        if row.optional_number(9)?.is_some_and(|from| from >= self.at.sources) {
            return Err(row.broken("derives_from"));
        }
        if let Some(row) = self.texts.get() {
            let row = Columns { row, table: "texts" };
            if row.number(0)? == self.at.sources {
                source.text = Some(row.text(1)?.to_owned());
                step(&mut self.texts, self.path)?;
            }
        }
        step(&mut self.sources, self.path)?;
        self.at.sources += 1;
        Ok(source)
    }

    fn entity(&mut self, names: &Names) -> Result<NewRow, Error> {
        let row = current(&self.nodes, "nodes")?;
        row.expect(self.at.nodes as usize)?;
        if row.text(1)? != "entity" {
            return Err(row.broken("type"));
        }
        let kind = names.kind_of(u64::from(row.number(2)?)).map_err(|e| e.at(row.place()))?;
        let new = NewRow::Entity { kind, key: row.text(3)?.to_owned(), name: row.text(4)?.to_owned() };
        self.at.nodes += 1;
        step(&mut self.nodes, self.path)?;
        Ok(new)
    }

    /// The end of a fact. A number beyond the nodes so far is that of a value or fact, and its row follows.
    fn end(&mut self, number: u32) -> Result<NewEnd, Error> {
        if number < self.at.nodes {
            return Ok(NewEnd::Node(number));
        }
        let row = current(&self.nodes, "nodes")?;
        row.expect(number as usize)?;
        row.expect(self.at.nodes as usize)?;
        let of = row.text(1)?;
        let end = if of == "fact" {
            NewEnd::Fact(FactId::new(row.number(6)?))
        } else {
            let of = words::type_named(of).ok_or_else(|| row.broken("type"))?;
            NewEnd::Value(words::value(of, row.text(5)?).map_err(|e| e.at(row.place()))?)
        };
        self.at.nodes += 1;
        step(&mut self.nodes, self.path)?;
        Ok(end)
    }

    fn fact(&mut self, names: &Names) -> Result<NewFact, Error> {
        let id = self.at.facts;
        let row = current(&self.facts, "facts")?;
        row.expect(id as usize)?;
        let (subject, relation, object) = (row.number(1)?, row.number(2)?, row.number(3)?);
        let relation = names.relation_of(u64::from(relation)).map_err(|e| e.at(row.place()))?;
        let when = match row.optional_str(4)? {
            None => When::UNSTATED,
            Some(text) if text == self.when.0 => self.when.1,
            Some(text) => {
                let when = text.parse().map_err(|e: Error| e.at(row.place()))?;
                text.clone_into(&mut self.when.0);
                self.when.1 = when;
                when
            }
        };
        let modality = row.parsed(5)?.unwrap_or(Modality::Actual);
        let key = row.optional_text(6)?;
        step(&mut self.facts, self.path)?;
        self.at.facts += 1;
        let (subject, object) = (self.end(subject)?, self.end(object)?);
        let mut players = Vec::new();
        while let Some(row) = self.players.get() {
            let row = Columns { row, table: "role_players" };
            if row.number(0)? != id {
                break;
            }
            if row.number(1)? as usize != players.len() {
                return Err(row.broken("position"));
            }
            let role = names.role_of(u64::from(row.number(2)?)).map_err(|e| e.at(row.place()))?;
            let node = row.number(3)?;
            players.push((role, self.end(node)?));
            step(&mut self.players, self.path)?;
        }
        let mut claims = Vec::new();
        while let Some(row) = self.claims.get() {
            let row = Columns { row, table: "claims" };
            if row.number(1)? != id || row.number(2)? != 1 {
                break;
            }
            claims.push(self.claim(true)?.1);
        }
        Ok(NewFact { key, relation, subject, object, players, when, modality, claims })
    }

    fn claim(&mut self, with_fact: bool) -> Result<(FactId, NewClaim), Error> {
        let id = self.at.claims;
        let row = current(&self.claims, "claims")?;
        row.expect(id as usize)?;
        if row.flag(2)? != with_fact {
            return Err(row.broken("with_fact"));
        }
        let fact = FactId::new(row.number(1)?);
        let mut claim = NewClaim {
            source: SourceId::new(row.number(3)?),
            speaker: row.optional_number(4)?,
            stance: if row.flag(5)? { Stance::Disputes } else { Stance::Supports },
            basis: row.optional_text(6)?.map_or(Basis::Stated, Basis::Inferred),
            confidence: row.optional_real(7)?.map(Confidence::new).transpose().map_err(|e| e.at(row.place()))?,
            quote: None,
        };
        step(&mut self.claims, self.path)?;
        self.at.claims += 1;
        let mut passages = Vec::new();
        while let Some(row) = self.passages.get() {
            let row = Columns { row, table: "passages" };
            if row.number(0)? != id {
                break;
            }
            if row.number(1)? as usize != passages.len() {
                return Err(row.broken("position"));
            }
            let range = row.optional_number(2)?.zip(row.optional_number(3)?);
            let (words, sha256) = (row.optional_text(4)?, row.parsed(5)?);
            passages.push(Passage { words, range, sha256, nth: None });
            step(&mut self.passages, self.path)?;
        }
        claim.quote = Quote::of(passages);
        Ok((fact, claim))
    }

    fn alteration(&mut self, names: &Names) -> Result<NewAlteration, Error> {
        let row = current(&self.alterations, "alterations")?;
        row.expect(self.at.alterations as usize)?;
        let why = StringId::NONE;
        let fact = |column| row.number(column).map(FactId::new);
        let kind = |column| names.kind_of(u64::from(row.number(column)?)).map_err(|e| e.at(row.place()));
        let what = match row.text(1)? {
            "retract" => Alteration::Retract { fact: fact(2)?, why },
            "resolve" => {
                let resolution = row.parsed(4)?.ok_or_else(|| row.broken("resolution"))?;
                Alteration::Resolve { fact: fact(2)?, by: fact(3)?, resolution, before: None }
            }
            "narrow" => Alteration::Narrow { node: row.number(5)?, from: kind(7)?, to: kind(8)? },
            "merge" => Alteration::Merge { duplicate: row.number(5)?, into: row.number(6)?, why },
            "unmerge" => Alteration::Unmerge { merge: row.number(9)?, why },
            "keep-apart" => Alteration::KeepApart { one: row.number(5)?, other: row.number(6)?, why },
            "allow-merge" => Alteration::AllowMerge { apart: row.number(9)?, why },
            "purge" => Alteration::Purge { edits: row.number(10)?, why },
            _ => return Err(row.broken("type")),
        };
        let why = row.optional_text(11)?.unwrap_or_default();
        self.at.alterations += 1;
        step(&mut self.alterations, self.path)?;
        Ok(NewAlteration { what, why })
    }
}

/// A row of a table, the first column of which is its number.
#[derive(Clone, Copy)]
struct Columns<'r> {
    row: &'r Row<'r>,
    table: &'static str,
}

impl<'r> Columns<'r> {
    fn place(&self) -> String {
        match self.row.get_ref(0) {
            Ok(ValueRef::Integer(id)) => format!("`{}` row {id}", self.table),
            _ => format!("`{}`", self.table),
        }
    }

    fn broken(&self, column: &str) -> Error {
        corrupt(format!("the column `{column}` is not valid")).at(self.place())
    }

    fn get(&self, column: usize) -> Result<ValueRef<'r>, Error> {
        self.row.get_ref(column).map_err(|found| corrupt(found).at(self.place()))
    }

    fn named(&self, column: usize) -> Error {
        self.broken(self.row.as_ref().column_name(column).unwrap_or("?"))
    }

    /// Checks that rows have no gap.
    fn expect(&self, number: usize) -> Result<(), Error> {
        if self.number(0)? as usize == number {
            return Ok(());
        }
        Err(corrupt(format!("expected row {number} here; rows have no gaps")).at(self.place()))
    }

    fn optional_number(&self, column: usize) -> Result<Option<u32>, Error> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => {
                let number = u32::try_from(number).map_err(|_| self.named(column))?;
                failure::row(number).map(Some).map_err(|e| e.at(self.place()))
            }
            _ => Err(self.named(column)),
        }
    }

    fn number(&self, column: usize) -> Result<u32, Error> {
        self.optional_number(column)?.ok_or_else(|| self.named(column))
    }

    fn flag(&self, column: usize) -> Result<bool, Error> {
        match self.number(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.named(column)),
        }
    }

    fn optional_real(&self, column: usize) -> Result<Option<f64>, Error> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Real(number) => Ok(Some(number)),
            _ => Err(self.named(column)),
        }
    }

    fn optional_str(&self, column: usize) -> Result<Option<&'r str>, Error> {
        match self.get(column)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).map(Some).map_err(|_| self.named(column)),
            _ => Err(self.named(column)),
        }
    }

    fn text(&self, column: usize) -> Result<&'r str, Error> {
        self.optional_str(column)?.ok_or_else(|| self.named(column))
    }

    fn optional_text(&self, column: usize) -> Result<Option<String>, Error> {
        Ok(self.optional_str(column)?.map(str::to_owned))
    }

    fn parsed<T: FromStr<Err = Error>>(&self, column: usize) -> Result<Option<T>, Error> {
        let text = self.optional_str(column)?;
        text.map(str::parse).transpose().map_err(|e: Error| e.at(self.place()))
    }
}
