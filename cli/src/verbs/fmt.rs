//! `fmt`: files of the notation in their one layout.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use chancery::{Error, error::Shown, notation};
use clap::Args;
use serde_json::json;

use crate::{
    arguments::Target,
    failure::Failure,
    output::{Outcome, Output, replace, write_to},
};

/// Lay out files of the notation
///
/// Rewrites each file that is not laid out so already. Comments and the order of lines stay. Standard input goes to
/// standard output.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery fmt report.facts\n  chancery fmt --check *.facts\n  chancery fmt - < report.facts"
)]
pub(crate) struct Fmt {
    /// Files to lay out; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change nothing; list the files that are not laid out so, and end with 1 if there are any
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let mut changed = Vec::new();
        for path in &self.files {
            let is_standard = path == Path::new("-");
            let failed = |error| Failure::file(path, error);
            let text = if is_standard {
                let mut text = String::new();
                io::stdin().lock().read_to_string(&mut text).map_err(failed)?;
                text
            } else {
                fs::read_to_string(path).map_err(failed)?
            };
            let laid_out = notation::format(&text).map_err(|faults| in_file(path, &faults))?;
            if is_standard && !self.check {
                let target = Target { output: None };
                write_to(&target, |out| Ok(out.write_all(laid_out.as_bytes())?))?;
            } else if laid_out != text {
                if !self.check {
                    replace(path, |out: &mut dyn Write| Ok(out.write_all(laid_out.as_bytes())?))?;
                }
                changed.push(path);
            }
        }
        let mut text = String::new();
        for path in &changed {
            text.push_str(&Shown(&path.display().to_string()).to_string());
            text.push('\n');
        }
        let wants_answer = self.check || output.json && !self.files.iter().any(|path| path == Path::new("-"));
        if wants_answer {
            output.answer(text, &json!({ "changed": changed }))?;
        }
        Ok(Outcome::findings(self.check && !changed.is_empty()))
    }
}

/// The first fault, with the file, which a text does not know.
fn in_file(path: &Path, faults: &notation::Faults) -> Failure {
    match faults.iter().next() {
        Some(fault) if faults.as_slice().len() == 1 => Failure::record(path, fault.error().clone()),
        Some(_) => Failure::request(format_args!("{}:\n{faults}", Shown(&path.display().to_string()))),
        None => Failure::record(path, Error::new(chancery::ErrorKind::Syntax, "the file has a fault")),
    }
}
