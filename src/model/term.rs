//! The ends of a fact: as a draft names them, and in plain values.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IgnoredAny, MapAccess, Visitor},
};

use super::{FactId, Id, Value};

/// An end or role player as a draft names it. What a text means is decided by the range of the relation.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A node of the graph, by its handle.
    Node(Id),
    /// A key, the text of a value, or the key of a fact, as the range requires.
    Text(String),
    /// The key of an entity.
    Key(String),
    /// A value.
    Value(Value),
    /// A fact of the graph, by its handle.
    Fact(FactId),
}

/// An end or role player of a [`Fact`](super::Fact), by key.
///
/// In JSON an entity is its key, a value is an object that names its type (`{"date": "1953"}`), and a fact is
/// `{"fact": "its-key"}`, or `{"fact": "#3"}` for the fact at place 3 of the same file, counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// An entity, named by its key.
    Entity(String),
    /// A fact, named by its key or its place.
    Fact(FactName),
    /// A value.
    Value(Value),
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (serializer.is_human_readable(), self) {
            (true, Self::Entity(key)) => key.serialize(serializer),
            (true, Self::Fact(name)) => name.serialize(serializer),
            (true, Self::Value(value)) => value.serialize(serializer),
            (false, Self::Entity(key)) => serializer.serialize_newtype_variant("Node", 0, "entity", key),
            (false, Self::Fact(FactName { fact })) => serializer.serialize_newtype_variant("Node", 1, "fact", fact),
            (false, Self::Value(value)) => serializer.serialize_newtype_variant("Node", 2, "value", value),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(NodeVisitor);
        }
        Ok(match Tagged::deserialize(deserializer)? {
            Tagged::Entity(key) => Self::Entity(key),
            Tagged::Fact(fact) => Self::Fact(FactName { fact }),
            Tagged::Value(value) => Self::Value(value),
        })
    }
}

/// A node in a compact format, which cannot distinguish a key from an object.
#[derive(Deserialize)]
#[serde(rename = "Node", rename_all = "kebab-case")]
enum Tagged {
    Entity(String),
    Fact(String),
    Value(Value),
}

struct NodeVisitor;

/// The one field of a node that is not an entity.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Field {
    Fact,
    Text,
    Number,
    Date,
    Url,
    YesNo,
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of an entity, or an object with one of `fact`, `text`, `number`, `date`, `url`, `yes-no`")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Node, E> {
        Ok(Node::Entity(key.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let Some(field) = map.next_key()? else { return Err(de::Error::invalid_length(0, &self)) };
        let node = match field {
            Field::Fact => Node::Fact(FactName { fact: map.next_value()? }),
            Field::Text => Node::Value(Value::Text(map.next_value()?)),
            Field::Number => Node::Value(Value::Number(map.next_value()?)),
            Field::Date => Node::Value(Value::Date(map.next_value()?)),
            Field::Url => Node::Value(Value::Url(map.next_value()?)),
            Field::YesNo => Node::Value(Value::YesNo(map.next_value()?)),
        };
        match map.next_key::<IgnoredAny>()? {
            None => Ok(node),
            Some(_) => Err(de::Error::custom("a second field; expected only one")),
        }
    }
}

/// The name of a fact in a file: its key, or `#` and its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactName {
    /// The key, or `#3` for the fact at place 3, counted from 0.
    pub fact: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_distinguishes_the_three() {
        for (json, node) in [
            (r#""pakistan""#, Node::Entity("pakistan".into())),
            (r##"{"fact":"#3"}"##, Node::Fact(FactName { fact: "#3".into() })),
            (r#"{"text":"pakistan"}"#, Node::Value(Value::Text("pakistan".into()))),
            (r#"{"number":3}"#, Node::Value(3.into())),
            (r#"{"yes-no":true}"#, Node::Value(true.into())),
        ] {
            assert_eq!(serde_json::from_str::<Node>(json).unwrap(), node);
            assert_eq!(serde_json::to_string(&node).unwrap(), json);
        }
        assert!(serde_json::from_str::<Node>(r#"{"fact":"a","text":"b"}"#).is_err());
    }
}
