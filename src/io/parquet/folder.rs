//! The folder: the one file of `io` that opens files. Parquet files are read from their ends, and there are several, so no
//! single stream of the caller can hold them.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use super::{
    layout::Table,
    rows::{self, Row},
    sheet::Sheet,
};
use crate::error::{Error, ErrorKind, shown::one_line};

/// A folder that files are written into.
pub(super) struct Folder<'p> {
    path: &'p Path,
}

impl<'p> Folder<'p> {
    /// A new folder, or one without files.
    pub(super) fn create(path: &'p Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(|error| failed(path, "created", error))?;
        let mut entries = fs::read_dir(path).map_err(|error| failed(path, "read", error))?;
        if entries.next().is_some() {
            let why = format!("`{}` is not empty; expected a new folder", shown_path(path));
            return Err(Error::new(ErrorKind::Io, why));
        }
        Ok(Self { path })
    }

    /// The file of a table, to write its rows.
    pub(super) fn sheet(&self, table: &'static Table) -> Result<Sheet<BufWriter<File>>, Error> {
        let path = self.path_of(table);
        let file = File::create(&path).map_err(|error| failed(&path, "created", error))?;
        Sheet::new(table, BufWriter::with_capacity(1 << 16, file))
    }

    /// Writes a file that is a text.
    pub(super) fn text(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.path.join(name);
        fs::write(&path, text).map_err(|error| failed(&path, "written", error))
    }

    fn path_of(&self, table: &Table) -> PathBuf {
        path_of(self.path, table)
    }
}

fn path_of(folder: &Path, table: &Table) -> PathBuf {
    folder.join(format!("{}.parquet", table.name))
}

/// All rows of a table of a folder.
pub(super) fn read(folder: &Path, table: &'static Table) -> Result<Vec<Row>, Error> {
    let path = path_of(folder, table);
    rows::read(table, File::open(&path).map_err(|error| failed(&path, "read", error))?)
}

/// A file of a folder that is a text.
pub(super) fn read_text(folder: &Path, name: &str) -> Result<String, Error> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|error| failed(&path, "read", error))
}

fn failed(path: &Path, what: &str, error: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("`{}` cannot be {what}: {error}", shown_path(path))).caused_by(error)
}

fn shown_path(path: &Path) -> String {
    one_line(&path.to_string_lossy()).into_owned()
}
