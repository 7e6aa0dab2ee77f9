//! From the rows of a table to facts in a graph.

use std::io::{BufRead, BufReader, Read};

use hashbrown::HashMap;

use super::{
    BadRows, LoadError, Loaded, Loader, Progress,
    entities::Finder,
    layout::Layout,
    loader::Report,
    rows::{Row, Rows},
    shape::joined,
};
use crate::{
    draft::{Draft, fact},
    error::{Error, ErrorKind, Position},
    graph::{Bulk, KnowledgeGraph},
    io::{
        Column,
        foreign::{Values, encoding},
        property::Times,
        unwinding::{Stopped, caught},
    },
    model::{Any, Id, Quote, Value, ValueType},
    schema::{FoundRelation, Range, RelationTerm},
};

/// Bytes that are read at a time.
const BUFFER: usize = 256 * 1024;

pub(super) fn load(
    table: &Loader<'_>,
    kg: &mut KnowledgeGraph,
    text: impl Read,
    progress: Option<&mut (usize, Report<'_>)>,
) -> Result<Loaded, LoadError> {
    let text = BufReader::with_capacity(BUFFER, encoding::open(text)?);
    let mut rows = Rows::new(text, table.delimiter, table.quoted, table.guarded);
    let columns = Layout::of(table, &mut rows)?;
    let done = kg.bulk(|bulk| caught(|| load_rows(bulk, table, &columns, &mut rows, progress)));
    done.map_err(Stopped::go_on)
}

fn load_rows<R: BufRead>(
    bulk: &mut Bulk<'_>,
    table: &Loader<'_>,
    columns: &Layout,
    rows: &mut Rows<R>,
    mut progress: Option<&mut (usize, Report<'_>)>,
) -> Result<Loaded, LoadError> {
    let (mut done, mut faults) = (Loaded::default(), Vec::new());
    let mut asserter = Asserter::new(table, columns);
    let facts = bulk.fact_count();
    loop {
        let row = match rows.next() {
            Ok(None) => break,
            Ok(Some(row)) if table.bad_rows == BadRows::Skip => asserter.good_row(bulk, &row),
            Ok(Some(row)) => asserter.row(bulk, &row),
            // What cannot be read at all does not get better.
            Err(error) if error.kind() == ErrorKind::Io => return Err(error.into()),
            Err(error) => Err(error),
        };
        done.rows += 1;
        if let Err(error) = row {
            faults.push(error);
            let most = match table.bad_rows {
                BadRows::Stop => 1,
                BadRows::Collect => 1_000,
                BadRows::Skip => 1_000_000,
            };
            if faults.len() >= most {
                return Err(rejected(faults));
            }
        }
        if let Some((every, call)) = &mut progress
            && done.rows % *every == 0
            && call(Progress { rows: done.rows, bad: faults.len() }).is_break()
        {
            let why = format!("the load was interrupted after {} rows; nothing is loaded", done.rows);
            return Err(Error::new(ErrorKind::Interrupted, why).into());
        }
    }
    if table.bad_rows != BadRows::Skip && !faults.is_empty() {
        return Err(rejected(faults));
    }
    (done.facts, done.entities, done.skipped) = (bulk.fact_count() - facts, asserter.added(), faults);
    (done.cut, done.unread) = (asserter.cut, columns.unread.clone());
    Ok(done)
}

fn rejected(faults: Vec<Error>) -> LoadError {
    let mut faults = faults.into_iter();
    let first = faults.next().unwrap_or_else(|| Error::new(ErrorKind::Syntax, "no row is valid"));
    LoadError { first, more: faults.collect() }
}

/// A relation that a cell has named.
#[derive(Clone, Copy)]
struct Known {
    /// `None` in an open schema that does not have it yet.
    name: Option<FoundRelation>,
    subject: Range,
    object: Range,
}

/// An end or player as a cell gives it.
enum End<'r> {
    Entity(Id<Any>),
    /// What the graph reads as the range of the relation asks.
    Text(&'r str),
    Value(Value),
}

/// Asserts the fact of each row.
struct Asserter<'t> {
    table: &'t Loader<'t>,
    columns: &'t Layout,
    /// By the text of the cell, with the name.
    relations: HashMap<Box<str>, (Known, Box<str>)>,
    subjects: Finder<'t>,
    /// `None` where objects are found as subjects are.
    objects: Option<Finder<'t>>,
    players: Finder<'t>,
    /// The line of each key of a fact.
    keys: HashMap<Box<str>, u32>,
    /// Times of day that were cut off.
    cut: usize,
}

/// Reads a value of a range, if its type has other spellings than the graph reads.
fn spelled(values: Values, range: Range, cell: &str) -> Result<Option<(Value, bool)>, Error> {
    match range {
        Range::Value(of @ (ValueType::Date | ValueType::YesNo)) => values.value(of, cell).map(Some),
        _ => Ok(None),
    }
}

impl<'t> Asserter<'t> {
    fn new(table: &'t Loader<'t>, columns: &'t Layout) -> Self {
        Self {
            table,
            columns,
            relations: HashMap::new(),
            subjects: Finder::new(&table.subjects),
            objects: (table.objects != table.subjects).then(|| Finder::new(&table.objects)),
            players: Finder::new(&table.players),
            keys: HashMap::new(),
            cut: 0,
        }
    }

    fn added(&self) -> usize {
        self.subjects.added + self.objects.as_ref().map_or(0, |objects| objects.added) + self.players.added
    }

    /// Asserts the fact of a row. Of a bad row nothing stays, not even an entity that it added.
    fn good_row(&mut self, bulk: &mut Bulk<'_>, row: &Row<'_>) -> Result<(), Error> {
        let added = [self.subjects.added, self.objects.as_ref().map_or(0, |o| o.added), self.players.added];
        let cut = self.cut;
        for finder in [&mut self.subjects, &mut self.players].into_iter().chain(&mut self.objects) {
            finder.begin_row();
        }
        bulk.atomically(|bulk| self.row(bulk, row)).inspect_err(|_| {
            self.cut = cut;
            self.subjects.forget_row(added[0]);
            self.players.forget_row(added[2]);
            if let Some(objects) = &mut self.objects {
                objects.forget_row(added[1]);
            }
        })
    }

    /// An error in a cell.
    fn in_cell(&self, row: &Row<'_>, error: Error, at: usize) -> Error {
        let Position { line, column } = row.position(at);
        let name = self.columns.cells.get(at).map_or("", |(_, name)| name.as_str());
        error.at(name).at_position(line, column)
    }

    /// The text of a cell that may not be empty, or the text that the table has for all rows.
    #[inline]
    fn full<'r>(&self, row: &Row<'r>, at: Option<usize>, all: Option<&'r str>) -> Result<&'r str, Error> {
        match at.map(|at| (at, row.cell(at))) {
            None => Ok(all.unwrap_or_default()),
            Some((_, Some(cell))) if !cell.is_empty() => Ok(cell),
            Some((at, _)) => {
                Err(self.in_cell(row, Error::new(ErrorKind::Syntax, "the cell is empty; expected a text"), at))
            }
        }
    }

    /// Asserts the fact of a row.
    fn row(&mut self, bulk: &mut Bulk<'_>, row: &Row<'_>) -> Result<(), Error> {
        row.check_len(self.columns.cells.len())?;
        let (table, columns) = (self.table, self.columns);
        let subject = self.full(row, columns.subject, table.shape.subject.as_deref())?;
        let object = self.full(row, columns.object, table.shape.object.as_deref())?;
        let cell = self.full(row, columns.relation, table.relation.as_deref())?;
        let known = match self.relations.get(cell) {
            Some((known, _)) => *known,
            None => self.relation(bulk, row, cell)?,
        };
        let place = |at: Option<usize>| at.unwrap_or(0);
        let subject = if is_text(known.subject) {
            End::Text(subject)
        } else {
            let name = columns.subject_name.and_then(|at| row.cell(at)).unwrap_or_default();
            let found = self.subjects.find_with_name(bulk, subject, name);
            End::Entity(found.map_err(|e| self.in_cell(row, e, place(columns.subject)))?)
        };
        let object = if is_text(known.object) {
            match spelled(table.values, known.object, object) {
                Ok(None) => End::Text(object),
                Ok(Some((value, cut))) => {
                    self.cut += usize::from(cut);
                    End::Value(value)
                }
                Err(error) => return Err(self.in_cell(row, error, place(columns.object))),
            }
        } else {
            let name = columns.object_name.and_then(|at| row.cell(at)).unwrap_or_default();
            let objects = self.objects.as_mut().unwrap_or(&mut self.subjects);
            let found = objects.find_with_name(bulk, object, name);
            End::Entity(found.map_err(|e| self.in_cell(row, e, place(columns.object)))?)
        };
        let name = if table.shape.renames() { self.relations.get(cell).map(|(_, name)| name.clone()) } else { None };
        let name = name.as_deref().unwrap_or(cell);
        match known.name {
            Some(relation) => self.assert(bulk, row, name, subject, relation, object),
            None => self.assert(bulk, row, name, subject, name, object),
        }
    }

    /// Looks up a relation that no row has named yet.
    fn relation(&mut self, bulk: &Bulk<'_>, row: &Row<'_>, cell: &str) -> Result<Known, Error> {
        let name = self.table.shape.relation(bulk.schema(), cell);
        let known = known_as(bulk, &name).map_err(|e| match self.columns.relation {
            Some(at) => self.in_cell(row, e, at),
            None => e,
        })?;
        // An open schema has it from its first fact on.
        if known.name.is_some() || self.table.shape.renames() {
            self.relations.insert(cell.into(), (known, name.into()));
        }
        Ok(known)
    }

    fn assert<R: RelationTerm<Subject = Any, Object = Any>>(
        &mut self,
        bulk: &mut Bulk<'_>,
        row: &Row<'_>,
        name: &str,
        subject: End<'_>,
        relation: R,
        object: End<'_>,
    ) -> Result<(), Error> {
        let mut draft = match (subject, object) {
            (End::Entity(subject), End::Entity(object)) => fact(subject, relation, object),
            (End::Entity(subject), End::Text(object)) => fact(subject, relation, object),
            (End::Entity(subject), End::Value(object)) => fact(subject, relation, object),
            (End::Text(subject), End::Entity(object)) => fact(subject, relation, object),
            (End::Text(subject), End::Text(object)) => fact(subject, relation, object),
            (End::Text(subject), End::Value(object)) => fact(subject, relation, object),
            // A subject is never read as a value here.
            (End::Value(_), _) => return Err(Error::new(ErrorKind::WrongKind, "the subject is a value")),
        };
        let (table, columns) = (self.table, self.columns);
        let mut times = Times::default();
        let mut source = table.source.as_deref();
        let (mut quote, mut key) = (None, None);
        for at in &columns.others {
            let (Some((column, _)), Some(cell)) = (columns.cells.get(*at), row.cell(*at)) else { continue };
            if cell.is_empty() {
                continue;
            }
            match column {
                Column::When | Column::On | Column::AsOf | Column::Start | Column::End => {
                    let cut = times.read(column, cell, table.values).map_err(|e| self.in_cell(row, e, *at))?;
                    self.cut += usize::from(cut);
                }
                Column::Modality => draft = draft.modality(cell.parse().map_err(|e| self.in_cell(row, e, *at))?),
                Column::Key => {
                    key = Some(cell);
                    draft = draft.key(cell);
                }
                Column::Role(role) => {
                    let (with, cut) = role_of(&mut self.players, bulk, draft, (name, role), cell, table.values)
                        .map_err(|e| self.in_cell(row, e, *at))?;
                    draft = with;
                    self.cut += usize::from(cut);
                }
                Column::Source => source = Some(cell),
                Column::Quote => quote = Some((cell, *at)),
                _ => {}
            }
        }
        for (column, parts) in &columns.dates {
            let cells: Vec<_> = parts.iter().map(|at| row.cell(*at).unwrap_or_default()).collect();
            let read = joined(&cells).and_then(|date| match date {
                Some(date) => times.read(column, &date, table.values),
                None => Ok(false),
            });
            self.cut += usize::from(read.map_err(|e| self.in_cell(row, e, parts.first().copied().unwrap_or(0)))?);
        }
        let when = times.when().map_err(|error| self.of_row(row, error))?;
        if when != crate::time::When::UNSTATED {
            draft = draft.when(when);
        }
        draft = match (source, quote) {
            (Some(source), Some((quote, _))) => draft.cite(source, Quote::new(quote)),
            (Some(source), None) => draft.source(source),
            (None, None) => draft,
            (None, Some((_, at))) => {
                let why = "a quote without a source; expected the key of a source";
                return Err(self.in_cell(row, Error::new(ErrorKind::InvalidClaim, why), at));
            }
        };
        bulk.assert(draft).map_err(|error| self.of_row(row, self.with_line(error, key)))?;
        if let Some(key) = key {
            self.keys.insert(key.into(), row.position(0).line);
        }
        Ok(())
    }

    /// The error of a fact, at the cell that it is about.
    fn of_row(&self, row: &Row<'_>, error: Error) -> Error {
        let Position { line, column } = row.position(self.columns.cell_of(&error));
        error.at_position(line, column)
    }

    /// The error of a key that is taken, with the line that has it too.
    fn with_line(&self, error: Error, key: Option<&str>) -> Error {
        match key.and_then(|key| self.keys.get(key)) {
            Some(line) if error.kind() == ErrorKind::DuplicateKey => {
                let why = format!("{}; line {line} of the table has it", error.message());
                Error::new(ErrorKind::DuplicateKey, why).at("key of a fact")
            }
            _ => error,
        }
    }
}

/// Gives a draft the player of a role of a relation, and says whether a time of day was cut off.
fn role_of<R: RelationTerm<Subject = Any, Object = Any>>(
    players: &mut Finder<'_>,
    bulk: &mut Bulk<'_>,
    draft: Draft<R>,
    (relation, role): (&str, &str),
    cell: &str,
    values: Values,
) -> Result<(Draft<R>, bool), Error> {
    let schema = bulk.schema();
    let found = schema.relation(relation).ok().zip(schema.role(role).ok());
    let range = found.and_then(|(relation, role)| schema.ends(relation.id()).role(role)).map(|(_, range)| range);
    match range {
        Some(range) if is_text(range) => Ok(match spelled(values, range, cell)? {
            Some((value, cut)) => (draft.with(role, value), cut),
            None => (draft.with(role, cell), false),
        }),
        _ => Ok((draft.with(role, players.find(bulk, cell)?), false)),
    }
}

/// Whether a range has values or facts, and not entities.
const fn is_text(range: Range) -> bool {
    matches!(range, Range::Value(_) | Range::Statement)
}

fn known_as(bulk: &Bulk<'_>, name: &str) -> Result<Known, Error> {
    let schema = bulk.schema();
    match schema.relation(name) {
        Ok(found) => {
            let ends = schema.ends(found.id());
            let (subject, object) =
                if found.is_inverse() { (ends.object, ends.subject) } else { (ends.subject, ends.object) };
            Ok(Known { name: Some(found), subject, object })
        }
        Err(error) if schema.is_open() && error.kind() == ErrorKind::UnknownRelation => {
            Ok(Known { name: None, subject: Range::Any, object: Range::Any })
        }
        Err(error) => Err(error),
    }
}
