//! A pattern: what a query asks for, with every name looked up. Blocks of conditions over numbered variables.

use crate::{
    model::{RelationId, RoleId, Value},
    schema::Range,
    time::{AllenSet, Truth, When},
    view::TimeQuestion,
};

/// The place of a variable in a row.
pub(super) type Slot = u16;

/// What a variable stands for, and how errors and explanations name it.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) over: Over,
}

/// What the values of a variable are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// Nodes within a range.
    Nodes(Range),
    /// Facts of a relation, or of any.
    Facts(Option<RelationId>),
}

/// An end of a fact, or the player of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Var(Slot),
    /// A node of the graph.
    Node(u32),
    /// A value or a fact that nothing in the graph refers to: no fact has it.
    Absent,
}

impl End {
    pub(super) const fn slot(self) -> Option<Slot> {
        match self {
            Self::Var(slot) => Some(slot),
            Self::Node(_) | Self::Absent => None,
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

/// How the times of two facts lie to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Apart {
    /// The first stands to the second in one of these relations.
    Allen(AllenSet),
    /// The first begins so many days after the second, at least and at most.
    Days(i64, i64),
}

/// A fact of a relation, or of any, between two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Atom {
    pub(super) fact: Slot,
    pub(super) relation: Option<RelationId>,
    pub(super) symmetric: bool,
    pub(super) subject: End,
    pub(super) object: End,
}

/// A chain of facts of a transitive relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) relation: RelationId,
    pub(super) symmetric: bool,
    pub(super) from: End,
    pub(super) to: End,
    pub(super) least: u32,
    pub(super) most: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Condition {
    Fact(Atom),
    Role {
        fact: Slot,
        role: RoleId,
        player: End,
    },
    /// The node stands for the fact.
    Stands {
        fact: Slot,
        node: Slot,
    },
    Reach(Reach),
    /// There is such an entity.
    Entity(Slot),
    Differ(End, End),
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
    Not(Block),
    Optional(Block),
    Either(Vec<Block>),
}

/// Conditions that must all be met.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) conditions: Vec<Condition>,
}

impl Condition {
    /// Calls for every variable that is named, those within blocks included.
    pub(super) fn each_slot(&self, tell: &mut impl FnMut(Slot)) {
        let end = |end: End, tell: &mut dyn FnMut(Slot)| end.slot().map_or((), tell);
        match self {
            Self::Fact(atom) => {
                tell(atom.fact);
                end(atom.subject, tell);
                end(atom.object, tell);
            }
            Self::Role { fact, player, .. } => {
                tell(*fact);
                end(*player, tell);
            }
            Self::Stands { fact, node } => {
                tell(*fact);
                tell(*node);
            }
            Self::Reach(reach) => {
                end(reach.from, tell);
                end(reach.to, tell);
            }
            Self::Entity(slot) | Self::When { fact: slot, .. } => tell(*slot),
            Self::Differ(a, b) => {
                end(*a, tell);
                end(*b, tell);
            }
            Self::Compare(a, _, b) => {
                for side in [a, b] {
                    if let Side::Var(slot) = side {
                        tell(*slot);
                    }
                }
            }
            Self::Time { fact, other, .. } => {
                tell(*fact);
                tell(*other);
            }
            Self::Not(block) | Self::Optional(block) => block.each_slot(&mut |slot| tell(slot)),
            Self::Either(blocks) => blocks.iter().for_each(|block| block.each_slot(&mut |slot| tell(slot))),
        }
    }

    /// The blocks within.
    pub(super) fn blocks(&self) -> &[Block] {
        match self {
            Self::Not(block) | Self::Optional(block) => std::slice::from_ref(block),
            Self::Either(blocks) => blocks,
            _ => &[],
        }
    }
}

impl Block {
    pub(super) fn each_slot(&self, tell: &mut dyn FnMut(Slot)) {
        self.conditions.iter().for_each(|condition| condition.each_slot(&mut |slot| tell(slot)));
    }

    /// Which variables it names, in order, each once.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        self.each_slot(&mut |slot| slots.push(slot));
        slots.sort_unstable();
        slots.dedup();
        slots
    }
}

impl Apart {
    /// How true it is of the times of two facts.
    pub(super) fn ask(self, one: When, other: When) -> Truth {
        match self {
            Self::Allen(wanted) => one.stands(wanted, other),
            Self::Days(least, most) => one.begins_after(other, least..=most),
        }
    }
}

impl Compare {
    /// How true it is of two values. Values of two types do not compare. Dates compare as what they mean: a year is earlier
    /// than a day if all its days are, and possibly if one is.
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
