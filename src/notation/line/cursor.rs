//! Going through the tokens of a statement. What is not as expected is recorded as a flaw, and reading goes on behind it.

use std::fmt;

use super::{
    At, Flaw, Span,
    lex::{Token, TokenKind},
    word::OPENERS,
};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    model::check_key,
    schema::KEYWORDS,
};

/// The tokens of a statement, how far they were read, and what is wrong with them.
///
/// A part that is missing or cannot be read is *lost*: its fault is recorded once, and it is returned as an empty key,
/// [`End::Lost`](super::End::Lost) or `None`. Nothing is recorded of what depends on a lost part.
pub(crate) struct Cursor<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    end: usize,
    pub(super) flaws: &'a mut Vec<Flaw>,
    /// Whether a token begins another part of the statement, so that it is not passed where a part is missing.
    begins: fn(&TokenKind) -> bool,
    /// The token of the last flaw: it has no second one.
    reported: Option<usize>,
    /// The token at which a part begins whatever the parts before it are.
    resumed: usize,
    /// Whether the last part was a date with a fault, and may go on.
    pub(super) is_loose: bool,
    /// Whether the rest of a line was passed as a whole: what is missing behind it may have been there.
    pub(super) is_torn: bool,
}

/// Whether a token begins a part of a fact behind its object, other than a role.
pub(crate) fn begins_part(token: &TokenKind) -> bool {
    match token {
        TokenKind::Source(_) => true,
        TokenKind::Word(word) => KEYWORDS.contains(&word.as_str()),
        _ => false,
    }
}

impl<'a> Cursor<'a> {
    /// The tokens of a statement that ends at a byte, and where its flaws are recorded.
    pub(crate) fn new(tokens: &'a [Token], end: usize, flaws: &'a mut Vec<Flaw>) -> Self {
        Self {
            tokens,
            at: 0,
            end,
            flaws,
            begins: begins_part,
            reported: None,
            resumed: 0,
            is_loose: false,
            is_torn: false,
        }
    }

    /// Sets which tokens begin another part of the statement.
    pub(crate) fn parts_begin_with(&mut self, begins: fn(&TokenKind) -> bool) {
        self.begins = begins;
    }

    /// The token here.
    pub(crate) fn peek(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// The token behind the one here.
    pub(crate) fn peek_second(&self) -> Option<&'a TokenKind> {
        self.tokens.get(self.at + 1).map(|token| &token.kind)
    }

