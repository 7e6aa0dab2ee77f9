//! What a file is, from its first bytes.

use chancery::io::rdf::{JsonLdProfileSet, RdfFormat};

use super::header::table;

/// A format that is read: the one that `--from` names, or the one that the content shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Format {
    Notation,
    Dossier,
    Archive,
    /// An evidence page, which has a dossier.
    Page,
    Store,
    Csv(Table),
    GraphMl,
    Rdf(RdfFormat),
    FollowTheMoney,
    NodeLink,
    JsonLines,
}

/// Which table it is, in the order in which they are read.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Table {
    Sources,
    Entities,
    Facts,
    /// The claims again, which the table of facts has.
    Claims,
}

/// JSON-LD without a profile.
pub(crate) fn json_ld() -> RdfFormat {
    RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }
}

/// How many bytes are looked at.
pub(crate) const HEAD: usize = 1 << 16;

const SQLITE: &[u8] = b"SQLite format 3\0";

/// The format of a file that begins with these bytes, or what is expected instead.
pub(crate) fn recognize(head: &[u8]) -> Result<Format, String> {
    if head.starts_with(SQLITE) {
        return Ok(Format::Store);
    }
    let text = text(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('{' | '[') => json(text),
        // A conflict of a merge, which stands where a text of the notation begins.
        Some('<') if text.starts_with("<<<<<<<") => Ok(Format::Notation),
        Some('<') => xml_or_rdf(text),
        _ if is_turtle(text) => Ok(Format::Rdf(RdfFormat::TriG)),
        _ => Ok(table(head).map_or(Format::Notation, Format::Csv)),
    }
}

/// Whether they begin a file of JSON, whose first members may stand behind them.
pub(crate) fn is_json(head: &[u8]) -> bool {
    text(head).trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

/// UTF-16 by its byte order mark, or by the zero in every other byte of a plain text.
pub(crate) const fn utf16(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, 0xfe, ..] | [1..=0x7f, 0, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] | [0, 1..=0x7f, ..] => Some("UTF-16BE"),
        _ => None,
    }
}

/// The text of the first bytes: UTF-8, or UTF-16 with its mark.
pub(super) fn text(head: &[u8]) -> String {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = head.chunks_exact(2).filter_map(|pair| Some(read(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if head.starts_with(&[0xff, 0xfe]) {
        wide(u16::from_le_bytes)
    } else if head.starts_with(&[0xfe, 0xff]) {
        wide(u16::from_be_bytes)
    } else {
        String::from_utf8_lossy(head).into_owned()
    }
}

fn json(text: &str) -> Result<Format, String> {
    let members = members(text);
    let has = |name: &str| members.iter().any(|(member, _)| member == name);
    let document = members.iter().find(|(member, _)| member == "chancery").map(|(_, value)| value.as_str());
    match document {
        Some("dossier") => return Ok(Format::Dossier),
        Some("archive") => return Ok(Format::Archive),
        Some(other) => return Err(format!("it is a document `{other}`; expected a dossier or an archive")),
        None => {}
    }
    if has("@context") || has("@graph") || has("@id") {
        return Ok(Format::Rdf(json_ld()));
    }
    if has("nodes") || has("links") || has("edges") {
        return Ok(Format::NodeLink);
    }
    if has("schema") && has("properties") {
        return Ok(Format::FollowTheMoney);
    }
    if text.starts_with('{') && EDITS.iter().any(|edit| has(edit)) {
        return Ok(Format::JsonLines);
    }
    Err("it is JSON, but nothing that is read here; expected a dossier, an archive, JSON-LD, node-link JSON, \
         FollowTheMoney entities or edits as JSON Lines; --from FORMAT says which"
        .to_owned())
}

/// The names of edits, which are the only members of a line.
const EDITS: &[&str] = &[
    "add-source",
    "add-entity",
    "assert",
    "claim",
    "retract",
    "resolve",
    "narrow",
    "merge",
    "unmerge",
    "keep-apart",
    "allow-merge",
    "tombstone",
    "purge",
];

/// The members of the first object, with the beginning of each value that is a text.
fn members(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut depth = 0_u32;
    let outer = if text.starts_with('[') { 2 } else { 1 };
    let mut chars = text.chars();
    let mut awaits_value = false;
    while let Some(c) = chars.next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if depth < outer {
                    break;
                }
            }
            ',' if depth == outer => awaits_value = false,
            ':' if depth == outer => awaits_value = true,
            '"' => {
                let mut string = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => string.extend(chars.next()),
                        c => string.push(c),
                    }
                }
                if depth != outer {
                } else if !awaits_value {
                    found.push((string, String::new()));
                } else if let Some((_, value)) = found.last_mut() {
                    *value = string;
                }
            }
            _ => {}
        }
    }
    found
}

/// XML, or RDF whose first term is an IRI.
fn xml_or_rdf(text: &str) -> Result<Format, String> {
    match root(text) {
        Some("graphml") => Ok(Format::GraphMl),
        Some("html") => Ok(Format::Page),
        Some("RDF") => Ok(Format::Rdf(RdfFormat::RdfXml)),
        Some(other) if !is_turtle(text) => {
            Err(format!("it is XML with the root `{other}`; expected `graphml`, `rdf:RDF` or `html`"))
        }
        _ if is_lines(text) => Ok(Format::Rdf(RdfFormat::NQuads)),
        _ => Ok(Format::Rdf(RdfFormat::TriG)),
    }
}

