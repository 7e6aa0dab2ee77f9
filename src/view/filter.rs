//! The conditions of a view, as one predicate: whether a view has a fact, and how true the fact is for what it asks.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::without::falls;
use crate::{
    graph::{FactRecord, KnowledgeGraph, SourceSet},
    model::{Confidence, FactId, KindId, Modality, RelationId, Resolution, SourceId, Stance},
    schema::{Range, Schema},
    tables::{Horizon, NodeKind},
    time::{PartialDate, Span, Truth, When},
    view::{ClaimRef, FactRef},
};

/// A question of time that a view asks of each fact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TimeQuestion {
    /// Does it hold on this day, or on some unnamed day of this date?
    On(PartialDate),
    /// Does it hold on some day of this span?
    During(Span),
    /// Did it happen within this date?
    Within(PartialDate),
}

impl TimeQuestion {
    pub(crate) fn ask(self, when: When) -> Truth {
        match self {
            Self::On(date) => when.holds_on(date),
            Self::During(span) => when.holds_during(span),
            Self::Within(date) => {
                let truth = when.falls_within(date);
                // A qualified question never gets a certain answer.
                if date.is_qualified() { truth.and(Truth::Possibly) } else { truth }
            }
        }
    }

    /// The same under the assumption that a fact which is known to hold on a day holds for some days around it. The assumption
    /// only adds: outside of these days the fact may still hold.
    fn ask_assuming(self, when: When, days: u32) -> Truth {
        match self {
            Self::On(_) | Self::During(_) if days > 0 => self.ask(when).or(self.ask(when.assume_holds_for(days))),
            _ => self.ask(when),
        }
    }

    /// The distance of the fact from what is asked, in days.
    fn distance(self, when: When) -> u64 {
        match self {
            Self::On(date) | Self::Within(date) => when.distance_days(date),
            Self::During(span) => when.distance_days(span),
        }
    }
}

/// The conditions that one claim of a fact must meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ClaimFilter {
    pub(crate) sources: Option<FixedBitSet>,
    pub(crate) speakers: Option<FixedBitSet>,
    pub(crate) confidence: Option<Confidence>,
    /// All of them.
    pub(crate) published_by: Vec<PartialDate>,
}

impl ClaimFilter {
    pub(crate) fn and_sources(&mut self, wanted: impl IntoIterator<Item = SourceId>) {
        self.sources = Some(intersect(self.sources.as_ref(), wanted.into_iter().map(SourceId::at)));
    }

    pub(crate) fn and_speakers(&mut self, wanted: impl IntoIterator<Item = u32>) {
        self.speakers = Some(intersect(self.speakers.as_ref(), wanted.into_iter().map(|node| node as usize)));
    }

    /// How true it is that a claim meets them.
    fn ask(&self, claim: ClaimRef<'_>) -> Truth {
        let source = claim.source();
        let met = claim.stance() == Stance::Supports
            && self.sources.as_ref().is_none_or(|sources| sources.contains(source.id().at()))
            && self
                .speakers
                .as_ref()
                .is_none_or(|speakers| claim.said_by().is_some_and(|s| speakers.contains(s.id().index() as usize)))
            && self.confidence.is_none_or(|least| claim.confidence().is_some_and(|c| c >= least));
        self.published_by.iter().fold(Truth::from(met), |truth, by| truth.and(published_by(source.published(), *by)))
    }
}

/// How true it is that a source was published by a date.
fn published_by(published: Option<PartialDate>, by: PartialDate) -> Truth {
    published.map_or(Truth::No, |published| {
        if published.first() > by.last() {
            Truth::No
        } else if published.last() <= by.first() && !published.is_qualified() && !by.is_qualified() {
            Truth::Yes
        } else {
            Truth::Possibly
        }
    })
}

