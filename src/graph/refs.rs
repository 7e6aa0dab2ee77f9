//! Reading one thing of a graph: a node, a fact, a claim, a source. They borrow the graph, cost nothing, and are `Copy`.

use std::{fmt, marker::PhantomData};

use indexmap::IndexMap;

use super::{
    KnowledgeGraph,
    claims::SourceRecord,
    record::{FactRecord, NodeKind},
};
use crate::{
    model::{
        Any, Basis, Claim, ClaimId, Confidence, Entity, Fact, FactId, FactName, Id, KindId, Modality, Node, Quote, RelationId,
        RoleId, SourceId, Stance, TransactionId, Value,
    },
    schema::{HasRole, Kind, KnownRelation, RelationName, RelationTerm, RoleTerm},
    time::{PartialDate, Truth, When, WhenParts},
};

/// A node of a graph: an entity, a value, or a fact that something refers to.
#[derive(Clone, Copy)]
pub struct NodeRef<'g> {
    kg: &'g KnowledgeGraph,
    node: u32,
}

impl<'g> NodeRef<'g> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, node: u32) -> Self {
        Self { kg, node }
    }

    /// Its handle.
    #[must_use]
    pub const fn id(&self) -> Id<Any> {
        Id::new(self.node)
    }

    /// The key, if it is an entity.
    #[must_use]
    pub fn key(&self) -> Option<&'g str> {
        Some(self.kg.key_of(self.node)).filter(|key| !key.is_empty())
    }

    /// The first name, if it is an entity.
    #[must_use]
    pub fn name(&self) -> Option<&'g str> {
        self.key().map(|_| self.kg.name_of(self.node))
    }

    /// The kind, if it is an entity.
    #[must_use]
    pub fn kind(&self) -> Option<KindId> {
        match self.kg.node_kind(self.node)? {
            NodeKind::Entity { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// The name of the kind, if it is an entity.
    #[must_use]
    pub fn kind_name(&self) -> Option<&'g str> {
        self.kind().map(|kind| self.kg.schema().kind_def(kind).name.as_str())
    }

    /// The value, if it is one.
    #[must_use]
    pub fn value(&self) -> Option<&'g Value> {
        self.kg.value_of(self.node)
    }

    /// The fact, if it stands for one.
    #[must_use]
    pub fn fact(&self) -> Option<FactId> {
        match self.kg.node_kind(self.node)? {
            NodeKind::Fact(fact) => Some(fact),
            _ => None,
        }
    }

    /// The entity in plain values, if it is one.
    #[must_use]
    pub fn to_entity(&self) -> Option<Entity> {
        Some(Entity::new(self.key()?, self.kind_name()?, self.name()?))
    }

    /// The node in plain values.
    #[must_use]
    pub fn to_node(&self) -> Node {
        if let Some(value) = self.value() {
            return Node::Value(value.clone());
        }
        match self.fact() {
            Some(fact) => Node::Fact(self.kg.fact_name(fact)),
            None => Node::Entity(self.kg.key_of(self.node).to_owned()),
        }
    }
}

/// The name of an entity, the text of a value, or the line of a fact.
impl fmt::Display for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kg.node_kind(self.node), self.value()) {
            (Some(NodeKind::Fact(fact)), _) => self.kg.to_fact(fact).map_or(Ok(()), |fact| fact.fmt(f)),
            (_, Some(value)) => value.fmt(f),
            _ => f.write_str(self.kg.name_of(self.node)),
        }
    }
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeRef({}: {})", self.node, self.to_node())
    }
}

/// A fact of a graph, as a view showed it. Its `Display` is the form of the notation.
///
/// `R` is the relation that it was asked by: for a typed one the ends have its kinds.
pub struct FactRef<'g, R = RelationName> {
    kg: &'g KnowledgeGraph,
    id: FactId,
    truth: Truth,
    /// How many transactions the view knew of.
    known: u32,
    relation: PhantomData<fn() -> R>,
}

