//! The facts of each node, sorted by relation, so that those of one relation are a range.
//!
//! One of these serves each direction, and a third the role players. petgraph keeps its own lists beside it, linked and
//! unsorted; questions never read those.
//!
//! # What a reader gets
//!
//! - [`Adjacency::group`]: the facts of one relation at one node, a [`Group`]. It is sorted by the other end, then by
//!   fact; its length is known, and it gives its facts as columns: [`Group::pieces`] gives `others` and `facts` as
//!   slices, one piece after the other in order. Groups of up to [`PIECE`](blocks::PIECE) facts, so nearly all, are one
//!   piece. A loop over pieces with a loop over a slice inside is the fast way; [`Group::iter`] is the easy way.
//!   [`Group::with`] narrows it to one other end, [`Group::from`] seeks an end or the next one after it.
//! - [`Adjacency::groups`]: all groups of a node by label; [`Adjacency::all`]: their facts in one row.
//! - [`Adjacency::directory`]: the nodes that have a relation, in order, each with its count and group; the number of
//!   nodes, and of facts in all. A plan estimates by it, a join walks two of them side by side, and packed groups can
//!   be read as one.
//! - [`Adjacency::each_touching`]: of a long group, the facts that may touch a span of days.
//!
//! The graph has beside these the facts of a relation in the order of recording (`facts_of`), and what a default view
//! hides of them (`hidden_of`): where that is none, the check of such a view can be left out.
//!
//! Lists are current after every call. There is nothing to build.
//!
//! # How it is stored
//!
//! - **Packed**: the groups of a label of up to [`PIECE`](blocks::PIECE) facts side by side, in the order of nodes, in
//!   the [columns](packed) of the label. They are read from end to end as fast as memory comes, and nothing is put in
//!   there.
//! - **Loose**: a group that changes is moved to a list of its own in a [pool](pool), where to insert or remove
//!   anything, anywhere, is to find a block and move what follows in it. Longer groups are always loose, as rows of
//!   blocks. A group of more than [`LONG`] facts has them in the order of time beside it.
//! - **Directories**: a node has a list of its labels, each with the place of the group; a label has a list of its
//!   loose groups.
//!
//! When twice as many facts have come to the loose groups of a label as are in its columns, the label is [packed
//! again](build). That is a pass over one label now and then, never over all; undo is the opposite call of what is
//! undone.

mod blocks;
mod build;
mod check;
mod directory;
mod group;
mod packed;
mod pool;

use std::fmt;

#[cfg(test)]
use self::blocks::PIECE;
pub(super) use self::build::Batch;
pub(super) use self::check::Flaw;
pub(crate) use self::{
    directory::{Directory, SeekCounts},
    group::{Group, Members},
    packed::{PackedRows, skipped},
};
use self::{
    packed::{GroupPlace, Packed},
    pool::{List, Pool},
};
use super::{
    days::Days,
    number,
    time_key::{Timed, exact_day, time_key},
};
use crate::time::{Day, Span, When};

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

/// Where an entry goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct InsertionPoint {
    group: Option<GroupPlace>,
    /// In the block of a loose group that has but one.
    within: Option<usize>,
}

/// So many loose facts a label may always have. Small in tests, so that labels are really packed again.
const LOOSE: usize = if cfg!(test) { 10 } else { 4096 };

/// A sorted list a node and label.
#[derive(Clone, Default)]
pub(crate) struct Adjacency {
    pool: Pool,
    /// By node: its labels, each with the place of the group, as [`GroupPlace::pair`] has it.
    nodes: Vec<List>,
    labels: Vec<Label>,
    /// The loose groups: (other end, fact).
    groups: Vec<List>,
    free_groups: Vec<u32>,
    /// By the number that a group of several pieces has in the pool: the order of time,
    /// if it is long.
    days: Vec<Days>,
    len: usize,
}

