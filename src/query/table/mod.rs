//! A table of facts for one query: for each node at one end, the list of the facts there, in compressed rows.
//!
//! Lists that the graph has packed, of a relation of which the view shows all facts, are read in place. All other facts
//! are copied, and the filter of the view is asked once for each. The list of a node is found in one step, and is a
//! slice.

mod cursor;
mod dated;

use std::{cell::OnceCell, ops::Range};

pub(super) use self::{
    cursor::Cursor,
    dated::{DatedTable, ListOrder},
};
use super::{
    edges::{Edges, FactEnd},
    merge_sorted::merge_sorted,
    ranks::Ranks,
};
use crate::{
    tables::{Directory, PackedRows},
    time::Truth,
};

/// What a table keeps of a fact beside its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing. Facts that are less true than this are left out.
    Ends(Truth),
    /// Its number and its truth.
    Facts,
}

/// Lists in compressed rows: some packed in the graph, the others copied.
#[derive(Debug, Default)]
pub(super) struct Table<'g> {
    packed: PackedRows<'g>,
    packed_ranks: OnceCell<Ranks>,
    /// The node of each list that was copied, in order.
    nodes: Vec<u32>,
    /// Where each list begins, and where the last one ends.
    starts: Vec<u32>,
    /// The other ends of the facts of each list, sorted, and those of equal ends by fact.
    others: Vec<u32>,
    /// The facts in the same order, if they are kept.
    facts: Vec<u32>,
    /// Their truths in the same order, if not all are certain.
    truths: Vec<Truth>,
    ranks: OnceCell<Ranks>,
    once: OnceCell<bool>,
}

/// The place of a list in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ListRange {
    packed: bool,
    start: usize,
    end: usize,
}

impl ListRange {
    /// The number of facts.
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    /// A part of it.
    pub(super) fn part(self, from: usize, len: usize) -> Self {
        Self { start: self.start + from, end: self.start + from + len, ..self }
    }
}

/// The columns of a list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FactColumns<'t> {
    pub(super) others: &'t [u32],
    pub(super) facts: &'t [u32],
    /// Empty if all are certain.
    pub(super) truths: &'t [Truth],
}

impl<'g> Table<'g> {
    /// The facts of a relation grouped by one end, as the view shows them.
    pub(super) fn of(edges: &Edges<'_, 'g>, from: FactEnd, keep: Keep) -> Self {
        let mut builder = TableBuilder { table: Self::default(), edges, keep, doubt: edges.has_doubt() };
        if let Some(directory) = edges.directory(from).filter(|_| edges.is_direct()) {
            builder.table.packed = directory.packed();
            for (node, group) in directory.loose() {
                group.pieces().for_each(|piece| builder.add(node, piece.others, piece.facts));
            }
            return builder.table;
        }
        Self::copy_of(edges, from, keep)
    }

    /// The same, with all lists copied.
    fn copy_of(edges: &Edges<'_, 'g>, from: FactEnd, keep: Keep) -> Self {
        let mut builder = TableBuilder { table: Self::default(), edges, keep, doubt: edges.has_doubt() };
        builder.reserve(edges.passing() * edges.stored_ends(from).len());
        let Some(directory) = edges.directory(from) else { return builder.table };
        if !edges.symmetric {
            directory.each_columns(|node, others, facts| builder.add(node, others, facts));
            return builder.table;
        }
        let parts = |from| {
            let mut parts = Vec::with_capacity(edges.directory(from).map_or(0, Directory::len));
            if let Some(directory) = edges.directory(from) {
                directory.each_columns(|node, others, facts| parts.push((node, others, facts)));
            }
            parts
        };
        let (out, into) = (parts(FactEnd::Subject), parts(FactEnd::Object));
        let (mut out, mut into) = (out.as_slice(), into.as_slice());
        while let Some(node) = [out, into].into_iter().filter_map(|parts| parts.first()).map(|(node, ..)| *node).min() {
            builder.add_both(node, take_parts(&mut out, node), take_parts(&mut into, node));
        }
        builder.table
    }

    /// Lists of the second elements of sorted pairs, grouped by the first.
    pub(super) fn of_pairs(pairs: &[(u32, u32)]) -> Self {
        let mut table = Self::default();
        for list in pairs.chunk_by(|a, b| a.0 == b.0) {
            table.others.extend(list.iter().map(|(_, other)| *other));
            list.first().into_iter().for_each(|(node, _)| table.end(*node));
        }
        table
    }

    /// The same facts grouped by the other end, of a table without packed lists. Sorts by counting.
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

    /// Adds the list of a node, which is greater than all nodes so far.
    pub(super) fn push(&mut self, node: u32, others: &[u32]) {
        self.others.extend_from_slice(others);
        self.end(node);
    }

    /// Adds the elements of a list that pass.
    pub(super) fn push_some(&mut self, node: u32, others: &[u32], passes: impl Fn(u32) -> bool) {
        // Without a branch, which would be mispredicted: each element is written, and overwritten by the next if it
        // does not pass.
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

    /// Makes what was added since the last call the list of a node, or the next part of it.
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

    /// The lists that were copied: all, if none are packed.
    pub(super) fn copied(&self) -> PackedRows<'_> {
        PackedRows::new(&self.nodes, &self.starts, &self.others)
    }

