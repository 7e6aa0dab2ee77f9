//! From the rows of a table to facts in a graph.

use std::io::{BufReader, Read};

use hashbrown::HashMap;

use super::{
    BadRows, LoadError, Loaded, Loader, Progress,
    entities::Finder,
    loader::Report,
    rows::{Row, Rows},
};
use crate::{
    draft::{Draft, fact},
    error::{Error, ErrorKind, Position, did_you_mean},
    graph::{Bulk, KnowledgeGraph},
    io::Column,
    model::{Any, Id, Quote, ValueType},
    schema::{FoundRelation, RelationTerm},
    time::{Bound, PartialDate, When},
};

/// Bytes that are read at a time.
const BUFFER: usize = 256 * 1024;

pub(super) fn load(
    table: &Loader<'_>,
    kg: &mut KnowledgeGraph,
    text: impl Read,
    mut progress: Option<&mut (usize, Report<'_>)>,
) -> Result<Loaded, LoadError> {
    let text = BufReader::with_capacity(BUFFER, text);
    let mut rows = Rows::new(text, table.delimiter.byte(), table.quoted);
    let columns = Layout::of(table, &mut rows)?;
    kg.bulk(|bulk| {
        let (mut done, mut faults) = (Loaded::default(), Vec::new());
        let mut asserter = Asserter::new(table, &columns);
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
        Ok(done)
    })
}

fn rejected(faults: Vec<Error>) -> LoadError {
    let mut faults = faults.into_iter();
    let first = faults.next().unwrap_or_else(|| Error::new(ErrorKind::Syntax, "no row is valid"));
    LoadError { first, more: faults.collect() }
}

/// What each cell of a row means.
struct Layout {
    /// By cell, with the name that errors call it by.
    cells: Vec<(Column, String)>,
    subject: usize,
    object: usize,
    relation: Option<usize>,
}

impl Layout {
    fn of<R: std::io::BufRead>(table: &Loader<'_>, rows: &mut Rows<R>) -> Result<Self, Error> {
        let wrong = |why: String| Error::new(ErrorKind::Syntax, why);
        let mut cells: Vec<_> = table.columns.iter().map(|column| (column.clone(), column.name().to_owned())).collect();
        if table.header {
            let row =
                rows.next()?.ok_or_else(|| wrong("the table is empty; expected a header".into()).at_position(1, 1))?;
            let names: Vec<&str> = (0..row.len()).filter_map(|at| row.cell(at)).collect();
            let mut found: Vec<_> = names.iter().map(|name| (Column::Ignored, (*name).to_owned())).collect();
            for (column, cell) in table.columns.iter().zip(&mut found) {
                cell.0 = column.clone();
            }
            if !table.columns.is_empty() && table.columns.len() != names.len() {
                let why = format!("the header has {} cells; expected {}", names.len(), table.columns.len());
                return Err(wrong(why).at_position(1, 1));
            }
            for (name, column) in &table.named {
                let mut same = found.iter_mut().filter(|(_, there)| there == name);
                let Some(cell) = same.next() else {
                    let near = did_you_mean(name, names.iter().copied());
                    let why = format!(
                        "the header has no column `{}`{near}; it has {}",
                        name.escape_debug(),
                        names.join(", ")
                    );
                    return Err(wrong(why).at_position(1, 1));
                };
                cell.0 = column.clone();
                if same.next().is_some() {
                    let why = format!("the header has two columns `{}`; expected one", name.escape_debug());
                    return Err(wrong(why).at_position(1, 1));
                }
            }
            cells = found;
        } else if let Some((name, _)) = table.named.first() {
            let why =
                format!("the column `{}` is named, but the table has no header; call `header`", name.escape_debug());
            return Err(wrong(why));
        }
        for (at, (column, _)) in cells.iter().enumerate() {
            if *column != Column::Ignored && cells.iter().take(at).any(|(before, _)| before == column) {
                return Err(wrong(format!("two columns are the {}; expected one", column.name())));
            }
        }
        let loaded = |column: &Column| {
            !matches!(
                column,
                Column::Type
                    | Column::Kind
                    | Column::Name
                    | Column::Attribute(_)
                    | Column::SubjectType
                    | Column::ObjectType
                    | Column::Claims
                    | Column::Retracted
                    | Column::RetractedWhy
                    | Column::Resolved
                    | Column::ResolvedBy
            )
        };
        if let Some((column, name)) = cells.iter().find(|(column, _)| !loaded(column)) {
            let why = format!(
                "the column `{}` is the {} of a fact or entity, which is not loaded in bulk; read it with `csv::Reader`",
                name.escape_debug(),
                column.name()
            );
            return Err(wrong(why));
        }
        let place = |wanted: &Column| cells.iter().position(|(column, _)| column == wanted);
        let needed = |wanted: &Column| {
            place(wanted).ok_or_else(|| wrong(format!("no column is the {}; expected one", wanted.name())))
        };
        let (subject, object, relation) =
            (needed(&Column::Subject)?, needed(&Column::Object)?, place(&Column::Relation));
        if relation.is_some() == table.relation.is_some() {
            let why = "expected the relation either in a column or for the whole table, and not both";
            return Err(wrong(why.into()));
        }
        Ok(Self { cells, subject, object, relation })
    }
}

/// A relation that a cell has named.
#[derive(Clone, Copy)]
struct Known {
    /// `None` in an open schema that does not have it yet.
    name: Option<FoundRelation>,
    /// Whether the cells are values or facts, and not entities.
    subject_is_text: bool,
    object_is_text: bool,
}

/// An end or player as a cell gives it.
#[derive(Clone, Copy)]
enum End<'r> {
    Entity(Id<Any>),
    Text(&'r str),
}

/// Asserts the fact of each row.
struct Asserter<'t> {
    table: &'t Loader<'t>,
    columns: &'t Layout,
    relations: HashMap<Box<str>, Known>,
    subjects: Finder<'t>,
    /// `None` where objects are found as subjects are.
    objects: Option<Finder<'t>>,
    players: Finder<'t>,
    /// Columns beside subject, relation and object.
    others: Vec<usize>,
}

