//! `AND`, `OR`, `XOR`, `IS NULL`, `CASE` and quantifiers.
//!
//! A condition is true, possible, null or false. `AND` gives the least and `OR` the greatest of its parts, in this
//! order:
//!
//! ```text
//! false < null < possible < true
//! ```
//!
//! | a | b | a AND b | a OR b | a XOR b |
//! |---|---|---|---|---|
//! | true | possible | possible | true | possible |
//! | true | null | null | true | null |
//! | possible | possible | possible | possible | possible |
//! | possible | null | null | possible | null |
//! | possible | false | false | possible | possible |
//! | null | false | false | null | null |
//!
//! Without *possible* these are the tables of openCypher, and without null those of Kleene. `possible AND null` is null,
//! as it is true in no case; `possible OR null` is possible, as it is true in some. `NOT` exchanges true and false, and
//! keeps possible and null. A `NOT` before `AND`, `OR` or a quantifier is moved into it when the query is compiled, by De
//! Morgan's laws, so that the least and the greatest are those of the parts as they are asked: `NOT (a AND b)` with a
//! possible and b null is possible.
//!
//! A value that rests on facts which are only possible makes a condition no more than possible. In a list or a row it
//! makes the row possible. A `CASE` takes a branch whose condition is possible, and the row is then possible.

use super::{code::Code, compare, context::Context};
use crate::{
    cypher::{
        ast::{Logic, Quantifier},
        value::Val,
    },
    error::Error,
    time::Truth,
};

/// The parts joined by a word.
pub(super) fn join(cx: &mut Context<'_, '_>, logic: Logic, parts: &[Code]) -> Result<Option<Truth>, Error> {
    let mut so_far = match logic {
        Logic::And => Some(Truth::Yes),
        Logic::Or | Logic::Xor => Some(Truth::No),
    };
    // What the parts read counts if they decide the answer together, and not if one of them decides it alone.
    let before = cx.truth;
    for part in parts {
        let read_before = std::mem::replace(&mut cx.truth, Truth::Yes);
        let next = part.truth(cx);
        let read = std::mem::replace(&mut cx.truth, read_before);
        let next = next?;
        so_far = match logic {
            Logic::And => least(so_far, next),
            Logic::Or => greatest(so_far, next),
            Logic::Xor => xor(so_far, next),
        };
        match (logic, so_far) {
            (Logic::And, Some(Truth::No)) | (Logic::Or, Some(Truth::Yes)) => {
                cx.truth = before.and(read);
                break;
            }
            _ => cx.lower(read),
        }
    }
    Ok(so_far)
}

/// `AND`.
pub(super) fn least(a: Option<Truth>, b: Option<Truth>) -> Option<Truth> {
    match (a, b) {
        (Some(Truth::No), _) | (_, Some(Truth::No)) => Some(Truth::No),
        (None, _) | (_, None) => None,
        (Some(a), Some(b)) => Some(a.and(b)),
    }
}

/// `OR`.
#[expect(clippy::match_same_arms, reason = "the order of the arms is that of the truths")]
pub(super) fn greatest(a: Option<Truth>, b: Option<Truth>) -> Option<Truth> {
    match (a, b) {
        (Some(Truth::No), other) | (other, Some(Truth::No)) => other,
        (None, other) | (other, None) => other,
        (Some(a), Some(b)) => Some(a.or(b)),
    }
}

/// `XOR`.
pub(super) fn xor(a: Option<Truth>, b: Option<Truth>) -> Option<Truth> {
    match (a?, b?) {
        (Truth::Possibly, _) | (_, Truth::Possibly) => Some(Truth::Possibly),
        (a, b) => Some((a != b).into()),
    }
}

/// `IS NULL`. A value that rests on possible facts is possibly null.
pub(super) fn is_null(cx: &mut Context<'_, '_>, of: &Code, negated: bool) -> Result<Val, Error> {
    let before = std::mem::replace(&mut cx.truth, Truth::Yes);
    let value = of.value(cx);
    let read = std::mem::replace(&mut cx.truth, before);
    let null = match value? {
        Val::Null => Truth::Yes,
        _ if read.is_yes() => Truth::No,
        _ => Truth::Possibly,
    };
    Ok(Val::Bool(if negated { null.not() } else { null }))
}

pub(super) fn case(
    cx: &mut Context<'_, '_>,
    of: Option<&Code>,
    branches: &[(Code, Code)],
    otherwise: Option<&Code>,
) -> Result<Val, Error> {
    let of = of.map(|of| of.value(cx)).transpose()?;
    for (when, then) in branches {
        let met = match &of {
            // `CASE null WHEN null` does not match: equality with null is null.
            Some(of) => compare::equal(of, &when.value(cx)?),
            None => when.truth(cx)?,
        };
        if let Some(truth) = met.filter(|met| met.is_possible()) {
            cx.lower(truth);
            return then.value(cx);
        }
    }
    otherwise.map_or(Ok(Val::Null), |otherwise| otherwise.value(cx))
}

/// Of no list (null) it is null.
pub(super) fn quantified(
    cx: &mut Context<'_, '_>,
    quantifier: Quantifier,
    values: Option<&[Val]>,
    condition: &Code,
) -> Result<Option<Truth>, Error> {
    let Some(values) = values else { return Ok(None) };
    let (mut every, mut some, mut one) = (Some(Truth::Yes), Some(Truth::No), Counted::default());
    let before = cx.truth;
    for value in values {
        cx.locals.push(value.clone());
        let met = condition.truth(cx);
        cx.locals.pop();
        let met = met?;
        match quantifier {
            // The condition of `none` was negated when it was compiled.
            Quantifier::All | Quantifier::None => every = least(every, met),
            Quantifier::Any => some = greatest(some, met),
            Quantifier::Single => one.add(met),
        }
        if some == Some(Truth::Yes) {
            // One value decides it alone, whatever was read for those before it.
            cx.truth = before;
        }
        let decided = every == Some(Truth::No) || some == Some(Truth::Yes) || one.yes > 1;
        if decided {
            break;
        }
    }
    Ok(match quantifier {
        Quantifier::All | Quantifier::None => every,
        Quantifier::Any => some,
        Quantifier::Single => one.single(),
    })
}

/// How many values meet a condition.
#[derive(Default)]
struct Counted {
    yes: usize,
    possible: usize,
    null: usize,
}

impl Counted {
    fn add(&mut self, met: Option<Truth>) {
        match met {
            Some(Truth::Yes) => self.yes += 1,
            Some(Truth::Possibly) => self.possible += 1,
            Some(Truth::No) => {}
            None => self.null += 1,
        }
    }

    fn single(&self) -> Option<Truth> {
        match (self.yes, self.possible, self.null) {
            (2.., _, _) => Some(Truth::No),
            (_, _, 1..) => None,
            (_, 1.., _) => Some(Truth::Possibly),
            (yes, _, _) => Some((yes == 1).into()),
        }
    }
}
