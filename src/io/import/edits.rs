//! Edits as a reader gives them: each with its place in the file.

use std::collections::BTreeMap;

use crate::{
    error::{Error, Position},
    graph::Edit,
};

/// An edit, and where in a file it stands.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Placed {
    /// The edit.
    pub edit: Edit,
    /// Line and column where its record begins, where the format has lines.
    pub position: Option<Position>,
}

impl Placed {
    /// An edit that stands at a line and column.
    #[must_use]
    pub const fn at(edit: Edit, position: Option<Position>) -> Self {
        Self { edit, position }
    }

    /// An error that this edit met, with its place.
    pub(super) fn told(&self, error: Error) -> Error {
        match self.position {
            Some(Position { line, column }) => error.at_position(line, column),
            None => error,
        }
    }
}

impl From<Edit> for Placed {
    fn from(edit: Edit) -> Self {
        Self { edit, position: None }
    }
}

/// What an [`Import`](super::Import) takes: edits, edits with their places, and those of a reader, which may be errors.
pub trait IntoEdit {
    /// The edit, or the error that the reader met in its place.
    ///
    /// # Errors
    /// What the reader met.
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

/// What a reader made of a file: edits, each with its place, or the fault that stood there; and what it did not read.
#[derive(Clone, Debug, Default)]
#[must_use = "edits are nothing until an `Import` makes them"]
pub struct Edits {
    list: Vec<Result<Placed, Error>>,
    unread: BTreeMap<String, u64>,
}

impl Edits {
    #[cfg_attr(not(any(feature = "json", feature = "csv", feature = "graphml", feature = "rdf")), allow(dead_code))]
    pub(crate) const fn new(list: Vec<Result<Placed, Error>>, unread: BTreeMap<String, u64>) -> Self {
        Self { list, unread }
    }

    /// What stands in the file and was not read: the names of columns, attributes or properties that mean nothing here, and
    /// how often each has a text.
    #[must_use]
    pub fn unread(&self) -> impl ExactSizeIterator<Item = (&str, u64)> {
        self.unread.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// How many records there are, faults among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl IntoIterator for Edits {
    type Item = Result<Placed, Error>;
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
