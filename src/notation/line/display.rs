//! How facts, claims and their parts print.

use std::fmt;

use super::{End, FactLine, Word};
use crate::model::{Basis, Claim, Fact, FactName, Node, Passage, Quote, Stance, text::Escaped};

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
        if let Some(speaker) = &self.said_by {
            write!(f, "said-by {} ", Word(speaker))?;
        }
        if let Basis::Inferred(reason) = &self.basis {
            write!(f, "inferred {} ", Escaped::quoted(reason))?;
        }
        if let Some(confidence) = self.confidence {
            write!(f, "confidence {confidence} ")?;
        }
        if self.stance == Stance::Disputes {
            f.write_str("disputes ")?;
        }
        write!(f, "@{}", Word(&self.source))?;
        let Some(quote) = &self.quote else { return Ok(()) };
        f.write_str(" ")?;
        quote.fmt(f)
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
