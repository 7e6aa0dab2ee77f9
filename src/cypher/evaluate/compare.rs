//! Equality, the order of values, and the order of rows.
//!
//! `equal` and `ordered` answer the operators of a query: null if an answer is unknown, possible if dates leave it open.
//! A date is one of its days, as in [`query::Compare`](crate::query::Compare). Two dates are certainly equal if both are
//! the same day without a qualifier, and possibly equal if they share a day. [`total`] is the order of
//! `ORDER BY`, and [`Grouped`] is how `DISTINCT` and groups compare: there a null is a null and a date is its text.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::{
    cypher::{ast::Comparison, value::Val},
    time::{PartialDate, Truth},
};

/// Whether two values are equal; `None` is null.
pub(in crate::cypher) fn equal(a: &Val, b: &Val) -> Option<Truth> {
    match (a, b) {
        (Val::Null, _) | (_, Val::Null) => None,
        (Val::Bool(a), Val::Bool(b)) => Some(match (a, b) {
            (Truth::Possibly, _) | (_, Truth::Possibly) => Truth::Possibly,
            _ => (a == b).into(),
        }),
        (Val::Int(_) | Val::Float(_), Val::Int(_) | Val::Float(_)) => {
            Some((numbers(a, b) == Some(Ordering::Equal)).into())
        }
        (Val::Text(a), Val::Text(b)) => Some((a == b).into()),
        (Val::Date(a), Val::Date(b)) => Some(same_day(*a, *b)),
        (Val::Node(a), Val::Node(b)) | (Val::Fact(a), Val::Fact(b)) => Some((a == b).into()),
        (Val::Path(a), Val::Path(b)) => Some((a == b).into()),
        (Val::List(a), Val::List(b)) => {
            if a.len() != b.len() {
                return Some(Truth::No);
            }
            all(a.iter().zip(b.iter()).map(|(a, b)| equal(a, b)))
        }
        (Val::Map(a), Val::Map(b)) => {
            let pairs: Option<Vec<_>> = a.iter().map(|(key, value)| Some((value, entry(b, key)?))).collect();
            match pairs {
                Some(pairs) if a.len() == b.len() => all(pairs.into_iter().map(|(a, b)| equal(a, b))),
                _ => Some(Truth::No),
            }
        }
        _ => Some(Truth::No),
    }
}

/// The least of several truths, in the order no, null, possible, yes.
pub(super) fn all(truths: impl IntoIterator<Item = Option<Truth>>) -> Option<Truth> {
    let mut least = Some(Truth::Yes);
    for truth in truths {
        match truth {
            Some(Truth::No) => return Some(Truth::No),
            None => least = None,
            Some(truth) => least = least.map(|least| least.and(truth)),
        }
    }
    least
}

fn same_day(a: PartialDate, b: PartialDate) -> Truth {
    if a.last() < b.first() || b.last() < a.first() {
        Truth::No
    } else if a == b && a.as_day().is_some() && !a.is_qualified() {
        Truth::Yes
    } else {
        Truth::Possibly
    }
}

/// Whether one date comes before another, or is the same: the rule of [`query::Compare`](crate::query::Compare).
fn dates(a: PartialDate, b: PartialDate, met: impl Fn(Ordering) -> bool) -> Truth {
    if !met(a.first().cmp(&b.last())) {
        Truth::No
    } else if met(a.last().cmp(&b.first())) && !a.is_qualified() && !b.is_qualified() {
        Truth::Yes
    } else {
        Truth::Possibly
    }
}

/// The value of a key of a map.
pub(super) fn entry<'v>(map: &'v [(Arc<str>, Val)], key: &str) -> Option<&'v Val> {
    map.iter().find(|(name, _)| **name == *key).map(|(_, value)| value)
}

/// Whether two values compare so; `None` is null.
pub(in crate::cypher) fn ordered(a: &Val, comparison: Comparison, b: &Val) -> Option<Truth> {
    let met = |order: Ordering| match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
    };
    match (comparison, a, b) {
        (Comparison::Equal, ..) => equal(a, b),
        (Comparison::Unequal, ..) => equal(a, b).map(Truth::not),
        (_, Val::Int(_) | Val::Float(_), Val::Int(_) | Val::Float(_)) => Some(numbers(a, b).is_some_and(met).into()),
        (_, Val::Text(a), Val::Text(b)) => Some(met(a.cmp(b)).into()),
        (_, Val::Bool(Truth::Possibly), Val::Bool(_)) | (_, Val::Bool(_), Val::Bool(Truth::Possibly)) => {
            Some(Truth::Possibly)
        }
        (_, Val::Bool(a), Val::Bool(b)) => Some(met(a.cmp(b)).into()),
        (Comparison::Less | Comparison::AtMost, Val::Date(a), Val::Date(b)) => Some(dates(*a, *b, met)),
        (_, Val::Date(a), Val::Date(b)) => {
            let strict = comparison == Comparison::Greater;
            Some(dates(*b, *a, |order| if strict { order.is_lt() } else { order.is_le() }))
        }
        (_, Val::List(a), Val::List(b)) => {
            for (one, other) in a.iter().zip(b.iter()) {
                match equal(one, other) {
                    Some(Truth::Yes) => {}
                    Some(Truth::Possibly) => return Some(Truth::Possibly),
                    Some(Truth::No) => return ordered(one, comparison, other),
                    None => return None,
                }
            }
            Some(met(a.len().cmp(&b.len())).into())
        }
        _ => None,
    }
}

