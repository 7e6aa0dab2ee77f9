//! The facts of a relation as lists of nodes: for each node at one end, the nodes at the other, sorted, one for each fact.
//!
//! Where a view lets all through, the lists are those of the graph's own index. Else they are made once, with what is let
//! through, so that no loop over them has to ask the view.

use std::{cell::OnceCell, ops::ControlFlow};

use super::super::edges::{Edges, Known};
use crate::{graph::Directory, time::Truth};

/// Lists from one end.
#[derive(Debug)]
pub(super) struct Lists<'g> {
    form: Form<'g>,
    /// Where the list of a node lies, made when it is first asked for.
    index: OnceCell<Index<'g>>,
}

#[derive(Debug)]
enum Form<'g> {
    Stored(Directory<'g>),
    Made(Made),
}

/// Lists that lie one after the other.
#[derive(Debug, Default)]
struct Made {
    /// The node of each list, in order.
    nodes: Vec<u32>,
    /// Where each list ends.
    ends: Vec<u32>,
    others: Vec<u32>,
}

impl Made {
    /// From pairs in the order of the first.
    fn push(&mut self, node: u32, other: u32) {
        if self.nodes.last() != Some(&node) {
            self.nodes.push(node);
            self.ends.push(0);
        }
        self.others.push(other);
        if let Some(end) = self.ends.last_mut() {
            *end = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        }
    }

    fn each<'s>(&'s self, mut tell: impl FnMut(u32, &'s [u32])) {
        let mut rest = self.others.as_slice();
        let mut start = 0;
        for (node, end) in self.nodes.iter().zip(&self.ends) {
            let (list, left) = rest.split_at_checked((end - start) as usize).unwrap_or_default();
            tell(*node, list);
            (rest, start) = (left, *end);
        }
    }
}

/// For each node of a span of nodes its list.
#[derive(Debug)]
struct Index<'g> {
    first: u32,
    /// 0, or one more than the place of the list.
    slots: Vec<u32>,
    lists: Vec<Piece<'g>>,
}

/// A list in the graph's index, one that was in several pieces, or one that was made.
#[derive(Debug)]
enum Piece<'g> {
    Stored(&'g [u32]),
    Joined(Vec<u32>),
    Made(std::ops::Range<usize>),
}

impl<'g> Lists<'g> {
    /// The lists of a relation from an end, of facts that are at least so true.
    pub(super) fn new(edges: &Edges<'_, 'g>, from: Known, least: Truth) -> Option<Self> {
        let form = if edges.relation.is_none() {
            // Of any relation: which nodes are joined, each pair once.
            let mut made = Made::default();
            let mut others = Vec::new();
            for node in 0..edges.node_count() {
                others.clear();
                others.extend(edges.others(node, from, least));
                others.sort_unstable();
                others.dedup();
                for other in &others {
                    made.push(node, *other);
                }
            }
            Form::Made(made)
        } else if edges.symmetric && edges.plain {
            Form::Made(both(edges.directory(Known::Subject)?, edges.directory(Known::Object)?))
        } else if edges.plain {
            Form::Stored(edges.directory(from)?)
        } else {
            let mut pairs = Vec::new();
            let _: ControlFlow<()> = edges.each(|subject, hit| {
                if hit.truth >= least {
                    pairs.push(if from == Known::Subject { (subject, hit.other) } else { (hit.other, subject) });
                }
                ControlFlow::Continue(())
            });
            return Some(Self::of(pairs));
        };
        Some(Self { form, index: OnceCell::new() })
    }

