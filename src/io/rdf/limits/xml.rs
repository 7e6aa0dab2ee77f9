//! Depth of elements in RDF/XML, and what its entities expand to.

use std::collections::HashMap;

use super::Breach;

pub(super) fn check(text: &[u8], depth: usize, expansion: usize) -> Result<(), Breach> {
    nested(text, depth)?;
    let lengths = entities(text, expansion)?;
    namespaces(text, &lengths, expansion)
}

/// Counts the elements that are open. A declaration of the document type is read as if it were content, which finds too much
/// at most.
fn nested(text: &[u8], most: usize) -> Result<(), Breach> {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(found) = find(text, at, b"<") {
        let rest = text.get(found..).unwrap_or_default();
        let past = |from: usize, end: &[u8]| find(text, from, end).map_or(text.len(), |found| found + end.len());
        at = match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => past(found + 2, b"-->"),
            Some(b'!') if rest.starts_with(b"<![CDATA[") => past(found, b"]]>"),
            Some(b'!') => found + 2,
            Some(b'?') => past(found + 1, b"?>"),
            Some(b'/') => {
                depth = depth.saturating_sub(1);
                found + 2
            }
            _ => {
                let end = tag_end(text, found + 1);
                if text.get(end.saturating_sub(1)) != Some(&b'/') {
                    depth += 1;
                }
                if depth > most {
                    return Err(Breach::Depth { at: found });
                }
                end + 1
            }
        };
    }
    Ok(())
}

fn find(text: &[u8], from: usize, part: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(part.len()).position(|found| found == part).map(|found| from + found)
}

/// The `>` that ends a tag: none within quotes does.
fn tag_end(text: &[u8], from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Sums the lengths of all entities that are declared, and of all that are referred to.
fn entities(text: &[u8], most: usize) -> Result<HashMap<&[u8], usize>, Breach> {
    const DECLARED: &[u8] = b"<!ENTITY";
    let mut lengths: HashMap<&[u8], usize> = HashMap::new();
    let mut sum = 0_usize;
    let mut at = 0;
    while let Some(found) = find(text, at, DECLARED) {
        at = found + DECLARED.len();
        let Some((name, value)) = declared(text.get(at..).unwrap_or_default()) else { continue };
        let length = references(value, &lengths).fold(value.len(), |sum, (_, length)| sum.saturating_add(length));
        sum = sum.saturating_add(length);
        if sum > most {
            return Err(Breach::Expansion { at: found });
        }
        let known = lengths.entry(name).or_default();
        *known = length.max(*known);
    }
    if lengths.is_empty() {
        return Ok(lengths);
    }
    for (at, length) in references(text, &lengths) {
        sum = sum.saturating_add(length);
        if sum > most {
            return Err(Breach::Expansion { at });
        }
    }
    Ok(lengths)
}

/// The parser makes the statements of all attributes of a tag at once, each with the namespace in full.
fn namespaces(text: &[u8], lengths: &HashMap<&[u8], usize>, most: usize) -> Result<(), Breach> {
    let mut longest = 0;
    let mut at = 0;
    while let Some(found) = find(text, at, b"xmlns") {
        at = found + 5;
        let rest = text.get(at..).unwrap_or_default();
        let Some(open) = rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'<' | b'>')) else { break };
        let value = rest.get(open + 1..).unwrap_or_default();
        let value = value.get(..value.iter().position(|b| Some(b) == rest.get(open)).unwrap_or_default());
        let value = value.unwrap_or_default();
        at += open + value.len();
        let length = references(value, lengths).fold(value.len(), |sum, (_, length)| sum.saturating_add(length));
        longest = length.max(longest);
    }
    let (mut attributes, mut tag) = (0_usize, 0);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'<' => (attributes, tag) = (0, at),
            b'=' => {
                attributes += 1;
                if attributes.saturating_mul(longest) > most {
                    return Err(Breach::Expansion { at: tag });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Name and value of an entity, behind `<!ENTITY`, as the parser takes them apart.
fn declared(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"%").unwrap_or(rest).trim_ascii_start();
    let (name, rest) = rest.split_at_checked(rest.iter().position(u8::is_ascii_whitespace)?)?;
    let value = rest.trim_ascii_start().strip_prefix(b"\"")?;
    Some((name, value.get(..value.iter().position(|b| *b == b'"')?)?))
}

/// The references to entities in a text: the offset of each, and the length of its expansion.
fn references<'t>(text: &'t [u8], lengths: &HashMap<&[u8], usize>) -> impl Iterator<Item = (usize, usize)> + 't {
    let longest = lengths.keys().map(|name| name.len()).max().unwrap_or_default();
    let lengths: HashMap<Vec<u8>, usize> = lengths.iter().map(|(name, length)| (name.to_vec(), *length)).collect();
    text.iter().enumerate().filter(|(_, byte)| **byte == b'&').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..text.len().min(at + 2 + longest))?;
        let name = rest.get(..rest.iter().position(|b| *b == b';')?)?;
        Some((at, *lengths.get(name)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_elements_are_counted() {
        assert_eq!(nested(b"<?x <a ?><a><!-- <b><c> --><b x='>' y=\"<c>\"/><b><![CDATA[<c>]]></b></a>", 2), Ok(()));
        assert_eq!(nested(b"<a><b><c/></b></a>", 2), Ok(()));
        assert_eq!(nested(b"<a><b><c></c></b></a>", 2), Err(Breach::Depth { at: 6 }));
        assert_eq!(nested(b"<a><!--><b><c>-->", 2), Err(Breach::Depth { at: 11 }));
        assert_eq!(nested(b"<a <", 2), Ok(()));
    }

    #[test]
    fn entities_are_summed_with_those_within_them() {
        let text = b"<!DOCTYPE r [ <!ENTITY a \"0123456789\"> <!ENTITY b \"&a;&a;\"> ]><r>&b;&lt;&c;&b</r>";
        // Ten for `a`; for `b` six signs and twenty; the references in the text count, also those in the declaration.
        let sum = 10 + (6 + 20) + (10 + 10) + 26;
        assert!(entities(text, sum).is_ok());
        assert!(matches!(entities(text, sum - 1), Err(Breach::Expansion { .. })));
        assert!(entities(b"<r>&a;</r>", 0).is_ok());
    }

    #[test]
    fn a_long_namespace_is_not_for_many_attributes_of_a_tag() {
        let text = b"<r xmlns:a='0123456789' a:b='' a:c=''><r a:b='' a:c=''/></r>";
        assert_eq!(namespaces(text, &HashMap::new(), 30), Ok(()));
        assert_eq!(namespaces(text, &HashMap::new(), 29), Err(Breach::Expansion { at: 0 }));
        assert_eq!(namespaces(b"<xmlns <xmlns", &HashMap::new(), 0), Ok(()));
        let longer = HashMap::from([(b"x".as_slice(), 20)]);
        assert!(namespaces(b"<r xmlns:a=\"&x;\" b=''/>", &longer, 40).is_err());
    }
}
