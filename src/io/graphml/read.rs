//! Reading: nodes and edges in whatever order they stand, nodes within nodes too.

use std::{collections::HashMap, io, sync::Arc};

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
        foreign::{self, is_blank, yes_no},
        import::Edits,
        property::{RawCell, RawEdge, RawNode, Reading},
    },
    notation,
    schema::Schema,
};

/// Reads GraphML to edits: what a [`GraphMl`](super::GraphMl) wrote, and other files, whose attributes the caller describes by
/// name (`attr.name`, or for keys without one `yfiles.type` or the id).
///
/// Names are looked up in the schema to find what a text is; nothing else is checked until an
/// [`Import`](crate::io::Import) applies the edits. An id that is not a valid key becomes the key that it suggests, and is kept
/// as an identifier in the scheme `id`. An undirected edge is read from its source to its target. In files of other programs
/// white space around a value has no meaning, and an empty value is none. What has no meaning here, such as hyperedges, ports
/// and further attributes, is not read; [`Edits::unread`] counts it. No entity is expanded but those of XML itself, and nothing
/// is fetched.
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
    /// [`ErrorKind::Syntax`] with line and column for text that is not XML or not GraphML, [`ErrorKind::Io`] if reading fails. The
    /// error of a node or edge stands in its place among the edits.
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = foreign::read(document)?;
        read(&text, Reading::new(self.schema, self.columns.clone()))
    }
}

fn read(text: &str, mut reading: Reading<'_>) -> Result<Edits, Error> {
    let mut document = Document { text, place: Place::default(), open: Vec::new(), found: Found::default() };
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
            Event::CData(part) => document.push(&part.decode().map_err(|error| fault(&error))?, &mut reading),
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
            document.found.edits(&mut reading);
            return Ok(reading.finish());
        }
    };
    Err(Error::new(ErrorKind::Syntax, why).at_position(end.line, end.column))
}

fn placed(error: Error, at: Position) -> Error {
    error.at_position(at.line, at.column)
}

/// How far lines and columns have been counted.
struct Place {
    byte: usize,
    at: Position,
}

impl Default for Place {
    fn default() -> Self {
        Self { byte: 0, at: Position { line: 1, column: 1 } }
    }
}

struct Document<'t> {
    text: &'t str,
    place: Place,
    open: Vec<Open>,
    found: Found,
}

/// What the document has, in the order in which it ends.
#[derive(Default)]
struct Found {
    graphs: usize,
    keys: HashMap<String, Key>,
    nodes: Vec<RawNode>,
    edges: Vec<RawEdge>,
    /// The data of graphs: name, text and position.
    data: Vec<(String, String, Position)>,
}

#[derive(Clone)]
struct Key {
    name: Arc<str>,
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
    /// `graphml` and `graph`, which hold no text of their own.
    Frame,
    /// What is not read.
    Other,
}

