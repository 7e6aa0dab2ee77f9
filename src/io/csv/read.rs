//! Reading tables: each row with its line, each fault with its place.

use std::{collections::HashMap, io};

use super::Delimiter;
use crate::{
    error::{Error, ErrorKind, Position},
    graph::Edit,
    io::{
        import::Edits,
        property::{Columns, Reading, TableHeader},
    },
    model::Source,
    schema::Schema,
};

/// Reads tables: those that [`View::csv`](crate::View::csv) wrote, and others, whose columns [`Columns`] explains.
///
/// The first line of a table names its columns. A table of entities needs a column `key`, one of facts `subject` and `object`;
/// a relation or kind that no column tells comes from [`Columns`]. Sources are read first, then entities, then facts; a table
/// of facts alone speaks of entities that the graph has.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy};
/// use chancery::io::{Columns, Import, csv::{Delimiter, Reader}};
///
/// let visits = "guest\tfrom\tday\nTokayev\tPakistan\t2026-02\n";
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.add("person", chancery::entity("Tokayev").key("Tokayev"))?;
/// kg.add("state", chancery::entity("Pakistan").key("Pakistan"))?;
/// let columns = Columns::new().subject("guest").object("from").when("day").default_relation("visits");
/// let schema = kg.schema().clone();
/// let mut reader = Reader::with_columns(&schema, &columns).delimiter(Delimiter::Tab);
/// reader.facts(visits.as_bytes())?;
/// Import::new().apply_all(&mut kg, reader.finish())?;
/// assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "Tokayev visits Pakistan on 2026-02");
/// # Ok::<(), chancery::Error>(())
/// ```
#[must_use = "tables are read for the edits that `finish` gives"]
pub struct Reader<'s> {
    reading: Reading<'s>,
    columns: &'s Columns,
    delimiter: Delimiter,
}

impl<'s> Reader<'s> {
    /// A reader of tables as this crate writes them.
    pub fn new(schema: &'s Schema) -> Self {
        static OWN: std::sync::LazyLock<Columns> = std::sync::LazyLock::new(Columns::new);
        Self::with_columns(schema, &OWN)
    }

    /// A reader of tables whose columns are explained.
    pub fn with_columns(schema: &'s Schema, columns: &'s Columns) -> Self {
        Self { reading: Reading::new(schema, columns), columns, delimiter: Delimiter::default() }
    }

    /// What parts the columns.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Reads a table of entities. A fault in a row stands in its place among the edits.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] if the header lacks a column that is needed, [`ErrorKind::Io`] if reading fails.
    pub fn entities(&mut self, table: impl io::Read) -> Result<(), Error> {
        let mut rows = Rows::new(table, self.delimiter)?;
        let header = TableHeader::entities(std::mem::take(&mut rows.names), self.columns)?;
        while let Some(row) = rows.next_row(header.len())? {
            match row {
                Ok((cells, at)) => self.reading.node(header.node(cells, at)),
                Err(error) => self.reading.reject(error),
            }
        }
        Ok(())
    }

    /// Reads a table of facts.
    ///
    /// # Errors
    /// As [`entities`](Self::entities).
    pub fn facts(&mut self, table: impl io::Read) -> Result<(), Error> {
        let mut rows = Rows::new(table, self.delimiter)?;
        let header = TableHeader::facts(std::mem::take(&mut rows.names), self.columns)?;
        while let Some(row) = rows.next_row(header.len())? {
            match row {
                Ok((cells, at)) => self.reading.edge(header.edge(cells, at)),
                Err(error) => self.reading.reject_edge(error),
            }
        }
        Ok(())
    }

    /// Reads a table of sources, as [`Csv::write_sources`](super::Csv::write_sources) writes it.
    ///
    /// # Errors
    /// As [`entities`](Self::entities).
    pub fn sources(&mut self, table: impl io::Read) -> Result<(), Error> {
        let mut rows = Rows::new(table, self.delimiter)?;
        let names = std::mem::take(&mut rows.names);
        if !names.iter().any(|name| name == "key") {
            let why = "the table has no column `key`";
            return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
        }
        while let Some(row) = rows.next_row(names.len())? {
            let source = row.and_then(|(cells, at)| {
                let told = |error: Error| error.at_position(at.line, at.column);
                let cells: HashMap<&str, String> =
                    names.iter().map(String::as_str).zip(cells).filter(|(_, text)| !text.is_empty()).collect();
                for name in cells.keys().filter(|name| !KNOWN.contains(name)) {
                    self.reading.unread(name);
                }
                source(cells).map(|source| (source, at)).map_err(told)
            });
            match source {
                Ok((source, at)) => self.reading.edit(Edit::AddSource(source), Some(at)),
                Err(error) => self.reading.reject(error),
            }
        }
        Ok(())
    }

    /// What all tables gave: edits and faults, each with its line.
    pub fn finish(self) -> Edits {
        self.reading.finish()
    }
}

const KNOWN: [&str; 9] = ["key", "title", "publisher", "url", "published", "licence", "derives_from", "sha256", "text"];

