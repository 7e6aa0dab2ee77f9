//! A frozen view: its edges in compressed rows, in both directions.

use super::{
    EdgeId, Participant, View,
    numbers::NodeNumbers,
    sparse_rows::{Incoming, Rows, row},
};
use crate::{
    model::{Any, FactId, Id, RelationId},
    schema::Kind,
};
use fixedbitset::FixedBitSet;
use petgraph::graph::{EdgeIndex, NodeIndex};

/// A copy of a view as a graph: its nodes and edges in compressed sparse rows, in both directions.
///
/// Nodes and edges have dense indexes from 0, which are petgraph's `NodeIndex` and `EdgeIndex`. Nodes are in the order of
/// recording. Edges are ordered by source, then by target, then by relation, then by recording; the
/// [turned](EdgeId::turned) edges of a symmetric relation come after its others. [`index`](Self::index) gives the index of an id, and [`id`](Self::id) the id of an index. Lists by node, such as [`ids`](Self::ids) or the ranks of
/// [`PageRank`](crate::algo::PageRank), are in the order of the indexes.
///
/// `&Frozen` implements petgraph's traits, and [`algo`](crate::algo) takes it for what is computed of a whole graph. It borrows
/// nothing, is `Send` and `Sync`, and does not change when the knowledge graph does. It takes 16 bytes for each edge and 12
/// for each node; if it has symmetric facts, a bit more for each edge, and if it shows roles or facts, 4 bytes more.
///
/// A symmetric fact is two edges, one from each end, as in a [view](super::petgraph).
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
/// let index = frozen.index(pakistan).unwrap();
/// assert_eq!((index.index(), frozen.id(index)), (1, Some(pakistan.any())));
/// let elsewhere = std::thread::spawn(move || tarjan_scc(&frozen).len());
/// assert_eq!(elsewhere.join().unwrap(), 2);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    pub(super) nodes: Vec<Id<Any>>,
    /// The entities that were merged into others, in order, each with the place of the one that stands for it.
    merged: Vec<(Id<Any>, u32)>,
    /// Where the row of each node begins, and where the last row ends.
    pub(super) starts: Vec<u32>,
    pub(super) targets: Vec<u32>,
    pub(super) facts: Vec<FactId>,
    /// Empty if every edge leads to an object.
    parts: Vec<Participant>,
    /// The edges that lead from the object of a symmetric fact; empty if the view has none.
    pub(super) turned: FixedBitSet,
    pub(super) in_starts: Vec<u32>,
    pub(super) sources: Vec<u32>,
    pub(super) in_edges: Vec<u32>,
}

