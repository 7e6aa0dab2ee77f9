//! Claims: who says that a fact is so, in which source, on what basis, in which words.

use std::{fmt, ops::Range, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, Visitor},
};

use super::Sha256;
use super::fields::serialize_fields;
use crate::error::{Error, ErrorKind};

/// A source's word for or against a fact.
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
    /// The key of the entity whose words the source reports; none where the source speaks for itself.
    #[serde(default)]
    pub said_by: Option<String>,
    /// Whether the source states the fact, or we infer it from what it states.
    #[serde(default)]
    pub basis: Basis,
    /// How sure whoever recorded the claim is of it.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// The words, and where they stand.
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
    /// A source's statement, in support, with nothing else said.
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

/// Whether a claim is for or against its fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// The source says that it is so.
    #[default]
    Supports,
    /// The source says that it is not so.
    Disputes,
}

/// What a claim rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The source states the fact.
    #[default]
    Stated,
    /// We infer the fact from the source, for the reason given.
    Inferred(String),
}

/// How sure one is of a claim: a number above 0 and at most 1.
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
    /// A confidence.
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

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

// By a visitor, and not by `try_from`: so a format knows where the number stands that is refused.
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
        }
        deserializer.deserialize_f64(Read)
    }
}
impl FromStr for Confidence {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = text.parse::<f64>().map_err(|_| {
            let why =
                format!("`{}` is not a valid confidence; expected a number above 0, at most 1", text.escape_debug());
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

/// Words of a source: themselves or their hash, and where they stand in its text.
///
/// A graph that has the source's text finds the range by itself, checks the words against it, and keeps the range. Words
/// that stand there twice need [`nth`](Self::nth), a range, or a longer quote. Positions count characters from 0.
///
/// ```
/// use chancery::model::Quote;
///
/// let quote = Quote::new("Islamabad").nth(2);
/// assert_eq!(quote.to_string(), r#""Islamabad" nth 2"#);
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The exact words.
    #[serde(default)]
    pub words: Option<String>,
    /// The first character, and the one after the last.
    #[serde(default)]
    pub range: Option<(u32, u32)>,
    /// The hash of the words, where the words are not told.
    #[serde(default)]
    pub sha256: Option<Sha256>,
    /// Which of several places with these words is meant, from 1; a graph turns it into the range.
    #[serde(default)]
    pub nth: Option<u32>,
}

serialize_fields!(Quote {
    optional "words": words,
    optional "range": range,
    optional "sha256": sha256,
    optional "nth": nth,
});

impl Quote {
    /// Exact words.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), ..Self::default() }
    }

    /// A range of characters and the hash of the words there, which are not told.
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

    /// The same words, at the n-th place where they stand, from 1.
    #[must_use]
    pub fn nth(mut self, nth: u32) -> Self {
        self.nth = Some(nth);
        self
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
    use super::*;

    #[test]
    fn a_plain_claim_is_its_source() {
        let claim = Claim::new("report");
        assert_eq!(claim.to_string(), "@report");
        assert_eq!(serde_json::to_string(&claim).unwrap(), r#"{"source":"report"}"#);
    }

    #[test]
    fn all_of_a_claim_is_told_and_read_back() {
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
    }
}
