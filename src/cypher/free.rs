//! What an expression uses: variables from outside, and patterns.

use super::{
    ast::{Clause, Expr, ExprKind, Name, Path, Projection, Statement, Subquery},
    walk::children,
};
use crate::error::shown::as_found;

/// What an expression uses.
#[derive(Debug, Default)]
pub(super) struct Uses<'a> {
    /// The variables that it does not name itself, in the order of first use. Names that a pattern in it adds are among
    /// them: the pattern decides which of its names are known outside.
    pub(super) names: Vec<&'a str>,
    /// Whether it has a pattern or a query in braces.
    pub(super) patterns: bool,
    /// The names that are local where the walk is.
    local: Vec<&'a str>,
}

/// What an expression uses.
pub(super) fn uses(expr: &Expr) -> Uses<'_> {
    let mut uses = Uses::default();
    uses.expr(expr);
    uses
}

/// The first name in a pattern that is not known before it.
pub(super) fn new_name(path: &Path, mut is_known: impl FnMut(&str) -> bool) -> Option<&Name> {
    let nodes = std::iter::once(&path.start).chain(path.hops.iter().map(|(_, node)| node));
    let facts = path.hops.iter().filter_map(|(relationship, _)| relationship.name.as_ref());
    nodes.filter_map(|node| node.name.as_ref()).chain(facts).chain(&path.name).find(|name| !is_known(&name.text))
}

/// Why a pattern that is a condition must not have a new name.
pub(super) fn defines_none(name: &str) -> String {
    let name = as_found(name);
    format!("the variable `{name}` is not defined; a pattern that is a condition defines none, use `EXISTS {{ … }}`")
}

impl<'a> Uses<'a> {
    fn name(&mut self, name: &'a str) {
        if !self.local.contains(&name) && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    fn all(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    /// Walks with names that are local to what is walked.
    fn within(&mut self, names: &[&'a str], walk: impl FnOnce(&mut Self)) {
        let before = self.local.len();
        self.local.extend(names);
        walk(self);
        self.local.truncate(before);
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Variable(name) => self.name(name),
            ExprKind::Comprehension { name, list, condition, map } => {
                self.expr(list);
                self.within(&[&name.text], |uses| uses.all(condition.iter().chain(map).map(|expr| &**expr)));
            }
            ExprKind::PatternComprehension { path, .. } => {
                self.patterns = true;
                self.path(path);
                self.all(children(expr));
            }
            ExprKind::Quantified { name, list, condition, .. } => {
                self.expr(list);
                self.within(&[&name.text], |uses| uses.expr(condition));
            }
            ExprKind::Reduce { sum, start, name, list, step } => {
                self.all([&**start, &**list]);
                self.within(&[&sum.text, &name.text], |uses| uses.expr(step));
            }
            ExprKind::Exists(inner) | ExprKind::Count(inner) => {
                self.patterns = true;
                match &**inner {
                    Subquery::Pattern { paths, condition } => {
                        self.paths(paths);
                        self.all(condition);
                    }
                    Subquery::Query(statement) => self.statement(statement),
                }
            }
            ExprKind::Pattern(path) => {
                self.patterns = true;
                self.path(path);
            }
            _ => self.all(children(expr)),
        }
    }

    fn paths(&mut self, paths: &'a [Path]) {
        for path in paths {
            self.path(path);
        }
    }

    fn path(&mut self, path: &'a Path) {
        let nodes = std::iter::once(&path.start).chain(path.hops.iter().map(|(_, node)| node));
        for node in nodes {
            node.name.iter().for_each(|name| self.name(&name.text));
            self.all(node.properties.iter().map(|(_, value)| value));
        }
        for (relationship, _) in &path.hops {
            relationship.name.iter().for_each(|name| self.name(&name.text));
            self.all(relationship.properties.iter().map(|(_, value)| value));
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        let parts = std::iter::once(&statement.first).chain(statement.unions.iter().map(|union| &union.part));
        for clause in parts.flat_map(|part| &part.clauses) {
            match clause {
                Clause::Match(clause) => {
                    self.paths(&clause.paths);
                    self.all(&clause.condition);
                }
                Clause::Unwind { list, .. } => self.expr(list),
                Clause::With { projection, condition, .. } => {
                    self.projection(projection);
                    self.all(condition);
                }
                Clause::Return { projection, .. } => self.projection(projection),
            }
        }
    }

    fn projection(&mut self, projection: &'a Projection) {
        self.all(projection.items.iter().map(|item| &item.expr));
        self.all(projection.order.iter().map(|sort| &sort.expr));
        self.all(projection.skip.iter().chain(&projection.limit));
    }
}
