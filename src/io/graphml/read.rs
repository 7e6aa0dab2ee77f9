//! Reading: nodes and edges in whatever order they stand, nodes within nodes too.

use std::{collections::HashMap, io};

use quick_xml::{
    XmlVersion,
    events::{BytesStart, Event},
};

use crate::{
    dossier::Dossier,
    error::{Error, ErrorKind, Position},
    graph::Edit,
    io::{
        columns::{Columns, column_options},
        import::Edits,
        property::{RawEdge, RawNode, Reading},
        text,
    },
    notation,
    schema::Schema,
};

/// Reads GraphML to edits: what a [`GraphMl`](super::GraphMl) wrote, and other files, whose attributes the caller describes by
/// name (`attr.name`, or for keys without one `yfiles.type` or the id).
///
/// Names are looked up in the schema to find what a text is; nothing else is checked until an
/// [`Import`](crate::io::Import) applies the edits. An id that is not a valid key becomes the key that it suggests. An
/// undirected edge is read from its source to its target. Hyperedges, ports, and attributes without a meaning are not read;
/// [`Edits::unread`] counts them. No entity is expanded but those of XML itself, and nothing is fetched.
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

    /// Reads a document in UTF-8.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with line and column for text that is not XML or not GraphML, [`ErrorKind::Io`] if reading fails. The
    /// error of a node or edge stands in its place among the edits.
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = text::read(document)?;
        read(&text, Reading::new(self.schema, self.columns.clone()))
    }
}

fn read(text: &str, mut reading: Reading<'_>) -> Result<Edits, Error> {
    let mut document = Document { text, at: 0, line: 1, keys: HashMap::new(), open: Vec::new(), nodes: Vec::new() };
    let mut edges = Vec::new();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut rooted) = (0_usize, false);
    loop {
        let before = reader.buffer_position();
        let at = document.position(before);
        let fault = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Syntax, why).at_position(at.line, at.column);
        let event = reader.read_event().map_err(|error| fault(&error))?;
        match event {
            Event::Start(start) => {
                depth += 1;
                rooted |= document.start(&start, at, &mut reading).map_err(|error| placed(error, at))?;
            }
            Event::Empty(start) => {
                rooted |= document.start(&start, at, &mut reading).map_err(|error| placed(error, at))?;
                document.end(&mut edges, &mut reading);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                document.end(&mut edges, &mut reading);
            }
            Event::Text(part) => document.push(&part.xml10_content().map_err(|error| fault(&error))?),
            Event::CData(part) => document.push(&part.decode().map_err(|error| fault(&error))?),
            Event::GeneralRef(reference) => {
                let known = reference.resolve_char_ref().map_err(|error| fault(&error))?;
                let name = reference.decode().map_err(|error| fault(&error))?;
                let text = known
                    .map(String::from)
                    .or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                let Some(text) = text else {
                    let why = format!("`&{};` is not a character that XML itself names", name.escape_debug());
                    return Err(fault(&why));
                };
                document.push(&text);
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if !rooted && depth > 0 {
            return Err(fault(&"the document is not GraphML; expected an element `graphml`"));
        }
    }
    if !rooted || depth > 0 {
        let at = document.position(text.len() as u64);
        let why =
            if rooted { "the document ends within an element" } else { "the document is empty; expected GraphML" };
        return Err(Error::new(ErrorKind::Syntax, why).at_position(at.line, at.column));
    }
    for node in document.nodes {
        reading.node(node);
    }
    for edge in edges {
        match edge {
            Ok(edge) => reading.edge(edge),
            Err(error) => reading.reject_edge(error),
        }
    }
    Ok(reading.finish())
}

fn placed(error: Error, at: Position) -> Error {
    error.at_position(at.line, at.column)
}

struct Document<'t> {
    text: &'t str,
    /// How far lines have been counted, where that line begins, and its number.
    at: usize,
    line: u32,
    keys: HashMap<String, Key>,
    open: Vec<Open>,
    nodes: Vec<RawNode>,
}

#[derive(Clone)]
struct Key {
    name: String,
    of: String,
    default: Option<String>,
}

/// An element that is open.
enum Open {
    Node(RawNode),
    Edge(RawEdge),
    /// The key of a `data`, its text so far, and whether elements were in it.
    Data(String, String, bool),
    Key(String, Key),
    Default(String),
    Other,
}

