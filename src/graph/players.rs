//! The role players of a fact that is to be recorded: each fits its role, and is given once.

use std::collections::HashSet;

use super::KnowledgeGraph;
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, RelationId, RoleId, Term, Value},
    schema::Range,
    tables::NewEnd,
};

impl KnowledgeGraph {
    /// Checks a role player and adds it to those before it.
    pub(super) fn add_player(
        &self,
        relation: RelationId,
        role: RoleId,
        range: Range,
        player: Term,
        players: &mut Players,
    ) -> Result<(), Error> {
        let of = || format!("{} of {}", self.schema.role_def(role).name, self.schema.relation_def(relation).name);
        let twice = |why| Err(Error::new(ErrorKind::DuplicateRole, why).at(of()));
        let end = self.end(player, range).map_err(|e| e.at(of()))?;
        match self.said_before(players, role, &end) {
            Before::Role | Before::Player if !self.schema.ends(relation).many.contains(&role) => {
                return twice("given twice; the role has one player in each fact of this relation");
            }
            Before::Player => return twice("one player is given twice"),
            Before::Role | Before::Nothing => {}
        }
        players.roles.push((role, end));
        Ok(())
    }

    /// The required roles of a relation that are not given.
    pub(super) fn missing_roles(
        &self,
        relation: RelationId,
        is_given: impl Fn(RoleId) -> bool,
    ) -> impl Iterator<Item = RoleId> {
        let roles = self.schema.ends(relation).roles.iter();
        roles.filter(move |(role, required, _)| *required && !is_given(*role)).map(|(role, ..)| *role)
    }

    pub(super) fn missing_role(&self, relation: RelationId, role: RoleId) -> Error {
        let (relation, role) = (&self.schema.relation_def(relation).name, &self.schema.role_def(role).name);
        Error::new(ErrorKind::MissingRole, format!("{relation} needs the role `{role}`"))
    }

    /// Whether a role, or even this player of it, is among the roles that a draft gave so far.
    fn said_before(&self, players: &mut Players, role: RoleId, end: &NewEnd) -> Before {
        let Players { roles, given } = players;
        let (has_role, has_player) = if roles.len() < FEW_PLAYERS {
            let mut others = roles.iter().filter(|(other, _)| *other == role).map(|(_, other)| other).peekable();
            let has_role = others.peek().is_some();
            (has_role, has_role && others.any(|other| self.same_end(other) == self.same_end(end)))
        } else {
            for (role, end) in roles.iter().skip(given.counted) {
                given.roles.insert(*role);
                given.players.insert((*role, self.same_end(end)));
            }
            given.counted = roles.len();
            (given.roles.contains(&role), given.players.contains(&(role, self.same_end(end))))
        };
        match (has_role, has_player) {
            (_, true) => Before::Player,
            (true, false) => Before::Role,
            (false, false) => Before::Nothing,
        }
    }

    /// An end in the form in which two ends that are one are equal, as far as merges say so.
    fn same_end(&self, end: &NewEnd) -> SameEnd {
        // A value and a fact may have a node already.
        match (self.node_of(end), end) {
            (Some(node), _) => SameEnd::Node(self.tables.merged().canonical(node)),
            (None, NewEnd::Node(node)) => SameEnd::Node(*node),
            (None, NewEnd::Value(value)) => SameEnd::Value(value.clone()),
            (None, NewEnd::Fact(fact)) => SameEnd::Fact(*fact),
        }
    }
}

/// Up to so many role players are compared one by one.
const FEW_PLAYERS: usize = 16;

/// The role players of a draft so far.
#[derive(Default)]
pub(super) struct Players {
    pub(super) roles: Vec<(RoleId, NewEnd)>,
    given: Given,
}

/// The roles and players that a draft gave so far, if they are many.
#[derive(Default)]
struct Given {
    counted: usize,
    roles: HashSet<RoleId>,
    players: HashSet<(RoleId, SameEnd)>,
}

/// What a draft gave before.
enum Before {
    Nothing,
    Role,
    Player,
}

/// An end of a fact: a node, or what would become one.
#[derive(PartialEq, Eq, Hash)]
enum SameEnd {
    Node(u32),
    Value(Value),
    Fact(FactId),
}
