//! How a store is opened.

use std::{path::Path, sync::Arc, time::Duration};

use super::{
    Store,
    file::File,
    image::Pending,
    load::{self, Loaded},
    write,
};
use crate::{error::Error, graph::KnowledgeGraph, schema::Schema};

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

    /// How long a write waits while another process writes.
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
        let path = path.as_ref();
        let mut file = File::create(path, self.wait)?;
        let writing = file.begin()?;
        let known = write::write_schema(writing.connection(), writing.path(), &self.schema, 0)?;
        writing.commit()?;
        drop(writing);
        let version = file.data_version()?;
        let graph = KnowledgeGraph::new(self.schema.clone());
        Ok(Store::of(file, Loaded { graph, known, pending: Pending::after(0) }, self.schema, version))
    }
}

/// The error of a part of a file, with the file.
pub(super) fn at_path(error: Error, path: &Path) -> Error {
    let file = super::failure::place(path);
    if error.place().is_some_and(|place| place.starts_with(&file)) { error } else { error.at(file) }
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Arc<KnowledgeGraph>>();
};
