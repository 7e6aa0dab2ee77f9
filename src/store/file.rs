//! The file: the one place that opens files and takes locks.

use std::{
    fs,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::failure;
use crate::error::{Error, ErrorKind};

/// The tables and views of format 1.
const SCHEMA: &str = include_str!("schema.sql");
/// `chan`, by which SQLite's header and the command `file` tell a store from other databases.
const APPLICATION: i32 = i32::from_be_bytes(*b"chan");
/// The format of the tables that this release writes.
const FORMAT: i32 = 1;

/// When a write returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// When the disk says that it has kept the transaction. Nothing that was written is lost, even if the power fails.
    #[default]
    Synced,
    /// When the operating system has taken the transaction. A crash of the program loses nothing. If the power fails or the
    /// system crashes, the last transactions may be lost, each as a whole; the file stays sound. [`Store::sync`] and the next
    /// checkpoint put all on the disk.
    ///
    /// [`Store::sync`]: super::Store::sync
    Deferred,
}

/// An open file.
#[derive(Debug)]
pub(super) struct File {
    connection: Connection,
    /// As the caller wrote it, for errors.
    path: PathBuf,
    /// The same without links.
    real: PathBuf,
    writable: bool,
    /// Says who writes, for the errors of other processes.
    writer: Option<fs::File>,
}

impl Drop for File {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // It only helps errors.
            let _ = fs::remove_file(beside(&self.real, "-writer"));
        }
    }
}

impl File {
    /// Makes a file with the tables and what `fill` puts into them. A crash leaves no file at the path, or all of it.
    ///
    /// # Errors
    /// If there is a file at the path, or none can be made.
    pub(super) fn create<T>(
        path: &Path,
        wait: Duration,
        fill: impl FnOnce(&Connection, &Path) -> Result<T, Error>,
    ) -> Result<(Self, T), Error> {
        let new = claim(path)?;
        let filled = Self::connect(&new.0, true, wait).and_then(|mut file| {
            let fail = |found| failure::sqlite(path, "making the tables", found);
            let transaction = file.connection.transaction().map_err(fail)?;
            transaction.execute_batch(SCHEMA).map_err(fail)?;
            transaction.pragma_update(None, "application_id", APPLICATION).map_err(fail)?;
            transaction.pragma_update(None, "user_version", FORMAT).map_err(fail)?;
            let filled = fill(&transaction, path)?;
            transaction.commit().map_err(fail)?;
            Ok(filled)
        })?;
        new.put(path)?;
        Ok((Self::open(path, true, wait)?, filled))
    }

    /// Opens a file that is a store.
    pub(super) fn open(path: &Path, writable: bool, wait: Duration) -> Result<Self, Error> {
        let mut file = Self::connect(path, writable, wait)?;
        file.check_format()?;
        file.set_up()?;
        Ok(file)
    }

    fn connect(path: &Path, writable: bool, wait: Duration) -> Result<Self, Error> {
        let mode = if writable { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
        let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let fail = |found| failure::sqlite(path, "opening the file", found);
        let connection = Connection::open_with_flags(plain(path), flags).map_err(fail)?;
        // SQLite counts the milliseconds in 31 bits.
        connection.busy_timeout(wait.min(Duration::from_millis(i32::MAX.unsigned_abs().into()))).map_err(fail)?;
        connection.set_prepared_statement_cache_capacity(64);
        // SQLite has the log beside the file itself, also if the path is a link, or the folder of the process changes.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(Self { connection, path: path.to_owned(), real, writable, writer: None })
    }

    fn check_format(&mut self) -> Result<(), Error> {
        let (application, format): (i32, i32) = self.run("reading the header", |connection| {
            let read = |name| connection.pragma_query_value(None, name, |row| row.get(0));
            Ok((read("application_id")?, read("user_version")?))
        })?;
        let refuse = |why: String| Err(Error::new(ErrorKind::Version, why).at(failure::place(&self.path)));
        if application != APPLICATION {
            return refuse(
                "the file is a database of another application, or empty; expected a file that `Store::create` made"
                    .to_owned(),
            );
        }
        if format != FORMAT {
            let why =
                format!("the file is of format {format}, and this release reads format {FORMAT}; use a later release");
            return refuse(why);
        }
        Ok(())
    }

    /// Sets what SQLite does not keep in the file.
    fn set_up(&mut self) -> Result<(), Error> {
        let writable = self.writable;
        let mode = self.run("setting up the connection", |connection| {
            connection.pragma_update(None, "trusted_schema", "OFF")?;
            connection.pragma_update(None, "cell_size_check", "ON")?;
            // What this crate writes keeps them; `verify` checks what others wrote.
            connection.pragma_update(None, "foreign_keys", "OFF")?;
            // What is deleted is overwritten with zeros.
            connection.pragma_update(None, "secure_delete", "ON")?;
            // On macOS only this makes the disk keep what was synced.
            connection.pragma_update(None, "fullfsync", "ON")?;
            connection.pragma_update(None, "checkpoint_fullfsync", "ON")?;
            // Nothing that is purged may be in a file elsewhere.
            connection.pragma_update(None, "temp_store", "MEMORY")?;
            if writable {
                connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            } else {
                Ok("wal".to_owned())
            }
        })?;
        if mode != "wal" {
            let why = "the file cannot have a log that processes share, as on network drives; keep it on a local disk";
            return Err(Error::new(ErrorKind::Io, why)
                .caused_by(io::Error::new(io::ErrorKind::Unsupported, why))
                .at(failure::place(&self.path)));
        }
        self.set_durability(Durability::Synced)
    }

    /// Sets whether a commit waits for the disk.
    pub(super) fn set_durability(&mut self, durability: Durability) -> Result<(), Error> {
        let synchronous = match durability {
            Durability::Synced => "FULL",
            Durability::Deferred => "NORMAL",
        };
        self.run("setting the durability", |connection| connection.pragma_update(None, "synchronous", synchronous))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) const fn is_writable(&self) -> bool {
        self.writable
    }

    /// A call of SQLite, with its error as one of the crate.
    pub(super) fn run<T>(
        &mut self,
        doing: &str,
        call: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        call(&mut self.connection).map_err(|found| failure::sqlite(&self.path, doing, found))
    }

    /// A number that changes when another connection has written to the file.
    pub(super) fn data_version(&mut self) -> Result<i64, Error> {
        self.run("asking for changes", |connection| {
            connection.pragma_query_value(None, "data_version", |row| row.get(0))
        })
    }

    /// Whether a purge has to be finished.
    pub(super) fn is_purging(&mut self) -> Result<bool, Error> {
        self.run("reading the file", |connection| {
            connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM about WHERE name = 'purging')")?
                .query_row([], |row| row.get(0))
        })
    }

