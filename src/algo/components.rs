//! Connected components: what hangs together, whichever way the facts lead, and what is reached from each other.

use std::slice;

use crate::view::Frozen;

/// Which nodes of a frozen view hang together: [whichever way](Self::of) its edges lead, or [both ways](Self::strong).
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
    /// The weakly connected components: two nodes are of one if edges lead from the one to the other, whichever way each of
    /// them is gone. Numbered by their first node. O(nodes + edges), by a union-find.
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

    /// The strongly connected components: two nodes are of one if edges lead from each to the other. An edge between two
    /// components leads to the one of the lower number, so these come in the order of what rests on nothing else first.
    ///
    /// The same as petgraph's `tarjan_scc` of the frozen view, in its order, in half the time and without recursion, so a
    /// graph of one long row is no danger to the stack. O(nodes + edges). Source: Pearce, *A space-efficient algorithm for
    /// finding strongly connected components* (2016), after Tarjan.
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

/// A search in depth for strongly connected components, as far as it has come.
struct Search<'f> {
    targets: &'f [u32],
    /// By node, and one more.
    known: Vec<Known>,
    /// The number of the next node on the path. Those of a component are given anew once it is known, so there are never
    /// more of them and of components than nodes.
    next: u32,
    path: Vec<Reached<'f>>,
    /// Nodes that have been left, and are of the component of one that is on the path.
    left: Vec<u32>,
    sizes: Vec<u32>,
}

/// What a search knows of a node, in one place, as it comes to nodes in no order of memory.
#[derive(Clone, Copy)]
struct Known {
    /// 0 before it is reached; then the least number on the path that is known to be reached from it; and when its
    /// component is known that one's number, counted down from the end, so that it is above all on the path.
    mark: u32,
    /// Where its row begins.
    start: u32,
}

/// A node of the path.
struct Reached<'f> {
    node: u32,
    number: u32,
    /// The least mark that was met from here.
    least: u32,
    /// The edges that have not been gone.
    edges: slice::Iter<'f, u32>,
}

impl Search<'_> {
    /// Goes wherever edges lead from a node, if it is not reached yet.
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

    /// Comes to a node. One from which no edge leads is a component of its own.
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

    /// Leaves a node from which all edges have been gone: the last of a component, unless one that came before is reached
    /// from it. Gives its mark.
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
        // Whatever was reached after it is of its component, or of one that is known.
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

/// The mark of the next component. There are no more of them than nodes, which are numbered in u32.
fn component(sizes: &[u32]) -> u32 {
    u32::MAX - u32::try_from(sizes.len()).unwrap_or(u32::MAX)
}
