//! Questions of the times of facts. Each gives a truth.

use super::{Function, Type, refused};
use crate::{
    cypher::{
        evaluate::{code::wrong, context::Context},
        value::Val,
    },
    error::Error,
    model::FactId,
    time::{Allen, AllenSet, PartialDate, Span, When},
    view::TimeQuestion,
};

/// One of Allen's relations between two facts.
macro_rules! allen {
    ($name:literal, $relation:expr) => {
        Function::new($name, 2, 2, Type::Bool, |cx, args| {
            let (one, other) = times(cx, $name, args)?;
            Ok(Val::Bool(one.stands($relation, other)))
        })
    };
}

pub(super) const ALL: &[Function] = &[
    Function::new("holds_on", 2, 2, Type::Bool, |cx, args| {
        let (when, date) = (time(cx, "holds_on", args.first())?, a_date("holds_on", args.get(1))?);
        Ok(Val::Bool(cx.view.filter().question(TimeQuestion::On(date), when)))
    }),
    Function::new("holds_during", 2, 3, Type::Bool, |cx, args| {
        let when = time(cx, "holds_during", args.first())?;
        let span = a_span(args.get(1..).unwrap_or_default())?;
        Ok(Val::Bool(cx.view.filter().question(TimeQuestion::During(span), when)))
    }),
    Function::new("begins_after", 3, 4, Type::Bool, |cx, args| {
        let (one, other) = times(cx, "begins_after", args)?;
        let days = match args.get(2..) {
            Some([most]) => 0..=days(most)?,
            Some([least, most]) => days(least)?..=days(most)?,
            _ => return Ok(Val::Null),
        };
        Ok(Val::Bool(one.begins_after(other, days)))
    }),
    allen!("share_a_day", AllenSet::SHARES_A_DAY),
    allen!("before", Allen::Before),
    allen!("meets", Allen::Meets),
    allen!("overlaps", Allen::Overlaps),
    allen!("finished_by", Allen::FinishedBy),
    allen!("contains", Allen::Contains),
    allen!("starts", Allen::Starts),
    allen!("equals", Allen::Equals),
    allen!("started_by", Allen::StartedBy),
    allen!("during", Allen::During),
    allen!("finishes", Allen::Finishes),
    allen!("overlapped_by", Allen::OverlappedBy),
    allen!("met_by", Allen::MetBy),
    allen!("after", Allen::After),
];

fn time(cx: &Context<'_, '_>, function: &str, arg: Option<&Val>) -> Result<When, Error> {
    match arg {
        Some(Val::Fact(fact)) => Ok(cx.view.as_seen(FactId::new(*fact)).when()),
        Some(other) => Err(refused(function, "a relationship", other)),
        None => Ok(When::UNSTATED),
    }
}

fn times(cx: &Context<'_, '_>, function: &str, args: &[Val]) -> Result<(When, When), Error> {
    Ok((time(cx, function, args.first())?, time(cx, function, args.get(1))?))
}

fn a_date(function: &str, arg: Option<&Val>) -> Result<PartialDate, Error> {
    match arg {
        Some(Val::Date(date)) => Ok(*date),
        Some(Val::Text(text)) => text.parse(),
        Some(other) => Err(refused(function, "a date, or its text", other)),
        None => Err(wrong(format!("`{function}` expects a date"))),
    }
}

/// From the first day of one date to the last day of another, or of the same. A text may have both, as `1991/1992-03`.
fn a_span(args: &[Val]) -> Result<Span, Error> {
    let (from, to) = match args {
        [Val::Text(text)] if text.contains('/') => {
            let (from, to) = text.split_once('/').unwrap_or((text, ""));
            (from.parse::<PartialDate>()?, to.parse::<PartialDate>()?)
        }
        [date] => {
            let date = a_date("holds_during", Some(date))?;
            (date, date)
        }
        _ => (a_date("holds_during", args.first())?, a_date("holds_during", args.get(1))?),
    };
    Span::new(Some(from.first()), Some(to.last()))
}

fn days(arg: &Val) -> Result<i64, Error> {
    match arg {
        Val::Int(days) => Ok(*days),
        other => Err(refused("begins_after", "integers as numbers of days", other)),
    }
}
