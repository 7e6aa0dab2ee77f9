//! IRIs under the base of the caller, and back.

use std::fmt::Write;

use oxrdf::NamedNode;

use crate::{
    error::{Error, ErrorKind, shown::as_found},
    schema::Schema,
};

/// The base of IRIs where the caller gives none. It is under a domain that is reserved for examples.
pub const DEFAULT_BASE: &str = "https://example.org/kg/";

/// The base of the caller, and what it makes of names.
#[derive(Clone, Debug)]
pub(super) struct Names {
    base: String,
}

impl Names {
    pub(super) fn new(base: &str) -> Result<Self, Error> {
        let invalid = |why: &dyn std::fmt::Display| {
            let why = format!("`{}` is not a valid base: {why}", as_found(base));
            Error::new(ErrorKind::InvalidValue, why).at("base")
        };
        NamedNode::new(base).map_err(|error| invalid(&error))?;
        if !base.ends_with(['/', '#']) {
            return Err(invalid(&"expected an IRI that ends in `/` or `#`"));
        }
        Ok(Self { base: base.to_owned() })
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// The IRI of something of a sort: `entity`, `fact`, `source`, `kind`, `relation`, `role`, `claim`, `value`.
    pub(super) fn iri(&self, sort: &str, name: &str) -> NamedNode {
        let mut iri = format!("{}{sort}/", self.base);
        for c in name.chars() {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/') || is_ucschar(c) {
                iri.push(c);
            } else {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    // Writing to a `String` does not fail.
                    let _ = write!(iri, "%{byte:02X}");
                }
            }
        }
        // The base was checked, and what is behind it is encoded.
        NamedNode::new_unchecked(iri)
    }

    /// The name of something of a sort, by its IRI under the base.
    pub(super) fn name(&self, sort: &str, iri: &str) -> Option<String> {
        let (_, name) = iri.strip_prefix(&self.base)?.split_once('/').filter(|(found, _)| *found == sort)?;
        let mut bytes = Vec::with_capacity(name.len());
        let mut rest = name.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digit =
                    |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                bytes.push(digit(rest.next())? * 16 + digit(rest.next())?);
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).ok()
    }

    pub(super) fn kind(&self, schema: &Schema, name: &str) -> NamedNode {
        let def = schema.kind(name).ok().map(|kind| schema.kind_def(kind));
        let declared = def.and_then(|def| def.codes.get("iri")).and_then(|iri| NamedNode::new(iri).ok());
        declared.unwrap_or_else(|| self.iri("kind", name))
    }

    pub(super) fn relation(&self, schema: &Schema, name: &str) -> NamedNode {
        let def = schema.relation(name).ok().map(|relation| schema.relation_def(relation.id()));
        let declared = def.and_then(|def| def.codes.get("iri")).and_then(|iri| NamedNode::new(iri).ok());
        declared.unwrap_or_else(|| self.iri("relation", name))
    }
}

/// Characters beyond ASCII that an IRI holds as they are (RFC 3987, `ucschar`).
fn is_ucschar(c: char) -> bool {
    matches!(u32::from(c), 0xA0..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFEF | 0x1_0000..=0xD_FFFD | 0xE_1000..=0xE_FFFD)
        && u32::from(c) & 0xFFFE != 0xFFFE
        && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{200E}' | '\u{200F}' | '\u{FFF0}'..='\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back_from_its_iri() {
        let names = Names::new("https://example.org/").unwrap();
        for name in
            ["tokayev", "Қазақстан", "wikidata:Q232", "a/b", "हिन्दी", "a\u{301}", "100% <sure>", "🙂", "a\u{E01EF}"]
        {
            let iri = names.iri("entity", name);
            NamedNode::new(iri.as_str()).unwrap();
            assert_eq!(names.name("entity", iri.as_str()).as_deref(), Some(name));
        }
        assert_eq!(names.name("entity", "https://example.org/fact/x"), None);
        assert_eq!(names.name("entity", "https://example.org/entity/%F"), None);
    }

    #[test]
    fn a_base_is_an_iri_with_an_end() {
        for bad in ["", "example", "https://example.org", "https://exa mple.org/"] {
            assert_eq!(Names::new(bad).unwrap_err().kind(), ErrorKind::InvalidValue, "{bad}");
        }
    }
}
