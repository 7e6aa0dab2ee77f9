//! Who is joined to whom: for every node the facts that begin or end there, sorted, so that a relation is a range.
//!
//! One of these serves each direction, and a third the role players. petgraph keeps its own lists beside it, linked and
//! unsorted; questions never read those.
//!
//! # What a reader gets
//!
//! - [`Adjacency::group`]: the facts of one relation at one node, a [`Group`]. It is sorted by the other end, then by fact;
//!   it tells its length at once, and lends its facts as columns: [`Group::pieces`] gives `others` and `facts` as slices,
//!   one piece after the other in order. Groups of up to [`PIECE`](pool::PIECE) facts, so nearly all, are one piece. A loop over pieces
//!   with a loop over a slice inside is the fast way; [`Group::iter`] is the easy way.
//!   [`Group::with`] narrows it to one other end, [`Group::from`] seeks an end or the next one after it.
//! - [`Adjacency::groups`]: all groups of a node by label; [`Adjacency::all`]: their facts in one row.
//! - [`Adjacency::directory`]: which nodes have a relation, in the order of nodes, each with its count and group; how many
//!   nodes, and how many facts in all. A plan counts with it, and a join walks two of them side by side.
//!
//! - [`Adjacency::dated`]: of a long group, the facts that may touch a span of days.
//!
//! The graph has beside these the facts of a relation in the order of recording (`facts_of`), and what a default view hides
//! of them (`hidden_of`): where that is none, the check of such a view can be left out.
//!
//! Lists are current after every call. There is nothing to build.
//!
//! # How it lies
//!
//! Everything is a sorted list of pairs in one [pool](pool): a node has a list of (label, group), a label one of
//! (node, group), its directory, and a group one of (other end, fact). Lists of up to [`PIECE`](pool::PIECE) pairs are one block; longer
//! ones are rows of such blocks. So to insert or remove anything, anywhere, is to find a block and move what lies behind
//! in it; there is no tail to merge, and undo is the opposite call. A group of more than [`LONG`] facts has them
//! in the order of time beside it.

mod build;
mod check;
mod group;
mod pool;

use std::fmt;

pub(crate) use self::build::Batch;
#[cfg(test)]
use self::pool::PIECE;
use self::pool::{List, Pool};
pub(crate) use self::{
    check::Flaw,
    group::{Group, Members},
};
use super::days::Days;
use crate::time::Span;

/// A group of more facts has them in the order of time too. Small in tests.
const LONG: usize = if cfg!(test) { 12 } else { 256 };

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

/// A sorted list a node and label.
#[derive(Clone, Default)]
pub(crate) struct Adjacency {
    pool: Pool,
    /// By node: (label, group).
    nodes: Vec<List>,
    /// By label.
    labels: Vec<Label>,
    /// By group: (other end, fact).
    groups: Vec<List>,
    free_groups: Vec<u32>,
    /// By the number that a group of several pieces has in the pool: the order of time,
    /// if it is long.
    days: Vec<Days>,
    len: usize,
}

/// Which nodes have a label.
#[derive(Clone, Copy, Debug, Default)]
struct Label {
    /// (node, group).
    nodes: List,
    facts: u32,
}

impl Adjacency {
    /// Adds an entry to the list of a node. `time` tells the [time key](super::time_key) of a fact.
    ///
    /// O(log n) for n entries of the node, and some moves in blocks of at most [`PIECE`](pool::PIECE) pairs.
    pub(crate) fn insert(&mut self, node: u32, entry: Entry, time: impl Fn(u32) -> u32) {
        let group = match self.find(node, entry.label) {
            Some(group) => group,
            None => self.add_group(node, entry.label),
        };
        let Some(list) = self.groups.get_mut(group as usize) else { return };
        self.pool.insert(list, (entry.other, entry.fact));
        if let Some(large) = list.large() {
            let list = *list;
            match self.days.get_mut(large).filter(|days| !days.is_empty()) {
                Some(days) => days.insert(entry.fact, time(entry.fact)),
                None if self.pool.len(list) > LONG => self.add_days(large, list, time),
                None => {}
            }
        }
        self.len += 1;
        if let Some(label) = self.labels.get_mut(usize::from(entry.label)) {
            label.facts += 1;
        }
    }

