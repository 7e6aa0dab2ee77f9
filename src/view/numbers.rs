//! Dense numbers for the nodes and edges of a view as a graph. They are made once, when they are first asked for.

use std::sync::{Arc, OnceLock};

use fixedbitset::FixedBitSet;

use super::{EdgeId, View, edges::shows};
use crate::{
    model::{FactId, RelationId},
    tables::NodeKind,
    time::Truth,
};

/// The numbers of a view. Clones of the view that are made after the numbers share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    nodes: OnceLock<Arc<NodeNumbers>>,
    edges: OnceLock<Arc<EdgeNumbers>>,
    symmetric: OnceLock<Arc<[RelationId]>>,
}

/// The nodes, in the order of recording.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NodeNumbers {
    /// The number that each node has in the knowledge graph.
    nodes: Vec<u32>,
    /// For each node of the knowledge graph its number in the view, or [`NodeNumbers::ABSENT`]. Empty if the view shows all
    /// nodes, so that both numbers are the same.
    places: Vec<u32>,
}

impl NodeNumbers {
    pub(super) const ABSENT: u32 = u32::MAX;

    fn of(shown: impl Iterator<Item = u32>, all: usize) -> Self {
        let mut nodes = Vec::with_capacity(all);
        nodes.extend(shown);
        if nodes.len() == all {
            return Self { nodes, places: Vec::new() };
        }
        let mut places = vec![Self::ABSENT; all];
        for (place, node) in (0..).zip(&nodes) {
            if let Some(at) = places.get_mut(*node as usize) {
                *at = place;
            }
        }
        Self { nodes, places }
    }

    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// Whether the numbers are those of the knowledge graph.
    pub(super) fn are_all(&self) -> bool {
        self.places.is_empty()
    }

    #[inline]
    pub(super) fn place(&self, node: u32) -> Option<u32> {
        if self.are_all() {
            return ((node as usize) < self.nodes.len()).then_some(node);
        }
        self.places.get(node as usize).copied().filter(|place| *place != Self::ABSENT)
    }
}

/// The edges in the order of their ids, but the second edges of symmetric facts come last.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct EdgeNumbers {
    edges: Vec<EdgeId>,
    truths: Vec<Truth>,
    /// How many edges are no second edges.
    first: usize,
}

impl EdgeNumbers {
    pub(super) fn edges(&self) -> &[EdgeId] {
        &self.edges
    }

    /// How many edges an undirected graph has. They have the first numbers.
    pub(super) fn first(&self) -> usize {
        self.first
    }

    pub(super) fn place(&self, edge: EdgeId) -> Option<usize> {
        let (first, second) = self.edges.split_at_checked(self.first)?;
        if edge.is_second() {
            second.binary_search(&edge).ok().map(|place| self.first + place)
        } else {
            first.binary_search(&edge).ok()
        }
    }

    pub(super) fn get(&self, place: usize) -> Option<(EdgeId, Truth)> {
        Some((*self.edges.get(place)?, *self.truths.get(place)?))
    }
}

impl View<'_> {
    /// O(nodes); with values, facts or `connected`, O(facts).
    pub(super) fn node_numbers(&self) -> &NodeNumbers {
        self.numbers.nodes.get_or_init(|| Arc::new(self.number_nodes()))
    }

    /// O(facts).
    pub(super) fn edge_numbers(&self) -> &EdgeNumbers {
        self.numbers.edges.get_or_init(|| Arc::new(self.number_edges()))
    }

    fn number_nodes(&self) -> NodeNumbers {
        let (kg, all) = (self.kg, self.kg.node_count());
        let joined = self.filter.connected.then(|| self.joined());
        let touched = if self.shows(shows::VALUES | shows::FACTS) { self.touched() } else { FixedBitSet::new() };
        let shown = |node: &u32| match kg.tables().node_kind(*node) {
            Some(NodeKind::Entity { .. }) => {
                self.admits_entity(*node) && joined.as_ref().is_none_or(|set| set.contains(*node as usize))
            }
            // A value or fact without an edge is not a node of the view.
            _ => touched.contains(*node as usize),
        };
        // Nodes are numbered in u32.
        NodeNumbers::of((0..u32::try_from(all).unwrap_or(u32::MAX)).filter(shown), all)
    }

    /// The participants of the facts of this view.
    pub(super) fn joined(&self) -> FixedBitSet {
        let kg = self.kg;
        let mut joined = FixedBitSet::with_capacity(kg.node_count());
        for (fact, _) in self.scan_unordered() {
            let (subject, object) = kg.tables().ends(fact).unwrap_or_default();
            let players = kg.tables().players(fact).map(|(_, player)| player);
            joined.extend([subject, object].into_iter().chain(players).map(|node| node as usize));
        }
        joined
    }

    /// The nodes at which an edge begins or ends.
    fn touched(&self) -> FixedBitSet {
        let mut touched = FixedBitSet::with_capacity(self.kg.node_count());
        for edge in self.edge_numbers().edges() {
            let ends = self.edge(*edge, Truth::Yes).map(|edge| [edge.from, edge.to]);
            touched.extend(ends.into_iter().flatten().map(|node| node as usize));
        }
        touched
    }

    /// The symmetric relations of which the view may have facts.
    pub(super) fn symmetric_relations(&self) -> &[RelationId] {
        self.numbers.symmetric.get_or_init(|| {
            let relations = (0..).take(self.kg.schema().relation_count()).map(RelationId::new);
            let symmetric = relations.filter(|relation| {
                !self.kg.tables().facts_of(*relation).is_empty()
                    && self.is_symmetric(*relation)
                    && self.filter.admits_relation(*relation)
            });
            symmetric.collect()
        })
    }

    fn number_edges(&self) -> EdgeNumbers {
        let (mut numbers, mut turned, mut second) = (EdgeNumbers::default(), Vec::new(), Vec::new());
        for (fact, truth) in self.scan_unordered() {
            self.each_edge(fact, |edge, _, _| {
                if edge.is_second() {
                    second.push((edge, truth));
                } else if edge.turned {
                    turned.push((edge, truth));
                } else {
                    numbers.edges.push(edge);
                    numbers.truths.push(truth);
                }
            });
        }
        numbers.first = numbers.edges.len() + turned.len();
        for (edge, truth) in turned.into_iter().chain(second) {
            numbers.edges.push(edge);
            numbers.truths.push(truth);
        }
        numbers
    }

    /// All facts in the order of recording, also where the view asks for a day.
    fn scan_unordered(&self) -> impl Iterator<Item = (FactId, Truth)> + '_ {
        let count = u32::try_from(self.kg.fact_count()).unwrap_or(u32::MAX);
        (0..count).map(FactId::new).filter_map(|fact| Some((fact, self.filter.ask(self.kg, fact)?)))
    }
}
