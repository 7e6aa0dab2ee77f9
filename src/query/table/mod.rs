//! Facts side by side: for each node at one end the facts there, in rows one behind the other, made for one query.
//!
//! What the graph has so, and a view lets through whole, is read where it lies. All else is put into rows of its own, where a
//! view is asked once; what a node has is found in one step, and is a slice.

mod cursor;

use std::{cell::OnceCell, ops::Range};

pub(super) use self::cursor::Cursor;
use super::{
    edges::{Edges, Known},
    merge::merge,
    ranks::Ranks,
};
use crate::{
    tables::{Directory, PackedRows},
    time::Truth,
};

/// What is kept of a fact beside its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing, of facts that are at least so true.
    Ends(Truth),
    /// Its number and how true it is.
    Facts,
}

/// Lists that lie one behind the other: some in the graph, others made.
#[derive(Debug, Default)]
pub(super) struct Table<'g> {
    lent: PackedRows<'g>,
    lent_ranks: OnceCell<Ranks>,
    /// The node of each list that was made, in order.
    nodes: Vec<u32>,
    /// Where each begins; and once more, where the last ends.
    starts: Vec<u32>,
    /// Of each list sorted, then by fact.
    others: Vec<u32>,
    /// Beside them, if they are kept.
    facts: Vec<u32>,
    /// Beside them, if not all are certain.
    truths: Vec<Truth>,
    ranks: OnceCell<Ranks>,
    once: OnceCell<bool>,
}

/// Where a list lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    lent: bool,
    start: usize,
    end: usize,
}

impl Spot {
    /// How many facts.
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    /// Some of it.
    pub(super) fn part(self, from: usize, len: usize) -> Self {
        Self { start: self.start + from, end: self.start + from + len, ..self }
    }
}

/// A list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part<'t> {
    pub(super) others: &'t [u32],
    pub(super) facts: &'t [u32],
    /// Empty if all are certain.
    pub(super) truths: &'t [Truth],
}

impl<'g> Table<'g> {
    /// The facts of a relation from an end, as the view of the query shows them.
    pub(super) fn of(edges: &Edges<'_, 'g>, from: Known, keep: Keep) -> Self {
        let mut making = Making { table: Self::default(), edges, keep, doubt: edges.has_doubt() };
        if let Some(directory) = edges.directory(from).filter(|_| edges.is_direct()) {
            making.table.lent = directory.packed();
            for (node, group) in directory.loose() {
                group.pieces().for_each(|piece| making.add(node, piece.others, piece.facts));
            }
            return making.table;
        }
        making.reserve(edges.passing() * edges.ways(from).len());
        let Some(directory) = edges.directory(from) else { return making.table };
        if !edges.symmetric {
            directory.each_columns(|node, others, facts| making.add(node, others, facts));
            return making.table;
        }
        let parts = |from| {
            let mut parts = Vec::with_capacity(edges.directory(from).map_or(0, Directory::len));
            if let Some(directory) = edges.directory(from) {
                directory.each_columns(|node, others, facts| parts.push((node, others, facts)));
            }
            parts
        };
        let (out, into) = (parts(Known::Subject), parts(Known::Object));
        let (mut out, mut into) = (out.as_slice(), into.as_slice());
        while let Some(node) = [out, into].into_iter().filter_map(|parts| parts.first()).map(|(node, ..)| *node).min() {
            making.add_both(node, take_parts(&mut out, node), take_parts(&mut into, node));
        }
        making.table
    }

    /// From pairs in order.
    pub(super) fn of_pairs(pairs: &[(u32, u32)]) -> Self {
        let mut table = Self::default();
        for list in pairs.chunk_by(|a, b| a.0 == b.0) {
            table.others.extend(list.iter().map(|(_, other)| *other));
            list.first().into_iter().for_each(|(node, _)| table.end(*node));
        }
        table
    }