/// The groups of a label.
#[derive(Clone, Debug, Default)]
struct Label {
    packed: Packed,
    /// (node, loose group).
    loose: List,
    /// How many facts all have together.
    facts: u32,
    /// How many facts came to loose groups of one piece since the label was packed.
    unpacked: usize,
}

impl Adjacency {
    /// Adds an entry to the list of a node. `time` gives the time of a fact, or its [key](super::time_key).
    ///
    /// O(log n) for n entries of the node, and some moves in blocks of at most [`PIECE`](blocks::PIECE) pairs; now and
    /// then a pass over the facts of one label.
    pub(super) fn insert<T: Timed>(&mut self, node: u32, entry: Entry, time: impl Fn(u32) -> T) {
        let [at] = Self::insertion_points([(self, node, entry)]);
        self.insert_at(at, node, entry, time);
    }

    /// The places at which new entries are to be inserted, each in its own adjacency. Changes nothing. Each step is
    /// taken for all entries before the next step, so that their cache misses overlap.
    #[inline]
    pub(super) fn insertion_points<const N: usize>(entries: [(&Self, u32, Entry); N]) -> [InsertionPoint; N] {
        let found = entries.map(|(lists, node, entry)| (lists, lists.find(node, entry.label), entry));
        let lists = found.map(|(lists, place, entry)| {
            let list = if let Some(GroupPlace::Loose(group)) = place { lists.groups.get(group as usize) } else { None };
            (lists, list.copied(), place, entry)
        });
        lists.map(|(lists, list, group, entry)| {
            let within = list.and_then(|list| lists.pool.place(list, (entry.other, entry.fact)));
            InsertionPoint { group, within }
        })
    }

    /// Adds an entry where it was found to go. Nothing has changed since.
    pub(super) fn insert_at<T: Timed>(&mut self, at: InsertionPoint, node: u32, entry: Entry, time: impl Fn(u32) -> T) {
        let group = match at.group {
            Some(GroupPlace::Loose(group)) => Some(group),
            Some(_) => self.loosen(node, entry.label),
            None => self.add_group(node, entry.label),
        };
        let list = group.and_then(|group| self.groups.get_mut(group as usize));
        let Some((list, label)) = list.zip(self.labels.get_mut(usize::from(entry.label))) else {
            debug_assert!(false, "a group that was found or made has a list and a label");
            return;
        };
        self.pool.insert_at(list, (entry.other, entry.fact), at.within);
        let large = list.large();
        if let Some(large) = large {
            let list = *list;
            match self.days.get_mut(large).filter(|days| !days.is_empty()) {
                Some(days) => days.insert(entry.fact, time(entry.fact).key()),
                None if self.pool.len(list) > LONG => {
                    let facts = self.pool.read(list).iter().map(|(_, fact)| fact);
                    Self::put_days(&mut self.days, large, Days::unsorted(facts, time));
                }
                None => {}
            }
        }
        self.len += 1;
        label.facts += 1;
        if large.is_none() {
            label.unpacked += 1;
            if label.unpacked > LOOSE.max(2 * label.packed.room()) {
                self.pack(entry.label);
            }
        }
    }

    /// Takes an entry out again, wherever it is: the undo of [`insert`](Self::insert).
    pub(super) fn remove(&mut self, node: u32, entry: Entry) {
        if self.is_packed_without(node, entry) {
            return;
        }
        let Some(group) = self.loosen(node, entry.label) else { return };
        let list = self.groups.get_mut(group as usize);
        let Some((list, label)) = list.zip(self.labels.get_mut(usize::from(entry.label))) else {
            debug_assert!(false, "a group that was found has a list and a label");
            return;
        };
        let large = list.large();
        if !self.pool.remove(list, (entry.other, entry.fact)) {
            return;
        }
        if let Some(days) = large.and_then(|large| self.days.get_mut(large)).filter(|days| !days.is_empty()) {
            days.remove(entry.fact);
        }
        self.len -= 1;
        let empty = list.is_empty();
        label.facts -= 1;
        if empty {
            let mut both = self.pool.remove(&mut label.loose, (node, group));
            if let Some(labels) = self.nodes.get_mut(node as usize) {
                both &= self.pool.remove(labels, GroupPlace::Loose(group).pair(entry.label));
            }
            debug_assert!(both, "a loose group is named by its node and by its label");
            self.free_groups.push(group);
        }
    }