/// The local name of the root of XML.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if let Some(instruction) = rest.strip_prefix('?') {
            rest = instruction.split_once("?>")?.1;
        } else if let Some(declaration) = rest.strip_prefix('!') {
            // A document type may have declarations within brackets.
            let end = declaration.find(['[', '>'])?;
            let (head, tail) = declaration.split_at(end);
            let _ = head;
            rest = match tail.strip_prefix('[') {
                Some(inner) => inner.split_once(']')?.1.split_once('>')?.1,
                None => tail.strip_prefix('>')?,
            };
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = rest.split_at(end).0;
            return (!name.contains("://")).then(|| name.rsplit(':').next().unwrap_or(name));
        }
    }
}

/// The lines that are not comments, but the last, which may be cut.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let end = text.rfind('\n').unwrap_or(text.len());
    text.split_at(end).0.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether each line is a statement of its own, as in N-Triples and N-Quads.
fn is_lines(text: &str) -> bool {
    lines(text).all(|line| line.starts_with(['<', '_']) && line.ends_with('.') && line.contains(' '))
}

fn is_turtle(text: &str) -> bool {
    lines(text).next().is_some_and(|line| {
        let directive = ["@prefix ", "@base ", "PREFIX ", "BASE "].iter().any(|word| line.starts_with(word));
        let iri = line.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(iri, _)| iri);
        directive || line.starts_with("_:") || iri.is_some_and(|iri| iri.contains(':') && !iri.contains(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::{Format, RdfFormat, Table, json_ld, recognize};

    fn is(text: &str, format: Format) {
        assert_eq!(recognize(text.as_bytes()), Ok(format), "{text}");
    }

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        is("", Format::Notation);
        is("# A comment, with commas, and more\nentity person a \"A\"\n", Format::Notation);
        is("entity person tokayev \"Tokayev, K.\" {x}\n", Format::Notation);
        is("{\n  \"chancery\": \"dossier\",\n  \"version\": 1", Format::Dossier);
        is("{\"version\":1,\"chancery\":\"archive\"", Format::Archive);
        is("\u{feff}{\"chancery\": \"archive\"}", Format::Archive);
        is("{\"add-entity\":{\"key\":\"nodes\"}}\n{\"assert\":{}}", Format::JsonLines);
        is("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}", Format::FollowTheMoney);
        is("{\"directed\":true,\"nodes\":[{\"id\":\"@id\"}],\"links\":[]}", Format::NodeLink);
        is("[{\"@id\":\"urn:a\"}]", Format::Rdf(json_ld()));
        is("{\"@context\":{\"a\":\"urn:a\"}}", Format::Rdf(json_ld()));
        is("<?xml version=\"1.0\"?>\n<!-- <rdf:RDF> -->\n<graphml xmlns=\"x\">", Format::GraphMl);
        is("<!DOCTYPE html>\n<html lang=\"en\">\n<head>", Format::Page);
        is("<!DOCTYPE x [<!ENTITY a \"b>\">]>\n<rdf:RDF xmlns:rdf=\"y\">", Format::Rdf(RdfFormat::RdfXml));
        is("<urn:a> <urn:b> \"c\" .\n<urn:a> <urn:b> <urn:d> <urn:g> .\n", Format::Rdf(RdfFormat::NQuads));
        is("<http://e.org/a>\n  <urn:b> \"c\" .\n", Format::Rdf(RdfFormat::TriG));
        is("# c\n@prefix e: <http://e.org/> .\ne:a e:b e:c .", Format::Rdf(RdfFormat::TriG));
        is("PREFIX e: <http://e.org/>\n", Format::Rdf(RdfFormat::TriG));
        is("id,subject,subject_type,relation,object\n", Format::Csv(Table::Facts));
        is("sep=;\n\"subject\";\"object\"\n", Format::Csv(Table::Facts));
        is("key\tkind\tname\n", Format::Csv(Table::Entities));
        is("fact,source,stance,said_by\n", Format::Csv(Table::Claims));
        is("key,title,publisher\n", Format::Csv(Table::Sources));
        assert_eq!(recognize(b"SQLite format 3\0\x10"), Ok(Format::Store));
    }

    #[test]
    fn what_is_not_read_is_named() {
        assert!(recognize(b"<gexf version=\"1.3\">").unwrap_err().contains("root `gexf`"));
        assert!(recognize(b"<?xml version=\"1.0\"?><svg>").unwrap_err().contains("root `svg`"));
        assert!(recognize(b"{\"a\": 1}").unwrap_err().contains("--from"));
        assert!(recognize(b"{\"chancery\": \"page\"}").unwrap_err().contains("a document `page`"));
    }

    #[test]
    fn the_edits_are_those_of_the_library() {
        let error = serde_json::from_str::<chancery::Edit>("{\"none\": 1}").unwrap_err().to_string();
        let known: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        assert_eq!(known, super::EDITS, "{error}");
    }
}
