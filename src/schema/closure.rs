//! Which kind is under which: the closure over kinds above, as one set of bits a kind.

use fixedbitset::FixedBitSet;

use crate::model::KindId;

/// The kinds above each kind.
///
/// A kind with nothing above it takes no bits, so what an open schema declares stays cheap.
#[derive(Clone, Debug, Default)]
pub(super) struct Closure {
    /// The kinds right above: parents, and unions that it is a member of.
    ups: Vec<Vec<KindId>>,
    /// All kinds above, without itself.
    above: Vec<FixedBitSet>,
}

impl Closure {
    /// One more kind, with nothing above it.
    pub(super) fn push(&mut self) {
        self.ups.push(Vec::new());
        self.above.push(FixedBitSet::new());
    }

    /// Puts a kind right above another; it counts after [`close`](Self::close).
    pub(super) fn link(&mut self, below: KindId, above: KindId) {
        if let Some(ups) = self.ups.get_mut(below.at()) {
            ups.push(above);
        }
    }

    /// Makes the sets anew. If kinds are above themselves: one such circle, each right under the next.
    pub(super) fn close(&mut self) -> Result<(), Vec<KindId>> {
        let mut below = vec![Vec::new(); self.ups.len()];
        let mut open: Vec<usize> = vec![0; self.ups.len()];
        let mut ready = Vec::new();
        for (kind, ups) in self.ups.iter().enumerate() {
            self.above[kind].clear();
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
        let mut next = start;
        loop {
            if let Some(first) = walk.iter().position(|kind| kind.at() == next) {
                return Err(walk.split_off(first));
            }
            let Some(up) = self.ups[next].iter().find(|up| open[up.at()] > 0) else { return Err(walk) };
            walk.push(KindId::new(u16::try_from(next).unwrap_or(u16::MAX)));
            next = up.at();
        }
    }

    /// Forgets the kinds from a number on.
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
