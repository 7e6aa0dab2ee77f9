//! Entities: the people, states, places and other things that facts are about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::shown::Shown;

/// An entity in plain values: a key, a kind and a first name. All else that is known of it is recorded as facts.
///
/// [`View::to_petgraph`](crate::View::to_petgraph) uses it as the weight of a node, and a dossier stores it.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// The key, unique in the graph and stable.
    pub key: String,
    /// The name of the entity's kind.
    pub kind: String,
    /// The first name. Further names are facts of the relation `also-known-as`.
    pub name: String,
}

impl Entity {
    /// An entity in plain values. Nothing is checked until it is added to a graph.
    pub fn new(key: impl Into<String>, kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: key.into(), kind: kind.into(), name: name.into() }
    }
}

/// Prints the name.
impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(&self.name).fmt(f)
    }
}
