//! From a pattern within an expression to code.

use super::{
    code::{Op, Pattern, wrong},
    compile::Compiler,
    scope::{Scope, Type},
};
use crate::{
    cypher::{
        ast::{Expr, Path, Subquery},
        free::{defines_none, new_name},
    },
    error::Error,
};

impl Compiler<'_> {
    /// The scope of a pattern: the columns, then the variables of comprehensions.
    fn pattern_scope(&self) -> (Scope, usize) {
        let mut scope = self.grouping.map_or(self.scope, |grouping| &grouping.scope).clone();
        let columns = scope.len();
        for (name, of) in &self.locals {
            scope.add(name.as_str(), *of);
        }
        (scope, columns)
    }

    pub(super) fn subquery(&self, subquery: &Subquery) -> Result<Pattern, Error> {
        let (scope, columns) = self.pattern_scope();
        let rows = self.cx.patterns.subquery(subquery, &scope)?;
        Ok(Pattern { rows, columns, locals: self.locals.len(), as_group: self.grouping.is_some() })
    }

    /// A pattern where a condition is expected, which brings no variables.
    pub(super) fn bare_pattern(&self, path: &Path) -> Result<Pattern, Error> {
        if path.hops.is_empty() {
            return Err(wrong("a node is not a condition; expected a pattern with a relationship, or labels"));
        }
        let (scope, _) = self.pattern_scope();
        if let Some(name) = new_name(path, |name| scope.find(name).is_some()) {
            return Err(self.cx.place(wrong(defines_none(&name.text)), name.at));
        }
        self.pattern(path)
    }

    pub(super) fn pattern(&self, path: &Path) -> Result<Pattern, Error> {
        self.subquery(&Subquery::Pattern { paths: vec![path.clone()], condition: None })
    }

    pub(super) fn pattern_comprehension(
        &self,
        path: &Path,
        condition: Option<&Expr>,
        map: &Expr,
    ) -> Result<(Op, Type), Error> {
        let (scope, columns) = self.pattern_scope();
        let (rows, inner) = self.cx.patterns.path(path, condition, &scope)?;
        let map = Compiler::new(self.cx, &inner).code(map)?;
        let of = if matches!(map.of, Type::Fact(_)) { Type::Facts } else { Type::List };
        let pattern = Pattern { rows, columns, locals: self.locals.len(), as_group: self.grouping.is_some() };
        Ok((Op::PatternComprehension(pattern, map), of))
    }
}
