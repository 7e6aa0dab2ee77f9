//! Counting circles of three by one symmetric relation.
//!
//! Each such circle is met in six ways: from any of its three, either way round. It is counted once, from the one with the
//! fewest facts towards those with more, so that a hub, to which all lead, is hardly ever read: above it there is little.
//! What lies above each node is put side by side first, by rank, and what is read again and again takes little room.

use super::{
    factor::{Overflow, plus, times},
    lists::Lists,
};

/// The number of matches of three variables of which each is joined to the others; with `exists` one fact counts as many.
pub(super) fn count(lists: &Lists<'_, '_>, exists: bool) -> Result<u64, Overflow> {
    let order = Order::of(&[lists]);
    let above = Above::of(lists, &order, exists);
    // Where a node leads to itself, two of the three may be the same, whichever two; or all three.
    let mut same = 0;
    for (node, own) in &above.loops {
        for run in lists.list(*node).chunk_by(|a, b| a == b) {
            let there = if exists { 1 } else { run.len() as u64 };
            let ways = if run.first() == Some(node) { 1 } else { 3 };
            same = plus(same, times(ways * own, times(there, there)?)?)?;
        }
    }
    plus(same, times(6, above.count()?)?)
}

/// The nodes by how many facts they have, then by number.
#[derive(Default)]
pub(super) struct Order {
    /// The first node of the span.
    first: u32,
    /// For each node of the span the how-manieth it is, from 1 on; 0 for those that are not in the order.
    ranks: Vec<u32>,
    /// How many are in it.
    nodes: usize,
}

impl Order {
    /// By the facts of several lists together.
    pub(super) fn of(sides: &[&Lists<'_, '_>]) -> Self {
        let spans = sides.iter().filter_map(|lists| lists.span());
        let span = spans.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        let Some((first, last)) = span else { return Self::default() };
        let mut facts = vec![0_u32; last.saturating_sub(first) as usize + 1];
        for lists in sides {
            lists.each_count(|node, count| {
                if let Some(facts) = facts.get_mut(node.wrapping_sub(first) as usize) {
                    *facts = facts.saturating_add(count);
                }
            });
        }
        let with_place = facts.iter().zip(0_u64..).map(|(facts, place)| u64::from(*facts) << 32 | place);
        let mut order: Vec<u64> = with_place.filter(|both| both >> 32 > 0).collect();
        order.sort_unstable();
        for (rank, both) in (1..).zip(&order) {
            if let Some(facts) = facts.get_mut(usize::try_from(both & u64::from(u32::MAX)).unwrap_or(usize::MAX)) {
                *facts = rank;
            }
        }
        Self { first, ranks: facts, nodes: order.len() }
    }

    #[inline]
    pub(super) fn rank(&self, node: u32) -> u32 {
        self.ranks.get(node.wrapping_sub(self.first) as usize).copied().unwrap_or(0)
    }
}

/// For each node what it leads to that is above it, all by rank.
struct Above {
    /// From where to where the list of each rank reaches.
    ranges: Vec<(usize, usize)>,
    /// As often as there are facts.
    others: Vec<u32>,
    /// The nodes that lead to themselves, and by how many facts.
    loops: Vec<(u32, u64)>,
}

impl Above {
    fn of(lists: &Lists<'_, '_>, order: &Order, exists: bool) -> Self {
        let mut ranges = vec![(0, 0); order.nodes + 1];
        let (mut others, mut loops): (Vec<u32>, Vec<(u32, u64)>) = (Vec::with_capacity(lists.facts()), Vec::new());
        let mut last = None;
        lists.each(|node, list| {
            let rank = order.rank(node);
            let mut end = others.len();
            let Some(range) = ranges.get_mut(rank as usize) else { return };
            // A long list comes in pieces.
            if last.map(|(node, _)| node) != Some(node) {
                last = None;
                range.0 = end;
            }
            let (mut before, mut own) = (last.map(|(_, other)| other), 0);
            others.extend_from_slice(list);
            for other in list {
                let (above, again) = (order.rank(*other), exists && before == Some(*other));
                // Written in any case, and the next over it if it is not above: which are cannot be guessed.
                if let Some(place) = others.get_mut(end) {
                    *place = above;
                }
                end += usize::from(above > rank && !again);
                own += u64::from(above == rank && !again);
                before = Some(*other);
            }
            others.truncate(end);
            range.1 = end;
            last = before.map(|other| (node, other));
            match loops.last_mut() {
                Some((there, number)) if *there == node => *number += own,
                _ if own > 0 => loops.push((node, own)),
                _ => {}
            }
        });
        Self { ranges, others, loops }
    }

    fn list(&self, rank: u32) -> &[u32] {
        self.ranges.get(rank as usize).and_then(|(start, end)| self.others.get(*start..*end)).unwrap_or_default()
    }

    /// How many ways there are from one to another above it, and to a third above that, to which the first leads too.
    fn count(&self) -> Result<u64, Overflow> {
        let mut marks = vec![0_u32; self.ranges.len()];
        let mut total = 0;
        for (start, end) in &self.ranges {
            let list = self.others.get(*start..*end).unwrap_or_default();
            if list.len() < 2 {
                continue;
            }
            for other in list {
                if let Some(mark) = marks.get_mut(*other as usize) {
                    *mark += 1;
                }
            }
            for other in list {
                let number = |third: &u32| marks.get(*third as usize).copied().map_or(0, u64::from);
                // There are fewer facts than 31 bits can count, so that such a sum holds.
                total = plus(total, self.list(*other).iter().map(number).sum())?;
            }
            for other in list {
                if let Some(mark) = marks.get_mut(*other as usize) {
                    *mark = 0;
                }
            }
        }
        Ok(total)
    }
}
