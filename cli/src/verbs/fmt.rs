//! `fmt`: files of the notation in their one layout.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use chancery::notation;
use clap::Args;
use serde_json::json;

use crate::{
    arguments::Target,
    failure::Failure,
    input::{is_standard, plain, shown, standard_input, text_of},
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
            let is_standard = is_standard(path);
            let text = self.text(path)?;
            let laid_out =
                notation::format(&text).map_err(|faults| Failure::Faults { file: Some(plain(path)), faults })?;
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
            text.push_str(&shown(path));
            text.push('\n');
        }
        let wants_answer = self.check || output.json && !self.files.iter().any(|path| is_standard(path));
        if wants_answer {
            let changed: Vec<String> = changed.iter().map(|path| plain(path)).collect();
            output.answer(text, &json!({ "changed": changed }))?;
        }
        Ok(Outcome::findings(self.check && !changed.is_empty()))
    }
    /// The text of a file. Only a regular file can be replaced.
    fn text(&self, path: &Path) -> Result<String, Failure> {
        if is_standard(path) {
            return text_of(path, standard_input()?);
        }
        let failed = |error| Failure::file(path, error);
        let found = fs::metadata(path).map_err(failed)?;
        if found.is_dir() {
            return Err(Failure::request(format_args!("{}: it is a folder; expected a file", shown(path))));
        }
        if !found.is_file() && !self.check {
            let why = "it is not a regular file, so the result cannot take its place; `fmt -` reads standard input";
            return Err(Failure::request(format_args!("{}: {why}", shown(path))));
        }
        text_of(path, fs::read(path).map_err(failed)?)
    }
}
