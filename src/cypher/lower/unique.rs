//! The relationships of one `MATCH` are different facts. Where nothing else makes sure of it, a condition does.

use super::{Lowering, fixed::Fixed};
use crate::{
    cypher::ast::{Comparison, Expr, ExprKind, Logic},
    error::Error,
    model::RelationId,
    query::{FactVar, FactsAround, Var},
};

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Use {
    pub(super) fact: FactVar,
    /// `None` is any relation.
    pub(super) relations: Option<Vec<RelationId>>,
    /// In the direction of the fact, if there is one direction.
    pub(super) ends: [Var; 2],
    pub(super) one_way: bool,
}

/// The pairs of names that a condition says are different.
fn inequalities(condition: &Expr, pairs: &mut Vec<(String, String)>) {
    match &condition.kind {
        ExprKind::Logic(Logic::And, parts) => parts.iter().for_each(|part| inequalities(part, pairs)),
        ExprKind::Compare(one, rest) => {
            if let (ExprKind::Variable(one), [(Comparison::Unequal, other)]) = (&one.kind, rest.as_slice())
                && let ExprKind::Variable(other) = &other.kind
            {
                pairs.push((one.clone(), other.clone()));
            }
        }
        _ => {}
    }
}

impl<'g> Lowering<'_, 'g> {
    /// Adds the condition that the facts of these relationships differ, where it does not follow from the rest.
    pub(super) fn keep_apart(&self, fixed: &mut Fixed<'g>, uses: &[Use], conditions: &[Expr]) -> Result<(), Error> {
        let mut names = Vec::new();
        for condition in conditions {
            inequalities(condition, &mut names);
        }
        let node = |name: &String| fixed.vars.get(name).and_then(|element| element.node());
        let pairs = names.iter().filter_map(|(one, other)| Some((node(one)?, node(other)?)));
        // A value is possibly not equal to itself.
        let apart = pairs.filter(|(one, other)| !fixed.may_be_value(*one) || !fixed.may_be_value(*other));
        let mut known: Vec<(u16, u16)> = apart.map(|(one, other)| (one.slot(), other.slot())).collect();
        let mut looped = Vec::new();
        for (at, one) in uses.iter().enumerate() {
            for other in uses.iter().skip(at + 1) {
                if one.fact == other.fact || !may_be_one(one, other) {
                    continue;
                }
                let mut apart = self.differ(fixed, &known, one, other);
                if !apart && self.parameters.is_some() && !self.is_inner {
                    // The ends of a relation without loops differ, which takes a look at its facts.
                    for each in uses {
                        if let Some([relation]) = each.relations.as_deref()
                            && !looped.contains(relation)
                        {
                            looped.push(*relation);
                            if !FactsAround::new(self.view, Some(*relation)).has_loop() {
                                let same = |other: &&Use| other.relations.as_deref() == Some(&[*relation]);
                                let ends = uses.iter().filter(same).map(|each| each.ends);
                                known.extend(ends.map(|[one, other]| (one.slot(), other.slot())));
                            }
                        }
                    }
                    apart = self.differ(fixed, &known, one, other);
                }
                if !apart {
                    fixed.query.differ(one.fact, other.fact);
                    self.checked(&fixed.query, 0)?;
                }
            }
        }
        Ok(())
    }

    /// Whether two relationships cannot be one fact, as their ends differ.
    fn differ(&self, fixed: &Fixed<'g>, known: &[(u16, u16)], one: &Use, other: &Use) -> bool {
        let apart = |a: Var, b: Var| {
            let (x, y) = (a.slot(), b.slot());
            x != y
                && (known.contains(&(x, y))
                    || known.contains(&(y, x))
                    || !self.names.schema.overlap(fixed.query.range(a), fixed.query.range(b)))
        };
        let ([a, b], [c, d]) = (one.ends, other.ends);
        // If these pairs are each one node, so is all that they share; then no two of them may be apart.
        let refuted = |[first, second]: [[Var; 2]; 2]| {
            let shares = first.iter().any(|var| second.contains(var));
            if shares {
                let all = [first, second].concat();
                all.iter().enumerate().any(|(at, x)| all.iter().skip(at + 1).any(|y| apart(*x, *y)))
            } else {
                [first, second].iter().any(|[x, y]| apart(*x, *y))
            }
        };
        refuted([[a, c], [b, d]]) && ((one.one_way && other.one_way) || refuted([[a, d], [b, c]]))
    }
}

/// Whether two relationships may be of one relation.
fn may_be_one(one: &Use, other: &Use) -> bool {
    match (&one.relations, &other.relations) {
        (Some(one), Some(other)) => one.iter().any(|relation| other.contains(relation)),
        _ => true,
    }
}
