//! The shape of a pattern that can be counted without listing its matches: variables joined by facts that no other
//! condition uses.

use super::super::{
    Query,
    check::{Slots, bound, tests},
    pattern::{Arg, Atom, Block, Condition, Slot, Thing},
};
use crate::schema::Range;

/// Which matches are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matches {
    /// All of them: several facts between two values are several matches.
    All,
    /// Those with different values: several facts between two values count once.
    Distinct,
}

/// A variable, or a given node.
#[derive(Clone, Debug, Default)]
pub(super) struct Point {
    pub(super) slot: Option<Slot>,
    pub(super) fixed: Option<u32>,
    /// The ranges that its values must be within.
    pub(super) tests: Vec<Range>,
}

/// Facts between two points, which are given by their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) atom: Atom,
}

/// An inner pattern that shares one variable with the outer one: an optional part or a negation.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    pub(super) at: usize,
    /// The place of the shared variable in the inner pattern.
    pub(super) root: usize,
    pub(super) shape: Shape,
}

/// A pattern that can be counted without listing.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) points: Vec<Point>,
    pub(super) links: Vec<Link>,
    /// Pairs of points that must differ.
    pub(super) differ: Vec<(usize, usize)>,
    /// Facts that must not exist between two points.
    pub(super) without: Vec<Link>,
    pub(super) optional: Vec<Inner>,
    pub(super) absent: Vec<Inner>,
}

impl Shape {
    /// The shape of a block, if it can be counted without listing.
    pub(super) fn of(query: &Query<'_>, block: &Block, of: Matches) -> Option<Self> {
        if query.facts_differ {
            return None;
        }
        let mut shape = Self::default();
        let tests = tests(query, block);
        let own = bound(block);
        for condition in &block.conditions {
            if let Condition::Fact(atom) = condition {
                // The relation of each fact is given, and no other condition uses the fact.
                let named = block.conditions.iter().filter(|other| names(other, atom.fact)).count();
                if (atom.relation.is_none() && of == Matches::All) || named != 1 {
                    return None;
                }
                let link = shape.link(atom, &tests)?;
                shape.links.push(link);
            }
        }
        for condition in &block.conditions {
            match condition {
                Condition::Fact(_) => {}
                Condition::Differ(Thing::Node(a), Thing::Node(b)) => {
                    let (a, b) = (shape.known(*a)?, shape.known(*b)?);
                    shape.differ.push((a, b));
                }
                Condition::Not(inner) => {
                    if let Some(link) = shape.single(inner, &own) {
                        shape.without.push(link);
                    } else {
                        let inner = shape.inner(query, inner, &own)?;
                        shape.absent.push(inner);
                    }
                }
                Condition::Optional(inner) => {
                    let inner = shape.inner(query, inner, &own)?;
                    shape.optional.push(inner);
                }
                _ => return None,
            }
        }
        // Every subset of these is a term of the count.
        (shape.differ.len() + shape.without.len() <= 5).then_some(shape)
    }

    fn link(&mut self, atom: &Atom, tests: &[Option<Range>]) -> Option<Link> {
        let from = self.place(atom.subject, tests)?;
        let to = self.place(atom.object, tests)?;
        Some(Link { from, to, atom: *atom })
    }

    fn place(&mut self, end: Arg, tests: &[Option<Range>]) -> Option<usize> {
        if let Some(place) = self.known(end) {
            return Some(place);
        }
        self.points.push(match end {
            Arg::Absent => return None,
            Arg::Node(node) => Point { fixed: Some(node), ..Point::default() },
            Arg::Var(slot) => {
                let test = tests.get(usize::from(slot)).copied().flatten();
                Point { slot: Some(slot), tests: test.into_iter().collect(), fixed: None }
            }
        });
        Some(self.points.len() - 1)
    }

    fn known(&self, end: Arg) -> Option<usize> {
        match end {
            Arg::Var(slot) => self.points.iter().position(|point| point.slot == Some(slot)),
            Arg::Node(node) => self.points.iter().position(|point| point.fixed == Some(node)),
            Arg::Absent => None,
        }
    }

    /// The one fact of a block, if it is between two points of this shape.
    fn single(&self, inner: &Block, outer: &Slots) -> Option<Link> {
        let [Condition::Fact(atom)] = inner.conditions.as_slice() else { return None };
        let (from, to) = (self.known(atom.subject)?, self.known(atom.object)?);
        (!outer.contains(atom.fact)).then_some(Link { from, to, atom: *atom })
    }

    fn inner(&self, query: &Query<'_>, inner: &Block, outer: &Slots) -> Option<Inner> {
        let shared: Vec<_> = inner.slots().into_iter().filter(|slot| outer.contains(*slot)).collect();
        let [slot] = shared.as_slice() else { return None };
        let shape = Self::of(query, inner, Matches::All)?;
        let flat =
            shape.differ.is_empty() && shape.without.is_empty() && shape.optional.is_empty() && shape.absent.is_empty();
        if !flat {
            return None;
        }
        Some(Inner { at: self.known(Arg::Var(*slot))?, root: shape.known(Arg::Var(*slot))?, shape })
    }
}

fn names(condition: &Condition, slot: Slot) -> bool {
    let mut found = false;
    condition.each_slot(&mut |named| found |= named == slot);
    found
}
