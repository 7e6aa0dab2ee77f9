//! By which rules an entity of a file is one that the graph has.

use crate::{
    graph::KnowledgeGraph,
    model::{Any, Id, Value},
    schema::base,
};

/// A rule by which an entity of a file is one that the graph has.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Match {
    /// The one that has its key.
    Key,
    /// The ones that have an identifier of this scheme that the file gives it too (`identified-by`).
    Identifier(String),
    /// The ones that go by its name, whatever the case, diacritics and white space, and whose kind is its kind, above it or
    /// under it.
    Name,
}

impl Match {
    /// By an identifier of a scheme, such as `wikidata`.
    pub fn identifier(scheme: impl Into<String>) -> Self {
        Self::Identifier(scheme.into())
    }
}

/// The entities that have an identifier, each once, in the order of their ids.
pub(super) fn identified(kg: &KnowledgeGraph, scheme: &str, code: &str) -> Vec<Id<Any>> {
    let text = |text: &str| kg.value(&Value::Text(text.to_owned()));
    let (Some(scheme), Some(code)) = (text(scheme), text(code)) else { return Vec::new() };
    let facts = kg.view().facts(base::IdentifiedBy).to(code).with(base::Scheme, scheme);
    let mut found: Vec<_> = facts.map(|fact| fact.subject()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a name of a kind and the kind of an entity can be those of one thing: one is the other, or under it.
pub(super) fn agrees(kg: &KnowledgeGraph, entity: Id<Any>, kind: &str) -> bool {
    let schema = kg.schema();
    match (kg.kind_of(entity), schema.kind(kind)) {
        (Some(found), Ok(kind)) => schema.is_a(found, kind) || schema.is_a(kind, found),
        _ => false,
    }
}
