//! Rows of a graph into tables.

use std::{fmt::Write, path::Path};

use rusqlite::{CachedStatement, Connection, ToSql, params};

use super::{Place, operations, place::integer};
use crate::{
    error::Error,
    graph::{KnowledgeGraph, Learnt, NewAlteration, NewRow},
    model::{Basis, FactId, Modality, Quote, Sha256, Source, Stance, TransactionId},
    store::{failure, names::Names, words},
    tables::{Alteration, NewClaim, NewEnd, NewFact},
    time::{Day, Limit, When},
};

/// Adds rows to the tables.
pub(in crate::store) struct Writer<'c> {
    connection: &'c Connection,
    path: &'c Path,
    names: &'c Names,
    /// The transaction that records the rows.
    transaction: u32,
    at: Place,
    node: CachedStatement<'c>,
    fact: CachedStatement<'c>,
    player: CachedStatement<'c>,
    claim: CachedStatement<'c>,
    passage: CachedStatement<'c>,
    /// Room for the text of a time.
    text: String,
}

const DOING: &str = "writing rows";

impl<'c> Writer<'c> {
    pub(in crate::store) fn new(
        connection: &'c Connection,
        path: &'c Path,
        names: &'c Names,
        at: Place,
    ) -> Result<Self, Error> {
        let prepare = |sql| connection.prepare_cached(sql).map_err(|found| failure::sqlite(path, DOING, found));
        Ok(Self {
            connection,
            path,
            names,
            transaction: 0,
            at,
            node: prepare("INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?,
            fact: prepare("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?,
            player: prepare("INSERT INTO role_players VALUES (?, ?, ?, ?)")?,
            claim: prepare("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?,
            passage: prepare("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)")?,
            text: String::new(),
        })
    }

    fn fail(&self) -> impl Fn(rusqlite::Error) -> Error + use<'c> {
        let path = self.path;
        move |found| failure::sqlite(path, DOING, found)
    }

    /// Begins a transaction of the graph. Its checksum follows.
    pub(in crate::store) fn open(&mut self, kg: &KnowledgeGraph, id: TransactionId) -> Result<(), Error> {
        self.transaction = id.index();
        let info = kg.transaction(id).cloned().unwrap_or_default();
        let known = kg.stamp_of(id).map(crate::time::Stamp::microseconds);
        let operations = operations::to_text(kg.operations(id));
        self.connection
            .prepare_cached("INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, x'')")
            .and_then(|mut statement| {
                statement.execute(params![
                    self.transaction,
                    info.at.map(|stamp| stamp.to_string()),
                    known,
                    info.by,
                    info.why,
                    operations
                ])
            })
            .map(drop)
            .map_err(self.fail())
    }

    /// Ends the transaction with its checksum.
    pub(in crate::store) fn close(&mut self, checksum: Sha256) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE transactions SET checksum = ? WHERE id = ?")
            .and_then(|mut statement| statement.execute(params![checksum.bytes(), self.transaction]))
            .map(drop)
            .map_err(self.fail())
    }

    /// Adds a row of the transaction.
    pub(in crate::store) fn add(&mut self, row: &NewRow) -> Result<(), Error> {
        match row {
            NewRow::Source(source) => self.source(source),
            NewRow::Entity { kind, key, name } => {
                let kind = self.names.kind(*kind)?;
                let row =
                    params![self.at.nodes, "entity", kind, key, name, None::<&str>, None::<u32>, self.transaction];
                self.node.execute(row).map_err(failed(self.path))?;
                self.at.nodes += 1;
                Ok(())
            }
            NewRow::Fact(fact) => self.fact(fact),
            NewRow::Claim(fact, claim) => self.claim(*fact, false, claim),
            NewRow::Altered(alteration) => self.alteration(alteration),
            NewRow::Gone => Ok(()),
        }
    }

    fn source(&mut self, source: &Source) -> Result<(), Error> {
        let id = self.at.sources;
        self.connection
            .prepare_cached(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT id FROM sources WHERE key = ?), ?, ?)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    id,
                    source.key,
                    source.title,
                    source.publisher,
                    source.url,
                    source.published.map(|date| date.to_string()),
                    source.licence,
                    source.derives_from,
                    source.sha256.map(|hash| hash.to_string()),
                    self.transaction
                ])?;
                if let Some(text) = &source.text {
                    self.connection.prepare_cached("INSERT INTO texts VALUES (?, ?)")?.execute(params![id, text])?;
                }
                Ok(())
            })
            .map_err(self.fail())?;
        self.at.sources += 1;
        Ok(())
    }

    /// The number of the node of an end, with a row for the node if the fact makes it.
    fn end(&mut self, end: &NewEnd) -> Result<u32, Error> {
        let (of, value, fact) = match end {
            NewEnd::Node(node) => return Ok(*node),
            NewEnd::Value(value) => (value.value_type().name(), Some(words::of_value(value)), None),
            NewEnd::Fact(fact) => ("fact", None, Some(fact.index())),
        };
        let id = self.at.nodes;
        let row = params![id, of, None::<u32>, None::<&str>, None::<&str>, value, fact, self.transaction];
        self.node.execute(row).map_err(failed(self.path))?;
        self.at.nodes += 1;
        Ok(id)
    }

    fn fact(&mut self, fact: &NewFact) -> Result<(), Error> {
        let NewFact { key, relation, subject, object, players, when, modality, claims } = fact;
        let id = self.at.facts;
        let relation = self.names.relation(*relation)?;
        let (subject, object) = (self.end(subject)?, self.end(object)?);
        let dated = dated(*when, &mut self.text);
        let [starts_from, starts_by, ends_from, ends_by] = days(*when);
        let modality = Some(*modality).filter(|modality| *modality != Modality::Actual).map(Modality::name);
        self.fact
            .execute(params![
                id,
                self.transaction,
                subject,
                relation,
                object,
                dated,
                starts_from,
                starts_by,
                ends_from,
                ends_by,
                modality,
                key
            ])
            .map_err(failed(self.path))?;
        self.at.facts += 1;
        for (position, (role, player)) in players.iter().enumerate() {
            let (role, player) = (self.names.role(*role)?, self.end(player)?);
            self.player.execute(params![id, integer(position), role, player]).map_err(failed(self.path))?;
        }
        claims.iter().try_for_each(|claim| self.claim(FactId::new(id), true, claim))
    }

    fn claim(&mut self, fact: FactId, with_fact: bool, claim: &NewClaim) -> Result<(), Error> {
        let NewClaim { source, speaker, stance, basis, confidence, quote } = claim;
        let id = self.at.claims;
        let inferred = match basis {
            Basis::Inferred(reason) => Some(reason),
            Basis::Stated => None,
        };
        self.claim
            .execute(params![
                id,
                fact.index(),
                with_fact,
                source.index(),
                speaker,
                *stance == Stance::Disputes,
                inferred,
                confidence.map(crate::model::Confidence::get),
                self.transaction
            ])
            .map_err(failed(self.path))?;
        self.at.claims += 1;
        let passages = quote.iter().flat_map(Quote::passages).enumerate();
        for (position, passage) in passages {
            let (starts, ends) = passage.range.unzip();
            let hash = passage.sha256.map(|hash| hash.to_string());
            self.passage
                .execute(params![id, integer(position), starts, ends, passage.words, hash])
                .map_err(failed(self.path))?;
        }
        Ok(())
    }

    fn alteration(&mut self, NewAlteration { what, why }: &NewAlteration) -> Result<(), Error> {
        let kind = |kind| self.names.kind(kind).map(Some);
        let mut row = AlterationRow::default();
        match *what {
            Alteration::Retract { fact, .. } => row = AlterationRow { fact: Some(fact), ..row.of("retract") },
            Alteration::Resolve { fact, by, resolution, .. } => {
                let resolution = Some(resolution.name());
                row = AlterationRow { fact: Some(fact), by: Some(by), resolution, ..row.of("resolve") };
            }
            Alteration::Narrow { node, from, to } => {
                row = AlterationRow { node: Some(node), from: kind(from)?, to: kind(to)?, ..row.of("narrow") };
            }
            Alteration::Merge { duplicate, into, .. } => {
                row = AlterationRow { node: Some(duplicate), other: Some(into), ..row.of("merge") };
            }
            Alteration::Unmerge { merge, .. } => row = AlterationRow { taken_back: Some(merge), ..row.of("unmerge") },
            Alteration::KeepApart { one, other, .. } => {
                row = AlterationRow { node: Some(one), other: Some(other), ..row.of("keep-apart") };
            }
            Alteration::AllowMerge { apart, .. } => {
                row = AlterationRow { taken_back: Some(apart), ..row.of("allow-merge") };
            }
            Alteration::Purge { edits, .. } => row = AlterationRow { edits: Some(edits), ..row.of("purge") },
        }
        let why = Some(why).filter(|why| !why.is_empty());
        self.connection
            .prepare_cached("INSERT INTO alterations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .and_then(|mut statement| {
                statement.execute(params![
                    self.at.alterations,
                    row.of,
                    row.fact.map(FactId::index),
                    row.by.map(FactId::index),
                    row.resolution,
                    row.node,
                    row.other,
                    row.from,
                    row.to,
                    row.taken_back,
                    row.edits,
                    why,
                    self.transaction
                ])
            })
            .map_err(self.fail())?;
        self.at.alterations += 1;
        Ok(())
    }
}

