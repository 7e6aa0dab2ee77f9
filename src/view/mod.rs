//! Views: the graph under a filter. Everything reads through one.
//!
//! A view copies nothing and costs nothing to make; narrowing one gives another. Facts come from it with how true they
//! are of what it asks: [`Truth::Yes`], or [`Truth::Possibly`] where the source does not say enough. What is certainly not
//! so does not come.
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
//! // Who was ambassador to Pakistan? On the day he was seen in office that is certain, in 1920 nobody said.
//! let posts = kg.view().facts(AmbassadorOf).with(AccreditedTo, pakistan);
//! assert_eq!(posts.answer_on("2026-01-24")?.certain().len(), 1);
//! let in_1920 = posts.answer_on("1920")?;
//! assert_eq!((in_1920.certain().len(), in_1920.possible().len()), (0, 1));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What a filter means for uncertain dates
//! A question of time has three answers, and a view lets two of them through. On a day it shows what certainly holds then,
//! and what possibly does: a visit *in February* on the 10th, an ambassador who was seen in office in January, anything
//! planned. Whoever takes the facts of a view takes both; [`FactRef::truth`] tells them apart, [`Facts::answer_on`] and
//! [`Facts::answer`] give two lists, and [`View::certain`] keeps the certain ones alone.
//!
//! | question | lets through | is certain where |
//! |---|---|---|
//! | [`on`](View::on) a day | what touches it on some admitted span | every admitted span covers it |
//! | [`on`](View::on) a month or year | what touches some day of it | every admitted span covers all of it |
//! | [`during`](View::during) a span | what touches some day of it | every admitted span touches it |
//! | [`certainly_on`](View::certainly_on) | only what is certain | |
//!
//! Several questions are all asked: what comes is as true as the least of its answers. A date that is itself uncertain,
//! `1991?`, bounds where it denies, and nothing is certain by it. A fact without a date is possible on every day.
//!
//! To graphs this means: **an edge is there if its fact is let through**, certain or not. The neighbours in
//! `view.on(day)?` are all who may be; for those who surely are, ask `view.certainly_on(day)?`. Between the two lies what the
//! sources leave open. [`FactRef::truth`] may serve as the weight of an edge.
//!
//! ```
//! # use chancery::{KnowledgeGraph, date, fact, diplomacy::{self, Person, State, Visits, HeadOfState}};
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
//! # What is cheap
//! - **Making and narrowing** a view: no fact is read. Under a microsecond with the first neighbour.
//! - **What is asked of one node or relation**: the list of the index, each fact held against the filter. Relations that
//!   have nothing hidden are not looked at fact by fact by a view that asks nothing more.
//! - **Cloning**: sets are shared, and so are numbers that were made.
//! - **A claim, a speaker, a stamp** as condition reads the claims of each fact, and is the dearest.
//! - **Numbers**: [`petgraph`] asks for these, and `connected` needs them; once a view, O(nodes) or O(facts).
//! - **On a day** answers are sorted by how certain and how near they are, so even the first one reads the whole list.
//!
//! # When to freeze
//! A view is best for work near some nodes: a chain, a neighbourhood, Dijkstra as far as a goal. For work all over the
//! graph, such as components, ranks, or anything that goes round more than once, [`View::freeze`] copies what the view
//! shows into two flat lists, once, in about the time of two looks at every fact; of facts that were asserted one by one,
//! and not [in bulk](KnowledgeGraph::bulk), in two or three times that. The copy keeps no graph alive and can go
//! to another thread; and it knows nothing of what is recorded later. An algorithm that recurses, as petgraph's `tarjan_scc`
//! does, also needs less of the stack on it; [`Components::strong`](crate::algo::Components::strong) needs none.

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
    time::{Day, IntoDate, IntoSpan, IntoStamp, PartialDate, Truth, When, WhenParts},
};

#[cfg(test)]
pub(crate) use self::node_ref::nodes_read;
use self::numbers::Numbers;
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
    filter::{Filter, TimeQuestion},
    scan::{Pattern, Scan},
    sieve::Sieve,
};

/// The graph under a filter.
///
/// The default, [`KnowledgeGraph::view`], lets through what is not retracted, not resolved by a later fact, and told as
/// actual or planned. Each method that narrows gives a new view and leaves this one as it is.
#[derive(Clone, Debug)]
pub struct View<'g> {
    kg: &'g KnowledgeGraph,
    filter: Filter<'g>,
    numbers: Numbers,
}

impl KnowledgeGraph {
    /// The default view: what stands, as told: not retracted, not resolved, actual or planned.
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

    /// What holds on a day, certainly or possibly. A month or year asks of some day of it that is not named: certain is
    /// what holds on all its days.
    ///
    /// Facts come certain ones first, then possible ones, those first that were seen nearest to the day; where several days
    /// are asked for, to the first of them; then in the order of recording.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, Truth, date, fact, diplomacy::{self, Visits}};
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

