//! A fact of a graph, to read: a few references and numbers, and `Copy`.

use std::{fmt, marker::PhantomData};

use super::{ClaimRef, NodeRef, filter::resolution_of};
use crate::{
    draft::Draft,
    error::Error,
    graph::{FactRecord, KnowledgeGraph, SourceSet},
    model::{Fact, FactId, Id, Modality, RelationId, RoleId, Stance, TransactionId},
    schema::{FoundRelation, HasRole, Kind, RelationTerm, RoleTerm},
    time::{Truth, When},
};

/// A fact of a graph, as a view shows it. Its `Display` is its line in the notation.
///
/// What it says of claims, retractions and resolutions is what the view knows: in a view of an earlier time
/// ([`View::known_by`](crate::View::known_by)) nothing that was recorded later. Which entities are merged, and the kind of
/// each, are always as they are now.
///
/// `R` is the relation that was asked for. If it is a type of a vocabulary, subject and object have the kinds that it declares.
pub struct FactRef<'g, R = FoundRelation> {
    kg: &'g KnowledgeGraph,
    id: FactId,
    truth: Truth,
    /// How many transactions the view knew of.
    known: u32,
    /// The sources that the view leaves out.
    without: Option<&'g SourceSet>,
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
        Self { kg, id, truth, known, without: None, relation: PhantomData }
    }

    /// The same fact, without the claims of some sources.
    pub(crate) const fn without(self, without: Option<&'g SourceSet>) -> Self {
        Self { without, ..self }
    }

    /// The graph that holds the fact.
    #[must_use]
    pub const fn graph(&self) -> &'g KnowledgeGraph {
        self.kg
    }

    /// The same fact with the type of its relation forgotten, so that facts of different relations have one type.
    #[must_use]
    pub const fn untyped(self) -> FactRef<'g> {
        FactRef::new(self.kg, self.id, self.truth, self.known).without(self.without)
    }

    /// The id of the fact.
    #[must_use]
    pub const fn id(&self) -> FactId {
        self.id.given_by(self.kg.origin())
    }

    /// How well the fact answers the view: certainly, or only possibly, as on a day of which its date leaves doubt. Without a
    /// question of time this follows from the modality: a planned fact is possible.
    #[must_use]
    pub const fn truth(&self) -> Truth {
        self.truth
    }

    /// The key of the fact, if it has one.
    #[must_use]
    pub fn key(&self) -> Option<&'g str> {
        self.kg.fact_key(self.id)
    }

    /// The id of the relation.
    #[must_use]
    pub fn relation(&self) -> RelationId {
        self.record().relation
    }

    /// The name of the relation, as the schema declares it.
    #[must_use]
    pub fn relation_name(&self) -> &'g str {
        &self.kg.schema().relation_def(self.record().relation).name
    }

    /// The name of the relation with the date of the fact, if the vocabulary says that the name carries it:
    /// `recognized-in-1991?`. Otherwise the plain name.
    #[must_use]
    pub fn dated_name(&self) -> String {
        self.kg.dated_name(self.id)
    }

    /// When the fact held or happened: its valid time.
    #[must_use]
    pub fn when(&self) -> When {
        self.record().when
    }

    /// Whether the fact is stated as actual, planned, cancelled, denied or hypothetical.
    #[must_use]
    pub fn modality(&self) -> Modality {
        self.record().modality
    }

    /// Whether it was retracted, as far as the view knows: a later retraction is not seen in [`known_by`](crate::View::known_by).
    #[must_use]
    pub fn is_retracted(&self) -> bool {
        let tables = self.kg.tables();
        self.record().is_retracted() && tables.known_retracted(self.id, tables.horizon(self.known))
    }

    /// Whether a later fact resolves it, as far as the view knows. If that fact was retracted, or rests on sources that the
    /// view leaves out, this one is open again. [`View::resolution`](crate::View::resolution) gives the later fact.
    #[must_use]
    pub fn is_resolved(&self) -> bool {
        let horizon = self.kg.tables().horizon(self.known);
        self.record().is_resolved() && resolution_of(self.kg, self.id, (self.known, horizon), self.without).is_some()
    }

    /// The subject as a node. It is the stored subject, also where the fact was asked for by an inverse name. If the entity
    /// was merged into another, it is that other one; this holds for every node of a fact.
    #[must_use]
    pub fn subject_node(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().0)
    }

    /// The object as a node.
    #[must_use]
    pub fn object_node(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().1)
    }

    /// The end opposite to `end`: the object if `end` is the subject, the subject if it is the object. `None` if it is
    /// neither. If the fact joins a node to itself, that node.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Borders, State}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (china, pakistan) = (kg.add(State, "China")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(china, Borders, pakistan))?;
    /// // A border is recorded once and found from both sides.
    /// let beyond: Vec<_> = kg.view().facts(Borders).from(pakistan).iter()?.filter_map(|f| f.other(pakistan)).map(|n| n.id()).collect();
    /// assert_eq!(beyond, [china]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn other(&self, end: Id<impl Kind>) -> Option<NodeRef<'g>> {
        let end = self.kg.canonical(self.kg.own_id(end)?).index();
        match self.ends() {
            (subject, _) if subject == end => Some(self.object_node()),
            (_, object) if object == end => Some(self.subject_node()),
            _ => None,
        }
    }

    /// The roles of the fact and who or what plays them, in the order in which the relation declares the roles.
    pub fn players(&self) -> impl Iterator<Item = (RoleId, NodeRef<'g>)> + use<'g, R> {
        let kg = self.kg;
        kg.tables().players(self.id).map(move |(role, node)| (role, NodeRef::new(kg, node)))
    }

    /// The subject, the object, then the role players.
    pub fn participants(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g, R> {
        [self.subject_node(), self.object_node()].into_iter().chain(self.players().map(|(_, node)| node))
    }

    /// The ends, the lower number first if the relation is symmetric, and each player with its role, in the order of the
    /// roles and of the numbers: equal for two facts that join the same.
    pub(crate) fn joined(&self) -> ((u32, u32), Vec<(RoleId, u32)>) {
        let (mut subject, mut object) = self.ends();
        if object < subject && self.kg.schema().relation_def(self.relation()).symmetric {
            std::mem::swap(&mut subject, &mut object);
        }
        ((subject, object), self.kg.tables().sorted_players(self.id))
    }

    /// Whether this fact has the players of a plan in each role that both have, as
    /// [`resolve`](KnowledgeGraph::resolve) demands.
    pub(crate) fn agrees_in_players(&self, plan: &FactRef<'_>) -> bool {
        self.kg.tables().differing_role(plan.id, self.id).is_none()
    }

    /// The claims for and against the fact that the view knows, in the order of recording.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRef<'g>> + use<'g, R> {
        let (kg, known, without) = (self.kg, self.kg.tables().horizon(self.known).claims, self.without);
        kg.tables()
            .claims_of(self.id)
            .filter(move |id| id.index() < known)
            .map(move |id| ClaimRef::new(kg, id))
            .filter(move |claim| without.is_none_or(|set| !set.contains(claim.source().id())))
    }

    /// Whether a claim that the view knows disputes the fact.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.claims().any(|claim| claim.stance() == Stance::Disputes)
    }

    /// The transaction that recorded the fact.
    #[must_use]
    pub fn recorded_in(&self) -> TransactionId {
        self.kg.recorded_in(self.id).unwrap_or(TransactionId::new(0))
    }

    /// The fact as a plain value, with the claims that the view knows.
    #[must_use]
    pub fn to_fact(&self) -> Fact {
        let claims = self.claims().map(|claim| claim.to_claim()).collect();
        Fact { claims, ..there(self.kg.plain_fact(self.id)) }
    }

    /// The fact as a plain value with the keys that it was recorded with, before any merge of its entities.
    #[must_use]
    pub fn as_recorded(&self) -> Fact {
        let claims = self.claims().map(|claim| claim.as_recorded()).collect();
        Fact { claims, ..there(self.kg.recorded_fact(self.id)) }
    }

    /// A draft with the same subject, relation, object and role players. Time, modality, key and claims are left to set.
    pub fn again(&self) -> Draft<R> {
        Draft::of(there(self.kg.parts_again(self.id)))
    }

    fn record(&self) -> &'g FactRecord {
        there(self.kg.tables().record(self.id))
    }

    pub(crate) fn ends(&self) -> (u32, u32) {
        there(self.kg.tables().ends(self.id))
    }
}

