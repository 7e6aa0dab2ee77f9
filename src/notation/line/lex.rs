//! Tokens: what a line is made of.

use super::{Flaw, Span};
use crate::{
    error::{
        Error, ErrorKind, did_you_mean,
        shown::{as_found, is_hidden},
    },
    model::{FactName, check_key},
};

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// What a token is; texts are without their marks and escapes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind {
    /// Bare: a key, a name, a number, a date, a word of the notation.
    Word(String),
    /// In backticks: a key, never a word of the notation.
    Key(String),
    /// In quotes.
    Text(String),
    /// In angle brackets.
    Url(String),
    /// `@report`.
    Source(String),
    /// `^visit` as `visit`, `^3` as `#3`, by which plain values name the fact at place 3.
    Fact(String),
    /// `( ) [ ]`.
    Mark(char),
    /// One part that could not be read, by its first character. Its fault is recorded.
    Lost(char),
    /// The rest of a line that could not be split into parts. Its fault is recorded.
    Rest,
}

impl TokenKind {
    /// The token as errors name it.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Word(word) | Self::Key(word) => format!("`{}`", as_found(word)),
            Self::Text(text) => format!("the text \"{}\"", as_found(text)),
            Self::Url(url) => format!("the address <{}>", as_found(url)),
            Self::Source(key) => format!("the source `@{}`", as_found(key)),
            Self::Fact(name) => format!("the fact `^{}`", as_found(name.strip_prefix('#').unwrap_or(name))),
            Self::Mark(mark) => format!("`{mark}`"),
            Self::Lost(_) | Self::Rest => "what could not be read".to_owned(),
        }
    }
}

/// The proposal of the nearest among the words of the notation.
pub(crate) fn near_word<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    if found.chars().count() < 3 { String::new() } else { did_you_mean(found, allowed) }
}

/// Whether a character separates tokens.
pub(crate) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// The name of a fact from a bare word: a number is a place.
pub(super) fn bare_fact(word: String) -> String {
    if word.bytes().all(|b| b.is_ascii_digit()) { format!("#{word}") } else { word }
}

fn ends_word(c: char) -> bool {
    is_blank(c) || is_hidden(c) || matches!(c, '"' | '`' | '<' | '>' | '(' | ')' | '[' | ']')
}

/// Reads one line, without its end, as tokens and perhaps a comment behind them. A part that cannot be read is recorded as a
/// flaw and becomes a token of its own, so that the parts after it are read.
pub(crate) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) flaws: &'a mut Vec<Flaw>,
}

impl<'a> Lexer<'a> {
    /// A lexer of one line of a text.
    pub(crate) const fn new(text: &'a str, line: Span, flaws: &'a mut Vec<Flaw>) -> Self {
        Self { text, at: line.start, end: line.end, flaws }
    }

    /// Reads all of the line; gives the comment that it ends in.
    pub(crate) fn read(mut self, tokens: &mut Vec<Token>) -> Option<Span> {
        loop {
            let before = self.at;
            self.skip(is_blank);
            let c = self.peek()?;
            if c == '#' && self.is_comment() {
                return Some(self.at..self.end);
            }
            let glued = before == self.at && !matches!(c, ')' | ']');
            let behind = tokens.last().filter(|last| last.span.end == before && last.kind != TokenKind::Mark('('));
            let token = match behind.filter(|last| glued && last.kind != TokenKind::Mark('[')).cloned() {
                Some(last) => self.glued(&last, c, tokens),
                None => self.token(c, tokens),
            };
            tokens.push(token);
        }
    }

    pub(super) fn token(&mut self, c: char, tokens: &[Token]) -> Token {
        let start = self.at;
        let kind = self.kind(c, tokens).unwrap_or_else(|flaw| {
            self.flaws.push(flaw);
            self.at = start;
            self.pass(c, tokens)
        });
        Token { kind, span: start..self.at }
    }

