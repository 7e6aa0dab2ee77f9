//! Facts in the order of time, in runs of one time key each: four bytes a fact, and eight for each key.

use crate::tables::number;
use std::ops::RangeInclusive;

#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    /// By time key, then by fact.
    facts: Vec<u32>,
    /// Each time key that these have, and where the first fact with it stands.
    keys: Vec<(u32, u32)>,
}

impl Runs {
    /// Of pairs of time key and fact, which are sorted.
    pub(super) fn of(pairs: &[(u32, u32)]) -> Self {
        let mut keys = Vec::new();
        let mut start = 0;
        for run in pairs.chunk_by(|a, b| a.0 == b.0) {
            keys.extend(run.first().map(|(key, _)| (*key, start)));
            start += number(run.len());
        }
        keys.shrink_to_fit();
        Self { facts: pairs.iter().map(|(_, fact)| *fact).collect(), keys }
    }

    pub(super) fn len(&self) -> usize {
        self.facts.len()
    }

    /// All facts, by time key.
    pub(super) fn facts(&self) -> &[u32] {
        &self.facts
    }

    /// The least and the greatest time key.
    pub(super) fn reach(&self) -> Option<(u32, u32)> {
        self.keys.first().zip(self.keys.last()).map(|((least, _), (greatest, _))| (*least, *greatest))
    }

