//! Claims: which source supports or disputes a fact, who is quoted, on what basis, and in which words.

use std::{fmt, ops::Range, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Visitor},
};

use super::Sha256;
use super::fields::serialize_fields;
use crate::error::{Error, ErrorKind, shown::as_found};

/// What one source says for or against a fact: the provenance of the fact.
///
/// The speaker ([`said_by`](Self::said_by)) is apart from the source that reports the words: what an ambassador says
/// in a newspaper is the ambassador's claim in the newspaper's report.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claim {
    /// The key of the source.
    pub source: String,
    /// Whether the source supports the fact or disputes it.
    #[serde(default)]
    pub stance: Stance,
    /// The key of the entity whom the source quotes; `None` if the source speaks for itself.
    #[serde(default)]
    pub said_by: Option<String>,
    /// Whether the source states the fact, or the fact is inferred from what it states.
    #[serde(default)]
    pub basis: Basis,
    /// How sure the recorder is of the claim; `None` if that was not recorded.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The words quoted, and their place in the source's text.
    #[serde(default)]
    pub quote: Option<Quote>,
}

serialize_fields!(Claim {
    required "source": source,
    optional "stance": stance,
    optional "said-by": said_by,
    optional "basis": basis,
    optional "confidence": confidence,
    optional "quote": quote,
});

impl Claim {
    /// A claim that the source states the fact and supports it, without speaker, quote or confidence.
    ///
    /// ```
    /// use chancery::model::{Basis, Claim};
    ///
    /// let mut claim = Claim::new("report");
    /// claim.said_by = Some("kistafin".into());
    /// claim.basis = Basis::Inferred("the sentence dates the independence".into());
    /// assert_eq!(claim.to_string(), "said-by kistafin inferred \"the sentence dates the independence\" @report");
    /// ```
    pub fn new(source: impl Into<String>) -> Self {
        let (stance, basis) = (Stance::Supports, Basis::Stated);
        Self { source: source.into(), stance, said_by: None, basis, confidence: None, quote: None }
    }
}

/// Whether a claim supports or disputes its fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// The source says that the fact is true.
    #[default]
    Supports,
    /// The source says that the fact is not true.
    Disputes,
}

/// Whether a source states a fact or the fact is inferred from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The source states the fact.
    #[default]
    Stated,
    /// The fact is inferred from the source, for this reason.
    Inferred(String),
}

/// The confidence of a claim: a number above 0 and at most 1.
///
/// ```
/// use chancery::model::Confidence;
///
/// assert_eq!(Confidence::new(0.8).unwrap().get(), 0.8);
/// assert!(Confidence::new(0.0).is_err() && Confidence::new(1.5).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
pub struct Confidence(f64);

impl Confidence {
    /// A confidence from a number.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidClaim`] unless the number is above 0 and at most 1.
    pub fn new(number: f64) -> Result<Self, Error> {
        if number > 0.0 && number <= 1.0 {
            return Ok(Self(number));
        }
        Err(Error::new(
            ErrorKind::InvalidClaim,
            format!("`{number}` is not a valid confidence; expected a number above 0, at most 1"),
        ))
    }

    /// The confidence as a number above 0 and at most 1.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

// A visitor refuses a number while the format reads it, so the format reports the position. With `try_from` it could not.
impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl Visitor<'_> for Read {
            type Value = Confidence;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number above 0 and at most 1")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Confidence, E> {
                Confidence::new(number).map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Confidence, E> {
                let whole =
                    u32::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))?;
                self.visit_f64(whole.into())
            }

            // Some formats, such as TOML, give every integer as signed.
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Confidence, E> {
                let whole =
                    i32::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
                self.visit_f64(whole.into())
            }
        }
        deserializer.deserialize_f64(Read)
    }
}
impl FromStr for Confidence {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = text.parse::<f64>().map_err(|_| {
            let why = format!("`{}` is not a valid confidence; expected a number above 0, at most 1", as_found(text));
            Error::new(ErrorKind::InvalidClaim, why)
        })?;
        Self::new(number)
    }
}
impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A quote from a source: the words or their hash, and their place in the source's text.
///
/// A graph that has the source's text looks the words up, checks them, and stores the range. White space in the words is
/// like any other in the text, as at a line end; the graph then shows the words as the text has them. No other difference
/// is allowed: [`SourceRef::quotes_like`](crate::view::SourceRef::quotes_like) finds words that are typed in another way.
/// Words that the text has more than once need [`nth`](Self::nth), a range, or a longer quote. Positions count characters
/// from 0.
///
/// A quote may have several passages of one text, if the words that support a fact do not stand together:
/// [`and`](Self::and) adds one. A graph sorts them in the order of the text.
///
/// ```
/// use chancery::model::Quote;
///
/// let quote = Quote::new("Islamabad").nth(2);
/// assert_eq!(quote.to_string(), r#""Islamabad" nth 2"#);
/// let quote = Quote::new("would serve").and("cultural exchanges");
/// assert_eq!(quote.to_string(), r#""would serve" "cultural exchanges""#);
/// assert_eq!(quote.joined().unwrap(), "would serve … cultural exchanges");
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The words.
    #[serde(default)]
    pub words: Option<String>,
    /// The position of the first character, and the one after the last.
    #[serde(default)]
    pub range: Option<(u32, u32)>,
    /// The hash of the words, if the words themselves may not be stored.
    #[serde(default)]
    pub sha256: Option<Sha256>,
    /// Which occurrence of the words is meant, counted from 1; a graph replaces it by the range.
    #[serde(default)]
    pub nth: Option<u32>,
    /// The other passages, if the quote has several.
    #[serde(default)]
    pub more: Vec<Passage>,
}