/// The order of two numbers, exact also for large integers. `None` if one is not a number.
fn numbers(a: &Val, b: &Val) -> Option<Ordering> {
    match (a, b) {
        (Val::Int(a), Val::Int(b)) => Some(a.cmp(b)),
        (Val::Float(a), Val::Float(b)) => a.partial_cmp(b),
        (Val::Int(a), Val::Float(b)) => int_and_float(*a, *b),
        (Val::Float(a), Val::Int(b)) => int_and_float(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

fn int_and_float(int: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        None
    } else if float >= 9_223_372_036_854_775_808.0 {
        Some(Ordering::Less)
    } else if float < -9_223_372_036_854_775_808.0 {
        Some(Ordering::Greater)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "within the range of i64, checked above")]
        let whole = float.trunc() as i64;
        Some(int.cmp(&whole).then_with(|| 0.0_f64.total_cmp(&(float.fract() + 0.0))))
    }
}

/// The order of rows: maps, nodes, facts, lists, paths, dates, texts, booleans, numbers, NaN, null.
pub(in crate::cypher) fn total(a: &Val, b: &Val) -> Ordering {
    match (a, b) {
        (Val::Map(a), Val::Map(b)) => {
            let (a, b) = (sorted(a), sorted(b));
            let pairs = a.iter().zip(b.iter());
            let differing = pairs.map(|(a, b)| a.0.cmp(&b.0).then_with(|| total(&a.1, &b.1)));
            differing.fold(Ordering::Equal, Ordering::then).then(a.len().cmp(&b.len()))
        }
        (Val::Node(a), Val::Node(b)) | (Val::Fact(a), Val::Fact(b)) => a.cmp(b),
        (Val::List(a), Val::List(b)) => {
            let differing = a.iter().zip(b.iter()).map(|(a, b)| total(a, b)).find(|order| order.is_ne());
            differing.unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        (Val::Path(a), Val::Path(b)) => a.nodes.cmp(&b.nodes).then_with(|| a.facts.cmp(&b.facts)),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Text(a), Val::Text(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (Val::Int(_) | Val::Float(_), Val::Int(_) | Val::Float(_)) => {
            numbers(a, b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b)))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

const fn is_nan(value: &Val) -> bool {
    matches!(value, Val::Float(float) if float.is_nan())
}

const fn rank(value: &Val) -> u8 {
    match value {
        Val::Map(_) => 0,
        Val::Node(_) => 1,
        Val::Fact(_) => 2,
        Val::List(_) => 3,
        Val::Path(_) => 4,
        Val::Date(_) => 5,
        Val::Text(_) => 6,
        Val::Bool(_) => 7,
        Val::Int(_) | Val::Float(_) => 8,
        Val::Null => 9,
    }
}

fn sorted(map: &[(Arc<str>, Val)]) -> Vec<&(Arc<str>, Val)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries
}

/// A value as `DISTINCT` and groups compare it: equal if [`total`] finds no order.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Grouped(pub(in crate::cypher) Val);

impl PartialEq for Grouped {
    fn eq(&self, other: &Self) -> bool {
        total(&self.0, &other.0).is_eq()
    }
}
impl Eq for Grouped {}
impl Hash for Grouped {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

fn hash<H: Hasher>(value: &Val, state: &mut H) {
    rank(value).hash(state);
    match value {
        Val::Null => {}
        Val::Bool(truth) => truth.hash(state),
        Val::Int(int) => int.hash(state),
        Val::Float(float) => {
            #[expect(clippy::cast_possible_truncation, reason = "a float beyond the range hashes as its end")]
            let whole = *float as i64;
            if int_and_float(whole, *float) == Some(Ordering::Equal) {
                whole.hash(state);
            } else if float.is_nan() {
                u64::MAX.hash(state);
            } else {
                float.to_bits().hash(state);
            }
        }
        Val::Text(text) => text.hash(state),
        Val::Date(date) => date.hash(state),
        Val::Node(number) | Val::Fact(number) => number.hash(state),
        Val::List(items) => {
            items.len().hash(state);
            items.iter().for_each(|item| hash(item, state));
        }
        Val::Map(entries) => {
            entries.len().hash(state);
            for (key, value) in sorted(entries) {
                key.hash(state);
                hash(value, state);
            }
        }
        Val::Path(path) => {
            path.nodes.hash(state);
            path.facts.hash(state);
        }
    }
}
