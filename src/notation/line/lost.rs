//! Behind a part of a line that could not be read: where it ends, so that the next one is read.

use super::{
    lex::{Lexer, Token, TokenKind, flaw, is_blank},
    word::OPENERS,
};
use crate::{model::check_key, schema::KEYWORDS};

impl Lexer<'_> {
    /// A token without a blank before it. What was meant as one part becomes one token.
    pub(super) fn glued(&mut self, last: &Token, c: char, tokens: &mut Vec<Token>) -> Token {
        let hint = if matches!(last.kind, TokenKind::Text(_)) || c == '"' {
            "; a quote within a text is written `\\\"`"
        } else {
            ""
        };
        let is_lost = matches!(last.kind, TokenKind::Lost(_) | TokenKind::Rest);
        if !is_lost {
            let why = format!("expected a blank before {c:?}{hint}");
            self.flaws.push(flaw(self.at..self.at + c.len_utf8(), why));
        }
        let opens = matches!(c, '"' | '`' | '<' | '(' | '[');
        let kind = match &last.kind {
            TokenKind::Text(_) => self.pass_quotes(),
            TokenKind::Mark(_) => return self.second(c, tokens),
            _ if opens && !is_lost => return self.second(c, tokens),
            TokenKind::Lost(first) => self.run(*first, tokens),
            TokenKind::Rest => {
                self.at = self.end;
                TokenKind::Rest
            }
            _ => self.run(self.text.get(last.span.start..).and_then(|text| text.chars().next()).unwrap_or(c), tokens),
        };
        tokens.pop();
        Token { kind, span: last.span.start..self.at }
    }

    /// A token behind a blank that is missing; only that is reported.
    fn second(&mut self, c: char, tokens: &[Token]) -> Token {
        let reported = self.flaws.len();
        let token = self.token(c, tokens);
        self.flaws.truncate(reported);
        token
    }

    /// Passes what could not be read and begins with a character.
    pub(super) fn pass(&mut self, c: char, tokens: &[Token]) -> TokenKind {
        match c {
            '#' if !is_name(tokens) && !self.goes_on() => {
                self.at = self.end;
                TokenKind::Rest
            }
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' => {
                self.next();
                let closes = |other: char| match c {
                    '«' => other == '»',
                    '»' => other == '«',
                    '‘' | '’' => other == '’',
                    _ => matches!(other, '“' | '”' | '"'),
                };
                self.skip(|other| !closes(other));
                if self.next().is_none() { TokenKind::Rest } else { self.run('"', tokens) }
            }
            _ => self.run(c, tokens),
        }
    }

    /// Whether parts of a statement follow the `#x` here. If it is a comment that lacks its blank, words follow; and what is
    /// commented out begins with a part itself.
    fn goes_on(&self) -> bool {
        /// So many words are looked at: a long line may have many `#x`.
        const NEAR: usize = 8;
        let mut words = self.text.get(self.at..self.end).unwrap_or_default().split(is_blank).filter(|w| !w.is_empty());
        let first = words.next().unwrap_or_default().trim_start_matches('#');
        let words: Vec<&str> = words.take(NEAR).collect();
        !words.is_empty() && check_key(first).is_ok() && !KEYWORDS.contains(&first) && are_parts(&words)
    }

    /// Passes all up to a blank, with what is in marks.
    fn run(&mut self, first: char, tokens: &[Token]) -> TokenKind {
        /// So many tokens before this one are searched for an open bracket.
        const NEAR: usize = 256;
        let is_open = tokens.iter().rev().take(NEAR).find_map(|token| match token.kind {
            TokenKind::Mark(mark) => Some(matches!(mark, '(' | '[')),
            _ => None,
        });
        while let Some(c) = self.peek() {
            let close = match c {
                c if is_blank(c) => break,
                ')' | ']' if is_open == Some(true) => break,
                '"' | '`' => c,
                '<' => '>',
                _ => {
                    self.next();
                    continue;
                }
            };
            self.next();
            if !self.skip_behind(close) {
                return TokenKind::Rest;
            }
        }
        TokenKind::Lost(first)
    }

    /// Passes the rest of a text within which quotes stand: each pair of them is in the text, and the next one may close it.
    fn pass_quotes(&mut self) -> TokenKind {
        loop {
            if !self.skip_behind('"') {
                return TokenKind::Rest;
            }
            let inner = self.at;
            if !self.skip_behind('"') {
                self.at = inner;
                let ends = self.peek().is_none_or(|c| is_blank(c) || matches!(c, ')' | ']'));
                if !ends {
                    self.at = self.end;
                }
                return if ends { TokenKind::Lost('"') } else { TokenKind::Rest };
            }
            if self.peek().is_none_or(|c| is_blank(c) || matches!(c, ')' | ']')) {
                return TokenKind::Lost('"');
            }
        }
    }

    /// Passes a closing mark and all before it; false if the line has none.
    fn skip_behind(&mut self, close: char) -> bool {
        while let Some(c) = self.next() {
            if c == '\\' {
                self.next();
            } else if c == close {
                return true;
            }
        }
        false
    }
}

