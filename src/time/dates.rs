//! How a reader takes the dates of other people's texts, and what it changed in them.

use super::{clock, edtf, lenient, partial_date::PartialDate, set::Gaps, when::When};
use crate::error::{Error, ErrorKind};

/// How a reader takes dates: as they must be written, with a time of day that is cut off, or in other plain forms too.
///
/// Each date that is read comes with what was changed ([`DateRead`]), so that a reader can count it.
///
/// ```
/// use chancery::time::{DateOrder, Dates};
/// use chancery::date;
///
/// let read = Dates::cut_to_day().date("1985-04-12T23:20:30-04:00")?;
/// assert_eq!((read.value, read.cut), (date("1985-04-12"), true));
/// assert!(Dates::strict().date("1985-04-12T23:20:30-04:00").is_err());
///
/// let lenient = Dates::lenient(DateOrder::Unknown);
/// let read = lenient.date("24 January 2026")?;
/// assert_eq!((read.value, read.respelled), (date("2026-01-24"), true));
/// let error = lenient.date("12/03/2019").unwrap_err();
/// assert!(error.to_string().contains("`2019-03-12` (day first) or `2019-12-03` (month first)"));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dates(How);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum How {
    #[default]
    Strict,
    Cut,
    Lenient(DateOrder),
}

/// Which of two numbers before a year is the day: in `12/03/2019` either may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// Not known. A date for which the order matters is an error that names both readings.
    #[default]
    Unknown,
    /// The day is first, as in `24/01/2026`.
    DayFirst,
    /// The month is first, as in `01/24/2026`.
    MonthFirst,
}

/// What was read, and what was changed to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DateRead<T> {
    /// The date or time.
    pub value: T,
    /// A time of day or a zone was cut off.
    pub cut: bool,
    /// It was written in another form than that in which it prints. Nothing was lost.
    pub respelled: bool,
    /// The gaps of a set were filled: `[1667,1760]` was read as `[1667..1760]`.
    pub widened: bool,
}

impl<T> DateRead<T> {
    pub(super) const fn of(value: T) -> Self {
        Self { value, cut: false, respelled: false, widened: false }
    }

    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> DateRead<U> {
        let Self { value, cut, respelled, widened } = self;
        DateRead { value: change(value), cut, respelled, widened }
    }
}

impl Dates {
    /// As `str::parse`: EDTF, without a time of day.
    #[must_use]
    pub const fn strict() -> Self {
        Self(How::Strict)
    }

    /// Also an exact day with a time of day or a zone behind it, which is cut off.
    ///
    /// Taken are `T10`, `T10:00`, `T10:00:00.5`, `T1000`, ` 10:00`, and behind any of these or the day itself `Z`, `UTC`, `GMT`,
    /// `+05:00`, `+0500` or `+05`. The zone does not change the day: `2026-02-10T23:00-04:00` is 10 February.
    #[must_use]
    pub const fn cut_to_day() -> Self {
        Self(How::Cut)
    }

    /// Also other forms that can mean only one date. A time of day is cut off.
    ///
    /// | taken | read as |
    /// |---|---|
    /// | `24 January 2026`, `Jan 24th, 2026`, `Sat, 24 Jan 2026 10:00:00 GMT` | `2026-01-24` |
    /// | `2026/01/24`, `2026.1.24`, `20260124`, `24.01.2026` | `2026-01-24` |
    /// | `12/03/2019` | by the order, else an error |
    /// | `January 2026`, `01/2026`, `2026-01-00`, `+2026-01-00T00:00:00Z` | `2026-01` |
    /// | `autumn 2027`, `the 1990s`, `199x`, `19XX-XX-XX`, `360`, `44 BC` | `2027-23`, `199X`, `199X`, `19XX`, `0360`, `-0043` |
    /// | `c. 2005`, `?1945`, `1945 (?)` | `2005~`, `1945?`, `1945?` |
    /// | `1991–2004`, `since 2018`, `on or before 24 January 2026` | `1991/2004`, `2018/`, `[..2026-01-24]` |
    /// | `[1667,1760]`, a set with a gap | `[1667..1760]`, which is [`widened`](DateRead::widened) |
    ///
    /// A date in one of these forms has at most 128 characters. Months and seasons are read in English. The name of a weekday must be that of the date.
    #[must_use]
    pub const fn lenient(order: DateOrder) -> Self {
        Self(How::Lenient(order))
    }

    /// Reads a date.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`] if the text is not a date that these take.
    pub fn date(self, text: &str) -> Result<DateRead<PartialDate>, Error> {
        let read = match self.0 {
            How::Strict => edtf::read(text).map(DateRead::of),
            How::Cut => clock::read_cut(text).map(|(value, cut)| DateRead { cut, ..DateRead::of(value) }),
            How::Lenient(order) => lenient::date(text, order),
        };
        read.map_err(|fault| self.advise(fault.error(ErrorKind::InvalidDate, text, "date"), || lenient::advice(text)))
    }

    /// Reads the valid time of a fact, in any form in which [`When`] is written. Where times of day are cut, one may follow each
    /// day of it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`] if the text is not a time that these take, [`ErrorKind::InvalidSpan`] if it ends before
    /// it begins.
    pub fn when(self, text: &str) -> Result<DateRead<When>, Error> {
        let mut cut = false;
        let read = |text: &str| {
            let (date, with_time) =
                if self.0 == How::Cut { clock::read_cut(text)? } else { (edtf::read(text)?, false) };
            cut |= with_time;
            Ok(date)
        };
        let read = match self.0 {
            How::Strict | How::Cut => When::read(text, read, &Gaps::Refused),
            How::Lenient(order) => return lenient::when(text, order),
        };
        let read = read.map_err(|error| self.advise(error, || lenient::advice_on_time(text)))?;
        Ok(DateRead { cut, ..read })
    }

