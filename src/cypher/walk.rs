//! The parts of an expression as it is written.

use super::ast::{Expr, ExprKind};

/// The expressions directly within one, without those of its patterns.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Text(_)
        | ExprKind::Parameter(_)
        | ExprKind::Variable(_)
        | ExprKind::CountAll
        | ExprKind::Exists(_)
        | ExprKind::Count(_)
        | ExprKind::Pattern(_) => Vec::new(),
        ExprKind::List(items) | ExprKind::Logic(_, items) => items.iter().collect(),
        ExprKind::Call { args, .. } => args.iter().collect(),
        ExprKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        ExprKind::Property(of, _)
        | ExprKind::HasLabels(of, _)
        | ExprKind::Not(of)
        | ExprKind::Minus(of)
        | ExprKind::Plus(of)
        | ExprKind::IsNull { of, .. } => vec![of],
        ExprKind::Index(a, b) | ExprKind::In(a, b) | ExprKind::Texts(_, a, b) => vec![a, b],
        ExprKind::Slice(of, from, to) => [Some(&**of), from.as_deref(), to.as_deref()].into_iter().flatten().collect(),
        ExprKind::Compare(first, rest) => [&**first].into_iter().chain(rest.iter().map(|(_, next)| next)).collect(),
        ExprKind::Arithmetic(first, rest) => {
            [&**first].into_iter().chain(rest.iter().map(|(_, _, next)| next)).collect()
        }
        ExprKind::Case { of, branches, otherwise } => {
            let branches = branches.iter().flat_map(|(when, then)| [when, then]);
            of.as_deref().into_iter().chain(branches).chain(otherwise.as_deref()).collect()
        }
        ExprKind::Comprehension { list, condition, map, .. } => {
            [Some(&**list), condition.as_deref(), map.as_deref()].into_iter().flatten().collect()
        }
        ExprKind::PatternComprehension { condition, map, .. } => {
            [condition.as_deref(), Some(&**map)].into_iter().flatten().collect()
        }
        ExprKind::Quantified { list, condition, .. } => vec![list, condition],
        ExprKind::Reduce { start, list, step, .. } => vec![start, list, step],
    }
}

/// Whether two expressions are written the same, places left aside. Patterns are not compared: they are never the same.
#[expect(clippy::match_same_arms, reason = "one arm for each form of an expression")]
pub(super) fn same(a: &Expr, b: &Expr) -> bool {
    let alike = match (&a.kind, &b.kind) {
        (ExprKind::Null, ExprKind::Null) | (ExprKind::CountAll, ExprKind::CountAll) => true,
        (ExprKind::Bool(a), ExprKind::Bool(b)) => a == b,
        (ExprKind::Int(a), ExprKind::Int(b)) => a == b,
        (ExprKind::Float(a), ExprKind::Float(b)) => a.to_bits() == b.to_bits(),
        (ExprKind::Text(a), ExprKind::Text(b))
        | (ExprKind::Parameter(a), ExprKind::Parameter(b))
        | (ExprKind::Variable(a), ExprKind::Variable(b)) => a == b,
        (ExprKind::Logic(a, _), ExprKind::Logic(b, _)) => a == b,
        (ExprKind::Map(a), ExprKind::Map(b)) => {
            a.iter().map(|(key, _)| &key.text).eq(b.iter().map(|(key, _)| &key.text))
        }
        (ExprKind::Property(_, a), ExprKind::Property(_, b)) => a.text == b.text,
        (ExprKind::HasLabels(_, a), ExprKind::HasLabels(_, b)) => {
            a.iter().map(|label| &label.text).eq(b.iter().map(|label| &label.text))
        }
        (ExprKind::Compare(_, a), ExprKind::Compare(_, b)) => {
            a.iter().map(|step| step.0).eq(b.iter().map(|step| step.0))
        }
        (ExprKind::Arithmetic(_, a), ExprKind::Arithmetic(_, b)) => {
            a.iter().map(|step| step.0).eq(b.iter().map(|step| step.0))
        }
        (ExprKind::Texts(a, ..), ExprKind::Texts(b, ..)) => a == b,
        (ExprKind::IsNull { negated: a, .. }, ExprKind::IsNull { negated: b, .. }) => a == b,
        (ExprKind::Call { name: a, distinct: d, .. }, ExprKind::Call { name: b, distinct: e, .. }) => {
            a.text.eq_ignore_ascii_case(&b.text) && d == e
        }
        (ExprKind::Slice(_, a, b), ExprKind::Slice(_, c, d)) => {
            (a.is_some(), b.is_some()) == (c.is_some(), d.is_some())
        }
        (ExprKind::Case { of: a, otherwise: b, .. }, ExprKind::Case { of: c, otherwise: d, .. }) => {
            (a.is_some(), b.is_some()) == (c.is_some(), d.is_some())
        }
        (
            ExprKind::Comprehension { name: one, condition, map, .. },
            ExprKind::Comprehension { name: other, condition: and, map: to, .. },
        ) => (&one.text, condition.is_some(), map.is_some()) == (&other.text, and.is_some(), to.is_some()),
        (ExprKind::Quantified { quantifier: a, name: b, .. }, ExprKind::Quantified { quantifier: c, name: d, .. }) => {
            (a, &b.text) == (c, &d.text)
        }
        (ExprKind::Reduce { sum: a, name: b, .. }, ExprKind::Reduce { sum: c, name: d, .. }) => {
            (&a.text, &b.text) == (&c.text, &d.text)
        }
        (ExprKind::List(_), ExprKind::List(_))
        | (ExprKind::Index(..), ExprKind::Index(..))
        | (ExprKind::Not(_), ExprKind::Not(_))
        | (ExprKind::Minus(_), ExprKind::Minus(_))
        | (ExprKind::Plus(_), ExprKind::Plus(_))
        | (ExprKind::In(..), ExprKind::In(..)) => true,
        _ => false,
    };
    let (a, b) = (children(a), children(b));
    alike && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}
