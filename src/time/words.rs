//! Times in English, for sentences: `in February 2026`, `from 2010 until 2015`.

use std::fmt;

use super::{
    form::{Form, Qualifier},
    partial_date::PartialDate,
    when::{Bound, When, WhenParts},
};

/// The time of a fact as the parts of a sentence. Each is empty where there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeWords {
    /// What follows the verb and its object, such as `on 2026-02-10` or `from 2010 until 2015`.
    pub(crate) within: String,
    /// What a sentence adds in brackets, such as `as of 2026-01-24` or `since 2019`.
    pub(crate) aside: String,
    /// Whether the time is over: it has a last day.
    pub(crate) over: bool,
}

impl When {
    /// The time as the parts of a sentence.
    pub(crate) fn words(self) -> TimeWords {
        let within = |words: String| TimeWords { within: words, aside: String::new(), over: true };
        let aside = |words: String| TimeWords { within: String::new(), aside: words, over: false };
        match self.parts() {
            WhenParts::Unstated => TimeWords::default(),
            WhenParts::On(date) => within(date.words_within().to_string()),
            WhenParts::AsOf(date) => aside(format!("as of {}", date.words())),
            WhenParts::Between(start, end) => match (start, end) {
                (Bound::Date(start), Bound::Date(end)) => {
                    within(format!("from {} until {}", start.words(), end.words()))
                }
                (Bound::Unknown, Bound::Date(end)) => within(format!("until {}", end.words())),
                (Bound::Open, Bound::Date(end)) => within(format!("at all times until {}", end.words())),
                (Bound::Date(start), Bound::Unknown) => aside(format!("since {}", start.words())),
                (Bound::Date(start), Bound::Open) => aside(format!("since {}, without end", start.words())),
                (Bound::Unknown, Bound::Open) => aside("since an unknown day, without end".to_owned()),
                (Bound::Open, Bound::Unknown) => aside("at all times until an unknown day".to_owned()),
                (Bound::Unknown, Bound::Unknown) => aside("at an unknown time".to_owned()),
                (Bound::Open, Bound::Open) => aside("at all times".to_owned()),
            },
        }
    }
}

/// A date in English.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DateWords {
    date: PartialDate,
    /// Whether `in` or `on` stands before it.
    within: bool,
}

impl PartialDate {
    /// The date alone: `2026-02-10`, `February 2026`, `around 1991`.
    pub(crate) const fn words(self) -> DateWords {
        DateWords { date: self, within: false }
    }

    /// The date as the time of something: `on 2026-02-10`, `in February 2026`, `around 1991`.
    pub(crate) const fn words_within(self) -> DateWords {
        DateWords { date: self, within: true }
    }
}

impl fmt::Display for DateWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, within } = *self;
        f.write_str(match date.qualifier() {
            Qualifier::Exact => "",
            Qualifier::Uncertain => "perhaps ",
            Qualifier::Approximate => "around ",
            Qualifier::Both => "perhaps around ",
        })?;
        // "Around in 1991" is not English.
        let within = within && matches!(date.qualifier(), Qualifier::Exact | Qualifier::Uncertain);
        let year = Year(date.first().year());
        f.write_str(match date.form() {
            _ if !within => "",
            Form::Day(..) | Form::BlankDay(_) | Form::BlankMonthAndDay => "on ",
            Form::Years(_) | Form::Year | Form::BlankMonth | Form::Season(_) | Form::Month(_) => "in ",
        })?;
        match date.form() {
            Form::Day(..) => write!(f, "{}", date.first()),
            Form::BlankDay(month) => write!(f, "a day in {} {year}", month_name(month)),
            Form::BlankMonthAndDay => write!(f, "a day in {year}"),
            Form::BlankMonth => write!(f, "a month of {year}"),
            Form::Month(month) => write!(f, "{} {year}", month_name(month)),
            Form::Season(season) => write!(f, "{} {year}", season_name(season)),
            Form::Year => write!(f, "{year}"),
            Form::Years(1) if date.first().year() >= 10 => write!(f, "the {year}s"),
            Form::Years(4) => f.write_str("an unknown year"),
            Form::Years(_) => write!(f, "the years {year} to {}", Year(date.last().year())),
        }
    }
}

/// A year as people write it: year 0 is 1 BC.
struct Year(i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 > 0 { write!(f, "{}", self.0) } else { write!(f, "{} BC", 1 - self.0) }
    }
}

const fn month_name(month: u8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

const fn season_name(season: u8) -> &'static str {
    match season {
        21 => "spring",
        22 => "summer",
        23 => "autumn",
        _ => "winter",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::date;

    #[test]
    fn dates_are_printed_in_english() {
        for (text, words) in [
            ("2026-02-10", "on 2026-02-10"),
            ("2026-02", "in February 2026"),
            ("2026-12", "in December 2026"),
            ("2026-21", "in spring 2026"),
            ("2026-24", "in winter 2026"),
            ("1991", "in 1991"),
            ("199X", "in the 1990s"),
            ("000X", "in the years 1 BC to 9"),
            ("19XX", "in the years 1900 to 1999"),
            ("1XXX", "in the years 1000 to 1999"),
            ("XXXX", "in an unknown year"),
            ("2004-XX", "in a month of 2004"),
            ("2004-XX-XX", "on a day in 2004"),
            ("2004-02-XX", "on a day in February 2004"),
            ("-0043", "in 44 BC"),
            ("-0043-03-15", "on -0043-03-15"),
            ("Y12000", "in 12000"),
            ("1991?", "perhaps in 1991"),
            ("1991~", "around 1991"),
            ("1991-12%", "perhaps around December 1991"),
        ] {
            assert_eq!(date(text).words_within().to_string(), words, "{text}");
        }
        assert_eq!(date("1991?").words().to_string(), "perhaps 1991");
        assert_eq!(date("2004-02-XX").words().to_string(), "a day in February 2004");
    }

    #[test]
    fn times_are_printed_in_english() {
        for (text, within, aside) in [
            ("unstated", "", ""),
            ("2026-02", "in February 2026", ""),
            ("as-of 2026-01-24", "", "as of 2026-01-24"),
            ("2010/2015-05", "from 2010 until May 2015", ""),
            ("2010/", "", "since 2010"),
            ("2010/..", "", "since 2010, without end"),
            ("/2015~", "until around 2015", ""),
            ("../2015", "at all times until 2015", ""),
        ] {
            let words = text.parse::<When>().unwrap().words();
            assert_eq!((words.within.as_str(), words.aside.as_str()), (within, aside), "{text}");
            assert_eq!(words.over, !within.is_empty(), "{text}");
        }
    }
}
