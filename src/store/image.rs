//! The image: the rows of past transactions as bytes, in parts of about half a megabyte. It makes opening faster and is
//! never needed: each transaction in it is checked as one in the tables is, and if one is wrong the tables are read.

use std::path::Path;

use rusqlite::{Connection, params};

use super::{
    codec::{Decoder, Head as Decoded},
    failure::{self, corrupt},
    load::{Known, check},
    rows::{Head, integer},
};
use crate::{error::Error, graph::KnowledgeGraph};

/// So many bytes of transactions are read from the tables before they become a part of the image.
const PART: usize = 1 << 19;

/// Transactions that no part has yet, end to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pending {
    /// The number of the first.
    first: u32,
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Pending {
    /// Nothing, behind an image of so many transactions.
    const fn after(transactions: u32) -> Self {
        Self { first: transactions, bytes: Vec::new(), ends: Vec::new() }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.ends.push(self.bytes.len());
    }

    /// Drops what another process has put into the image.
    fn skip(&mut self, image_ends: u32) {
        let count = (image_ends.saturating_sub(self.first) as usize).min(self.ends.len());
        let Some(end) = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied() else { return };
        self.bytes.drain(..end);
        self.ends.drain(..count);
        self.ends.iter_mut().for_each(|place| *place -= end);
        self.first = image_ends;
    }

    const fn is_part(&self) -> bool {
        self.bytes.len() >= PART
    }
}

/// Calls with each part in order: its first transaction, how many it has, and their bytes.
pub(super) fn parts(
    connection: &Connection,
    path: &Path,
    mut visit: impl FnMut(u32, u32, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let fail = |found| failure::sqlite(path, "reading the image", found);
    let mut statement = connection
        .prepare_cached("SELECT first_transaction, transactions, data FROM image ORDER BY first_transaction")
        .map_err(fail)?;
    let mut parts = statement.query([]).map_err(fail)?;
    while let Some(part) = parts.next().map_err(fail)? {
        let (first, count): (u32, u32) = (part.get(0).map_err(fail)?, part.get(1).map_err(fail)?);
        let data = part.get_ref(2).map_err(fail)?.as_blob().map_err(corrupt)?;
        visit(first, count, data)?;
    }
    Ok(())
}

/// Records what the image has, and checks each transaction.
pub(super) fn load(
    connection: &Connection,
    path: &Path,
    graph: &mut KnowledgeGraph,
    known: &mut Known,
    heads: &[Head],
) -> Result<(), Error> {
    graph.record_rows(|again| {
        parts(connection, path, |first, count, data| {
            if first != known.transactions {
                return Err(corrupt("a part of the image is missing"));
            }
            let mut decoder = Decoder::new(data);
            for _ in 0..count {
                let from = decoder.position();
                let Decoded { info, learnt, rows } = decoder.head()?;
                again.put_transaction(info, learnt.clone())?;
                known.names.learn(&learnt, again.graph().schema())?;
                for _ in 0..rows {
                    again.put_row(decoder.row(&known.names)?)?;
                }
                let bytes = data.get(from..decoder.position()).unwrap_or_default();
                let head = heads.get(known.transactions as usize);
                check(known, bytes, head.ok_or_else(|| corrupt("the image has more than the tables"))?)?;
            }
            if decoder.is_at_end() {
                Ok(())
            } else {
                Err(corrupt("a part of the image goes on behind its transactions"))
            }
        })
    })?;
    known.pending = Pending::after(known.transactions);
    Ok(())
}

/// Adds a part if enough is pending.
pub(super) fn write(connection: &Connection, path: &Path, pending: &mut Pending) -> Result<(), Error> {
    if !pending.is_part() {
        return Ok(());
    }
    let fail = |found| failure::sqlite(path, "writing the image", found);
    let ends: u32 = connection
        .prepare_cached("SELECT coalesce(max(first_transaction + transactions), 0) FROM image")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(fail)?;
    if ends < pending.first {
        // A part is missing or was dropped. What is there is of no use.
        connection.execute("DELETE FROM image", []).map_err(fail)?;
        return Ok(());
    }
    pending.skip(ends);
    if pending.is_part() {
        connection
            .prepare_cached("INSERT INTO image VALUES (?, ?, ?)")
            .and_then(|mut statement| {
                statement.execute(params![pending.first, integer(pending.ends.len()), pending.bytes])
            })
            .map_err(fail)?;
        let count = u32::try_from(pending.ends.len()).unwrap_or(u32::MAX);
        *pending = Pending::after(pending.first.saturating_add(count));
    }
    Ok(())
}
