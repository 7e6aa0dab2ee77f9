//! The lines of a file as records: one for each id, wherever its parts stand.

use std::fmt;

use indexmap::{IndexMap, map::Entry};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use super::model::is_under;
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    io::{foreign::is_blank, import::Edits},
};

/// JSON in which no object has a member twice.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// A text, a number as text, or `true` or `false`.
    Text(String),
    /// A number that the file may have with more digits than were kept.
    Inexact,
    List(Vec<Json>),
    Object(IndexMap<String, Json>),
    Null,
}

/// From here on two integers may be one float.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }

            fn visit_bool<E>(self, yes: bool) -> Result<Json, E> {
                Ok(Json::Text(yes.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Text(number.to_string()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Text(number.to_string()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(if number.abs() < EXACT { Json::Text(number.to_string()) } else { Json::Inexact })
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Json::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut members = IndexMap::new();
                while let Some(name) = map.next_key::<String>()? {
                    if members.contains_key(&name) {
                        return Err(de::Error::custom("the member is given twice; expected it once"));
                    }
                    members.insert(name, map.next_value()?);
                }
                Ok(Json::Object(members))
            }
        }
        deserializer.deserialize_any(Read)
    }
}

/// A value of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Given {
    Text(String),
    /// The id of an entity that stands in the place of the value.
    Nested(String),
    /// One number or more whose digits were not kept: an error if the property is read.
    Inexact,
}

impl Given {
    pub(super) fn text(&self) -> Result<&str, Error> {
        match self {
            Self::Text(text) | Self::Nested(text) => Ok(text),
            Self::Inexact => {
                let why = "the number has more digits than are kept of a number; expected it as a text";
                Err(Error::new(ErrorKind::InvalidValue, why))
            }
        }
    }
}

/// An entity of the file, or what joins two.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) schema: String,
    pub(super) caption: Option<String>,
    /// The values of each property, each with the line where it is first.
    pub(super) properties: IndexMap<String, IndexMap<Given, Position>>,
    /// The line where it is first.
    pub(super) at: Position,
}

/// The records of a file by id. The parts of a record may be in several lines, and in other records.
#[derive(Debug, Default)]
pub(super) struct Records {
    pub(super) list: IndexMap<String, Record>,
}

impl Records {
    /// Takes an entity of a line, with all that is nested in it. Returns its id.
    pub(super) fn take(&mut self, json: Json, at: Position, edits: &mut Edits) -> Result<String, Error> {
        let Json::Object(mut members) = json else { return Err(shape("a value that is not an object")) };
        let mut text = |name: &str| match members.shift_remove(name) {
            Some(Json::Text(text)) if !is_blank(&text) => Ok(text),
            Some(_) => Err(Error::new(ErrorKind::Syntax, "it is not valid; expected a text").at(name)),
            None => Err(shape(&format!("an object without `{name}`"))),
        };
        let (id, schema) = (text("id")?, text("schema")?);
        let caption = match members.shift_remove("caption") {
            Some(Json::Text(caption)) if !is_blank(&caption) => Some(caption),
            None | Some(Json::Null) => None,
            Some(_) => {
                edits.note_unread("caption");
                None
            }
        };
        let properties = match members.shift_remove("properties") {
            None | Some(Json::Null) => IndexMap::new(),
            Some(Json::Object(properties)) => properties,
            Some(_) => {
                return Err(Error::new(ErrorKind::Syntax, "it is not valid; expected an object").at("properties"));
            }
        };
        // What a file says of an entity as a record, not of the world.
        members.keys().for_each(|name| edits.note_unread(name));
        let record = match self.list.entry(id.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let properties = IndexMap::new();
                free.insert(Record { schema: schema.clone(), caption: caption.clone(), properties, at })
            }
        };
        if is_under(&schema, &record.schema) {
            record.schema = schema;
        } else if !is_under(&record.schema, &schema) {
            let why = format!(
                "the entity `{}` of line {} is of the schema `{}`; expected that or one under it",
                as_found(&id),
                record.at.line,
                as_found(&record.schema)
            );
            return Err(Error::new(ErrorKind::Syntax, why).at("schema"));
        }
        match (&record.caption, caption) {
            (Some(known), Some(other)) if *known != other => edits.note_unread("caption"),
            (None, other) => record.caption = other,
            _ => {}
        }
        for (property, values) in properties {
            let values = if let Json::List(values) = values { values } else { vec![values] };
            for value in values {
                if let Some(given) = self.given(&property, value, at, edits) {
                    self.add(&id, property.clone(), given, at);
                }
            }
        }
        Ok(id)
    }

    /// A value, if it has a meaning.
    fn given(&mut self, property: &str, value: Json, at: Position, edits: &mut Edits) -> Option<Given> {
        match value {
            Json::Text(text) => (!is_blank(&text)).then_some(Given::Text(text)),
            Json::Null => None,
            Json::Inexact => Some(Given::Inexact),
            Json::List(_) => {
                edits.note_unread(property);
                None
            }
            Json::Object(members) if members.contains_key("schema") => {
                match self.take(Json::Object(members), at, edits) {
                    Ok(id) => Some(Given::Nested(id)),
                    Err(error) => {
                        edits.push_error(error.at(property), Some(at));
                        None
                    }
                }
            }
            Json::Object(mut members) => match members.shift_remove("id") {
                Some(Json::Text(id)) if !is_blank(&id) => {
                    members.keys().for_each(|name| edits.note_unread(format!("{property}.{name}")));
                    Some(Given::Nested(id))
                }
                _ => {
                    edits.note_unread(property);
                    members.keys().for_each(|name| edits.note_unread(format!("{property}.{name}")));
                    None
                }
            },
        }
    }

    fn add(&mut self, id: &str, property: String, given: Given, at: Position) {
        // The record of the id was just made; what is nested makes others.
        let Some(record) = self.list.get_mut(id) else { return };
        record.properties.entry(property).or_default().entry(given).or_insert(at);
    }
}

