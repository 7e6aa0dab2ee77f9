//! Counting triangles of one symmetric relation whose variables all have weight 1.
//!
//! Let the nodes be ranked by their number of facts. With *e* the number of facts between two nodes,
//!
//! ```text
//! N = 6 · Σ over a < b < c of e(a, b) · e(b, c) · e(a, c)      three different nodes, in any of six orders
//!   + 3 · Σ over a ≠ b of e(a, a) · e(a, b)²                   two of the three are the same node
//!   + Σ over a of e(a, a)³                                     all three are the same node
//! ```
//!
//! So each triangle is found once, from its node with the fewest facts. The list of a hub is hardly read, as few nodes
//! have a higher rank. The neighbours of higher rank are copied side by side first, by rank.

use super::{
    lists::Lists,
    number::{Overflow, plus, times},
};

/// The number of matches. With `exists`, one fact between two nodes counts as much as many.
pub(super) fn count(lists: &Lists<'_, '_>, exists: bool) -> Result<u64, Overflow> {
    let order = DegreeOrder::of(&[lists]);
    let above = HigherNeighbors::of(lists, &order, exists);
    // The second and third sum: over the facts of a node with itself.
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

/// The ranks of nodes: by their number of facts, then by their own number.
#[derive(Default)]
pub(super) struct DegreeOrder {
    /// The first node of the span.
    first: u32,
    /// The rank of each node of the span, counted from 1, or 0 if it has no facts.
    ranks: Vec<u32>,
    /// The number of nodes with a rank.
    nodes: usize,
}

impl DegreeOrder {
    /// Ranks nodes by their facts in several lists together.
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

/// For each node, its neighbours of higher rank, all by rank.
struct HigherNeighbors {
    /// The range of the list of each rank.
    ranges: Vec<(usize, usize)>,
    /// The neighbours, once for each fact.
    others: Vec<u32>,
    /// The nodes with facts to themselves, and the number of these.
    loops: Vec<(u32, u64)>,
}

impl HigherNeighbors {
    fn of(lists: &Lists<'_, '_>, order: &DegreeOrder, exists: bool) -> Self {
        let mut ranges = vec![(0, 0); order.nodes + 1];
        let (mut others, mut loops): (Vec<u32>, Vec<(u32, u64)>) = (Vec::with_capacity(lists.facts()), Vec::new());
        let mut last = None;
        lists.each(|node, list| {
            let rank = order.rank(node);
            let mut end = others.len();
            let Some(range) = ranges.get_mut(rank as usize) else {
                debug_assert!(false, "a rank is at most the number of nodes");
                return;
            };
            // A long list comes in pieces.
            if last.map(|(node, _)| node) != Some(node) {
                last = None;
                range.0 = end;
            }
            let (mut before, mut own) = (last.map(|(_, other)| other), 0);
            others.extend_from_slice(list);
            for other in list {
                let (above, again) = (order.rank(*other), exists && before == Some(*other));
                // Without a branch, which would be mispredicted: each is written, and overwritten by the next if it is
                // not higher.
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

    /// *Σ over a < b < c of e(a, b) · e(b, c) · e(a, c)*. For each *a*, its higher neighbours are marked with *e(a,
    /// c)*, and the marks of the higher neighbours of each *b* are summed up.
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
                // The sum has fewer than 2^31 terms, as there are fewer facts, and each is less than 2^31.
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
