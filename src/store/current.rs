//! The store: a graph and its file.

use std::{ops::Range, path::Path, sync::Arc};

use super::{
    Durability, OpenOptions,
    file::File,
    image::Pending,
    load::{self, Known, Loaded},
    open::at_path,
    reader::Readers,
};
use crate::{
    error::Error,
    graph::{Edit, KnowledgeGraph},
    model::{Transaction, TransactionId},
    schema::Schema,
    view::View,
};

/// A graph in a file. See the [module](crate::store).
#[derive(Debug)]
pub struct Store {
    pub(super) file: File,
    /// The graph as of the last transaction that this store wrote or read.
    pub(super) graph: Arc<KnowledgeGraph>,
    pub(super) known: Known,
    pub(super) pending: Pending,
    pub(super) readers: Readers,
    /// What the caller brought; the file is read with it again after a purge.
    pub(super) schema: Schema,
    /// SQLite's number of the state that the graph has.
    pub(super) version: i64,
    /// What others wrote that no refresh has reported.
    pub(super) foreign: Changes,
}

/// What others have written, as [`Store::refresh`] reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    transactions: Vec<Range<u32>>,
    purged: bool,
}

impl Changes {
    /// Whether nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.transactions.is_empty() && !self.purged
    }

    /// Whether something was purged. Then the graph was read again, all ids from before are void, and all transactions
    /// count as new.
    #[must_use]
    pub const fn was_purged(&self) -> bool {
        self.purged
    }

    /// The number of new transactions.
    #[must_use]
    pub fn transaction_count(&self) -> usize {
        self.transactions.iter().map(ExactSizeIterator::len).sum()
    }

    /// The new transactions in order, each with its edits, from the graph of the store that was refreshed.
    pub fn edits<'g>(&self, kg: &'g KnowledgeGraph) -> impl Iterator<Item = (&'g Transaction, Vec<Edit>)> + use<'g> {
        let ranges = self.transactions.clone();
        ranges.into_iter().flat_map(|range| {
            let first = TransactionId::new(range.start);
            kg.history_from(first).take(range.len())
        })
    }

    /// Appends transactions.
    pub(super) fn add(&mut self, new: Range<u32>) {
        match self.transactions.last_mut() {
            _ if new.is_empty() => {}
            Some(last) if last.end == new.start => last.end = new.end,
            _ => self.transactions.push(new),
        }
    }
}

impl Store {
    pub(super) fn of(file: File, loaded: Loaded, schema: Schema, version: i64) -> Self {
        let Loaded { graph, known, pending } = loaded;
        Self {
            file,
            graph: Arc::new(graph),
            known,
            pending,
            readers: Readers::default(),
            schema,
            version,
            foreign: Changes::default(),
        }
    }

    /// Makes a file with an empty graph.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if there is a file at the path already, or none can be made.
    pub fn create(path: impl AsRef<Path>, schema: Schema) -> Result<Self, Error> {
        OpenOptions::new().schema(schema).create(path)
    }

    /// Opens a file to read and write. [`OpenOptions`] has choices.
    ///
    /// Reads the whole graph into memory.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file is not there or may not be opened,
    /// [`ErrorKind::Version`](crate::ErrorKind::Version) if it is of another application or of a later format,
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) if it is not a database, or is damaged. The file stays as it was.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        OpenOptions::new().open(path)
    }

    /// Opens a file to read. Writing is an error.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_to_read(path: impl AsRef<Path>) -> Result<Self, Error> {
        OpenOptions::new().open_to_read(path)
    }

    /// The graph as of the last transaction that this store wrote or read.
    #[must_use]
    pub fn graph(&self) -> &KnowledgeGraph {
        &self.graph
    }

    /// The default view of the graph.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        self.graph.view()
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Sets when a write returns. At first it is [`Durability::Synced`].
    ///
    /// # Errors
    /// If SQLite refuses.
    pub fn set_durability(&mut self, durability: Durability) -> Result<(), Error> {
        self.file.set_durability(durability)
    }

    /// Puts all that was written with [`Durability::Deferred`] on the disk.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn sync(&mut self) -> Result<(), Error> {
        self.file.sync_log()
    }

    /// Whether another connection has written since the last write or refresh. Takes some microseconds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changed(&mut self) -> Result<bool, Error> {
        Ok(self.file.data_version()? != self.version)
    }

    /// Reads what others have written: whole transactions, in their order. The graph then has them. What a
    /// [`write`](Self::write) read before it is reported too.
    ///
    /// # Errors
    /// If the file cannot be read, or is damaged. The graph then stays as it was.
    pub fn refresh(&mut self) -> Result<Changes, Error> {
        let now = self.file.data_version()?;
        let Self { file, graph, known, pending, readers, schema, version, foreign } = self;
        let writable = file.is_writable();
        if now != *version {
            let read = file.read(|connection, path| {
                if load::purges(connection, path)? != known.purges {
                    let loaded = load::load(connection, path, schema.clone())?;
                    readers.replace(graph, loaded.graph);
                    if writable {
                        *pending = loaded.pending;
                    }
                    *known = loaded.known;
                    let mut all = Changes { purged: true, ..Changes::default() };
                    all.add(0..known.transactions);
                    *foreign = all;
                    return Ok(());
                }
                let first = known.transactions;
                readers.change(graph, |kg| load::catch_up(connection, path, kg, known, pending))?;
                foreign.add(first..known.transactions);
                Ok(())
            });
            read.map_err(|e| at_path(e, file.path()))?;
            readers.publish(graph);
            *version = now;
        }
        Ok(std::mem::take(foreign))
    }
}
