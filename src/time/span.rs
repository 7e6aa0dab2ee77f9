//! Spans of single days.

use std::fmt;

use crate::error::{Error, ErrorKind};

use super::{day::Day, partial_date::PartialDate, text::show};

/// The limit of a span: a day, or before or after all days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Before every day: there is no start.
    Past,
    /// A single day.
    Day(Day),
    /// After every day: there is no end.
    Future,
}

impl Limit {
    /// The day; `None` for [`Past`](Self::Past) and [`Future`](Self::Future).
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Past | Self::Future => None,
        }
    }

    // The bits of a day lie between those of the past and of the future, as no packed year or month is 0.
    pub(super) const fn bits(self) -> u32 {
        match self {
            Self::Past => 0,
            Self::Day(day) => day.bits(),
            Self::Future => u32::MAX,
        }
    }

    pub(super) const fn from_bits(bits: u32) -> Self {
        match bits {
            0 => Self::Past,
            u32::MAX => Self::Future,
            _ => Self::Day(Day::from_bits(bits)),
        }
    }
}

impl fmt::Display for Limit {
    /// Prints the day, or `..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day() {
            Some(day) => day.fmt(f),
            None => f.write_str(".."),
        }
    }
}

/// All days from a first to a last one, both included. Either may be absent: then the span has no start or no end.
///
/// ```
/// use chancery::{Day, Span, date};
///
/// let february = Span::from(date("2026-02"));
/// assert_eq!(february.days(), Some(28));
/// assert!(february.contains(Day::new(2026, 2, 10)?));
/// assert_eq!(february.to_string(), "2026-02-01/2026-02-28");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    first: Option<Day>,
    last: Option<Day>,
}

impl Span {
    /// The span of all days, without start and end.
    pub const ALL: Self = Self { first: None, last: None };

    /// The span from a first to a last day; `None` stands for no start or no end.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSpan`] if the last day is before the first.
    pub fn new(first: Option<Day>, last: Option<Day>) -> Result<Self, Error> {
        match (first, last) {
            (Some(from), Some(to)) if to < from => {
                let message = format!("`{from}/{to}` is not a valid span: its last day is before its first");
                Err(Error::new(ErrorKind::InvalidSpan, message))
            }
            _ => Ok(Self { first, last }),
        }
    }

    // The caller answers for `first <= last`.
    pub(super) const fn of_days(first: Day, last: Day) -> Self {
        Self { first: Some(first), last: Some(last) }
    }

    /// The first day; `None` if the span has no start.
    #[must_use]
    pub const fn first(self) -> Option<Day> {
        self.first
    }

    /// The last day; `None` if the span has no end.
    #[must_use]
    pub const fn last(self) -> Option<Day> {
        self.last
    }

    /// The start as a limit that compares.
    #[must_use]
    pub const fn start(self) -> Limit {
        match self.first {
            Some(day) => Limit::Day(day),
            None => Limit::Past,
        }
    }

    /// The end as a limit that compares.
    #[must_use]
    pub const fn end(self) -> Limit {
        match self.last {
            Some(day) => Limit::Day(day),
            None => Limit::Future,
        }
    }

    /// Whether the span contains the day.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// The number of days; `None` if the span has no start or no end.
    #[must_use]
    pub fn days(self) -> Option<u64> {
        Some(self.first?.to_epoch_days().abs_diff(self.last?.to_epoch_days()) + 1)
    }
}

impl From<Day> for Span {
    fn from(day: Day) -> Self {
        Self::of_days(day, day)
    }
}

impl From<PartialDate> for Span {
    /// The days that a date can mean; its qualifier is ignored.
    fn from(date: PartialDate) -> Self {
        date.span()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |f| write!(f, "{}/{}", self.start(), self.end()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_inverted_span_is_refused_with_both_ends() {
        let error = Span::new(Some(day("2026-02-02")), Some(day("2026-02-01"))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidSpan);
        assert_eq!(error.to_string(), "`2026-02-02/2026-02-01` is not a valid span: its last day is before its first");
        assert_eq!(Span::new(Some(day("2026-02-02")), Some(day("2026-02-02"))).unwrap().days(), Some(1));
    }

    #[test]
    fn a_span_has_the_days_between_its_ends() {
        let (first, last) = (day("2026-02-01"), day("2026-02-28"));
        let before = day("2026-01-31");
        let after = day("2026-03-01");
        for (span, text, has) in [
            (Span::new(Some(first), Some(last)).unwrap(), "2026-02-01/2026-02-28", [false, true, true, false]),
            (Span::new(None, Some(last)).unwrap(), "../2026-02-28", [true, true, true, false]),
            (Span::new(Some(first), None).unwrap(), "2026-02-01/..", [false, true, true, true]),
            (Span::ALL, "../..", [true; 4]),
        ] {
            assert_eq!(span.to_string(), text);
            assert_eq!([before, first, last, after].map(|day| span.contains(day)), has);
            assert_eq!(span.days(), (span.first().is_some() && span.last().is_some()).then_some(28));
        }
        assert_eq!(Span::from(crate::date("2026-02?")), Span::new(Some(first), Some(last)).unwrap());
        assert_eq!(Span::from(first).to_string(), "2026-02-01/2026-02-01");
        assert_eq!(format!("{:>6}|", Span::ALL), " ../..|");
    }

    #[test]
    fn limits_compare_as_their_bits() {
        let limits =
            [Limit::Past, Limit::Day(Day::MIN), Limit::Day(day("2026-02-01")), Limit::Day(Day::MAX), Limit::Future];
        for pair in limits.windows(2) {
            assert!(pair[0] < pair[1] && pair[0].bits() < pair[1].bits());
        }
        for limit in limits {
            assert_eq!(Limit::from_bits(limit.bits()), limit);
            assert_eq!(limit.to_string(), limit.day().map_or("..".to_owned(), |day| day.to_string()));
        }
        assert_eq!((Span::ALL.start(), Span::ALL.end()), (Limit::Past, Limit::Future));
    }
}
