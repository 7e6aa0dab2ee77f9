//! One table on its way into a file: rows are collected in columns, and a row group is written when enough are there.

use std::{io::Write, sync::Arc};

use parquet::{
    basic::{Compression, ConvertedType, Encoding, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    file::{
        metadata::SortingColumn,
        properties::{WriterProperties, WriterVersion},
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{ColumnPath, Type},
};

use super::layout::{Column, Of, Table};
use crate::error::{Error, ErrorKind};

/// The most rows of a row group. Engines read or skip a group as a whole, and read several at once.
pub(super) const GROUP: usize = 1 << 17;

/// A cell of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    Null,
    Int(i32),
    /// The number of a row of the graph.
    Id(u32),
    Long(i64),
    Real(f64),
    YesNo(bool),
    Text(&'a str),
    /// A text that many rows have. It is not copied.
    Shared(&'a ByteArray),
}

impl<'a> Cell<'a> {
    /// A cell that may be null.
    pub(super) fn of<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Self {
        value.map_or(Self::Null, cell)
    }
}

/// The cells of a column that are not written yet.
enum Cells {
    Int(Vec<i32>),
    Long(Vec<i64>),
    Real(Vec<f64>),
    YesNo(Vec<bool>),
    Text(Vec<ByteArray>),
}

struct Pending {
    cells: Cells,
    /// 1 for each row that has a value and 0 for null, if the column may be null.
    present: Option<Vec<i16>>,
    /// How many of the last rows are null and not yet in `present`: most columns that may be null are null nearly always.
    nulls: usize,
}

/// A table that is written row by row. What is not written yet is at most a row group.
pub(super) struct Sheet<W: Write + Send> {
    table: &'static Table,
    file: SerializedFileWriter<W>,
    columns: Vec<Pending>,
    rows: usize,
}

impl<W: Write + Send> Sheet<W> {
    pub(super) fn new(table: &'static Table, writer: W) -> Result<Self, Error> {
        let file = SerializedFileWriter::new(writer, Arc::new(schema(table)?), Arc::new(properties(table)));
        let columns = table.columns.iter().map(Pending::of).collect();
        Ok(Self { table, file: file.map_err(|error| failed(table, error))?, columns, rows: 0 })
    }

    /// Adds a row: a cell for each column, of its type.
    pub(super) fn row<const N: usize>(&mut self, cells: [Cell<'_>; N]) -> Result<(), Error> {
        debug_assert_eq!(N, self.columns.len(), "a row of {} has a cell for each column", self.table.name);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(self.table, cell)?;
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> Result<(), Error> {
        let Self { table, file, columns, rows } = self;
        let mut write = || {
            let mut group = file.next_row_group()?;
            for column in columns.iter_mut() {
                column.write(&mut group)?;
            }
            group.close().map(drop)
        };
        write().map_err(|error| failed(table, error))?;
        *rows = 0;
        Ok(())
    }

    /// Writes what is left, and the end of the file.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if self.rows > 0 {
            self.write_group()?;
        }
        let table = self.table;
        let mut writer = self.file.into_inner().map_err(|error| failed(table, error))?;
        writer.flush().map_err(|error| Error::from(error).at(table.name))
    }
}

impl Pending {
    fn of(column: &Column) -> Self {
        let cells = match column.of {
            Of::Int => Cells::Int(Vec::new()),
            Of::Long => Cells::Long(Vec::new()),
            Of::Real => Cells::Real(Vec::new()),
            Of::YesNo => Cells::YesNo(Vec::new()),
            Of::Text => Cells::Text(Vec::new()),
        };
        Self { cells, present: column.optional.then(Vec::new), nulls: 0 }
    }

    fn push(&mut self, table: &Table, cell: Cell<'_>) -> Result<(), Error> {
        if matches!(cell, Cell::Null) {
            self.nulls += 1;
            return Ok(());
        }
        if let Some(present) = &mut self.present {
            present.resize(present.len() + std::mem::take(&mut self.nulls), 0);
            present.push(1);
        }
        match (&mut self.cells, cell) {
            (Cells::Int(cells), Cell::Int(number)) => cells.push(number),
            (Cells::Int(cells), Cell::Id(id)) => {
                let id = i32::try_from(id).map_err(|_| {
                    let why =
                        format!("`{id}` is not a number of a row of the table; at most {} are possible", i32::MAX);
                    Error::new(ErrorKind::Full, why).at(table.name)
                });
                cells.push(id?);
            }
            (Cells::Long(cells), Cell::Long(number)) => cells.push(number),
            (Cells::Real(cells), Cell::Real(number)) => cells.push(number),
            (Cells::YesNo(cells), Cell::YesNo(yes)) => cells.push(yes),
            (Cells::Text(cells), Cell::Text(text)) => cells.push(text.into()),
            (Cells::Text(cells), Cell::Shared(text)) => cells.push(text.clone()),
            // The writers of rows give each column its type.
            (_, cell) => debug_assert!(false, "{cell:?} is not of the type of its column in {}", table.name),
        }
        Ok(())
    }

    fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), parquet::errors::ParquetError> {
        if let Some(present) = &mut self.present {
            present.resize(present.len() + std::mem::take(&mut self.nulls), 0);
        }
        let present = self.present.as_deref();
        match &mut self.cells {
            Cells::Int(cells) => write::<Int32Type, W>(group, cells, present),
            Cells::Long(cells) => write::<Int64Type, W>(group, cells, present),
            Cells::Real(cells) => write::<DoubleType, W>(group, cells, present),
            Cells::YesNo(cells) => write::<BoolType, W>(group, cells, present),
            Cells::Text(cells) => write::<ByteArrayType, W>(group, cells, present),
        }?;
        if let Some(present) = &mut self.present {
            present.clear();
        }
        Ok(())
    }
}

fn write<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: &mut Vec<T::T>,
    present: Option<&[i16]>,
) -> Result<(), parquet::errors::ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(cells, present, None)?;
        column.close()?;
    }
    cells.clear();
    Ok(())
}

fn schema(table: &Table) -> Result<Type, Error> {
    let field = |column: &Column| {
        let physical = match column.of {
            Of::Int => Physical::INT32,
            Of::Long => Physical::INT64,
            Of::Real => Physical::DOUBLE,
            Of::YesNo => Physical::BOOLEAN,
            Of::Text => Physical::BYTE_ARRAY,
        };
        let repetition = if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        let field = Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
        let field = match column.of {
            Of::Text => field.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8),
            _ => field,
        };
        field.build().map(Arc::new)
    };
    let fields = table.columns.iter().map(field).collect::<Result<_, _>>();
    let schema = fields.and_then(|fields| Type::group_type_builder(table.name).with_fields(fields).build());
    schema.map_err(|error| failed(table, error))
}

fn properties(table: &Table) -> WriterProperties {
    let sorted = |place: &i32| SortingColumn { column_idx: *place, descending: false, nulls_first: false };
    let sorted: Vec<_> = table.sorted_by.iter().map(sorted).collect();
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        // Readers take the version of another writer for a text that they cannot compare.
        .set_created_by(concat!("chancery version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(None)
        .set_sorting_columns(Some(sorted).filter(|sorted| !sorted.is_empty()));
    for column in table.columns.iter().filter(|column| column.delta) {
        let path = ColumnPath::from(column.name);
        properties = properties
            .set_column_dictionary_enabled(path.clone(), false)
            .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
    }
    properties.build()
}

fn failed(table: &Table, error: parquet::errors::ParquetError) -> Error {
    Error::new(ErrorKind::Io, &error).caused_by(error).at(table.name)
}
