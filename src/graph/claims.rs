//! Sources and claims: who says what, in which words, and the check that the text of the source has these words.

use super::KnowledgeGraph;
use crate::{
    draft::ClaimParts,
    error::{Error, ErrorKind},
    model::{Basis, Claim, ClaimId, FactId, Passage, Quote, Sha256, Source, SourceId, SourceText, check_name},
    schema::SourceTerm,
    tables::NewClaim,
};

impl KnowledgeGraph {
    /// Adds a source. If it derives from another source, that one must be in the graph.
    ///
    /// # Errors
    /// The errors of [`Source::check`]; [`ErrorKind::DuplicateKey`]; [`ErrorKind::UnknownSource`] for the source that it
    /// derives from.
    pub fn add_source(&mut self, source: Source) -> Result<SourceId, Error> {
        self.all_or_nothing(|kg| kg.push_source(source))
    }

    pub(super) fn push_source(&mut self, source: Source) -> Result<SourceId, Error> {
        source.check()?;
        if self.tables.source_of_key(&source.key).is_some() {
            let why = format!("the key `{}` is that of another source", source.key);
            return Err(Error::new(ErrorKind::DuplicateKey, why).at("key of a source"));
        }
        let derives_from = match &source.derives_from {
            Some(key) => Some(self.source(key).map_err(|e| e.at(format!("source `{}`.derives-from", source.key)))?),
            None => None,
        };
        let id = self.tables.push_source(source, derives_from)?;
        Ok(id.given_by(self.origin))
    }

    /// The number of sources.
    #[must_use]
    pub fn source_count(&self) -> usize {
        self.tables.sources().len()
    }

