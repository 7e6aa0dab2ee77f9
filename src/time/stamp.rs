//! A point in transaction time.

use std::fmt;

use crate::error::{Error, ErrorKind, shown::as_found};

use super::{
    Day,
    text::{show, text_serde},
};

/// A point in transaction time: when something was recorded, to the microsecond.
///
/// Eight bytes, ordered by time; from the year 0 to 9999. As text it is RFC 3339: `2026-01-24T10:00:00Z`, with `+05:00` or
/// another offset in place of `Z`, with a fraction of a second of up to six digits, or a date alone, which means its
/// midnight in UTC. It prints in UTC and in full: `2026-01-24` comes out as `2026-01-24T00:00:00Z`.
///
/// ```
/// use chancery::Stamp;
///
/// let stamp: Stamp = "2026-01-24T15:00:00.5+05:00".parse()?;
/// assert_eq!(stamp.to_string(), "2026-01-24T10:00:00.5Z");
/// assert!("2026-01-24".parse::<Stamp>()? < stamp);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(i64);

const ALLOWED: &str =
    "a stamp is written as `2026-01-24` or `2026-01-24T10:00:00Z`, with at most six digits of a second";

impl Stamp {
    /// The earliest stamp, `0000-01-01T00:00:00Z`.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The latest stamp, `9999-12-30T22:00:00Z`; any offset can still be added to it.
    pub const MAX: Self = Self(253_402_207_200_000_000);

    /// The stamp so many microseconds after `1970-01-01T00:00:00Z`, or before if negative.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] before [`Stamp::MIN`] or after [`Stamp::MAX`].
    pub fn from_microseconds(microseconds: i64) -> Result<Self, Error> {
        let stamp = Self(microseconds);
        if (Self::MIN..=Self::MAX).contains(&stamp) {
            return Ok(stamp);
        }
        let message = format!(
            "`{microseconds}` microseconds from 1970 are out of range, which is {} to {}",
            Self::MIN.0,
            Self::MAX.0
        );
        Err(Error::new(ErrorKind::InvalidStamp, message))
    }

    /// The last microsecond of a day in UTC. For a day outside the range of stamps, the nearest stamp.
    ///
    /// ```
    /// # use chancery::{Stamp, date};
    /// let stamp = Stamp::end_of(date("2026-01-24").first());
    /// assert_eq!(stamp.to_string(), "2026-01-24T23:59:59.999999Z");
    /// ```
    #[must_use]
    pub const fn end_of(day: Day) -> Self {
        let end = (day.to_epoch_days() + 1) * 86_400_000_000 - 1;
        if end < Self::MIN.0 {
            Self::MIN
        } else if end > Self::MAX.0 {
            Self::MAX
        } else {
            Self(end)
        }
    }

    /// Microseconds since `1970-01-01T00:00:00Z`, negative before it.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => show(f, |f| write!(f, "{timestamp}")),
            // No stamp is out of jiff's range.
            Err(_) => Err(fmt::Error),
        }
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stamp({self})")
    }
}

impl std::str::FromStr for Stamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = |why: &dyn fmt::Display| {
            Error::new(ErrorKind::InvalidStamp, format!("`{}` is not a valid stamp: {why}", as_found(text)))
        };
        let seconds = check_shape(text).map_err(|why| error(&why))?;
        let range = || error(&format_args!("it is out of range, which is `{}` to `{}`", Self::MIN, Self::MAX));
        let timestamp = match seconds {
            None => {
                let date: jiff::civil::Date = text.parse().map_err(|found| error(&found))?;
                jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).map_err(|_| range())?
            }
            Some("60") => return Err(error(&"leap seconds are not supported; seconds go from 00 to 59")),
            Some(_) => text.parse::<jiff::Timestamp>().map_err(|found| error(&found))?,
        };
        Self::from_microseconds(timestamp.as_microsecond()).map_err(|_| range())
    }
}

