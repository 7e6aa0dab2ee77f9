//! Whether the conditions of a block are joined by shared variables.

use petgraph::unionfind::UnionFind;

use super::{
    Query,
    check::{Slots, fails, gives},
    pattern::{Arg, Block, Condition, Slot},
};
use crate::error::Error;

/// Refuses a block of which two parts share no variable. `differ` does not join its two sides. `each_pair_once` does,
/// as it asks for pairs.
pub(super) fn joined(query: &Query<'_>, block: &Block, outer: &Slots) -> Result<(), Error> {
    let mut all = Slots::from(block.slots());
    for slot in outer.iter() {
        all.insert(slot);
    }
    let mut is_used = Slots::default();
    let mut sets = Sets::of(all);
    // All variables from outside are joined.
    sets.join(outer.iter());
    for condition in &block.conditions {
        // A fact between two given nodes is a test, and is joined to anything.
        let given = |end: Arg| end.slot().is_none();
        if matches!(condition, Condition::Fact(atom) if given(atom.subject) && given(atom.object))
            || matches!(condition, Condition::Differ(..))
        {
            continue;
        }
        let mut first = None;
        condition.each_slot(&mut |slot| {
            is_used.insert(slot);
            sets.join([*first.get_or_insert(slot), slot].into_iter());
        });
    }
    let own = gives(block);
    let mut parts = own.iter().filter(|slot| is_used.contains(*slot) && !outer.contains(*slot));
    let Some(one) = parts.next() else { return Ok(()) };
    let set = sets.set_of(one);
    match parts.find(|slot| sets.set_of(*slot) != set) {
        Some(other) => Err(fails(format!(
            "nothing joins `{}` and `{}`, so each match of the one would come with each match of the other; join them, or \
             call `allow_product`",
            query.name(one),
            query.name(other)
        ))),
        None => Ok(()),
    }
}

/// Disjoint sets of variables.
struct Sets {
    /// Each is the element of `sets` that its place says.
    slots: Slots,
    sets: UnionFind<usize>,
}

impl Sets {
    /// Each variable in a set of its own.
    fn of(slots: Slots) -> Self {
        Self { sets: UnionFind::new(slots.len()), slots }
    }

    /// Makes the sets of these variables one.
    fn join(&mut self, slots: impl Iterator<Item = Slot>) {
        let mut places = slots.filter_map(|slot| self.slots.place(slot));
        let Some(first) = places.next() else { return };
        for place in places {
            self.sets.union(first, place);
        }
    }

    /// What identifies the set of a variable.
    fn set_of(&self, slot: Slot) -> Option<usize> {
        self.sets.try_find(self.slots.place(slot)?)
    }
}
