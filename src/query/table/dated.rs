//! A table whose lists are in the order of time.

use std::ops::RangeInclusive;

use super::{FactColumns, Keep, ListRange, Table};
use crate::{
    query::{
        edges::{Edges, FactEnd},
        time_join::{Days, Moment},
    },
    tables::{Extents, TimeWindow, is_exact, skipped},
    time::Truth,
};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum ListOrder {
    /// By the other end, and facts of equal ends by time.
    Ends,
    /// By time.
    Time,
}

/// The facts of a relation grouped by one end, with their time keys.
#[derive(Debug)]
pub(in crate::query) struct DatedTable<'g> {
    table: Table<'g>,
    /// The time key of each fact.
    keys: Vec<u32>,
    /// The days of each fact, if only one span agrees with its time. Empty if every fact is of one day for sure.
    days: Vec<Option<Days>>,
    /// How long the times of facts reach.
    extents: Extents,
}

impl<'g> DatedTable<'g> {
    /// All facts that the view shows. Sorts each list, or each part of it with equal ends.
    pub(in crate::query) fn of(
        edges: &Edges<'_, 'g>,
        from: FactEnd,
        order: ListOrder,
        time: impl Fn(u32) -> Moment,
    ) -> Self {
        let mut table = Table::copy_of(edges, from, Keep::Facts);
        let mut keys: Vec<u32> = table.facts.iter().map(|fact| time(*fact).key()).collect();
        let mut sorted = Vec::new();
        let Table { starts, others, facts, truths, .. } = &mut table;
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            let (mut start, end) = (*start as usize, *end as usize);
            while start < end {
                let next = match (order, others.get(start..end).unwrap_or_default()) {
                    (ListOrder::Ends, list @ [first, ..]) => {
                        start + list.iter().take_while(|other| *other == first).count()
                    }
                    _ => end,
                };
                let (run, truths) = (start..next, truths.get_mut(start..next).unwrap_or_default());
                let run = (keys.get_mut(run.clone()), facts.get_mut(run.clone()), others.get_mut(run));
                if let (Some(keys), Some(facts), Some(others)) = run {
                    sort_by_time(keys, facts, others, truths, &mut sorted);
                }
                start = next;
            }
        }
        let (mut days, mut extents) = (Vec::new(), Extents::default());
        if !keys.iter().all(|key| is_exact(*key)) {
            days = Vec::with_capacity(keys.len());
            for (key, fact) in keys.iter().zip(&table.facts) {
                let moment = time(*fact);
                extents.add(*key, moment.when);
                days.push(moment.days());
            }
        }
        Self { table, keys, days, extents }
    }

    pub(in crate::query) fn table(&self) -> &Table<'g> {
        &self.table
    }

    /// The columns of a list, or of a part of it.
    #[inline]
    pub(in crate::query) fn part(&self, list: ListRange) -> FactColumns<'_> {
        self.table.part(list)
    }

    /// The part of a list that has its facts within a range of keys.
    #[inline]
    pub(in crate::query) fn within(&self, list: ListRange, keys: &RangeInclusive<u32>) -> ListRange {
        let all = self.keys.get(list.start..list.end).unwrap_or_default();
        let from = all.partition_point(|key| key < keys.start());
        let rest = all.get(from..).unwrap_or_default();
        list.part(from, skipped(rest, keys.end().saturating_add(1)))
    }

    /// The parts of a list that have its facts whose times are in a window, and more: one for each class of time keys,
    /// of which the first has those of exact days.
    pub(in crate::query) fn each_within(&self, list: ListRange, window: TimeWindow) -> impl Iterator<Item = ListRange> {
        window.keys_reaching(self.extents).map(move |keys| self.within(list, &keys))
    }

    /// The places of the facts of a list, and the days of each, if only one span agrees with its time.
    pub(in crate::query) fn days(&self, list: ListRange) -> impl Iterator<Item = (ListRange, Option<Days>)> {
        let exact = |key: u32| is_exact(key).then(|| (key, key + 1));
        (0..list.len()).map(move |at| {
            let place = list.start + at;
            let days =
                self.days.get(place).copied().unwrap_or_else(|| self.keys.get(place).and_then(|key| exact(*key)));
            (list.part(at, 1), days)
        })
    }

    /// Whether a list has facts that are not of one day for sure.
    #[inline]
    pub(in crate::query) fn has_inexact(&self, list: ListRange) -> bool {
        !self.days.is_empty()
            && list.end.checked_sub(1).and_then(|last| self.keys.get(last)).is_some_and(|key| !is_exact(*key))
    }
}

/// Sorts columns of facts by time key, and facts of equal keys by number.
fn sort_by_time(
    keys: &mut [u32],
    facts: &mut [u32],
    others: &mut [u32],
    truths: &mut [Truth],
    sorted: &mut Vec<(u32, u32, u32, Truth)>,
) {
    if keys.is_sorted() {
        return;
    }
    sorted.clear();
    let columns = keys.iter().zip(&*facts).zip(&*others).enumerate();
    sorted.extend(
        columns.map(|(at, ((key, fact), other))| (*key, *fact, *other, truths.get(at).copied().unwrap_or(Truth::Yes))),
    );
    sorted.sort_unstable();
    let columns = keys.iter_mut().zip(facts).zip(others).zip(&*sorted).enumerate();
    for (at, (((key, fact), other), (found_key, found_fact, found_other, truth))) in columns {
        (*key, *fact, *other) = (*found_key, *found_fact, *found_other);
        if let Some(place) = truths.get_mut(at) {
            *place = *truth;
        }
    }
}
