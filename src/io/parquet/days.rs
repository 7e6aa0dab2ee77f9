//! Times as days: the columns from which SQL computes what the graph computes of a time.

use crate::time::{Bound, Day, Limit, PartialDate, Qualifier, When, WhenParts};

/// The number for no start. It is less than that of every day.
pub(super) const BEFORE_ALL: i32 = -100_000_000;
/// The number for no end. It is greater than that of every day.
pub(super) const AFTER_ALL: i32 = 100_000_000;

/// The columns of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// Earliest start, latest start, earliest end, latest end, by the dates as written.
    pub(super) written: [i32; 4],
    /// The same by unqualified dates alone, if a date is qualified.
    pub(super) sure: Option<[i32; 4]>,
    /// The qualifiers of the date of the start and of that of the end.
    pub(super) qualifiers: [Option<&'static str>; 2],
    /// The day from which, and that until which, it was seen to hold: what is assumed to hold for some days reaches so many days
    /// before the one and beyond the other.
    pub(super) seen: [Option<i32>; 2],
    /// The last day of the date of the start, if the time also says on which day it still held.
    pub(super) latest_start_stated: Option<i32>,
}

impl Days {
    /// The first column alone.
    pub(super) fn earliest_start(when: When) -> i32 {
        limit(when.earliest_start())
    }

    pub(super) fn of(when: When) -> Self {
        let written = [when.earliest_start(), when.latest_start(), when.earliest_end(), when.latest_end()].map(limit);
        let (start, end) = dates(when);
        let qualifiers = [start, end].map(|date| date.and_then(|date| qualifier(date.qualifier())));
        let qualified = qualifiers.iter().any(Option::is_some);
        let sure = qualified.then(|| when.sure_limits().map(limit));
        let (first, last) = (|date: PartialDate| day(date.first()), |date: PartialDate| day(date.last()));
        let (seen, latest_start_stated) = match when.parts() {
            WhenParts::AsOf(date) => ([Some(first(date)), Some(last(date))], None),
            WhenParts::Between(start, end) => {
                let from = if let Bound::OnOrBefore(date) = start { Some(first(date)) } else { None };
                let until = if let Bound::OnOrAfter(date) = end { Some(last(date)) } else { None };
                let stated = match (start, until) {
                    (Bound::Date(date), Some(_)) => Some(last(date)),
                    _ => None,
                };
                ([from, until], stated)
            }
            _ => ([None, None], None),
        };
        Self { written, sure, qualifiers, seen, latest_start_stated }
    }
}

/// The dates of the start and of the end.
fn dates(when: When) -> (Option<PartialDate>, Option<PartialDate>) {
    match when.parts() {
        WhenParts::Unstated => (None, None),
        WhenParts::On(date) | WhenParts::OnOrBefore(date) | WhenParts::OnOrAfter(date) | WhenParts::AsOf(date) => {
            (Some(date), Some(date))
        }
        WhenParts::OnOneOf(first, last) => (Some(first), Some(last)),
        WhenParts::Between(start, end) => (start.date(), end.date()),
    }
}

pub(super) const fn qualifier(qualifier: Qualifier) -> Option<&'static str> {
    match qualifier {
        Qualifier::Exact => None,
        Qualifier::Uncertain => Some("?"),
        Qualifier::Approximate => Some("~"),
        Qualifier::Both => Some("%"),
    }
}

/// A day in days since 1970-01-01. No year that can be written is 100 million days away.
pub(super) fn day(day: Day) -> i32 {
    let days = day.to_epoch_days();
    i32::try_from(days).unwrap_or(if days < 0 { BEFORE_ALL } else { AFTER_ALL })
}

