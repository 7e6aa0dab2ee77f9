//! A date as precise as its source.

use std::{cmp::Ordering, fmt, num::NonZeroU32};

use crate::error::Error;

use super::{
    dates::Dates,
    day::{Day, check_month, check_year, days_in_month},
    form::{Form, Precision, Qualifier},
    print,
    span::Span,
    text::{show, text_serde},
};

/// A date as precise as its source: a day, a month, a season, a year, a decade, a century or a millennium.
///
/// It takes four bytes, also as an `Option`. It is written in EDTF (ISO 8601-2), levels 0 and 1, and prints as it was
/// parsed: `1991`, `2026-02`, `2026-02-10`, `199X`, `19XX`, `1XXX`, `XXXX`, `2004-XX`, `2004-02-XX`, `2004-XX-XX`, the
/// seasons `2001-21` (spring) to `2001-24` (winter), years before 0 such as `-0043` (44 BC), and years of more than
/// four digits as `Y12000`. A `?` (uncertain), `~` (approximate) or `%` (both) may end it. One form goes beyond EDTF:
/// `Y12000-03-01`, so that every [`Day`] has a text. Years run from -131071 to 131071.
///
/// A time of day is an error; [`Dates::cut_to_day`](super::Dates::cut_to_day) reads such texts.
///
/// Dates are ordered by earliest day, then by latest day (the more precise first), then by qualifier, then by form.
/// Only dates with the same text are equal.
///
/// ```
/// use chancery::{Day, PartialDate, date};
///
/// let date: PartialDate = "1991-12?".parse()?;
/// assert_eq!((date.first(), date.last()), (Day::new(1991, 12, 1)?, Day::new(1991, 12, 31)?));
/// assert!(date.is_qualified());
/// assert_eq!(date.to_string(), "1991-12?");
/// assert!(date.is_within(chancery::date("199X")));
/// # Ok::<(), chancery::Error>(())
/// ```
// Packed from the top: two bits that are free, year (18 bits, biased so that it is never 0), month (4), day (6), qualifier (2).
// Month 0: the year alone, `day` of whose last digits are unknown. Month 13: `XX`. Month 14: the season `day`.
// Day 0: none. Day 33: `XX`. So the bits above the qualifier are those of a `Day` where it is one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate(NonZeroU32);

const BLANK_MONTH: u8 = 13;
const SEASON: u8 = 14;
const BLANK_DAY: u8 = 33;

impl PartialDate {
    /// The number of bits that a date needs.
    pub(super) const BITS: u32 = Day::BITS + 2;

    /// A date of year precision. The year 0 is 1 BC.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) for a year out of range.
    pub fn from_year(year: i32) -> Result<Self, Error> {
        check_year(year)?;
        Ok(Self::pack(year, Form::Year, Qualifier::Exact))
    }

    /// A date of month precision; months count from 1 to 12.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) for a year or month out of range.
    pub fn from_year_month(year: i32, month: u8) -> Result<Self, Error> {
        check_year(year)?;
        check_month(month)?;
        Ok(Self::pack(year, Form::Month(month), Qualifier::Exact))
    }