    /// The same facts from the other end, if none are lent. Each list is in order as those here are.
    pub(super) fn turned(&self) -> Self {
        let (first, last) = self.others.iter().fold((u32::MAX, 0), |(a, b), other| (a.min(*other), b.max(*other)));
        if first > last {
            return Self::default();
        }
        let mut nexts = vec![0_u32; (last - first) as usize + 1];
        for other in &self.others {
            if let Some(count) = nexts.get_mut(other.wrapping_sub(first) as usize) {
                *count += 1;
            }
        }
        let mut turned = Self { others: vec![0; self.others.len()], starts: vec![0], ..Self::default() };
        let mut start = 0;
        for (node, next) in (first..).zip(&mut nexts) {
            let end = start + *next;
            if start < end {
                turned.nodes.push(node);
                turned.starts.push(end);
            }
            (*next, start) = (start, end);
        }
        self.each(|node, list| {
            for other in list {
                if let Some(next) = nexts.get_mut(other.wrapping_sub(first) as usize)
                    && let Some(place) = turned.others.get_mut(*next as usize)
                {
                    *place = node;
                    *next += 1;
                }
            }
        });
        turned
    }

    /// Adds a list behind all that are here.
    pub(super) fn push(&mut self, node: u32, others: &[u32]) {
        self.others.extend_from_slice(others);
        self.end(node);
    }

    /// The same with those of a list that pass.
    pub(super) fn push_some(&mut self, node: u32, others: &[u32], passes: impl Fn(u32) -> bool) {
        // Each is written, and the next over it if it does not pass: which do cannot be guessed.
        let mut end = self.others.len();
        self.others.extend_from_slice(others);
        for other in others {
            if let Some(place) = self.others.get_mut(end) {
                *place = *other;
            }
            end += usize::from(passes(*other));
        }
        self.others.truncate(end);
        self.end(node);
    }

    /// Ends the list of a node, or a part of it, which is what was added since the one before.
    #[inline]
    fn end(&mut self, node: u32) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        // There are no more facts than 32 bits can count.
        let end = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        if self.starts.last().is_none_or(|start| *start == end) {
            return;
        }
        if self.nodes.last() == Some(&node) {
            self.starts.pop();
        } else {
            self.nodes.push(node);
        }
        self.starts.push(end);
    }

    /// The lists that were made: all, where none are lent.
    pub(super) fn made(&self) -> PackedRows<'_> {
        PackedRows::new(&self.nodes, &self.starts, &self.others)
    }

    /// Whether no list has anything twice: read once, without a look at where lists begin.
    pub(super) fn is_once(&self) -> bool {
        *self.once.get_or_init(|| {
            let is_once = |rows: PackedRows<'_>, others: &[u32]| {
                let mut twice = others.iter().zip(others.iter().skip(1)).filter(|(one, next)| one == next).count();
                // What is the last of one list and the first of the next is no list's twice.
                let starts = (0..rows.nodes.len()).filter_map(|row| rows.range(row)?.start.checked_sub(1));
                if twice > 0 {
                    twice -= starts.filter(|before| others.get(*before) == others.get(before + 1)).count();
                }
                twice == 0
            };
            is_once(self.lent, self.lent.others) && is_once(self.made(), &self.others)
        })
    }

    /// How many facts they have.
    pub(super) fn facts(&self) -> usize {
        self.others.len()
    }

    /// Calls with each node and its list, of those that were made, in the order of nodes.
    pub(super) fn each(&self, mut tell: impl FnMut(u32, &[u32])) {
        for (row, node) in self.nodes.iter().enumerate() {
            let range = self.made().range(row).unwrap_or_default();
            tell(*node, self.others.get(range).unwrap_or_default());
        }
    }

    /// The list of a node. O(1) after the first, which is a pass over the nodes.
    #[inline]
    pub(super) fn spot(&self, node: u32) -> Spot {
        if !self.lent.nodes.is_empty() {
            let ranks = self.lent_ranks.get_or_init(|| Ranks::of(self.lent.nodes));
            let range = ranks.rank(self.lent.nodes, node).and_then(|row| self.lent.range(row));
            if let Some(Range { start, end }) = range {
                return Spot { lent: true, start, end };
            }
        }
        if self.nodes.is_empty() {
            return Spot::default();
        }
        let ranks = self.ranks.get_or_init(|| Ranks::of(&self.nodes));
        let range = ranks.rank(&self.nodes, node).and_then(|row| self.made().range(row));
        range.map_or_else(Spot::default, |Range { start, end }| Spot { lent: false, start, end })
    }

    /// The lists of nodes that are asked for in order.
    pub(super) fn cursor(&self) -> Cursor<'_, 'g> {
        Cursor::new(self)
    }

    /// The other ends of a list.
    #[inline]
    pub(super) fn others(&self, spot: Spot) -> &[u32] {
        let all = if spot.lent { self.lent.others } else { &self.others };
        all.get(spot.start..spot.end).unwrap_or_default()
    }

    /// All columns of a list.
    #[inline]
    pub(super) fn part(&self, spot: Spot) -> Part<'_> {
        let facts = if spot.lent { self.lent.facts } else { &self.facts };
        let truths: &[Truth] = if spot.lent { &[] } else { &self.truths };
        let range = spot.start..spot.end;
        Part {
            others: self.others(spot),
            facts: facts.get(range.clone()).unwrap_or_default(),
            truths: truths.get(range).unwrap_or_default(),
        }
    }
}

