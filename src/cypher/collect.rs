//! `WITH` and `RETURN`: rows are projected, grouped, made distinct, sorted and cut.
//!
//! An aggregate of rows of which some are only possible has several values: that of the certain rows, and that of all.
//! A `RETURN` gives a row for each: `certainly 5` and `possibly 8`. After a `WITH`, there is one row, of all rows, which
//! is possible.

use std::cmp::Ordering;

use indexmap::IndexMap;

use super::{
    evaluate::{Accumulator, Code, Context, Grouped, Projected, RowSource, total},
    program::End,
    run::{Env, Flow},
    value::Val,
};
use crate::{
    error::{Error, ErrorKind},
    time::Truth,
};

/// So many rows are kept at most.
const MOST_ROWS: usize = 20_000_000;

/// Rows that are kept: of one width, with their truths.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) rows: Vec<(Box<[Val]>, Truth)>,
}

/// Collects the rows of a segment.
#[derive(Debug)]
pub(super) struct Collector<'p> {
    end: &'p End,
    least: Truth,
    skip: usize,
    limit: usize,
    groups: IndexMap<Box<[Grouped]>, Group>,
    distinct: IndexMap<Box<[Grouped]>, usize>,
    rows: Vec<Output>,
}

#[derive(Debug)]
struct Output {
    cells: Box<[Val]>,
    keys: Box<[Val]>,
    truth: Truth,
    /// How true the condition is of it.
    met: Truth,
}

/// The aggregates of a group: of the certain rows, of these and the possible ones, and of all.
#[derive(Debug, Default)]
struct Group {
    levels: [Option<Vec<Accumulator>>; 3],
}

const LEVELS: [Truth; 3] = [Truth::Yes, Truth::Possibly, Truth::No];

impl<'p> Collector<'p> {
    pub(super) fn new(end: &'p End, env: Env<'_, '_>) -> Result<Self, Error> {
        let number = |code: &Option<Code>, what: &str| -> Result<Option<usize>, Error> {
            let Some(code) = code else { return Ok(None) };
            match code.value(&mut env.context(&[]))? {
                Val::Int(number) if number >= 0 => Ok(Some(usize::try_from(number).unwrap_or(usize::MAX))),
                other => {
                    let found = super::rows::found(env.view, &other);
                    let why = format!("`{what}` takes a whole number that is not negative; found {found}");
                    Err(code.placed(Error::new(ErrorKind::InvalidQuery, why)))
                }
            }
        };
        let (skip, limit) = (number(&end.skip, "SKIP")?.unwrap_or(0), number(&end.limit, "LIMIT")?);
        Ok(Self {
            end,
            least: env.least,
            skip,
            limit: limit.unwrap_or(usize::MAX),
            groups: IndexMap::new(),
            distinct: IndexMap::new(),
            rows: Vec::new(),
        })
    }

    /// Whether rows need not be made at all.
    pub(super) const fn is_done(&self) -> bool {
        self.limit == 0 && !self.end.projected.is_aggregated
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &[Val], truth: Truth, env: Env<'_, '_>) -> Result<Flow, Error> {
        let projected = &self.end.projected;
        if projected.is_aggregated {
            self.group(row, truth, env)?;
            return Ok(Flow::Continue(()));
        }
        self.output(row, truth, env)?;
        let enough = projected.order.is_empty()
            && !self.end.distinct
            && self.end.condition.is_none()
            && self.rows.len() >= self.skip.saturating_add(self.limit);
        Ok(if enough { Flow::Break(()) } else { Flow::Continue(()) })
    }

    fn group(&mut self, row: &[Val], truth: Truth, env: Env<'_, '_>) -> Result<(), Error> {
        let projected = &self.end.projected;
        let mut cx = env.context(row);
        let keys = projected.keys.iter().map(|key| self.read(key, row, &mut cx).map(Grouped));
        let keys = keys.collect::<Result<Box<[_]>, _>>()?;
        let truth = truth.and(cx.truth);
        if !keeps(self.least, truth) {
            return Ok(());
        }
        if self.groups.len() >= MOST_ROWS {
            return Err(too_many());
        }
        let group = self.groups.entry(keys).or_default();
        group.add(projected, truth, &mut env.context(row))
    }

