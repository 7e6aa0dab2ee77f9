//! The questions that a [`When`] answers. Each considers all spans that it admits.

use super::{
    bound::{AS_OF, Bound, ON, OPEN, UNKNOWN, UNSAID, WhenParts, tag},
    partial_date::PartialDate,
    span::{Limit, Span},
    truth::Truth,
    when::When,
};

const PAST: u32 = Limit::Past.bits();
const FUTURE: u32 = Limit::Future.bits();

/// The bits of the limits of an admitted span: its start is in `starts`, its end in `ends`, and start <= end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) starts: (u32, u32),
    pub(super) ends: (u32, u32),
}

impl Bounds {
    /// The latest start and the earliest end that a span can have, given its other end.
    pub(super) fn inner(self) -> (u32, u32) {
        (self.starts.1.min(self.ends.1), self.ends.0.max(self.starts.0))
    }

    // The earliest start with the latest end makes an admitted span, which reaches furthest.
    fn none_touches(self, first: u32, last: u32) -> bool {
        self.starts.0 > last || self.ends.1 < first
    }

    fn all_cover(self, first: u32, last: u32) -> bool {
        let (latest_start, earliest_end) = self.inner();
        latest_start <= first && earliest_end >= last
    }
}

/// Whether spans within bounds hold on a day; what is certain is decided by the sure bounds.
#[inline]
pub(super) fn hold_on(written: Bounds, sure: impl FnOnce() -> Bounds, date: PartialDate) -> Truth {
    let (first, last) = (date.first().bits(), date.last().bits());
    if written.none_touches(first, last) {
        Truth::No
    } else if !date.is_qualified() && sure().all_cover(first, last) {
        Truth::Yes
    } else {
        Truth::Possibly
    }
}

/// Whether they hold on some day of a span.
#[inline]
pub(super) fn hold_during(written: Bounds, sure: impl FnOnce() -> Bounds, span: Span) -> Truth {
    let (first, last) = limits(span);
    if written.none_touches(first, last) {
        return Truth::No;
    }
    let (latest_start, earliest_end) = sure().inner();
    if latest_start <= last && earliest_end >= first { Truth::Yes } else { Truth::Possibly }
}

/// Whether they begin and end within a span.
#[inline]
pub(super) fn fall_within(written: Bounds, sure: impl FnOnce() -> Bounds, span: Span) -> Truth {
    let (first, last) = limits(span);
    let Bounds { starts, ends } = written;
    let (earliest_start, latest_end) = (starts.0.max(first), ends.1.min(last));
    if earliest_start > starts.1 || latest_end < ends.0 || earliest_start > latest_end {
        return Truth::No;
    }
    let sure = sure();
    if sure.starts.0 >= first && sure.ends.1 <= last { Truth::Yes } else { Truth::Possibly }
}

impl When {
    /// The bounds as written.
    pub(super) fn written(self) -> Bounds {
        self.bounds(false)
    }

    /// The bounds that a `Yes` may rest on: a qualified date bounds nothing.
    pub(super) fn sure(self) -> Bounds {
        self.bounds(true)
    }

    #[inline]
    fn bounds(self, sure: bool) -> Bounds {
        let date = |bits| days(PartialDate::from_bits(bits), sure);
        if tag(self.start) | tag(self.end) != 0 {
            return self.tagged_bounds(sure);
        }
        let any = (PAST, FUTURE);
        let (starts, ends) = match self.end {
            ON => {
                let within = date(self.start);
                (within, within)
            }
            AS_OF => {
                let (first, last) = date(self.start);
                ((PAST, last), (first, FUTURE))
            }
            UNSAID => (any, any),
            _ => {
                let starts = match self.start {
                    OPEN => (PAST, PAST),
                    UNKNOWN => any,
                    bits => date(bits),
                };
                let ends = match self.end {
                    OPEN => (FUTURE, FUTURE),
                    UNKNOWN => any,
                    bits => date(bits),
                };
                (starts, ends)
            }
        };
        Bounds { starts, ends }
    }

