//! Rules: what an audit checks, and where it reports.

use std::ops::ControlFlow;

use super::{Code, Context, Evidence, Finding};
use crate::view::{NodeRef, SourceRef};

/// The callback to which a rule reports a finding. It returns `Break` if the caller wants no more findings; pass that on with `?`.
pub type Report<'v> = &'v mut dyn FnMut(Finding) -> ControlFlow<()>;

/// A rule of an audit. The audit calls each method once for each item. By default a method finds nothing.
///
/// ```
/// use std::ops::ControlFlow;
/// use chancery::audit::{Audit, Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity};
/// use chancery::{KnowledgeGraph, diplomacy::{self, Person, State, Visits}, fact};
///
/// const UNDATED: Code = Code::new("undated-visit", Severity::Warning, "a visit without a date");
///
/// struct VisitsHaveDates;
/// impl Rule for VisitsHaveDates {
///     fn codes(&self) -> &[Code] {
///         &[UNDATED]
///     }
///     fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
///         if evidence.fact.relation_name() == "visits" && evidence.fact.when().is_unstated() {
///             report(Finding::new(UNDATED, FoundIn::fact(audit.graph(), &evidence.fact), "no date is stated"))?;
///         }
///         ControlFlow::Continue(())
///     }
/// }
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(tokayev, Visits, pakistan))?;
/// let audit = Audit::empty().with(VisitsHaveDates);
/// assert_eq!(audit.all(&kg.view())[0].to_string(), "warning [undated-visit] fact #0: no date is stated");
/// # Ok::<(), chancery::Error>(())
/// ```
pub trait Rule {
    /// The codes of all findings that the rule can report.
    fn codes(&self) -> &[Code];

    /// Checks a source.
    fn source(&self, audit: &Context<'_>, source: &SourceRef<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, source, report);
        ControlFlow::Continue(())
    }

    /// Checks an entity of the view.
    fn entity(&self, audit: &Context<'_>, entity: &NodeRef<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, entity, report);
        ControlFlow::Continue(())
    }

    /// Checks a fact of the view, with its claims and their words.
    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, evidence, report);
        ControlFlow::Continue(())
    }

    /// Checks the view as a whole, after all items.
    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, report);
        ControlFlow::Continue(())
    }
}
