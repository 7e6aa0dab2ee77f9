//! Whether the lists keep their own rules. `validate` asks, and the tests of the lists.

use super::{Adjacency, GroupPlace, LONG, Timed};

/// What is wrong with the lists beside what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) enum Flaw {
    /// The list of a node is not sorted, or has an empty group.
    Order { node: u32 },
    /// A directory does not name the nodes that have the label, or counts their facts wrong.
    Directory { label: u16 },
    /// The facts of a long group are not in the order of time beside it.
    Days { node: u32 },
    /// Two lists share a block, or a block belongs to none.
    Blocks,
}

impl Adjacency {
    /// The first flaw. `time` gives the time of a fact.
    pub(in crate::tables) fn check<T: Timed>(&self, time: impl Fn(u32) -> T) -> Result<(), Flaw> {
        let mut named = 0;
        for node in (0u32..).take(self.nodes.len()) {
            let labels = self.labels_of(node);
            named += labels.len();
            let sorted = labels.clone().map(|pair| GroupPlace::of(pair).0).is_sorted_by(|a, b| a < b);
            let full = self.groups(node).all(|(_, group)| group.iter().is_sorted_by(|a, b| a < b) && !group.is_empty());
            if !sorted || !full {
                return Err(Flaw::Order { node });
            }
            for (label, place) in labels.map(GroupPlace::of) {
                let there = self.directory(label).place(node);
                if there != Some(place) || self.find(node, label) != Some(place) {
                    return Err(Flaw::Directory { label });
                }
                let GroupPlace::Loose(group) = place else { continue };
                let Some(large) = self.groups.get(group as usize).and_then(|list| list.large()) else { continue };
                let mut facts: Vec<_> = self.loose(group).iter().map(|(_, fact)| fact).collect();
                facts.sort_unstable();
                let days = self.days.get(large).filter(|days| !days.is_empty());
                let few = facts.len() <= LONG;
                if !days.map_or(few, |days| days.holds(facts.into_iter(), &time)) {
                    return Err(Flaw::Days { node });
                }
            }
        }
        for (number, label) in (0u16..).zip(&self.labels) {
            let directory = self.directory(number);
            named -= directory.len().min(named);
            let (facts, groups) = directory.iter().fold((0, 0), |(facts, n), (_, group)| (facts + group.len(), n + 1));
            if (facts, groups) != (directory.facts(), directory.len()) || !label.packed.is_sound() {
                return Err(Flaw::Directory { label: number });
            }
        }
        if named != 0 {
            return Err(Flaw::Directory { label: 0 });
        }
        let lists = self.nodes.iter().chain(&self.groups).chain(self.labels.iter().map(|label| &label.loose));
        if self.pool.is_partitioned(lists.copied()) { Ok(()) } else { Err(Flaw::Blocks) }
    }
}

/// Faults made by hand.
#[cfg(test)]
impl Adjacency {
    /// Miscounts the facts of a label.
    pub(in crate::tables) fn break_directory(&mut self, label: u16) {
        self.labels.iter_mut().skip(usize::from(label)).take(1).for_each(|label| label.facts += 1);
    }

    /// Gives the block of a directory to a group that no node names.
    pub(in crate::tables) fn break_blocks(&mut self) {
        self.groups.extend(self.labels.last().map(|label| label.loose));
    }
}
