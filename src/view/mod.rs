//! Views: a graph under a filter. All questions go through a view.
//!
//! A view refers to a graph and has conditions on its facts. It copies no facts. A method that adds a condition returns
//! another view.
//!
//! A view answers with facts, each with its [`Truth`] for what the view asks: [`Truth::Yes`] if the fact certainly fits,
//! [`Truth::Possibly`] if the source does not say enough to know. Facts that certainly do not fit are left out.
//!
//! ```
//! use chancery::{KnowledgeGraph, Truth, fact};
//! use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let kistafin = kg.add(Person, "Yerzhan Kistafin")?;
//! let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
//!
//! // Who was ambassador to Pakistan? On the day of the report that is certain. About 1920 no source says anything.
//! let posts = kg.view().facts(AmbassadorOf).with(AccreditedTo, pakistan);
//! assert_eq!(posts.answer_on("2026-01-24")?.certain().len(), 1);
//! let in_1920 = posts.answer_on("1920")?;
//! assert_eq!((in_1920.certain().len(), in_1920.possible().len()), (0, 1));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Names and ids
//! Methods take relations, kinds, entities and sources by type, name, key or id, one or several: `Visits`, `"visits"`,
//! `["visits", "hosts"]`. A name that the schema or the graph does not have is an error, never an empty answer. So is a text
//! that is not a valid date. A method that returns a view, such as [`View::on`], returns this error at once. A question, such as
//! [`View::facts`], keeps its first error and returns it from the call that asks.
//!
//! # Uncertain dates
//! A question of time has three answers, and a view keeps the facts of two of them. On a day it has what certainly holds then
//! and what possibly does: a visit *in February* on the 10th, an ambassador who was in office in January, anything that is
//! planned. [`FactRef::truth`] distinguishes them, [`Facts::answer_on`] and [`Facts::answer`] return two lists, and
//! [`View::certain`] keeps only what is certain.
//!
//! | question | keeps a fact if | certain if |
//! |---|---|---|
//! | [`on`](View::on) a day | some span that fits its valid time includes the day | every such span does |
//! | [`on`](View::on) a month or year | some such span includes a day of it | every such span includes all of its days |
//! | [`during`](View::during) a span | some such span includes a day of it | every such span does |
//! | [`certainly_on`](View::certainly_on) | it is certain | |
//!
//! If a view asks several questions, the least of the answers is the truth of the fact. An uncertain date, such as `1991?`,
//! can rule days out, but never makes an answer certain. A fact without a date is possible on every day.
//!
//! For graph algorithms, **an edge exists if the view keeps its fact**, certain or not. The neighbours in `view.on(day)?` are
//! all possible ones, those in `view.certainly_on(day)?` the certain ones. [`FactRef::truth`] can serve as the weight of an edge.
//!
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits, HeadOfState}};
//! use chancery::petgraph::visit::EdgeCount;
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let tokayev = kg.add(Person, "Tokayev")?;
//! # let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-02-10"))?;
//! kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
//! let (may_be, is) = (kg.view().on("2026-02-10")?, kg.view().certainly_on("2026-02-10")?);
//! assert_eq!((may_be.edge_count(), is.edge_count()), (2, 1));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Costs
//! - **A view** reads no facts when it is made or narrowed. Making a view and reading the first neighbour takes less than a
//!   microsecond.
//! - **A question about one node or relation** reads the list that the index has, and checks each fact against the filter.
//!   A view without conditions does not check the facts of a relation one by one, if none of them is hidden by default.
//! - **A clone** shares sets and node numbers with the original.
//! - **A condition on claims**, such as a source or a speaker, reads the claims of each fact, and costs most.
//! - **Node and edge numbers** are made once for each view, when [`petgraph`] asks for them: O(facts), or O(nodes) for the
//!   nodes of a view that has only entities as nodes and is not [`connected`](View::connected).
//! - **An answer for a day** is sorted by certainty and distance, so even its first fact reads the whole list.
//!
//! # When to freeze
//! A view is best for work near some nodes: a chain, a neighbourhood, Dijkstra's algorithm up to a goal. For work on the whole
//! graph, such as components, ranks, and anything with more than one pass, use [`View::freeze`]. It copies what the view
//! has into two flat lists. This takes about as long as reading each fact twice, or two to three times as long if the facts
//! were not loaded [in bulk](KnowledgeGraph::bulk). The copy borrows no graph, so it can go to another thread, and it does not see
//! later changes. Recursive algorithms, such as petgraph's `tarjan_scc`, also need less stack on it;
//! [`Components::strong`](crate::algo::Components::strong) does not recurse.

