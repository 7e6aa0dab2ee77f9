//! The facts of a long list in the order of time, in the least room: four bytes a fact and little more.

use crate::time::Span;

use super::time_key::keys_touching;

/// So many facts at least may wait to be put in order. Small in tests, so that they really are.
const WAITING: usize = if cfg!(test) { 5 } else { 32 };

/// Facts by their time: most in order, and those that came last as they came.
///
/// A fact that comes or goes costs a push; when those are many, a 16th of all, they are put in order together, in one pass
/// that reads nothing else. Whoever looks passes over those that wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    /// By time key, then by fact.
    facts: Vec<u32>,
    /// Each time key that these have, and where the first fact with it stands.
    runs: Vec<(u32, u32)>,
    /// Those that came last, with their time keys.
    waiting: Vec<(u32, u32)>,
    /// Those in order that went last, ascending.
    gone: Vec<u32>,
}

impl Days {
    /// The facts in the order of time. `time` tells the time key of a fact.
    pub(super) fn of(facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> u32) -> Self {
        let mut keyed: Vec<_> = facts.map(|fact| (time(fact), fact)).collect();
        keyed.sort_unstable();
        let mut days = Self { facts: keyed.iter().map(|(_, fact)| *fact).collect(), ..Self::default() };
        let mut start = 0;
        for run in keyed.chunk_by(|a, b| a.0 == b.0) {
            days.runs.extend(run.first().map(|(key, _)| (*key, start)));
            start += as_u32(run.len());
        }
        days.runs.shrink_to_fit();
        days
    }

    pub(super) fn is_empty(&self) -> bool {
        self.facts.len() == self.gone.len() && self.waiting.is_empty()
    }

    /// Puts a fact with its time key in that is not there. O(1), but now and then a pass over all.
    pub(super) fn insert(&mut self, fact: u32, key: u32) {
        self.waiting.push((key, fact));
        if self.waiting.len() > self.patience() {
            self.drop_gone();
            self.settle();
        }
    }

    /// Takes a fact out that is there. O(1) for the newest, but now and then a pass over all.
    pub(super) fn remove(&mut self, fact: u32) {
        if let Some(at) = self.waiting.iter().rposition(|(_, there)| *there == fact) {
            self.waiting.remove(at);
            return;
        }
        let place = self.gone.partition_point(|gone| *gone < fact);
        self.gone.insert(place, fact);
        if self.gone.len() > self.patience() || self.gone.len() == self.facts.len() {
            self.drop_gone();
        }
    }

    /// How many may wait.
    fn patience(&self) -> usize {
        WAITING.max(self.facts.len() / 16)
    }

    /// Puts those that wait in order.
    fn settle(&mut self) {
        let mut new = std::mem::take(&mut self.waiting);
        new.sort_unstable();
        let places: Vec<_> = new.iter().map(|pair| self.place(*pair)).collect();
        let mut end = self.facts.len();
        let room = end + new.len();
        if self.facts.capacity() < room {
            self.facts.reserve_exact(new.len() + room / 16);
        }
        self.facts.resize(room, 0);
        // From the last on, each goes behind the stretch that moves to make room for it.
        for (before, ((_, fact), place)) in new.iter().zip(&places).enumerate().rev() {
            self.facts.copy_within(*place..end, place + before + 1);
            if let Some(at) = self.facts.get_mut(place + before) {
                *at = *fact;
            }
            end = *place;
        }
        let old = std::mem::take(&mut self.runs);
        self.runs.reserve_exact(old.len());
        let mut old = old.into_iter().peekable();
        let mut shift = 0;
        for run in new.chunk_by(|a, b| a.0 == b.0) {
            let Some((key, _)) = run.first() else { continue };
            while let Some((before, start)) = old.next_if(|(before, _)| before < key) {
                self.runs.push((before, start + shift));
            }
            let start = match old.next_if(|(there, _)| there == key) {
                Some((_, start)) => start,
                // Before what was the next run, or at the end.
                None => old.peek().map_or_else(|| as_u32(room - new.len()), |(_, start)| *start),
            };
            self.runs.push((*key, start + shift));
            shift += as_u32(run.len());
        }
        self.runs.extend(old.map(|(key, start)| (key, start + shift)));
        new.clear();
        self.waiting = new;
    }

