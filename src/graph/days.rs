//! The facts of a long list in the order of time, in the least room: four bytes a fact and little more.

use crate::time::Span;

use super::time_key::keys_touching;

/// How many facts a leaf holds at most. Small in tests, so that leaves really split.
const LEAF: usize = if cfg!(test) { 6 } else { 128 };

/// Facts by their time, in leaves. The leaves are in order; within one there is none, so that a fact is put in without
/// reading the times of others. Whoever looks reads some facts at both ends of a range in vain.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    leaves: Vec<Leaf>,
}

/// Some facts, whose time keys lie between the `least` of this leaf and that of the next, both included.
#[derive(Clone, Debug)]
struct Leaf {
    /// Of the first leaf it is 0.
    least: u32,
    facts: Vec<u32>,
}

impl Days {
    /// The facts in the order of time. `time` tells the time key of a fact.
    pub(super) fn of(facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> u32) -> Self {
        let mut keyed: Vec<_> = facts.map(|fact| (time(fact), fact)).collect();
        keyed.sort_unstable();
        let leaf = |chunk: &[(u32, u32)]| Leaf {
            least: chunk.first().map_or(0, |(key, _)| *key),
            facts: chunk.iter().map(|(_, fact)| *fact).collect(),
        };
        let mut leaves: Vec<_> = keyed.chunks(LEAF).map(leaf).collect();
        if let Some(first) = leaves.first_mut() {
            first.least = 0;
        }
        Self { leaves }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// Puts a fact in that is not there. O(log n), and a sort of one leaf where that is full.
    pub(super) fn insert(&mut self, fact: u32, time: impl Fn(u32) -> u32) {
        let key = time(fact);
        let at = self.leaves.partition_point(|leaf| leaf.least <= key).saturating_sub(1);
        let newest = at + 1 == self.leaves.len();
        let Some(leaf) = self.leaves.get_mut(at) else {
            self.leaves.push(Leaf { least: 0, facts: vec![fact] });
            return;
        };
        if leaf.facts.len() < LEAF {
            leaf.facts.push(fact);
            return;
        }
        let mut keyed: Vec<_> = leaf.facts.iter().map(|fact| (time(*fact), *fact)).collect();
        keyed.sort_unstable();
        let greatest = keyed.last().map_or(0, |(key, _)| *key);
        if newest && greatest <= key {
            // What comes in the order of time fills its leaves.
            self.leaves.push(Leaf { least: key, facts: vec![fact] });
            return;
        }
        let (left, right) = keyed.split_at(LEAF / 2);
        leaf.facts.clear();
        leaf.facts.extend(left.iter().map(|(_, fact)| *fact));
        let least = right.first().map_or(key, |(key, _)| *key);
        let mut right = Leaf { least, facts: right.iter().map(|(_, fact)| *fact).collect() };
        if key < least {
            leaf.facts.push(fact);
        } else {
            right.facts.push(fact);
        }
        self.leaves.insert(at + 1, right);
    }

    /// Takes a fact out. A step for each fact of about the same time.
    pub(super) fn remove(&mut self, fact: u32, time: impl Fn(u32) -> u32) {
        let key = time(fact);
        let end = self.leaves.partition_point(|leaf| leaf.least <= key);
        // Of facts with equal times those that came last are undone first, and lie in the last leaf.
        for at in (0..end).rev() {
            let Some(leaf) = self.leaves.get_mut(at) else { return };
            if let Some(place) = leaf.facts.iter().rposition(|there| *there == fact) {
                leaf.facts.swap_remove(place);
                if leaf.facts.is_empty() {
                    self.leaves.remove(at);
                    if let Some(first) = self.leaves.first_mut() {
                        first.least = 0;
                    }
                }
                return;
            }
            if leaf.least < key {
                return;
            }
        }
    }

    /// All facts that may touch a span of days, and some that do not; each once, in no particular order.
    pub(super) fn touching(&self, span: Span) -> impl Iterator<Item = u32> + Clone + use<'_> {
        let mut next = 0;
        let leaves = keys_touching(span).flat_map(move |keys| {
            let from = self.leaves.partition_point(|leaf| leaf.least < *keys.start()).saturating_sub(1).max(next);
            next = self.leaves.partition_point(|leaf| leaf.least <= *keys.end()).max(next);
            self.leaves.get(from..next).unwrap_or_default()
        });
        leaves.flat_map(|leaf| leaf.facts.iter().copied())
    }

    /// Whether these are the facts in it, ascending, and each lies in a leaf for its time.
    pub(super) fn holds(&self, facts: impl Iterator<Item = u32>, time: impl Fn(u32) -> u32) -> bool {
        let mut all: Vec<u32> = self.leaves.iter().flat_map(|leaf| &leaf.facts).copied().collect();
        all.sort_unstable();
        let nexts = self.leaves.iter().skip(1).map(|leaf| leaf.least).chain([u32::MAX]);
        facts.eq(all)
            && self.leaves.first().is_none_or(|leaf| leaf.least == 0)
            && self.leaves.iter().zip(nexts).all(|(leaf, next)| {
                let within = |fact: &u32| (leaf.least..=next).contains(&time(*fact));
                (1..=LEAF).contains(&leaf.facts.len()) && leaf.facts.iter().all(within)
            })
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.leaves.capacity() * size_of::<Leaf>()
            + self.leaves.iter().map(|leaf| leaf.facts.capacity() * size_of::<u32>()).sum::<usize>()
    }
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
            sorted: bool, built in 0usize..120, gone in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
            first in 0i64..400, length in 0i64..30,
        ) {
            let mut days = days;
            if sorted { days.sort_unstable(); }
            let time = |fact: u32| time_key(when(&days, fact));
            let all: Vec<u32> = (0..u32::try_from(days.len()).unwrap()).collect();
            let (at_once, later) = all.split_at(built.min(all.len()));
            let mut lists = Days::of(at_once.iter().copied(), time);
            for fact in later {
                lists.insert(*fact, time);
            }
            prop_assert!(lists.holds(all.iter().copied(), time));
            let mut left = all;
            for at in gone {
                if !left.is_empty() {
                    let fact = left.remove(at.index(left.len()));
                    lists.remove(fact, time);
                    lists.remove(fact, time);
                }
            }
            prop_assert!(lists.holds(left.iter().copied(), time));
            prop_assert_eq!(lists.is_empty(), left.is_empty());

            let day = |n| Some(Day::from_epoch_days(n).unwrap());
            let span = Span::new(day(first), day(first + length)).unwrap();
            let mut found: Vec<_> = lists.touching(span).collect();
            found.sort_unstable();
            prop_assert!(found.is_sorted_by(|a, b| a < b), "each once");
            prop_assert!(found.iter().all(|fact| left.contains(fact)));
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
        (0..5_000).for_each(|fact| lists.insert(fact, time));
        let day = Some(Day::from_epoch_days(100).unwrap());
        let read = lists.touching(Span::new(day, day).unwrap()).count();
        // Some 14 are of that day.
        assert!((14..=14 + 4 * LEAF).contains(&read), "{read}");
    }
}
