//! From tokens to a fact, a claim, a quote or an end.

use std::str::FromStr;

use super::{
    At, ClaimLine, Cursor, FactLine, Flaw, HashedRange, Item, RoleLine, Span, Token, TokenKind, lex::near_word, scan,
    word::OPENERS,
};
use crate::{
    error::{Error, ErrorKind},
    model::{Basis, Claim, Confidence, Fact, Modality, Node, Quote, Sha256, Stance, check_key},
    schema::{KEYWORDS, split_date},
    time::{PartialDate, When},
};

/// What was said of a claim whose source is still to come.
#[derive(Default)]
struct Said {
    by: Option<At<String>>,
    basis: Option<(Basis, Span)>,
    stance: Option<Stance>,
    confidence: Option<Confidence>,
    first: Option<Span>,
}

impl FactLine {
    /// The fact that the tokens of a statement state.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Flaw> {
        let subject = cursor.end("the subject of a fact")?;
        let relation = relation(cursor)?;
        let object = cursor.end("the object of the fact")?;
        let mut line = Self {
            subject,
            relation,
            object,
            roles: vec![],
            when: None,
            modality: Modality::Actual,
            key: None,
            claims: vec![],
        };
        let (mut has_modality, mut said) = (false, Said::default());
        while let Some(token) = cursor.peek() {
            match token {
                TokenKind::Source(_) => line.claims.push(claim(cursor, std::mem::take(&mut said))?),
                TokenKind::Text(_) | TokenKind::Mark('[') if line.claims.is_empty() => {
                    line.claims.push(claim(cursor, std::mem::take(&mut said))?);
                }
                TokenKind::Word(word) if said.take(word, cursor)? => {}
                TokenKind::Word(word) if word == "key" => {
                    once(cursor, line.key.is_some())?;
                    cursor.next();
                    line.key = Some(cursor.key("the fact's key")?);
                }
                TokenKind::Word(word) => {
                    if let Ok(modality) = word.parse() {
                        once(cursor, has_modality)?;
                        cursor.next();
                        (has_modality, line.modality) = (true, modality);
                    } else if let Some(when) = when(cursor, line.when.is_some())? {
                        line.when = Some(when);
                    } else {
                        role(cursor, &mut line)?;
                    }
                }
                TokenKind::Key(_) => role(cursor, &mut line)?,
                TokenKind::Text(_) => {
                    let why = "expected a role, a word of the notation or a source, such as `@report`, before a text";
                    return Err(cursor.flaw(why));
                }
                _ => return Err(cursor.expected("a role, a word of the notation, or a source such as `@report`")),
            }
        }
        said.finish(cursor, &mut line.claims)?;
        Ok(line)
    }
}

impl ClaimLine {
    /// The claims of the rest of a statement.
    pub(crate) fn read_all(cursor: &mut Cursor<'_>) -> Result<Vec<Self>, Flaw> {
        let mut claims = Vec::new();
        while cursor.peek().is_some() {
            let mut said = Said::default();
            said.take_all(cursor)?;
            match cursor.peek() {
                Some(TokenKind::Text(_) | TokenKind::Mark('[')) if claims.is_empty() => {}
                Some(TokenKind::Source(_)) => {}
                None => {
                    said.finish(cursor, &mut claims)?;
                    break;
                }
                Some(_) => {
                    let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
                    return Err(cursor.expected(format_args!("a source, such as `@report`{near}")));
                }
            }
            claims.push(claim(cursor, said)?);
        }
        Ok(claims)
    }

    /// The claims here, each with its source.
    pub(crate) fn read_cited(cursor: &mut Cursor<'_>) -> Result<Vec<Self>, Flaw> {
        let mut claims = Vec::new();
        loop {
            let mut said = Said::default();
            said.take_all(cursor)?;
            if !matches!(cursor.peek(), Some(TokenKind::Source(_))) {
                return if said.first.is_some() { Err(claim(cursor, said)?.no_source()) } else { Ok(claims) };
            }
            claims.push(claim(cursor, said)?);
        }
    }

