//! The check of a query before it runs: every variable has a value where it is used, and all conditions are joined.

use super::{
    Query,
    joined::joined,
    pattern::{Arg, Atom, Block, Condition, Over, Side, Slot},
};
use crate::{
    error::{Error, ErrorKind},
    schema::Range,
};

/// A row meets at most so many conditions. Each takes a place on the stack while the next one is looked for.
const MOST_TOGETHER: usize = 128;

/// A set of variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slots(Vec<Slot>);

impl Slots {
    pub(super) fn contains(&self, slot: Slot) -> bool {
        self.0.binary_search(&slot).is_ok()
    }

    /// The place of a variable in their order.
    pub(super) fn place(&self, slot: Slot) -> Option<usize> {
        self.0.binary_search(&slot).ok()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn insert(&mut self, slot: Slot) -> bool {
        self.0.binary_search(&slot).map_err(|place| self.0.insert(place, slot)).is_err()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        self.0.iter().copied()
    }
}

impl From<Vec<Slot>> for Slots {
    fn from(mut slots: Vec<Slot>) -> Self {
        slots.sort_unstable();
        slots.dedup();
        Self(slots)
    }
}

impl FromIterator<Slot> for Slots {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        Self::from(slots.into_iter().collect::<Vec<_>>())
    }
}

/// The variables to which a condition gives a value when it is met.
pub(super) fn binds(condition: &Condition) -> Vec<Slot> {
    let mut slots = Vec::new();
    bind(condition, &mut slots);
    slots
}

fn bind(condition: &Condition, slots: &mut Vec<Slot>) {
    match condition {
        Condition::Fact(atom) => {
            slots.extend([Some(atom.fact), atom.subject.slot(), atom.object.slot()].into_iter().flatten());
        }
        Condition::Role { fact, player, .. } => slots.extend([Some(*fact), player.slot()].into_iter().flatten()),
        Condition::NodeOf { fact, node } => slots.extend([*fact, *node]),
        Condition::Reach(reach) => slots.extend([reach.from.slot(), reach.to.slot()].into_iter().flatten()),
        Condition::Entity(slot) | Condition::OneOf(slot, _) => slots.push(*slot),
        Condition::Either(blocks) => {
            let mut all = blocks.iter().map(bound);
            let first = all.next().unwrap_or_default();
            let rest: Vec<_> = all.collect();
            slots.extend(first.iter().filter(|slot| rest.iter().all(|other| other.contains(*slot))));
        }
        Condition::Differ(..)
        | Condition::Precede(..)
        | Condition::Compare(..)
        | Condition::When { .. }
        | Condition::Time { .. }
        | Condition::Test(..)
        | Condition::Not(_)
        | Condition::Exists(_)
        | Condition::Optional(_) => {}
    }
}

/// The variables that have a value in every match of a block.
pub(super) fn bound(block: &Block) -> Slots {
    let mut slots = Vec::with_capacity(3 * block.conditions.len());
    block.conditions.iter().for_each(|condition| bind(condition, &mut slots));
    Slots::from(slots)
}

/// The variables to which a match of a block may give a value. Variables that only a `not` uses are not among them.
pub(super) fn gives(block: &Block) -> Slots {
    let mut all = bound(block);
    for (slot, _) in maybe_missing(block, &all) {
        all.insert(slot);
    }
    all
}

/// The variables of a row: those with a value in every row, and those that may have none.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) always: Slots,
    pub(super) sometimes: Slots,
}

/// Checks a whole query, and returns the variables of its rows.
pub(super) fn check(query: &Query<'_>) -> Result<Bound, Error> {
    let block = query.pattern()?;
    let together = met_together(block);
    if together > MOST_TOGETHER {
        let why = format!(
            "a row of a query meets at most {MOST_TOGETHER} conditions, and one of this meets {together}; the date in the \
             name of a relation and a fact at an end of another are conditions, too"
        );
        return Err(Error::new(ErrorKind::Full, why));
    }
    check_block(query, block, &query.given, &Slots::default())?;
    let always: Slots = bound(block).iter().chain(query.given.iter()).collect();
    let sometimes = maybe_missing(block, &always).into_iter().map(|(slot, _)| slot).collect();
    Ok(Bound { always, sometimes })
}

/// The most conditions that are met at the same time while the block is matched.
fn met_together(block: &Block) -> usize {
    let inner = |condition: &Condition| condition.blocks().iter().map(met_together).max().unwrap_or(0);
    let (mut not, mut others) = (0, 0);
    for condition in &block.conditions {
        match condition {
            // One negation is asked after the other.
            Condition::Not(_) | Condition::Exists(_) => not = not.max(inner(condition)),
            _ => others += inner(condition),
        }
    }
    block.conditions.len() + not + others
}

