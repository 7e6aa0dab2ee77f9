//! Expressions by their text, against expected values.

mod functions;
mod graph;
mod operators;
mod order;
mod projections;

use std::sync::Arc;

use super::{
    Checking, Code, Context, Parameters, Patterns, RowSource, Scope, Subquery, Visit, arithmetic::number_text, compile,
    functions::convert::truth_text,
};
use crate::{
    KnowledgeGraph,
    cypher::{
        ast::{self, Clause, Projection},
        parse::parse,
        value::Val,
    },
    diplomacy,
    error::Error,
    time::Truth,
    view::View,
};

/// A pattern with the rows that it is made with: each adds one column to the outer columns.
#[derive(Clone, Debug, Default)]
struct Rows(Vec<(Val, Truth)>, usize);

impl Subquery for Rows {
    fn each(&self, cx: &mut Context<'_, '_>, visit: &mut Visit<'_>) -> Result<(), Error> {
        for (value, truth) in &self.0 {
            let mut row: Vec<Val> = (0..self.1).map(|column| cx.column(column)).collect();
            row.push(value.clone());
            if visit(&row, *truth)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

impl Patterns for Rows {
    fn subquery(&self, _: &ast::Subquery, scope: &Scope) -> Result<Arc<dyn Subquery>, Error> {
        Ok(Arc::new(Self(self.0.clone(), scope.len())))
    }

    fn path(&self, _: &ast::Path, _: Option<&ast::Expr>, scope: &Scope) -> Result<(Arc<dyn Subquery>, Scope), Error> {
        let mut inner = scope.clone();
        inner.add("it", super::Type::Any);
        Ok((Arc::new(Self(self.0.clone(), scope.len())), inner))
    }
}

/// The projection of a text such as `RETURN 1`.
fn projection(text: &str) -> Projection {
    let statement = parse(text).unwrap();
    match statement.first.clauses.into_iter().next() {
        Some(Clause::Return { projection, .. } | Clause::With { projection, .. }) => projection,
        other => panic!("{other:?}"),
    }
}

/// What an expression is evaluated with.
struct Setting<'g> {
    view: View<'g>,
    scope: Scope,
    row: Vec<Val>,
    parameters: Arc<Parameters>,
    patterns: Rows,
}

impl<'g> Setting<'g> {
    fn of(view: View<'g>) -> Self {
        let (scope, row) = (Scope::new(), Vec::new());
        Self { view, scope, row, parameters: Arc::default(), patterns: Rows::default() }
    }

    fn column(&mut self, name: &str, of: super::Type, value: Val) {
        self.scope.add(name, of);
        self.row.push(value);
    }

    fn code(&self, expr: &str) -> Result<Code, Error> {
        let text = format!("RETURN {expr}");
        let projection = projection(&text);
        let cx = Checking { schema: self.view.graph().schema(), patterns: &self.patterns, text: &text };
        compile(&projection.items[0].expr, &self.scope, &cx)
    }

    fn context(&self) -> Context<'_, 'g> {
        Context::new(&self.view, &self.parameters, RowSource::Values(&self.row))
    }

    /// The value, and `?` behind it if it makes the row possible.
    fn show(&self, expr: &str) -> String {
        let mut cx = self.context();
        match self.code(expr).and_then(|code| code.value(&mut cx)) {
            Ok(value) => format!("{}{}", shown(&value), if cx.truth.is_yes() { "" } else { " ?" }),
            Err(error) => format!("{error}"),
        }
    }
}

/// The value of an expression without columns.
fn show(expr: &str) -> String {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    Setting::of(kg.view()).show(expr)
}

fn shown(value: &Val) -> String {
    match value {
        Val::Null => "null".to_owned(),
        Val::Bool(truth) => truth_text(*truth).to_owned(),
        Val::Int(_) | Val::Float(_) => number_text(value),
        Val::Text(text) => format!("'{text}'"),
        Val::Date(date) => date.to_string(),
        Val::Node(node) => format!("({node})"),
        Val::Fact(fact) => format!("[{fact}]"),
        Val::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Val::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{key}: {}", shown(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Val::Path(path) => format!("{path:?}"),
    }
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(expr, expected)| (expr, expected, show(expr)))
        .filter(|(_, expected, found)| {
            found != *expected && !(expected.ends_with('…') && found.contains(expected.trim_end_matches('…')))
        })
        .map(|(expr, expected, found)| format!("{expr}: expected {expected}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