/// The seconds of a text that has the form of a stamp; `None` for a date alone.
///
/// What jiff reads beyond that form (a zone's name, lower case, other separators) would be lost or mean something else.
fn check_shape(text: &str) -> Result<Option<&str>, &'static str> {
    let fits = |text: Option<&str>, shape: &str| {
        let text = text.unwrap_or_default();
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(found, wanted)| match wanted {
                b'0' => found.is_ascii_digit(),
                b'+' => matches!(found, b'+' | b'-'),
                _ => found == wanted,
            })
    };
    if fits(Some(text), "0000-00-00") {
        return Ok(None);
    }
    if !fits(text.get(..19), "0000-00-00T00:00:00") {
        return Err(ALLOWED);
    }
    let rest = text.get(19..).unwrap_or_default();
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if !(1..=6).contains(&(fraction.len() - offset.len())) {
                return Err(ALLOWED);
            }
            offset
        }
        None => rest,
    };
    if offset.is_empty() {
        return Err("it lacks `Z` or an offset such as `+05:00` at its end");
    }
    let is_offset = fits(Some(offset), "+00:00") && offset.get(1..3) <= Some("23");
    if offset == "Z" || is_offset { Ok(text.get(17..19)) } else { Err(ALLOWED) }
}

text_serde!(Stamp, "a stamp such as `2026-01-24T10:00:00Z`");

/// What a call takes as a stamp: a [`Stamp`], or a text that is parsed as one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a stamp",
    label = "expected a stamp, such as `\"2026-01-24T10:00:00Z\"` or `\"2026-01-24\"`",
    note = "a `Stamp` is taken too"
)]
pub trait IntoStamp {
    /// Converts to a stamp.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if it is a text that is not a valid stamp.
    fn into_stamp(self) -> Result<Stamp, Error>;
}

impl IntoStamp for Stamp {
    fn into_stamp(self) -> Result<Stamp, Error> {
        Ok(self)
    }
}

impl IntoStamp for &str {
    fn into_stamp(self) -> Result<Stamp, Error> {
        self.parse()
    }
}

impl IntoStamp for &String {
    fn into_stamp(self) -> Result<Stamp, Error> {
        self.parse()
    }
}

