//! Reading the command line, and errors of it, which repeat what was given.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

use chancery::error::Shown;
use clap::{Error, Parser};
use serde_json::json;

use crate::{
    arguments::CommandLine,
    output::{shown_lines, visible_json},
};

/// The code of a request that cannot be carried out.
const WRONG: u8 = 2;

/// The command line, or with what code the program ends, after an error or a help was printed.
pub(crate) fn read() -> Result<CommandLine, ExitCode> {
    let given: Vec<OsString> = env::args_os().collect();
    CommandLine::try_parse_from(&given).map_err(|error| {
        if !error.use_stderr() {
            // Whoever reads the help may have read enough.
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        if given.iter().take_while(|one| *one != "--").any(|one| one == "--json") {
            let json = json!({ "errors": [{ "message": message(&error) }] });
            // Nobody can be told that standard error is closed.
            let _ = writeln!(io::stderr(), "{}", visible_json(&json.to_string()));
        } else {
            print(&given, &error);
        }
        ExitCode::from(WRONG)
    })
}

/// Prints an error, in which what was given stands as it is shown.
fn print(given: &[OsString], error: &Error) {
    let shown: Vec<OsString> = given.iter().map(|one| Shown(&one.to_string_lossy()).to_string().into()).collect();
    let _ = if shown == given {
        error.print()
    } else {
        match CommandLine::try_parse_from(shown) {
            Err(error) if error.use_stderr() => error.print(),
            _ => write!(io::stderr(), "{}", shown_lines(&error.to_string())),
        }
    };
}

/// The message without the usage, and the hint where to find help.
fn message(error: &Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let ends = ["\n\nUsage:", "\n\nFor more information"];
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_end().to_owned()
}
