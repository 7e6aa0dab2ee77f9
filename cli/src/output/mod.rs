//! Where answers, notes and files go.

mod standard;
mod target;
mod visible;

use self::standard::Standard;
pub(crate) use self::{
    target::{keep_inputs, replace, write_to},
    visible::{shown_lines, visible_json},
};

use std::{
    fmt,
    io::{self, BufWriter, Write},
};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    arguments::{Colours, OutputOptions},
    failure::Failure,
};

/// How a request ended that was carried out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// There are findings.
    Findings,
}

impl Outcome {
    /// Findings, if there are any.
    pub(crate) const fn findings(any: bool) -> Self {
        if any { Self::Findings } else { Self::Fine }
    }
}

/// `1 fact`, `2 facts`: a number with its noun.
pub(crate) fn counted(count: impl Into<u64>, one: &str) -> String {
    let count: u64 = count.into();
    let many = one.strip_suffix('y').map_or_else(|| format!("{one}s"), |stem| format!("{stem}ies"));
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// What is said beside an answer.
pub(crate) enum Note {
    /// Lines for people.
    Text(String),
    /// An object for programs.
    Json(Value),
}

impl From<&str> for Note {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Note {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<fmt::Arguments<'_>> for Note {
    fn from(text: fmt::Arguments<'_>) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<Value> for Note {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

/// Where answers and notes go, and in which form.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) json: bool,
    colours: ColorChoice,
    pub(crate) quiet: bool,
}

impl Output {
    pub(crate) fn new(options: OutputOptions) -> Self {
        let colours = match options.color {
            Colours::Auto => ColorChoice::Auto,
            Colours::Always => ColorChoice::Always,
            Colours::Never => ColorChoice::Never,
        };
        Self { json: options.json, colours, quiet: options.quiet }
    }

    /// Prints an answer: text for people, or as JSON the value.
    pub(crate) fn answer(&self, text: impl fmt::Display, value: &impl Serialize) -> Result<(), Failure> {
        let answer = if self.json {
            let json = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
            visible_json(&json) + "\n"
        } else {
            // A text for people is visible already, so that this finds only edits, which are JSON.
            visible_json(&text.to_string())
        };
        let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), self.colours));
        match out.write_all(answer.as_bytes()).and_then(|()| out.flush()) {
            // Whoever reads has read enough. The outcome is what it is.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => Ok(done?),
        }
    }

    /// Prints a note on standard error: lines for people, or an object as JSON.
    pub(crate) fn note(&self, note: impl Into<Note>) {
        match note.into() {
            Note::Text(text) if self.json => {
                let text = text.strip_prefix("note: ").unwrap_or(&text);
                self.print(visible_json(&json!({ "note": text }).to_string()));
            }
            Note::Text(text) => self.print(shown_lines(&text)),
            Note::Json(value) => self.print(visible_json(&value.to_string())),
        }
    }

    fn print(&self, line: impl fmt::Display) {
        // Nobody can be told that standard error is closed.
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.colours), "{line}");
    }

    /// Prints why a request was not carried out.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            self.note(json!({ "errors": failure.to_json() }));
        } else {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            self.print(format_args!("{red}error{red:#}: {failure}"));
        }
        if let Some(hint) = failure.hint() {
            self.note(format_args!("note: {hint}"));
        }
    }
}
