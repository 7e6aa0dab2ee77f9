//! The edges that an undirected graph has: without the second edge between the ends of a symmetric fact.

use petgraph::{
    Direction,
    graph::NodeIndex,
    visit::{Data, EdgeIndexable, EdgeRef, GraphRef, IntoEdgeReferences},
};

use super::{
    super::{Frozen, View, ViewEdge},
    AllEdges, AllEdgesOfFrozen, EdgesOf, EdgesOfFrozen, FrozenEdge, NeighborsOf, NeighborsOfFrozen, Weighted,
    WeightedEdge, WeightedEdges,
};
use crate::{model::FactId, view::FactRef};

/// A graph whose edges are facts, as [`Undirected`](super::Undirected) reads it: without the second edge between the ends of a
/// symmetric fact, so that one edge joins them. Views, frozen views and these with weights implement it.
pub trait SingleEdges: GraphRef + Data {
    /// An edge.
    type Edge: EdgeRef<NodeId = Self::NodeId, EdgeId = Self::EdgeId, Weight = Self::EdgeWeight>;
    /// The edges of a node in one direction.
    type Edges: Iterator<Item = Self::Edge> + Clone;
    /// The nodes at their other ends.
    type Neighbors: Iterator<Item = Self::NodeId> + Clone;
    /// All edges.
    type All: Iterator<Item = Self::Edge> + Clone;
    /// The edges of a node in one direction.
    fn single_edges(self, node: Self::NodeId, direction: Direction) -> Self::Edges;
    /// The nodes at the other ends of [`single_edges`](Self::single_edges), in the same order.
    fn single_neighbors(self, node: Self::NodeId, direction: Direction) -> Self::Neighbors;
    /// All edges.
    fn all_single(self) -> Self::All;
    /// The number of all edges.
    fn single_count(self) -> usize;
    /// A number above those of all edges.
    fn single_bound(self) -> usize;
}

/// An edge that is a fact: what [`ViewEdge::fact`] and [`FrozenEdge::fact`] return, behind adaptors too.
pub trait FactEdge {
    /// The fact of an edge of a view; of a frozen view its id.
    type Fact;
    /// The fact.
    fn fact(&self) -> Self::Fact;
}

impl<'g> FactEdge for ViewEdge<'g> {
    type Fact = FactRef<'g>;
    fn fact(&self) -> FactRef<'g> {
        ViewEdge::fact(self)
    }
}

impl FactEdge for FrozenEdge<'_> {
    type Fact = FactId;
    fn fact(&self) -> FactId {
        FrozenEdge::fact(self)
    }
}

impl<'v, 'g> SingleEdges for &'v View<'g> {
    type Edge = ViewEdge<'g>;
    type Edges = EdgesOf<'v, 'g>;
    type Neighbors = NeighborsOf<'v, 'g>;
    type All = AllEdges<'v, 'g>;

    fn single_edges(self, node: Self::NodeId, direction: Direction) -> Self::Edges {
        EdgesOf::new(self, node.index(), direction, false)
    }

    fn single_neighbors(self, node: Self::NodeId, direction: Direction) -> Self::Neighbors {
        NeighborsOf { edges: self.single_edges(node, direction), outgoing: direction == Direction::Outgoing }
    }

    fn all_single(self) -> Self::All {
        AllEdges { view: self, numbers: 0..self.single_count() }
    }

    fn single_count(self) -> usize {
        self.edge_numbers().first()
    }

    /// The second edges have the last numbers.
    fn single_bound(self) -> usize {
        self.single_count()
    }
}

/// Edges of a frozen view, without second edges of symmetric facts.
#[derive(Clone, Debug)]
pub struct SingleOfFrozen<'f, I> {
    edges: I,
    frozen: &'f Frozen,
}

impl<'f, I: Iterator<Item = FrozenEdge<'f>>> Iterator for SingleOfFrozen<'f, I> {
    type Item = FrozenEdge<'f>;

    #[inline]
    fn next(&mut self) -> Option<FrozenEdge<'f>> {
        let frozen = self.frozen;
        self.edges.find(|edge| !frozen.is_second(edge.edge))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.edges.size_hint();
        (if self.frozen.turned.is_empty() { least } else { 0 }, most)
    }
}

