//! The k shortest chains, after Yen.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::{
    search::shortest,
    walk::{Hop, Walk},
};
use crate::model::FactId;

/// The shortest chains between two different nodes, at most so many: by length, then by their facts.
///
/// Each chain after the first leaves an earlier chain at some node, by a hop that no earlier chain with the same beginning
/// has. So for each node of the last chain, the shortest rest is looked for that avoids these hops, and the nodes and facts
/// of the chain up to there. The best of all candidates is the next chain. Source: Yen, *Finding the k shortest loopless
/// paths in a network* (1971).
pub(super) fn k_shortest(walk: &Walk<'_>, from: u32, to: u32, within: u32, count: usize) -> Vec<Vec<Hop>> {
    let mut found: Vec<Vec<Hop>> = Vec::new();
    let mut next = if count == 0 { None } else { shortest(walk, from, to, within, |_| true) };
    let mut waiting: BTreeSet<(usize, Vec<Hop>)> = BTreeSet::new();
    while let Some(chain) = next {
        found.push(chain);
        if found.len() == count {
            break;
        }
        let last = found.last().map_or(&[][..], Vec::as_slice);
        for (at, leave) in last.iter().enumerate() {
            let (root, _) = last.split_at(at);
            let before = found.iter().filter(|other| other.starts_with(root));
            let taken: BTreeSet<Hop> = before.filter_map(|other| other.get(at).copied()).collect();
            // A chain has at most as many facts as can be counted in u32.
            let left = within.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX));
            for rest in rests(walk, root, (leave.from, to), left, &taken) {
                let whole: Vec<Hop> = root.iter().copied().chain(rest).collect();
                waiting.insert((whole.len(), whole));
            }
        }
        next = waiting.pop_first().map(|(_, chain)| chain);
    }
    found
}

/// The shortest rests from the node where a chain is left to its end that do not begin with a hop that was taken: one that
/// begins with a fact that was not taken, and one for each other participant of each fact that was taken.
///
/// The latter are looked for one by one, as what follows must not use that fact again. No shortest rest uses any other fact
/// twice, as it could go directly from the first of the fact's participants to the last.
fn rests(walk: &Walk<'_>, root: &[Hop], (from, to): (u32, u32), within: u32, taken: &BTreeSet<Hop>) -> Vec<Vec<Hop>> {
    let behind: HashSet<u32> = root.iter().map(|hop| hop.from).collect();
    let clear = |hop: Hop| {
        !behind.contains(&hop.from) && !behind.contains(&hop.to) && !root.iter().any(|before| before.fact == hop.fact)
    };
    let facts: BTreeSet<FactId> = taken.iter().map(|hop| hop.fact).collect();
    let at_start = |hop: Hop| hop.from == from || hop.to == from;
    let other = shortest(walk, from, to, within, |hop| clear(hop) && !(at_start(hop) && facts.contains(&hop.fact)));
    let mut rests: Vec<Vec<Hop>> = other.into_iter().collect();
    for (fact, next) in walk.steps(&mut walk.rules(), from) {
        let first = Hop { from, fact, to: next };
        if !facts.contains(&fact) || taken.contains(&first) || !clear(first) || within == 0 {
            continue;
        }
        if next == to {
            rests.push(vec![first]);
        } else if walk.passes(next)
            && let Some(rest) =
                shortest(walk, next, to, within - 1, |hop| clear(hop) && !at_start(hop) && hop.fact != fact)
        {
            rests.push(std::iter::once(first).chain(rest).collect());
        }
    }
    rests
}