    /// Lists of pairs, in any order.
    pub(super) fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        let mut made = Made::default();
        for (node, other) in pairs {
            made.push(node, other);
        }
        Self { form: Form::Made(made), index: OnceCell::new() }
    }

    /// How many nodes have a list.
    pub(super) fn nodes(&self) -> usize {
        match &self.form {
            Form::Stored(directory) => directory.len(),
            Form::Made(made) => made.nodes.len(),
        }
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        match &self.form {
            Form::Stored(directory) => directory.facts(),
            Form::Made(made) => made.others.len(),
        }
    }

    /// Calls with each node and its list, in the order of nodes; a long list may come in pieces, one after the other.
    pub(super) fn each(&self, mut tell: impl FnMut(u32, &[u32])) {
        match &self.form {
            Form::Stored(directory) => {
                for (node, group) in directory.iter() {
                    for piece in group.pieces() {
                        tell(node, piece.others);
                    }
                }
            }
            Form::Made(made) => made.each(tell),
        }
    }

    /// Each node with the length of its list, in the order of nodes.
    pub(super) fn counts(&self) -> Counts<'_, 'g> {
        match &self.form {
            Form::Stored(directory) => {
                let mut counts = directory.counts();
                Counts::Stored {
                    fill: Box::new(move |buffer| buffer.extend(counts.by_ref().take(BUFFER))),
                    buffer: Vec::with_capacity(BUFFER),
                    at: 0,
                }
            }
            Form::Made(made) => Counts::Made { nodes: &made.nodes, ends: &made.ends, start: 0 },
        }
    }

    /// The list of a node.
    pub(super) fn list(&self, node: u32) -> &[u32] {
        let index = self.index.get_or_init(|| self.make_index());
        let slot = node.checked_sub(index.first).and_then(|at| index.slots.get(at as usize)).copied().unwrap_or(0);
        let place = (slot as usize).checked_sub(1).and_then(|place| index.lists.get(place));
        match (place, &self.form) {
            (Some(Piece::Stored(list)), _) => list,
            (Some(Piece::Joined(list)), _) => list,
            (Some(Piece::Made(range)), Form::Made(made)) => made.others.get(range.clone()).unwrap_or_default(),
            _ => &[],
        }
    }

    fn make_index(&self) -> Index<'g> {
        let mut lists: Vec<Piece<'g>> = Vec::with_capacity(self.nodes());
        let mut nodes = Vec::with_capacity(self.nodes());
        match &self.form {
            Form::Stored(directory) => {
                for (node, group) in directory.iter() {
                    let mut pieces = group.pieces();
                    let (first, second) = (pieces.next(), pieces.next());
                    lists.push(match (first, second) {
                        (Some(first), Some(second)) => {
                            let rest = pieces.flat_map(|piece| piece.others);
                            Piece::Joined(first.others.iter().chain(second.others).chain(rest).copied().collect())
                        }
                        (first, _) => Piece::Stored(first.map_or(&[], |piece| piece.others)),
                    });
                    nodes.push(node);
                }
            }
            Form::Made(made) => {
                nodes.clone_from(&made.nodes);
                let mut start = 0;
                for end in &made.ends {
                    lists.push(Piece::Made(start..*end as usize));
                    start = *end as usize;
                }
            }
        }
        let first = nodes.first().copied().unwrap_or(0);
        let span = nodes.last().map_or(0, |last| last - first + 1);
        let mut slots = vec![0; span as usize];
        for (place, node) in (1..).zip(&nodes) {
            if let Some(slot) = slots.get_mut((node - first) as usize) {
                *slot = place;
            }
        }
        Index { first, slots, lists }
    }
}

/// So many counts are read from the graph's index at once.
const BUFFER: usize = 128;

/// Appends the next counts.
type Fill<'g> = dyn FnMut(&mut Vec<(u32, u32)>) + 'g;

/// Nodes with the lengths of their lists, in the order of nodes.
pub(super) enum Counts<'l, 'g> {
    Stored { fill: Box<Fill<'g>>, buffer: Vec<(u32, u32)>, at: usize },
    Made { nodes: &'l [u32], ends: &'l [u32], start: u32 },
}

impl Iterator for Counts<'_, '_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        match self {
            Self::Stored { fill, buffer, at } => {
                if *at == buffer.len() {
                    buffer.clear();
                    *at = 0;
                    fill(buffer);
                }
                let next = buffer.get(*at).copied();
                *at += usize::from(next.is_some());
                next
            }
            Self::Made { nodes, ends, start } => {
                let ((node, nodes_left), (end, ends_left)) = (nodes.split_first()?, ends.split_first()?);
                let count = *end - std::mem::replace(start, *end);
                (*nodes, *ends) = (nodes_left, ends_left);
                Some((*node, count))
            }
        }
    }
}

/// The facts of a symmetric relation from both ends, one that joins a node to itself once.
fn both<'g>(out: Directory<'g>, into: Directory<'g>) -> Made {
    let mut made = Made::default();
    made.others.reserve(out.facts() * 2);
    let (mut out, mut into) = (out.iter().peekable(), into.iter().peekable());
    loop {
        let node = match (out.peek(), into.peek()) {
            (Some((a, _)), Some((b, _))) => *a.min(b),
            (Some((node, _)), None) | (None, Some((node, _))) => *node,
            (None, None) => return made,
        };
        let ours = out.next_if(|(other, _)| *other == node).map(|(_, group)| group).unwrap_or_default();
        let theirs = into.next_if(|(other, _)| *other == node).map(|(_, group)| group).unwrap_or_default();
        let (mut ours, mut theirs) = (
            ours.iter().map(|(other, _)| other).peekable(),
            theirs.iter().map(|(other, _)| other).filter(|other| *other != node).peekable(),
        );
        loop {
            let other = match (ours.peek(), theirs.peek()) {
                (Some(a), Some(b)) if b < a => theirs.next(),
                (Some(_), _) => ours.next(),
                (None, _) => theirs.next(),
            };
            let Some(other) = other else { break };
            made.push(node, other);
        }
    }
}
