//! Runs a program: segment after segment, part after part.

use indexmap::IndexMap;

use super::{
    collect::{Collector, Kept},
    evaluate::{Grouped, Visit},
    lower::Fixed,
    program::{Part, Program, Segment, Stage},
    run::{Env, ready, run},
    value::Val,
};
use crate::{error::Error, time::Truth};

/// Calls with each row of a program, in order.
pub(super) fn each_row(
    program: &Program<'_>,
    given: &[Val],
    env: Env<'_, '_>,
    sink: &mut Visit<'_>,
) -> Result<(), Error> {
    let mut seen: IndexMap<Box<[Grouped]>, Truth> = IndexMap::new();
    for part in &program.parts {
        for (row, truth) in rows_of(part, given, env)?.rows {
            if program.distinct {
                let key = row.iter().cloned().map(Grouped).collect();
                let best = seen.entry(key).or_insert(truth);
                *best = best.or(truth);
            } else if sink(&row, truth)?.is_break() {
                return Ok(());
            }
        }
    }
    for (row, truth) in seen {
        let row: Vec<Val> = row.into_iter().map(|cell| cell.0).collect();
        if sink(&row, truth)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

fn rows_of(part: &Part<'_>, given: &[Val], env: Env<'_, '_>) -> Result<Kept, Error> {
    let mut kept = Kept { rows: vec![(given.into(), Truth::Yes)] };
    for (number, segment) in part.segments.iter().enumerate() {
        kept = pass(segment, kept, number == 0 && given.is_empty(), env)?;
    }
    Ok(kept)
}

fn pass(segment: &Segment<'_>, kept: Kept, is_first: bool, env: Env<'_, '_>) -> Result<Kept, Error> {
    let mut collector = Collector::new(&segment.end, env)?;
    if is_first && let Some(counts) = counted(segment)? {
        return collector.counted(counts, env);
    }
    if collector.is_done() {
        return collector.finish(env);
    }
    let stages = ready(&segment.stages, env.view)?;
    for (row, truth) in kept.rows {
        let mut row = row.into_vec();
        let flow = run(&stages, &mut row, truth, env, &mut |row, truth| collector.add(row, truth, env))?;
        if flow.is_break() {
            break;
        }
    }
    collector.finish(env)
}

/// The number of matches, if a segment asks for nothing else: the pattern engine may know it without listing them.
fn counted(segment: &Segment<'_>) -> Result<Option<[u64; 3]>, Error> {
    let Some(fixed) = counts(segment) else { return Ok(None) };
    let count = fixed.query.count().map_err(|error| fixed.placed(error))?;
    Ok(Some([count.certain, count.possible, count.denied]))
}

/// The pattern of which a segment asks nothing but the number of matches.
pub(super) fn counts<'s, 'g>(segment: &'s Segment<'g>) -> Option<&'s Fixed<'g>> {
    let projected = &segment.end.projected;
    let ([Stage::Fixed(fixed)], [aggregate]) = (segment.stages.as_slice(), projected.aggregates.as_slice()) else {
        return None;
    };
    let only =
        projected.keys.is_empty() && aggregate.is_count_of_rows() && fixed.given.is_empty() && segment.end.is_return;
    only.then_some(fixed)
}
