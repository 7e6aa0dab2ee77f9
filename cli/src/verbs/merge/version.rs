//! One of the three versions: its format, its text, and what it says.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use chancery::{diplomacy, dossier::Dossier, io::json, notation};

use crate::{
    arguments::Reading,
    failure::Failure,
    input::{self, Format, Opened, Vocabulary},
    verbs::convert::to_notation,
};

/// What is in a file.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Nothing: git has such a base if both versions are new, and such a version if a file was emptied.
    Empty,
    Notation(String),
    Dossier(Box<Dossier>),
}

/// Which of the three it is, and its file.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) which: &'static str,
    pub(super) path: PathBuf,
    pub(super) content: Content,
}

impl Version {
    /// Reads a file. What a text says is not read yet.
    pub(super) fn open(which: &'static str, path: &Path, reading: &Reading) -> Result<Self, Failure> {
        let mut file = Opened::open(path, reading.from)?;
        let refuse = |what: &str, why: &str| {
            let path = input::shown(path);
            Err(Failure::request(format_args!(
                "{path}: it is {what}{why}; merge takes files of the notation and dossiers. Write each of the three as a \
                 dossier, `chancery convert {path} -o {which}.json`, and merge these"
            )))
        };
        let is_notation = match file.format {
            Format::Notation => true,
            Format::Dossier => false,
            Format::Archive => return refuse("an archive", ", whose history cannot be joined with another"),
            Format::Store => return refuse("a store", ", whose history cannot be joined with another"),
            _ => return refuse("a file of another program", ""),
        };
        let mut bytes = Vec::new();
        file.stream.read_to_end(&mut bytes).map_err(|error| Failure::file(path, error))?;
        let content = if bytes.iter().all(u8::is_ascii_whitespace) {
            Content::Empty
        } else if is_notation {
            let text = String::from_utf8(bytes).map_err(|error| {
                let error = std::io::Error::new(std::io::ErrorKind::InvalidData, error.utf8_error());
                Failure::file(path, error)
            })?;
            // A line without its end would be joined with one behind it.
            Content::Notation(if text.ends_with('\n') { text } else { text + "\n" })
        } else {
            let dossier: Dossier = json::read(&*bytes).map_err(|error| Failure::record(path, error))?;
            let schema = Vocabulary::of(reading)?.for_document();
            dossier.to_graph(schema).map_err(|error| Failure::record(path, error))?;
            Content::Dossier(Box::new(dossier))
        };
        Ok(Self { which, path: path.to_owned(), content })
    }

    pub(super) const fn is_empty(&self) -> bool {
        matches!(self.content, Content::Empty)
    }

    /// What it says.
    pub(super) fn dossier(&self, texts: &Texts<'_>) -> Result<Dossier, Failure> {
        match &self.content {
            Content::Empty => Ok(Dossier::default()),
            Content::Dossier(dossier) => Ok(Dossier::clone(dossier)),
            Content::Notation(text) => texts.read(text, &self.path).map_err(|faults| {
                Failure::request(format_args!("{} ({}):\n{faults}", input::shown(&self.path), self.which))
            }),
        }
    }

    /// It as a text of the notation.
    pub(super) fn text(&self) -> String {
        match &self.content {
            Content::Empty => String::new(),
            Content::Notation(text) => text.clone(),
            Content::Dossier(dossier) if is_of_diplomacy(dossier) => notation::write(dossier),
            Content::Dossier(dossier) => to_notation(dossier),
        }
    }
}

/// Whether the vocabulary of a dossier is part of that which files have that declare none.
pub(super) fn is_of_diplomacy(dossier: &Dossier) -> bool {
    let usual = diplomacy::schema().to_def();
    let own = &dossier.vocabulary;
    !own.open
        && own.kinds.iter().all(|def| usual.kinds.contains(def))
        && own.roles.iter().all(|def| usual.roles.contains(def))
        && own.relations.iter().all(|def| usual.relations.contains(def))
}

/// How texts are read.
pub(super) struct Texts<'a> {
    pub(super) reading: &'a Reading,
    /// The folder to which includes and texts of sources are relative; else that of each file.
    pub(super) folder: Option<PathBuf>,
    reader: notation::Reader,
}

impl<'a> Texts<'a> {
    pub(super) fn new(reading: &'a Reading, path: Option<&Path>) -> Result<Self, Failure> {
        let folder = path.map(|path| path.parent().unwrap_or(Path::new("")).to_owned());
        Ok(Self { reading, folder, reader: input::notation_reader(reading)? })
    }

    /// Everything that a text says which stands at a path.
    pub(super) fn read(&self, text: &str, path: &Path) -> Result<Dossier, notation::Faults> {
        let folder = match &self.folder {
            Some(folder) => folder.clone(),
            None => path.parent().unwrap_or(Path::new("")).to_owned(),
        };
        let kg = self.reader.clone().base(folder).read(text)?;
        Ok(Dossier::of(&input::everything(&kg)))
    }

    /// Whether an option names the vocabulary of texts.
    pub(super) const fn has_vocabulary(&self) -> bool {
        self.reading.vocabulary.is_some()
    }
}
