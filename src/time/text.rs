//! What the parsers of this module share: faults with their position, texts in errors, and serde by text.

use std::{borrow::Cow, fmt};

use crate::error::{Error, ErrorKind, shown::as_found};

/// Where a text is not valid, and what is wrong there.
#[derive(Debug)]
pub(super) struct Fault {
    /// The number of the character, from 1; one past the last if the text ends too soon.
    pub(super) at: usize,
    /// The rest of a sentence that begins with that character, such as "must be a digit".
    pub(super) says: Cow<'static, str>,
}

impl Fault {
    /// The fault in a text of which the faulty one is a part, behind so many characters.
    pub(super) fn behind(mut self, characters: usize) -> Self {
        self.at += characters;
        self
    }

    /// The error that names text, character and what was allowed.
    pub(super) fn error(self, kind: ErrorKind, text: &str, what: &str) -> Error {
        Error::new(kind, format!("`{}` is not a valid {what}: character {} {}", as_found(text), self.at, self.says))
    }
}

/// Writes a text as it is, or padded where the format asks for a width.
pub(super) fn show(f: &mut fmt::Formatter<'_>, write: impl Fn(&mut dyn fmt::Write) -> fmt::Result) -> fmt::Result {
    if f.width().is_none() {
        return write(f);
    }
    let mut text = String::new();
    write(&mut text)?;
    f.pad(&text)
}

/// Reads a value from the text that serde has, in any format.
pub(super) struct TextVisitor<T> {
    pub(super) what: &'static str,
    pub(super) value: std::marker::PhantomData<T>,
}

impl<T: std::str::FromStr<Err = Error>> serde::de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Serializes a type as its `Display` and reads it by its `FromStr`.
macro_rules! text_serde {
    ($type:ty, $what:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = $crate::time::text::TextVisitor { what: $what, value: std::marker::PhantomData };
                deserializer.deserialize_str(visitor)
            }
        }
    };
}
pub(super) use text_serde;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    #[test]
    fn serde_says_what_was_wanted() {
        let error = serde_json::from_str::<crate::PartialDate>("3").unwrap_err().to_string();
        assert!(error.contains("a date such as `2026-02`"), "{error}");
    }
}
