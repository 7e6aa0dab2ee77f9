//! A graph whose edges have weights from a closure: an adaptor with all of petgraph's traits.

use petgraph::{
    Direction,
    data::DataMap,
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
        IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
        NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
    },
};

use super::{
    super::{Frozen, View},
    FactEdge, Undirected,
};
use crate::{model::FactId, view::FactRef};

/// An adaptor that gives each edge of a graph a number as its weight.
#[derive(Clone, Debug)]
pub struct Weighted<G> {
    graph: G,
    weights: Vec<f64>,
}

impl<'g> View<'g> {
    /// This view as a graph of petgraph with a number as the weight of each edge, for algorithms that take no closure. The
    /// closure is called for each edge, so twice with a symmetric fact. O(facts).
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// use chancery::petgraph::algo::bellman_ford;
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).planned())?;
    /// let view = kg.view();
    /// let weighted = view.weighted(|fact| if fact.truth().is_yes() { 1.0 } else { 2.5 });
    /// let paths = bellman_ford(&weighted, tokayev.any()).unwrap();
    /// assert_eq!(paths.distances, [0.0, 2.5]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn weighted(&self, mut weight: impl FnMut(FactRef<'g>) -> f64) -> Weighted<&View<'g>> {
        Weighted { graph: self, weights: self.edge_references().map(|edge| weight(edge.fact())).collect() }
    }
}

impl Frozen {
    /// This graph with a number as the weight of each edge, for algorithms that take no closure. O(edges).
    ///
    /// The closure is called with the id of each fact; [`View::fact`] reads it.
    #[must_use]
    pub fn weighted(&self, weight: impl FnMut(FactId) -> f64) -> Weighted<&Frozen> {
        Weighted { graph: self, weights: self.facts().iter().copied().map(weight).collect() }
    }
}

impl<G> Weighted<G> {
    pub(super) fn of_edges<I>(&self, edges: I) -> WeightedEdges<'_, I, G> {
        WeightedEdges { edges, graph: self }
    }

    /// The same graph with edges in both directions.
    #[must_use]
    pub fn undirected(&self) -> Undirected<&Self>
    where
        G: GraphBase,
    {
        Undirected(self)
    }
}

impl<G: Copy> Weighted<G> {
    pub(super) fn graph(&self) -> G {
        self.graph
    }
}

impl<G: EdgeIndexable> Weighted<G> {
    fn weight(&self, edge: G::EdgeId) -> Option<&f64> {
        self.weights.get(EdgeIndexable::to_index(&self.graph, edge))
    }
}

impl<G: GraphBase> GraphBase for Weighted<G> {
    type NodeId = G::NodeId;
    type EdgeId = G::EdgeId;
}

impl<G: Data> Data for Weighted<G> {
    type NodeWeight = G::NodeWeight;
    type EdgeWeight = f64;
}

impl<G: DataMap + EdgeIndexable> DataMap for Weighted<G> {
    fn node_weight(&self, id: G::NodeId) -> Option<&G::NodeWeight> {
        self.graph.node_weight(id)
    }

    fn edge_weight(&self, id: G::EdgeId) -> Option<&f64> {
        self.weight(id)
    }
}

impl<G: GraphProp> GraphProp for Weighted<G> {
    type EdgeType = G::EdgeType;
}

impl<G: NodeCount> NodeCount for Weighted<G> {
    fn node_count(&self) -> usize {
        self.graph.node_count()
    }
}

impl<G: NodeIndexable> NodeIndexable for Weighted<G> {
    fn node_bound(&self) -> usize {
        self.graph.node_bound()
    }

    fn to_index(&self, node: G::NodeId) -> usize {
        self.graph.to_index(node)
    }

    fn from_index(&self, index: usize) -> G::NodeId {
        self.graph.from_index(index)
    }
}

impl<G: NodeCompactIndexable> NodeCompactIndexable for Weighted<G> {}

impl<G: EdgeCount> EdgeCount for Weighted<G> {
    fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }
}

impl<G: EdgeIndexable> EdgeIndexable for Weighted<G> {
    fn edge_bound(&self) -> usize {
        self.graph.edge_bound()
    }

    fn to_index(&self, edge: G::EdgeId) -> usize {
        self.graph.to_index(edge)
    }

    fn from_index(&self, index: usize) -> G::EdgeId {
        self.graph.from_index(index)
    }
}

impl<G: Visitable> Visitable for Weighted<G> {
    type Map = G::Map;

    fn visit_map(&self) -> G::Map {
        self.graph.visit_map()
    }

    fn reset_map(&self, map: &mut G::Map) {
        self.graph.reset_map(map);
    }
}

