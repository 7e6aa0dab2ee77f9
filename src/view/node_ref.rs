//! A node of a graph, to read: a reference and a number, and `Copy`.

use std::fmt;

use crate::{
    error::shown::Shown,
    graph::KnowledgeGraph,
    model::{Any, Entity, FactId, Id, KindId, Node, Value},
    schema::Kind,
    tables::NodeKind,
};

/// A node of a graph: an entity, a value, or a fact that another fact refers to.
///
/// Its name, its kind and what was merged into it are as they are now, also in a view of an earlier time.
#[derive(Clone, Copy)]
pub struct NodeRef<'g> {
    kg: &'g KnowledgeGraph,
    node: u32,
}

impl<'g> NodeRef<'g> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, node: u32) -> Self {
        Self { kg, node }
    }

    /// The other entities that were merged with this one, as they were recorded, in the order of recording.
    pub fn merged(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g> {
        let Self { kg, node } = *self;
        kg.tables()
            .merged()
            .group(node)
            .iter()
            .filter(move |other| **other != node)
            .map(move |other| Self::new(kg, *other))
    }

    /// The graph that holds the node.
    #[must_use]
    pub const fn graph(&self) -> &'g KnowledgeGraph {
        self.kg
    }

    /// The id of the node.
    #[must_use]
    pub const fn id(&self) -> Id<Any> {
        self.kg.id(self.node)
    }

    /// The key of the entity. `None` for a value or a fact.
    #[must_use]
    pub fn key(&self) -> Option<&'g str> {
        Some(self.kg.tables().key_of(self.node)).filter(|key| !key.is_empty())
    }

    /// The name that the entity was added with. `None` for a value or a fact.
    #[must_use]
    pub fn name(&self) -> Option<&'g str> {
        self.key().map(|_| self.kg.tables().name_of(self.node))
    }

    /// The kind of the entity. `None` for a value or a fact.
    #[must_use]
    pub fn kind(&self) -> Option<KindId> {
        #[cfg(test)]
        count_read();
        match self.kg.tables().node_kind(self.node)? {
            NodeKind::Entity { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// The name of the kind of the entity. `None` for a value or a fact.
    #[must_use]
    pub fn kind_name(&self) -> Option<&'g str> {
        self.kind().map(|kind| self.kg.schema().kind_def(kind).name.as_str())
    }

    /// The value, if the node is one.
    #[must_use]
    pub fn value(&self) -> Option<&'g Value> {
        self.kg.tables().value_of(self.node)
    }

    /// The id of the fact, if the node stands for one.
    #[must_use]
    pub fn fact(&self) -> Option<FactId> {
        match self.kg.tables().node_kind(self.node)? {
            NodeKind::Fact(fact) => Some(fact),
            _ => None,
        }
    }

    /// The entity as a plain value. `None` for a value or a fact.
    #[must_use]
    pub fn to_entity(&self) -> Option<Entity> {
        self.kg.plain_entity(self.node)
    }

    /// The node as a plain value, as it stands at an end of a plain fact.
    #[must_use]
    pub fn to_node(&self) -> Node {
        self.kg.plain_node(self.node)
    }
}

/// The name of an entity, the text of a value, or the line of a fact without its claims.
impl fmt::Display for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kg.tables().node_kind(self.node), self.value()) {
            (Some(NodeKind::Fact(fact)), _) => self.kg.plain_fact(fact).map_or(Ok(()), |fact| fact.fmt(f)),
            (_, Some(value)) => value.fmt(f),
            _ => Shown(self.kg.tables().name_of(self.node)).fmt(f),
        }
    }
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeRef({}: {})", self.node, self.to_node())
    }
}

impl KnowledgeGraph {
    /// The node of an id; if the entity was merged into another, the other one. `None` if the graph has no such node.
    #[must_use]
    pub fn node_ref(&self, id: Id<impl Kind>) -> Option<NodeRef<'_>> {
        let id = self.own_id(id)?;
        self.tables().node_kind(id.index()).map(|_| NodeRef::new(self, self.canonical(id).index()))
    }
}

#[cfg(test)]
thread_local! {
    static READ: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// How many nodes this thread has read so far, for tests that count what an answer costs.
#[cfg(test)]
pub(crate) fn nodes_read() -> u64 {
    READ.get()
}

#[cfg(test)]
pub(crate) fn count_read() {
    READ.set(READ.get() + 1);
}