    /// The value of an expression for a row. A variable that a `WITH` passes on stays a node, also if it is the node of
    /// a value.
    fn read(&self, code: &Code, row: &[Val], cx: &mut Context<'_, '_>) -> Result<Val, Error> {
        match code.as_column() {
            Some(column) if !self.end.is_return && !self.end.distinct => {
                Ok(row.get(column).cloned().unwrap_or(Val::Null))
            }
            _ => code.value(cx),
        }
    }

    /// Projects a row, or the keys and aggregates of a group.
    fn output(&mut self, row: &[Val], truth: Truth, env: Env<'_, '_>) -> Result<(), Error> {
        let projected = &self.end.projected;
        let mut cx = env.context(row);
        let cells = projected.outputs.iter().map(|(_, code)| self.read(code, row, &mut cx));
        let cells = cells.collect::<Result<Box<[_]>, _>>()?;
        let truth = truth.and(cx.truth);
        if !keeps(self.least, truth) {
            return Ok(());
        }
        if self.end.distinct {
            let key: Box<[Grouped]> = cells.iter().cloned().map(Grouped).collect();
            if let Some(place) = self.distinct.get(&key) {
                if let Some(output) = self.rows.get_mut(*place) {
                    output.truth = output.truth.or(truth);
                }
                return Ok(());
            }
            self.distinct.insert(key, self.rows.len());
        }
        let mut cx = Context::new(env.view, env.parameters, RowSource::Values(row));
        cx.projected = &cells;
        let keys = projected.order.iter().map(|(code, _)| code.value(&mut cx));
        let keys = keys.collect::<Result<Box<[_]>, _>>()?;
        // Which rows are cut off rests on what they are sorted by.
        let is_cut = self.end.skip.is_some() || self.end.limit.is_some();
        let truth = if is_cut { truth.and(cx.truth) } else { truth };
        if self.rows.len() >= MOST_ROWS {
            return Err(too_many());
        }
        let met = self.met(row, &cells, env)?;
        self.rows.push(Output { cells, keys, truth, met });
        Ok(())
    }

    fn met(&self, row: &[Val], cells: &[Val], env: Env<'_, '_>) -> Result<Truth, Error> {
        let Some(condition) = &self.end.condition else { return Ok(Truth::Yes) };
        let before = if self.end.sees_row { row } else { &[] };
        let seen: Vec<Val> = before.iter().chain(cells).cloned().collect();
        Ok(condition.truth(&mut env.context(&seen))?.unwrap_or(Truth::No))
    }

    /// The rows, in order.
    pub(super) fn finish(mut self, env: Env<'_, '_>) -> Result<Kept, Error> {
        let projected = &self.end.projected;
        if projected.is_aggregated {
            let mut groups = std::mem::take(&mut self.groups);
            if groups.is_empty() && projected.keys.is_empty() {
                groups.insert(Box::default(), Group::default());
            }
            for (keys, group) in groups {
                let keys: Vec<Val> = keys.into_iter().map(|key| key.0).collect();
                for (aggregates, truth) in group.finish(projected, self.end.is_return) {
                    let row: Vec<Val> = keys.iter().cloned().chain(aggregates).collect();
                    self.output(&row, truth, env)?;
                }
            }
        }
        Ok(self.sorted())
    }

    /// The rows that were made, in order.
    fn sorted(mut self) -> Kept {
        let projected = &self.end.projected;
        let order: Vec<bool> = projected.order.iter().map(|(_, descending)| *descending).collect();
        if !order.is_empty() {
            self.rows.sort_by(|a, b| compare(&a.keys, &b.keys, &order));
        }
        let rows = self.rows.into_iter().skip(self.skip).take(self.limit);
        let mut kept = Kept::default();
        for Output { cells, truth, met, .. } in rows.filter(|output| output.met.is_possible()) {
            let truth = truth.and(met);
            if keeps(self.least, truth) {
                kept.rows.push((cells, truth));
            }
        }
        kept
    }

