//! The possible relations between two times that are not known exactly.

use std::ops::RangeInclusive;

use super::{
    allen::{Allen, FAR, point},
    allen_set::AllenSet,
    ask::Bounds,
    bound::{ON, tag},
    day::Day,
    partial_date::PartialDate,
    span::Limit,
    truth::Truth,
    when::When,
};

impl When {
    /// All relations that are possible between a span that this admits and one that the other admits. Exact, by the
    /// dates as written; qualifiers are ignored. Takes a few hundred nanoseconds.
    #[must_use]
    pub fn allen(self, other: Self) -> AllenSet {
        relations(self.written(), other.written())
    }

    /// Whether one of these relations holds between this time and another. Exact over all spans that both admit. A
    /// qualified date can make the answer `No`, but never `Yes`.
    ///
    /// ```
    /// use chancery::{Allen, Truth, When};
    ///
    /// let (visit, summer): (When, When) = ("2026-07-03".parse()?, "2026-06-01/2026-08-31".parse()?);
    /// assert_eq!(visit.stands(Allen::During, summer), Truth::Yes);
    /// let month: When = "2026-08".parse()?;
    /// assert_eq!(month.stands(Allen::During, summer), Truth::Possibly); // it may end with the summer
    /// assert_eq!(month.stands(Allen::After, summer), Truth::No);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn stands(self, wanted: impl Into<AllenSet>, other: Self) -> Truth {
        let wanted = wanted.into();
        if let (Some(this), Some(that)) = (self.exact_span(), other.exact_span()) {
            return wanted.contains(Allen::of(this, that)).into();
        }
        if wanted == AllenSet::SHARES_A_DAY {
            return self.shares_a_day(other);
        }
        if relations(self.sure(), other.sure()).is_subset(wanted) {
            Truth::Yes
        } else if (self.allen(other) & wanted).is_empty() {
            Truth::No
        } else {
            Truth::Possibly
        }
    }

    /// Whether some day is in both: each begins before the other has ended.
    fn shares_a_day(self, other: Self) -> Truth {
        let (this, that) = (self.written(), other.written());
        if this.starts.0 > that.ends.1 || that.starts.0 > this.ends.1 {
            return Truth::No;
        }
        let (this, that) = (self.sure().inner(), other.sure().inner());
        if this.0 <= that.1 && that.0 <= this.1 { Truth::Yes } else { Truth::Possibly }
    }

    /// The first and the last day, if only one span agrees with it, from a day to a day.
    pub(crate) fn exact_days(self) -> Option<(Day, Day)> {
        let sure = self.sure();
        let is_exact = sure.starts.0 == sure.starts.1 && sure.ends.0 == sure.ends.1;
        let (first, last) = is_exact.then_some((Limit::from_bits(sure.starts.0), Limit::from_bits(sure.ends.0)))?;
        first.day().zip(last.day())
    }

    /// The half-open interval of points that it is, if only one span agrees with it.
    fn exact_span(self) -> Option<(i64, i64)> {
        let sure = self.sure();
        let is_exact = sure.starts.0 == sure.starts.1 && sure.ends.0 == sure.ends.1;
        let [start, end] = is_exact.then(|| sure.variables())?;
        Some((start.0, end.0))
    }

    /// Whether it begins so many days after the other begins, or before it if negative. Exact, as
    /// [`stands`](Self::stands). Two times without a start begin together.
    ///
    /// ```
    /// use chancery::{Truth, When};
    ///
    /// let (visit, answer): (When, When) = ("2014-03-01".parse()?, "2014-03-06".parse()?);
    /// assert_eq!(answer.begins_after(visit, 0..=7), Truth::Yes);
    /// assert_eq!(visit.begins_after(answer, 0..=7), Truth::No);
    /// assert_eq!(When::begins_after("2014-03".parse()?, visit, 0..=7), Truth::Possibly);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn begins_after(self, other: Self, days: RangeInclusive<i64>) -> Truth {
        if let (Some(this), Some(that)) = (self.exact_day(), other.exact_day()) {
            return days.contains(&(this.to_epoch_days() - that.to_epoch_days())).into();
        }
        let apart = |this: Bounds, that: Bounds| Starts::of(this).apart(&Starts::of(that));
        let within = |(nearest, furthest): (i64, i64)| days.contains(&nearest) && days.contains(&furthest);
        let touches =
            |(nearest, furthest): (i64, i64)| !days.is_empty() && nearest <= *days.end() && *days.start() <= furthest;
        let (surely, written) = (apart(self.sure(), other.sure()), apart(self.written(), other.written()));
        if !surely.beyond && surely.days.into_iter().all(|days| days.is_none_or(within)) {
            Truth::Yes
        } else if written.days.into_iter().flatten().any(touches) {
            Truth::Possibly
        } else {
            Truth::No
        }
    }
}

impl When {
    /// The day on which it happened, if that is a single day without a qualifier.
    pub(crate) fn exact_day(self) -> Option<Day> {
        if self.end != ON || tag(self.start) != 0 {
            return None;
        }
        let date = PartialDate::from_bits(self.start);
        date.as_day().filter(|_| !date.is_qualified())
    }
}

/// When a span within bounds can start.
struct Starts {
    /// Before all days.
    past: bool,
    /// From one day to another, in days since 1970.
    days: Option<(i64, i64)>,
}

