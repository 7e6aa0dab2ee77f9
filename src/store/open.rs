//! How a store is opened.

use std::{path::Path, time::Duration};

use super::{
    Store,
    file::File,
    image::Pending,
    load::{self, Loaded},
    purge, write,
};
use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    schema::Schema,
};

/// How to open a store: with which schema, and how long to wait for other processes.
///
/// ```no_run
/// use chancery::{diplomacy, store::OpenOptions};
/// use std::time::Duration;
///
/// let store = OpenOptions::new().schema(diplomacy::schema()).wait(Duration::from_secs(60)).open("record.chancery")?;
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "options open nothing until `open` or `open_to_read` is called"]
pub struct OpenOptions {
    schema: Schema,
    wait: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl OpenOptions {
    /// The schema of the file alone, and five seconds to wait.
    pub fn new() -> Self {
        Self { schema: Schema::new(), wait: Duration::from_secs(5) }
    }

    /// Joins a schema with that of the file, as [`Dossier::to_graph`](crate::dossier::Dossier::to_graph) does. What it has
    /// more becomes part of the file with the next write. Calls with its types are faster, as they need not be looked up by name.
    pub fn schema(mut self, schema: Schema) -> Self {
        self.schema = schema;
        self
    }

    /// How long a call waits for other processes: for one that writes, or, where the log must be emptied, for those that read.
    /// At most some 24 days.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Opens a file to read and write.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(self, path: impl AsRef<Path>) -> Result<Store, Error> {
        self.open_as(path.as_ref(), true)
    }

    /// Opens a file to read.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_read(self, path: impl AsRef<Path>) -> Result<Store, Error> {
        self.open_as(path.as_ref(), false)
    }

    fn open_as(self, path: &Path, writable: bool) -> Result<Store, Error> {
        let mut file = File::open(path, writable, self.wait)?;
        if writable && file.is_purging()? {
            // A purge was broken off after its commit. Readers of an old state may still be there.
            purge::finish(&mut file).or_else(|found| match found.kind() {
                ErrorKind::Locked => Ok(()),
                _ => Err(found),
            })?;
        }
        let version = file.data_version()?;
        let schema = self.schema.clone();
        let mut loaded =
            file.read(|connection, path| load::load(connection, path, schema)).map_err(|e| at_path(e, path))?;
        if !writable {
            loaded.pending = Pending::closed();
        }
        Ok(Store::of(file, loaded, self.schema, version))
    }

    /// Makes a file. Its vocabulary is that of the schema.
    ///
    /// # Errors
    /// As [`Store::create`].
    pub fn create(self, path: impl AsRef<Path>) -> Result<Store, Error> {
        let graph = KnowledgeGraph::new(self.schema.clone());
        self.create_with(path.as_ref(), graph)
    }

    /// Makes a file with the rows of a graph, which has the schema.
    pub(super) fn create_with(self, path: &Path, graph: KnowledgeGraph) -> Result<Store, Error> {
        let first = write::vocabulary_of(&self.schema);
        let (mut file, added) = File::create(path, self.wait, |connection, path| {
            let empty = write::write_schema(connection, path, &self.schema, &first, 0)?;
            write::add(connection, path, &graph, &empty, &Pending::after(0), write::learnt_by(&graph))
        })?;
        let mut pending = Pending::after(0);
        pending.go_on(&added.new, &added.image);
        // Another process may have written since; then the next call reads that.
        let version = file.version_at(added.known.transactions)?.unwrap_or(load::NEVER);
        Ok(Store::of(file, Loaded { graph, known: added.known, pending }, self.schema, version))
    }
}

/// The error of a part of a file, with the file.
pub(super) fn at_path(error: Error, path: &Path) -> Error {
    let file = super::failure::place(path);
    if error.place().is_some_and(|place| place.starts_with(&file)) { error } else { error.at(file) }
}
