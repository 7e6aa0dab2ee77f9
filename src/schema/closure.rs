//! Which kind is under which: all kinds above each, as one bit set for each kind.

use std::fmt;

use fixedbitset::FixedBitSet;

use super::names::narrow;
use crate::model::KindId;

/// For each kind the kinds above it.
///
/// A kind with nothing above it takes no bits, so the kinds that an open schema declares stay cheap.
#[derive(Clone, Default)]
pub(super) struct Closure {
    /// The kinds directly above: parents, and unions that it is a member of.
    ups: Vec<Vec<KindId>>,
    /// All kinds above, without itself.
    above: Vec<FixedBitSet>,
}

/// The kinds above each, by number.
impl fmt::Debug for Closure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.above.iter().map(|set| set.ones().collect::<Vec<_>>())).finish()
    }
}

impl Closure {
    /// Adds a kind with nothing above it.
    pub(super) fn push(&mut self) {
        self.ups.push(Vec::new());
        self.above.push(FixedBitSet::new());
    }

    /// Puts a kind directly above another; it takes effect with [`close`](Self::close).
    pub(super) fn link(&mut self, below: KindId, above: KindId) {
        if let Some(ups) = self.ups.get_mut(below.at()) {
            ups.push(above);
        }
    }

    /// Adds to the kinds above a kind another one, and all above that. Needs no [`close`](Self::close) if nothing is under the
    /// kind yet, and the sets of the other are complete.
    pub(super) fn put_under(&mut self, below: KindId, above: KindId) {
        let Some(mut set) = self.above.get_mut(below.at()).map(std::mem::take) else { return };
        if let Some(higher) = self.above.get(above.at()) {
            set.union_with(higher);
        }
        set.grow_and_insert(above.at());
        if let Some(place) = self.above.get_mut(below.at()) {
            *place = set;
        }
    }

    /// Computes the sets anew, in one pass from the top down. If a kind is above itself, the error is one such cycle, each
    /// kind directly under the next.
    #[expect(clippy::indexing_slicing, reason = "all tables have a place for each kind, and links go between kinds")]
    pub(super) fn close(&mut self) -> Result<(), Vec<KindId>> {
        let mut below = vec![Vec::new(); self.ups.len()];
        let mut open: Vec<usize> = vec![0; self.ups.len()];
        let mut ready = Vec::new();
        for (kind, ups) in self.ups.iter().enumerate() {
            self.above[kind] = FixedBitSet::new();
            open[kind] = ups.len();
            if ups.is_empty() {
                ready.push(kind);
            }
            for up in ups {
                below[up.at()].push(kind);
            }
        }
        while let Some(done) = ready.pop() {
            for &kind in &below[done] {
                let mut set = std::mem::take(&mut self.above[kind]);
                set.union_with(&self.above[done]);
                set.grow_and_insert(done);
                self.above[kind] = set;
                open[kind] -= 1;
                if open[kind] == 0 {
                    ready.push(kind);
                }
            }
        }
        let Some(start) = open.iter().position(|&left| left > 0) else { return Ok(()) };
        // Each kind that is left has one above it that is left too, so the walk up comes back to where it has been.
        let mut walk: Vec<KindId> = Vec::new();
        let mut place = vec![None; self.ups.len()];
        let mut next = start;
        while place[next].is_none() {
            let Some(up) = self.ups[next].iter().find(|up| open[up.at()] > 0) else { break };
            place[next] = Some(walk.len());
            walk.push(KindId::new(narrow(next)));
            next = up.at();
        }
        Err(walk.split_off(place[next].unwrap_or(0)))
    }

    /// Removes the kinds from a number on.
    pub(super) fn truncate(&mut self, kinds: usize) {
        if kinds == self.ups.len() {
            return;
        }
        self.ups.truncate(kinds);
        self.above.truncate(kinds);
        let mut changed = false;
        for ups in &mut self.ups {
            let before = ups.len();
            ups.retain(|up| up.at() < kinds);
            changed |= ups.len() != before;
        }
        if changed {
            let closed = self.close();
            debug_assert!(closed.is_ok(), "fewer kinds above make no circle");
        }
    }

