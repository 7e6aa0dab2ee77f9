//! From a text to one fact, claim, quote or end.

use std::str::FromStr;

use super::{
    Cursor, FactLine, Flaw, Item, Token, TokenKind,
    claim::{Said, claim, passages},
    lex::near_word,
    scan,
    word::OPENERS,
};
use crate::{
    error::{Error, ErrorKind},
    model::{Claim, Fact, Node, Quote},
    schema::KEYWORDS,
};

/// Reads all of a text as one thing. Of its faults the first is returned.
fn whole<T>(text: &str, what: &str, read: impl FnOnce(&mut Cursor<'_>) -> Result<T, Flaw>) -> Result<T, Error> {
    let read = |tokens: &[Token], end: usize, mut flaws: Vec<Flaw>| {
        let mut cursor = Cursor::new(tokens, end, &mut flaws);
        let found = read(&mut cursor);
        cursor.done();
        flaws.sort_by_key(|flaw| flaw.span.start);
        flaws.into_iter().next().map_or(found, Err)
    };
    let mut statements = scan(text).into_iter().filter(|item| !matches!(item, Item::Blank | Item::Comment(_)));
    let found = match (statements.next(), statements.next()) {
        (Some(Item::Flawed { flaw, .. } | Item::Conflict { flaw, .. }), _) => Err(flaw),
        (Some(Item::Statement { tokens, lines, flaws, .. }), None) => read(&tokens, lines.end, flaws),
        (Some(_), Some(Item::Statement { lines, .. } | Item::Flawed { lines, .. } | Item::Conflict { lines, .. })) => {
            let why = format!("the text has another line; expected only {what}");
            Err(Flaw { span: lines, error: Error::new(ErrorKind::Syntax, why) })
        }
        // Blank lines and comments are left out above, so this is nothing at all.
        _ => read(&[], text.len(), Vec::new()),
    };
    found.map_err(|flaw| flaw.positioned(text))
}

impl Flaw {
    /// The error with line and column.
    pub(crate) fn positioned(self, text: &str) -> Error {
        let before = text.get(..self.span.start).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column =
            before.rsplit('\n').next().map_or(0, |rest| rest.trim_start_matches('\u{feff}').chars().count()) + 1;
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.error.at_position(narrow(line), narrow(column))
    }
}

/// Reads the notation: `tokayev visits pakistan on 2026-02 planned @report "first official visit"`.
///
/// This needs no schema. A bare end is the key of an entity; a number, a date, or yes or no is written with its type:
/// `(date 1953-05-17)`. A date in the name of the relation is the date of the fact: `recognized-in-1991?`.
impl FromStr for Fact {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "a fact", |cursor| {
            if let Some(opener) = cursor.word().filter(|word| OPENERS.contains(word)) {
                cursor.flaw(format_args!("`{opener}` begins another statement of a file, not a fact"));
                cursor.leave();
            }
            let line = FactLine::read(cursor);
            if let Some(claim) = line.claims.iter().find(|claim| claim.source.is_none()) {
                return Err(claim.no_source(&[]));
            }
            line.to_fact().map_err(|(span, error)| Flaw { span, error })
        })
    }
}

/// Reads the notation: `said-by kistafin @report "among the first"`.
impl FromStr for Claim {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "a claim", |cursor| {
            let mut said = Said::default();
            said.take_all(cursor);
            if !matches!(cursor.peek(), Some(TokenKind::Source(_))) {
                let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
                cursor.expected(format_args!("a source, such as `@report`{near}"));
                cursor.leave();
            }
            Ok(claim(cursor, said).claim)
        })
    }
}

/// Reads the notation: `"Islamabad" nth 2`, or `[531..560 …]` with the hash of the words.
impl FromStr for Quote {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "a quote", |cursor| {
            let quote = passages(cursor, &mut Vec::new());
            if quote.is_none() {
                cursor.expected("words in quotes, or `[`");
            }
            Ok(quote.unwrap_or_default())
        })
    }
}

/// Reads the notation: `pakistan`, `"words"`, `<https://example.org/>`, `^visit`, `(date 1953)`.
impl FromStr for Node {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "one end of a fact", |cursor| {
            let end = cursor.end("an end of a fact");
            end.value.to_node().map_err(|error| Flaw { span: end.span, error })
        })
    }
}
