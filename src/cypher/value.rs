//! The values that expressions have.

use std::sync::Arc;

use crate::time::{PartialDate, Truth};

/// A value of an expression.
#[derive(Clone, Debug)]
pub(super) enum Val {
    Null,
    /// True, false, or possibly true.
    Bool(Truth),
    Int(i64),
    Float(f64),
    Text(Arc<str>),
    Date(PartialDate),
    /// The number of a node of the graph: an entity, a value or the node of a fact.
    Node(u32),
    /// The number of a fact.
    Fact(u32),
    List(Arc<[Val]>),
    /// In the order in which the keys were written.
    Map(Arc<[(Arc<str>, Val)]>),
    Path(Arc<PathVal>),
}

/// A path: nodes, and the facts between each and the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PathVal {
    /// One more than facts.
    pub(super) nodes: Vec<u32>,
    pub(super) facts: Vec<u32>,
}
