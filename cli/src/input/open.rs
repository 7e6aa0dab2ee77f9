//! Opening a file, or standard input, and telling what it is.

use std::{
    fs::{self, File},
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use chancery::{Error, ErrorKind, io::rdf::RdfFormat};

use super::{
    content::{Format, HEAD, Table, is_json, json_ld, recognize, utf16},
    path::shown,
};
use crate::{arguments::InputFormat, failure::Failure};

/// A file whose format is known.
pub(crate) struct Opened {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    pub(crate) stream: Stream,
    /// The length of the file.
    pub(crate) bytes: u64,
}

/// What is read of a file.
pub(crate) enum Stream {
    /// A file, which is opened only when it is read, as a process may have few files open.
    File(PathBuf, Option<BufReader<File>>),
    /// All of standard input, of a pipe or of a device, which can be read only once.
    Bytes(Cursor<Vec<u8>>),
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bytes(bytes) => bytes.read(buffer),
            Self::File(_, Some(file)) => file.read(buffer),
            Self::File(path, file) => {
                let opened = BufReader::with_capacity(HEAD, File::open(path)?);
                file.insert(opened).read(buffer)
            }
        }
    }
}

impl Opened {
    /// Opens a file; `-` is standard input. What is not a regular file is read whole.
    pub(crate) fn open(path: &Path, given: Option<InputFormat>) -> Result<Self, Failure> {
        let failed = |error| Failure::file(path, error);
        if is_standard(path) {
            return Self::whole(path, standard_input()?, given);
        }
        let found = fs::metadata(path).map_err(failed)?;
        if found.is_dir() {
            return Err(Failure::request(format_args!("{}: it is a folder; expected a file", shown(path))));
        }
        if !found.is_file() {
            return Self::whole(path, fs::read(path).map_err(failed)?, given);
        }
        // On Unix, closing a file ends SQLite's locks on it. This one is closed before a store opens it.
        let mut head = Vec::new();
        File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head)).map_err(failed)?;
        let mut format = format(path, &head, given);
        if format.is_err() && is_json(&head) && found.len() > head.len() as u64 {
            format = self::format(path, &fs::read(path).map_err(failed)?, given);
        }
        let stream = Stream::File(path.to_owned(), None);
        Ok(Self { path: path.to_owned(), format: format?, stream, bytes: found.len() })
    }

    fn whole(path: &Path, all: Vec<u8>, given: Option<InputFormat>) -> Result<Self, Failure> {
        let head = all.get(..HEAD).unwrap_or(&all);
        let mut format = format(path, head, given);
        if format.is_err() && is_json(head) {
            format = self::format(path, &all, given);
        }
        let format = format?;
        if format == Format::Store {
            let why = "a store cannot come from standard input or a pipe; name its file";
            return Err(Failure::request(format_args!("{}: {why}", shown(path))));
        }
        let bytes = all.len() as u64;
        Ok(Self { path: path.to_owned(), format, stream: Stream::Bytes(Cursor::new(all)), bytes })
    }

    /// Whether it is a file of the notation that can be read again.
    pub(crate) const fn is_notation_file(&self) -> bool {
        matches!((self.format, &self.stream), (Format::Notation, Stream::File(..)))
    }

    /// The folder to which its includes are relative: that of the file, or else the current one.
    pub(super) fn folder(&self) -> PathBuf {
        match (&self.stream, self.path.parent()) {
            (Stream::File(..), Some(folder)) => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// All of it as a text.
    pub(super) fn text(mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        self.stream.read_to_end(&mut bytes).map_err(|error| Failure::file(&self.path, error))?;
        text_of(&self.path, bytes)
    }
}

pub(crate) fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// All of standard input.
pub(crate) fn standard_input() -> Result<Vec<u8>, Failure> {
    static IS_READ: AtomicBool = AtomicBool::new(false);
    if IS_READ.swap(true, Ordering::Relaxed) {
        return Err(Failure::request("`-` is named twice; standard input can be read only once"));
    }
    let mut all = Vec::new();
    io::stdin().lock().read_to_end(&mut all).map_err(|error| Failure::file(Path::new("-"), error))?;
    Ok(all)
}

/// The text of the notation that these bytes are.
pub(crate) fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    refuse_utf16(path, &bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let why = format!("it is not valid UTF-8, in line {line} at byte {good}");
        Failure::record(path, Error::new(ErrorKind::Syntax, why))
    })
}

fn refuse_utf16(path: &Path, head: &[u8]) -> Result<(), Failure> {
    let Some(name) = utf16(head) else { return Ok(()) };
    let why = format!("the text is {name}, not UTF-8; convert it, as by `iconv -f {name} -t UTF-8`");
    Err(Failure::record(path, Error::new(ErrorKind::Syntax, why).at_position(1, 1)))
}

fn format(path: &Path, head: &[u8], given: Option<InputFormat>) -> Result<Format, Failure> {
    let found = match (given, recognize(head)) {
        (None, Err(why)) => return Err(Failure::request(format_args!("{}: {why}", shown(path)))),
        (None, Ok(found)) => found,
        (Some(given), found) => as_given(given, found.ok()),
    };
    if found == Format::Notation {
        refuse_utf16(path, head)?;
    }
    Ok(found)
}

/// The format that an option names, and which table it is, if the file shows that.
fn as_given(given: InputFormat, found: Option<Format>) -> Format {
    match given {
        InputFormat::Notation => Format::Notation,
        InputFormat::Dossier => Format::Dossier,
        InputFormat::Archive => Format::Archive,
        InputFormat::Page => Format::Page,
        InputFormat::Store => Format::Store,
        InputFormat::Csv => match found {
            Some(Format::Csv(table)) => Format::Csv(table),
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(text: &str) -> Result<Opened, Failure> {
        Opened::whole(Path::new("a"), text.as_bytes().to_vec(), None)
    }

    #[test]
    fn a_document_is_known_however_late_its_name_comes() {
        let late = format!("{{\"facts\":[{}],\"chancery\":\"dossier\"}}", "1,".repeat(HEAD) + "1");
        assert_eq!(open(&late).unwrap().format, Format::Dossier);
        assert!(open("{\"facts\":[]}").is_err());
    }

    #[test]
    fn a_text_that_is_not_utf_8_is_a_fault_of_the_file() {
        for bytes in [&b"\xff\xfea\0"[..], b"a\0 \0b\0", b"\xfe\xff\0a", b"entity \xff"] {
            let found = Opened::whole(Path::new("a"), bytes.to_vec(), None).and_then(Opened::text);
            assert!(found.is_err_and(|failure| failure.is_of_content()), "{bytes:?}");
        }
    }
}
