//! Rows: the selected values of each match, and how true it is.

use std::fmt;

use super::{
    join::NONE,
    pattern::{Over, Slot},
    selectable::Selectable,
};
use crate::{
    model::FactId,
    time::Truth,
    view::{FactRef, NodeRef, View},
};

/// A number of matches or rows, by how true they are.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Count {
    /// How many are certain.
    pub certain: u64,
    /// How many are possible but not certain.
    pub possible: u64,
    /// How many include a fact that is denied or cancelled, if the view shows such facts.
    pub denied: u64,
}

impl Count {
    /// The sum of the three.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.certain.saturating_add(self.possible).saturating_add(self.denied)
    }

    pub(crate) fn add(&mut self, truth: Truth) {
        self.add_many(truth, 1);
    }

    pub(crate) fn add_many(&mut self, truth: Truth, rows: u64) {
        *match truth {
            Truth::Yes => &mut self.certain,
            Truth::Possibly => &mut self.possible,
            Truth::No => &mut self.denied,
        } += rows;
    }
}

/// Prints as `3 certain, 1 possible`, followed by the number of denied ones if there are any.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} certain, {} possible", self.certain, self.possible)?;
        if self.denied > 0 { write!(f, ", {} denied", self.denied) } else { Ok(()) }
    }
}

/// One value of a row.
#[non_exhaustive]
#[derive(Clone, Copy, Debug)]
pub enum Cell<'g> {
    /// An entity, a value, or the node of a fact that another fact refers to.
    Node(NodeRef<'g>),
    /// A fact.
    Fact(FactRef<'g>),
    /// No value: the optional part that would give one has no match.
    Missing,
}

/// The name of an entity, the text of a value, the fact in the notation, or `-` for no value.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => node.fmt(f),
            Self::Fact(fact) => fact.fmt(f),
            Self::Missing => f.write_str("-"),
        }
    }
}

/// The rows that a query found.
#[derive(Clone, Debug)]
pub struct Rows<'g, C> {
    pub(super) view: View<'g>,
    pub(super) columns: C,
    pub(super) selected: Vec<Selected>,
    pub(super) cells: Vec<u32>,
    pub(super) truths: Vec<Truth>,
}

/// A column that is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Selected {
    pub(super) slot: Slot,
    pub(super) over: Over,
}

impl<'g, C: Selectable> Rows<'g, C> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.truths.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.truths.is_empty()
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_, 'g, C>> {
        (0..self.len()).map(|at| Row { rows: self, at })
    }

    /// The rows that are certain.
    pub fn certain(&self) -> impl Iterator<Item = Row<'_, 'g, C>> {
        self.iter().filter(|row| row.truth().is_yes())
    }

    /// The rows that are possible but not certain.
    pub fn possible(&self) -> impl Iterator<Item = Row<'_, 'g, C>> {
        self.iter().filter(|row| row.truth() == Truth::Possibly)
    }

    /// The values of each row, in the form in which they were selected.
    pub fn values(&self) -> impl Iterator<Item = C::Values<'g>> {
        self.iter().map(|row| row.values())
    }

    /// The number of rows, by how true they are.
    #[must_use]
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        self.truths.iter().for_each(|truth| count.add(*truth));
        count
    }

    pub(super) fn row(&self, at: usize) -> &[u32] {
        let width = self.selected.len();
        self.cells.get(at * width..(at + 1) * width).unwrap_or_default()
    }
}

/// One line for each row.
impl<C: Selectable> fmt::Display for Rows<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

/// One row: the selected values of a match.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'g, C> {
    rows: &'r Rows<'g, C>,
    at: usize,
}

impl<'g, C: Selectable> Row<'_, 'g, C> {
    /// How true the row is: the least of the truths of its facts and conditions.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.rows.truths.get(self.at).copied().unwrap_or(Truth::No)
    }

    /// Its values, in the form in which they were selected.
    #[must_use]
    pub fn values(&self) -> C::Values<'g> {
        self.rows.columns.read(&self.rows.view, &mut self.rows.row(self.at).iter().copied())
    }

    /// Its values, one by one and without their types.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'g>> {
        let view = &self.rows.view;
        self.rows
            .row(self.at)
            .iter()
            .zip(&self.rows.selected)
            .map(|(value, selected)| cell(view, selected.over, *value))
    }
}

/// Prints as `possibly: Kistafin, Kazakhstan`.
impl<C: Selectable> fmt::Display for Row<'_, '_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_row(f, self.truth(), self.cells())
    }
}

/// Prints a row: how true it is, and its values.
pub(crate) fn print_row(
    f: &mut fmt::Formatter<'_>,
    truth: Truth,
    cells: impl Iterator<Item = impl fmt::Display>,
) -> fmt::Result {
    f.write_str(match truth {
        Truth::Yes => "certainly: ",
        Truth::Possibly => "possibly: ",
        Truth::No => "denied: ",
    })?;
    cells.enumerate().try_for_each(|(at, cell)| write!(f, "{}{cell}", if at > 0 { ", " } else { "" }))
}

pub(super) fn cell<'g>(view: &View<'g>, over: Over, value: u32) -> Cell<'g> {
    match over {
        _ if value == NONE => Cell::Missing,
        Over::Nodes(_) => Cell::Node(NodeRef::new(view.graph(), value)),
        Over::Facts(_) => Cell::Fact(fact(view, value)),
    }
}

/// The fact of a cell, with the truth that it has in the view.
pub(super) fn fact<'g, R>(view: &View<'g>, value: u32) -> FactRef<'g, R> {
    let id = FactId::new(value);
    view.fact_ref(id, view.filter().ask(view.graph(), id).unwrap_or(Truth::No))
}