impl<'t> Asserter<'t> {
    fn new(table: &'t Loader<'t>, columns: &'t Layout) -> Self {
        let main = [Some(columns.subject), Some(columns.object), columns.relation];
        let other = |at: &usize| {
            !main.contains(&Some(*at)) && columns.cells.get(*at).is_some_and(|(column, _)| *column != Column::Ignored)
        };
        Self {
            table,
            columns,
            relations: HashMap::new(),
            subjects: Finder::new(&table.subjects),
            objects: (table.objects != table.subjects).then(|| Finder::new(&table.objects)),
            players: Finder::new(&table.players),
            others: (0..columns.cells.len()).filter(other).collect(),
        }
    }

    fn added(&self) -> usize {
        self.subjects.added + self.objects.as_ref().map_or(0, |objects| objects.added) + self.players.added
    }

    /// Asserts the fact of a row. Of a bad row nothing stays, not even an entity that it added.
    fn good_row(&mut self, bulk: &mut Bulk<'_>, row: &Row<'_>) -> Result<(), Error> {
        let added = [self.subjects.added, self.objects.as_ref().map_or(0, |o| o.added), self.players.added];
        bulk.atomically(|bulk| self.row(bulk, row)).inspect_err(|_| {
            self.subjects.forget_since(added[0]);
            self.players.forget_since(added[2]);
            if let Some(objects) = &mut self.objects {
                objects.forget_since(added[1]);
            }
        })
    }

