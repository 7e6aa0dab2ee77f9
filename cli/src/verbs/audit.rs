//! `audit`: where facts may say more than their words.

use std::{collections::BTreeMap, fmt::Write};

use chancery::{
    KnowledgeGraph,
    audit::{self, Finding, FoundIn, Severity, UnusedVocabulary},
    model::Modality,
};
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::{
    arguments::{Inputs, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output},
    progress::Progress,
};

/// Compare facts with the words that they cite, and with each other
///
/// Finds dates that are more precise than their quotes, plans recorded as done, missing speakers, facts without a source,
/// and facts that cannot all be true. Ends with 1 if a finding is as severe as --fail-on says. The files must have no
/// fault, which `check` finds, such as a quote that is not in its source's text.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery audit report.facts\n  chancery audit --today 2026-03-01 --summary *.facts"
)]
pub(crate) struct Audit {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    /// The date of today, for plans whose time has passed and dates in the future
    #[arg(long, value_name = "DATE")]
    today: Option<String>,
    /// Leave out the findings of this code; may be given several times
    #[arg(long, value_name = "CODE")]
    ignore: Vec<String>,
    /// Also find kinds and relations that no record uses
    #[arg(long)]
    unused: bool,
    /// Print how many findings of each code there are, with examples
    #[arg(long)]
    summary: bool,
    /// The least severe finding that makes the program end with 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => matches!(severity, Severity::Error | Severity::Warning),
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// The fact that a finding is about, as it stands in a file.
fn fact_of(kg: &KnowledgeGraph, finding: &Finding) -> Option<String> {
    let id = match finding.place() {
        FoundIn::Fact { id, .. } => *id,
        FoundIn::Claim { id, .. } => kg.claim_ref(*id)?.fact(),
        _ => return None,
    };
    kg.fact_ref(id).map(|fact| fact.to_string())
}

/// How many examples a summary has of each code.
const EXAMPLES: usize = 3;

impl Audit {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let view = self.view.narrow(record.graph().view().with_modalities(Modality::ALL), output)?;
        let mut audit = audit::Audit::new();
        if self.unused {
            audit = audit.with(UnusedVocabulary);
        }
        if let Some(today) = &self.today {
            audit = audit.today(today.as_str()).map_err(|error| error.at("--today"))?;
        }
        for code in &self.ignore {
            audit = audit.without(code).map_err(|error| error.at("--ignore"))?;
        }
        let declared: BTreeMap<&str, _> = record.graph().sources().map(|source| (source.key(), source)).collect();
        for text in &self.inputs.reading.texts {
            // A source that has its text was checked when it was read.
            if declared.get(text.source.as_str()).is_some_and(|source| source.text().is_none()) {
                audit = audit.text_of(&text.source, text.content()?).map_err(|error| error.at("--text"))?;
            }
        }
        let progress = Progress::working(output, "auditing");
        if self.summary {
            let summary = audit.summary(&view, EXAMPLES);
            drop(progress);
            output.answer(format_args!("{summary}\n"), &summary)?;
            let any = summary.rows().iter().any(|row| self.fail_on.includes(row.severity()));
            return Ok(Outcome::findings(any));
        }
        let findings = audit.all(&view);
        drop(progress);
        let mut text = String::new();
        let mut rows = Vec::new();
        for finding in &findings {
            let fact = fact_of(record.graph(), finding);
            writeln!(text, "{finding}").unwrap_or_default();
            if let Some(fact) = &fact {
                writeln!(text, "    {fact}").unwrap_or_default();
            }
            rows.push(json!({ "finding": finding, "fact": fact }));
        }
        if findings.is_empty() {
            text.push_str("no findings\n");
        }
        output.answer(text, &rows)?;
        Ok(Outcome::findings(findings.iter().any(|finding| self.fail_on.includes(finding.severity()))))
    }
}
