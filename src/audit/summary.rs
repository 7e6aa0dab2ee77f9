//! Findings counted by code, with a few of each.

use std::{collections::BTreeMap, fmt, ops::ControlFlow};

use serde::Serialize;

use super::{Audit, Finding, Severity};
use crate::view::View;

/// The findings of an audit, counted by severity and code, with the first few of each. Made by [`Audit::summary`].
///
/// It prints a line for each code, the most severe first and then by name, and below it the examples. It keeps no other
/// findings, so its size does not grow with their number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Summary {
    rows: Vec<Counted>,
}

/// How often an audit found one thing. A row of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    severity: Severity,
    code: &'static str,
    count: usize,
    examples: Vec<Finding>,
}

impl Counted {
    /// The severity of all of them.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The name of their code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The number of findings.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first of them, in the order of the audit.
    #[must_use]
    pub fn examples(&self) -> &[Finding] {
        &self.examples
    }
}

impl Summary {
    /// The rows, the most severe first and then by the name of the code.
    #[must_use]
    pub fn rows(&self) -> &[Counted] {
        &self.rows
    }

    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.rows.iter().filter(|row| row.severity == severity).map(|row| row.count).sum()
    }
}

impl Audit {
    /// Counts all findings by severity and code, and keeps the first few of each: at most `examples`.
    ///
    /// An audit of many facts may find the same thing in each of them. [`all`](Audit::all) returns every finding.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, audit::Audit, diplomacy::{self, Person, State, Visits}, fact};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let oman = kg.add(State, "Oman")?;
    /// for name in ["Ann", "Ben", "Cem"] {
    ///     let guest = kg.add(Person, name)?;
    ///     kg.assert(fact(guest, Visits, oman))?;
    /// }
    /// assert_eq!(
    ///     Audit::new().summary(&kg.view(), 1).to_string(),
    ///     "warning [unsourced-fact]: 3 findings\n    fact #0: no source supports `ann visits oman`\n    and 2 more\n"
    /// );
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn summary(&self, view: &View<'_>, examples: usize) -> Summary {
        let mut rows: BTreeMap<(std::cmp::Reverse<Severity>, &'static str), Counted> = BTreeMap::new();
        self.visit(view, |found| {
            let (severity, code) = (found.severity(), found.code().name());
            let row = rows.entry((std::cmp::Reverse(severity), code)).or_insert_with(|| Counted {
                severity,
                code,
                count: 0,
                examples: Vec::new(),
            });
            row.count += 1;
            if row.examples.len() < examples {
                row.examples.push(found);
            }
            ControlFlow::Continue(())
        });
        Summary { rows: rows.into_values().collect() }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Counted { severity, code, count, examples } in &self.rows {
            writeln!(f, "{severity} [{code}]: {count} {}", if *count == 1 { "finding" } else { "findings" })?;
            for found in examples {
                writeln!(f, "    {}: {}", found.place(), found.sentence())?;
            }
            if !examples.is_empty() && examples.len() < *count {
                writeln!(f, "    and {} more", count - examples.len())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{self, State},
        draft::fact,
        graph::KnowledgeGraph,
    };

    #[test]
    fn each_finding_is_counted_once_and_few_are_kept() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        for n in 0..40 {
            kg.add(State, format!("State {n}")).unwrap();
        }
        for n in 1..30 {
            kg.assert(fact("state-0", "recognized", format!("state-{n}"))).unwrap();
        }
        let (audit, view) = (Audit::new(), kg.view());
        let all = audit.all(&view);
        let summary = audit.summary(&view, 3);
        assert_eq!(summary.rows().iter().map(Counted::count).sum::<usize>(), all.len());
        for row in summary.rows() {
            let same: Vec<_> = all.iter().filter(|found| found.code().name() == row.code()).cloned().collect();
            assert_eq!((row.count(), row.examples()), (same.len(), &same[..3.min(same.len())]));
        }
        assert_eq!(summary.count(Severity::Warning), 29 + 10);
        assert_eq!(summary.count(Severity::Error), 0);
        assert_eq!(audit.summary(&view, 0).to_string().lines().count(), summary.rows().len());
    }
}
