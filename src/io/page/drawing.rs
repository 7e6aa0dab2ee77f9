//! Who is drawn in the graph of a page: the entities that the most facts join, and these facts.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Plan;
use crate::view::NodeRef;

/// The most entities that are drawn.
pub(super) const MOST: usize = 120;

/// The nodes and lines of the graph.
#[derive(Default)]
pub(super) struct Drawing {
    /// Numbers of entities, those of a kind one after the other.
    pub(super) nodes: Vec<usize>,
    pub(super) lines: Vec<Line>,
    /// How many facts between two entities are not drawn.
    pub(super) more: usize,
    /// How many entities that such facts join are not drawn.
    pub(super) more_entities: usize,
    drawn: BTreeSet<usize>,
    numbers: BTreeSet<usize>,
}

/// A fact between two entities.
pub(super) struct Line {
    pub(super) fact: usize,
    /// Places among the nodes.
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
        let more_entities = nodes.len().saturating_sub(MOST);
        nodes.truncate(MOST);
        let mut nodes: Vec<usize> = nodes.into_iter().map(|(entity, _)| entity).collect();
        let kind = |entity: &usize| {
            plan.entities.get(*entity).and_then(NodeRef::kind).map(|kind| plan.kind(kind)).unwrap_or_default()
        };
        nodes.sort_by_key(|entity| (kind(entity), *entity));
        let places: BTreeMap<usize, usize> = nodes.iter().enumerate().map(|(place, entity)| (*entity, place)).collect();
        let mut before: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut drawing = Self { drawn: nodes.iter().copied().collect(), nodes, more_entities, ..Self::default() };
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
