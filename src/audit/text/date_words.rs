//! Dates as words name them: `3 February 2026`, `Feb. 3`, `in February`, `1991`, `2026-02-03`, `on Monday`, `next week`.

use std::ops::Range;

use super::{
    named_date::{DateWords, Named, days_of, narrow, whole_month, whole_years},
    reading::Reading,
};
use crate::time::Day;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Words that stand for a time seen from the day of the text.
const SEEN_FROM_THE_TEXT: &[(&[&str], Named)] = &[
    (&["day", "before", "yesterday"], Named::Near(-2, -2)),
    (&["day", "after", "tomorrow"], Named::Near(2, 2)),
    (&["today"], Named::Near(0, 0)),
    (&["tonight"], Named::Near(0, 0)),
    (&["this", "morning"], Named::Near(0, 0)),
    (&["this", "afternoon"], Named::Near(0, 0)),
    (&["this", "evening"], Named::Near(0, 0)),
    (&["last", "night"], Named::Near(-1, -1)),
    (&["yesterday"], Named::Near(-1, -1)),
    (&["tomorrow"], Named::Near(1, 1)),
    (&["this", "week"], Named::Near(-6, 6)),
    (&["last", "week"], Named::Near(-13, -1)),
    (&["next", "week"], Named::Near(1, 13)),
    (&["coming", "days"], Named::Near(0, 14)),
    (&["coming", "weeks"], Named::Near(0, 62)),
    (&["recent", "days"], Named::Near(-14, 0)),
    (&["this", "month"], Named::Month(0)),
    (&["last", "month"], Named::Month(-1)),
    (&["next", "month"], Named::Month(1)),
    (&["this", "year"], Named::Year(0)),
    (&["last", "year"], Named::Year(-1)),
    (&["next", "year"], Named::Year(1)),
];

