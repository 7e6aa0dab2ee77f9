//! From the file to a graph: by the image as far as it goes, and from there by the tables.

use std::{path::Path, sync::Arc};

use rusqlite::{Connection, OptionalExtension, types::FromSql};

use super::{
    codec::Encoder,
    failure::{self, corrupt},
    image::{self, Image, Pending},
    names::Names,
    rows::{Head, Place, Statements, heads, names_from},
};
use crate::{
    error::{Error, ErrorKind},
    graph::{Again, KnowledgeGraph, Learnt},
    model::{Sha256, TransactionId},
    schema::Schema,
};

/// What a connection knows of its file.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) names: Arc<Names>,
    /// The number of transactions.
    pub(super) transactions: u32,
    /// The checksum of the last one; at first that of the vocabulary.
    pub(super) checksum: Sha256,
    /// The number of purges. After one more, nothing is as it was.
    pub(super) purges: i64,
}

impl Known {
    pub(super) fn new() -> Self {
        Self { names: Arc::default(), transactions: 0, checksum: Sha256::of(""), purges: 0 }
    }
}

/// A number of purges or changes that no file has: what is in memory is not what the file has.
pub(super) const NEVER: i64 = i64::MIN;

const UNKNOWN_NAME: &str = "the vocabulary has a name that no transaction learnt";

/// The checksum of a transaction: of that before it and of its bytes.
pub(super) fn chained(before: Sha256, bytes: &[u8]) -> Sha256 {
    let mut hash = hmac_sha256::Hash::new();
    hash.update(before.bytes());
    hash.update(bytes);
    Sha256::from_bytes(hash.finalize())
}

/// The graph of a file. `schema` is what the caller brings; the vocabulary of the file is declared in it.
pub(super) fn load(connection: &Connection, path: &Path, schema: Schema) -> Result<Loaded, Error> {
    let (empty, known) = begin(connection, path, schema)?;
    let heads = heads(connection, path, 0)?;
    let (mut graph, mut state) = (empty.clone(), known.clone());
    // The image only makes opening faster: whatever is wrong with it, the tables have all.
    let mut pending = if image::load(connection, path, &mut graph, &mut state, &heads).is_ok() {
        Pending::after(state.transactions)
    } else {
        (graph, state) = (empty, known);
        Pending::anew()
    };
    drop(heads);
    catch_up(connection, path, &mut graph, &mut state, &mut pending)?;
    Ok(Loaded { graph, known: state, pending })
}

/// What was read from a file.
pub(super) struct Loaded {
    pub(super) graph: KnowledgeGraph,
    pub(super) known: Known,
    /// The transactions after the image.
    pub(super) pending: Pending,
}

/// The graph of a file by its tables alone.
pub(super) fn load_from_tables(
    connection: &Connection,
    path: &Path,
    schema: Schema,
) -> Result<(KnowledgeGraph, Known), Error> {
    let (mut graph, mut known) = begin(connection, path, schema)?;
    catch_up(connection, path, &mut graph, &mut known, &mut Pending::closed())?;
    Ok((graph, known))
}

/// An empty graph with the vocabulary that the file began with.
fn begin(connection: &Connection, path: &Path, schema: Schema) -> Result<(KnowledgeGraph, Known), Error> {
    let mut schema = schema;
    let mut known = Known::new();
    known.purges = purges(connection, path)?;
    let open = about::<i64>(connection, path, "open")? == 1;
    let checksum: [u8; 32] = about(connection, path, "vocabulary")?;
    let first = names_from(connection, path, [0; 3])?.remove(&None).unwrap_or_default();
    known.checksum = vocabulary(&first, open)?;
    if known.checksum.bytes() != &checksum {
        return Err(corrupt(
            "the vocabulary does not fit its checksum; the file is damaged, or another program changed it",
        ));
    }
    schema.declare(first.to_def(open)).map_err(|e| e.at("vocabulary"))?;
    Arc::make_mut(&mut known.names).learn(&first, &schema)?;
    Ok((KnowledgeGraph::new(schema), known))
}

/// The checksum of a vocabulary.
pub(super) fn vocabulary(first: &Learnt, open: bool) -> Result<Sha256, Error> {
    let json = serde_json::to_string(&first.to_def(open)).map_err(|found| failure::json("the vocabulary", &found))?;
    Ok(Sha256::of(&json))
}

/// How many purges there were.
pub(super) fn purges(connection: &Connection, path: &Path) -> Result<i64, Error> {
    about(connection, path, "purges")
}

/// What the file says of itself under a name.
fn about<T: FromSql>(connection: &Connection, path: &Path, name: &str) -> Result<T, Error> {
    connection
        .prepare_cached("SELECT value FROM about WHERE name = ?")
        .and_then(|mut statement| statement.query_row([name], |row| row.get(0)))
        .map_err(|found| failure::sqlite(path, "reading the file", found))
}

