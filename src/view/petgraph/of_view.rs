//! petgraph's traits on `&View`: neighbours from the indexes, and numbers once they are asked for.

use std::slice;

use petgraph::{
    Directed, Direction,
    data::DataMap,
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
        IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
        NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
    },
};

use super::{
    super::{EdgeId, Participant, View, ViewEdge},
    AdjacentPairs,
};
use crate::{
    graph::{FactRecord, NodeRecord},
    model::{Any, FactId, Id, RelationId},
    tables::{Members, NodeFacts},
    time::Truth,
};

/// The edges of one node of a view, in one direction.
#[derive(Clone, Debug)]
pub struct EdgesOf<'v, 'g>(From<'v, 'g>);

#[derive(Clone, Debug)]
enum From<'v, 'g> {
    /// Each fact is at most one edge from each end, and edges come from the lists of the index. It is in a box, as some
    /// algorithms keep one for each node of a path on the stack.
    Plain(Box<Plain<'v, 'g>>),
    /// A fact may be several edges, and all edges are listed first.
    Listed(std::vec::IntoIter<ViewEdge<'g>>),
}

#[derive(Clone, Debug)]
struct Plain<'v, 'g> {
    view: &'v View<'g>,
    node: u32,
    outgoing: bool,
    /// The facts that lead in this direction as they were asserted.
    entries: NodeFacts<'g>,
    /// The current relation, and whether the filter must be asked of each of its facts.
    asked: Option<(u16, bool)>,
    /// The symmetric relations whose facts in the other direction are still to come.
    symmetric: slice::Iter<'v, RelationId>,
    /// The facts of one of them.
    turned: Members<'g>,
}

/// A fact that leads from a node or to it.
struct Entry {
    fact: FactId,
    /// The node at the other end.
    other: u32,
    /// Its truth, if the filter was asked.
    truth: Option<Truth>,
    turned: bool,
}

impl<'v, 'g> EdgesOf<'v, 'g> {
    /// The edges of a node, with the second edges of symmetric facts or without.
    pub(super) fn new(view: &'v View<'g>, node: u32, direction: Direction, with_second: bool) -> Self {
        let (kg, outgoing) = (view.kg, direction == Direction::Outgoing);
        let node = kg.tables().merged().canonical(node);
        if !view.is_plain() {
            return Self(From::Listed(listed(view, node, outgoing, with_second).into_iter()));
        }
        let lists = if outgoing { kg.tables().outgoing() } else { kg.tables().incoming() };
        if !view.admits_node(node) {
            return Self(From::Listed(Vec::new().into_iter()));
        }
        let symmetric = if with_second { view.symmetric_relations().iter() } else { [].iter() };
        let turned = Members::default();
        Self(From::Plain(Box::new(Plain {
            view,
            node,
            outgoing,
            entries: lists.all(node),
            asked: None,
            symmetric,
            turned,
        })))
    }
}

impl Plain<'_, '_> {
    /// The next fact that the view shows.
    fn entry(&mut self) -> Option<Entry> {
        while let Some(entry) = self.entries.next() {
            if let Some(entry) = self.shown(entry.label, entry.fact, entry.other, false) {
                return Some(entry);
            }
        }
        self.turned_entry()
    }

    /// The next symmetric fact that was asserted in the other direction. Facts that join the node to itself came before.
    fn turned_entry(&mut self) -> Option<Entry> {
        loop {
            while let Some((other, fact)) = self.turned.next() {
                let label = self.asked.map_or(0, |(label, _)| label);
                if other != self.node
                    && let Some(entry) = self.shown(label, fact, other, true)
                {
                    return Some(entry);
                }
            }
            let (relation, kg) = (*self.symmetric.next()?, self.view.kg);
            let lists = if self.outgoing { kg.tables().incoming() } else { kg.tables().outgoing() };
            self.turned = lists.group(self.node, relation.index()).iter();
            self.asked = Some((relation.index(), !self.view.filter.passes_all(kg, relation)));
        }
    }

