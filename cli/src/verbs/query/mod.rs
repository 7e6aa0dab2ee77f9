//! `query`: a question in openCypher.

mod json;
mod parameter;
mod table;

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use chancery::{Error, View, cypher::Statement, notation::Fault};
use clap::{Args, ValueHint};
use serde_json::json;

use self::parameter::Given;
use crate::{
    arguments::{Inputs, Reading, ViewOptions},
    failure::Failure,
    input::{self, is_standard, shown, standard_input, text_of},
    output::{Outcome, Output},
    progress::Progress,
};

/// Ask a question in openCypher
///
/// The answer is a table. Its first column says whether the row is certain or possible. A row is possible if it uses a
/// planned fact, or a date that is not exact enough for the question. Ends with 1 if there are no rows. A query only reads.
#[derive(Args, Debug)]
#[command(
    override_usage = "chancery query [OPTIONS] <FILE>... <TEXT>\n       chancery query [OPTIONS] --query-file <PATH> <FILE>...",
    after_help = "Example:\n  chancery query report.facts 'MATCH (p:Person)-[v:VISITS]->(s:State) RETURN p, s, v.on'\n  chancery query \
                  report.facts --param who=tokayev 'MATCH ({key: $who})-[f]->(x) RETURN f'"
)]
pub(crate) struct Query {
    /// Files to read, then the text of the query; `-` is standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    given: Vec<OsString>,
    /// Read the text of the query from this file; `-` is standard input
    #[arg(long = "query-file", short = 'f', value_name = "PATH")]
    text_from: Option<PathBuf>,
    /// The value of `$NAME`: JSON, or else a text; may be given several times. `date($NAME)` is the date of a text
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = Given::parse)]
    parameters: Vec<Given>,
    /// Print how the query would be answered
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    view: ViewOptions,
}

impl Query {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        parameter::check(&self.parameters)?;
        let (files, text) = self.files_and_text()?;
        let inputs = Inputs { files, reading: self.reading.clone() };
        let record = input::read(&inputs, output)?;
        let view = self.view.narrow(record.graph().view(), output)?;
        self.answer(&view, &text, output).map_err(|failed| match failed {
            Failed::Query(error) => Failure::Query(Box::new(Fault::in_text(self.text_from.as_deref(), &text, error))),
            Failed::Other(failure) => failure,
        })
    }

    fn answer(&self, view: &View<'_>, text: &str, output: &Output) -> Result<Outcome, Failed> {
        let progress = Progress::working(output, "searching");
        let statement = self.statement(view, text)?;
        if self.explain || statement.is_explain() {
            let plan = statement.explain()?;
            drop(progress);
            output.answer(&plan, &json!({ "plan": plan.lines().collect::<Vec<_>>() }))?;
            return Ok(Outcome::Fine);
        }
        let rows = statement.rows()?;
        drop(progress);
        if output.json {
            output.answer("", &json::answer(&rows))?;
        } else {
            output.answer(table::text(&rows), &())?;
        }
        Ok(Outcome::findings(rows.is_empty()))
    }

    fn statement<'g>(&self, view: &View<'g>, text: &str) -> Result<Statement<'g>, Error> {
        let statement = view.cypher(text)?;
        Ok(self.parameters.iter().fold(statement, |statement, given| statement.with(&given.name, given.value.clone())))
    }

    /// The files of the record, and the text of the query.
    fn files_and_text(&self) -> Result<(Vec<PathBuf>, String), Failure> {
        let paths = |files: &[OsString]| files.iter().map(PathBuf::from).collect();
        if let Some(path) = &self.text_from {
            return Ok((paths(&self.given), read_text(path)?));
        }
        match self.given.split_last() {
            Some((text, _)) if Path::new(text).exists() || is_standard(Path::new(text)) => {
                let why = "it is a file; expected the text of the query after the files, or --query-file PATH";
                Err(Failure::request(format_args!("{}: {why}", shown(Path::new(text)))))
            }
            Some((text, files)) if !files.is_empty() => {
                let text = text.to_str().ok_or_else(|| Failure::request("the text of the query is not valid UTF-8"))?;
                Ok((paths(files), text.to_owned()))
            }
            _ => Err(Failure::request("expected files, and after them the text of the query")),
        }
    }
}

/// What went wrong: an error of the query is shown in its text.
enum Failed {
    /// An error of the query.
    Query(Error),
    Other(Failure),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Query(error)
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = if is_standard(path) {
        standard_input()?
    } else {
        fs::read(path).map_err(|error| Failure::file(path, error))?
    };
    let text = text_of(path, bytes)?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}
