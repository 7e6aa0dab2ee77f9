//! Weakly connected components: what hangs together, whichever way the facts lead.

use crate::view::Frozen;

/// Which nodes of a frozen view hang together, whichever way its edges lead.
///
/// ```
/// use chancery::{KnowledgeGraph, algo::Components, fact, diplomacy::{self, Person, State, Visits}};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (a, b) = (kg.add(Person, "A")?, kg.add(Person, "B")?);
/// let (pakistan, china) = (kg.add(State, "Pakistan")?, kg.add(State, "China")?);
/// kg.assert(fact(a, Visits, pakistan))?;
/// kg.assert(fact(b, Visits, pakistan))?;
///
/// let frozen = kg.view().freeze();
/// let parts = Components::of(&frozen);
/// assert_eq!(parts.sizes(), [3, 1]);
/// assert_eq!(parts.component(frozen.number(china).unwrap()), Some(1));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    of: Vec<u32>,
    sizes: Vec<u32>,
}

impl Components {
    /// The components of a graph, numbered by their first node. O(nodes + edges), by a union-find.
    #[must_use]
    pub fn of(graph: &Frozen) -> Self {
        let count = u32::try_from(graph.node_count()).unwrap_or(u32::MAX);
        let mut parents: Vec<u32> = (0..count).collect();
        for node in 0..count {
            for other in graph.successors(node as usize) {
                let (one, two) = (root(&mut parents, node), root(&mut parents, *other));
                // The root of a component is its first node.
                if let Some(parent) = parents.get_mut(one.max(two) as usize) {
                    *parent = one.min(two);
                }
            }
        }
        let (mut of, mut sizes) = (vec![0; count as usize], Vec::new());
        for node in 0..count {
            let first = root(&mut parents, node);
            let component = if first == node {
                sizes.push(0);
                u32::try_from(sizes.len() - 1).unwrap_or(u32::MAX)
            } else {
                of.get(first as usize).copied().unwrap_or_default()
            };
            if let (Some(place), Some(size)) = (of.get_mut(node as usize), sizes.get_mut(component as usize)) {
                *place = component;
                *size += 1;
            }
        }
        Self { of, sizes }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// How many nodes each has, by its number.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The component of a node, both by number.
    #[must_use]
    pub fn component(&self, node: usize) -> Option<u32> {
        self.of.get(node).copied()
    }

    /// The component of each node, by its number.
    #[must_use]
    pub fn by_node(&self) -> &[u32] {
        &self.of
    }
}

/// The root of a node, with the way to it halved.
fn root(parents: &mut [u32], mut node: u32) -> u32 {
    loop {
        let parent = parents.get(node as usize).copied().unwrap_or(node);
        if parent == node {
            return node;
        }
        let above = parents.get(parent as usize).copied().unwrap_or(parent);
        if let Some(place) = parents.get_mut(node as usize) {
            *place = above;
        }
        node = above;
    }
}
