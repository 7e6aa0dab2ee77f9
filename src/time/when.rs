//! The valid time of a fact: when it held in the world.

use std::{cmp::Ordering, num::NonZeroU32};

use crate::error::{Error, ErrorKind};

use super::{
    bound::{Bound, UNSAID, WhenParts},
    day::Day,
    partial_date::PartialDate,
    span::Span,
};

/// The valid time of a fact: the set of all spans of days that agree with the record, the *admitted* spans.
///
/// A span has a first and a last day, or no start, or no end. What each form admits:
///
/// | made by | text | start | end |
/// |---|---|---|---|
/// | [`When::on`] | `2026-02` | within the date | within the date |
/// | [`When::on_or_before`] | `[..2026-01-24]` | not after the date | not after the date |
/// | [`When::on_or_after`] | `[2026-01-24..]` | not before the date | not before the date |
/// | [`When::on_one_of`] | `[1667..1668]` | within the dates | within the dates |
/// | [`When::as_of`] | `as-of 2026-01-24` | not after the date | not before the date |
/// | [`When::between`] | `1991/2004` | within the first date | within the second date |
/// | [`When::since`] | `1991/` | within the date | not known |
/// | [`When::still_on`] | `2018/[2026-11-01..]` | within the first date, and not after the second | not before the second date |
/// | [`When::until`] | `/2004` | not known | within the date |
/// | [`When::between`] | `[..2010]/[2015..]` | not after the first date | not before the second date |
/// | [`When::between`] | `1991/..` | within the date | none: it holds for ever after |
/// | [`When::UNSTATED`] | `unstated` | not known | not known |
///
/// *Not after* a date is not after its last day, and *not before* it is not before its first day. The texts are those of
/// EDTF, with sets of level 2; `as-of`, `unstated` and a set as an end of a span are additions.
///
/// Its questions ([`holds_on`](When::holds_on), [`holds_during`](When::holds_during),
/// [`holds_throughout`](When::holds_throughout), [`falls_within`](When::falls_within)) consider all admitted spans.
/// The answer is `Yes` if it is yes for all of them, `No` if it is yes for none, and `Possibly` otherwise. A qualified date
/// (`?`, `~`, `%`) can make an answer `No`, but never `Yes`: a `Yes` is decided as if that date were unknown. So `1991?` is `Possibly` in
/// 1991 and `No` outside of it.
///
/// It takes eight bytes, also as an `Option`. It prints the text that it was parsed from; a set of several members prints as
/// its range.
///
/// ```
/// use chancery::{Truth, When, date};
///
/// let post: When = "2024-05/".parse()?; // since May 2024; whether it ended we do not know
/// assert_eq!(post.holds_on(date("2024-04-30")), Truth::No);
/// assert_eq!(post.holds_on(date("2024-05-31")), Truth::Possibly);
/// assert_eq!(post.holds_during(date("2024-05")), Truth::Yes);
/// let ever: When = "2024-05/..".parse()?; // and without end
/// assert_eq!(ever.holds_on(date("2090")), Truth::Yes);
/// let seen: When = "2024-05/[2026-11-01..]".parse()?; // since May 2024, and still so on 1 November 2026
/// assert_eq!(seen.holds_on(date("2025")), Truth::Yes);
/// assert_eq!(seen.holds_on(date("2026-11-02")), Truth::Possibly);
/// # Ok::<(), chancery::Error>(())
/// ```
// Each half is packed as `bound` says.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    pub(super) start: NonZeroU32,
    pub(super) end: NonZeroU32,
}

impl When {
    /// No time is stated: it may have held at any time.
    pub const UNSTATED: Self = Self::of(WhenParts::Unstated);

    /// It happened within the date: the time of an event.
    #[must_use]
    pub const fn on(date: PartialDate) -> Self {
        Self::of(WhenParts::On(date))
    }

    /// It happened on or before the last day of the date: the time of an event that a source reports without its day.
    ///
    /// ```
    /// use chancery::{Truth, When, date};
    ///
    /// let hosted = When::on_or_before(date("2026-01-24"));
    /// assert_eq!(hosted.holds_on(date("2026-01-24")), Truth::Possibly);
    /// assert_eq!(hosted.holds_on(date("2026-01-25")), Truth::No);
    /// assert_eq!(hosted.to_string(), "[..2026-01-24]");
    /// ```
    #[must_use]
    pub const fn on_or_before(date: PartialDate) -> Self {
        Self::of(WhenParts::OnOrBefore(date))
    }

    /// It happened on or after the first day of the date.
    #[must_use]
    pub const fn on_or_after(date: PartialDate) -> Self {
        Self::of(WhenParts::OnOrAfter(date))
    }

