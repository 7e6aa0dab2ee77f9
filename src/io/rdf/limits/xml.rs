//! Depth of elements in RDF/XML, and what its entities expand to.

use std::collections::HashMap;

use super::Breach;

pub(super) fn check(text: &str, depth: usize, expansion: usize) -> Result<(), Breach> {
    nested(text.as_bytes(), depth)?;
    let entities = Entities::declared_in(text, expansion)?;
    namespaces(text, &entities, expansion)
}

/// Counts the elements that are open, by the rules by which quick-xml 0.37, the parser of `oxrdfxml`, ends what begins
/// with `<`. It stops where that parser stops with an error.
fn nested(text: &[u8], most: usize) -> Result<(), Breach> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(open) = find(text, at, b"<") {
        let Some((markup, end)) = markup(text, open) else { return Ok(()) };
        match markup {
            Markup::Start => depth += 1,
            Markup::End => depth = depth.saturating_sub(1),
            Markup::Other => {}
        }
        if depth > most {
            return Err(Breach::Depth { at: open });
        }
        at = end;
    }
    Ok(())
}

enum Markup {
    /// The start of an element that is not empty.
    Start,
    End,
    /// An empty element, a comment, character data, an instruction or a declaration of the document type.
    Other,
}

/// What begins with the `<` at a place, and the place behind it. `None` where the parser finds no end or does not know
/// it.
fn markup(text: &[u8], open: usize) -> Option<(Markup, usize)> {
    let past = |from: usize, end: &[u8]| Some(find(text, from, end)? + end.len());
    let rest = text.get(open + 1..)?;
    let is_start = match rest.first()? {
        b'!' => {
            let end = match rest.get(1)? {
                // `<!-->` is the beginning of a comment.
                b'-' if rest.starts_with(b"!--") => past(open + 4, b"-->"),
                b'[' if rest.starts_with(b"![CDATA[") => past(open + 9, b"]]>"),
                b'D' | b'd' => balanced_end(text, open + 1),
                _ => None,
            };
            return Some((Markup::Other, end?));
        }
        b'?' if rest.get(1) == Some(&b'>') => return None,
        b'?' => return Some((Markup::Other, past(open + 2, b"?>")?)),
        b'/' => false,
        _ => true,
    };
    let end = tag_end(text, open + 1)?;
    let is_empty = text.get(end - 1) == Some(&b'/');
    let markup = match (is_start, is_empty) {
        (true, false) => Markup::Start,
        (true, true) => Markup::Other,
        (false, _) => Markup::End,
    };
    Some((markup, end + 1))
}

fn find(text: &[u8], from: usize, part: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(part.len()).position(|found| found == part).map(|found| from + found)
}

/// The `>` that ends a tag: none within quotes does.
fn tag_end(text: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The place behind a declaration of the document type: each `<` within it needs a `>`, also those in comments and
/// quotes.
fn balanced_end(text: &[u8], from: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (at, byte) in text.iter().enumerate().skip(from) {
        match byte {
            b'<' => open += 1,
            b'>' if open == 0 => return Some(at + 1),
            b'>' => open -= 1,
            _ => {}
        }
    }
    None
}

/// The lengths of the expansions of the entities that a text declares.
#[derive(Default)]
struct Entities<'t>(HashMap<&'t str, usize>);

impl<'t> Entities<'t> {
    /// Reads the declarations, wherever they stand. Sums the lengths of all that is declared, and of all that is
    /// referred to.
    fn declared_in(text: &'t str, most: usize) -> Result<Self, Breach> {
        let mut entities = Self::default();
        let mut sum = 0_usize;
        let mut at = 0;
        for part in text.split('<') {
            if let Some((name, value)) = part.strip_prefix("!ENTITY").and_then(declared) {
                let length = entities.expanded(value);
                sum = sum.saturating_add(length);
                if sum > most {
                    return Err(Breach::Expansion { at: at - 1 });
                }
                let known = entities.0.entry(name).or_default();
                *known = length.max(*known);
            }
            at += part.len() + 1;
        }
        for (at, length) in entities.references(text) {
            sum = sum.saturating_add(length);
            if sum > most {
                return Err(Breach::Expansion { at });
            }
        }
        Ok(entities)
    }

