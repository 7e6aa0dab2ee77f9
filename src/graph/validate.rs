//! Checks that a graph is valid: the rules of the tables, and the rules that need the schema.
//!
//! A graph that was made by its own methods keeps all rules; this finds faults of the crate, and of what reads graphs from
//! elsewhere.

use std::{collections::HashSet, ops::ControlFlow};

use super::KnowledgeGraph;
use crate::{
    model::{Id, KindId, RelationId, RoleId, Value},
    tables::{Alteration, NodeKind, Report, Violation, rule},
};

impl KnowledgeGraph {
    /// Checks that the graph is valid. Everything that is stored twice is derived again from the nodes and facts, and
    /// compared. Takes time and memory in the size of the graph.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, diplomacy::{self, State}};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add(State, "Kazakhstan")?;
    /// assert_eq!(kg.validate(), Ok(()));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// The first rule that the graph breaks.
    pub fn validate(&self) -> Result<(), Violation> {
        let mut first = Ok(());
        self.visit_violations(|found| {
            first = Err(found);
            ControlFlow::Break(())
        });
        first
    }

    /// All rules that the graph breaks, each with its place.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut all = Vec::new();
        self.visit_violations(|found| {
            all.push(found);
            ControlFlow::Continue(())
        });
        all
    }

    /// Calls a closure with each violation, until the closure breaks.
    pub fn visit_violations(&self, mut visit: impl FnMut(Violation) -> ControlFlow<()>) {
        let _seen_enough = self.check_all(&mut visit);
    }

    fn check_all(&self, report: Report<'_>) -> ControlFlow<()> {
        self.tables.check(report)?;
        self.check_kinds(report)?;
        self.check_facts(report)?;
        self.check_narrowings(report)
    }

    /// Entities are of kinds of the schema, and what stands for another is of its kind or a narrower one.
    fn check_kinds(&self, report: Report<'_>) -> ControlFlow<()> {
        let is_concrete = |kind: KindId| kind.at() < self.schema.kind_count() && !self.schema.is_abstract(kind);
        for (node, kind) in self.tables.all_nodes() {
            let NodeKind::Entity { kind, .. } = kind else { continue };
            rule(is_concrete(kind), report, Violation::EntityKind { node })?;
            let stands = self.tables.merged().canonical(node);
            if stands != node {
                let kept = self.tables.kind_of(stands).is_some_and(|by| self.schema.is_a(by, kind));
                rule(kept, report, Violation::MergedKind { node })?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Facts join what their relations take.
    fn check_facts(&self, report: Report<'_>) -> ControlFlow<()> {
        for (id, (subject, object), record) in self.tables.all_facts() {
            let fact = id.index();
            if record.relation.at() >= self.schema.relation_count() {
                report(Violation::Ends { fact })?;
                continue;
            }
            let ends = self.schema.ends(record.relation);
            let taken = self.fits(Id::new(subject), ends.subject) && self.fits(Id::new(object), ends.object);
            rule(taken, report, Violation::Ends { fact })?;
            rule(ends.shape.takes(record.when), report, Violation::Time { fact })?;
            if let Some(Value::Text(text)) = self.tables.value_of(object) {
                let is_of_fact = self.tables.fact_of(subject).is_some();
                let meant = self.check_text(record.relation, is_of_fact, text).is_ok();
                rule(meant, report, Violation::Text { fact })?;
            }
            let players = self.tables.asserted_players(id);
            rule(self.fits_roles(record.relation, players), report, Violation::Roles { fact })?;
        }
        ControlFlow::Continue(())
    }

    fn fits_roles(&self, relation: RelationId, players: &[(RoleId, u32)]) -> bool {
        let ends = self.schema.ends(relation);
        let fit = |(role, player): &(RoleId, u32)| {
            role.at() < self.schema.role_count()
                && ends.role(*role).is_some_and(|(_, range)| self.fits(Id::new(*player), range))
        };
        let required = |(role, required, _): &(RoleId, bool, _)| !required || players.iter().any(|(r, _)| r == role);
        players.iter().all(fit)
            && players.is_sorted_by(|(a, _), (b, _)| ends.place(*a) < ends.place(*b) || a == b && ends.many.contains(a))
            && players.iter().collect::<HashSet<_>>().len() == players.len()
            && ends.roles.iter().all(required)
    }

    /// Kinds only narrow.
    fn check_narrowings(&self, report: Report<'_>) -> ControlFlow<()> {
        for (at, alteration) in (0u32..).zip(self.tables.journal().alterations()) {
            if let Alteration::Narrow { from, to, .. } = *alteration {
                rule(self.schema.is_a(to, from), report, Violation::Alteration { at })?;
            }
        }
        ControlFlow::Continue(())
    }
}