/// The variables to which a block gives a value in some matches only, each with the place of the condition that does.
fn maybe_missing(block: &Block, always: &Slots) -> Vec<(Slot, usize)> {
    let mut found = Vec::new();
    for (place, condition) in block.conditions.iter().enumerate() {
        let own: Vec<Slot> = match condition {
            Condition::Optional(block) => gives(block).iter().collect(),
            Condition::Either(blocks) => {
                blocks.iter().flat_map(|block| gives(block).iter().collect::<Vec<_>>()).collect()
            }
            _ => continue,
        };
        found.extend(own.into_iter().filter(|slot| !always.contains(*slot)).map(|slot| (slot, place)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn fails(message: String) -> Error {
    Error::new(ErrorKind::InvalidQuery, message)
}

fn check_block(query: &Query<'_>, block: &Block, outer: &Slots, missing: &Slots) -> Result<(), Error> {
    let mut known = bound(block);
    for slot in outer.iter() {
        known.insert(slot);
    }
    let maybe = maybe_missing(block, &known);
    for (place, condition) in block.conditions.iter().enumerate() {
        // A variable to which another condition of the block, or of an enclosing block, may give no value.
        let mut named = Ok(());
        condition.each_slot(&mut |slot| {
            let is_elsewhere = || {
                let from = maybe.partition_point(|(other, _)| *other < slot);
                maybe.iter().skip(from).take_while(|(other, _)| *other == slot).any(|(_, at)| *at != place)
            };
            if !known.contains(slot) && (is_elsewhere() || missing.contains(slot)) {
                named = Err(fails(format!(
                    "`{}` may have no value where it is used: only an optional part or an alternative gives it one",
                    query.name(slot)
                )));
            }
        });
        named?;
        if condition.blocks().is_empty() {
            let unbound = needs(condition).into_iter().find(|slot| !known.contains(*slot));
            if let Some(slot) = unbound {
                return Err(fails(format!("`{}` is compared, but no fact gives it a value there", query.name(slot))));
            }
        }
        let elsewhere: Slots =
            maybe.iter().filter(|(_, at)| *at != place).map(|(slot, _)| *slot).chain(missing.iter()).collect();
        for inner in condition.blocks() {
            if inner.conditions.is_empty() {
                return Err(fails("a part of the query has no condition".to_owned()));
            }
            check_block(query, inner, &known, &elsewhere)?;
        }
        if let Condition::Reach(reach) = condition
            && reach.depth.least == 0
        {
            let elsewhere: Slots = block
                .conditions
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != place)
                .flat_map(|(_, other)| binds(other))
                .chain(outer.iter())
                .collect();
            let free = |end: Arg| end.slot().is_some_and(|slot| !elsewhere.contains(slot));
            if free(reach.from) && free(reach.to) {
                return Err(fails(format!(
                    "a chain from `{}` to `{}` may have no facts, so one of the two needs another condition, such as `entity`",
                    reach.from.slot().map_or("an end", |slot| query.name(slot)),
                    reach.to.slot().map_or("an end", |slot| query.name(slot))
                )));
            }
        }
    }
    if !query.products {
        joined(query, block, outer)?;
    }
    Ok(())
}

/// The variables that must have a value before a condition can be tested.
pub(super) fn needs(condition: &Condition) -> Vec<Slot> {
    let side = |side: &Side| if let Side::Var(slot) = side { Some(*slot) } else { None };
    let needed = match condition {
        Condition::Differ(a, b) => [a.slot(), b.slot()],
        Condition::Precede(a, b) => [Some(*a), Some(*b)],
        Condition::Compare(a, _, b) => [side(a), side(b)],
        Condition::When { fact, .. } => [Some(*fact), None],
        Condition::Time { fact, other, .. } => [Some(*fact), Some(*other)],
        Condition::Test(slots, _) => return slots.clone(),
        _ => [None, None],
    };
    needed.into_iter().flatten().collect()
}

/// For each variable, the range that its values must be tested for when a block binds it, unless a fact of the block
/// makes sure of it.
pub(super) fn tests(query: &Query<'_>, block: &Block) -> Vec<Option<Range>> {
    let schema = query.view.graph().schema();
    let over = |over| match over {
        Over::Nodes(range) if range != Range::Any => Some(range),
        _ => None,
    };
    let mut tests: Vec<_> = query.variables.iter().map(|variable| over(variable.over)).collect();
    let mut says = |end: Arg, range: Range| {
        if let Some(test) = end.slot().and_then(|slot| tests.get_mut(usize::from(slot)))
            && test.is_some_and(|wanted| schema.within(range, wanted))
        {
            *test = None;
        }
    };
    for condition in &block.conditions {
        match condition {
            Condition::Fact(Atom { relation: Some(relation), symmetric, subject, object, .. }) => {
                let ends = schema.ends(*relation);
                // A symmetric fact may have its ends in either order.
                if !symmetric || ends.subject == ends.object {
                    says(*subject, ends.subject);
                    says(*object, ends.object);
                }
            }
            Condition::NodeOf { node, .. } => says(Arg::Var(*node), Range::Statement),
            _ => {}
        }
    }
    tests
}
