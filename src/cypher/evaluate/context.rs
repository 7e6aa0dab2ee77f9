//! What an expression reads while it runs: the view, the parameters and a row.

use std::{fmt, ops::ControlFlow, sync::Arc};

use indexmap::IndexMap;

use super::{compare, scope::Scope};
use crate::{
    cypher::{ast, value::Val},
    error::{Error, ErrorKind},
    model::Value,
    tables::NodeKind,
    time::Truth,
    view::View,
};

/// Where the values of the columns are.
#[derive(Clone, Copy, Debug)]
pub(in crate::cypher) enum RowSource<'e> {
    Values(&'e [Val]),
    /// A row of numbers of nodes and facts. For each column its place in the row, and whether it is a fact. `u32::MAX` is
    /// null.
    Slots {
        row: &'e [u32],
        columns: &'e [(u16, bool)],
    },
}

/// The values of parameters by name.
pub(in crate::cypher) type Parameters = IndexMap<String, Val>;

/// What an expression reads while it runs, and how true what it read is.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Context<'e, 'g> {
    pub(in crate::cypher) view: &'e View<'g>,
    pub(in crate::cypher) parameters: &'e Arc<Parameters>,
    pub(in crate::cypher) row: RowSource<'e>,
    /// The values of the projected columns, for `ORDER BY`.
    pub(in crate::cypher) projected: &'e [Val],
    /// The values of the variables of comprehensions and the like, from the outside in.
    pub(super) locals: Vec<Val>,
    /// Lowered to possible when a value is read that rests on facts that are only possible.
    pub(in crate::cypher) truth: Truth,
    /// Whether possible matches were counted or listed.
    pub(super) counted: bool,
}

impl<'e, 'g> Context<'e, 'g> {
    pub(in crate::cypher) const fn new(
        view: &'e View<'g>,
        parameters: &'e Arc<Parameters>,
        row: RowSource<'e>,
    ) -> Self {
        Self { view, parameters, row, projected: &[], locals: Vec::new(), truth: Truth::Yes, counted: false }
    }

    /// Notes that what was read is no truer than this.
    pub(in crate::cypher) fn lower(&mut self, truth: Truth) {
        self.truth = self.truth.and(truth);
    }

    /// The value of a column. A node of a value is the value; a node of a fact is the fact.
    pub(super) fn column(&self, number: usize) -> Val {
        plain(self.view, self.raw_column(number))
    }

    /// The value of a column, with nodes as they are.
    pub(in crate::cypher) fn raw_column(&self, number: usize) -> Val {
        match self.row {
            RowSource::Values(values) => values.get(number).cloned().unwrap_or(Val::Null),
            RowSource::Slots { row, columns } => {
                let Some((slot, is_fact)) = columns.get(number) else { return Val::Null };
                match row.get(usize::from(*slot)) {
                    None | Some(&u32::MAX) => Val::Null,
                    Some(fact) if *is_fact => Val::Fact(*fact),
                    Some(node) => Val::Node(*node),
                }
            }
        }
    }
}

/// A value as operators see it: the value of a node of a value, the fact of a node of a fact, any other value as it is.
pub(in crate::cypher) fn plain(view: &View<'_>, value: Val) -> Val {
    let Val::Node(node) = value else { return value };
    let tables = view.graph().tables();
    match tables.node_kind(node) {
        Some(NodeKind::Fact(fact)) => Val::Fact(fact.index()),
        Some(NodeKind::Value(_)) => tables.value_of(node).map_or(Val::Null, of_value),
        _ => value,
    }
}

/// A value of the graph.
pub(in crate::cypher) fn of_value(value: &Value) -> Val {
    match value {
        Value::Text(text) | Value::Url(text) => Val::Text(Arc::from(text.as_str())),
        Value::Number(number) => number.as_i64().map_or_else(|| Val::Float(number.as_f64()), Val::Int),
        Value::Date(date) => Val::Date(*date),
        Value::YesNo(yes) => Val::Bool((*yes).into()),
    }
}

/// Compiles the patterns that stand in expressions.
pub(in crate::cypher) trait Patterns {
    /// What `EXISTS` and `COUNT` ask of.
    ///
    /// # Errors
    /// If the pattern is not valid in this scope.
    fn subquery(&self, subquery: &ast::Subquery, scope: &Scope) -> Result<Arc<dyn Subquery>, Error>;

    /// A pattern with a condition, and the scope of its rows: the outer columns, then those that the pattern adds.
    ///
    /// # Errors
    /// If the pattern is not valid in this scope.
    fn path(
        &self,
        path: &ast::Path,
        condition: Option<&ast::Expr>,
        scope: &Scope,
    ) -> Result<(Arc<dyn Subquery>, Scope), Error>;
}

