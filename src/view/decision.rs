//! Reading a decision about two entities: that they are one, or that they are kept apart.

use super::NodeRef;
use crate::{graph::KnowledgeGraph, model::TransactionId};

/// A decision about two entities that stands: that they are one, or that they are to be kept apart.
#[derive(Clone, Copy)]
pub struct Merge<'g> {
    kg: &'g KnowledgeGraph,
    row: u32,
    ends: (u32, u32),
}

impl<'g> Merge<'g> {
    /// The entity that was found to be a duplicate, as it was recorded; of two kept apart, the first named.
    #[must_use]
    pub const fn entity(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends.0)
    }

    /// The entity that it was merged into, or is kept apart from, as it was recorded.
    #[must_use]
    pub const fn other(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends.1)
    }

    /// Why; empty where no reason was given.
    #[must_use]
    pub fn why(&self) -> &'g str {
        self.kg.why_decided(self.row)
    }

    /// The transaction that recorded it, which says by whom and when.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.altered_in(self.row)
    }
}

impl std::fmt::Debug for Merge<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Merge({:?}, {:?}, {:?})", self.entity(), self.other(), self.why())
    }
}

impl KnowledgeGraph {
    /// The merges that stand, in the order of recording.
    pub fn merges(&self) -> impl Iterator<Item = Merge<'_>> {
        self.tables().merged().decisions().map(|(row, ends)| Merge { kg: self, row, ends })
    }

    /// The decisions to keep two apart that stand, in the order of recording.
    pub fn kept_apart(&self) -> impl Iterator<Item = Merge<'_>> {
        self.tables().merged().apart().map(|(row, ends)| Merge { kg: self, row, ends })
    }
}
