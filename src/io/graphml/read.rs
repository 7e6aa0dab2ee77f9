//! Reading: nodes and edges in whatever order they stand, nodes within nodes too.

use std::{collections::HashSet, io};

use super::found::{Found, Key, Unread};
use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
};

use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    io::{
        columns::{Columns, column_options},
        foreign::{self, encoding::advance, is_blank, yes_no},
        import::Edits,
        property::{RawCell, RawEdge, RawNode, Reading},
    },
    schema::Schema,
};

/// The most elements that are open at once.
const DEEPEST: usize = 128;

/// Reads GraphML to edits: what a [`GraphMl`](super::GraphMl) wrote, and other files, whose attributes the caller
/// describes by name (`attr.name`, or for keys without one `yfiles.type` or the id).
///
/// Names are looked up in the schema to find what a text is; nothing else is checked until an
/// [`Import`](crate::io::Import) applies the edits. An id that is not a valid key becomes the key that it suggests, and
/// is kept as an identifier in the scheme `id`. An undirected edge is read from its source to its target. In files of
/// other programs white space around a value has no meaning, and an empty value is none. What has no meaning here, such
/// as hyperedges, ports and further attributes, is not read; [`Edits::unread`] counts it. No entity is expanded but
/// those of XML itself, and nothing is fetched. Elements may be nested 128 deep. A default stands in each node or edge
/// that gives no value; an error says if these copies would take far more memory than the document.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
}

impl<'s> Reader<'s> {
    /// A reader of GraphML as this crate writes it, for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, columns: Columns::default() }
    }

    column_options!(columns);
    column_options!(edge_ids);

    /// Reads a document in UTF-8.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with line and column for text that is not XML or not GraphML, [`ErrorKind::Io`] if reading
    /// fails. The error of a node or edge stands in its place among the edits.
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = foreign::read(document)?;
        read(&text, Reading::new(self.schema, self.columns.clone()))
    }
}

fn read(text: &str, mut reading: Reading<'_>) -> Result<Edits, Error> {
    let mut document =
        Document { text, place: (0, Position { line: 1, column: 1 }), open: Vec::new(), found: Found::default() };
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut rooted) = (0_usize, false);
    loop {
        let at = document.position(reader.buffer_position());
        let fault = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Syntax, why).at_position(at.line, at.column);
        let event = reader.read_event().map_err(|error| fault(&error))?;
        match event {
            Event::Start(start) => {
                depth += 1;
                rooted |= document.start(&start, at, &mut reading).map_err(|error| placed(error, at))?;
            }
            Event::Empty(start) => {
                rooted |= document.start(&start, at, &mut reading).map_err(|error| placed(error, at))?;
                document.end(at, &mut reading)?;
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                document.end(at, &mut reading)?;
            }
            Event::Text(part) => document.push(&part.xml10_content().map_err(|error| fault(&error))?, &mut reading),
            Event::CData(part) => document.push(&part.xml10_content().map_err(|error| fault(&error))?, &mut reading),
            Event::GeneralRef(reference) => {
                let known = reference.resolve_char_ref().map_err(|error| fault(&error))?;
                let name = reference.decode().map_err(|error| fault(&error))?;
                let text = known
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                let Some(text) = text else {
                    let why = format!("`&{};` is not a character that XML itself names", as_found(&name));
                    return Err(fault(&why));
                };
                document.push(&text, &mut reading);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if !rooted && depth > 0 {
            return Err(fault(&"the document is not GraphML; expected an element `graphml`"));
        }
    }
    let end = document.position(text.len() as u64);
    let why = match (rooted, depth, document.found.graphs) {
        (false, ..) => "the document is empty; expected GraphML",
        (_, 1.., _) => "the document ends within an element",
        (_, _, 0) => "the document has no element `graph`; expected one with nodes and edges",
        _ => {
            document.found.edits(text.len(), &mut reading)?;
            return Ok(reading.finish());
        }
    };
    Err(Error::new(ErrorKind::Syntax, why).at_position(end.line, end.column))
}

pub(super) fn placed(error: Error, at: Position) -> Error {
    error.at_position(at.line, at.column)
}

struct Document<'t> {
    text: &'t str,
    /// How far lines and columns have been counted.
    place: (usize, Position),
    open: Vec<Open>,
    found: Found,
}

/// An element that is open.
enum Open {
    Node(RawNode),
    Edge(RawEdge),
    Data(Data),
    Key(String, Key),
    Default(String),
    /// An element within a `data` or `default`, whose text belongs to that.
    Within(Within),
    /// `graphml` and `graph`, which hold no text of their own.
    Frame,
    /// What is not read.
    Other,
}

