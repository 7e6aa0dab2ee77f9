//! Guards against what a reader drops in silence: each field of a file is left out, spoiled and renamed in turn, and
//! the result or the report must say so.
//!
//! A format brings a file, the changes of its fields ([`Change`]), and a function that reads a file to an [`Account`].

use std::collections::BTreeSet;

use chancery::{
    Error, KnowledgeGraph,
    io::{Edits, Import},
};

use crate::graphs::{content, lines};

/// What no field may be: not a key, a date, a number, an address, or a name of anything.
pub(crate) const SPOILED: &str = "?spoiled?";
/// A name that means nothing.
pub(crate) const UNKNOWN: &str = "zz-unknown";

/// What is done to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Left,
    Spoiled,
    Renamed,
}

/// A file with one field changed.
pub(crate) struct Change {
    pub(crate) how: How,
    /// The name of the field, as a report would name it.
    pub(crate) field: String,
    /// What it was, if a report may name that instead.
    pub(crate) value: Option<String>,
    /// Where it is, for the message of a test that fails.
    pub(crate) place: String,
    pub(crate) file: String,
}

/// What came of reading a file.
#[derive(Debug)]
pub(crate) struct Account {
    /// What the graph has then.
    pub(crate) content: BTreeSet<String>,
    /// What was rejected, and what was counted as unread.
    pub(crate) report: BTreeSet<String>,
}

impl Account {
    /// Imports what a reader gave into a graph.
    pub(crate) fn of(edits: Result<Edits, Error>, kg: KnowledgeGraph) -> Self {
        match edits {
            Ok(edits) => {
                let report = edits.unread().map(|(name, count)| format!("unread: {name} {count}")).collect();
                Self::import(edits, report, kg)
            }
            Err(error) => Self { content: BTreeSet::new(), report: [error.to_string()].into() },
        }
    }

    /// Imports edits that come with a report.
    pub(crate) fn import(
        edits: impl IntoIterator<Item = Result<chancery::io::Placed, Error>>,
        mut report: BTreeSet<String>,
        mut kg: KnowledgeGraph,
    ) -> Self {
        let done = Import::new().apply_each(&mut kg, edits);
        report.extend(done.rejected.iter().map(|rejected| format!("{} {:?}", rejected.reason(), rejected.edit())));
        kg.validate().unwrap();
        Self { content: lines(&content(&kg)).collect(), report }
    }
}

/// Reads a file with each change, and demands that each is seen. The places of `said_twice` are redundant, or mean
/// nothing: nothing is lost without them.
pub(crate) fn each_field_is_accounted_for(
    file: &str,
    changes: impl IntoIterator<Item = Change>,
    said_twice: &[&str],
    read: impl Fn(&str) -> Account,
) {
    let whole = read(file);
    assert!(!whole.content.is_empty(), "the file itself is read: {whole:?}");
    let mut faults = Vec::new();
    let mut count = 0;
    for Change { how, field, value, place, file } in changes {
        count += 1;
        let part = read(&file);
        let reported: Vec<_> = part.report.difference(&whole.report).collect();
        let lost: Vec<_> = whole.content.difference(&part.content).collect();
        let won: Vec<_> = part.content.difference(&whole.content).collect();
        // What is not read is counted before and after.
        let named = |name: &str| part.report.iter().any(|line| line.contains(name));
        let redundant = said_twice.iter().any(|part| place.contains(part));
        let seen = match how {
            // One line that changes or goes says so itself; if more go, the report must say why.
            How::Left if redundant => true,
            How::Left if lost.len() > won.len() + 1 => !reported.is_empty(),
            How::Left => lost.len() + won.len() > 0 || part.report != whole.report,
            How::Spoiled => {
                named(SPOILED)
                    || named(&field)
                    || value.is_some_and(|value| named(&value))
                    || won.iter().any(|line| line.contains(SPOILED))
                    || redundant
            }
            How::Renamed => named(UNKNOWN) || named(&field) || won.iter().any(|line| line.contains(UNKNOWN)),
        };
        if !seen {
            faults.push(format!("{place} {how:?}:\n  reported {reported:?}\n  lost {lost:?}\n  new {won:?}\n"));
        }
    }
    assert!(count > 10, "only {count} changes");
    assert!(faults.is_empty(), "{} of {count} changes are not accounted for:\n{}", faults.len(), faults.concat());
}

/// The changes of a JSON text: each member and element of it, at any depth.
#[cfg(feature = "json")]
pub(crate) fn of_json(text: &str) -> Vec<Change> {
    use serde_json::Value;

    fn places(value: &Value, place: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                    places(value, &place, found);
                    found.push(place);
                }
            }
            Value::Array(items) => {
                for (n, value) in items.iter().enumerate() {
                    let place = format!("{place}/{n}");
                    places(value, &place, found);
                    found.push(place);
                }
            }
            _ => {}
        }
    }
    let whole: Value = serde_json::from_str(text).unwrap();
    let mut found = Vec::new();
    places(&whole, "", &mut found);
    let mut changes = Vec::new();
    for place in found {
        let (parent, name) = place.rsplit_once('/').unwrap();
        let field = name.replace("~1", "/").replace("~0", "~");
        for how in [How::Left, How::Spoiled, How::Renamed] {
            let mut file = whole.clone();
            match (how, file.pointer_mut(parent).unwrap()) {
                (How::Left, Value::Object(members)) => drop(members.remove(&field)),
                (How::Left, Value::Array(items)) => drop(items.remove(field.parse().unwrap())),
                (How::Renamed, Value::Object(members)) => {
                    let value = members.remove(&field).unwrap();
                    members.insert(UNKNOWN.to_owned(), value);
                }
                (How::Spoiled, parent) => *parent.pointer_mut(&format!("/{name}")).unwrap() = SPOILED.into(),
                _ => continue,
            }
            changes.push(Change {
                how,
                field: field.clone(),
                value: None,
                place: place.clone(),
                file: file.to_string(),
            });
        }
    }
    changes
}

