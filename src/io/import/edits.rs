//! Edits as a reader gives them: each with its position in the file.

use std::collections::BTreeMap;

use super::places::Places;
use crate::{
    error::{Error, Position},
    graph::Edit,
    model::Fact,
};

/// An edit, and where in a file it was read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Placed {
    /// The edit.
    pub edit: Edit,
    /// The line and column where its record begins; `None` if the format has no lines.
    pub position: Option<Position>,
}

impl Placed {
    /// An edit that was read at a line and column.
    #[must_use]
    pub const fn at(edit: Edit, position: Option<Position>) -> Self {
        Self { edit, position }
    }

    /// An error that this edit met, with its position.
    pub(super) fn located(&self, error: Error) -> Error {
        located(error, self.position)
    }
}

impl From<Edit> for Placed {
    fn from(edit: Edit) -> Self {
        Self { edit, position: None }
    }
}

/// An error with a position, unless it has one already.
fn located(error: Error, position: Option<Position>) -> Error {
    match position {
        Some(Position { line, column }) => error.at_position(line, column),
        None => error,
    }
}

/// What an [`Import`](super::Import) takes: edits, edits with positions, and the results of a reader.
pub trait IntoEdit {
    /// The edit, or the error that the reader found in its place.
    ///
    /// # Errors
    /// What the reader found.
    fn into_edit(self) -> Result<Placed, Error>;
}

impl IntoEdit for Edit {
    fn into_edit(self) -> Result<Placed, Error> {
        Ok(self.into())
    }
}

impl IntoEdit for Placed {
    fn into_edit(self) -> Result<Placed, Error> {
        Ok(self)
    }
}

impl<T: IntoEdit> IntoEdit for Result<T, Error> {
    fn into_edit(self) -> Result<Placed, Error> {
        self.and_then(IntoEdit::into_edit)
    }
}

/// What a reader made of a file: edits with their positions, the errors of records that could not be read, and an
/// account of what was not read. An [`Import`](super::Import) applies the edits.
///
/// A reader of a new format builds it record by record. Edits refer to facts by key, or by place in the file: `#3` is
/// the fourth fact of the file. A fact that could not be read keeps its place, so that `#3` always means the same fact
/// as in the file. An edit that refers to an unreadable fact becomes an error itself.
///
/// ```
/// use chancery::{Edit, Entity, Error, ErrorKind, Fact, KnowledgeGraph, Schema};
/// use chancery::io::{Edits, Import};
///
/// let mut edits = Edits::new();
/// edits.push(Edit::AddEntity(Entity::new("a", "thing", "A")), None);
/// edits.push_bad_fact(Error::new(ErrorKind::Syntax, "`a borders` has no object").at_position(2, 1), None);
/// edits.push(Edit::Assert(Fact::new("a", "borders", "a")), None);
/// edits.push(Edit::Retract { fact: "#1".into(), why: "not its own neighbor".into() }, None);
/// edits.push(Edit::Retract { fact: "#0".into(), why: String::new() }, None);
/// edits.note_unread("color");
///
/// assert_eq!(edits.unread().collect::<Vec<_>>(), [("color", 1)]);
/// let mut kg = KnowledgeGraph::new(Schema::new().open());
/// let done = Import::new().apply_each(&mut kg, edits);
/// assert_eq!((done.added.facts, done.added.changes, done.rejected.len()), (1, 1, 2));
/// assert!(done.rejected[1].reason().to_string().contains("`#0`"));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "edits change nothing until an `Import` applies them"]
pub struct Edits {
    /// In boxes: an error is much smaller than an edit, and the list grows by copies of itself.
    list: Vec<Boxed>,
    places: Places,
    unread: BTreeMap<String, u64>,
}

impl Edits {
    /// No edits yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an edit that was read at a line and column, where the format has lines. A fact takes the next place.
    pub fn push(&mut self, edit: Edit, position: Option<Position>) {
        let edit = self.places.edit(edit);
        self.add(edit, position);
    }

    fn add(&mut self, edit: Result<Edit, Error>, position: Option<Position>) {
        let placed = edit.map(|edit| Box::new(Placed::at(edit, position)));
        self.list.push(placed.map_err(|error| located(error, position)));
    }

    /// Adds a fact that has no place of its own in the file, such as an attribute of an entity.
    pub fn push_unplaced(&mut self, fact: Fact, position: Option<Position>) {
        self.push_unplaced_fact(fact, position);
    }

    /// As [`push_unplaced`](Self::push_unplaced). Returns the place of the fact among those that were read, by which
    /// [`push_about_unplaced`](Self::push_about_unplaced) refers to it; `None` if it could not be read.
    pub(in crate::io) fn push_unplaced_fact(&mut self, mut fact: Fact, position: Option<Position>) -> Option<u32> {
        let named = self.places.fact(&mut fact).map(|()| self.places.added());
        let read = named.as_ref().ok().copied();
        self.add(named.map(|_| Edit::Assert(fact)), position);
        read
    }

    /// Adds the retraction or resolution of a fact that has no place in the file.
    pub(in crate::io) fn push_about_unplaced(&mut self, read: u32, edit: Edit, position: Option<Position>) {
        let edit = self.places.about_unplaced(read, edit);
        self.add(edit, position);
    }

    /// Adds the error of a record that is not a fact.
    pub fn push_error(&mut self, error: Error, position: Option<Position>) {
        self.list.push(Err(located(error, position)));
    }

    /// Adds the error of a fact that could not be read. It takes the next place, to which no edit can refer.
    pub fn push_bad_fact(&mut self, error: Error, position: Option<Position>) {
        self.places.missed();
        self.push_error(error, position);
    }

    /// Counts something of the file that is not read, such as a column, under its name.
    pub fn note_unread(&mut self, name: impl Into<String>) {
        *self.unread.entry(name.into()).or_default() += 1;
    }

    /// Adds an edit about a resource, which errors name.
    #[cfg(feature = "rdf")]
    pub(in crate::io) fn push_of(&mut self, resource: &str, edit: Edit) {
        let edit = self.places.edit(edit).map_err(|error| error.at(resource));
        self.add(edit, None);
    }

    #[cfg(any(feature = "rdf", feature = "graphml"))]
    pub(in crate::io) fn note_unread_many(&mut self, name: &str, count: u64) {
        if count > 0 {
            *self.unread.entry(name.to_owned()).or_default() += count;
        }
    }

    /// The name by which an edit refers to the next fact: `#` and its place.
    #[must_use]
    pub fn next_place(&self) -> String {
        format!("#{}", self.places.len())
    }

    /// What the file has that was not read: the names of columns, attributes or properties without a meaning here, each
    /// with the number of records that have it.
    #[must_use]
    pub fn unread(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.unread.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// The number of records: edits and errors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the file has no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

type Boxed = Result<Box<Placed>, Error>;

impl IntoIterator for Edits {
    type Item = Result<Placed, Error>;
    type IntoIter = std::iter::Map<std::vec::IntoIter<Boxed>, fn(Boxed) -> Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter().map(|edit| edit.map(|placed| *placed))
    }
}