    fn kind(&mut self, c: char, tokens: &[Token]) -> Result<TokenKind, Flaw> {
        let start = self.at;
        Ok(match c {
            '"' => TokenKind::Text(self.marked('"', "a text")?),
            '`' => TokenKind::Key(self.marked('`', "a key")?),
            '<' => TokenKind::Url(self.marked('>', "an address")?),
            _ if self.is_time(tokens) => TokenKind::Word(self.time()),
            '(' | ')' | '[' | ']' => {
                self.at += 1;
                TokenKind::Mark(c)
            }
            '>' => return Err(flaw(start..start + 1, "`>` has no `<` before it; an address is written `<…>`")),
            '@' => TokenKind::Source(self.named("source")?),
            '^' => {
                let bare = self.text.get(self.at + 1..self.end).is_some_and(|rest| !rest.starts_with('`'));
                let name = self.named("fact")?;
                TokenKind::Fact(if bare { bare_fact(name) } else { name })
            }
            '#' => return Err(self.no_comment()),
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' => {
                let why = format!("a text needs straight quotes, `\"`; found {c:?}");
                return Err(flaw(start..start + c.len_utf8(), why));
            }
            c if is_hidden(c) => {
                let why = format!(
                    "{c:?} is allowed only in quotes, backticks or angle brackets, written `\\u{{{:x}}}`",
                    u32::from(c)
                );
                return Err(flaw(start..start + c.len_utf8(), why));
            }
            _ => TokenKind::Word(self.word()),
        })
    }

    /// `@` or `^`, and the key behind it.
    fn named(&mut self, what: &str) -> Result<String, Flaw> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some('`') => self.marked('`', "a key"),
            Some(c) if !ends_word(c) => Ok(self.word()),
            _ => {
                let mark = self.text.get(start..self.at).unwrap_or_default();
                Err(flaw(start..self.at, format!("`{mark}` is not followed by the key of a {what}")))
            }
        }
    }

    /// Why a `#` begins nothing here.
    fn no_comment(&mut self) -> Flaw {
        let start = self.at;
        self.next();
        let name = match self.peek() {
            Some('`') => self.marked('`', "a key").ok(),
            _ => Some(self.word()).filter(|word| check_key(word).is_ok()).map(bare_fact),
        };
        let name = name.map(|fact| format!(", and the name of a fact with `^`: `{}`", FactName { fact }));
        let shown = self.text.get(start..self.at).unwrap_or_default();
        let shown = as_found(shown);
        let why =
            format!("`{shown}` is not a comment; a comment begins with `#` and a blank{}", name.unwrap_or_default());
        flaw(start..self.at, why)
    }

    fn word(&mut self) -> String {
        let start = self.at;
        self.skip(|c| !ends_word(c));
        self.text.get(start..self.at).unwrap_or_default().to_owned()
    }

    /// Whether a time is here, which may have brackets: `on [1667..1668]`, `between 2010/[2015..]`.
    fn is_time(&self, before: &[Token]) -> bool {
        let word = before
            .last()
            .and_then(|token| if let TokenKind::Word(word) = &token.kind { Some(word.as_str()) } else { None });
        match word {
            Some("on") => self.peek() == Some('['),
            Some("between") => matches!(self.peek(), Some(c) if c == '[' || !ends_word(c)),
            _ => false,
        }
    }

    /// All up to a blank. A bracket belongs to it.
    fn time(&mut self) -> String {
        let start = self.at;
        self.skip(|c| !ends_word(c) || matches!(c, '[' | ']'));
        self.text.get(start..self.at).unwrap_or_default().to_owned()
    }

    /// What stands between the mark here and the closing one.
    fn marked(&mut self, close: char, what: &str) -> Result<String, Flaw> {
        let start = self.at;
        self.next();
        let mut found = String::new();
        loop {
            let at = self.at;
            match self.next() {
                None => {
                    let why = format!("{what} is not closed; expected `{close}` before the end of the line");
                    return Err(flaw(start..self.end, why));
                }
                Some(c) if c == close => return Ok(found),
                Some('\\') => found.push(self.escape(at, close)?),
                Some(c) => found.push(c),
            }
        }
    }

    /// What the backslash at `start`, which was passed, stands for.
    fn escape(&mut self, start: usize, close: char) -> Result<char, Flaw> {
        Ok(match self.next() {
            Some('\\') => '\\',
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some(c) if c == close => c,
            Some('u') if self.peek() == Some('{') => {
                self.next();
                let digits = self.at;
                self.skip(|c| c.is_ascii_hexdigit());
                let number = self.text.get(digits..self.at).unwrap_or_default();
                let c = u32::from_str_radix(number, 16).ok().filter(|_| number.len() <= 6).and_then(char::from_u32);
                let (Some('}'), Some(c)) = (self.next(), c) else {
                    let why = "the escape does not name a character; expected one such as `\\u{e9}`";
                    return Err(flaw(start..self.at, why));
                };
                c
            }
            other => {
                let shown = other.map(String::from).unwrap_or_default();
                let shown = as_found(&shown);
                let why = format!("`\\{shown}` is not a valid escape; allowed: `\\{close} \\\\ \\n \\t \\r \\u{{…}}`");
                return Err(flaw(start..self.at, why));
            }
        })
    }

    /// Whether the `#` here begins a comment: it is the first, or follows a blank, and a blank or the end follows it.
    fn is_comment(&self) -> bool {
        let rest = self.text.get(self.at..self.end).unwrap_or_default().trim_start_matches('#');
        rest.is_empty() || rest.starts_with(is_blank)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at..self.end)?.chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.next();
        }
    }
}