    /// What certainly holds on a day: nothing planned, nothing that the source dates too roughly to know.
    ///
    /// # Errors
    /// As [`on`](Self::on).
    pub fn certainly_on(&self, date: impl IntoDate) -> Result<Self, Error> {
        Ok(self.on(date)?.certain())
    }

    /// What holds on some day of a span, certainly or possibly. A date stands for all of its days.
    ///
    /// # Errors
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date or span,
    /// [`InvalidSpan`](crate::ErrorKind::InvalidSpan) if its last day is before its first.
    pub fn during(&self, span: impl IntoSpan) -> Result<Self, Error> {
        let span = span.into_span()?;
        Ok(self.with(self.filter.clone().and_time(TimeQuestion::During(span))))
    }

    /// Only what is certain of all that this view asks.
    #[must_use]
    pub fn certain(&self) -> Self {
        self.change(|filter| filter.least = Truth::Yes)
    }

    /// Takes what was seen to hold on a day to hold for so many days before and after. An assumption of the caller's: the
    /// facts stay as they are. Outside of these days nothing changes: what was possible stays possible.
    #[must_use]
    pub fn assume_holds_for(&self, days: u32) -> Self {
        self.change(|filter| filter.assumed_days = days)
    }

    /// What had been recorded by a stamp, that stamp included, and not yet retracted or resolved then. What was recorded
    /// unstamped goes with the stamp before it; before the first, it counts as always known.
    ///
    /// With [`on`](Self::on) it tells what was then believed of a day. It bounds facts, claims and entities; what entities
    /// are called, of which kind they are and which of them are one is as now. [`KnowledgeGraph::as_known`] gives the graph
    /// with these too as they were.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, date, fact, diplomacy::{self, Visits}, model::Resolution};
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

    /// What a source that was published by a date supports. One that may have been published later, as its date is
    /// rough, makes its facts possible; one without a date does not count.
    ///
    /// # Errors
    /// As [`on`](Self::on).
    pub fn reported_by(&self, date: impl IntoDate) -> Result<Self, Error> {
        let date = date.into_date()?;
        Ok(self.with(self.filter.clone().and_claim(|claim| claim.published_by.push(date))))
    }

    /// What one of these sources supports.
    ///
    /// All that is asked of claims, by this and the methods beside it, one and the same claim must meet.
    ///
    /// # Errors
    /// [`UnknownSource`](crate::ErrorKind::UnknownSource) if the graph does not have one of them.
    pub fn from_sources(&self, sources: impl IntoSources) -> Result<Self, Error> {
        let wanted = self.kg.named_sources(sources)?;
        Ok(self.with(self.filter.clone().and_claim(|claim| narrow(&mut claim.sources, wanted))))
    }

