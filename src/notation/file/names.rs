//! Resolves the names in a statement: ends, facts, and the places of other statements.

use super::load::{Load, Place, Slot, place_in_words};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Any, FactId, FactName, Id, Node, SourceId},
    notation::line::{At, End, Flaw},
    schema::{Range, split_date},
};

impl Load<'_, '_> {
    /// An end, read as its range asks, if the range is known. A key or a name of a fact must be there. `None` if it is lost or has
    /// a fault, which is recorded unless it is that of another statement.
    pub(super) fn node(&mut self, at: Place, end: &At<End>, range: Option<Range>) -> Option<Node> {
        match &end.value {
            End::Lost => return None,
            End::Bare(word) if range.is_none() && may_be_value(word) => return None,
            _ => {}
        }
        let node = super::range::node(&end.value, range.unwrap_or(Range::Any)).map_err(Some);
        match node.and_then(|node| self.there(at, node)) {
            Ok(node) => Some(node),
            Err(error) => {
                self.flaws.extend(error.map(|error| (at.0, Flaw { span: end.span.clone(), error })));
                None
            }
        }
    }

    /// A node, if its entity or fact exists. A fact is named by its number in the graph.
    fn there(&self, at: Place, node: Node) -> Result<Node, Option<Error>> {
        match node {
            Node::Entity(key) => self.entity_of(&key).map(|_| Node::Entity(key)),
            Node::Fact(name) => {
                let fact = self.find(at, &name.fact)?;
                Ok(Node::Fact(FactName { fact: format!("#{}", fact.index()) }))
            }
            Node::Value(_) => Ok(node),
        }
    }

    /// Whether a kind may be one that a faulty line would have declared.
    pub(super) fn may_be_missing_kind(&self, name: &str) -> bool {
        self.missing.kinds.contains(name) || self.missing.anything && !self.bulk.schema().knows_range(name)
    }

    /// Whether a relation may be one that a faulty line would have declared.
    pub(super) fn may_be_missing_relation(&self, name: &str) -> bool {
        let is_missing = |name: &str| self.missing.relations.contains(name);
        is_missing(name)
            || split_date(name).is_some_and(|(stem, _)| is_missing(stem))
            || self.missing.anything && self.bulk.schema().known_relation(name).is_none()
    }

    /// The entity of a key, or why there is none; no error where that is the fault of another statement.
    pub(super) fn entity_of(&self, key: &str) -> Result<Id<Any>, Option<Error>> {
        let may_be_unread = self.unread.anything || self.unread.entities.contains(key);
        match self.bulk.get_entity(key) {
            None if may_be_unread => Err(None),
            None => self.bulk.entity(key).map_err(Some),
            Some(id) => Ok(id),
        }
    }

    /// The source of a key, or why there is none; no error where that is the fault of another statement.
    pub(super) fn source_of(&self, key: &str) -> Result<SourceId, Option<Error>> {
        let may_be_unread = self.unread.anything || self.unread.sources.contains(key);
        match self.bulk.get_source(key) {
            None if may_be_unread => Err(None),
            None => self.bulk.source(key).map_err(Some),
            Some(id) => Ok(id),
        }
    }

    /// The fact of a name, or why there is none; no error where that is the fault of another statement.
    pub(super) fn find(&self, at: Place, name: &str) -> Result<FactId, Option<Error>> {
        if name.starts_with('#') {
            let Some(slots) = self.slots.get(at.0) else { return Err(None) };
            return match slots.get(name) {
                Some(Slot::Fact(fact)) => Ok(fact),
                Some(Slot::Faulty) => Err(None),
                None if self.unread.anything => Err(None),
                None => Err(Some(Error::new(
                    ErrorKind::UnknownFact,
                    format!(
                        "`{}` is not a fact before this line; the file has {} before it, and the first is `^0`",
                        FactName { fact: name.to_owned() },
                        slots.known.len()
                    ),
                ))),
            };
        }
        if let Some(id) = self.bulk.get_fact(name) {
            return Ok(id);
        }
        if self.unread.anything || self.unread.facts.contains(name) {
            return Err(None);
        }
        if let Some(further) = self.fact_keys.get(name) {
            let place = place_in_words(self.files, at.0, *further);
            let name = FactName { fact: name.to_owned() };
            let why = format!("the fact `{name}` comes later, {place}; a fact can refer only to earlier ones");
            return Err(Some(Error::new(ErrorKind::UnknownFact, why)));
        }
        self.bulk.fact(name).map_err(Some)
    }

    /// The fact that a statement names. If there is none, that is a fault.
    pub(super) fn named(&mut self, at: Place, name: &At<String>) -> Option<FactId> {
        if name.value.is_empty() {
            return None;
        }
        let found = self.find(at, &name.value);
        found
            .map_err(|error| {
                let flaw = error.map(|error| (at.0, Flaw { span: name.span.clone(), error }));
                self.flaws.extend(flaw);
            })
            .ok()
    }

    pub(super) fn duplicate(&self, file: usize, what: &str, key: &str, first: Place) -> Error {
        let place = place_in_words(self.files, file, first);
        let key = as_found(key);
        Error::new(ErrorKind::DuplicateKey, format!("the key `{key}` is that of another {what}, {place}"))
    }
}

/// Whether a bare word is perhaps a number, a date, or yes or no: where the range is not known, it need not be a key.
fn may_be_value(word: &str) -> bool {
    !word.starts_with(char::is_alphabetic) || ["yes", "no"].contains(&word)
}
