//! petgraph's traits on `&Frozen`: neighbours and edges are slices of its rows.

use std::{iter::Zip, ops::Range, slice};

use fixedbitset::FixedBitSet;
use petgraph::{
    Directed, Direction,
    data::DataMap,
    graph::{EdgeIndex, NodeIndex},
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
        IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
        NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
    },
};

use super::{
    super::{Frozen, sparse_rows::row},
    AdjacentPairs,
};
use crate::model::{Any, FactId, Id};

/// An edge of a frozen view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrozenEdge<'f> {
    source: u32,
    target: u32,
    pub(super) edge: u32,
    fact: &'f FactId,
}

impl FrozenEdge<'_> {
    /// The fact.
    #[must_use]
    pub const fn fact(&self) -> FactId {
        *self.fact
    }
}

impl EdgeRef for FrozenEdge<'_> {
    type NodeId = NodeIndex;
    type EdgeId = EdgeIndex;
    type Weight = FactId;

    fn source(&self) -> NodeIndex {
        NodeIndex::new(self.source as usize)
    }

    fn target(&self) -> NodeIndex {
        NodeIndex::new(self.target as usize)
    }

    fn weight(&self) -> &FactId {
        self.fact
    }

    fn id(&self) -> EdgeIndex {
        EdgeIndex::new(self.edge as usize)
    }
}

/// The nodes at the other ends of the edges of one node of a frozen view.
#[derive(Clone, Debug)]
pub struct NeighborsOfFrozen<'f>(pub(super) slice::Iter<'f, u32>);

impl Iterator for NeighborsOfFrozen<'_> {
    type Item = NodeIndex;

    #[inline]
    fn next(&mut self) -> Option<NodeIndex> {
        self.0.next().map(|node| NodeIndex::new(*node as usize))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for NeighborsOfFrozen<'_> {}

/// The edges of one node of a frozen view, in one direction.
#[derive(Clone, Debug)]
pub struct EdgesOfFrozen<'f>(Row<'f>);

#[derive(Clone, Debug)]
enum Row<'f> {
    Out { source: u32, edges: Zip<Zip<Range<u32>, slice::Iter<'f, u32>>, slice::Iter<'f, FactId>> },
    In { target: u32, edges: Zip<slice::Iter<'f, u32>, slice::Iter<'f, u32>>, facts: &'f [FactId] },
}

impl<'f> EdgesOfFrozen<'f> {
    pub(super) fn new(frozen: &'f Frozen, node: NodeIndex, direction: Direction) -> Self {
        // Nodes and edges are numbered in u32.
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let here = number(node.index());
        Self(match direction {
            Direction::Outgoing => {
                let range = row(&frozen.starts, node.index());
                let facts = frozen.facts.get(range.clone()).unwrap_or_default();
                let numbers = number(range.start)..number(range.end);
                Row::Out { source: here, edges: numbers.zip(frozen.successors(node.index())).zip(facts) }
            }
            Direction::Incoming => {
                let edges = frozen.in_edges.get(row(&frozen.in_starts, node.index())).unwrap_or_default();
                let edges = frozen.predecessors(node.index()).iter().zip(edges);
                Row::In { target: here, edges, facts: &frozen.facts }
            }
        })
    }
}

impl<'f> Iterator for EdgesOfFrozen<'f> {
    type Item = FrozenEdge<'f>;

    #[inline]
    fn next(&mut self) -> Option<FrozenEdge<'f>> {
        match &mut self.0 {
            Row::Out { source, edges } => {
                let ((edge, target), fact) = edges.next()?;
                Some(FrozenEdge { source: *source, target: *target, edge, fact })
            }
            Row::In { target, edges, facts } => {
                let (source, edge) = edges.next()?;
                Some(FrozenEdge { source: *source, target: *target, edge: *edge, fact: facts.get(*edge as usize)? })
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Row::Out { edges, .. } => edges.size_hint(),
            Row::In { edges, .. } => edges.size_hint(),
        }
    }
}

impl ExactSizeIterator for EdgesOfFrozen<'_> {}

/// All edges of a frozen view, in the order of their indexes.
#[derive(Clone, Debug)]
pub struct AllEdgesOfFrozen<'f> {
    frozen: &'f Frozen,
    numbers: Range<u32>,
    /// The node whose row has the next edge, or an earlier node.
    source: u32,
}

impl<'f> Iterator for AllEdgesOfFrozen<'f> {
    type Item = FrozenEdge<'f>;