    #[inline]
    fn shown(&mut self, label: u16, fact: u32, other: u32, turned: bool) -> Option<Entry> {
        let (filter, kg) = (&self.view.filter, self.view.kg);
        if self.asked.is_none_or(|(current, _)| current != label) {
            self.asked = Some((label, !filter.passes_all(kg, RelationId::new(label))));
        }
        let fact = FactId::new(fact);
        let asked = self.asked.is_none_or(|(_, asked)| asked);
        let truth = if asked { Some(filter.ask(kg, fact)) } else { None };
        let shown = truth != Some(None) && self.view.admits_node(other);
        shown.then_some(Entry { fact, other, truth: truth.flatten(), turned })
    }
}

impl Plain<'_, '_> {
    /// At most so many edges.
    fn most(&self) -> Option<usize> {
        let (kg, node) = (self.view.kg, self.node);
        let lists = if self.outgoing { kg.tables().incoming() } else { kg.tables().outgoing() };
        let later = self.symmetric.clone().map(|relation| lists.group(node, relation.index()).len());
        self.entries.size_hint().1?.checked_add(self.turned.len() + later.sum::<usize>())
    }
}

impl<'g> Iterator for Plain<'_, 'g> {
    type Item = ViewEdge<'g>;

    fn next(&mut self) -> Option<ViewEdge<'g>> {
        let Entry { fact, other, truth, turned } = self.entry()?;
        let record = self.view.kg.tables().record(fact)?;
        let fact = self.view.fact_ref(fact, truth.unwrap_or(record.modality.bound()));
        let (from, to) = if self.outgoing { (self.node, other) } else { (other, self.node) };
        Some(ViewEdge { fact, record, participant: Participant::Object, turned, from, to })
    }
}

/// The edges of a node in a view where a fact may be several edges.
fn listed<'g>(view: &View<'g>, node: u32, outgoing: bool, with_second: bool) -> Vec<ViewEdge<'g>> {
    let mut edges = Vec::new();
    for (fact, truth) in view.scan_about(node).chain(view.own_fact(node)) {
        view.each_edge(fact, |edge, from, to| {
            if node == if outgoing { from } else { to } && (with_second || !edge.is_second()) {
                edges.extend(view.edge(edge, truth));
            }
        });
    }
    edges.sort_unstable_by_key(ViewEdge::edge_id);
    edges.dedup_by_key(|edge| edge.edge_id());
    edges
}

impl<'g> Iterator for EdgesOf<'_, 'g> {
    type Item = ViewEdge<'g>;

    fn next(&mut self) -> Option<ViewEdge<'g>> {
        match &mut self.0 {
            From::Listed(edges) => edges.next(),
            From::Plain(plain) => plain.next(),
        }
    }

    /// The upper bound counts facts that the view may hide. The filter is asked of a fact once, when its edge comes.
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            From::Listed(edges) => edges.size_hint(),
            From::Plain(plain) => (0, plain.most()),
        }
    }
}

/// The nodes at the other ends of the edges of one node of a view.
#[derive(Clone, Debug)]
pub struct NeighborsOf<'v, 'g> {
    pub(super) edges: EdgesOf<'v, 'g>,
    pub(super) outgoing: bool,
}

impl Iterator for NeighborsOf<'_, '_> {
    type Item = Id<Any>;

    fn next(&mut self) -> Option<Id<Any>> {
        if let From::Plain(plain) = &mut self.edges.0 {
            return plain.entry().map(|entry| Id::new(entry.other));
        }
        let edge = self.edges.next()?;
        Some(Id::new(if self.outgoing { edge.to } else { edge.from }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.edges.size_hint()
    }
}

impl GraphBase for View<'_> {
    type NodeId = Id<Any>;
    type EdgeId = EdgeId;
}

impl Data for View<'_> {
    type NodeWeight = NodeRecord;
    type EdgeWeight = FactRecord;
}

