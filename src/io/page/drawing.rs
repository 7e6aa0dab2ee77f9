//! Who is drawn in the graph of a page, and where: entities on a circle, those of a kind side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Plan;
use crate::view::NodeRef;

/// The most entities that are drawn.
const MOST: usize = 120;

/// The nodes and lines of the graph.
#[derive(Default)]
pub(super) struct Drawing {
    /// Numbers of entities, in the order of the circle.
    pub(super) nodes: Vec<usize>,
    pub(super) lines: Vec<Line>,
    /// How many facts between two entities are not drawn.
    pub(super) more: usize,
    drawn: BTreeSet<usize>,
    numbers: BTreeSet<usize>,
}

/// A fact between two entities.
pub(super) struct Line {
    pub(super) fact: usize,
    /// Places on the circle.
    pub(super) from: usize,
    pub(super) to: usize,
    /// How many lines join the two before this one.
    pub(super) nth: usize,
}

impl Drawing {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let joined = plan.numbered().filter_map(|(number, fact)| {
            let (from, to) = (plan.entity(fact.subject_node())?, plan.entity(fact.object_node())?);
            (from != to).then_some((number, from, to))
        });
        let joined: Vec<_> = joined.collect();
        let mut degrees: BTreeMap<usize, usize> = BTreeMap::new();
        for entity in joined.iter().flat_map(|(_, from, to)| [from, to]) {
            *degrees.entry(*entity).or_default() += 1;
        }
        let mut nodes: Vec<(usize, usize)> = degrees.into_iter().collect();
        nodes.sort_by_key(|(entity, degree)| (std::cmp::Reverse(*degree), *entity));
        nodes.truncate(MOST);
        let mut nodes: Vec<usize> = nodes.into_iter().map(|(entity, _)| entity).collect();
        let kind = |entity: &usize| {
            plan.entities.get(*entity).and_then(NodeRef::kind).map(|kind| plan.kind(kind)).unwrap_or_default()
        };
        nodes.sort_by_key(|entity| (kind(entity), *entity));
        let places: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(place, entity)| (*entity, place)).collect();
        let mut before: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut drawing = Self { drawn: nodes.iter().copied().collect(), nodes, ..Self::default() };
        for (fact, from, to) in joined {
            let (Some(from), Some(to)) = (places.get(&from).copied(), places.get(&to).copied()) else {
                drawing.more += 1;
                continue;
            };
            let count = before.entry((from.min(to), from.max(to))).or_default();
            drawing.lines.push(Line { fact, from, to, nth: *count });
            drawing.numbers.insert(fact);
            *count += 1;
        }
        drawing
    }

    /// Whether an entity is drawn.
    pub(super) fn has_node(&self, entity: usize) -> bool {
        self.drawn.contains(&entity)
    }

    /// Whether a fact is drawn.
    pub(super) fn has_line(&self, fact: usize) -> bool {
        self.numbers.contains(&fact)
    }
}

/// Cosine and sine of a part of a full turn, in millionths; computed with additions and multiplications alone, which
/// give the same bits on every machine.
pub(super) fn turned(part: usize, whole: usize) -> (i64, i64) {
    let eighths = 8 * part / whole.max(1);
    #[expect(clippy::cast_precision_loss, reason = "parts of a circle are few")]
    let rest = (part as f64 / whole.max(1) as f64 - eighths as f64 / 8.0) * std::f64::consts::TAU;
    let (mut cos, mut sin, mut term) = (0.0, 0.0, 1.0);
    for power in 0_u8..16 {
        if power > 0 {
            term = term * rest / f64::from(power);
        }
        match power % 4 {
            0 => cos += term,
            1 => sin += term,
            2 => cos -= term,
            _ => sin -= term,
        }
    }
    for _ in 0..eighths {
        let half = std::f64::consts::FRAC_1_SQRT_2;
        (cos, sin) = ((cos - sin) * half, (cos + sin) * half);
    }
    #[expect(clippy::cast_possible_truncation, reason = "both lie between -1 and 1")]
    let millionths = |x: f64| (x * 1e6).round() as i64;
    (millionths(cos), millionths(sin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_those_of_a_circle() {
        for whole in [1, 7, 8, 120] {
            for part in 0..whole {
                #[expect(clippy::cast_precision_loss, reason = "parts of a circle are few")]
                let angle = std::f64::consts::TAU * part as f64 / whole as f64;
                let (cos, sin) = turned(part, whole);
                #[expect(clippy::cast_precision_loss, reason = "at most a million")]
                let off = (cos as f64 / 1e6 - angle.cos()).abs().max((sin as f64 / 1e6 - angle.sin()).abs());
                assert!(off < 2e-6, "{part} of {whole}: {off}");
            }
        }
    }
}