mod answer;
mod claim_ref;
mod decision;
mod edges;
mod fact_ref;
mod facts;
mod filter;
mod frozen;
mod neighbors;
mod node_ref;
mod numbers;
pub mod petgraph;
mod scan;
mod sentence;
mod sieve;
mod source_ref;
mod sparse_rows;
mod without;

use fixedbitset::FixedBitSet;

use crate::{
    error::Error,
    graph::KnowledgeGraph,
    model::{Confidence, FactId, Modality, RelationId, Resolution},
    schema::{EntityTerm, FoundRelation, IntoEntities, IntoKinds, IntoRelations, IntoSources},
    tables::NodeKind,
    time::{Day, IntoDate, IntoSpan, IntoStamp, PartialDate, Truth, When},
};

#[cfg(test)]
pub(crate) use self::node_ref::nodes_read;
use self::numbers::Numbers;
#[cfg(feature = "json")]
pub(crate) use self::sentence::MARKS;
pub use self::{
    answer::Answer,
    claim_ref::ClaimRef,
    decision::{Decision, Verdict},
    edges::{EdgeId, Participant, ViewEdge},
    fact_ref::FactRef,
    facts::{FactRefs, Facts},
    frozen::Frozen,
    neighbors::{Neighbor, NeighborIds, NeighborRefs, Neighbors},
    node_ref::NodeRef,
    sentence::Sentence,
    source_ref::SourceRef,
};
pub(crate) use self::{
    facts::role_of,
    filter::{Filter, TimeQuestion},
    scan::{Pattern, Scan},
    sieve::Sieve,
};

/// A graph under a filter: see the [module](self).
///
/// The default view, from [`KnowledgeGraph::view`], has the facts that are actual or planned, and neither retracted nor
/// resolved by a later fact. Methods that narrow a view return a new one and leave it as it is.
#[derive(Clone, Debug)]
pub struct View<'g> {
    kg: &'g KnowledgeGraph,
    filter: Filter<'g>,
    numbers: Numbers,
}

impl KnowledgeGraph {
    /// The default view: facts that are actual or planned, and neither retracted nor resolved by a later fact.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { kg: self, filter: Filter::default(), numbers: Numbers::default() }
    }
}

impl<'g> View<'g> {
    fn with(&self, filter: Filter<'g>) -> Self {
        Self { filter, numbers: Numbers::default(), ..*self }
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Filter<'g>)) -> Self {
        let mut filter = self.filter.clone();
        change(&mut filter);
        self.with(filter)
    }

    /// The facts that hold on a day, certainly or possibly. If the date is a month or a year, it means one unknown day of
    /// it. So a fact is certain if it holds on all of its days.
    ///
    /// Certain facts come first. Among facts of the same truth, those with the dates nearest to the day come first, then
    /// the earliest recorded. If `on` or [`during`](Self::during) is called several times, the date or span of the first
    /// call determines this order.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, Truth, fact, diplomacy::{self, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(diplomacy::Person, "Tokayev")?, kg.add(diplomacy::State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let february = kg.view().on("2026-02-10")?;
    /// assert_eq!(february.facts(Visits).first()?.map(|visit| visit.truth()), Some(Truth::Possibly));
    /// assert_eq!(kg.view().on("2026-03-01")?.facts(Visits).count()?, 0);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date.
    pub fn on(&self, date: impl IntoDate) -> Result<Self, Error> {
        Ok(self.on_date(date.into_date()?))
    }

    pub(crate) fn on_date(&self, date: PartialDate) -> Self {
        self.with(self.filter.clone().and_time(TimeQuestion::On(date)))
    }

    /// The facts that certainly hold on a day. These are no planned facts, and no facts with a date that leaves open
    /// whether they hold.
    ///
    /// # Errors
    /// As [`on`](Self::on).
    pub fn certainly_on(&self, date: impl IntoDate) -> Result<Self, Error> {
        Ok(self.on(date)?.certain())
    }