    /// Whether the group is packed and does not have the entry.
    fn is_packed_without(&self, node: u32, entry: Entry) -> bool {
        match (self.find(node, entry.label), self.labels.get(usize::from(entry.label))) {
            (Some(GroupPlace::Packed { start, len }), Some(label)) => {
                let columns = label.packed.columns(start, len);
                !columns.others.iter().zip(columns.facts).any(|pair| pair == (&entry.other, &entry.fact))
            }
            _ => false,
        }
    }

    #[inline]
    fn find(&self, node: u32, label: u16) -> Option<GroupPlace> {
        let (found, place) = GroupPlace::of(self.pool.seek(*self.nodes.get(node as usize)?, u32::from(label) << 16)?);
        (found == label).then_some(place)
    }

    /// The number of a group that there is, as a loose one: one that is packed is moved out first.
    fn loosen(&mut self, node: u32, label: u16) -> Option<u32> {
        let place = self.find(node, label)?;
        let (start, len) = match place {
            GroupPlace::Loose(group) => return Some(group),
            GroupPlace::Packed { start, len } => (start, len),
        };
        debug_assert!(usize::from(label) < self.labels.len(), "the label of a group is there");
        let of = self.labels.get_mut(usize::from(label))?;
        let columns = of.packed.columns(start, len);
        let list = self.pool.store_list(columns.others, columns.facts);
        let was_there = of.packed.leave(node);
        debug_assert!(was_there, "a packed group that a node names is in the columns of its label");
        of.unpacked += usize::from(len);
        let group = self.place_loose(list);
        let of = self.labels.get_mut(usize::from(label))?;
        self.pool.insert(&mut of.loose, (node, group));
        let labels = self.nodes.get_mut(node as usize)?;
        self.pool.replace(*labels, place.pair(label), GroupPlace::Loose(group).pair(label));
        Some(group)
    }

    /// A number for a loose group.
    fn place_loose(&mut self, list: List) -> u32 {
        if let Some(free) = self.free_groups.pop()
            && let Some(place) = self.groups.get_mut(free as usize)
        {
            *place = list;
            return free;
        }
        self.groups.push(list);
        // There are no more groups than facts.
        number(self.groups.len() - 1)
    }

    fn add_group(&mut self, node: u32, label: u16) -> Option<u32> {
        let group = self.place_loose(List::default());
        let (at_node, at_label) = (node as usize, usize::from(label));
        if self.nodes.len() <= at_node {
            self.nodes.resize(at_node + 1, List::default());
        }
        if self.labels.len() <= at_label {
            self.labels.resize_with(at_label + 1, Label::default);
        }
        // Both tables were just made long enough.
        self.pool.insert(self.nodes.get_mut(at_node)?, GroupPlace::Loose(group).pair(label));
        self.pool.insert(&mut self.labels.get_mut(at_label)?.loose, (node, group));
        Some(group)
    }

    /// Keeps the days of a group that has become long.
    fn put_days(all: &mut Vec<Days>, large: usize, days: Days) {
        if all.len() <= large {
            all.resize_with(large + 1, Days::default);
        }
        if let Some(place) = all.get_mut(large) {
            *place = days;
        }
    }

