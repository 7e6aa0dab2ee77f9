//! Conditions of a text as conditions of the pattern engine.
//!
//! `AND`, `OR` and `NOT` are taken apart, with negations moved inwards, so that a pattern becomes a part of the query
//! that must or must not match. What is left are tests, which are evaluated for each row as soon as their variables
//! have values. A test that is null is not met.

use std::sync::Arc;

use super::{
    Lowering,
    fixed::{Element, Fixed, node_name},
    property_conditions,
    relationship::relationship_name,
};
use crate::{
    cypher::{
        ast::{Clause, Comparison, Expr, ExprKind, Logic, Path, Statement, Subquery},
        evaluate::{Context, Parameters, RowSource, Scope, Type, compile},
        free::{defines_none, new_name, uses},
    },
    error::Error,
    time::Truth,
};

/// Whether a condition can be one of the pattern engine. `is_element` says whether a name is that of a node or a fact
/// of the pattern which surely has a value; `None` if the name is not known.
pub(in crate::cypher) fn can_lower(
    lowering: &Lowering<'_, '_>,
    expr: &Expr,
    is_element: &dyn Fn(&str) -> Option<bool>,
) -> bool {
    match &expr.kind {
        ExprKind::Logic(Logic::And | Logic::Or, parts) => {
            parts.iter().all(|part| can_lower(lowering, part, is_element))
        }
        ExprKind::Not(of) => can_lower(lowering, of, is_element),
        ExprKind::Pattern(path) => part_lowers(lowering, &[path], None, is_element),
        ExprKind::Exists(inner) => match pattern_of(inner) {
            Some((paths, condition)) => part_lowers(lowering, &paths, condition, is_element),
            None => false,
        },
        _ => {
            let uses = uses(expr);
            !uses.patterns && uses.names.iter().all(|name| is_element(name) == Some(true))
        }
    }
}

/// Whether all paths are of nodes and single facts, or of chains that the pattern engine knows.
pub(in crate::cypher) fn lowers_patterns(lowering: &Lowering<'_, '_>, paths: &[&Path]) -> bool {
    paths.iter().all(|path| {
        path.shortest.is_none()
            && path.name.is_none()
            && path
                .hops
                .iter()
                .all(|(relationship, _)| relationship.length.is_none() || lowering.is_reach(relationship))
    })
}

fn part_lowers(
    lowering: &Lowering<'_, '_>,
    paths: &[&Path],
    condition: Option<&Expr>,
    is_element: &dyn Fn(&str) -> Option<bool>,
) -> bool {
    let mut own: Vec<String> = Vec::new();
    for path in paths {
        own.push(node_name(&path.start));
        for (relationship, node) in &path.hops {
            own.push(relationship_name(relationship));
            own.push(node_name(node));
        }
    }
    // What is known around the part is not new in it.
    let is_known = |name: &str| is_element(name).or_else(|| own.iter().any(|own| own == name).then_some(true));
    own.iter().all(|name| is_element(name) != Some(false))
        && lowers_patterns(lowering, paths)
        && paths.iter().flat_map(|path| property_conditions(path)).all(|of| can_lower(lowering, &of, &is_known))
        && condition.is_none_or(|condition| can_lower(lowering, condition, &is_known))
}

/// The pattern of a subquery, if it is no more than one.
fn pattern_of(subquery: &Subquery) -> Option<(Vec<&Path>, Option<&Expr>)> {
    match subquery {
        Subquery::Pattern { paths, condition } => Some((paths.iter().collect(), condition.as_ref())),
        Subquery::Query(Statement { first, unions, .. }) if unions.is_empty() => match first.clauses.as_slice() {
            [Clause::Match(found), Clause::Return { projection, .. }]
                if !found.optional
                    && projection.skip.is_none()
                    && projection.limit.is_none()
                    && projection
                        .items
                        .iter()
                        .all(|item| matches!(item.expr.kind, ExprKind::Variable(_) | ExprKind::Int(_))) =>
            {
                Some((found.paths.iter().collect(), found.condition.as_ref()))
            }
            _ => None,
        },
        Subquery::Query(_) => None,
    }
}

