//! Reading a folder into a dossier: first what facts join, then the facts, then what became of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    VERSION, folder,
    layout::{CLAIMS, ENTITIES, FACTS, KEPT_APART, PASSAGES, PLAYERS, RESOLUTIONS, SOURCES, VALUE_NODES},
    rows::Row,
    write::Parquet,
};
use crate::{
    dossier::{Dossier, KeptApart, MergedEntity, ResolvedFact, Retraction},
    error::{Error, ErrorKind},
    model::{
        Basis, Claim, Confidence, Entity, Fact, FactName, Node, Passage, Quote, RolePlayers, Source, Stance, Value,
        ValueType,
    },
    time::{When, WhenParts},
};

/// What `version.json` says.
#[derive(serde::Deserialize)]
struct Version {
    chancery: String,
    version: u32,
}

impl Parquet<'_> {
    /// Reads a folder back. The dossier equals that of the view that was written, and has all of the vocabulary; what only a graph can
    /// check is checked when it is added to one.
    ///
    /// All of the tables are in memory while they are read. The tables of transactions, names and the vocabulary are not read, and
    /// only the numbers of facts are used of what says when something was recorded: a dossier has no history.
    ///
    /// # Errors
    /// [`ErrorKind::Version`] for another layout than this release writes, [`ErrorKind::Corrupt`] for a table that is not of the
    /// layout, [`ErrorKind::Io`] if a file cannot be read. An error of a value has its table and row.
    pub fn read_from(folder: impl AsRef<Path>) -> Result<Dossier, Error> {
        let folder = folder.as_ref();
        let json = |name: &'static str| {
            move |error: serde_json::Error| Error::new(ErrorKind::Syntax, &error).caused_by(error).at(name)
        };
        let version: Version =
            serde_json::from_str(&folder::read_text(folder, "version.json")?).map_err(json("version.json"))?;
        if (version.chancery.as_str(), version.version) != ("parquet", VERSION) {
            let why =
                format!("this is version {} of the layout; this release reads version {VERSION}", version.version);
            return Err(Error::new(ErrorKind::Version, why).at("version.json"));
        }
        let vocabulary =
            serde_json::from_str(&folder::read_text(folder, "schema.json")?).map_err(json("schema.json"))?;
        let mut dossier = Dossier { vocabulary, ..Dossier::default() };
        let dated = dossier.vocabulary.relations.iter().filter(|def| def.dated);
        let dated: BTreeSet<String> = dated.map(|def| def.name.clone()).collect();
        let mut nodes = Nodes::default();
        nodes.read_entities(&folder::read(folder, &ENTITIES)?, &mut dossier)?;
        nodes.read_values(&folder::read(folder, &VALUE_NODES)?)?;
        for row in folder::read(folder, &KEPT_APART)? {
            let entity = row.found("entity_id", nodes.key(row.int("entity_id")))?;
            let from = row.found("other_id", nodes.key(row.int("other_id")))?;
            dossier.kept_apart.push(KeptApart { entity, from, why: row.text("because").to_owned() });
        }
        let sources = read_sources(&folder::read(folder, &SOURCES)?, &mut dossier)?;
        let mut facts = folder::read(folder, &FACTS)?;
        facts.sort_by_key(|row| row.int("fact_id"));
        let names = nodes.read_fact_names(&facts)?;
        let mut players = by_fact(folder::read(folder, &PLAYERS)?);
        let mut claims = by_fact(folder::read(folder, &CLAIMS)?);
        let mut passages: BTreeMap<i32, Vec<Row>> = BTreeMap::new();
        for row in folder::read(folder, &PASSAGES)? {
            passages.entry(row.int("claim_id")).or_default().push(row);
        }
        for row in &facts {
            let id = row.int("fact_id");
            let mut fact = read_fact(row, &nodes, players.remove(&id).unwrap_or_default())?;
            // As plain facts name it.
            if let (WhenParts::On(date), true) = (fact.when.parts(), dated.contains(&fact.relation)) {
                fact.relation = format!("{}-in-{date}", fact.relation);
            }
            let mut of_fact = claims.remove(&id).unwrap_or_default();
            of_fact.sort_by_key(|row| row.int("claim_id"));
            for claim in of_fact {
                let quoted = passages.remove(&claim.int("claim_id")).unwrap_or_default();
                fact.claims.push(read_claim(&claim, &nodes, &sources, quoted)?);
            }
            if let (Some(why), Some(name)) = (row.text_or_null("retracted_because"), names.get(&id)) {
                dossier.retractions.push(Retraction { fact: name.clone(), why: why.to_owned() });
            }
            dossier.facts.push(fact);
        }
        // What is left belongs to no fact.
        for (column, left) in [("fact_id", players), ("fact_id", claims), ("claim_id", passages)] {
            if let Some(row) = left.values().flatten().next() {
                return row.found(column, None);
            }
        }
        let mut resolutions = folder::read(folder, &RESOLUTIONS)?;
        resolutions.sort_by_key(|row| (row.int("fact_id"), row.int("place")));
        // The last one of each fact.
        let last: BTreeMap<i32, Row> = resolutions.into_iter().map(|row| (row.int("fact_id"), row)).collect();
        for (id, row) in last {
            let fact = row.found("fact_id", names.get(&id))?.clone();
            let by = row.found("resolved_by", names.get(&row.int("resolved_by")))?.clone();
            dossier.resolutions.push(ResolvedFact { fact, resolution: row.parse("resolution")?, by });
        }
        Ok(dossier)
    }
}

