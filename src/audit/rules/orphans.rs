//! Facts without a source, and entities without a fact.

use std::ops::ControlFlow;

use fixedbitset::FixedBitSet;

use crate::{
    audit::{Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity},
    model::{Modality, RelationId},
    schema::{RelationTerm, base},
    view::NodeRef,
};

const UNSOURCED: Code = Code::new("unsourced-fact", Severity::Warning, "no claim supports the fact");
const UNMENTIONED: Code = Code::new("unmentioned-entity", Severity::Warning, "no fact mentions the entity");

/// A fact needs a claim that supports it. Further names and identifiers are how records are kept, and need none.
pub(super) struct Unsourced;

impl Rule for Unsourced {
    fn codes(&self) -> &[Code] {
        &[UNSOURCED]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        if evidence.support().next().is_some() || is_base(audit, evidence.fact.relation()) {
            return ControlFlow::Continue(());
        }
        let mut bare = evidence.fact.to_fact();
        let disputed = if bare.claims.is_empty() { "" } else { "; it is only disputed" };
        bare.claims.clear();
        let why = format!("no source supports `{bare}`{disputed}");
        report(Finding::new(UNSOURCED, FoundIn::fact(audit.graph(), &evidence.fact), why))
    }
}

/// An entity of the view needs a fact of the graph in which it has a part, other than those that name it. What was retracted
/// does not count.
pub(super) struct Unmentioned;

impl Rule for Unmentioned {
    fn codes(&self) -> &[Code] {
        &[UNMENTIONED]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let mut mentioned = FixedBitSet::with_capacity(audit.graph().node_count());
        // A view may leave out the plan or the denial that mentions an entity which it shows.
        let all = audit.graph().view().with_modalities(Modality::ALL).with_resolved();
        let facts = all.all_facts().filter(|fact| !is_base(audit, fact.relation()));
        for fact in facts {
            mentioned.extend(fact.participants().map(|node| node.id().index() as usize));
            mentioned.extend(fact.claims().filter_map(|claim| claim.said_by()).map(|node| node.id().index() as usize));
        }
        let orphan = |node: &NodeRef<'_>| !mentioned.contains(node.id().index() as usize);
        audit.view().entities().filter(orphan).try_for_each(|node| {
            let why = format!("no fact mentions `{node}`");
            report(Finding::new(UNMENTIONED, FoundIn::entity(&node), why))
        })
    }
}

/// Whether a relation is one of those that every schema has.
fn is_base(audit: &Context<'_>, relation: RelationId) -> bool {
    let schema = audit.graph().schema();
    let of = |found: Result<crate::schema::FoundRelation, _>| found.is_ok_and(|name| name.id() == relation);
    of(base::AlsoKnownAs.find(schema)) || of(base::IdentifiedBy.find(schema))
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy::{self, Person, State},
        draft::fact,
        entity,
        graph::KnowledgeGraph,
        model::Source,
    };

    fn found(kg: &KnowledgeGraph) -> Vec<String> {
        let all = Audit::new().without("quote-unverified").unwrap().all(&kg.view());
        all.iter().map(|found| format!("{} {}", found.code(), found.place())).collect()
    }

    #[test]
    fn facts_need_support_and_entities_facts() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report")).unwrap();
        let berg = kg.add(Person, entity("Ana Berg").key("berg").alias_in("en", "A. Berg")).unwrap();
        let norland = kg.add(State, "Norland").unwrap();
        kg.add(Person, entity("Tom Lind").key("lind").alias_in("en", "T. Lind")).unwrap();
        assert_eq!(found(&kg), ["berg", "norland", "lind"].map(|key| format!("unmentioned-entity entity {key}")));
        let visit = kg.assert(fact(berg, "visits", norland).cite("report", "x").disputes().hypothetical()).unwrap();
        let plain = Audit::new().all(&kg.view()).len();
        assert_eq!(found(&kg), ["unmentioned-entity entity lind"], "a fact that the view leaves out mentions them");
        kg.assert(fact(berg, "visits", norland).cite("report", "x").disputes().said_by("lind")).unwrap();
        assert_eq!(found(&kg).first().map(String::as_str), Some("unsourced-fact fact #3"));
        assert!(plain < Audit::new().all(&kg.view()).len());
        kg.retract(visit, "").unwrap();
        assert!(found(&kg).iter().all(|line| !line.starts_with("unmentioned")));
    }
}