/// By how many days two starts can differ.
struct Apart {
    /// Between two days, or between two starts before all days.
    days: [Option<(i64, i64)>; 2],
    /// One start can be before all days, and the other on a day.
    beyond: bool,
}

impl Starts {
    fn of(bounds: Bounds) -> Self {
        let point = |bits| point(Limit::from_bits(bits));
        let (first, last) = (point(bounds.starts.0).max(1 - FAR), point(bounds.inner().0));
        Self { past: bounds.starts.0 == Limit::Past.bits(), days: (first <= last).then_some((first, last)) }
    }

    fn apart(&self, from: &Self) -> Apart {
        let days = self.days.zip(from.days).map(|(this, that)| (this.0 - that.1, this.1 - that.0));
        let beyond = self.past && from.days.is_some() || self.days.is_some() && from.past;
        Apart { days: [days, (self.past && from.past).then_some((0, 0))], beyond }
    }
}

/// All relations that are possible between a span within bounds and one within others.
fn relations(one: Bounds, other: Bounds) -> AllenSet {
    let ends = [one.variables(), other.variables()];
    Allen::ALL.into_iter().filter(|relation| possible(*relation, ends)).collect()
}

impl Bounds {
    /// The least and the greatest point of its start and of its end, as half-open intervals.
    fn variables(self) -> [(i64, i64); 2] {
        let points = |(low, high): (u32, u32)| (point(Limit::from_bits(low)), point(Limit::from_bits(high)));
        let (start, end) = (points(self.starts), points(self.ends));
        // An end is never before all days. Nor is a start after them all: the least solution does not put it there.
        [start, (end.0.max(1 - FAR) + 1, end.1 + 1)]
    }
}

/// Whether a relation is possible between two intervals whose ends are within bounds.
///
/// A relation is a set of constraints `x + gap <= y` between the four ends. Raising the least value of each end until all
/// constraints are met gives the least solution; if it passes a greatest value, there is none.
fn possible(relation: Allen, [a, b]: [[(i64, i64); 2]; 2]) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let [mut a_start, mut a_end, mut b_start, mut b_end] = [a[0].0, a[1].0, b[0].0, b[1].0];
    let order = |low: &mut i64, high: &mut i64, order| match order {
        Less => *high = (*high).max(*low + 1),
        Equal => (*low, *high) = ((*low).max(*high), (*low).max(*high)),
        Greater => *low = (*low).max(*high + 1),
    };
    // The order of start and start, end and end, end of a and start of b, start of a and end of b.
    let (starts, ends, end_start, start_end) = match relation {
        Allen::Before => (Less, Less, Less, Less),
        Allen::Meets => (Less, Less, Equal, Less),
        Allen::Overlaps => (Less, Less, Greater, Less),
        Allen::FinishedBy => (Less, Equal, Greater, Less),
        Allen::Contains => (Less, Greater, Greater, Less),
        Allen::Starts => (Equal, Less, Greater, Less),
        Allen::Equals => (Equal, Equal, Greater, Less),
        Allen::StartedBy => (Equal, Greater, Greater, Less),
        Allen::During => (Greater, Less, Greater, Less),
        Allen::Finishes => (Greater, Equal, Greater, Less),
        Allen::OverlappedBy => (Greater, Greater, Greater, Less),
        Allen::MetBy => (Greater, Greater, Greater, Equal),
        Allen::After => (Greater, Greater, Greater, Greater),
    };
    // A value is raised along a path of at most three steps.
    for _ in 0..4 {
        order(&mut a_start, &mut a_end, Less);
        order(&mut b_start, &mut b_end, Less);
        order(&mut a_start, &mut b_start, starts);
        order(&mut a_end, &mut b_end, ends);
        order(&mut a_end, &mut b_start, end_start);
        order(&mut a_start, &mut b_end, start_end);
    }
    a_start <= a[0].1 && a_end <= a[1].1 && b_start <= b[0].1 && b_end <= b[1].1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn wide_dates_relate_by_their_ends() {
        let relations = |a: &str, b: &str| a.parse::<When>().unwrap().allen(b.parse().unwrap()).to_string();
        assert_eq!(relations("1991", "1992"), "{before, meets}");
        assert_eq!(relations("1991", "1993"), "{before}");
        assert_eq!(relations("1991/..", "../1990"), "{met-by, after}");
        assert_eq!(relations("../..", "../.."), "{equals}");
        assert_eq!(relations("1991/..", "../.."), "{finishes}");
        assert_eq!(relations("1991/", "../.."), "{during, finishes}");
        assert_eq!(relations("/1990", "1991/1995"), "{before, meets}");
        assert_eq!(relations("/1890", "1891/1895"), "{before, meets}");
        assert_eq!(relations("1890/", "1891-01-05/1891-01-06"), "{before, meets, overlaps, finished-by, contains}");
        assert_eq!(relations("1890/", "../1892"), "{during, finishes, overlapped-by}");
        assert_eq!(relations("unstated", "1066"), AllenSet::ALL.to_string());
        assert_eq!(
            relations("unstated", "../1066"),
            "{starts, equals, started-by, during, finishes, overlapped-by, met-by, after}"
        );
        assert_eq!("1991".parse::<When>().unwrap().allen("1991".parse().unwrap()), AllenSet::ALL);
        assert_eq!(When::UNSTATED.allen(When::UNSTATED), AllenSet::ALL);
    }
}
