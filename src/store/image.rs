//! The image: the rows of past transactions as bytes, in parts of about half a megabyte. It makes opening faster and is
//! never needed: each transaction in it is checked as one in the tables is, and if one is wrong the tables are read.

use std::{path::Path, sync::Arc};

use rusqlite::{Connection, params};

use super::{
    codec::{Decoder, Head as Decoded},
    failure::{self, corrupt},
    load::{Known, check},
    rows::Head,
};
use crate::{error::Error, graph::KnowledgeGraph};

/// So many bytes of transactions are read from the tables before they become a part of the image.
const PART: usize = 1 << 19;
/// A transaction of more bytes is not put into the image, and neither is what follows it: SQLite holds a thousand million
/// bytes in one place.
const MOST: usize = 1 << 28;

/// Transactions that no part has yet, end to end.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The number of the first.
    first: u32,
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// The image cannot go on.
    closed: bool,
    /// The image is wrong, and is made again.
    anew: bool,
}

impl Pending {
    /// All transactions, of an image that is wrong.
    pub(super) const fn anew() -> Self {
        Self { first: 0, bytes: Vec::new(), ends: Vec::new(), closed: false, anew: true }
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Nothing, behind an image of so many transactions.
    pub(super) const fn after(transactions: u32) -> Self {
        Self { first: transactions, bytes: Vec::new(), ends: Vec::new(), closed: false, anew: false }
    }

    /// Nothing, for a store that does not write, or whose image cannot go on.
    pub(super) const fn closed() -> Self {
        Self { first: 0, bytes: Vec::new(), ends: Vec::new(), closed: true, anew: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if bytes.len() > MOST {
            *self = Self::closed();
        }
        if !self.closed {
            self.bytes.extend_from_slice(bytes);
            self.ends.push(self.bytes.len());
        }
    }

    /// The bytes of each transaction with its number.
    fn transactions(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).filter_map(|(start, end)| self.bytes.get(start..*end));
        (self.first..).zip(ranges)
    }

    /// Takes over what followed, and what was done with the image.
    pub(super) fn go_on(&mut self, new: &Self, image: &Image) {
        if self.closed || new.closed || matches!(image, Image::Closed) {
            *self = Self::closed();
            return;
        }
        new.transactions().for_each(|(_, bytes)| self.push(bytes));
        if let Image::EndsAt(transactions) = *image {
            self.anew = false;
            let count = (transactions.saturating_sub(self.first) as usize).min(self.ends.len());
            let end = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
            self.bytes.drain(..end);
            self.ends.drain(..count);
            self.ends.iter_mut().for_each(|place| *place = place.saturating_sub(end));
            self.first = transactions;
        }
    }
}

/// What was done with the image.
#[derive(Debug)]
pub(super) enum Image {
    /// Nothing: too little was pending.
    AsBefore,
    /// It now ends at a transaction.
    EndsAt(u32),
    /// It cannot go on.
    Closed,
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
                again.put_transaction(info, &learnt)?;
                if !learnt.is_empty() {
                    Arc::make_mut(&mut known.names).learn(&learnt, again.graph().schema())?;
                }
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
                Err(corrupt("a part of the image has bytes after its transactions"))
            }
        })
    })
}

/// Adds parts if enough is pending.
pub(super) fn write(connection: &Connection, path: &Path, pending: &Pending, new: &Pending) -> Result<Image, Error> {
    if pending.closed || new.closed {
        return Ok(Image::Closed);
    }
    if pending.bytes.len() + new.bytes.len() < PART {
        return Ok(Image::AsBefore);
    }
    let fail = |found| failure::sqlite(path, "writing the image", found);
    if pending.anew {
        drop_all(connection, path)?;
    }
    let mut ends: u32 = connection
        .prepare_cached("SELECT coalesce(max(first_transaction + transactions), 0) FROM image")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .map_err(fail)?;
    if ends < pending.first {
        // Another program took parts out. The image is made again by who opens the file next.
        drop_all(connection, path)?;
        return Ok(Image::Closed);
    }
    let mut insert = connection.prepare_cached("INSERT INTO image VALUES (?, ?, ?)").map_err(fail)?;
    let (mut part, had) = (Vec::new(), ends);
    // Another process may have put some of them into the image.
    for (number, bytes) in pending.transactions().chain(new.transactions()).skip_while(|(number, _)| *number < had) {
        part.extend_from_slice(bytes);
        if part.len() >= PART {
            let next = number.saturating_add(1);
            insert.execute(params![ends, next.saturating_sub(ends), part]).map_err(fail)?;
            part.clear();
            ends = next;
        }
    }
    Ok(Image::EndsAt(ends))
}

/// Removes the image.
pub(super) fn drop_all(connection: &Connection, path: &Path) -> Result<(), Error> {
    let done = connection.execute("DELETE FROM image", []);
    done.map(drop).map_err(|found| failure::sqlite(path, "removing the image", found))
}
