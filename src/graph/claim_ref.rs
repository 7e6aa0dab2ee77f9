//! Reading a claim of a graph. It borrows the graph, costs nothing, and is `Copy`.

use std::fmt;

use super::{KnowledgeGraph, NodeRef, SourceRef, claim_record::ClaimRecord};
use crate::model::{Basis, Claim, ClaimId, Confidence, FactId, Quote, Stance, TransactionId};

/// A claim of a graph.
#[derive(Clone, Copy)]
pub struct ClaimRef<'g> {
    kg: &'g KnowledgeGraph,
    id: ClaimId,
}

impl<'g> ClaimRef<'g> {
    pub(super) const fn new(kg: &'g KnowledgeGraph, id: ClaimId) -> Self {
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
        self.record().speaker().map(|node| NodeRef::new(self.kg, self.kg.merged().canonical(node)))
    }

    /// Whether it is for or against its fact.
    #[must_use]
    pub fn stance(&self) -> Stance {
        self.record().stance
    }

    /// Why the fact is inferred; none where the source states it.
    #[must_use]
    pub fn inferred(&self) -> Option<&'g str> {
        self.kg.string(self.kg.claim_extra(self.record())?.reason)
    }

    /// How sure whoever recorded it is of it.
    #[must_use]
    pub fn confidence(&self) -> Option<Confidence> {
        self.kg.claim_extra(self.record())?.confidence()
    }

    /// The words of the source; none where the claim quotes nothing, or tells only the hash of it.
    #[must_use]
    pub fn quote(&self) -> Option<&'g str> {
        let extra = self.kg.claim_extra(self.record())?;
        let text = self.kg.source_record(self.record().source).and_then(|source| source.text.as_ref());
        match (text, extra.range()) {
            (Some(text), Some((start, end))) => Some(text.slice(start, end)),
            _ => self.kg.string(extra.words),
        }
    }

    /// Where in the source's text the words stand, in characters from 0: the first, and the one after the last.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        self.kg.claim_extra(self.record())?.range()
    }

    /// The transaction that recorded it.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.journal.transaction_of(self.id.index(), |m| m.claims)
    }

    /// The claim in plain values.
    #[must_use]
    pub fn to_claim(&self) -> Claim {
        self.tell(self.said_by())
    }

    /// The claim in plain values as it was recorded, with the key of the speaker before any merge.
    #[must_use]
    pub fn as_recorded(&self) -> Claim {
        self.tell(self.record().speaker().map(|node| NodeRef::new(self.kg, node)))
    }

    fn tell(&self, speaker: Option<NodeRef<'_>>) -> Claim {
        let mut claim = Claim::new(self.source().key());
        claim.stance = self.stance();
        claim.said_by = speaker.and_then(|speaker| speaker.key()).map(str::to_owned);
        claim.basis = self.inferred().map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned()));
        claim.confidence = self.confidence();
        if let Some(extra) = self.kg.claim_extra(self.record()) {
            let mut quote = Quote { range: extra.range(), sha256: extra.sha256(), ..Quote::default() };
            quote.words = self.quote().map(str::to_owned);
            claim.quote = (quote != Quote::default()).then_some(quote);
        }
        claim
    }

    pub(crate) fn record(&self) -> &'g ClaimRecord {
        #[expect(
            clippy::expect_used,
            reason = "a `ClaimRef` is made only of claims of its graph, and claims are never removed"
        )]
        self.kg.claim_record(self.id).expect("the claim of a `ClaimRef` is in its graph")
    }
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
        self.claim_record(id).map(|_| ClaimRef::new(self, id))
    }

    /// All claims, in the order of recording.
    #[must_use]
    pub fn claims(&self) -> impl ExactSizeIterator<Item = ClaimRef<'_>> {
        (0..self.claims.len()).map(|n| ClaimRef::new(self, ClaimId::new(u32::try_from(n).unwrap_or(u32::MAX))))
    }
}
