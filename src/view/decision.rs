//! A decision about two entities, to read.

use super::NodeRef;
use crate::{graph::KnowledgeGraph, model::TransactionId};

/// A decision about two entities that is in force: that they are the same, or that they are to be kept apart.
#[derive(Clone, Copy)]
pub struct Decision<'g> {
    kg: &'g KnowledgeGraph,
    row: u32,
    ends: (u32, u32),
    verdict: Verdict,
}

/// What was decided about two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// They are one: the second stands for both.
    Merged,
    /// They are not one, and cannot be merged.
    KeptApart,
}

impl<'g> Decision<'g> {
    /// The duplicate, as it was recorded. Of two entities that are kept apart, the one named first.
    #[must_use]
    pub const fn entity(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends.0)
    }

    /// The entity that the duplicate was merged into, as it was recorded. Of two entities that are kept apart, the second.
    #[must_use]
    pub const fn other(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends.1)
    }

    /// What was decided.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The reason; empty if none was given.
    #[must_use]
    pub fn why(&self) -> &'g str {
        self.kg.why_decided(self.row)
    }

    /// The transaction that recorded the decision, which says when and by whom.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.altered_in(self.row)
    }
}

impl std::fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}({:?}, {:?}, {:?})", self.verdict, self.entity(), self.other(), self.why())
    }
}

impl KnowledgeGraph {
    /// The merges in force, in the order of recording.
    pub fn merges(&self) -> impl Iterator<Item = Decision<'_>> {
        let rows = self.tables().merged().decisions();
        rows.map(|(row, ends)| Decision { kg: self, row, ends, verdict: Verdict::Merged })
    }

    /// The decisions in force to keep two entities apart, in the order of recording.
    pub fn kept_apart(&self) -> impl Iterator<Item = Decision<'_>> {
        let rows = self.tables().merged().apart();
        rows.map(|(row, ends)| Decision { kg: self, row, ends, verdict: Verdict::KeptApart })
    }
}
