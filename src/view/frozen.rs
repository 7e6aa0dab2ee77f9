//! A view made flat: compressed rows in both directions.

use super::{EdgeId, Part, View, edges::shows, numbers::NodeNumbers};
use crate::model::{Any, FactId, Id};

/// A view as it was when it was frozen: its nodes and edges in compressed sparse rows, both ways.
///
/// Node and edge are known by dense numbers: nodes in the order of recording, edges by their source, and of one source in
/// the order of its facts by relation, target and recording. `&Frozen` is a graph to petgraph, and what
/// [`algo`](crate::algo) computes of whole graphs it computes of this. It borrows nothing, is `Send` and `Sync`, and does not
/// change when the graph does. 16 bytes an edge and 12 a node.
///
/// ```
/// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
/// use chancery::petgraph::algo::tarjan_scc;
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
///
/// let frozen = kg.view().freeze();
/// let elsewhere = std::thread::spawn(move || tarjan_scc(&frozen).len());
/// assert_eq!(elsewhere.join().unwrap(), 2);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    pub(super) nodes: Vec<Id<Any>>,
    /// Where the row of each node begins, and the end.
    pub(super) starts: Vec<u32>,
    pub(super) targets: Vec<u32>,
    pub(super) facts: Vec<FactId>,
    /// Empty where every edge leads to an object.
    parts: Vec<Part>,
    pub(super) in_starts: Vec<u32>,
    pub(super) sources: Vec<u32>,
    pub(super) in_edges: Vec<u32>,
}

impl View<'_> {
    /// This view as a flat graph of its own, for algorithms that walk all of it. O(nodes + facts).
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        let numbers = self.node_numbers();
        let mut rows = Rows::new(numbers.nodes().len());
        if self.is_plain() {
            self.plain_rows(numbers, &mut rows);
        } else {
            self.made_rows(numbers, &mut rows);
        }
        let nodes: Vec<_> = numbers.nodes().iter().map(|node| Id::new(*node)).collect();
        let (in_starts, sources, in_edges) = turned(nodes.len(), &rows.starts, &rows.targets);
        let Rows { starts, targets, facts, parts } = rows;
        Frozen { nodes, starts, targets, facts, parts, in_starts, sources, in_edges }
    }

    /// Straight from the index of what each node is the subject of.
    fn plain_rows(&self, numbers: &NodeNumbers, rows: &mut Rows) {
        for node in numbers.nodes() {
            for entry in self.kg.outgoing().all(*node) {
                if let Some(to) = numbers.place(entry.other)
                    && self.filter.ask(self.kg, FactId::new(entry.fact)).is_some()
                {
                    rows.targets.push(to);
                    rows.facts.push(FactId::new(entry.fact));
                }
            }
            rows.close();
        }
    }

    /// By the edges in the order of their numbers, sorted by source.
    fn made_rows(&self, numbers: &NodeNumbers, rows: &mut Rows) {
        let mut edges = Vec::with_capacity(self.edge_numbers().edges().len());
        for EdgeId { fact, part } in self.edge_numbers().edges() {
            if let Some(edge) = self.edge(EdgeId { fact: *fact, part: *part }, crate::time::Truth::Yes)
                && let (Some(from), Some(to)) = (numbers.place(edge.from), numbers.place(edge.to))
            {
                edges.push((from, self.kg.record(*fact).map(|record| record.relation), to, *fact, *part));
            }
        }
        edges.sort_unstable();
        let mut edges = edges.into_iter().peekable();
        for node in (0..).take(numbers.nodes().len()) {
            while let Some((_, _, to, fact, part)) = edges.next_if(|edge| edge.0 == node) {
                rows.targets.push(to);
                rows.facts.push(fact);
                rows.parts.push(part);
            }
            rows.close();
        }
        debug_assert!(self.shows(shows::ROLES | shows::FACTS));
    }
}

/// The rows of the nodes so far.
struct Rows {
    starts: Vec<u32>,
    targets: Vec<u32>,
    facts: Vec<FactId>,
    parts: Vec<Part>,
}

impl Rows {
    fn new(nodes: usize) -> Self {
        let mut starts = Vec::with_capacity(nodes + 1);
        starts.push(0);
        Self { starts, targets: Vec::new(), facts: Vec::new(), parts: Vec::new() }
    }

    fn close(&mut self) {
        // Edges are numbered in u32.
        self.starts.push(u32::try_from(self.targets.len()).unwrap_or(u32::MAX));
    }
}

/// The rows the other way: for each node the sources of the edges that lead to it, and which edges they are, in their order.
fn turned(nodes: usize, starts: &[u32], targets: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let mut ends = vec![0u32; nodes + 1];
    for target in targets {
        if let Some(count) = ends.get_mut(*target as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let in_starts = ends.clone();
    let (mut sources, mut edges) = (vec![0; targets.len()], vec![0; targets.len()]);
    let mut edge = 0;
    for (source, row) in (0..).zip(starts.windows(2)) {
        let &[start, end] = row else { continue };
        for target in targets.get(start as usize..end as usize).unwrap_or_default() {
            if let Some(next) = ends.get_mut(*target as usize)
                && let (Some(to), Some(by)) = (sources.get_mut(*next as usize), edges.get_mut(*next as usize))
            {
                (*to, *by) = (source, edge);
                *next += 1;
            }
            edge += 1;
        }
    }
    (in_starts, sources, edges)
}

/// The numbers of the entries of a row.
pub(super) fn row(starts: &[u32], node: usize) -> std::ops::Range<usize> {
    match (starts.get(node), starts.get(node + 1)) {
        (Some(start), Some(end)) => *start as usize..*end as usize,
        _ => 0..0,
    }
}

impl Frozen {
    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.targets.len()
    }

    /// The nodes in the order of their numbers.
    #[must_use]
    pub fn ids(&self) -> &[Id<Any>] {
        &self.nodes
    }

    /// The facts of the edges in the order of their numbers.
    #[must_use]
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The number of a node, if it is one of this graph. O(log nodes).
    #[must_use]
    pub fn number(&self, node: Id<impl crate::schema::Kind>) -> Option<usize> {
        self.nodes.binary_search(&node.any()).ok()
    }

    /// Which edge of the view one is, by its number.
    #[must_use]
    pub fn edge_id(&self, edge: usize) -> Option<EdgeId> {
        let part = self.parts.get(edge).copied().unwrap_or(Part::Object);
        self.facts.get(edge).map(|fact| EdgeId { fact: *fact, part })
    }

    /// The numbers of the nodes to which edges lead from one; none for a number beyond all.
    #[must_use]
    pub fn successors(&self, node: usize) -> &[u32] {
        self.targets.get(row(&self.starts, node)).unwrap_or_default()
    }

    /// The numbers of the nodes from which edges lead to one; none for a number beyond all.
    #[must_use]
    pub fn predecessors(&self, node: usize) -> &[u32] {
        self.sources.get(row(&self.in_starts, node)).unwrap_or_default()
    }

    /// Bytes that it holds on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        4 * (self.nodes.capacity()
            + self.starts.capacity()
            + self.targets.capacity()
            + self.facts.capacity()
            + self.in_starts.capacity()
            + self.sources.capacity()
            + self.in_edges.capacity())
            + size_of::<Part>() * self.parts.capacity()
    }
}
