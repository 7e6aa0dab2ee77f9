//! Facts that are recorded as actual, but are later than their sources.

use std::ops::ControlFlow;

use crate::{
    audit::{Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity, context::chain},
    model::Modality,
    time::{Bound, Day, PartialDate, WhenParts},
};

const AFTER: Code =
    Code::new("after-publication", Severity::Error, "an actual fact is dated after every source of it was published");

/// An actual fact cannot begin, or be observed, after all of its sources were published. If one of them has no date
/// of publication, nothing is found.
pub(super) struct AfterPublication;

impl Rule for AfterPublication {
    fn codes(&self) -> &[Code] {
        &[AFTER]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let Some(first) = earliest(evidence) else { return ControlFlow::Continue(()) };
        let published = |date: PartialDate| date.last();
        let last: Option<Vec<Day>> = evidence
            .support()
            .map(|cited| chain(cited.claim.source()).find_map(|s| s.published()).map(published))
            .collect();
        match last.and_then(|days| days.into_iter().max()) {
            Some(last) if last < first && evidence.fact.modality() == Modality::Actual => {
                let why = format!(
                    "recorded as actual `{}`, but its last source was published by {last}",
                    evidence.fact.when()
                );
                report(Finding::new(AFTER, FoundIn::fact(audit.graph(), &evidence.fact), why))
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

/// The first day on which the fact can have begun or been observed, by its date as written.
fn earliest(evidence: &Evidence<'_>) -> Option<Day> {
    match evidence.fact.when().parts() {
        WhenParts::Unstated | WhenParts::OnOrBefore(_) => None,
        WhenParts::On(date) | WhenParts::OnOrAfter(date) | WhenParts::OnOneOf(date, _) | WhenParts::AsOf(date) => {
            Some(date.first())
        }
        WhenParts::Between(start, end) => {
            let began = if let Bound::Date(date) | Bound::OnOrAfter(date) = start { Some(date.first()) } else { None };
            let seen = if let Bound::OnOrAfter(date) = end { Some(date.first()) } else { None };
            began.max(seen)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy::{self, Person, State},
        draft::{Draft, fact},
        graph::KnowledgeGraph,
        model::Source,
    };

    /// Whether it is found for a fact on two sources: a copy without a date, of one of 24 January, and one of that February.
    fn found(draft: impl FnOnce(Draft<&'static str>) -> Draft<&'static str>, relation: &'static str) -> bool {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("wire").published("2026-01-24")).unwrap();
        kg.add_source(Source::new("copy").derives_from("wire")).unwrap();
        kg.add_source(Source::new("later").published("2026-02")).unwrap();
        kg.add_source(Source::new("undated")).unwrap();
        kg.add(Person, "Berg").unwrap();
        kg.add(State, "Norland").unwrap();
        kg.assert(draft(fact("berg", relation, "norland"))).unwrap();
        Audit::new().all(&kg.view()).iter().any(|found| found.code().name() == "after-publication")
    }

    #[test]
    fn an_actual_fact_is_not_later_than_its_last_source() {
        assert!(found(|f| f.on("2026-02").cite("copy", "x"), "visits"));
        assert!(found(|f| f.as_of("2026-01-25").cite("wire", "x"), "citizen-of"));
        assert!(found(|f| f.since("2027").cite("wire", "x"), "citizen-of"));
        assert!(!found(|f| f.on("2026-01").cite("wire", "x"), "visits"));
        assert!(!found(|f| f.on("2026-02").planned().cite("wire", "x"), "visits"));
        assert!(!found(|f| f.on("2026-02-03").cite("wire", "x").cite("later", "x"), "visits"));
        assert!(!found(|f| f.on("2026-02-03").cite("wire", "x").cite("undated", "x"), "visits"));
        assert!(!found(|f| f.between("2020", "2030").cite("wire", "x"), "citizen-of"));
    }
}
