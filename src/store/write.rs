//! Writing: the calls on the graph, their rows in the tables, and the commit, all or nothing.

use std::{path::Path, sync::Arc};

use rusqlite::{Connection, params};

use super::{
    OpenOptions, Store,
    codec::Encoder,
    failure,
    image::{self, Image, Pending},
    load::{self, Known, chained},
    open::at_path,
    reader::Readers,
    rows::{Place, Writer, write_about, write_names},
};
use crate::{
    error::{Error, ErrorKind},
    graph::{KnowledgeGraph, Learnt, NewAlteration, NewRow, Transacted},
    model::TransactionId,
    schema::Schema,
    tables::Alteration,
};

impl Store {
    /// Makes calls as one transaction: all that they recorded is on the disk when this returns, or nothing is, in memory and
    /// on the disk.
    ///
    /// The calls begin a [`Transaction`](crate::model::Transaction) of their own. It belongs to the last stamp, unless they
    /// call [`at`](KnowledgeGraph::at). If they record nothing, nothing is written. Before the calls, the graph is
    /// [refreshed](Self::refresh), as others may have written. Ids that were given before stay valid, unless another process
    /// purged something.
    ///
    /// Takes about as long as the disk needs to sync; see [`Durability`](super::Durability). For many facts, make many calls
    /// in one write.
    ///
    /// Calls that end with `Ok(())` must name the type of their error: `Ok::<_, chancery::Error>(())`.
    ///
    /// # Errors
    /// The error of the calls; or that of the file: [`ErrorKind::Locked`] if another process writes for too long,
    /// [`ErrorKind::Outdated`] if another process purged something, before any of the calls is made; [`ErrorKind::Io`] if the
    /// disk is full or fails, [`ErrorKind::Corrupt`] if the file is damaged;
    /// [`ErrorKind::NoChange`] if the calls declare names and record nothing with which the file would keep them;
    /// [`ErrorKind::Final`] if the calls put another graph in the place of this one.
    pub fn write<T, E: From<Error>>(
        &mut self,
        calls: impl FnOnce(&mut KnowledgeGraph) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = self.file.path().to_owned();
        self.write_here(calls, |error| E::from(at_path(error, &path)))
    }

    /// Writes the whole history of a graph into a new file, such as one that [`Archive::to_graph`] made.
    ///
    /// # Errors
    /// As [`create`](Self::create) and [`write`](Self::write).
    ///
    /// [`Archive::to_graph`]: crate::dossier::Archive::to_graph
    pub fn import(path: impl AsRef<Path>, kg: &KnowledgeGraph) -> Result<Self, Error> {
        let mut graph = kg.clone();
        graph.close_empty();
        OpenOptions::new().schema(kg.first_schema()).create_with(path.as_ref(), graph)
    }

    fn write_here<T, E: From<Error>>(
        &mut self,
        calls: impl FnOnce(&mut KnowledgeGraph) -> Result<T, E>,
        fail: impl Fn(Error) -> E,
    ) -> Result<T, E> {
        let Self { file, graph, known, pending, readers, schema, version, foreign } = self;
        let writing = file.begin().map_err(&fail)?;
        let (connection, path) = (writing.connection(), writing.path());
        let now = writing.data_version().map_err(&fail)?;
        if now != *version {
            let first = known.transactions;
            take_in(connection, path, graph, known, pending, readers).map_err(&fail)?;
            foreign.add(first..known.transactions);
            *version = now;
        }
        let done = readers.change(graph, |kg| {
            let (savepoint, done) = match kg.transact(calls).map_err(&fail)? {
                Transacted::Done(savepoint, done) => (savepoint, done),
                Transacted::Replaced(panic) => {
                    // Without the file there is no way back; if it cannot be read, the store is empty until it is refreshed.
                    let loaded = load::load(connection, path, schema.clone()).map(|loaded| loaded.graph);
                    *kg = loaded.unwrap_or_else(|_| {
                        known.purges = load::NEVER;
                        *version = load::NEVER;
                        KnowledgeGraph::new(schema.clone())
                    });
                    if let Some(panic) = panic {
                        std::panic::resume_unwind(panic);
                    }
                    let why = "the calls put another graph in the place of that of the store; expected calls on it";
                    return Err(fail(Error::new(ErrorKind::Final, why)));
                }
            };
            let value = done?;
            if kg.recorded_transactions() == known.transactions {
                return Ok(value);
            }
            let stored = add(connection, path, kg, known, pending, learnt_by(kg)).and_then(|added| {
                writing.commit()?;
                Ok(added)
            });
            match stored {
                Ok(Added { known: next, new, image }) => {
                    *known = next;
                    pending.go_on(&new, &image);
                    Ok(value)
                }
                Err(error) => {
                    kg.undo(&savepoint);
                    Err(fail(error))
                }
            }
        });
        self.readers.publish(&self.graph);
        done
    }
}

/// Takes in what others wrote before this process writes.
///
/// # Errors
/// [`ErrorKind::Outdated`] if one of them purged something.
pub(super) fn take_in(
    connection: &Connection,
    path: &Path,
    graph: &mut Arc<KnowledgeGraph>,
    known: &mut Known,
    pending: &mut Pending,
    readers: &mut Readers,
) -> Result<(), Error> {
    if load::purges(connection, path)? != known.purges {
        let why = "another process purged something, so all ids are void; call `refresh`, and look the ids up again";
        return Err(Error::new(ErrorKind::Outdated, why));
    }
    readers.change(graph, |kg| load::catch_up(connection, path, kg, known, pending))?;
    readers.publish(graph);
    Ok(())
}