pub(super) fn flaw(span: Span, why: impl std::fmt::Display) -> Flaw {
    Flaw { span, error: Error::new(ErrorKind::Syntax, why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(line: &str) -> Vec<TokenKind> {
        let mut tokens = Vec::new();
        let mut flaws = Vec::new();
        Lexer::new(line, 0..line.len(), &mut flaws).read(&mut tokens);
        assert_eq!(flaws, [], "{line}");
        tokens.into_iter().map(|token| token.kind).collect()
    }

    /// The only flaw of a line.
    fn only_flaw(line: &str) -> (Span, String) {
        let mut flaws = Vec::new();
        Lexer::new(line, 0..line.len(), &mut flaws).read(&mut Vec::new());
        assert_eq!(flaws.len(), 1, "{line}: {flaws:?}");
        (flaws[0].span.clone(), flaws[0].error.to_string())
    }

    #[test]
    fn each_token_is_recognized_by_its_marks() {
        use TokenKind::{Fact, Key, Mark, Source, Text, Url, Word};
        let s = str::to_owned;
        assert_eq!(
            kinds(
                r#"a-b recognized-in-1991? "q \"w\" \u{e9}" `on` <https://x/\>> @dna @`a b` ^visit ^3 ^`3` (number -2.5) [1..2]"#
            ),
            [
                Word(s("a-b")),
                Word(s("recognized-in-1991?")),
                Text(s("q \"w\" é")),
                Key(s("on")),
                Url(s("https://x/>")),
                Source(s("dna")),
                Source(s("a b")),
                Fact(s("visit")),
                Fact(s("#3")),
                Fact(s("3")),
                Mark('('),
                Word(s("number")),
                Word(s("-2.5")),
                Mark(')'),
                Mark('['),
                Word(s("1..2")),
                Mark(']'),
            ]
        );
    }

    #[test]
    fn a_comment_needs_a_blank_on_both_sides() {
        assert_eq!(kinds("a # b"), [TokenKind::Word("a".into())]);
        assert_eq!(kinds("a #"), [TokenKind::Word("a".into())]);
        assert_eq!(kinds("### head"), []);
        assert_eq!(kinds("a# b"), [TokenKind::Word("a#".into()), TokenKind::Word("b".into())]);
        assert_eq!(kinds("a#b"), [TokenKind::Word("a#b".into())]);
    }

    #[test]
    fn faults_are_reported_at_their_place() {
        for (line, span, message) in [
            (r#"a "b"#, 2..4, "a text is not closed"),
            (r#"a "b \x""#, 5..7, r"`\x` is not a valid escape"),
            (r#""\u{110000}""#, 1..11, "does not name a character"),
            (r#""\u{e9""#, 1..7, "does not name a character"),
            ("a “b”", 2..5, "straight quotes"),
            (r#""a "b" c""#, 4..5, r#"a quote within a text is written `\"`"#),
            ("a@", 9..9, ""),
            ("a @ b", 2..3, "is not followed by the key of a source"),
            ("<a", 0..2, "an address is not closed"),
            ("a >", 2..3, "has no `<` before it"),
            ("`a`b", 3..4, "expected a blank"),
            ("a \u{0} b", 2..3, r"written `\u{0}`"),
            ("a\u{202e}b", 1..4, "expected a blank"),
            ("a ^ b", 2..3, "`^` is not followed by the key of a fact"),
            (
                "a #b c",
                2..4,
                "`#b` is not a comment; a comment begins with `#` and a blank, and the name of a fact with `^`: `^b`",
            ),
            ("#3", 0..2, "with `^`: `^3`"),
            ("#`a b` c", 0..6, "with `^`: `^`a b``"),
            ("##b", 0..3, "`##b` is not a comment; a comment begins with `#` and a blank"),
        ] {
            if message.is_empty() {
                assert_eq!(kinds(line).len(), 1);
                continue;
            }
            let (at, why) = only_flaw(line);
            assert_eq!(at, span, "{line}: {why}");
            assert!(why.contains(message), "{line}: {why}");
        }
    }
}
