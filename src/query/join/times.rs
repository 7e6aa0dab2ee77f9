//! The times of a relation's facts, close together: where many are compared, records lie too far apart.

use std::cell::{Cell, OnceCell};

use crate::{
    graph::KnowledgeGraph,
    model::{FactId, RelationId},
    time::{Span, When},
};

/// In the time in which the times of so many facts are read here and there, all of a relation are put together.
const READ: usize = 4;

/// There are no more facts in a span of numbers than so many for each of the relation, or it is not worth it.
const SPREAD: usize = 64;

/// The times of the facts of a relation, as they are asked for.
#[derive(Debug, Default)]
pub(super) struct Times {
    asked: Cell<usize>,
    /// Nothing, if it is not worth it.
    days: OnceCell<Option<Days>>,
}

/// Which facts happened on which day, of those that did so on one day for sure: two bytes for each fact of a span.
#[derive(Debug)]
struct Days {
    first: u32,
    /// By fact, one more than the place of its time; 0 for all other facts.
    places: Vec<u16>,
    times: Vec<When>,
}

impl Times {
    /// The time of a fact of the relation.
    ///
    /// Read from its record at first; after many, from the order of time, in which facts of one day lie together.
    #[inline]
    pub(super) fn of(&self, kg: &KnowledgeGraph, relation: Option<RelationId>, fact: u32) -> When {
        match self.days.get() {
            Some(Some(days)) => {
                let place = days.places.get(fact.wrapping_sub(days.first) as usize).copied().unwrap_or(0);
                let time = usize::from(place).checked_sub(1).and_then(|place| days.times.get(place));
                time.copied().unwrap_or_else(|| written(kg, fact))
            }
            Some(None) => written(kg, fact),
            None => {
                let asked = self.asked.get() + 1;
                self.asked.set(asked);
                if let Some(relation) = relation
                    && asked * READ > kg.tables().facts_of(relation).len()
                {
                    self.days.get_or_init(|| Days::of(kg, relation));
                }
                written(kg, fact)
            }
        }
    }
}

fn written(kg: &KnowledgeGraph, fact: u32) -> When {
    kg.tables().record(FactId::new(fact)).map_or(When::UNSTATED, |record| record.when)
}

impl Days {
    fn of(kg: &KnowledgeGraph, relation: RelationId) -> Option<Self> {
        let facts = kg.tables().facts_of(relation);
        let (first, last) = (facts.first()?.index(), facts.last()?.index());
        let span = (last - first) as usize + 1;
        if span / SPREAD > facts.len() {
            return None;
        }
        let mut days = Self { first, places: vec![0; span], times: Vec::new() };
        let told = kg.tables().each_touching(relation, Span::ALL, |day, facts| {
            let Some(day) = day else { return };
            let when = When::on(day.into());
            if days.times.last() != Some(&when) {
                days.times.push(when);
            }
            // Of more days than 16 bits can count the last are read from records.
            let Ok(place) = u16::try_from(days.times.len()) else { return };
            for fact in facts {
                if let Some(at) = days.places.get_mut(fact.wrapping_sub(first) as usize) {
                    *at = place;
                }
            }
        });
        told.then_some(days)
    }
}
