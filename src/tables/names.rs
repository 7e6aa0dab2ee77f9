//! Names: the first one of each entity, and those that facts give.

use super::{NodeKind, Tables, folded_names::NameText};
use crate::model::{RelationId, Value};

impl Tables {
    /// The entities with this name, by their first name or one that a fact gives, whatever its case, diacritics and white
    /// space; each once, in the order of recording, as they were before any merge.
    pub(crate) fn named(&self, name: &str) -> Vec<u32> {
        self.names.get(name, |text| self.text_of(text))
    }

    /// The same, with the name to the letter.
    pub(crate) fn named_exactly(&self, name: &str) -> Vec<u32> {
        self.names.get_exactly(name, |text| self.text_of(text))
    }

    /// If a fact gives its subject a name, makes the name one that look-ups find.
    pub(super) fn name(&mut self, relation: RelationId, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(relation, object) {
            self.names.insert(&text, subject, NameText::Value(at));
        }
    }

    /// If a fact gave its subject a name, takes the name out: the undo of [`name`](Self::name).
    pub(super) fn unname(&mut self, relation: RelationId, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(relation, object) {
            self.names.remove(&text, subject, NameText::Value(at));
        }
    }

    /// The name that a fact of a relation with this object gives, and its row among the values.
    pub(super) fn name_given(&self, relation: RelationId, object: u32) -> Option<(String, u32)> {
        if self.naming != Some(relation) {
            return None;
        }
        match (self.node_kind(object)?, self.value_of(object)?) {
            (NodeKind::Value(at), Value::Text(text)) => Some((text.clone(), at)),
            _ => None,
        }
    }

    pub(super) fn text_of(&self, text: NameText) -> &str {
        match text {
            NameText::First(name) => self.strings.get(name),
            NameText::Value(at) => match self.values.get(at as usize) {
                Some((Value::Text(text), _)) => text,
                found => {
                    debug_assert!(found.is_none(), "a name is a text");
                    ""
                }
            },
        }
    }
}
