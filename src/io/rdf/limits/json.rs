//! Depth in JSON-LD, and what the names of its contexts expand to.

use std::collections::HashMap;

use super::Breach;

/// How many objects may be within each other. The parser calls itself several times for each, and in a build without
/// optimization some 30 of them fill a stack of 2 MiB.
pub(super) const OBJECTS: usize = 20;
/// How many objects with a context may be within each other: each has a copy of all names of those around it.
pub(super) const CONTEXTS: usize = 4;
/// How deep objects and arrays may be nested.
pub(super) const DEPTH: usize = 64;

/// Looks through a document. The longest text of the contexts that are given beside it may stand for each name of it.
pub(super) fn check(text: &[u8], most: usize, given: usize, expansion: usize) -> Result<(), Breach> {
    let mut contexts = Contexts::default();
    let mut open: Vec<Open> = Vec::new();
    let (mut texts, mut last) = (0_usize, None);
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let within = open.last().is_some_and(|parent| parent.is_in_context);
        match byte {
            b'"' => {
                let Text { found, is_key, end } = Text::at(text, at);
                texts += 1;
                if within || last == Some(b"@context".as_slice()) || is_key && found.contains(&b'\\') {
                    contexts.note(last, found, is_key);
                }
                last = is_key.then_some(found);
                if let Some(parent) = open.last_mut().filter(|_| last.is_some_and(may_be_context)) {
                    parent.has_context = true;
                    if open.iter().filter(|level| level.has_context).count() > CONTEXTS {
                        return Err(Breach::Depth { at });
                    }
                }
                at = end;
            }
            b'{' | b'[' => {
                let is_in_context = within || last.is_some_and(may_be_context);
                open.push(Open { is_object: *byte == b'{', is_in_context, has_context: false });
                if open.len() > most || open.iter().filter(|level| level.is_object).count() > most.min(OBJECTS) {
                    return Err(Breach::Depth { at });
                }
            }
            b'}' | b']' => _ = open.pop(),
            _ => {}
        }
        if matches!(byte, b'}' | b']' | b',' | b'{') {
            last = None;
        }
        at += 1;
    }
    // The parser keeps a whole node in memory, with each name in it expanded.
    if contexts.longest().max(given).saturating_mul(texts) > expansion {
        Err(Breach::Expansion { at: 0 })
    } else {
        Ok(())
    }
}

/// An object or array that is open.
struct Open {
    is_object: bool,
    is_in_context: bool,
    has_context: bool,
}

/// A key that is written with escapes may be any.
fn may_be_context(key: &[u8]) -> bool {
    key == b"@context" || key.contains(&b'\\')
}

/// A text in quotes.
struct Text<'t> {
    found: &'t [u8],
    /// Whether it is the name of a member.
    is_key: bool,
    /// The offset of the quote that ends it.
    end: usize,
}

impl<'t> Text<'t> {
    /// The text whose first quote is at a place.
    fn at(text: &'t [u8], open: usize) -> Self {
        let mut end = open + 1;
        while let Some(byte) = text.get(end).filter(|byte| **byte != b'"') {
            end += if *byte == b'\\' { 2 } else { 1 };
        }
        let end = end.min(text.len());
        let is_key = text.get(end + 1..).unwrap_or_default().trim_ascii_start().first() == Some(&b':');
        Self { found: text.get(open + 1..end).unwrap_or_default(), is_key, end }
    }
}

/// The longest text of the contexts of a document of contexts, all of which is one.
pub(in crate::io::rdf) fn longest(text: &[u8]) -> usize {
    let (mut contexts, mut last, mut at) = (Contexts::default(), None, 0);
    while let Some(byte) = text.get(at) {
        if *byte == b'"' {
            let Text { found, is_key, end } = Text::at(text, at);
            contexts.note(last, found, is_key);
            last = is_key.then_some(found);
            at = end;
        }
        at += 1;
    }
    contexts.longest()
}

