//! Facts that rest on nothing, and entities that nothing is said of.

use std::{collections::HashSet, ops::ControlFlow};

use crate::{
    audit::{Code, Context, Evidence, Finding, Place, Report, Rule, Severity},
    graph::NodeRef,
    model::RelationId,
    schema::{KnownRelation, base},
};

const UNSOURCED: Code = Code::new("unsourced-fact", Severity::Warning, "no claim supports the fact");
const UNMENTIONED: Code = Code::new("unmentioned-entity", Severity::Warning, "no fact mentions the entity");

/// A fact needs a claim that supports it. Further names and identifiers are how records are kept, and need none.
pub(super) struct Unsourced;

impl Rule for Unsourced {
    fn codes(&self) -> &[Code] {
        &[UNSOURCED]
    }

    fn fact(&self, audit: &Context<'_>, told: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        if told.support().next().is_some() || is_base(audit, told.fact.relation()) {
            return ControlFlow::Continue(());
        }
        let mut bare = told.fact.to_fact();
        let disputed = if bare.claims.is_empty() { "" } else { "; it is only disputed" };
        bare.claims.clear();
        let why = format!("no source supports `{bare}`{disputed}");
        report(Finding::new(UNSOURCED, Place::fact(audit.graph(), &told.fact), why))
    }
}

/// An entity needs a fact that it has a part in, beside those that name it.
pub(super) struct Unmentioned;

impl Rule for Unmentioned {
    fn codes(&self) -> &[Code] {
        &[UNMENTIONED]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let mut mentioned = HashSet::new();
        let facts = audit.view().all_facts().filter(|fact| !is_base(audit, fact.relation()));
        for fact in facts {
            mentioned.extend(fact.participants().map(|node| node.id().index()));
            mentioned.extend(fact.claims().filter_map(|claim| claim.said_by()).map(|node| node.id().index()));
        }
        let orphan = |node: &NodeRef<'_>| !mentioned.contains(&node.id().index());
        audit.view().entities().filter(orphan).try_for_each(|node| {
            let why = format!("no fact mentions `{node}`");
            report(Finding::new(UNMENTIONED, Place::entity(&node), why))
        })
    }
}

/// Whether a relation is one of those that every schema has.
fn is_base(audit: &Context<'_>, relation: RelationId) -> bool {
    let schema = audit.graph().schema();
    let of = |found: Result<crate::schema::RelationName, _>| found.is_ok_and(|name| name.id() == relation);
    of(base::AlsoKnownAs.find(schema)) || of(base::IdentifiedBy.find(schema))
}