    /// The bounds of a time with a date that is the earliest or the latest of many.
    #[cold]
    fn tagged_bounds(self, sure: bool) -> Bounds {
        let bound = |bound, open| match bound {
            Bound::Date(date) => days(date, sure),
            Bound::OnOrBefore(date) => (PAST, days(date, sure).1),
            Bound::OnOrAfter(date) => (days(date, sure).0, FUTURE),
            Bound::Unknown => (PAST, FUTURE),
            Bound::Open => (open, open),
        };
        let both = |bounds| (bounds, bounds);
        let (starts, ends) = match self.parts() {
            WhenParts::OnOrBefore(date) => both((PAST, days(date, sure).1)),
            WhenParts::OnOrAfter(date) => both((days(date, sure).0, FUTURE)),
            WhenParts::OnOneOf(first, last) => both((days(first, sure).0, days(last, sure).1)),
            WhenParts::Between(start, end) => {
                let (mut starts, ends) = (bound(start, PAST), bound(end, FUTURE));
                if let (Bound::Date(_), Bound::OnOrAfter(seen)) = (start, end) {
                    starts.1 = starts.1.min(days(seen, sure).1);
                }
                (starts, ends)
            }
            // They have no tag.
            WhenParts::Unstated | WhenParts::On(_) | WhenParts::AsOf(_) => return self.bounds(sure),
        };
        Bounds { starts, ends }
    }

    /// The earliest possible start and the latest possible end.
    pub(crate) fn possible_bounds(self) -> (Limit, Limit) {
        let bounds = self.written();
        (Limit::from_bits(bounds.starts.0), Limit::from_bits(bounds.ends.1))
    }