    /// Adds a claim to a fact.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`], [`ErrorKind::UnknownSource`], [`ErrorKind::UnknownEntity`] for the speaker;
    /// [`ErrorKind::QuoteAbsent`] and [`ErrorKind::QuoteAmbiguous`] for the quote, and [`ErrorKind::InvalidClaim`].
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, fact, model::Claim};
    /// use chancery::diplomacy::{self, Recognized, State};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add_source(Source::new("report").text("Pakistan was among the first."))?;
    /// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
    /// let fact = kg.assert(fact(pakistan, Recognized, kazakhstan))?;
    /// let mut claim = Claim::new("report");
    /// claim.quote = Some("among the very first".into());
    /// assert!(kg.claim(fact, claim).unwrap_err().to_string().contains("not in the text"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn claim(&mut self, fact: FactId, claim: Claim) -> Result<ClaimId, Error> {
        self.all_or_nothing(|kg| {
            kg.check_fact(fact)?;
            let new = kg.new_claim(&claim.into())?;
            kg.tables.push_claim(fact, new).map(|claim| claim.given_by(kg.origin))
        })
    }

    /// Adds a claim to a fact, unless the fact has an equal one. Returns whether it was added. Speakers that were merged are one.
    ///
    /// # Errors
    /// As [`claim`](Self::claim).
    pub fn claim_once(&mut self, fact: FactId, claim: &Claim) -> Result<bool, Error> {
        self.check_fact(fact)?;
        self.push_claim_once(fact, &claim.clone().into())
    }

    pub(super) fn push_claim_once(&mut self, fact: FactId, claim: &ClaimParts) -> Result<bool, Error> {
        let new = self.new_claim(claim)?;
        let merged = |claim: NewClaim| {
            let speaker = claim.speaker.map(|speaker| self.tables.merged().canonical(speaker));
            NewClaim { speaker, ..claim }
        };
        let wanted = merged(new.clone());
        if self
            .tables
            .claims_of(fact)
            .filter(|id| self.tables.claim(*id).is_some_and(|claim| claim.source == wanted.source))
            .filter_map(|id| self.tables.claim_as_new(id))
            .any(|known| merged(known) == wanted)
        {
            return Ok(false);
        }
        self.all_or_nothing(|kg| kg.tables.push_claim(fact, new)).map(|_| true)
    }

    /// Checks a claim as [`claim`](Self::claim) does, and records nothing.
    ///
    /// # Errors
    /// What is wrong with the claim.
    pub fn check_claim(&self, claim: &Claim) -> Result<(), Error> {
        self.new_claim(&claim.clone().into()).map(drop)
    }

    /// Looks up what a claim names and checks its quote; changes nothing.
    pub(super) fn new_claim(&self, claim: &ClaimParts) -> Result<NewClaim, Error> {
        let source = match &claim.source {
            SourceTerm::Key(key) => self.source(key)?,
            SourceTerm::Id(id) => self.check_source(*id)?,
        };
        let speaker =
            claim.said_by.as_ref().map(|term| self.recorded_entity(term).map_err(|e| e.at("said-by"))).transpose()?;
        if let Basis::Inferred(reason) = &claim.basis {
            check_name(reason).map_err(|e| Error::new(ErrorKind::InvalidClaim, e.message()).at("inferred"))?;
        }
        let quote = match &claim.quote {
            Some(quote) => Some(
                self.check_quote(source, quote)
                    .map_err(|e| e.at(format!("quote from `{}`", self.tables.source_key(source))))?,
            ),
            None => None,
        };
        let (stance, basis, confidence) = (claim.stance, claim.basis.clone(), claim.confidence);
        Ok(NewClaim { source, speaker, stance, basis, confidence, quote })
    }

    /// A quote whose passages have their ranges in the text of the source, in the order of the text. Without a text, the
    /// passages stay as they are.
    fn check_quote(&self, source: SourceId, quote: &Quote) -> Result<Quote, Error> {
        let text = self.source_text(source);
        let several = !quote.more.is_empty();
        let checked = quote.passages().enumerate().map(|(n, passage)| {
            check_passage(text, passage).map_err(|e| if several { e.at(format!("passages[{n}]")) } else { e })
        });
        let mut passages = checked.collect::<Result<Vec<_>, _>>()?;
        if passages.iter().all(|passage| passage.range.is_some()) {
            passages.sort_by_key(|passage| passage.range);
            let both = passages.iter().zip(passages.iter().skip(1));
            let ranges = both.filter_map(|(one, next)| one.range.zip(next.range));
            if let Some(((from, to), (start, end))) = ranges.into_iter().find(|((_, to), (start, _))| start < to) {
                let why = format!(
                    "the passages at characters {from} to {to} and {start} to {end} overlap; expected one that has both"
                );
                return Err(Error::new(ErrorKind::InvalidClaim, why));
            }
        }
        Ok(Quote::of(passages).unwrap_or_default())
    }
}

/// A passage with its range in the text. Without a text it stays as it is.
fn check_passage(text: Option<&SourceText>, passage: Passage) -> Result<Passage, Error> {
    let invalid = |why: &str| Err(Error::new(ErrorKind::InvalidClaim, why));
    if let Some(text) = text {
        let place = text.locate(&passage.into())?;
        return Ok(Passage { range: Some((place.start, place.end)), ..Passage::default() });
    }
    if passage.nth.is_some() {
        return invalid("an ordinal needs the text of the source, which is not available; give a range");
    }
    let Some(words) = &passage.words else {
        return match (passage.range, passage.sha256) {
            (Some((start, end)), Some(_)) if start < end => Ok(passage),
            _ => invalid("a quote without words needs a range and a hash, as the text of the source is not available"),
        };
    };
    if words.is_empty() {
        return invalid("a quote is empty; expected at least one character");
    }
    if let Some((start, end)) = passage.range
        && usize::try_from(end.saturating_sub(start)).ok() != Some(words.chars().count())
    {
        return invalid(&format!("characters {start} to {end} do not hold {} characters", words.chars().count()));
    }
    if let Some(hash) = passage.sha256.filter(|hash| *hash != Sha256::of(words)) {
        return invalid(&format!("the words hash to {}, not to {hash}", Sha256::of(words)));
    }
    Ok(Passage { sha256: None, ..passage })
}
