//! Which nodes are adjacent: petgraph's adjacency matrix, as a set of pairs.

use hashbrown::HashSet;

/// The pairs of nodes that an edge joins. Its memory grows with the number of edges, not with the square of the number of
/// nodes.
#[derive(Clone, Debug, Default)]
pub struct AdjacentPairs(HashSet<(u32, u32)>);

impl AdjacentPairs {
    pub(super) fn contains(&self, from: u32, to: u32) -> bool {
        self.0.contains(&(from, to))
    }
}

impl FromIterator<(u32, u32)> for AdjacentPairs {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
