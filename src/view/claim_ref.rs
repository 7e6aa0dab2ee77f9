//! Reading a claim of a graph. It borrows the graph, costs nothing, and is `Copy`.

use std::fmt;

use super::{NodeRef, SourceRef};
use crate::{
    graph::KnowledgeGraph,
    model::{Claim, ClaimId, Confidence, FactId, Stance, TransactionId},
    tables::ClaimRecord,
};

/// A claim of a graph.
#[derive(Clone, Copy)]
pub struct ClaimRef<'g> {
    kg: &'g KnowledgeGraph,
    id: ClaimId,
}

impl<'g> ClaimRef<'g> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, id: ClaimId) -> Self {
        Self { kg, id }
    }

    /// Its handle.
    #[must_use]
    pub const fn id(&self) -> ClaimId {
        self.id
    }

    /// The fact that it is for or against.
    #[must_use]
    pub fn fact(&self) -> FactId {
        self.record().fact
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> SourceRef<'g> {
        SourceRef::new(self.kg, self.record().source)
    }

    /// Whose words the source reports, where it does not speak for itself.
    #[must_use]
    pub fn said_by(&self) -> Option<NodeRef<'g>> {
        self.record().speaker().map(|node| NodeRef::new(self.kg, self.kg.tables().merged().canonical(node)))
    }

    /// Whether it is for or against its fact.
    #[must_use]
    pub fn stance(&self) -> Stance {
        self.record().stance
    }

    /// Why the fact is inferred; none where the source states it.
    #[must_use]
    pub fn inferred(&self) -> Option<&'g str> {
        self.kg.tables().string(self.kg.tables().claim_extra(self.record())?.reason)
    }

    /// How sure whoever recorded it is of it.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        self.kg.tables().claim_extra(self.record())?.confidence()
    }

    /// The words of the source; none where the claim quotes nothing, or tells only the hash of it.
    #[must_use]
    pub fn quote(&self) -> Option<&'g str> {
        self.kg.quoted(self.id)
    }

    /// Where in the source's text the words stand, in characters from 0: the first, and the one after the last.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        self.kg.tables().claim_extra(self.record())?.range()
    }

    /// The transaction that recorded it.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.claim_recorded_in(self.id)
    }

    /// The claim in plain values.
    #[must_use]
    pub fn to_claim(&self) -> Claim {
        there(self.kg.plain_claim(self.id))
    }

    /// The claim in plain values as it was recorded, with the key of the speaker before any merge.
    #[must_use]
    pub fn as_recorded(&self) -> Claim {
        there(self.kg.recorded_claim(self.id))
    }

    pub(crate) fn record(&self) -> &'g ClaimRecord {
        there(self.kg.tables().claim(self.id))
    }
}

/// What the graph has of the claim of a `ClaimRef`.
#[expect(
    clippy::expect_used,
    reason = "a `ClaimRef` is made only of claims of its graph, and claims are never removed"
)]
fn there<T>(found: Option<T>) -> T {
    found.expect("the claim of a `ClaimRef` is in its graph")
}

/// The form of the notation.
impl fmt::Display for ClaimRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_claim().fmt(f)
    }
}
impl fmt::Debug for ClaimRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimRef({}: {self})", self.id.index())
    }
}

impl KnowledgeGraph {
    /// A claim, to read.
    #[must_use]
    pub fn read_claim(&self, id: ClaimId) -> Option<ClaimRef<'_>> {
        self.tables().claim(id).map(|_| ClaimRef::new(self, id))
    }

    /// All claims, in the order of recording.
    #[must_use]
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimRef<'_>> {
        (0..self.claim_count()).map(|n| ClaimRef::new(self, ClaimId::new(u32::try_from(n).unwrap_or(u32::MAX))))
    }
}