impl<G: GetAdjacencyMatrix> GetAdjacencyMatrix for Weighted<G> {
    type AdjMatrix = G::AdjMatrix;

    fn adjacency_matrix(&self) -> G::AdjMatrix {
        self.graph.adjacency_matrix()
    }

    fn is_adjacent(&self, matrix: &G::AdjMatrix, a: G::NodeId, b: G::NodeId) -> bool {
        self.graph.is_adjacent(matrix, a, b)
    }
}

/// An edge with a number as its weight.
#[derive(Clone, Copy, Debug)]
pub struct WeightedEdge<E> {
    edge: E,
    weight: f64,
}

impl<E> WeightedEdge<E> {
    /// The edge without its weight.
    pub const fn edge(&self) -> &E {
        &self.edge
    }
}

impl<E: FactEdge> WeightedEdge<E> {
    /// The fact of the edge; of a frozen view its id.
    pub fn fact(&self) -> E::Fact {
        self.edge.fact()
    }
}

impl<E: FactEdge> FactEdge for WeightedEdge<E> {
    type Fact = E::Fact;
    fn fact(&self) -> E::Fact {
        self.edge.fact()
    }
}

impl<E: EdgeRef> EdgeRef for WeightedEdge<E> {
    type NodeId = E::NodeId;
    type EdgeId = E::EdgeId;
    type Weight = f64;

    fn source(&self) -> E::NodeId {
        self.edge.source()
    }

    fn target(&self) -> E::NodeId {
        self.edge.target()
    }

    fn weight(&self) -> &f64 {
        &self.weight
    }

    fn id(&self) -> E::EdgeId {
        self.edge.id()
    }
}

/// Edges with their weights.
#[derive(Debug)]
pub struct WeightedEdges<'w, I, G> {
    edges: I,
    graph: &'w Weighted<G>,
}

impl<I: Clone, G> Clone for WeightedEdges<'_, I, G> {
    fn clone(&self) -> Self {
        Self { edges: self.edges.clone(), graph: self.graph }
    }
}

impl<G, I> Iterator for WeightedEdges<'_, I, G>
where
    G: EdgeIndexable,
    I: Iterator<Item: EdgeRef<EdgeId = G::EdgeId>>,
{
    type Item = WeightedEdge<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let edge = self.edges.next()?;
        let weight = self.graph.weight(edge.id()).copied();
        debug_assert!(weight.is_some(), "every edge of the graph has a weight");
        let weight = weight.unwrap_or(f64::NAN);
        Some(WeightedEdge { edge, weight })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.edges.size_hint()
    }
}

impl<G: IntoNeighbors> IntoNeighbors for &Weighted<G> {
    type Neighbors = G::Neighbors;

    fn neighbors(self, node: G::NodeId) -> Self::Neighbors {
        self.graph.neighbors(node)
    }
}

impl<G: IntoNeighborsDirected> IntoNeighborsDirected for &Weighted<G> {
    type NeighborsDirected = G::NeighborsDirected;

    fn neighbors_directed(self, node: G::NodeId, direction: Direction) -> Self::NeighborsDirected {
        self.graph.neighbors_directed(node, direction)
    }
}

impl<'w, G: IntoEdges + EdgeIndexable> IntoEdges for &'w Weighted<G> {
    type Edges = WeightedEdges<'w, G::Edges, G>;

    fn edges(self, node: G::NodeId) -> Self::Edges {
        self.of_edges(self.graph.edges(node))
    }
}

impl<'w, G: IntoEdgesDirected + EdgeIndexable> IntoEdgesDirected for &'w Weighted<G> {
    type EdgesDirected = WeightedEdges<'w, G::EdgesDirected, G>;

    fn edges_directed(self, node: G::NodeId, direction: Direction) -> Self::EdgesDirected {
        self.of_edges(self.graph.edges_directed(node, direction))
    }
}

impl<G: IntoNodeIdentifiers> IntoNodeIdentifiers for &Weighted<G> {
    type NodeIdentifiers = G::NodeIdentifiers;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.graph.node_identifiers()
    }
}

impl<G: IntoNodeReferences> IntoNodeReferences for &Weighted<G> {
    type NodeRef = G::NodeRef;
    type NodeReferences = G::NodeReferences;

    fn node_references(self) -> Self::NodeReferences {
        self.graph.node_references()
    }
}

impl<'w, G: IntoEdgeReferences + EdgeIndexable> IntoEdgeReferences for &'w Weighted<G> {
    type EdgeRef = WeightedEdge<G::EdgeRef>;
    type EdgeReferences = WeightedEdges<'w, G::EdgeReferences, G>;

    fn edge_references(self) -> Self::EdgeReferences {
        self.of_edges(self.graph.edge_references())
    }
}
