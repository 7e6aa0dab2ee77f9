//! Where answers, notes and files go.

mod target;

pub(crate) use target::{replace, write_to};

use std::{
    fmt,
    io::{self, BufWriter, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use chancery::error::Shown;
use serde::Serialize;
use serde_json::json;

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
        let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), self.colours));
        if self.json {
            serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        } else {
            write!(out, "{text}")?;
        }
        Ok(out.flush()?)
    }

    /// Prints a line for people on standard error.
    pub(crate) fn note(&self, text: impl fmt::Display) {
        // Nobody can be told that standard error is closed.
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.colours), "{text}");
    }

    /// Prints why a request was not carried out.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            self.note(json!({ "errors": failure.to_json() }));
        } else {
            let red = anstyle::AnsiColor::Red.on_default().bold();
            self.note(format_args!("{red}error{red:#}: {failure}"));
            if let Some(hint) = failure.hint() {
                self.note(format_args!("note: {hint}"));
            }
        }
    }
}

/// Standard output as a file of a format: as it is for programs; on a terminal with escapes for what is not seen.
struct Standard {
    out: BufWriter<io::Stdout>,
    is_terminal: bool,
    /// The end of the last write, which may be the first bytes of a character.
    rest: Vec<u8>,
}

impl Standard {
    fn new() -> Self {
        let out = io::stdout();
        let is_terminal = out.is_terminal();
        Self { out: BufWriter::new(out), is_terminal, rest: Vec::new() }
    }

    fn shown(&mut self, text: &str) -> io::Result<()> {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.out.write_all(b"\n")?;
            }
            write!(self.out, "{}", Shown(line))?;
        }
        Ok(())
    }
}

impl Write for Standard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        let mut all = std::mem::take(&mut self.rest);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = all.split_off(whole);
        self.rest = rest;
        let text = String::from_utf8_lossy(&all).into_owned();
        self.shown(&text)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
