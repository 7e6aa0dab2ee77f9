//! How true all facts of a relation are for a view, found in one pass.
//!
//! A query that joins millions of facts visits them in an order of its own, and a check of each fact there would read its record
//! from a random place. So all facts are checked once, in the order of recording or of time, and two bits are kept for each.

use super::filter::Filter;
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, RelationId},
    tables::FactList,
    time::{Day, Truth, When},
};

/// The number of facts in a word.
const IN_WORD: u32 = u64::BITS / 2;

/// The truth of facts for what a view asks, for a range of fact numbers: two bits each, 250 kB for a million.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sieve {
    /// The first fact of the first word.
    first: u32,
    words: Vec<u64>,
    /// The numbers of facts that are denied, possible and certain.
    counts: [usize; 3],
}

impl Sieve {
    /// A sieve without facts, for the facts between two, inclusive.
    fn between(first: FactId, last: FactId) -> Self {
        let first = first.index() / IN_WORD;
        let words = (last.index() / IN_WORD).saturating_sub(first) as usize + 1;
        Self { first: first * IN_WORD, words: vec![0; words], counts: [0; 3] }
    }

    /// The truth of a fact, if the view has it.
    #[inline]
    pub(crate) fn truth(&self, fact: u32) -> Option<Truth> {
        let at = fact.wrapping_sub(self.first);
        let word = self.words.get((at / IN_WORD) as usize)?;
        match word >> (at % IN_WORD * 2) & 3 {
            0 => None,
            1 => Some(Truth::No),
            2 => Some(Truth::Possibly),
            _ => Some(Truth::Yes),
        }
    }

    /// Adds a fact that is not in the sieve yet.
    fn put(&mut self, fact: u32, truth: Truth) {
        let at = fact.wrapping_sub(self.first);
        if let Some(word) = self.words.get_mut((at / IN_WORD) as usize) {
            *word |= (truth as u64 + 1) << (at % IN_WORD * 2);
        }
        if let Some(count) = self.counts.get_mut(truth as usize) {
            *count += 1;
        }
    }

    /// The number of facts.
    pub(crate) fn len(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The number of facts of exactly this truth.
    pub(crate) fn count(&self, truth: Truth) -> usize {
        self.counts.get(truth as usize).copied().unwrap_or(0)
    }
}

impl Filter<'_> {
    /// Whether the view has all facts of a relation and all are certain, so that none needs to be checked. O(1), except that a
    /// question of time about a relation of few facts, some hundreds at most, looks at these.
    ///
    /// For a question of time this is so if each fact has an exact day, and the question is certainly met on the first and on
    /// the last of these days. It is then met on the days between, as every question asks for days without a gap.
    pub(crate) fn is_sure_of(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        let sure = |day: Day| self.ask_day(day) == Truth::Yes;
        kg.tables().facts_of(relation).is_empty()
            || self.passes_but_for_time(kg, relation)
                && (!self.has_time()
                    || kg.tables().exact_days_of(relation).is_some_and(|(first, last)| sure(first) && sure(last)))
    }

    /// The truth of the facts of some relations.
    ///
    /// For a question of time, only facts that may fit are looked at. If there is no other condition, facts with an exact day
    /// are added day by day, and not read.
    pub(crate) fn sift(&self, kg: &KnowledgeGraph, relations: &[RelationId]) -> Sieve {
        let facts = || relations.iter().map(|relation| kg.tables().facts_of(*relation));
        let (first, last) = (facts().filter_map(FactList::first).min(), facts().filter_map(FactList::last).max());
        let (Some(first), Some(last)) = (first, last) else { return Sieve::default() };
        let mut sieve = Sieve::between(first, last);
        for relation in relations {
            self.sift_into(kg, *relation, &mut sieve);
        }
        sieve
    }

    fn sift_into(&self, kg: &KnowledgeGraph, relation: RelationId, sieve: &mut Sieve) {
        let ask = |fact: u32, sieve: &mut Sieve| {
            if let Some(truth) = self.ask(kg, FactId::new(fact)) {
                sieve.put(fact, truth);
            }
        };
        let by_day = self.passes_but_for_time(kg, relation);
        let by_time = self.span().is_some_and(|span| {
            kg.tables().each_touching(relation, span, |day, facts| match day.filter(|_| by_day) {
                None => facts.iter().for_each(|fact| ask(*fact, sieve)),
                Some(day) => {
                    let truth = self.ask_day(day);
                    if truth >= self.least {
                        for fact in facts {
                            sieve.put(*fact, truth);
                        }
                    }
                }
            })
        });
        if !by_time {
            kg.tables().facts_of(relation).iter().for_each(|fact| ask(fact.index(), sieve));
        }
    }

    /// Whether the view has all facts of a relation and all are certain, except for conditions on time.
    pub(super) fn passes_but_for_time(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        kg.tables().planned_of(relation) == 0 && self.passes_all_in_time(kg, relation)
    }

    /// The truth, for all questions of time, of a fact with this exact day.
    pub(super) fn ask_day(&self, day: Day) -> Truth {
        let when = When::on(day.into());
        self.times().fold(Truth::Yes, |truth, asked| truth.and(self.question(asked, when)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_sieve_knows_what_was_put_in() {
        let id = FactId::new;
        let mut sieve = Sieve::between(id(70), id(200));
        let truths = [Truth::No, Truth::Possibly, Truth::Yes];
        for (fact, truth) in (70..=200).step_by(7).zip(truths.into_iter().cycle()) {
            sieve.put(fact, truth);
        }
        for fact in 0..300 {
            let there = (70..=200).contains(&fact) && (fact - 70) % 7 == 0;
            let wanted = there.then(|| truths[(fact as usize - 70) / 7 % 3]);
            assert_eq!(sieve.truth(fact), wanted, "{fact}");
        }
        assert_eq!((sieve.len(), sieve.count(Truth::No), sieve.count(Truth::Yes)), (19, 7, 6));
    }
}