    /// Whether a kind is another or under it.
    pub(super) fn is_a(&self, kind: KindId, above: KindId) -> bool {
        kind == above || self.above.get(kind.at()).is_some_and(|set| set.contains(above.at()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u16) -> KindId {
        KindId::new(number)
    }

    fn closure(kinds: u16, links: &[(u16, u16)]) -> Closure {
        let mut closure = Closure::default();
        (0..kinds).for_each(|_| closure.push());
        for &(below, above) in links {
            closure.link(id(below), id(above));
        }
        closure
    }

    /// Whether one can go up from a kind to another by one link or more, tried out.
    fn reaches(links: &[(u16, u16)], from: u16, to: u16) -> bool {
        let mut seen = vec![from];
        let mut open = vec![from];
        while let Some(kind) = open.pop() {
            for &(_, above) in links.iter().filter(|(below, _)| *below == kind) {
                if above == to {
                    return true;
                }
                if !seen.contains(&above) {
                    seen.push(above);
                    open.push(above);
                }
            }
        }
        false
    }

    #[test]
    fn its_text_is_the_kinds_above_each() {
        let mut made = closure(3, &[(0, 1), (1, 2)]);
        assert_eq!(made.close(), Ok(()));
        assert_eq!(format!("{made:?}"), "[[1, 2], [2], []]");
    }

    #[test]
    fn a_cycle_is_reported_in_its_order() {
        assert_eq!(closure(1, &[(0, 0)]).close(), Err(vec![id(0)]));
        assert_eq!(closure(4, &[(0, 1), (1, 2), (2, 3), (3, 1)]).close(), Err(vec![id(1), id(2), id(3)]));
    }

    proptest! {
        // Law: k is under a if and only if some chain of links leads from k up to a; a circle is a chain from a kind to
        // itself.
        #[test]
        fn the_sets_are_the_chains(links in prop::collection::vec((0u16..9, 0u16..9), 0..14), keep in 0u16..=9) {
            let mut made = closure(9, &links);
            let circular = (0..9).any(|kind| reaches(&links, kind, kind));
            if let Err(circle) = made.close() {
                prop_assert!(circular);
                for (at, below) in circle.iter().enumerate() {
                    let above = circle[(at + 1) % circle.len()];
                    prop_assert!(links.contains(&(below.index(), above.index())));
                }
            } else {
                prop_assert!(!circular);
                // Kinds in an order in which each follows those above it need no second pass.
                let mut ordered: Vec<u16> = (0..9).collect();
                ordered.sort_by_key(|kind| made.above[usize::from(*kind)].count_ones(..));
                let place = |kind: u16| u16::try_from(ordered.iter().position(|k| *k == kind).unwrap()).unwrap();
                let mut grown = Closure::default();
                for kind in &ordered {
                    grown.push();
                    for (below, above) in links.iter().filter(|(below, _)| below == kind) {
                        grown.link(id(place(*below)), id(place(*above)));
                        grown.put_under(id(place(*below)), id(place(*above)));
                    }
                }
                for (a, b) in (0..9).flat_map(|a| (0..9).map(move |b| (a, b))) {
                    prop_assert_eq!(grown.is_a(id(place(a)), id(place(b))), made.is_a(id(a), id(b)));
                }
                for (kind, above) in (0..9).flat_map(|a| (0..9).map(move |b| (a, b))) {
                    let wanted = kind == above || reaches(&links, kind, above);
                    prop_assert_eq!(made.is_a(id(kind), id(above)), wanted);
                }
                made.truncate(usize::from(keep));
                let left: Vec<_> = links.iter().copied().filter(|(a, b)| *a < keep && *b < keep).collect();
                for (kind, above) in (0..keep).flat_map(|a| (0..keep).map(move |b| (a, b))) {
                    let wanted = kind == above || reaches(&left, kind, above);
                    prop_assert_eq!(made.is_a(id(kind), id(above)), wanted);
                }
            }
        }
    }
}
