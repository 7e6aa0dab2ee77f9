//! What calls take as a date: a date, a day or a text.

use crate::error::Error;

use super::{day::Day, partial_date::PartialDate};

/// Makes a date from a literal that is known to be valid.
///
/// For texts that come from elsewhere, parse: `text.parse::<PartialDate>()`.
///
/// ```
/// use chancery::{date, time::Precision};
///
/// assert_eq!(date("2026-02").precision(), Precision::Month);
/// ```
///
/// # Panics
/// If the text is not a valid date. The panic names the place of the call.
#[must_use]
#[track_caller]
pub fn date(literal: &str) -> PartialDate {
    match literal.parse() {
        Ok(date) => date,
        #[expect(clippy::panic, reason = "the one function that is documented to panic, for literals")]
        Err(error) => panic!("{error}"),
    }
}

/// What a call takes as a date: a [`PartialDate`], a [`Day`], or a text that is parsed as one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a date",
    label = "expected a date, such as `\"2026-02\"`",
    note = "a `PartialDate` from `date(\"2026-02\")` or `PartialDate::from_year(2026)?` is taken too, and so is a `Day`"
)]
pub trait IntoDate {
    /// Converts to a date.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text that is not a valid date.
    fn into_date(self) -> Result<PartialDate, Error>;
}

impl IntoDate for PartialDate {
    fn into_date(self) -> Result<PartialDate, Error> {
        Ok(self)
    }
}

impl IntoDate for Day {
    fn into_date(self) -> Result<PartialDate, Error> {
        Ok(self.into())
    }
}

impl IntoDate for &str {
    fn into_date(self) -> Result<PartialDate, Error> {
        self.parse()
    }
}

impl IntoDate for &String {
    fn into_date(self) -> Result<PartialDate, Error> {
        self.parse()
    }
}

impl IntoDate for String {
    fn into_date(self) -> Result<PartialDate, Error> {
        self.parse()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn whatever_can_be_a_date_becomes_one() {
        let wanted = date("1991-12-20");
        assert_eq!("1991-12-20".into_date().unwrap(), wanted);
        assert_eq!("1991-12-20".to_owned().into_date().unwrap(), wanted);
        assert_eq!((&"1991-12-20".to_owned()).into_date().unwrap(), wanted);
        assert_eq!(wanted.into_date().unwrap(), wanted);
        assert_eq!(wanted.first().into_date().unwrap(), wanted);
        assert!("1991-12-32".into_date().is_err());
    }

    #[test]
    #[should_panic(expected = "`1991-12-32` is not a valid date: character 9")]
    fn a_bad_literal_panics_with_the_fault() {
        let _ = date("1991-12-32");
    }
}