    /// The error, with what to write instead.
    fn advise(self, error: Error, advice: impl FnOnce() -> String) -> Error {
        if error.kind() != ErrorKind::InvalidDate || matches!(self.0, How::Lenient(_)) {
            return error;
        }
        Error::new(error.kind(), format!("{}{}", error.message(), advice()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn a_time_of_day_or_a_zone_is_cut_off() {
        for time in [
            "T10",
            "T10Z",
            "T10:00",
            "T10:00:00",
            "t10:00:00z",
            "T23:59:60Z",
            "T10:00:00.5",
            "T10:00:00,123456789+05",
            "T24:00:00Z",
            "T10:00:00-04:00",
            "T10:00-11:30",
            "T10:00:00+0500",
            "T1000Z",
            "T100000",
            "T100000.25+0500",
            " 10:00",
            " 10:00:00",
            " 10:00:00.123456+00",
            " 10:00:00 +0500",
            " 10:00 UTC",
            "T10:00:00 GMT",
            "T10:00:00+01:00[Europe/Berlin]",
            "Z",
            "+05:00",
            "-05:00",
        ] {
            let text = format!("2026-02-10{time}");
            let read = Dates::cut_to_day().date(&text).unwrap();
            assert_eq!((read.value, read.cut), (date("2026-02-10"), true), "{time}");
            // A `/` in the name of a zone would part a span.
            if !time.contains('/') {
                let read = Dates::cut_to_day().when(&format!("{text}/2026-03")).unwrap();
                assert_eq!((read.value, read.cut), ("2026-02-10/2026-03".parse().unwrap(), true), "{time}");
            }
            assert!(Dates::strict().date(&text).is_err() && Dates::strict().when(&text).is_err());
        }
    }

    #[test]
    fn a_set_that_prints_otherwise_is_respelled() {
        for (text, prints, respelled) in [
            ("[1667..1668]", "[1667..1668]", false),
            ("[..1668]", "[..1668]", false),
            ("[1667, 1668]", "[1667..1668]", true),
            ("[1667,1668]", "[1667..1668]", true),
            ("[ 1667..1668]", "[1667..1668]", true),
            ("1660/[..1667,1668]", "1660/[..1668]", true),
            ("[1660..]/1668", "[1660..]/1668", false),
        ] {
            for dates in [Dates::strict(), Dates::cut_to_day(), Dates::lenient(DateOrder::Unknown)] {
                let read = dates.when(text).unwrap();
                assert_eq!((read.value.to_string().as_str(), read.respelled), (prints, respelled), "{text}");
                assert!(!read.cut && !read.widened, "{text}");
            }
        }
        let lenient = Dates::lenient(DateOrder::Unknown);
        for (text, respelled) in [("[1667,1760]", false), ("[1667, 1760]", true)] {
            let read = lenient.when(text).unwrap();
            assert_eq!((read.widened, read.respelled), (true, respelled), "{text}");
        }
    }

    #[test]
    fn what_has_no_time_of_day_is_not_cut() {
        for text in ["2026-02-10", "2026-02", "199X?", "-0043", "Y12000"] {
            for dates in [Dates::strict(), Dates::cut_to_day(), Dates::default()] {
                assert_eq!(dates.date(text).unwrap(), DateRead::of(date(text)));
                assert_eq!(dates.when(text).unwrap(), DateRead::of(When::on(date(text))));
            }
        }
    }

    #[test]
    fn what_is_not_a_time_of_day_is_refused() {
        for (text, at, says) in [
            ("2026-02-10T", 12, "must begin an hour from 00 to 24"),
            ("2026-02-10T25:00", 12, "must begin an hour from 00 to 24"),
            ("2026-02-10T10:60", 15, "must begin a minute from 00 to 59"),
            ("2026-02-10T1060", 14, "must begin a minute from 00 to 59"),
            ("2026-02-10T10:00:61", 18, "must begin a second from 00 to 60"),
            ("2026-02-10T10:00:00.", 21, "must be a digit"),
            ("2026-02-10T10:00:00.Z", 21, "must be a digit"),
            ("2026-02-10T10:00+24", 18, "must begin an hour from 00 to 23"),
            ("2026-02-10T10:00Zx", 18, "must not be there"),
            ("2026-02-10T10:00é", 17, "must not be there"),
            ("2026-02-10T10:00.5", 17, "must not be there"),
            ("2026-02-10T10:0000", 17, "must not be there"),
            ("2026-02-10T10:00[]", 17, "must not be there"),
            ("2026-02-10T10:00[ä]", 17, "must not be there"),
            ("2026-02-10 10", 14, "must be `:`"),
            ("2026-02-10 ", 12, "must begin an hour"),
            ("2026-02-10-", 12, "must begin an hour"),
            ("2026-02T10:00", 8, "must not be there: only an exact day"),
            ("2026-02-10?T10:00", 12, "must not be there: only an exact day"),
            ("2026-02Z", 8, "must not be there"),
            ("2026-02-30T10:00", 9, "must begin a day"),
        ] {
            let error = Dates::cut_to_day().date(text).unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}` is not a valid date: character {at} {says}")), "{error}");
        }
    }
}