    /// The facts that hold on some day of a span, certainly or possibly. A date means the span of all its days.
    ///
    /// # Errors
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date or span,
    /// [`InvalidSpan`](crate::ErrorKind::InvalidSpan) if its last day is before its first.
    pub fn during(&self, span: impl IntoSpan) -> Result<Self, Error> {
        let span = span.into_span()?;
        Ok(self.with(self.filter.clone().and_time(TimeQuestion::During(span))))
    }

    /// Only the facts that are certain for all that this view asks.
    #[must_use]
    pub fn certain(&self) -> Self {
        self.change(|filter| filter.least = Truth::Yes)
    }

    /// Assumes that a fact whose time is [`as of`](When::as_of) a date also holds for so many days before and after the
    /// date. The facts stay as they are. The assumption only adds: outside of these days, what was possible stays possible.
    #[must_use]
    pub fn assume_holds_for(&self, days: u32) -> Self {
        self.change(|filter| filter.assumed_days = days)
    }

    /// The facts that had been recorded by a stamp, inclusive, and were not yet retracted or resolved then. A change that
    /// was recorded without a stamp belongs to the last stamp before it. Changes before the first stamp count as always
    /// known.
    ///
    /// Together with [`on`](Self::on), this answers what was then known about a day. It applies to facts, claims, sources
    /// and entities. The names and kinds of entities and the merges are those of now; [`KnowledgeGraph::as_known`] returns
    /// the graph with these as they were, too.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Visits}, model::Resolution};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(diplomacy::Person, "Tokayev")?, kg.add(diplomacy::State, "Pakistan")?);
    /// kg.at("2026-01-24")?;
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// kg.at("2026-02-05")?;
    /// let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-03"))?;
    /// kg.resolve(plan, Resolution::Confirmed, visit)?;
    /// // What did we believe on 24 January about 10 February, and what do we believe now?
    /// let on_the_tenth = |view: chancery::View<'_>| view.on("2026-02-10")?.facts(Visits).count();
    /// assert_eq!(on_the_tenth(kg.view().known_by("2026-01-24")?)?, 1);
    /// assert_eq!(on_the_tenth(kg.view())?, 0);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidStamp`](crate::ErrorKind::InvalidStamp) if it is a text and not a valid stamp.
    pub fn known_by(&self, stamp: impl IntoStamp) -> Result<Self, Error> {
        let known = self.kg.tables().journal().opened_by(stamp.into_stamp()?).min(self.filter.known);
        let horizon = self.kg.tables().horizon(known);
        Ok(self.change(|filter| (filter.known, filter.horizon) = (known, horizon)))
    }

    /// The facts that a source published by a date supports. If a source may have been published later, because its date is
    /// not exact, its facts are possible. A source without a date does not count.
    ///
    /// # Errors
    /// As [`on`](Self::on).
    pub fn reported_by(&self, date: impl IntoDate) -> Result<Self, Error> {
        let date = date.into_date()?;
        Ok(self.with(self.filter.clone().and_claim(|claim| claim.published_by.push(date))))
    }

    /// The facts that one of these sources supports.
    ///
    /// One claim must meet all conditions on claims: this one, [`said_by`](Self::said_by),
    /// [`with_confidence`](Self::with_confidence) and [`reported_by`](Self::reported_by).
    ///
    /// # Errors
    /// [`UnknownSource`](crate::ErrorKind::UnknownSource) if the graph does not have one of them.
    pub fn from_sources(&self, sources: impl IntoSources) -> Result<Self, Error> {
        let wanted = self.kg.named_sources(sources)?;
        Ok(self.with(self.filter.clone().and_claim(|claim| claim.and_sources(wanted))))
    }

