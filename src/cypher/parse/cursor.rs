//! Going through the tokens of a query, and the errors of what is not as expected.

use std::fmt::Display;

use super::{
    lexer::{error_at, lex},
    tokens::{CLAUSES, CONTINUATIONS, RESERVED, Token, TokenKind, is_one_of},
};
use crate::{
    cypher::ast::{At, Name},
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
};

/// How deep a query may be nested, in brackets and in the tree.
const DEEPEST: u32 = 100;

/// The tokens of a query, and how far they were read.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    /// What is wrong with the last token.
    fault: Option<Error>,
    /// How many parts are being read, each within the one before.
    depth: u32,
    /// The height of the highest expression that was read since this was last set to 0.
    pub(super) height: u32,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (tokens, fault) = lex(text);
        Self { text, tokens, next: 0, fault, depth: 0, height: 0 }
    }

    /// The token here.
    pub(super) fn peek(&self) -> Token {
        self.peek_nth(0)
    }

    /// A token after the one here, which is number 0.
    pub(super) fn peek_nth(&self, nth: usize) -> Token {
        let end = Token { kind: TokenKind::End, at: u32::MAX, end: u32::MAX, close: 0 };
        self.tokens.get(self.next + nth).or(self.tokens.last()).copied().unwrap_or(end)
    }

    /// The number, from the token here, of the bracket that closes the one of this number.
    pub(super) fn closing(&self, nth: usize) -> Option<usize> {
        (self.peek_nth(nth).close as usize).checked_sub(self.next).filter(|&close| close > nth)
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.next += count;
    }

    /// The text from one byte to another.
    pub(super) fn between(&self, from: At, to: At) -> &'a str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    pub(super) fn text_of(&self, token: Token) -> &'a str {
        self.between(token.at, token.end)
    }

    /// Where the token here begins.
    pub(super) fn place(&self) -> At {
        self.peek().at
    }

    /// Where the token before ends.
    pub(super) fn end_before(&self) -> At {
        self.next.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end)
    }

    pub(super) fn is(&self, mark: &str) -> bool {
        self.is_nth(0, mark)
    }

    pub(super) fn is_nth(&self, nth: usize, mark: &str) -> bool {
        let token = self.peek_nth(nth);
        token.kind == TokenKind::Mark && self.text_of(token) == mark
    }

    /// Whether the token here is this keyword, in any case.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.is_word_nth(0, word)
    }

    pub(super) fn is_word_nth(&self, nth: usize, word: &str) -> bool {
        let token = self.peek_nth(nth);
        token.kind == TokenKind::Word && self.text_of(token).eq_ignore_ascii_case(word)
    }

    /// The word here.
    pub(super) fn word(&self) -> Option<&'a str> {
        let token = self.peek();
        (token.kind == TokenKind::Word).then(|| self.text_of(token))
    }

    pub(super) fn eat(&mut self, mark: &str) -> bool {
        let is = self.is(mark);
        self.next += usize::from(is);
        is
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        self.next += usize::from(is);
        is
    }

    pub(super) fn expect(&mut self, mark: &str) -> Result<(), Error> {
        if self.eat(mark) { Ok(()) } else { Err(self.expected(format_args!("`{mark}`"))) }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Result<(), Error> {
        if self.eat_word(word) { Ok(()) } else { Err(self.expected(format_args!("`{word}`"))) }
    }

    /// A syntax error at a place.
    pub(super) fn error(&self, at: At, message: impl Display) -> Error {
        error_at(self.text, at as usize, ErrorKind::Syntax, message)
    }

    /// The error of a token here that is not what was expected. A word may be a misspelt keyword.
    pub(super) fn expected(&self, what: impl Display) -> Error {
        let near = match self.word() {
            Some(word) if word.len() > 1 && !is_one_of(word, RESERVED) => {
                did_you_mean(&word.to_ascii_uppercase(), CLAUSES.iter().chain(CONTINUATIONS).copied())
            }
            _ => String::new(),
        };
        self.unexpected(what, &near)
    }

    /// The error of a token here that is not what was expected, and what to write instead.
    pub(super) fn expected_but(&self, what: impl Display, instead: impl Display) -> Error {
        self.unexpected(what, format_args!("; {instead}"))
    }

    fn unexpected(&self, what: impl Display, more: impl Display) -> Error {
        let token = self.peek();
        let found = self.text_of(token);
        let typeset = match found.chars().next() {
            Some('“' | '”' | '„' | '‘' | '’' | '«' | '»') => "; texts stand in straight quotes",
            Some('‐'..='―' | '−') => "; a relationship is written with the hyphen `-`",
            _ => "",
        };
        match (token.kind, &self.fault) {
            (TokenKind::Broken, Some(fault)) => fault.clone(),
            (TokenKind::End, _) => {
                self.error(token.at, format_args!("expected {what}, found the end of the query{more}"))
            }
            _ => self.error(token.at, format_args!("expected {what}, found `{}`{more}{typeset}", as_found(found))),
        }
    }

    /// Begins a part within those that are being read.
    pub(super) fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        self.check_depth(self.depth, self.place())
    }

    pub(super) const fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Checks that a part is not nested too deep.
    pub(super) fn check_depth(&self, depth: u32, at: At) -> Result<(), Error> {
        if depth <= DEEPEST {
            return Ok(());
        }
        let why = format!("the query is nested more than {DEEPEST} levels deep here; expected at most {DEEPEST}");
        Err(error_at(self.text, at as usize, ErrorKind::Full, why))
    }

    /// A name of a property or function, which may be a keyword.
    pub(super) fn any_name(&mut self, what: &str) -> Result<Name, Error> {
        let token = self.peek();
        let text = self.text_of(token);
        let text = match token.kind {
            TokenKind::Word => text.to_owned(),
            TokenKind::Quoted => without_backticks(text),
            _ => return Err(self.expected(what)),
        };
        self.next += 1;
        Ok(Name { text, at: token.at })
    }

    /// The name of a variable. Some keywords are names only in backticks.
    pub(super) fn variable(&mut self, what: &str) -> Result<Name, Error> {
        match self.word() {
            Some(word) if is_one_of(word, RESERVED) => {
                let why = format!(
                    "expected {what}, found the keyword `{}`; a variable of this name is written in backticks",
                    as_found(word)
                );
                Err(self.error(self.place(), why))
            }
            _ => self.any_name(what),
        }
    }

    /// Whether a variable may stand here.
    pub(super) fn is_variable(&self) -> bool {
        match self.word() {
            Some(word) => !is_one_of(word, RESERVED),
            None => self.peek().kind == TokenKind::Quoted,
        }
    }
}

/// A name without the backticks around it; two backticks in it are one.
pub(super) fn without_backticks(text: &str) -> String {
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text).replace("``", "`")
}
