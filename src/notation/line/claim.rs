//! From tokens to claims: who says it, how, the source, and the words.

use super::{At, ClaimLine, Cursor, Flaw, HashedRange, Span, TokenKind, Word, lex::near_word};
use crate::{
    error::{Error, ErrorKind},
    model::{Basis, Claim, Confidence, Quote, Sha256, Stance},
    schema::KEYWORDS,
};

/// What was said of a claim whose source is still to come.
#[derive(Default)]
pub(super) struct Said {
    by: Option<At<String>>,
    basis: Option<(Basis, Span)>,
    stance: Option<Stance>,
    confidence: Option<Confidence>,
    first: Option<Span>,
}

impl ClaimLine {
    /// The claims of the rest of a statement.
    pub(crate) fn read_all(cursor: &mut Cursor<'_>) -> Vec<Self> {
        let (mut claims, mut is_unsure) = (Vec::new(), false);
        while cursor.peek().is_some() {
            cursor.resume();
            let mut said = Said::default();
            said.take_all(cursor);
            match cursor.peek() {
                Some(TokenKind::Text(_) | TokenKind::Lost('"') | TokenKind::Mark('[')) if is_unsure => {
                    passages(cursor, &mut Vec::new());
                }
                Some(TokenKind::Text(_) | TokenKind::Lost('"') | TokenKind::Mark('[')) if claims.is_empty() => {
                    claims.push(claim(cursor, said));
                }
                Some(TokenKind::Source(_) | TokenKind::Lost('@')) => {
                    is_unsure = false;
                    claims.push(claim(cursor, said));
                }
                None => said.finish(cursor, &mut claims),
                Some(_) => {
                    if !is_unsure {
                        let near = cursor.word().map(|word| near_word(word, KEYWORDS)).unwrap_or_default();
                        cursor.expected(format_args!("a source, such as `@report`{near}"));
                    }
                    is_unsure = true;
                    let place = cursor.place();
                    if said.first.is_some() {
                        let mut line = claim(cursor, said);
                        line.source = Some(line.start.clone());
                        claims.push(line);
                    }
                    // The claim may have passed what is no source: quotes.
                    if cursor.place() == place {
                        cursor.next();
                    }
                }
            }
        }
        claims
    }

    /// The claims here, each with its source.
    pub(crate) fn read_cited(cursor: &mut Cursor<'_>) -> Vec<Self> {
        let mut claims = Vec::new();
        loop {
            cursor.resume();
            let mut said = Said::default();
            said.take_all(cursor);
            if matches!(cursor.peek(), Some(TokenKind::Source(_) | TokenKind::Lost('@'))) {
                claims.push(claim(cursor, said));
                continue;
            }
            if said.first.is_some() {
                let mut line = claim(cursor, said);
                line.need_source(&claims, cursor);
                claims.push(line);
            }
            return claims;
        }
    }

    /// What the claims of a block have in common, as one claim: at least a speaker, a reason or a source.
    pub(crate) fn read_common(cursor: &mut Cursor<'_>) -> Self {
        let mut said = Said::default();
        said.take_all(cursor);
        let common = claim(cursor, said);
        if common.start.is_empty() {
            cursor.expected("`said-by`, `inferred` or a source, such as `@report`");
            return common;
        }
        if common.claim.stance != Stance::Supports || common.claim.confidence.is_some() {
            let why = "`begin` takes a speaker, a reason and a source; expected stance and confidence in each claim";
            cursor.fault(common.start.clone(), Error::new(ErrorKind::Syntax, why));
        }
        match (cursor.word(), &common.source) {
            (Some(word @ ("said-by" | "inferred")), Some(_)) => {
                cursor.flaw(format_args!("expected `{word}` before the source, as in `begin {word} … @report`"));
            }
            _ if cursor.peek().is_some() => cursor.unexpected(&["said-by", "inferred"]),
            _ => {}
        }
        common
    }

    /// The fault of a claim without a source. `before` are the claims before it in its statement.
    pub(crate) fn no_source(&self, before: &[Self]) -> Flaw {
        let (kind, why) = match self.passages.first() {
            Some(quote) if *quote == self.start => (
                ErrorKind::Syntax,
                "expected a role, a keyword or a source, such as `@report`, before a text".to_owned(),
            ),
            _ if before.is_empty() => (
                ErrorKind::InvalidClaim,
                "no source follows this part of a claim; expected one, such as `@report`".to_owned(),
            ),
            _ => {
                let source = before.last().map(|claim| claim.claim.source.as_str()).filter(|source| !source.is_empty());
                let why = format!(
                    "no source follows this part of a claim; the speaker, basis, stance and confidence of a claim come before its \
                     source, as in `said-by … @{}`",
                    Word(source.unwrap_or("report"))
                );
                (ErrorKind::InvalidClaim, why)
            }
        };
        Flaw { span: self.start.clone(), error: Error::new(kind, why) }
    }

    /// Reports that there is no source, which is lost then.
    fn need_source(&mut self, before: &[Self], cursor: &mut Cursor<'_>) {
        if self.source.is_none() {
            let Flaw { span, error } = self.no_source(before);
            self.source = Some(span.clone());
            cursor.fault(span, error);
        }
    }
}

