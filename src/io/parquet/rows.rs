//! The rows of a table, read from its file.

use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
};

use parquet::{
    errors::ParquetError,
    file::reader::{ChunkReader, FileReader, SerializedFileReader},
    record::Field,
};

use super::layout::{Of, Table};
use crate::error::{Error, ErrorKind, shown::as_found};

/// A row of a table.
pub(super) struct Row {
    table: &'static Table,
    /// Its number in the file, from 0.
    number: usize,
    /// In the order of the columns of the table.
    cells: Vec<Field>,
}

/// All rows of a table.
pub(super) fn read(table: &'static Table, file: impl ChunkReader + 'static) -> Result<Vec<Row>, Error> {
    // The crate `parquet` panics on some files that are damaged. Nothing of what it leaves behind is used.
    let read = panic::catch_unwind(AssertUnwindSafe(|| rows(table, file)));
    read.unwrap_or_else(|_| Err(damaged(table, "it cannot be decoded")))
}

fn rows(table: &'static Table, file: impl ChunkReader + 'static) -> Result<Vec<Row>, Error> {
    let failed = |error: ParquetError| damaged(table, error);
    let reader = SerializedFileReader::new(file).map_err(failed)?;
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
    let wanted: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    if names != wanted {
        let why = format!("it has the columns `{}`; expected {}", as_found(&names.join(", ")), wanted.join(", "));
        return Err(damaged(table, why));
    }
    let mut rows = Vec::new();
    for (number, row) in reader.get_row_iter(None).map_err(failed)?.enumerate() {
        let cells: Vec<Field> = row.map_err(failed)?.into_columns().into_iter().map(|(_, cell)| cell).collect();
        for (column, cell) in table.columns.iter().zip(&cells) {
            let fits = match (column.of, cell) {
                (_, Field::Null) => column.optional,
                (Of::Int, Field::Int(_))
                | (Of::Long, Field::Long(_))
                | (Of::Real, Field::Double(_))
                | (Of::YesNo, Field::Bool(_))
                | (Of::Text, Field::Str(_)) => true,
                _ => false,
            };
            if !fits {
                let why = format!("row {number} has a value in `{}` that is not of its type", column.name);
                return Err(damaged(table, why));
            }
        }
        rows.push(Row { table, number, cells });
    }
    Ok(rows)
}

fn damaged(table: &Table, why: impl fmt::Display) -> Error {
    Error::new(ErrorKind::Corrupt, why).at(format!("{}.parquet", table.name))
}

impl Row {
    fn cell(&self, column: &str) -> &Field {
        let place = self.table.columns.iter().position(|known| known.name == column);
        debug_assert!(place.is_some(), "{} has no column {column}", self.table.name);
        place.and_then(|place| self.cells.get(place)).unwrap_or(&Field::Null)
    }

    /// A number; 0 is never read for null, as only columns that have a number are asked for it.
    pub(super) fn int(&self, column: &str) -> i32 {
        self.int_or_null(column).unwrap_or_default()
    }

    pub(super) fn int_or_null(&self, column: &str) -> Option<i32> {
        if let Field::Int(number) = self.cell(column) { Some(*number) } else { None }
    }

    pub(super) fn long_or_null(&self, column: &str) -> Option<i64> {
        if let Field::Long(number) = self.cell(column) { Some(*number) } else { None }
    }

    pub(super) fn real_or_null(&self, column: &str) -> Option<f64> {
        if let Field::Double(number) = self.cell(column) { Some(*number) } else { None }
    }

    pub(super) fn text(&self, column: &str) -> &str {
        self.text_or_null(column).unwrap_or_default()
    }

    pub(super) fn text_or_null(&self, column: &str) -> Option<&str> {
        if let Field::Str(text) = self.cell(column) { Some(text) } else { None }
    }

    /// The text of a column as a value of this crate.
    pub(super) fn parse<T: std::str::FromStr<Err = Error>>(&self, column: &str) -> Result<T, Error> {
        self.text(column).parse().map_err(|error: Error| error.at(self.place()))
    }

    /// A value of the row, or why it cannot be one.
    pub(super) fn made<T>(&self, made: Result<T, Error>) -> Result<T, Error> {
        made.map_err(|error| error.at(self.place()))
    }

    /// What a number of another table leads to.
    pub(super) fn found<T>(&self, column: &str, found: Option<T>) -> Result<T, Error> {
        found.ok_or_else(|| {
            let why = format!("`{}` in `{column}` is the number of no row", self.cell(column));
            Error::new(ErrorKind::Corrupt, why).at(self.place())
        })
    }

    /// Checks that no row before has the number in a column; `before` is what was found under it.
    pub(super) fn first<T>(&self, column: &str, before: Option<T>) -> Result<(), Error> {
        before.map_or(Ok(()), |_| Err(self.wrong(column, "a number that no other row has")))
    }

    /// The error that a value of the row is not one of those that are possible.
    pub(super) fn wrong(&self, column: &str, expected: &str) -> Error {
        let found = match self.cell(column) {
            Field::Null => "null".to_owned(),
            Field::Str(text) => format!("`{}`", as_found(text)),
            cell => format!("`{cell}`"),
        };
        Error::new(ErrorKind::Corrupt, format!("{found} in `{column}`; expected {expected}")).at(self.place())
    }

    fn place(&self) -> String {
        format!("{}.parquet, row {}", self.table.name, self.number)
    }
}