    /// A date of day precision.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) for a year out of range or a day that the calendar does not have.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Result<Self, Error> {
        Day::new(year, month, day).map(Self::from)
    }

    // The caller answers for the year and the form being of the calendar. A year in range makes the bits non-zero.
    pub(super) const fn pack(year: i32, form: Form, qualifier: Qualifier) -> Self {
        let (month, day) = match form {
            Form::Years(blanks) => (0, blanks),
            Form::Year => (0, 0),
            Form::BlankMonth => (BLANK_MONTH, 0),
            Form::BlankMonthAndDay => (BLANK_MONTH, BLANK_DAY),
            Form::Season(season) => (SEASON, season),
            Form::Month(month) => (month, 0),
            Form::BlankDay(month) => (month, BLANK_DAY),
            Form::Day(month, day) => (month, day),
        };
        match NonZeroU32::new(Day::pack(year, month, day).bits() << 2 | qualifier as u32) {
            Some(bits) => Self(bits),
            None => unreachable!(),
        }
    }

    // The caller answers for the bits being of a date.
    pub(super) const fn from_bits(bits: NonZeroU32) -> Self {
        Self(bits)
    }

    pub(super) const fn bits(self) -> NonZeroU32 {
        self.0
    }

    // The fields as packed; only a date of day precision has a day of the calendar here.
    const fn packed(self) -> Day {
        Day::from_bits(self.0.get() >> 2)
    }

    pub(super) const fn form(self) -> Form {
        let packed = self.packed();
        match (packed.month(), packed.day()) {
            (0, 0) => Form::Year,
            (0, blanks) => Form::Years(blanks),
            (BLANK_MONTH, 0) => Form::BlankMonth,
            (BLANK_MONTH, _) => Form::BlankMonthAndDay,
            (SEASON, season) => Form::Season(season),
            (month, 0) => Form::Month(month),
            (month, BLANK_DAY) => Form::BlankDay(month),
            (month, day) => Form::Day(month, day),
        }
    }

    /// The earliest day that the date can mean.
    #[must_use]
    pub const fn first(self) -> Day {
        let packed = self.packed();
        match (packed.month(), packed.day()) {
            (0 | BLANK_MONTH | SEASON, _) => Day::pack(packed.year(), 1, 1),
            (month, 0 | BLANK_DAY) => Day::pack(packed.year(), month, 1),
            _ => packed,
        }
    }

    /// The latest day that the date can mean.
    #[must_use]
    pub const fn last(self) -> Day {
        let packed = self.packed();
        let year = packed.year();
        match (packed.month(), packed.day()) {
            (0, blanks) => {
                let last = year + 10_i32.pow(blanks as u32) - 1;
                // `-000X` ends with the year -1: the year 0 has no sign.
                Day::pack(if year < 0 && last >= 0 { -1 } else { last }, 12, 31)
            }
            (BLANK_MONTH | SEASON, _) => Day::pack(year, 12, 31),
            (month, 0 | BLANK_DAY) => Day::pack(year, month, days_in_month(year, month)),
            _ => packed,
        }
    }

    /// The span of all days that the date can mean.
    #[must_use]
    pub const fn span(self) -> Span {
        Span::of_days(self.first(), self.last())
    }

    /// The precision of the date.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self.form() {
            Form::Years(1) => Precision::Decade,
            Form::Years(2) => Precision::Century,
            Form::Years(3) => Precision::Millennium,
            Form::Years(_) => Precision::Unknown,
            Form::Year | Form::BlankMonth | Form::BlankMonthAndDay => Precision::Year,
            Form::Season(_) => Precision::Season,
            Form::Month(_) | Form::BlankDay(_) => Precision::Month,
            Form::Day(..) => Precision::Day,
        }
    }

    /// The qualifier of the date.
    #[must_use]
    pub const fn qualifier(self) -> Qualifier {
        match self.0.get() & 3 {
            0 => Qualifier::Exact,
            1 => Qualifier::Uncertain,
            2 => Qualifier::Approximate,
            _ => Qualifier::Both,
        }
    }

    /// Whether the date ends with `?`, `~` or `%`.
    #[must_use]
    pub const fn is_qualified(self) -> bool {
        self.0.get() & 3 != 0
    }

    /// The same date with another qualifier.
    #[must_use]
    pub const fn with_qualifier(self, qualifier: Qualifier) -> Self {
        Self::pack(self.packed().year(), self.form(), qualifier)
    }

    /// The same date without `?`, `~` or `%`.
    #[must_use]
    pub const fn unqualified(self) -> Self {
        self.with_qualifier(Qualifier::Exact)
    }

    /// Whether the date can mean this day.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }

    /// Whether every day that the date can mean is one that the other can mean. Qualifiers are ignored.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        other.first() <= self.first() && self.last() <= other.last()
    }

    /// The day of a date of day precision, whatever its qualifier; `None` for other dates.
    #[must_use]
    pub const fn as_day(self) -> Option<Day> {
        match self.form() {
            Form::Day(..) => Some(self.packed()),
            _ => None,
        }
    }
}

impl From<Day> for PartialDate {
    fn from(day: Day) -> Self {
        Self::pack(day.year(), Form::Day(day.month(), day.day()), Qualifier::Exact)
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| (date.first(), date.last(), date.qualifier(), date.0);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |f| print::write(f, self.packed().year(), self.form(), self.qualifier()))
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PartialDate({self})")
    }
}

impl std::str::FromStr for PartialDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Dates::strict().date(text).map(|read| read.value)
    }
}