    /// Whether no list has an element twice. One pass over the elements, the first time.
    ///
    /// The pass compares neighbouring elements, and then takes off the pairs that belong to two lists.
    pub(super) fn is_once(&self) -> bool {
        *self.once.get_or_init(|| {
            let is_once = |rows: PackedRows<'_>, others: &[u32]| {
                let mut twice = others.iter().zip(others.iter().skip(1)).filter(|(one, next)| one == next).count();
                let starts = (0..rows.nodes.len()).filter_map(|row| rows.range(row)?.start.checked_sub(1));
                if twice > 0 {
                    twice -= starts.filter(|before| others.get(*before) == others.get(before + 1)).count();
                }
                twice == 0
            };
            is_once(self.packed, self.packed.others) && is_once(self.copied(), &self.others)
        })
    }

    /// How many facts were copied.
    pub(super) fn facts(&self) -> usize {
        self.others.len()
    }

    /// Calls with each node and its list, of the lists that were copied, in the order of nodes.
    pub(super) fn each(&self, mut visit: impl FnMut(u32, &[u32])) {
        for (row, node) in self.nodes.iter().enumerate() {
            let range = self.copied().range(row).unwrap_or_default();
            visit(*node, self.others.get(range).unwrap_or_default());
        }
    }

    /// The place of a node's list. O(1) after the first call, which is a pass over the nodes.
    #[inline]
    pub(super) fn range_of(&self, node: u32) -> ListRange {
        if !self.packed.nodes.is_empty() {
            let ranks = self.packed_ranks.get_or_init(|| Ranks::of(self.packed.nodes));
            let range = ranks.rank(self.packed.nodes, node).and_then(|row| self.packed.range(row));
            if let Some(Range { start, end }) = range {
                return ListRange { packed: true, start, end };
            }
        }
        if self.nodes.is_empty() {
            return ListRange::default();
        }
        let ranks = self.ranks.get_or_init(|| Ranks::of(&self.nodes));
        let range = ranks.rank(&self.nodes, node).and_then(|row| self.copied().range(row));
        range.map_or_else(ListRange::default, |Range { start, end }| ListRange { packed: false, start, end })
    }

    /// A cursor, for nodes that are asked for in order.
    pub(super) fn cursor(&self) -> Cursor<'_, 'g> {
        Cursor::new(self)
    }

    /// The other ends of a list.
    #[inline]
    pub(super) fn others(&self, range_of: ListRange) -> &[u32] {
        let all = if range_of.packed { self.packed.others } else { &self.others };
        all.get(range_of.start..range_of.end).unwrap_or_default()
    }

    /// All columns of a list.
    #[inline]
    pub(super) fn part(&self, range_of: ListRange) -> FactColumns<'_> {
        let facts = if range_of.packed { self.packed.facts } else { &self.facts };
        let truths: &[Truth] = if range_of.packed { &[] } else { &self.truths };
        let range = range_of.start..range_of.end;
        FactColumns {
            others: self.others(range_of),
            facts: facts.get(range.clone()).unwrap_or_default(),
            truths: truths.get(range).unwrap_or_default(),
        }
    }
}

/// Builds a table from the facts of a relation.
struct TableBuilder<'e, 'q, 'g> {
    table: Table<'g>,
    edges: &'e Edges<'q, 'g>,
    keep: Keep,
    /// Whether the view shows facts that are not certain.
    doubt: bool,
}

impl TableBuilder<'_, '_, '_> {
    fn reserve(&mut self, facts: usize) {
        self.table.others.reserve(facts);
        if self.keep == Keep::Facts {
            self.table.facts.reserve(facts);
        }
    }

    /// Adds a list, or the next part of it.
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

    /// Adds the facts of a symmetric relation from both ends, and one that joins the node to itself once.
    fn add_both(&mut self, node: u32, out: &[NodeColumns<'_>], into: &[NodeColumns<'_>]) {
        match (out, into) {
            ([(_, others, facts)], []) | ([], [(_, others, facts)]) => return self.add(node, others, facts),
            ([(_, out, _)], [(_, into, _)]) if self.is_merged(node, into) => {
                merge_sorted(out, into, &mut self.table.others);
                return self.table.end(node);
            }
            _ => {}
        }
        let others =
            |parts: &[NodeColumns<'_>]| parts.iter().flat_map(|(_, others, _)| others.iter().copied()).collect();
        let (one, other): (Vec<u32>, Vec<u32>) = (others(out), others(into));
        if self.is_merged(node, &other) {
            merge_sorted(&one, &other, &mut self.table.others);
            return self.table.end(node);
        }
        let facts = |parts: &'_ [NodeColumns<'_>]| -> Vec<(u32, u32)> {
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

    /// Whether the two lists of other ends need only be merged: no fact is asked of the filter, and none joins the node
    /// to itself.
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

/// A node, and the other ends and facts of its list, or of a part of it.
type NodeColumns<'g> = (u32, &'g [u32], &'g [u32]);

/// Takes the parts that belong to a node off the front.
fn take_parts<'p, 'g>(parts: &mut &'p [NodeColumns<'g>], node: u32) -> &'p [NodeColumns<'g>] {
    let count = parts.iter().take_while(|(there, ..)| *there == node).count();
    let (taken, rest) = parts.split_at_checked(count).unwrap_or_default();
    *parts = rest;
    taken
}