/// The columns of an alteration.
#[derive(Default)]
struct AlterationRow {
    of: &'static str,
    fact: Option<FactId>,
    by: Option<FactId>,
    resolution: Option<&'static str>,
    node: Option<u32>,
    other: Option<u32>,
    from: Option<u32>,
    to: Option<u32>,
    taken_back: Option<u32>,
    edits: Option<u32>,
}

impl AlterationRow {
    fn of(self, of: &'static str) -> Self {
        Self { of, ..self }
    }
}

fn failed(path: &Path) -> impl Fn(rusqlite::Error) -> Error + use<'_> {
    move |found| failure::sqlite(path, DOING, found)
}

/// The text of a time, if one is stated, in the room for it.
fn dated(when: When, room: &mut String) -> Option<&str> {
    room.clear();
    // Writing to a string does not fail.
    let _ = write!(room, "{when}");
    Some(room.as_str()).filter(|_| !when.is_unstated())
}

/// The bounds of a time in days since 1970.
fn days(when: When) -> [Option<i64>; 4] {
    if let Some(day) = when.exact_day() {
        return [Some(day.to_epoch_days()); 4];
    }
    bounds(when)
}

fn bounds(when: When) -> [Option<i64>; 4] {
    let day = |limit: Limit| limit.day().map(Day::to_epoch_days);
    [when.earliest_start(), when.latest_start(), when.earliest_end(), when.latest_end()].map(day)
}