impl Said {
    /// Takes what the words here say of a claim, if they do.
    pub(super) fn take(&mut self, word: &str, cursor: &mut Cursor<'_>) -> bool {
        let start = cursor.span();
        let twice = match word {
            "said-by" => self.by.is_some(),
            "stated" | "inferred" => self.basis.is_some(),
            "supports" | "disputes" => self.stance.is_some(),
            "confidence" => self.confidence.is_some(),
            _ => return false,
        };
        once(cursor, twice);
        cursor.next();
        self.first.get_or_insert(start.clone());
        match word {
            "said-by" => self.by = Some(cursor.key("the key of the speaker")),
            "stated" => self.basis = Some((Basis::Stated, start)),
            "inferred" => {
                let reason = cursor.text("the reason");
                self.basis = Some(reason.map_or((Basis::Stated, start), |at| (Basis::Inferred(at.value), at.span)));
            }
            "supports" => self.stance = Some(Stance::Supports),
            "disputes" => self.stance = Some(Stance::Disputes),
            _ => {
                self.confidence =
                    cursor.parse::<Confidence>("a number above 0 and at most 1").map(|confidence| confidence.value);
            }
        }
        true
    }

    /// Takes all words here that say something of a claim.
    pub(super) fn take_all(&mut self, cursor: &mut Cursor<'_>) {
        while let Some(word) = cursor.word() {
            if !self.take(word, cursor) {
                break;
            }
        }
    }

    /// What no source follows at the end of a statement: a claim whose source a block may give, if it is the only one.
    pub(super) fn finish(self, cursor: &mut Cursor<'_>, claims: &mut Vec<ClaimLine>) {
        if self.first.is_none() {
            return;
        }
        let mut line = claim(cursor, self);
        if !claims.is_empty() {
            line.need_source(claims, cursor);
        }
        claims.push(line);
    }
}

/// A source and its words; in a block either may be left out.
pub(super) fn claim(cursor: &mut Cursor<'_>, said: Said) -> ClaimLine {
    let here = cursor.span();
    let (mut source, key) = match cursor.peek() {
        Some(TokenKind::Source(key)) => (Some(here.clone()), key.clone()),
        Some(TokenKind::Lost('@')) => (Some(here.clone()), String::new()),
        _ => (None, String::new()),
    };
    if source.is_some() {
        cursor.next();
    } else if cursor.is_torn() {
        source = Some(here.clone());
    }
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
    let mut places = Vec::new();
    claim.quote = passages(cursor, &mut places);
    let first = said.first.or_else(|| source.clone()).or_else(|| places.first().cloned());
    let start = first.unwrap_or(here.start..here.start);
    ClaimLine { claim, start, source, said_by, basis, passages: places }
}

/// The passages of a claim that could be read, if there are any, and where they are.
pub(super) fn passages(cursor: &mut Cursor<'_>, places: &mut Vec<Span>) -> Option<Quote> {
    let mut quote: Option<Quote> = None;
    loop {
        let start = cursor.span().start;
        let before = cursor.place();
        let more = passage(cursor);
        if cursor.place() == before {
            return quote;
        }
        let Some(more) = more else { continue };
        places.push(start..cursor.before());
        quote = Some(match quote {
            Some(quote) => quote.and(more),
            None => more,
        });
    }
}

/// The words of one passage. `None` if there is none here, or it is lost.
fn passage(cursor: &mut Cursor<'_>) -> Option<Quote> {
    let (mut quote, mut is_lost) = (Quote::default(), false);
    let start = cursor.place();
    match cursor.peek() {
        Some(TokenKind::Text(words)) => {
            quote.words = Some(words.clone());
            cursor.next();
        }
        Some(TokenKind::Lost('"')) => {
            is_lost = true;
            cursor.next();
        }
        _ => {}
    }
    if cursor.peek() == Some(&TokenKind::Mark('[')) {
        is_lost |= place(cursor, &mut quote).is_none();
    }
    if cursor.place() == start {
        return None;
    }
    if cursor.eat("nth") {
        quote.nth = cursor.word().and_then(|word| word.parse::<u32>().ok());
        if quote.nth.is_some() {
            cursor.next();
        } else {
            is_lost = true;
            cursor.expected("a number, such as `2`, after `nth`");
            cursor.pass();
        }
    }
    (!is_lost).then_some(quote)
}

/// Reads a place in a text: `[531..560]`, with a hash of the words there or without, or the hash alone. `None` if it is lost.
fn place(cursor: &mut Cursor<'_>, quote: &mut Quote) -> Option<()> {
    if !cursor.eat_mark('[') {
        cursor.expected("`[` and a range of characters such as `531..560`");
        cursor.pass();
        return None;
    }
    if let Some((start, end)) = cursor.word().and_then(|word| word.split_once("..")) {
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
        let (Some(start), Some(end)) = (number(start), number(end)) else {
            cursor.expected(format_args!("a range of characters such as `531..560`, below {}", u32::MAX));
            cursor.pass_brackets(']');
            return None;
        };
        quote.range = Some((start, end));
        cursor.next();
    }
    if cursor.word().is_some() {
        let Some(hash) = cursor.parse::<Sha256>("the hash of the words") else {
            cursor.pass_brackets(']');
            return None;
        };
        quote.sha256 = Some(hash.value);
    }
    if cursor.eat_mark(']') {
        return Some(());
    }
    cursor.expected("`]`");
    cursor.pass_brackets(']');
    None
}

impl HashedRange {
    /// Reads a range of a text and the hash of its words. `None` if it is lost.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Option<At<Self>> {
        let start = cursor.span().start;
        let mut quote = Quote::default();
        place(cursor, &mut quote)?;
        let span = start..cursor.before();
        let Some((range, hash)) = quote.range.zip(quote.sha256) else {
            let why = "expected a range of characters and the hash of the words there, such as `[531..560 …]`";
            cursor.fault(span, Error::new(ErrorKind::Syntax, why));
            return None;
        };
        Some(At::new(Self { range, hash }, span))
    }
}

/// Reports that a word of a part is given again.
pub(super) fn once(cursor: &mut Cursor<'_>, twice: bool) {
    if twice {
        let what = cursor.peek().map(TokenKind::describe).unwrap_or_default();
        cursor.flaw(format_args!("{what} is given twice; expected it once"));
    }
}
