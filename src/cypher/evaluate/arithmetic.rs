//! `+`, `-`, `*`, `/`, `%`, `^`, and signs.

use std::sync::Arc;

use super::{
    code::{type_name, wrong},
    context::{check_text, list},
};
use crate::{
    cypher::{ast::Sign, value::Val},
    error::{Error, ErrorKind},
};

/// The result of an operator. Null if one side is.
#[expect(clippy::needless_pass_by_value, reason = "the values of operands are made for it")]
pub(super) fn apply(a: Val, sign: Sign, b: Val) -> Result<Val, Error> {
    match (&a, sign, &b) {
        (Val::Null, ..) | (.., Val::Null) => Ok(Val::Null),
        (Val::List(one), Sign::Plus, Val::List(other)) => list(one.iter().chain(other.iter()).cloned()),
        (Val::List(one), Sign::Plus, other) => list(one.iter().chain([other]).cloned()),
        (one, Sign::Plus, Val::List(other)) => list([one].into_iter().chain(other.iter()).cloned()),
        (Val::Text(one), Sign::Plus, Val::Text(other)) => join(one, other),
        (Val::Text(one), Sign::Plus, Val::Int(_) | Val::Float(_)) => join(one, &number_text(&b)),
        (Val::Int(_) | Val::Float(_), Sign::Plus, Val::Text(other)) => join(&number_text(&a), other),
        (Val::Int(one), sign, Val::Int(other)) => integers(*one, sign, *other),
        (Val::Int(_) | Val::Float(_), sign, Val::Int(_) | Val::Float(_)) => {
            Ok(Val::Float(floats(as_float(&a), sign, as_float(&b))))
        }
        _ => Err(refused(&a, sign, &b)),
    }
}

fn join(one: &str, other: &str) -> Result<Val, Error> {
    check_text(one.len() + other.len())?;
    Ok(Val::Text(Arc::from([one, other].concat())))
}

fn refused(a: &Val, sign: Sign, b: &Val) -> Error {
    wrong(format!("`{}` does not take {} and {}", name(sign), type_name(a), type_name(b)))
}

pub(super) const fn name(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => "+",
        Sign::Minus => "-",
        Sign::Times => "*",
        Sign::Over => "/",
        Sign::Modulo => "%",
        Sign::Power => "^",
    }
}

fn integers(a: i64, sign: Sign, b: i64) -> Result<Val, Error> {
    if matches!(sign, Sign::Over | Sign::Modulo) && b == 0 {
        return Err(wrong(format!("`{a} {} 0` divides by zero", name(sign))));
    }
    let result = match sign {
        Sign::Plus => a.checked_add(b),
        Sign::Minus => a.checked_sub(b),
        Sign::Times => a.checked_mul(b),
        Sign::Over => a.checked_div(b),
        Sign::Modulo => Some(a.wrapping_rem(b)),
        Sign::Power => return Ok(Val::Float(floats(as_float(&Val::Int(a)), sign, as_float(&Val::Int(b))))),
    };
    result.map(Val::Int).ok_or_else(|| overflow(format!("`{a} {} {b}`", name(sign))))
}

fn floats(a: f64, sign: Sign, b: f64) -> f64 {
    match sign {
        Sign::Plus => a + b,
        Sign::Minus => a - b,
        Sign::Times => a * b,
        Sign::Over => a / b,
        Sign::Modulo => a % b,
        Sign::Power => a.powf(b),
    }
}

/// The error for an integer beyond 64 bits.
pub(super) fn overflow(what: impl std::fmt::Display) -> Error {
    let why = format!("{what} is beyond {} to {}, the integers that can be held", i64::MIN, i64::MAX);
    Error::new(ErrorKind::InvalidValue, why)
}

/// The number as a float. Integers beyond 2^53 lose their last digits, as openCypher says.
#[expect(clippy::cast_precision_loss, reason = "said above")]
pub(super) fn as_float(number: &Val) -> f64 {
    match number {
        Val::Int(int) => *int as f64,
        Val::Float(float) => *float,
        _ => f64::NAN,
    }
}

/// The text of a number: a float has a point or an exponent.
pub(in crate::cypher) fn number_text(number: &Val) -> String {
    match number {
        Val::Int(int) => int.to_string(),
        Val::Float(float) if float.is_nan() => "NaN".to_owned(),
        Val::Float(float) if float.is_infinite() => if *float > 0.0 { "Infinity" } else { "-Infinity" }.to_owned(),
        Val::Float(float) => format!("{float:?}"),
        _ => String::new(),
    }
}

/// The number with the other sign.
pub(super) fn negated(value: &Val) -> Result<Val, Error> {
    match value {
        Val::Null => Ok(Val::Null),
        Val::Int(int) => int.checked_neg().map(Val::Int).ok_or_else(|| overflow(format!("`-({int})`"))),
        Val::Float(float) => Ok(Val::Float(-float)),
        other => Err(wrong(format!("`-` does not take {}", type_name(other)))),
    }
}

/// The number unchanged.
pub(super) fn positive(value: Val) -> Result<Val, Error> {
    match value {
        Val::Null | Val::Int(_) | Val::Float(_) => Ok(value),
        other => Err(wrong(format!("`+` does not take {}", type_name(&other)))),
    }
}
