//! The tables of the Office of the Historian as a graph.

use std::{collections::HashMap, error::Error};

use chancery::{
    Any, Id, KnowledgeGraph, When, date,
    diplomacy::{self, OnBehalfOf, Person, Recognized, State, Visits},
    entity, fact,
    model::slug,
    schema::{RelationDef, Shape},
    time::Bound,
};

use super::records::historian::{Tables, rows};

/// Visits of foreign leaders to the United States, its recognition of states, and which territory came of which.
pub(crate) fn graph(tables: &Tables) -> Result<KnowledgeGraph, Box<dyn Error>> {
    let mut schema = diplomacy::schema();
    schema.add_relation(
        RelationDef::new("gave-way-to", Shape::Happens, "territory", "territory").inverse("came-of").transitive(),
    )?;
    let mut kg = KnowledgeGraph::new(schema);
    let us = kg.add(State, entity("United States").key("united-states"))?;
    // The register of territories names most states. The other two tables refer to them by the same id.
    let names: HashMap<&str, &str> =
        rows(&tables.territories).filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect();
    let mut people: HashMap<String, Id<Person>> = HashMap::new();
    for row in rows(&tables.visits) {
        let [_, start, end, visitor, state, name, ..] = row.as_slice() else { continue };
        let state = kg.upsert(State, entity(*names.get(state).unwrap_or(name)).key(*state))?;
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
    for row in rows(&tables.recognition) {
        let [state, "recognition", _, when, ..] = row.as_slice() else { continue };
        if when.is_empty() {
            continue;
        }
        let name = names.get(state).map_or_else(|| state.replace('-', " "), |name| (*name).to_owned());
        let state = kg.upsert(State, entity(name).key(*state))?;
        kg.assert_once(fact(us, Recognized, state).on(date(when)))?;
    }
    let mut ids: HashMap<&str, Id<Any>> = HashMap::new();
    for row in rows(&tables.territories) {
        let [id, name, ..] = row.as_slice() else { continue };
        ids.insert(id, kg.add("territory", entity(*name).key(format!("territory:{id}")))?);
    }
    for row in rows(&tables.lineage) {
        // Some rows are in the table both ways, as predecessor and as successor; others only one way.
        let (earlier, later) = match row.as_slice() {
            [one, "successors", other] | [other, "predecessors", one] => (ids.get(one), ids.get(other)),
            _ => continue,
        };
        if let (Some(earlier), Some(later)) = (earlier, later) {
            kg.assert_once(fact(*earlier, "gave-way-to", *later))?;
        }
    }
    Ok(kg)
}
