//! Words that are read as something else: numbers, hashes, and dates, which may be written in several words by mistake.

use super::{At, Cursor, lex::TokenKind};
use crate::{error::Error, schema::KEYWORDS};

impl Cursor<'_> {
    /// A bare word that is read as something else, such as a number. `None` if it is lost.
    pub(crate) fn parse<T: std::str::FromStr<Err = Error>>(&mut self, what: &str) -> Option<At<T>> {
        self.parse_with(what, str::parse)
    }

    /// A bare word that a function reads.
    pub(crate) fn parse_with<T>(&mut self, what: &str, read: impl Fn(&str) -> Result<T, Error>) -> Option<At<T>> {
        let span = self.span();
        let word = self.word().filter(|_| !self.is_behind_rest());
        match word.map(&read) {
            Some(Ok(value)) => {
                self.at += 1;
                return Some(At::new(value, span));
            }
            Some(Err(error)) if word.is_some_and(|word| !KEYWORDS.contains(&word)) => {
                self.at += 1;
                self.fault(span, error);
            }
            _ => {
                self.expected(what);
                self.pass();
            }
        }
        None
    }

    /// A date or time that a function reads. If it is written in several words, such as `24 January 2026`, its fault is that of
    /// all of them.
    pub(crate) fn date_with<T>(&mut self, what: &str, read: impl Fn(&str) -> Result<T, Error>) -> Option<At<T>> {
        let (reported, start) = (self.flaws.len(), self.at);
        let found = self.parse_with(what, &read);
        let Some(first) = self.tokens.get(start).filter(|_| self.flaws.len() > reported && self.at > start) else {
            return found;
        };
        let TokenKind::Word(word) = &first.kind else { return found };
        if !begins_date(word) {
            return found;
        }
        self.is_loose = true;
        let mut words = word.clone();
        let goes_on = |word: &&str| is_month(word) || is_number(word.trim_end_matches(','));
        // A date has a day, a month and a year, and perhaps a word before them.
        while let Some(word) = self.word().filter(goes_on).filter(|_| self.at < start + 4) {
            words = format!("{words} {word}");
            self.at += 1;
        }
        if let Some(error) = read(&words).err().filter(|_| self.at > start + 1) {
            self.forget(reported);
            self.fault(first.span.start..self.before(), error);
        }
        found
    }

    /// Whether the date before may go on in words that are no part of it yet; asked once.
    pub(crate) const fn take_loose(&mut self) -> bool {
        std::mem::replace(&mut self.is_loose, false)
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a word may be the first of a date in words.
fn begins_date(word: &str) -> bool {
    const FIRST: [&str; 8] = ["c.", "ca.", "circa", "about", "spring", "summer", "autumn", "winter"];
    let day = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    is_month(word) || FIRST.contains(&word.to_lowercase().as_str()) || day.len() <= 2 && is_number(day)
}

/// Whether a word is the English name of a month, or its first letters.
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}
