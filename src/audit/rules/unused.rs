//! Kinds and relations that are not used.

use std::{collections::BTreeSet, ops::ControlFlow};

use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::Modality,
};

const KIND: Code = Code::new("unused-kind", Severity::Info, "no entity has the kind or one under it");
const RELATION: Code = Code::new("unused-relation", Severity::Info, "no fact has the relation");

/// Finds the kinds and relations of the schema that no entity and no fact of the graph uses. The vocabulary `base`, and
/// unions, are ignored.
///
/// It is not one of the default rules, as a shared vocabulary has more items than any one dossier needs.
///
/// ```
/// use chancery::{KnowledgeGraph, audit::{Audit, UnusedVocabulary}, diplomacy};
///
/// let kg = KnowledgeGraph::new(diplomacy::schema());
/// let found = Audit::empty().with(UnusedVocabulary).all(&kg.view());
/// assert!(found.iter().any(|found| found.to_string() == "info [unused-relation] relation visits: no fact has this relation"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct UnusedVocabulary;

impl Rule for UnusedVocabulary {
    fn codes(&self) -> &[Code] {
        &[KIND, RELATION]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let (kg, schema) = (audit.graph(), audit.graph().schema());
        let all = kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
        let kinds: BTreeSet<_> = all.entities().filter_map(|node| node.kind()).collect();
        for (kind, def) in schema.kinds().filter(|(kind, _)| !schema.is_abstract(*kind)) {
            if !kinds.iter().any(|used| schema.is_a(*used, kind)) {
                let place = FoundIn::Kind { kind: def.name.clone() };
                report(Finding::new(KIND, place, "no entity is of this kind"))?;
            }
        }
        for (relation, def) in schema.relations().filter(|(relation, _)| !schema.is_base(*relation)) {
            if all.facts(schema.name_of(relation)).found().next().is_none() {
                let place = FoundIn::Relation { relation: def.name.clone() };
                report(Finding::new(RELATION, place, "no fact has this relation"))?;
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::UnusedVocabulary;
    use crate::{audit::Audit, diplomacy, draft::fact, graph::KnowledgeGraph};

    #[test]
    fn used_records_are_not_reported() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let lines = |kg: &KnowledgeGraph| -> Vec<String> {
            Audit::empty().with(UnusedVocabulary).all(&kg.view()).iter().map(ToString::to_string).collect()
        };
        let has = |lines: &[String], what: &str| lines.iter().any(|line| line.contains(what));
        let before = lines(&kg);
        assert!(has(&before, "] kind state:") && has(&before, "] relation visits:") && has(&before, "] kind place:"));
        assert!(
            !has(&before, "also-known-as") && !has(&before, "kind host:"),
            "every schema has it; a union is abstract"
        );
        kg.add("person", "p").unwrap();
        kg.add("state", "n").unwrap();
        let visit = kg.assert(fact("p", "visits", "n")).unwrap();
        kg.retract(visit, "").unwrap();
        let after = lines(&kg);
        assert_eq!(after.len(), before.len() - 5, "a person, an agent, a state, a place, a visit");
        assert!(!has(&after, "] relation visits:"), "what was retracted was used");
    }
}
