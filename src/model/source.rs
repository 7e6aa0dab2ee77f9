//! Sources: the documents that claims come from.

use serde::Deserialize;

use super::fields::serialize_fields;
use super::{Sha256, check_key, value::check_url};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    time::{IntoDate, PartialDate},
};

/// A document that claims come from: a press report, a treaty, a broadcast, a note.
///
/// If the text is stored, every quote from it is checked. If the text may not be stored, its hash can be: with a copy
/// of the text the quotes can still be verified.
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
    /// The key, unique among the sources of a graph.
    pub key: String,
    /// The title.
    #[serde(default)]
    pub title: Option<String>,
    /// The publisher.
    #[serde(default)]
    pub publisher: Option<String>,
    /// The address at which it can be read.
    #[serde(default)]
    pub url: Option<String>,
    /// The date of publication, as precise as it is known.
    #[serde(default)]
    pub published: Option<PartialDate>,
    /// The licence under which its text may be used.
    #[serde(default)]
    pub licence: Option<String>,
    /// The key of the source that it derives from, as a newspaper article derives from a wire report.
    #[serde(default)]
    pub derives_from: Option<String>,
    /// The text, byte for byte.
    #[serde(default)]
    pub text: Option<String>,
    /// The hash of the text; useful where the text itself is not stored.
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
    /// A source with a key and nothing else.
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

    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the publisher.
    pub fn publisher(mut self, publisher: impl Into<String>) -> Self {
        self.publisher = Some(publisher.into());
        self
    }

    /// Sets the address at which it can be read.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Sets the date of publication. A text that is not a valid date is an error when the source is added to a graph.
    pub fn published(mut self, date: impl IntoDate) -> Self {
        match date.into_date() {
            Ok(date) => self.published = Some(date),
            Err(error) => self.error = self.error.or_else(|| Some(error.at("published"))),
        }
        self
    }

    /// Sets the licence under which its text may be used.
    pub fn licence(mut self, licence: impl Into<String>) -> Self {
        self.licence = Some(licence.into());
        self
    }

    /// Sets the key of the source that it derives from.
    pub fn derives_from(mut self, source: impl Into<String>) -> Self {
        self.derives_from = Some(source.into());
        self
    }

    /// Sets the text, against which quotes are checked.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Sets the hash of the text.
    pub fn sha256(mut self, hash: Sha256) -> Self {
        self.sha256 = Some(hash);
        self
    }

    /// Checks what can be checked without a graph: key, date, address, and the hash against the text.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`], [`ErrorKind::InvalidDate`] or [`ErrorKind::InvalidSource`]; the place is the field.
    pub fn check(&self) -> Result<(), Error> {
        let of = |error: Error| error.at(format!("source `{}`", as_found(&self.key)));
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