    /// Where in order a fact that is not there would be.
    fn place(&self, (key, fact): (u32, u32)) -> usize {
        let run = self.runs.partition_point(|(there, _)| *there < key);
        let range = if self.runs.get(run).is_some_and(|(there, _)| *there == key) {
            self.start(run)..self.start(run + 1)
        } else {
            self.start(run)..self.start(run)
        };
        let facts = self.facts.get(range.clone()).unwrap_or_default();
        range.start + facts.partition_point(|there| *there < fact)
    }

    /// Where a run begins; behind the last one, where the facts end.
    fn start(&self, run: usize) -> usize {
        self.runs.get(run).map_or(self.facts.len(), |(_, start)| *start as usize)
    }

    fn drop_gone(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let gone = std::mem::take(&mut self.gone);
        let stays = |fact: &u32| gone.binary_search(fact).is_err();
        let mut start = 0;
        let runs = (0..self.runs.len()).map(|run| {
            let facts = self.facts.get(self.start(run)..self.start(run + 1)).unwrap_or_default();
            let stay = as_u32(facts.iter().filter(|fact| stays(fact)).count());
            start += stay;
            (self.runs.get(run).map_or(0, |(key, _)| *key), start - stay, stay)
        });
        self.runs = runs.filter(|(_, _, stay)| *stay > 0).map(|(key, start, _)| (key, start)).collect();
        self.facts.retain(stays);
    }

    /// Calls with the facts of each time key that may touch a span of days, and with few others; each fact once.
    pub(super) fn each_touching(&self, span: Span, mut tell: impl FnMut(u32, &[u32])) {
        let Some((_, greatest)) = self.reach() else { return };
        for keys in keys_touching(span).take_while(|keys| *keys.start() <= greatest) {
            let from = self.runs.partition_point(|(key, _)| key < keys.start());
            let runs = self.runs.get(from..).unwrap_or_default().iter().take_while(|(key, _)| key <= keys.end());
            for (run, (key, start)) in (from..).zip(runs) {
                let facts = self.facts.get(*start as usize..self.start(run + 1)).unwrap_or_default();
                if self.gone.is_empty() {
                    tell(*key, facts);
                    continue;
                }
                for fact in facts.iter().filter(|fact| self.gone.binary_search(fact).is_err()) {
                    tell(*key, std::slice::from_ref(fact));
                }
            }
            for (key, fact) in self.waiting.iter().filter(|(key, _)| keys.contains(key)) {
                tell(*key, std::slice::from_ref(fact));
            }
        }
    }

