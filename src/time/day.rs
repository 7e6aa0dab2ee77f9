//! One exact civil day.

use std::fmt;

use crate::error::{Error, ErrorKind};

use super::{
    edtf,
    text::{Fault, quoted, text_serde},
};

/// The years that a date can have, and what is added to them so that the packed year is never 0.
pub(super) const MIN_YEAR: i32 = -((1 << 19) - 1);
pub(super) const MAX_YEAR: i32 = (1 << 19) - 1;
const YEAR_BIAS: i32 = 1 << 19;

/// One day of the proleptic Gregorian calendar, with a year 0 (1 BC) and negative years before it.
///
/// Four bytes, ordered by time. Years run from -524287 to 524287. As text, `2026-02-10`; years of more than four
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
    /// The first day of all, `Y-524287-01-01`.
    pub const MIN: Self = Self::pack(MIN_YEAR, 1, 1);
    /// The last day of all, `Y524287-12-31`.
    pub const MAX: Self = Self::pack(MAX_YEAR, 12, 31);

    /// The day of a year, month (from 1) and day of the month (from 1).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`] for a year out of range or a day that the calendar does not have.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, Error> {
        check_year(year)?;
        check_month(month)?;
        let days = days_in_month(year, month);
        if day == 0 || day > days {
            let message = format!("`{day}` is no day of month {month} in year {year}, which has the days 1 to {days}");
            return Err(Error::new(ErrorKind::InvalidDate, message));
        }
        Ok(Self::pack(year, month, day))
    }

    // The caller answers for the year, the month and the day being of the calendar.
    pub(super) const fn pack(year: i32, month: u8, day: u8) -> Self {
        Self((((year + YEAR_BIAS) as u32) << 10) | ((month as u32) << 6) | day as u32)
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
        (self.0 >> 10) as i32 - YEAR_BIAS
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

    /// The day that lies so many days after 1970-01-01.
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

    /// The day so many days later, or earlier if negative; `None` if its year is out of range.
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
    Err(Error::new(ErrorKind::InvalidDate, format!("`{month}` is no month, which is 1 to 12")))
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
        edtf::write_year(f, self.year())?;
        write!(f, "-{:02}-{:02}", self.month(), self.day())
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
            let message = format!("{} is no exact day, which is written as `2026-02-10`", quoted(text));
            Error::new(ErrorKind::InvalidDate, message)
        })
    }
}

text_serde!(Day, "a day such as `2026-02-10`");
