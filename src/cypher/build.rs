//! A text as a program: the stages of each segment, and what is not valid.

use super::{
    ast::{At, Clause, Expr, ExprKind, Item, Match, Name, Projection, Single, Statement},
    clause::Stages,
    evaluate::{Code, Scope, compile, compile_projection, element},
    lower::{Lowering, is_hidden},
    program::{End, Part, Program, Segment, Stage, check},
    value::Val,
};
use crate::error::Error;

impl<'g> Lowering<'_, 'g> {
    /// The program of a text.
    pub(super) fn program(&self, statement: &Statement, scope: &Scope) -> Result<Program<'g>, Error> {
        let (first, columns) = self.part(&statement.first, scope)?;
        let (mut parts, mut distinct) = (vec![first], false);
        for union in &statement.unions {
            let (part, found) = self.part(&union.part, scope)?;
            if found != columns {
                let why = format!(
                    "the parts of a `UNION` have the same columns; found {} after {}",
                    listed(&found),
                    listed(&columns)
                );
                return Err(self.fails(why, union.at));
            }
            distinct |= !union.all;
            parts.push(part);
        }
        Ok(Program { columns, parts, distinct })
    }

    fn part(&self, single: &Single, scope: &Scope) -> Result<(Part<'g>, Vec<String>), Error> {
        let mut stages = Stages::new(scope.clone());
        let (mut segments, mut columns) = (Vec::new(), Vec::new());
        for clause in &single.clauses {
            match clause {
                Clause::Match(clause) => self.add_match(clause, &mut stages)?,
                Clause::Unwind { list, name, .. } => {
                    let code = compile(list, &stages.scope, &self.checking())?;
                    self.is_new(name, &stages.scope)?;
                    let of = element(&code);
                    stages.push(Stage::Unwind(code));
                    let column = stages.scope.add(name.text.as_str(), of);
                    stages.scope.set_nullable(column);
                }
                Clause::With { at, projection, condition } => {
                    let end = self.end(projection, condition.as_ref(), &stages.scope, false, *at)?;
                    let next = scope_after(&end, &stages.scope);
                    stages.close();
                    let done = std::mem::replace(&mut stages, Stages::new(next));
                    segments.push(Segment { stages: done.done, end });
                }
                Clause::Return { at, projection } => {
                    let end = self.end(projection, None, &stages.scope, true, *at)?;
                    columns = end.projected.outputs.iter().map(|(name, _)| name.clone()).collect();
                    stages.close();
                    let done = std::mem::replace(&mut stages, Stages::new(Scope::new()));
                    segments.push(Segment { stages: done.done, end });
                }
            }
        }
        if self.checks {
            segments.iter().try_for_each(|segment| check(&segment.stages))?;
        }
        Ok((Part { segments }, columns))
    }

    fn end(
        &self,
        projection: &Projection,
        condition: Option<&Expr>,
        scope: &Scope,
        is_return: bool,
        at: At,
    ) -> Result<End, Error> {
        let mut projection = projection.clone();
        if projection.all {
            projection.all = false;
            // A column that a later one of the same name hides is not among them.
            let is_seen = |number: usize, name: &str| scope.find(name).is_some_and(|(found, _)| found == number);
            let seen = scope.columns().enumerate().filter(|(number, (name, _))| is_seen(*number, name));
            let shown = seen.map(|(_, column)| column).filter(|(name, _)| !is_hidden(name)).map(|(name, _)| Item {
                expr: Expr { at, kind: ExprKind::Variable(name.to_owned()) },
                name: Name { text: name.to_owned(), at },
                named: true,
            });
            let shown: Vec<Item> = shown.collect();
            if shown.is_empty() && is_return {
                return Err(self.fails("`RETURN *` returns all variables, and none is defined", at));
            }
            projection.items = shown.into_iter().chain(projection.items).collect();
        }
        if !is_return
            && let Some(item) =
                projection.items.iter().find(|item| !item.named && !matches!(item.expr.kind, ExprKind::Variable(_)))
        {
            let why = "an expression in `WITH` needs a name; add `AS` and a name";
            return Err(self.fails(why, item.expr.at));
        }
        let projected = compile_projection(&projection, scope, &self.checking())?;
        let after = projected.scope();
        // The condition of a `WITH` sees what was projected, and the row before it unless rows became one.
        let sees_row = !projected.is_aggregated && !projection.distinct;
        let mut seen = if sees_row { scope.clone() } else { Scope::new() };
        for (name, of) in after.columns() {
            seen.add(name, of);
        }
        Ok(End {
            distinct: projection.distinct,
            skip: self.number(projection.skip.as_ref(), "SKIP")?,
            limit: self.number(projection.limit.as_ref(), "LIMIT")?,
            condition: condition.map(|condition| compile(condition, &seen, &self.checking())).transpose()?,
            sees_row,
            projected,
            is_return,
        })
    }

    /// The number of rows that `SKIP` or `LIMIT` names.
    fn number(&self, expr: Option<&Expr>, what: &str) -> Result<Option<Code>, Error> {
        let Some(expr) = expr else { return Ok(None) };
        if let Some(name) = super::free::uses(expr).names.first() {
            let why = format!("`{what}` takes a number that is the same for all rows; found the variable `{name}`");
            return Err(self.fails(why, expr.at));
        }
        let code = compile(expr, &Scope::new(), &self.checking())?;
        match code.as_value() {
            None => Ok(Some(code)),
            Some(Val::Int(number)) if *number >= 0 => Ok(Some(code)),
            Some(_) => Err(self.fails(format!("`{what}` takes a whole number that is not negative"), expr.at)),
        }
    }

    fn is_new(&self, name: &Name, scope: &Scope) -> Result<(), Error> {
        match scope.find(&name.text) {
            None => Ok(()),
            Some(_) => Err(self.fails(format!("the variable `{}` is defined already", name.text), name.at)),
        }
    }

    /// Checks that no name of a pattern is used for elements of two sorts, and none for two relationships.
    pub(super) fn check_names(&self, clause: &Match) -> Result<(), Error> {
        let mut sorts: Vec<(&str, &str)> = Vec::new();
        let names = clause.paths.iter().flat_map(|path| {
            let nodes = std::iter::once(&path.start).chain(path.hops.iter().map(|(_, node)| node));
            let nodes = nodes.filter_map(|node| node.name.as_ref()).map(|name| (name, "a node"));
            let facts = path.hops.iter().filter_map(|(of, _)| {
                let sort = if of.length.is_some() { "a list of relationships" } else { "a relationship" };
                of.name.as_ref().map(|name| (name, sort))
            });
            let path = path.name.iter().map(|name| (name, "a path"));
            nodes.chain(facts).chain(path).collect::<Vec<_>>()
        });
        for (name, sort) in names {
            let known = sorts.iter().find(|(other, _)| *other == name.text).map(|(_, sort)| *sort);
            let wrong = match known {
                Some(known) if known != sort => format!("`{}` is {known}; it cannot be {sort} here", name.text),
                Some(_) if sort != "a node" => format!("`{}` names {sort} twice in one pattern", name.text),
                _ => {
                    sorts.push((&name.text, sort));
                    continue;
                }
            };
            return Err(self.fails(wrong, name.at));
        }
        Ok(())
    }
}

/// The scope after a `WITH`.
fn scope_after(end: &End, before: &Scope) -> Scope {
    let (mut scope, projected) = (end.projected.scope(), &end.projected);
    for (number, (_, code)) in projected.outputs.iter().enumerate() {
        let column = code.as_column();
        // Of a group, the columns are its keys.
        let column = match column.filter(|_| projected.is_aggregated) {
            Some(key) => projected.keys.get(key).and_then(super::evaluate::Code::as_column),
            None => column.filter(|_| !projected.is_aggregated),
        };
        if column.is_none_or(|column| before.is_nullable(column)) {
            scope.set_nullable(number);
        }
    }
    scope
}

fn listed(columns: &[String]) -> String {
    columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}
