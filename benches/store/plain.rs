//! The same rows in SQLite by hand.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::generated::{Generated, Row};

/// A database with the same settings as a store, with a table of names and one of facts.
pub(crate) fn begun(path: &Path, set: &Generated) -> Connection {
    let mut connection = Connection::open(path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    connection.pragma_update(None, "synchronous", "FULL").unwrap();
    connection
        .execute_batch(
            "CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
             CREATE TABLE facts (id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, relation INTEGER NOT NULL,
               object INTEGER NOT NULL, day INTEGER NOT NULL) STRICT;",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    for (id, name) in (0u32..).zip(&set.names) {
        transaction.execute("INSERT INTO names VALUES (?, ?)", params![id, name]).unwrap();
    }
    transaction.commit().unwrap();
    connection
}

const INSERT: &str = "INSERT INTO facts (subject, relation, object, day) VALUES (?, ?, ?, ?)";

pub(crate) fn insert(path: &Path, set: &Generated, together: usize) {
    let mut connection = begun(path, set);
    for rows in set.rows.chunks(together) {
        let transaction = connection.transaction().unwrap();
        let mut statement = transaction.prepare_cached(INSERT).unwrap();
        for row in rows {
            statement.execute(params![row.subject, row.relation, row.object, row.day]).unwrap();
        }
        drop(statement);
        transaction.commit().unwrap();
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

/// The same rows as a store has of the facts: all columns, no index, no checksum.
pub(crate) fn insert_same(path: &Path, set: &Generated, together: usize) {
    let mut connection = begun(path, set);
    connection
        .execute_batch(
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, transaction_id INTEGER NOT NULL, subject_id INTEGER NOT NULL,
               relation_id INTEGER NOT NULL, object_id INTEGER NOT NULL, dated TEXT, starts_from INTEGER, starts_by INTEGER,
               ends_from INTEGER, ends_by INTEGER, modality TEXT, key TEXT) STRICT;",
        )
        .unwrap();
    for (number, rows) in (0u32..).zip(set.rows.chunks(together)) {
        let transaction = connection.transaction().unwrap();
        let mut statement =
            transaction.prepare_cached("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").unwrap();
        for row in rows {
            let (day, date) = (16_071 + i64::from(row.day), crate::generated::date(row.day));
            statement
                .execute(params![
                    None::<i64>,
                    number,
                    row.subject,
                    row.relation,
                    row.object,
                    date,
                    day,
                    day,
                    day,
                    day,
                    None::<&str>,
                    None::<&str>
                ])
                .unwrap();
        }
        drop(statement);
        transaction.commit().unwrap();
    }
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

pub(crate) fn one(connection: &Connection, row: &Row) {
    let mut statement = connection.prepare_cached(INSERT).unwrap();
    statement.execute(params![row.subject, row.relation, row.object, row.day]).unwrap();
}

/// Reads every row of the facts of a store, and does nothing with them.
pub(crate) fn read(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare("SELECT * FROM facts").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut sum = 0;
    while let Some(row) = rows.next().unwrap() {
        sum += row.get::<_, i64>(2).unwrap() + i64::from(row.get_ref(5).unwrap().as_str().unwrap().is_empty());
    }
    std::hint::black_box(sum);
}

pub(crate) fn drop_image(path: &Path) {
    Connection::open(path).unwrap().execute("DELETE FROM image", []).unwrap();
}

/// The bytes of the tables, and those of the image.
pub(crate) fn sizes(path: &Path) -> (u64, u64) {
    let connection = Connection::open(path).unwrap();
    let image: i64 =
        connection.query_row("SELECT coalesce(sum(length(data)), 0) FROM image", [], |row| row.get(0)).unwrap();
    let image = u64::try_from(image).unwrap();
    (std::fs::metadata(path).unwrap().len() - image, image)
}
