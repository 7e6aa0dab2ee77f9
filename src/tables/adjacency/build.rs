//! Packing: of many entries at once, which are sorted in passes and merged with what is there; and of one label, when
//! it has many loose facts.

use super::{
    Adjacency, Days, Entry, LONG, Label, Timed,
    blocks::PIECE,
    directory::Places,
    packed::{GroupPlace, Packed},
    pool::List,
};
use crate::tables::number;

/// So few entries of a label are sorted by comparing them. Small in tests, so that passes are really made.
const FEW: usize = if cfg!(test) { 8 } else { 2_000 };

/// Many entries, one a fact.
#[derive(Clone, Copy)]
pub(in crate::tables) struct Batch<'a> {
    /// The number of the first fact; the others follow.
    pub(in crate::tables) first: u32,
    /// By fact the node whose list it goes into, its label, and the other end.
    pub(in crate::tables) nodes: &'a [u32],
    pub(in crate::tables) labels: &'a [u16],
    pub(in crate::tables) others: &'a [u32],
}

impl Batch<'_> {
    /// Its entries in the order of label, node, other end and fact, each with its node.
    ///
    /// Each pass puts them into the order of one part and keeps the order among equals: so many are sorted in time in
    /// their number and that of nodes, and nothing is compared.
    fn sorted(&self) -> Vec<(u32, Entry)> {
        let rows = self.nodes.iter().zip(self.labels).zip(self.others);
        let entry =
            |fact, ((node, label), other): ((&u32, &u16), &u32)| (*node, Entry { label: *label, other: *other, fact });
        let rows: Vec<_> = (self.first..).zip(rows).map(|(fact, row)| entry(fact, row)).collect();
        // By label first: what is left to sort of each is close together in memory.
        let mut sorted = sorted_by(rows, |(_, entry)| u32::from(entry.label));
        for rows in sorted.chunk_by_mut(|(_, a), (_, b)| a.label == b.label) {
            if rows.len() < FEW {
                rows.sort_unstable();
                continue;
            }
            let by_other = sorted_by(rows.to_vec(), |(_, entry)| entry.other);
            rows.copy_from_slice(&sorted_by(by_other, |(node, _)| *node));
        }
        sorted
    }
}

/// The same rows in the order of a part, equal ones in the order in which they came.
fn sorted_by<T: Copy>(mut rows: Vec<T>, part: impl Fn(&T) -> u32) -> Vec<T> {
    let greatest = rows.iter().map(&part).max().unwrap_or(0);
    let Some(any) = rows.first().copied().filter(|_| greatest as usize <= 4 * rows.len() + 1_000) else {
        rows.sort_by_key(part);
        return rows;
    };
    // Where the next row with this part goes.
    let mut places = vec![0u32; greatest as usize + 2];
    for row in &rows {
        if let Some(count) = places.get_mut(part(row) as usize + 1) {
            *count += 1;
        }
    }
    let mut before = 0;
    for place in &mut places {
        before += *place;
        *place = before;
    }
    let mut sorted = vec![any; rows.len()];
    for row in rows {
        if let Some(place) = places.get_mut(part(&row) as usize)
            && let Some(to) = sorted.get_mut(*place as usize)
        {
            *to = row;
            *place += 1;
        }
    }
    sorted
}

impl Adjacency {
    /// Takes in a batch. All lists are rebuilt, so a batch should be a large part of the whole.
    pub(in crate::tables) fn extend<T: Timed>(&mut self, batch: Batch<'_>, time: impl Fn(u32) -> T) {
        let old = std::mem::take(self);
        let rows = batch.sorted();
        let mut rows = rows.as_slice();
        let most = batch.labels.iter().max().map_or(0, |label| usize::from(*label) + 1);
        let last = batch.nodes.iter().max().map_or(0, |node| *node as usize + 1);
        let mut builder = Builder { nodes: last.max(old.nodes.len()), ..Builder::default() };
        for label in (0u16..).take(most.max(old.labels.len())) {
            let (new, rest) = rows.split_at(rows.partition_point(|(_, entry)| entry.label == label));
            rows = rest;
            builder.add(label, &old, new, &time);
        }
        *self = builder.finish();
    }

