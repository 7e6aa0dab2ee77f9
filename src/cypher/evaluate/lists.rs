//! Lists: elements, slices, `IN`, comprehensions and `reduce`.

use std::sync::Arc;

use super::{
    code::{Code, type_name, wrong},
    compare,
    context::{Context, ListBuilder, list},
    properties,
};
use crate::{cypher::value::Val, error::Error, time::Truth};

/// `of[index]`: an element of a list, or an entry of a map, a node or a fact by its name.
pub(super) fn index(cx: &mut Context<'_, '_>, of: &Val, index: &Val) -> Result<Val, Error> {
    match (of, index) {
        (Val::List(_) | Val::Map(_) | Val::Node(_) | Val::Fact(_) | Val::Null, Val::Null)
        | (Val::Null, Val::Int(_) | Val::Text(_)) => Ok(Val::Null),
        (Val::List(items), Val::Int(index)) => {
            Ok(at(*index, items.len()).and_then(|at| items.get(at)).cloned().unwrap_or(Val::Null))
        }
        (Val::Map(entries), Val::Text(key)) => Ok(compare::entry(entries, key).cloned().unwrap_or(Val::Null)),
        (Val::Node(_) | Val::Fact(_), Val::Text(key)) => properties::read_by_name(cx, of, key),
        (Val::List(_), other) => {
            Err(wrong(format!("an element of a list has an integer as its index; found {}", type_name(other))))
        }
        (Val::Map(_) | Val::Node(_) | Val::Fact(_), other) => {
            Err(wrong(format!("a property has a text as its name; found {}", type_name(other))))
        }
        (other, _) => Err(wrong(format!("{} has no elements; expected a list or a map", type_name(other)))),
    }
}

/// The place of an index, which counts from the end if it is negative.
fn at(index: i64, length: usize) -> Option<usize> {
    let index = i128::from(index);
    let at = if index < 0 { index + length as i128 } else { index };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// `of[from..to]`.
pub(super) fn slice(of: &Val, from: Option<&Val>, to: Option<&Val>) -> Result<Val, Error> {
    let items = match of {
        Val::Null => return Ok(Val::Null),
        Val::List(items) => items,
        other => return Err(wrong(format!("{} has no slices; expected a list", type_name(other)))),
    };
    let bound = |bound: Option<&Val>, absent: usize| match bound {
        None => Ok(Some(absent)),
        Some(Val::Null) => Ok(None),
        Some(Val::Int(index)) => {
            let (index, length) = (i128::from(*index), items.len() as i128);
            let at = if index < 0 { index + length } else { index }.clamp(0, length);
            Ok(Some(usize::try_from(at).unwrap_or(0)))
        }
        Some(other) => Err(wrong(format!("a slice has integers as its bounds; found {}", type_name(other)))),
    };
    let (Some(from), Some(to)) = (bound(from, 0)?, bound(to, items.len())?) else { return Ok(Val::Null) };
    Ok(Val::List(Arc::from(items.get(from..to).unwrap_or_default())))
}

/// `item IN list`; `None` is null.
pub(super) fn is_in(item: &Val, list: &Val) -> Result<Option<Truth>, Error> {
    match list {
        Val::Null => Ok(None),
        Val::List(items) => {
            let mut found = Some(Truth::No);
            for other in items.iter() {
                found = super::logic::greatest(found, compare::equal(item, other));
                if found == Some(Truth::Yes) {
                    break;
                }
            }
            Ok(found)
        }
        other => Err(wrong(format!("`IN` expects a list; found {}", type_name(other)))),
    }
}

/// The elements of a list; `None` of null.
pub(super) fn items(value: Val, what: &str) -> Result<Option<Arc<[Val]>>, Error> {
    match value {
        Val::Null => Ok(None),
        Val::List(items) => Ok(Some(items)),
        other => Err(wrong(format!("{what} expects a list; found {}", type_name(&other)))),
    }
}

/// `[x IN list WHERE condition | map]`. An element whose condition is possible is kept, and makes the row possible.
pub(super) fn comprehension(
    cx: &mut Context<'_, '_>,
    values: Option<&Arc<[Val]>>,
    condition: Option<&Code>,
    map: Option<&Code>,
) -> Result<Val, Error> {
    let Some(values) = values else { return Ok(Val::Null) };
    let mut found = ListBuilder::default();
    for value in values.iter() {
        cx.locals.push(value.clone());
        let kept = kept(cx, condition, map, value);
        cx.locals.pop();
        if let Some(value) = kept? {
            found.push(value)?;
        }
    }
    Ok(found.finish())
}

fn kept(
    cx: &mut Context<'_, '_>,
    condition: Option<&Code>,
    map: Option<&Code>,
    value: &Val,
) -> Result<Option<Val>, Error> {
    if let Some(condition) = condition {
        match condition.truth(cx)? {
            None | Some(Truth::No) => return Ok(None),
            Some(truth) => cx.lower(truth),
        }
    }
    map.map_or_else(|| Ok(value.clone()), |map| map.value(cx)).map(Some)
}

/// `reduce(sum = start, x IN list | step)`.
pub(super) fn reduce(cx: &mut Context<'_, '_>, start: Val, values: Option<&[Val]>, step: &Code) -> Result<Val, Error> {
    let Some(values) = values else { return Ok(Val::Null) };
    let mut sum = start;
    for value in values {
        cx.locals.push(sum);
        cx.locals.push(value.clone());
        let next = step.value(cx);
        let depth = cx.locals.len().saturating_sub(2);
        cx.locals.truncate(depth);
        sum = next?;
    }
    Ok(sum)
}

/// The elements in the opposite order.
pub(super) fn reversed(items: &[Val]) -> Result<Val, Error> {
    list(items.iter().rev().cloned())
}
