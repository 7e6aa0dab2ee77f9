//! Words that are read as something else: numbers, hashes, and dates, which may be written in several words by mistake.

use super::{At, Cursor, lex::TokenKind};
use crate::{error::Error, schema::KEYWORDS, time::date_words};

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
        if !date_words::may_begin(word) {
            return found;
        }
        self.is_loose = true;
        let mut words = word.clone();
        // A date has a day, a month and a year, and perhaps a word before them.
        while let Some(word) = self.word().filter(|word| date_words::may_go_on(word)).filter(|_| self.at < start + 4) {
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
