//! Reading tables to edits: each row with its line, each error with its cell.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Read},
};

use super::{
    Delimiter,
    rows::{Row, Rows},
    shape::{Shape, joined, shape_options},
};
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    graph::Edit,
    io::{
        columns::{Column, Columns, column_options},
        foreign::encoding,
        import::Edits,
        property::{RawDate, RawEnd, Reading, TableHeader},
    },
    model::Source,
    schema::Schema,
};

/// What the copies of rows with several objects may take in any table, in bytes, and beside that for each byte of such
/// rows.
const ROOM: usize = 16 << 20;
const ROOM_FOR_A_BYTE: usize = 64;

/// Reads tables to edits: those that a [`Csv`](super::Csv) wrote, and others, whose columns the caller describes.
///
/// The first row of a table names its columns. A table of entities needs a [key](crate::io::Column::Key), one of facts
/// a subject and an object. Read sources first, then entities, then facts; a table of facts alone refers to entities
/// that the graph has. Options are set before the first table.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy};
/// use chancery::io::{Column, Import, csv::{Delimiter, Reader}};
///
/// let visits = "guest\tfrom\tday\nTokayev\tPakistan\t2026-02\n";
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.add("person", chancery::entity("Tokayev").key("Tokayev"))?;
/// kg.add("state", chancery::entity("Pakistan").key("Pakistan"))?;
/// let mut reader = Reader::new(kg.schema())
///     .delimiter(Delimiter::Tab)
///     .column("guest", Column::Subject)
///     .column("from", Column::Object)
///     .column("day", Column::On)
///     .relation("visits");
/// reader.read_facts(visits.as_bytes())?;
/// let edits = reader.finish();
/// Import::new().apply_all(&mut kg, edits)?;
/// assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "Tokayev visits Pakistan on 2026-02");
/// # Ok::<(), chancery::Error>(())
/// ```
#[must_use = "a reader does nothing until it reads tables and `finish` gives their edits"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
    delimiter: Delimiter,
    quoted: bool,
    guarded: bool,
    shape: Shape,
    reading: Option<Reading<'s>>,
}

