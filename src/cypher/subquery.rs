//! Patterns and queries within expressions.

use std::sync::Arc;

use super::{
    ast::{Expr, Path, Statement, Subquery as Written},
    clause::Stages,
    evaluate::{Context, Patterns, Scope, Subquery, Visit},
    execute::each_row,
    lower::{Lowering, property_conditions},
    names::Names,
    program::{Stage, check},
    run::{Env, Flow, ready, run},
    value::Val,
};
use crate::{error::Error, time::Truth};

/// A pattern or a query within an expression. It is planned when it is asked, as a part of the view that asks.
#[derive(Debug)]
struct Inner {
    written: Kind,
    /// The columns of the row around it.
    scope: Scope,
    text: Arc<str>,
}

#[derive(Debug)]
enum Kind {
    Pattern(Vec<Path>, Option<Expr>),
    Query(Statement),
}

impl Patterns for Lowering<'_, '_> {
    fn subquery(&self, subquery: &Written, scope: &Scope) -> Result<Arc<dyn Subquery>, Error> {
        let written = match subquery {
            Written::Pattern { paths, condition } => {
                self.pattern(paths, condition.as_ref(), scope)?;
                Kind::Pattern(paths.clone(), condition.clone())
            }
            Written::Query(statement) => {
                self.program(statement, scope)?;
                Kind::Query(statement.clone())
            }
        };
        Ok(Arc::new(Inner { written, scope: scope.clone(), text: self.names.text.into() }))
    }

    fn path(&self, path: &Path, condition: Option<&Expr>, scope: &Scope) -> Result<(Arc<dyn Subquery>, Scope), Error> {
        let paths = vec![path.clone()];
        let (_, after) = self.pattern(&paths, condition, scope)?;
        let written = Kind::Pattern(paths, condition.cloned());
        Ok((Arc::new(Inner { written, scope: scope.clone(), text: self.names.text.into() }), after))
    }
}

impl<'g> Lowering<'_, 'g> {
    fn pattern(
        &self,
        paths: &[Path],
        condition: Option<&Expr>,
        scope: &Scope,
    ) -> Result<(Vec<Stage<'g>>, Scope), Error> {
        let mut stages = Stages::new(scope.clone());
        let mut conditions: Vec<Expr> = paths.iter().flat_map(property_conditions).collect();
        conditions.extend(condition.cloned());
        self.add_pattern(paths, &conditions, &mut stages)?;
        stages.close();
        if self.checks {
            check(&stages.done)?;
        }
        Ok((stages.done, stages.scope))
    }
}

impl Subquery for Inner {
    fn each(&self, cx: &mut Context<'_, '_>, visit: &mut Visit<'_>) -> Result<(), Error> {
        let names = Names { schema: cx.view.graph().schema(), text: &self.text };
        let lowering =
            Lowering { view: cx.view, names, parameters: Some(cx.parameters), checks: false, is_inner: true };
        // What is only possible is also asked for in a view of what is certain: its negation is then no more than
        // possible.
        let env = Env { view: cx.view, parameters: cx.parameters, least: Truth::Possibly };
        let mut row: Vec<Val> = (0..self.scope.len()).map(|column| cx.raw_column(column)).collect();
        match &self.written {
            Kind::Pattern(paths, condition) => {
                let (stages, _) = lowering.pattern(paths, condition.as_ref(), &self.scope)?;
                let stages = ready(&stages, cx.view)?;
                let _ = run(&stages, &mut row, Truth::Yes, env, &mut |row, truth| visit(row, truth))?;
            }
            Kind::Query(statement) => {
                let program = lowering.program(statement, &self.scope)?;
                each_row(&program, &row, env, &mut |_, truth| -> Result<Flow, Error> { visit(&row, truth) })?;
            }
        }
        Ok(())
    }
}