/// What [`add`] wrote, which is so once it is committed.
pub(super) struct Added {
    pub(super) known: Known,
    pub(super) new: Pending,
    pub(super) image: Image,
}

/// Adds the transactions that a graph has and the file has not.
pub(super) fn add(
    connection: &Connection,
    path: &Path,
    kg: &KnowledgeGraph,
    known: &Known,
    pending: &Pending,
    learnt_in: impl Fn(&Known, TransactionId) -> Learnt,
) -> Result<Added, Error> {
    let (mut next, mut new) = (known.clone(), Pending::after(known.transactions));
    let (mut bytes, mut moved) = (Vec::new(), Vec::new());
    let first_kinds = kg.first_kinds_since(TransactionId::new(known.transactions));
    for id in (known.transactions..kg.recorded_transactions()).map(TransactionId::new) {
        let learnt = learnt_in(&next, id);
        let counts = next.names.counts();
        if !learnt.is_empty() {
            Arc::make_mut(&mut next.names).learn(&learnt, kg.schema())?;
        }
        let mut writer = Writer::new(connection, path, &next.names, Place::before(kg, id))?;
        writer.open(kg, id)?;
        write_names(connection, path, &learnt, counts, Some(id))?;
        bytes.clear();
        let mut encoder = Encoder::new(&mut bytes, &next.names);
        encoder.head(&kg.transaction(id).cloned().unwrap_or_default(), &learnt, kg.row_count(id))?;
        for row in kg.new_rows(id, &first_kinds) {
            encoder.row(&row)?;
            writer.add(&row)?;
            note_moved(kg, &row, &mut moved);
        }
        let checksum = chained(next.checksum, &bytes);
        writer.close(checksum)?;
        next.checksum = checksum;
        next.transactions = next.transactions.checked_add(1).ok_or_else(load::too_many)?;
        new.push(&bytes);
    }
    write_merged(connection, path, kg, &moved)?;
    let image = image::write(connection, path, pending, &new).or_else(|found| match found.kind() {
        // What is wrong with the image must not stop a write.
        ErrorKind::Corrupt => image::drop_all(connection, path).map(|()| Image::Closed),
        _ => Err(found),
    })?;
    Ok(Added { known: next, new, image })
}

/// The names that a graph learnt in a transaction, and those that its schema had before and the file has not.
pub(super) fn learnt_by(kg: &KnowledgeGraph) -> impl Fn(&Known, TransactionId) -> Learnt + use<'_> {
    |known, id| {
        let until = kg.names_before(TransactionId::new(id.index().saturating_add(1)));
        known.names.missing(kg.schema(), until)
    }
}

/// Notes the nodes that a merge joined or parted.
fn note_moved(kg: &KnowledgeGraph, row: &NewRow, moved: &mut Vec<u32>) {
    let NewRow::Altered(NewAlteration { what, .. }) = row else { return };
    match *what {
        Alteration::Merge { duplicate, into, .. } => moved.extend([duplicate, into]),
        Alteration::Unmerge { merge, .. } => {
            if let Some(Alteration::Merge { duplicate, into, .. }) = kg.tables().journal().alteration(merge) {
                moved.extend([*duplicate, *into]);
            }
        }
        _ => {}
    }
}

/// Writes which entities now stand for those that are one with some nodes.
fn write_merged(connection: &Connection, path: &Path, kg: &KnowledgeGraph, moved: &[u32]) -> Result<(), Error> {
    let merged = kg.tables().merged();
    let mut nodes: Vec<u32> = moved.iter().flat_map(|node| merged.group(*node).iter().chain([node])).copied().collect();
    nodes.sort_unstable();
    nodes.dedup();
    for node in nodes {
        let stands = merged.canonical(node);
        let done = if stands == node {
            let statement = connection.prepare_cached("DELETE FROM merged WHERE node_id = ?");
            statement.and_then(|mut statement| statement.execute(params![node]))
        } else {
            let statement = connection.prepare_cached("INSERT OR REPLACE INTO merged VALUES (?, ?)");
            statement.and_then(|mut statement| statement.execute(params![node, stands]))
        };
        done.map_err(|found| failure::sqlite(path, "writing what was merged", found))?;
    }
    Ok(())
}

/// The vocabulary of a schema, to write it.
pub(super) fn vocabulary_of(schema: &Schema) -> Learnt {
    Known::new().names.missing(schema, [schema.kind_count(), schema.relation_count(), schema.role_count()])
}

/// Writes what an empty file says of itself, and its vocabulary, which the schema has.
pub(super) fn write_schema(
    connection: &Connection,
    path: &Path,
    schema: &Schema,
    first: &Learnt,
    purges: i64,
) -> Result<Known, Error> {
    let mut known = Known::new();
    known.purges = purges;
    write_about(connection, path, "open", i64::from(schema.is_open()))?;
    write_about(connection, path, "purges", purges)?;
    write_names(connection, path, first, [0; 3], None)?;
    Arc::make_mut(&mut known.names).learn(first, schema)?;
    known.checksum = load::vocabulary(first, schema.is_open())?;
    write_about(connection, path, "vocabulary", known.checksum.bytes())?;
    Ok(known)
}
