//! The valid time of a fact: when it held in the world.

use std::{cmp::Ordering, fmt, num::NonZeroU32};

use crate::error::{Error, ErrorKind};

use super::{
    day::Day,
    edtf,
    partial_date::PartialDate,
    span::{Limit, Span},
    text::{Fault, show, text_serde},
};

/// The valid time of a fact: the set of all spans of days that agree with the record, the *admitted* spans.
///
/// A span has a first and a last day, or no start, or no end. What each form admits:
///
/// | made by | text | start | end |
/// |---|---|---|---|
/// | [`When::on`] | `2026-02` | within the date | within the date |
/// | [`When::as_of`] | `as-of 2026-01-24` | not after the date | not before the date |
/// | [`When::between`] | `1991/2004` | within the first date | within the second date |
/// | [`When::since`] | `1991/` | within the date | not known |
/// | [`When::until`] | `/2004` | not known | within the date |
/// | [`When::between`] | `1991/..` | within the date | none: it holds for ever after |
/// | [`When::UNSTATED`] | `unstated` | not known | not known |
///
/// Its questions ([`holds_on`](When::holds_on), [`holds_during`](When::holds_during),
/// [`holds_throughout`](When::holds_throughout), [`falls_within`](When::falls_within)) consider all admitted spans.
/// The answer is `Yes` if it is yes for all of them, `No` if it is yes for none, and `Possibly` otherwise. A qualified date
/// (`?`, `~`, `%`) can make an answer `No`, but never `Yes`: a `Yes` is decided as if that date were unknown. So `1991?` is `Possibly` in
/// 1991 and `No` outside of it.
///
/// It takes eight bytes, also as an `Option`. It prints the text that it was parsed from.
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
/// # Ok::<(), chancery::Error>(())
/// ```
// Each half is the bits of a date or one of the marks below, which no date has as its biased year is never 0.
// `end` alone determines the form: a mark above UNKNOWN stands for it, and then `start` is its date.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    pub(super) start: NonZeroU32,
    pub(super) end: NonZeroU32,
}

const fn mark(bits: u32) -> NonZeroU32 {
    match NonZeroU32::new(bits) {
        Some(mark) => mark,
        None => unreachable!(),
    }
}

pub(super) const OPEN: NonZeroU32 = mark(1);
pub(super) const UNKNOWN: NonZeroU32 = mark(2);
pub(super) const ON: NonZeroU32 = mark(3);
pub(super) const AS_OF: NonZeroU32 = mark(4);
pub(super) const UNSAID: NonZeroU32 = mark(5);

/// One end of a [`When`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The start or end is some day of the date.
    Date(PartialDate),
    /// The day is unknown, and there may be none. Written as an empty text.
    Unknown,
    /// There is no start or no end. Written as `..`.
    Open,
}

/// The parts of a [`When`], to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhenParts {
    /// No time is stated.
    Unstated,
    /// It happened within the date, from start to end.
    On(PartialDate),
    /// It was observed to hold on some day of the date.
    AsOf(PartialDate),
    /// It began at the first bound and ended at the second.
    Between(Bound, Bound),
}

impl Bound {
    const fn bits(self) -> NonZeroU32 {
        match self {
            Self::Date(date) => date.bits(),
            Self::Unknown => UNKNOWN,
            Self::Open => OPEN,
        }
    }

    const fn from_bits(bits: NonZeroU32) -> Self {
        match bits.get() {
            1 => Self::Open,
            2 => Self::Unknown,
            _ => Self::Date(PartialDate::from_bits(bits)),
        }
    }

    /// The date; `None` for an unknown or missing one.
    #[must_use]
    pub const fn date(self) -> Option<PartialDate> {
        match self {
            Self::Date(date) => Some(date),
            Self::Unknown | Self::Open => None,
        }
    }
}

impl From<PartialDate> for Bound {
    fn from(date: PartialDate) -> Self {
        Self::Date(date)
    }
}

impl When {
    /// No time is stated: it may have held at any time.
    pub const UNSTATED: Self = Self { start: UNKNOWN, end: UNSAID };

    /// It happened within the date: the time of an event.
    #[must_use]
    pub const fn on(date: PartialDate) -> Self {
        Self { start: date.bits(), end: ON }
    }

    /// It was observed to hold on some day of the date. When it began and ended is unknown.
    #[must_use]
    pub const fn as_of(date: PartialDate) -> Self {
        Self { start: date.bits(), end: AS_OF }
    }

    /// The start: its date, that there is none, or that it is unknown.
    #[must_use]
    pub const fn start_told(self) -> Bound {
        match self.parts() {
            WhenParts::On(date) => Bound::Date(date),
            WhenParts::Between(start, _) => start,
            WhenParts::AsOf(_) | WhenParts::Unstated => Bound::Unknown,
        }
    }