/// A `data` that is open.
struct Data {
    key: String,
    text: String,
    /// Whether elements are in it.
    nested: bool,
    /// The elements in it that have no text, and the attributes of the others.
    unread: Vec<String>,
}

/// An element within a `data` that is open.
struct Within {
    name: String,
    attributes: Vec<String>,
    is_empty: bool,
}

impl Document<'_> {
    /// Line and column of a byte. They are asked for in order, so that each character is counted once.
    fn position(&mut self, byte: u64) -> Position {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let (before, at) = self.place;
        let at = advance(at, self.text.as_bytes().get(before..byte).unwrap_or_default());
        self.place = (before.max(byte), at);
        at
    }

    /// Begins an element; true if it is the root.
    fn start(&mut self, start: &BytesStart<'_>, at: Position, reading: &mut Reading<'_>) -> Result<bool, Error> {
        let mut attributes = attributes(start)?;
        let mut take = |name: &str| {
            let at = attributes.iter().position(|(key, _)| key == name)?;
            Some(attributes.remove(at).1)
        };
        let need = |value: Option<String>, name: &str| {
            value.ok_or_else(|| {
                let element = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                Error::new(ErrorKind::Syntax, format!("the element `{element}` has no attribute `{name}`"))
            })
        };
        if self.open.len() >= DEEPEST {
            let why = format!("the element is nested too deep; expected at most {DEEPEST} elements one within another");
            return Err(Error::new(ErrorKind::Syntax, why));
        }
        let is_within = match self.open.last_mut() {
            Some(Open::Data(data)) => {
                data.nested = true;
                true
            }
            Some(Open::Within(around)) => {
                around.is_empty = false;
                true
            }
            Some(Open::Default(_)) => true,
            _ => false,
        };
        // The elements within a `data` are its text.
        if is_within {
            let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
            let attributes = attributes.into_iter().map(|(name, _)| name).filter(|name| !is_hint(name)).collect();
            self.open.push(Open::Within(Within { name, attributes, is_empty: true }));
            return Ok(false);
        }
        let mut root = false;
        let open = match start.local_name().as_ref() {
            b"graphml" => {
                root = self.open.is_empty();
                attributes.clear();
                Open::Frame
            }
            b"key" => {
                let id = need(take("id"), "id")?;
                let name = take("attr.name").or_else(|| take("yfiles.type")).unwrap_or_else(|| id.clone());
                take("attr.type");
                let of = take("for").unwrap_or_else(|| "all".to_owned());
                if !matches!(of.as_str(), "all" | "node" | "edge" | "graph" | "graphml") {
                    reading.unread(&format!("key for {of}"));
                }
                Open::Key(id, Key { name: name.into(), of, default: None, at })
            }
            b"default" if matches!(self.open.last(), Some(Open::Key(..))) => Open::Default(String::new()),
            b"node" => Open::Node(RawNode { id: need(take("id"), "id")?, at: Some(at), ..RawNode::default() }),
            b"edge" => {
                match take("directed").map(|directed| yes_no(&directed)) {
                    None | Some(Ok(true)) => {}
                    Some(Ok(false)) => reading.unread("undirected edge"),
                    Some(Err(_)) => reading.unread("directed"),
                }
                let (source, target) = (need(take("source"), "source")?.into(), need(take("target"), "target")?.into());
                Open::Edge(RawEdge { id: take("id"), source, target, at: Some(at), ..RawEdge::default() })
            }
            b"data" => {
                let key = need(take("key"), "key")?;
                Open::Data(Data { key, text: String::new(), nested: false, unread: Vec::new() })
            }
            b"graph" => {
                self.found.graphs += 1;
                match take("edgedefault").as_deref().map(str::trim) {
                    Some("directed") => {}
                    // A graph within a node is as the graph around it.
                    None if self.open.len() > 1 => {}
                    // Without the attribute nothing says that edges have a direction.
                    None | Some("undirected") => reading.unread("undirected graph"),
                    Some(_) => reading.unread("edgedefault"),
                }
                take("id");
                Open::Frame
            }
            name => {
                reading.unread(&String::from_utf8_lossy(name));
                attributes.clear();
                Open::Other
            }
        };
        for (name, _) in attributes.iter().filter(|(name, _)| !is_hint(name)) {
            reading.unread(name);
        }
        self.open.push(open);
        Ok(root)
    }

    /// Text goes to the `data` or `default` that is open, also from elements within it.
    fn push(&mut self, text: &str, reading: &mut Reading<'_>) {
        if let Some(Open::Within(within)) = self.open.last_mut()
            && !is_blank(text)
        {
            within.is_empty = false;
        }
        if let Some(held) = self.text() {
            held.push_str(text);
        } else if !is_blank(text) && !self.open.iter().any(|open| matches!(open, Open::Other)) {
            reading.unread("text outside of `data`");
        }
    }

    /// The text of the `data` or `default` that is open.
    fn text(&mut self) -> Option<&mut String> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Data(Data { text, .. }) | Open::Default(text) => Some(text),
            _ => None,
        })
    }

    /// What of an element within a `data` or `default` is not read: all of it if it has no text, else its attributes.
    fn unread_within(&mut self, within: Within, reading: &mut Reading<'_>) {
        let Within { name, attributes, is_empty } = within;
        let unread = if is_empty {
            vec![name]
        } else {
            attributes.iter().map(|attribute| format!("{name}.{attribute}")).collect()
        };
        let data =
            self.open.iter_mut().rev().find_map(|open| if let Open::Data(data) = open { Some(data) } else { None });
        match data {
            Some(data) => data.unread.extend(unread),
            None => unread.iter().for_each(|name| reading.unread(name)),
        }
    }

    fn end(&mut self, at: Position, reading: &mut Reading<'_>) -> Result<(), Error> {
        match self.open.pop() {
            Some(Open::Key(id, key)) => {
                if self.found.keys.contains_key(&id) {
                    let why = format!("two elements `key` have the id `{}`; expected one", as_found(&id));
                    return Err(placed(Error::new(ErrorKind::Syntax, why), at));
                }
                if key.default.is_some() && !matches!(key.of.as_str(), "all" | "node" | "edge") {
                    reading.unread(&key.name);
                }
                self.found.keys.insert(id, key);
            }
            Some(Open::Default(text)) => {
                if let Some(Open::Key(id, key)) = self.open.last_mut()
                    && key.default.replace(text).is_some()
                {
                    let why = format!("the key `{}` has two elements `default`; expected one", as_found(id));
                    return Err(placed(Error::new(ErrorKind::Syntax, why), at));
                }
            }
            Some(Open::Within(within)) => self.unread_within(within, reading),
            Some(Open::Data(Data { key, text, nested, unread })) => {
                let name = self.found.keys.get(&key).map_or_else(|| key.as_str().into(), |key| key.name.clone());
                let text = if nested { tidy(&text) } else { text };
                let of = match self.open.last() {
                    Some(Open::Node(_)) => Some(true),
                    Some(Open::Edge(_)) => Some(false),
                    _ => None,
                };
                if let Some(is_node) = of.filter(|_| !unread.is_empty()) {
                    let has_text = !is_blank(&text);
                    self.found.within.push(Unread { data: name.clone(), is_node, has_text, names: unread });
                }
                match self.open.last_mut() {
                    Some(Open::Node(RawNode { cells, .. }) | Open::Edge(RawEdge { cells, .. })) => {
                        cells.push(RawCell::new(name, text));
                    }
                    Some(Open::Frame) => self.found.data.push((name.to_string(), text, at)),
                    // Within an element that is not read, such as a port, its data are not read either.
                    _ => reading.unread(&name),
                }
            }
            Some(Open::Node(node)) => self.found.nodes.push(node),
            Some(Open::Edge(edge)) => self.found.edges.push(edge),
            Some(Open::Frame | Open::Other) | None => {}
        }
        Ok(())
    }
}

/// The text of a `data` with elements in it: without the line ends and blanks that lay these out.
fn tidy(text: &str) -> String {
    text.trim_matches(['\n', '\r', ' ', '\t']).to_owned()
}

/// Whether an attribute is a namespace or a hint for parsers, which say nothing of the graph.
fn is_hint(attribute: &str) -> bool {
    ["xmlns", "xml:", "xsi:", "parse."].iter().any(|known| attribute.starts_with(known))
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Error> {
    let invalid = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Syntax, why);
    let mut seen = HashSet::new();
    // The parser would compare each name with all before it.
    let mut parsed = start.attributes();
    let attributes = parsed.with_checks(false).map(|attribute| {
        let attribute = attribute.map_err(|error| invalid(&error))?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        if !seen.insert(name.clone()) {
            return Err(invalid(&format!("the attribute `{}` is given twice; expected it once", as_found(&name))));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| invalid(&error))?;
        Ok((name, value.into_owned()))
    });
    attributes.collect()
}
