//! The printer of dates: it writes what [`edtf`](super::edtf) parses.

use std::fmt;

use super::form::{Form, Qualifier};

/// Writes a year: four digits with a sign if it is negative, or `Y` and more digits.
pub(super) fn write_year(f: &mut dyn fmt::Write, year: i32) -> fmt::Result {
    match year {
        -9999..0 => write!(f, "-{:04}", -year),
        0..=9999 => write!(f, "{year:04}"),
        _ => write!(f, "Y{year}"),
    }
}

/// Writes a day of a year of four digits in one go, as most dates are such days.
fn write_day(f: &mut dyn fmt::Write, year: i32, month: u8, day: u8) -> fmt::Result {
    let pair = |number: i32| u8::try_from(number).unwrap_or_default();
    let (century, year) = (pair(year / 100), pair(year % 100));
    let digits = [century, year, month, day].map(|pair| [b'0' + pair / 10, b'0' + pair % 10]);
    let [[y1, y2], [y3, y4], [m1, m2], [d1, d2]] = digits;
    f.write_str(std::str::from_utf8(&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]).unwrap_or_default())
}

/// Writes a date.
pub(super) fn write(f: &mut dyn fmt::Write, year: i32, form: Form, qualifier: Qualifier) -> fmt::Result {
    if let (Form::Day(month, day), Qualifier::Exact, 0..=9999) = (form, qualifier, year) {
        return write_day(f, year, month, day);
    }
    if let Form::Years(blanks) = form {
        let range = 10_i32.pow(u32::from(blanks));
        let (sign, year) = if year < 0 { ("-", -(year + range - 1)) } else { ("", year) };
        let (known, unknown) = (4 - usize::from(blanks), usize::from(blanks));
        let digits = year / range;
        if known == 0 {
            f.write_str(sign)?;
        } else {
            write!(f, "{sign}{digits:0known$}")?;
        }
        write!(f, "{:X<unknown$}", "")?;
    } else {
        write_year(f, year)?;
    }
    match form {
        Form::Years(_) | Form::Year => {}
        Form::BlankMonth => f.write_str("-XX")?,
        Form::BlankMonthAndDay => f.write_str("-XX-XX")?,
        Form::Season(part) | Form::Month(part) => write!(f, "-{part:02}")?,
        Form::BlankDay(month) => write!(f, "-{month:02}-XX")?,
        Form::Day(month, day) => write!(f, "-{month:02}-{day:02}")?,
    }
    f.write_str(match qualifier {
        Qualifier::Exact => "",
        Qualifier::Uncertain => "?",
        Qualifier::Approximate => "~",
        Qualifier::Both => "%",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Day;

    /// Days of four digits have a way of their own.
    #[test]
    fn days_are_written_with_four_and_two_and_two_digits() {
        for (year, month, day) in [(0, 1, 1), (9, 12, 31), (999, 10, 9), (1970, 1, 20), (2026, 11, 30), (9999, 2, 28)] {
            let mut text = String::new();
            assert_eq!(write(&mut text, year, Form::Day(month, day), Qualifier::Exact), Ok(()));
            assert_eq!(text, format!("{year:04}-{month:02}-{day:02}"));
            assert_eq!(text.parse::<Day>().map(|day| day.to_string()), Ok(text));
        }
    }
}
