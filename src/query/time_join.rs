//! Joins by time: a condition that relates the time of a fact that is looked for to that of a fact that is known, and
//! the window of time in which the fact can be.

use super::pattern::{Apart, Condition, Slot};
use crate::{
    tables::{TimeWindow, day_number, exact_number, time_key},
    time::{Allen, AllenSet, Limit, When},
};

/// A time, and its day if it is one day for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) when: When,
    /// The number of the day, or 0.
    pub(super) day: u32,
}

impl Moment {
    pub(super) fn of(when: When) -> Self {
        Self { when, day: exact_number(when) }
    }

    pub(super) fn key(self) -> u32 {
        if self.day > 0 { self.day } else { time_key(self.when) }
    }

    /// The days that it is from and before, if only one span agrees with it, from a day to a day.
    pub(super) fn days(self) -> Option<Days> {
        if self.day > 0 {
            return Some((self.day, self.day + 1));
        }
        let number = |day| u32::try_from(day_number(Limit::Day(day))).ok();
        let (first, last) = self.when.exact_days()?;
        number(first).zip(number(last)?.checked_add(1))
    }
}

/// The number of the first day of a span, and of the day after the last.
pub(super) type Days = (u32, u32);

/// How the time of a fact that is looked for relates to that of a fact that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeJoin {
    /// The variable of the known fact.
    pub(super) known: Slot,
    apart: Apart,
    /// What [`Apart::between_days`] gives.
    pub(super) days: Option<(i64, i64)>,
}

impl TimeJoin {
    /// The join that a condition makes when the value of a variable is looked for. `None` if it makes none, or if it
    /// bounds the time on neither side.
    pub(super) fn of(condition: &Condition, fact: Slot, is_known: impl Fn(Slot) -> bool) -> Option<Self> {
        let Condition::Time { fact: one, apart, other } = condition else { return None };
        let (known, apart) = if *one == fact { (*other, *apart) } else { (*one, apart.turned()) };
        if *one != fact && *other != fact || known == fact || !is_known(known) {
            return None;
        }
        let is_bounded = match apart {
            Apart::Allen(wanted) => !(wanted.contains(Allen::Before) && wanted.contains(Allen::After)),
            Apart::Days(..) => true,
        };
        is_bounded.then(|| Self { known, apart, days: apart.between_days() })
    }

    /// Whether a span that is looked for and the known one meet the condition.
    #[inline]
    pub(super) fn is_met(&self, one: Days, known: Days) -> bool {
        match self.apart {
            Apart::Days(least, most) => (least..=most).contains(&(i64::from(one.0) - i64::from(known.0))),
            Apart::Allen(AllenSet::SHARES_A_DAY) => one.0 < known.1 && known.0 < one.1,
            Apart::Allen(wanted) => {
                let points = |days: Days| (i64::from(days.0), i64::from(days.1));
                wanted.contains(Allen::of(points(one), points(known)))
            }
        }
    }

    /// Whether the window has a first and a last day, which depend on the known time.
    pub(super) fn is_narrow(&self) -> bool {
        match self.apart {
            Apart::Allen(wanted) => !wanted.contains(Allen::Before) && !wanted.contains(Allen::After),
            Apart::Days(..) => true,
        }
    }