    /// What the claims of a block have in common, as one claim: at least a speaker, a reason or a source.
    pub(crate) fn read_common(cursor: &mut Cursor<'_>) -> Result<Self, Flaw> {
        let mut said = Said::default();
        said.take_all(cursor)?;
        let common = claim(cursor, said)?;
        if common.start.is_empty() {
            return Err(cursor.expected("`said-by`, `inferred` or a source, such as `@report`"));
        }
        if common.claim.stance != Stance::Supports || common.claim.confidence.is_some() {
            let why = "a block gives a speaker, a reason and a source; expected stance and confidence in each claim";
            return Err(Flaw { span: common.start, error: Error::new(ErrorKind::Syntax, why) });
        }
        cursor.done(&["said-by", "inferred"])?;
        Ok(common)
    }

    /// The fault of a claim without a source.
    pub(crate) fn no_source(&self) -> Flaw {
        let (kind, why) = match self.passages.first() {
            Some(quote) if *quote == self.start => (
                ErrorKind::Syntax,
                "expected a role, a word of the notation or a source, such as `@report`, before a text",
            ),
            _ => (
                ErrorKind::InvalidClaim,
                "this describes a claim without a source; expected a source after it, such as `@report`",
            ),
        };
        Flaw { span: self.start.clone(), error: Error::new(kind, why) }
    }
}

fn relation(cursor: &mut Cursor<'_>) -> Result<At<String>, Flaw> {
    let dated = cursor
        .word()
        .filter(|word| split_date(word).is_some_and(|(stem, date)| date.is_ok() && check_key(stem).is_ok()));
    match dated {
        Some(word) => {
            let span = cursor.span();
            cursor.next();
            Ok(At::new(word.to_owned(), span))
        }
        None => cursor.key("the name of a relation"),
    }
}

fn once(cursor: &Cursor<'_>, twice: bool) -> Result<(), Flaw> {
    if twice { Err(cursor.flaw(format!("{} is given twice; expected it once", describe(cursor)))) } else { Ok(()) }
}

fn describe(cursor: &Cursor<'_>) -> String {
    cursor.peek().map(TokenKind::describe).unwrap_or_default()
}

/// A role and its player. An unknown role is an error that proposes a similar word.
fn role(cursor: &mut Cursor<'_>, line: &mut FactLine) -> Result<(), Flaw> {
    let start = cursor.span();
    let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
    let name = cursor.key("a role")?;
    if line.roles.iter().any(|role| role.name.value == name.value) {
        let why = format!("the role `{}` is given twice; expected a list such as `[a b]`", name.value.escape_debug());
        return Err(Flaw { span: start, error: Error::new(ErrorKind::DuplicateRole, why) });
    }
    if cursor.eat_mark('[') {
        loop {
            let player = cursor.end("a player of the role")?;
            line.roles.push(RoleLine { name: name.clone(), player });
            if cursor.eat_mark(']') {
                return Ok(());
            }
        }
    }
    let player = cursor.end("its player").map_err(|flaw| {
        let why = format!(
            "`{}` is not a keyword of the notation, and as a role: {}{near}",
            name.value.escape_debug(),
            flaw.error
        );
        // The word is at fault where another was meant; else what follows it.
        let span = if near.is_empty() { flaw.span } else { start };
        Flaw { span, error: Error::new(flaw.error.kind(), why) }
    })?;
    line.roles.push(RoleLine { name, player });
    Ok(())
}

/// The valid time, if the words here state one.
fn when(cursor: &mut Cursor<'_>, twice: bool) -> Result<Option<At<When>>, Flaw> {
    let start = cursor.span();
    let Some(word @ ("on" | "on-or-before" | "on-or-after" | "as-of" | "since" | "until" | "between" | "unstated")) =
        cursor.word()
    else {
        return Ok(None);
    };
    once(cursor, twice)?;
    cursor.next();
    let (value, end) = match word {
        "unstated" => (When::UNSTATED, start.end),
        "between" => {
            let span = cursor.span();
            let is_span = cursor.word().is_some_and(|word| word.contains('/'));
            if !is_span {
                return Err(cursor.expected("a span such as `1991/2004` behind `between`"));
            }
            (cursor.parse::<When>("a span")?.value, span.end)
        }
        "on" => {
            let span = cursor.span();
            let Some(date) = cursor.word() else {
                return Err(cursor.expected("a date such as `2026-02` behind `on`"));
            };
            let when = When::parse_event(date).map_err(|error| Flaw { span: span.clone(), error })?;
            cursor.next();
            (when, span.end)
        }
        _ => {
            let date = cursor.parse::<PartialDate>(&format!("a date such as `2026-02` behind `{word}`"))?;
            let when = match word {
                "on-or-before" => When::on_or_before(date.value),
                "on-or-after" => When::on_or_after(date.value),
                "as-of" => When::as_of(date.value),
                "since" => When::since(date.value),
                _ => When::until(date.value),
            };
            if word == "since" && cursor.eat("as-of") {
                let seen = cursor.parse::<PartialDate>("a date such as `2026-11-01` behind `as-of`")?;
                let when = when.still_on(seen.value).map_err(|error| Flaw { span: seen.span.clone(), error })?;
                return Ok(Some(At::new(when, start.start..seen.span.end)));
            }
            (when, date.span.end)
        }
    };
    Ok(Some(At::new(value, start.start..end)))
}

