//! Claims: who says a fact, or disputes it, and in which words.

use super::{ClaimExtra, ClaimRecord, Op, Tables, arena::StringId, number, room, row_id::RowId};
use crate::{
    error::{Error, ErrorKind},
    model::{Basis, ClaimId, Confidence, FactId, Passage, Quote, SourceId, Stance},
};

/// A claim to append: what it names was looked up, and its quote was checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewClaim {
    pub(crate) source: SourceId,
    /// An entity, as it was recorded.
    pub(crate) speaker: Option<u32>,
    pub(crate) stance: Stance,
    pub(crate) basis: Basis,
    pub(crate) confidence: Option<Confidence>,
    /// The range, where the text of the source is at hand; else range, words and hash as they are known.
    pub(crate) quote: Option<Quote>,
}

impl Tables {
    /// Appends a claim of a fact.
    pub(crate) fn push_claim(&mut self, fact: FactId, claim: NewClaim) -> Result<ClaimId, Error> {
        let id = self.append_claim(fact, claim)?;
        self.journal.record(Op::Claim);
        Ok(id)
    }

    /// The same, for a claim that belongs to what is recorded by other words.
    pub(super) fn append_claim(&mut self, fact: FactId, claim: NewClaim) -> Result<ClaimId, Error> {
        let NewClaim { source, speaker, stance, basis, confidence, quote } = claim;
        let at = u32::try_from(self.claims.len()).ok().and_then(RowId::new);
        let at = at.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 claims"))?;
        let mut more = Vec::new();
        let extra = if basis == Basis::Stated && confidence.is_none() && quote.is_none() {
            None
        } else {
            let reason = match &basis {
                Basis::Inferred(reason) => self.strings.push(reason)?,
                Basis::Stated => StringId::NONE,
            };
            self.fail_point()?;
            let mut quote = quote.unwrap_or_default();
            more = std::mem::take(&mut quote.more);
            let words = quote.words.as_deref().map_or(Ok(StringId::NONE), |words| self.strings.push(words))?;
            // There are at most as many extras as claims.
            let extra = RowId::new(number(self.extras.len()));
            let rest = ClaimExtra::new(reason, words, quote.range, confidence, quote.sha256);
            room::push(&mut self.extras, rest);
            extra
        };
        self.fail_point()?;
        let previous = self.detail_for(fact)?.claims.map(|(_, last)| last);
        self.fail_point()?;
        let speaker = speaker.and_then(RowId::new);
        let record = ClaimRecord { fact, source, speaker, stance, extra, previous, next: None };
        room::push(&mut self.claims, record);
        if !more.is_empty() {
            self.passages.insert(at.index(), more);
        }
        self.fail_point()?;
        self.set_detail(fact, |detail| {
            detail.claims = Some((detail.claims.map_or(at, |(first, _)| first), at));
        });
        if let Some(before) = previous.and_then(|before| self.claims.get_mut(before.at())) {
            before.next = Some(at);
        }
        Ok(ClaimId::new(at.index()))
    }

    /// Takes the last claim off, whether or not it was linked.
    pub(super) fn pop_claim(&mut self) {
        let Some(claim) = self.claims.pop() else { return };
        let at = RowId::new(number(self.claims.len()));
        self.passages.remove(&number(self.claims.len()));
        if let Some(detail) = self.details.get_mut(claim.fact)
            && let Some((first, last)) = detail.claims
            && Some(last) == at
        {
            detail.claims = claim.previous.map(|previous| (first, previous));
        }
        if let Some(before) = claim.previous.and_then(|before| self.claims.get_mut(before.at())) {
            before.next = None;
        }
    }

    /// The claims of a fact, in the order of recording.
    pub(crate) fn claims_of(&self, fact: FactId) -> impl Iterator<Item = ClaimId> + use<'_> {
        let first = self.details.get(fact).and_then(|detail| detail.claims).map(|(first, _)| first);
        let all = std::iter::successors(first, |at| self.claims.get(at.at()).and_then(|claim| claim.next));
        all.map(|at| ClaimId::new(at.index()))
    }

    /// How many claims a fact was recorded with; they are the first of its claims.
    pub(crate) fn first_claims(&self, fact: FactId) -> u32 {
        self.details.get(fact).map_or(0, |detail| detail.first_claims)
    }

    /// All claims, in the order of recording.
    #[inline]
    pub(crate) fn claims(&self) -> &[ClaimRecord] {
        &self.claims
    }

    #[inline]
    pub(crate) fn claim(&self, id: ClaimId) -> Option<&ClaimRecord> {
        self.claims.get(id.at())
    }

    /// What a claim has beside its record, if anything.
    #[inline]
    pub(crate) fn claim_extra(&self, claim: &ClaimRecord) -> Option<&ClaimExtra> {
        claim.extra.and_then(|at| self.extras.get(at.at()))
    }

    /// The passages that a claim quotes behind the first. The words are there only where the source has no text.
    pub(crate) fn more_passages(&self, id: ClaimId) -> &[Passage] {
        self.passages.get(&id.index()).map_or(&[], Vec::as_slice)
    }

    /// A claim as it was when it was appended.
    pub(crate) fn claim_as_new(&self, id: ClaimId) -> Option<NewClaim> {
        let record = self.claim(id)?;
        let extra = self.claim_extra(record);
        let reason = extra.and_then(|extra| self.strings.find(extra.reason));
        let quote = extra.map(|extra| {
            let words = self.strings.find(extra.words).map(str::to_owned);
            let more = self.more_passages(id).to_vec();
            Quote { range: extra.range(), words, sha256: extra.sha256(), more, ..Quote::default() }
        });
        Some(NewClaim {
            source: record.source,
            speaker: record.speaker(),
            stance: record.stance,
            basis: reason.map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned())),
            confidence: extra.and_then(ClaimExtra::confidence),
            quote: quote.filter(|quote| *quote != Quote::default()),
        })
    }
}