impl<'g> Lowering<'_, 'g> {
    /// Adds a condition, or its negation, to a part.
    pub(super) fn add_condition(
        &self,
        fixed: &mut Fixed<'g>,
        expr: &Expr,
        positive: bool,
        scope: &mut Scope,
    ) -> Result<(), Error> {
        match &expr.kind {
            ExprKind::Logic(logic @ (Logic::And | Logic::Or), parts) => {
                if (*logic == Logic::And) == positive {
                    return parts.iter().try_for_each(|part| self.add_condition(fixed, part, positive, scope));
                }
                if !parts.iter().any(|part| uses(part).patterns) {
                    return self.add_test(fixed, expr, positive, scope);
                }
                // A label in one alternative says nothing of the others, so it must not narrow the variable.
                let is_local = std::mem::replace(&mut fixed.is_local, true);
                fixed.query.begin();
                let mut alternatives = Vec::new();
                let mut added = Ok(());
                for part in parts {
                    fixed.query.begin();
                    added = added.and_then(|()| self.add_condition(fixed, part, positive, scope));
                    alternatives.push(fixed.query.end());
                }
                fixed.is_local = is_local;
                fixed.query.add_either(alternatives);
                let part = fixed.query.end();
                fixed.query.add_exists(part);
                added?;
                self.checked(&fixed.query, expr.at)
            }
            ExprKind::Not(of) => self.add_condition(fixed, of, !positive, scope),
            ExprKind::Pattern(path) => {
                if let Some(name) = new_name(path, |name| fixed.known(name, scope).is_some()) {
                    return Err(self.fails(defines_none(&name.text), name.at));
                }
                self.add_part(fixed, &[path], None, positive, scope, expr.at)
            }
            ExprKind::Exists(inner) => match pattern_of(inner) {
                Some((paths, condition)) => self.add_part(fixed, &paths, condition, positive, scope, expr.at),
                None => Err(self.fails("this query cannot stand here", expr.at)),
            },
            _ => self.add_simple(fixed, expr, positive, scope),
        }
    }

    /// Adds a pattern that must match, or must not.
    fn add_part(
        &self,
        fixed: &mut Fixed<'g>,
        paths: &[&Path],
        condition: Option<&Expr>,
        positive: bool,
        scope: &mut Scope,
        at: u32,
    ) -> Result<(), Error> {
        let (vars, is_local) = (fixed.vars.clone(), std::mem::replace(&mut fixed.is_local, true));
        let mut conditions: Vec<Expr> = paths.iter().flat_map(|path| property_conditions(path)).collect();
        conditions.extend(condition.cloned());
        fixed.query.begin();
        let added = self.add_paths(fixed, paths, &conditions, scope);
        let part = fixed.query.end();
        // What came from a column stays known.
        let given = fixed
            .vars
            .drain(..)
            .filter(|(name, element)| element.given && !vars.contains_key(name))
            .collect::<Vec<_>>();
        fixed.vars = vars;
        fixed.vars.extend(given);
        fixed.is_local = is_local;
        added?;
        if positive {
            fixed.query.add_exists(part);
        } else {
            fixed.query.add_not(part);
        }
        self.checked(&fixed.query, at)
    }

    fn add_simple(&self, fixed: &mut Fixed<'g>, expr: &Expr, positive: bool, scope: &mut Scope) -> Result<(), Error> {
        match &expr.kind {
            ExprKind::Compare(one, rest) => {
                if let [(comparison, other)] = rest.as_slice() {
                    let unequal =
                        matches!((comparison, positive), (Comparison::Unequal, true) | (Comparison::Equal, false));
                    if unequal && let Some((one, other)) = two(fixed, one, other, scope) {
                        match (one.node(), other.node(), one.fact(), other.fact()) {
                            // Values are compared as such: their nodes may differ where they are possibly equal.
                            (Some(one), Some(other), ..) if !fixed.may_be_value(one) || !fixed.may_be_value(other) => {
                                fixed.query.differ(one, other);
                            }
                            (_, _, Some(one), Some(other)) => fixed.query.differ(one, other),
                            _ => return self.add_test(fixed, expr, positive, scope),
                        }
                        return self.checked(&fixed.query, expr.at);
                    }
                    if *comparison == Comparison::Equal && positive {
                        self.add_candidates(fixed, one, other, scope)?;
                        self.add_candidates(fixed, other, one, scope)?;
                    }
                }
            }
            ExprKind::In(one, list) if positive => self.add_candidates_of_list(fixed, one, list, scope)?,
            ExprKind::HasLabels(of, labels) if positive => {
                if let ExprKind::Variable(name) = &of.kind
                    && let Some(element) = fixed.known(name, scope)
                    && let Some(var) = element.node()
                {
                    for label in labels {
                        let range = self.names.range(label)?;
                        self.label(fixed, element, var, range, label)?;
                    }
                    return Ok(());
                }
            }
            ExprKind::Call { .. } if positive && self.add_time(fixed, expr, scope)? => {
                return self.checked(&fixed.query, expr.at);
            }
            _ => {}
        }
        self.add_test(fixed, expr, positive, scope)
    }

    /// Adds a condition that is evaluated for each row.
    fn add_test(&self, fixed: &mut Fixed<'g>, expr: &Expr, positive: bool, scope: &Scope) -> Result<(), Error> {
        let negated;
        let expr = if positive {
            expr
        } else {
            negated = Expr { at: expr.at, kind: ExprKind::Not(Box::new(expr.clone())) };
            &negated
        };
        let (mut own, mut columns) = (Scope::new(), Vec::new());
        for name in uses(expr).names {
            let Some(element) = fixed.known(name, scope) else {
                return Err(self.place(scope.unknown(name), expr.at));
            };
            let of =
                if element.is_fact() { scope.find(name).map_or(Type::Fact(None), |(_, of)| of) } else { Type::Node };
            own.add(name, of);
            columns.push((element.slot(), element.is_fact()));
        }
        let code = compile(expr, &own, &self.checking())?;
        let parameters = self.parameters.cloned().unwrap_or_default();
        let slots = columns.iter().map(|(slot, _)| *slot).collect();
        fixed.query.test(slots, move |view, row| {
            let source = RowSource::Slots { row, columns: &columns };
            let mut cx = Context::new(view, &parameters, source);
            Ok(code.truth(&mut cx)?.map_or(Truth::No, |truth| truth.and(cx.truth)))
        });
        self.checked(&fixed.query, expr.at)
    }

    /// The value of an expression without variables. `None` if it has any, or if its parameters are not known yet.
    pub(super) fn constant(&self, expr: &Expr) -> Result<Option<crate::cypher::value::Val>, Error> {
        let uses = uses(expr);
        let Some(parameters) = self.parameters.filter(|_| uses.names.is_empty() && !uses.patterns) else {
            return Ok(None);
        };
        let code = compile(expr, &Scope::new(), &self.checking())?;
        self.value(&code, parameters).map(Some)
    }

    fn value(
        &self,
        code: &crate::cypher::evaluate::Code,
        parameters: &Arc<Parameters>,
    ) -> Result<crate::cypher::value::Val, Error> {
        code.value(&mut Context::new(self.view, parameters, RowSource::Values(&[])))
    }
}

/// Two variables of the pattern.
fn two(fixed: &mut Fixed<'_>, one: &Expr, other: &Expr, scope: &Scope) -> Option<(Element, Element)> {
    match (&one.kind, &other.kind) {
        (ExprKind::Variable(one), ExprKind::Variable(other)) => {
            Some((fixed.known(one, scope)?, fixed.known(other, scope)?))
        }
        _ => None,
    }
}
