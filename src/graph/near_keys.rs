//! The keys that are near to one that is not there, for "did you mean".

use std::{cmp::Ordering, ops::Range, sync::OnceLock};

use crate::{error::did_you_mean, model::SourceId, tables::Tables};

/// Proposes keys of the entities, facts and sources of a graph.
///
/// A call that adds rows must call [`grow`](Self::grow), and one that removes rows [`truncate`](Self::truncate).
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    entities: NearKeys,
    facts: NearKeys,
    sources: NearKeys,
}

impl Near {
    /// The proposal for a key that no entity has, as `; did you mean …?`; empty if there is none.
    pub(super) fn entity(&self, missing: &str, tables: &Tables) -> String {
        self.entities.propose(missing, tables.node_count(), |node| tables.key_of(node))
    }

    /// The proposal for a key that no fact has.
    pub(super) fn fact(&self, missing: &str, tables: &Tables) -> String {
        self.facts.propose(missing, tables.detail_count(), |row| tables.fact_key_of_detail(row))
    }

    /// The proposal for a key that no source has.
    pub(super) fn source(&self, missing: &str, tables: &Tables) -> String {
        self.sources.propose(missing, tables.sources().len(), |row| tables.source_key(SourceId::new(row)))
    }

    /// Takes in the rows that the tables have got.
    #[inline]
    pub(super) fn grow(&mut self, tables: &Tables) {
        self.entities.grow(tables.node_count(), |node| tables.key_of(node));
        self.facts.grow(tables.detail_count(), |row| tables.fact_key_of_detail(row));
        self.sources.grow(tables.sources().len(), |row| tables.source_key(SourceId::new(row)));
    }

    /// Forgets the rows that the tables have removed.
    pub(super) fn truncate(&mut self, tables: &Tables) {
        self.entities.truncate(tables.node_count());
        self.facts.truncate(tables.detail_count());
        self.sources.truncate(tables.sources().len());
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.entities.heap_bytes() + self.facts.heap_bytes() + self.sources.heap_bytes()
    }
}

/// Proposes keys of a table, without a comparison with each of them.
///
/// Two orders of the keys are made at the first miss: from the first letter on, and from the last letter back. A key with a
/// slip of the pen is near its place in one of them: in the first if the slip is late in the key, in the second if it is
/// early. So only the [`AROUND`] keys before and after the place in each order are compared.
///
/// The orders are kept in runs, each at least twice as long as the next. When the table has grown by [`WAITING`] rows, these
/// become a run, and runs of one size are merged. So n misses among n keys take O(n log² n) in all. The answer depends on the
/// keys alone, not on when the runs were made.
#[derive(Debug, Default)]
struct NearKeys(OnceLock<Vec<Run>>);

/// So many rows are sorted at each miss, and are in no run yet.
const WAITING: usize = if cfg!(test) { 3 } else { 64 };

/// So many keys on each side.
const AROUND: usize = 32;

/// Some rows of a table, in both orders of their keys.
#[derive(Debug)]
struct Run {
    /// The first row behind them. They begin where the run before it ends.
    end: u32,
    forward: Vec<u32>,
    backward: Vec<u32>,
}

type Order = fn(&str, &str) -> Ordering;

fn forward(one: &str, other: &str) -> Ordering {
    one.cmp(other)
}

fn backward(one: &str, other: &str) -> Ordering {
    one.bytes().rev().cmp(other.bytes().rev())
}

impl NearKeys {
    /// `; did you mean …?` for a key that is near to one that a table of so many rows does not have; empty if there is none.
    /// A row without a key has the empty one.
    fn propose<'k>(&self, missing: &str, rows: usize, key_of: impl Fn(u32) -> &'k str) -> String {
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        let runs = self.0.get_or_init(|| {
            let mut runs = Vec::new();
            add(&mut runs, rows, &key_of);
            runs
        });
        let waiting = Run::of(end(runs)..rows, &key_of);
        let all = || runs.iter().chain([&waiting]);
        let mut near = around(all().map(|run| &run.forward), forward, missing, &key_of);
        near.extend(around(all().map(|run| &run.backward), backward, missing, &key_of));
        did_you_mean(missing, near)
    }

    /// Takes in rows that the table has got, if keys were ever proposed.
    #[inline]
    fn grow<'k>(&mut self, rows: usize, key_of: impl Fn(u32) -> &'k str) {
        if let Some(runs) = self.0.get_mut()
            && rows - (end(runs) as usize).min(rows) >= WAITING
        {
            add(runs, u32::try_from(rows).unwrap_or(u32::MAX), &key_of);
        }
    }

    /// Forgets the rows from a number on. The table has removed them.
    fn truncate(&mut self, rows: usize) {
        if let Some(runs) = self.0.get_mut() {
            while runs.pop_if(|run| run.end as usize > rows).is_some() {}
        }
    }

    fn heap_bytes(&self) -> usize {
        let Some(runs) = self.0.get() else { return 0 };
        let rows = runs.iter().map(|run| run.forward.capacity() + run.backward.capacity());
        runs.capacity() * size_of::<Run>() + rows.sum::<usize>() * size_of::<u32>()
    }
}

