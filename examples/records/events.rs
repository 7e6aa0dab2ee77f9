//! Events between political actors. A row has the actor, what it did, to whom, and the day, parted by tabs. A line that
//! begins with `#` is a comment.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
};

use chancery::schema::{FoundRelation, KindDef, RelationDef, Shape};
use chancery::{Id, KnowledgeGraph, Schema, entity, fact, model::slug};

/// The four cells of each row.
pub(crate) fn rows(text: &str) -> Result<Vec<[&str; 4]>, String> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#'));
    lines
        .map(|(number, line)| {
            let cells: Vec<&str> = line.split('\t').collect();
            cells.try_into().map_err(|cells: Vec<_>| format!("line {number} has {} cells; 4 are expected", cells.len()))
        })
        .collect()
}

/// The events as a graph. Each relation of the file is one of the schema, which keeps its name as it stands there.
pub(crate) fn graph(rows: &[[&str; 4]]) -> Result<KnowledgeGraph, Box<dyn Error>> {
    let mut schema = Schema::new();
    schema.add_kind(
        KindDef::new("actor").about("An actor, or what is acted upon: a state, a ministry, a person, a crowd."),
    )?;
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for [_, about, ..] in rows {
        names.insert(about, slug(about).ok_or_else(|| format!("`{about}` has no letter for the name of a relation"))?);
    }
    for (about, name) in &names {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor").about(*about))?;
    }
    let mut kg = KnowledgeGraph::new(schema);
    let mut relations: HashMap<&str, FoundRelation> = HashMap::new();
    for (about, name) in &names {
        relations.insert(about, kg.relation(name)?);
    }
    let mut actors: HashMap<&str, Id> = HashMap::new();
    for [subject, relation, object, day] in rows {
        let (subject, object) = (actor(&mut kg, &mut actors, subject)?, actor(&mut kg, &mut actors, object)?);
        if let Some(relation) = relations.get(relation) {
            kg.assert(fact(subject, *relation, object).on(*day))?;
        }
    }
    Ok(kg)
}

/// Two names that suggest one key are two actors.
fn actor<'t>(kg: &mut KnowledgeGraph, known: &mut HashMap<&'t str, Id>, name: &'t str) -> Result<Id, chancery::Error> {
    if let Some(id) = known.get(name) {
        return Ok(*id);
    }
    let id = kg.add_another("actor", entity(name))?;
    known.insert(name, id);
    Ok(id)
}
