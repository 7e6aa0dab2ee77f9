//! A graph whose edges lead both ways: an adaptor with all of petgraph's traits.

use petgraph::{
    Direction,
    data::DataMap,
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, GraphRef,
        IntoEdgeReferences, IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
        IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
    },
};

use super::{
    super::{Frozen, View},
    FactEdge, SingleEdges,
};

/// A graph whose edges lead both ways, over a reference to a view, a frozen view, or one of these with weights.
///
/// One edge joins the ends of a symmetric fact, which are joined by two edges in the directed graph. petgraph's
/// `UndirectedAdaptor` would have both. Unlike it, this adaptor also counts edges, has an adjacency matrix and numbers of edges, and has an edge from a
/// node to itself once, as petgraph's undirected graphs do. The numbers of a frozen view's edges have gaps where it has
/// symmetric facts.
#[derive(Clone, Copy, Debug)]
pub struct Undirected<G>(pub(super) G);

impl<'g> View<'g> {
    /// This view as a graph of petgraph whose edges lead both ways.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// use chancery::petgraph::algo::dijkstra;
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).planned())?;
    /// let view = kg.view();
    /// assert!(!dijkstra(&view, pakistan.any(), None, |_| 1).contains_key(&tokayev.any()));
    /// let cost = dijkstra(view.undirected(), pakistan.any(), None, |edge| if edge.fact().truth().is_yes() { 1 } else { 5 });
    /// assert_eq!(cost[&tokayev.any()], 5);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn undirected(&self) -> Undirected<&View<'g>> {
        Undirected(self)
    }
}

impl Frozen {
    /// This graph with edges that lead both ways.
    #[must_use]
    pub fn undirected(&self) -> Undirected<&Frozen> {
        Undirected(self)
    }
}

impl<G: GraphRef> GraphRef for Undirected<G> {}

impl<G: GraphBase> GraphBase for Undirected<G> {
    type NodeId = G::NodeId;
    type EdgeId = G::EdgeId;
}

impl<G: Data> Data for Undirected<G> {
    type NodeWeight = G::NodeWeight;
    type EdgeWeight = G::EdgeWeight;
}

impl<G: DataMap> DataMap for Undirected<G> {
    fn node_weight(&self, id: G::NodeId) -> Option<&G::NodeWeight> {
        self.0.node_weight(id)
    }

    fn edge_weight(&self, id: G::EdgeId) -> Option<&G::EdgeWeight> {
        self.0.edge_weight(id)
    }
}

impl<G: GraphBase> GraphProp for Undirected<G> {
    type EdgeType = petgraph::Undirected;
}

impl<G: NodeCount> NodeCount for Undirected<G> {
    fn node_count(&self) -> usize {
        self.0.node_count()
    }
}

impl<G: NodeIndexable> NodeIndexable for Undirected<G> {
    fn node_bound(&self) -> usize {
        self.0.node_bound()
    }

    fn to_index(&self, node: G::NodeId) -> usize {
        self.0.to_index(node)
    }

    fn from_index(&self, index: usize) -> G::NodeId {
        self.0.from_index(index)
    }
}

impl<G: NodeCompactIndexable> NodeCompactIndexable for Undirected<G> {}

impl<G: SingleEdges> EdgeCount for Undirected<G> {
    fn edge_count(&self) -> usize {
        self.0.single_count()
    }
}

impl<G: SingleEdges + EdgeIndexable> EdgeIndexable for Undirected<G> {
    fn edge_bound(&self) -> usize {
        self.0.single_bound()
    }

    fn to_index(&self, edge: G::EdgeId) -> usize {
        self.0.to_index(edge)
    }

    fn from_index(&self, index: usize) -> G::EdgeId {
        self.0.from_index(index)
    }
}

impl<G: Visitable> Visitable for Undirected<G> {
    type Map = G::Map;

    fn visit_map(&self) -> G::Map {
        self.0.visit_map()
    }

    fn reset_map(&self, map: &mut G::Map) {
        self.0.reset_map(map);
    }
}

impl<G: GetAdjacencyMatrix> GetAdjacencyMatrix for Undirected<G> {
    type AdjMatrix = G::AdjMatrix;

    fn adjacency_matrix(&self) -> G::AdjMatrix {
        self.0.adjacency_matrix()
    }

    fn is_adjacent(&self, matrix: &G::AdjMatrix, a: G::NodeId, b: G::NodeId) -> bool {
        self.0.is_adjacent(matrix, a, b) || self.0.is_adjacent(matrix, b, a)
    }
}

/// The neighbours of a node, whichever way its edges lead.
#[derive(Clone, Debug)]
pub struct BothWays<I, N> {
    out: I,
    into: I,
    node: N,
}

impl<I: Iterator<Item = N> + Clone, N: PartialEq> Iterator for BothWays<I, N> {
    type Item = N;

    fn next(&mut self) -> Option<N> {
        let Self { out, into, node } = self;
        // An edge to the node itself was among those that lead from it.
        out.next().or_else(|| into.find(|other| other != node))
    }