/// What the graph has of the fact of a `FactRef`.
#[expect(clippy::expect_used, reason = "a `FactRef` is made only of facts of its graph, and facts are never removed")]
fn there<T>(found: Option<T>) -> T {
    found.expect("the fact of a `FactRef` is in its graph")
}

impl<'g, R: RelationTerm> FactRef<'g, R> {
    /// The id of the subject.
    #[must_use]
    pub fn subject(&self) -> Id<R::Subject> {
        self.kg.id(self.ends().0)
    }

    /// The id of the object.
    #[must_use]
    pub fn object(&self) -> Id<R::Object> {
        self.kg.id(self.ends().1)
    }

    /// The id of the player of a role, if the fact has that role; the first, if the role has several.
    ///
    /// A role by a name that the schema or the relation does not have is no error here: the fact has no player of it.
    /// [`View::stated_role`](super::View::stated_role) reports it.
    #[must_use]
    pub fn role<P: RoleTerm>(&self, role: P) -> Option<Id<<R as HasRole<P>>::Kind>>
    where
        R: HasRole<P>,
    {
        self.role_players(role).next()
    }

    /// The ids of all players of a role, in the order in which the fact was recorded. None if the fact does not have the role,
    /// as for [`role`](Self::role).
    pub fn role_players<P: RoleTerm>(
        &self,
        role: P,
    ) -> impl Iterator<Item = Id<<R as HasRole<P>>::Kind>> + use<'g, P, R>
    where
        R: HasRole<P>,
    {
        let (kg, id) = (self.kg, self.id);
        let role = kg.schema().role(role.role_name()).ok();
        role.into_iter().flat_map(move |role| kg.tables().players_of(id, role)).map(|node| kg.id(node))
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

impl KnowledgeGraph {
    /// The fact of an id, whether it stands, was retracted or was resolved. `None` if the graph has no such fact.
    #[must_use]
    pub fn fact_ref(&self, id: FactId) -> Option<FactRef<'_>> {
        self.tables().record(self.own_fact(id)?).map(|record| FactRef::new(self, id, record.modality.bound(), u32::MAX))
    }

    /// The fact of an id as a fact of a relation. `None` if it is of another relation, or not in the graph.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema does not have the relation,
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema) if a type promises more of the relation than the schema keeps,
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) if its name has a date, as in `recognized-in-1991`.
    #[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
    pub fn fact_ref_as<R: RelationTerm>(
        &self,
        id: FactId,
        relation: R,
    ) -> Result<Option<FactRef<'_, R::Found>>, Error> {
        let relation = relation.find(self.schema())?;
        self.schema().check_undated(&[relation])?;
        let relation = relation.id();
        let found = self.own_fact(id).and_then(|id| self.tables().record(id));
        let found = found.filter(|record| record.relation == relation);
        Ok(found.map(|record| FactRef::new(self, id, record.modality.bound(), u32::MAX)))
    }
}
