//! The facts of a relation, and how many of them are not plain.

use super::{
    days::Days,
    fact_list::FactList,
    record::FactRecord,
    time_key::{Timed, exact_day},
};
use crate::{
    model::{FactId, Modality, RelationId},
    time::{Day, Span, When},
};

/// A relation of more facts has them in the order of time too. Small in tests.
const MANY: usize = if cfg!(test) { 8 } else { 256 };

/// The facts of each relation.
#[derive(Clone, Debug, Default)]
pub(super) struct ByRelation(Vec<RelationFacts>);

impl ByRelation {
    /// The facts of a relation, if it has had any.
    #[inline]
    pub(super) fn of(&self, relation: RelationId) -> Option<&RelationFacts> {
        self.0.get(relation.at())
    }

    /// The facts of a relation, to change.
    #[inline]
    pub(super) fn of_mut(&mut self, relation: RelationId) -> &mut RelationFacts {
        let at = relation.at();
        if self.0.len() <= at {
            self.0.resize_with(at + 1, RelationFacts::default);
        }
        #[expect(clippy::indexing_slicing, reason = "the table was just made long enough")]
        &mut self.0[at]
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &RelationFacts> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut RelationFacts> {
        self.0.iter_mut()
    }

    /// Forgets the relations from a number on; none of them has a fact.
    pub(super) fn truncate(&mut self, relations: usize) {
        debug_assert!(self.0.iter().skip(relations).all(|of| of.facts.is_empty()), "facts go before their relation");
        self.0.truncate(relations);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.0.iter().map(RelationFacts::heap_bytes).sum()
    }
}

/// The facts of one relation in the order of recording, many ones in that of time too, and counts that let a reader
/// leave out the check of a view.
#[derive(Clone, Debug, Default)]
pub(super) struct RelationFacts {
    pub(super) facts: FactList,
    /// Empty, or all facts.
    pub(super) days: Days,
    /// Of how many [`FactRecord::may_be_hidden`] is true.
    hidden: u32,
    planned: u32,
    /// How many have a node of their own, because other facts are about them.
    with_node: u32,
}

impl RelationFacts {
    /// All of them, in the order of recording.
    #[inline]
    pub(super) fn facts(&self) -> &FactList {
        &self.facts
    }

    /// How many a default view may hide.
    #[inline]
    pub(super) fn hidden(&self) -> u32 {
        self.hidden
    }

    /// How many are planned.
    #[inline]
    pub(super) fn planned(&self) -> u32 {
        self.planned
    }

    /// How many have a node of their own.
    #[inline]
    pub(super) fn with_node(&self) -> u32 {
        self.with_node
    }

    /// One more of the facts has a node.
    pub(super) fn count_node(&mut self) {
        self.with_node += 1;
    }

    /// One of the facts has lost its node: the undo of [`count_node`](Self::count_node).
    pub(super) fn uncount_node(&mut self) {
        debug_assert!(self.with_node > 0, "a node is counted before it is taken away");
        self.with_node = self.with_node.saturating_sub(1);
    }

    /// Calls with those that may touch a span of days, and some that do not: facts of one time each, and the day on
    /// which they happened, if they did so on one day for sure. Whether that could be: nothing is called if there are
    /// few facts; then they are best read whole.
    pub(super) fn each_touching(&self, span: Span, mut visit: impl FnMut(Option<Day>, &[u32])) -> bool {
        if !self.days.is_empty() {
            self.days.each_touching(span, |key, facts| visit(exact_day(key), facts));
        }
        !self.days.is_empty()
    }

    /// A first and a last day between which all facts happened, each on one day for sure; nothing if one did not.
    /// `when` gives the time of a fact, and is called if there are few. O(1) of many, but for those that came last.
    pub(super) fn exact_days(&self, when: impl Fn(FactId) -> When) -> Option<(Day, Day)> {
        if !self.days.is_empty() {
            // The keys of exact days are the least.
            let (least, greatest) = self.days.reach()?;
            return exact_day(least).zip(exact_day(greatest));
        }
        let mut days = None;
        for fact in self.facts.iter() {
            let day = when(fact).exact_day()?;
            let (first, last) = days.unwrap_or((day, day));
            days = Some((day.min(first), day.max(last)));
        }
        days
    }

    /// Takes in the newest fact, in the order of recording alone.
    pub(super) fn push(&mut self, fact: FactId, record: &FactRecord) {
        debug_assert!(self.facts.last().is_none_or(|last| last < fact), "facts come in the order of recording");
        self.facts.push(fact);
        self.hidden += u32::from(record.may_be_hidden());
        self.planned += u32::from(record.modality == Modality::Planned);
    }

    /// Takes the newest fact into the order of time. `time` gives the time of a fact.
    pub(super) fn date<T: Timed>(&mut self, fact: FactId, time: impl Fn(u32) -> T) {
        if !self.days.is_empty() {
            self.days.insert(fact.index(), time(fact.index()).key());
        } else if self.facts.len() > MANY {
            let upto = self.facts.iter().take_while(|there| *there <= fact);
            self.days = Days::of(upto.map(FactId::index), time);
        }
    }

    /// Takes the facts from a number on, which are in the order of recording alone, into that of time.
    pub(super) fn date_all<T: Timed>(&mut self, first: u32, time: impl Fn(u32) -> T) {
        self.facts.shrink();
        if self.facts.from(first).len() > 0 && self.facts.len() > MANY {
            self.days = Days::of(self.facts.iter().map(FactId::index), time);
        }
    }

    /// Takes out the newest fact, if it is this one: the undo of [`push`](Self::push).
    /// Whether it is in the order of time is said by `dated`.
    pub(super) fn pop(&mut self, fact: FactId, record: &FactRecord, dated: bool) -> bool {
        let there = self.facts.pop(fact);
        if there {
            if dated && !self.days.is_empty() {
                self.days.remove(fact.index());
            }
            self.hidden -= u32::from(record.may_be_hidden());
            self.planned -= u32::from(record.modality == Modality::Planned);
        }
        there
    }

    /// Counts a fact again whose flags have changed.
    pub(super) fn altered(&mut self, before: &FactRecord, after: &FactRecord) {
        self.hidden = self.hidden + u32::from(after.may_be_hidden()) - u32::from(before.may_be_hidden());
    }

    /// Whether many facts are in the order of time, all of them.
    pub(super) fn keeps_days<T: Timed>(&self, time: impl Fn(u32) -> T) -> bool {
        if self.days.is_empty() {
            self.facts.len() <= MANY
        } else {
            self.days.holds(self.facts.iter().map(FactId::index), time)
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.facts.heap_bytes() + self.days.heap_bytes()
    }
}
