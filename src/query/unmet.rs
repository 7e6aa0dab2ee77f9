//! Whether the conditions of a block can be met from the variables that have a value, in whatever order.

use super::{
    check::{Slots, binds, bound},
    pattern::{Arg, Block, Condition, Slot},
};

/// The conditions of a block that give values and cannot be met yet, as none of their variables has one.
///
/// With more values, more conditions can be met. So those that were met need no second look, whatever is planned before
/// them. An inner block is looked at again only after a condition around it was met, so all looks take time quadratic
/// in the size of the block.
#[derive(Clone, Debug)]
pub(super) struct Unmet<'b> {
    left: Vec<Left<'b>>,
    bound: Slots,
}

#[derive(Clone, Debug)]
struct Left<'b> {
    condition: &'b Condition,
    binds: Vec<Slot>,
    /// The variables that must have a value before alternatives are met.
    waits: Vec<Slot>,
    alternatives: Vec<Unmet<'b>>,
}

impl<'b> Unmet<'b> {
    /// All conditions of a block that give values. `eventual` are the variables to which the blocks around it give one.
    pub(super) fn of(block: &'b Block, eventual: &Slots) -> Self {
        let eventual: Slots = bound(block).iter().chain(eventual.iter()).collect();
        let gives = block.conditions.iter().filter(|condition| match condition {
            Condition::Fact(_)
            | Condition::Role { .. }
            | Condition::NodeOf { .. }
            | Condition::Reach(_)
            | Condition::Entity(_)
            | Condition::OneOf(..)
            | Condition::Either(_) => true,
            Condition::Differ(..)
            | Condition::Precede(..)
            | Condition::Compare(..)
            | Condition::When { .. }
            | Condition::Time { .. }
            | Condition::Test(..)
            | Condition::Not(_)
            | Condition::Exists(_)
            | Condition::Optional(_) => false,
        });
        let left = gives.map(|condition| {
            let binds = binds(condition);
            let mut waits = Vec::new();
            if let Condition::Either(_) = condition {
                // A variable that all alternatives give a value may get it from them.
                condition.each_slot(&mut |slot| {
                    if eventual.contains(slot) && !binds.contains(&slot) {
                        waits.push(slot);
                    }
                });
            }
            let alternatives = condition.blocks().iter().map(|block| Self::of(block, &eventual)).collect();
            Left { condition, binds, waits, alternatives }
        });
        Self { left: left.collect(), bound: Slots::default() }
    }

    /// Whether all can be met if these variables have a value, also those that were given before.
    pub(super) fn can_be_met(&mut self, given: &Slots) -> bool {
        for slot in given.iter() {
            self.bound.insert(slot);
        }
        loop {
            let (before, bound) = (self.left.len(), &mut self.bound);
            self.left.retain_mut(|left| {
                let is_met = left.can_be_met(bound);
                if is_met {
                    for slot in &left.binds {
                        bound.insert(*slot);
                    }
                }
                !is_met
            });
            if self.left.is_empty() || self.left.len() == before {
                return self.left.is_empty();
            }
        }
    }
}

impl Left<'_> {
    fn can_be_met(&mut self, bound: &Slots) -> bool {
        has_start(self.condition, bound)
            && self.waits.iter().all(|slot| bound.contains(*slot))
            && self.alternatives.iter_mut().all(|block| block.can_be_met(bound))
    }
}

/// Whether enough variables have a value to begin with a condition that gives values, its inner blocks left aside.
pub(super) fn has_start(condition: &Condition, bound: &Slots) -> bool {
    let is_known = |end: Arg| end.slot().is_none_or(|slot| bound.contains(slot));
    match condition {
        Condition::Role { fact, player, .. } => bound.contains(*fact) || is_known(*player),
        Condition::NodeOf { fact, node } => bound.contains(*fact) || bound.contains(*node),
        Condition::Reach(reach) => reach.depth.least > 0 || is_known(reach.from) || is_known(reach.to),
        _ => true,
    }
}
