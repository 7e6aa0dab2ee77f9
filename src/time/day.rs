//! A single day of the calendar.

use std::fmt;

use crate::error::{Error, ErrorKind, shown::as_found};

use super::{
    edtf, print,
    text::{Fault, show, text_serde},
};

/// The range of years, and the bias that keeps a packed year from being 0.
pub(super) const MIN_YEAR: i32 = -((1 << 17) - 1);
pub(super) const MAX_YEAR: i32 = (1 << 17) - 1;
const YEAR_BIAS: i32 = 1 << 17;

/// One day of the proleptic Gregorian calendar, with a year 0 (1 BC) and negative years before it.
///
/// Four bytes, ordered by time. Years run from -131071 to 131071. As text, `2026-02-10`; years of more than four
/// digits begin with `Y`, as in `Y12000-01-01` and `Y-12000-01-01`.
///
/// ```
/// use chancery::Day;
///
/// let day: Day = "2024-02-28".parse()?;
/// assert_eq!(day.checked_add_days(2), Some(Day::new(2024, 3, 1)?));
/// assert!(Day::new(2023, 2, 29).is_err());
/// # Ok::<(), chancery::Error>(())
/// ```
// Year, month (4 bits) and day (6 bits) as in a partial date, without its qualifier: a comparison of numbers is one of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// The number of bits of a year (18), a month (4) and a day (6).
    pub(super) const BITS: u32 = 28;

    /// The earliest day, `Y-131071-01-01`.
    pub const MIN: Self = Self::pack(MIN_YEAR, 1, 1);
    /// The latest day, `Y131071-12-31`.
    pub const MAX: Self = Self::pack(MAX_YEAR, 12, 31);

    /// A day from a year, a month (from 1) and a day of the month (from 1).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`] for a year out of range or a day that the calendar does not have.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, Error> {
        check_year(year)?;
        check_month(month)?;
        let days = days_in_month(year, month);
        if day == 0 || day > days {
            let message = format!("`{day}` is not a day of month {month} in year {year}, which has days 1 to {days}");
            return Err(Error::new(ErrorKind::InvalidDate, message));
        }
        Ok(Self::pack(year, month, day))
    }

    // The caller answers for the year, the month and the day being of the calendar.
    pub(super) const fn pack(year: i32, month: u8, day: u8) -> Self {
        Self(((year + YEAR_BIAS).cast_unsigned() << 10) | ((month as u32) << 6) | day as u32)
    }

    pub(super) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// The year; 0 is 1 BC.
    #[must_use]
    pub const fn year(self) -> i32 {
        (self.0 >> 10).cast_signed() - YEAR_BIAS
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        (self.0 >> 6 & 15) as u8
    }

    /// The day of the month, from 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        (self.0 & 63) as u8
    }

    /// Days since 1970-01-01, negative before it.
    #[must_use]
    pub const fn to_epoch_days(self) -> i64 {
        // Years are counted from 1 March, so that a leap day is the last of its year; eras have 400 years.
        let month = self.month() as i64;
        let year = self.year() as i64 - if month <= 2 { 1 } else { 0 };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + self.day() as i64 - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day so many days after 1970-01-01, or before it if negative.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`] if its year is out of range.
    pub fn from_epoch_days(days: i64) -> Result<Self, Error> {
        Self::at_epoch_days(days).ok_or_else(|| {
            let (first, last) = (Self::MIN.to_epoch_days(), Self::MAX.to_epoch_days());
            let message = format!("`{days}` days from 1970-01-01 are out of range, which is {first} to {last}");
            Error::new(ErrorKind::InvalidDate, message)
        })
    }

    fn at_epoch_days(days: i64) -> Option<Self> {
        if days < Self::MIN.to_epoch_days() || days > Self::MAX.to_epoch_days() {
            return None;
        }
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Some(Self::pack(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
    }

    /// The day so many days later, or earlier if negative. `None` if its year is out of range.
    #[must_use]
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        Self::at_epoch_days(self.to_epoch_days().checked_add(days)?)
    }
}

pub(super) fn check_year(year: i32) -> Result<(), Error> {
    if (MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Ok(());
    }
    let message = format!("year `{year}` is out of range, which is {MIN_YEAR} to {MAX_YEAR}");
    Err(Error::new(ErrorKind::InvalidDate, message))
}

pub(super) fn check_month(month: u8) -> Result<(), Error> {
    if (1..=12).contains(&month) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::InvalidDate, format!("`{month}` is not a valid month; expected 1 to 12")))
}

/// The number of days of a month from 1 to 12.
pub(super) const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |f| {
            print::write_year(f, self.year())?;
            write!(f, "-{:02}-{:02}", self.month(), self.day())
        })
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl std::str::FromStr for Day {
    type Err = Error;

    /// Reads a date of day precision, without a qualifier.
    fn from_str(text: &str) -> Result<Self, Error> {
        let date = edtf::read(text).map_err(|fault: Fault| fault.error(ErrorKind::InvalidDate, text, "day"))?;
        date.as_day().filter(|_| !date.is_qualified()).ok_or_else(|| {
            let message = format!("`{}` is not a single day; expected one such as `2026-02-10`", as_found(text));
            Error::new(ErrorKind::InvalidDate, message)
        })
    }
}

text_serde!(Day, "a day such as `2026-02-10`");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_are_made() {
        for (year, month, last) in [(2024, 2, 29), (2023, 2, 28), (1900, 2, 28), (2000, 2, 29), (0, 2, 29), (-1, 2, 28)]
        {
            assert_eq!(
                Day::new(year, month, last).unwrap().to_epoch_days() + 1,
                Day::new(year, 3, 1).unwrap().to_epoch_days()
            );
            let error = Day::new(year, month, last + 1).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidDate);
            assert!(error.to_string().contains(&format!("1 to {last}")), "{error}");
        }
        let lasts = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, last) in (1..).zip(lasts) {
            assert!(Day::new(2023, month, last).is_ok() && Day::new(2023, month, last + 1).is_err());
            assert!(Day::new(2023, month, 0).is_err());
        }
        assert_eq!(Day::new(2023, 13, 1).unwrap_err().to_string(), "`13` is not a valid month; expected 1 to 12");
        assert!(Day::new(2023, 0, 1).is_err());
        let error = Day::new(131_072, 1, 1).unwrap_err().to_string();
        assert_eq!(error, "year `131072` is out of range, which is -131071 to 131071");
        assert!(Day::new(-131_072, 1, 1).is_err());
        assert_eq!(Day::new(131_071, 12, 31).unwrap(), Day::MAX);
        assert_eq!(Day::new(-131_071, 1, 1).unwrap(), Day::MIN);
    }

    #[test]
    fn the_numbers_of_days_are_those_of_the_textbook() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-03-01", 11_017),
            ("0000-03-01", -719_468),
            ("2026-01-24", 20_477),
        ] {
            assert_eq!(day(text).to_epoch_days(), number);
            assert_eq!(Day::from_epoch_days(number).unwrap(), day(text));
        }
    }

    #[test]
    fn jiff_counts_the_same_days() {
        let (mut date, last) = (jiff::civil::Date::MIN, jiff::civil::Date::MAX);
        let zero = jiff::civil::date(1970, 1, 1);
        while date < last {
            let day = Day::new(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs()).unwrap();
            assert_eq!(day.to_epoch_days(), i64::from(zero.until(date).unwrap().get_days()));
            date = date.checked_add(jiff::Span::new().days(37)).unwrap_or(last);
        }
    }

    #[test]
    fn every_day_has_its_number_and_the_next_is_later() {
        let (first, last) = (Day::MIN.to_epoch_days(), Day::MAX.to_epoch_days());
        // 262,143 years: 655 eras of 400 and the 143 years behind them.
        assert_eq!((last - first + 1) / 146_097, 655);
        let mut before: Option<Day> = None;
        // Each day of some eras, and a few of each of the others.
        let near =
            |number: i64| [first, -800_000, 0, last - 300_000].iter().any(|at| (*at..at + 300_000).contains(&number));
        let mut number = first;
        while number <= last {
            let day = Day::from_epoch_days(number).unwrap();
            assert_eq!(day.to_epoch_days(), number);
            assert_eq!(Day::new(day.year(), day.month(), day.day()).unwrap(), day);
            assert!(before.is_none_or(|before| before < day));
            before = Some(day);
            number += if near(number) { 1 } else { 9_973 };
        }
    }

    #[test]
    fn days_beyond_the_first_and_the_last_are_refused() {
        let (first, last) = (Day::MIN.to_epoch_days(), Day::MAX.to_epoch_days());
        assert_eq!(Day::from_epoch_days(first).unwrap(), Day::MIN);
        assert_eq!(Day::from_epoch_days(last).unwrap(), Day::MAX);
        for number in [first - 1, last + 1, i64::MIN, i64::MAX] {
            let error = Day::from_epoch_days(number).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidDate);
            assert!(error.to_string().contains(&number.to_string()));
        }
        assert_eq!(Day::MAX.checked_add_days(1), None);
        assert_eq!(Day::MAX.checked_add_days(i64::MAX), None);
        assert_eq!(Day::MIN.checked_add_days(-1), None);
        assert_eq!(Day::MIN.checked_add_days(i64::MIN), None);
        assert_eq!(Day::MIN.checked_add_days(last - first), Some(Day::MAX));
    }

    #[test]
    fn the_text_comes_back() {
        for text in
            ["2026-02-10", "0000-01-01", "-0043-03-15", "Y12000-01-02", "Y-12000-01-02", "9999-12-31", "-9999-01-01"]
        {
            assert_eq!(day(text).to_string(), text);
            let json = serde_json::to_string(&day(text)).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day(text));
        }
        assert_eq!((Day::MIN.to_string(), Day::MAX.to_string()), ("Y-131071-01-01".into(), "Y131071-12-31".into()));
        assert_eq!(format!("[{:>12}] {:?}", day("2026-02-10"), day("2026-02-10")), "[  2026-02-10] Day(2026-02-10)");
    }

    #[test]
    fn a_text_that_is_not_an_exact_day_is_refused() {
        for text in ["2026-02", "2026-02-10?", "2026-02-XX", "2026"] {
            let error = text.parse::<Day>().unwrap_err().to_string();
            assert_eq!(error, format!("`{text}` is not a single day; expected one such as `2026-02-10`"));
        }
        let error = "2026-02-30".parse::<Day>().unwrap_err().to_string();
        assert_eq!(error, "`2026-02-30` is not a valid day: character 9 must begin a day from 01 to 28, or `XX`");
    }
}
