//! How facts, claims and their parts print.

use std::fmt;

use super::{ClaimLine, End, FactLine, Word};
use crate::{
    error::shown::Escaped,
    model::{Basis, Claim, Fact, FactName, Node, Passage, Quote, Stance},
};

/// The fact as one line of the notation. `FromStr` reads it back to an equal fact, except for the ranges of quotes that have
/// words. The alternate form, `{:#}`, prints these too and loses nothing.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        FactLine::of(self).fmt(f)?;
        self.claims.iter().try_for_each(|claim| {
            f.write_str(" ")?;
            claim.fmt(f)
        })
    }
}

/// The claim in the notation: speaker, basis, confidence and stance, then the source and its quote.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        claim(f, self, true, false)
    }
}

/// The claim as a file has it, with the ranges of quotes, and perhaps without what its block gives.
impl fmt::Display for ClaimLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", Written(self))
    }
}

struct Written<'a>(&'a ClaimLine);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(line) = self;
        let stated = line.basis.is_some() && line.claim.basis == Basis::Stated;
        claim(f, &line.claim, line.source.is_some(), stated)
    }
}

/// The parts of a claim, with a blank between them.
fn claim(f: &mut fmt::Formatter<'_>, claim: &Claim, source: bool, stated: bool) -> fmt::Result {
    let mut gap = "";
    let mut part = |f: &mut fmt::Formatter<'_>, part: fmt::Arguments<'_>| {
        f.write_str(std::mem::replace(&mut gap, " "))?;
        f.write_fmt(part)
    };
    if let Some(speaker) = &claim.said_by {
        part(f, format_args!("said-by {}", Word(speaker)))?;
    }
    match &claim.basis {
        Basis::Inferred(reason) => part(f, format_args!("inferred {}", Escaped::quoted(reason)))?,
        Basis::Stated if stated => part(f, format_args!("stated"))?,
        Basis::Stated => {}
    }
    if let Some(confidence) = claim.confidence {
        part(f, format_args!("confidence {confidence}"))?;
    }
    if claim.stance == Stance::Disputes {
        part(f, format_args!("disputes"))?;
    }
    if source {
        part(f, format_args!("@{}", Word(&claim.source)))?;
    }
    match &claim.quote {
        Some(quote) if f.alternate() => part(f, format_args!("{quote:#}")),
        Some(quote) => part(f, format_args!("{quote}")),
        None => Ok(()),
    }
}

/// The passages of the quote in the notation, one after the other. If a passage has words, only the alternate form, `{:#}`,
/// prints its range and hash.
impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, passage) in self.passages().enumerate() {
            f.write_str(if n == 0 { "" } else { " " })?;
            passage.fmt(f)?;
        }
        Ok(())
    }
}

/// The passage in the notation: see [`Quote`].
impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(words) = &self.words {
            Escaped::quoted(words).fmt(f)?;
        }
        let has_place = self.range.is_some() || self.sha256.is_some();
        if self.words.is_none() || has_place && f.alternate() {
            f.write_str(if self.words.is_some() { " [" } else { "[" })?;
            if let Some((start, end)) = self.range {
                write!(f, "{start}..{end}")?;
            }
            if let Some(hash) = &self.sha256 {
                write!(f, "{}{hash}", if self.range.is_some() { " " } else { "" })?;
            }
            f.write_str("]")?;
        }
        self.nth.map_or(Ok(()), |nth| write!(f, " nth {nth}"))
    }
}

/// The node in the notation. A number, a date, or yes or no is written with its type, as a bare word is read as a key.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        End::from(self).fmt(f)
    }
}

/// `^` and the key, or `^3` for a place.
impl fmt::Display for FactName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match self.fact.strip_prefix('#') {
            Some(place) if digits(place) => write!(f, "^{place}"),
            // A key of digits alone would be read as a place.
            _ if digits(&self.fact) => write!(f, "^{}", Escaped::key(&self.fact)),
            _ => write!(f, "^{}", Word(&self.fact)),
        }
    }
}
