//! Sources: where the words come from.

use serde::Deserialize;

use super::fields::serialize_fields;
use super::{Sha256, check_key, value::check_url};
use crate::{
    error::{Error, ErrorKind},
    time::{IntoDate, PartialDate},
};

/// A document that says things: a press report, a treaty, a broadcast, a note.
///
/// With its text, every quote from it is checked. Where the text may not be kept, its hash is: whoever has the text can
/// still prove the quotes.
///
/// ```
/// use chancery::Source;
///
/// let report = Source::new("report").title("A visit is planned").published("2026-01-24").text("He comes in February.");
/// assert!(report.check().is_ok());
/// assert!(Source::new("report").published("24 January").check().is_err());
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[must_use = "a source is nothing until `kg.add_source(source)?`"]
pub struct Source {
    /// Its key, unique among sources.
    pub key: String,
    /// What it is called.
    #[serde(default)]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub url: Option<String>,
    /// When it was published.
    #[serde(default)]
    pub published: Option<PartialDate>,
    /// On which terms its words may be used.
    #[serde(default)]
    pub licence: Option<String>,
    /// The key of the source that it repeats, as a newspaper repeats a wire report.
    #[serde(default)]
    pub derives_from: Option<String>,
    /// Its text, byte for byte.
    #[serde(default)]
    pub text: Option<String>,
    /// The hash of its text, where the text is not kept.
    #[serde(default)]
    pub sha256: Option<Sha256>,
    #[serde(skip)]
    error: Option<Error>,
}

serialize_fields!(Source {
    required "key": key,
    optional "title": title,
    optional "publisher": publisher,
    optional "url": url,
    optional "published": published,
    optional "licence": licence,
    optional "derives-from": derives_from,
    optional "text": text,
    optional "sha256": sha256,
});

impl Source {
    /// A source of which only the key is known.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            title: None,
            publisher: None,
            url: None,
            published: None,
            licence: None,
            derives_from: None,
            text: None,
            sha256: None,
            error: None,
        }
    }

    /// With its title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// With its publisher.
    pub fn publisher(mut self, publisher: impl Into<String>) -> Self {
        self.publisher = Some(publisher.into());
        self
    }

    /// With the address where it can be read.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// With its date of publication, as precise as it is known. A text that is no date fails at `add_source`.
    pub fn published(mut self, date: impl IntoDate) -> Self {
        match date.into_date() {
            Ok(date) => self.published = Some(date),
            Err(error) => self.error = self.error.or_else(|| Some(error.at("published"))),
        }
        self
    }

    /// With the terms on which its words may be used.
    pub fn licence(mut self, licence: impl Into<String>) -> Self {
        self.licence = Some(licence.into());
        self
    }

    /// With the key of the source that it repeats.
    pub fn derives_from(mut self, source: impl Into<String>) -> Self {
        self.derives_from = Some(source.into());
        self
    }

    /// With its text, which quotes are checked against.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// With the hash of its text.
    pub fn sha256(mut self, hash: Sha256) -> Self {
        self.sha256 = Some(hash);
        self
    }

    /// Checks what can be checked without a graph: key, date, address, and the hash against the text.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`], [`ErrorKind::InvalidDate`] or [`ErrorKind::InvalidSource`], with the field.
    pub fn check(&self) -> Result<(), Error> {
        let of = |error: Error| error.at(format!("source `{}`", self.key.escape_debug()));
        if let Some(error) = &self.error {
            return Err(of(error.clone()));
        }
        check_key(&self.key).map_err(|e| e.at("key of a source"))?;
        if let Some(url) = &self.url {
            check_url(url).map_err(|e| of(Error::new(ErrorKind::InvalidSource, e.message()).at("url")))?;
        }
        if let Some(text) = &self.text {
            if u32::try_from(text.len()).is_err() {
                return Err(of(Error::new(
                    ErrorKind::InvalidSource,
                    format!("{} bytes; at most {} are allowed", text.len(), u32::MAX),
                )
                .at("text")));
            }
            if let Some(hash) = self.sha256.filter(|hash| *hash != Sha256::of(text)) {
                let why = format!("`{hash}` is not the hash of the text, which is `{}`", Sha256::of(text));
                return Err(of(Error::new(ErrorKind::InvalidSource, why).at("sha256")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_source_and_field() {
        let error = Source::new("r").url("no address").check().unwrap_err();
        assert_eq!((error.kind(), error.place()), (ErrorKind::InvalidSource, Some("source `r`.url")));
        let error = Source::new("r").published("2026-02-30").published("soon").check().unwrap_err();
        assert!(error.to_string().contains("2026-02-30"), "the first error stays: {error}");
        assert_eq!(Source::new("a b").check().unwrap_err().kind(), ErrorKind::InvalidKey);
    }

    #[test]
    fn a_hash_must_be_that_of_the_text() {
        assert!(Source::new("r").text("abc").sha256(Sha256::of("abc")).check().is_ok());
        assert!(Source::new("r").text("abd").sha256(Sha256::of("abc")).check().is_err());
        assert!(Source::new("r").sha256(Sha256::of("abc")).check().is_ok());
    }
}
