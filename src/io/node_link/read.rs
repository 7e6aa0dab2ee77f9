//! Reading: nodes first, then links, whatever order they stand in.

use std::{collections::HashSet, fmt, io};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{
    error::{Error, ErrorKind},
    graph::Edit,
    io::{
        columns::{Columns, column_options},
        import::Edits,
        json,
        property::{RawEdge, RawNode, Reading},
        text,
    },
    model::{Claim, Source},
    schema::Schema,
};

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    graph: About,
    #[serde(default)]
    nodes: Vec<Item>,
    #[serde(default)]
    links: Option<Vec<Item>>,
    #[serde(default)]
    edges: Option<Vec<Item>>,
}

#[derive(Default)]
struct About {
    sources: Vec<Source>,
}

impl<'de> Deserialize<'de> for About {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// What another program says of its graph may be anything, and is not read.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Ours { chancery: String, sources: Vec<Source> },
            Other(IgnoredAny),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Ours { chancery, sources } if chancery == "node-link" => Self { sources },
            Form::Ours { .. } | Form::Other(_) => Self::default(),
        })
    }
}

/// Reads node-link JSON to edits: what a [`NodeLink`](super::NodeLink) wrote, and other files, whose members the caller
/// describes.
///
/// Names are looked up in the schema to find what a text is; nothing else is checked until an
/// [`Import`](crate::io::Import) applies the edits. An id that is not a valid key becomes the key that it suggests. The list of
/// links is `links` or `edges`, and a link names nodes by id or, as D3 once did, by their place in the list. Members that are
/// lists or objects are not read, nor are members without a meaning; [`Edits::unread`] counts both.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
}

impl<'s> Reader<'s> {
    /// A reader of node-link JSON as this crate writes it, for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, columns: Columns::default() }
    }

    column_options!(columns);

    /// Reads a document.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with line and column for text that is not JSON of this form, [`ErrorKind::Io`] if reading fails. The
    /// error of a node or link stands in its place among the edits.
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = text::read(document)?;
        read(&text, Reading::new(self.schema, self.columns.clone()))
    }
}

fn read(text: &str, mut reading: Reading<'_>) -> Result<Edits, Error> {
    // serde would take a list for an object.
    if text.trim_start().starts_with('[') {
        return Err(syntax("the document is a list; expected an object with `nodes` and `links`").at_position(1, 1));
    }
    let document: Document = json::parse(text)?;
    for source in document.graph.sources {
        reading.edit(Edit::AddSource(source), None);
    }
    let (mut ids, mut known) = (Vec::with_capacity(document.nodes.len()), HashSet::new());
    for (n, node) in document.nodes.into_iter().enumerate() {
        match raw_node(node, &mut reading) {
            Ok(node) => {
                ids.push(Some(node.id.clone()));
                known.insert(node.id.clone());
                reading.node(node);
            }
            Err(error) => {
                ids.push(None);
                reading.reject(json::with_position(text, error.at(format!("nodes[{n}]"))));
            }
        }
    }
    for (list, links) in [("links", document.links), ("edges", document.edges)] {
        for (n, link) in links.into_iter().flatten().enumerate() {
            match raw_edge(link, &ids, &known, &mut reading) {
                Ok(edge) => reading.edge(edge),
                Err(error) => reading.reject_edge(json::with_position(text, error.at(format!("{list}[{n}]")))),
            }
        }
    }
    Ok(reading.finish())
}

fn raw_node(node: Item, reading: &mut Reading<'_>) -> Result<RawNode, Error> {
    let Item::Members(members) = node else { return Err(syntax("a node is an object with an `id`")) };
    let mut raw = RawNode::default();
    for (name, cell) in members {
        match (name.as_str(), cell) {
            ("id", Cell::Text(text) | Cell::Number(text)) => raw.id = text,
            (_, Cell::Text(text) | Cell::Number(text)) => raw.cells.push((name, text)),
            (_, Cell::Null) => {}
            (_, Cell::Claims(_) | Cell::Other) => reading.unread(&name),
        }
    }
    if raw.id.is_empty() {
        return Err(syntax("a node has no `id`; expected a text or a number"));
    }
    Ok(raw)
}

