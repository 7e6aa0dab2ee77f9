//! Checking a file against itself, and copies of it.

use std::path::Path;

use rusqlite::{Connection, types::ValueRef};

use super::{
    Store,
    codec::Decoder,
    failure::{self, corrupt},
    file,
    image::{self, Pending},
    load::{self, chained},
    names::Names,
    open::at_path,
    rows::{self, heads},
    write,
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::Sha256,
    schema::Schema,
};

/// The tables whose rows follow from the graph, with the order in which they are compared.
const TABLES: [(&str, &str); 13] = [
    ("transactions", "id"),
    ("kinds", "id"),
    ("relations", "id"),
    ("roles", "id"),
    ("sources", "id"),
    ("texts", "source_id"),
    ("nodes", "id"),
    ("facts", "id"),
    ("role_players", "fact_id, position"),
    ("claims", "id"),
    ("passages", "claim_id, position"),
    ("alterations", "id"),
    ("merged", "node_id"),
];

impl Store {
    /// Checks everything that the file has: the pages of the database by SQLite's own check, each transaction against its
    /// checksum, each row and view against the graph that the rows make, the image against the tables, and the graph by
    /// [`validate`](crate::KnowledgeGraph::validate).
    ///
    /// Takes several times as long as opening without an image, and memory for a copy of the file.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] with the first fault and its place.
    pub fn verify(&mut self) -> Result<(), Error> {
        let checked = self.file.read(|connection, path| {
            check_pages(connection, path)?;
            let (graph, known) = load::load_from_tables(connection, path, Schema::new())?;
            graph.validate().map_err(|found| corrupt(format!("the graph of its rows is not valid: {found}")))?;
            let fresh = file::in_memory(path)?;
            // By the names of the file: the crate may know more by now.
            let names = rows::names_from(connection, path, [0; 3])?;
            let of = |id: Option<u32>| names.get(&id).cloned().unwrap_or_default();
            let empty = write::write_schema(&fresh, path, graph.schema(), &of(None), known.purges)?;
            write::add(&fresh, path, &graph, &empty, &Pending::closed(), |_, id| of(Some(id.index())))?;
            compare(connection, &fresh, path, "sqlite_schema", "name, type, tbl_name, sql", "type, name")?;
            compare(connection, &fresh, path, "about WHERE name <> 'purging'", "*", "name")?;
            for (table, order) in TABLES {
                compare(connection, &fresh, path, table, "*", order)?;
            }
            check_image(connection, path, empty.checksum)
        });
        checked.map_err(|e| at_path(e, self.file.path()))
    }

    /// Writes a copy of the store to a file, while this and other processes may go on. The copy is of one state, compact, and
    /// on the disk when this returns.
    ///
    /// # Errors
    /// If there is a file at the path already, or it cannot be written.
    pub fn backup(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let new = file::claim(path)?;
        let name = new.path().to_str().ok_or_else(|| {
            Error::new(ErrorKind::Io, "the path is not UTF-8, which SQLite needs").at(failure::place(path))
        })?;
        let copied =
            self.file.run("writing the copy", |connection| connection.execute("VACUUM INTO ?", [name]).map(drop));
        copied.map_err(|found| found.at(format!("backup {}", failure::place(path))))?;
        new.put(path)
    }
}

fn check_pages(connection: &Connection, path: &Path) -> Result<(), Error> {
    let fail = |found| failure::sqlite(path, "checking the pages", found);
    for check in ["integrity_check(1)", "foreign_key_check"] {
        let mut statement = connection.prepare(&format!("PRAGMA {check}")).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        if let Some(row) = rows.next().map_err(fail)? {
            let found: String = row.get(0).map_err(fail)?;
            if found != "ok" {
                return Err(corrupt(format!("SQLite's {check} finds: {}", as_found(&found))));
            }
        }
    }
    Ok(())
}

/// Compares the rows of a table in two databases.
fn compare(
    one: &Connection,
    other: &Connection,
    path: &Path,
    table: &str,
    columns: &str,
    order: &str,
) -> Result<(), Error> {
    let fail = |found| failure::sqlite(path, "comparing rows", found);
    let sql = format!("SELECT {columns} FROM {table} ORDER BY {order}");
    let (mut one, mut other) = (one.prepare(&sql).map_err(fail)?, other.prepare(&sql).map_err(fail)?);
    let columns = one.column_count();
    let (mut found, mut expected) = (one.query([]).map_err(fail)?, other.query([]).map_err(fail)?);
    loop {
        let (found, expected) = (found.next().map_err(fail)?, expected.next().map_err(fail)?);
        let (found, expected) = match (found, expected) {
            (None, None) => return Ok(()),
            (Some(found), Some(expected)) => (found, expected),
            (found, _) => {
                let what = if found.is_some() { "a row too many" } else { "a row too few" };
                let table = table.split(' ').next().unwrap_or_default();
                return Err(corrupt(format!("the table `{table}` has {what}")));
            }
        };
        for column in 0..columns {
            let (found_here, expected_here) =
                (found.get_ref(column).map_err(fail)?, expected.get_ref(column).map_err(fail)?);
            if found_here != expected_here {
                let name = found.as_ref().column_name(column).unwrap_or("?");
                let row = plain(found.get_ref(0).map_err(fail)?);
                let (is, make) = (plain(found_here), plain(expected_here));
                let place = place_of_difference(found_here, expected_here);
                let why = format!("the column `{name}` is {is}, and its rows make {make}{place}");
                return Err(corrupt(why).at(format!("`{table}` row {row}")));
            }
        }
    }
}

/// Where two texts differ, as a message shows only the beginning of a long one.
fn place_of_difference(one: ValueRef<'_>, other: ValueRef<'_>) -> String {
    let (ValueRef::Text(one), ValueRef::Text(other)) = (one, other) else { return String::new() };
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    format!(", which differs at byte {same}")
}

/// A value of SQLite as a text of a message. A long text is shortened, so two values are never compared by it.
fn plain(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) => format!("`{}`", as_found(&String::from_utf8_lossy(text))),
        ValueRef::Blob(bytes) => format!("{} bytes with the hash {:?}", bytes.len(), hmac_sha256::Hash::hash(bytes)),
    }
}

/// Checks that the bytes of the image are those of which the checksums were taken.
fn check_image(connection: &Connection, path: &Path, vocabulary: Sha256) -> Result<(), Error> {
    let heads = heads(connection, path, 0)?;
    // Only the bytes count, so any numbers of names do that there can be.
    let names = Names::any();
    let mut at = 0;
    let mut before = vocabulary;
    image::parts(connection, path, |first, count, data| {
        if first as usize != at {
            return Err(corrupt("a part of the image is missing"));
        }
        let mut decoder = Decoder::new(data);
        for _ in 0..count {
            let from = decoder.position();
            let head = decoder.head()?;
            for _ in 0..head.rows {
                decoder.row(&names)?;
            }
            let bytes = data.get(from..decoder.position()).unwrap_or_default();
            let head = heads.get(at).ok_or_else(|| corrupt("the image has more than the tables"))?;
            before = chained(before, bytes);
            if before != head.checksum {
                return Err(corrupt(format!("the image differs from the tables in transaction {at}")));
            }
            at += 1;
        }
        if decoder.is_at_end() { Ok(()) } else { Err(corrupt("a part of the image has bytes after its transactions")) }
    })
}