/// Nodes by their numbers.
#[derive(Default)]
struct Nodes {
    known: BTreeMap<i32, Node>,
}

impl Nodes {
    fn get(&self, row: &Row, column: &str) -> Result<Node, Error> {
        row.found(column, self.known.get(&row.int(column)).cloned())
    }

    /// The key of an entity.
    fn key(&self, node: i32) -> Option<String> {
        if let Node::Entity(key) = self.known.get(&node)? { Some(key.clone()) } else { None }
    }

    fn read_entities(&mut self, rows: &[Row], dossier: &mut Dossier) -> Result<(), Error> {
        for row in rows {
            let entity = Node::Entity(row.text("entity_key").to_owned());
            row.first("entity_id", self.known.insert(row.int("entity_id"), entity))?;
        }
        for row in rows {
            let entity = Entity::new(row.text("entity_key"), row.text("kind"), row.text("name"));
            if row.int("entity_id") == row.int("canonical_id") {
                dossier.entities.push(entity);
            } else {
                let into = row.found("canonical_id", self.key(row.int("canonical_id")))?;
                dossier.merges.push(MergedEntity { entity, into, why: row.text("merged_because").to_owned() });
            }
        }
        Ok(())
    }

    fn read_values(&mut self, rows: &[Row]) -> Result<(), Error> {
        for row in rows {
            let named = row.text("value_type");
            let of = ValueType::ALL.into_iter().find(|of| of.name() == named);
            let of = of.ok_or_else(|| row.wrong("value_type", "a type of value, as `text` or `date`"))?;
            let value = Value::parse(of, row.text("value_text"));
            row.first("node_id", self.known.insert(row.int("node_id"), Node::Value(row.made(value)?)))?;
        }
        Ok(())
    }

    /// The name of each fact in the dossier; also of those that are nodes.
    fn read_fact_names(&mut self, facts: &[Row]) -> Result<BTreeMap<i32, String>, Error> {
        let mut names = BTreeMap::new();
        for (place, row) in facts.iter().enumerate() {
            let name = row.text_or_null("fact_key").map_or_else(|| format!("#{place}"), str::to_owned);
            if let Some(node) = row.int_or_null("node_id") {
                row.first("node_id", self.known.insert(node, Node::Fact(FactName { fact: name.clone() })))?;
            }
            row.first("fact_id", names.insert(row.int("fact_id"), name))?;
        }
        Ok(names)
    }
}

