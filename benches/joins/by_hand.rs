//! The same questions by hand: on petgraph as one would ask it, and on columns made for the question.

use std::collections::HashMap;

use chancery::petgraph::{
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

use super::{generated::Event, lsqb_by_hand::Lists};

pub type Graph = DiGraph<u32, (u16, u16)>;

/// The pairs of a relation, by hash.
fn pairs(graph: &Graph, relation: u16) -> impl Iterator<Item = (NodeIndex, NodeIndex, u16)> + '_ {
    graph
        .edge_references()
        .filter(move |edge| edge.weight().0 == relation)
        .map(|edge| (edge.source(), edge.target(), edge.weight().1))
}

fn joined(graph: &Graph, relation: u16) -> HashMap<NodeIndex, Vec<NodeIndex>> {
    let mut lists: HashMap<_, Vec<_>> = HashMap::new();
    for (from, to, _) in pairs(graph, relation) {
        lists.entry(from).or_default().push(to);
    }
    lists
}

pub fn two_hop_count(graph: &Graph, one: u16, two: u16) -> u64 {
    let mut out: HashMap<NodeIndex, u64> = HashMap::new();
    for (from, ..) in pairs(graph, two) {
        *out.entry(from).or_default() += 1;
    }
    pairs(graph, one).filter_map(|(_, to, _)| out.get(&to)).sum()
}

pub fn two_hop_rows(graph: &Graph, one: u16, two: u16) -> u64 {
    let lists = joined(graph, two);
    let mut sum = 0_u64;
    for (a, b, _) in pairs(graph, one) {
        for c in lists.get(&b).into_iter().flatten() {
            sum = sum.wrapping_add((a.index() ^ c.index()) as u64);
        }
    }
    sum
}

pub fn triangles(graph: &Graph, ab: u16, bc: u16, ac: u16) -> u64 {
    let lists = joined(graph, bc);
    let mut closing: HashMap<(NodeIndex, NodeIndex), u64> = HashMap::new();
    for (a, c, _) in pairs(graph, ac) {
        *closing.entry((a, c)).or_default() += 1;
    }
    pairs(graph, ab)
        .flat_map(|(a, b, _)| lists.get(&b).into_iter().flatten().map(move |c| (a, *c)))
        .filter_map(|pair| closing.get(&pair))
        .sum()
}

