//! The claims of a draft: source, quote, speaker, basis, confidence and stance.

use super::{ClaimParts, Draft, SubjectOf};
use crate::{
    error::{Error, ErrorKind},
    model::{Any, Basis, Claim, Confidence, Quote, Stance, Term},
    schema::SourceTerm,
};

impl<R> Draft<R> {
    /// Begins a claim with a source, by id or key, and a quote from it.
    pub fn cite(self, source: impl Into<SourceTerm>, quote: impl Into<Quote>) -> Self {
        let mut draft = self.source(source);
        if let Some(claim) = draft.parts.claims.last_mut() {
            claim.quote = Some(quote.into());
        }
        draft
    }

    /// Begins a claim with a source, by id or key, without a quote.
    pub fn source(mut self, source: impl Into<SourceTerm>) -> Self {
        let source = source.into();
        let claim = match self.pending.take() {
            Some(said) => ClaimParts { source, ..said },
            None => ClaimParts::new(source),
        };
        self.parts.claims.push(claim);
        self
    }

    /// Adds a claim that is a plain value.
    pub fn claim(mut self, claim: Claim) -> Self {
        if self.pending.take().is_some() {
            let why = "part of a claim is set before this whole claim; expected `cite` or `source` to follow it";
            return self.fail(Error::new(ErrorKind::InvalidClaim, why));
        }
        self.parts.claims.push(claim.into());
        self
    }

    /// Sets the speaker of the claim: the person, state or organization whose words the source reports.
    pub fn said_by(mut self, speaker: impl SubjectOf<R, Any>) -> Self {
        let speaker = speaker.term();
        if matches!(speaker, Term::Fact(_)) {
            let why = "a fact cannot speak; expected an entity";
            return self.fail(Error::new(ErrorKind::InvalidClaim, why).at("said-by"));
        }
        match &mut self.last_claim().said_by {
            Some(_) => self.twice("said-by", "the speaker of the claim is set twice"),
            said_by => {
                *said_by = Some(speaker);
                self
            }
        }
    }

    /// The source does not state the fact: the recorder inferred it from the source, for the given reason.
    pub fn inferred(mut self, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        if reason.trim().is_empty() {
            let why = "the reason is empty; expected how the fact follows from the source";
            return self.fail(Error::new(ErrorKind::InvalidClaim, why).at("inferred"));
        }
        match &mut self.last_claim().basis {
            Basis::Inferred(_) => self.twice("inferred", "the reason of the claim is set twice"),
            basis @ Basis::Stated => {
                *basis = Basis::Inferred(reason);
                self
            }
        }
    }

    /// Sets how sure the recorder is of the claim: above 0, at most 1.
    pub fn confidence(mut self, confidence: f64) -> Self {
        let confidence = match Confidence::new(confidence) {
            Ok(confidence) => confidence,
            Err(error) => return self.fail(error.at("confidence")),
        };
        match &mut self.last_claim().confidence {
            Some(_) => self.twice("confidence", "the confidence of the claim is set twice"),
            place => {
                *place = Some(confidence);
                self
            }
        }
    }

    /// The claim disputes the fact: the source says that the fact is not true.
    pub fn disputes(mut self) -> Self {
        match &mut self.last_claim().stance {
            Stance::Disputes => self.twice("disputes", "the stance of the claim is set twice"),
            stance @ Stance::Supports => {
                *stance = Stance::Disputes;
                self
            }
        }
    }

    /// The claim that the next call belongs to.
    fn last_claim(&mut self) -> &mut ClaimParts {
        match self.parts.claims.last_mut() {
            Some(claim) => claim,
            None => self.pending.get_or_insert_with(|| ClaimParts::new(SourceTerm::Key(String::new()))),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::draft::fact;

    fn visit() -> Draft<&'static str> {
        fact("a", "visits", "b")
    }

    #[test]
    fn a_whole_claim_is_taken_as_it_is() {
        let mut claim = Claim::new("r");
        claim.stance = Stance::Disputes;
        claim.said_by = Some("x".into());
        claim.basis = Basis::Inferred("so".into());
        claim.confidence = Confidence::new(1.0).ok();
        claim.quote = Some("q".into());
        let parts = visit().claim(claim.clone()).claim(Claim::new("s")).into_parts().unwrap();
        let [first, second] = parts.claims.try_into().unwrap();
        assert_eq!((first.source, first.stance, first.basis), (SourceTerm::Key("r".into()), claim.stance, claim.basis));
        assert_eq!((first.said_by, first.confidence), (Some(Term::Key("x".into())), claim.confidence));
        assert_eq!(first.quote, claim.quote);
        assert_eq!((second.source, second.said_by), (SourceTerm::Key("s".into()), None));
    }
}