    /// Not exact, as an edge from the node to itself is in both lists and comes once.
    fn size_hint(&self) -> (usize, Option<usize>) {
        both_ways(self.out.size_hint(), self.into.size_hint())
    }
}

/// The bounds of two lists together, of which an element of the second may be left out.
fn both_ways(out: (usize, Option<usize>), into: (usize, Option<usize>)) -> (usize, Option<usize>) {
    let most = out.1.zip(into.1).and_then(|(out, into)| out.checked_add(into));
    (out.0, most)
}

/// An edge, from one of its ends.
#[derive(Clone, Copy, Debug)]
pub struct Turned<E> {
    edge: E,
    turned: bool,
}

impl<E: EdgeRef> EdgeRef for Turned<E> {
    type NodeId = E::NodeId;
    type EdgeId = E::EdgeId;
    type Weight = E::Weight;

    fn source(&self) -> E::NodeId {
        if self.turned { self.edge.target() } else { self.edge.source() }
    }

    fn target(&self) -> E::NodeId {
        if self.turned { self.edge.source() } else { self.edge.target() }
    }

    fn weight(&self) -> &E::Weight {
        self.edge.weight()
    }

    fn id(&self) -> E::EdgeId {
        self.edge.id()
    }
}

impl<E: FactEdge> Turned<E> {
    /// The fact of the edge; of a frozen view its id.
    pub fn fact(&self) -> E::Fact {
        self.edge.fact()
    }
}

impl<E: FactEdge> FactEdge for Turned<E> {
    type Fact = E::Fact;
    fn fact(&self) -> E::Fact {
        self.edge.fact()
    }
}

impl<E> Turned<E> {
    /// The edge as it was asserted.
    pub const fn edge(&self) -> &E {
        &self.edge
    }

    /// Whether its source and target are swapped.
    pub const fn is_turned(&self) -> bool {
        self.turned
    }
}

/// The edges of a node, whichever way they lead.
#[derive(Clone, Debug)]
pub struct EdgesBothWays<I> {
    out: I,
    into: I,
    /// Whether the node is to be the target of all, rather than the source.
    incoming: bool,
}

impl<I: Iterator<Item: EdgeRef<NodeId: PartialEq>> + Clone> Iterator for EdgesBothWays<I> {
    type Item = Turned<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let incoming = self.incoming;
        let out = self.out.next().map(|edge| Turned { edge, turned: incoming });
        out.or_else(|| {
            let edge = self.into.find(|edge| edge.source() != edge.target())?;
            Some(Turned { edge, turned: !incoming })
        })
    }

    /// Not exact, as an edge from the node to itself is in both lists and comes once.
    fn size_hint(&self) -> (usize, Option<usize>) {
        both_ways(self.out.size_hint(), self.into.size_hint())
    }
}

impl<G: SingleEdges> IntoNeighbors for Undirected<G> {
    type Neighbors = BothWays<G::Neighbors, G::NodeId>;

    fn neighbors(self, node: G::NodeId) -> Self::Neighbors {
        let [out, into] = [Direction::Outgoing, Direction::Incoming].map(|way| self.0.single_neighbors(node, way));
        BothWays { out, into, node }
    }
}

impl<G: SingleEdges> IntoNeighborsDirected for Undirected<G> {
    type NeighborsDirected = BothWays<G::Neighbors, G::NodeId>;

    fn neighbors_directed(self, node: G::NodeId, _: Direction) -> Self::NeighborsDirected {
        self.neighbors(node)
    }
}

impl<G: SingleEdges> IntoEdges for Undirected<G> {
    type Edges = EdgesBothWays<G::Edges>;

    fn edges(self, node: G::NodeId) -> Self::Edges {
        self.edges_directed(node, Direction::Outgoing)
    }
}

impl<G: SingleEdges> IntoEdgesDirected for Undirected<G> {
    type EdgesDirected = EdgesBothWays<G::Edges>;

    fn edges_directed(self, node: G::NodeId, direction: Direction) -> Self::EdgesDirected {
        let [out, into] = [Direction::Outgoing, Direction::Incoming].map(|way| self.0.single_edges(node, way));
        EdgesBothWays { out, into, incoming: direction == Direction::Incoming }
    }
}

impl<G: IntoNodeIdentifiers> IntoNodeIdentifiers for Undirected<G> {
    type NodeIdentifiers = G::NodeIdentifiers;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.0.node_identifiers()
    }
}

impl<G: IntoNodeReferences> IntoNodeReferences for Undirected<G> {
    type NodeRef = G::NodeRef;
    type NodeReferences = G::NodeReferences;

    fn node_references(self) -> Self::NodeReferences {
        self.0.node_references()
    }
}

/// All edges, each as it was asserted.
#[derive(Clone, Debug)]
pub struct AllTurned<I>(I);

impl<I: Iterator> Iterator for AllTurned<I> {
    type Item = Turned<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|edge| Turned { edge, turned: false })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<G: SingleEdges> IntoEdgeReferences for Undirected<G> {
    type EdgeRef = Turned<G::Edge>;
    type EdgeReferences = AllTurned<G::All>;

    fn edge_references(self) -> Self::EdgeReferences {
        AllTurned(self.0.all_single())
    }
}