/// Adds names of the vocabulary behind those that the file has. `counts` is the number of kinds, relations and roles that it
/// has.
pub(in crate::store) fn write_names(
    connection: &Connection,
    path: &Path,
    learnt: &Learnt,
    [kinds, relations, roles]: [usize; 3],
    transaction: Option<TransactionId>,
) -> Result<(), Error> {
    let fail = |found| failure::sqlite(path, "writing the vocabulary", found);
    let json = |found: serde_json::Error| failure::json("a declaration", &found);
    let add = |table: &str, id: usize, name: &str, definition: String| {
        connection
            .prepare_cached(&format!("INSERT INTO {table} VALUES (?, ?, ?, ?)"))
            .and_then(|mut statement| {
                statement.execute(params![integer(id), name, definition, transaction.map(TransactionId::index)])
            })
            .map(drop)
            .map_err(fail)
    };
    for (n, def) in learnt.kinds.iter().enumerate() {
        add("kinds", kinds + n, &def.name, serde_json::to_string(def).map_err(json)?)?;
    }
    for (n, def) in learnt.relations.iter().enumerate() {
        add("relations", relations + n, &def.name, serde_json::to_string(def).map_err(json)?)?;
    }
    for (n, def) in learnt.roles.iter().enumerate() {
        add("roles", roles + n, &def.name, serde_json::to_string(def).map_err(json)?)?;
    }
    Ok(())
}

/// Sets what the file says of itself.
pub(in crate::store) fn write_about(
    connection: &Connection,
    path: &Path,
    name: &str,
    value: impl ToSql,
) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT INTO about VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .and_then(|mut statement| statement.execute(params![name, value]))
        .map(drop)
        .map_err(|found| failure::sqlite(path, DOING, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_days_of_the_time() {
        let when: When = "1970-01-02/1970-02".parse().unwrap_or(When::UNSTATED);
        let mut room = "left over".to_owned();
        assert_eq!(dated(when, &mut room), Some("1970-01-02/1970-02"));
        assert_eq!(days(when), [Some(1), Some(1), Some(31), Some(58)]);
        for text in
            ["1970-01-02", "1970-01-02?", "1970-01", "0000-02-29", "-0044-03-15", "as-of 1970-01-02", "[..1970-01-02]"]
        {
            let when: When = text.parse().unwrap_or(When::UNSTATED);
            assert_eq!((days(when), dated(when, &mut room)), (bounds(when), Some(text)));
        }
        assert_eq!((dated(When::UNSTATED, &mut room), days(When::UNSTATED)), (None, [None; 4]));
    }
}