/// A table being made.
struct Making<'e, 'q, 'g> {
    table: Table<'g>,
    edges: &'e Edges<'q, 'g>,
    keep: Keep,
    /// Whether some facts are let through that are not certain.
    doubt: bool,
}

impl Making<'_, '_, '_> {
    fn reserve(&mut self, facts: usize) {
        self.table.others.reserve(facts);
        if self.keep == Keep::Facts {
            self.table.facts.reserve(facts);
        }
    }

    /// A list, or a part of it.
    #[inline]
    fn add(&mut self, node: u32, others: &[u32], facts: &[u32]) {
        if self.edges.plain {
            self.table.others.extend_from_slice(others);
            if self.keep == Keep::Facts {
                self.table.facts.extend_from_slice(facts);
            }
        } else {
            others.iter().zip(facts).for_each(|(other, fact)| self.take(*other, *fact));
        }
        self.table.end(node);
    }

    /// The facts of a symmetric relation from both ends, one that joins a node to itself once.
    fn add_both(&mut self, node: u32, out: &[Piece<'_>], into: &[Piece<'_>]) {
        match (out, into) {
            ([(_, others, facts)], []) | ([], [(_, others, facts)]) => return self.add(node, others, facts),
            ([(_, out, _)], [(_, into, _)]) if self.is_merged(node, into) => {
                merge(out, into, &mut self.table.others);
                return self.table.end(node);
            }
            _ => {}
        }
        let others = |parts: &[Piece<'_>]| parts.iter().flat_map(|(_, others, _)| others.iter().copied()).collect();
        let (one, other): (Vec<u32>, Vec<u32>) = (others(out), others(into));
        if self.is_merged(node, &other) {
            merge(&one, &other, &mut self.table.others);
            return self.table.end(node);
        }
        let facts = |parts: &'_ [Piece<'_>]| -> Vec<(u32, u32)> {
            parts.iter().flat_map(|(_, others, facts)| others.iter().copied().zip(facts.iter().copied())).collect()
        };
        let mut all = facts(out);
        all.extend(facts(into).into_iter().filter(|(other, _)| *other != node));
        all.sort_unstable();
        for (other, fact) in all {
            self.take(other, fact);
        }
        self.table.end(node);
    }

    /// Whether the other ends from both sides are the list as they are: no fact is asked for, or joins the node to itself.
    fn is_merged(&self, node: u32, into: &[u32]) -> bool {
        self.edges.plain && self.keep != Keep::Facts && into.binary_search(&node).is_err()
    }

    #[inline]
    fn take(&mut self, other: u32, fact: u32) {
        let Some(truth) = self.edges.ask(fact) else { return };
        match self.keep {
            Keep::Ends(least) if truth < least => {}
            Keep::Ends(_) => self.table.others.push(other),
            Keep::Facts => {
                self.table.others.push(other);
                self.table.facts.push(fact);
                if self.doubt {
                    self.table.truths.push(truth);
                }
            }
        }
    }
}

/// A node with the other ends of its facts and these, or a part of them.
type Piece<'g> = (u32, &'g [u32], &'g [u32]);

/// Takes the parts of a node off the front.
fn take_parts<'p, 'g>(parts: &mut &'p [Piece<'g>], node: u32) -> &'p [Piece<'g>] {
    let count = parts.iter().take_while(|(there, ..)| *there == node).count();
    let (taken, rest) = parts.split_at_checked(count).unwrap_or_default();
    *parts = rest;
    taken
}