impl<'s> Reader<'s> {
    /// A reader of tables as this crate writes them, for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        let (columns, delimiter, shape) = (Columns::default(), Delimiter::default(), Shape::default());
        Self { schema, columns, delimiter, quoted: true, guarded: false, shape, reading: None }
    }

    column_options!(columns);
    shape_options!();

    /// The character between the cells. The default is a comma.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Reads a quote as a character like any other.
    pub fn unquoted(mut self) -> Self {
        self.quoted = false;
        self
    }

    /// Takes off the apostrophes that [`Csv::guarded`](super::Csv::guarded) wrote before cells.
    pub fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    /// Reads a table of entities. The error of a row stands in its place among the edits.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] if the header is not valid or lacks a column that is needed, [`ErrorKind::Io`] if reading
    /// fails.
    pub fn read_entities(&mut self, table: impl Read) -> Result<(), Error> {
        let (mut rows, names) = self.rows(table)?;
        let header = TableHeader::entities(&names, &self.columns)?;
        let reading = self.reading();
        reading.set_own(header.is_own());
        while let Some(row) = next_row(&mut rows, header.len())? {
            match row {
                Ok(row) => reading.node(header.node(row.placed(), row.position(0))),
                Err(error) => reading.reject(error),
            }
        }
        Ok(())
    }

    /// Reads a table of facts.
    ///
    /// # Errors
    /// As [`read_entities`](Self::read_entities).
    pub fn read_facts(&mut self, table: impl Read) -> Result<(), Error> {
        let (mut rows, names) = self.rows(table)?;
        let given = [self.shape.subject.is_some(), self.shape.object.is_some()];
        let mut header = TableHeader::facts(&names, &self.columns, given)?;
        let shape = self.shape.clone();
        let mut dates = Vec::new();
        for (column, parts) in &shape.dates {
            let found: Result<Vec<_>, _> = parts.iter().map(|part| header.take(part)).collect();
            dates.push((column, parts.first().map_or("", String::as_str), found?));
        }
        let schema = self.schema;
        let [object, relation] = [Column::Object, Column::Relation].map(|of| header.name_of(&of).map(str::to_owned));
        let columns = self.columns.clone();
        let mut room = ROOM;
        let reading = self.reading();
        reading.set_own(header.is_own());
        while let Some(row) = next_row(&mut rows, header.len())? {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    reading.reject_edge(error);
                    continue;
                }
            };
            let mut raw = header.edge(row.placed(), row.position(0));
            for (end, all) in [(&mut raw.source, &shape.subject), (&mut raw.target, &shape.object)] {
                if let Some(all) = all {
                    all.clone_into(&mut end.text);
                }
            }
            for (column, name, parts) in &dates {
                let cells: Vec<_> = parts.iter().map(|at| row.cell(*at).unwrap_or_default()).collect();
                let at = parts.first().map(|at| row.position(*at));
                let (column, name) = ((*column).clone(), (*name).to_owned());
                raw.dates.push(RawDate { column, name, date: joined(&cells), at });
            }
            if shape.renames() {
                for cell in &mut raw.cells {
                    if relation.as_deref() == Some(&*cell.name) {
                        cell.text = shape.relation(schema, &cell.text);
                    }
                }
            }
            let name = object.as_deref().unwrap_or_default();
            let text = std::mem::take(&mut raw.target.text);
            let objects = columns.parts(name, &text);
            let copies = row.len().saturating_mul(objects.len().saturating_sub(1));
            // A row that is refused leaves the room as it was.
            let with_row = room.saturating_add(row.len().saturating_mul(ROOM_FOR_A_BYTE));
            let Some(rest) = with_row.checked_sub(copies) else {
                reading.reject_edge(too_many(objects.len(), raw.target.at));
                continue;
            };
            room = rest;
            let mut objects = objects.into_iter();
            objects.next().unwrap_or_default().clone_into(&mut raw.target.text);
            let another = |object: &str| RawEnd { text: object.to_owned(), ..raw.target.clone() };
            raw.further = objects.map(another).collect();
            reading.edge(raw);
        }
        Ok(())
    }

    /// Reads a table of sources, as [`Csv::sources`](super::Csv::sources) writes it.
    ///
    /// # Errors
    /// As [`read_entities`](Self::read_entities).
    pub fn read_sources(&mut self, table: impl Read) -> Result<(), Error> {
        let (mut rows, names) = self.rows(table)?;
        let mut seen = HashSet::with_capacity(names.len());
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.as_str())) {
            let why = format!("the header has two columns `{}`; expected one", as_found(twice));
            return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
        }
        if !names.iter().any(|name| name == "key") {
            return Err(Error::new(ErrorKind::Syntax, "the table has no column `key`").at_position(1, 1));
        }
        let reading = self.reading();
        while let Some(row) = next_row(&mut rows, names.len())? {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    reading.reject(error);
                    continue;
                }
            };
            let mut source = Source::new("");
            let mut faults = Vec::new();
            for (name, (text, at)) in names.iter().zip(row.placed()).filter(|(_, (text, _))| !text.is_empty()) {
                match set(&mut source, name, text) {
                    Ok(true) => {}
                    Ok(false) => reading.unread(name),
                    Err(error) => faults.push(error.at(name).at_position(at.line, at.column)),
                }
            }
            if faults.is_empty() {
                reading.edit(Edit::AddSource(source), Some(row.position(0)));
            }
            for error in faults {
                reading.reject(error);
            }
        }
        Ok(())
    }

    /// The edits of all tables that were read.
    pub fn finish(mut self) -> Edits {
        self.reading();
        self.reading.map_or_else(Edits::new, Reading::finish)
    }

    fn reading(&mut self) -> &mut Reading<'s> {
        self.reading.get_or_insert_with(|| Reading::new(self.schema, self.columns.clone()))
    }

    /// The rows of a table after its header, and the names in that.
    fn rows<R: Read>(&self, table: R) -> Result<(Rows<impl BufRead + use<R>>, Vec<String>), Error> {
        let mut rows = Rows::new(BufReader::new(encoding::open(table)?), self.delimiter, self.quoted, self.guarded);
        let names = rows.next()?.map_or_else(Vec::new, |row| row.cells().map(str::to_owned).collect());
        Ok((rows, names))
    }
}

/// The error of a row whose objects are too many to give each what the other cells say.
fn too_many(objects: usize, at: Option<Position>) -> Error {
    let why = format!(
        "the row has {objects} objects, and the facts of all of them would take too much memory; expected fewer, or shorter \
         cells"
    );
    let error = Error::new(ErrorKind::Syntax, why).at("object");
    match at {
        Some(at) => error.at_position(at.line, at.column),
        None => error,
    }
}