text_serde!(PartialDate, "a date such as `2026-02`");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;
    use crate::date;

    const _: () = assert!(size_of::<PartialDate>() == 4 && size_of::<Option<PartialDate>>() == 4);

    fn bounds(text: &str) -> (String, String) {
        (date(text).first().to_string(), date(text).last().to_string())
    }

    #[test]
    fn the_bounds_are_the_earliest_and_the_latest_day() {
        for (text, first, last) in [
            ("2026-02-10", "2026-02-10", "2026-02-10"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("2024-02-XX", "2024-02-01", "2024-02-29"),
            ("2026-04?", "2026-04-01", "2026-04-30"),
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-XX", "2026-01-01", "2026-12-31"),
            ("2026-XX-XX", "2026-01-01", "2026-12-31"),
            ("2026-22", "2026-01-01", "2026-12-31"),
            ("199X", "1990-01-01", "1999-12-31"),
            ("19XX~", "1900-01-01", "1999-12-31"),
            ("1XXX", "1000-01-01", "1999-12-31"),
            ("XXXX", "0000-01-01", "9999-12-31"),
            ("000X", "0000-01-01", "0009-12-31"),
            ("-199X", "-1999-01-01", "-1990-12-31"),
            ("-001X", "-0019-01-01", "-0010-12-31"),
            ("-000X", "-0009-01-01", "-0001-12-31"),
            ("-00XX", "-0099-01-01", "-0001-12-31"),
            ("-XXXX", "-9999-01-01", "-0001-12-31"),
            ("Y-12000", "Y-12000-01-01", "Y-12000-12-31"),
        ] {
            assert_eq!(bounds(text), (first.to_owned(), last.to_owned()), "{text}");
            assert_eq!(date(text).span(), Span::new(Some(date(text).first()), Some(date(text).last())).unwrap());
        }
    }

    #[test]
    fn precision_is_that_of_what_is_known() {
        use Precision::{Century, Decade, Millennium, Month, Season, Unknown, Year};
        for (text, precision) in [
            ("XXXX", Unknown),
            ("1XXX", Millennium),
            ("19XX", Century),
            ("199X", Decade),
            ("1991", Year),
            ("1991-XX", Year),
            ("1991-XX-XX", Year),
            ("1991-21", Season),
            ("1991-12", Month),
            ("1991-12-XX", Month),
            ("1991-12-20", Precision::Day),
        ] {
            assert_eq!(date(text).precision(), precision, "{text}");
            assert_eq!(date(text).as_day().is_some(), precision == Precision::Day);
        }
        assert!(Unknown < Century && Decade < Year && Year < Season && Season < Month && Month < Precision::Day);
    }

    #[test]
    fn qualifiers_are_told_and_changed() {
        use Qualifier::{Approximate, Both, Exact, Uncertain};
        for (text, qualifier) in [("1991", Exact), ("1991?", Uncertain), ("1991~", Approximate), ("1991%", Both)] {
            assert_eq!(date(text).qualifier(), qualifier);
            assert_eq!(date(text).is_qualified(), qualifier != Exact);
            assert_eq!(date(text).unqualified(), date("1991"));
            assert_eq!(date("1991?").with_qualifier(qualifier), date(text));
        }
        assert_eq!(date("-199X%").unqualified().to_string(), "-199X");
        assert_eq!(date("2026-02-10~").as_day(), date("2026-02-10").as_day());
    }

    #[test]
    fn dates_lie_within_each_other_by_their_days() {
        for (inner, outer) in [("1991-12", "1991"), ("1991", "199X"), ("1991?", "1991"), ("1991-21", "1991")] {
            assert!(date(inner).is_within(date(outer)));
        }
        for (inner, outer) in [("1991", "1991-12"), ("1991", "1991-01"), ("1992", "1991"), ("1990", "1991")] {
            assert!(!date(inner).is_within(date(outer)));
        }
        let day = |text: &str| text.parse::<Day>().unwrap();
        let has =
            ["1991-11-30", "1991-12-01", "1991-12-31", "1992-01-01"].map(|text| date("1991-12?").contains(day(text)));
        assert_eq!(has, [false, true, true, false]);
    }

    #[test]
    fn dates_are_ordered_by_earliest_then_latest_day_then_qualifier() {
        let sorted = [
            "-199X",
            "-1999-01-02",
            "-0001",
            "0000",
            "1990-01-01",
            "1990-01",
            "1990",
            "1990-XX",
            "1990-21",
            "1990?",
            "1990~",
            "1990%",
            "199X",
            "1990-02",
            "1991",
        ]
        .map(date);
        for pair in sorted.windows(2) {
            assert!(pair[0] < pair[1], "{} {}", pair[0], pair[1]);
            assert_ne!(pair[0], pair[1]);
        }
        assert_eq!(date("1990").partial_cmp(&date("1990")), Some(Ordering::Equal));
    }

    #[test]
    fn dates_are_made_of_numbers() {
        assert_eq!(PartialDate::from_year(1991).unwrap(), date("1991"));
        assert_eq!(PartialDate::from_year_month(1991, 12).unwrap(), date("1991-12"));
        assert_eq!(PartialDate::from_ymd(1991, 12, 20).unwrap(), date("1991-12-20"));
        assert!(PartialDate::from_year(131_072).is_err() && PartialDate::from_year_month(131_072, 1).is_err());
        assert!(PartialDate::from_year_month(1991, 13).is_err() && PartialDate::from_year_month(1991, 0).is_err());
        assert!(PartialDate::from_ymd(1991, 2, 29).is_err());
        assert_eq!(PartialDate::from(Day::MIN).to_string(), "Y-131071-01-01");
        assert_eq!(PartialDate::from(Day::MAX).as_day(), Some(Day::MAX));
    }

    #[test]
    fn the_text_is_what_serde_and_debug_show() {
        assert_eq!(serde_json::to_string(&date("1991?")).unwrap(), "\"1991?\"");
        assert_eq!(serde_json::from_str::<PartialDate>("\"1991?\"").unwrap(), date("1991?"));
        assert!(serde_json::from_str::<PartialDate>("\"1991!\"").unwrap_err().to_string().contains("character 5"));
        assert_eq!(format!("{:?} [{:<8}]", date("199X"), date("199X")), "PartialDate(199X) [199X    ]");
    }
}
