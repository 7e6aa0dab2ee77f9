//! Nodes and edges as a format has them, before they mean anything.

use std::sync::Arc;

use crate::{
    error::{Error, Position},
    io::columns::Column,
    model::Claim,
};

/// A cell, attribute or member: its name, its text, and where it stands if that is not where its record begins.
#[derive(Clone, Debug)]
pub(crate) struct RawCell {
    pub(crate) name: Arc<str>,
    pub(crate) text: String,
    pub(crate) at: Option<Position>,
}

#[cfg(any(feature = "graphml", feature = "json"))]
impl RawCell {
    pub(crate) fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), at: None }
    }
}

/// A node as a format has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawNode {
    pub(crate) id: String,
    /// Whether the id is the place of the node, as the file has no ids.
    pub(crate) placed: bool,
    pub(crate) cells: Vec<RawCell>,
    pub(crate) at: Option<Position>,
}

/// An edge as a format has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawEdge {
    /// The id of the edge, where the format has one.
    pub(crate) id: Option<String>,
    pub(crate) source: RawEnd,
    pub(crate) target: RawEnd,
    /// What else stands at the place of the target: each is the object of a fact like it.
    pub(crate) further: Vec<RawEnd>,
    pub(crate) cells: Vec<RawCell>,
    /// Dates that several cells give.
    pub(crate) dates: Vec<RawDate>,
    /// Claims that the format has in a form of its own.
    pub(crate) claims: Vec<Claim>,
    pub(crate) at: Option<Position>,
}

/// A date that several cells give.
#[derive(Clone, Debug)]
pub(crate) struct RawDate {
    pub(crate) column: Column,
    /// The name of its first column.
    pub(crate) name: String,
    /// `None` if all cells are empty.
    pub(crate) date: Result<Option<String>, Error>,
    pub(crate) at: Option<Position>,
}

/// An end of an edge.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawEnd {
    pub(crate) text: String,
    /// What it is, where the format says so: `entity`, `fact` or the type of a value.
    pub(crate) what: Option<String>,
    pub(crate) at: Option<Position>,
}

impl From<String> for RawEnd {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}