/// The next row, or what is wrong with it; `None` at the end.
fn next_row<R: BufRead>(rows: &mut Rows<R>, cells: usize) -> Result<Option<Result<Row<'_>, Error>>, Error> {
    match rows.next() {
        Ok(None) => Ok(None),
        Ok(Some(row)) => Ok(Some(row.check_len(cells).map(|()| row))),
        Err(error) if error.kind() == ErrorKind::Io => Err(error),
        Err(error) => Ok(Some(Err(error))),
    }
}

/// Sets what a column says of a source; false if the column has no meaning.
fn set(source: &mut Source, column: &str, text: &str) -> Result<bool, Error> {
    let held = || Some(text.to_owned());
    match column {
        "key" => text.clone_into(&mut source.key),
        "title" => source.title = held(),
        "publisher" => source.publisher = held(),
        "url" => source.url = held(),
        "published" => source.published = Some(text.parse()?),
        "licence" => source.licence = held(),
        "derives_from" => source.derives_from = held(),
        "sha256" => source.sha256 = Some(text.parse()?),
        "text" => source.text = held(),
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, io::Import};

    #[test]
    fn a_bad_row_is_reported_with_its_line_and_the_others_are_read() {
        let schema = crate::diplomacy::schema().open();
        let mut kg = KnowledgeGraph::new(schema.clone());
        let mut reader = Reader::new(&schema);
        reader
            .read_entities(
                &b"\xef\xbb\xbfkey,kind,name,flag\na,state,\"A\n2\",x\nb,state\nc,state,\xff,\nd,state,D,\n"[..],
            )
            .unwrap();
        reader.read_facts(&b"subject,relation,object,object_type,when\na,borders,d,,\na,motto,042,text,as-of 1991?\na,borders,d,,1991-13\na,is,x,nonsense,\n"[..]).unwrap();
        let edits = reader.finish();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("flag", 1)]);
        let done = Import::new().apply_each(&mut kg, edits);
        let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(reasons[0].starts_with("line 4, column 8: the row has 2 cells; expected 4"), "{reasons:?}");
        assert!(reasons[1].starts_with("line 5, column 9: the byte 0xFF is not valid UTF-8"), "{reasons:?}");
        assert!(reasons[2].starts_with("line 4, column 14: column `when`: `1991-13`"), "{reasons:?}");
        assert!(reasons[3].starts_with("line 5, column 6: object: `nonsense` is not a valid type"), "{reasons:?}");
        let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        assert_eq!(facts, ["a borders d", "a motto \"042\" as-of 1991?"]);
    }

    #[test]
    fn a_fact_has_one_time_and_cites_a_source() {
        let schema = crate::diplomacy::schema().open();
        let mut kg = KnowledgeGraph::new(schema.clone());
        let mut reader = Reader::new(&schema)
            .column("from", crate::io::Column::Start)
            .column("to", crate::io::Column::End)
            .column("on", crate::io::Column::On)
            .column("source", crate::io::Column::Source)
            .column("words", crate::io::Column::Quote);
        reader.read_sources(&b"key,text\ns,\"A and\r\nB\"\n"[..]).unwrap();
        reader.read_entities(&b"key,kind\na,state\nb,state\n"[..]).unwrap();
        let facts = "subject,relation,object,from,to,on,source,words\na,borders,b,1991,,,s,\"A and\r\nB\"\na,borders,b,1991,,1992,,\n\
                     a,borders,b,,,,,B\n";
        reader.read_facts(facts.as_bytes()).unwrap();
        let done = Import::new().apply_each(&mut kg, reader.finish());
        let fact = kg.view().all_facts().next().unwrap();
        assert!(fact.to_string().starts_with("a borders b since 1991 @s"));
        assert_eq!(fact.claims().next().unwrap().quote().as_deref(), Some("A and\r\nB"));
        let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(reasons[0].starts_with("line 4, column 1: two columns give the time"), "{reasons:?}");
        assert!(reasons[1].contains("a quote without a source"), "{reasons:?}");
    }

    #[test]
    fn a_header_says_what_it_lacks() {
        let schema = Schema::new();
        let fault = |error: Error| error.to_string();
        assert_eq!(
            fault(Reader::new(&schema).read_facts(&b"from,to\n"[..]).unwrap_err()),
            "line 1, column 1: the table has no column `subject`; it has `from`, `to`"
        );
        assert!(fault(Reader::new(&schema).read_entities(&b""[..]).unwrap_err()).contains("no column `key`"));
        assert!(fault(Reader::new(&schema).read_entities(&b"key,id\n"[..]).unwrap_err()).contains("2 columns"));
        assert!(Reader::new(&schema).read_sources(&b"title\n"[..]).is_err());
    }
}
