//! Sources and claims: who says what, in which words, and the check that the words are there.

use super::{
    KnowledgeGraph,
    arena::StringId,
    claim_record::{ClaimExtra, ClaimRecord},
    journal::Op,
    record::{Detail, NodeKind},
    room,
    row_id::RowId,
    source_text::SourceText,
};
use crate::{
    draft::ClaimParts,
    error::{Error, ErrorKind, did_you_mean},
    model::{Basis, Claim, ClaimId, Confidence, FactId, Quote, Sha256, Source, SourceId, Stance, Term, check_name},
    schema::SourceTerm,
    time::PartialDate,
};

/// A source and its text. The text lies in one place only, so the source's own field is empty.
#[derive(Clone, Debug)]
pub(crate) struct SourceRecord {
    pub(crate) source: Source,
    pub(crate) text: Option<SourceText>,
    pub(crate) derives_from: Option<SourceId>,
    pub(crate) published: Option<PartialDate>,
}

/// A claim whose keys were looked up and whose quote was checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checked {
    source: SourceId,
    speaker: Option<u32>,
    stance: Stance,
    basis: Basis,
    confidence: Option<Confidence>,
    quote: Option<Quote>,
}

impl KnowledgeGraph {
    /// Adds a source. A source that it derives from must be there already.
    ///
    /// # Errors
    /// What [`Source::check`] finds; [`ErrorKind::DuplicateKey`]; [`ErrorKind::UnknownSource`] for what it derives from.
    pub fn add_source(&mut self, source: Source) -> Result<SourceId, Error> {
        self.atomically(Op::Source, |kg| kg.push_source(source))
    }

    fn push_source(&mut self, mut source: Source) -> Result<SourceId, Error> {
        source.check()?;
        if self.find_source(&source.key).is_some() {
            let why = format!("the key `{}` is that of another source", source.key);
            return Err(Error::new(ErrorKind::DuplicateKey, why).at("key of a source"));
        }
        let derives_from = match &source.derives_from {
            Some(key) => Some(self.source(key).map_err(|e| e.at(format!("source `{}`.derives-from", source.key)))?),
            None => None,
        };
        let count = u32::try_from(self.sources.len()).ok().filter(|n| *n < u32::MAX);
        let count = count.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 sources"))?;
        let text = source.text.take().map(SourceText::new);
        if let (Some(_), Some(_)) = (&text, source.sha256) {
            source.sha256 = None;
        }
        let key = source.key.clone();
        let published = source.published;
        self.sources.push(SourceRecord { source, text, derives_from, published });
        self.step()?;
        let sources = &self.sources;
        self.source_keys.insert(key.as_str(), count, |at| source_key(sources, at));
        Ok(SourceId::new(count))
    }

    pub(super) fn pop_source(&mut self) {
        if let Some(record) = self.sources.pop()
            && let Ok(at) = u32::try_from(self.sources.len())
        {
            self.source_keys.remove(record.source.key.as_str(), at);
        }
    }

    /// The source of a key.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownSource`], with the nearest key that there is.
    pub fn source(&self, key: &str) -> Result<SourceId, Error> {
        self.find_source(key).ok_or_else(|| {
            let near = did_you_mean(key, self.sources.iter().take(10_000).map(|s| s.source.key.as_str()));
            Error::new(ErrorKind::UnknownSource, format!("no source has the key `{}`{near}", key.escape_debug()))
        })
    }

    pub(crate) fn find_source(&self, key: &str) -> Option<SourceId> {
        self.source_keys.get(key, |at| source_key(&self.sources, at)).map(SourceId::new)
    }

    fn source_key(&self, id: SourceId) -> &str {
        self.source_record(id).map_or("", |record| record.source.key.as_str())
    }

    pub(crate) fn source_record(&self, id: SourceId) -> Option<&SourceRecord> {
        self.sources.get(id.at())
    }

    /// How many sources there are.
    #[must_use]
    pub fn source_count(&self) -> usize {
        self.sources.len()
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
        self.atomically(Op::Claim, |kg| {
            kg.check_fact(fact)?;
            let checked = kg.check_claim(&claim.into())?;
            kg.push_claim(fact, checked)
        })
    }

    /// Adds a claim to a fact unless the fact has it; tells whether it did.
    pub(super) fn claim_once(&mut self, fact: FactId, claim: &ClaimParts) -> Result<bool, Error> {
        let checked = self.check_claim(claim)?;
        let known = self.claims_of(fact).any(|id| self.checked(id).is_some_and(|known| known == checked));
        if known {
            return Ok(false);
        }
        self.atomically(Op::Claim, |kg| kg.push_claim(fact, checked)).map(|_| true)
    }