impl View<'_> {
    /// Copies this view for algorithms that walk over all of it. O(nodes + facts): reads the lists of the graph relation by
    /// relation, and sorts by counting. Lists that a bulk load has packed are read fastest.
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        let numbers = self.node_numbers();
        let nodes = numbers.nodes().iter().map(|node| Id::new(*node).given_by(self.kg.origin())).collect();
        if self.is_plain() {
            let (rows, facts) = Rows::of(self.listed(numbers));
            let facts: Vec<_> = facts.into_iter().map(FactId::new).collect();
            let turned = self.turned(numbers, &rows, &facts);
            return Frozen::new(nodes, self.merged_nodes(numbers), rows, (facts, Vec::new(), turned));
        }
        let (edges, names) = self.collected(numbers);
        let (rows, order) = Rows::of(edges);
        let names = || order.iter().filter_map(|at| names.get(*at as usize));
        let (facts, parts) = (names().map(|edge| edge.fact).collect(), names().map(|edge| edge.participant).collect());
        let turned = names().zip(0..).filter(|(edge, _)| edge.turned).map(|(_, at)| at).collect();
        Frozen::new(nodes, self.merged_nodes(numbers), rows, (facts, parts, turned))
    }

    /// The entities that were merged into those of the view, in order, each with the number of the one that stands for it.
    fn merged_nodes(&self, numbers: &NodeNumbers) -> Vec<(Id<Any>, u32)> {
        let ends = self.kg.merges().flat_map(|merge| [merge.entity().id(), merge.other().id()]);
        let stands = |id: Id<Any>| (id, self.kg.canonical(id));
        let merged = ends.map(stands).filter(|(id, stands)| id != stands);
        let mut merged: Vec<_> = merged.filter_map(|(id, stands)| Some((id, numbers.place(stands.index())?))).collect();
        merged.sort_unstable();
        merged.dedup();
        merged
    }

    /// Which edges of a view where every fact is at most one edge from each end lead from the object.
    fn turned(&self, numbers: &NodeNumbers, rows: &Rows, facts: &[FactId]) -> FixedBitSet {
        let kg = self.kg;
        if self.symmetric_relations().is_empty() {
            return FixedBitSet::new();
        }
        let mut symmetric = FixedBitSet::with_capacity(kg.fact_count());
        for relation in self.symmetric_relations() {
            symmetric.extend(kg.tables().facts_of(*relation).iter().map(FactId::at));
        }
        let mut turned = FixedBitSet::with_capacity(facts.len());
        for (source, bounds) in (0..).zip(rows.starts.windows(2)) {
            let [start, end] = *bounds else {
                debug_assert!(false, "a window has two bounds");
                continue;
            };
            let (start, end) = (start as usize, end as usize);
            for (edge, fact) in (start..end).zip(facts.get(start..end).unwrap_or_default()) {
                if symmetric.contains(fact.at()) {
                    let subject = kg.tables().ends(*fact).and_then(|(subject, _)| numbers.place(subject));
                    turned.set(edge, subject != Some(source));
                }
            }
        }
        turned
    }

    /// The relations that the view shows, and whether it shows all of their facts.
    fn passing(&self) -> impl Iterator<Item = (RelationId, bool)> + '_ {
        let relations = (0..).take(self.kg.schema().relation_count()).map(RelationId::new);
        let admitted = relations.filter(|relation| self.filter.admits_relation(*relation));
        admitted.map(|relation| (relation, self.filter.passes_all(self.kg, relation)))
    }

    /// The edges of a view where every fact is at most one edge from each end, named by their facts. They are read from the lists of the
    /// graph, which are sorted by node. Where the filter must be asked, it is asked of all facts first.
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
                } else {
                    lists.each_columns(|target, sources, facts| {
                        if let Some(target) = numbers.place(target) {
                            let edges = sources.iter().zip(facts);
                            counts.add(target, edges.map(|(s, f)| u32::from(shown(whole, *s, *f).is_some())).sum());
                        }
                    });
                }
                if self.is_symmetric(relation) {
                    kg.tables().outgoing().directory(relation.index()).each_columns(|subject, objects, facts| {
                        if let Some(target) = numbers.place(subject) {
                            let edges = objects.iter().zip(facts).filter(|(object, _)| **object != subject);
                            counts.add(target, edges.map(|(o, f)| u32::from(shown(whole, *o, *f).is_some())).sum());
                        }
                    });
                }
            }
        });
        for (relation, whole) in self.passing() {
            kg.tables().incoming().directory(relation.index()).each_columns(|target, sources, facts| {
                if let Some(target) = numbers.place(target) {
                    let edges = sources.iter().zip(facts);
                    incoming.put(target, edges.filter_map(|(s, f)| Some((shown(whole, *s, *f)?, *f))));
                }
            });
            if self.is_symmetric(relation) {
                // A fact that joins a node to itself was put above.
                kg.tables().outgoing().directory(relation.index()).each_columns(|subject, objects, facts| {
                    if let Some(target) = numbers.place(subject) {
                        let edges = objects.iter().zip(facts).filter(|(object, _)| **object != subject);
                        incoming.put(target, edges.filter_map(|(o, f)| Some((shown(whole, *o, *f)?, *f))));
                    }
                });
            }
        }
        incoming
    }

    /// The edges of a view where a fact may be several edges, named by their place in a list of edge ids.
    fn collected(&self, numbers: &NodeNumbers) -> (Incoming, Vec<EdgeId>) {
        let (mut edges, mut names) = (Vec::new(), Vec::new());
        for (relation, whole) in self.passing() {
            let mut last = Vec::new();
            for fact in self.kg.tables().facts_of(relation).iter() {
                if !whole && self.filter.ask(self.kg, fact).is_none() {
                    continue;
                }
                self.each_edge(fact, |edge, from, to| {
                    if let (Some(from), Some(to)) = (numbers.place(from), numbers.place(to)) {
                        if edge.turned {
                            last.push(((to, from), edge));
                        } else {
                            edges.push((to, from));
                            names.push(edge);
                        }
                    }
                });
            }
            for (ends, edge) in last {
                edges.push(ends);
                names.push(edge);
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
    fn new(
        nodes: Vec<Id<Any>>,
        merged: Vec<(Id<Any>, u32)>,
        rows: Rows,
        (facts, mut parts, mut turned): (Vec<FactId>, Vec<Participant>, FixedBitSet),
    ) -> Self {
        let Rows { starts, targets, in_starts, sources, in_edges } = rows;
        // The same edges are equal, whatever else the view asked for or might have had.
        if parts.iter().all(|part| *part == Participant::Object) {
            parts = Vec::new();
        }
        if turned.is_clear() {
            turned = FixedBitSet::new();
        } else {
            turned.grow(facts.len());
        }
        Self { nodes, merged, starts, targets, facts, parts, turned, in_starts, sources, in_edges }
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

    /// The ids of the nodes, in the order of their indexes.
    #[must_use]
    pub fn ids(&self) -> &[Id<Any>] {
        &self.nodes
    }

    /// The facts of the edges, in the order of their indexes.
    #[must_use]
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The index of a node, if it is in this graph; of an entity that was merged, the index of the one that stands for it.
    /// O(log nodes).
    #[must_use]
    pub fn index(&self, node: Id<impl Kind>) -> Option<NodeIndex> {
        let node = node.any();
        if let Ok(place) = self.nodes.binary_search(&node) {
            return Some(NodeIndex::new(place));
        }
        let merged = self.merged.binary_search_by_key(&node, |(id, _)| *id).ok()?;
        self.merged.get(merged).map(|(_, place)| NodeIndex::new(*place as usize))
    }

    /// The id of a node, if there is one of this index. O(1).
    #[must_use]
    pub fn id(&self, node: NodeIndex) -> Option<Id<Any>> {
        self.nodes.get(node.index()).copied()
    }

    /// The id that an edge has in the view, if there is one of this index. O(1).
    #[must_use]
    pub fn edge_id(&self, edge: EdgeIndex) -> Option<EdgeId> {
        let participant = self.parts.get(edge.index()).copied().unwrap_or(Participant::Object);
        let turned = self.turned.contains(edge.index());
        self.facts.get(edge.index()).map(|fact| EdgeId { turned, fact: *fact, participant })
    }

    /// Whether an edge is the second one between the ends of a symmetric fact.
    #[inline]
    pub(super) fn is_second(&self, edge: u32) -> bool {
        let edge = edge as usize;
        self.turned.contains(edge) && self.parts.get(edge).is_none_or(|part| *part == Participant::Object)
    }

    pub(super) fn second_count(&self) -> usize {
        if self.parts.is_empty() {
            return self.turned.count_ones(..);
        }
        self.turned.ones().filter(|edge| self.parts.get(*edge) == Some(&Participant::Object)).count()
    }

    /// The places of the nodes to which edges lead from the node at a place.
    pub(crate) fn successors(&self, node: usize) -> &[u32] {
        self.targets.get(row(&self.starts, node)).unwrap_or_default()
    }

    /// The places of the nodes from which edges lead to the node at a place.
    pub(crate) fn predecessors(&self, node: usize) -> &[u32] {
        self.sources.get(row(&self.in_starts, node)).unwrap_or_default()
    }

    /// Where the row of successors of each node begins, and where the last row ends; and all rows.
    pub(crate) fn rows(&self) -> (&[u32], &[u32]) {
        (&self.starts, &self.targets)
    }

    /// The number of bytes that it holds on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        4 * (self.nodes.capacity()
            + self.starts.capacity()
            + self.targets.capacity()
            + self.facts.capacity()
            + self.in_starts.capacity()
            + self.sources.capacity()
            + self.in_edges.capacity())
            + size_of::<Participant>() * self.parts.capacity()
            + size_of::<(Id<Any>, u32)>() * self.merged.capacity()
            + size_of_val(self.turned.as_slice())
    }
}