    /// The rows of a count that the pattern engine made without listing the matches.
    pub(super) fn counted(mut self, counts: [u64; 3], env: Env<'_, '_>) -> Result<Kept, Error> {
        let mut sum = 0_u64;
        let is_final = counts.into_iter().skip(1).all(|count| count == 0);
        for (level, (count, truth)) in counts.into_iter().zip(LEVELS).enumerate() {
            sum = sum.saturating_add(count);
            if count > 0 || level == 0 {
                let number = i64::try_from(sum).map_err(|_| {
                    Error::new(ErrorKind::Full, format!("the count {sum} is greater than {}", i64::MAX))
                })?;
                // What is made of a number that may grow is not certain.
                let is_certain = level > 0 || is_final || is_bare(&self.end.projected);
                let truth = if is_certain { truth } else { truth.and(Truth::Possibly) };
                self.output(&[Val::Int(number)], truth, env)?;
            }
        }
        Ok(self.sorted())
    }
}

impl Group {
    fn add(&mut self, projected: &Projected, truth: Truth, cx: &mut Context<'_, '_>) -> Result<(), Error> {
        let level = LEVELS.iter().position(|level| *level == truth).unwrap_or(0);
        // What the level adds to those before it, which have been added to so far.
        if self.levels.get(level).is_some_and(Option::is_none) {
            let before = self.levels.iter().take(level).rev().find_map(Clone::clone);
            let start = || projected.aggregates.iter().map(super::evaluate::AggregateCode::start).collect();
            if let Some(place) = self.levels.get_mut(level) {
                *place = Some(before.unwrap_or_else(start));
            }
        }
        for accumulators in self.levels.iter_mut().skip(level).flatten() {
            for (accumulator, code) in accumulators.iter_mut().zip(&projected.aggregates) {
                accumulator.add(code, cx, truth)?;
            }
        }
        Ok(())
    }

    /// The aggregates with their truth: of each level if the query ends, else of all rows.
    fn finish(self, projected: &Projected, each: bool) -> Vec<(Vec<Val>, Truth)> {
        let finished = |accumulators: Vec<Accumulator>, truth: Truth| {
            let (mut values, mut least) = (Vec::new(), truth);
            for (accumulator, code) in accumulators.into_iter().zip(&projected.aggregates) {
                let (value, truth) = accumulator.finish(code);
                values.push(value);
                least = least.and(truth);
            }
            (values, least)
        };
        let start = || projected.aggregates.iter().map(super::evaluate::AggregateCode::start).collect();
        let [certain, possible, all] = self.levels;
        let certain = if projected.keys.is_empty() { Some(certain.unwrap_or_else(start)) } else { certain };
        let mut levels: Vec<_> = [certain, possible, all]
            .into_iter()
            .zip(LEVELS)
            .filter_map(|(level, truth)| Some((level?, truth)))
            .collect();
        if !each && levels.len() > 1 {
            // All rows that are not denied.
            let place = levels.iter().rposition(|(_, truth)| *truth != Truth::No).unwrap_or(0);
            levels = vec![levels.swap_remove(place)];
        }
        let mut rows: Vec<(Vec<Val>, Truth)> = Vec::new();
        for (accumulators, truth) in levels {
            let (values, truth) = finished(accumulators, truth);
            if let Some((before, certain)) = rows.last_mut() {
                let pairs = before.iter().zip(&values).zip(&projected.aggregates);
                let (mut is_same, mut is_sure) = (true, true);
                for ((one, other), code) in pairs {
                    let same = total(one, other).is_eq();
                    is_same &= same;
                    is_sure &= code.is_sure(same);
                }
                // If possible rows change nothing, the value is as certain as it was.
                if !is_sure || !is_same && !is_bare(projected) {
                    *certain = certain.and(Truth::Possibly);
                }
                if is_same {
                    continue;
                }
            }
            rows.push((values, truth));
        }
        rows
    }
}

/// Whether a view that asks for this certainty lets a row of this truth through.
fn keeps(least: Truth, truth: Truth) -> bool {
    truth == Truth::No || truth >= least
}

/// Whether each column is a key or an aggregate, and nothing that is made of them.
fn is_bare(projected: &Projected) -> bool {
    projected.outputs.iter().all(|(_, code)| code.as_column().is_some())
}

fn compare(a: &[Val], b: &[Val], descending: &[bool]) -> Ordering {
    for ((a, b), descending) in a.iter().zip(b).zip(descending) {
        let order = total(a, b);
        let order = if *descending { order.reverse() } else { order };
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

fn too_many() -> Error {
    let why = format!("more than {MOST_ROWS} rows would be kept; ask for fewer with `LIMIT` or a narrower pattern");
    Error::new(ErrorKind::Full, why)
}
