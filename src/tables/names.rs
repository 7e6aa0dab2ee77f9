//! Names: the first one of each entity, and those that facts give.

use super::{FactRecord, NodeKind, Tables, folded_names::NameText};
use crate::model::{FactId, Value, fold};

impl Tables {
    /// The entities with this name as look-ups compare it, by their first name or by one that a fact gives which
    /// stands; each once, in the order of recording, as they were before any merge.
    pub(crate) fn named(&self, name: &str, stands: impl Fn(FactId) -> bool) -> Vec<u32> {
        self.names.get(name, |text| self.text_of(text), |node, text| self.has_name(node, text, &stands))
    }

    /// The same, with the name to the letter.
    pub(crate) fn named_exactly(&self, name: &str, stands: impl Fn(FactId) -> bool) -> Vec<u32> {
        self.names.get_exactly(name, |text| self.text_of(text), |node, text| self.has_name(node, text, &stands))
    }

    /// Whether [`named`](Self::named) finds an entity, itself or one that was merged into it. Takes no longer if others
    /// have the name too.
    pub(crate) fn is_named(&self, entity: u32, name: &str, stands: impl Fn(FactId) -> bool) -> bool {
        let folded = fold(name);
        self.has_one_of_its_names(entity, name, |own| fold(own) == folded, &stands)
    }

    /// Whether [`named_exactly`](Self::named_exactly) finds an entity, itself or one that was merged into it.
    pub(crate) fn is_named_exactly(&self, entity: u32, name: &str, stands: impl Fn(FactId) -> bool) -> bool {
        self.has_one_of_its_names(entity, name, |own| own == name, &stands)
    }

    fn has_one_of_its_names(
        &self,
        entity: u32,
        name: &str,
        is_same: impl Fn(&str) -> bool,
        stands: &dyn Fn(FactId) -> bool,
    ) -> bool {
        let only = [entity];
        let nodes = match self.merged.group(entity) {
            [] => &only,
            group => group,
        };
        nodes.iter().any(|node| {
            let mut names = self.names.of(*node, name);
            names.any(|text| is_same(self.text_of(text)) && self.has_name(*node, text, stands))
        })
    }

    /// Whether a node has a name that look-ups find, as its first name or by a fact that stands.
    fn has_name(&self, node: u32, text: NameText, stands: &dyn Fn(FactId) -> bool) -> bool {
        let NameText::Value(at) = text else { return true };
        let (Some(naming), Some((_, value))) = (self.naming, self.values.get(at as usize)) else { return false };
        let mut listed = 0;
        for (_, fact) in self.outgoing.group(self.merged.canonical(node), naming.index()).with(*value).iter() {
            let fact = FactId::new(fact);
            if stands(fact) {
                return true;
            }
            listed += usize::from(self.gives_name(fact, node));
        }
        // During a load the newest facts are in no list yet. None of them that gives a name is resolved.
        self.deferred.is_some() && listed < self.names.count(self.text_of(text), node, text)
    }

    /// Whether a fact gives a node a name that look-ups find.
    fn gives_name(&self, fact: FactId, node: u32) -> bool {
        self.record(fact).is_some_and(FactRecord::may_name)
            && self.asserted_ends(fact).is_some_and(|(subject, _)| subject == node)
    }

    /// If a fact gives its subject a name, makes the name one that look-ups find.
    pub(super) fn name(&mut self, record: &FactRecord, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(record, object) {
            self.names.insert(&text, subject, NameText::Value(at));
        }
    }

    /// If a fact gave its subject a name, takes the name out: the undo of [`name`](Self::name).
    pub(super) fn unname(&mut self, record: &FactRecord, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(record, object) {
            self.names.remove(&text, subject, NameText::Value(at));
        }
    }

    /// The name that a fact with this object gives, and its row among the values, unless the fact is retracted or not
    /// actual.
    pub(super) fn name_given(&self, record: &FactRecord, object: u32) -> Option<(String, u32)> {
        if self.naming != Some(record.relation) || !record.may_name() {
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
