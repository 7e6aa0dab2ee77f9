//! A view made flat: compressed rows in both directions.

use super::{EdgeId, Part, View, numbers::NodeNumbers};
use crate::{
    model::{Any, FactId, Id, RelationId},
    time::Truth,
};

/// A view as it was when it was frozen: its nodes and edges in compressed sparse rows, both ways.
///
/// Node and edge are known by dense numbers: nodes in the order of recording; edges by their source, then by their target,
/// then in the order of recording. `&Frozen` is a graph to petgraph, and what
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
        let edges = if self.is_plain() { self.plain_edges(numbers) } else { self.made_edges(numbers) };
        let nodes: Vec<_> = numbers.nodes().iter().map(|node| Id::new(*node)).collect();
        let Edges { sources, targets, facts, parts } = edges;
        let in_starts = starts(nodes.len(), &targets);
        let starts = starts(nodes.len(), &sources);
        // Twice sorted by counting, the rows of targets lie in the order of recording and those of sources in that of targets.
        let edges = (0u32..).zip(&sources).zip(&targets).map(|((edge, source), target)| (*target, (*source, edge)));
        let by_target = scattered(&in_starts, targets.len(), edges);
        let (mut ordered, mut in_edges, mut next) = (vec![(0, 0); targets.len()], Vec::new(), starts.clone());
        in_edges.reserve_exact(targets.len());
        for (target, row) in (0..).zip(in_starts.windows(2)) {
            for (source, edge) in rows_of(&by_target, row) {
                if let Some(at) = next.get_mut(*source as usize) {
                    if let Some(place) = ordered.get_mut(*at as usize) {
                        *place = (target, *edge);
                    }
                    in_edges.push(*at);
                    *at += 1;
                }
            }
        }
        let fact = |edge: u32| facts.get(edge as usize).copied();
        Frozen {
            nodes,
            starts,
            targets: ordered.iter().map(|(target, _)| *target).collect(),
            facts: ordered.iter().filter_map(|(_, edge)| fact(*edge)).collect(),
            parts: ordered.iter().filter_map(|(_, edge)| parts.get(*edge as usize).copied()).collect(),
            in_starts,
            sources: by_target.iter().map(|(source, _)| *source).collect(),
            in_edges,
        }
    }

    /// The edges in the order of recording, where every fact is at most one.
    ///
    /// The facts are read as they lie, one after the other; the lists of the nodes lie all over the place.
    fn plain_edges(&self, numbers: &NodeNumbers) -> Edges {
        let (kg, count) = (self.kg, self.kg.fact_count());
        let whole: Vec<bool> = (0..)
            .take(kg.schema().relation_count())
            .map(|relation| self.filter.passes_all(kg, RelationId::new(relation)))
            .collect();
        let mut edges = Edges::with_capacity(count);
        // Facts are numbered in u32.
        for fact in (0..u32::try_from(count).unwrap_or(u32::MAX)).map(FactId::new) {
            let Some((record, (subject, object))) = kg.record(fact).zip(kg.ends(fact)) else { continue };
            let all = whole.get(record.relation.at()).is_some_and(|all| *all);
            if let (Some(from), Some(to)) = (numbers.place(subject), numbers.place(object))
                && (all || self.filter.ask(kg, fact).is_some())
            {
                edges.sources.push(from);
                edges.targets.push(to);
                edges.facts.push(fact);
            }
        }
        edges
    }

    /// The edges in the order of their numbers, where a fact may be several.
    fn made_edges(&self, numbers: &NodeNumbers) -> Edges {
        let mut edges = Edges::with_capacity(self.edge_numbers().edges().len());
        for id in self.edge_numbers().edges() {
            if let Some(edge) = self.edge(*id, Truth::Yes)
                && let (Some(from), Some(to)) = (numbers.place(edge.from), numbers.place(edge.to))
            {
                edges.sources.push(from);
                edges.targets.push(to);
                edges.facts.push(id.fact);
                edges.parts.push(id.part);
            }
        }
        edges
    }
}

/// Edges in columns.
struct Edges {
    sources: Vec<u32>,
    targets: Vec<u32>,
    facts: Vec<FactId>,
    /// Empty where every edge leads to an object.
    parts: Vec<Part>,
}

impl Edges {
    fn with_capacity(count: usize) -> Self {
        let column = || Vec::with_capacity(count);
        Self { sources: column(), targets: column(), facts: Vec::with_capacity(count), parts: Vec::new() }
    }
}

/// Where the row of each node begins, and the end, if each edge is in the row of this node.
fn starts(nodes: usize, rows: &[u32]) -> Vec<u32> {
    let mut starts = vec![0u32; nodes + 1];
    for row in rows {
        if let Some(count) = starts.get_mut(*row as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Entries in the order of their rows, and in a row as they were: a counting sort.
fn scattered(starts: &[u32], count: usize, entries: impl Iterator<Item = (u32, (u32, u32))>) -> Vec<(u32, u32)> {
    let (mut next, mut order) = (starts.to_vec(), vec![(0, 0); count]);
    for (row, entry) in entries {
        if let Some(at) = next.get_mut(row as usize) {
            if let Some(place) = order.get_mut(*at as usize) {
                *place = entry;
            }
            *at += 1;
        }
    }
    order
}

/// The entries of a row, by where it begins and where it ends.
fn rows_of<'e>(entries: &'e [(u32, u32)], row: &[u32]) -> &'e [(u32, u32)] {
    match row {
        [start, end] => entries.get(*start as usize..*end as usize).unwrap_or_default(),
        _ => &[],
    }
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
