//! Facts against the schema, and their details.

use std::ops::ControlFlow;

use super::{Report, Violation, index_size, rows, rule};
use crate::{
    graph::{KnowledgeGraph, record::Detail},
    model::{FactId, Id, RelationId, RoleId, check_key},
    schema::Shape,
    time::WhenParts,
};

impl KnowledgeGraph {
    pub(super) fn check_facts(&self, report: Report<'_>) -> ControlFlow<()> {
        for (id, (subject, object), record) in self.all_facts_stored() {
            let fact = id.index();
            if record.relation.at() >= self.schema.relation_count() {
                report(Violation::Ends { fact })?;
                continue;
            }
            let ends = self.schema.ends(record.relation);
            let taken = self.fits(Id::new(subject), ends.subject) && self.fits(Id::new(object), ends.object);
            rule(taken, report, Violation::Ends { fact })?;
            let on_a_day = matches!(record.when.parts(), WhenParts::On(_));
            rule(ends.shape != Shape::Holds || !on_a_day, report, Violation::Time { fact })?;
            if let Some(at) = self.details.row(id) {
                let linked = self.details.rows().get(at as usize).is_some_and(|(of, _)| *of == id);
                rule(linked, report, Violation::Detail { at })?;
            }
            let players = self.detail(id).map_or(&[][..], |detail| self.asserted_players(detail));
            rule(self.fits_roles(record.relation, players), report, Violation::Roles { fact })?;
        }
        self.check_details(report)
    }

    fn fits_roles(&self, relation: RelationId, players: &[(RoleId, u32)]) -> bool {
        let ends = self.schema.ends(relation);
        let place = |role: RoleId| (ends.roles.iter().position(|(r, ..)| *r == role).unwrap_or(ends.roles.len()), role);
        let fit = |(role, player): &(RoleId, u32)| {
            role.at() < self.schema.role_count()
                && ends.role(*role).is_some_and(|(_, range)| self.fits(Id::new(*player), range))
        };
        let required = |(role, required, _): &(RoleId, bool, _)| !required || players.iter().any(|(r, _)| r == role);
        players.iter().all(fit)
            && players.is_sorted_by(|(a, _), (b, _)| place(*a) < place(*b))
            && ends.roles.iter().all(required)
    }

    fn check_details(&self, report: Report<'_>) -> ControlFlow<()> {
        let (mut keys, mut players) = (0, 0);
        for (at, (id, detail)) in rows(self.details.rows()) {
            let linked = self.record(*id).is_some() && self.details.row(*id) == Some(at);
            rule(linked && *detail != Detail::EMPTY, report, Violation::Detail { at })?;
            rule(self.has_string_or_none(detail.key), report, Violation::String { of: "detail", at })?;
            let (first, count) = detail.players;
            if count > 0 {
                let next = u32::try_from(players).unwrap_or(u32::MAX) == first;
                rule(next, report, Violation::Players { fact: id.index() })?;
                players += usize::from(count);
            }
            if let Some(key) = self.arena.find(detail.key) {
                keys += 1;
                let found = self.fact(key).is_ok_and(|found| found == *id);
                let formed = check_key(key).is_ok() && !key.bytes().all(|b| b.is_ascii_digit());
                rule(found && formed, report, Violation::FactKey { fact: id.index() })?;
            }
            let back = detail.node.is_none_or(|node| self.node_fact(node.index()) == Some(*id));
            rule(back, report, Violation::Detail { at })?;
        }
        index_size("links to details", self.details.linked(), self.details.len(), report)?;
        index_size("role players", self.players.len(), players, report)?;
        index_size("keys of facts", self.fact_keys.len(), keys, report)
    }

    fn node_fact(&self, node: u32) -> Option<FactId> {
        match self.node_kind(node)? {
            crate::graph::record::NodeKind::Fact(fact) => Some(fact),
            _ => None,
        }
    }
}
