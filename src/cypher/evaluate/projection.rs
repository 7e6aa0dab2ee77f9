//! Projections: the columns of `WITH` and `RETURN`, their groups, and the keys of `ORDER BY`.
//!
//! If an item has an aggregate, the items without one are the keys of the groups. In an item with an aggregate, all that
//! stands outside of the aggregate is a constant, a parameter, or a variable or property that is a key itself.

use std::cell::RefCell;

use super::{
    aggregates::{Aggregate, AggregateCode},
    code::{Code, wrong},
    compile::{Checking, Compiler, Grouping},
    scope::{Scope, Type},
};
use crate::{
    cypher::{
        ast::{At, Expr, ExprKind, Projection},
        names::place,
        walk::{children, same},
    },
    error::{Error, shown::as_found},
};

/// A compiled projection.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Projected {
    /// Whether rows are grouped.
    pub(in crate::cypher) is_aggregated: bool,
    /// The keys of the groups, over the columns of the input. Empty if rows are not grouped, or are one group.
    pub(in crate::cypher) keys: Vec<Code>,
    /// Over the columns of the input.
    pub(in crate::cypher) aggregates: Vec<AggregateCode>,
    /// The columns, with their names: over the keys and then the aggregates if rows are grouped, else over the input.
    pub(in crate::cypher) outputs: Vec<(String, Code)>,
    /// The keys of `ORDER BY`, and whether each is descending: over the same row as the outputs, with the outputs in
    /// [`Context::projected`](super::context::Context).
    pub(in crate::cypher) order: Vec<(Code, bool)>,
}

impl Projected {
    /// The scope of what follows.
    pub(in crate::cypher) fn scope(&self) -> Scope {
        let mut scope = Scope::new();
        for (name, code) in &self.outputs {
            scope.add(name.as_str(), code.type_of());
        }
        scope
    }
}

/// Whether an aggregate stands in an expression.
pub(super) fn has_aggregate(expr: &Expr) -> bool {
    aggregate_in(expr).is_some()
}

/// The place of the first aggregate in an expression.
pub(super) fn aggregate_in(expr: &Expr) -> Option<At> {
    match &expr.kind {
        ExprKind::CountAll => Some(expr.at),
        ExprKind::Call { name, .. } if Aggregate::find(&name.text).is_some() => Some(expr.at),
        _ => children(expr).into_iter().find_map(aggregate_in),
    }
}

/// Compiles a projection. `*` is all columns of the scope.
///
/// # Errors
/// [`ErrorKind::InvalidQuery`](crate::ErrorKind::InvalidQuery) if an expression is not valid, two columns have one name,
/// or an item with an aggregate uses what is no key. At line and column.
pub(in crate::cypher) fn compile_projection(
    projection: &Projection,
    scope: &Scope,
    cx: &Checking<'_>,
) -> Result<Projected, Error> {
    let mut items: Vec<(String, Expr)> = Vec::new();
    if projection.all {
        let all = scope.columns().map(|(name, _)| name);
        items.extend(all.map(|name| (name.to_owned(), Expr { at: 0, kind: ExprKind::Variable(name.to_owned()) })));
    }
    for item in &projection.items {
        if items.iter().any(|(name, _)| *name == item.name.text) {
            let why = format!("two columns have the name `{}`; name one with `AS`", as_found(&item.name.text));
            return Err(place(wrong(why), cx.text, item.name.at));
        }
        items.push((item.name.text.clone(), item.expr.clone()));
    }
    let is_aggregated = items.iter().any(|(_, expr)| has_aggregate(expr));
    let mut keys: Vec<(Expr, Code)> = Vec::new();
    if is_aggregated {
        for (_, expr) in items.iter().filter(|(_, expr)| !has_aggregate(expr)) {
            keys.push((expr.clone(), Compiler::new(cx, scope).code(expr)?));
        }
    }
    let aggregates = RefCell::new(Vec::new());
    let grouping = is_aggregated.then(|| Grouping::new(&keys, &aggregates));
    let mut outputs: Vec<(String, Code)> = Vec::new();
    let mut next_key = 0;
    for (name, expr) in &items {
        let mut compiler = Compiler::new(cx, scope);
        compiler.grouping = grouping.as_ref();
        let code = match &grouping {
            Some(grouping) if !has_aggregate(expr) => {
                next_key += 1;
                grouping.key(next_key - 1)
            }
            _ => compiler.code(expr)?,
        };
        outputs.push((name.clone(), code));
    }
    let projected = Columns {
        items: &items,
        types: outputs.iter().map(|(_, code)| code.type_of()).collect(),
        hides: projection.distinct,
    };
    let mut order = Vec::new();
    for sort in &projection.order {
        if let Some(at) = aggregate_in(&sort.expr).filter(|_| !is_aggregated) {
            let why = "`ORDER BY` has an aggregate, and no column has one";
            return Err(place(wrong(why), cx.text, at));
        }
        let mut compiler = Compiler::new(cx, scope);
        compiler.grouping = grouping.as_ref();
        compiler.projected = Some(&projected);
        order.push((compiler.code(&sort.expr)?, sort.descending));
    }
    drop(grouping);
    let keys = keys.into_iter().map(|(_, code)| code).collect();
    Ok(Projected { is_aggregated, keys, aggregates: aggregates.into_inner(), outputs, order })
}

/// The columns of a projection, as its `ORDER BY` sees them.
pub(super) struct Columns<'a> {
    items: &'a [(String, Expr)],
    types: Vec<Type>,
    /// Whether only they can be seen, as after `DISTINCT`.
    pub(super) hides: bool,
}

impl Columns<'_> {
    /// The column that an expression names or repeats.
    pub(super) fn find(&self, expr: &Expr) -> Option<(usize, Type)> {
        let named = |name: &String| matches!(&expr.kind, ExprKind::Variable(wanted) if wanted == name);
        let by_name = self.items.iter().position(|(name, _)| named(name));
        let number = by_name.or_else(|| self.items.iter().position(|(_, item)| same(item, expr)))?;
        Some((number, *self.types.get(number)?))
    }
}
