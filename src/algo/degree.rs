//! How many edges each node has.

use crate::view::Frozen;

/// The number of edges of each node of a frozen view: the simplest measure of how central a node is. All lists are in
/// the order of [`Frozen::ids`]. A symmetric fact is an edge from each of its ends, so each end has one outgoing and
/// one incoming edge of it.
///
/// ```
/// use chancery::{KnowledgeGraph, algo::Degrees, fact, diplomacy::{self, Person, State, Visits}};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (a, pakistan) = (kg.add(Person, "A")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(a, Visits, pakistan).on("2024"))?;
/// kg.assert(fact(a, Visits, pakistan).on("2025"))?;
/// let degrees = Degrees::of(&kg.view().freeze());
/// assert_eq!((degrees.outgoing(), degrees.incoming()), (&[2, 0][..], &[0, 2][..]));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Degrees {
    outgoing: Vec<u32>,
    incoming: Vec<u32>,
}

impl Degrees {
    /// The degrees of a graph. O(nodes).
    #[must_use]
    pub fn of(graph: &Frozen) -> Self {
        // Edges are numbered in u32.
        let count = |edges: &[u32]| u32::try_from(edges.len()).unwrap_or(u32::MAX);
        let nodes = || 0..graph.node_count();
        Self {
            outgoing: nodes().map(|node| count(graph.successors(node))).collect(),
            incoming: nodes().map(|node| count(graph.predecessors(node))).collect(),
        }
    }

    /// The number of edges that lead from each node.
    #[must_use]
    pub fn outgoing(&self) -> &[u32] {
        &self.outgoing
    }

    /// The number of edges that lead to each node.
    #[must_use]
    pub fn incoming(&self) -> &[u32] {
        &self.incoming
    }

    /// The number of edges of each node. An edge from a node to itself counts twice, and so does a symmetric fact.
    #[must_use]
    pub fn total(&self) -> Vec<u32> {
        self.outgoing.iter().zip(&self.incoming).map(|(out, into)| out + into).collect()
    }
}
