//! The JSON of node-link files, of this crate and of others, before it means anything.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{error::shown::as_found, model::Source};

/// The members of a document.
#[derive(Default)]
pub(super) struct Document {
    pub(super) graph: About,
    pub(super) nodes: Option<Vec<Item>>,
    pub(super) links: Option<Vec<Item>>,
    pub(super) edges: Option<Vec<Item>>,
    pub(super) directed: Option<Cell>,
    /// The names of all other members.
    pub(super) others: Vec<String>,
}

/// What a file says of its graph.
#[derive(Default)]
pub(super) struct About {
    /// Whether this crate wrote it.
    pub(super) own: bool,
    pub(super) sources: Vec<Source>,
    /// The names of all other members.
    pub(super) others: Vec<String>,
}

/// A node or link: its members, or a value that is not an object.
pub(super) enum Item {
    Members(Members),
    Other,
}

pub(super) type Members = Vec<(String, Cell)>;

/// The value of a member.
pub(super) enum Cell {
    Text(String),
    /// A number as text.
    Number(String),
    YesNo(bool),
    /// A number that JSON may have with more digits than were kept.
    Inexact(f64),
    List(Vec<Cell>),
    Object(Members),
    Null,
}

/// From here on two integers may be one float.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) const TWICE: &str = "the member is given twice; expected it once";

impl Cell {
    /// The text of what is neither a list nor an object.
    pub(super) fn scalar(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(Cow::Borrowed(text)),
            Self::YesNo(yes) => Some(Cow::Borrowed(if *yes { "true" } else { "false" })),
            Self::Inexact(_) | Self::List(_) | Self::Object(_) | Self::Null => None,
        }
    }

    /// What the cell says of a type of this crate.
    pub(super) fn parse<T: DeserializeOwned>(self) -> Result<T, String> {
        serde_json::from_value(self.plain()?).map_err(|error| error.to_string())
    }

    /// The cell as JSON, in which no object has a member twice. JSON is as deep as serde reads it.
    fn plain(self) -> Result<serde_json::Value, String> {
        use serde_json::Value;

        Ok(match self {
            Self::Text(text) => Value::String(text),
            // It was made from a number.
            Self::Number(text) => text.parse().map_or(Value::Null, Value::Number),
            Self::YesNo(yes) => Value::Bool(yes),
            Self::Inexact(number) => Value::from(number),
            Self::List(items) => Value::Array(items.into_iter().map(Self::plain).collect::<Result<_, _>>()?),
            Self::Object(members) => {
                let mut object = serde_json::Map::new();
                for (name, cell) in members {
                    let place = as_found(&name).to_string();
                    if object.insert(name, cell.plain()?).is_some() {
                        return Err(format!("`{place}`: {TWICE}"));
                    }
                }
                Value::Object(object)
            }
            Self::Null => Value::Null,
        })
    }

    /// The text of an id: a text, a number, or a list of these as JSON; `None` if it is none of these.
    pub(super) fn id(&self) -> Option<String> {
        match self {
            Self::List(items) => {
                let items = items.iter().map(|item| match item {
                    Self::List(_) => item.id(),
                    Self::Number(number) => Some(number.clone()),
                    item => item.scalar().map(|text| serde_json::Value::from(&*text).to_string()),
                });
                Some(format!("[{}]", items.collect::<Option<Vec<_>>>()?.join(",")))
            }
            cell => cell.scalar().map(Cow::into_owned),
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with `nodes`, and `links` or `edges`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let (mut document, mut seen) = (Document::default(), HashSet::new());
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "graph" => document.graph = map.next_value()?,
                        "nodes" => document.nodes = map.next_value()?,
                        "links" => document.links = map.next_value()?,
                        "edges" => document.edges = map.next_value()?,
                        "directed" => document.directed = Some(map.next_value()?),
                        // Whether there are parallel edges is seen from the edges.
                        "multigraph" => drop(map.next_value::<IgnoredAny>()?),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            document.others.push(name.clone());
                        }
                    }
                    if !seen.insert(name) {
                        return Err(de::Error::custom(TWICE));
                    }
                }
                Ok(document)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

impl<'de> Deserialize<'de> for About {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = About;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<About, A::Error> {
                let (mut about, mut waiting, mut seen) = (About::default(), None, HashSet::new());
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "chancery" => {
                            about.own = matches!(map.next_value()?, Cell::Text(text) if text == "node-link");
                            if !about.own {
                                about.others.push(name.clone());
                            }
                        }
                        // Read at once, its faults have their places in the document.
                        "sources" if about.own => about.sources = map.next_value()?,
                        "sources" => waiting = Some(map.next_value::<Cell>()?),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            about.others.push(name.clone());
                        }
                    }
                    if !seen.insert(name) {
                        return Err(de::Error::custom(TWICE));
                    }
                }
                match waiting {
                    Some(sources) if about.own => about.sources = sources.parse().map_err(de::Error::custom)?,
                    Some(_) => about.others.push("sources".to_owned()),
                    None => {}
                }
                if about.own {
                    // The vocabulary is that of the reader.
                    about.others.retain(|name| name != "vocabulary");
                }
                Ok(about)
            }
        }
        // Other programs may have anything here.
        match Cell::deserialize_or(deserializer, Read)? {
            Ok(about) => Ok(about),
            Err(_) => Ok(Self { others: vec![String::new()], ..Self::default() }),
        }
    }
}

impl Cell {
    /// Reads an object by a visitor, and anything else as a cell.
    fn deserialize_or<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        objects: V,
    ) -> Result<Result<V::Value, Self>, D::Error> {
        deserializer.deserialize_any(Any(objects))
    }
}

/// Reads an object by the visitor that it has, and anything else as a cell.
struct Any<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Any<V> {
    type Value = Result<V::Value, Cell>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Cell::Text(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Err(Cell::Text(text)))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Err(if number.abs() < EXACT { Cell::Number(number.to_string()) } else { Cell::Inexact(number) }))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Err(Cell::Number(number.to_string())))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Err(Cell::Number(number.to_string())))
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Err(Cell::YesNo(yes)))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Err(Cell::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Err(Cell::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.visit_map(map).map(Ok)
    }
}

/// Reads the members of an object.
struct ReadMembers;

impl<'de> Visitor<'de> for ReadMembers {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            members.push((name, map.next_value()?));
        }
        Ok(members)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize_or(deserializer, ReadMembers).map(|read| read.map_or_else(|cell| cell, Cell::Object))
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cell::deserialize_or(deserializer, ReadMembers).map(|read| read.map_or(Self::Other, Self::Members))
    }
}