impl<R> Clone for FactRef<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for FactRef<'_, R> {}
/// Two are equal if they are the same fact, whatever view showed it.
impl<R, S> PartialEq<FactRef<'_, S>> for FactRef<'_, R> {
    fn eq(&self, other: &FactRef<'_, S>) -> bool {
        self.id == other.id && std::ptr::eq(self.kg, other.kg)
    }
}
impl<R> Eq for FactRef<'_, R> {}

impl<'g, R> FactRef<'g, R> {
    pub(crate) const fn new(kg: &'g KnowledgeGraph, id: FactId, truth: Truth, known: u32) -> Self {
        Self { kg, id, truth, known, relation: PhantomData }
    }

    /// The same fact, of which the kinds of the ends are not known.
    #[must_use]
    pub const fn untyped(self) -> FactRef<'g> {
        FactRef::new(self.kg, self.id, self.truth, self.known)
    }

    /// Its handle.
    #[must_use]
    pub const fn id(&self) -> FactId {
        self.id
    }

    /// How true the fact is of what the view asks: on its day, in its span, as told and not retracted. Without a
    /// question of time, what its modality allows.
    #[must_use]
    pub const fn truth(&self) -> Truth {
        self.truth
    }

    /// Its key, where it has one.
    #[must_use]
    pub fn key(&self) -> Option<&'g str> {
        self.kg.fact_key(self.id)
    }

    /// The relation.
    #[must_use]
    pub fn relation(&self) -> RelationId {
        self.record().relation
    }

    /// The relation's own name.
    #[must_use]
    pub fn relation_name(&self) -> &'g str {
        &self.kg.schema().relation_def(self.record().relation).name
    }

    /// The relation's name as the fact is told: with the date where the vocabulary puts it there, as in
    /// `recognized-in-1991?`.
    #[must_use]
    pub fn told_as(&self) -> String {
        self.kg.told_as(self.record())
    }

    /// When it held or happened.
    #[must_use]
    pub fn when(&self) -> When {
        self.record().when
    }

    /// How it is told.
    #[must_use]
    pub fn modality(&self) -> Modality {
        self.record().modality
    }

    /// Whether it has been retracted.
    #[must_use]
    pub fn is_retracted(&self) -> bool {
        self.record().is_retracted()
    }

    /// Whether a later fact has resolved it.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        self.record().is_resolved()
    }

    /// What the fact is about, as a node.
    #[must_use]
    pub fn from(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().0)
    }

    /// What the fact leads to, as a node.
    #[must_use]
    pub fn to(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().1)
    }

    /// Its role players, in the order in which the relation declares the roles.
    pub fn players(&self) -> impl ExactSizeIterator<Item = (RoleId, NodeRef<'g>)> + use<'g, R> {
        let kg = self.kg;
        let players = kg.detail(self.id).map_or(&[][..], |detail| kg.players_of(detail));
        players.iter().map(move |(role, node)| (*role, NodeRef::new(kg, *node)))
    }

    /// Subject, object and role players.
    pub fn participants(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g, R> {
        [self.from(), self.to()].into_iter().chain(self.players().map(|(_, node)| node))
    }

    /// Its claims, in the order of recording, as far as the view knows of them.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRef<'g>> + use<'g, R> {
        let (kg, known) = (self.kg, self.known);
        kg.claims_of(self.id).map(move |id| ClaimRef { kg, id }).filter(move |claim| claim.recorded_in().index() < known)
    }

    /// Whether a claim disputes it.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.claims().any(|claim| claim.stance() == Stance::Disputes)
    }

    /// The transaction that recorded it.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.recorded_in(self.id).unwrap_or(TransactionId::new(0))
    }

    /// The fact in plain values, with the claims that the view knows of.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        let mut fact = self.kg.to_bare_fact(self.id, self.record(), self.ends());
        fact.claims = self.claims().map(|claim| claim.to_claim()).collect();
        fact
    }

    pub(crate) fn graph(&self) -> &'g KnowledgeGraph {
        self.kg
    }

    fn record(&self) -> &'g FactRecord {
        #[expect(clippy::expect_used, reason = "a `FactRef` is made only of facts of its graph, and facts are never removed")]
        self.kg.record(self.id).expect("the fact of a `FactRef` is in its graph")
    }

    pub(crate) fn ends(&self) -> (u32, u32) {
        #[expect(clippy::expect_used, reason = "as above")]
        self.kg.ends(self.id).expect("the fact of a `FactRef` is in its graph")
    }
}