/// The conditions of a view. A clone shares the sets.
#[derive(Clone, Debug)]
pub(crate) struct Filter<'g> {
    /// The modalities that the view has, a bit each; and [`CHOSEN`].
    pub(crate) modalities: u8,
    pub(crate) retracted: bool,
    pub(crate) resolved: bool,
    pub(crate) connected: bool,
    /// The least truth of a fact of the view.
    pub(crate) least: Truth,
    /// The number of transactions that the view knows.
    pub(crate) known: u32,
    /// The rows of the tables that were recorded in these.
    pub(crate) horizon: Horizon,
    /// For how many days around a day a fact that holds on it is assumed to hold.
    pub(crate) assumed_days: u32,
    pub(crate) time: Option<TimeQuestion>,
    pub(crate) more_times: Option<Arc<Vec<TimeQuestion>>>,
    pub(crate) kinds: Option<Arc<FixedBitSet>>,
    pub(crate) relations: Option<Arc<FixedBitSet>>,
    /// The entities of the view, if it has only some.
    pub(crate) nodes: Option<Arc<FixedBitSet>>,
    pub(crate) facts: Option<Arc<FixedBitSet>>,
    /// Which nodes the view has as a graph of petgraph, beside entities: the bits of `edges::shows`.
    pub(crate) shows: u8,
    pub(crate) claims: Option<Arc<ClaimFilter>>,
    /// The sources that are left out, with the facts that rest on them alone.
    pub(crate) without: Option<&'g SourceSet>,
}

impl Default for Filter<'_> {
    fn default() -> Self {
        Self {
            modalities: bit(Modality::Actual) | bit(Modality::Planned),
            retracted: false,
            resolved: false,
            connected: false,
            least: Truth::Possibly,
            known: u32::MAX,
            horizon: Horizon::ALL,
            assumed_days: 0,
            time: None,
            more_times: None,
            kinds: None,
            relations: None,
            nodes: None,
            facts: None,
            shows: 0,
            claims: None,
            without: None,
        }
    }
}

/// The fact that resolves another, and how, as of a number of transactions and without some sources.
pub(super) fn resolution_of(
    kg: &KnowledgeGraph,
    fact: FactId,
    (known, horizon): (u32, Horizon),
    without: Option<&SourceSet>,
) -> Option<(Resolution, FactId)> {
    let fallen = |by| without.is_some_and(|set| falls(kg, by, known, set));
    kg.tables()
        .known_resolution(fact, horizon)
        .filter(|(_, by)| !kg.tables().known_retracted(*by, horizon) && !fallen(*by))
}

pub(crate) const fn bit(modality: Modality) -> u8 {
    1 << modality as u8
}

/// The bit that says that the caller chose the modalities. It is no modality's.
pub(super) const CHOSEN: u8 = 1 << 7;

impl<'g> Filter<'g> {
    /// The truth of a fact for what the view asks; `None` if the view does not have it.
    pub(crate) fn ask(&self, kg: &KnowledgeGraph, fact: FactId) -> Option<Truth> {
        let record = kg.tables().record(fact)?;
        if self.modalities & bit(record.modality) == 0 || !self.stands(kg, fact, record) {
            return None;
        }
        if self.without.is_some_and(|set| falls(kg, fact, self.known, set)) {
            return None;
        }
        if !self.admits_relation(record.relation) {
            return None;
        }
        if self.facts.as_ref().is_some_and(|set| !set.contains(fact.at())) {
            return None;
        }
        if self.kinds.is_some() || self.nodes.is_some() {
            let (subject, object) = kg.tables().ends(fact)?;
            if !self.admits(kg, subject) || !self.admits(kg, object) {
                return None;
            }
        }
        let mut truth = record.modality.bound();
        // A denied or cancelled fact holds on no day, so it is there only if no day is asked for.
        if self.has_time() || self.least == Truth::Yes {
            truth = self.times().fold(truth, |truth, asked| truth.and(self.question(asked, record.when)));
            if truth < self.least {
                return None;
            }
        }
        if let Some(claims) = &self.claims {
            let said = self.claims_of(kg, fact).map(|claim| claims.ask(claim)).max().unwrap_or(Truth::No);
            // The least is never `No`.
            if said < self.least {
                return None;
            }
            truth = truth.and(said);
        }
        Some(truth)
    }

