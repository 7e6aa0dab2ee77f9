//! The rows of an answer.

use std::fmt;

use super::{
    evaluate::number_text,
    value::{PathVal, Val},
};
use crate::{
    error::shown::Shown,
    model::FactId,
    query::{Count, print_row},
    time::{PartialDate, Truth},
    view::{FactRef, NodeRef, View},
};

/// The rows that a query found: what [`Statement::rows`](super::Statement::rows) returns.
#[derive(Clone, Debug)]
pub struct Rows<'g> {
    view: View<'g>,
    columns: Vec<String>,
    all: Vec<(Box<[Val]>, Truth)>,
}

/// One row: the values of the columns, and how true it is.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'g> {
    rows: &'r Rows<'g>,
    at: usize,
}

/// A value of a row.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub enum Cell<'g> {
    /// No value.
    Null,
    /// True, false, or possibly true.
    YesNo(Truth),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A date, as precise as it is known.
    Date(PartialDate),
    /// An entity.
    Node(NodeRef<'g>),
    /// A fact.
    Fact(FactRef<'g>),
    /// A list.
    List(Vec<Self>),
    /// Values by name.
    Map(Vec<(String, Self)>),
    /// A path.
    Path(Path<'g>),
}

/// A path: nodes, and the facts between each and the next.
#[derive(Clone, Debug)]
pub struct Path<'g> {
    nodes: Vec<NodeRef<'g>>,
    facts: Vec<FactRef<'g>>,
}

impl<'g> Path<'g> {
    /// The nodes, one more than facts.
    #[must_use]
    pub fn nodes(&self) -> &[NodeRef<'g>] {
        &self.nodes
    }

    /// The facts, in the order of the path.
    #[must_use]
    pub fn facts(&self) -> &[FactRef<'g>] {
        &self.facts
    }
}

impl<'g> Rows<'g> {
    pub(super) const fn new(view: View<'g>, columns: Vec<String>, all: Vec<(Box<[Val]>, Truth)>) -> Self {
        Self { view, columns, all }
    }

    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_, 'g>> {
        (0..self.len()).map(|at| Row { rows: self, at })
    }

    /// The rows that are certain.
    pub fn certain(&self) -> impl Iterator<Item = Row<'_, 'g>> {
        self.iter().filter(|row| row.truth().is_yes())
    }

    /// The rows that are possible but not certain.
    pub fn possible(&self) -> impl Iterator<Item = Row<'_, 'g>> {
        self.iter().filter(|row| row.truth() == Truth::Possibly)
    }

    /// The number of rows, by how true they are.
    #[must_use]
    pub fn count(&self) -> Count {
        let mut count = Count::default();
        self.all.iter().for_each(|(_, truth)| count.add(*truth));
        count
    }
}

/// One line for each row.
impl fmt::Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

impl<'r, 'g> Row<'r, 'g> {
    /// How true the row is: the least of the truths of its facts and conditions.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.rows.all.get(self.at).map_or(Truth::No, |(_, truth)| *truth)
    }

    /// The values, in the order of the columns.
    #[must_use]
    pub fn cells(&self) -> impl ExactSizeIterator<Item = Cell<'g>> + use<'r, 'g> {
        let rows = self.rows;
        let cells = rows.all.get(self.at).map_or(&[] as &[Val], |(cells, _)| cells);
        cells.iter().map(|value| cell(&rows.view, value))
    }

    /// The value of a column. `None` if there is no column of this name.
    #[must_use]
    pub fn get(&self, column: &str) -> Option<Cell<'g>> {
        let place = self.rows.columns.iter().position(|name| name == column)?;
        self.cells().nth(place)
    }
}

/// Prints as `possibly: Kistafin, Kazakhstan`.
impl fmt::Display for Row<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print_row(f, self.truth(), self.cells())
    }
}

fn cell<'g>(view: &View<'g>, value: &Val) -> Cell<'g> {
    match value {
        Val::Null => Cell::Null,
        Val::Bool(truth) => Cell::YesNo(*truth),
        Val::Int(number) => Cell::Integer(*number),
        Val::Float(number) => Cell::Float(*number),
        Val::Text(text) => Cell::Text(text.to_string()),
        Val::Date(date) => Cell::Date(*date),
        Val::Node(node) => Cell::Node(NodeRef::new(view.graph(), *node)),
        Val::Fact(fact) => Cell::Fact(fact_ref(view, *fact)),
        Val::List(items) => Cell::List(items.iter().map(|item| cell(view, item)).collect()),
        Val::Map(entries) => {
            Cell::Map(entries.iter().map(|(key, value)| (key.to_string(), cell(view, value))).collect())
        }
        Val::Path(path) => Cell::Path(path_of(view, path)),
    }
}

fn path_of<'g>(view: &View<'g>, path: &PathVal) -> Path<'g> {
    Path {
        nodes: path.nodes.iter().map(|node| NodeRef::new(view.graph(), *node)).collect(),
        facts: path.facts.iter().map(|fact| fact_ref(view, *fact)).collect(),
    }
}

/// A fact, with the truth that it has in the view.
fn fact_ref<'g>(view: &View<'g>, fact: u32) -> FactRef<'g> {
    let id = FactId::new(fact);
    view.fact_ref(id, view.filter().ask(view.graph(), id).unwrap_or(Truth::No))
}

/// The text of a value for an error.
pub(super) fn found(view: &View<'_>, value: &Val) -> String {
    cell(view, value).to_string()
}

/// The name of an entity, a fact in the notation, a text as it is, `[…]` and `{…}` for lists and maps, `null` for no
/// value. Texts within lists and maps have quotes.
impl fmt::Display for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = |cell: &Self, f: &mut fmt::Formatter<'_>| match cell {
            Self::Text(text) => write!(f, "'{}'", Shown(text)),
            other => other.fmt(f),
        };
        match self {
            Self::Null => f.write_str("null"),
            Self::YesNo(Truth::Yes) => f.write_str("true"),
            Self::YesNo(Truth::No) => f.write_str("false"),
            Self::YesNo(Truth::Possibly) => f.write_str("possibly"),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => f.write_str(&number_text(&Val::Float(*number))),
            Self::Text(text) => Shown(text).fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Node(node) => node.fmt(f),
            Self::Fact(fact) => fact.fmt(f),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    f.write_str(if at > 0 { ", " } else { "" })?;
                    inner(item, f)?;
                }
                f.write_str("]")
            }
            Self::Map(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{}: ", if at > 0 { ", " } else { "" }, Shown(key))?;
                    inner(value, f)?;
                }
                f.write_str("}")
            }
            Self::Path(path) => path.fmt(f),
        }
    }
}

/// The facts of the path, one after the other; the name of the node, if there are none.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.facts.is_empty() {
            return self.nodes.first().map_or(Ok(()), |node| node.fmt(f));
        }
        self.facts.iter().enumerate().try_for_each(|(at, fact)| write!(f, "{}{fact}", if at > 0 { "; " } else { "" }))
    }
}