impl DataMap for View<'_> {
    fn node_weight(&self, id: Id<Any>) -> Option<&NodeRecord> {
        self.contains(id).then(|| self.kg.tables().node_record(self.kg.canonical(id).index())).flatten()
    }

    fn edge_weight(&self, id: EdgeId) -> Option<&FactRecord> {
        self.edge_numbers().place(id)?;
        self.kg.tables().record(id.fact)
    }
}

impl GraphProp for View<'_> {
    type EdgeType = Directed;
}

impl NodeCount for View<'_> {
    fn node_count(&self) -> usize {
        self.node_numbers().nodes().len()
    }
}

impl NodeIndexable for View<'_> {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    /// For a node that is not in this graph, a number greater than all.
    fn to_index(&self, node: Id<Any>) -> usize {
        self.node_numbers().place(self.kg.canonical(node).index()).map_or(usize::MAX, |place| place as usize)
    }

    /// For a number that no node has, an id that no node has.
    fn from_index(&self, index: usize) -> Id<Any> {
        Id::new(self.node_numbers().nodes().get(index).copied().unwrap_or(u32::MAX))
    }
}

impl NodeCompactIndexable for View<'_> {}

impl EdgeCount for View<'_> {
    fn edge_count(&self) -> usize {
        self.edge_numbers().edges().len()
    }
}

impl EdgeIndexable for View<'_> {
    fn edge_bound(&self) -> usize {
        self.edge_count()
    }

    /// For an edge that is not in this graph, a number greater than all.
    fn to_index(&self, edge: EdgeId) -> usize {
        self.edge_numbers().place(edge).unwrap_or(usize::MAX)
    }

    /// For a number that no edge has, an edge that does not exist.
    fn from_index(&self, index: usize) -> EdgeId {
        let none = EdgeId { turned: true, fact: FactId::new(u32::MAX), participant: Participant::Itself };
        self.edge_numbers().edges().get(index).copied().unwrap_or(none)
    }
}

impl Visitable for View<'_> {
    /// A bit for each node of the knowledge graph.
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited(fixedbitset::FixedBitSet::with_capacity(self.kg.node_count()))
    }

    fn reset_map(&self, map: &mut Visited) {
        map.0.clear();
        map.0.grow(self.kg.node_count());
    }
}

/// The nodes of a view that were visited.
#[derive(Clone, Debug, Default)]
pub struct Visited(fixedbitset::FixedBitSet);

impl petgraph::visit::VisitMap<Id<Any>> for Visited {
    fn visit(&mut self, node: Id<Any>) -> bool {
        let node = node.index() as usize;
        if node >= self.0.len() {
            self.0.grow(node + 1);
        }
        !self.0.put(node)
    }

    fn is_visited(&self, node: &Id<Any>) -> bool {
        self.0.contains(node.index() as usize)
    }

    fn unvisit(&mut self, node: Id<Any>) -> bool {
        let visited = self.is_visited(&node);
        if visited {
            self.0.set(node.index() as usize, false);
        }
        visited
    }
}

impl GetAdjacencyMatrix for View<'_> {
    type AdjMatrix = AdjacentPairs;

    fn adjacency_matrix(&self) -> Self::AdjMatrix {
        self.edge_references().map(|edge| (edge.from, edge.to)).collect()
    }

    fn is_adjacent(&self, matrix: &Self::AdjMatrix, a: Id<Any>, b: Id<Any>) -> bool {
        matrix.contains(self.kg.canonical(a).index(), self.kg.canonical(b).index())
    }
}

impl<'v, 'g> IntoNeighbors for &'v View<'g> {
    type Neighbors = NeighborsOf<'v, 'g>;

    fn neighbors(self, node: Id<Any>) -> Self::Neighbors {
        self.neighbors_directed(node, Direction::Outgoing)
    }
}

