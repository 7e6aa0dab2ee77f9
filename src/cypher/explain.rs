//! The explanation of a program.

use super::{
    execute::counts,
    program::{Program, Stage},
};
use crate::error::Error;

/// One line for each stage, and the plan of each pattern below it.
pub(super) fn explain(program: &Program<'_>) -> Result<String, Error> {
    let mut text = String::new();
    for (number, part) in program.parts.iter().enumerate() {
        if number > 0 {
            text += if program.distinct { "union of different rows with\n" } else { "union of all rows with\n" };
        }
        for (at, segment) in part.segments.iter().enumerate() {
            let counted = at == 0 && counts(segment).is_some();
            stages(&segment.stages, 0, counted, &mut text)?;
            let end = &segment.end;
            text += if end.is_return { "return" } else { "with" };
            if end.projected.is_aggregated {
                text += if end.projected.keys.is_empty() { ", aggregated" } else { ", aggregated in groups" };
            }
            if end.distinct {
                text += ", each row once";
            }
            if !end.projected.order.is_empty() {
                text += ", sorted";
            }
            if end.skip.is_some() || end.limit.is_some() {
                text += ", cut";
            }
            if end.condition.is_some() {
                text += ", if the condition is met";
            }
            text.push('\n');
        }
    }
    Ok(text)
}

fn stages(list: &[Stage<'_>], depth: usize, counted: bool, text: &mut String) -> Result<(), Error> {
    for stage in list {
        match stage {
            Stage::Fixed(fixed) => {
                line("match", depth, text);
                let plan = if counted { fixed.query.explain() } else { fixed.query.explain_rows() };
                let plan = plan.map_err(|error| fixed.placed(error))?;
                plan.lines().for_each(|step| line(step, depth + 1, text));
            }
            Stage::Chain(chain) => {
                let what = match (chain.shortest, chain.to) {
                    (Some(_), Some(_)) => "the shortest chains between two known nodes",
                    (_, Some(_)) => "every chain between two known nodes",
                    _ => "every chain from a known node",
                };
                line(what, depth, text);
            }
            Stage::Path(_) => line("what was found is a path", depth, text),
            Stage::Filter(_) => line("if the condition is met", depth, text),
            Stage::Unwind(_) => line("each element of a list", depth, text),
            Stage::Optional { stages: inner, .. } => {
                line("with, if there is", depth, text);
                stages(inner, depth + 1, false, text)?;
            }
        }
    }
    Ok(())
}

fn line(what: &str, depth: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', depth * 3));
    text.push_str(what);
    text.push('\n');
}
