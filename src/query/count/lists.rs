//! The facts of a relation as lists of nodes: for each node at one end, the nodes at the other, sorted, one for each fact.
//!
//! Where a view lets all through, the lists are those of the graph's own index. Else they are made when they are first read,
//! with what is let through, so that no loop over them has to ask the view.

use std::{cell::OnceCell, ops::ControlFlow};

use super::super::edges::{Edges, Known};
use crate::{graph::Directory, time::Truth};

/// Lists from one end.
#[derive(Debug)]
pub(super) struct Lists<'q, 'g> {
    from: Option<(Edges<'q, 'g>, Known, Truth)>,
    form: OnceCell<Form<'g>>,
    /// The length of each list, read when it is gone through beside others.
    counts: OnceCell<Vec<(u32, u32)>>,
    /// All lists in one row, made when a node is first looked up.
    index: OnceCell<Index>,
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
    /// Ends the list of a node, which is what was added since the one before.
    fn end(&mut self, node: u32) {
        let end = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
        if self.ends.last().copied().unwrap_or(0) < end {
            self.nodes.push(node);
            self.ends.push(end);
        }
    }

    /// From sorted pairs.
    fn of(pairs: &[(u32, u32)]) -> Self {
        let mut made = Self::default();
        for list in pairs.chunk_by(|a, b| a.0 == b.0) {
            made.others.extend(list.iter().map(|(_, other)| *other));
            list.first().into_iter().for_each(|(node, _)| made.end(*node));
        }
        made
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
struct Index {
    first: u32,
    /// Where the list of each node begins; one more at the end.
    starts: Vec<u32>,
    /// The lists; empty where they are those that were made.
    others: Vec<u32>,
}

impl<'q, 'g> Lists<'q, 'g> {
    /// The lists of a relation from an end, of facts that are at least so true.
    pub(super) fn new(edges: Edges<'q, 'g>, from: Known, least: Truth) -> Self {
        Self {
            from: Some((edges, from, least)),
            form: OnceCell::new(),
            counts: OnceCell::new(),
            index: OnceCell::new(),
        }
    }

    /// Lists of pairs, in any order.
    pub(super) fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        let form = OnceCell::from(Form::Made(Made::of(&pairs)));
        Self { from: None, form, counts: OnceCell::new(), index: OnceCell::new() }
    }

    fn form(&self) -> &Form<'g> {
        self.form.get_or_init(|| {
            let Some((edges, from, least)) = &self.from else { return Form::Made(Made::default()) };
            if edges.relation.is_none() {
                return Form::Made(any(edges, *from, *least));
            }
            match (edges.plain, edges.symmetric, edges.directory(*from)) {
                (true, true, Some(_)) => Form::Made(both(edges)),
                (true, false, Some(directory)) => Form::Stored(directory),
                _ => {
                    let mut pairs = Vec::with_capacity(edges.size());
                    let _: ControlFlow<()> = edges.each(|subject, hit| {
                        if hit.truth >= *least {
                            let turned = *from == Known::Object;
                            pairs.push(if turned { (hit.other, subject) } else { (subject, hit.other) });
                        }
                        ControlFlow::Continue(())
                    });
                    pairs.sort_unstable();
                    Form::Made(Made::of(&pairs))
                }
            }
        })
    }

    /// How many nodes have a list.
    pub(super) fn nodes(&self) -> usize {
        match self.form() {
            Form::Stored(directory) => directory.len(),
            Form::Made(made) => made.nodes.len(),
        }
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        match self.form() {
            Form::Stored(directory) => directory.facts(),
            Form::Made(made) => made.others.len(),
        }
    }

    /// Calls with each node and its list, in the order of nodes; a long list may come in pieces, one after the other.
    pub(super) fn each(&self, tell: impl FnMut(u32, &[u32])) {
        match self.form() {
            Form::Stored(directory) => directory.each_list(tell),
            Form::Made(made) => made.each(tell),
        }
    }

