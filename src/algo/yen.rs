//! The k shortest chains, after Yen.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::{
    search::shortest,
    walk::{Hop, Walk},
};
use crate::model::FactId;

/// The shortest chains between two different nodes, at most so many: by length, then by their facts.
///
/// Each chain after the first leaves an earlier chain at some node, by a hop that no earlier chain with the same
/// beginning has. So for each node of the last chain, the shortest rest is looked for that avoids these hops, and the
/// nodes and facts of the chain up to there. The best of all candidates is the next chain. Source: Yen, *Finding the k
/// shortest loopless paths in a network* (1971).
///
/// A chain is left only behind the longest beginning that it has in common with earlier ones: at the nodes before, all
/// rests were looked for when the earlier ones were left (Lawler, 1972). No more candidates wait than chains are
/// wanted.
pub(super) fn k_shortest(walk: &Walk<'_>, from: u32, to: u32, within: u32, count: usize) -> Vec<Vec<Hop>> {
    let mut found: Vec<Vec<Hop>> = Vec::new();
    let mut beginnings = Beginnings::default();
    let mut next = if count == 0 { None } else { shortest(walk, from, to, within, |_| true) };
    let mut waiting: BTreeSet<(usize, Vec<Hop>)> = BTreeSet::new();
    while let Some(chain) = next {
        found.push(chain);
        if found.len() == count {
            break;
        }
        let last = found.last().map_or(&[][..], Vec::as_slice);
        let mut beginning = Beginnings::EMPTY;
        for (at, leave) in last.iter().enumerate() {
            let (root, _) = last.split_at(at);
            let here = beginning;
            let is_new;
            (beginning, is_new) = beginnings.extend(here, *leave);
            if !is_new {
                continue;
            }
            let followed = beginnings.hops_after(here);
            // A chain has at most as many facts as can be counted in u32.
            let left = within.saturating_sub(u32::try_from(at).unwrap_or(u32::MAX));
            for rest in rests(walk, root, (leave.from, to), left, followed) {
                let whole: Vec<Hop> = root.iter().copied().chain(rest).collect();
                waiting.insert((whole.len(), whole));
            }
            while waiting.len() > count - found.len() {
                waiting.pop_last();
            }
        }
        next = waiting.pop_first().map(|(_, chain)| chain);
    }
    found
}

/// The beginnings of the chains that were found, each once, as a tree.
#[derive(Default)]
struct Beginnings {
    /// For a beginning and a hop, the beginning with this hop more.
    longer: HashMap<(usize, Hop), usize>,
    /// The hops that follow each beginning in some chain.
    hops_after: Vec<BTreeSet<Hop>>,
}

impl Beginnings {
    /// The beginning without hops.
    const EMPTY: usize = 0;

    /// A beginning with one hop more, and whether no chain had it so far.
    fn extend(&mut self, beginning: usize, hop: Hop) -> (usize, bool) {
        let next = self.longer.len() + 1;
        let longer = *self.longer.entry((beginning, hop)).or_insert(next);
        if self.hops_after.len() <= beginning {
            self.hops_after.resize_with(beginning + 1, BTreeSet::new);
        }
        let is_new = self.hops_after.get_mut(beginning).is_some_and(|hops| hops.insert(hop));
        (longer, is_new)
    }

    /// The hops that follow a beginning in some chain.
    fn hops_after(&self, beginning: usize) -> &BTreeSet<Hop> {
        static NONE: BTreeSet<Hop> = BTreeSet::new();
        self.hops_after.get(beginning).unwrap_or(&NONE)
    }
}

/// The shortest rests from the node where a chain is left to its end that do not begin with a hop that was followed:
/// one that begins with a fact of none of these hops, and one for each other participant of each fact of such a hop.
///
/// The latter are looked for one by one, as what follows must not use that fact again. No shortest rest uses any other
/// fact twice, as it could go directly from the first of the fact's participants to the last.
fn rests(
    walk: &Walk<'_>,
    root: &[Hop],
    (from, to): (u32, u32),
    within: u32,
    followed: &BTreeSet<Hop>,
) -> Vec<Vec<Hop>> {
    let behind: HashSet<u32> = root.iter().map(|hop| hop.from).collect();
    let clear = |hop: Hop| {
        !behind.contains(&hop.from) && !behind.contains(&hop.to) && !root.iter().any(|before| before.fact == hop.fact)
    };
    let facts: BTreeSet<FactId> = followed.iter().map(|hop| hop.fact).collect();
    let at_start = |hop: Hop| hop.from == from || hop.to == from;
    let other = shortest(walk, from, to, within, |hop| clear(hop) && !(at_start(hop) && facts.contains(&hop.fact)));
    let mut rests: Vec<Vec<Hop>> = other.into_iter().collect();
    for (fact, next) in walk.steps(&mut walk.rules(), from) {
        let first = Hop { from, fact, to: next };
        if !facts.contains(&fact) || followed.contains(&first) || !clear(first) || within == 0 {
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