fn raw_edge(
    link: Item,
    ids: &[Option<String>],
    known: &HashSet<String>,
    reading: &mut Reading<'_>,
) -> Result<RawEdge, Error> {
    let Item::Members(members) = link else { return Err(syntax("a link is an object with `source` and `target`")) };
    let mut raw = RawEdge::default();
    // A number is an id where there is such an id, else a place.
    let end = |number: String| {
        let place = number.parse::<usize>().ok().filter(|_| !known.contains(&number));
        place.and_then(|place| ids.get(place)?.clone()).unwrap_or(number)
    };
    let (mut source, mut target) = (None, None);
    for (name, cell) in members {
        match (name.as_str(), cell) {
            ("source", Cell::Text(text)) => source = Some(text),
            ("source", Cell::Number(number)) => source = Some(end(number)),
            ("target", Cell::Text(text)) => target = Some(text),
            ("target", Cell::Number(number)) => target = Some(end(number)),
            // What NetworkX tells parallel edges apart by.
            ("key", Cell::Text(_) | Cell::Number(_)) | (_, Cell::Null) => {}
            ("claims", Cell::Claims(claims)) => raw.claims = claims,
            (_, Cell::Text(text) | Cell::Number(text)) => raw.cells.push((name, text)),
            (_, Cell::Claims(_) | Cell::Other) => reading.unread(&name),
        }
    }
    let (Some(source), Some(target)) = (source, target) else {
        return Err(syntax("a link lacks its `source` or `target`; expected the id of a node"));
    };
    (raw.source, raw.target) = (source, target);
    Ok(raw)
}

/// A node or link: its members, or a value that is not an object.
enum Item {
    Members(Vec<(String, Cell)>),
    Other,
}

/// The value of a member.
enum Cell {
    Text(String),
    Number(String),
    Claims(Vec<Claim>),
    Null,
    Other,
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a node or link as an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let cell = if name == "claims" {
                        let Claims(cell) = map.next_value()?;
                        cell
                    } else {
                        map.next_value()?
                    };
                    members.push((name, cell));
                }
                Ok(Item::Members(members))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Item::Other)
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<Item, E> {
                Ok(Item::Other)
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Item, E> {
                Ok(Item::Other)
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Item, E> {
                Ok(Item::Other)
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Item, E> {
                Ok(Item::Other)
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Item, E> {
                Ok(Item::Other)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Item, E> {
                Ok(Item::Other)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Cell, E> {
                Ok(Cell::Text(text.to_owned()))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Cell, E> {
                Ok(Cell::Text(text))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Cell, E> {
                Ok(Cell::Number(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Cell, E> {
                Ok(Cell::Number(number.to_string()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Cell, E> {
                Ok(Cell::Number(number.to_string()))
            }

            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Cell, E> {
                Ok(Cell::Text(if yes { "yes" } else { "no" }.to_owned()))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Cell, E> {
                Ok(Cell::Null)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Cell::Other)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// Claims as a dossier has them, or as a text.
struct Claims(Cell);

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Claims;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of claims, or a text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Claims, E> {
                Ok(Claims(Cell::Text(text.to_owned())))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Claims, E> {
                Ok(Claims(Cell::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Claims, A::Error> {
                let mut claims = Vec::new();
                while let Some(claim) = seq.next_element()? {
                    claims.push(claim);
                }
                Ok(Claims(Cell::Claims(claims)))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

fn syntax(why: &str) -> Error {
    Error::new(ErrorKind::Syntax, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, io::Import};

    #[test]
    fn other_files_are_read_as_the_caller_explains_them() {
        let text = r#"{"graph": [1], "nodes": [{"id": 7, "group": "state", "size": [1]}, {"id": "two words", "group": "state"},
            {"group": "x"}], "edges": [{"source": 7, "target": 1, "value": 3}, {"source": 0, "target": "nobody"}, {"source": 1}]}"#;
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema().open());
        let reader = Reader::new(kg.schema()).column("group", crate::io::Column::Kind).relation("linked-to");
        let edits = reader.read(text.as_bytes()).unwrap();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("size", 1), ("value", 1)]);
        let done = Import::new().apply_each(&mut kg, edits);
        let told: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("line 2, column 13: nodes[2]: a node has no `id`"), "{told:?}");
        assert!(told[1].contains("nobody"), "{told:?}");
        assert!(told[2].starts_with("line 2, column 115: edges[2]: a link lacks"), "{told:?}");
        assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "7 linked-to two-words");
    }

    #[test]
    fn a_fault_of_form_has_its_place() {
        let schema = Schema::new();
        let fault = Reader::new(&schema).read(&b"{\"nodes\": [\n  {\"id\": 1},\n  x]}"[..]).unwrap_err();
        assert_eq!(fault.position().map(|at| at.line), Some(3));
        assert!(Reader::new(&schema).read(&b"[]"[..]).is_err());
    }
}