/// The names that contexts declare, and what each expands to.
#[derive(Default)]
struct Contexts<'t> {
    names: HashMap<&'t [u8], Vec<&'t [u8]>>,
    /// The name to which the value belongs that is read.
    name: Option<&'t [u8]>,
    longest: usize,
    all: usize,
}

impl<'t> Contexts<'t> {
    fn note(&mut self, key: Option<&'t [u8]>, found: &'t [u8], is_key: bool) {
        if is_key {
            if !found.starts_with(b"@") {
                self.name = Some(found);
            }
            return;
        }
        self.longest = found.len().max(self.longest);
        self.all = self.all.saturating_add(found.len());
        let name = key.filter(|key| !key.starts_with(b"@")).or(self.name);
        if let Some(name) = name {
            self.names.entry(name).or_default().push(found);
        }
    }

    /// The length of the longest text that a name may stand for: `b:c` has that of `b` before it. Beyond some names of
    /// names it is that of all together.
    fn longest(&self) -> usize {
        let mut lengths: HashMap<&[u8], usize> = HashMap::new();
        for _ in 0..8 {
            let mut changed = false;
            for (name, values) in &self.names {
                let length = values.iter().map(|value| {
                    let prefix = value.iter().position(|b| *b == b':').and_then(|at| value.get(..at));
                    let before = prefix.and_then(|prefix| lengths.get(prefix)).or_else(|| lengths.get(value));
                    value.len().saturating_add(before.copied().unwrap_or_default())
                });
                let length = length.max().unwrap_or_default();
                changed |= lengths.insert(name, length) != Some(length);
            }
            if !changed {
                return lengths.values().copied().max().unwrap_or_default().max(self.longest);
            }
        }
        self.all.saturating_mul(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(text: &str, most: usize) -> Result<(), Breach> {
        check(text.as_bytes(), most, 0, usize::MAX)
    }

    #[test]
    fn brackets_in_texts_are_not_counted() {
        assert_eq!(nested(r#"{"a[[": ["\"[[", "\\"], "b": [{}]}"#, 3), Ok(()));
        assert_eq!(nested(r#"{"a": ["\\", [[]]]}"#, 3), Err(Breach::Depth { at: 14 }));
        assert_eq!(nested("[] [] [] []", 1), Ok(()));
        assert_eq!(nested("]}]{", 1), Ok(()));
        assert_eq!(nested(&"{\"a\":".repeat(OBJECTS), DEPTH), Ok(()));
        assert!(nested(&"{\"a\":".repeat(OBJECTS + 1), DEPTH).is_err());
        assert_eq!(nested(&"[".repeat(DEPTH), DEPTH), Ok(()));
        for key in ["@context", r"\u0040context"] {
            let with = |levels| format!("{{\"{key}\": {{}}, \"a\":").repeat(levels);
            assert_eq!(nested(&with(CONTEXTS), DEPTH), Ok(()));
            assert!(nested(&with(CONTEXTS + 1), DEPTH).is_err());
        }
    }

    #[test]
    fn names_of_contexts_are_as_long_as_what_they_expand_to() {
        let text =
            r#"{"@context": {"a": "0123456789", "b": {"@id": "a:01"}, "c": "b:0"}, "x": "a long text", "c:y": 1}"#;
        // `c` expands to 10 + 4 + 3 characters; the file has eleven texts.
        assert_eq!(check(text.as_bytes(), 9, 0, 17 * 11), Ok(()));
        assert_eq!(check(text.as_bytes(), 9, 0, 17 * 11 - 1), Err(Breach::Expansion { at: 0 }));
        assert_eq!(check(text.as_bytes(), 9, 18, 17 * 11), Err(Breach::Expansion { at: 0 }));
        let chain: Vec<_> = (1..99).map(|n| format!(r#""t{n}": "t{}:0123456789/","#, n - 1)).collect();
        let chain = chain.concat();
        let text = format!(r#"{{"@context": {{{chain}"t0":"http://x/"}}}}"#);
        assert!(longest(text.as_bytes()) > 98 * 11);
    }
}
