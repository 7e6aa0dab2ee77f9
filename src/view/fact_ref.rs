//! Reading a fact of a graph. It borrows the graph, costs nothing, and is `Copy`.

use std::{fmt, marker::PhantomData};

use super::{ClaimRef, NodeRef, filter::settled};
use crate::{
    draft::Draft,
    error::Error,
    graph::{FactRecord, KnowledgeGraph, SourceSet},
    model::{Fact, FactId, Id, Modality, RelationId, RoleId, Stance, TransactionId},
    schema::{FoundRelation, HasRole, Kind, RelationTerm, RoleTerm},
    time::{Truth, When},
};

/// A fact of a graph, as a view showed it. Its `Display` is the form of the notation.
///
/// `R` is the relation that it was asked by: for a typed one the ends have its kinds.
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

    /// The same fact as one sees it who leaves out these sources.
    pub(crate) const fn without(self, without: Option<&'g SourceSet>) -> Self {
        Self { without, ..self }
    }

    /// The graph that it is of.
    #[must_use]
    pub const fn graph(&self) -> &'g KnowledgeGraph {
        self.kg
    }

    /// The same fact, of which the kinds of the ends are not known.
    #[must_use]
    pub const fn untyped(self) -> FactRef<'g> {
        FactRef::new(self.kg, self.id, self.truth, self.known).without(self.without)
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

    /// The relation's name, with the date of the fact in it where the vocabulary puts it there, as in
    /// `recognized-in-1991?`.
    #[must_use]
    pub fn dated_name(&self) -> String {
        self.kg.dated_name(self.id)
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
        self.record().is_resolved() && settled(self.kg, self.id, (self.known, horizon), self.without).is_some()
    }

    /// What the fact is about, as a node: of the fact as it is stored, whichever way it was asked for. Of an entity that was
    /// merged into another, that other; and so wherever a fact names a node.
    #[must_use]
    pub fn subject_node(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().0)
    }

    /// What the fact leads to, as a node.
    #[must_use]
    pub fn object_node(&self) -> NodeRef<'g> {
        NodeRef::new(self.kg, self.ends().1)
    }

    /// The end that is not this one: the object of its subject, the subject of its object. `None` for a node that is
    /// neither, the node itself where the fact joins it to itself.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Borders, State}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (china, pakistan) = (kg.add(State, "China")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(china, Borders, pakistan))?;
    /// // Said once, a border is found from both sides.
    /// let beyond: Vec<_> = kg.view().facts(Borders).from(pakistan).iter()?.filter_map(|f| f.other(pakistan)).map(|n| n.id()).collect();
    /// assert_eq!(beyond, [china]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn other(&self, end: Id<impl Kind>) -> Option<NodeRef<'g>> {
        let end = self.kg.canonical(end).index();
        match self.ends() {
            (subject, _) if subject == end => Some(self.object_node()),
            (_, object) if object == end => Some(self.subject_node()),
            _ => None,
        }
    }

    /// Its role players, in the order in which the relation declares the roles.
    #[must_use]
    pub fn players(&self) -> impl ExactSizeIterator<Item = (RoleId, NodeRef<'g>)> + use<'g, R> {
        let kg = self.kg;
        kg.tables().players(self.id).map(move |(role, node)| (role, NodeRef::new(kg, node)))
    }

    /// Subject, object and role players.
    pub fn participants(&self) -> impl Iterator<Item = NodeRef<'g>> + use<'g, R> {
        [self.subject_node(), self.object_node()].into_iter().chain(self.players().map(|(_, node)| node))
    }

    /// Its claims, in the order of recording, as far as the view knows of them.
    pub fn claims(&self) -> impl Iterator<Item = ClaimRef<'g>> + use<'g, R> {
        let (kg, known, without) = (self.kg, self.kg.tables().horizon(self.known).claims, self.without);
        kg.tables()
            .claims_of(self.id)
            .filter(move |id| id.index() < known)
            .map(move |id| ClaimRef::new(kg, id))
            .filter(move |claim| without.is_none_or(|set| !set.contains(claim.source().id())))
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
        let claims = self.claims().map(|claim| claim.to_claim()).collect();
        Fact { claims, ..there(self.kg.plain_fact(self.id)) }
    }

    /// The fact in plain values as it was recorded: with the keys of its entities before any merge.
    #[must_use]
    pub fn as_recorded(&self) -> Fact {
        let claims = self.claims().map(|claim| claim.as_recorded()).collect();
        Fact { claims, ..there(self.kg.recorded_fact(self.id)) }
    }

    /// A draft of the same: its subject, relation, object and role players; without its time, modality, key and claims.
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
        self.players().find(|(played, _)| *played == role).map(|(_, node)| Id::new(node.id().index()))
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
    /// A fact, to read, whatever became of it.
    #[must_use]
    pub fn read_fact(&self, id: FactId) -> Option<FactRef<'_>> {
        self.tables().record(id).map(|record| FactRef::new(self, id, record.modality.bound(), u32::MAX))
    }

    /// A fact, to read, as one of a relation: `None` if it is of another, or not in the graph.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema does not have the relation.
    #[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
    pub fn read_fact_as<R: RelationTerm>(
        &self,
        id: FactId,
        relation: R,
    ) -> Result<Option<FactRef<'_, R::Found>>, Error> {
        let relation = relation.find(self.schema())?.id();
        let found = self.tables().record(id).filter(|record| record.relation == relation);
        Ok(found.map(|record| FactRef::new(self, id, record.modality.bound(), u32::MAX)))
    }
}
