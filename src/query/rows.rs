//! Answers: rows of values, each with how true it is.

use std::fmt;

use super::{
    columns::Columns,
    join::NONE,
    pattern::{Over, Slot},
};
use crate::{
    model::FactId,
    time::Truth,
    view::{FactRef, NodeRef, View},
};

/// How many matches there are: certain ones apart from possible ones.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Count {
    /// Matches that are certain.
    pub certain: u64,
    /// Matches that are possible and not certain.
    pub possible: u64,
    /// Matches with a fact that is told as denied or cancelled, where the view lets such facts through.
    pub denied: u64,
}

impl Count {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.certain.saturating_add(self.possible).saturating_add(self.denied)
    }

    pub(super) fn add(&mut self, truth: Truth) {
        *match truth {
            Truth::Yes => &mut self.certain,
            Truth::Possibly => &mut self.possible,
            Truth::No => &mut self.denied,
        } += 1;
    }
}

/// `3 certain, 1 possible`; what is denied is told if there is any.
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
    /// An entity, a value, or a fact that something refers to.
    Node(NodeRef<'g>),
    /// A fact.
    Fact(FactRef<'g>),
    /// An optional part gave it no value.
    Missing,
}

/// The name of an entity, the text of a value, the line of a fact, or `-`.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(node) => node.fmt(f),
            Self::Fact(fact) => fact.fmt(f),
            Self::Missing => f.write_str("-"),
        }
    }
}

/// The rows that answer a query. All of them lie in one table of numbers.
#[derive(Clone, Debug)]
pub struct Rows<'g, C> {
    pub(super) view: View<'g>,
    pub(super) columns: C,
    pub(super) shown: Vec<Shown>,
    pub(super) cells: Vec<u32>,
    pub(super) truths: Vec<Truth>,
}

/// A column that is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) slot: Slot,
    pub(super) over: Over,
}

impl<'g, C: Columns> Rows<'g, C> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.truths.len()
    }

    /// Whether there is none.
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

    /// The rows that are possible and not certain.
    pub fn possible(&self) -> impl Iterator<Item = Row<'_, 'g, C>> {
        self.iter().filter(|row| row.truth() == Truth::Possibly)
    }

    /// The values of each row, as they were selected.
    pub fn values(&self) -> impl Iterator<Item = C::Values<'g>> {
        self.iter().map(|row| row.values())
    }

    /// How many rows are certain and how many possible.
    #[must_use]
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        self.truths.iter().for_each(|truth| count.add(*truth));
        count
    }

    pub(super) fn row(&self, at: usize) -> &[u32] {
        let width = self.shown.len();
        self.cells.get(at * width..(at + 1) * width).unwrap_or_default()
    }
}

/// A line a row.
impl<C: Columns> fmt::Display for Rows<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'g, C> {
    rows: &'r Rows<'g, C>,
    at: usize,
}

impl<'g, C: Columns> Row<'_, 'g, C> {
    /// How true the row is: as true as all that it rests on.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.rows.truths.get(self.at).copied().unwrap_or(Truth::No)
    }

    /// Its values, as they were selected.
    #[must_use]
    pub fn values(&self) -> C::Values<'g> {
        self.rows.columns.read(&self.rows.view, &mut self.rows.row(self.at).iter().copied())
    }

    /// Its values, whatever they are.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'g>> {
        let view = &self.rows.view;
        self.rows.row(self.at).iter().zip(&self.rows.shown).map(|(value, shown)| cell(view, shown.over, *value))
    }
}

/// `possibly: Kistafin, Kazakhstan`
impl<C: Columns> fmt::Display for Row<'_, '_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.truth() {
            Truth::Yes => "certainly: ",
            Truth::Possibly => "possibly: ",
            Truth::No => "denied: ",
        })?;
        self.cells().enumerate().try_for_each(|(at, cell)| write!(f, "{}{cell}", if at > 0 { ", " } else { "" }))
    }
}

pub(super) fn cell<'g>(view: &View<'g>, over: Over, value: u32) -> Cell<'g> {
    match over {
        _ if value == NONE => Cell::Missing,
        Over::Nodes(_) => Cell::Node(NodeRef::new(view.graph(), value)),
        Over::Facts(_) => Cell::Fact(fact(view, value)),
    }
}

/// A fact of a row, as true as the view shows it.
pub(super) fn fact<'g, R>(view: &View<'g>, value: u32) -> FactRef<'g, R> {
    let id = FactId::new(value);
    view.fact_ref(id, view.filter().ask(view.graph(), id).unwrap_or(Truth::No))
}