    /// The facts of a node with a label.
    #[inline]
    pub(crate) fn group(&self, node: u32, label: u16) -> Group<'_> {
        let of = self.labels.get(usize::from(label));
        self.find(node, label).zip(of).map(|(place, of)| self.read(of, place)).unwrap_or_default()
    }

    #[inline]
    fn read<'g>(&'g self, label: &'g Label, place: GroupPlace) -> Group<'g> {
        match place {
            GroupPlace::Packed { start, len } => Group::of(label.packed.columns(start, len)),
            GroupPlace::Loose(group) => self.loose(group),
        }
    }

    #[inline]
    fn loose(&self, group: u32) -> Group<'_> {
        self.groups.get(group as usize).map(|list| self.pool.read(*list)).unwrap_or_default()
    }

    /// Calls with the facts of a node with a label that may touch a span of days, and with few others: facts of one
    /// time each, and the day on which they happened, if they did so on one day for sure. Whether that could be:
    /// nothing is called if they are at most [`LONG`]; then they are best read whole.
    pub(crate) fn each_touching(
        &self,
        node: u32,
        label: u16,
        span: Span,
        mut visit: impl FnMut(Option<Day>, &[u32]),
    ) -> bool {
        let days = self.days_of(node, label);
        if let Some(days) = days {
            days.each_touching(span, |key, facts| visit(exact_day(key), facts));
        }
        days.is_some()
    }

    /// Calls with the facts of a node with a label that are of one time, and with few others; those of one call
    /// ascend. As for
    /// [`each_touching`](Self::each_touching), says whether that could be.
    pub(crate) fn each_of_time(&self, node: u32, label: u16, when: When, visit: impl FnMut(&[u32])) -> bool {
        let days = self.days_of(node, label);
        if let Some(days) = days {
            days.each_of(time_key(when), visit);
        }
        days.is_some()
    }

    fn days_of(&self, node: u32, label: u16) -> Option<&Days> {
        let Some(GroupPlace::Loose(group)) = self.find(node, label) else { return None };
        let large = self.groups.get(group as usize).and_then(|list| list.large());
        large.and_then(|large| self.days.get(large)).filter(|days| !days.is_empty())
    }

    /// The groups of a node, by label. None is empty.
    pub(crate) fn groups(&self, node: u32) -> impl Iterator<Item = (u16, Group<'_>)> + Clone {
        self.labels_of(node).map(|pair| self.named(pair))
    }

    /// The label and the group that a pair of the list of a node names.
    fn named(&self, pair: (u32, u32)) -> (u16, Group<'_>) {
        let (label, place) = GroupPlace::of(pair);
        (label, self.labels.get(usize::from(label)).map(|of| self.read(of, place)).unwrap_or_default())
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
        self.labels_of(node).map(|pair| self.len_at(GroupPlace::of(pair).1)).sum()
    }

    fn len_at(&self, place: GroupPlace) -> usize {
        match place {
            GroupPlace::Packed { len, .. } => usize::from(len),
            GroupPlace::Loose(group) => self.groups.get(group as usize).map_or(0, |list| self.pool.len(*list)),
        }
    }

    /// Which nodes have a label.
    pub(crate) fn directory(&self, label: u16) -> Directory<'_> {
        Directory::new(self, self.labels.get(usize::from(label)))
    }

    /// How many entries all lists have.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no room for one more entry, beside so many that wait to be listed.
    pub(super) fn is_full(&self, waiting: usize) -> bool {
        // Starts are 31 bits.
        self.pool.is_full(waiting) || self.len + waiting >= (1 << 31) - 1
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.pool.heap_bytes()
            + (self.nodes.capacity() + self.groups.capacity()) * size_of::<List>()
            + self.days.capacity() * size_of::<Days>()
            + self.days.iter().map(Days::heap_bytes).sum::<usize>()
            + self.labels.capacity() * size_of::<Label>()
            + self.labels.iter().map(|label| label.packed.heap_bytes()).sum::<usize>()
            + self.free_groups.capacity() * size_of::<u32>()
    }
}

/// What the lists hold, not how it is stored: two with the same text answer the same.
impl fmt::Debug for Adjacency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = || 0..number(self.nodes.len());
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
            let (label, group) = self.lists.named(self.labels.next()?);
            self.label = label;
            self.members = group.iter();
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
impl ExactSizeIterator for NodeFacts<'_> {}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walked;
