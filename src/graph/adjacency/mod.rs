//! Who is joined to whom: for every node the facts that begin or end there, sorted, so that a relation is a range.
//!
//! One of these serves each direction, and a third the role players. petgraph keeps its own lists beside it, linked and
//! unsorted; questions never read those.
//!
//! # What a reader gets
//!
//! - [`Adjacency::group`]: the facts of one relation at one node, a [`Group`]. It is sorted by the other end, then by fact;
//!   it tells its length at once, and lends its facts as columns: [`Group::pieces`] gives `others` and `facts` as slices,
//!   one piece after the other in order. Groups of up to [`PIECE`] facts, so nearly all, are one piece. A loop over pieces
//!   with a loop over a slice inside is the fast way; [`Group::iter`] is the easy way.
//!   [`Group::with`] narrows it to one other end, [`Group::from`] seeks an end or the next one after it.
//! - [`Adjacency::groups`]: all groups of a node by label; [`Adjacency::all`]: their facts in one row.
//! - [`Adjacency::directory`]: which nodes have a relation, in the order of nodes, each with its count and group; how many
//!   nodes, and how many facts in all. A plan counts with it, and a join walks two of them side by side.
//!
//! The graph has beside these the facts of a relation in the order of recording (`facts_of`), and what a default view hides
//! of them (`hidden_of`): where that is none, the check of such a view can be left out.
//!
//! Lists are current after every call. There is nothing to build.

#![allow(dead_code, reason = "joins and frozen copies read more of it than look-ups do")]

mod group;

use std::collections::BTreeMap;

pub(crate) use self::group::{Columns, Group, Members};

/// How many facts a group has at most in one piece.
pub(crate) const PIECE: usize = 256;

/// One fact in the list of a node. Sorted by label, then the other end, then the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The relation, or for role players the role.
    pub(crate) label: u16,
    /// The node at the other end; for role players the subject.
    pub(crate) other: u32,
    /// The fact.
    pub(crate) fact: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct List {
    others: Vec<u32>,
    facts: Vec<u32>,
}

impl List {
    fn group(&self) -> Group<'_> {
        Group::new(Columns { others: &self.others, facts: &self.facts })
    }

    fn place(&self, entry: Entry) -> usize {
        let start = self.others.partition_point(|o| *o < entry.other);
        let end = self.others.partition_point(|o| *o <= entry.other);
        start + self.facts.get(start..end).unwrap_or_default().partition_point(|f| *f < entry.fact)
    }
}

/// A sorted list a node and label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Adjacency {
    /// By node and label.
    lists: BTreeMap<(u32, u16), List>,
    /// By label: how many facts at each node.
    directory: BTreeMap<u16, BTreeMap<u32, u32>>,
}

impl Adjacency {
    /// Adds an entry to the list of a node.
    pub(crate) fn insert(&mut self, node: u32, entry: Entry) {
        let list = self.lists.entry((node, entry.label)).or_default();
        let place = list.place(entry);
        list.others.insert(place, entry.other);
        list.facts.insert(place, entry.fact);
        *self.directory.entry(entry.label).or_default().entry(node).or_default() += 1;
    }

    /// Takes an entry out again: the undo of [`insert`](Self::insert).
    pub(crate) fn remove(&mut self, node: u32, entry: Entry) {
        let Some(list) = self.lists.get_mut(&(node, entry.label)) else { return };
        let place = list.place(entry);
        if list.others.get(place) != Some(&entry.other) || list.facts.get(place) != Some(&entry.fact) {
            return;
        }
        list.others.remove(place);
        list.facts.remove(place);
        let empty = list.facts.is_empty();
        let Some(nodes) = self.directory.get_mut(&entry.label) else { return };
        if empty {
            self.lists.remove(&(node, entry.label));
            nodes.remove(&node);
        } else if let Some(count) = nodes.get_mut(&node) {
            *count -= 1;
        }
        if nodes.is_empty() {
            self.directory.remove(&entry.label);
        }
    }

    /// The facts of a node with a label.
    pub(crate) fn group(&self, node: u32, label: u16) -> Group<'_> {
        self.lists.get(&(node, label)).map(List::group).unwrap_or_default()
    }

    /// The groups of a node, by label. None is empty.
    pub(crate) fn groups(&self, node: u32) -> impl Iterator<Item = (u16, Group<'_>)> + Clone {
        self.lists.range((node, 0)..=(node, u16::MAX)).map(|((_, label), list)| (*label, list.group()))
    }

    /// All facts of a node, by label, other end and fact.
    pub(crate) fn all(&self, node: u32) -> NodeFacts<'_> {
        NodeFacts { lists: self, node, label: None, members: Members::default(), left: self.degree(node) }
    }

    /// How many facts a node has.
    pub(crate) fn degree(&self, node: u32) -> usize {
        self.groups(node).map(|(_, group)| group.len()).sum()
    }

    /// Which nodes have a label.
    pub(crate) fn directory(&self, label: u16) -> Directory<'_> {
        Directory { lists: self, label }
    }

    /// How many entries all lists have.
    pub(crate) fn len(&self) -> usize {
        self.lists.values().map(|list| list.facts.len()).sum()
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.lists.values().map(|list| size_of::<List>() + list.others.capacity() * 8).sum()
    }
}

/// All facts of a node, by label, other end and fact.
#[derive(Clone, Debug)]
pub(crate) struct NodeFacts<'g> {
    lists: &'g Adjacency,
    node: u32,
    label: Option<u16>,
    members: Members<'g>,
    left: usize,
}

impl Iterator for NodeFacts<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let (Some(label), Some((other, fact))) = (self.label, self.members.next()) {
                self.left -= 1;
                return Some(Entry { label, other, fact });
            }
            let (label, group) =
                self.lists.groups(self.node).find(|(label, _)| self.label.is_none_or(|l| l < *label))?;
            self.label = Some(label);
            self.members = group.iter();
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
impl ExactSizeIterator for NodeFacts<'_> {}

/// The nodes that have a relation, in the order of nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directory<'g> {
    lists: &'g Adjacency,
    label: u16,
}

impl<'g> Directory<'g> {
    /// How many nodes have it.
    pub(crate) fn len(self) -> usize {
        self.lists.directory.get(&self.label).map_or(0, BTreeMap::len)
    }

    /// How many facts they have of it together.
    pub(crate) fn facts(self) -> usize {
        self.counts().map(|(_, count)| count as usize).sum()
    }

    /// Each node with the number of its facts, in the order of nodes.
    pub(crate) fn counts(self) -> impl Iterator<Item = (u32, u32)> + Clone + use<'g> {
        self.lists.directory.get(&self.label).into_iter().flatten().map(|(node, count)| (*node, *count))
    }

    /// Each node with its facts, in the order of nodes.
    pub(crate) fn iter(self) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        self.counts().map(move |(node, _)| (node, self.lists.group(node, self.label)))
    }
}

#[cfg(test)]
mod tests;