    /// The end: its date, that there is none, or that it is unknown.
    #[must_use]
    pub const fn end_told(self) -> Bound {
        match self.parts() {
            WhenParts::On(date) => Bound::Date(date),
            WhenParts::Between(_, end) => end,
            WhenParts::AsOf(_) | WhenParts::Unstated => Bound::Unknown,
        }
    }

    /// It began at one bound and ended at the other.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSpan`] if the earliest start is after the latest end, so that no span is possible.
    pub fn between(start: Bound, end: Bound) -> Result<Self, Error> {
        if let (Bound::Date(from), Bound::Date(to)) = (start, end)
            && from.first() > to.last()
        {
            let message = format!(
                "`{from}/{to}` is not a valid span: its earliest start `{}` is after its latest end `{}`",
                from.first(),
                to.last()
            );
            return Err(Error::new(ErrorKind::InvalidSpan, message));
        }
        Ok(Self { start: start.bits(), end: end.bits() })
    }

    /// It began within the date. Whether it has ended is unknown.
    #[must_use]
    pub const fn since(date: PartialDate) -> Self {
        Self { start: date.bits(), end: UNKNOWN }
    }

    /// It ended within the date. When it began is unknown.
    #[must_use]
    pub const fn until(date: PartialDate) -> Self {
        Self { start: UNKNOWN, end: date.bits() }
    }

    /// The parts, to match on.
    #[must_use]
    pub const fn parts(self) -> WhenParts {
        match self.end.get() {
            3 => WhenParts::On(PartialDate::from_bits(self.start)),
            4 => WhenParts::AsOf(PartialDate::from_bits(self.start)),
            5 => WhenParts::Unstated,
            _ => WhenParts::Between(Bound::from_bits(self.start), Bound::from_bits(self.end)),
        }
    }

    /// Whether no time is stated.
    #[must_use]
    pub const fn is_unstated(self) -> bool {
        self.end.get() == UNSAID.get()
    }

    /// The same time, except that an `as-of` date is assumed to hold from `days` days before it to `days` days after it.
    ///
    /// Other times do not change. With 7 days, `as-of 2026-01-24` becomes `2026-01-17/2026-01-31`: a certain `Yes`
    /// within and `No` outside. To keep `Possibly` outside, use `assumed.holds_on(day) | when.holds_on(day)`. A
    /// qualified date gives a span of qualified ends, which is not certain.
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
        let WhenParts::AsOf(date) = self.parts() else { return self };
        let days = i64::from(days);
        let end = |day: Option<Day>| match day {
            Some(day) => PartialDate::from(day).with_qualifier(date.qualifier()).bits(),
            // Past the last of the days that can be written it goes on for ever.
            None => OPEN,
        };
        Self { start: end(date.first().checked_add_days(-days)), end: end(date.last().checked_add_days(days)) }
    }

    /// The distance in days between a day or span and the time as written: 0 within it, else the number of days to its
    /// nearer end.
    ///
    /// An unknown end does not count: `1991/` is 1 day away from 1 January 1992, and `as-of 2026-01-24` is 7 days away
    /// from the last of that month. Without any date it is `u64::MAX`; `../..` is 0 away from every day. Use it to
    /// sort possible answers, the nearest first.
    #[must_use]
    pub fn distance_days(self, span: impl Into<Span>) -> u64 {
        let span = span.into();
        let (from, to) = match self.parts() {
            WhenParts::Unstated => return u64::MAX,
            WhenParts::On(date) | WhenParts::AsOf(date) => (Limit::Day(date.first()), Limit::Day(date.last())),
            WhenParts::Between(start, end) => match (start, end) {
                (Bound::Open, Bound::Open) => return 0,
                (Bound::Date(start), Bound::Date(end)) => {
                    // The dates may overlap, or the second contain the first.
                    let (first, last) = (start.first().min(end.first()), start.last().max(end.last()));
                    (Limit::Day(first), Limit::Day(last))
                }
                (Bound::Date(date), Bound::Open) => (Limit::Day(date.first()), Limit::Future),
                (Bound::Open, Bound::Date(date)) => (Limit::Past, Limit::Day(date.last())),
                (Bound::Date(date), Bound::Unknown) | (Bound::Unknown, Bound::Date(date)) => {
                    (Limit::Day(date.first()), Limit::Day(date.last()))
                }
                (Bound::Unknown, _) | (_, Bound::Unknown) => return u64::MAX,
            },
        };
        let days = |a: Day, b: Day| a.to_epoch_days().abs_diff(b.to_epoch_days());
        match (from, to, span.first(), span.last()) {
            (Limit::Day(first), _, _, Some(before)) if before < first => days(before, first),
            (_, Limit::Day(last), Some(after), _) if last < after => days(last, after),
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

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Unknown => Ok(()),
            Self::Open => f.write_str(".."),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |f| match self.parts() {
            WhenParts::Unstated => f.write_str("unstated"),
            WhenParts::On(date) => write!(f, "{date}"),
            WhenParts::AsOf(date) => write!(f, "as-of {date}"),
            WhenParts::Between(start, end) => write!(f, "{start}/{end}"),
        })
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "When({self})")
    }
}

