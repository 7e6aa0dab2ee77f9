//! Opening a file, or standard input, and telling what it is.

use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

use chancery::{error::Shown, io::rdf::RdfFormat};

use super::content::{Format, HEAD, Table, json_ld, recognize};
use crate::{arguments::InputFormat, failure::Failure};

/// A file whose format is known.
pub(crate) struct Opened {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    pub(crate) stream: Box<dyn Read>,
    /// The length of the file.
    pub(crate) bytes: u64,
}

impl Opened {
    /// Opens a file; `-` is standard input, which is read whole.
    pub(crate) fn open(path: &Path, told: Option<InputFormat>) -> Result<Self, Failure> {
        let failed = |error| Failure::file(path, error);
        if path == Path::new("-") {
            let mut all = Vec::new();
            std::io::stdin().lock().read_to_end(&mut all).map_err(failed)?;
            let head = all.get(..HEAD).unwrap_or(&all);
            let format = format(path, head, told)?;
            if format == Format::Store {
                return Err(Failure::request("a store cannot come from standard input; name its file"));
            }
            let bytes = all.len() as u64;
            return Ok(Self { path: path.to_owned(), format, stream: Box::new(Cursor::new(all)), bytes });
        }
        if path.is_dir() {
            return Err(Failure::request(format_args!("{}: it is a folder; expected a file", shown(path))));
        }
        let file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let mut stream = BufReader::with_capacity(HEAD, file);
        let head = stream.fill_buf().map_err(failed)?;
        let format = format(path, head, told)?;
        // On Unix, closing a file ends SQLite's locks on it. This one is closed before a store opens it.
        let stream: Box<dyn Read> = if format == Format::Store { Box::new(std::io::empty()) } else { Box::new(stream) };
        Ok(Self { path: path.to_owned(), format, stream, bytes })
    }

    /// Whether it is standard input.
    pub(crate) fn is_standard(&self) -> bool {
        self.path == Path::new("-")
    }
}

fn shown(path: &Path) -> String {
    Shown(&path.display().to_string()).to_string()
}

fn format(path: &Path, head: &[u8], told: Option<InputFormat>) -> Result<Format, Failure> {
    let found = recognize(head);
    let Some(told) = told else {
        return found.map_err(|why| Failure::request(format_args!("{}: {why}", shown(path))));
    };
    Ok(match told {
        InputFormat::Notation => Format::Notation,
        InputFormat::Dossier => Format::Dossier,
        InputFormat::Archive => Format::Archive,
        InputFormat::Page => Format::Page,
        InputFormat::Store => Format::Store,
        InputFormat::Csv => match found {
            Ok(Format::Csv(table)) => Format::Csv(table),
            _ => Format::Csv(Table::Facts),
        },
        InputFormat::Graphml => Format::GraphMl,
        InputFormat::Turtle => Format::Rdf(RdfFormat::TriG),
        InputFormat::Ntriples => Format::Rdf(RdfFormat::NQuads),
        InputFormat::Rdfxml => Format::Rdf(RdfFormat::RdfXml),
        InputFormat::Jsonld => Format::Rdf(json_ld()),
        InputFormat::Ftm => Format::FollowTheMoney,
        InputFormat::NodeLink => Format::NodeLink,
        InputFormat::JsonLines => Format::JsonLines,
    })
}