impl IntoStamp for String {
    fn into_stamp(self) -> Result<Stamp, Error> {
        self.parse()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn texts_are_read_and_print_in_full() {
        for (text, printed, microseconds) in [
            ("1970-01-01", "1970-01-01T00:00:00Z", 0),
            ("2026-01-24", "2026-01-24T00:00:00Z", 1_769_212_800_000_000),
            ("2026-01-24T10:00:00Z", "2026-01-24T10:00:00Z", 1_769_248_800_000_000),
            ("2026-01-24T10:00:00+05:00", "2026-01-24T05:00:00Z", 1_769_230_800_000_000),
            ("2026-01-24T10:00:00-05:30", "2026-01-24T15:30:00Z", 1_769_268_600_000_000),
            ("2026-01-24T10:00:00.5Z", "2026-01-24T10:00:00.5Z", 1_769_248_800_500_000),
            ("2026-01-24T10:00:00.000001Z", "2026-01-24T10:00:00.000001Z", 1_769_248_800_000_001),
            ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", -1),
            ("2026-01-24T10:00:00+23:59", "2026-01-23T10:01:00Z", 1_769_162_460_000_000),
            ("0000-01-01", "0000-01-01T00:00:00Z", Stamp::MIN.microseconds()),
            ("9999-12-30T22:00:00Z", "9999-12-30T22:00:00Z", Stamp::MAX.microseconds()),
        ] {
            let stamp: Stamp = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!((stamp.to_string().as_str(), stamp.microseconds()), (printed, microseconds));
            assert_eq!(printed.parse::<Stamp>().unwrap(), stamp);
            assert_eq!(Stamp::from_microseconds(microseconds).unwrap(), stamp);
            assert_eq!(serde_json::from_str::<Stamp>(&serde_json::to_string(&stamp).unwrap()).unwrap(), stamp);
        }
        let stamp: Stamp = "2026-01-24".parse().unwrap();
        assert_eq!(format!("{stamp:?}|{stamp:>22}"), "Stamp(2026-01-24T00:00:00Z)|  2026-01-24T00:00:00Z");
    }

    #[test]
    fn a_text_that_is_not_a_stamp_is_refused_with_what_is_allowed() {
        for text in [
            "",
            "2026",
            "2026-01",
            "2026-1-24",
            "20260124",
            "2026-01-24T",
            "2026-01-24T10:00Z",
            "2026-01-24 10:00:00Z",
            "2026-01-24t10:00:00Z",
            "2026-01-24T10:00:00z",
            "2026-01-24T10:00:00.Z",
            "2026-01-24T10:00:00.1234567Z",
            "2026-01-24T10:00:00+24:00",
            "2026-01-24T10:00:00,5Z",
            "2026-01-24T10:00:00+05",
            "2026-01-24T10:00:00+0500",
            "2026-01-24T10:00:00Z[UTC]",
            "2026-01-24T10:00:00+05:00[Asia/Almaty]",
            "2026-01-24Z",
            "-2026-01-24",
            "２０２６-01-24",
            "2026\u{2212}01-24",
            "2026-01-24T10:00:0é",
            "2026-01-24T10:00:00é",
        ] {
            let error = text.parse::<Stamp>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidStamp);
            assert_eq!(error.to_string(), format!("`{text}` is not a valid stamp: {ALLOWED}"));
        }
        for (text, says) in [
            ("2026-01-24T10:00:00", "it lacks `Z` or an offset"),
            ("2026-01-24T10:00:00.5", "it lacks `Z` or an offset"),
            ("2026-01-24T23:59:60Z", "leap seconds"),
            ("2026-02-30", "`2026-02-30` is not a valid stamp"),
            ("2026-02-30T10:00:00Z", "`2026-02-30T10:00:00Z` is not a valid stamp"),
            ("2026-02-10T24:00:00Z", "`2026-02-10T24:00:00Z` is not a valid stamp"),
            ("2026-02-10T10:00:61Z", "`2026-02-10T10:00:61Z` is not a valid stamp"),
            ("9999-12-31", "`9999-12-31` is not a valid stamp: it is out of range"),
            ("0000-01-01T00:00:00+00:01", "out of range, which is `0000-01-01T00:00:00Z` to `9999-12-30T22:00:00Z`"),
            ("9999-12-30T22:00:00.000001Z", "out of range"),
            ("2026-01-24T10:00:00+05:60", "is not a valid stamp"),
        ] {
            let error = text.parse::<Stamp>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidStamp);
            assert!(error.to_string().contains(says), "{error}");
        }
        for microseconds in [i64::MIN, Stamp::MIN.0 - 1, Stamp::MAX.0 + 1, i64::MAX] {
            let error = Stamp::from_microseconds(microseconds).unwrap_err();
            assert!(error.to_string().contains(&format!("`{microseconds}`")));
        }
    }

    #[test]
    fn whatever_can_be_a_stamp_becomes_one() {
        let wanted: Stamp = "2026-01-24".parse().unwrap();
        assert_eq!(wanted.into_stamp().unwrap(), wanted);
        assert_eq!("2026-01-24".into_stamp().unwrap(), wanted);
        assert_eq!("2026-01-24".to_owned().into_stamp().unwrap(), wanted);
        assert_eq!((&"2026-01-24".to_owned()).into_stamp().unwrap(), wanted);
        assert!("soon".into_stamp().is_err());
        assert!("2026-01-24".parse::<Stamp>().unwrap() < "2026-01-24T00:00:00.000001Z".parse().unwrap());
    }
}