    /// Takes an entry out again, wherever it is: the undo of [`insert`](Self::insert).
    pub(crate) fn remove(&mut self, node: u32, entry: Entry) {
        let Some(group) = self.find(node, entry.label) else { return };
        let Some(list) = self.groups.get_mut(group as usize) else { return };
        let large = list.large();
        if !self.pool.remove(list, (entry.other, entry.fact)) {
            return;
        }
        if let Some(days) = large.and_then(|large| self.days.get_mut(large)).filter(|days| !days.is_empty()) {
            days.remove(entry.fact);
        }
        self.len -= 1;
        let empty = list.is_empty();
        let Some(label) = self.labels.get_mut(usize::from(entry.label)) else { return };
        label.facts -= 1;
        if empty {
            self.pool.remove(&mut label.nodes, (node, group));
            if let Some(labels) = self.nodes.get_mut(node as usize) {
                self.pool.remove(labels, (u32::from(entry.label), group));
            }
            self.free_groups.push(group);
        }
    }

    fn find(&self, node: u32, label: u16) -> Option<u32> {
        self.pool.find(*self.nodes.get(node as usize)?, u32::from(label))
    }

    fn add_group(&mut self, node: u32, label: u16) -> u32 {
        let group = self.free_groups.pop().unwrap_or_else(|| {
            self.groups.push(List::default());
            // There are no more groups than facts.
            u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX)
        });
        let (at_node, at_label) = (node as usize, usize::from(label));
        if self.nodes.len() <= at_node {
            self.nodes.resize(at_node + 1, List::default());
        }
        if self.labels.len() <= at_label {
            self.labels.resize(at_label + 1, Label::default());
        }
        if let (Some(labels), Some(of_label)) = (self.nodes.get_mut(at_node), self.labels.get_mut(at_label)) {
            self.pool.insert(labels, (u32::from(label), group));
            self.pool.insert(&mut of_label.nodes, (node, group));
        }
        group
    }

    /// Puts the facts of a group that has become long in the order of time.
    fn add_days(&mut self, large: usize, group: List, time: impl Fn(u32) -> u32) {
        if self.days.len() <= large {
            self.days.resize_with(large + 1, Days::default);
        }
        if let Some(days) = self.days.get_mut(large) {
            *days = Days::of(self.pool.read(group).iter().map(|(_, fact)| fact), time);
        }
    }

    /// The facts of a node with a label.
    pub(crate) fn group(&self, node: u32, label: u16) -> Group<'_> {
        self.find(node, label).map(|group| self.at(group)).unwrap_or_default()
    }

    fn at(&self, group: u32) -> Group<'_> {
        self.groups.get(group as usize).map(|list| self.pool.read(*list)).unwrap_or_default()
    }

    /// The facts of a node with a label that may touch a span of days, and few that do not; in no particular order. `None`
    /// if they are at most [`LONG`]: then they are best read whole.
    pub(crate) fn dated(
        &self,
        node: u32,
        label: u16,
        span: Span,
    ) -> Option<impl Iterator<Item = u32> + Clone + use<'_>> {
        let list = self.groups.get(self.find(node, label)? as usize)?;
        let days = self.days.get(list.large()?).filter(|days| !days.is_empty())?;
        Some(days.touching(span))
    }

    /// The groups of a node, by label. None is empty.
    pub(crate) fn groups(&self, node: u32) -> impl Iterator<Item = (u16, Group<'_>)> + Clone {
        self.labels_of(node).map(|(label, group)| (as_label(label), self.at(group)))
    }

    fn labels_of(&self, node: u32) -> Members<'_> {
        self.nodes.get(node as usize).map(|list| self.pool.read(*list).iter()).unwrap_or_default()
    }

    /// All facts of a node, by label, other end and fact.
    pub(crate) fn all(&self, node: u32) -> NodeFacts<'_> {
        NodeFacts {
            lists: self,
            labels: self.labels_of(node),
            label: 0,
            members: Members::default(),
            left: self.degree(node),
        }
    }

    /// How many facts a node has. A step for each of its groups.
    pub(crate) fn degree(&self, node: u32) -> usize {
        self.groups(node).map(|(_, group)| group.len()).sum()
    }

    /// Which nodes have a label.
    pub(crate) fn directory(&self, label: u16) -> Directory<'_> {
        Directory { lists: self, label: self.labels.get(usize::from(label)).copied().unwrap_or_default() }
    }

    /// How many entries all lists have.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no room for one more entry.
    pub(crate) fn is_full(&self) -> bool {
        self.pool.is_full()
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.pool.heap_bytes()
            + (self.nodes.capacity() + self.groups.capacity()) * size_of::<List>()
            + self.days.capacity() * size_of::<Days>()
            + self.days.iter().map(Days::heap_bytes).sum::<usize>()
            + self.labels.capacity() * size_of::<Label>()
            + self.free_groups.capacity() * size_of::<u32>()
    }
}