    /// A window that has every time of which the condition may be true, and more.
    ///
    /// A time of the window begins, at the earliest, not after its last day, and ends, at the latest, not before its
    /// first day. Each relation of Allen bounds both by the start and the end of the known time, of which only bounds
    /// may be known in turn: so the widest are taken.
    pub(super) fn window(&self, known: When) -> TimeWindow {
        let starts = (day_number(known.earliest_start()), day_number(known.latest_start()));
        let ends = (day_number(known.earliest_end()), day_number(known.latest_end()));
        match self.apart {
            Apart::Days(least, most) => TimeWindow { first: shifted(starts.0, least), last: shifted(starts.1, most) },
            Apart::Allen(wanted) => {
                let windows = wanted.iter().map(|relation| match relation {
                    Allen::Before => (i64::MIN, shifted(starts.1, -2)),
                    Allen::Meets => (shifted(starts.0, -1), shifted(starts.1, -1)),
                    Allen::Overlaps | Allen::FinishedBy | Allen::Contains => (starts.0, shifted(starts.1, -1)),
                    Allen::Starts | Allen::Equals | Allen::StartedBy => starts,
                    Allen::During | Allen::Finishes | Allen::OverlappedBy => (starts.0, ends.1),
                    Allen::MetBy => (shifted(ends.0, 1), shifted(ends.1, 1)),
                    Allen::After => (shifted(ends.0, 2), i64::MAX),
                });
                let all = windows.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
                let (first, last) = all.unwrap_or((i64::MAX, i64::MIN));
                TimeWindow { first, last }
            }
        }
    }
}

/// The number of a day, so many days later. What is beyond all days stays there.
fn shifted(number: i64, days: i64) -> i64 {
    if number == i64::MIN || number == i64::MAX { number } else { number.saturating_add(days) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Truth;

    const TIMES: [&str; 24] = [
        "2020-02-10",
        "2020-02-11",
        "2020-02-12",
        "2020-02-13",
        "2020-02-10?",
        "2020-02",
        "2020-03",
        "2020",
        "2020~",
        "1991",
        "2020-02-10/2020-02-11",
        "2020-02-11/2020-02-12",
        "2020-02-01/2020-03",
        "1990/2020-02-10",
        "2020-02-11/",
        "/2020-02-11",
        "2020-02-12/..",
        "../2020-02-10",
        "../..",
        "[..2020-02-10]",
        "[2020-02-11..]",
        "[2020-02-10..2020-02-12]",
        "as-of 2020-02-11",
        "unstated",
    ];

    fn apart() -> impl Strategy<Value = Apart> {
        let some = prop_oneof![-400i64..400, -3i64..4, Just(i64::MIN), Just(i64::MAX)];
        prop_oneof![
            (some.clone(), some).prop_map(|(least, most)| Apart::Days(least, most)),
            (0u16..1 << 13).prop_map(|bits| {
                let chosen = Allen::ALL.into_iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                Apart::Allen(chosen.map(|(_, relation)| relation).collect::<AllenSet>())
            }),
            prop::sample::select(&Allen::ALL[..]).prop_map(|relation| Apart::Allen(relation.into())),
            Just(Apart::Allen(AllenSet::SHARES_A_DAY)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Whatever may meet a condition is in the window, from either side; and of two exact days, the numbers decide.
        #[test]
        fn a_window_has_what_may_meet_the_condition(
            apart in apart(), known in prop::sample::select(&TIMES[..]), turned: bool,
        ) {
            let known: When = known.parse().unwrap();
            let condition = if turned {
                Condition::Time { fact: 1, apart, other: 0 }
            } else {
                Condition::Time { fact: 0, apart, other: 1 }
            };
            let Some(join) = TimeJoin::of(&condition, 0, |slot| slot == 1) else { return Ok(()) };
            for text in TIMES {
                let time: When = text.parse().unwrap();
                let asked = if turned { apart.ask(known, time) } else { apart.ask(time, known) };
                let key = time_key(time);
                let within = join.window(known).keys().any(|keys| keys.contains(&key));
                prop_assert!(within || asked == Truth::No, "{text} and {known}: {asked:?}");
                let (day, other) = (exact_number(time), exact_number(known));
                if let Some((least, most)) = join.days && day > 0 && other > 0 {
                    let is_met = (least..=most).contains(&(i64::from(day) - i64::from(other)));
                    prop_assert_eq!(Truth::from(is_met), asked, "{} and {}", text, known);
                }
                if let Some((one, other)) = Moment::of(time).days().zip(Moment::of(known).days()) {
                    prop_assert_eq!(Truth::from(join.is_met(one, other)), asked, "{} and {}", text, known);
                }
            }
        }
    }
}
