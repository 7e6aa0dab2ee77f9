//! Facts side by side: for each node at one end the facts there, in rows one behind the other, made for one query.
//!
//! A view is asked when a table is made, and no more; what a node has is found in one step, and is a slice.

use std::{cell::OnceCell, ops::Range};

use super::edges::{Edges, Known};
use crate::{graph::Group, time::Truth};

/// A table of a span of nodes has a place for each if there are no more than so many for each that has facts.
const SPREAD: usize = 16;

/// What is kept of a fact beside its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing, of facts that are at least so true.
    Ends(Truth),
    /// Its number and how true it is.
    Facts,
}

/// Lists that lie one behind the other.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The node of each list, in order.
    nodes: Vec<u32>,
    /// Where each list ends.
    ends: Vec<u32>,
    /// Of each list sorted, then by fact.
    others: Vec<u32>,
    /// Beside them, if they are kept.
    facts: Vec<u32>,
    /// Beside them, if not all are certain.
    truths: Vec<Truth>,
    places: OnceCell<Places>,
}

/// Where the list of a node begins.
#[derive(Debug)]
enum Places {
    /// For each node of a span from the first on; one more at the end.
    Each(u32, Vec<u32>),
    /// The nodes are too far between: they are searched.
    Searched,
}

/// A part of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part<'t> {
    pub(super) others: &'t [u32],
    pub(super) facts: &'t [u32],
    /// Empty if all are certain.
    pub(super) truths: &'t [Truth],
}

