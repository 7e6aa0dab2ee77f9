//! The order of facts by time, and which ranges of it a question has to read.

use std::ops::RangeInclusive;

use petgraph::graph::{DiGraph, EdgeIndex};

use super::record::{FactRecord, NodeRecord};
use crate::time::{Day, Limit, Span, When};

/// By how much the earliest start and the latest end are apart, in days, for each class but the last; what is further
/// apart, or has no such start or end, is of the last. The first class is that of what happened on one day for sure.
const EXTENTS: [i64; 5] = [0, 31, 366, 3_660, 36_600];
/// Bits of a key that hold a day.
const DAY_BITS: u32 = 29;
const LAST_DAY: u32 = (1 << DAY_BITS) - 1;

/// The place of a time in the order: by how long it may reach (a class), then by its earliest start.
///
/// What touches a span of days has begun by its last day, and has not ended before its first. With the reach of a class
/// bounded, it cannot have begun long before either, so it is in one short range of that class.
pub(crate) fn time_key(when: When) -> u32 {
    if let Some(day) = when.exact_day() {
        return key(0, place(Limit::Day(day)));
    }
    let (start, end) = (when.earliest_start(), when.latest_end());
    let class = match (start, end) {
        (Limit::Day(start), Limit::Day(end)) => {
            let extent = end.to_epoch_days() - start.to_epoch_days();
            EXTENTS.partition_point(|most| *most < extent).max(1)
        }
        _ => EXTENTS.len(),
    };
    key(class, place(start))
}

/// The day on which a fact with this key happened, if it did so on one day for sure: its time is then
/// [`When::on`] this day.
#[inline]
pub(super) fn exact_day(key: u32) -> Option<Day> {
    if key > LAST_DAY {
        return None;
    }
    Day::from_epoch_days(i64::from(key) - 1 + Day::MIN.to_epoch_days()).ok()
}

/// A time key, or a time of which one is made.
///
/// Where many facts have to be put in order, their times are read one after the other before the first key is made: so
/// the reads, each of which is of memory far away, wait together.
pub(crate) trait Timed: Copy {
    fn key(self) -> u32;
}

impl Timed for u32 {
    fn key(self) -> u32 {
        self
    }
}

impl Timed for When {
    fn key(self) -> u32 {
        time_key(self)
    }
}

/// When a fact held or happened. There is such a fact.
#[inline]
pub(super) fn time_of(log: &DiGraph<NodeRecord, FactRecord>, fact: u32) -> When {
    log.edge_weight(EdgeIndex::new(fact as usize)).map_or(When::UNSTATED, |record| record.when)
}

/// The ranges of keys that hold whatever touches a span, and more; ascending.
pub(super) fn keys_touching(span: Span) -> impl Iterator<Item = RangeInclusive<u32>> + Clone {
    TimeWindow { first: day_number(span.start()), last: day_number(span.end()) }.keys()
}

/// The times that can end on a day or after it, and begin on another day or before it. Both are numbers of days, as by
/// [`day_number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeWindow {
    pub(crate) first: i64,
    pub(crate) last: i64,
}

impl TimeWindow {
    /// The ranges of keys that hold these times, and more: one for each class, ascending, of which some may be empty.
    pub(crate) fn keys(self) -> impl Iterator<Item = RangeInclusive<u32>> + Clone {
        self.keys_reaching(Extents(EXTENTS))
    }

    /// The same among times of these extents.
    pub(crate) fn keys_reaching(self, extents: Extents) -> impl Iterator<Item = RangeInclusive<u32>> + Clone {
        (0..=EXTENTS.len()).map(move |class| match extents.0.get(class) {
            Some(extent) => range(class, self.first.saturating_sub(*extent), self.last),
            // A time without a first day begins before every day.
            None => range(class, 0, self.last.max(0)),
        })
    }

    /// The keys of exact days from the first day to the last.
    pub(crate) fn exact_days(self) -> RangeInclusive<u32> {
        range(0, self.first, self.last)
    }
}

/// The greatest extents of the times of some facts, for each class but the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extents([i64; EXTENTS.len()]);

impl Extents {
    /// Takes in a time with its key.
    pub(crate) fn add(&mut self, key: u32, when: When) {
        if let Some(greatest) = self.0.get_mut((key >> DAY_BITS) as usize) {
            let (start, end) = (day_number(when.earliest_start()), day_number(when.latest_end()));
            *greatest = (*greatest).max(end.saturating_sub(start));
        }
    }
}

/// The number of a day, counted from 1. The past and the future are beyond all numbers.
pub(crate) fn day_number(limit: Limit) -> i64 {
    match limit {
        Limit::Past => i64::MIN,
        Limit::Day(_) => place(limit).into(),
        Limit::Future => i64::MAX,
    }
}