/// The changes of a table of plain cells: each column, and each cell.
pub(crate) fn of_table(text: &str) -> Vec<Change> {
    let rows: Vec<Vec<String>> = {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let write = |rows: &[Vec<String>]| {
        let mut writer = ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in rows {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let mut changes = Vec::new();
    for (column, name) in rows[0].iter().enumerate() {
        let mut push = |how, place: String, rows: &[Vec<String>]| {
            changes.push(Change { how, field: name.clone(), value: None, place, file: write(rows) });
        };
        let mut left = rows.clone();
        for row in &mut left {
            row.remove(column);
        }
        push(How::Left, format!("column {name}"), &left);
        let mut renamed = rows.clone();
        UNKNOWN.clone_into(&mut renamed[0][column]);
        // Of an empty column nothing is lost.
        if rows[1..].iter().any(|row| !row[column].is_empty()) {
            push(How::Renamed, format!("column {name}"), &renamed);
        }
        for row in 1..rows.len() {
            for (how, text) in [(How::Left, ""), (How::Spoiled, SPOILED)] {
                let mut table = rows.clone();
                text.clone_into(&mut table[row][column]);
                if table != rows {
                    push(how, format!("row {row} {name}"), &table);
                }
            }
        }
    }
    changes
}

/// The changes of XML: each attribute, and each element that holds text alone.
#[cfg(feature = "graphml")]
pub(crate) fn of_xml(text: &str) -> Vec<Change> {
    let document = roxmltree::Document::parse(text).unwrap();
    let names: Vec<_> =
        document.descendants().filter_map(|key| Some((key.attribute("id")?, key.attribute("attr.name")?))).collect();
    let mut changes = Vec::new();
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        let mut push = |how, field: &str, value: Option<&str>, place: &str, range: std::ops::Range<usize>, by: &str| {
            let file = [&text[..range.start], by, &text[range.end..]].concat();
            let place = format!("{name} {place} at {}", range.start);
            changes.push(Change { how, field: field.to_owned(), value: value.map(str::to_owned), place, file });
        };
        for attribute in element.attributes().filter(|attribute| attribute.namespace().is_none()) {
            let (own, value) = (attribute.name(), Some(attribute.value()));
            push(How::Left, own, value, own, attribute.range(), "");
            push(How::Spoiled, own, value, own, attribute.range_value(), SPOILED);
            push(How::Renamed, own, value, own, attribute.range_qname(), UNKNOWN);
        }
        let inner = element.children().all(|child| child.is_text());
        if let (true, Some(child)) = (inner, element.first_child()) {
            let key = element.attribute("key").unwrap_or(name);
            let of = names.iter().find(|(id, _)| *id == key).map_or(key, |(_, name)| *name);
            push(How::Left, of, None, &format!("{of} element"), element.range(), "");
            push(How::Spoiled, of, None, &format!("{of} text"), child.range(), SPOILED);
            let whole = &text[element.range()];
            let renamed =
                whole.replace(&format!("<{name}"), "<zz-unknown").replace(&format!("</{name}>"), "</zz-unknown>");
            push(How::Renamed, of, None, &format!("{of} element"), element.range(), &renamed);
        }
    }
    changes
}

/// The changes of RDF: each statement left out, its object spoiled, its predicate renamed. The place is the statement.
#[cfg(feature = "rdf")]
pub(crate) fn of_rdf(text: &str, syntax: chancery::io::rdf::RdfFormat) -> Vec<Change> {
    use oxrdf::{Literal, NamedNode, Quad, Term};
    use oxrdfio::{RdfParser, RdfSerializer};

    fn spoil(term: &mut Term) {
        match term {
            Term::NamedNode(_) | Term::BlankNode(_) => {
                *term = NamedNode::new(format!("https://example.org/{SPOILED}")).unwrap().into();
            }
            Term::Literal(literal) => {
                *term = match literal.language() {
                    Some(tag) => Literal::new_language_tagged_literal(SPOILED, tag).unwrap().into(),
                    None => Literal::new_typed_literal(SPOILED, literal.datatype()).into(),
                }
            }
            Term::Triple(triple) => spoil(&mut triple.object),
        }
    }
    let quads: Vec<Quad> = RdfParser::from_format(syntax).for_slice(text).map(Result::unwrap).collect();
    let write = |quads: &[Quad]| {
        let mut writer = RdfSerializer::from_format(syntax).for_writer(Vec::new());
        for quad in quads {
            writer.serialize_quad(quad).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    };
    let mut changes = Vec::new();
    for (n, quad) in quads.iter().enumerate() {
        let name = quad.predicate.as_str();
        let field = name.rsplit(['#', '/']).next().unwrap();
        for how in [How::Left, How::Spoiled, How::Renamed] {
            let mut file = quads.clone();
            match how {
                How::Left => drop(file.remove(n)),
                How::Spoiled => spoil(&mut file[n].object),
                How::Renamed => {
                    file[n].predicate = NamedNode::new(format!("https://example.org/{UNKNOWN}")).unwrap();
                }
            }
            let value = Some(name.to_owned());
            changes.push(Change { how, field: field.to_owned(), value, place: quad.to_string(), file: write(&file) });
        }
    }
    changes
}
