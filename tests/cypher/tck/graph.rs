//! Makes a graph of chancery from a property graph.
//!
//! A label is a kind. A node with several labels is of a kind of its own, which is under each of them. A type of
//! relationships is a relation between any nodes. A property of a node is a fact whose relation is the key and whose object
//! is the value; several for a list. A property of a relationship is the player of a role.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chancery::{
    Any, Id, KnowledgeGraph, PartialDate, entity, fact,
    model::{FactId, Number, Value as Stored},
    schema::{KindDef, RelationDef, RoleDef, Schema, Shape},
};

use super::{create::Model, names::Names, value::Value};

/// A graph, and which of its entities and facts are which nodes and relationships.
pub struct Built {
    pub kg: KnowledgeGraph,
    pub model: Model,
    pub nodes: HashMap<Id<Any>, usize>,
    pub relationships: HashMap<FactId, usize>,
}

/// The kind of nodes without labels.
const BARE: &str = "no-label";

impl Built {
    /// Makes the graph, with a schema that also has the names of the query. An error says what has no form in chancery.
    pub fn new(model: Model, names: &Names) -> Result<Self, String> {
        let mut kg = KnowledgeGraph::new(schema(&model, names)?);
        let said = |error: chancery::Error| error.to_string();
        let mut nodes = HashMap::new();
        let mut ids = Vec::new();
        for (number, node) in model.nodes.iter().enumerate() {
            let key = format!("n{number}");
            let id = kg.add(kind(&node.labels).as_str(), entity(key.clone()).key(key)).map_err(said)?;
            nodes.insert(id, number);
            ids.push(id);
        }
        let mut relationships = HashMap::new();
        for (number, it) in model.relationships.iter().enumerate().filter(|(_, it)| !it.deleted) {
            let mut draft = fact(ids[it.from], it.kind.as_str(), ids[it.to]);
            for (key, value) in &it.properties {
                draft = draft.with(key.as_str(), stored(value)?);
            }
            if it.planned {
                draft = draft.planned();
            }
            relationships.insert(kg.assert(draft).map_err(said)?, number);
        }
        for (number, node) in model.nodes.iter().enumerate() {
            for (key, value) in &node.properties {
                for value in objects(value)? {
                    kg.assert(fact(ids[number], key.as_str(), value)).map_err(said)?;
                }
            }
        }
        Ok(Self { kg, model, nodes, relationships })
    }
}

/// The kind of a node with some labels.
fn kind(labels: &[String]) -> String {
    match labels.iter().map(String::as_str).collect::<BTreeSet<_>>() {
        labels if labels.is_empty() => BARE.to_owned(),
        labels => labels.into_iter().collect::<Vec<_>>().join(":"),
    }
}

fn stored(value: &Value) -> Result<Stored, String> {
    Ok(match value {
        Value::Text(text) => Stored::Text(text.clone()),
        Value::Int(int) => Stored::Number(Number::from(*int)),
        Value::Float(float) => Stored::Number(Number::new(*float).map_err(|error| error.to_string())?),
        Value::YesNo(yes) => Stored::YesNo(*yes),
        Value::Date(date) => Stored::Date(date.parse::<PartialDate>().map_err(|error| error.to_string())?),
        _ => return Err(format!("a property is not {value:?}")),
    })
}

/// The objects of the facts that are a property of a node. Several different values are a list in the order of recording.
fn objects(value: &Value) -> Result<Vec<Stored>, String> {
    let Value::List(items) = value else { return Ok(vec![stored(value)?]) };
    let all = items.iter().map(stored).collect::<Result<Vec<_>, _>>()?;
    if all.len() < 2 || all.iter().collect::<BTreeSet<_>>().len() < all.len() {
        return Err(format!("a property is no list of fewer than two values, or with one twice, as {value:?}"));
    }
    Ok(all)
}

/// The type of the values of a key; `any` where there are several.
fn range<'v>(values: impl Iterator<Item = &'v Value>) -> Result<&'static str, String> {
    let values = values.map(objects).collect::<Result<Vec<_>, _>>()?;
    let types: BTreeSet<_> = values.iter().flatten().map(|value| value.value_type().name()).collect();
    Ok(if types.len() == 1 { types.first().copied().unwrap_or("any") } else { "any" })
}

fn schema(model: &Model, names: &Names) -> Result<Schema, String> {
    let said = |error: chancery::Error| error.to_string();
    let mut schema = Schema::new();
    let labels = model.nodes.iter().flat_map(|node| &node.labels).chain(&names.labels).map(String::as_str);
    let labels: BTreeSet<&str> = labels.chain([BARE]).collect();
    let keys = |properties: &[(String, Value)]| properties.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
    let mut node_keys: BTreeSet<String> = model.nodes.iter().flat_map(|node| keys(&node.properties)).collect();
    let mut roles: BTreeSet<String> = model.relationships.iter().flat_map(|it| keys(&it.properties)).collect();
    node_keys.extend(names.keys.iter().cloned());
    roles.extend(names.keys.iter().cloned());
    let types: BTreeSet<&str> =
        model.relationships.iter().map(|it| &it.kind).chain(&names.types).map(String::as_str).collect();

    for label in labels {
        schema.add_kind(KindDef::new(label)).map_err(said)?;
    }
    for node in model.nodes.iter().filter(|node| node.labels.len() > 1) {
        let own = KindDef::new(kind(&node.labels));
        let parents: BTreeSet<&String> = node.labels.iter().collect();
        if parents.len() > 1 {
            schema.add_kind(parents.into_iter().fold(own, KindDef::under)).map_err(said)?;
        }
    }
    let of = |properties: &'_ [(String, Value)], key: &str| properties.iter().position(|(name, _)| name == key);
    for key in &node_keys {
        let values = model.nodes.iter().filter_map(|node| Some(&node.properties[of(&node.properties, key)?].1));
        schema.add_relation(RelationDef::new(key.as_str(), Shape::Either, "any", range(values)?)).map_err(said)?;
    }
    let mut players = BTreeMap::new();
    for key in &roles {
        schema.add_role(RoleDef::new(key.as_str())).map_err(said)?;
        let values = model.relationships.iter().filter_map(|it| Some(&it.properties[of(&it.properties, key)?].1));
        players.insert(key, range(values)?);
    }
    for name in types {
        let def = RelationDef::new(name, Shape::Either, "any", "any");
        let def = players.iter().fold(def, |def, (role, player)| def.optional(role.as_str(), *player));
        schema.add_relation(def).map_err(said)?;
    }
    Ok(schema)
}