fn source(mut cells: HashMap<&str, String>) -> Result<Source, Error> {
    let mut source = Source::new(cells.remove("key").unwrap_or_default());
    source.title = cells.remove("title");
    source.publisher = cells.remove("publisher");
    source.url = cells.remove("url");
    source.published =
        cells.remove("published").map(|text| text.parse()).transpose().map_err(|error: Error| error.at("published"))?;
    source.licence = cells.remove("licence");
    source.derives_from = cells.remove("derives_from");
    source.sha256 =
        cells.remove("sha256").map(|text| text.parse()).transpose().map_err(|error: Error| error.at("sha256"))?;
    source.text = cells.remove("text");
    Ok(source)
}

/// The rows of a table behind its header.
struct Rows<R> {
    reader: ::csv::Reader<R>,
    record: ::csv::ByteRecord,
    names: Vec<String>,
}

type Row = Result<(Vec<String>, Position), Error>;

impl<R: io::Read> Rows<R> {
    fn new(table: R, delimiter: Delimiter) -> Result<Self, Error> {
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(table);
        let mut record = ::csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(failed)?;
        let mut names = texts(&record, Position { line: 1, column: 1 })?;
        if let Some(first) = names.first_mut()
            && let Some(rest) = first.strip_prefix('\u{feff}')
        {
            *first = rest.to_owned();
        }
        Ok(Self { reader, record, names })
    }

    /// The next row, or what is wrong with it; none at the end.
    fn next_row(&mut self, columns: usize) -> Result<Option<Row>, Error> {
        let line = u32::try_from(self.reader.position().line()).unwrap_or(u32::MAX);
        if !self.reader.read_byte_record(&mut self.record).map_err(failed)? {
            return Ok(None);
        }
        let line = self.record.position().map_or(line, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        let at = Position { line, column: 1 };
        if self.record.len() != columns {
            let why = format!("the row has {} cells; expected {columns}, as the header has", self.record.len());
            return Ok(Some(Err(Error::new(ErrorKind::Syntax, why).at_position(line, 1))));
        }
        Ok(Some(texts(&self.record, at).map(|cells| (cells, at))))
    }
}

fn texts(record: &::csv::ByteRecord, at: Position) -> Result<Vec<String>, Error> {
    let text = |(n, bytes): (usize, &[u8])| {
        String::from_utf8(bytes.to_vec()).map_err(|_| {
            let why = format!("cell {} is not valid UTF-8", n + 1);
            Error::new(ErrorKind::Syntax, why).at_position(at.line, at.column)
        })
    };
    record.iter().enumerate().map(text).collect()
}

fn failed(error: ::csv::Error) -> Error {
    let line = error.position().map(|at| u32::try_from(at.line()).unwrap_or(u32::MAX));
    let told = Error::new(ErrorKind::Io, error);
    match line {
        Some(line) => told.at_position(line, 1),
        None => told,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, io::Import};

    #[test]
    fn a_faulty_row_is_told_with_its_line_and_the_others_are_read() {
        let schema = crate::diplomacy::schema().open();
        let mut kg = KnowledgeGraph::new(schema.clone());
        let mut reader = Reader::new(&schema);
        reader
            .entities(&b"\xef\xbb\xbfkey,kind,name,flag\na,state,\"A\n2\",x\nb,state\nc,state,\xff,\nd,state,D,\n"[..])
            .unwrap();
        reader.facts(&b"subject,relation,object,object_type,when\na,borders,d,,\na,motto,042,text,as-of 1991?\na,borders,d,,1991-13\na,is,x,nonsense,\n"[..]).unwrap();
        let edits = reader.finish();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("flag", 1)]);
        let done = Import::new().apply_each(&mut kg, edits);
        let told: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(told[0].starts_with("line 4, column 1: the row has 2 cells; expected 4"), "{told:?}");
        assert!(told[1].starts_with("line 5, column 1: cell 3 is not valid UTF-8"), "{told:?}");
        assert!(told[2].starts_with("line 4, column 1: column `when`: `1991-13`"), "{told:?}");
        assert!(told[3].starts_with("line 5, column 1: object: `nonsense` is not a type"), "{told:?}");
        let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        assert_eq!(facts, ["a borders d", "a motto \"042\" as-of 1991?"]);
    }

    #[test]
    fn a_header_says_what_it_lacks() {
        let schema = Schema::new();
        let told = |error: Error| error.to_string();
        assert_eq!(
            told(Reader::new(&schema).facts(&b"from,to\n"[..]).unwrap_err()),
            "line 1, column 1: the table has no column `subject`; it has `from`, `to`"
        );
        assert!(told(Reader::new(&schema).entities(&b""[..]).unwrap_err()).contains("no column `key`"));
        assert!(told(Reader::new(&schema).entities(&b"key,id\n"[..]).unwrap_err()).contains("2 columns"));
        assert!(Reader::new(&schema).sources(&b"title\n"[..]).is_err());
    }
}
