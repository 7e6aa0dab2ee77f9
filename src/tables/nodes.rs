//! Nodes: entities, values, and facts that something refers to.

use petgraph::graph::{DiGraph, NodeIndex};

use super::{FactRecord, NodeKind, NodeRecord, Op, Tables, arena::Arena, folded_names::NameText, number};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, KindId, Value},
};

impl Tables {
    /// Appends an entity. No entity has the key yet.
    pub(crate) fn push_entity(&mut self, kind: KindId, key: &str, name: &str) -> Result<u32, Error> {
        debug_assert!(self.entity_of_key(key).is_none(), "a key is free before it is given");
        let key_id = self.strings.push(key)?;
        self.fail_point()?;
        let name_id = if name == key { key_id } else { self.strings.push(name)? };
        let node = self.push_node(NodeKind::Entity { kind, key: key_id, name: name_id })?;
        let (log, strings) = (&self.log, &self.strings);
        self.keys.insert(key, node, |node| key_in(log, strings, node));
        self.fail_point()?;
        self.names.insert(name, node, NameText::First(name_id));
        self.journal.record(Op::Entity);
        Ok(node)
    }

    pub(super) fn push_node(&mut self, kind: NodeKind) -> Result<u32, Error> {
        self.fail_point()?;
        if self.log.node_count() >= (u32::MAX - 1) as usize {
            return Err(Error::new(ErrorKind::Full, format!("a graph holds at most {} nodes", u32::MAX - 1)));
        }
        Ok(index(self.log.add_node(NodeRecord(kind))))
    }

    /// Takes the last node off, with the entries of indexes that it has.
    pub(super) fn pop_node(&mut self) {
        let Some(last) = self.log.node_count().checked_sub(1) else { return };
        let node = number(last);
        match self.node_kind(node) {
            Some(NodeKind::Entity { key, name, .. }) => {
                self.keys.remove(self.strings.get(key), node);
                self.names.remove(self.strings.get(name), node, NameText::First(name));
            }
            Some(NodeKind::Value(at)) => {
                if let Some((value, _)) = self.values.get(at as usize) {
                    self.value_index.remove(value, at);
                }
            }
            Some(NodeKind::Fact(fact)) => {
                // Where the call failed half-way the fact does not have the node yet; where the fact has gone, so have
                // its counts.
                if self.details.get_mut(fact).is_some_and(|detail| detail.node.take().is_some())
                    && let Some(record) = self.record(fact).copied()
                {
                    self.by_relation.of_mut(record.relation).uncount_node();
                }
            }
            None => {}
        }
        self.log.remove_node(NodeIndex::new(last));
    }

    /// How many nodes there are.
    #[inline]
    pub(crate) fn node_count(&self) -> usize {
        self.log.node_count()
    }

    /// Every node.
    pub(crate) fn all_nodes(&self) -> impl Iterator<Item = (u32, NodeKind)> {
        (0u32..).zip(self.log.node_weights()).map(|(node, record)| (node, record.0))
    }

    #[inline]
    pub(crate) fn node_kind(&self, node: u32) -> Option<NodeKind> {
        self.node_record(node).map(|record| record.0)
    }

    #[inline]
    pub(crate) fn node_record(&self, node: u32) -> Option<&NodeRecord> {
        self.log.node_weight(NodeIndex::new(node as usize))
    }

    /// The entity that was added with a key.
    pub(crate) fn entity_of_key(&self, key: &str) -> Option<u32> {
        self.keys.get(key, |node| self.key_of(node))
    }

    /// Whether a node is an entity.
    pub(crate) fn is_entity(&self, node: u32) -> bool {
        matches!(self.node_kind(node), Some(NodeKind::Entity { .. }))
    }

    /// The kind of an entity as it was narrowed last.
    #[inline]
    pub(crate) fn kind_of(&self, node: u32) -> Option<KindId> {
        self.node_record(node)?.kind()
    }

    /// The key of an entity; empty for any other node.
    pub(crate) fn key_of(&self, node: u32) -> &str {
        key_in(&self.log, &self.strings, node)
    }

    /// The first name of an entity; empty for any other node.
    pub(crate) fn name_of(&self, node: u32) -> &str {
        match self.node_kind(node) {
            Some(NodeKind::Entity { name, .. }) => self.strings.get(name),
            _ => "",
        }
    }

    /// The value that a node is.
    pub(crate) fn value_of(&self, node: u32) -> Option<&Value> {
        match self.node_kind(node)? {
            NodeKind::Value(at) => self.values.get(at as usize).map(|(value, _)| value),
            _ => None,
        }
    }

    /// The fact that a node stands for.
    pub(crate) fn fact_of(&self, node: u32) -> Option<FactId> {
        self.node_record(node)?.fact()
    }

    /// The node of a value.
    pub(crate) fn node_of_value(&self, value: &Value) -> Option<u32> {
        self.find_value(value).and_then(|at| self.values.get(at as usize)).map(|(_, node)| *node)
    }

    /// The row of a value.
    pub(super) fn find_value(&self, value: &Value) -> Option<u32> {
        self.value_index.get(value, |at| value_in(&self.values, at))
    }

    /// The node of a value, appended if there is none.
    pub(super) fn take_value(&mut self, value: Value) -> Result<u32, Error> {
        if let Some(node) = self.node_of_value(&value) {
            return Ok(node);
        }
        // There are at most as many values as nodes.
        let at = number(self.values.len());
        self.values.push((value, u32::MAX));
        let node = self.push_node(NodeKind::Value(at))?;
        if let Some((_, of)) = self.values.last_mut() {
            *of = node;
        }
        self.fail_point()?;
        let values = &self.values;
        self.value_index.insert(value_in(values, at), at, |at| value_in(values, at));
        Ok(node)
    }
}

/// The key of a node, for an index that changes while the other tables are read.
fn key_in<'a>(log: &DiGraph<NodeRecord, FactRecord>, strings: &'a Arena, node: u32) -> &'a str {
    match log.node_weight(NodeIndex::new(node as usize)) {
        Some(NodeRecord(NodeKind::Entity { key, .. })) => strings.get(*key),
        _ => "",
    }
}

/// The value of a row, for an index that changes while the other tables are read.
fn value_in(values: &[(Value, u32)], at: u32) -> &Value {
    static NOWHERE: Value = Value::Text(String::new());
    let found = values.get(at as usize).map(|(value, _)| value);
    debug_assert!(found.is_some(), "the index of values names rows of the table");
    found.unwrap_or(&NOWHERE)
}

/// The number of a node of petgraph, whose indexes are of 32 bits.
#[inline]
pub(super) fn index(node: NodeIndex) -> u32 {
    number(node.index())
}