impl<'v, 'g> IntoNeighborsDirected for &'v View<'g> {
    type NeighborsDirected = NeighborsOf<'v, 'g>;

    fn neighbors_directed(self, node: Id<Any>, direction: Direction) -> Self::NeighborsDirected {
        let edges = EdgesOf::new(self, node.index(), direction, true);
        NeighborsOf { edges, outgoing: direction == Direction::Outgoing }
    }
}

impl<'v, 'g> IntoEdges for &'v View<'g> {
    type Edges = EdgesOf<'v, 'g>;

    fn edges(self, node: Id<Any>) -> Self::Edges {
        EdgesOf::new(self, node.index(), Direction::Outgoing, true)
    }
}

impl<'v, 'g> IntoEdgesDirected for &'v View<'g> {
    type EdgesDirected = EdgesOf<'v, 'g>;

    fn edges_directed(self, node: Id<Any>, direction: Direction) -> Self::EdgesDirected {
        EdgesOf::new(self, node.index(), direction, true)
    }
}

/// The nodes of a view, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct Nodes<'v>(slice::Iter<'v, u32>);

impl Iterator for Nodes<'_> {
    type Item = Id<Any>;

    fn next(&mut self) -> Option<Id<Any>> {
        self.0.next().copied().map(Id::new)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Nodes<'_> {}

impl<'v> IntoNodeIdentifiers for &'v View<'_> {
    type NodeIdentifiers = Nodes<'v>;

    fn node_identifiers(self) -> Nodes<'v> {
        Nodes(self.node_numbers().nodes().iter())
    }
}

/// The nodes of a view with their records, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct NodeRecords<'v, 'g> {
    view: &'v View<'g>,
    nodes: Nodes<'v>,
}

impl<'g> Iterator for NodeRecords<'_, 'g> {
    type Item = (Id<Any>, &'g NodeRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.nodes.next()?;
        Some((node, self.view.kg.tables().node_record(node.index())?))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.nodes.size_hint()
    }
}

impl ExactSizeIterator for NodeRecords<'_, '_> {}

impl<'v, 'g> IntoNodeReferences for &'v View<'g> {
    type NodeRef = (Id<Any>, &'g NodeRecord);
    type NodeReferences = NodeRecords<'v, 'g>;

    fn node_references(self) -> Self::NodeReferences {
        NodeRecords { view: self, nodes: self.node_identifiers() }
    }
}

/// The edges of a view, in the order of their numbers.
#[derive(Clone, Debug)]
pub struct AllEdges<'v, 'g> {
    pub(super) view: &'v View<'g>,
    pub(super) numbers: std::ops::Range<usize>,
}

impl<'g> Iterator for AllEdges<'_, 'g> {
    type Item = ViewEdge<'g>;

    fn next(&mut self) -> Option<ViewEdge<'g>> {
        let (edge, truth) = self.view.edge_numbers().get(self.numbers.next()?)?;
        self.view.edge(edge, truth)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl ExactSizeIterator for AllEdges<'_, '_> {}

impl<'v, 'g> IntoEdgeReferences for &'v View<'g> {
    type EdgeRef = ViewEdge<'g>;
    type EdgeReferences = AllEdges<'v, 'g>;

    fn edge_references(self) -> Self::EdgeReferences {
        AllEdges { view: self, numbers: 0..self.edge_count() }
    }
}

impl EdgeRef for ViewEdge<'_> {
    type NodeId = Id<Any>;
    type EdgeId = EdgeId;
    type Weight = FactRecord;

    fn source(&self) -> Id<Any> {
        Id::new(self.from)
    }

    fn target(&self) -> Id<Any> {
        Id::new(self.to)
    }

    fn weight(&self) -> &FactRecord {
        self.record
    }

    fn id(&self) -> EdgeId {
        self.edge_id()
    }
}