    fn next(&mut self) -> Option<FrozenEdge<'f>> {
        let edge = self.numbers.next()?;
        while *self.frozen.starts.get(self.source as usize + 1)? <= edge {
            self.source += 1;
        }
        let at = edge as usize;
        let (target, fact) = (*self.frozen.targets.get(at)?, self.frozen.facts.get(at)?);
        Some(FrozenEdge { source: self.source, target, edge, fact })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl ExactSizeIterator for AllEdgesOfFrozen<'_> {}

/// All nodes of a frozen view, in the order of their indexes.
#[derive(Clone, Debug)]
pub struct NodesOfFrozen(Range<usize>);

impl Iterator for NodesOfFrozen {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        self.0.next().map(NodeIndex::new)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for NodesOfFrozen {}

/// All nodes of a frozen view with their ids, in the order of their indexes.
#[derive(Clone, Debug)]
pub struct NodeIds<'f>(Zip<Range<usize>, slice::Iter<'f, Id<Any>>>);

impl<'f> Iterator for NodeIds<'f> {
    type Item = (NodeIndex, &'f Id<Any>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(number, id)| (NodeIndex::new(number), id))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for NodeIds<'_> {}

impl GraphBase for Frozen {
    type NodeId = NodeIndex;
    type EdgeId = EdgeIndex;
}

impl Data for Frozen {
    type NodeWeight = Id<Any>;
    type EdgeWeight = FactId;
}

impl DataMap for Frozen {
    fn node_weight(&self, node: NodeIndex) -> Option<&Id<Any>> {
        self.nodes.get(node.index())
    }

    fn edge_weight(&self, edge: EdgeIndex) -> Option<&FactId> {
        self.facts.get(edge.index())
    }
}

impl GraphProp for Frozen {
    type EdgeType = Directed;
}

impl NodeCount for Frozen {
    fn node_count(&self) -> usize {
        self.nodes.len()
    }
}

impl NodeIndexable for Frozen {
    fn node_bound(&self) -> usize {
        self.nodes.len()
    }

    fn to_index(&self, node: NodeIndex) -> usize {
        node.index()
    }

    fn from_index(&self, index: usize) -> NodeIndex {
        NodeIndex::new(index)
    }
}

impl NodeCompactIndexable for Frozen {}

impl EdgeCount for Frozen {
    fn edge_count(&self) -> usize {
        self.targets.len()
    }
}

impl EdgeIndexable for Frozen {
    fn edge_bound(&self) -> usize {
        self.targets.len()
    }

    fn to_index(&self, edge: EdgeIndex) -> usize {
        edge.index()
    }

    fn from_index(&self, index: usize) -> EdgeIndex {
        EdgeIndex::new(index)
    }
}

impl Visitable for Frozen {
    type Map = FixedBitSet;

    fn visit_map(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.nodes.len())
    }

    fn reset_map(&self, map: &mut FixedBitSet) {
        map.clear();
        map.grow(self.nodes.len());
    }
}

impl GetAdjacencyMatrix for Frozen {
    type AdjMatrix = AdjacentPairs;

    fn adjacency_matrix(&self) -> Self::AdjMatrix {
        self.edge_references().map(|edge| (edge.source, edge.target)).collect()
    }

    fn is_adjacent(&self, matrix: &Self::AdjMatrix, a: NodeIndex, b: NodeIndex) -> bool {
        let number = |node: NodeIndex| u32::try_from(node.index()).unwrap_or(u32::MAX);
        matrix.contains(number(a), number(b))
    }
}

impl<'f> IntoNeighbors for &'f Frozen {
    type Neighbors = NeighborsOfFrozen<'f>;

    #[inline]
    fn neighbors(self, node: NodeIndex) -> Self::Neighbors {
        NeighborsOfFrozen(self.successors(node.index()).iter())
    }
}

impl<'f> IntoNeighborsDirected for &'f Frozen {
    type NeighborsDirected = NeighborsOfFrozen<'f>;

    #[inline]
    fn neighbors_directed(self, node: NodeIndex, direction: Direction) -> Self::NeighborsDirected {
        NeighborsOfFrozen(match direction {
            Direction::Outgoing => self.successors(node.index()).iter(),
            Direction::Incoming => self.predecessors(node.index()).iter(),
        })
    }
}

impl<'f> IntoEdges for &'f Frozen {
    type Edges = EdgesOfFrozen<'f>;

    fn edges(self, node: NodeIndex) -> Self::Edges {
        EdgesOfFrozen::new(self, node, Direction::Outgoing)
    }
}

impl<'f> IntoEdgesDirected for &'f Frozen {
    type EdgesDirected = EdgesOfFrozen<'f>;

    fn edges_directed(self, node: NodeIndex, direction: Direction) -> Self::EdgesDirected {
        EdgesOfFrozen::new(self, node, direction)
    }
}

impl IntoNodeIdentifiers for &Frozen {
    type NodeIdentifiers = NodesOfFrozen;

    fn node_identifiers(self) -> NodesOfFrozen {
        NodesOfFrozen(0..self.nodes.len())
    }
}

impl<'f> IntoNodeReferences for &'f Frozen {
    type NodeRef = (NodeIndex, &'f Id<Any>);
    type NodeReferences = NodeIds<'f>;

    fn node_references(self) -> Self::NodeReferences {
        NodeIds((0..self.nodes.len()).zip(&self.nodes))
    }
}

impl<'f> IntoEdgeReferences for &'f Frozen {
    type EdgeRef = FrozenEdge<'f>;
    type EdgeReferences = AllEdgesOfFrozen<'f>;

    fn edge_references(self) -> Self::EdgeReferences {
        let count = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        AllEdgesOfFrozen { frozen: self, numbers: 0..count, source: 0 }
    }
}