    /// A claim as it was when it was recorded.
    fn checked(&self, id: ClaimId) -> Option<Checked> {
        let record = self.claim_record(id)?;
        let extra = self.claim_extra(record);
        let reason = extra.and_then(|extra| self.string(extra.reason));
        let quote = extra.map(|extra| {
            let words = self.string(extra.words).map(str::to_owned);
            Quote { range: extra.range(), words, sha256: extra.sha256(), ..Quote::default() }
        });
        Some(Checked {
            source: record.source,
            speaker: record.speaker(),
            stance: record.stance,
            basis: reason.map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned())),
            confidence: extra.and_then(ClaimExtra::confidence),
            quote: quote.filter(|quote| *quote != Quote::default()),
        })
    }

    pub(super) fn check_fact(&self, fact: FactId) -> Result<(), Error> {
        if fact.at() < self.log.edge_count() {
            return Ok(());
        }
        let why = format!("no fact has the number {}; this graph has {}", fact.index(), self.log.edge_count());
        Err(Error::new(ErrorKind::UnknownFact, why))
    }

    /// What is wrong with a claim, if anything is; it is not recorded.
    pub(crate) fn claim_fault(&self, claim: &Claim) -> Option<Error> {
        self.check_claim(&claim.clone().into()).err()
    }

    /// Looks up what a claim names and checks its quote; changes nothing.
    pub(super) fn check_claim(&self, claim: &ClaimParts) -> Result<Checked, Error> {
        let source = match &claim.source {
            SourceTerm::Key(key) => self.source(key)?,
            SourceTerm::Id(id) if id.at() < self.sources.len() => *id,
            SourceTerm::Id(id) => {
                let why = format!("no source has the number {}; this graph has {}", id.index(), self.sources.len());
                return Err(Error::new(ErrorKind::UnknownSource, why));
            }
        };
        let speaker = claim.said_by.as_ref().map(|term| self.speaker(term).map_err(|e| e.at("said-by"))).transpose()?;
        if let Basis::Inferred(reason) = &claim.basis {
            check_name(reason).map_err(|e| Error::new(ErrorKind::InvalidClaim, e.message()).at("inferred"))?;
        }
        let quote = match &claim.quote {
            Some(quote) => Some(
                self.check_quote(source, quote)
                    .map_err(|e| e.at(format!("quote from `{}`", self.source_key(source))))?,
            ),
            None => None,
        };
        let (stance, basis, confidence) = (claim.stance, claim.basis.clone(), claim.confidence);
        Ok(Checked { source, speaker, stance, basis, confidence, quote })
    }

    /// An entity as it was recorded, by its key or handle.
    pub(super) fn speaker(&self, term: &Term) -> Result<u32, Error> {
        match term {
            Term::Text(key) | Term::Key(key) => self.asserted_entity(key),
            Term::Node(node) if matches!(self.node_kind(*node), Some(NodeKind::Entity { .. })) => Ok(*node),
            Term::Node(node) => Err(self.no_entity(*node)),
            Term::Value(value) => Err(Error::new(ErrorKind::WrongKind, format!("expected an entity, found {value}"))),
            Term::Fact(fact) => {
                Err(Error::new(ErrorKind::WrongKind, format!("expected an entity, found the fact #{}", fact.index())))
            }
        }
    }

    /// A quote with its range, if the text is at hand; else as it was, checked against itself.
    fn check_quote(&self, source: SourceId, quote: &Quote) -> Result<Quote, Error> {
        let invalid = |why: &str| Err(Error::new(ErrorKind::InvalidClaim, why));
        if let Some(text) = self.source_record(source).and_then(|record| record.text.as_ref()) {
            let place = text.locate(quote)?;
            return Ok(Quote { range: Some((place.start, place.end)), ..Quote::default() });
        }
        if quote.nth.is_some() {
            return invalid("an ordinal needs the source's text, which is not at hand; give a range");
        }
        let Some(words) = &quote.words else {
            return if quote.range.is_some()
                && quote.sha256.is_some()
                && quote.range.is_some_and(|(start, end)| start < end)
            {
                Ok(quote.clone())
            } else {
                invalid("a quote without words needs a range and a hash, as the source's text is not at hand")
            };
        };
        if words.is_empty() {
            return invalid("a quote is empty; expected at least one character");
        }
        if let Some((start, end)) = quote.range
            && usize::try_from(end.saturating_sub(start)).ok() != Some(words.chars().count())
        {
            return invalid(&format!("characters {start} to {end} do not hold {} characters", words.chars().count()));
        }
        if let Some(hash) = quote.sha256.filter(|hash| *hash != Sha256::of(words)) {
            return invalid(&format!("the words hash to {}, not to {hash}", Sha256::of(words)));
        }
        Ok(Quote { sha256: None, ..quote.clone() })
    }

    pub(super) fn push_claim(&mut self, fact: FactId, claim: Checked) -> Result<ClaimId, Error> {
        let Checked { source, speaker, stance, basis, confidence, quote } = claim;
        let at = u32::try_from(self.claims.len()).ok().and_then(RowId::new);
        let at = at.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 claims"))?;
        let extra = if basis == Basis::Stated && confidence.is_none() && quote.is_none() {
            None
        } else {
            let reason = match &basis {
                Basis::Inferred(reason) => self.arena.push(reason)?,
                Basis::Stated => StringId::NONE,
            };
            self.step()?;
            let quote = quote.unwrap_or_default();
            let words = quote.words.as_deref().map_or(Ok(StringId::NONE), |words| self.arena.push(words))?;
            // There are at most as many extras as claims.
            let extra = u32::try_from(self.extras.len()).ok().and_then(RowId::new);
            let rest = ClaimExtra::new(reason, words, quote.range, confidence, quote.sha256);
            room::push(&mut self.extras, rest);
            extra
        };
        self.step()?;
        let previous = self.detail_for(fact)?.claims.map(|(_, last)| last);
        self.step()?;
        let speaker = speaker.and_then(RowId::new);
        let record = ClaimRecord { fact, source, speaker, stance, extra, previous, next: None };
        room::push(&mut self.claims, record);
        self.step()?;
        if let Some(detail) = self.detail_mut(fact) {
            detail.claims = Some((detail.claims.map_or(at, |(first, _)| first), at));
        }
        if let Some(before) = previous.and_then(|before| self.claims.get_mut(before.at())) {
            before.next = Some(at);
        }
        Ok(ClaimId::new(at.index()))
    }

    pub(super) fn pop_claim(&mut self) {
        let Some(claim) = self.claims.pop() else { return };
        let at = u32::try_from(self.claims.len()).ok().and_then(RowId::new);
        if let Some(detail) = self.detail_mut(claim.fact)
            && let Some((first, last)) = detail.claims
            && Some(last) == at
        {
            detail.claims = claim.previous.map(|previous| (first, previous));
        }
        if let Some(before) = claim.previous.and_then(|before| self.claims.get_mut(before.at())) {
            before.next = None;
        }
    }

    pub(crate) fn detail(&self, fact: FactId) -> Option<&Detail> {
        self.details.get(fact)
    }

    /// The node that stands for a fact, if something is about it.
    pub(crate) fn own_node(&self, fact: FactId) -> Option<u32> {
        self.detail(fact)?.node.map(RowId::index)
    }

    pub(super) fn detail_mut(&mut self, fact: FactId) -> Option<&mut Detail> {
        self.details.get_mut(fact)
    }

    /// The detail of a fact, made if it has none yet.
    pub(super) fn detail_for(&mut self, fact: FactId) -> Result<Detail, Error> {
        if let Some(detail) = self.detail(fact) {
            return Ok(*detail);
        }
        let full = || Error::new(ErrorKind::Full, "a graph holds at most 4294967295 facts with details");
        let row = self.details.push(fact).ok_or_else(full)?;
        self.step()?;
        self.details.link(fact, row);
        Ok(Detail::EMPTY)
    }

    /// The numbers of a fact's claims, in the order of recording.
    pub(crate) fn claims_of(&self, fact: FactId) -> impl Iterator<Item = ClaimId> + use<'_> {
        let first = self.detail(fact).and_then(|detail| detail.claims).map(|(first, _)| first);
        let all = std::iter::successors(first, |at| self.claims.get(at.at()).and_then(|claim| claim.next));
        all.map(|at| ClaimId::new(at.index()))
    }

    pub(crate) fn claim_record(&self, id: ClaimId) -> Option<&ClaimRecord> {
        self.claims.get(id.at())
    }

    pub(crate) fn claim_extra(&self, claim: &ClaimRecord) -> Option<&ClaimExtra> {
        claim.extra.and_then(|at| self.extras.get(at.at()))
    }

    pub(crate) fn string(&self, id: StringId) -> Option<&str> {
        self.arena.find(id)
    }
}

fn source_key(sources: &[SourceRecord], at: u32) -> &str {
    sources.get(at as usize).map_or("", |record| record.source.key.as_str())
}
