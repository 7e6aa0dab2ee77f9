//! The parser of dates: EDTF (ISO 8601-2), levels 0 and 1.

use super::{
    day::{MAX_YEAR, MIN_YEAR, days_in_month},
    form::{Form, Qualifier},
    partial_date::PartialDate,
    text::Fault,
};

const MONTH: &str = "must begin a month from 01 to 12, a season from 21 to 24, or `XX`";

/// Parses a whole text as a date.
pub(super) fn read(text: &str) -> Result<PartialDate, Fault> {
    exact_day(text.as_bytes()).map_or_else(|| read_any(text), Ok)
}

/// A day of the calendar, such as `2026-02-10`: the most common form, in a few nanoseconds. `None` for all other texts.
fn exact_day(text: &[u8]) -> Option<PartialDate> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else { return None };
    if ![y0, y1, y2, y3, m0, m1, d0, d1].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let two = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
    let (year, month, day) = (i32::from(two(y0, y1)) * 100 + i32::from(two(y2, y3)), two(m0, m1), two(d0, d1));
    let valid = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    valid.then(|| PartialDate::pack(year, Form::Day(month, day), Qualifier::Exact))
}

fn read_any(text: &str) -> Result<PartialDate, Fault> {
    let mut reader = Reader { text, at: 0 };
    let date = reader.date()?;
    match reader.peek() {
        None => Ok(date),
        Some(b'T' | b't' | b' ') if date.as_day().is_some() && !date.is_qualified() => {
            Err(reader.fault("must not be there: a date has no time of day"))
        }
        Some(_) => Err(reader.fault("must not be there: the date ends before it")),
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    // In bytes, and between two characters: only ASCII is ever stepped over.
    pub(super) at: usize,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn fault(&self, says: impl Into<std::borrow::Cow<'static, str>>) -> Fault {
        Self::fault_at(self.at, says)
    }

    // Everything before the fault is ASCII, so bytes count characters.
    fn fault_at(at: usize, says: impl Into<std::borrow::Cow<'static, str>>) -> Fault {
        Fault { at: at + 1, says: says.into() }
    }

    pub(super) fn digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(digit - b'0')
    }

    /// Two digits within a range.
    pub(super) fn pair(&mut self, low: u8, high: u8) -> Option<u8> {
        let start = self.at;
        let value = self.digit().and_then(|tens| Some(tens * 10 + self.digit()?));
        let value = value.filter(|value| (low..=high).contains(value));
        if value.is_none() {
            self.at = start;
        }
        value
    }

    fn blank_pair(&mut self) -> bool {
        let found = self.text.get(self.at..self.at + 2) == Some("XX");
        self.at += if found { 2 } else { 0 };
        found
    }

    pub(super) fn date(&mut self) -> Result<PartialDate, Fault> {
        let (year, blanks) = if self.eat(b'Y') { (self.long_year()?, 0) } else { self.year()? };
        let form = if blanks > 0 { Form::Years(blanks) } else { self.within_year(year)? };
        let qualifier = match self.peek() {
            Some(b'?') => Qualifier::Uncertain,
            Some(b'~') => Qualifier::Approximate,
            Some(b'%') => Qualifier::Both,
            _ => Qualifier::Exact,
        };
        self.at += usize::from(qualifier != Qualifier::Exact);
        Ok(PartialDate::pack(year, form, qualifier))
    }

    /// `Y` and a year of more than four digits.
    fn long_year(&mut self) -> Result<i32, Fault> {
        let negative = self.eat(b'-');
        let start = self.at;
        let mut year: i32 = 0;
        while let Some(digit) = self.digit() {
            year = year.saturating_mul(10).saturating_add(i32::from(digit));
        }
        let year = if negative { -year } else { year };
        if self.at - start < 5 || self.text.as_bytes().get(start) == Some(&b'0') {
            return Err(Self::fault_at(start, "must begin a year of more than four digits, as `Y` stands before it"));
        }
        if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
            return Err(Self::fault_at(start, format!("must begin a year from {MIN_YEAR} to {MAX_YEAR}")));
        }
        Ok(year)
    }

    /// Four digits, the last of which may be `X`: the earliest year that is meant, and the number of `X`.
    fn year(&mut self) -> Result<(i32, u8), Fault> {
        let negative = self.eat(b'-');
        let start = self.at;
        let (mut year, mut blanks) = (0, 0);
        while self.at < start + 4 {
            if self.eat(b'X') {
                blanks += 1;
                year *= 10;
            } else if blanks > 0 {
                return Err(self.fault("must be `X`: after an unknown digit of a year all are unknown"));
            } else if let Some(digit) = self.digit() {
                year = year * 10 + i32::from(digit);
            } else {
                return Err(self.fault("must be a digit or `X`: a year has four of them, or `Y` before more"));
            }
        }
        if self.peek().is_some_and(|next| next.is_ascii_digit()) {
            return Err(self.fault("must not be a digit: `Y` stands before a year of more than four"));
        }
        if negative && year == 0 && blanks == 0 {
            return Err(Self::fault_at(start, "must not begin the year 0, which has no sign"));
        }
        Ok((if negative { -year - (10_i32.pow(u32::from(blanks)) - 1) } else { year }, blanks))
    }

    /// Month and day, season, or nothing.
    fn within_year(&mut self, year: i32) -> Result<Form, Fault> {
        if !self.eat(b'-') {
            return Ok(Form::Year);
        }
        if self.blank_pair() {
            if !self.eat(b'-') {
                return Ok(Form::BlankMonth);
            }
            return if self.blank_pair() {
                Ok(Form::BlankMonthAndDay)
            } else {
                Err(self.fault("must begin `XX`: no day is known of an unknown month"))
            };
        }
        if let Some(season) = self.pair(21, 24) {
            return Ok(Form::Season(season));
        }
        let Some(month) = self.pair(1, 12) else { return Err(self.fault(MONTH)) };
        if !self.eat(b'-') {
            return Ok(Form::Month(month));
        }
        if self.blank_pair() {
            return Ok(Form::BlankDay(month));
        }
        let days = days_in_month(year, month);
        match self.pair(1, days) {
            Some(day) => Ok(Form::Day(month, day)),
            None => Err(self.fault(format!("must begin a day from 01 to {days}, or `XX`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use crate::{ErrorKind, PartialDate, When};

    fn error(text: &str) -> String {
        let error = text.parse::<PartialDate>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidDate);
        error.to_string()
    }

    #[test]
    fn the_text_comes_back() {
        for text in [
            "1991",
            "0000",
            "-0043",
            "-9999",
            "9999",
            "Y10000",
            "Y-10000",
            "Y131071",
            "Y-131071",
            "199X",
            "19XX",
            "1XXX",
            "XXXX",
            "-199X",
            "-19XX",
            "-1XXX",
            "-XXXX",
            "000X",
            "-000X",
            "00XX",
            "-00XX",
            "0XXX",
            "-0XXX",
            "2004-XX",
            "2004-XX-XX",
            "2004-02-XX",
            "2001-21",
            "2001-24",
            "2026-02",
            "2026-12",
            "2026-02-10",
            "2024-02-29",
            "1991?",
            "1991~",
            "1991%",
            "199X?",
            "2026-02-10%",
            "2004-XX~",
            "2001-22?",
            "Y12000-03",
            "Y-12000-02-29",
            "Y12000-XX",
        ] {
            let date: PartialDate = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn an_exact_day_is_read_as_by_the_parser_of_all_forms() {
        for year in [0, 1, 4, 100, 400, 1582, 1900, 1991, 2000, 2023, 2024, 2100, 9999] {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let text = format!("{year:04}-{month:02}-{day:02}");
                let slow = super::read_any(&text).ok();
                assert_eq!(super::read(&text).ok(), slow, "{text}");
                assert_eq!(super::exact_day(text.as_bytes()), slow, "{text}");
            }
        }
        for text in ["2026-02-1", "2026-02-100", "2026-02-10?", "-026-02-10", "2026/02/10", "２026-02-10", "2026-0a-10"]
        {
            assert_eq!(super::exact_day(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_fault_names_its_character_and_what_was_allowed() {
        for (text, at, says) in [
            ("", 1, "must be a digit or `X`"),
            ("-", 2, "must be a digit or `X`"),
            ("202", 4, "must be a digit or `X`"),
            ("20266", 5, "must not be a digit: `Y` stands before"),
            ("1X9X", 3, "must be `X`: after an unknown digit"),
            ("-0000", 2, "must not begin the year 0"),
            ("-0000-01", 2, "must not begin the year 0"),
            ("Y2026", 2, "must begin a year of more than four digits"),
            ("Y02026", 2, "must begin a year of more than four digits"),
            ("Y-", 3, "must begin a year of more than four digits"),
            ("Y131072", 2, "must begin a year from -131071 to 131071"),
            ("Y-131072", 3, "must begin a year from -131071 to 131071"),
            ("Y99999999999999999999", 2, "must begin a year from -131071 to 131071"),
            ("2026-", 6, "must begin a month from 01 to 12, a season from 21 to 24, or `XX`"),
            ("2026-13", 6, "must begin a month"),
            ("2026-00", 6, "must begin a month"),
            ("2026-20", 6, "must begin a month"),
            ("2026-25", 6, "must begin a month"),
            ("2026-1", 6, "must begin a month"),
            ("2026-X", 6, "must begin a month"),
            ("2026-1X", 6, "must begin a month"),
            ("2026-02-29", 9, "must begin a day from 01 to 28, or `XX`"),
            ("2026-02-00", 9, "must begin a day"),
            ("2026-02-3", 9, "must begin a day"),
            ("2026-XX-01", 9, "must begin `XX`: no day is known of an unknown month"),
            ("2026-XX-", 9, "must begin `XX`"),
            ("2026-21-01", 8, "must not be there"),
            ("199X-01", 5, "must not be there"),
            ("2026-02-10-", 11, "must not be there"),
            ("1991??", 6, "must not be there"),
            ("1991?-02", 6, "must not be there"),
            ("1991 ", 5, "must not be there"),
            (" 1991", 1, "must be a digit or `X`"),
            ("１９９１", 1, "must be a digit or `X`"),
            ("199\u{661}", 4, "must be a digit or `X`"),
            ("\u{2212}1991", 1, "must be a digit or `X`"),
            ("2026\u{2011}02", 5, "must not be there"),
            ("2026-02-10T10:00", 11, "must not be there: a date has no time of day"),
            ("2026-02-10t", 11, "must not be there: a date has no time of day"),
            ("2026-02-10 10:00", 11, "must not be there: a date has no time of day"),
            ("2026-02T10:00", 8, "must not be there"),
            ("2026-02-10?T10:00", 12, "must not be there"),
        ] {
            let error = error(text);
            let expected = format!("`{text}` is not a valid date: character {at} {says}");
            assert!(error.starts_with(&expected), "{error} is not {expected}");
        }
    }

    #[test]
    fn the_characters_of_a_time_are_counted_from_its_beginning() {
        for (text, at) in [
            ("1991-13", 6),
            ("as-of 1991-13", 12),
            ("1991/2004-13", 11),
            ("1991-13/2004", 6),
            ("1991/2004/2005", 10),
            ("../1991-1", 9),
            ("as-of ", 7),
            ("as-of 1991/2004", 11),
            ("Unstated", 1),
            ("1991/2026-01-24T10:00:00Z", 16),
        ] {
            let error = text.parse::<When>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{text}` is not a valid time: character {at} ")), "{error}");
        }
    }
}
