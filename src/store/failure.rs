//! The errors of SQLite and of files as errors of the crate: what went wrong, with which file, and what to do.

use std::{io, path::Path};

use rusqlite::ErrorCode;

use crate::error::{Error, ErrorKind, shown::as_found};

/// The path of a file as a place.
pub(super) fn place(path: &Path) -> String {
    format!("`{}`", as_found(&path.to_string_lossy()))
}

/// The error of a call of SQLite on a file.
pub(super) fn sqlite(path: &Path, doing: &str, found: rusqlite::Error) -> Error {
    use rusqlite::Error as Found;
    if matches!(
        found,
        Found::QueryReturnedNoRows
            | Found::InvalidColumnType(..)
            | Found::FromSqlConversionFailure(..)
            | Found::IntegralValueOutOfRange(..)
    ) {
        return corrupt(format!("{doing} failed: {found}; the file is damaged, so restore a backup"))
            .caused_by(found)
            .at(place(path));
    }
    let (kind, cause, advice) = match found.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            ErrorKind::Locked,
            io::ErrorKind::WouldBlock,
            "another connection holds the file; try again, or wait for longer",
        ),
        Some(ErrorCode::NotADatabase) => (
            ErrorKind::Corrupt,
            io::ErrorKind::InvalidData,
            "the file is not an SQLite database, or its first page is damaged; expected a store",
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            ErrorKind::Corrupt,
            io::ErrorKind::InvalidData,
            "the file is damaged; restore a backup, or look at what `sqlite3 FILE .recover` finds",
        ),
        Some(ErrorCode::CannotOpen) => (
            ErrorKind::Io,
            io::ErrorKind::NotFound,
            "the file or its folder is not there, or may not be opened; expected the path of a store",
        ),
        Some(ErrorCode::DiskFull) => {
            (ErrorKind::Io, io::ErrorKind::StorageFull, "the disk is full; make room, then try again")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (
            ErrorKind::Io,
            io::ErrorKind::PermissionDenied,
            "the file or its folder may not be written, and readers too must write `-shm` beside a file; change the rights, \
             or copy the file to a folder that may be written",
        ),
        Some(ErrorCode::ConstraintViolation) => (
            ErrorKind::Corrupt,
            io::ErrorKind::InvalidData,
            "a row contradicts another row of the file, which is damaged; restore a backup",
        ),
        Some(ErrorCode::FileLockingProtocolFailed) => (
            ErrorKind::Io,
            io::ErrorKind::Unsupported,
            "the file cannot be locked, as on some network drives; keep it on a local disk",
        ),
        Some(ErrorCode::TooBig) => (
            ErrorKind::Full,
            io::ErrorKind::FileTooLarge,
            "a text or value is over a thousand million bytes, which is what SQLite holds in one place",
        ),
        _ => (ErrorKind::Io, io::ErrorKind::Other, "check the disk and the file"),
    };
    Error::new(kind, format!("{doing} failed: {found}; {advice}"))
        .caused_by(io::Error::new(cause, found))
        .at(place(path))
}

/// The error of a part of a file that is JSON.
pub(super) fn json(what: &str, found: &serde_json::Error) -> Error {
    Error::new(ErrorKind::Corrupt, format!("{what} cannot be read: {found}"))
}

/// The error of a damaged part of a file.
pub(super) fn corrupt(what: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Corrupt, what)
}

/// The error of a row: whatever is wrong with it, the file is damaged.
pub(super) fn damaged(found: Error, advice: &str) -> Error {
    // A schema that the caller brings may declare a name otherwise than the file does.
    if matches!(found.kind(), ErrorKind::Io | ErrorKind::Locked | ErrorKind::Full | ErrorKind::InvalidSchema) {
        return found;
    }
    let error = corrupt(format!("{}; {advice}", found.message()));
    let place = found.place().map(str::to_owned);
    let error = error.caused_by(found);
    match place {
        Some(place) => error.at(place),
        None => error,
    }
}

/// The number of a fact or source that a file names. With debug assertions, no handle has a number so high.
pub(super) fn row(number: u32) -> Result<u32, Error> {
    if cfg!(debug_assertions) && number >> 31 == 1 {
        return Err(corrupt(format!("there is no row {number}")));
    }
    Ok(number)
}