impl Document<'_> {
    /// Line and column of a byte. They are asked for in order, so that each line is counted once.
    fn position(&mut self, byte: u64) -> Position {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        while let Some(found) =
            self.text.as_bytes().get(self.at..byte).and_then(|rest| rest.iter().position(|b| *b == b'\n'))
        {
            self.at += found + 1;
            self.line = self.line.saturating_add(1);
        }
        // The beginning of a line may be long: its characters are counted only as far as a column goes.
        let column = self.text.get(self.at..byte).map_or(0, |rest| rest.chars().take(10_000).count());
        Position { line: self.line, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) }
    }

    /// Begins an element; true if it is the root.
    fn start(&mut self, start: &BytesStart<'_>, at: Position, reading: &mut Reading<'_>) -> Result<bool, Error> {
        let attributes = attributes(start)?;
        let get = |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let need = |name: &str| {
            get(name).ok_or_else(|| {
                let element = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                Error::new(ErrorKind::Syntax, format!("the element `{element}` has no attribute `{name}`"))
            })
        };
        let mut root = false;
        let open = match start.local_name().as_ref() {
            b"graphml" => {
                root = true;
                Open::Other
            }
            b"key" => {
                let id = need("id")?;
                let name = get("attr.name").or_else(|| get("yfiles.type")).unwrap_or_else(|| id.clone());
                Open::Key(id, Key { name, of: get("for").unwrap_or_else(|| "all".to_owned()), default: None })
            }
            b"default" if matches!(self.open.last(), Some(Open::Key(..))) => Open::Default(String::new()),
            b"node" => Open::Node(RawNode { id: need("id")?, at: Some(at), ..RawNode::default() }),
            b"edge" => {
                if get("directed").as_deref() == Some("false") {
                    reading.unread("directed=\"false\"");
                }
                let (source, target) = (need("source")?, need("target")?);
                Open::Edge(RawEdge { source, target, at: Some(at), ..RawEdge::default() })
            }
            b"data" => Open::Data(need("key")?, String::new(), false),
            b"graph" => {
                if get("edgedefault").as_deref() == Some("undirected") {
                    reading.unread("edgedefault=\"undirected\"");
                }
                Open::Other
            }
            name @ (b"hyperedge" | b"port" | b"locator") => {
                reading.unread(&String::from_utf8_lossy(name));
                Open::Other
            }
            _ => Open::Other,
        };
        if let Some(Open::Data(_, _, nested)) = self.open.last_mut() {
            *nested = true;
        }
        self.open.push(open);
        Ok(root)
    }

    /// Text goes to the `data` or `default` that is open, also from elements within it.
    fn push(&mut self, text: &str) {
        let wants = |open: &&mut Open| matches!(open, Open::Data(..) | Open::Default(_));
        if let Some(Open::Data(_, told, _) | Open::Default(told)) = self.open.iter_mut().rev().find(wants) {
            told.push_str(text);
        }
    }

    fn end(&mut self, edges: &mut Vec<Result<RawEdge, Error>>, reading: &mut Reading<'_>) {
        match self.open.pop() {
            Some(Open::Key(id, key)) => {
                self.keys.insert(id, key);
            }
            Some(Open::Default(text)) => {
                if let Some(Open::Key(_, key)) = self.open.last_mut() {
                    key.default = Some(text);
                }
            }
            Some(Open::Data(key, text, nested)) => {
                self.data(&key, if nested { tidy(&text) } else { text }, reading);
            }
            Some(Open::Node(mut node)) => {
                self.defaults("node", &mut node.cells);
                self.nodes.push(node);
            }
            Some(Open::Edge(mut edge)) => {
                self.defaults("edge", &mut edge.cells);
                edges.push(Ok(edge));
            }
            Some(Open::Other) | None => {}
        }
    }

    fn data(&mut self, key: &str, text: String, reading: &mut Reading<'_>) {
        let name = self.keys.get(key).map_or(key, |key| key.name.as_str()).to_owned();
        // Within an element that is not read, such as a port, its data are not read either.
        match self.open.last_mut() {
            Some(Open::Node(node)) => node.cells.push((name, text)),
            Some(Open::Edge(edge)) => edge.cells.push((name, text)),
            _ if name == "sources" => match notation::read(&text, Schema::new()) {
                Ok(kg) => {
                    for source in Dossier::of(&kg.view()).sources {
                        reading.edit(Edit::AddSource(source), None);
                    }
                }
                Err(faults) => {
                    let why =
                        faults.as_slice().first().map_or_else(String::new, |fault| fault.error().message().to_owned());
                    reading.reject(Error::new(ErrorKind::Syntax, why).at("sources"));
                }
            },
            _ => reading.unread(&name),
        }
    }

    fn defaults(&self, of: &str, cells: &mut Vec<(String, String)>) {
        let mut defaults: Vec<_> = self
            .keys
            .values()
            .filter(|key| key.of == of || key.of == "all")
            .filter_map(|key| Some((&key.name, key.default.as_ref()?)))
            .filter(|(name, _)| cells.iter().all(|(given, _)| given != *name))
            .collect();
        defaults.sort_unstable();
        cells.extend(defaults.into_iter().map(|(name, text)| (name.clone(), text.clone())));
    }
}

/// The text of a `data` with elements in it: without the line ends and blanks that lay these out.
fn tidy(text: &str) -> String {
    text.trim_matches(['\n', '\r', ' ', '\t']).to_owned()
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Error> {
    let told = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Syntax, why);
    start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|error| told(&error))?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| told(&error))?;
            Ok((name, value.into_owned()))
        })
        .collect()
}
