//! From text to tokens. White space and comments are passed.

use unicode_normalization::char::is_combining_mark;

use super::tokens::{Token, TokenKind};
use crate::{
    cypher::names::place,
    error::{Error, ErrorKind},
};

/// Marks of two characters; each other mark is one character.
const PAIRS: &[&str] = &["<=", ">=", "<>", "!=", "=~", ".."];

/// The tokens of a text, of which the last is its end, or a part that is no token and the error that says why.
pub(super) fn lex(text: &str) -> (Vec<Token>, Option<Error>) {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), open: Vec::new() };
    let fault = lexer.run().err();
    let (kind, length) = if fault.is_some() { (TokenKind::Broken, lexer.rest().len()) } else { (TokenKind::End, 0) };
    lexer.push(kind, length);
    (lexer.tokens, fault)
}

/// An error at a byte of the text.
pub(super) fn error_at(text: &str, at: usize, kind: ErrorKind, message: impl std::fmt::Display) -> Error {
    place(Error::new(kind, message), text, number(at))
}

/// A number that is at most the length of a query.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// The numbers of the opening brackets that are not closed yet.
    open: Vec<usize>,
}

impl<'a> Lexer<'a> {
    fn run(&mut self) -> Result<(), Error> {
        loop {
            self.pass_space()?;
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return Ok(()) };
            let (kind, length) = match c {
                '`' => (TokenKind::Quoted, self.name_in_backticks(rest)?),
                '\'' | '"' => (TokenKind::Text, self.text_in_quotes(rest, c)?),
                '$' => (TokenKind::Parameter, self.parameter(rest)?),
                '0'..='9' => (TokenKind::Number, number_length(rest)),
                '.' if rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {
                    (TokenKind::Number, number_length(rest))
                }
                c if begins_name(c) => (TokenKind::Word, name_length(rest)),
                c if PAIRS.iter().any(|pair| rest.starts_with(pair)) => (TokenKind::Mark, c.len_utf8() + 1),
                c => (TokenKind::Mark, c.len_utf8()),
            };
            self.push(kind, length);
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        let end = self.at + length;
        if kind == TokenKind::Mark {
            self.pair_brackets(end);
        }
        self.tokens.push(Token { kind, at: number(self.at), end: number(end), close: 0 });
        self.at = end;
    }

    /// Notes in an opening bracket which token closes it.
    fn pair_brackets(&mut self, end: usize) {
        let mark = self.text.get(self.at..end).unwrap_or_default();
        let opening = match mark {
            "(" | "[" | "{" => return self.open.push(self.tokens.len()),
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => return,
        };
        let count = number(self.tokens.len());
        let open = self.open.last().and_then(|&open| self.tokens.get_mut(open));
        if let Some(open) = open
            && self.text.get(open.at as usize..open.end as usize) == Some(opening)
        {
            open.close = count;
            self.open.pop();
        }
    }

    fn fault(&self, message: &str) -> Error {
        error_at(self.text, self.at, ErrorKind::Syntax, message)
    }

    fn pass_space(&mut self) -> Result<(), Error> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if let Some(comment) = trimmed.strip_prefix("/*") {
                let length =
                    comment.find("*/").ok_or_else(|| self.fault("no `*/` ends the comment that begins here"))?;
                self.at += length + 4;
            } else {
                return Ok(());
            }
        }
    }

    /// The length of a name in backticks, in which two backticks stand for one.
    fn name_in_backticks(&self, rest: &str) -> Result<usize, Error> {
        let mut at = 1;
        while let Some(next) = rest.get(at..).and_then(|rest| rest.find('`')) {
            at += next + 1;
            if rest.as_bytes().get(at) != Some(&b'`') {
                return if at == 2 { Err(self.fault("expected a name between the backticks")) } else { Ok(at) };
            }
            at += 1;
        }
        Err(self.fault("no backtick ends the name that begins here"))
    }

    fn text_in_quotes(&self, rest: &str, quote: char) -> Result<usize, Error> {
        let mut is_escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                c if c == quote => return Ok(at + 1),
                _ => {}
            }
        }
        Err(self.fault(&format!("no `{quote}` ends the text that begins here")))
    }

    fn parameter(&self, rest: &str) -> Result<usize, Error> {
        let name = rest.get(1..).unwrap_or_default();
        if name.starts_with('`') {
            return Ok(1 + self.name_in_backticks(name)?);
        }
        match name_length(name) {
            0 => Err(self.fault("expected the name of a parameter after `$`, such as `$name`")),
            length => Ok(1 + length),
        }
    }
}

pub(super) fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// How many bytes of the text are characters of names.
fn name_length(text: &str) -> usize {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_' || !c.is_ascii() && is_combining_mark(c));
    text.find(ends).unwrap_or(text.len())
}

/// How many bytes of the text belong to a number. `1..3` and `1.name` begin with the number 1.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let digits = |mut at: usize| {
        while digit(at) {
            at += 1;
        }
        at
    };
    let mut at = digits(0);
    if bytes.get(at) == Some(&b'.') && digit(at + 1) {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = at + 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        if digit(signed) {
            at = digits(signed);
        }
    }
    while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        at += 1;
    }
    at
}
