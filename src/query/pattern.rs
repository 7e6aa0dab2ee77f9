//! A pattern: the conditions of a query with every name looked up, in blocks, over numbered variables.

use std::{fmt, sync::Arc};

use crate::{
    error::Error,
    model::{RelationId, RoleId, Value},
    schema::Range,
    time::{Allen, AllenSet, Truth, When},
    view::{TimeQuestion, View},
};

/// The number of a variable, which is its place in a row.
pub(super) type Slot = u16;

/// What a variable is for, and its name in errors and explanations.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) over: Over,
    /// The next number to try where its name is wanted again.
    pub(super) next_number: u32,
}

/// What the values of a variable are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// Nodes within a range.
    Nodes(Range),
    /// Facts of a relation, or of any.
    Facts(Option<RelationId>),
}

/// The argument of a pattern at an end of a fact, or as the player of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arg {
    Var(Slot),
    /// A node of the graph.
    Node(u32),
    /// A value or a fact to which nothing in the graph refers, so that no fact can have it there.
    Absent,
}

impl Arg {
    pub(super) const fn slot(self) -> Option<Slot> {
        match self {
            Self::Var(slot) => Some(slot),
            Self::Node(_) | Self::Absent => None,
        }
    }
}

/// One side of an inequality. A fact equals itself and the node that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Node(Arg),
    /// The fact that a variable has.
    FactVar(Slot),
    /// A fact of the graph.
    Fact(u32),
}

impl Thing {
    pub(super) const fn slot(self) -> Option<Slot> {
        match self {
            Self::Node(end) => end.slot(),
            Self::FactVar(slot) => Some(slot),
            Self::Fact(_) => None,
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Side {
    Var(Slot),
    Value(Value),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// The first is smaller, or earlier.
    Less,
    /// The first is smaller, earlier or the same.
    AtMost,
    /// The first is larger, or later.
    Greater,
    /// The first is larger, later or the same.
    AtLeast,
}

/// A condition on the times of two facts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Apart {
    /// The time of the first stands in one of these relations to that of the second.
    Allen(AllenSet),
    /// The first begins this many days after the second, at least and at most.
    Days(i64, i64),
}

/// A fact of a relation, or of any, between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Atom {
    pub(super) fact: Slot,
    pub(super) relation: Option<RelationId>,
    pub(super) symmetric: bool,
    pub(super) subject: Arg,
    pub(super) object: Arg,
}

/// A chain of facts of a transitive relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) relation: RelationId,
    pub(super) symmetric: bool,
    pub(super) from: Arg,
    pub(super) to: Arg,
    pub(super) depth: Depth,
}

/// How many facts a chain has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Depth {
    pub(super) least: u32,
    /// `u32::MAX` if any number will do.
    pub(super) most: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Condition {
    Fact(Atom),
    Role {
        fact: Slot,
        role: RoleId,
        player: Arg,
    },
    /// The node is that of the fact.
    NodeOf {
        fact: Slot,
        node: Slot,
    },
    Reach(Reach),
    /// The variable is an entity of the view.
    Entity(Slot),
    /// The variable is one of these nodes, which are in order.
    OneOf(Slot, Arc<[u32]>),
    Differ(Thing, Thing),
    /// The number of the one is less than that of the other: both are nodes, or both are facts.
    Precede(Slot, Slot),
    Compare(Side, Compare, Side),
    When {
        fact: Slot,
        question: TimeQuestion,
    },
    Time {
        fact: Slot,
        apart: Apart,
        other: Slot,
    },
    /// A function of the caller says how true it is of these variables.
    Test(Vec<Slot>, Test),
    Not(Block),
    /// The block has a match, however many.
    Exists(Block),
    Optional(Block),
    Either(Vec<Block>),
}

/// What [`Test`] calls with the view and the row.
type Tested = dyn for<'v> Fn(&View<'v>, &[u32]) -> Result<Truth, Error> + Send + Sync;

/// A function of the caller that is a condition.
#[derive(Clone)]
pub(crate) struct Test(pub(crate) Arc<Tested>);

impl fmt::Debug for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Test")
    }
}

/// Conditions that must all be met.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) conditions: Vec<Condition>,
}

