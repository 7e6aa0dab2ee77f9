//! The times of a relation's facts side by side, for queries that compare many of them.

use std::cell::{Cell, OnceCell};

use crate::{
    graph::KnowledgeGraph,
    model::{FactId, RelationId},
    query::time_join::Moment,
    time::{Span, When},
};

/// Reading the time of one fact from its record costs as much as copying this many times.
const READ: usize = 16;

/// Times are copied only if the relation has at least one in so many facts of its span of numbers.
const SPREAD: usize = 64;

/// The times of the facts of a relation.
#[derive(Debug, Default)]
pub(super) struct Times {
    asked: Cell<usize>,
    /// `None` if copying them does not pay.
    days: OnceCell<Option<Days>>,
}

/// The days of the facts that happened on one day for sure: two bytes for each fact of a span of numbers.
#[derive(Debug)]
struct Days {
    first: u32,
    /// For each fact of the span, the place of its time counted from 1, or 0 if it has none.
    places: Vec<u16>,
    times: Vec<Moment>,
}

impl Times {
    /// The time of a fact of the relation.
    ///
    /// It is read from the fact's record at first. Once many have been read, the days are copied from the order of
    /// time.
    #[inline]
    pub(super) fn of(&self, kg: &KnowledgeGraph, relation: Option<RelationId>, fact: u32) -> Moment {
        match self.days.get() {
            Some(Some(days)) => days.of_fact(fact).unwrap_or_else(|| Moment::of(recorded(kg, fact))),
            Some(None) => Moment::of(recorded(kg, fact)),
            None => {
                let asked = self.asked.get() + 1;
                self.asked.set(asked);
                if let Some(relation) = relation
                    && asked * READ > kg.tables().facts_of(relation).len()
                {
                    self.days.get_or_init(|| Days::of(kg, relation));
                }
                Moment::of(recorded(kg, fact))
            }
        }
    }

    /// The times of many facts of the relation.
    pub(super) fn of_many(&self, kg: &KnowledgeGraph, relation: RelationId) -> impl Fn(u32) -> Moment {
        let days = self.days.get_or_init(|| Days::of(kg, relation));
        move |fact| {
            let known = days.as_ref().and_then(|days| days.of_fact(fact));
            known.unwrap_or_else(|| Moment::of(recorded(kg, fact)))
        }
    }
}

fn recorded(kg: &KnowledgeGraph, fact: u32) -> When {
    kg.tables().record(FactId::new(fact)).map_or(When::UNSTATED, |record| record.when)
}

impl Days {
    /// The day of a fact, if it is known here.
    #[inline]
    fn of_fact(&self, fact: u32) -> Option<Moment> {
        let place = self.places.get(fact.wrapping_sub(self.first) as usize)?;
        usize::from(*place).checked_sub(1).and_then(|place| self.times.get(place)).copied()
    }

    fn of(kg: &KnowledgeGraph, relation: RelationId) -> Option<Self> {
        let facts = kg.tables().facts_of(relation);
        let (first, last) = (facts.first()?.index(), facts.last()?.index());
        let span = (last - first) as usize + 1;
        if span / SPREAD > facts.len() {
            return None;
        }
        let mut days = Self { first, places: vec![0; span], times: Vec::new() };
        let known = kg.tables().each_touching(relation, Span::ALL, |day, facts| {
            let Some(day) = day else { return };
            let moment = Moment::of(When::on(day.into()));
            if days.times.last() != Some(&moment) {
                days.times.push(moment);
            }
            // Beyond as many days as 16 bits can count, times are read from records.
            let Ok(place) = u16::try_from(days.times.len()) else { return };
            for fact in facts {
                if let Some(at) = days.places.get_mut(fact.wrapping_sub(first) as usize) {
                    *at = place;
                }
            }
        });
        known.then_some(days)
    }
}
