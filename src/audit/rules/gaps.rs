//! Gaps that are recorded, and yet filled.

use std::ops::ControlFlow;

use super::shown;
use crate::{
    audit::{Code, Context, Finding, FoundIn, Report, Rule, Severity},
    model::{Modality, Value},
    schema::base,
    time::Truth,
};

const NONE_AND_SOME: Code = Code::new(
    "none-and-some",
    Severity::Warning,
    "something is recorded as none, and one is recorded for the same time",
);

/// A fact of `known-none` excludes facts of the relation that it names: those that certainly hold on a day on which it
/// holds, or any, if neither is dated.
pub(super) struct Gaps;

impl Rule for Gaps {
    fn codes(&self) -> &[Code] {
        &[NONE_AND_SOME]
    }

    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        for gap in audit.view().facts(base::KnownNone).found().filter(|fact| fact.modality() == Modality::Actual) {
            let Some(Value::Text(named)) = gap.object_node().value() else { continue };
            let Ok(relation) = kg.schema().relation(named) else { continue };
            let asked = audit.view().facts(relation).from(gap.subject_node().id()).found();
            let at_odds = asked.filter(|fact| fact.modality() == Modality::Actual).find(|fact| {
                let undated = gap.when().is_unstated() && fact.when().is_unstated();
                undated || gap.when().overlaps(fact.when()) == Truth::Yes
            });
            if let Some(fact) = at_odds {
                let line = kg.plain_fact(fact.id()).map(|fact| fact.to_string()).unwrap_or_default();
                let why = format!("`{named}` is recorded as none, but {} states `{line}`", shown(kg, &fact));
                report(Finding::new(NONE_AND_SOME, FoundIn::fact(kg, &gap), why))?;
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn none_excludes_one_at_the_same_time() {
        let count = |text: &str| found(text, "none-and-some").len();
        let none = "n known-none \"has-ambassador\" as-of 2031-03-04\n";
        let post = "p ambassador-of n accredited-to m";
        assert_eq!(count(&format!("{none}{post} as-of 2031-03-04")), 1);
        assert_eq!(count(&format!("{none}{post} between 2030/2032")), 1);
        assert_eq!(count(&format!("{none}{post} as-of 2031-03-05")), 0);
        assert_eq!(count(&format!("{none}{post} since 2030")), 0, "no source says that it lasted");
        assert_eq!(count(&format!("{none}{post} as-of 2031-03-04 planned")), 0);
        assert_eq!(count(&format!("{none}p ambassador-of m accredited-to n as-of 2031-03-04")), 0);
        assert_eq!(count(&format!("n known-none \"has-ambassador\"\n{post}")), 1);
    }
}