/// All edges of a frozen view, without second edges of symmetric facts.
#[derive(Clone, Debug)]
pub struct AllSingleOfFrozen<'f> {
    edges: SingleOfFrozen<'f, AllEdgesOfFrozen<'f>>,
    left: usize,
}

impl<'f> Iterator for AllSingleOfFrozen<'f> {
    type Item = FrozenEdge<'f>;

    fn next(&mut self) -> Option<FrozenEdge<'f>> {
        let edge = self.edges.next()?;
        self.left = self.left.saturating_sub(1);
        Some(edge)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for AllSingleOfFrozen<'_> {}

/// The nodes at the other ends of the edges of one node of a frozen view, without second edges of symmetric facts.
#[derive(Clone, Debug)]
pub struct SingleNeighbors<'f>(Near<'f>);

#[derive(Clone, Debug)]
enum Near<'f> {
    /// There are no second edges.
    All(NeighborsOfFrozen<'f>),
    Some {
        edges: SingleOfFrozen<'f, EdgesOfFrozen<'f>>,
        direction: Direction,
    },
}

impl Iterator for SingleNeighbors<'_> {
    type Item = NodeIndex;

    #[inline]
    fn next(&mut self) -> Option<NodeIndex> {
        match &mut self.0 {
            Near::All(nodes) => nodes.next(),
            Near::Some { edges, direction } => edges.next().map(|edge| match direction {
                Direction::Outgoing => edge.target(),
                Direction::Incoming => edge.source(),
            }),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Near::All(nodes) => nodes.size_hint(),
            Near::Some { edges, .. } => edges.size_hint(),
        }
    }
}

impl<'f> SingleEdges for &'f Frozen {
    type Edge = FrozenEdge<'f>;
    type Edges = SingleOfFrozen<'f, EdgesOfFrozen<'f>>;
    type Neighbors = SingleNeighbors<'f>;
    type All = AllSingleOfFrozen<'f>;

    fn single_edges(self, node: NodeIndex, direction: Direction) -> Self::Edges {
        SingleOfFrozen { edges: EdgesOfFrozen::new(self, node, direction), frozen: self }
    }

    fn single_neighbors(self, node: NodeIndex, direction: Direction) -> Self::Neighbors {
        SingleNeighbors(if self.turned.is_empty() {
            Near::All(NeighborsOfFrozen(match direction {
                Direction::Outgoing => self.successors(node.index()).iter(),
                Direction::Incoming => self.predecessors(node.index()).iter(),
            }))
        } else {
            Near::Some { edges: self.single_edges(node, direction), direction }
        })
    }

    fn all_single(self) -> Self::All {
        let edges = SingleOfFrozen { edges: self.edge_references(), frozen: self };
        AllSingleOfFrozen { edges, left: self.single_count() }
    }

    fn single_count(self) -> usize {
        self.edge_count() - self.second_count()
    }

    /// Edges are numbered by their rows, so second edges leave gaps.
    fn single_bound(self) -> usize {
        self.edge_count()
    }
}

impl<'w, G: SingleEdges + EdgeIndexable> SingleEdges for &'w Weighted<G> {
    type Edge = WeightedEdge<G::Edge>;
    type Edges = WeightedEdges<'w, G::Edges, G>;
    type Neighbors = G::Neighbors;
    type All = WeightedEdges<'w, G::All, G>;

    fn single_edges(self, node: G::NodeId, direction: Direction) -> Self::Edges {
        self.of_edges(self.graph().single_edges(node, direction))
    }

    fn single_neighbors(self, node: G::NodeId, direction: Direction) -> Self::Neighbors {
        self.graph().single_neighbors(node, direction)
    }

    fn all_single(self) -> Self::All {
        self.of_edges(self.graph().all_single())
    }

    fn single_count(self) -> usize {
        self.graph().single_count()
    }

    fn single_bound(self) -> usize {
        self.graph().single_bound()
    }
}