impl Document<'_> {
    /// Line and column of a byte. They are asked for in order, so that each character is counted once.
    fn position(&mut self, byte: u64) -> Position {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        for passed in self.text.as_bytes().get(self.place.byte..byte).unwrap_or_default() {
            let Position { line, column } = &mut self.place.at;
            match passed {
                b'\n' => (*line, *column) = (line.saturating_add(1), 1),
                // Not the first byte of a character.
                0x80..=0xBF => {}
                _ => *column = column.saturating_add(1),
            }
        }
        self.place.byte = self.place.byte.max(byte);
        self.place.at
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
        if let Some(Open::Data(_, _, nested)) = self.open.last_mut() {
            *nested = true;
        }
        // The elements within a `data` are its text.
        if self.open.iter().any(|open| matches!(open, Open::Data(..) | Open::Default(_))) {
            self.open.push(Open::Frame);
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
                Open::Key(id, Key { name: name.into(), of, default: None })
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
            b"data" => Open::Data(need(take("key"), "key")?, String::new(), false),
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
        for (name, _) in attributes {
            // Namespaces, and hints for parsers, say nothing of the graph.
            if !["xmlns", "xml:", "xsi:", "parse."].iter().any(|known| name.starts_with(known)) {
                reading.unread(&name);
            }
        }
        self.open.push(open);
        Ok(root)
    }

    /// Text goes to the `data` or `default` that is open, also from elements within it.
    fn push(&mut self, text: &str, reading: &mut Reading<'_>) {
        let wants = |open: &&mut Open| matches!(open, Open::Data(..) | Open::Default(_));
        if let Some(Open::Data(_, held, _) | Open::Default(held)) = self.open.iter_mut().rev().find(wants) {
            held.push_str(text);
        } else if !is_blank(text) && !self.open.iter().any(|open| matches!(open, Open::Other)) {
            reading.unread("text outside of `data`");
        }
    }

    fn end(&mut self, at: Position, reading: &mut Reading<'_>) -> Result<(), Error> {
        match self.open.pop() {
            Some(Open::Key(id, key)) => {
                if self.found.keys.contains_key(&id) {
                    let why = format!("two elements `key` have the id `{}`; expected one", id.escape_debug());
                    return Err(placed(Error::new(ErrorKind::Syntax, why), at));
                }
                self.found.keys.insert(id, key);
            }
            Some(Open::Default(text)) => {
                if let Some(Open::Key(_, key)) = self.open.last_mut() {
                    key.default = Some(text);
                }
            }
            Some(Open::Data(key, text, nested)) => {
                let name = self.found.keys.get(&key).map_or_else(|| key.as_str().into(), |key| key.name.clone());
                let text = if nested { tidy(&text) } else { text };
                match self.open.last_mut() {
                    Some(Open::Node(RawNode { cells, .. }) | Open::Edge(RawEdge { cells, .. })) => {
                        cells.push(RawCell::new(name, text));
                    }
                    Some(Open::Frame) => self.found.data.push((name.to_string(), text, at)),
                    // Within an element that is not read, such as a port, its data are not read either.
                    _ => reading.unread(&name),
                }
            }
            Some(Open::Node(mut node)) => {
                self.found.defaults("node", &mut node.cells);
                self.found.nodes.push(node);
            }
            Some(Open::Edge(mut edge)) => {
                self.found.defaults("edge", &mut edge.cells);
                self.found.edges.push(edge);
            }
            Some(Open::Frame | Open::Other) | None => {}
        }
        Ok(())
    }
}

impl Found {
    fn defaults(&self, of: &str, cells: &mut Vec<RawCell>) {
        let mut defaults: Vec<_> = self
            .keys
            .values()
            .filter(|key| key.of == of || key.of == "all")
            .filter_map(|key| Some((&key.name, key.default.as_ref()?)))
            .filter(|(name, _)| cells.iter().all(|given| given.name != **name))
            .collect();
        defaults.sort_unstable();
        cells.extend(defaults.into_iter().map(|(name, text)| RawCell::new(name.clone(), text.clone())));
    }

    fn edits(self, reading: &mut Reading<'_>) {
        let own = self.data.iter().any(|(name, text, _)| name == "chancery" && text == "graphml");
        reading.set_own(own);
        for (name, text, at) in self.data {
            match name.as_str() {
                "chancery" if own => {}
                "sources" if own => sources(&text, at, reading),
                name => reading.unread(name),
            }
        }
        let trim = |cells: &mut Vec<RawCell>| {
            for cell in cells.iter_mut().filter(|cell| !own && cell.text.trim().len() < cell.text.len()) {
                cell.text = cell.text.trim().to_owned();
            }
        };
        for mut node in self.nodes {
            trim(&mut node.cells);
            reading.node(node);
        }
        for mut edge in self.edges {
            trim(&mut edge.cells);
            reading.edge(edge);
        }
    }
}

/// The sources of a file of this crate, in the notation.
fn sources(text: &str, at: Position, reading: &mut Reading<'_>) {
    match notation::read(text, Schema::new()) {
        Ok(kg) => {
            for source in Dossier::of(&kg.view()).sources {
                reading.edit(Edit::AddSource(source), Some(at));
            }
        }
        Err(faults) => {
            let why = faults.as_slice().first().map_or_else(String::new, |fault| fault.error().message().to_owned());
            reading.reject(placed(Error::new(ErrorKind::Syntax, why).at("sources"), at));
        }
    }
}

/// The text of a `data` with elements in it: without the line ends and blanks that lay these out.
fn tidy(text: &str) -> String {
    text.trim_matches(['\n', '\r', ' ', '\t']).to_owned()
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Error> {
    let invalid = |why: &dyn std::fmt::Display| Error::new(ErrorKind::Syntax, why);
    start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|error| invalid(&error))?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| invalid(&error))?;
            Ok((name, value.into_owned()))
        })
        .collect()
}
