//! Rules: what an audit looks at, and whom it tells.

use std::ops::ControlFlow;

use super::{Code, Context, Evidence, Finding};
use crate::view::{NodeRef, SourceRef};

/// Where a rule puts what it finds. It breaks off where the caller has seen enough: pass that on with `?`.
pub type Report<'v> = &'v mut dyn FnMut(Finding) -> ControlFlow<()>;

/// A rule of an audit. Each method is shown one thing after another, and by itself finds nothing.
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
///     fn fact(&self, audit: &Context<'_>, told: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
///         if told.fact.relation_name() == "visits" && told.fact.when().is_unstated() {
///             report(Finding::new(UNDATED, FoundIn::fact(audit.graph(), &told.fact), "nobody says when"))?;
///         }
///         ControlFlow::Continue(())
///     }
/// }
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(tokayev, Visits, pakistan))?;
/// let audit = Audit::empty().with(VisitsHaveDates);
/// assert_eq!(audit.all(&kg.view())[0].to_string(), "warning [undated-visit] fact #0: nobody says when");
/// # Ok::<(), chancery::Error>(())
/// ```
pub trait Rule {
    /// The codes of all that it can find.
    fn codes(&self) -> &[Code];

    /// Looks at a source.
    fn source(&self, audit: &Context<'_>, source: &SourceRef<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, source, report);
        ControlFlow::Continue(())
    }

    /// Looks at an entity of the view.
    fn entity(&self, audit: &Context<'_>, entity: &NodeRef<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, entity, report);
        ControlFlow::Continue(())
    }

    /// Looks at a fact of the view, with its claims and their words.
    fn fact(&self, audit: &Context<'_>, told: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, told, report);
        ControlFlow::Continue(())
    }

    /// Looks at the view as a whole, after all else.
    fn whole(&self, audit: &Context<'_>, report: Report<'_>) -> ControlFlow<()> {
        let _ = (audit, report);
        ControlFlow::Continue(())
    }
}
