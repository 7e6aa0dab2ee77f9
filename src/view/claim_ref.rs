//! A claim of a graph, to read: a reference and a number, and `Copy`.

use std::{borrow::Cow, fmt};

use super::{NodeRef, SourceRef};
use crate::{
    graph::KnowledgeGraph,
    model::{Claim, ClaimId, Confidence, FactId, Stance, TransactionId},
    tables::ClaimRecord,
};

/// A claim of a graph: a source that supports or disputes a fact. Its `Display` is its form in the notation.
#[derive(Clone, Copy)]
pub struct ClaimRef<'g> {
    kg: &'g KnowledgeGraph,
    id: ClaimId,
}

impl<'g> ClaimRef<'g> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, id: ClaimId) -> Self {
        Self { kg, id }
    }

    /// The id of the claim.
    #[must_use]
    pub const fn id(&self) -> ClaimId {
        self.id.given_by(self.kg.origin())
    }

    /// The id of the fact that it supports or disputes.
    #[must_use]
    pub fn fact(&self) -> FactId {
        self.record().fact.given_by(self.kg.origin())
    }

    /// The source that makes the claim.
    #[must_use]
    pub fn source(&self) -> SourceRef<'g> {
        SourceRef::new(self.kg, self.record().source)
    }

    /// The speaker, if the source reports the words of another.
    #[must_use]
    pub fn said_by(&self) -> Option<NodeRef<'g>> {
        self.record().speaker().map(|node| NodeRef::new(self.kg, self.kg.tables().merged().canonical(node)))
    }

    /// Whether it supports or disputes its fact.
    #[must_use]
    pub fn stance(&self) -> Stance {
        self.record().stance
    }

    /// The reason by which the fact was inferred from the source. `None` if the source states it.
    #[must_use]
    pub fn inferred(&self) -> Option<&'g str> {
        self.kg.tables().string(self.kg.tables().claim_extra(self.record())?.reason)
    }

    /// The confidence that the recorder of the claim gave it, if any.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        self.kg.tables().claim_extra(self.record())?.confidence()
    }

    /// The quoted words of the source, with ` … ` between several passages. `None` if the claim has no quote, or only the
    /// hash of one.
    #[must_use]
    pub fn quote(&self) -> Option<Cow<'g, str>> {
        self.kg.quoted(self.id)
    }

    /// The places of the quoted passages in the source's text, in characters from 0: the first of each, and the one after the
    /// last.
    pub fn ranges(&self) -> impl Iterator<Item = (u32, u32)> + use<'g> {
        self.kg.quoted_ranges(self.id)
    }

    /// The transaction that recorded the claim.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.claim_recorded_in(self.id)
    }

    /// The claim as a plain value.
    #[must_use]
    pub fn to_claim(&self) -> Claim {
        there(self.kg.plain_claim(self.id))
    }

    /// The claim as a plain value with the key of the speaker that it was recorded with, before any merge.
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

/// The claim in the notation.
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
    /// The claim of an id. `None` if the graph has no such claim.
    #[must_use]
    pub fn claim_ref(&self, id: ClaimId) -> Option<ClaimRef<'_>> {
        let own = !id.is_foreign(self.origin()) && self.tables().claim(id).is_some();
        own.then(|| ClaimRef::new(self, id))
    }

    /// All claims of the graph, in the order of recording.
    #[must_use]
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimRef<'_>> {
        (0..self.claim_count()).map(|n| ClaimRef::new(self, ClaimId::new(u32::try_from(n).unwrap_or(u32::MAX))))
    }
}