    /// It happened within the days from the first of one date to the last of another.
    ///
    /// This is not [`When::between`], whose span begins within the first date and ends within the second.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSpan`] if there is no such day.
    pub fn on_one_of(first: PartialDate, last: PartialDate) -> Result<Self, Error> {
        if first.first() <= last.last() {
            return Ok(Self::of(WhenParts::OnOneOf(first, last)));
        }
        let (from, to) = (first.first(), last.last());
        let message =
            format!("`[{first}..{last}]` is not a valid time: its first day `{from}` is after its last day `{to}`");
        Err(Error::new(ErrorKind::InvalidSpan, message))
    }

    /// It was observed to hold on some day of the date. When it began and ended is unknown.
    #[must_use]
    pub const fn as_of(date: PartialDate) -> Self {
        Self::of(WhenParts::AsOf(date))
    }

    /// The start: what bounds it, that there is none, or that it is unknown. An `as-of` date bounds the start, but does not
    /// state it, so it is unknown there.
    #[must_use]
    pub const fn start(self) -> Bound {
        match self.parts() {
            WhenParts::On(date) => Bound::Date(date),
            WhenParts::OnOrBefore(date) => Bound::OnOrBefore(date),
            WhenParts::OnOrAfter(date) | WhenParts::OnOneOf(date, _) => Bound::OnOrAfter(date),
            WhenParts::Between(start, _) => start,
            WhenParts::AsOf(_) | WhenParts::Unstated => Bound::Unknown,
        }
    }

    /// The end: what bounds it, that there is none, or that it is unknown. An `as-of` date bounds the end, but does not
    /// state it, so it is unknown there.
    #[must_use]
    pub const fn end(self) -> Bound {
        match self.parts() {
            WhenParts::On(date) => Bound::Date(date),
            WhenParts::OnOrBefore(date) | WhenParts::OnOneOf(_, date) => Bound::OnOrBefore(date),
            WhenParts::OnOrAfter(date) => Bound::OnOrAfter(date),
            WhenParts::Between(_, end) => end,
            WhenParts::AsOf(_) | WhenParts::Unstated => Bound::Unknown,
        }
    }

    /// It began at one bound and ended at the other.
    ///
    /// From a start that is a date to an end [on or after](Bound::OnOrAfter) a date, it still held on some day of the second
    /// date, as by [`When::still_on`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSpan`] if no span is possible: the earliest start is after the latest end; or the start is a date, the end
    /// is on or after a date, and the first day of the one is after the last day of the other.
    pub fn between(start: Bound, end: Bound) -> Result<Self, Error> {
        let when = Self::of(WhenParts::Between(start, end));
        let earliest = when.earliest_start();
        let why = if earliest > when.latest_end() {
            format!("its earliest start `{earliest}` is after its latest end `{}`", when.latest_end())
        } else if let (Bound::Date(from), Bound::OnOrAfter(seen)) = (start, end)
            && from.first() > seen.last()
        {
            format!("its earliest start `{earliest}` is after `{}`, when it still held", seen.last())
        } else {
            return Ok(when);
        };
        Err(Error::new(ErrorKind::InvalidSpan, format!("`{start}/{end}` is not a valid span: {why}")))
    }

    /// It began within the date. Whether it has ended is unknown.
    #[must_use]
    pub const fn since(date: PartialDate) -> Self {
        Self::of(WhenParts::Between(Bound::Date(date), Bound::Unknown))
    }

    /// The same time, of which a source adds that it still held on some day of the date: certain from the start to that
    /// day, and possible after it.
    ///
    /// ```
    /// use chancery::{Truth, When, date};
    ///
    /// let post = When::since(date("2018-05-07")).still_on(date("2026-11-01"))?;
    /// assert_eq!(post.holds_on(date("2020")), Truth::Yes);
    /// assert_eq!(post.holds_on(date("2027")), Truth::Possibly);
    /// assert_eq!(post.to_string(), "2018-05-07/[2026-11-01..]");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::WrongTime`] unless it is a time from a start within or on or before a date to an unknown end.
    /// [`ErrorKind::InvalidSpan`] if it begins after the date.
    pub fn still_on(self, date: PartialDate) -> Result<Self, Error> {
        if let WhenParts::Between(start @ (Bound::Date(_) | Bound::OnOrBefore(_)), Bound::Unknown) = self.parts() {
            return Self::between(start, Bound::OnOrAfter(date));
        }
        let why = format!("`{self}` has no start, or its end is known; expected a time such as `2018/`");
        Err(Error::new(ErrorKind::WrongTime, why))
    }

