//! Dates in digits alone: `2026/1/24`, `20150218`, `12.03.2019`, `199x`, `360`.

use super::{DateOrder, Found};
use crate::time::{edtf, partial_date::PartialDate};

/// Reads a date in digits and `X`, parted by one sign.
pub(super) fn read(text: &str, order: DateOrder) -> Found<PartialDate> {
    let upper = text.to_ascii_uppercase();
    let (sign, digits) = match upper.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", upper.strip_prefix('+').unwrap_or(&upper)),
    };
    let Some(separator) = ['-', '/', '.'].into_iter().find(|separator| digits.contains(*separator)) else {
        return Ok(alone(sign, digits));
    };
    let parts: Vec<&str> = digits.split(separator).collect();
    // Whether year 0 is counted before it is not known.
    if !sign.is_empty() {
        return Ok(None);
    }
    if let [year, "XX"] | [year, "XX", "XX"] = parts.as_slice()
        && year.len() == 4
        && year.contains('X')
    {
        return Ok(edtf::read(year).ok());
    }
    let Some(parts) = parts.into_iter().map(Part::read).collect::<Option<Vec<_>>>() else { return Ok(None) };
    Ok(match parts.as_slice() {
        [Part::Year(year), Part::Short(month)] if separator != '/' => of(*year, *month, 0),
        [Part::Short(month), Part::Year(year)] => of(*year, *month, 0).filter(|_| *month > 0),
        [Part::Year(year), Part::Short(month), Part::Short(day)] => of(*year, *month, *day),
        [Part::Short(one), Part::Short(other), Part::Year(year)] => {
            return day_and_month(*year, *one, *other, order);
        }
        _ => None,
    })
}

/// A part of a date.
enum Part {
    /// Four digits.
    Year(u32),
    /// One digit or two: a month or a day.
    Short(u32),
}

impl Part {
    fn read(part: &str) -> Option<Self> {
        let number = number(part)?;
        match part.len() {
            4 => Some(Self::Year(number)),
            1 | 2 => Some(Self::Short(number)),
            _ => None,
        }
    }
}

/// Two years: `1991-2004`.
pub(super) fn years(text: &str) -> Option<(PartialDate, PartialDate)> {
    let (start, end) = text.split_once('-')?;
    let year = |text: &str| {
        let text = text.trim();
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_year.then(|| edtf::read(text).ok())?
    };
    Some((year(start)?, year(end)?))
}

/// A part of at most four digits.
fn number(part: &str) -> Option<u32> {
    let digits = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| part.parse().ok())?
}

/// One number: a year of three digits, a year with lower-case `x`, or a day of eight digits.
fn alone(sign: &str, digits: &str) -> Option<PartialDate> {
    match (digits.len(), number(digits)) {
        (3, Some(year)) => edtf::read(&format!("{sign}{year:04}")).ok(),
        (4, _) => edtf::read(&format!("{sign}{digits}")).ok(),
        (8, _) if sign.is_empty() => {
            let (year, rest) = digits.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            let (month, day) = (number(month)?, number(day)?);
            of(number(year)?, month, day).filter(|_| month > 0 && day > 0)
        }
        _ => None,
    }
}

/// A date of numbers; a month or day 0 is one that is not known.
fn of(year: u32, month: u32, day: u32) -> Option<PartialDate> {
    let year = i32::try_from(year).ok()?;
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    match (year, month, day) {
        // Some programs write this where there is no date.
        (0, 0, 0) => None,
        (_, 0, 0) => PartialDate::from_year(year).ok(),
        (_, 0, _) => None,
        (_, _, 0) => PartialDate::from_year_month(year, month).ok(),
        _ => PartialDate::from_ymd(year, month, day).ok(),
    }
}

fn day_and_month(year: u32, one: u32, other: u32, order: DateOrder) -> Found<PartialDate> {
    if one == 0 || other == 0 {
        return Ok(None);
    }
    let (day_first, month_first) = (of(year, other, one), of(year, one, other));
    match (order, day_first, month_first) {
        (DateOrder::DayFirst, Some(date), _) | (DateOrder::MonthFirst, _, Some(date)) => Ok(Some(date)),
        (DateOrder::DayFirst, None, Some(date)) => {
            Err(format!("would be `{date}` with the month first; the day is first here"))
        }
        (DateOrder::MonthFirst, Some(date), None) => {
            Err(format!("would be `{date}` with the day first; the month is first here"))
        }
        (DateOrder::Unknown, Some(one), Some(other)) if one != other => {
            Err(format!("may be `{one}` (day first) or `{other}` (month first)"))
        }
        (DateOrder::Unknown, found, other) => Ok(found.or(other)),
        (_, None, None) => Ok(None),
    }
}