    /// Where the token here is, or where the statement ends.
    pub(crate) fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.end..self.end, |token| token.span.clone())
    }

    /// The number of the token here.
    pub(crate) const fn place(&self) -> usize {
        self.at
    }

    /// The token here; the next one is here then.
    pub(crate) fn next(&mut self) -> Option<&'a TokenKind> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        self.is_torn |= token.kind == TokenKind::Rest;
        Some(&token.kind)
    }

    /// Passes all tokens that are left. What is missing among them is not reported.
    pub(crate) fn leave(&mut self) {
        self.at = self.tokens.len();
        self.is_torn = true;
    }

    /// Where the token before this one ends.
    pub(crate) fn before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    /// Whether the token here begins another part of the statement.
    pub(crate) fn is_at_part(&self) -> bool {
        self.peek().is_some_and(self.begins)
    }

    /// The bare word here.
    pub(crate) fn word(&self) -> Option<&'a str> {
        match self.peek() {
            Some(TokenKind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Whether what is missing may be in a part that could not be read.
    pub(crate) const fn is_torn(&self) -> bool {
        self.is_torn
    }

    /// Says that a part begins here whatever the parts before it are.
    pub(crate) const fn resume(&mut self) {
        self.resumed = self.at;
    }

    /// Whether the token before this one is the rest of a line, which may have had the part that is expected here.
    pub(super) fn is_behind_rest(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        self.is_torn && self.resumed != self.at && before.is_some_and(|token| token.kind == TokenKind::Rest)
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

    /// Records a flaw.
    pub(crate) fn fault(&mut self, span: Span, error: Error) {
        self.flaws.push(Flaw { span, error });
    }

    /// Records that the token here is not what was expected, unless a flaw is recorded of it or it may only be missing because a
    /// part could not be read.
    pub(crate) fn expected(&mut self, what: impl fmt::Display) {
        let found = match self.peek() {
            Some(TokenKind::Lost(_) | TokenKind::Rest) => return,
            None if self.is_torn => return,
            found => found.map_or_else(|| "the end of the statement".to_owned(), TokenKind::describe),
        };
        if !self.is_behind_rest() {
            self.flaw(format_args!("expected {what}, found {found}"));
        }
    }

    /// Records a flaw of the token here, if none is recorded of it yet.
    pub(crate) fn flaw(&mut self, why: impl fmt::Display) {
        if self.reported.replace(self.at) != Some(self.at) {
            self.fault(self.span(), Error::new(ErrorKind::Syntax, why));
        }
    }

    /// The number of flaws that are recorded.
    pub(crate) fn flaw_count(&self) -> usize {
        self.flaws.len()
    }

    /// Forgets the flaws behind so many: what they are about depends on a part that is lost.
    pub(crate) fn forget(&mut self, behind: usize) {
        self.flaws.truncate(behind);
    }

    /// Says the last flaw in other words, of another place.
    pub(crate) fn replace_last(&mut self, span: Span, why: impl fmt::Display) {
        if let Some(last) = self.flaws.last_mut() {
            *last = Flaw { span, error: Error::new(last.error.kind(), why) };
        }
    }

    /// Passes a token that is not the part that was expected, with what is in its brackets, unless it begins another part.
    pub(crate) fn pass(&mut self) {
        match self.peek() {
            Some(TokenKind::Mark('(')) => self.pass_brackets(')'),
            Some(TokenKind::Mark('[')) => self.pass_brackets(']'),
            Some(TokenKind::Mark(_)) | None => {}
            Some(token) if (self.begins)(token) || self.is_behind_rest() => {}
            Some(_) => drop(self.next()),
        }
    }

    /// Passes the tokens up to a closing bracket, or up to another part of the statement.
    pub(crate) fn pass_brackets(&mut self, close: char) {
        while let Some(token) = self.peek().filter(|token| !(self.begins)(token)) {
            self.next();
            if *token == TokenKind::Mark(close) {
                break;
            }
        }
    }

    /// A key, bare or in backticks. It is empty if it is lost.
    pub(crate) fn key(&mut self, what: &str) -> At<String> {
        let span = self.span();
        match self.peek().filter(|_| !self.is_behind_rest()) {
            Some(TokenKind::Word(word)) if is_reserved(word) => {
                self.reserved(word, what);
                self.pass();
            }
            Some(TokenKind::Word(word)) => {
                self.at += 1;
                match check_key(word) {
                    Ok(()) => return At::new(word.clone(), span),
                    Err(error) => self.fault(span.clone(), error),
                }
            }
            Some(TokenKind::Key(key)) => {
                self.at += 1;
                return At::new(key.clone(), span);
            }
            _ => {
                self.expected(what);
                self.pass();
            }
        }
        At::new(String::new(), span)
    }

    pub(super) fn reserved(&mut self, word: &str, what: &str) {
        self.flaw(format_args!(
            "expected {what}, found `{word}`, a keyword of the notation; a key with this name is written in backticks"
        ));
    }

    /// A text in quotes. `None` if it is lost.
    pub(crate) fn text(&mut self, what: &str) -> Option<At<String>> {
        let span = self.span();
        if let Some(TokenKind::Text(text)) = self.peek().filter(|_| !self.is_behind_rest()) {
            self.at += 1;
            return Some(At::new(text.clone(), span));
        }
        self.expected(format_args!("{what} in quotes"));
        self.pass();
        None
    }

    /// Records that a token may not be here, and which words may.
    pub(crate) fn unexpected(&mut self, allowed: &[&str]) {
        let near = did_you_mean(self.word().unwrap_or_default(), allowed.iter().copied());
        let Some(found) = self.peek().filter(|token| !matches!(token, TokenKind::Lost(_) | TokenKind::Rest)) else {
            return;
        };
        let found = TokenKind::describe(found);
        match allowed {
            [] => self.flaw(format_args!("expected the end of the statement, found {found}")),
            _ => self.flaw(format_args!(
                "expected one of {} or the end of the statement, found {found}{near}",
                allowed.join(", ")
            )),
        }
    }

    /// Passes what is neither an allowed word nor its value. It is reported, unless it may continue what was reported before.
    pub(crate) fn stray(&mut self, allowed: &[&str], is_unsure: &mut bool) {
        let near = self.word().map(|word| did_you_mean(word, allowed.iter().copied())).unwrap_or_default();
        if !*is_unsure || !near.is_empty() {
            self.unexpected(allowed);
        }
        *is_unsure = near.is_empty();
        self.next();
        if !near.is_empty() {
            self.pass();
        }
    }

    /// Nothing may be left.
    pub(crate) fn done(&mut self) {
        if self.peek().is_some() {
            self.unexpected(&[]);
        }
    }
}

/// Whether a word is one of the notation.
pub(super) fn is_reserved(word: &str) -> bool {
    KEYWORDS.contains(&word) || OPENERS.contains(&word)
}