impl Said {
    /// Takes what the words here say of a claim, if they do.
    fn take(&mut self, word: &str, cursor: &mut Cursor<'_>) -> Result<bool, Flaw> {
        let start = cursor.span();
        let twice = match word {
            "said-by" => self.by.is_some(),
            "stated" | "inferred" => self.basis.is_some(),
            "supports" | "disputes" => self.stance.is_some(),
            "confidence" => self.confidence.is_some(),
            _ => return Ok(false),
        };
        once(cursor, twice)?;
        cursor.next();
        self.first.get_or_insert(start.clone());
        match word {
            "said-by" => self.by = Some(cursor.key("the key of the speaker")?),
            "stated" => self.basis = Some((Basis::Stated, start)),
            "inferred" => {
                let reason = cursor.text("the reason")?;
                self.basis = Some((Basis::Inferred(reason.value), reason.span));
            }
            "supports" => self.stance = Some(Stance::Supports),
            "disputes" => self.stance = Some(Stance::Disputes),
            _ => self.confidence = Some(cursor.parse::<Confidence>("a number above 0 and at most 1")?.value),
        }
        Ok(true)
    }

    /// Takes all words here that say something of a claim.
    fn take_all(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Flaw> {
        while let Some(word) = cursor.word() {
            if !self.take(word, cursor)? {
                break;
            }
        }
        Ok(())
    }

    /// What no source follows at the end of a statement: a claim whose source a block may give, if it is the only one.
    fn finish(self, cursor: &mut Cursor<'_>, claims: &mut Vec<ClaimLine>) -> Result<(), Flaw> {
        if self.first.is_none() {
            return Ok(());
        }
        let line = claim(cursor, self)?;
        if !claims.is_empty() {
            return Err(line.no_source());
        }
        claims.push(line);
        Ok(())
    }
}

/// A source and its words; in a block either may be left out.
fn claim(cursor: &mut Cursor<'_>, said: Said) -> Result<ClaimLine, Flaw> {
    let here = cursor.span();
    let (source, key) = match cursor.peek() {
        Some(TokenKind::Source(key)) => {
            cursor.next();
            (Some(here.clone()), key.clone())
        }
        _ => (None, String::new()),
    };
    let mut claim = Claim::new(key);
    claim.stance = said.stance.unwrap_or_default();
    claim.confidence = said.confidence;
    let said_by = said.by.map(|by| {
        claim.said_by = Some(by.value);
        by.span
    });
    let basis = said.basis.map(|(basis, span)| {
        claim.basis = basis;
        span
    });
    let mut passages = Vec::new();
    claim.quote = quotes(cursor, &mut passages)?;
    let first = said.first.or_else(|| source.clone()).or_else(|| passages.first().cloned());
    let start = first.unwrap_or(here.start..here.start);
    Ok(ClaimLine { claim, start, source, said_by, basis, passages })
}

/// The passages of a claim, if there are any.
fn quotes(cursor: &mut Cursor<'_>, places: &mut Vec<Span>) -> Result<Option<Quote>, Flaw> {
    let mut quote: Option<Quote> = None;
    loop {
        let start = cursor.span().start;
        let Some(more) = passage(cursor)? else { return Ok(quote) };
        places.push(start..cursor.before());
        quote = Some(match quote {
            Some(quote) => quote.and(more),
            None => more,
        });
    }
}

/// The words of one passage, if there are any.
fn passage(cursor: &mut Cursor<'_>) -> Result<Option<Quote>, Flaw> {
    let mut quote = Quote::default();
    if let Some(TokenKind::Text(words)) = cursor.peek() {
        quote.words = Some(words.clone());
        cursor.next();
    }
    let bracket = cursor.peek() == Some(&TokenKind::Mark('['));
    if bracket {
        place(cursor, &mut quote)?;
    }
    let found = bracket || quote.words.is_some();
    if found && cursor.word() == Some("nth") {
        cursor.next();
        let number = cursor.word().and_then(|word| word.parse::<u32>().ok());
        quote.nth = Some(number.ok_or_else(|| cursor.expected("a number, such as `2`, behind `nth`"))?);
        cursor.next();
    }
    Ok(found.then_some(quote))
}

/// Reads a place in a text: `[531..560]`, with a hash of the words there or without, or the hash alone.
fn place(cursor: &mut Cursor<'_>, quote: &mut Quote) -> Result<(), Flaw> {
    if !cursor.eat_mark('[') {
        return Err(cursor.expected("`[` and a range of characters such as `531..560`"));
    }
    if let Some((start, end)) = cursor.word().and_then(|word| word.split_once("..")) {
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
        let (Some(start), Some(end)) = (number(start), number(end)) else {
            return Err(cursor.expected(format_args!("a range of characters such as `531..560`, below {}", u32::MAX)));
        };
        quote.range = Some((start, end));
        cursor.next();
    }
    if cursor.word().is_some() {
        quote.sha256 = Some(cursor.parse::<Sha256>("the hash of the words")?.value);
    }
    if cursor.eat_mark(']') { Ok(()) } else { Err(cursor.expected("`]`")) }
}

impl HashedRange {
    /// Reads a range of a text and the hash of its words.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<At<Self>, Flaw> {
        let start = cursor.span().start;
        let mut quote = Quote::default();
        place(cursor, &mut quote)?;
        let span = start..cursor.before();
        let Some((range, hash)) = quote.range.zip(quote.sha256) else {
            let why = "expected a range of characters and the hash of the words there, such as `[531..560 …]`";
            return Err(Flaw { span, error: Error::new(ErrorKind::Syntax, why) });
        };
        Ok(At::new(Self { range, hash }, span))
    }
}

