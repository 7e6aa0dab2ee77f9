//! The calls of a graph during a load. Those that read lists of facts list first what is in none yet.

use super::Bulk;
use crate::{
    draft::Draft,
    error::Error,
    graph::{AddedOnce, Edit, EntityDraft, FactPart, FactParts, KnowledgeGraph, OpenTransaction},
    model::{
        Any, Claim, ClaimId, Entity, Fact, FactId, Id, KindId, Resolution, Source, SourceId, SourceText, Transaction,
        Value,
    },
    schema::{FoundRelation, Kind, KindTerm, RelationTerm, Schema},
    tables::FactRecord,
};

impl Bulk<'_> {
    /// The graph so far. The facts that are in no list yet are first put into theirs. If few facts come between one call and
    /// the next, each costs as much as without a load.
    #[must_use]
    pub fn graph(&mut self) -> &KnowledgeGraph {
        self.kg.tables.list_deferred();
        self.kg
    }

    /// The graph, to record facts that come into no list yet.
    pub(in crate::graph) fn recording(&mut self) -> &mut KnowledgeGraph {
        self.kg.tables.defer_lists();
        self.kg
    }

    /// The graph, to merge or part entities: that takes facts from one list to another, so all must be in their lists.
    pub(in crate::graph) fn merging(&mut self) -> &mut KnowledgeGraph {
        self.has_merged = true;
        self.kg.tables.list_deferred();
        self.kg
    }

    /// Records a fact: [`KnowledgeGraph::assert`].
    ///
    /// # Errors
    /// As there. What was done before stays, unless the load as a whole returns an error.
    pub fn assert<R: RelationTerm>(&mut self, draft: Draft<R>) -> Result<FactId, Error> {
        self.recording().assert(draft)
    }

    /// Makes one change: [`KnowledgeGraph::apply`]. Merges that take turns with facts cost as much as without a bulk load, as
    /// the facts so far are listed before each.
    ///
    /// # Errors
    /// As there.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Error> {
        match edit {
            Edit::Resolve { fact, resolution, by } => {
                self.resolve(self.kg.fact_named(fact)?, *resolution, self.kg.fact_named(by)?)
            }
            Edit::Merge { .. } | Edit::Unmerge { .. } => self.merging().apply(edit),
            edit => self.recording().apply(edit),
        }
    }

    /// Opens the next transaction: [`KnowledgeGraph::begin`].
    ///
    /// # Errors
    /// As there.
    pub fn begin(&mut self, transaction: Transaction) -> Result<OpenTransaction<'_>, Error> {
        self.kg.begin(transaction)
    }

    /// Adds an entity in plain values: [`KnowledgeGraph::add_entity`].
    ///
    /// # Errors
    /// As there.
    pub fn add_entity(&mut self, entity: &Entity) -> Result<Id, Error> {
        self.kg.add_entity(entity)
    }

    /// Records a fact in plain values: [`KnowledgeGraph::add_fact`].
    ///
    /// # Errors
    /// As there.
    pub fn add_fact(&mut self, fact: &Fact) -> Result<FactId, Error> {
        self.recording().add_fact(fact)
    }

    /// Records a fact in plain values, unless the graph had an equal one before the load that `may_be` accepts:
    /// [`KnowledgeGraph::add_fact_once`]. Facts that this load recorded are not compared.
    ///
    /// # Errors
    /// As there.
    pub fn add_fact_once(&mut self, fact: &Fact, may_be: impl Fn(FactId) -> bool) -> Result<AddedOnce, Error> {
        let before = self.facts_before;
        self.recording().add_fact_once(fact, |known| known.index() < before && may_be(known))
    }

    /// Adds a claim to a fact: [`KnowledgeGraph::claim`].
    ///
    /// # Errors
    /// As there.
    pub fn claim(&mut self, fact: FactId, claim: Claim) -> Result<ClaimId, Error> {
        self.kg.claim(fact, claim)
    }

    /// Adds a claim to a fact that has no equal one: [`KnowledgeGraph::claim_once`].
    ///
    /// # Errors
    /// As there.
    pub fn claim_once(&mut self, fact: FactId, claim: &Claim) -> Result<bool, Error> {
        self.kg.claim_once(fact, claim)
    }

    /// Retracts a fact: [`KnowledgeGraph::retract`].
    ///
    /// # Errors
    /// As there.
    pub fn retract(&mut self, fact: FactId, why: &str) -> Result<(), Error> {
        self.kg.retract(fact, why)
    }

    /// Resolves a fact by a later one: [`KnowledgeGraph::resolve`].
    ///
    /// # Errors
    /// As there.
    pub fn resolve(&mut self, earlier: FactId, resolution: Resolution, later: FactId) -> Result<(), Error> {
        let relation = self.kg.tables.record(earlier).map(FactRecord::relation);
        if relation.is_some() && relation == self.kg.naming {
            // Look-ups by name count the names of facts that are in no list, and cannot see which are resolved.
            self.kg.tables.list_deferred();
        }
        self.kg.resolve(earlier, resolution, later)
    }

    /// Checks a claim and records nothing: [`KnowledgeGraph::check_claim`].
    ///
    /// # Errors
    /// As there.
    pub fn check_claim(&self, claim: &Claim) -> Result<(), Error> {
        self.kg.check_claim(claim)
    }

    /// Every fault of the parts of a fact: [`KnowledgeGraph::faults_of`].
    #[must_use]
    pub fn faults_of(&self, parts: &FactParts<'_>) -> Vec<(FactPart, Error)> {
        self.kg.faults_of(parts)
    }

    /// What became of a fact: [`KnowledgeGraph::resolution`].
    #[must_use]
    pub fn resolution(&self, fact: FactId) -> Option<(Resolution, FactId)> {
        self.kg.resolution(fact)
    }

    /// Records that an entity is of a narrower kind: [`KnowledgeGraph::narrow`].
    ///
    /// # Errors
    /// As there.
    pub fn narrow<T: KindTerm>(&mut self, id: Id<impl Kind>, kind: T) -> Result<Id<T::Kind>, Error> {
        self.kg.narrow(id, kind)
    }

    /// Adds an entity: [`KnowledgeGraph::add`].
    ///
    /// # Errors
    /// As there.
    pub fn add<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        self.recording().add(kind, entity)
    }

    /// Adds a source: [`KnowledgeGraph::add_source`].
    ///
    /// # Errors
    /// As there.
    pub fn add_source(&mut self, source: Source) -> Result<SourceId, Error> {
        self.kg.add_source(source)
    }

    /// Adds an entity under the next free key: [`KnowledgeGraph::add_another`].
    ///
    /// # Errors
    /// As there.
    pub fn add_another<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        self.recording().add_another(kind, entity)
    }

    /// The entity of a key, if there is one: [`KnowledgeGraph::get_entity`].
    #[must_use]
    pub fn get_entity(&self, key: &str) -> Option<Id<Any>> {
        self.kg.get_entity(key)
    }

    /// The entity of a key: [`KnowledgeGraph::entity`].
    ///
    /// # Errors
    /// As there.
    pub fn entity(&self, key: &str) -> Result<Id<Any>, Error> {
        self.kg.entity(key)
    }

    /// All entities that have exactly this name: [`KnowledgeGraph::entities_named_exactly`].
    #[must_use]
    pub fn entities_named_exactly(&self, name: &str) -> Vec<Id<Any>> {
        self.kg.entities_named_exactly(name)
    }

    /// All entities that have this name: [`KnowledgeGraph::entities_named`].
    #[must_use]
    pub fn entities_named(&self, name: &str) -> Vec<Id<Any>> {
        self.kg.entities_named(name)
    }

    /// The canonical entity of an entity, itself if it was not merged: [`KnowledgeGraph::canonical`].
    #[must_use]
    pub fn canonical<K>(&self, id: Id<K>) -> Id<K> {
        self.kg.canonical(id)
    }

    /// The kind of an entity: [`KnowledgeGraph::kind_of`].
    #[must_use]
    pub fn kind_of(&self, id: Id<impl Kind>) -> Option<KindId> {
        self.kg.kind_of(id)
    }

    /// The node of a value, if there is one: [`KnowledgeGraph::get_value`].
    #[must_use]
    pub fn get_value(&self, value: &Value) -> Option<Id<Any>> {
        self.kg.get_value(value)
    }

    /// The source of a key, if there is one: [`KnowledgeGraph::get_source`].
    #[must_use]
    pub fn get_source(&self, key: &str) -> Option<SourceId> {
        self.kg.get_source(key)
    }

    /// The source of a key: [`KnowledgeGraph::source`].
    ///
    /// # Errors
    /// As there.
    pub fn source(&self, key: &str) -> Result<SourceId, Error> {
        self.kg.source(key)
    }

    /// The text of a source, if the graph has it.
    #[must_use]
    pub fn source_text(&self, source: SourceId) -> Option<&str> {
        self.kg.source_text(self.kg.own_source(source)?).map(SourceText::as_str)
    }

    /// The fact of a key, if there is one: [`KnowledgeGraph::get_fact`].
    #[must_use]
    pub fn get_fact(&self, key: &str) -> Option<FactId> {
        self.kg.get_fact(key)
    }

    /// The fact of a key: [`KnowledgeGraph::fact`].
    ///
    /// # Errors
    /// As there.
    pub fn fact(&self, key: &str) -> Result<FactId, Error> {
        self.kg.fact(key)
    }

    /// The relation of a name: [`KnowledgeGraph::relation`].
    ///
    /// # Errors
    /// As there.
    pub fn relation(&self, name: &str) -> Result<FoundRelation, Error> {
        self.kg.relation(name)
    }

    /// The schema, to find kinds, relations and roles by name.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        self.kg.schema()
    }

    /// The number of facts so far.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.kg.fact_count()
    }

    /// The key of an entity; empty for any other node.
    #[must_use]
    pub fn key_of(&self, id: Id<Any>) -> &str {
        self.kg.tables.key_of(id.index())
    }
}
