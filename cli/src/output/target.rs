//! Files that are written whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use chancery::Error;

use super::Standard;
use crate::{
    arguments::Target,
    failure::Failure,
    stop::{self, Unfinished},
};

/// Writes to the target: a file, which is replaced only when all was written, or standard output.
pub(crate) fn write_to<T>(
    target: &Target,
    content: impl FnOnce(&mut dyn Write) -> Result<T, Error>,
) -> Result<T, Failure> {
    if let Some(path) = target.output.as_deref().filter(|path| *path != Path::new("-")) {
        return replace(path, content);
    }
    let mut out = Standard::new();
    let done = content(&mut out)?;
    out.flush()?;
    Ok(done)
}

/// Replaces a file: what is written goes to a new file beside it, which then takes its place.
pub(crate) fn replace<T>(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<T, Error>) -> Result<T, Failure> {
    let failed = |error| Failure::file(path, error);
    // A link stays a link to the file that it names.
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // A device or a pipe is written to as it is.
    if fs::metadata(&whole).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let device = OpenOptions::new().write(true).open(&whole).map_err(failed)?;
        return fill(&device, content).map_err(|error| Failure::record(path, error));
    }
    let new = New::beside(&whole).map_err(failed)?;
    let done = fill(&new.file, content).map_err(|error| Failure::record(path, error))?;
    new.take_the_place_of(&whole).map_err(failed)?;
    Ok(done)
}

fn fill<T>(file: &File, content: impl FnOnce(&mut dyn Write) -> Result<T, Error>) -> Result<T, Error> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let done = content(&mut out)?;
    out.flush()?;
    Ok(done)
}

/// A file that is removed unless it takes the place of another.
struct New {
    path: PathBuf,
    file: File,
    _unfinished: Unfinished,
}

impl New {
    fn beside(path: &Path) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| io::Error::other("expected the name of a file"))?;
        let mut number = 0_u32;
        loop {
            let mut new = name.to_owned();
            new.push(format!("-new-{}-{number}", std::process::id()));
            let new = path.with_file_name(new);
            let unfinished = stop::unfinished(&new);
            match OpenOptions::new().write(true).create_new(true).open(&new) {
                Ok(file) => return Ok(Self { path: new, file, _unfinished: unfinished }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// The new file has the rights of the old one.
    fn take_the_place_of(self, path: &Path) -> io::Result<()> {
        if let Ok(old) = fs::metadata(path) {
            // A file system without rights keeps none.
            let _ = self.file.set_permissions(old.permissions());
        }
        self.file.sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Drop for New {
    fn drop(&mut self) {
        // After the rename there is no such file.
        let _ = fs::remove_file(&self.path);
    }
}