impl When {
    /// Parses a time, the dates of which are parsed by the function.
    pub(super) fn read(text: &str, mut date: impl FnMut(&str) -> Result<PartialDate, Fault>) -> Result<Self, Error> {
        let fault = |fault: Fault| fault.error(ErrorKind::InvalidDate, text, "time");
        if text == "unstated" {
            return Ok(Self::UNSTATED);
        }
        if let Some(seen) = text.strip_prefix("as-of ") {
            return date(seen).map(Self::as_of).map_err(|at| fault(at.behind("as-of ".len())));
        }
        let Some((start, end)) = text.split_once('/') else { return date(text).map(Self::on).map_err(fault) };
        let mut bound = |text: &str, behind: usize| match text {
            "" => Ok(Bound::Unknown),
            ".." => Ok(Bound::Open),
            _ => date(text).map(Bound::Date).map_err(|at| fault(at.behind(behind))),
        };
        let start_length = start.chars().count();
        Self::between(bound(start, 0)?, bound(end, start_length + 1)?)
    }
}

impl std::str::FromStr for When {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text, edtf::read)
    }
}

text_serde!(When, "a time such as `2026-02`, `as-of 2026-01-24`, `1991/2004` or `unstated`");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;
    use crate::date;

    const _: () = assert!(size_of::<When>() == 8 && size_of::<Option<When>>() == 8);

    #[test]
    fn the_text_comes_back_and_tells_the_parts() {
        let d = |text| Bound::Date(date(text));
        for (text, parts) in [
            ("unstated", WhenParts::Unstated),
            ("2026-02", WhenParts::On(date("2026-02"))),
            ("1991?", WhenParts::On(date("1991?"))),
            ("as-of 2026-01-24", WhenParts::AsOf(date("2026-01-24"))),
            ("1991/2004", WhenParts::Between(d("1991"), d("2004"))),
            ("1991/", WhenParts::Between(d("1991"), Bound::Unknown)),
            ("/2004~", WhenParts::Between(Bound::Unknown, d("2004~"))),
            ("1991/..", WhenParts::Between(d("1991"), Bound::Open)),
            ("../2004", WhenParts::Between(Bound::Open, d("2004"))),
            ("../..", WhenParts::Between(Bound::Open, Bound::Open)),
            ("/", WhenParts::Between(Bound::Unknown, Bound::Unknown)),
            ("../", WhenParts::Between(Bound::Open, Bound::Unknown)),
            ("/..", WhenParts::Between(Bound::Unknown, Bound::Open)),
        ] {
            let when: When = text.parse().unwrap();
            assert_eq!(when.parts(), parts);
            assert_eq!(when.to_string(), text);
            let json = serde_json::to_string(&when).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<When>(&json).unwrap(), when);
            let made = match parts {
                WhenParts::Unstated => When::default(),
                WhenParts::On(date) => When::on(date),
                WhenParts::AsOf(date) => When::as_of(date),
                WhenParts::Between(Bound::Date(date), Bound::Unknown) => When::since(date),
                WhenParts::Between(Bound::Unknown, Bound::Date(date)) => When::until(date),
                WhenParts::Between(start, end) => When::between(start, end).unwrap(),
            };
            assert_eq!(made, when);
            assert_eq!(when.is_unstated(), text == "unstated");
        }
        assert_eq!(format!("{:?} [{:>6}]", When::on(date("1991")), When::on(date("1991"))), "When(1991) [  1991]");
        assert_eq!(Bound::from(date("1991")).date(), Some(date("1991")));
        assert_eq!((Bound::Open.date(), Bound::Unknown.date()), (None, None));
        assert_eq!([Bound::from(date("1991")), Bound::Open, Bound::Unknown].map(|b| b.to_string()), ["1991", "..", ""]);
    }

    #[test]
    fn times_in_which_no_span_lies_are_refused() {
        let error = "2004/1991".parse::<When>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidSpan);
        assert_eq!(
            error.to_string(),
            "`2004/1991` is not a valid span: its earliest start `2004-01-01` is after its latest end `1991-12-31`"
        );
        assert!("1991-12-31/1991-01-01".parse::<When>().is_err());
        assert!("1991-12-31/1991".parse::<When>().is_ok());
    }
}
