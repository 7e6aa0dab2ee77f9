//! A point of recorded time.

use std::fmt;

use crate::error::{Error, ErrorKind};

use super::text::{quoted, text_serde};

/// A point of recorded time: when something was written down, to the microsecond.
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
    /// The first of all, `0000-01-01T00:00:00Z`.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The last of all, `9999-12-30T22:00:00.999999Z`, as far as an offset can be added.
    pub const MAX: Self = Self(253_402_207_200_999_999);

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

    /// Microseconds since `1970-01-01T00:00:00Z`, negative before it.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(timestamp) => write!(f, "{timestamp}"),
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
            Error::new(ErrorKind::InvalidStamp, format!("{} is no stamp: {why}", quoted(text)))
        };
        let seconds = check_shape(text).map_err(|why| error(&why))?;
        let timestamp = match seconds {
            None => text
                .parse::<jiff::civil::Date>()
                .and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC))
                .map(|zoned| zoned.timestamp()),
            Some("60") => return Err(error(&"a leap second is no point of time here, seconds go from 00 to 59")),
            Some(_) => text.parse::<jiff::Timestamp>(),
        };
        let timestamp = timestamp.map_err(|found| error(&found))?;
        if timestamp.subsec_nanosecond() % 1_000 != 0 {
            return Err(error(&ALLOWED));
        }
        Self::from_microseconds(timestamp.as_microsecond())
    }
}

/// The seconds of a text that has the shape of a stamp; none of a date alone.
///
/// What jiff reads beyond that shape (a zone's name, lower case, other separators) would be lost or mean something else.
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
    if offset == "Z" || fits(Some(offset), "+00:00") { Ok(text.get(17..19)) } else { Err(ALLOWED) }
}

text_serde!(Stamp, "a stamp such as `2026-01-24T10:00:00Z`");

/// What a method takes for a stamp: a [`Stamp`], or the text of one, which may be wrong.
pub trait IntoStamp {
    /// The stamp.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if it is a text and no stamp.
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
