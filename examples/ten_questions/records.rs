//! The records, read into graphs.

use std::{
    collections::HashMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use chancery::{
    Any, Id, KnowledgeGraph, When, date,
    diplomacy::{self, OnBehalfOf, Person, Recognized, State, Visits},
    entity, fact,
    model::slug,
    schema::{KindDef, RelationDef, Schema, Shape},
    time::Bound,
};

/// Where the records lie.
pub fn folder() -> PathBuf {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    std::env::var_os("CHANCERY_DATA").map_or_else(beside, PathBuf::from)
}

/// The lines of a table as fields, without its header.
fn table(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

/// Visits of foreign leaders to the United States, its recognition of states, and which territory came of which.
///
/// # Errors
/// What a file or the graph refuses.
pub fn historian(folder: &Path) -> Result<Option<KnowledgeGraph>, Box<dyn Error>> {
    let folder = folder.join("historian");
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let (Ok(visits), Ok(recognitions), Ok(territories), Ok(lineage)) = (
        read("visits_to_us.tsv"),
        read("recognition_timeline.tsv"),
        read("territories.tsv"),
        read("territory_lineage.tsv"),
    ) else {
        return Ok(None);
    };
    let mut schema = diplomacy::schema();
    schema.add_relation(
        RelationDef::new("gave-way-to", Shape::Happens, "territory", "territory").inverse("came-of").transitive(),
    )?;
    let mut kg = KnowledgeGraph::new(schema);
    let us = kg.add(State, entity("United States").key("united-states"))?;
    let mut people: HashMap<String, Id<Person>> = HashMap::new();
    for row in table(&visits) {
        let [_, start, end, visitor, state, name, ..] = row.as_slice() else { continue };
        let state = kg.upsert(State, entity(*name).key(*state))?;
        // A leader is the person of this name from this state.
        let key = format!(
            "{}-of-{}",
            slug(visitor).unwrap_or_default(),
            kg.node_ref(state).and_then(|n| n.key()).unwrap_or("?")
        );
        let person = match people.get(&key) {
            Some(person) => *person,
            None => kg.add(Person, entity(*visitor).key(key.clone()))?,
        };
        people.insert(key, person);
        let when = if start == end {
            When::on(start.parse()?)
        } else {
            When::between(Bound::Date(start.parse()?), Bound::Date(end.parse()?))?
        };
        kg.assert(fact(person, Visits, us).with(OnBehalfOf, state).when(when))?;
    }
    for row in table(&recognitions) {
        let [state, "recognition", _, when, ..] = row.as_slice() else { continue };
        if when.is_empty() {
            continue;
        }
        let state = kg.upsert(State, entity(state.replace('-', " ")).key(*state))?;
        kg.assert_once(fact(us, Recognized, state).on(date(when)))?;
    }
    let mut ids: HashMap<&str, Id<Any>> = HashMap::new();
    for row in table(&territories) {
        let [id, name, ..] = row.as_slice() else { continue };
        ids.insert(id, kg.add("territory", entity(*name).key(format!("territory:{id}")))?);
    }
    for row in table(&lineage) {
        let [one, "successors", other] = row.as_slice() else { continue };
        if let (Some(one), Some(other)) = (ids.get(one), ids.get(other)) {
            kg.assert(fact(*one, "gave-way-to", *other))?;
        }
    }
    Ok(Some(kg))
}

/// Events between political actors in 2014.
///
/// # Errors
/// What a file or the graph refuses.
pub fn icews(folder: &Path) -> Result<Option<KnowledgeGraph>, Box<dyn Error>> {
    let Ok(events) = fs::read_to_string(folder.join("icews14/events.tsv")) else { return Ok(None) };
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("actor"))?;
    let mut actors: HashMap<&str, Id<Any>> = HashMap::new();
    // Names of relations become keys: `Make a visit` is `make-a-visit`.
    let rows: Vec<Vec<&str>> = events.lines().map(|line| line.split('\t').collect()).collect();
    let mut names: Vec<String> = rows.iter().filter_map(|row| slug(row.get(1)?)).collect();
    names.sort();
    names.dedup();
    for name in &names {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor"))?;
    }
    let mut kg = KnowledgeGraph::new(schema);
    for row in &rows {
        let [subject, relation, object, day] = row.as_slice() else { continue };
        for name in [subject, object] {
            if !actors.contains_key(name) {
                let key = format!("{}.{}", slug(name).unwrap_or_else(|| "actor".into()), actors.len());
                actors.insert(name, kg.add("actor", entity(*name).key(key))?);
            }
        }
        let (Some(relation), Some(from), Some(to)) = (slug(relation), actors.get(subject), actors.get(object)) else {
            continue;
        };
        kg.assert(fact(*from, relation.as_str(), *to).on(date(day)))?;
    }
    Ok(Some(kg))
}
