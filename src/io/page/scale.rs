//! The axis of a timeline: from days to places, each step between two named days as wide as its length has digits.

use std::collections::BTreeSet;

use crate::time::{Day, Limit, When};

/// The room at both ends, for what has no first or no last day, in tenths of a percent.
const MARGIN: u32 = 40;
/// The width of the whole, in tenths of a percent.
pub(super) const WIDTH: u32 = 1000;
/// The least distance of two labels on a wide screen, and on a narrow one.
const LABEL: (u32, u32) = (125, 250);

/// A day on the axis.
pub(super) struct Label {
    pub(super) day: Day,
    pub(super) place: u32,
    /// Whether there is room for it only on a wide screen.
    pub(super) wide: bool,
}

/// The days at which something on a page may begin, or has ended, each with its place.
#[derive(Default)]
pub(super) struct Scale {
    /// Days from 1 January 1970, ascending.
    days: Vec<i64>,
    /// In tenths of a percent.
    places: Vec<u32>,
}

/// The bars of a time, from one place to another.
pub(super) struct Bars {
    /// Where it may hold; whether it has a first and a last day.
    pub(super) possible: (u32, u32),
    pub(super) closed: (bool, bool),
    /// Where it certainly holds.
    pub(super) certain: Option<(u32, u32)>,
}

impl Scale {
    pub(super) fn of(times: impl Iterator<Item = When>) -> Self {
        let mut days = BTreeSet::new();
        for when in times {
            let ((first, last), (from, to)) = (when.possible_bounds(), when.certain_bounds());
            let certain = if from <= to { (Some(from), Some(to)) } else { (None, None) };
            let starts = [Some(first), certain.0].into_iter().flatten().filter_map(Limit::day);
            let ends = [Some(last), certain.1].into_iter().flatten().filter_map(Limit::day);
            days.extend(starts.map(Day::to_epoch_days));
            days.extend(ends.map(|day| day.to_epoch_days() + 1));
        }
        let days: Vec<i64> = days.into_iter().collect();
        // A step of a day counts 2, of a month 6, of a century 17.
        let weights = days.windows(2).map(|pair| match pair {
            [one, other] => 2 + u64::from(one.abs_diff(*other).checked_ilog2().unwrap_or_default()),
            _ => 0,
        });
        let before: Vec<u64> = std::iter::once(0)
            .chain(weights.scan(0, |sum, weight| {
                *sum += weight;
                Some(*sum)
            }))
            .collect();
        let whole = before.last().copied().unwrap_or_default().max(1);
        let room = u64::from(WIDTH - 2 * MARGIN);
        let place = |before: &u64| MARGIN + u32::try_from(before * room / whole).unwrap_or_default();
        let places = before.iter().take(days.len()).map(place).collect();
        Self { days, places }
    }

    /// The bars of a time. A fact that is not actual is certain on no day.
    pub(super) fn bars(&self, when: When, actual: bool) -> Bars {
        let ((first, last), (from, to)) = (when.possible_bounds(), when.certain_bounds());
        let certain = actual && from <= to;
        Bars {
            possible: (self.start(first), self.end(last)),
            closed: (first.day().is_some(), last.day().is_some()),
            certain: certain.then(|| (self.start(from), self.end(to))),
        }
    }

    fn start(&self, limit: Limit) -> u32 {
        match limit {
            Limit::Past => 0,
            Limit::Day(day) => self.place(day.to_epoch_days()),
            Limit::Future => WIDTH,
        }
    }

    fn end(&self, limit: Limit) -> u32 {
        match limit {
            Limit::Past => 0,
            Limit::Day(day) => self.place(day.to_epoch_days() + 1),
            Limit::Future => WIDTH,
        }
    }

    fn place(&self, day: i64) -> u32 {
        let found = self.days.binary_search(&day).ok();
        found.and_then(|at| self.places.get(at)).copied().unwrap_or_default()
    }

    /// The days and places, for the script.
    pub(super) fn steps(&self) -> impl Iterator<Item = (i64, u32)> + '_ {
        self.days.iter().copied().zip(self.places.iter().copied())
    }

    /// Days with enough room for a label between them.
    pub(super) fn labels(&self) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for (day, place) in self.steps() {
            let far = |wide: bool, least: u32| {
                labels.iter().rev().find(|label| wide || !label.wide).is_none_or(|label| place >= label.place + least)
            };
            let wide = !far(false, LABEL.1) || place + LABEL.1 > WIDTH;
            let fits = far(true, LABEL.0) && place + LABEL.0 <= WIDTH;
            if let (true, Ok(day)) = (fits, Day::from_epoch_days(day)) {
                labels.push(Label { day, place, wide });
            }
        }
        labels
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    #[test]
    fn bars_are_solid_where_a_time_is_certain() {
        let times = ["2026-02", "2026-02-03", "as-of 2026-01-24", "1991/", "1991-12-16/..", "1991?"].map(when);
        let scale = Scale::of(times.into_iter());
        let of = |text: &str| scale.bars(when(text), true);
        // An event in a month is certain on no day of it.
        let month = of("2026-02");
        assert!(month.certain.is_none() && month.closed == (true, true) && month.possible.0 < month.possible.1);
        let day = of("2026-02-03");
        assert_eq!(day.certain, Some(day.possible));
        let seen = of("as-of 2026-01-24");
        assert_eq!((seen.possible, seen.closed), ((0, WIDTH), (false, false)));
        assert!(seen.certain.unwrap().0 > MARGIN);
        let ever = of("1991-12-16/..");
        assert_eq!((ever.possible.1, ever.certain.unwrap().1), (WIDTH, WIDTH));
        assert!(of("1991?").certain.is_none());
        assert!(scale.bars(when("2026-02-03"), false).certain.is_none());
    }

    #[test]
    fn later_days_stand_further_right() {
        let scale = Scale::of(["0044", "1991", "2026-02-03", "2026-02-04"].map(when).into_iter());
        let steps: Vec<_> = scale.steps().collect();
        assert!(steps.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1), "{steps:?}");
        assert_eq!((steps[0].1, steps.last().unwrap().1), (MARGIN, WIDTH - MARGIN));
        let labels = scale.labels();
        assert!(labels.windows(2).all(|pair| pair[0].place + LABEL.0 <= pair[1].place) && labels.len() > 1);
    }
}
