//! The facts of a long list in the order of time, in the least room: four bytes a fact and little more.

mod runs;

use std::ops::RangeInclusive;

use self::runs::Runs;
use super::time_key::{Timed, keys_touching};
use crate::time::Span;

/// So many facts may wait to be put in order, at least, and at most in a list of up to a million; in a longer one as
/// many more, so that a fact costs no more in it. Small in tests, so that they really are.
const WAITING: [usize; 2] = if cfg!(test) { [3, 5] } else { [64, 256] };
/// So many facts may always be among the newer ones. Small in tests.
const NEWER: usize = if cfg!(test) { 7 } else { 128 };

/// Facts by their time: most in order, the newer ones in an order of their own, and those that came last as they came.
///
/// A fact that comes or goes costs a push. When some have come they are put in order together and join the newer ones,
/// and when these are many, an eighth of all, they join the others, in a pass that reads nothing else. So a fact is
/// moved some times in all, and a pause is short. A reader reads all three.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    older: Runs,
    newer: Runs,
    /// Those that came last, with their time keys.
    waiting: Vec<(u32, u32)>,
    /// Those in order that went last, ascending.
    gone: Vec<u32>,
}

impl Days {
    /// The facts in the order of time. `time` gives the time of a fact.
    pub(super) fn of<T: Timed>(facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> T) -> Self {
        let mut days = Self::unsorted(facts, time);
        days.waiting.sort_unstable_by_key(|pair| in_order(*pair));
        Self { older: Runs::of(&days.waiting), ..Self::default() }
    }

    /// The same, with all of them still to be put in order by the next call: so a pause is cut in two.
    pub(super) fn unsorted<T: Timed>(facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> T) -> Self {
        let times: Vec<_> = facts.map(|fact| (time(fact), fact)).collect();
        let waiting = times.into_iter().map(|(time, fact)| (time.key(), fact)).collect();
        Self { waiting, ..Self::default() }
    }

    fn len_in_order(&self) -> usize {
        self.older.len() + self.newer.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len_in_order() == self.gone.len() && self.waiting.is_empty()
    }

