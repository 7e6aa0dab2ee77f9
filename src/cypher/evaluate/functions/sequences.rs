//! Functions of lists and texts.

use std::sync::Arc;

use super::{Function, Type, refused};
use crate::{
    cypher::{
        evaluate::{
            code::wrong,
            context::{Context, check_count, check_text, list},
            lists::reversed,
            properties::{self, text},
        },
        value::Val,
    },
    error::Error,
};

pub(super) const ALL: &[Function] = &[
    Function::new("size", 1, 1, Type::Int, |_, args| match args {
        [Val::List(items)] => Ok(count(items.len())),
        [Val::Text(text)] => Ok(count(text.chars().count())),
        [Val::Map(entries)] => Ok(count(entries.len())),
        [other, ..] => Err(refused("size", "a list or a text", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("length", 1, 1, Type::Int, |_, args| match args {
        [Val::Path(path)] => Ok(count(path.facts.len())),
        [Val::List(items)] => Ok(count(items.len())),
        [Val::Text(text)] => Ok(count(text.chars().count())),
        [other, ..] => Err(refused("length", "a path", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("char_length", 1, 1, Type::Int, |_, args| Ok(count(a_text("char_length", args)?.chars().count()))),
    Function::new("character_length", 1, 1, Type::Int, |_, args| {
        Ok(count(a_text("character_length", args)?.chars().count()))
    }),
    Function::new("isEmpty", 1, 1, Type::Bool, |_, args| match args {
        [Val::List(items)] => Ok(Val::Bool(items.is_empty().into())),
        [Val::Text(text)] => Ok(Val::Bool(text.is_empty().into())),
        [Val::Map(entries)] => Ok(Val::Bool(entries.is_empty().into())),
        [other, ..] => Err(refused("isEmpty", "a list, a map or a text", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("head", 1, 1, Type::Any, |_, args| Ok(a_list("head", args)?.first().cloned().unwrap_or(Val::Null))),
    Function::new("last", 1, 1, Type::Any, |_, args| Ok(a_list("last", args)?.last().cloned().unwrap_or(Val::Null))),
    Function::new("tail", 1, 1, Type::List, |_, args| {
        Ok(Val::List(Arc::from(a_list("tail", args)?.get(1..).unwrap_or_default())))
    }),
    Function::new("reverse", 1, 1, Type::Any, |_, args| match args {
        [Val::List(items)] => reversed(items),
        [Val::Text(reversed)] => Ok(text(&reversed.chars().rev().collect::<String>())),
        [other, ..] => Err(refused("reverse", "a list or a text", other)),
        [] => Ok(Val::Null),
    }),
    Function::new("range", 2, 3, Type::List, |_, args| range(args)),
    Function::new("keys", 1, 1, Type::List, keys),
    Function::new("properties", 1, 1, Type::Map, |cx, args| match args {
        [of, ..] => {
            properties::all(cx, of)?.ok_or_else(|| refused("properties", "a node, a relationship or a map", of))
        }
        [] => Ok(Val::Null),
    }),
    Function::new("toUpper", 1, 1, Type::Text, |_, args| Ok(text(&a_text("toUpper", args)?.to_uppercase()))),
    Function::new("toLower", 1, 1, Type::Text, |_, args| Ok(text(&a_text("toLower", args)?.to_lowercase()))),
    Function::new("upper", 1, 1, Type::Text, |_, args| Ok(text(&a_text("upper", args)?.to_uppercase()))),
    Function::new("lower", 1, 1, Type::Text, |_, args| Ok(text(&a_text("lower", args)?.to_lowercase()))),
    Function::new("trim", 1, 1, Type::Text, |_, args| Ok(text(a_text("trim", args)?.trim()))),
    Function::new("lTrim", 1, 1, Type::Text, |_, args| Ok(text(a_text("lTrim", args)?.trim_start()))),
    Function::new("rTrim", 1, 1, Type::Text, |_, args| Ok(text(a_text("rTrim", args)?.trim_end()))),
    Function::new("replace", 3, 3, Type::Text, |_, args| match args {
        [Val::Text(of), Val::Text(part), Val::Text(by)] => replace(of, part, by),
        _ => Err(not_texts("replace", args)),
    }),
    Function::new("split", 2, 2, Type::List, |_, args| match args {
        [Val::Text(of), Val::Text(by)] if by.is_empty() => {
            list(of.chars().map(|sign| text(sign.encode_utf8(&mut [0; 4]))))
        }
        [Val::Text(of), Val::Text(by)] => list(of.split(&**by).map(text)),
        _ => Err(not_texts("split", args)),
    }),
    Function::new("substring", 2, 3, Type::Text, |_, args| {
        let of = a_text("substring", args)?;
        let from = length("substring", args.get(1))?;
        let most = args.get(2).map_or(Ok(usize::MAX), |most| length("substring", Some(most)))?;
        Ok(text(&of.chars().skip(from).take(most).collect::<String>()))
    }),
    Function::new("left", 2, 2, Type::Text, |_, args| {
        let (of, most) = (a_text("left", args)?, length("left", args.get(1))?);
        Ok(text(&of.chars().take(most).collect::<String>()))
    }),
    Function::new("right", 2, 2, Type::Text, |_, args| {
        let (of, most) = (a_text("right", args)?, length("right", args.get(1))?);
        let skipped = of.chars().count().saturating_sub(most);
        Ok(text(&of.chars().skip(skipped).collect::<String>()))
    }),
];

fn count(number: usize) -> Val {
    Val::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn a_text<'v>(function: &str, args: &'v [Val]) -> Result<&'v str, Error> {
    match args {
        [Val::Text(text), ..] => Ok(text),
        [other, ..] => Err(refused(function, "a text", other)),
        [] => Ok(""),
    }
}

fn a_list<'v>(function: &str, args: &'v [Val]) -> Result<&'v [Val], Error> {
    match args {
        [Val::List(items), ..] => Ok(items),
        [other, ..] => Err(refused(function, "a list", other)),
        [] => Ok(&[]),
    }
}

fn not_texts(function: &str, args: &[Val]) -> Error {
    let other = args.iter().find(|arg| !matches!(arg, Val::Text(_))).unwrap_or(&Val::Null);
    refused(function, "texts", other)
}

fn length(function: &str, arg: Option<&Val>) -> Result<usize, Error> {
    match arg {
        Some(Val::Int(int)) => {
            usize::try_from(*int).map_err(|_| wrong(format!("`{function}` expects a length of 0 or more; found {int}")))
        }
        Some(other) => Err(refused(function, "an integer as length", other)),
        None => Ok(0),
    }
}

fn replace(of: &str, part: &str, by: &str) -> Result<Val, Error> {
    let places = if part.is_empty() { of.chars().count() + 1 } else { of.matches(part).count() };
    check_text(of.len().saturating_add(places.saturating_mul(by.len())))?;
    Ok(text(&of.replace(part, by)))
}

/// The integers from one to another, both included.
fn range(args: &[Val]) -> Result<Val, Error> {
    let int = |arg: &Val| match arg {
        Val::Int(int) => Ok(*int),
        other => Err(refused("range", "integers", other)),
    };
    let (from, to, step) = match args {
        [from, to] => (int(from)?, int(to)?, 1),
        [from, to, step, ..] => (int(from)?, int(to)?, int(step)?),
        _ => return Ok(Val::Null),
    };
    if step == 0 {
        return Err(wrong("the step of `range` is 0; expected another integer"));
    }
    let distance = i128::from(to) - i128::from(from);
    if distance.signum() * i128::from(step.signum()) < 0 {
        return list([]);
    }
    check_count((distance / i128::from(step)).unsigned_abs() + 1)?;
    let numbers = std::iter::successors(Some(from), |last| {
        last.checked_add(step).filter(|next| if step > 0 { *next <= to } else { *next >= to })
    });
    list(numbers.map(Val::Int))
}

fn keys(cx: &mut Context<'_, '_>, args: &[Val]) -> Result<Val, Error> {
    let [of, ..] = args else { return Ok(Val::Null) };
    match properties::all(cx, of)? {
        Some(Val::Map(entries)) => list(entries.iter().map(|(key, _)| Val::Text(key.clone()))),
        _ => Err(refused("keys", "a node, a relationship or a map", of)),
    }
}