    /// Each node with the length of its list, in the order of nodes.
    pub(super) fn counts(&self) -> impl Iterator<Item = (u32, u32)> {
        let counts = self.counts.get_or_init(|| {
            let mut counts = Vec::with_capacity(self.nodes());
            self.each_count(|node, count| counts.push((node, count)));
            counts
        });
        counts.iter().copied()
    }

    /// Calls with each node and the length of its list, in the order of nodes.
    pub(super) fn each_count(&self, mut tell: impl FnMut(u32, u32)) {
        match self.form() {
            Form::Stored(directory) => directory.each_count(tell),
            Form::Made(made) => made.each(|node, list| tell(node, u32::try_from(list.len()).unwrap_or(u32::MAX))),
        }
    }

    /// The list of a node.
    #[inline]
    pub(super) fn list(&self, node: u32) -> &[u32] {
        let index = self.index.get_or_init(|| self.make_index());
        let at = node.wrapping_sub(index.first) as usize;
        let others = match self.form.get() {
            Some(Form::Made(made)) => &made.others,
            _ => &index.others,
        };
        match (index.starts.get(at), index.starts.get(at.wrapping_add(1))) {
            (Some(start), Some(end)) => others.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    fn make_index(&self) -> Index {
        let mut index = Index { first: 0, starts: Vec::new(), others: Vec::new() };
        let mut filled = 0_u32;
        let mut next = 0_u32;
        let stored = matches!(self.form(), Form::Stored(_));
        if stored {
            index.others.reserve(self.facts());
        }
        self.each(|node, list| {
            if index.starts.is_empty() {
                index.first = node;
                next = node;
            }
            // Nodes between have empty lists, which begin where this one does.
            if node >= next {
                index.starts.resize((node - index.first + 1) as usize, filled);
                next = node + 1;
            }
            if stored {
                match list {
                    // Most are short.
                    [only] => index.others.push(*only),
                    [one, other] => index.others.extend([*one, *other]),
                    list => index.others.extend_from_slice(list),
                }
            }
            filled += u32::try_from(list.len()).unwrap_or(0);
        });
        index.starts.push(filled);
        index
    }
}

/// Which nodes facts of any relation join, each pair once.
fn any(edges: &Edges<'_, '_>, from: Known, least: Truth) -> Made {
    let mut made = Made::default();
    let mut others = Vec::new();
    for node in 0..edges.node_count() {
        others.clear();
        others.extend(edges.others(node, from, least));
        others.sort_unstable();
        others.dedup();
        made.others.extend_from_slice(&others);
        made.end(node);
    }
    made
}

/// The facts of a symmetric relation from both ends, one that joins a node to itself once.
fn both(edges: &Edges<'_, '_>) -> Made {
    let mut made = Made::default();
    made.others.reserve(edges.size());
    let (Some(out), Some(into)) = (edges.directory(Known::Subject), edges.directory(Known::Object)) else {
        return made;
    };
    let (mut out, mut into) = (out.iter().peekable(), into.iter().peekable());
    loop {
        let node = match (out.peek(), into.peek()) {
            (Some((a, _)), Some((b, _))) => *a.min(b),
            (Some((node, _)), None) | (None, Some((node, _))) => *node,
            (None, None) => return made,
        };
        let start = made.others.len();
        if let Some((_, group)) = out.next_if(|(other, _)| *other == node) {
            group.pieces().for_each(|piece| made.others.extend_from_slice(piece.others));
        }
        let middle = made.others.len();
        if let Some((_, group)) = into.next_if(|(other, _)| *other == node) {
            for piece in group.pieces() {
                made.others.extend(piece.others.iter().filter(|other| **other != node));
            }
        }
        if start < middle && middle < made.others.len() {
            // Two sorted runs: a stable sort merges them.
            made.others.get_mut(start..).into_iter().for_each(<[u32]>::sort);
        }
        made.end(node);
    }
}