    /// Whether it holds on a day. A coarser date means one of its days, without saying which.
    ///
    /// `Yes` if every admitted span covers all days of the date, `No` if none touches it. For a qualified date the answer
    /// is never `Yes`. Takes a few nanoseconds.
    ///
    /// ```
    /// use chancery::{Truth, When, date};
    ///
    /// let term: When = "1991/2004-06-30".parse()?;
    /// assert_eq!(term.holds_on(date("1995")), Truth::Yes);
    /// assert_eq!(term.holds_on(date("1995?")), Truth::Possibly);
    /// assert_eq!(term.holds_on(date("2004")), Truth::Possibly);
    /// assert_eq!(term.holds_on(date("2005")), Truth::No);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn holds_on(self, date: impl Into<PartialDate>) -> Truth {
        hold_on(self.written(), || self.sure(), date.into())
    }

    /// Whether it holds on at least one day of a span.
    ///
    /// A date stands for all days that it can mean; its qualifier is ignored.
    ///
    /// ```
    /// use chancery::{Truth, When, date};
    ///
    /// let visit: When = "2026-02".parse()?;
    /// assert_eq!(visit.holds_during(date("2026")), Truth::Yes);
    /// assert_eq!(visit.holds_throughout(date("2026-02")), Truth::Possibly);
    /// assert_eq!(visit.holds_throughout(date("2026")), Truth::No);
    /// assert_eq!(visit.falls_within(date("2026-02")), Truth::Yes);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn holds_during(self, span: impl Into<Span>) -> Truth {
        hold_during(self.written(), || self.sure(), span.into())
    }

    /// Whether it holds on every day of a span; a date stands for all days that it can mean.
    #[must_use]
    pub fn holds_throughout(self, span: impl Into<Span>) -> Truth {
        let (first, last) = limits(span.into());
        let Bounds { starts, ends } = self.written();
        if starts.0 > first || ends.1 < last {
            Truth::No
        } else if self.sure().all_cover(first, last) {
            Truth::Yes
        } else {
            Truth::Possibly
        }
    }

    /// Whether it begins and ends within a span; a date stands for all days that it can mean.
    #[must_use]
    pub fn falls_within(self, span: impl Into<Span>) -> Truth {
        fall_within(self.written(), || self.sure(), span.into())
    }

    /// The latest possible start and the earliest possible end, by unqualified dates. If the start is not after the
    /// end, it certainly holds from the one to the other.
    pub(crate) fn certain_bounds(self) -> (Limit, Limit) {
        let (start, end) = self.sure().inner();
        (Limit::from_bits(start), Limit::from_bits(end))
    }

    /// Earliest start, latest start, earliest end and latest end, by unqualified dates.
    #[cfg(feature = "parquet")]
    pub(crate) fn sure_limits(self) -> [Limit; 4] {
        let sure = self.sure();
        let (latest_start, earliest_end) = sure.inner();
        [sure.starts.0, latest_start, earliest_end, sure.ends.1].map(Limit::from_bits)
    }

    /// As [`certain_bounds`](Self::certain_bounds), with qualified dates taken as written.
    pub(crate) fn written_bounds(self) -> (Limit, Limit) {
        let (start, end) = self.written().inner();
        (Limit::from_bits(start), Limit::from_bits(end))
    }

    /// Whether there is a day on which both hold. `Yes` if there is one for every pair of admitted spans; it need not be
    /// the same day for each pair.
    ///
    /// ```
    /// use chancery::{Truth, When};
    ///
    /// let term: When = "2010/2020".parse()?;
    /// assert_eq!(term.overlaps("2015/2024".parse()?), Truth::Yes);
    /// assert_eq!(term.overlaps("2020/2024".parse()?), Truth::Possibly);
    /// assert_eq!(term.overlaps("2021/2024".parse()?), Truth::No);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn overlaps(self, other: Self) -> Truth {
        let (mine, others) = (self.written(), other.written());
        if mine.starts.0 > others.ends.1 || others.starts.0 > mine.ends.1 {
            return Truth::No;
        }
        let ((start, end), (other_start, other_end)) = (self.sure().inner(), other.sure().inner());
        if start <= other_end && other_start <= end { Truth::Yes } else { Truth::Possibly }
    }

    /// The earliest possible start, by the dates as written.
    #[must_use]
    pub fn earliest_start(self) -> Limit {
        Limit::from_bits(self.written().starts.0)
    }

    /// The latest possible start; [`Limit::Future`] if there is none.
    #[must_use]
    pub fn latest_start(self) -> Limit {
        Limit::from_bits(self.written().inner().0)
    }

    /// The earliest possible end; [`Limit::Past`] if there is none.
    #[must_use]
    pub fn earliest_end(self) -> Limit {
        Limit::from_bits(self.written().inner().1)
    }

    /// The latest possible end.
    #[must_use]
    pub fn latest_end(self) -> Limit {
        Limit::from_bits(self.written().ends.1)
    }

    /// Whether this time is at least as precise as the other: the other admits every span that this one admits.
    /// Qualifiers are ignored.
    ///
    /// ```
    /// use chancery::When;
    ///
    /// let month: When = "1991-12".parse()?;
    /// assert!(month.refines("1991".parse()?));
    /// assert!(month.refines(When::UNSTATED));
    /// assert!(!month.refines("as-of 1991-12-20".parse()?));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn refines(self, other: Self) -> bool {
        let (mine, others) = (self.written(), other.written());
        let (latest_start, earliest_end) = mine.inner();
        others.starts.0 <= mine.starts.0
            && latest_start <= others.starts.1
            && others.ends.0 <= earliest_end
            && mine.ends.1 <= others.ends.1
    }
}

/// The days of a date, from the first to the last; all days if only what is sure counts, and the date is qualified.
#[inline]
fn days(date: PartialDate, sure: bool) -> (u32, u32) {
    if sure && date.is_qualified() { (PAST, FUTURE) } else { (date.first().bits(), date.last().bits()) }
}

fn limits(span: Span) -> (u32, u32) {
    (span.start().bits(), span.end().bits())
}
