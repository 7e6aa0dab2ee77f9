//! Plans whose time is long past and that nothing resolves.

use std::ops::ControlFlow;

use super::shown;
use crate::{
    audit::{Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity},
    model::Modality,
    time::Limit,
};

const PAST: Code =
    Code::new("plan-past", Severity::Warning, "the time of a planned fact is long past, and nothing resolves it");

/// How long after its last day a plan may wait for its outcome, in days.
const LONG: i64 = 30;

/// A plan is resolved by what came of it. The caller sets the day of the audit with
/// [`Audit::today`](crate::audit::Audit::today); without that nothing is found. A view that shows resolved facts shows
/// plans that have an outcome: these are left out.
pub(super) struct Overdue;

impl Rule for Overdue {
    fn codes(&self) -> &[Code] {
        &[PAST]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let (fact, kg) = (evidence.fact, audit.graph());
        let (Some(today), Modality::Planned) = (audit.today(), fact.modality()) else {
            return ControlFlow::Continue(());
        };
        let Limit::Day(last) = fact.when().latest_end() else { return ControlFlow::Continue(()) };
        let late = last.checked_add_days(LONG).is_some_and(|day| day < today);
        if !late || fact.is_retracted() || audit.view().recorded_resolution(fact.id()).is_some() {
            return ControlFlow::Continue(());
        }
        // The outcome may have been recorded without linking it to the plan.
        let (from, to) = (fact.subject_node().id(), fact.object_node().id());
        let mut same = audit.view().facts(kg.schema().name_of(fact.relation())).from(from).to(to).found();
        let resolution = same.find(|other| {
            other.modality() == Modality::Actual
                && other.id() > fact.id()
                && other.when().overlaps(fact.when()).is_possible()
                && other.agrees_in_players(&fact)
        });
        let hint = resolution.map(|other| format!("; {} may be its outcome", shown(kg, &other))).unwrap_or_default();
        let why = format!("planned `{}`, but as of {today} nothing says what came of it{hint}", fact.when());
        report(Finding::new(PAST, FoundIn::fact(kg, &fact), why))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{found, found_on},
        PAST,
    };
    use crate::{audit::Audit, diplomacy, draft::fact, graph::KnowledgeGraph};

    #[test]
    fn a_plan_waits_for_its_outcome_for_a_month() {
        let plan = "p visits n on 2031-04 planned key plan";
        assert!(found(plan, "plan-past").is_empty(), "no day of the audit is set");
        assert!(found_on("2031-04-15", plan, "plan-past").is_empty());
        assert!(found_on("2031-05-30", plan, "plan-past").is_empty());
        assert_eq!(
            found_on("2031-05-31", plan, "plan-past"),
            ["warning [plan-past] fact plan: planned `2031-04`, but as of 2031-05-31 nothing says what came of it"]
        );
        let held = format!("{plan}\np visits n on 2031-04-11 key held");
        assert!(found_on("2032-01-01", &held, "plan-past")[0].ends_with("; fact held may be its outcome"));
        // What has other players is the outcome of another plan.
        let posted = |to: &str| format!("p delegate-of n posted-to {to} since 2031-04");
        let plan = |to: &str| posted(to).replace("since 2031-04", "between 2031-04/2031-05 planned key plan");
        let hint = |to: &str, done: &str| {
            let found = found_on("2032-01-01", &format!("{}\n{} key held", plan(to), posted(done)), "plan-past");
            found[0].ends_with("; fact held may be its outcome")
        };
        assert!(hint("[m n]", "[n m]") && !hint("[m n]", "m") && !hint("m", "n"));
        let settled = format!("{held}\nresolve ^plan confirmed by ^held");
        assert!(found_on("2032-01-01", &settled, "plan-past").is_empty());
        for never in ["p visits n planned", "p citizen-of n since 2031 planned", "p visits n on 2031-04"] {
            assert!(found_on("2040-01-01", never, "plan-past").is_empty(), "{never}");
        }
    }

    /// A view of a time finds what was to be found then, whatever was retracted or resolved later.
    #[test]
    fn what_was_retracted_after_the_horizon_was_overdue_then() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.at("2031-06-01").unwrap();
        let (person, state) = (kg.add(diplomacy::Person, "P").unwrap(), kg.add(diplomacy::State, "N").unwrap());
        let plan = kg.assert(fact(person, diplomacy::Visits, state).on("2031-04").planned().key("plan")).unwrap();
        kg.at("2031-07-01").unwrap();
        kg.retract(plan, "called off in silence").unwrap();
        let overdue = |view: crate::View<'_>| {
            let findings = Audit::new().today("2031-06-10").unwrap().all(&view);
            findings.iter().filter(|finding| finding.code() == PAST).count()
        };
        assert_eq!(overdue(kg.view().with_retracted()), 0);
        assert_eq!(overdue(kg.view().known_by("2031-06-02").unwrap()), 1);
    }
}
