//! Why a request was not carried out.

use std::{fmt, io, path::Path};

use chancery::{
    Error, ErrorKind,
    error::Shown,
    io::{csv::LoadError, import::Rejected},
    notation::{Fault, Faults},
};
use serde_json::{Value, json};

use crate::{
    input::plain,
    output::{counted, shown_lines},
};

/// Why a request was not carried out. `Display` and JSON say what, where, and what was allowed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the library, and the file in which it was found.
    Record { file: Option<String>, error: Error },
    /// Faults of the notation, and the name of the text, if it is not a file that the faults name.
    Faults { file: Option<String>, faults: Faults },
    /// A fault of a query.
    Query(Box<Fault>),
    /// Rows of a table that cannot be loaded.
    Table { file: String, error: LoadError },
    /// Records of a file that the graph refuses.
    Rejected { file: String, rejected: Vec<Rejected> },
    /// What was asked for cannot be done.
    Request(String),
}

impl Failure {
    /// What was asked for cannot be done. Texts of others may stand in the reason as they are.
    pub(crate) fn request(why: impl fmt::Display) -> Self {
        Self::Request(shown_lines(&why.to_string()))
    }

    /// An error of the system with a file.
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::Record { file: Some(plain(path)), error: error.into() }
    }

    /// An error of the library in a file.
    pub(crate) fn record(path: &Path, error: Error) -> Self {
        Self::Record { file: Some(plain(path)), error }
    }

    /// Whether a file could be read and says something wrong.
    pub(crate) fn is_of_content(&self) -> bool {
        match self {
            Self::Record { error, .. } => {
                !matches!(error.kind(), ErrorKind::Io | ErrorKind::Locked | ErrorKind::Outdated)
            }
            Self::Faults { .. } | Self::Table { .. } | Self::Rejected { .. } => true,
            Self::Query(_) | Self::Request(_) => false,
        }
    }

    /// Whether it is only that no entity has the key or the name that was asked for.
    pub(crate) fn is_of_unknown_entity(&self) -> bool {
        matches!(self, Self::Record { file: None, error } if error.kind() == ErrorKind::UnknownEntity)
    }

    /// What may help, if the vocabulary lacks a name that the files use.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        let of_vocabulary = |error: &Error| {
            let unknown = [ErrorKind::UnknownKind, ErrorKind::UnknownRelation, ErrorKind::UnknownRole];
            unknown.contains(&error.kind()) || error.kind() == ErrorKind::WrongKind
        };
        let helps = match self {
            Self::Rejected { rejected, .. } => rejected.iter().any(|one| of_vocabulary(one.reason())),
            Self::Table { error, .. } => error.faults().any(of_vocabulary),
            Self::Record { .. } | Self::Faults { .. } | Self::Query(_) | Self::Request(_) => false,
        };
        helps.then_some(
            "the vocabulary is that of diplomacy, of the store, or of the files before; `--vocabulary open` declares names \
             as they come; in a store, a file with lines such as `relation phones event from any to any` in the same import does",
        )
    }

    /// The errors as values for programs.
    pub(crate) fn to_json(&self) -> Vec<Value> {
        let one = |error: &Error, file: Option<&str>| {
            let position = error.position();
            json!({
                "file": file,
                "place": error.place().map(option),
                "line": position.map(|at| at.line),
                "column": position.map(|at| at.column),
                "kind": format!("{:?}", error.kind()),
                "message": error.message(),
            })
        };
        match self {
            Self::Record { file, error } => vec![one(error, file.as_deref())],
            Self::Faults { file, faults } => faults
                .iter()
                .map(|fault| one(fault.error(), fault.file().map(plain).as_deref().or(file.as_deref())))
                .collect(),
            Self::Query(fault) => vec![one(fault.error(), fault.file().map(plain).as_deref())],
            Self::Table { file, error } => error.faults().map(|error| one(error, Some(file))).collect(),
            Self::Rejected { file, rejected } => {
                rejected.iter().map(|one_of| one(one_of.reason(), Some(file))).collect()
            }
            Self::Request(why) => vec![json!({ "message": why })],
        }
    }
}

/// The place of an error; of what an option gave, the option.
fn option(place: &str) -> &str {
    if place == TEXTS { "--text" } else { place }
}

/// The place of what `--text` gave, in errors of the library.
const TEXTS: &str = "text_of";

/// Lines with errors, in which the place of what an option gave is the option.
pub(crate) fn with_options(text: &str) -> String {
    let named = |line: &str| match line.strip_prefix(TEXTS).and_then(|rest| rest.strip_prefix(": ")) {
        Some(rest) => format!("--text: {rest}"),
        None => line.to_owned(),
    };
    text.split('\n').map(named).collect::<Vec<_>>().join("\n")
}

/// A fault as that of a file is shown, where the fault does not know the name of its text.
fn placed(fault: &Fault, file: Option<&str>) -> String {
    let text = fault.to_string();
    let Some(file) = file.filter(|_| fault.file().is_none()).map(Shown) else { return text };
    let Some(at) = fault.position() else { return format!("{file}: {text}") };
    let rest = text.strip_prefix(&format!("line {}, column {}: ", at.line, at.column));
    format!("{file}:{}:{}: {}", at.line, at.column, rest.unwrap_or(&text))
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record { file: None, error } => error.fmt(f),
            Self::Record { file: Some(file), error } => write!(f, "{}: {error}", Shown(file)),
            Self::Faults { file, faults } => {
                for fault in faults {
                    writeln!(f, "{}\n", with_options(&placed(fault, file.as_deref())))?;
                }
                f.write_str(&counted(faults.as_slice().len() as u64, "fault"))
            }
            Self::Query(fault) => fault.fmt(f),
            Self::Table { file, error } => write!(f, "{}: {error}", Shown(file)),
            Self::Rejected { file, rejected } => {
                for (n, rejected) in rejected.iter().enumerate() {
                    let line = if n == 0 { "" } else { "\n" };
                    write!(f, "{line}{}: {}", Shown(file), rejected.reason())?;
                }
                Ok(())
            }
            Self::Request(why) => f.write_str(why),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Record { file: None, error }
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Faults { file: None, faults }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Error::from(error).into()
    }
}
