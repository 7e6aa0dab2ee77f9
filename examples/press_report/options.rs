//! What is asked on the command line.

use std::{env, path::PathBuf};

use chancery::{Error, ErrorKind, PartialDate};

/// What to print, and where to write.
pub(crate) struct Options {
    pub(crate) at: Option<PartialDate>,
    pub(crate) about: Option<String>,
    pub(crate) format: Format,
    pub(crate) folder: PathBuf,
}

/// The form of what is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Notation,
    Json,
    Dot,
}

pub(crate) const USAGE: &str = "\
usage: cargo run --example press_report -- [--at DATE] [--about ENTITY] [--format FORMAT] [FOLDER]
  --at DATE        what holds on that date, certainly or possibly
  --about ENTITY   what is recorded about an entity, by its key or a name
  --format FORMAT  text (the default), notation, json or dot
  FOLDER           where JSON, DOT and SVG are written; target/press_report if not given";

impl Options {
    /// Reads the arguments; `None` where help is asked for.
    pub(crate) fn read() -> Result<Option<Self>, Error> {
        let mut options =
            Self { at: None, about: None, format: Format::Text, folder: PathBuf::from("target/press_report") };
        let mut arguments = env::args_os().skip(1);
        while let Some(argument) = arguments.next() {
            let name = argument.to_string_lossy().into_owned();
            let mut value = || {
                let text = arguments.next().map(|value| value.to_string_lossy().into_owned());
                text.ok_or_else(|| wrong(format!("`{name}` lacks its value\n{USAGE}")))
            };
            match name.as_str() {
                "--at" => options.at = Some(value()?.parse().map_err(|e: Error| e.at("--at"))?),
                "--about" => options.about = Some(value()?),
                "--format" => options.format = Format::named(&value()?)?,
                "--help" | "-h" => return Ok(None),
                _ if name.starts_with('-') => return Err(wrong(format!("`{name}` is not an option\n{USAGE}"))),
                _ => options.folder = PathBuf::from(argument),
            }
        }
        Ok(Some(options))
    }
}

impl Format {
    fn named(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "text" => Self::Text,
            "notation" => Self::Notation,
            "json" => Self::Json,
            "dot" => Self::Dot,
            _ => {
                return Err(wrong(format!("--format: `{name}` is not a format; expected text, notation, json or dot")));
            }
        })
    }
}

fn wrong(message: String) -> Error {
    Error::new(ErrorKind::InvalidValue, message)
}