/// All words in a range of tokens that name a date, in their order; none within another.
pub(crate) fn dates_in(reading: &Reading<'_>, tokens: Range<usize>) -> Vec<DateWords> {
    let scan = Scan { reading, end: tokens.end };
    let mut found: Vec<DateWords> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        if let Some(list) = scan.list_of_days(at) {
            at = list.last().map_or(at + 1, |last| last.tokens.end);
            found.extend(list);
            continue;
        }
        match scan.named_at(at).map(|named| scan.reaching(at, named)) {
            Some((named, length)) => {
                found.push(DateWords { named, tokens: at..at + length });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

pub(super) struct Scan<'r, 't> {
    pub(super) reading: &'r Reading<'t>,
    pub(super) end: usize,
}

impl Scan<'_, '_> {
    pub(super) fn word(&self, at: usize) -> &str {
        if at < self.end { self.reading.word(at) } else { "" }
    }

    /// A number of so many digits.
    fn digits(&self, at: usize, count: Range<usize>) -> Option<i32> {
        let word = self.word(at);
        (count.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
    }

    fn year(&self, at: usize) -> Option<i32> {
        // `1,991 guests` and `1991.5` are not years.
        let joined = |gap: &str| matches!(gap, "," | ".");
        let number = |at| self.digits(at, 1..10).is_some();
        let part = at > 0 && joined(self.reading.gap(at)) && number(at - 1)
            || joined(self.reading.gap(at + 1)) && number(at + 1);
        self.digits(at, 4..5).filter(|year| (1000..2200).contains(year) && !part)
    }

    /// A day of a month: `3`, `03`, `3rd`.
    pub(super) fn day(&self, at: usize) -> Option<u8> {
        let word = self.word(at);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
    }

    pub(super) fn month(&self, at: usize) -> Option<u8> {
        let word = self.word(at);
        let month = MONTHS.iter().position(|names| names.contains(&word))?;
        let capital = self.reading.tokens.get(at).is_some_and(|token| token.capital);
        u8::try_from(month + 1).ok().filter(|_| capital)
    }

    /// `May`, `March` and the like at the head of a sentence may be verbs, and next to another capital they may be part of a
    /// name. There they count only next to a number or `of`.
    fn bare_month(&self, at: usize) -> bool {
        let capital = |n: usize| {
            let token = self.reading.tokens.get(n).filter(|_| n < self.end);
            token.is_some_and(|token| token.capital) && self.reading.gap(n.max(at)) == " "
        };
        let named_after = matches!(self.word(at), "april" | "may" | "june" | "august" | "jan");
        let in_name = at > 0
            && capital(at - 1)
            && !self.opens_sentence(at - 1)
            && !matches!(self.word(at - 1), "early" | "mid" | "late")
            && self.month(at - 1).is_none()
            || named_after && capital(at + 1) && at > 0 && capital(at - 1);
        let verb = self.opens_sentence(at) && matches!(self.word(at), "may" | "march" | "mar");
        !in_name && (!verb || self.word(at + 1) == "of")
    }

    fn opens_sentence(&self, at: usize) -> bool {
        self.reading.sentences.binary_search_by_key(&at, |sentence| sentence.tokens.start).is_ok()
    }

    pub(super) fn joins(&self, at: usize) -> bool {
        matches!(self.reading.gap(at).trim(), "-" | "–" | "—" | "/")
    }

    /// The date that begins at a token, and how many tokens name it.
    pub(super) fn named_at(&self, at: usize) -> Option<(Named, usize)> {
        self.in_figures(at)
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.season(at))
            .or_else(|| self.years(at))
            .or_else(|| self.seen_from_the_text(at))
    }

    /// `2026-02-03`, `2026-02`, `3.2.2026`, `3/2/2026`.
    fn in_figures(&self, at: usize) -> Option<(Named, usize)> {
        let tight = |at: usize| matches!(self.reading.gap(at), "-" | "/" | ".");
        let part = |at: usize, most: i32| self.digits(at, 1..3).filter(|n| (1..=most).contains(n)).and_then(narrow);
        if let Some(year) = self.digits(at, 4..5)
            && tight(at + 1)
            && let Some(month) = part(at + 1, 12)
        {
            if tight(at + 2)
                && let Some(day) = part(at + 2, 31)
            {
                return Day::new(year, month, day).ok().map(|day| (Named::Days(day, day), 3));
            }
            // `1999.12` and `2004/5` are as likely something else.
            if self.reading.gap(at + 1) == "-" && self.word(at + 1).len() == 2 {
                return whole_month(year, month).map(|named| (named, 2));
            }
        }
        if tight(at + 1) && tight(at + 2) {
            let (a, b, year) = (part(at, 31)?, part(at + 1, 31)?, self.digits(at + 2, 4..5)?);
            // Most texts write the day before the month, as all do with full stops; some write the month first. If both are
            // dates, it may be either.
            let stops = self.reading.gap(at + 1) == ".";
            let named = match (Day::new(year, b, a).ok(), Day::new(year, a, b).ok()) {
                (Some(one), Some(other)) if one != other && !stops => Named::Either(one, other),
                (one, other) => one.or(other).map(|day| Named::Days(day, day))?,
            };
            return Some((named, 3));
        }
        None
    }

    /// `3 February`, `3rd of February 2026`, `3-5 February 2026`, `3 and 4 February`.
    fn day_first(&self, at: usize) -> Option<(Named, usize)> {
        let first = self.day(at)?;
        let mut next = at + 1;
        let mut last = first;
        let between = matches!(self.word(next), "and" | "to");
        if let Some(day) = self.day(next + usize::from(between)).filter(|_| between || self.joins(next)) {
            last = day;
            next += 1 + usize::from(between);
        }
        next += usize::from(self.word(next) == "of");
        let month = self.month(next)?;
        next += 1;
        let (year, length) = self.year_after(next);
        days_of(month, Some((first, last)), year).map(|named| (named, next + length - at))
    }

    /// `February 3`, `Feb. 3-5, 2026`, `February 2026`, `February`.
    fn month_first(&self, at: usize) -> Option<(Named, usize)> {
        let month = self.month(at)?;
        let mut next = at + 1;
        if let Some(first) = self.day(next).filter(|_| !self.reading.gap(next).contains(',')) {
            next += 1;
            let mut last = first;
            let between = matches!(self.word(next), "and" | "to");
            if let Some(day) = self.day(next + usize::from(between)).filter(|_| between || self.joins(next)) {
                last = day;
                next += 1 + usize::from(between);
            }
            let (year, length) = self.year_after(next);
            return days_of(month, Some((first, last)), year).map(|named| (named, next + length - at));
        }
        next += usize::from(self.word(next) == "of" && self.year(next + 1).is_some());
        let (year, length) = self.year_after(next);
        if year.is_none() && !self.bare_month(at) {
            return None;
        }
        // `January and February 2026`: the year is that of both.
        let shared = ["and", "or", "to"].contains(&self.word(next)) && self.month(next + 1).is_some();
        let year = year.or_else(|| self.year(next + 2).filter(|_| shared));
        days_of(month, None, year).map(|named| (named, next + length - at))
    }

    pub(super) fn year_after(&self, at: usize) -> (Option<i32>, usize) {
        let gap = self.reading.gap(at).trim();
        let near = matches!(gap, "" | ",") || gap == "." && !self.opens_sentence(at);
        let year = self.year(at).filter(|_| near);
        (year, usize::from(year.is_some()))
    }

    /// `spring 2026`, `the winter of 2026`, `this autumn`. With a year, its words are those of the year.
    fn season(&self, at: usize) -> Option<(Named, usize)> {
        const BEFORE: &[&str] = &["in", "this", "last", "next", "the", "early", "late", "mid", "by", "since", "until"];
        let is_season = matches!(self.word(at), "spring" | "summer" | "autumn" | "fall" | "winter");
        if !is_season {
            return None;
        }
        let next = at + 1 + usize::from(self.word(at + 1) == "of");
        if let Some(year) = self.year(next) {
            return whole_years(year, year).map(|named| (named, next + 1 - at));
        }
        (at > 0 && BEFORE.contains(&self.word(at - 1))).then_some((Named::Season, 1))
    }

    /// `1991`, `1991-2004`, `1990s`.
    fn years(&self, at: usize) -> Option<(Named, usize)> {
        let word = self.word(at);
        if let Some(decade) = word.strip_suffix('s').filter(|decade| decade.len() == 4 && decade.ends_with('0')) {
            let year = decade.parse().ok().filter(|year| (1000..2200).contains(year))?;
            return whole_years(year, year + 9).map(|named| (named, 1));
        }
        let first = self.year(at)?;
        match self.year(at + 1).filter(|last| self.joins(at + 1) && *last > first) {
            Some(last) => whole_years(first, last).map(|named| (named, 2)),
            None => whole_years(first, first).map(|named| (named, 1)),
        }
    }

    fn seen_from_the_text(&self, at: usize) -> Option<(Named, usize)> {
        let stands = |words: &[&str]| at + words.len() <= self.end && self.reading.stand_at(at, words);
        if let Some((words, named)) = SEEN_FROM_THE_TEXT.iter().find(|(words, _)| stands(words)) {
            return Some((*named, words.len()));
        }
        let in_name = |at: usize| {
            const NAMES: &[&str] = &["good", "black", "bloody", "holy", "ash", "palm", "easter", "super"];
            at > 0 && NAMES.contains(&self.word(at - 1))
                || matches!(self.word(at + 1), "agreement" | "accord" | "accords")
        };
        if let Some(day) = WEEKDAYS.iter().position(|day| *day == self.word(at) && !in_name(at)) {
            return u8::try_from(day).ok().map(|day| (Named::Weekday(day), 1));
        }
        let count = self.digits(at, 1..3).or_else(|| count(self.word(at)))?;
        if self.word(at + 2) != "ago" {
            return None;
        }
        let days = i64::from(count);
        let named = match self.word(at + 1) {
            "day" | "days" => Named::Near(-days, -days),
            "week" | "weeks" => Named::Near(-7 * days - 3, -7 * days + 3),
            "month" | "months" => Named::Month(-count),
            "year" | "years" => Named::Year(-count),
            _ => return None,
        };
        Some((named, 3))
    }
}

fn count(word: &str) -> Option<i32> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.iter().position(|number| *number == word).and_then(|at| i32::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    /// The spans that a text names, in one published on 24 January 2026, a Saturday.
    fn spans(text: &str) -> Vec<String> {
        let reading = Reading::new(text);
        let day = date("2026-01-24");
        let found = dates_in(&reading, 0..reading.tokens.len());
        let years: Vec<i32> = found.iter().flat_map(DateWords::years).collect();
        let spans = found.iter().flat_map(|words| words.spans(&[(day.first(), day.last())], &years));
        spans.map(|(a, b)| if a == b { a.to_string() } else { format!("{a}..{b}") }).collect()
    }

    #[test]
    fn dates_with_a_year_are_read_however_they_are_written() {
        for text in [
            "3 February 2026",
            "the 3rd of February, 2026",
            "February 3, 2026",
            "Feb. 3, 2026",
            "2026-02-03",
            "03.02.2026",
            "2026/2/3",
        ] {
            assert_eq!(spans(text), ["2026-02-03"], "{text}");
        }
        assert_eq!(spans("13/2/2026 or 2/13/2026"), ["2026-02-13", "2026-02-13"]);
        assert_eq!(spans("3/2/2026"), ["2026-02-03", "2026-03-02"]);
        assert_eq!(spans("3.2.2026"), ["2026-02-03"], "with full stops, the day comes first");
        for text in ["on 3-5 February 2026", "3 to 5 February 2026", "February 3–5, 2026"] {
            assert_eq!(spans(text), ["2026-02-03..2026-02-05"], "{text}");
        }
        for text in ["in February 2026", "2026-02", "in Feb. 2026", "February of 2026"] {
            assert_eq!(spans(text), ["2026-02-01..2026-02-28"], "{text}");
        }
        assert_eq!(spans("January and February 2026"), ["2026-01-01..2026-01-31", "2026-02-01..2026-02-28"]);
        assert_eq!(
            spans("in 1991, in the 1990s, from 2001-2004"),
            ["1991-01-01..1991-12-31", "1990-01-01..1999-12-31", "2001-01-01..2004-12-31"]
        );
    }

    #[test]
    fn dates_without_a_year_are_near_the_text() {
        assert_eq!(spans("on 3 February"), ["2025-02-03", "2026-02-03", "2027-02-03"]);
        assert_eq!(spans("ISLAMABAD, JAN 24 –"), ["2025-01-24", "2026-01-24", "2027-01-24"]);
        assert_eq!(spans("In December, as in 1991,").len(), 5);
        assert_eq!(spans("today, yesterday"), ["2026-01-24", "2026-01-23"]);
        assert_eq!(spans("on Monday"), ["2026-01-19", "2026-01-26"]);
        assert_eq!(spans("next month and last year"), ["2026-02-01..2026-02-28", "2025-01-01..2025-12-31"]);
        assert_eq!(spans("two days ago, 3 weeks ago"), ["2026-01-22", "2025-12-31..2026-01-06"]);
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in
            ["1,991 guests", "it may come", "they march on", "May he come", "5 to 7 guests", "0.5", "31 February 2026"]
        {
            let found = spans(text);
            assert!(
                found.is_empty() || text.starts_with("31") && found == ["2026-02-01..2026-02-28"],
                "{text}: {found:?}"
            );
        }
        assert_eq!(spans("May 2026"), ["2026-05-01..2026-05-31"]);
    }
}