fn shape(found: &str) -> Error {
    let why =
        format!("the line is {found}; expected an entity of FollowTheMoney, with `id`, `schema` and `properties`");
    Error::new(ErrorKind::Syntax, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::json;

    fn records(lines: &[&str]) -> (Records, Edits, Vec<String>) {
        let (mut records, mut edits, mut faults) = (Records::default(), Edits::new(), Vec::new());
        for (n, line) in (1..).zip(lines) {
            let taken =
                json::parse(line).and_then(|json| records.take(json, Position { line: n, column: 1 }, &mut edits));
            faults.extend(taken.err().map(|error| error.to_string()));
        }
        (records, edits, faults)
    }

    #[test]
    fn the_parts_of_an_entity_are_one_record() {
        let (records, edits, faults) = records(&[
            r#"{"id": "a", "schema": "LegalEntity", "properties": {"name": ["A", "A", null, " "], "amount": [3, 2.5, true, 1e300, [1]]}}"#,
            r#"{"id": "p", "schema": "Person", "properties": {"parent": {"id": "a", "schema": "Company", "caption": "A", "properties": {"name": ["B"]}}}}"#,
            r#"{"id": "a", "schema": "Person", "properties": {"name": ["C"]}}"#,
        ]);
        let texts = |id: &str, property: &str| -> Vec<&str> {
            records.list[id].properties[property].keys().filter_map(|given| given.text().ok()).collect()
        };
        assert_eq!((records.list["a"].schema.as_str(), records.list["a"].at.line), ("Company", 1));
        assert_eq!((texts("a", "name"), texts("a", "amount")), (vec!["A", "B"], vec!["3", "2.5", "true"]));
        assert_eq!(records.list["p"].properties["parent"][0], Position { line: 2, column: 1 });
        assert!(records.list["p"].properties["parent"].contains_key(&Given::Nested("a".into())));
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("amount", 1)]);
        assert!(records.list["a"].properties["amount"].contains_key(&Given::Inexact));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("of line 1 is of the schema `Company`"), "{faults:?}");
    }

    #[test]
    fn lines_of_another_shape_are_refused() {
        let (_, _, faults) = records(&[
            r#"{"hello": 1}"#,
            r#"{"id": 18446744073709551616, "schema": "Person"}"#,
            r#"{"id": "a", "schema": "Person", "properties": {"name": ["A"], "name": ["B"]}}"#,
            r#"{"id": "a", "schema": "Person", "properties": 3}"#,
            "3",
        ]);
        for (fault, part) in faults.iter().zip([
            "an object without `id`; expected an entity",
            "id: it is not valid; expected a text",
            "properties.name: the member is given twice",
            "properties: it is not valid; expected an object",
            "a value that is not an object",
        ]) {
            assert!(fault.contains(part), "{fault}");
        }
        assert_eq!(faults.len(), 5);
    }
}