impl Run {
    fn of<'k>(rows: Range<u32>, key_of: &impl Fn(u32) -> &'k str) -> Self {
        let end = rows.end;
        let keyed: Vec<u32> = rows.filter(|row| !key_of(*row).is_empty()).collect();
        let sorted = |order: Order| {
            let mut rows = keyed.clone();
            rows.sort_by(|one, other| order(key_of(*one), key_of(*other)));
            rows
        };
        Self { end, forward: sorted(forward), backward: sorted(backward) }
    }
}

/// The first row behind all runs.
fn end(runs: &[Run]) -> u32 {
    runs.last().map_or(0, |run| run.end)
}

/// A copy of a graph begins without them.
impl Clone for NearKeys {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Adds a run for the rows that no run has yet, and merges it with those that are not longer.
fn add<'k>(runs: &mut Vec<Run>, rows: u32, key_of: &impl Fn(u32) -> &'k str) {
    let mut new = Run::of(end(runs)..rows, key_of);
    while let Some(last) = runs.pop_if(|last| last.forward.len() < 2 * new.forward.len().max(1)) {
        new.forward = merged(&last.forward, &new.forward, forward, key_of);
        new.backward = merged(&last.backward, &new.backward, backward, key_of);
    }
    runs.push(new);
}

fn merged<'k>(one: &[u32], other: &[u32], order: Order, key_of: &impl Fn(u32) -> &'k str) -> Vec<u32> {
    let mut all = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.iter().copied().peekable(), other.iter().copied().peekable());
    loop {
        let next = match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if order(key_of(*b), key_of(*a)).is_lt() => other.next(),
            (Some(_), _) => one.next(),
            (None, _) => other.next(),
        };
        match next {
            Some(row) => all.push(row),
            None => return all,
        }
    }
}

/// The keys around the place of one in an order: the nearest on each side of those that some runs have together.
fn around<'k, 'r>(
    runs: impl Iterator<Item = &'r Vec<u32>>,
    order: Order,
    missing: &str,
    key_of: &impl Fn(u32) -> &'k str,
) -> Vec<&'k str> {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for run in runs {
        let at = run.partition_point(|row| order(key_of(*row), missing).is_lt());
        let (low, high) = run.split_at_checked(at).unwrap_or_default();
        before.extend(low.iter().rev().take(AROUND).map(|row| key_of(*row)));
        after.extend(high.iter().take(AROUND).map(|row| key_of(*row)));
    }
    before.sort_by(|one, other| order(other, one));
    after.sort_by(|one, other| order(one, other));
    before.truncate(AROUND);
    after.truncate(AROUND);
    before.extend(after);
    before
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slip_anywhere_in_a_key_is_found_among_many_alike() {
        let keys: Vec<String> = (0..20_000).map(|n| format!("person-{n:05}-of-norland")).collect();
        let near = NearKeys::default();
        for slip in
            ["persn-12345-of-norland", "persno-12345-of-norland", "person-12345-of-nolrand", "person-12345of-norland"]
        {
            let proposed = near.propose(slip, keys.len(), |row| &keys[row as usize]);
            assert_eq!(proposed, "; did you mean `person-12345-of-norland`?", "{slip}");
        }
        assert_eq!(near.propose("somebody-else", keys.len(), |row| &keys[row as usize]), "");
        assert!(near.heap_bytes() < 2 * 4 * 20_000 + 1_000);
    }

    proptest! {
        // Law: among few keys the answer is that of a comparison with each, however the table grew and shrank in between.
        #[test]
        fn few_keys_are_all_compared(
            steps in prop::collection::vec((prop::collection::vec("[ab]{0,5}", 0..6), 0usize..40), 1..8), missing in "[ab]{1,5}",
        ) {
            let (mut near, mut keys) = (NearKeys::default(), Vec::new());
            for (more, keep) in steps {
                keys.truncate(keep);
                near.truncate(keys.len());
                for key in more {
                    keys.push(key);
                    near.grow(keys.len(), |row| &keys[row as usize]);
                }
                near.truncate(2 * AROUND);
                keys.truncate(2 * AROUND);
                let slow = did_you_mean(&missing, keys.iter().map(String::as_str).filter(|key| !key.is_empty()));
                prop_assert_eq!(near.propose(&missing, keys.len(), |row| &keys[row as usize]), slow);
            }
        }

        // Law: the answer depends on the keys, not on the runs.
        #[test]
        fn runs_do_not_show(keys in prop::collection::vec("[a-c]{1,6}", 0..400), cuts in prop::collection::vec(0usize..400, 0..6), missing in "[a-c]{1,6}") {
            let (mut grown, whole) = (NearKeys::default(), NearKeys::default());
            let mut cuts: Vec<_> = cuts.into_iter().filter(|cut| *cut <= keys.len()).collect();
            cuts.sort_unstable();
            for cut in cuts {
                grown.propose("x", cut, |row| &keys[row as usize]);
                grown.grow(cut, |row| &keys[row as usize]);
            }
            let answer = |near: &NearKeys| near.propose(&missing, keys.len(), |row| &keys[row as usize]);
            prop_assert_eq!(answer(&grown), answer(&whole));
        }
    }
}
