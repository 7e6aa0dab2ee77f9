//! Conversions, and functions of dates.

use super::{Function, Type, refused};
use crate::{
    cypher::{
        evaluate::{
            arithmetic::{number_text, overflow},
            code::wrong,
            compare::entry,
            properties::text,
        },
        value::Val,
    },
    error::Error,
    time::{PartialDate, Truth},
};

pub(super) const ALL: &[Function] = &[
    Function::new("toString", 1, 1, Type::Text, |_, args| to_text(args, true)),
    Function::new("toStringOrNull", 1, 1, Type::Text, |_, args| to_text(args, false)),
    Function::new("toInteger", 1, 1, Type::Int, |_, args| to_integer(args, true)),
    Function::new("toIntegerOrNull", 1, 1, Type::Int, |_, args| to_integer(args, false)),
    Function::new("toFloat", 1, 1, Type::Float, |_, args| to_float(args, true)),
    Function::new("toFloatOrNull", 1, 1, Type::Float, |_, args| to_float(args, false)),
    Function::new("toBoolean", 1, 1, Type::Bool, |_, args| to_boolean(args, true)),
    Function::new("toBooleanOrNull", 1, 1, Type::Bool, |_, args| to_boolean(args, false)),
    Function::new("date", 1, 1, Type::Date, |_, args| match args {
        [Val::Text(text)] => text.parse().map(Val::Date),
        [Val::Date(date)] => Ok(Val::Date(*date)),
        [Val::Map(entries)] => from_parts(entries),
        [other, ..] => Err(refused("date", "a text, or a map with year, month and day", other)),
        [] => Ok(Val::Null),
    }),
];

/// Null, or an error if conversions report what they cannot convert.
fn not(function: &str, expected: &str, found: &Val, reports: bool) -> Result<Val, Error> {
    if reports { Err(refused(function, expected, found)) } else { Ok(Val::Null) }
}

fn to_text(args: &[Val], reports: bool) -> Result<Val, Error> {
    match args {
        [Val::Text(_)] => Ok(args.first().cloned().unwrap_or(Val::Null)),
        [number @ (Val::Int(_) | Val::Float(_))] => Ok(text(&number_text(number))),
        [Val::Bool(truth)] => Ok(text(truth_text(*truth))),
        [Val::Date(date)] => Ok(text(&date.to_string())),
        [other, ..] => not("toString", "a text, a number, a boolean or a date", other, reports),
        [] => Ok(Val::Null),
    }
}

/// How a boolean is written.
pub(in crate::cypher) const fn truth_text(truth: Truth) -> &'static str {
    match truth {
        Truth::No => "false",
        Truth::Possibly => "possibly",
        Truth::Yes => "true",
    }
}

fn to_integer(args: &[Val], reports: bool) -> Result<Val, Error> {
    match args {
        [Val::Int(int)] => Ok(Val::Int(*int)),
        [Val::Float(float)] => truncated(*float),
        [Val::Bool(Truth::Yes)] => Ok(Val::Int(1)),
        [Val::Bool(Truth::No)] => Ok(Val::Int(0)),
        [Val::Text(text)] => {
            let text = text.trim();
            if let Ok(int) = text.parse() {
                return Ok(Val::Int(int));
            }
            decimal(text).map_or(Ok(Val::Null), truncated)
        }
        [other, ..] => not("toInteger", "a number, a text or a boolean", other, reports),
        [] => Ok(Val::Null),
    }
}

/// The whole part. Null if it is not a number.
fn truncated(float: f64) -> Result<Val, Error> {
    if float.is_nan() {
        return Ok(Val::Null);
    }
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float) {
        #[expect(clippy::cast_possible_truncation, reason = "within the range of i64, checked above")]
        return Ok(Val::Int(float as i64));
    }
    Err(overflow(format!("`toInteger({float:?})`")))
}

/// A number in decimal digits. Words such as `inf` are not numbers here.
fn decimal(text: &str) -> Option<f64> {
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    text.chars().all(digits).then(|| text.parse().ok()).flatten()
}

fn to_float(args: &[Val], reports: bool) -> Result<Val, Error> {
    match args {
        [number @ (Val::Int(_) | Val::Float(_))] => {
            Ok(Val::Float(crate::cypher::evaluate::arithmetic::as_float(number)))
        }
        [Val::Text(text)] => Ok(decimal(text.trim()).map_or(Val::Null, Val::Float)),
        [other, ..] => not("toFloat", "a number or a text", other, reports),
        [] => Ok(Val::Null),
    }
}

fn to_boolean(args: &[Val], reports: bool) -> Result<Val, Error> {
    match args {
        [Val::Bool(truth)] => Ok(Val::Bool(*truth)),
        [Val::Int(int)] => Ok(Val::Bool((*int != 0).into())),
        [Val::Text(text)] => Ok(match text.trim().to_lowercase().as_str() {
            "true" => Val::Bool(Truth::Yes),
            "false" => Val::Bool(Truth::No),
            "possibly" => Val::Bool(Truth::Possibly),
            _ => Val::Null,
        }),
        [other, ..] => not("toBoolean", "a boolean, a text or an integer", other, reports),
        [] => Ok(Val::Null),
    }
}

/// A date of year, month and day. Without a day it is a month, without a month a year.
fn from_parts(entries: &[(std::sync::Arc<str>, Val)]) -> Result<Val, Error> {
    if let Some((key, _)) = entries.iter().find(|(key, _)| !matches!(&**key, "year" | "month" | "day")) {
        return Err(wrong(format!("a date has no part `{key}`; expected year, month and day")));
    }
    let part = |name: &str| match entry(entries, name) {
        None => Ok(None),
        Some(Val::Int(int)) => Ok(Some(*int)),
        Some(other) => Err(refused("date", &format!("an integer as {name}"), other)),
    };
    let small = |number: i64, name: &str| {
        u8::try_from(number).map_err(|_| wrong(format!("`{number}` is not a valid {name} of a date")))
    };
    let (year, month, day) = (part("year")?, part("month")?, part("day")?);
    let year = year.ok_or_else(|| wrong("a date needs a year"))?;
    let year = i32::try_from(year).map_err(|_| wrong(format!("`{year}` is not a valid year of a date")))?;
    let date = match (month, day) {
        (None, None) => PartialDate::from_year(year),
        (Some(month), None) => PartialDate::from_year_month(year, small(month, "month")?),
        (Some(month), Some(day)) => PartialDate::from_ymd(year, small(month, "month")?, small(day, "day")?),
        (None, Some(_)) => return Err(wrong("a date with a day needs a month")),
    };
    date.map(Val::Date)
}
