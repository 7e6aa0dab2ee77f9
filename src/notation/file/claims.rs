//! Claims: all faults of each, and the claims without a fault on their facts.

use super::load::{Load, Place};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Basis, Claim, Fact, FactId, Passage, Quote, check_name},
    notation::line::{ClaimLine, Flaw, Span, Word},
};

impl Load<'_, '_> {
    /// Reports every fault of every claim.
    pub(super) fn claims(&mut self, at: Place, claims: &[ClaimLine]) {
        for line in claims {
            self.claim(at, line);
        }
    }

    /// Records a fact with those of its claims that have no fault. Returns why the fact cannot be recorded even without claims.
    pub(super) fn with_claims(&mut self, mut fact: Fact, at: Place, claims: &[ClaimLine]) -> Result<FactId, Error> {
        fact.claims = claims.iter().map(|line| self.hashes.fill(&line.claim)).collect();
        let done = self.bulk.add_fact(&fact);
        if done.is_ok() || claims.is_empty() {
            return done;
        }
        fact.claims = claims.iter().filter_map(|line| self.claim(at, line)).collect();
        self.bulk.add_fact(&fact)
    }

    /// Adds each claim to a fact.
    pub(super) fn add_claims(&mut self, at: Place, fact: FactId, claims: &[ClaimLine]) {
        for line in claims {
            let claim = self.hashes.fill(&line.claim);
            if self.bulk.claim(fact, claim).is_err() {
                self.claim(at, line);
            }
        }
    }

    /// The claim, with the hashes that its quote needs, if it has no fault. A part that depends on a faulty statement is not
    /// reported, and an empty key is one that could not be read.
    fn claim(&mut self, at: Place, line: &ClaimLine) -> Option<Claim> {
        let claim = self.hashes.fill(&line.claim);
        let mut is_sound = true;
        let flaw = |load: &mut Self, span: Option<&Span>, error: Error| {
            let span = span.unwrap_or(&line.start).clone();
            load.flaws.push((at.0, Flaw { span, error }));
        };
        // The first line of a block may give no source.
        if let Some(span) = &line.source
            && let Err(error) = self.source_of(&claim.source)
        {
            is_sound = false;
            if let Some(error) = error.filter(|_| !claim.source.is_empty()) {
                flaw(self, Some(span), error);
            }
        }
        let is_known = is_sound && line.source.is_some();
        if let Some(speaker) = &claim.said_by
            && let Err(error) = self.entity_of(speaker)
        {
            is_sound = false;
            if let Some(error) = error.filter(|_| !speaker.is_empty()) {
                flaw(self, line.said_by.as_ref(), error.at("said-by"));
            }
        }
        if let Basis::Inferred(reason) = &claim.basis
            && let Err(error) = check_name(reason)
        {
            is_sound = false;
            let error = Error::new(ErrorKind::InvalidClaim, error.message()).at("inferred");
            flaw(self, line.basis.as_ref(), error);
        }
        if is_known && self.may_have_unread_hash(&claim) {
            is_sound = false;
        } else if is_known {
            for (passage, error) in self.faults_of_quote(&claim) {
                is_sound = false;
                let all = || Some(line.passages.first()?.start..line.passages.last()?.end);
                let span = passage.map_or_else(all, |at| line.passages.get(at).cloned());
                flaw(self, span.as_ref(), error);
            }
        }
        is_sound.then_some(claim)
    }

    /// The faults of each passage of a quote, or else of all together.
    fn faults_of_quote(&self, claim: &Claim) -> Vec<(Option<usize>, Error)> {
        let Some(quote) = &claim.quote else { return Vec::new() };
        let mut faults = Vec::new();
        let mut one = Claim::new(claim.source.clone());
        for (number, passage) in quote.passages().enumerate() {
            let lacking = passage.range.filter(|_| is_bare(&passage) && !self.has_text(&claim.source));
            one.quote = Some(passage.into());
            let error = lacking.map_or_else(
                || self.bulk.check_claim(&one).err(),
                |(start, end)| {
                    let why = format!(
                        "the text of `{}` is not available; expected the hash of the words, as in `hashes {} [{start}..{end} …]`",
                        as_found(&claim.source),
                        Word(&claim.source),
                    );
                    Some(Error::new(ErrorKind::InvalidClaim, why))
                },
            );
            faults.extend(error.map(|error| (Some(number), error)));
        }
        if faults.is_empty() && !quote.more.is_empty() {
            one.quote = Some(quote.clone());
            faults.extend(self.bulk.check_claim(&one).err().map(|error| (None, error)));
        }
        faults
    }

    /// Whether a line that could not be read may have the hash that a claim needs.
    fn may_have_unread_hash(&self, claim: &Claim) -> bool {
        let is_unread = self.unread.anything || self.unread.hashes.contains(&claim.source);
        is_unread
            && !self.has_text(&claim.source)
            && claim.quote.iter().flat_map(Quote::passages).any(|passage| is_bare(&passage))
    }

    fn has_text(&self, source: &str) -> bool {
        self.bulk.get_source(source).and_then(|source| self.bulk.source_text(source)).is_some()
    }
}

/// Whether a passage is given by its range alone.
const fn is_bare(passage: &Passage) -> bool {
    passage.words.is_none() && passage.sha256.is_none()
}