    /// The length of a text with all that it refers to.
    fn expanded(&self, text: &str) -> usize {
        self.references(text).fold(text.len(), |sum, (_, length)| sum.saturating_add(length))
    }

    /// The references to entities in a text: the offset of each, and the length of its expansion.
    fn references<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut at = 0;
        text.split('&').filter_map(move |part| {
            let before = at;
            at += part.len() + 1;
            // The first part follows no `&`.
            let (name, _) = part.split_once(';').filter(|_| before > 0)?;
            Some((before - 1, *self.0.get(name)?))
        })
    }
}

/// Name and value of an entity, behind `<!ENTITY` and before the next `<`, as the parser takes them apart.
fn declared(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('%').unwrap_or(rest).trim_start();
    let (name, rest) = rest.split_once(|c: char| c.is_ascii_whitespace())?;
    let (value, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    Some((name, value))
}

/// The parser makes the statements of all attributes of a tag at once, each with the namespace in full.
fn namespaces(text: &str, entities: &Entities<'_>, most: usize) -> Result<(), Breach> {
    let mut longest = 0;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("xmlns") {
        let Some((_, quoted)) = after.split_once(['"', '\'', '<', '>']) else { break };
        let mark = after.as_bytes().get(after.len() - quoted.len() - 1).copied().unwrap_or_default();
        let value = quoted.split_once(char::from(mark)).map_or("", |(value, _)| value);
        rest = quoted.get(value.len()..).unwrap_or_default();
        longest = entities.expanded(value).max(longest);
    }
    let (mut attributes, mut tag) = (0_usize, 0);
    for (at, byte) in text.bytes().enumerate() {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn open_elements_are_counted() {
        assert_eq!(nested(b"<?x <a ?><a><!-- <b><c> --><b x='>' y=\"<c>\"/><b><![CDATA[<c>]]></b></a>", 2), Ok(()));
        assert_eq!(nested(b"<a><b><c/></b></a>", 2), Ok(()));
        assert_eq!(nested(b"<a><b><c></c></b></a>", 2), Err(Breach::Depth { at: 6 }));
        assert_eq!(nested(b"<a <", 2), Ok(()));
        assert_eq!(nested(b"<a><b></b x='<c>'><b></b><b><c>", 2), Err(Breach::Depth { at: 28 }));
    }

    #[test]
    fn what_looks_like_a_comment_hides_no_element() {
        for head in
            ["<!DOCTYPE r [<!-- >]>", "<!DOCTYPE r [<!ENTITY a \"-->\">]>", "<!---->", "<!doctype r [<!-- <a> -->]>"]
        {
            let text = format!("{head}<a><b><c>-->");
            assert_eq!(nested(text.as_bytes(), 2), Err(Breach::Depth { at: head.len() + 6 }), "{head}");
        }
        // The first comment ends behind the first end of an element.
        assert_eq!(nested(b"<a><!--></a>--><b><!--></b>--><c>", 2), Err(Breach::Depth { at: 30 }));
        // The parser stops at these.
        for head in ["<!x>", "<!-x-->", "<![x]]>", "<!--->", "<!DOCTYPE <", "<?x", "<?>", "<![CDATA[]>", "<!"] {
            assert_eq!(nested(format!("{head}<a><b><c>").as_bytes(), 2), Ok(()), "{head}");
        }
    }

    /// The greatest depth of the elements that the parser reads before its first error.
    fn depth_by_parser(text: &str) -> usize {
        use quick_xml_of_oxrdfxml::{Reader, events::Event};

        let (mut reader, mut depth, mut most) = (Reader::from_str(text), 0_usize, 0);
        loop {
            match reader.read_event() {
                Ok(Event::Start(_)) => depth += 1,
                Ok(Event::End(_)) => depth -= 1,
                Ok(Event::Eof) | Err(_) => return most,
                Ok(_) => {}
            }
            most = depth.max(most);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn depth_is_at_least_what_the_parser_reads(parts in prop::collection::vec(prop::sample::select(vec![
            "<a>", "<a>", "<a>", "</a>", "</a>", "<a/>", "<a x='", "<a x=\"", "'", "\"", ">", "<", "<!--", "-->", "<!-->", "<!--->",
            "<!---->", "<!DOCTYPE r [", "<!doctype r", "]>", "<!ENTITY a \"", "<![CDATA[", "]]>", "<?", "?>", "<?>", "<!", "-", "!",
            "/", "a", "é", "</a x='",
        ]), 0..16)) {
            let text = parts.concat();
            let most = depth_by_parser(&text);
            prop_assert!(most == 0 || nested(text.as_bytes(), most - 1).is_err(), "{}", text);
            // Nothing else is counted, unless the parser stops first.
            if !text.contains("</") {
                prop_assert_eq!(nested(text.as_bytes(), most), Ok(()), "{}", text);
            }
        }
    }

    fn lengths(text: &str, most: usize) -> Result<HashMap<&str, usize>, Breach> {
        Entities::declared_in(text, most).map(|entities| entities.0)
    }

    #[test]
    fn entities_are_summed_with_those_within_them() {
        let text = "<!DOCTYPE r [ <!ENTITY a \"0123456789\"> <!ENTITY b \"&a;&a;\"> ]><r>&b;&lt;&c;&b</r>";
        // Ten for `a`; for `b` six signs and twenty; the references in the text count, also those in the declaration.
        let sum = 10 + (6 + 20) + (10 + 10) + 26;
        assert!(lengths(text, sum).is_ok());
        assert_eq!(lengths(text, sum - 1), Err(Breach::Expansion { at: text.find("&b").unwrap() }));
        assert_eq!(lengths(text, 35), Err(Breach::Expansion { at: text.find("<!ENTITY b").unwrap() }));
        assert!(lengths("<r>&a;</r>", 0).is_ok());
        assert_eq!(lengths("&a;<!ENTITY a \"01\">&a;&a &a;", 100), Ok(HashMap::from([("a", 2)])));
        assert!(lengths("&a;<!ENTITY a \"01\">&a;&a &a;", 2 + 3 * 2).is_ok());
        assert_eq!(lengths("&a;<!ENTITY a \"01\">&a;&a &a;", 2 + 3 * 2 - 1), Err(Breach::Expansion { at: 25 }));
    }

    #[test]
    fn entities_are_declared_as_the_parser_takes_them_apart() {
        for text in ["a \"01\"", "%a \"01\"", "% a\n\"01\">", "\u{a0}a \"01\"", "a\t\"01\" \"2\"", " a \u{a0}\"01\""] {
            assert_eq!(declared(text), Some(("a", "01")), "{text}");
        }
        for text in ["a\u{a0}\"01\"", "a '01'", "a \"01", "a", ""] {
            assert_eq!(declared(text), None, "{text}");
        }
        assert_eq!(lengths("<!ENTITY <!ENTITY a \"0<!ENTITY b \"1\"", 100), Ok(HashMap::from([("b", 1)])));
    }

    #[test]
    fn a_long_namespace_is_not_for_many_attributes_of_a_tag() {
        let text = "<r xmlns:a='0123456789' a:b='' a:c=''><r a:b='' a:c=''/></r>";
        let none = Entities::default();
        assert_eq!(namespaces(text, &none, 30), Ok(()));
        assert_eq!(namespaces(text, &none, 29), Err(Breach::Expansion { at: 0 }));
        assert_eq!(namespaces("<xmlns <xmlns", &none, 0), Ok(()));
        let longer = Entities(HashMap::from([("x", 20)]));
        assert!(namespaces("<r xmlns:a=\"&x;\" b=''/>", &longer, 40).is_err());
    }
}