impl<R: RelationTerm> FactRef<'_, R> {
    /// What the fact is about.
    #[must_use]
    pub fn subject(&self) -> Id<R::Subject> {
        Id::new(self.ends().0)
    }

    /// What the fact leads to.
    #[must_use]
    pub fn object(&self) -> Id<R::Object> {
        Id::new(self.ends().1)
    }

    /// The player of a role, if the fact has one.
    #[must_use]
    pub fn role<P: RoleTerm>(&self, role: P) -> Option<Id<<R as HasRole<P>>::Kind>>
    where
        R: HasRole<P>,
    {
        let role = self.kg.schema().role(role.role_name()).ok()?;
        self.players().find(|(played, _)| *played == role).map(|(_, node)| Id::new(node.node))
    }
}

impl<R> fmt::Display for FactRef<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_fact().fmt(f)
    }
}
impl<R> fmt::Debug for FactRef<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FactRef(#{}, {}: {self})", self.id.index(), self.truth)
    }
}

/// A claim of a graph.
#[derive(Clone, Copy)]
pub struct ClaimRef<'g> {
    kg: &'g KnowledgeGraph,
    id: ClaimId,
}

impl<'g> ClaimRef<'g> {
    /// Its handle.
    #[must_use]
    pub const fn id(&self) -> ClaimId {
        self.id
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> SourceRef<'g> {
        SourceRef { kg: self.kg, id: self.record().source }
    }

    /// Whose words the source reports, where it does not speak for itself.
    #[must_use]
    pub fn said_by(&self) -> Option<NodeRef<'g>> {
        self.record().speaker.map(|node| NodeRef::new(self.kg, node))
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
        self.kg.claim_extra(self.record())?.confidence
    }

    /// The words of the source; none where the claim quotes nothing, or tells only the hash of it.
    #[must_use]
    pub fn quote(&self) -> Option<&'g str> {
        let extra = self.kg.claim_extra(self.record())?;
        let text = self.kg.source_record(self.record().source).and_then(|source| source.text.as_ref());
        match (text, extra.range) {
            (Some(text), Some((start, end))) => Some(text.slice(start, end)),
            _ => self.kg.string(extra.words),
        }
    }

    /// Where in the source's text the words stand, in characters from 0: the first, and the one after the last.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        self.kg.claim_extra(self.record())?.range
    }

    /// The transaction that recorded it.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.journal.transaction_of(self.id.index(), |m| m.claims)
    }

    /// The claim in plain values.
    #[must_use]
    pub fn to_claim(&self) -> Claim {
        let mut claim = Claim::new(self.source().key());
        claim.stance = self.stance();
        claim.said_by = self.said_by().and_then(|speaker| speaker.key()).map(str::to_owned);
        claim.basis = self.inferred().map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned()));
        claim.confidence = self.confidence();
        if let Some(extra) = self.kg.claim_extra(self.record()) {
            let mut quote = Quote { range: extra.range, sha256: extra.sha256, ..Quote::default() };
            quote.words = self.quote().map(str::to_owned);
            claim.quote = (quote != Quote::default()).then_some(quote);
        }
        claim
    }

    fn record(&self) -> &'g super::claims::ClaimRecord {
        #[expect(clippy::expect_used, reason = "a `ClaimRef` is made only of claims of its graph, and claims are never removed")]
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

/// A source of a graph.
#[derive(Clone, Copy)]
pub struct SourceRef<'g> {
    kg: &'g KnowledgeGraph,
    id: SourceId,
}

impl<'g> SourceRef<'g> {
    /// Its handle.
    #[must_use]
    pub const fn id(&self) -> SourceId {
        self.id
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &'g str {
        &self.record().source.key
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> Option<&'g str> {
        self.record().source.title.as_deref()
    }