    /// Puts a fact with its time key in that is not there. O(1), but now and then a pass over those that came of late,
    /// and rarely one over all.
    pub(super) fn insert(&mut self, fact: u32, key: u32) {
        self.waiting.push((key, fact));
        let [least, most] = WAITING;
        let most = most.max(self.older.len() / 4096);
        if self.waiting.len() >= (self.newer.len() / 8).clamp(least, most) {
            self.drop_gone();
            self.sort_waiting();
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
        let all = self.len_in_order();
        if self.gone.len() > WAITING[0].max(all / 16) || self.gone.len() == all {
            self.drop_gone();
        }
    }

    /// Puts those that wait in order.
    fn sort_waiting(&mut self) {
        self.waiting.sort_unstable_by_key(|pair| in_order(*pair));
        self.newer.merge(&Runs::of(&self.waiting));
        self.waiting.clear();
        self.waiting.shrink_to(WAITING[0]);
        if self.newer.len() > NEWER.max(self.older.len() / 8) {
            self.older.merge(&std::mem::take(&mut self.newer));
        }
    }

    fn drop_gone(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let gone = std::mem::take(&mut self.gone);
        for runs in [&mut self.older, &mut self.newer] {
            runs.retain(|fact| gone.binary_search(&fact).is_err());
        }
    }

    /// Calls with the facts of each time key that may touch a span of days, and with few others; each fact once.
    pub(super) fn each_touching(&self, span: Span, mut visit: impl FnMut(u32, &[u32])) {
        let Some((_, greatest)) = self.reach() else { return };
        for keys in keys_touching(span).take_while(|keys| *keys.start() <= greatest) {
            self.each_within(&keys, &mut visit);
        }
    }

    /// Calls with the facts of a time key, each once and those of one call ascending. Times that differ may share a
    /// key.
    pub(super) fn each_of(&self, key: u32, mut visit: impl FnMut(&[u32])) {
        self.each_within(&(key..=key), &mut |_, facts| visit(facts));
    }

    #[inline]
    fn each_within(&self, keys: &RangeInclusive<u32>, visit: &mut impl FnMut(u32, &[u32])) {
        for (key, facts) in self.older.within(keys).chain(self.newer.within(keys)) {
            if self.gone.is_empty() {
                visit(key, facts);
                continue;
            }
            for fact in facts.iter().filter(|fact| self.gone.binary_search(fact).is_err()) {
                visit(key, std::slice::from_ref(fact));
            }
        }
        for (key, fact) in self.waiting.iter().filter(|(key, _)| keys.contains(key)) {
            visit(*key, std::slice::from_ref(fact));
        }
    }

    /// The least and the greatest time key, perhaps of facts that went. O(1), and a step for each fact that waits.
    pub(super) fn reach(&self) -> Option<(u32, u32)> {
        let in_order = [self.older.reach(), self.newer.reach()].into_iter().flatten();
        let waiting = self.waiting.iter().map(|(key, _)| (*key, *key));
        in_order.chain(waiting).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// Whether these are the facts in it, ascending, and are in order.
    pub(super) fn holds<T: Timed>(&self, facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> T) -> bool {
        let levels = [&self.older, &self.newer];
        let is_gone = |fact: &u32| self.gone.binary_search(fact).is_ok();
        let in_order = || levels.into_iter().flat_map(Runs::facts).copied();
        let waiting = self.waiting.iter().map(|(_, fact)| *fact);
        let mut all: Vec<u32> = in_order().filter(|fact| !is_gone(fact)).chain(waiting).collect();
        all.sort_unstable();
        let is_timely =
            |(key, facts): (u32, &[u32])| facts.iter().all(|fact| is_gone(fact) || time(*fact).key() == key);
        facts.eq(all)
            && levels.into_iter().all(|runs| runs.is_sound() && runs.iter().all(is_timely))
            && self.waiting.iter().all(|(key, fact)| time(*fact).key() == *key)
            && self.gone.iter().all(|gone| in_order().any(|fact| fact == *gone))
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.older.heap_bytes()
            + self.newer.heap_bytes()
            + self.gone.capacity() * size_of::<u32>()
            + self.waiting.capacity() * size_of::<(u32, u32)>()
    }
}

/// By time key, then by fact: as one number, which is compared at once.
fn in_order((key, fact): (u32, u32)) -> u64 {
    u64::from(key) << 32 | u64::from(fact)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        tables::time_key::time_key,
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
                assert!(facts.iter().all(|fact| time(*fact).key() == key));
            });
            found.sort_unstable();
            prop_assert!(found.is_sorted_by(|a, b| a < b), "each once");
            prop_assert!(found.iter().all(|fact| left.contains(fact)));
            for at in 0..3 {
                let key = left.get(at * 5).map_or(7, |fact| time(*fact).key());
                let mut found = Vec::new();
                lists.each_of(key, |facts| {
                    assert!(facts.is_sorted());
                    found.extend_from_slice(facts);
                });
                found.sort_unstable();
                let mut of_key: Vec<u32> = left.iter().copied().filter(|fact| time(*fact).key() == key).collect();
                of_key.sort_unstable();
                prop_assert_eq!(found, of_key);
            }
            let (least, greatest) = lists.reach().unwrap_or((0, u32::MAX));
            prop_assert!(left.iter().all(|fact| (least..=greatest).contains(&time(*fact))));
            for fact in left {
                let touches = when(&days, fact).holds_during(span) != Truth::No;
                prop_assert!(!touches || found.contains(&fact));
            }
        }
    }

    #[test]
    fn each_broken_rule_of_days_is_reported() {
        let time = |fact: u32| fact / 3 + 1;
        let mut sound = Days::of(0..20, time);
        (20..25).for_each(|fact| sound.insert(fact, time(fact)));
        sound.remove(7);
        let facts = || (0..25u32).filter(|fact| *fact != 7);
        assert!(sound.holds(facts(), time) && !sound.waiting.is_empty() && !sound.newer.facts().is_empty());
        let breaks = |how: &dyn Fn(&mut Days), what: &str| {
            let mut broken = sound.clone();
            how(&mut broken);
            assert!(!broken.holds(facts(), time), "{what}");
        };
        breaks(&|days| days.gone.clear(), "one is there that went");
        breaks(&|days| days.gone.push(99), "one went that was never there");
        breaks(&|days| days.waiting.clear(), "one is missing");
        breaks(&|days| days.waiting[0].0 += 1, "one waits at another time");
        breaks(&|days| days.newer = Runs::default(), "the newer ones are missing");
        breaks(&|days| days.older = Runs::of(&[]), "most are missing");
        breaks(
            &|days| days.newer = Runs::of(&days.newer.facts().iter().map(|f| (9, *f)).collect::<Vec<_>>()),
            "another time",
        );
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
