//! What a filter lets through of a relation, decided for all of its facts at once.
//!
//! Whoever joins millions of facts cannot ask the filter of each where it stands: that reads the records in an order of
//! their own. So they are asked once, in the order of recording or of time, and what is found is two bits a fact.

use super::filter::Filter;
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, RelationId},
    tables::FactList,
    time::{Day, Truth, When},
};

/// Facts in a word.
const IN_WORD: u32 = u64::BITS / 2;

/// How true facts are of what a view asks, for facts of a span of numbers: two bits each, 250 kB a million.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sieve {
    /// The first fact of the first word.
    first: u32,
    words: Vec<u64>,
    /// How many facts are denied, possible, certain.
    counts: [usize; 3],
}

impl Sieve {
    /// Lets no fact through yet; for facts between two, both included.
    fn between(first: FactId, last: FactId) -> Self {
        let first = first.index() / IN_WORD;
        let words = (last.index() / IN_WORD).saturating_sub(first) as usize + 1;
        Self { first: first * IN_WORD, words: vec![0; words], counts: [0; 3] }
    }

    /// How true a fact is, if it is let through.
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

    /// Lets a fact through that was not yet.
    fn put(&mut self, fact: u32, truth: Truth) {
        let at = fact.wrapping_sub(self.first);
        if let Some(word) = self.words.get_mut((at / IN_WORD) as usize) {
            *word |= (truth as u64 + 1) << (at % IN_WORD * 2);
        }
        if let Some(count) = self.counts.get_mut(truth as usize) {
            *count += 1;
        }
    }

    /// How many facts are let through.
    pub(crate) fn len(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How many of them are so true, and no more.
    pub(crate) fn count(&self, truth: Truth) -> usize {
        self.counts.get(truth as usize).copied().unwrap_or(0)
    }
}

impl Filter<'_> {
    /// Whether all facts of a relation are let through and are certain, so that none need be asked. O(1) where time is not
    /// asked for or the relation has many facts; else its facts are looked at, some hundreds at most.
    ///
    /// Where time is asked for, that is so if each fact happened on one day for sure, and the first and the last of these
    /// days are what is asked for: then so are those between them, as every question asks for days without a gap.
    pub(crate) fn is_sure_of(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        let sure = |day: Day| self.ask_day(day) == Truth::Yes;
        kg.tables().facts_of(relation).is_empty()
            || self.passes_but_for_time(kg, relation)
                && (!self.has_time()
                    || kg.tables().exact_days_of(relation).is_some_and(|(first, last)| sure(first) && sure(last)))
    }

    /// How true the facts of some relations are, of those that are let through.
    ///
    /// Where time is asked for, only facts that may touch it are looked at; and of those that happened on one day for sure
    /// none is read, if nothing else is asked: they pass day by day.
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
        let told = self.span().is_some_and(|span| {
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
        if !told {
            kg.tables().facts_of(relation).iter().for_each(|fact| ask(fact.index(), sieve));
        }
    }

    /// Whether all facts of a relation are let through and are certain, but for what is asked of their times.
    pub(super) fn passes_but_for_time(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        kg.tables().planned_of(relation) == 0 && self.passes_all_in_time(kg, relation)
    }

    /// How true all that is asked of times is of what happened on a day.
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
