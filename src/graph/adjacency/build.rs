//! Taking in many entries at once: they are sorted in passes, merged with what is there, and every list lies in the least
//! room.

use super::{Adjacency, Entry, LONG, Label, List};

/// Many entries, one a fact.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    /// The number of the first fact; the others follow.
    pub(crate) first: u32,
    /// By fact the node whose list it goes into, its label, and the other end.
    pub(crate) nodes: &'a [u32],
    pub(crate) labels: &'a [u16],
    pub(crate) others: &'a [u32],
}

impl Batch<'_> {
    /// Its rows in the order of node, label, other end and fact.
    ///
    /// Each pass puts them into the order of one part, the last part first, and keeps the order among equals. So it takes
    /// time in the number of rows and nodes, and compares nothing.
    fn sorted(&self) -> Vec<u32> {
        let at = |column: &[u32], row: u32| column.get(row as usize).copied().unwrap_or(0);
        let rows: Vec<u32> = (0u32..).take(self.nodes.len()).collect();
        let rows = sorted_by(&rows, |row| at(self.others, row));
        let rows = sorted_by(&rows, |row| self.labels.get(row as usize).copied().map_or(0, u32::from));
        sorted_by(&rows, |row| at(self.nodes, row))
    }

    fn row(&self, row: u32) -> Option<(u32, Entry)> {
        let at = row as usize;
        let entry = Entry { label: *self.labels.get(at)?, other: *self.others.get(at)?, fact: self.first + row };
        Some((*self.nodes.get(at)?, entry))
    }
}

/// The same rows in the order of a part, equal ones in the order in which they came.
fn sorted_by(rows: &[u32], part: impl Fn(u32) -> u32) -> Vec<u32> {
    let greatest = rows.iter().map(|row| part(*row)).max().unwrap_or(0);
    if greatest as usize > 4 * rows.len() + 1_000 {
        let mut sorted = rows.to_vec();
        sorted.sort_by_key(|row| part(*row));
        return sorted;
    }
    // Where the next row with this part goes.
    let mut places = vec![0u32; greatest as usize + 2];
    for row in rows {
        if let Some(count) = places.get_mut(part(*row) as usize + 1) {
            *count += 1;
        }
    }
    let mut before = 0;
    for place in &mut places {
        before += *place;
        *place = before;
    }
    let mut sorted = vec![0; rows.len()];
    for row in rows {
        if let Some(place) = places.get_mut(part(*row) as usize)
            && let Some(to) = sorted.get_mut(*place as usize)
        {
            *to = *row;
            *place += 1;
        }
    }
    sorted
}

impl Adjacency {
    /// Takes in a batch. All lists are built anew, so it is for batches that are no small part of the whole.
    pub(crate) fn extend(&mut self, batch: Batch<'_>, time: impl Fn(u32) -> u32) {
        let old = std::mem::take(self);
        let rows = batch.sorted();
        let mut rows = rows.iter().filter_map(|row| batch.row(*row)).peekable();
        let last = batch.nodes.iter().max().map_or(0, |node| *node as usize + 1);
        let nodes = last.max(old.nodes.len());
        let mut builder = Builder::default();
        // A group has some five facts, and three entries beside them.
        builder.lists.pool.reserve((old.len + batch.nodes.len()) * 3 / 2);
        builder.lists.nodes.reserve_exact(nodes);
        for node in (0u32..).take(nodes) {
            let new = std::iter::from_fn(|| rows.next_if(|(of, _)| *of == node).map(|(_, entry)| entry));
            builder.add(node, old.all(node), new, &time);
        }
        *self = builder.finish();
    }
}

#[derive(Default)]
struct Builder {
    lists: Adjacency,
    /// By label the nodes that have it, their groups, and how many facts these have.
    directory: Vec<(Vec<u32>, Vec<u32>, u32)>,
    /// The labels of the node that is being built, and their groups.
    labels: Vec<u32>,
    groups: Vec<u32>,
    /// The group that is being built.
    others: Vec<u32>,
    facts: Vec<u32>,
}

impl Builder {
    /// Adds the next node with its entries, sorted: those that it had and those that are new.
    fn add(
        &mut self,
        node: u32,
        old: impl Iterator<Item = Entry>,
        new: impl Iterator<Item = Entry>,
        time: impl Fn(u32) -> u32,
    ) {
        let (mut old, mut new) = (old.peekable(), new.peekable());
        let mut label = 0;
        loop {
            let next = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) if b < a => new.next(),
                (Some(_), _) => old.next(),
                (None, _) => new.next(),
            };
            if !self.facts.is_empty() && next.is_none_or(|entry| entry.label != label) {
                self.end_group(node, label, &time);
            }
            let Some(entry) = next else { break };
            label = entry.label;
            self.others.push(entry.other);
            self.facts.push(entry.fact);
        }
        let list = self.lists.pool.store_list(&self.labels, &self.groups);
        self.lists.nodes.push(list);
        self.labels.clear();
        self.groups.clear();
    }

    fn end_group(&mut self, node: u32, label: u16, time: impl Fn(u32) -> u32) {
        let list = self.lists.pool.store_list(&self.others, &self.facts);
        // There are no more groups than facts.
        let group = u32::try_from(self.lists.groups.len()).unwrap_or(u32::MAX);
        self.lists.groups.push(list);
        if let Some(large) = list.large()
            && self.facts.len() > LONG
        {
            self.lists.add_days(large, list, time);
        }
        self.labels.push(u32::from(label));
        self.groups.push(group);
        let at = usize::from(label);
        if self.directory.len() <= at {
            self.directory.resize_with(at + 1, Default::default);
        }
        if let Some((nodes, groups, facts)) = self.directory.get_mut(at) {
            nodes.push(node);
            groups.push(group);
            *facts += u32::try_from(self.facts.len()).unwrap_or(u32::MAX);
        }
        self.lists.len += self.facts.len();
        self.others.clear();
        self.facts.clear();
    }

    fn finish(self) -> Adjacency {
        let mut lists = self.lists;
        for (nodes, groups, facts) in &self.directory {
            let nodes: List = lists.pool.store_list(nodes, groups);
            lists.labels.push(Label { nodes, facts: *facts });
        }
        lists
    }
}
