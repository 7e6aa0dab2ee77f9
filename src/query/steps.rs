//! The steps of a plan.

use std::sync::Arc;

use super::{
    edges::FactEnd,
    pattern::{Arg, Atom, Condition, Reach, Slot},
    time_join::TimeJoin,
};
use crate::{model::RoleId, schema::Range};

/// How the facts of an atom are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// All facts of the relation, grouped by this end.
    All(FactEnd),
    /// The facts around one end, which is known; the other end is new.
    From(FactEnd),
    /// The facts between two known ends, in the list of this end: the one that changes less often.
    Between(FactEnd),
    /// The one fact that is known already.
    Fact,
}

/// What is done with a node or fact that a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// It becomes the value of a variable.
    Bind(Slot),
    /// It must equal this value.
    Equal(Arg),
}

/// The step that finds the facts of an atom.
#[derive(Clone, Copy, Debug)]
pub(super) struct FactStep {
    pub(super) atom: Atom,
    pub(super) access: Access,
    pub(super) subject: Target,
    pub(super) object: Target,
    /// How its time relates to that of a known fact. The next step is the filter by this condition.
    pub(super) time: Option<TimeJoin>,
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Fact(FactStep),
    /// The player of a role in a known fact.
    Player {
        fact: Slot,
        role: RoleId,
        player: Target,
    },
    /// The facts in which a known node plays a role.
    Played {
        fact: Slot,
        role: RoleId,
        player: Arg,
    },
    /// The fact of a known node.
    NodeOf {
        fact: Slot,
        node: Slot,
    },
    /// The node of a known fact.
    Node {
        fact: Slot,
        node: Target,
    },
    Reach {
        reach: Reach,
        access: Access,
        from: Target,
        to: Target,
    },
    /// All entities.
    Entities(Slot),
    /// A known node is an entity of the view.
    Entity(Slot),
    /// Each of these nodes, or, if the node is known, whether it is one of them.
    OneOf {
        nodes: Arc<[u32]>,
        node: Target,
    },
    /// A node is within a range.
    Test(Slot, Range),
    /// A fact differs from those matched before.
    Unlike(Slot, Vec<Slot>),
    /// A condition on known variables.
    Filter(Condition),
    Not(Plan),
    Exists(Plan),
    /// A part, and the variables that only it binds.
    Optional(Plan, Vec<Slot>),
    /// The alternatives, each with the variables that it leaves without a value because only others bind them.
    Either(Vec<(Plan, Vec<Slot>)>),
}

/// The steps of a block, in order, each with how many rows are expected after it.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) steps: Vec<(Step, f64)>,
}

impl Plan {
    /// How many rows are expected at the end.
    pub(super) fn rows(&self) -> f64 {
        self.steps.last().map_or(1.0, |(_, rows)| *rows)
    }
}