    /// It ended within the date. When it began is unknown.
    #[must_use]
    pub const fn until(date: PartialDate) -> Self {
        Self::of(WhenParts::Between(Bound::Unknown, Bound::Date(date)))
    }

    /// The parts, to match on.
    #[must_use]
    pub const fn parts(self) -> WhenParts {
        WhenParts::from_bits(self.start, self.end)
    }

    // The caller answers for there being an admitted span.
    pub(super) const fn of(parts: WhenParts) -> Self {
        let (start, end) = parts.bits();
        Self { start, end }
    }

    /// Whether no time is stated.
    #[must_use]
    pub const fn is_unstated(self) -> bool {
        self.end.get() == UNSAID.get()
    }

    /// The same time, except that what was observed on a date is assumed to hold from `days` days before it to `days` days
    /// after it.
    ///
    /// With 7 days, `as-of 2026-01-24` becomes `2026-01-17/2026-01-31`: a certain `Yes` within and `No` outside. A start on or
    /// before a date becomes a start that many days before it, and an end on or after a date one that many days after it:
    /// `2018/[2026-01-24..]` becomes `2018/2026-01-31`. Other times do not change. To keep `Possibly` outside, use
    /// `assumed.holds_on(day) | when.holds_on(day)`. A qualified date gives a qualified end, which is not certain.
    ///
    /// ```
    /// use chancery::{Truth, When, date};
    ///
    /// let seen: When = "as-of 2026-01-24".parse()?;
    /// assert_eq!(seen.holds_on(date("2026-01-20")), Truth::Possibly);
    /// assert_eq!(seen.assume_holds_for(7).holds_on(date("2026-01-20")), Truth::Yes);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn assume_holds_for(self, days: u32) -> Self {
        let days = i64::from(days);
        let end = |day: Option<Day>, date: PartialDate| match day {
            Some(day) => Bound::Date(PartialDate::from(day).with_qualifier(date.qualifier())),
            // Past the last of the days that can be written it goes on for ever.
            None => Bound::Open,
        };
        let before = |date: PartialDate| end(date.first().checked_add_days(-days), date);
        let after = |date: PartialDate| end(date.last().checked_add_days(days), date);
        let (start, end) = match self.parts() {
            WhenParts::AsOf(date) => (before(date), after(date)),
            WhenParts::Between(Bound::OnOrBefore(from), Bound::OnOrAfter(to)) => (before(from), after(to)),
            WhenParts::Between(Bound::OnOrBefore(from), end) => (before(from), end),
            WhenParts::Between(start, Bound::OnOrAfter(to)) => (start, after(to)),
            _ => return self,
        };
        // An end may be before what was assumed to be the start: `[..2026]/2020`. Then nothing is assumed.
        Self::between(start, end).unwrap_or(self)
    }

    /// The distance in days between a day or span and the time as written: 0 within it, else the number of days to its
    /// nearer end.
    ///
    /// An unknown end, and all that is before or after a bound, does not count: `1991/` is 1 day away from 1 January 1992,
    /// and `as-of 2026-01-24` and `[..2026-01-24]` are 7 days away from the last of that month and from the 17th. Without
    /// any date it is `u64::MAX`; `../..` is 0 away from every day. Use it to sort possible answers, the nearest first.
    #[must_use]
    pub fn distance_days(self, span: impl Into<Span>) -> u64 {
        let span = span.into();
        let parts = self.parts();
        let (open_start, open_end) = match parts {
            WhenParts::Between(start, end) => (start == Bound::Open, end == Bound::Open),
            _ => (false, false),
        };
        let (from, to) = match parts.dates() {
            (None, None) if open_start && open_end => return 0,
            (None, None) => return u64::MAX,
            // The dates may overlap, or the second contain the first.
            (Some(one), Some(other)) => (one.first().min(other.first()), one.last().max(other.last())),
            (Some(date), None) | (None, Some(date)) => (date.first(), date.last()),
        };
        let days = |a: Day, b: Day| a.to_epoch_days().abs_diff(b.to_epoch_days());
        match (span.first(), span.last()) {
            (_, Some(before)) if before < from && !open_start => days(before, from),
            (Some(after), _) if to < after && !open_end => days(to, after),
            _ => 0,
        }
    }
}

impl Default for When {
    fn default() -> Self {
        Self::UNSTATED
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for When {
    /// Orders by earliest start, latest start, earliest end, latest end, and then by form. Only times with the same text are equal.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |when: &Self| {
            let limits = (when.earliest_start(), when.latest_start(), when.earliest_end(), when.latest_end());
            (limits, when.start, when.end)
        };
        key(self).cmp(&key(other))
    }
}

const _: () = assert!(size_of::<When>() == 8 && size_of::<Option<When>>() == 8);