    /// Whether the view has all facts of a relation, so that none needs to be checked. Each is then as true as its modality
    /// allows: certain, unless it is planned.
    pub(crate) fn passes_all(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        self.time.is_none() && self.passes_all_in_time(kg, relation)
    }

    /// The same, except for conditions on time.
    pub(super) fn passes_all_in_time(&self, kg: &KnowledgeGraph, relation: RelationId) -> bool {
        // Each condition is named, so that none is forgotten here when one is added.
        let Self {
            modalities,
            retracted: _,
            resolved: _,
            connected: _,
            least,
            known,
            horizon: _,
            assumed_days: _,
            time: _,
            more_times: _,
            kinds,
            relations,
            nodes,
            facts,
            shows: _,
            claims,
            without,
        } = self;
        let plain = bit(Modality::Actual) | bit(Modality::Planned);
        kg.tables().hidden_of(relation) == 0
            && modalities & plain == plain
            && (*least < Truth::Yes || kg.tables().planned_of(relation) == 0)
            && *known == u32::MAX
            && kinds.as_ref().is_none_or(|kinds| takes_only(kg.schema(), relation, kinds))
            && nodes.is_none()
            && facts.is_none()
            && relations.as_ref().is_none_or(|set| set.contains(relation.at()))
            && claims.is_none()
            && without.is_none()
    }

    /// The truth of a time for a question, with the assumption of the view.
    pub(crate) fn question(&self, question: TimeQuestion, when: When) -> Truth {
        question.ask_assuming(when, self.assumed_days)
    }

    pub(crate) fn admits_relation(&self, relation: RelationId) -> bool {
        self.relations.as_ref().is_none_or(|set| set.contains(relation.at()))
    }

    fn claims_of<'k>(&self, kg: &'k KnowledgeGraph, fact: FactId) -> impl Iterator<Item = ClaimRef<'k>> + use<'k, 'g> {
        let without = self.without;
        let known = FactRef::<crate::schema::FoundRelation>::new(kg, fact, Truth::Yes, self.known).claims();
        known.filter(move |claim| without.is_none_or(|set| !set.contains(claim.source().id())))
    }

    /// Whether the fact was recorded, and neither retracted nor resolved, as of the view.
    fn stands(&self, kg: &KnowledgeGraph, fact: FactId, record: &FactRecord) -> bool {
        fact.index() < self.horizon.facts
            && (self.retracted || !record.is_retracted() || !kg.tables().known_retracted(fact, self.horizon))
            && (self.resolved || !record.is_resolved() || self.resolution_of(kg, fact).is_none())
    }

    /// The fact that resolves this one, and how, as far as is known. What a retracted fact resolved is open again, and so is
    /// what a fact resolved that rests on left-out sources.
    pub(crate) fn resolution_of(&self, kg: &KnowledgeGraph, fact: FactId) -> Option<(Resolution, FactId)> {
        resolution_of(kg, fact, (self.known, self.horizon), self.without)
    }

    /// Whether the view may have a fact with this node as an end: by the kind of the node, and by itself. Values and facts have
    /// no kind, so they may always be ends.
    pub(crate) fn admits(&self, kg: &KnowledgeGraph, node: u32) -> bool {
        if self.kinds.is_none() && self.nodes.is_none() {
            return true;
        }
        let Some(NodeKind::Entity { kind, .. }) = kg.tables().node_kind(node) else { return true };
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(usize::from(kind.index())))
            && self.nodes.as_ref().is_none_or(|nodes| nodes.contains(node as usize))
    }

    pub(crate) fn has_time(&self) -> bool {
        self.time.is_some()
    }

    /// A span that every fact of the view has a day of, if the view asks a question of time.
    pub(crate) fn span(&self) -> Option<Span> {
        self.time.map(|question| match question {
            TimeQuestion::On(date) | TimeQuestion::Within(date) => date.into(),
            TimeQuestion::During(span) => span,
        })
    }

    pub(crate) fn times(&self) -> impl Iterator<Item = TimeQuestion> + '_ {
        self.time.into_iter().chain(self.more_times.iter().flat_map(|times| times.iter().copied()))
    }

    pub(crate) fn and_time(mut self, question: TimeQuestion) -> Self {
        if self.time.is_none() {
            self.time = Some(question);
        } else {
            let mut times = self.more_times.as_ref().map_or_else(Vec::new, |times| times.as_ref().clone());
            times.push(question);
            self.more_times = Some(Arc::new(times));
        }
        self
    }

    pub(crate) fn and_claim(mut self, change: impl FnOnce(&mut ClaimFilter)) -> Self {
        let mut claims = self.claims.as_deref().cloned().unwrap_or_default();
        change(&mut claims);
        self.claims = Some(Arc::new(claims));
        self
    }

    pub(crate) fn and_relations(mut self, wanted: impl IntoIterator<Item = RelationId>) -> Self {
        self.relations =
            Some(Arc::new(intersect(self.relations.as_deref(), wanted.into_iter().map(|r| usize::from(r.index())))));
        self
    }

    pub(crate) fn and_nodes(mut self, wanted: impl IntoIterator<Item = usize>) -> Self {
        self.nodes = Some(Arc::new(intersect(self.nodes.as_deref(), wanted)));
        self
    }

    pub(crate) fn and_facts(mut self, wanted: impl IntoIterator<Item = usize>) -> Self {
        self.facts = Some(Arc::new(intersect(self.facts.as_deref(), wanted)));
        self
    }

    pub(crate) fn and_kinds(mut self, wanted: impl IntoIterator<Item = usize>) -> Self {
        self.kinds = Some(Arc::new(intersect(self.kinds.as_deref(), wanted)));
        self
    }

    /// The order of answers for a day: certain facts first, then by their distance from it, then in the order of recording.
    pub(crate) fn rank(
        &self,
        kg: &KnowledgeGraph,
        fact: FactId,
        truth: Truth,
    ) -> (std::cmp::Reverse<Truth>, u64, FactId) {
        let distance = kg.tables().record(fact).map_or(0, |record| self.distance(record.when));
        (std::cmp::Reverse(truth), distance, fact)
    }

    /// The distance of a time from what is asked, in days.
    pub(crate) fn distance(&self, when: When) -> u64 {
        self.time.map_or(0, |question| question.distance(when))
    }
}