    /// The number of the state of the file, if it has so many transactions and nothing was purged.
    pub(super) fn version_at(&mut self, transactions: u32) -> Result<Option<i64>, Error> {
        self.run("reading the file", |connection| {
            let state = connection.transaction()?;
            let same: bool = state.query_row(
                "SELECT (SELECT count(*) FROM transactions) = ? AND (SELECT value FROM about WHERE name = 'purges') = 0",
                [transactions],
                |row| row.get(0),
            )?;
            let version = state.pragma_query_value(None, "data_version", |row| row.get(0))?;
            Ok(Some(version).filter(|_| same))
        })
    }

    /// Reads within one state of the file: what others write meanwhile is not seen.
    pub(super) fn read<T>(&mut self, calls: impl FnOnce(&Connection, &Path) -> Result<T, Error>) -> Result<T, Error> {
        let fail = |found| failure::sqlite(&self.path, "reading the file", found);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Deferred).map_err(fail)?;
        calls(&transaction, &self.path)
    }

    /// Checks that the file was opened to write.
    pub(super) fn check_writable(&self) -> Result<(), Error> {
        if self.writable {
            return Ok(());
        }
        let why = "the file was opened to read; expected one that `Store::open` opened";
        Err(Error::new(ErrorKind::Io, why)
            .caused_by(io::Error::new(io::ErrorKind::PermissionDenied, why))
            .at(failure::place(&self.path)))
    }

    /// Begins to write, while no other connection writes.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] if another connection writes for longer than this one waits; the error names its process.
    pub(super) fn begin(&mut self) -> Result<Writing<'_>, Error> {
        self.check_writable()?;
        let (path, real) = (&self.path, &self.real);
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(|found| match found.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => {
                let why = format!("{} writes to the file; try again, or wait for longer", holder(real));
                Error::new(ErrorKind::Locked, why).caused_by(found).at(failure::place(path))
            }
            _ => failure::sqlite(path, "beginning to write", found),
        })?;
        if self.writer.is_none() {
            let open = fs::OpenOptions::new().create(true).truncate(false).write(true).open(beside(real, "-writer"));
            self.writer = open.ok();
        }
        let note = self.writer.as_ref();
        note_writer(note, &std::process::id().to_string());
        Ok(Writing { transaction, path, note })
    }

    /// Waits until the disk has the log. SQLite locks the database and not its log, so opening the log takes no lock away.
    pub(super) fn sync_log(&self) -> Result<(), Error> {
        let synced = match fs::OpenOptions::new().write(true).open(beside(&self.real, "-wal")) {
            Ok(log) => log.sync_all(),
            Err(found) if found.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(found) => Err(found),
        };
        synced.map_err(|found| Error::from(found).at(failure::place(&self.path)))
    }

    /// Moves what the log has into the database. `mode` is one of SQLite's: `PASSIVE` does what it can, `TRUNCATE` also empties
    /// the log, and waits for readers. Returns whether all was moved.
    pub(super) fn checkpoint(&mut self, mode: &str) -> Result<bool, Error> {
        self.run("moving the log into the database", |connection| {
            connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
                let (busy, log, moved): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(busy == 0 && log == moved)
            })
        })
    }
}

/// A transaction that writes. If it is dropped before it is committed, nothing was written.
pub(super) struct Writing<'f> {
    transaction: rusqlite::Transaction<'f>,
    path: &'f Path,
    note: Option<&'f fs::File>,
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        note_writer(self.note, "");
    }
}