/// Reads all of a text as one thing.
fn whole<T>(text: &str, what: &str, read: impl FnOnce(&mut Cursor<'_>) -> Result<T, Flaw>) -> Result<T, Error> {
    let read = |tokens: &[Token], end: usize| {
        let mut cursor = Cursor::new(tokens, end);
        let found = read(&mut cursor)?;
        cursor.done(&[]).map(|()| found)
    };
    let mut statements = scan(text).into_iter().filter(|item| !matches!(item, Item::Blank | Item::Comment(_)));
    let found = match (statements.next(), statements.next()) {
        (Some(Item::Flawed { flaw, .. }), _) => Err(flaw),
        (Some(Item::Statement { tokens, lines, .. }), None) => read(&tokens, lines.end),
        (Some(_), Some(Item::Statement { lines, .. } | Item::Flawed { lines, .. })) => {
            let why = format!("the text has another line; expected only {what}");
            Err(Flaw { span: lines, error: Error::new(ErrorKind::Syntax, why) })
        }
        // Blank lines and comments are left out above, so this is nothing at all.
        _ => read(&[], text.len()),
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
                return Err(cursor.flaw(format!("`{opener}` begins another statement of a file, not a fact")));
            }
            let line = FactLine::read(cursor)?;
            if let Some(claim) = line.claims.iter().find(|claim| claim.source.is_none()) {
                return Err(claim.no_source());
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
            said.take_all(cursor)?;
            if !matches!(cursor.peek(), Some(TokenKind::Source(_))) {
                let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
                return Err(cursor.expected(format_args!("a source, such as `@report`{near}")));
            }
            claim(cursor, said).map(|line| line.claim)
        })
    }
}

/// Reads the notation: `"Islamabad" nth 2`, or `[531..560 …]` with the hash of the words.
impl FromStr for Quote {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "a quote", |cursor| {
            quotes(cursor, &mut Vec::new())?.ok_or_else(|| cursor.expected("words in quotes, or `[`"))
        })
    }
}

/// Reads the notation: `pakistan`, `"words"`, `<https://example.org/>`, `^visit`, `(date 1953)`.
impl FromStr for Node {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        whole(text, "one end of a fact", |cursor| {
            let end = cursor.end("an end of a fact")?;
            end.value.to_node().map_err(|error| Flaw { span: end.span, error })
        })
    }
}
