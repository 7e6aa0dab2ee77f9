//! The rules by which an entity of a file matches one of the graph.

use crate::{
    graph::Bulk,
    model::{Any, Id, Value},
    schema::base,
};

/// A rule by which an entity of a file matches one of the graph.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MatchBy {
    /// The entity with the same key.
    Key,
    /// The entities that have the same identifier (`identified-by`) in this scheme as the file gives.
    Identifier(String),
    /// The entities with the same name and a matching kind. Case, diacritics and white space of names do not count. A
    /// kind matches itself and the kinds above and under it.
    Name,
}

impl MatchBy {
    /// The rule of an identifier of a scheme, such as `wikidata`.
    pub fn identifier(scheme: impl Into<String>) -> Self {
        Self::Identifier(scheme.into())
    }
}

/// The entities with an identifier, each once, in the order of their ids.
pub(super) fn identified(bulk: &mut Bulk<'_>, scheme: &str, code: &str) -> Vec<Id<Any>> {
    let text = |text: &str| bulk.get_value(&Value::Text(text.to_owned()));
    let (Some(scheme), Some(code)) = (text(scheme), text(code)) else { return Vec::new() };
    let facts = bulk.graph().view().facts(base::IdentifiedBy).to(code).with(base::Scheme, scheme).found();
    let mut found: Vec<_> = facts.map(|fact| fact.subject()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the kind of an entity and a named kind can be of one thing: one is the other, or under it.
pub(super) fn agrees(bulk: &Bulk<'_>, entity: Id<Any>, kind: &str) -> bool {
    let schema = bulk.schema();
    match (bulk.kind_of(entity), schema.kind(kind)) {
        (Some(found), Ok(kind)) => schema.is_a(found, kind) || schema.is_a(kind, found),
        _ => false,
    }
}
