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

/// Writes a date.
pub(super) fn write(f: &mut dyn fmt::Write, year: i32, form: Form, qualifier: Qualifier) -> fmt::Result {
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
