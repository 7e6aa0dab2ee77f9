//! What stands at an end of a fact, as it is written.

use std::fmt;

use super::{At, word::Word};
use crate::{
    error::{Error, ErrorKind},
    model::{FactName, Node, Value, check_key},
};

/// An end as it is written. Only the range of the relation decides what a bare word is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    /// A bare word: a key, or where a number, a date, or yes or no is wanted, that.
    Bare(String),
    /// The key of an entity in any case.
    Key(String),
    /// `^visit`.
    Fact(FactName),
    /// A text, an address, or what names its type.
    Value(Value),
    /// It is missing or could not be read; its fault is recorded.
    Lost,
}

impl At<End> {
    /// Whether nothing is written in its place.
    pub(crate) fn is_missing(&self) -> bool {
        self.value == End::Lost && self.span.is_empty()
    }
}

impl End {
    /// The end as it is read without a schema: a bare word is a key.
    pub(crate) fn to_node(&self) -> Result<Node, Error> {
        Ok(match self {
            Self::Bare(word) => {
                check_key(word)?;
                Node::Entity(word.clone())
            }
            Self::Key(key) => Node::Entity(key.clone()),
            Self::Fact(name) => Node::Fact(name.clone()),
            Self::Value(value) => Node::Value(value.clone()),
            Self::Lost => return Err(Error::new(ErrorKind::Syntax, "an end of the fact could not be read")),
        })
    }
}

impl From<&Node> for End {
    fn from(node: &Node) -> Self {
        match node {
            Node::Entity(key) => Self::Key(key.clone()),
            Node::Fact(name) => Self::Fact(name.clone()),
            Node::Value(value) => Self::Value(value.clone()),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bare(word) => f.write_str(word),
            Self::Key(key) => Word(key).fmt(f),
            Self::Fact(name) => name.fmt(f),
            Self::Value(value @ (Value::Text(_) | Value::Url(_))) => value.fmt(f),
            Self::Value(value) => write!(f, "({} {value})", value.value_type()),
            Self::Lost => Ok(()),
        }
    }
}