impl Table {
    /// The facts of a relation from an end, as the view of the query shows them.
    pub(super) fn of(edges: &Edges<'_, '_>, from: Known, keep: Keep) -> Self {
        let mut making = Making { table: Self::default(), edges, keep, doubt: edges.has_doubt(), lines: Vec::new() };
        making.table.others.reserve(edges.passing());
        if keep == Keep::Facts {
            making.table.facts.reserve(edges.passing());
        }
        let ways = edges.ways(from);
        let mut groups = ways.iter().map(|way| edges.directory(*way).into_iter().flat_map(|d| d.iter()).peekable());
        match (groups.next(), groups.next()) {
            (Some(groups), None) => groups.for_each(|(node, group)| making.add(node, group)),
            (Some(mut out), Some(mut into)) => loop {
                let node = match (out.peek(), into.peek()) {
                    (Some((a, _)), Some((b, _))) => *a.min(b),
                    (Some((node, _)), None) | (None, Some((node, _))) => *node,
                    (None, None) => break,
                };
                let here = |(there, _): &(u32, Group<'_>)| *there == node;
                match (out.next_if(here), into.next_if(here)) {
                    (Some((_, out)), Some((_, into))) => making.add_both(node, out, into),
                    (Some((_, group)), None) | (None, Some((_, group))) => making.add(node, group),
                    (None, None) => break,
                }
            },
            (None, _) => {}
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

    /// Adds a list, or a part of the last one, behind all that are here.
    #[inline]
    pub(super) fn push(&mut self, node: u32, others: &[u32]) {
        match others {
            // Most are short.
            [only] => self.others.push(*only),
            [one, other] => self.others.extend([*one, *other]),
            others => self.others.extend_from_slice(others),
        }
        self.end(node);
    }

    /// Ends the list of a node, which is what was added since the one before.
    #[inline]
    fn end(&mut self, node: u32) {
        // There are no more facts than 32 bits can count.
        let end = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        if self.ends.last().copied().unwrap_or(0) == end {
            return;
        }
        if self.nodes.last() == Some(&node) {
            self.ends.pop();
        } else {
            self.nodes.push(node);
        }
        self.ends.push(end);
    }

    /// How many nodes have a list.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        self.others.len()
    }

    /// Calls with each node and its list, in the order of nodes.
    pub(super) fn each(&self, mut tell: impl FnMut(u32, &[u32])) {
        let mut rest = self.others.as_slice();
        let mut start = 0;
        for (node, end) in self.nodes.iter().zip(&self.ends) {
            let (list, left) = rest.split_at_checked((end - start) as usize).unwrap_or_default();
            tell(*node, list);
            (rest, start) = (left, *end);
        }
    }

    /// Each node with the length of its list, in the order of nodes.
    pub(super) fn counts(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut start = 0;
        self.nodes.iter().zip(&self.ends).map(move |(node, end)| (*node, end - std::mem::replace(&mut start, *end)))
    }

    /// The rows of a node. O(1) after the first, which is a pass over the nodes.
    #[inline]
    pub(super) fn range(&self, node: u32) -> Range<usize> {
        match self.places.get_or_init(|| self.place()) {
            Places::Each(first, starts) => {
                let at = node.wrapping_sub(*first) as usize;
                match (starts.get(at), starts.get(at.wrapping_add(1))) {
                    (Some(start), Some(end)) => *start as usize..*end as usize,
                    _ => 0..0,
                }
            }
            Places::Searched => match self.nodes.binary_search(&node) {
                Ok(at) => {
                    let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
                    at.checked_sub(1).map_or(0, end)..end(at)
                }
                Err(_) => 0..0,
            },
        }
    }

    /// The list of a node.
    #[inline]
    pub(super) fn list(&self, node: u32) -> &[u32] {
        self.others.get(self.range(node)).unwrap_or_default()
    }

    /// Some rows.
    #[inline]
    pub(super) fn rows(&self, range: Range<usize>) -> Part<'_> {
        Part {
            others: self.others.get(range.clone()).unwrap_or_default(),
            facts: self.facts.get(range.clone()).unwrap_or_default(),
            truths: self.truths.get(range).unwrap_or_default(),
        }
    }

    fn place(&self) -> Places {
        let (Some(first), Some(last)) = (self.nodes.first(), self.nodes.last()) else { return Places::Searched };
        let span = (last - first) as usize + 1;
        if span / SPREAD > self.nodes.len() + 64 {
            return Places::Searched;
        }
        let mut starts = Vec::with_capacity(span + 1);
        let mut start = 0;
        for (node, end) in self.nodes.iter().zip(&self.ends) {
            // Nodes between have empty lists, which begin where this one does.
            let upto = (node - first) as usize + 1;
            if upto == starts.len() + 1 {
                starts.push(start)
            } else {
                starts.resize(upto, start)
            }
            start = *end;
        }
        starts.push(start);
        Places::Each(*first, starts)
    }
}

/// How many elements of a sorted list are less than a value: sought in steps that double, then by halves.
#[inline]
pub(super) fn skipped(list: &[u32], value: u32) -> usize {
    let mut step = 1;
    while list.get(step - 1).is_some_and(|found| *found < value) {
        step *= 2;
    }
    let from = step / 2;
    let part = list.get(from..step.min(list.len())).unwrap_or_default();
    from + part.partition_point(|found| *found < value)
}

/// A table being made.
struct Making<'e, 'q, 'g> {
    table: Table,
    edges: &'e Edges<'q, 'g>,
    keep: Keep,
    /// Whether some facts are let through that are not certain.
    doubt: bool,
    /// The facts of one node from both ends.
    lines: Vec<(u32, u32)>,
}

impl Making<'_, '_, '_> {
    fn add(&mut self, node: u32, group: Group<'_>) {
        for piece in group.pieces() {
            if self.edges.plain {
                self.table.others.extend_from_slice(piece.others);
                if self.keep == Keep::Facts {
                    self.table.facts.extend_from_slice(piece.facts);
                }
            } else {
                piece.others.iter().zip(piece.facts).for_each(|(other, fact)| self.take(*other, *fact));
            }
        }
        self.table.end(node);
    }

    /// The facts of a symmetric relation from both ends, one that joins a node to itself once.
    fn add_both(&mut self, node: u32, out: Group<'_>, into: Group<'_>) {
        self.lines.clear();
        self.lines.extend(out.iter());
        self.lines.extend(into.iter().filter(|(other, _)| *other != node));
        // Two sorted runs: a stable sort merges them.
        self.lines.sort();
        let lines = std::mem::take(&mut self.lines);
        lines.iter().for_each(|(other, fact)| self.take(*other, *fact));
        self.lines = lines;
        self.table.end(node);
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