    /// Where it can be read.
    #[must_use]
    pub fn url(&self) -> Option<&'g str> {
        self.record().source.url.as_deref()
    }

    /// When it was published.
    #[must_use]
    pub fn published(&self) -> Option<PartialDate> {
        self.record().published
    }

    /// The source that it repeats.
    #[must_use]
    pub fn derives_from(&self) -> Option<Self> {
        self.record().derives_from.map(|id| Self { id, ..*self })
    }

    /// Its text, if it is at hand.
    #[must_use]
    pub fn text(&self) -> Option<&'g str> {
        self.record().text.as_ref().map(super::source_text::SourceText::as_str)
    }

    /// The source in plain values, its text included.
    pub fn to_source(&self) -> crate::model::Source {
        let mut source = self.record().source.clone();
        source.text = self.text().map(str::to_owned);
        source
    }

    fn record(&self) -> &'g SourceRecord {
        #[expect(clippy::expect_used, reason = "a `SourceRef` is made only of sources of its graph, and sources are never removed")]
        self.kg.source_record(self.id).expect("the source of a `SourceRef` is in its graph")
    }
}

impl fmt::Debug for SourceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceRef({}: {})", self.id.index(), self.key())
    }
}

impl KnowledgeGraph {
    /// A node, to read.
    #[must_use]
    pub fn node(&self, id: Id<impl Kind>) -> Option<NodeRef<'_>> {
        self.node_kind(id.index()).map(|_| NodeRef::new(self, id.index()))
    }

    /// A fact, to read, whatever became of it.
    #[must_use]
    pub fn read_fact(&self, id: FactId) -> Option<FactRef<'_>> {
        self.record(id).map(|record| FactRef::new(self, id, record.modality.bound(), u32::MAX))
    }

    /// A fact, to read, as one of a relation. `None` if it is of another.
    #[must_use]
    pub fn read_fact_as<R: KnownRelation>(&self, id: FactId, relation: R) -> Option<FactRef<'_, R>> {
        let relation = relation.find(&self.schema).ok()?.id();
        self.record(id).filter(|r| r.relation == relation).map(|r| FactRef::new(self, id, r.modality.bound(), u32::MAX))
    }

    /// A source, to read.
    #[must_use]
    pub fn read_source(&self, id: SourceId) -> Option<SourceRef<'_>> {
        self.source_record(id).map(|_| SourceRef { kg: self, id })
    }

    /// All sources, in the order of recording.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceRef<'_>> {
        // The number of a source was given by `push_source`, which refuses what does not fit.
        (0..self.sources.len()).map(|n| SourceRef { kg: self, id: SourceId::new(u32::try_from(n).unwrap_or(u32::MAX)) })
    }

    pub(crate) fn fact_name(&self, fact: FactId) -> FactName {
        FactName { fact: self.fact_key(fact).map_or_else(|| format!("#{}", fact.index()), str::to_owned) }
    }

    fn told_as(&self, record: &FactRecord) -> String {
        let def = self.schema.relation_def(record.relation);
        match record.when.parts() {
            WhenParts::On(date) if def.dated => format!("{}-in-{date}", def.name),
            _ => def.name.clone(),
        }
    }

    fn to_bare_fact(&self, id: FactId, record: &FactRecord, (subject, object): (u32, u32)) -> Fact {
        let mut fact = Fact::new("", self.told_as(record), "");
        fact.key = self.fact_key(id).map(str::to_owned);
        fact.subject = NodeRef::new(self, subject).to_node();
        fact.object = NodeRef::new(self, object).to_node();
        fact.when = record.when;
        fact.modality = record.modality;
        let players = self.detail(id).map_or(&[][..], |detail| self.players_of(detail));
        let player = |(role, node): &(RoleId, u32)| {
            (self.schema.role_def(*role).name.clone(), NodeRef::new(self, *node).to_node())
        };
        fact.roles = players.iter().map(player).collect::<IndexMap<_, _>>();
        fact
    }

    /// A fact in plain values, with all its claims.
    pub(crate) fn to_fact(&self, id: FactId) -> Option<Fact> {
        self.read_fact(id).map(|fact| fact.to_fact())
    }
}