impl Writing<'_> {
    pub(super) fn connection(&self) -> &Connection {
        &self.transaction
    }

    pub(super) const fn path(&self) -> &Path {
        self.path
    }

    /// A number that changes when another connection has written to the file.
    pub(super) fn data_version(&self) -> Result<i64, Error> {
        let read = self.transaction.pragma_query_value(None, "data_version", |row| row.get(0));
        read.map_err(|found| failure::sqlite(self.path, "asking for changes", found))
    }

    /// Keeps what was written. Nothing can be written after it.
    pub(super) fn commit(&self) -> Result<(), Error> {
        // The next writer may begin as soon as this has ended.
        note_writer(self.note, "");
        let done = self.transaction.execute_batch("COMMIT");
        done.map_err(|found| failure::sqlite(self.path, "committing", found))
    }
}

/// A file that is made beside the path where it will be, and goes away unless it is put there.
pub(super) struct New(PathBuf);

impl New {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Puts the file where it will be, once all of it is on the disk. A file that is there meanwhile stays.
    pub(super) fn put(self, path: &Path) -> Result<(), Error> {
        let put = || {
            fs::OpenOptions::new().write(true).open(&self.0)?.sync_all()?;
            match fs::hard_link(&self.0, path) {
                Err(found) if found.kind() != io::ErrorKind::AlreadyExists => {
                    // A file system without links: an empty file takes the place first, so that no other is replaced.
                    fs::File::create_new(path)?;
                    fs::rename(&self.0, path)
                }
                linked => linked,
            }
        };
        put().map_err(|found| not_made(path, found))?;
        sync_folder(path).map_err(|found| {
            let why = format!("the file is there, but its folder cannot be synced, so a crash may lose it: {found}");
            Error::new(ErrorKind::Io, why).caused_by(found).at(failure::place(path))
        })
    }
}

impl Drop for New {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
        let mut journal = self.0.clone().into_os_string();
        journal.push("-journal");
        let _ = fs::remove_file(journal);
    }
}

/// Makes an empty file for one that will be at a path where there is none.
pub(super) fn claim(path: &Path) -> Result<New, Error> {
    if path.exists() {
        return Err(not_made(path, io::ErrorKind::AlreadyExists.into()));
    }
    // SQLite would take the log of a file that is gone for one of the new file.
    for ending in ["-wal", "-shm", "-journal"] {
        let rest = beside(path, ending);
        if rest.exists() {
            let why =
                format!("`{ending}` of an earlier file is there; remove it, or put the file back that it belongs to");
            let found = io::Error::new(io::ErrorKind::AlreadyExists, why.clone());
            return Err(Error::new(ErrorKind::Io, why).caused_by(found).at(failure::place(path)));
        }
    }
    // A crash may have left one of an earlier process with the number of this one.
    let names = (0..100).map(|number| beside(path, &format!("-new-{}-{number}", std::process::id())));
    let mut last = io::ErrorKind::AlreadyExists.into();
    for new in names {
        match fs::File::create_new(&new) {
            Ok(_) => return Ok(New(plain(&new))),
            Err(found) if found.kind() == io::ErrorKind::AlreadyExists => last = found,
            Err(found) => return Err(not_made(path, found)),
        }
    }
    Err(not_made(path, last))
}

/// The path of a file beside another one.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A path that is only a path to SQLite, which takes `:memory:` and `file:…` for something else.
fn plain(path: &Path) -> PathBuf {
    if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() }
}

fn not_made(path: &Path, found: io::Error) -> Error {
    let why = match found.kind() {
        io::ErrorKind::AlreadyExists => "there is a file already; open it, or give another path",
        io::ErrorKind::NotFound => "its folder is not there; expected a path in a folder that is",
        _ => "the file cannot be made; expected a path in a folder that may be written",
    };
    Error::new(ErrorKind::Io, format!("{why}: {found}")).caused_by(found).at(failure::place(path))
}

/// Waits until the disk knows the name of a file.
fn sync_folder(path: &Path) -> Result<(), io::Error> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Empty tables in memory, to compare those of a file with.
pub(super) fn in_memory(path: &Path) -> Result<Connection, Error> {
    let fail = |found| failure::sqlite(path, "making tables in memory", found);
    let connection = Connection::open_in_memory().map_err(fail)?;
    connection.execute_batch(SCHEMA).map_err(fail)?;
    Ok(connection)
}

/// Says that this process writes. The note is only used in the errors of other processes, so a failure is ignored.
fn note_writer(note: Option<&fs::File>, process: &str) {
    if let Some(mut file) = note {
        let text = format!("{process:<20}");
        let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(text.as_bytes()));
    }
}

/// Who writes, as far as it is known.
fn holder(path: &Path) -> String {
    let mut note = String::new();
    let read = fs::File::open(beside(path, "-writer")).and_then(|file| file.take(20).read_to_string(&mut note));
    match note.trim().parse::<u32>() {
        Ok(process) if read.is_ok() && process != std::process::id() => format!("process {process}"),
        _ => "another process, or another connection of this one,".to_owned(),
    }
}