serialize_fields!(Quote {
    optional "words": words,
    optional "range": range,
    optional "sha256": sha256,
    optional "nth": nth,
    optional "more": more,
});

/// One passage of a [`Quote`] that has several. The fields mean the same as those of a quote.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// The words.
    #[serde(default)]
    pub words: Option<String>,
    /// The position of the first character, and the one after the last.
    #[serde(default)]
    pub range: Option<(u32, u32)>,
    /// The hash of the words, if the words themselves may not be stored.
    #[serde(default)]
    pub sha256: Option<Sha256>,
    /// Which occurrence of the words is meant, counted from 1; a graph replaces it by the range.
    #[serde(default)]
    pub nth: Option<u32>,
}

serialize_fields!(Passage {
    optional "words": words,
    optional "range": range,
    optional "sha256": sha256,
    optional "nth": nth,
});

impl Quote {
    /// A quote of exact words.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), ..Self::default() }
    }

    /// A quote of a range of characters, with the hash of the words there instead of the words.
    #[must_use]
    pub fn hashed(range: Range<u32>, sha256: Sha256) -> Self {
        Self { range: Some((range.start, range.end)), sha256: Some(sha256), ..Self::default() }
    }

    /// The same words, at a range of characters.
    #[must_use]
    pub fn at(mut self, range: Range<u32>) -> Self {
        self.range = Some((range.start, range.end));
        self
    }

    /// The same words, at their n-th occurrence, counted from 1.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.nth = Some(nth);
        self
    }

    /// Adds the passages of another quote from the same text.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.more.extend(other.into().into_passages());
        self
    }

    /// The passages, the first one included.
    pub fn passages(&self) -> impl Iterator<Item = Passage> + use<'_> {
        let first = Passage { words: self.words.clone(), range: self.range, sha256: self.sha256, nth: self.nth };
        std::iter::once(first).chain(self.more.iter().cloned())
    }

    /// The passages as a list, the first one included.
    #[must_use]
    pub fn into_passages(self) -> Vec<Passage> {
        let Self { words, range, sha256, nth, more } = self;
        let mut passages = vec![Passage { words, range, sha256, nth }];
        passages.extend(more);
        passages
    }

    /// A quote of these passages. `None` if there are none.
    #[must_use]
    pub fn of(passages: impl IntoIterator<Item = Passage>) -> Option<Self> {
        let mut passages = passages.into_iter();
        let quote = Self::from(passages.next()?);
        Some(Self { more: passages.collect(), ..quote })
    }

    /// The words, with ` … ` between passages. `None` if the words of a passage are not known.
    #[must_use]
    pub fn joined(&self) -> Option<String> {
        let more = self.more.iter().map(|passage| passage.words.as_deref());
        let words: Option<Vec<&str>> = [self.words.as_deref()].into_iter().chain(more).collect();
        words.map(|words| words.join(BETWEEN_PASSAGES))
    }
}

/// What stands between the words of two passages where a quote is shown as one text.
pub(crate) const BETWEEN_PASSAGES: &str = " … ";

impl From<Passage> for Quote {
    fn from(passage: Passage) -> Self {
        let Passage { words, range, sha256, nth } = passage;
        Self { words, range, sha256, nth, more: Vec::new() }
    }
}

impl From<&str> for Quote {
    fn from(words: &str) -> Self {
        Self::new(words)
    }
}
impl From<String> for Quote {
    fn from(words: String) -> Self {
        Self::new(words)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::IntoDeserializer;

    use super::*;

    #[test]
    fn a_plain_claim_is_its_source() {
        let claim = Claim::new("report");
        assert_eq!(claim.to_string(), "@report");
        assert_eq!(serde_json::to_string(&claim).unwrap(), r#"{"source":"report"}"#);
    }

    #[test]
    fn all_of_a_claim_is_written_and_read_back() {
        let mut claim = Claim::new("report");
        claim.stance = Stance::Disputes;
        claim.said_by = Some("saleem".into());
        claim.confidence = Some(Confidence::new(0.25).unwrap());
        claim.quote = Some(Quote::hashed(3..9, Sha256::of("x")));
        let json = serde_json::to_string(&claim).unwrap();
        assert_eq!(serde_json::from_str::<Claim>(&json).unwrap(), claim);
        assert_eq!(
            claim.to_string(),
            format!("said-by saleem confidence 0.25 disputes @report [3..9 {}]", Sha256::of("x"))
        );
    }

    #[test]
    fn confidence_is_above_nothing_and_at_most_certain() {
        for bad in [0.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
            assert_eq!(Confidence::new(bad).unwrap_err().kind(), ErrorKind::InvalidClaim);
        }
        assert!(Confidence::new(1.0).is_ok() && Confidence::new(f64::MIN_POSITIVE).is_ok());
        assert!(serde_json::from_str::<Confidence>("2").is_err());
        let signed = |number: i64| Confidence::deserialize(number.into_deserializer()).map_err(|e: de::value::Error| e);
        assert_eq!(signed(1), Ok(Confidence(1.0)));
        for bad in [0, -1, 2, i64::MAX, i64::MIN] {
            assert!(signed(bad).is_err(), "{bad}");
        }
    }
}