fn by_fact(rows: Vec<Row>) -> BTreeMap<i32, Vec<Row>> {
    let mut by_fact: BTreeMap<i32, Vec<Row>> = BTreeMap::new();
    for row in rows {
        by_fact.entry(row.int("fact_id")).or_default().push(row);
    }
    by_fact
}

/// The sources, and their keys by their numbers.
fn read_sources(rows: &[Row], dossier: &mut Dossier) -> Result<BTreeMap<i32, String>, Error> {
    let mut keys = BTreeMap::new();
    for row in rows {
        row.first("source_id", keys.insert(row.int("source_id"), row.text("source_key").to_owned()))?;
    }
    for row in rows {
        let text = |column: &str| row.text_or_null(column).map(str::to_owned);
        let mut source = Source::new(row.text("source_key"));
        (source.title, source.publisher, source.url) = (text("title"), text("publisher"), text("url"));
        (source.licence, source.text) = (text("licence"), text("full_text"));
        source.published = row.text_or_null("published").map(|_| row.parse("published")).transpose()?;
        source.sha256 = row.text_or_null("sha256").map(|_| row.parse("sha256")).transpose()?;
        if let Some(base) = row.int_or_null("derives_from_id") {
            source.derives_from = Some(row.found("derives_from_id", keys.get(&base))?.clone());
        }
        dossier.sources.push(source);
    }
    Ok(keys)
}

fn read_fact(row: &Row, nodes: &Nodes, mut players: Vec<Row>) -> Result<Fact, Error> {
    let mut fact = Fact::new("", row.text("relation"), "");
    fact.key = row.text_or_null("fact_key").map(str::to_owned);
    (fact.subject, fact.object) = (nodes.get(row, "subject_id")?, nodes.get(row, "object_id")?);
    fact.modality = row.parse("modality")?;
    fact.when = row.text_or_null("dated").map_or(Ok(When::UNSTATED), |_| row.parse("dated"))?;
    players.sort_by_key(|row| row.int("place"));
    let mut roles = RolePlayers::new();
    for player in &players {
        roles.insert(player.text("role"), nodes.get(player, "node_id")?);
    }
    fact.roles = roles;
    Ok(fact)
}

fn read_claim(row: &Row, nodes: &Nodes, sources: &BTreeMap<i32, String>, mut quoted: Vec<Row>) -> Result<Claim, Error> {
    let mut claim = Claim::new(row.found("source_id", sources.get(&row.int("source_id")))?);
    claim.stance = match row.text("stance") {
        "supports" => Stance::Supports,
        "disputes" => Stance::Disputes,
        _ => return Err(row.wrong("stance", "`supports` or `disputes`")),
    };
    if let Some(speaker) = row.int_or_null("speaker_id") {
        claim.said_by = Some(row.found("speaker_id", nodes.key(speaker))?);
    }
    claim.basis = row.text_or_null("inferred").map_or(Basis::Stated, |why| Basis::Inferred(why.to_owned()));
    claim.confidence = row.real_or_null("confidence").map(|number| row.made(Confidence::new(number))).transpose()?;
    quoted.sort_by_key(|row| row.int("place"));
    let passages = quoted.iter().map(read_passage).collect::<Result<Vec<_>, _>>()?;
    claim.quote = Quote::of(passages);
    Ok(claim)
}

fn read_passage(row: &Row) -> Result<Passage, Error> {
    let mut passage = Passage { words: row.text_or_null("words").map(str::to_owned), ..Passage::default() };
    let number = |column: &str| {
        let found = row.long_or_null(column).map(u32::try_from).transpose();
        found.map_err(|_| row.wrong(column, "a number of characters of at most 4294967295"))
    };
    passage.range = match (number("range_start")?, number("range_end")?) {
        (Some(start), Some(end)) => Some((start, end)),
        (None, None) => None,
        (Some(_), None) => return Err(row.wrong("range_end", "a number, as `range_start` has one")),
        (None, Some(_)) => return Err(row.wrong("range_start", "a number, as `range_end` has one")),
    };
    passage.sha256 = row.text_or_null("sha256").map(|_| row.parse("sha256")).transpose()?;
    Ok(passage)
}