/// Whether the ends of a relation take only entities of these kinds.
fn takes_only(schema: &Schema, relation: RelationId, kinds: &FixedBitSet) -> bool {
    let all = |above: Option<KindId>| {
        let under = schema.kinds().filter(|(kind, _)| above.is_none_or(|above| schema.is_a(*kind, above)));
        under.into_iter().all(|(kind, _)| kinds.contains(usize::from(kind.index())))
    };
    let ends = schema.ends(relation);
    [ends.subject, ends.object].into_iter().all(|range| match range {
        Range::Any => all(None),
        Range::Kind(kind) => all(Some(kind)),
        Range::Value(_) | Range::Statement => true,
    })
}

fn intersect(before: Option<&FixedBitSet>, wanted: impl IntoIterator<Item = usize>) -> FixedBitSet {
    let mut set: FixedBitSet = wanted.into_iter().collect();
    if let Some(before) = before {
        set.intersect_with(before);
    }
    set
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::diplomacy;

    #[test]
    fn a_typed_view_asks_no_fact_of_a_relation_that_takes_nothing_else() {
        let kg = KnowledgeGraph::new(diplomacy::schema());
        let visits = kg.schema().relation("visits").unwrap().id();
        let passes = |kinds: &[&str]| {
            let ids: Vec<_> = kinds.iter().map(|kind| kg.schema().kind(kind).unwrap()).collect();
            kg.view().of_kinds(ids).unwrap().filter().passes_all(&kg, visits)
        };
        let def = kg.schema().relation_def(visits);
        assert!(passes(&[&def.subject, &def.object]));
        assert!(!passes(&[&def.subject]) && !passes(&[&def.object]) && !passes(&["person"]) && !passes(&[]));
    }
}