fn limit(limit: Limit) -> i32 {
    match limit {
        Limit::Past => BEFORE_ALL,
        Limit::Day(of) => day(of),
        Limit::Future => AFTER_ALL,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::time::Truth;

    fn date() -> impl Strategy<Value = PartialDate> {
        let dates = ["1991", "1991?", "1991-12", "1991-12-20~", "1992-01-05", "199X", "1992%", "Y-131071", "Y131071"];
        select(dates.to_vec()).prop_map(|text| text.parse().unwrap())
    }

    fn when() -> impl Strategy<Value = When> {
        let bound = || {
            prop_oneof![
                3 => date().prop_map(Bound::Date),
                1 => date().prop_map(Bound::OnOrBefore),
                1 => date().prop_map(Bound::OnOrAfter),
                1 => Just(Bound::Unknown),
                1 => Just(Bound::Open),
            ]
        };
        prop_oneof![
            1 => Just(When::UNSTATED),
            1 => date().prop_map(When::on),
            1 => date().prop_map(When::as_of),
            1 => date().prop_map(When::on_or_before),
            1 => date().prop_map(When::on_or_after),
            1 => (date(), date()).prop_filter_map("a range", |(first, last)| When::on_one_of(first, last).ok()),
            3 => (bound(), bound()).prop_filter_map("a span", |(start, end)| When::between(start, end).ok()),
        ]
    }

    /// The bounds as SQL has them: as written, and those that are sure.
    fn bounds(days: &Days) -> ([i32; 4], [i32; 4]) {
        (days.written, days.sure.unwrap_or(days.written))
    }

    /// The bounds of the time that is assumed to hold for some days around a day on which it was seen.
    fn assumed(days: &Days, by: i32) -> ([i32; 4], [i32; 4]) {
        let (mut written, mut sure) = bounds(days);
        let [from, until] = days.seen;
        let [start_qualified, end_qualified] = days.qualifiers.map(|qualifier| qualifier.is_some());
        if let Some(from) = from {
            (written[0], written[1]) = (from - by, from - by);
        }
        if let Some(until) = until {
            (written[2], written[3]) = (until + by, until + by);
        }
        if let Some(stated) = days.latest_start_stated {
            written[1] = stated;
        }
        if written[0] > written[3] {
            return bounds(days);
        }
        let any = (BEFORE_ALL, AFTER_ALL);
        let side = |first: i32, last: i32, qualified: bool| if qualified { any } else { (first, last) };
        if from.is_some() || until.is_some() {
            (sure[0], sure[1]) = side(written[0], written[1], start_qualified);
            (sure[2], sure[3]) = side(written[2], written[3], end_qualified);
        }
        let within = |[a, b, c, d]: [i32; 4]| [a, b.min(d), c.max(a), d];
        (within(written), within(sure))
    }

    fn holds_on((written, sure): ([i32; 4], [i32; 4]), first: i32, last: i32) -> Truth {
        if written[0] > last || written[3] < first {
            Truth::No
        } else if sure[1] <= first && sure[2] >= last {
            Truth::Yes
        } else {
            Truth::Possibly
        }
    }

    proptest! {
        /// Guards against columns from which SQL computes another truth than the graph.
        #[test]
        fn the_columns_answer_as_the_time_does(when in when(), asked in date(), by in 0i32..400) {
            let days = Days::of(when);
            let (first, last) = (day(asked.first()), day(asked.last()));
            let ((written, sure), asked) = (bounds(&days), asked.unqualified());
            prop_assert_eq!(holds_on((written, sure), first, last), when.holds_on(asked));
            let during = if written[0] > last || written[3] < first {
                Truth::No
            } else if sure[1] <= last && sure[2] >= first {
                Truth::Yes
            } else {
                Truth::Possibly
            };
            prop_assert_eq!(during, when.holds_during(asked));
            let (start, end) = (written[0].max(first), written[3].min(last));
            let within = if start > written[1] || end < written[2] || start > end {
                Truth::No
            } else if sure[0] >= first && sure[3] <= last {
                Truth::Yes
            } else {
                Truth::Possibly
            };
            prop_assert_eq!(within, when.falls_within(asked));
            let longer = when.assume_holds_for(by.unsigned_abs());
            prop_assert_eq!(holds_on(assumed(&days, by), first, last), longer.holds_on(asked));
        }
    }
}