    /// Each time key with its facts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        (0..).zip(&self.keys).map(|(run, (key, _))| (*key, self.run(run)))
    }

    /// Those of some time keys.
    #[inline]
    pub(super) fn within(&self, keys: &RangeInclusive<u32>) -> impl Iterator<Item = (u32, &[u32])> {
        let from = self.keys.partition_point(|(key, _)| key < keys.start());
        let end = *keys.end();
        let there = self.keys.get(from..).unwrap_or_default().iter().take_while(move |(key, _)| *key <= end);
        (from..).zip(there).map(|(run, (key, _))| (*key, self.run(run)))
    }

    #[inline]
    fn run(&self, run: usize) -> &[u32] {
        self.facts.get(self.start(run)..self.start(run + 1)).unwrap_or_default()
    }

    /// Where a run begins; behind the last one, where the facts end.
    #[inline]
    fn start(&self, run: usize) -> usize {
        self.keys.get(run).map_or(self.facts.len(), |(_, start)| *start as usize)
    }

    /// Takes in those of another, which are not here. A pass over what comes behind the first of them.
    pub(super) fn merge(&mut self, other: &Self) {
        let room = self.facts.len() + other.facts.len();
        if self.facts.capacity() < room {
            self.facts.reserve_exact(other.facts.len() + room / 16);
        }
        // For each run of the other the place of its key here, and how many keys are not here.
        let mut at = 0;
        let mut missing = 0;
        let places: Vec<_> = (other.keys.iter())
            .map(|(key, _)| {
                at += self.keys.iter().skip(at).take_while(|(there, _)| there < key).count();
                let same = self.keys.get(at).is_some_and(|(there, _)| there == key);
                missing += usize::from(!same);
                (at, same)
            })
            .collect();
        let (mut end, mut keys_end) = (self.facts.len(), self.keys.len());
        self.facts.resize(room, 0);
        self.keys.reserve_exact(missing);
        self.keys.resize(keys_end + missing, (0, 0));
        // From the last run on, each goes behind the stretches of facts and of keys that move to make room for it.
        for (run, (at, same)) in places.into_iter().enumerate().rev() {
            let Some((key, start)) = other.keys.get(run).copied() else {
                debug_assert!(false, "each place is that of a run");
                continue;
            };
            let (shift, new) = (start as usize, other.run(run));
            // What is stored from here on has not been moved yet.
            let key_at = |keys: &[(u32, u32)], at: usize| {
                if at == keys_end { end } else { keys.get(at).map_or(end, |(_, start)| *start as usize) }
            };
            let (first, behind) = (key_at(&self.keys, at), at + usize::from(same));
            let place = key_at(&self.keys, behind);
            self.facts.copy_within(place..end, place + shift + new.len());
            self.keys.copy_within(behind..keys_end, behind + missing);
            for (_, start) in self.keys.get_mut(behind + missing..keys_end + missing).unwrap_or_default() {
                *start += number(shift + new.len());
            }
            if !same {
                missing -= 1;
                if let Some(made) = self.keys.get_mut(at + missing) {
                    *made = (key, number(place + shift));
                }
            }
            let old = self.facts.get(first..place).unwrap_or_default();
            keys_end = behind;
            end = if old.last() < new.first() {
                // The newest facts come behind all of their time.
                self.put(place + shift, new);
                place
            } else {
                let mut both = [old, new].concat();
                both.sort_unstable();
                self.put(first + shift, &both);
                first
            };
        }
    }

    fn put(&mut self, at: usize, facts: &[u32]) {
        let room = self.facts.get_mut(at..at + facts.len());
        debug_assert!(room.is_some(), "room was made for all facts");
        if let Some(room) = room {
            room.copy_from_slice(facts);
        }
    }

    /// Leaves only some facts.
    pub(super) fn retain(&mut self, stays: impl Fn(u32) -> bool) {
        let mut start = 0;
        let stay: Vec<_> = self
            .iter()
            .map(|(key, facts)| {
                let stay = number(facts.iter().filter(|fact| stays(**fact)).count());
                start += stay;
                (key, start - stay, stay)
            })
            .collect();
        self.keys = stay.into_iter().filter(|(_, _, stay)| *stay > 0).map(|(key, start, _)| (key, start)).collect();
        self.facts.retain(|fact| stays(*fact));
    }

    /// Whether all runs are in order.
    pub(super) fn is_sound(&self) -> bool {
        self.start(0) == 0
            && self.keys.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1)
            && self.iter().all(|(_, facts)| !facts.is_empty() && facts.is_sorted_by(|a, b| a < b))
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.facts.capacity() * size_of::<u32>() + self.keys.capacity() * size_of::<(u32, u32)>()
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_broken_rule_of_runs_is_reported() {
        let sound = Runs::of(&[(3, 1), (3, 2), (3, 8), (5, 4), (9, 6), (9, 7)]);
        assert!(sound.is_sound() && Runs::default().is_sound());
        let breaks = |how: &dyn Fn(&mut Runs), what: &str| {
            let mut broken = sound.clone();
            how(&mut broken);
            assert!(!broken.is_sound(), "{what}");
        };
        breaks(&|runs| runs.keys[0].1 = 1, "the first fact is in no run");
        breaks(&|runs| runs.keys.clear(), "no fact is in a run");
        breaks(&|runs| runs.keys[1].0 = 3, "a key twice");
        breaks(&|runs| runs.keys.swap(0, 1), "keys not in order");
        breaks(&|runs| runs.keys[1].1 = 4, "an empty run");
        breaks(&|runs| runs.keys[2].1 = 6, "an empty last run");
        breaks(&|runs| runs.facts.swap(1, 2), "facts not in order");
        breaks(&|runs| runs.facts[5] = 6, "a fact twice");
        breaks(&|runs| runs.facts.clear(), "no facts");
    }

    proptest! {
        #[test]
        fn two_are_merged_as_if_sorted_together(
            // Few keys, so that runs meet; the newer facts may be any.
            old in prop::collection::btree_map(0u32..60, 0u32..12, 0..40),
            new in prop::collection::btree_map(0u32..60, 0u32..12, 0..40),
            cut in 0u32..60,
        ) {
            let sorted = |facts: &[(u32, u32)]| {
                let mut pairs: Vec<_> = facts.iter().map(|(fact, key)| (*key, *fact)).collect();
                pairs.sort_unstable();
                pairs
            };
            let old: Vec<_> = old.into_iter().collect();
            let new: Vec<_> = new.into_iter().filter(|(fact, _)| old.iter().all(|(there, _)| there != fact)).collect();
            let mut runs = Runs::of(&sorted(&old));
            runs.merge(&Runs::of(&sorted(&new)));
            prop_assert!(runs.is_sound(), "{runs:?}");
            let pairs = |runs: &Runs| -> Vec<_> {
                runs.iter().flat_map(|(key, facts)| facts.iter().map(move |fact| (key, *fact))).collect()
            };
            let mut all = sorted(&[old, new].concat());
            prop_assert_eq!(pairs(&runs), all.clone());
            let within: Vec<_> = runs.within(&(3..=7)).flat_map(|(_, facts)| facts.to_vec()).collect();
            prop_assert_eq!(within, all.iter().filter(|(key, _)| (3..=7).contains(key)).map(|(_, f)| *f).collect::<Vec<_>>());
            prop_assert_eq!(runs.reach(), all.first().zip(all.last()).map(|(a, b)| (a.0, b.0)));
            all.retain(|(_, fact)| *fact < cut);
            runs.retain(|fact| fact < cut);
            prop_assert!(runs.is_sound(), "{runs:?}");
            prop_assert_eq!(pairs(&runs), all);
        }
    }
}
