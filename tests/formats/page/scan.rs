//! A strict reader of the HTML that a page may be: what a browser would read in another way is an error here.

/// An element, or the text between two.
#[derive(Debug)]
pub(super) enum Part {
    Open(Tag),
    Close(String),
    Text(String),
}

/// The beginning of an element.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 4] = ["meta", "input", "br", "link"];
/// Elements of SVG that have no content are written so.
const EMPTY: [&str; 4] = ["rect", "line", "circle", "path"];
const RAW: [&str; 2] = ["script", "style"];

/// Reads a document. The content of scripts and styles is one text each.
pub(super) fn scan(document: &str) -> Vec<Part> {
    let mut rest = document.strip_prefix("<!DOCTYPE html>\n").expect("a document type");
    let (mut parts, mut open) = (Vec::new(), Vec::<String>::new());
    while !rest.is_empty() {
        let Some(inner) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            parts.push(Part::Text(plain(&rest[..end])));
            rest = &rest[end..];
            continue;
        };
        if let Some(closing) = inner.strip_prefix('/') {
            let (name, after) = closing.split_once('>').expect("the end of a tag");
            assert_eq!(open.pop().as_deref(), Some(name), "elements are nested");
            parts.push(Part::Close(name.to_owned()));
            rest = after;
            continue;
        }
        let (tag, empty, after) = tag(inner);
        rest = after;
        let name = tag.name.clone();
        assert_eq!(empty, EMPTY.contains(&name.as_str()), "{name}");
        parts.push(Part::Open(tag));
        if empty || VOID.contains(&name.as_str()) {
            continue;
        }
        if RAW.contains(&name.as_str()) {
            let close = format!("</{name}>");
            let (content, after) = rest.split_once(&close).expect("the end of a script or style");
            assert!(!content.contains("</") && !content.contains("<!--"), "{name} ends early");
            parts.push(Part::Text(content.to_owned()));
            parts.push(Part::Close(name));
            rest = after;
            continue;
        }
        open.push(name);
    }
    assert!(open.is_empty(), "{open:?} are left open");
    parts
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.len());
    assert!(end > 0, "a name, at {:?}", text.chars().take(40).collect::<String>());
    text.split_at(end)
}

fn tag(text: &str) -> (Tag, bool, &str) {
    let (name, mut rest) = word(text);
    let mut attributes = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag { name: name.to_owned(), attributes }, false, after);
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return (Tag { name: name.to_owned(), attributes }, true, after);
        }
        let (attribute, after) = word(rest.strip_prefix(' ').expect("a blank before an attribute"));
        let value = after.strip_prefix("=\"").map(|after| after.split_once('"').expect("the end of a value"));
        let (value, after) = value.map_or((String::new(), after), |(value, after)| (plain(value), after));
        assert!(!attribute.starts_with("on") && attribute != "style" && attribute != "src", "{attribute}");
        attributes.push((attribute.to_owned(), value));
        rest = after;
    }
}

/// A text without its references, which are only five.
fn plain(text: &str) -> String {
    assert!(!text.contains(['<', '>']), "{text:?}");
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';').expect("the end of a reference");
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("the reference {other}"),
        });
        out.push_str(after);
    }
    out
}
