//! Facts and sources of a graph as items of a briefing.

use indexmap::IndexMap;

use super::items::{Citation, Evidence, FactItem, Outcome};
use crate::{
    model::Stance,
    view::{ClaimRef, FactRef, SourceRef, View},
};

/// What people call a source.
pub(super) fn name_of(source: SourceRef<'_>) -> String {
    source.publisher().or_else(|| source.title()).unwrap_or_else(|| source.key()).to_owned()
}

impl FactItem {
    /// A fact with all its evidence. `from_object` reads it from its object.
    pub(super) fn of(view: &View<'_>, fact: FactRef<'_>, from_object: bool) -> Self {
        let kg = fact.graph();
        let sentence = fact.sentence();
        let outcome = view.resolution(fact.id()).map(|(resolution, by)| Outcome {
            resolution,
            by: kg.fact_name(by.id()).fact,
            sentence: by.sentence().to_string(),
        });
        let retracted = fact.is_retracted().then(|| view.retraction(fact.id()).unwrap_or_default().to_owned());
        Self {
            name: kg.fact_name(fact.id()).fact,
            truth: fact.truth(),
            sentence: if from_object { sentence.from_object() } else { sentence }.to_string(),
            fact: fact.to_fact(),
            outcome,
            retracted,
            repeated: false,
            evidence: evidence(fact.claims()),
        }
    }

    /// The same, if the briefing has the evidence further up. Keeps the evidence of one stance, if one is given.
    pub(super) fn again(mut self, kept: Option<Stance>) -> Self {
        self.repeated = true;
        self.evidence.retain(|evidence| Some(evidence.stance) == kept);
        self
    }
}

/// The claims by speaker, reason and stance.
fn evidence<'g>(claims: impl Iterator<Item = ClaimRef<'g>>) -> Vec<Evidence> {
    let mut groups: IndexMap<_, Evidence> = IndexMap::new();
    for claim in claims {
        let (stance, speaker, inferred) = (claim.stance(), claim.said_by(), claim.inferred());
        let group = groups.entry((stance, speaker.map(|who| who.id()), inferred)).or_insert_with(|| Evidence {
            stance,
            speaker: speaker.and_then(|who| who.to_entity()),
            inferred: inferred.map(str::to_owned),
            sources: Vec::new(),
        });
        group.sources.push(citation(claim));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    // A source that speaks for itself has no head in print, and would seem to belong to the speaker before it.
    groups.sort_by_key(|group| (group.stance == Stance::Disputes, group.speaker.is_some(), group.inferred.is_some()));
    groups
}

fn citation(claim: ClaimRef<'_>) -> Citation {
    let source = claim.source();
    Citation {
        source: source.key().to_owned(),
        name: name_of(source),
        published: source.published(),
        derived_from: source.derives_from().map(name_of),
        confidence: claim.confidence(),
        quote: claim.quote().map(Into::into),
        ranges: claim.ranges().collect(),
    }
}