/// The number of the day of a time that is one day for sure: its key. 0 for any other time.
#[inline]
pub(crate) fn exact_number(when: When) -> u32 {
    when.exact_day().map_or(0, |day| place(Limit::Day(day)))
}

/// Whether a key is that of one day for sure.
#[inline]
pub(crate) fn is_exact(key: u32) -> bool {
    key <= LAST_DAY
}

/// The keys of a class from one day to another. Empty if the last is before the first, or before all days.
fn range(class: usize, first: i64, last: i64) -> RangeInclusive<u32> {
    let place = |number: i64| u32::try_from(number.max(0)).unwrap_or(LAST_DAY).min(LAST_DAY);
    if first > last || last < 0 {
        return RangeInclusive::new(1, 0);
    }
    key(class, place(first))..=key(class, place(last))
}

fn key(class: usize, place: u32) -> u32 {
    // There are six classes.
    u32::try_from(class).unwrap_or(u32::MAX) << DAY_BITS | place
}

/// A day as a number; all days are between the past and the future.
fn place(limit: Limit) -> u32 {
    match limit {
        Limit::Past => 0,
        Limit::Day(day) => {
            let after = day.to_epoch_days() - Day::MIN.to_epoch_days() + 1;
            u32::try_from(after).unwrap_or(LAST_DAY).min(LAST_DAY - 1)
        }
        Limit::Future => LAST_DAY,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{Bound, PartialDate, Truth};

    #[test]
    fn all_days_have_a_place() {
        assert!(place(Limit::Day(Day::MIN)) > place(Limit::Past));
        assert!(place(Limit::Day(Day::MAX)) < place(Limit::Future) - 1);
        let (day, next) = (Day::new(2026, 2, 28).unwrap(), Day::new(2026, 3, 1).unwrap());
        assert_eq!(place(Limit::Day(day)) + 1, place(Limit::Day(next)));
    }

    fn some_date() -> impl Strategy<Value = PartialDate> {
        let text = (1990i32..2030, 1u8..=12, 1u8..=28, 0u8..3).prop_map(|(y, m, d, precision)| match precision {
            0 => format!("{y}"),
            1 => format!("{y}-{m:02}"),
            _ => format!("{y}-{m:02}-{d:02}"),
        });
        text.prop_map(|text| text.parse().unwrap())
    }

    fn some_time() -> impl Strategy<Value = When> {
        let bound = || {
            prop_oneof![
                3 => some_date().prop_map(Bound::Date),
                1 => some_date().prop_map(Bound::OnOrBefore),
                1 => some_date().prop_map(Bound::OnOrAfter),
                1 => Just(Bound::Unknown),
                1 => Just(Bound::Open),
            ]
        };
        prop_oneof![
            some_date().prop_map(When::on),
            some_date().prop_map(When::as_of),
            some_date().prop_map(When::on_or_before),
            some_date().prop_map(When::on_or_after),
            (some_date(), some_date()).prop_map(|(a, b)| When::on_one_of(a, b).unwrap_or_default()),
            Just(When::UNSTATED),
            (bound(), bound()).prop_map(|(a, b)| When::between(a, b).unwrap_or_default()),
        ]
    }

    #[test]
    fn only_what_happened_on_a_day_for_sure_is_known_by_its_key() {
        let day = Day::new(2014, 3, 1).unwrap();
        let when = |text: &str| text.parse::<When>().unwrap();
        assert_eq!(exact_day(time_key(when("2014-03-01"))), Some(day));
        for text in [
            "2014-03-01?",
            "2014-03",
            "2014-03-01/2014-03-01",
            "as-of 2014-03-01",
            "2014-03-01/",
            "unstated",
            "[..2014-03-01]",
            "[2014-03-01..]",
            "[2014-03-01..2014-03-01]",
        ] {
            assert_eq!(exact_day(time_key(when(text))), None, "{text}");
        }
        for day in [Day::MIN, Day::MAX] {
            assert_eq!(exact_day(time_key(When::on(day.into()))), Some(day));
        }
    }

    proptest! {
        #[test]
        fn whatever_touches_a_span_lies_in_its_ranges(
            when in some_time(), date in some_date(), open in 0u8..3,
        ) {
            let whole = Span::from(date);
            let span = match open {
                0 => Span::new(None, whole.last()).unwrap(),
                1 => Span::new(whole.first(), None).unwrap(),
                _ => whole,
            };
            let ranges: Vec<_> = keys_touching(span).collect();
            prop_assert!(ranges.windows(2).all(|two| two[0].end() < two[1].start()));
            let among = ranges.iter().any(|range| range.contains(&time_key(when)));
            prop_assert!(among || when.holds_during(span) == Truth::No);
        }
    }
}