    /// The least and the greatest time key, perhaps of facts that went. O(1), and a step for each fact that waits.
    pub(super) fn reach(&self) -> Option<(u32, u32)> {
        let settled = self.runs.first().zip(self.runs.last()).map(|((least, _), (greatest, _))| (*least, *greatest));
        let waiting = self.waiting.iter().map(|(key, _)| (*key, *key));
        settled.into_iter().chain(waiting).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Whether these are the facts in it, ascending, and are in order.
    pub(super) fn holds(&self, facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> u32) -> bool {
        let there = |fact: &&u32| self.gone.binary_search(fact).is_err();
        let waiting = self.waiting.iter().map(|(_, fact)| fact);
        let mut all: Vec<u32> = self.facts.iter().filter(there).chain(waiting).copied().collect();
        all.sort_unstable();
        let run = |n: usize| self.facts.get(self.start(n)..self.start(n + 1)).unwrap_or_default();
        let in_order = self.runs.iter().enumerate().all(|(n, (key, _))| {
            let gone = |fact: &u32| self.gone.binary_search(fact).is_ok();
            !run(n).is_empty() && run(n).is_sorted() && run(n).iter().all(|fact| gone(fact) || time(*fact) == *key)
        });
        facts.eq(all)
            && in_order
            && self.start(0) == 0
            && self.runs.is_sorted_by(|a, b| a < b)
            && self.waiting.iter().all(|(key, fact)| time(*fact) == *key)
            && self.gone.iter().all(|fact| self.facts.contains(fact))
    }

    pub(super) fn heap_bytes(&self) -> usize {
        (self.facts.capacity() + self.gone.capacity()) * size_of::<u32>()
            + (self.runs.capacity() + self.waiting.capacity()) * size_of::<(u32, u32)>()
    }
}

/// There are no more facts than 32 bits can count.
fn as_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        graph::time_key::time_key,
        time::{Day, PartialDate, Truth, When},
    };

    fn when(days: &[(i64, bool)], fact: u32) -> When {
        let (day, open) = days[fact as usize];
        let date = PartialDate::from(Day::from_epoch_days(day).unwrap());
        if open { When::since(date) } else { When::on(date) }
    }

    proptest! {
        #[test]
        fn whatever_touches_a_span_is_found(
            days in prop::collection::vec((prop_oneof![0i64..4, 0i64..400], prop::bool::weighted(0.1)), 0..120),
            sorted: bool, backwards: bool, built in 0usize..120, gone in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
            cut in 0usize..150, again: bool, first in 0i64..400, length in 0i64..30,
        ) {
            let mut days = days;
            if sorted { days.sort_unstable(); }
            let time = |fact: u32| time_key(when(&days, fact));
            let all: Vec<u32> = (0..u32::try_from(days.len()).unwrap()).collect();
            let (at_once, later) = all.split_at(built.min(all.len()));
            let mut lists = Days::of(at_once.iter().copied(), time);
            // Mostly the newest comes last; when entities are merged, facts come in any order.
            let mut later = later.to_vec();
            if backwards { later.reverse(); }
            for fact in later {
                lists.insert(fact, time(fact));
            }
            prop_assert!(lists.holds(all.iter().copied(), time));
            let mut left = all;
            for at in gone {
                if !left.is_empty() {
                    let fact = left.remove(at.index(left.len()));
                    lists.remove(fact);
                    if again {
                        lists.insert(fact, time(fact));
                        lists.remove(fact);
                    }
                }
            }
            prop_assert!(lists.holds(left.iter().copied(), time));
            for fact in left.split_off(left.len() - cut.min(left.len())).into_iter().rev() {
                lists.remove(fact);
            }
            prop_assert!(lists.holds(left.iter().copied(), time));
            prop_assert_eq!(lists.is_empty(), left.is_empty());

            let day = |n| Some(Day::from_epoch_days(n).unwrap());
            let span = Span::new(day(first), day(first + length)).unwrap();
            let mut found = Vec::new();
            lists.each_touching(span, |key, facts| {
                found.extend_from_slice(facts);
                assert!(facts.iter().all(|fact| time(*fact) == key));
            });
            found.sort_unstable();
            prop_assert!(found.is_sorted_by(|a, b| a < b), "each once");
            prop_assert!(found.iter().all(|fact| left.contains(fact)));
            let (least, greatest) = lists.reach().unwrap_or((0, u32::MAX));
            prop_assert!(left.iter().all(|fact| (least..=greatest).contains(&time(*fact))));
            for fact in left {
                let touches = when(&days, fact).holds_during(span) != Truth::No;
                prop_assert!(!touches || found.contains(&fact));
            }
        }
    }

    #[test]
    fn a_narrow_span_reads_few_facts() {
        let days: Vec<_> = (0..5_000i64).map(|n| (n * 7 % 365, false)).collect();
        let time = |fact: u32| time_key(when(&days, fact));
        let mut lists = Days::default();
        (0..5_000).for_each(|fact| lists.insert(fact, time(fact)));
        let day = Some(Day::from_epoch_days(100).unwrap());
        let mut read = 0;
        lists.each_touching(Span::new(day, day).unwrap(), |_, facts| read += facts.len());
        // Some 14 are of that day.
        assert!((13..=15).contains(&read), "{read}");
    }
}