    /// Packs the groups of a label of up to [`PIECE`] facts, those that are loose too.
    pub(super) fn pack(&mut self, label: u16) {
        let Some(of) = self.labels.get_mut(usize::from(label)) else {
            debug_assert!(false, "a label that is packed is there");
            return;
        };
        let old = std::mem::take(of);
        let mut loose = old.loose;
        let mut packed = Packed::with_room(old.facts as usize);
        let pairs: Vec<_> = self.pool.read(loose).iter().collect();
        self.pool.clear(&mut loose);
        let (mut nodes, mut groups) = (Vec::new(), Vec::new());
        let places = Places::of(&old.packed, pairs.into_iter());
        for (node, place) in places {
            let packed_again = match place {
                GroupPlace::Packed { start, len } => {
                    let columns = old.packed.columns(start, len);
                    packed.push(node, columns.others, columns.facts)
                }
                GroupPlace::Loose(group) => {
                    let Some(list) = self.groups.get_mut(group as usize) else {
                        debug_assert!(false, "a label names groups that are there");
                        continue;
                    };
                    if list.large().is_some() {
                        nodes.push(node);
                        groups.push(group);
                        continue;
                    }
                    let (others, facts) = self.pool.short(*list);
                    let place = packed.push(node, others, facts);
                    self.pool.clear(list);
                    self.free_groups.push(group);
                    place
                }
            };
            if let Some(labels) = self.nodes.get(node as usize) {
                self.pool.replace(*labels, place.pair(label), packed_again.pair(label));
            }
        }
        packed.shrink();
        let loose = self.pool.store_list(&nodes, &groups);
        if let Some(of) = self.labels.get_mut(usize::from(label)) {
            *of = Label { packed, loose, facts: old.facts, unpacked: 0 };
        }
    }
}

#[derive(Default)]
struct Builder {
    lists: Adjacency,
    /// How many nodes there are.
    nodes: usize,
    /// By group, in the order of label and node: the node, and the pair that its list is to have.
    named: Vec<(u32, (u32, u32))>,
    /// The group that is being built.
    others: Vec<u32>,
    facts: Vec<u32>,
}

impl Builder {
    /// Adds the next label with its entries, sorted: those that it had and those that are new.
    fn add<T: Timed>(&mut self, label: u16, old: &Adjacency, mut new: &[(u32, Entry)], time: impl Fn(u32) -> T) {
        let directory = old.directory(label);
        let mut old = directory.iter().peekable();
        let mut of = Label { packed: Packed::with_room(directory.facts() + new.len()), ..Label::default() };
        let (mut nodes, mut groups) = (Vec::new(), Vec::new());
        loop {
            let next = [old.peek().map(|(node, _)| *node), new.first().map(|(node, _)| *node)];
            let Some(node) = next.into_iter().flatten().min() else { break };
            let there = old.next_if(|(of, _)| *of == node).map(|(_, group)| group).unwrap_or_default();
            let (came, rest) = new.split_at(new.iter().take_while(|(of, _)| *of == node).count());
            new = rest;
            self.merge(there.iter().peekable(), came);
            of.facts += number(self.facts.len());
            let place = if self.facts.len() <= PIECE {
                of.packed.push(node, &self.others, &self.facts)
            } else {
                let group = self.long(&time);
                nodes.push(node);
                groups.push(group);
                GroupPlace::Loose(group)
            };
            self.named.push((node, place.pair(label)));
        }
        of.packed.shrink();
        of.loose = self.lists.pool.store_list(&nodes, &groups);
        self.lists.len += of.facts as usize;
        self.lists.labels.push(of);
    }

    /// Makes the group of a node: what it had, and what came.
    fn merge(&mut self, mut there: std::iter::Peekable<super::Members<'_>>, came: &[(u32, Entry)]) {
        self.others.clear();
        self.facts.clear();
        for (_, entry) in came {
            while let Some((other, fact)) = there.next_if(|pair| *pair < (entry.other, entry.fact)) {
                self.others.push(other);
                self.facts.push(fact);
            }
            self.others.push(entry.other);
            self.facts.push(entry.fact);
        }
        there.for_each(|(other, fact)| {
            self.others.push(other);
            self.facts.push(fact);
        });
    }

    /// The number of a loose group with what was merged.
    fn long<T: Timed>(&mut self, time: impl Fn(u32) -> T) -> u32 {
        let list = self.lists.pool.store_list(&self.others, &self.facts);
        if let Some(large) = list.large()
            && self.facts.len() > LONG
        {
            Adjacency::put_days(&mut self.lists.days, large, Days::of(self.facts.iter().copied(), time));
        }
        self.lists.place_loose(list)
    }

    /// Gives every node its list of labels.
    fn finish(self) -> Adjacency {
        let mut lists = self.lists;
        // Labels stay in order at each node, as equal rows keep theirs.
        let named = sorted_by(self.named, |(node, _)| *node);
        let mut named = named.as_slice();
        lists.pool.reserve(named.len());
        lists.nodes.reserve_exact(self.nodes);
        let (mut labels, mut places) = (Vec::new(), Vec::new());
        for node in (0u32..).take(self.nodes) {
            labels.clear();
            places.clear();
            while let Some(((_, (label, place)), rest)) = named.split_first().filter(|((of, _), _)| *of == node) {
                labels.push(*label);
                places.push(*place);
                named = rest;
            }
            let list: List = lists.pool.store_list(&labels, &places);
            lists.nodes.push(list);
        }
        lists
    }
}
