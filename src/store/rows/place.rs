//! Numbers of rows: where a table goes on, and numbers as SQLite takes them.

use crate::{graph::KnowledgeGraph, model::TransactionId};

/// The next number of each table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Place {
    pub(in crate::store) sources: u32,
    pub(in crate::store) nodes: u32,
    pub(in crate::store) facts: u32,
    pub(in crate::store) claims: u32,
    pub(in crate::store) alterations: u32,
}

impl Place {
    /// The place behind all that a graph had recorded when a transaction was opened.
    pub(in crate::store) fn before(kg: &KnowledgeGraph, id: TransactionId) -> Self {
        let marks = kg.tables().journal().start(id).copied().unwrap_or_else(|| kg.tables().marks());
        Self {
            sources: marks.sources,
            nodes: marks.nodes,
            facts: marks.facts,
            claims: marks.claims,
            alterations: marks.alterations,
        }
    }
}

/// A number as an integer of SQLite.
pub(super) fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
