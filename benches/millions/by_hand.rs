//! The same facts as a program without this crate would keep them: in petgraph, and in columns. Written as well as we can.
//! Neither has a schema, partial dates, claims or undo, so equal times are a good result.

use std::{collections::HashMap, ops::Range};

use chancery::petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

use crate::generated::{Generated, Row};

#[derive(Clone, Copy, Debug)]
pub(crate) struct HandFact {
    pub(crate) relation: u16,
    pub(crate) day: u16,
}

/// A petgraph graph, with a map from name to node.
pub(crate) struct InPetgraph {
    pub(crate) graph: DiGraph<String, HandFact>,
    pub(crate) nodes: HashMap<String, NodeIndex>,
}

impl InPetgraph {
    pub(crate) fn empty(set: &Generated) -> Self {
        let mut graph = DiGraph::with_capacity(set.names.len(), set.rows.len());
        let nodes = set.names.iter().map(|name| (name.clone(), graph.add_node(name.clone()))).collect();
        Self { graph, nodes }
    }

    pub(crate) fn new(set: &Generated) -> Self {
        let mut hand = Self::empty(set);
        set.rows.iter().for_each(|row| hand.add(*row));
        hand
    }

    pub(crate) fn add(&mut self, row: Row) {
        let (from, to) = (NodeIndex::new(row.subject as usize), NodeIndex::new(row.object as usize));
        self.graph.add_edge(from, to, HandFact { relation: row.relation, day: row.day });
    }

    /// The sum of the numbers of those that a relation leads to, within some days.
    pub(crate) fn neighbors(&self, name: &str, relation: u16, days: Range<u16>) -> u64 {
        let edges = self.graph.edges_directed(self.nodes[name], Direction::Outgoing);
        let wanted = edges.filter(|e| e.weight().relation == relation && days.contains(&e.weight().day));
        wanted.map(|edge| edge.target().index() as u64).sum()
    }
}

/// Columns sorted by subject, relation and day: nothing can be added, and one question is fast.
pub(crate) struct InColumns {
    nodes: HashMap<String, u32>,
    /// By subject, where its facts begin.
    starts: Vec<u32>,
    relations: Vec<u16>,
    days: Vec<u16>,
    objects: Vec<u32>,
}

impl InColumns {
    pub(crate) fn new(set: &Generated) -> Self {
        let names = set.names.iter().cloned().zip(0u32..).collect();
        Self::of(names, set.names.len(), set.rows.clone())
    }

    pub(crate) fn of(nodes: HashMap<String, u32>, count: usize, mut rows: Vec<Row>) -> Self {
        rows.sort_unstable_by_key(|row| (row.subject, row.relation, row.day, row.object));
        let starts = (0..=u32::try_from(count).unwrap())
            .map(|node| u32::try_from(rows.partition_point(|row| row.subject < node)).unwrap());
        Self {
            nodes,
            starts: starts.collect(),
            relations: rows.iter().map(|row| row.relation).collect(),
            days: rows.iter().map(|row| row.day).collect(),
            objects: rows.iter().map(|row| row.object).collect(),
        }
    }

    fn group(&self, name: &str, relation: u16) -> Range<usize> {
        let node = self.nodes[name] as usize;
        let all = self.starts[node] as usize..self.starts[node + 1] as usize;
        let relations = &self.relations[all.clone()];
        let from = relations.partition_point(|r| *r < relation);
        all.start + from..all.start + relations.partition_point(|r| *r <= relation)
    }

    pub(crate) fn neighbors(&self, name: &str, relation: u16) -> u64 {
        self.objects[self.group(name, relation)].iter().map(|object| u64::from(*object)).sum()
    }

    pub(crate) fn neighbors_within(&self, name: &str, relation: u16, days: Range<u16>) -> u64 {
        let group = self.group(name, relation);
        let dated = &self.days[group.clone()];
        let from = group.start + dated.partition_point(|day| *day < days.start);
        let to = group.start + dated.partition_point(|day| *day < days.end);
        self.objects[from..to].iter().map(|object| u64::from(*object)).sum()
    }

    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.starts.capacity() * 4 + self.relations.capacity() * 4 + self.objects.capacity() * 4
    }
}
