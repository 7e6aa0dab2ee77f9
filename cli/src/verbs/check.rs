//! `check`: every fault of files, with file, line and column.

use std::fmt::Write;

use chancery::{
    error::Shown,
    notation::{CheckReport, Fault},
};
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    arguments::Inputs,
    failure::{Failure, with_options},
    input::{self, FirstUse, Opened, plain, shown},
    output::{Outcome, Output, counted},
    progress::Progress,
};

/// Find every fault of files
///
/// Prints each fault with its file, line and column, what was allowed, and the nearest known name. Lists the names that
/// an open vocabulary declares by their first use. Several files are one record, in which a key has one meaning; with
/// --each, each file is a record of its own.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery check report.facts\n  chancery check --text dna=article.txt report.facts")]
pub(crate) struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// Check each file alone, as a record of its own
    #[arg(long)]
    each: bool,
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer {
    faults: Vec<serde_json::Value>,
    declared: Vec<Declared>,
    files: usize,
    sources: usize,
    entities: usize,
    facts: usize,
}

#[derive(Serialize)]
struct Declared {
    what: &'static str,
    name: String,
    /// Where it was used first, if that is known.
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
}

impl Check {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        if !self.each || self.inputs.files.len() == 1 {
            let (text, answer, outcome) = check(&self.inputs, output)?;
            output.answer(text, &answer)?;
            return Ok(outcome);
        }
        let (mut text, mut answers, mut outcome) = (String::new(), Vec::new(), Outcome::Fine);
        for file in &self.inputs.files {
            let inputs = Inputs { files: vec![file.clone()], reading: self.inputs.reading.clone() };
            let (one, answer, found) = check(&inputs, output)?;
            write!(text, "{}: {one}", shown(file)).unwrap_or_default();
            answers.push(answer);
            outcome = if found == Outcome::Findings { found } else { outcome };
        }
        output.answer(text, &answers)?;
        Ok(outcome)
    }
}

/// The answer for files that are one record, as text and as a value.
fn check(inputs: &Inputs, output: &Output) -> Result<(String, Value, Outcome), Failure> {
    match whole(inputs, output) {
        Err(failure) if failure.is_of_content() => {
            let value = json!({ "faults": failure.to_json() });
            Ok((format!("{failure}\n"), value, Outcome::Findings))
        }
        found => found,
    }
}

/// The answer for files that can all be read, and for files of the notation with all of their faults.
fn whole(inputs: &Inputs, output: &Output) -> Result<(String, Value, Outcome), Failure> {
    let files = input::open_all(&inputs.files, &inputs.reading)?;
    input::options_fit(&files, &inputs.reading)?;
    if files.iter().all(Opened::is_notation_file) {
        let progress = Progress::working(output, "checking");
        let report = input::notation_reader(&inputs.reading)?.check(&inputs.files);
        drop(progress);
        return Ok((
            with_options(&format!("{report}\n")),
            Answer::of(&report).to_value()?,
            Outcome::findings(!report.is_clean()),
        ));
    }
    let (record, declared) = input::read_opened(files, &inputs.reading, output)?;
    let kg = record.graph();
    let mut text = String::new();
    for FirstUse { what, name } in &declared {
        writeln!(text, "the {what} `{}` is declared by its first use", Shown(name)).unwrap_or_default();
    }
    let nowhere = |FirstUse { what, name }| Declared { what, name, file: None, line: None, column: None };
    let answer = Answer {
        faults: Vec::new(),
        declared: declared.into_iter().map(nowhere).collect(),
        files: inputs.files.len(),
        sources: kg.source_count(),
        entities: kg.view().entities().count(),
        facts: kg.fact_count(),
    };
    let count = |count: usize, one: &str| counted(count as u64, one);
    writeln!(
        text,
        "no fault in {}: {}, {}, {}",
        count(answer.files, "file"),
        count(answer.sources, "source"),
        count(answer.entities, "entity"),
        count(answer.facts, "fact")
    )
    .unwrap_or_default();
    Ok((text, answer.to_value()?, Outcome::Fine))
}

impl Answer {
    fn to_value(&self) -> Result<Value, Failure> {
        Ok(serde_json::to_value(self).map_err(std::io::Error::from)?)
    }

    fn of(report: &CheckReport) -> Self {
        let fault = |fault: &Fault| {
            let position = fault.position();
            json!({
                "file": fault.file().map(plain),
                "line": position.map(|at| at.line),
                "column": position.map(|at| at.column),
                "kind": format!("{:?}", fault.error().kind()),
                "message": fault.message(),
            })
        };
        let declared = |name: &chancery::notation::FirstUse| Declared {
            what: name.what,
            name: name.name.clone(),
            file: Some(plain(&name.file)),
            line: Some(name.position.line),
            column: Some(name.position.column),
        };
        Self {
            faults: report.faults.iter().map(fault).collect(),
            declared: report.declared.iter().map(declared).collect(),
            files: report.files,
            sources: report.sources,
            entities: report.entities,
            facts: report.facts,
        }
    }
}
