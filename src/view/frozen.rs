//! A view made flat: compressed rows in both directions.

use super::{
    EdgeId, Part, View,
    numbers::NodeNumbers,
    sparse_rows::{Incoming, Rows, row},
};
use crate::model::{Any, FactId, Id, RelationId};

/// A view as it was when it was frozen: its nodes and edges in compressed sparse rows, both ways.
///
/// Node and edge are known by dense numbers: nodes in the order of recording; edges by their source, then by their target,
/// then by their relation, then in the order of recording. `&Frozen` is a graph to petgraph, and what
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
    /// This view as a flat graph of its own, for algorithms that walk all of it. O(nodes + facts): a read of the lists of the
    /// graph, relation by relation, and a sort by counting. What a bulk load leaves packed is read fastest.
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        let numbers = self.node_numbers();
        let nodes = numbers.nodes().iter().map(|node| Id::new(*node)).collect();
        if self.is_plain() {
            let (rows, facts) = Rows::of(self.listed(numbers));
            return Frozen::new(nodes, rows, facts.into_iter().map(FactId::new).collect(), Vec::new());
        }
        let (edges, names) = self.made(numbers);
        let (rows, order) = Rows::of(edges);
        let names = || order.iter().filter_map(|at| names.get(*at as usize));
        let (facts, parts) = (names().map(|edge| edge.fact).collect(), names().map(|edge| edge.part).collect());
        Frozen::new(nodes, rows, facts, parts)
    }

    /// The relations that are let through, and whether all of their facts are.
    fn passing(&self) -> impl Iterator<Item = (RelationId, bool)> + '_ {
        let relations = (0..).take(self.kg.schema().relation_count()).map(RelationId::new);
        let admitted = relations.filter(|relation| self.filter.admits_relation(*relation));
        admitted.map(|relation| (relation, self.filter.passes_all(self.kg, relation)))
    }

    /// The edges where every fact is at most one, named by their facts: out of the lists of the graph, which are sorted by
    /// node already. What must be asked is asked once, before.
    fn listed(&self, numbers: &NodeNumbers) -> Incoming {
        let kg = self.kg;
        let asked: Vec<_> = self.passing().filter(|(_, whole)| !whole).map(|(relation, _)| relation).collect();
        let sieve = self.filter.sift(kg, &asked);
        let shown = |whole: bool, source: u32, fact: u32| {
            if whole || sieve.truth(fact).is_some() { numbers.place(source) } else { None }
        };
        let mut incoming = Incoming::counted(numbers.nodes().len(), |counts| {
            for (relation, whole) in self.passing() {
                let lists = kg.tables().incoming().directory(relation.index());
                if whole && numbers.are_all() {
                    lists.each_count(|target, count| counts.add(target, count));
                    continue;
                }
                lists.each_columns(|target, sources, facts| {
                    if let Some(target) = numbers.place(target) {
                        let edges = sources.iter().zip(facts);
                        counts.add(target, edges.map(|(s, f)| u32::from(shown(whole, *s, *f).is_some())).sum());
                    }
                });
            }
        });
        for (relation, whole) in self.passing() {
            kg.tables().incoming().directory(relation.index()).each_columns(|target, sources, facts| {
                if let Some(target) = numbers.place(target) {
                    let edges = sources.iter().zip(facts);
                    incoming.put(target, edges.filter_map(|(s, f)| Some((shown(whole, *s, *f)?, *f))));
                }
            });
        }
        incoming
    }

    /// The edges where a fact may be several, named by their place beside.
    fn made(&self, numbers: &NodeNumbers) -> (Incoming, Vec<EdgeId>) {
        let (mut edges, mut names) = (Vec::new(), Vec::new());
        for (relation, whole) in self.passing() {
            for fact in self.kg.tables().facts_of(relation).iter() {
                if !whole && self.filter.ask(self.kg, fact).is_none() {
                    continue;
                }
                let from = self.kg.tables().ends(fact).and_then(|(subject, _)| numbers.place(subject));
                self.parts_of(fact, |part, to| {
                    if let (Some(from), Some(to)) = (from, numbers.place(to)) {
                        edges.push((to, from));
                        names.push(EdgeId { fact, part });
                    }
                });
            }
        }
        let mut incoming = Incoming::counted(numbers.nodes().len(), |counts| {
            for (target, _) in &edges {
                counts.add(*target, 1);
            }
        });
        // Edges are numbered in u32.
        for ((target, source), name) in edges.into_iter().zip(0..) {
            incoming.put(target, [(source, name)]);
        }
        (incoming, names)
    }
}

impl Frozen {
    fn new(nodes: Vec<Id<Any>>, rows: Rows, facts: Vec<FactId>, parts: Vec<Part>) -> Self {
        let Rows { starts, targets, in_starts, sources, in_edges } = rows;
        Self { nodes, starts, targets, facts, parts, in_starts, sources, in_edges }
    }

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

    /// Where the row of successors of each node begins, and where the last ends; and all rows.
    pub(crate) fn rows(&self) -> (&[u32], &[u32]) {
        (&self.starts, &self.targets)
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
