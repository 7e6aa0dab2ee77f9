//! `diff`: what differs between two records.

use std::{fmt::Write, path::PathBuf};

use chancery::{diff, error::Shown};
use clap::Args;
use serde_json::json;

use crate::{
    arguments::{Reading, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output},
    progress::Progress,
};

/// List the differences between two records
///
/// Says what was added, corrected, refined, confirmed, denied, cancelled or removed. Ends with 1 if there are differences.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery diff monday.facts friday.facts\n  chancery diff --edits a.json b.json > edits.jsonl"
)]
pub(crate) struct Diff {
    /// The earlier record
    before: PathBuf,
    /// The later record
    after: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    view: ViewOptions,
    /// Print the differences as edits that make the earlier record the later one, as JSON Lines
    #[arg(long)]
    edits: bool,
}

impl Diff {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let before = input::read_files(std::slice::from_ref(&self.before), &self.reading, output)?;
        let after = input::read_files(std::slice::from_ref(&self.after), &self.reading, output)?;
        let progress = Progress::working(output, "comparing");
        let (before, after) =
            (self.view.apply(input::everything(before.graph()))?, self.view.apply(input::everything(after.graph()))?);
        let found = diff::diff(&before, &after);
        drop(progress);
        if self.edits {
            let edits = found.edits();
            let mut text = String::new();
            for edit in &edits {
                let line = serde_json::to_string(edit).map_err(std::io::Error::from)?;
                writeln!(text, "{line}").unwrap_or_default();
            }
            output.answer(text, &edits)?;
            let without = found.differences().iter().filter(|one| !one.has_edit()).count();
            if without > 0 {
                output.note(format_args!("{without} differences have no edit"));
            }
        } else {
            let rows: Vec<_> = found
                .differences()
                .iter()
                .map(|one| json!({ "change": one.change().name(), "what": one.to_string() }))
                .collect();
            let mut text = found.to_string();
            if found.is_empty() {
                let (one, other) = (self.before.display().to_string(), self.after.display().to_string());
                text = format!("{} and {} do not differ", Shown(&one), Shown(&other));
            }
            output.answer(format_args!("{}\n", text.trim_end()), &rows)?;
        }
        Ok(Outcome::findings(!found.is_empty()))
    }
}