/// What is called with each match.
pub(in crate::cypher) type Visit<'v> = dyn FnMut(&[Val], Truth) -> Result<ControlFlow<()>, Error> + 'v;

/// A compiled pattern within an expression.
pub(in crate::cypher) trait Subquery: Send + Sync + fmt::Debug {
    /// Calls with the full row of each match, the outer columns first, and its truth, until the call breaks.
    ///
    /// # Errors
    /// Those of the conditions in it, and those of the call.
    fn each(&self, cx: &mut Context<'_, '_>, visit: &mut Visit<'_>) -> Result<(), Error>;
}

/// A list or map may hold so many values, those of inner lists and maps included.
const MOST: usize = if cfg!(test) { 200_000 } else { 10_000_000 };
/// Lists and maps may be nested so deep.
const DEEPEST: usize = 100;
/// A text may have so many bytes.
const LONGEST: usize = if cfg!(test) { 1 << 22 } else { 1 << 26 };

/// Builds a list, and refuses one that takes too much memory.
#[derive(Clone, Debug, Default)]
pub(in crate::cypher) struct ListBuilder {
    items: Vec<Val>,
    size: usize,
}

impl ListBuilder {
    /// Adds a value.
    ///
    /// # Errors
    /// [`ErrorKind::Full`] if the list would hold too many values or be nested too deep.
    pub(in crate::cypher) fn push(&mut self, value: Val) -> Result<(), Error> {
        self.size = size(&value, DEEPEST - 1, self.size)?;
        self.items.push(value);
        Ok(())
    }

    pub(in crate::cypher) fn finish(self) -> Val {
        Val::List(self.items.into())
    }

    pub(in crate::cypher) fn items(self) -> Vec<Val> {
        self.items
    }
}

/// A list of values, if it does not take too much memory.
pub(in crate::cypher) fn list(items: impl IntoIterator<Item = Val>) -> Result<Val, Error> {
    let mut list = ListBuilder::default();
    items.into_iter().try_for_each(|item| list.push(item))?;
    Ok(list.finish())
}

/// A map, if it does not take too much memory. Of two entries with the same key, the last counts.
pub(in crate::cypher) fn map(entries: impl IntoIterator<Item = (Arc<str>, Val)>) -> Result<Val, Error> {
    let (mut map, mut total) = (IndexMap::<Arc<str>, Val>::new(), 0);
    for (key, value) in entries {
        total = size(&value, DEEPEST - 1, total)?;
        map.insert(key, value);
    }
    Ok(Val::Map(map.into_iter().collect()))
}

/// Checks a value from outside, such as a parameter.
///
/// # Errors
/// [`ErrorKind::Full`] if it holds too many values or is nested too deep.
pub(in crate::cypher) fn check_size(value: &Val) -> Result<(), Error> {
    size(value, DEEPEST, 0).map(drop)
}

/// The number of values in a value, added to those before it. A long text counts as several.
fn size(value: &Val, deepest: usize, before: usize) -> Result<usize, Error> {
    let inner = || {
        let why = format!("lists and maps are nested too deep; at most {DEEPEST} are allowed");
        deepest.checked_sub(1).ok_or_else(|| Error::new(ErrorKind::Full, why))
    };
    let total = match value {
        Val::List(items) => {
            let inner = inner()?;
            items.iter().try_fold(before, |before, item| size(item, inner, before))?
        }
        Val::Map(entries) => {
            let inner = inner()?;
            entries.iter().try_fold(before, |before, (_, value)| size(value, inner, before))?
        }
        Val::Text(text) => before.saturating_add(text.len() / 32),
        Val::Path(path) => before.saturating_add(path.nodes.len()),
        _ => before,
    }
    .saturating_add(1);
    if total > MOST {
        return Err(too_many());
    }
    Ok(total)
}

/// The error for a list that would be too long.
pub(super) fn too_many() -> Error {
    Error::new(ErrorKind::Full, format!("a list would hold too many values; at most {MOST} are allowed"))
}

/// Checks the length of a list before it is made.
pub(super) fn check_count(count: u128) -> Result<(), Error> {
    if count > MOST as u128 { Err(too_many()) } else { Ok(()) }
}

/// Checks the length of a text before it is made.
pub(super) fn check_text(bytes: usize) -> Result<(), Error> {
    if bytes <= LONGEST {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Full, format!("a text would have {bytes} bytes; at most {LONGEST} are allowed")))
}

/// The values in the order of their first places, each once.
pub(super) fn distinct(values: Vec<Val>) -> Vec<Val> {
    if values.len() < 2 {
        return values;
    }
    let set: indexmap::IndexSet<compare::Grouped> = values.into_iter().map(compare::Grouped).collect();
    set.into_iter().map(|grouped| grouped.0).collect()
}
