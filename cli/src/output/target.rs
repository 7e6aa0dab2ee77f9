//! Files that are written whole or not at all.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use chancery::Error;

use super::Standard;
use crate::{
    arguments::{Inputs, Target},
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
    let whole = named(path).map_err(failed)?;
    let old = fs::metadata(&whole).ok();
    // A device or a pipe is written to as it is.
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        let device = OpenOptions::new().write(true).open(&whole).map_err(failed)?;
        return fill(&device, content).map_err(|error| Failure::record(path, error));
    }
    let rights = old.map(|old| old.permissions());
    if rights.as_ref().is_some_and(Permissions::readonly) {
        let why = "the file may only be read; nobody has the right to write to it";
        return Err(failed(io::Error::new(io::ErrorKind::PermissionDenied, why)));
    }
    let new = New::beside(&whole, rights.as_ref()).map_err(failed)?;
    let done = fill(&new.file, content).map_err(|error| Failure::record(path, error))?;
    new.take_the_place_of(&whole, rights).map_err(failed)?;
    Ok(done)
}

/// How many links may lead to a file, as Linux has it.
const LINKS: usize = 40;

/// The file that a path names. A link stays a link to it, also if the file is yet to be made.
fn named(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if let Ok(whole) = fs::canonicalize(&path) {
            return Ok(whole);
        }
        let Ok(next) = fs::read_link(&path) else { return Ok(path) };
        // A relative link begins at the folder in which it stands.
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    Err(io::Error::other("too many links, one to another"))
}

/// Refuses to replace a file that is read.
pub(crate) fn keep_inputs(output: Option<&Path>, inputs: &Inputs) -> Result<(), Failure> {
    let Some(output) = output.filter(|path| *path != Path::new("-")) else { return Ok(()) };
    // A terminal or a pipe may be both.
    let Some(whole) = fs::canonicalize(output).ok().filter(|path| path.is_file()) else { return Ok(()) };
    let texts = inputs.reading.texts.iter().map(|text| text.path.as_path());
    let vocabulary = inputs.reading.vocabulary.as_deref().map(Path::new);
    let mut read = inputs.files.iter().map(PathBuf::as_path).chain(texts).chain(vocabulary);
    if read.any(|path| fs::canonicalize(path).is_ok_and(|path| path == whole)) {
        let output = output.display();
        return Err(Failure::request(format_args!(
            "{output}: it is one of the files that are read; name another output"
        )));
    }
    Ok(())
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
    /// A new file, which nobody may read who may not read the old one.
    fn beside(path: &Path, rights: Option<&Permissions>) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| io::Error::other("expected the name of a file"))?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if let Some(rights) = rights {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            options.mode(rights.mode() & 0o777);
        }
        let mut number = 0_u32;
        loop {
            let mut new = name.to_owned();
            new.push(format!("-new-{}-{number}", std::process::id()));
            let new = path.with_file_name(new);
            let unfinished = stop::unfinished(&new);
            match options.open(&new) {
                Ok(file) => return Ok(Self { path: new, file, _unfinished: unfinished }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// The new file has the rights of the old one.
    fn take_the_place_of(self, path: &Path, rights: Option<Permissions>) -> io::Result<()> {
        if let Some(rights) = rights {
            // A file system without rights keeps none.
            let _ = self.file.set_permissions(rights);
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
