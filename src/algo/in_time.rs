//! Chains in time: those in which no fact happens before the one that it follows.

use std::{cmp::Reverse, collections::BinaryHeap, ops::ControlFlow};

use hashbrown::HashMap;

use super::{
    chain::Chain,
    walk::{Hop, Sense, Walk},
};
use crate::{model::FactId, time::Limit};

/// A chain that goes forward in time, and the day on which it arrives.
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

    /// When it arrives: a certain chain at the latest on this day, a possible chain at the earliest on this day.
    /// [`Limit::Past`] if nothing says when its facts began, [`Limit::Future`] if nothing says by when they have
    /// happened.
    #[must_use]
    pub const fn arrival(&self) -> Limit {
        self.arrival
    }
}

/// The chain with the earliest arrival. `reach` gives the two limits of a fact that count, or `None` for a fact that is
/// not to be used.
///
/// A step uses a fact on a day of its span, and not before the step before it. So facts 1 to n make a chain if and only
/// if start(i) <= end(j) for all i < j, and the chain arrives on the latest start(i). The spans of two facts do not
/// depend on each other, so
/// - a chain is *possible* if this holds of the earliest starts and the latest ends, and
/// - it is *certain* if this holds of the latest starts and the earliest ends.
///
/// In both cases an earlier arrival at a node is never worse, which is all that Dijkstra's algorithm needs.
pub(super) fn earliest<'g>(
    walk: &Walk<'g>,
    (from, to): (u32, u32),
    (after, within): (Limit, u32),
    reach: impl Fn(FactId) -> Option<(Limit, Limit)>,
) -> Option<ChainInTime<'g>> {
    // In the order of the day of arrival, then of the number of facts, then as they were found.
    let mut next = BinaryHeap::from([Reverse((after, 0u32, 0usize, from))]);
    // Each step taken, with the place of the step before it, counted from 1; a first step has 0.
    let mut taken: Vec<(Hop, usize)> = Vec::new();
    // The least number of facts by which each node has been reached. Where the length is bounded, a later arrival at a
    // node counts if it took fewer facts.
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
            while let Some((hop, before)) = at.checked_sub(1).and_then(|at| taken.get(at)) {
                hops.push(*hop);
                at = *before;
            }
            hops.reverse();
            return Some(ChainInTime { chain: Chain::new(&walk.view, &hops), arrival: day });
        }
        if steps == within || node != from && !walk.passes(node) {
            continue;
        }
        let _ = walk.each(&mut rules, node, Sense::Along, |fact, other| {
            if !reached.get(&other).is_some_and(|fewest| within == u32::MAX || *fewest <= steps + 1)
                && let Some((start, end)) = reach(fact)
                && day <= end
            {
                taken.push((Hop { from: node, fact, to: other }, way));
                next.push(Reverse((day.max(start), steps + 1, taken.len(), other)));
            }
            ControlFlow::<()>::Continue(())
        });
    }
    None
}