    /// What one of these speakers said, as a source reports it.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn said_by(&self, speakers: impl IntoEntities) -> Result<Self, Error> {
        let wanted = self.kg.named_nodes(speakers)?;
        Ok(self.with(self.filter.clone().and_claim(|claim| narrow(&mut claim.speakers, wanted))))
    }

    /// What a claim supports whose confidence is at least this. A claim without a confidence does not count.
    #[must_use]
    pub fn with_confidence(&self, least: Confidence) -> Self {
        self.with(self.filter.clone().and_claim(|claim| {
            claim.confidence = Some(claim.confidence.filter(|before| *before > least).unwrap_or(least));
        }))
    }

    /// What is recorded with one of these modalities, instead of actual or planned.
    #[must_use]
    pub fn with_modalities(&self, modalities: impl IntoIterator<Item = Modality>) -> Self {
        self.change(|filter| filter.modalities = modalities.into_iter().fold(0, |set, m| set | filter::bit(m)))
    }

    /// What has been retracted too.
    #[must_use]
    pub fn with_retracted(&self) -> Self {
        self.change(|filter| filter.retracted = true)
    }

    /// What a later fact has resolved too.
    #[must_use]
    pub fn with_resolved(&self) -> Self {
        self.change(|filter| filter.resolved = true)
    }

    /// Facts between entities of these kinds, or under them; values and facts as ends pass.
    ///
    /// # Errors
    /// [`UnknownKind`](crate::ErrorKind::UnknownKind) if the schema does not have one of them.
    pub fn of_kinds(&self, kinds: impl IntoKinds) -> Result<Self, Error> {
        let schema = self.kg.schema();
        let wanted = kinds.find_kinds(schema)?;
        let all = schema.kinds().filter(|(kind, _)| wanted.iter().any(|above| schema.is_a(*kind, *above)));
        Ok(self.with(self.filter.clone().and_kinds(all.map(|(kind, _)| usize::from(kind.index())))))
    }

    /// Facts of these relations.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema does not have one of them,
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) for one with a date in its name, as `recognized-in-1991`.
    pub fn of_relations(&self, relations: impl IntoRelations) -> Result<Self, Error> {
        let schema = self.kg.schema();
        let names = relations.find_relations(schema)?;
        schema.check_undated(&names)?;
        Ok(self.among_relations(names.into_iter().map(FoundRelation::id)))
    }

    pub(crate) fn among_relations(&self, relations: impl IntoIterator<Item = RelationId>) -> Self {
        self.with(self.filter.clone().and_relations(relations))
    }

    /// Facts between these entities alone, and of the entities these alone: the subgraph that they induce. Values and facts
    /// as ends pass; role players may be others.
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

    /// These facts alone, of those that the view lets through: of a chain, for a picture of it.
    #[must_use]
    pub fn only(&self, facts: impl IntoIterator<Item = FactId>) -> Self {
        self.with(self.filter.clone().and_facts(facts.into_iter().map(FactId::at)))
    }

    /// Of the entities, only those that a fact of this view joins to something.
    #[must_use]
    pub fn connected(&self) -> Self {
        self.change(|filter| filter.connected = true)
    }

    /// The graph that is viewed.
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

    /// The entities of the admitted kinds, in the order of recording. Those that were merged into others are not told.
    pub fn entities(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g> {
        let (view, kg) = (self.clone(), self.kg);
        let count = u32::try_from(kg.node_count()).unwrap_or(u32::MAX);
        // All at once, as a look at each one's facts would read every fact twice.
        let joined = view.filter.connected.then(|| view.joined());
        let every = if joined.is_some() { 0..0 } else { 0..count };
        let joined = joined.into_iter().flat_map(FixedBitSet::into_ones).filter_map(|node| u32::try_from(node).ok());
        joined.chain(every).filter(move |node| view.admits_entity(*node)).map(|node| NodeRef::new(kg, node))
    }

    /// Whether a node is one of its entities.
    pub(crate) fn has_entity(&self, node: u32) -> bool {
        self.admits_entity(node) && (!self.filter.connected || self.scan_about(node).next().is_some())
    }

    /// Whether a node is one of its entities, if a fact joins it to something.
    fn admits_entity(&self, node: u32) -> bool {
        #[cfg(test)]
        node_ref::count_read();
        matches!(self.kg.tables().node_kind(node), Some(NodeKind::Entity { .. }))
            && self.kg.tables().merged().canonical(node) == node
            && self.filter.admits(self.kg, node)
            && self.kg.tables().known_node(node, self.filter.horizon)
    }

    /// All facts in the order of time: by the first day of the earlier date that is written, then by the last day of the
    /// later; facts without a date last; else in the order of recording.
    #[must_use]
    pub fn timeline(&self) -> Vec<FactRef<'g>> {
        let mut facts: Vec<_> = self.all_facts().collect();
        facts.sort_by_cached_key(|fact| (place_in_time(fact.when()), fact.id()));
        facts
    }

    /// A fact, with how true it is of what this view asks; `None` if the view does not let it through.
    #[must_use]
    pub fn fact(&self, fact: FactId) -> Option<FactRef<'g>> {
        Some(self.fact_ref(fact, self.filter.ask(self.kg, fact)?))
    }

    /// How many facts there are.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.all_facts().count()
    }

    /// A fact with what this view knows of its claims, whether or not it lets the fact through.
    pub(crate) fn as_seen(&self, fact: FactId) -> FactRef<'g> {
        self.fact_ref(fact, Truth::Possibly)
    }

    /// A fact that this view lets through, as true as was found.
    pub(crate) fn fact_ref<R>(&self, fact: FactId, truth: Truth) -> FactRef<'g, R> {
        FactRef::new(self.kg, fact, truth, self.filter.known).without(self.filter.without)
    }

    /// Why a fact was retracted, as far as this view knows.
    pub(crate) fn retraction(&self, fact: FactId) -> Option<&'g str> {
        let known = self.kg.tables().known_retracted(fact, self.filter.horizon);
        known.then(|| self.kg.retraction(fact)).flatten()
    }

    /// The fact that resolved this one last, and how, as far as this view knows; also one that was retracted since.
    pub(crate) fn recorded_resolution(&self, fact: FactId) -> Option<(Resolution, FactId)> {
        // What falls with its sources settles nothing, and what it settled anew is as it was before.
        self.kg.tables().known_resolutions(fact, self.filter.horizon).find(|(_, by)| !self.falls(*by))
    }

    pub(crate) fn filter(&self) -> &Filter<'g> {
        &self.filter
    }
}

/// What was wanted before and is wanted now.
fn narrow<T: PartialEq>(before: &mut Option<Vec<T>>, wanted: Vec<T>) {
    match before {
        Some(before) => before.retain(|one| wanted.contains(one)),
        None => *before = Some(wanted),
    }
}

/// Undated facts last; then by the first day that is written, then by the last.
fn place_in_time(when: When) -> (bool, Option<Day>, Option<Day>) {
    match when.parts() {
        WhenParts::Unstated => (true, None, None),
        WhenParts::On(date) | WhenParts::AsOf(date) => (false, Some(date.first()), Some(date.last())),
        WhenParts::Between(start, end) => {
            let (first, last) = (start.date().or(end.date()), end.date().or(start.date()));
            (first.is_none(), first.map(PartialDate::first), last.map(PartialDate::last))
        }
    }
}
