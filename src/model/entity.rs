//! Entities: whoever and whatever facts are about.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An entity in plain values: a key, a kind and a first name. Whatever else is known of it is a fact.
///
/// This is what a view gives petgraph as a node's weight, and what a dossier holds.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Its key, unique in the graph and stable.
    pub key: String,
    /// The name of its kind.
    pub kind: String,
    /// Its first name.
    pub name: String,
}

impl Entity {
    /// An entity in plain values; nothing is checked until a graph takes it.
    pub fn new(key: impl Into<String>, kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), kind: kind.into(), name: name.into() }
    }
}

/// Its name.
impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