/// The checksum of a transaction; none if the file does not have it.
fn checksum_of(connection: &Connection, path: &Path, transaction: u32) -> Result<Option<[u8; 32]>, Error> {
    connection
        .prepare_cached("SELECT checksum FROM transactions WHERE id = ?")
        .and_then(|mut statement| statement.query_row([transaction], |row| row.get(0)).optional())
        .map_err(|found| failure::sqlite(path, "reading the file", found))
}

/// Records what the file has beyond what a graph has.
pub(super) fn catch_up(
    connection: &Connection,
    path: &Path,
    graph: &mut KnowledgeGraph,
    known: &mut Known,
    pending: &mut Pending,
) -> Result<(), Error> {
    if let Some(last) = known.transactions.checked_sub(1)
        && checksum_of(connection, path, last)? != Some(*known.checksum.bytes())
    {
        let why = "the file does not have the last transaction that was read from it, as after another was put in its \
                   place; open it again";
        return Err(Error::new(ErrorKind::Outdated, why));
    }
    let heads = heads(connection, path, known.transactions)?;
    if heads.is_empty() {
        return has_no_more(connection, path, graph, known);
    }
    let mut next = known.clone();
    let mut new = if pending.is_closed() { Pending::closed() } else { Pending::after(known.transactions) };
    let mut learnt = names_from(connection, path, next.names.counts())?;
    let place = Place::before(graph, TransactionId::new(next.transactions));
    let mut statements = Statements::new(connection, path)?;
    graph.record_rows(|again| {
        let mut rows = statements.rows(path, place)?;
        let mut bytes = Vec::new();
        for head in heads {
            let number = next.transactions;
            let learnt = learnt.remove(&Some(number)).unwrap_or_default();
            bytes.clear();
            transaction(again, &mut next.names, &head, &learnt, &mut bytes, |op, names| rows.next(op, names))
                .and_then(|()| check(&mut next, &bytes, &head))
                .map_err(|e| failure::damaged(e, "restore a backup").at(format!("transaction {number}")))?;
            new.push(&bytes);
        }
        rows.finish()?;
        if learnt.is_empty() {
            return Ok(());
        }
        Err(corrupt(UNKNOWN_NAME))
    })?;
    *known = next;
    pending.go_on(&new, &Image::AsBefore);
    Ok(())
}

/// Checks that no table has a row, and the vocabulary no name, after the last transaction: the checksums are those of the
/// transactions that are there, and do not show that the last ones were lost.
fn has_no_more(connection: &Connection, path: &Path, graph: &KnowledgeGraph, known: &Known) -> Result<(), Error> {
    let place = Place::before(graph, TransactionId::new(known.transactions));
    Statements::new(connection, path)?.rows(path, place)?.finish()?;
    if names_from(connection, path, known.names.counts())?.is_empty() {
        return Ok(());
    }
    Err(corrupt(UNKNOWN_NAME))
}

/// Records a transaction, and gives its bytes.
fn transaction(
    again: &mut Again<'_, '_>,
    names: &mut Arc<Names>,
    head: &Head,
    learnt: &Learnt,
    bytes: &mut Vec<u8>,
    mut next: impl FnMut(crate::tables::Op, &Names) -> Result<crate::graph::NewRow, Error>,
) -> Result<(), Error> {
    again.put_transaction(head.info.clone(), learnt)?;
    if !learnt.is_empty() {
        Arc::make_mut(names).learn(learnt, again.graph().schema())?;
    }
    let names: &Names = names;
    let count = head.operations.iter().map(|(_, count)| u64::from(*count)).sum();
    let mut encoder = Encoder::new(bytes, names);
    encoder.head(&head.info, learnt, count)?;
    for (op, count) in &head.operations {
        for _ in 0..*count {
            let row = next(*op, names)?;
            encoder.row(&row)?;
            again.put_row(row)?;
        }
    }
    Ok(())
}

/// Checks a transaction against its checksum, and counts it.
pub(super) fn check(known: &mut Known, bytes: &[u8], head: &Head) -> Result<(), Error> {
    let checksum = chained(known.checksum, bytes);
    if checksum != head.checksum {
        return Err(corrupt("its rows do not fit its checksum, as the file is damaged or another program changed it"));
    }
    known.checksum = checksum;
    known.transactions = known.transactions.checked_add(1).ok_or_else(too_many)?;
    Ok(())
}

pub(super) fn too_many() -> Error {
    Error::new(ErrorKind::Full, "a file holds at most 4294967295 transactions")
}