impl Condition {
    /// Calls with every variable that is used, including those in inner blocks.
    pub(super) fn each_slot(&self, visit: &mut impl FnMut(Slot)) {
        let end = |end: Arg, visit: &mut dyn FnMut(Slot)| end.slot().map_or((), visit);
        match self {
            Self::Fact(atom) => {
                visit(atom.fact);
                end(atom.subject, visit);
                end(atom.object, visit);
            }
            Self::Role { fact, player, .. } => {
                visit(*fact);
                end(*player, visit);
            }
            Self::NodeOf { fact, node } => {
                visit(*fact);
                visit(*node);
            }
            Self::Reach(reach) => {
                end(reach.from, visit);
                end(reach.to, visit);
            }
            Self::Entity(slot) | Self::OneOf(slot, _) | Self::When { fact: slot, .. } => visit(*slot),
            Self::Test(slots, _) => slots.iter().copied().for_each(visit),
            Self::Differ(a, b) => [a.slot(), b.slot()].into_iter().flatten().for_each(visit),
            Self::Precede(a, b) => {
                visit(*a);
                visit(*b);
            }
            Self::Compare(a, _, b) => {
                for side in [a, b] {
                    if let Side::Var(slot) = side {
                        visit(*slot);
                    }
                }
            }
            Self::Time { fact, other, .. } => {
                visit(*fact);
                visit(*other);
            }
            Self::Not(block) | Self::Exists(block) | Self::Optional(block) => block.each_slot(&mut |slot| visit(slot)),
            Self::Either(blocks) => blocks.iter().for_each(|block| block.each_slot(&mut |slot| visit(slot))),
        }
    }

    /// The inner blocks.
    pub(super) fn blocks(&self) -> &[Block] {
        match self {
            Self::Not(block) | Self::Exists(block) | Self::Optional(block) => std::slice::from_ref(block),
            Self::Either(blocks) => blocks,
            _ => &[],
        }
    }
}

impl Block {
    pub(super) fn each_slot(&self, visit: &mut dyn FnMut(Slot)) {
        self.conditions.iter().for_each(|condition| condition.each_slot(&mut |slot| visit(slot)));
    }

    /// The variables that it uses, in order, each once.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        self.each_slot(&mut |slot| slots.push(slot));
        slots.sort_unstable();
        slots.dedup();
        slots
    }
}

impl Apart {
    /// How true the condition is of two times.
    pub(super) fn ask(self, one: When, other: When) -> Truth {
        match self {
            Self::Allen(wanted) => one.stands(wanted, other),
            Self::Days(least, most) => one.begins_after(other, least..=most),
        }
    }

    /// The same condition, of the second time to the first.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Allen(wanted) => Self::Allen(wanted.converse()),
            Self::Days(least, most) => Self::Days(most.saturating_neg(), least.saturating_neg()),
        }
    }

    /// If both times are one day each for sure, by how many days the first may come after the second, at least and at
    /// most. `None` if what is between two such numbers need not meet the condition.
    pub(super) fn between_days(self) -> Option<(i64, i64)> {
        let wanted = match self {
            Self::Days(least, most) => return Some((least, most)),
            Self::Allen(wanted) => wanted,
        };
        let relations = [
            (Allen::Before, i64::MIN, -2),
            (Allen::Meets, -1, -1),
            (Allen::Equals, 0, 0),
            (Allen::MetBy, 1, 1),
            (Allen::After, 2, i64::MAX),
        ];
        let mut days: Option<(i64, i64)> = None;
        for (_, first, last) in relations.into_iter().filter(|(relation, ..)| wanted.contains(*relation)) {
            days = match days {
                None => Some((first, last)),
                Some((least, most)) if most + 1 == first => Some((least, last)),
                Some(_) => return None,
            };
        }
        Some(days.unwrap_or((1, 0)))
    }
}

impl Compare {
    /// How true the comparison is of two values. It is not true of values of different types. A date stands for its
    /// days: a year is earlier than a day if all of its days are, and possibly earlier if some of them are.
    pub(super) fn ask(self, a: &Value, b: &Value) -> Truth {
        match self {
            Self::Greater => Self::Less.ask(b, a),
            Self::AtLeast => Self::AtMost.ask(b, a),
            Self::Less | Self::AtMost => {
                if a.value_type() != b.value_type() {
                    return Truth::No;
                }
                let met = |order: std::cmp::Ordering| {
                    if self == Self::Less { order.is_lt() } else { order.is_le() }
                };
                let (Value::Date(a), Value::Date(b)) = (a, b) else { return met(a.cmp(b)).into() };
                if !met(a.first().cmp(&b.last())) {
                    Truth::No
                } else if met(a.last().cmp(&b.first())) && !a.is_qualified() && !b.is_qualified() {
                    Truth::Yes
                } else {
                    Truth::Possibly
                }
            }
        }
    }
}
