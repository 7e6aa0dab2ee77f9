//! Chains in time: those in which no fact lies before the one that it follows.

use std::{cmp::Reverse, collections::BinaryHeap, ops::ControlFlow};

use hashbrown::HashMap;

use super::{
    chain::Chain,
    walk::{Hop, Walk},
};
use crate::{model::FactId, time::Limit};

/// A chain that goes forward in time, and when it arrives.
#[derive(Clone, Debug)]
pub struct ChainInTime<'g> {
    chain: Chain<'g>,
    arrival: Limit,
}

impl<'g> ChainInTime<'g> {
    /// The chain.
    #[must_use]
    pub fn chain(&self) -> &Chain<'g> {
        &self.chain
    }

    /// When it arrives: of a certain chain the day by which it has arrived whatever the dates that are not known, of a
    /// possible one the earliest day on which it may have. [`Limit::Past`] if its facts may lie however long ago,
    /// [`Limit::Future`] if nothing says by when they have happened.
    #[must_use]
    pub const fn arrival(&self) -> Limit {
        self.arrival
    }
}

/// The chain with the earliest arrival. `reach` tells of a fact the two limits that count, or that it is not to be used.
///
/// One can go by a fact on any day of its span, but not before one has arrived. So a chain can be gone exactly if no fact
/// begins after a later one of the chain has ended: start(i) <= end(j) for all i < j; and it arrives on the latest start.
/// The spans of different facts are independent of each other, so
/// - it is *possible* if the earliest starts and the latest ends fit, and
/// - it is *certain* if the latest starts and the earliest ends do.
///
/// In both cases having arrived earlier is never worse. That is all that Dijkstra's algorithm needs.
pub(super) fn earliest<'g>(
    walk: &Walk<'g>,
    (from, to): (u32, u32),
    (after, within): (Limit, u32),
    reach: impl Fn(FactId) -> Option<(Limit, Limit)>,
) -> Option<ChainInTime<'g>> {
    // By the day of arrival, then by the number of facts, then as it was found.
    let mut next = BinaryHeap::from([Reverse((after, 0u32, 0usize, from))]);
    // Each fact that was gone by, with the place of the one before it; what sets out has place 0.
    let mut gone: Vec<(Hop, usize)> = Vec::new();
    // By how few facts each node has been reached. A later arrival counts only where the length does, and it is shorter.
    let mut reached: HashMap<u32, u32> = HashMap::new();
    let mut rules = walk.rules();
    while let Some(Reverse((day, steps, way, node))) = next.pop() {
        if reached.get(&node).is_some_and(|fewest| within == u32::MAX || *fewest <= steps) {
            continue;
        }
        reached.insert(node, steps);
        if node == to {
            let mut hops = Vec::new();
            let mut at = way;
            while let Some((hop, before)) = at.checked_sub(1).and_then(|at| gone.get(at)) {
                hops.push(*hop);
                at = *before;
            }
            hops.reverse();
            return Some(ChainInTime { chain: Chain::new(&walk.view, &hops), arrival: day });
        }
        if steps == within || node != from && !walk.passes(node) {
            continue;
        }
        let _ = walk.each(&mut rules, node, |fact, other| {
            if !reached.get(&other).is_some_and(|fewest| within == u32::MAX || *fewest <= steps + 1)
                && let Some((start, end)) = reach(fact)
                && day <= end
            {
                gone.push((Hop { from: node, fact, to: other }, way));
                next.push(Reverse((day.max(start), steps + 1, gone.len(), other)));
            }
            ControlFlow::<()>::Continue(())
        });
    }
    None
}
