//! Going through the tokens of a statement, with errors that say what was expected.

use std::fmt;

use super::{
    At, Flaw, Span,
    end::End,
    lex::{Token, TokenKind, near_word},
    word::OPENERS,
};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    model::{FactName, Value, ValueType, check_key},
    schema::KEYWORDS,
};

/// The tokens of a statement, and how far they were read.
pub(crate) struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// The tokens of a statement that ends at a byte.
    pub(crate) const fn new(tokens: &'a [Token], end: usize) -> Self {
        Self { tokens, at: 0, end }
    }

    /// The token here.
    pub(crate) fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// Where the token here stands, or where the statement ends.
    pub(crate) fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.end..self.end, |token| token.span.clone())
    }

    /// The token here; the next one is here then.
    pub(crate) fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    /// Where the token before this one ends.
    pub(crate) fn before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    /// The bare word here.
    pub(crate) fn word(&self) -> Option<&'a str> {
        match self.peek() {
            Some(TokenKind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Passes a bare word.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let found = self.word() == Some(word);
        self.at += usize::from(found);
        found
    }

    /// Passes a mark.
    pub(crate) fn eat_mark(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&TokenKind::Mark(mark));
        self.at += usize::from(found);
        found
    }

    /// A flaw at the token here: what was expected, and what there is.
    pub(crate) fn expected(&self, what: impl fmt::Display) -> Flaw {
        let found = self.peek().map_or_else(|| "the end of the statement".to_owned(), TokenKind::describe);
        self.flaw(format!("expected {what}, found {found}"))
    }

    /// A flaw at the token here.
    pub(crate) fn flaw(&self, why: impl fmt::Display) -> Flaw {
        Flaw { span: self.span(), error: Error::new(ErrorKind::Syntax, why) }
    }

    /// A key, bare or in backticks.
    pub(crate) fn key(&mut self, what: &str) -> Result<At<String>, Flaw> {
        let span = self.span();
        match self.peek() {
            Some(TokenKind::Word(word)) => {
                self.no_keyword(word, what)?;
                check_key(word).map_err(|error| Flaw { span: span.clone(), error })?;
                self.at += 1;
                Ok(At::new(word.clone(), span))
            }
            Some(TokenKind::Key(key)) => {
                self.at += 1;
                Ok(At::new(key.clone(), span))
            }
            _ => Err(self.expected(what)),
        }
    }

    fn no_keyword(&self, word: &str, what: &str) -> Result<(), Flaw> {
        if KEYWORDS.contains(&word) || OPENERS.contains(&word) {
            let why = format!(
                "expected {what}, found `{word}`, a word of the notation; a key that is one stands in backticks"
            );
            return Err(self.flaw(why));
        }
        Ok(())
    }

    /// A text in quotes.
    pub(crate) fn text(&mut self, what: &str) -> Result<At<String>, Flaw> {
        let span = self.span();
        match self.peek() {
            Some(TokenKind::Text(text)) => {
                self.at += 1;
                Ok(At::new(text.clone(), span))
            }
            _ => Err(self.expected(format_args!("{what} in quotes"))),
        }
    }

    /// A bare word that is read as something else, such as a date.
    pub(crate) fn parse<T: std::str::FromStr<Err = Error>>(&mut self, what: &str) -> Result<At<T>, Flaw> {
        let span = self.span();
        let Some(word) = self.word() else { return Err(self.expected(what)) };
        let value = word.parse().map_err(|error| Flaw { span: span.clone(), error })?;
        self.at += 1;
        Ok(At::new(value, span))
    }

    /// An end of a fact.
    pub(crate) fn end(&mut self, what: &str) -> Result<At<End>, Flaw> {
        let span = self.span();
        let end = match self.peek() {
            Some(TokenKind::Word(word)) => {
                self.no_keyword(word, what)?;
                End::Bare(word.clone())
            }
            Some(TokenKind::Key(key)) => End::Key(key.clone()),
            Some(TokenKind::Text(text)) => End::Value(Value::Text(text.clone())),
            Some(TokenKind::Url(url)) => End::Value(Value::Url(url.clone())),
            Some(TokenKind::Fact(fact)) => End::Fact(FactName { fact: fact.clone() }),
            Some(TokenKind::Mark('(')) => return self.typed(span.start),
            _ => return Err(self.expected(what)),
        };
        self.at += 1;
        Ok(At::new(end, span))
    }

    /// `(number 3)`.
    fn typed(&mut self, start: usize) -> Result<At<End>, Flaw> {
        const TYPED: [ValueType; 3] = [ValueType::Number, ValueType::Date, ValueType::YesNo];
        self.at += 1;
        let of = self.word().and_then(|word| TYPED.into_iter().find(|of| of.name() == word));
        let Some(of) = of else {
            let near = near_word(self.word().unwrap_or_default(), TYPED.map(ValueType::name));
            return Err(self.expected(format_args!("`number`, `date` or `yes-no` behind `(`{near}")));
        };
        self.at += 1;
        let span = self.span();
        let Some(word) = self.word() else { return Err(self.expected(format_args!("a {of}"))) };
        let value = Value::parse(of, word).map_err(|error| Flaw { span, error })?;
        self.at += 1;
        let end = self.span().end;
        if !self.eat_mark(')') {
            return Err(self.expected("`)`"));
        }
        Ok(At::new(End::Value(value), start..end))
    }

    /// The name of a fact.
    pub(crate) fn fact(&mut self) -> Result<At<String>, Flaw> {
        let span = self.span();
        match self.peek() {
            Some(TokenKind::Fact(name)) => {
                self.at += 1;
                Ok(At::new(name.clone(), span))
            }
            _ => Err(self.expected("a fact, such as `^visit`")),
        }
    }

    /// Nothing may be left.
    pub(crate) fn done(&self, allowed: &[&str]) -> Result<(), Flaw> {
        if self.peek().is_none() {
            return Ok(());
        }
        let near = did_you_mean(self.word().unwrap_or_default(), allowed.iter().copied());
        let expected = match allowed {
            [] => "the end of the statement".to_owned(),
            allowed => format!("one of {} or the end of the statement", allowed.join(", ")),
        };
        let mut flaw = self.expected(expected);
        flaw.error = Error::new(ErrorKind::Syntax, format!("{}{near}", flaw.error.message()));
        Err(flaw)
    }
}