/// Keywords that take no value.
const ALONE: [&str; 9] =
    ["planned", "actual", "cancelled", "denied", "hypothetical", "unstated", "stated", "supports", "disputes"];

/// Whether words are parts of a statement. They are judged up to the first with a value that a comment hardly has.
fn are_parts(mut words: &[&str]) -> bool {
    loop {
        let begins = |marks: &[char]| {
            let next = words.get(1).and_then(|next| next.chars().next());
            next.is_some_and(|c| marks.contains(&c) || c.is_ascii_digit() && marks.contains(&'0'))
        };
        words = match words {
            [] => return true,
            [word, rest @ ..] if ALONE.contains(word) => rest,
            ["key", _, rest @ ..] => rest,
            ["on" | "since" | "until" | "between" | "confidence", ..] => return begins(&['0', '[', '.']),
            [word, ..] if word.starts_with('@') => return word.len() > 1,
            [word, ..] => return KEYWORDS.contains(word) && word.contains('-') || begins(&['"', '<', '[']),
        };
    }
}

/// Whether a `#` here stands for the `^` of a name: where a fact is named or the object of a fact stands. Elsewhere it may
/// begin a comment.
fn is_name(tokens: &[Token]) -> bool {
    let word = |token: &Token, words: &[&str]| match &token.kind {
        TokenKind::Word(word) => words.contains(&word.as_str()),
        _ => false,
    };
    match tokens {
        [first] => word(first, &["claim", "retract", "resolve"]),
        [first, _] => !word(first, &OPENERS),
        tokens => tokens.last().is_some_and(|last| word(last, &["by"])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_cannot_be_read_is_one_token_and_the_next_are_read() {
        use TokenKind::{Lost, Mark, Rest, Source, Text, Word};
        let (a, b) = (|| Word("a".into()), || Word("b".into()));
        for (line, tokens) in [
            (r#"a "x \q y" b"#, vec![a(), Lost('"'), b()]),
            ("a \u{0}x` y` b", vec![a(), Lost('\0'), b()]),
            ("a \"x b", vec![a(), Rest]),
            ("a “x y” b", vec![a(), Lost('"'), b()]),
            ("a „x y“ b", vec![a(), Lost('"'), b()]),
            ("a “x y b", vec![a(), Rest]),
            ("a @ b", vec![a(), Lost('@'), b()]),
            ("a ^\"x y\" b", vec![a(), Lost('^'), b()]),
            ("a a #b b", vec![a(), a(), Lost('#'), b()]),
            ("a a a #b b", vec![a(), a(), a(), Rest]),
            ("a a a #b @a", vec![a(), a(), a(), Lost('#'), Source("a".into())]),
            ("a a a #b planned key a", vec![a(), a(), a(), Lost('#'), Word("planned".into()), Word("key".into()), a()]),
            ("a a a #b on 1", vec![a(), a(), a(), Lost('#'), Word("on".into()), Word("1".into())]),
            ("a a a #b a \"\"", vec![a(), a(), a(), Lost('#'), a(), Text(String::new())]),
            ("a a a #b on a", vec![a(), a(), a(), Rest]),
            ("a a a #b denied a", vec![a(), a(), a(), Rest]),
            ("a a a #planned @a", vec![a(), a(), a(), Rest]),
            ("a a a #@a on 1", vec![a(), a(), a(), Rest]),
            ("#b b", vec![Rest]),
            ("a\u{202e}x b", vec![Lost('a'), b()]),
            ("a x> b", vec![a(), Lost('x'), b()]),
            (r#"a "he "x" y" b"#, vec![a(), Lost('"'), b()]),
            (r#"a "he "x"" b"#, vec![a(), Lost('"'), b()]),
            (r#"a "x"b"#, vec![a(), Rest]),
            (r#"a"x" b"#, vec![a(), Text("x".into()), b()]),
            ("a[b", vec![a(), Mark('['), b()]),
            ("[a \u{0}] b", vec![Mark('['), a(), Lost('\0'), Mark(']'), b()]),
        ] {
            let (mut flaws, mut found) = (Vec::new(), Vec::new());
            Lexer::new(line, 0..line.len(), &mut flaws).read(&mut found);
            assert_eq!(flaws.len(), 1, "{line}: {flaws:?}");
            assert_eq!(found.into_iter().map(|token| token.kind).collect::<Vec<_>>(), tokens, "{line}");
        }
    }
}
