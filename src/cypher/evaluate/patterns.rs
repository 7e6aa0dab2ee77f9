//! Patterns within expressions: `EXISTS`, `COUNT`, and pattern comprehensions.

use std::ops::ControlFlow;

use super::{
    code::{Code, Pattern},
    context::{Context, ListBuilder, RowSource, Visit},
};
use crate::{cypher::value::Val, error::Error, time::Truth};

impl Pattern {
    /// Calls with each match.
    fn each(&self, cx: &mut Context<'_, '_>, visit: &mut Visit<'_>) -> Result<(), Error> {
        if self.locals == 0 && !self.as_group {
            return self.rows.each(cx, visit);
        }
        let mut row: Vec<Val> = (0..self.columns).map(|column| cx.raw_column(column)).collect();
        row.extend(cx.locals.iter().take(self.locals).cloned());
        let mut inner = Context::new(cx.view, cx.parameters, RowSource::Values(&row));
        self.rows.each(&mut inner, visit)?;
        let truth = inner.truth;
        cx.lower(truth);
        Ok(())
    }
}

/// Whether there is a match: as true as the truest.
pub(super) fn exists(cx: &mut Context<'_, '_>, pattern: &Pattern) -> Result<Val, Error> {
    let mut found = Truth::No;
    pattern.each(cx, &mut |_, truth| {
        found = found.or(truth);
        Ok(if found.is_yes() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(Val::Bool(found))
}

/// The number of matches that the view lets through. If some are only possible, the row is.
pub(super) fn count(cx: &mut Context<'_, '_>, pattern: &Pattern) -> Result<Val, Error> {
    let (mut count, mut least, asked) = (0_i64, Truth::Yes, cx.view.filter().least);
    pattern.each(cx, &mut |_, truth| {
        if truth.is_possible() && truth >= asked {
            count = count.saturating_add(1);
            least = least.and(truth);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    cx.lower(least);
    cx.counted |= !least.is_yes();
    Ok(Val::Int(count))
}

/// The values of an expression for all matches that the view lets through. If some are only possible, the row is.
pub(super) fn comprehension(cx: &mut Context<'_, '_>, pattern: &Pattern, map: &Code) -> Result<Vec<Val>, Error> {
    let (mut values, mut least) = (ListBuilder::default(), Truth::Yes);
    let (view, parameters) = (cx.view, cx.parameters);
    pattern.each(cx, &mut |row, truth| {
        if truth.is_possible() && truth >= view.filter().least {
            let mut inner = Context::new(view, parameters, RowSource::Values(row));
            values.push(map.value(&mut inner)?)?;
            least = least.and(truth).and(inner.truth);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    cx.lower(least);
    cx.counted |= !least.is_yes();
    Ok(values.items())
}
