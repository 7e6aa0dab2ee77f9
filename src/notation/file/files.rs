//! Files and what they include, each once. Nothing else of the notation touches a file.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    block,
    fault::{Fault, Lines},
    parse::{Entry, parse},
    statement::{Content, Meant, Statement},
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    notation::line::{At, Flaw},
};

/// A text and its statements.
#[derive(Debug)]
pub(super) struct File {
    /// As it was named; none for a text.
    pub(super) path: Option<PathBuf>,
    /// The folder in which its includes are looked up.
    folder: Option<PathBuf>,
    pub(super) text: String,
    pub(super) lines: Lines,
    pub(super) statements: Vec<Statement>,
}

/// Files in the order in which they were read.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) all: Vec<File>,
    /// Every statement, by file and place, with those of an included file at the place of the include.
    pub(super) order: Vec<(usize, usize)>,
    pub(super) flaws: Vec<(usize, Flaw)>,
    /// Files that could not be read at all.
    pub(super) lost: Vec<Fault>,
    known: BTreeMap<PathBuf, usize>,
}

impl Files {
    /// Takes a text, and the folder in which its includes are looked up.
    pub(super) fn add_text(&mut self, text: &str, folder: Option<&Path>) {
        let number = self.push(None, folder.map(Path::to_owned), text.to_owned());
        self.follow(number);
    }

    /// Takes a file and all that it includes.
    pub(super) fn add_file(&mut self, path: &Path) {
        match self.open(path) {
            Ok(Some(number)) => self.follow(number),
            Ok(None) => {}
            Err(error) => self.lost.push(Fault::without_line(Some(path), error)),
        }
    }

    /// Whether they declare a vocabulary, or may do so in a part that could not be read.
    pub(super) fn may_declare(&self) -> bool {
        !self.lost.is_empty() || self.all.iter().flat_map(|file| &file.statements).any(Statement::may_declare)
    }

    /// Reads a file and returns its number. `None` if it was read before.
    fn open(&mut self, path: &Path) -> Result<Option<usize>, Error> {
        let one = fs::canonicalize(path).map_err(|error| unreadable(path, error))?;
        if self.known.contains_key(&one) {
            return Ok(None);
        }
        let text = read(path)?;
        self.known.insert(one, self.all.len());
        Ok(Some(self.push(Some(path.to_owned()), path.parent().map(Path::to_owned), text)))
    }

    fn push(&mut self, path: Option<PathBuf>, folder: Option<PathBuf>, text: String) -> usize {
        let number = self.all.len();
        let mut flaws = Vec::new();
        let statements = parse(&text, &mut flaws).into_iter().filter_map(|entry| match entry {
            Entry::Statement(statement) => Some(statement),
            Entry::Blank | Entry::Comment(_) => None,
        });
        let lines = Lines::of(&text);
        let mut file = File { path, folder, statements: statements.collect(), text, lines };
        for statement in &mut file.statements {
            if let Content::Source(line) = &mut statement.content
                && let Some(named) = &line.text_file
            {
                match beside(file.folder.as_deref(), named)
                    .and_then(|path| read(&path).map_err(|error| at(named, error)))
                {
                    Ok(text) => line.source.text = Some(text),
                    Err(flaw) => {
                        flaws.push(flaw);
                        statement.faulty.get_or_insert_default();
                    }
                }
            }
        }
        block::assign(&mut file.statements);
        self.flaws.extend(flaws.into_iter().map(|flaw| (number, flaw)));
        self.all.push(file);
        number
    }

    /// Puts the statements of a file in order, and those of what it includes. A file that was read before is skipped, so files
    /// may include each other.
    fn follow(&mut self, file: usize) {
        let mut open = vec![(file, 0)];
        while let Some((file, place)) = open.pop() {
            let Some(statement) = self.all.get(file).and_then(|file| file.statements.get(place)) else { continue };
            open.push((file, place + 1));
            self.order.push((file, place));
            let Content::Include(named) = &statement.content else { continue };
            let named = named.clone();
            let folder = self.all.get(file).and_then(|file| file.folder.clone());
            let found =
                beside(folder.as_deref(), &named).and_then(|path| self.open(&path).map_err(|error| at(&named, error)));
            match found {
                Ok(None) => {}
                Ok(Some(next)) => open.push((next, 0)),
                Err(flaw) => {
                    self.flaws.push((file, flaw));
                    if let Some(statement) = self.all.get_mut(file).and_then(|file| file.statements.get_mut(place)) {
                        statement.content = Content::Unread;
                        statement.faulty.get_or_insert_default().meant = Meant::Include;
                    }
                }
            }
        }
    }
}

fn at(named: &At<String>, error: Error) -> Flaw {
    Flaw { span: named.span.clone(), error }
}

/// A path that a file names, beside that file.
fn beside(folder: Option<&Path>, named: &At<String>) -> Result<PathBuf, Flaw> {
    let path = Path::new(&named.value);
    let fail = |why: String| Err(at(named, Error::new(ErrorKind::Io, why)));
    if named.value.is_empty() || path.is_absolute() || path.has_root() {
        return fail(format!(
            "`{}` is not a relative path; a file can be named only relative to the file that names it",
            as_found(&named.value)
        ));
    }
    match folder {
        Some(folder) => Ok(folder.join(path)),
        None => {
            fail(format!("`{}` cannot be found: no folder is set for the text that names it", as_found(&named.value)))
        }
    }
}

fn read(path: &Path) -> Result<String, Error> {
    let meta = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !meta.is_file() {
        return Err(Error::new(ErrorKind::Io, format!("`{}` is not a file", shown_path(path))));
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
        Error::new(
            ErrorKind::Syntax,
            format!("`{}` is not valid UTF-8, in line {line} at byte {good}", shown_path(path)),
        )
    })
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("`{}` cannot be read: {error}", shown_path(path))).caused_by(error)
}

/// A path as errors repeat it.
pub(super) fn shown_path(path: &Path) -> String {
    as_found(&path.to_string_lossy()).to_string()
}
