//! Times in English, for sentences: `in February 2026`, `from 2010 until 2015`.

use std::fmt;

use super::{
    bound::{Bound, WhenParts},
    form::{Form, Qualifier},
    partial_date::PartialDate,
    when::When,
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
            WhenParts::OnOrBefore(date) => within(date.words_beyond("before")),
            WhenParts::OnOrAfter(date) => within(date.words_beyond("after")),
            WhenParts::OnOneOf(first, last) => within(format!("some time from {} to {}", first.words(), last.words())),
            WhenParts::AsOf(date) => aside(format!("as of {}", date.words())),
            WhenParts::Between(start, end) => {
                let known = words_of(start).zip(words_of(end));
                match (start, end) {
                    (Bound::Open, Bound::Open) => aside("at all times".to_owned()),
                    (Bound::Open, Bound::Unknown) => aside("at all times until an unknown day".to_owned()),
                    (Bound::Unknown, Bound::Unknown) => aside("at an unknown time".to_owned()),
                    (Bound::Unknown, Bound::Open) => aside("since an unknown day, without end".to_owned()),
                    (Bound::Date(_) | Bound::OnOrBefore(_), Bound::OnOrAfter(seen))
                        if start.date().is_some_and(|from| from.first() <= seen.last()) =>
                    {
                        aside(format!(
                            "since {}, still so {}",
                            words_of(start).unwrap_or_default(),
                            seen.words_within()
                        ))
                    }
                    (start, Bound::Unknown) => aside(format!("since {}", words_of(start).unwrap_or_default())),
                    (start, Bound::Open) => {
                        aside(format!("since {}, without end", words_of(start).unwrap_or_default()))
                    }
                    (start, end) => {
                        let until = match (start, known) {
                            (_, Some((start, end))) => format!("from {start} until {end}"),
                            (Bound::Open, None) => format!("at all times until {}", words_of(end).unwrap_or_default()),
                            _ => format!("until {}", words_of(end).unwrap_or_default()),
                        };
                        if matches!(end, Bound::OnOrAfter(_)) { aside(until) } else { within(until) }
                    }
                }
            }
        }
    }

    /// The time in words, as a sentence and a label have it: `in February 2026`, `since 2018, still so on 2026-11-01`. Empty if no
    /// time is stated.
    pub(crate) fn label(self) -> String {
        let TimeWords { within, aside, .. } = self.words();
        if within.is_empty() { aside } else { within }
    }
}

/// A bound in English; `None` for one without a date.
fn words_of(bound: Bound) -> Option<String> {
    Some(match bound {
        Bound::Date(date) => date.words().to_string(),
        Bound::OnOrBefore(date) => format!("{} or before", date.words()),
        Bound::OnOrAfter(date) => format!("{} or after", date.words()),
        Bound::Unknown | Bound::Open => return None,
    })
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

    /// The date as a bound of the time of something: `on or before 2026-02-10`, `in or after 1991`, `around 1991 or before`.
    fn words_beyond(self, beyond: &str) -> String {
        let (within, words) = (self.words_within().to_string(), self.words());
        match within.strip_suffix(&words.to_string()) {
            Some(word @ ("on " | "in ")) => format!("{word}or {beyond} {words}"),
            _ => format!("{words} or {beyond}"),
        }
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
            // "The 1900s" may be ten years or a hundred.
            Form::Years(1) if date.first().year() > 0 && date.first().year() % 100 != 0 => write!(f, "the {year}s"),
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
            ("190X", "in the years 1900 to 1909"),
            ("19XX", "in the years 1900 to 1999"),
            ("191X", "in the 1910s"),
            ("010X", "in the years 100 to 109"),
            ("001X", "in the 10s"),
            ("-001X", "in the years 20 BC to 11 BC"),
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
            ("[..2026-01-24]", "on or before 2026-01-24", ""),
            ("[..2026-01]", "in or before January 2026", ""),
            ("[1991~..]", "around 1991 or after", ""),
            ("[1991?..]", "perhaps 1991 or after", ""),
            ("[2004-XX-XX..]", "on or after a day in 2004", ""),
            ("[1667..1668]", "some time from 1667 to 1668", ""),
            ("2018-05-07/[2026-11-01..]", "", "since 2018-05-07, still so on 2026-11-01"),
            ("2018/[2026-11..]", "", "since 2018, still so in November 2026"),
            ("[..2010]/[2015..]", "", "since 2010 or before, still so in 2015"),
            ("[2010..]/[2015..]", "", "from 2010 or after until 2015 or after"),
            ("[..2010]/2015", "from 2010 or before until 2015", ""),
            ("2010/[..2015]", "from 2010 until 2015 or before", ""),
            ("[2010..]/", "", "since 2010 or after"),
            ("[2010..]/..", "", "since 2010 or after, without end"),
            ("/[2015..]", "", "until 2015 or after"),
            ("../[..2015]", "at all times until 2015 or before", ""),
            ("/", "", "at an unknown time"),
            ("/..", "", "since an unknown day, without end"),
            ("../", "", "at all times until an unknown day"),
            ("../..", "", "at all times"),
            ("2010/2015-05", "from 2010 until May 2015", ""),
            ("2010/", "", "since 2010"),
            ("2010/..", "", "since 2010, without end"),
            ("/2015~", "until around 2015", ""),
            ("../2015", "at all times until 2015", ""),
        ] {
            let words = text.parse::<When>().unwrap().words();
            assert_eq!((words.within.as_str(), words.aside.as_str()), (within, aside), "{text}");
            assert_eq!(words.over, !within.is_empty(), "{text}");
            assert_eq!(text.parse::<When>().unwrap().label(), format!("{within}{aside}"));
        }
    }
}