pub fn circles(graph: &Graph) -> u64 {
    let mut out: Vec<Vec<u32>> = vec![Vec::new(); graph.node_count()];
    for edge in graph.edge_references() {
        if edge.source() != edge.target() {
            out[edge.source().index()].push(edge.target().index() as u32);
        }
    }
    for list in &mut out {
        list.sort_unstable();
        list.dedup();
    }
    circles_of(&out.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Circles of three in a simple graph: each is found once from each of its nodes.
fn circles_of(out: &[&[u32]]) -> u64 {
    let mut into: Vec<Vec<u32>> = vec![Vec::new(); out.len()];
    for (from, list) in out.iter().enumerate() {
        for to in *list {
            into[*to as usize].push(from as u32);
        }
    }
    // From the node of the least degree of each circle only, so that hubs are never gone through.
    let rank: Vec<(usize, usize)> = (0..out.len()).map(|n| (out[n].len() + into[n].len(), n)).collect();
    let mut marks = vec![u32::MAX; out.len()];
    let mut found = 0;
    for a in 0..out.len() {
        for c in &into[a] {
            if rank[*c as usize] > rank[a] {
                marks[*c as usize] = a as u32;
            }
        }
        for b in out[a] {
            let b = *b as usize;
            if rank[b] > rank[a] {
                found += out[b].iter().filter(|c| marks[**c as usize] == a as u32).count() as u64;
            }
        }
    }
    found * 3
}

pub fn answered(graph: &Graph, visit: u16, host: u16, days: u16) -> u64 {
    let mut hosted: HashMap<(NodeIndex, NodeIndex), Vec<u16>> = HashMap::new();
    for (from, to, day) in pairs(graph, host) {
        hosted.entry((to, from)).or_default().push(day);
    }
    let within = |visited: u16, hosted: &[u16]| {
        hosted.iter().filter(|day| (visited..=visited + days).contains(day)).count() as u64
    };
    pairs(graph, visit).filter_map(|(a, b, day)| Some(within(day, hosted.get(&(a, b))?))).sum()
}

pub fn followed(graph: &Graph, visit: u16, days: u16) -> u64 {
    let mut visited: HashMap<NodeIndex, Vec<u16>> = HashMap::new();
    for (_, to, day) in pairs(graph, visit) {
        visited.entry(to).or_default().push(day);
    }
    let after = |day: u16, all: &[u16]| all.iter().filter(|next| (day + 1..=day + days).contains(next)).count() as u64;
    visited.values().flat_map(|all| all.iter().map(|day| after(*day, all))).sum()
}

/// Columns by relation, both ways.
pub struct Columns {
    out: Vec<Lists>,
    back: Vec<Lists>,
    /// (subject, object, day), sorted, by relation.
    dated: Vec<Vec<(u32, u32, u16)>>,
    all: Vec<Event>,
    nodes: usize,
}

impl Columns {
    /// With the lists of these relations.
    pub fn new(events: &[Event], nodes: usize, relations: &[u16]) -> Self {
        let most = relations.iter().max().map_or(0, |most| usize::from(*most) + 1);
        let of = |relation: usize| {
            events
                .iter()
                .filter(move |event| usize::from(event.relation) == relation && relations.contains(&event.relation))
        };
        let out = (0..most).map(|r| Lists::new(nodes, of(r).map(|e| (e.subject, e.object)))).collect();
        let back = (0..most).map(|r| Lists::new(nodes, of(r).map(|e| (e.object, e.subject)))).collect();
        let dated = (0..most).map(|r| {
            let mut dated: Vec<_> = of(r).map(|e| (e.subject, e.object, e.day)).collect();
            dated.sort_unstable();
            dated
        });
        Self { out, back, dated: dated.collect(), all: events.to_vec(), nodes }
    }

    pub fn two_hop_count(&self, one: usize, two: usize) -> u64 {
        (0..self.nodes as u32).map(|node| self.back[one].len(node) * self.out[two].len(node)).sum()
    }

    /// Of events before a day, counted at what joins them.
    pub fn two_hop_count_before(&self, one: usize, two: usize, before: u16) -> u64 {
        let mut into = vec![0_u64; self.nodes];
        for (_, to, _) in self.dated[one].iter().filter(|(.., day)| *day < before) {
            into[*to as usize] += 1;
        }
        self.dated[two].iter().filter(|(.., day)| *day < before).map(|(from, ..)| into[*from as usize]).sum()
    }

    pub fn two_hop_rows(&self, one: usize, two: usize) -> u64 {
        let mut sum = 0_u64;
        for b in 0..self.nodes as u32 {
            for a in self.back[one].of(b) {
                for c in self.out[two].of(b) {
                    sum = sum.wrapping_add(u64::from(a ^ c));
                }
            }
        }
        sum
    }

    pub fn triangles(&self, ab: usize, bc: usize, ac: usize) -> u64 {
        let mut marks = vec![(u32::MAX, 0_u32); self.nodes];
        let mut total = 0;
        for a in 0..self.nodes as u32 {
            let (near, far) = (self.out[ab].of(a), self.out[ac].of(a));
            if near.is_empty() || far.is_empty() {
                continue;
            }
            for c in far {
                let mark = &mut marks[*c as usize];
                *mark = (a, if mark.0 == a { mark.1 + 1 } else { 1 });
            }
            for b in near {
                for c in self.out[bc].of(*b) {
                    let mark = marks[*c as usize];
                    total += if mark.0 == a { u64::from(mark.1) } else { 0 };
                }
            }
        }
        total
    }

    pub fn circles(&self) -> u64 {
        let mut starts = vec![0_u32; self.nodes + 1];
        for event in &self.all {
            starts[event.subject as usize + 1] += 1;
        }
        for node in 0..self.nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut others = vec![0; self.all.len()];
        for event in &self.all {
            others[next[event.subject as usize] as usize] = event.object;
            next[event.subject as usize] += 1;
        }
        let mut out = Vec::with_capacity(self.nodes);
        let mut rest = others.as_mut_slice();
        for node in 0..self.nodes {
            let (list, left) = rest.split_at_mut((starts[node + 1] - starts[node]) as usize);
            list.sort_unstable();
            let mut kept = 0;
            for at in 0..list.len() {
                if list[at] != node as u32 && (kept == 0 || list[kept - 1] != list[at]) {
                    list[kept] = list[at];
                    kept += 1;
                }
            }
            out.push(&list[..kept]);
            rest = left;
        }
        circles_of(&out)
    }

    /// Pairs of events with the same object, of which one comes after the other.
    pub fn followed(&self, visit: usize, days: u16) -> u64 {
        let mut visited: Vec<_> = self.dated[visit].iter().map(|(_, to, day)| (*to, *day)).collect();
        visited.sort_unstable();
        let (mut first, mut last, mut count) = (0, 0, 0);
        for (to, day) in &visited {
            while visited.get(first).is_some_and(|found| *found <= (*to, *day)) {
                first += 1;
            }
            while visited.get(last).is_some_and(|found| *found <= (*to, *day + days)) {
                last += 1;
            }
            count += (last - first) as u64;
        }
        count
    }

    pub fn answered(&self, visit: usize, host: usize, days: u16) -> u64 {
        let hosted = &self.dated[host];
        let within = |(a, b, day): (u32, u32, u16)| {
            let start = hosted.partition_point(|found| *found < (b, a, day));
            hosted[start..].iter().take_while(|found| **found <= (b, a, day + days)).count() as u64
        };
        self.dated[visit].iter().map(|visit| within(*visit)).sum()
    }
}