    /// The facts that one of these speakers supports, according to a source.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn said_by(&self, speakers: impl IntoEntities) -> Result<Self, Error> {
        let wanted = self.kg.named_nodes(speakers)?;
        Ok(self.with(self.filter.clone().and_claim(|claim| claim.and_speakers(wanted))))
    }

    /// The facts that are supported by a claim with at least this confidence. A claim without a confidence does not count.
    #[must_use]
    pub fn with_confidence(&self, least: Confidence) -> Self {
        self.with(self.filter.clone().and_claim(|claim| {
            claim.confidence = Some(claim.confidence.filter(|before| *before > least).unwrap_or(least));
        }))
    }

    /// The facts with one of these modalities, instead of the actual and planned ones.
    #[must_use]
    pub fn with_modalities(&self, modalities: impl IntoIterator<Item = Modality>) -> Self {
        self.change(|filter| {
            filter.modalities = modalities.into_iter().fold(filter::CHOSEN, |set, m| set | filter::bit(m));
        })
    }

    /// Whether the caller said [which modalities](Self::with_modalities) the view has.
    pub(crate) fn has_chosen_modalities(&self) -> bool {
        self.filter.modalities & filter::CHOSEN != 0
    }

    /// Also the facts that have been retracted.
    #[must_use]
    pub fn with_retracted(&self) -> Self {
        self.change(|filter| filter.retracted = true)
    }

    /// Also the facts that a later fact has resolved.
    #[must_use]
    pub fn with_resolved(&self) -> Self {
        self.change(|filter| filter.resolved = true)
    }

    /// The facts between entities of these kinds, or of kinds under them. Ends that are values or facts may be any.
    ///
    /// # Errors
    /// [`UnknownKind`](crate::ErrorKind::UnknownKind) if the schema does not have one of them.
    pub fn of_kinds(&self, kinds: impl IntoKinds) -> Result<Self, Error> {
        let schema = self.kg.schema();
        let wanted = kinds.find_kinds(schema)?;
        let all = schema.kinds().filter(|(kind, _)| wanted.iter().any(|above| schema.is_a(*kind, *above)));
        Ok(self.with(self.filter.clone().and_kinds(all.map(|(kind, _)| usize::from(kind.index())))))
    }

    /// The facts of these relations.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema does not have one of them,
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) if one has a date in its name, such as `recognized-in-1991`.
    pub fn of_relations(&self, relations: impl IntoRelations) -> Result<Self, Error> {
        let schema = self.kg.schema();
        let names = relations.find_relations(schema)?;
        schema.check_undated(&names)?;
        Ok(self.among_relations(names.into_iter().map(FoundRelation::id)))
    }

    pub(crate) fn among_relations(&self, relations: impl IntoIterator<Item = RelationId>) -> Self {
        self.with(self.filter.clone().and_relations(relations))
    }

    /// Only these entities, and the facts between them: the induced subgraph. Ends that are values or facts may be any, and
    /// so may role players.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn among(&self, entities: impl IntoEntities) -> Result<Self, Error> {
        Ok(self.among_nodes(self.kg.named_nodes(entities)?))
    }

    /// Facts between nodes that stand for themselves after merges.
    pub(crate) fn among_nodes(&self, nodes: impl IntoIterator<Item = u32>) -> Self {
        self.with(self.filter.clone().and_nodes(nodes.into_iter().map(|node| node as usize)))
    }

    /// Only these of the facts of the view, for example those of a chain, for a picture of it.
    #[must_use]
    pub fn only(&self, facts: impl IntoIterator<Item = FactId>) -> Self {
        let facts = facts.into_iter().filter_map(|fact| self.kg.own_fact(fact));
        self.with(self.filter.clone().and_facts(facts.map(FactId::at)))
    }

    /// Only the entities that take part in a fact of this view.
    #[must_use]
    pub fn connected(&self) -> Self {
        self.change(|filter| filter.connected = true)
    }

    /// The graph of the view.
    #[must_use]
    pub fn graph(&self) -> &'g KnowledgeGraph {
        self.kg
    }

    /// All facts, in the order of recording, or on a day in the order of [`on`](Self::on).
    pub fn all_facts(&self) -> FactRefs<'g> {
        FactRefs::new(self.scan(Pattern::default()))
    }

    /// All facts in which a node takes part, as subject, object or role player, in the order of
    /// [`all_facts`](Self::all_facts).
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have it.
    pub fn about(&self, node: impl EntityTerm) -> Result<FactRefs<'g>, Error> {
        Ok(FactRefs::new(self.scan_about(self.kg.named_node(node)?)))
    }

    /// All facts about a fact: those of which it is subject, object or role player, in the order of
    /// [`all_facts`](Self::all_facts).
    pub fn about_fact(&self, fact: FactId) -> impl Iterator<Item = FactRef<'g>> + use<'g> {
        let node = self.kg.own_fact(fact).and_then(|fact| self.known_own_node(fact));
        node.map(|node| FactRefs::new(self.scan_about(node))).into_iter().flatten()
    }

    /// The entities of the view, in the order of recording, without those that were merged into others.
    pub fn entities(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g> {
        let (view, kg) = (self.clone(), self.kg);
        let count = u32::try_from(kg.node_count()).unwrap_or(u32::MAX);
        // All at once, as looking at the facts of each entity would read every fact twice.
        let joined = view.filter.connected.then(|| view.joined());
        let every = if joined.is_some() { 0..0 } else { 0..count };
        let joined = joined.into_iter().flat_map(FixedBitSet::into_ones).filter_map(|node| u32::try_from(node).ok());
        joined.chain(every).filter(move |node| view.admits_entity(*node)).map(|node| NodeRef::new(kg, node))
    }

    /// Whether a node is one of its entities.
    pub(crate) fn has_entity(&self, node: u32) -> bool {
        self.admits_entity(node) && (!self.filter.connected || self.scan_about(node).next().is_some())
    }

    /// Whether a node is one of its entities, [`connected`](Self::connected) left aside.
    fn admits_entity(&self, node: u32) -> bool {
        #[cfg(test)]
        node_ref::count_read();
        matches!(self.kg.tables().node_kind(node), Some(NodeKind::Entity { .. }))
            && self.kg.tables().merged().canonical(node) == node
            && self.filter.admits(self.kg, node)
            && self.kg.tables().known_node(node, self.filter.horizon)
    }

    /// All facts in the order of time: by the first day of their earliest stated date, then by the last day of their latest,
    /// then in the order of recording. Facts without a date come last.
    #[must_use]
    pub fn timeline(&self) -> Vec<FactRef<'g>> {
        let mut facts: Vec<_> = self.all_facts().collect();
        facts.sort_by_cached_key(|fact| (stated_days(fact.when()), fact.id()));
        facts
    }

    /// A fact of this view, with its truth for what the view asks; `None` if the view does not have it.
    #[must_use]
    pub fn fact(&self, fact: FactId) -> Option<FactRef<'g>> {
        let fact = self.kg.own_fact(fact)?;
        Some(self.fact_ref(fact, self.filter.ask(self.kg, fact)?))
    }

    /// The number of facts.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.all_facts().count()
    }

    /// A fact with the claims that this view knows, even if the view does not have the fact.
    pub(crate) fn as_seen(&self, fact: FactId) -> FactRef<'g> {
        self.fact_ref(fact, Truth::Possibly)
    }

    /// A fact that this view has, with the truth that was found.
    pub(crate) fn fact_ref<R>(&self, fact: FactId, truth: Truth) -> FactRef<'g, R> {
        FactRef::new(self.kg, fact, truth, self.filter.known).without(self.filter.without)
    }

    /// Why a fact was retracted, if it was as of this view.
    pub(crate) fn retraction(&self, fact: FactId) -> Option<&'g str> {
        let known = self.kg.tables().known_retracted(fact, self.filter.horizon);
        known.then(|| self.kg.retraction(fact)).flatten()
    }

    /// The fact that resolved this one last, and how, as of this view; also if that fact was retracted since.
    pub(crate) fn recorded_resolution(&self, fact: FactId) -> Option<(Resolution, FactId)> {
        // A fact that rests only on left-out sources resolves nothing, so an earlier resolution counts again.
        self.kg.tables().known_resolutions(fact, self.filter.horizon).find(|(_, by)| !self.falls(*by))
    }

    /// All facts that are known to have resolved this one, and how, with the transactions that recorded it; the last first.
    #[cfg(feature = "parquet")]
    pub(crate) fn known_resolutions(
        &self,
        fact: FactId,
    ) -> impl Iterator<Item = (crate::model::TransactionId, Resolution, FactId)> + use<'g> {
        let (kg, known) = (self.kg, self.filter.known);
        let all = kg.tables().resolutions(fact).map(|(row, resolution, by)| (kg.altered_in(row), resolution, by));
        all.filter(move |(transaction, ..)| transaction.index() < known)
    }

    pub(crate) fn filter(&self) -> &Filter<'g> {
        &self.filter
    }
}

/// Facts without a date last; the others by their first stated day, then by their last.
pub(crate) fn stated_days(when: When) -> (bool, Option<Day>, Option<Day>) {
    let (one, other) = when.parts().dates();
    let (first, last) = (one.or(other), other.or(one));
    (first.is_none(), first.map(PartialDate::first), last.map(PartialDate::last))
}