/// Labels are put in as 16 bits.
fn as_label(key: u32) -> u16 {
    u16::try_from(key).unwrap_or(u16::MAX)
}

/// What the lists hold, not how they lie: two with the same text answer the same.
impl fmt::Debug for Adjacency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = || 0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let lists = nodes().flat_map(|node| self.groups(node).map(move |(label, group)| ((node, label), group)));
        f.debug_map().entries(lists.map(|(of, group)| (of, group.iter().collect::<Vec<_>>()))).finish()?;
        let labels = (0u16..).take(self.labels.len());
        let counts = labels.map(|label| (label, self.directory(label).counts().collect::<Vec<_>>()));
        f.debug_map().entries(counts.filter(|(_, counts)| !counts.is_empty())).finish()
    }
}

/// All facts of a node, by label, other end and fact.
#[derive(Clone, Debug)]
pub(crate) struct NodeFacts<'g> {
    lists: &'g Adjacency,
    labels: Members<'g>,
    label: u16,
    members: Members<'g>,
    left: usize,
}

impl Iterator for NodeFacts<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some((other, fact)) = self.members.next() {
                self.left -= 1;
                return Some(Entry { label: self.label, other, fact });
            }
            let (label, group) = self.labels.next()?;
            self.label = as_label(label);
            self.members = self.lists.at(group).iter();
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
    label: Label,
}

impl<'g> Directory<'g> {
    /// How many nodes have it. O(1).
    pub(crate) fn len(self) -> usize {
        self.lists.pool.read(self.label.nodes).len()
    }

    /// How many facts they have of it together. O(1).
    pub(crate) fn facts(self) -> usize {
        self.label.facts as usize
    }

    /// Each node with the number of its facts, in the order of nodes.
    pub(crate) fn counts(self) -> impl Iterator<Item = (u32, u32)> + Clone + use<'g> {
        let len =
            move |group: u32| self.lists.groups.get(group as usize).map_or(0, |list| self.lists.pool.len_of(*list));
        // There are no more facts than 32 bits can count.
        let nodes = self.lists.pool.read(self.label.nodes);
        nodes.iter().map(move |(node, group)| (node, u32::try_from(len(group)).unwrap_or(u32::MAX)))
    }

    /// Calls with each node and the number of its facts, in the order of nodes.
    pub(crate) fn each_count(self, mut tell: impl FnMut(u32, u32)) {
        for nodes in self.lists.pool.read(self.label.nodes).pieces() {
            for (node, group) in nodes.others.iter().zip(nodes.facts) {
                let len = self.lists.groups.get(*group as usize).map_or(0, |list| self.lists.pool.len_of(*list));
                // There are no more facts than 32 bits can count.
                tell(*node, u32::try_from(len).unwrap_or(u32::MAX));
            }
        }
    }

    /// Calls with each node and the other ends of its facts, in the order of nodes; of a long list piece by piece.
    pub(crate) fn each_list(self, mut tell: impl FnMut(u32, &'g [u32])) {
        for nodes in self.lists.pool.read(self.label.nodes).pieces() {
            for (node, group) in nodes.others.iter().zip(nodes.facts) {
                let Some(list) = self.lists.groups.get(*group as usize) else { continue };
                match self.lists.pool.single(*list) {
                    Some((others, _)) => tell(*node, others),
                    None => self.lists.pool.read(*list).pieces().for_each(|piece| tell(*node, piece.others)),
                }
            }
        }
    }

    /// Each node with its facts, in the order of nodes.
    pub(crate) fn iter(self) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        self.from(0)
    }

    /// Each node from this one on with its facts, in the order of nodes. O(log n) to the first.
    pub(crate) fn from(self, node: u32) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        let nodes = self.lists.pool.read(self.label.nodes).from(node);
        nodes.iter().map(move |(node, group)| (node, self.lists.at(group)))
    }
}

#[cfg(test)]
mod tests;
