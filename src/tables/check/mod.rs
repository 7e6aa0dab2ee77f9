//! Whether the tables keep their own rules: everything that is stored twice is derived again from the nodes and facts,
//! and compared. What needs the schema is checked in `graph`.

mod claims;
mod details;
mod history;
mod indexes;
mod nodes;

use std::ops::ControlFlow;

use super::{StringId, Tables, Violation};

/// Where a check puts what it finds. It breaks off where the caller has seen enough.
pub(crate) type Report<'v> = &'v mut dyn FnMut(Violation) -> ControlFlow<()>;

impl Tables {
    /// Reports each rule that is broken, as far as it can be seen without the schema.
    pub(crate) fn check(&self, report: Report<'_>) -> ControlFlow<()> {
        self.check_nodes(report)?;
        self.check_details(report)?;
        self.check_indexes(report)?;
        self.check_claims(report)?;
        self.check_history(report)
    }

    /// Whether a number is that of a string.
    fn has_string(&self, id: StringId) -> bool {
        self.strings.has(id)
    }

    fn has_string_or_none(&self, id: StringId) -> bool {
        id.some().is_none() || self.strings.has(id)
    }
}

/// Reports a violation unless the rule is kept.
pub(crate) fn rule(kept: bool, report: Report<'_>, violation: Violation) -> ControlFlow<()> {
    if kept { ControlFlow::Continue(()) } else { report(violation) }
}

/// Reports a violation unless an index has as many entries as there are things to find.
fn index_size(of: &'static str, found: usize, expected: usize, report: Report<'_>) -> ControlFlow<()> {
    rule(found == expected, report, Violation::IndexSize { of, found, expected })
}

/// The rows of a table with their numbers.
fn rows<T>(table: &[T]) -> impl DoubleEndedIterator<Item = (u32, &T)> + ExactSizeIterator {
    table.iter().enumerate().map(|(at, row)| (super::number(at), row))
}