    /// Asserts the fact of a row.
    fn row(&mut self, bulk: &mut Bulk<'_>, row: &Row<'_>) -> Result<(), Error> {
        row.check_len(self.columns.cells.len())?;
        let in_cell = |error: Error, at: usize| {
            let Position { line, column } = row.position(at);
            let name = self.columns.cells.get(at).map_or("", |(_, name)| name.as_str());
            error.at(name).at_position(line, column)
        };
        let full = |at: usize| match row.cell(at) {
            Some(cell) if !cell.is_empty() => Ok(cell),
            _ => Err(in_cell(Error::new(ErrorKind::Syntax, "the cell is empty; expected a text"), at)),
        };
        let (subject_at, object_at) = (self.columns.subject, self.columns.object);
        let (subject, object) = (full(subject_at)?, full(object_at)?);
        let name = match self.columns.relation {
            Some(at) => full(at)?,
            None => self.table.relation.as_deref().unwrap_or_default(),
        };
        let known = if let Some(known) = self.relations.get(name) {
            *known
        } else {
            let known = known_as(bulk, name).map_err(|e| match self.columns.relation {
                Some(at) => in_cell(e, at),
                None => e,
            })?;
            if known.name.is_some() {
                self.relations.insert(name.into(), known);
            }
            known
        };
        let subject = if known.subject_is_text {
            End::Text(subject)
        } else {
            End::Entity(self.subjects.find(bulk, subject).map_err(|e| in_cell(e, subject_at))?)
        };
        let objects = self.objects.as_mut().unwrap_or(&mut self.subjects);
        let object = if known.object_is_text {
            End::Text(object)
        } else {
            End::Entity(objects.find(bulk, object).map_err(|e| in_cell(e, object_at))?)
        };
        match known.name {
            Some(relation) => self.assert(bulk, row, name, subject, relation, object),
            None => self.assert(bulk, row, name, subject, name, object),
        }
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
            (End::Text(subject), End::Entity(object)) => fact(subject, relation, object),
            (End::Text(subject), End::Text(object)) => fact(subject, relation, object),
        };
        let (mut start, mut end) = (None, None);
        let mut source = self.table.source.as_deref();
        let mut quote = None;
        for at in &self.others {
            let (Some((column, place)), Some(cell)) = (self.columns.cells.get(*at), row.cell(*at)) else { continue };
            if cell.is_empty() {
                continue;
            }
            let in_cell = |error: Error| {
                let Position { line, column } = row.position(*at);
                error.at(place).at_position(line, column)
            };
            draft = match column {
                Column::When => draft.when(cell.parse::<When>().map_err(in_cell)?),
                Column::On => draft.on(cell.parse::<PartialDate>().map_err(in_cell)?),
                Column::AsOf => draft.as_of(cell.parse::<PartialDate>().map_err(in_cell)?),
                Column::Modality => draft.modality(cell.parse().map_err(in_cell)?),
                Column::Key => draft.key(cell),
                Column::Role(role) => role_of(&mut self.players, bulk, draft, name, role, cell).map_err(in_cell)?,
                Column::Start => {
                    start = Some(cell.parse::<PartialDate>().map_err(in_cell)?);
                    draft
                }
                Column::End => {
                    end = Some(cell.parse::<PartialDate>().map_err(in_cell)?);
                    draft
                }
                Column::Source => {
                    source = Some(cell);
                    draft
                }
                Column::Quote => {
                    quote = Some(cell);
                    draft
                }
                _ => draft,
            };
        }
        if start.is_some() || end.is_some() {
            let bound = |date: Option<PartialDate>| date.map_or(Bound::Unknown, Bound::Date);
            draft = draft.between(bound(start), bound(end));
        }
        draft = match (source, quote) {
            (Some(source), Some(quote)) => draft.cite(source, Quote::new(quote)),
            (Some(source), None) => draft.source(source),
            (None, None) => draft,
            (None, Some(_)) => {
                let Position { line, column } = row.position(0);
                let why = "a quote without a source; expected the key of a source";
                return Err(Error::new(ErrorKind::InvalidClaim, why).at_position(line, column));
            }
        };
        bulk.assert(draft).map(drop).map_err(|error| {
            let Position { line, column } = row.position(0);
            error.at_position(line, column)
        })
    }
}

/// Gives a draft the player of a role.
fn role_of<R: RelationTerm<Subject = Any, Object = Any>>(
    players: &mut Finder<'_>,
    bulk: &mut Bulk<'_>,
    draft: Draft<R>,
    relation: &str,
    role: &str,
    cell: &str,
) -> Result<Draft<R>, Error> {
    let schema = bulk.schema();
    let def = schema.relation(relation).ok().map(|name| schema.relation_def(name.id()));
    let player = def.and_then(|def| def.roles.iter().find(|used| used.role == role)).map(|used| used.player.as_str());
    if player.is_some_and(is_text) {
        return Ok(draft.with(role, cell));
    }
    Ok(draft.with(role, players.find(bulk, cell)?))
}

/// Whether a range has values or facts, and not entities.
fn is_text(range: &str) -> bool {
    range == "statement" || ValueType::ALL.iter().any(|value| value.name() == range)
}

fn known_as(bulk: &Bulk<'_>, name: &str) -> Result<Known, Error> {
    let schema = bulk.schema();
    match schema.relation(name) {
        Ok(found) => {
            let def = schema.relation_def(found.id());
            let (subject, object) =
                if found.is_inverse() { (&def.object, &def.subject) } else { (&def.subject, &def.object) };
            Ok(Known { name: Some(found), subject_is_text: is_text(subject), object_is_text: is_text(object) })
        }
        Err(error) if schema.is_open() && error.kind() == ErrorKind::UnknownRelation => {
            Ok(Known { name: None, subject_is_text: false, object_is_text: false })
        }
        Err(error) => Err(error),
    }
}
