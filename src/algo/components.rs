//! Connected components, weak and strong.

use std::slice;

use petgraph::unionfind::UnionFind;

use crate::view::Frozen;

/// The connected components of a frozen view: [weak](Self::of), where the direction of edges does not matter, or
/// [strong](Self::strong). A symmetric fact is an edge from each of its ends, so its ends are in one strong component.
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
/// assert_eq!(parts.by_node()[frozen.index(china).unwrap().index()], 1);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    of: Vec<u32>,
    sizes: Vec<u32>,
}

impl Components {
    /// The weakly connected components: two nodes are in one component if a path of edges joins them, whatever the
    /// directions of the edges. Components are numbered in the order of their first nodes. O(nodes + edges · log
    /// nodes), by union-find.
    #[must_use]
    pub fn of(graph: &Frozen) -> Self {
        let mut sets = UnionFind::new(graph.node_count());
        // Nodes are numbered in u32.
        for node in 0..u32::try_from(graph.node_count()).unwrap_or(u32::MAX) {
            for other in graph.successors(node as usize) {
                sets.union(node, *other);
            }
        }
        let labels = sets.into_labeling();
        // For each set, the number of its component once its first node was met.
        let mut numbers = vec![u32::MAX; labels.len()];
        let mut sizes: Vec<u32> = Vec::new();
        let of = labels.iter().filter_map(|label| {
            let number = numbers.get_mut(*label as usize)?;
            if *number == u32::MAX {
                *number = u32::try_from(sizes.len()).ok()?;
                sizes.push(0);
            }
            *sizes.get_mut(*number as usize)? += 1;
            Some(*number)
        });
        Self { of: of.collect(), sizes }
    }

    /// The strongly connected components: two nodes are in one component if paths lead from each to the other. An edge
    /// between two components leads to the one with the lower number, so the numbers are a reverse topological order.
    ///
    /// The components and their order are those of petgraph's `tarjan_scc` on the frozen view, in half the time. It
    /// does not recurse, so a long path cannot overflow the stack. O(nodes + edges). Source: Pearce, *A space-efficient
    /// algorithm for finding strongly connected components* (2016), after Tarjan.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, algo::Components, fact, diplomacy::{self, Person, Praised}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (a, b, c) = (kg.add(Person, "A")?, kg.add(Person, "B")?, kg.add(Person, "C")?);
    /// for (from, to) in [(a, b), (b, a), (b, c)] {
    ///     kg.assert(fact(from, Praised, to))?;
    /// }
    /// let frozen = kg.view().freeze();
    /// assert_eq!(Components::of(&frozen).count(), 1);
    /// // A and B praise each other; C praises nobody.
    /// assert_eq!(Components::strong(&frozen).by_node(), [1, 1, 0]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn strong(graph: &Frozen) -> Self {
        let (starts, targets) = graph.rows();
        let known = starts.iter().map(|start| Known { mark: 0, start: *start }).collect();
        let mut search = Search { targets, known, next: 1, path: Vec::new(), left: Vec::new(), sizes: Vec::new() };
        // Nodes are numbered in u32.
        for node in 0..u32::try_from(graph.node_count()).unwrap_or(u32::MAX) {
            search.from(node);
        }
        let nodes = search.known.iter().take(graph.node_count());
        Self { of: nodes.map(|known| u32::MAX - known.mark).collect(), sizes: search.sizes }
    }

    /// The number of components.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sizes.len()
    }

    /// The number of nodes of each component.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// The number of the component of each node, in the order of [`Frozen::ids`].
    #[must_use]
    pub fn by_node(&self) -> &[u32] {
        &self.of
    }
}

/// The state of a depth-first search for strongly connected components.
struct Search<'f> {
    targets: &'f [u32],
    /// One for each node, and one more.
    known: Vec<Known>,
    /// The number of the next node on the path. The numbers of a component are reused once it is known, so there are
    /// never more numbers and components than nodes.
    next: u32,
    path: Vec<Reached<'f>>,
    /// Nodes that have been left and belong to the component of a node on the path.
    left: Vec<u32>,
    sizes: Vec<u32>,
}

/// What the search knows of a node. It is kept together, as nodes are reached in no order of memory.
#[derive(Clone, Copy)]
struct Known {
    /// 0 before the node is reached. Then the least number on the path that is known to be reached from it. Once its
    /// component is known, the number of the component counted down from the greatest number, which is above all on the
    /// path.
    mark: u32,
    /// Where its row of edges begins.
    start: u32,
}

/// A node of the path.
struct Reached<'f> {
    node: u32,
    number: u32,
    /// The least mark that was met from this node.
    least: u32,
    /// The edges that have not been followed.
    edges: slice::Iter<'f, u32>,
}

impl Search<'_> {
    /// Follows all edges from a node that has not been reached yet.
    fn from(&mut self, node: u32) {
        if self.mark(node) == 0 {
            self.reach(node);
        }
        while let Some(here) = self.path.last_mut() {
            let mut ahead = None;
            for other in here.edges.by_ref() {
                // Every edge leads to a node.
                let mark = self.known.get(*other as usize).map_or(u32::MAX, |known| known.mark);
                if mark == 0 {
                    ahead = Some(*other);
                    break;
                }
                here.least = here.least.min(mark);
            }
            if let Some(ahead) = ahead {
                self.reach(ahead);
            } else if let Some(left) = self.path.pop() {
                let mark = self.leave(&left);
                if let Some(before) = self.path.last_mut() {
                    before.least = before.least.min(mark);
                }
            }
        }
    }

    /// Reaches a node. A node without edges is a component of its own.
    fn reach(&mut self, node: u32) {
        let start_of = |node: usize| self.known.get(node).map_or(0, |known| known.start as usize);
        let edges = self.targets.get(start_of(node as usize)..start_of(node as usize + 1)).unwrap_or_default();
        if edges.is_empty() {
            self.set(node, component(&self.sizes));
            self.sizes.push(1);
        } else {
            self.set(node, self.next);
            self.path.push(Reached { node, number: self.next, least: self.next, edges: edges.iter() });
            self.next += 1;
        }
    }

    /// Leaves a node whose edges have all been followed, and returns its mark. It completes a component, unless an
    /// earlier node of the path is reached from it.
    fn leave(&mut self, node: &Reached<'_>) -> u32 {
        if node.least < node.number {
            self.left.push(node.node);
            self.set(node.node, node.least);
            return node.least;
        }
        let mark = component(&self.sizes);
        let mut size = 1;
        let is_of_it = |known: &Known| known.mark >= node.number;
        while let Some(other) = self.left.pop_if(|other| self.known.get(*other as usize).is_some_and(is_of_it)) {
            self.set(other, mark);
            size += 1;
        }
        self.set(node.node, mark);
        // All nodes reached after it are of its component, or of one that is known.
        self.next = node.number;
        self.sizes.push(size);
        mark
    }

    fn mark(&self, node: u32) -> u32 {
        // Every number is that of a node.
        self.known.get(node as usize).map_or(u32::MAX, |known| known.mark)
    }

    fn set(&mut self, node: u32, mark: u32) {
        if let Some(known) = self.known.get_mut(node as usize) {
            known.mark = mark;
        }
    }
}

/// The mark of the next component. There are no more components than nodes, which are numbered in u32.
fn component(sizes: &[u32]) -> u32 {
    u32::MAX - u32::try_from(sizes.len()).unwrap_or(u32::MAX)
}
