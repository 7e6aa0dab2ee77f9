//! Edits: what can be done to a graph, as values. A graph's history is a list of them.

use serde::{Deserialize, Serialize};

use super::KnowledgeGraph;
use crate::{
    error::{Error, ErrorKind},
    model::{Any, Claim, Entity, Fact, FactId, Id, Outcome, Source},
    schema::Kind,
};

/// One change of a graph, in plain values. [`KnowledgeGraph::apply`] makes it.
///
/// A fact is named by its key, or as `#3` by its number in the graph that the edit is for.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Edit {
    /// Adds a source.
    AddSource(Source),
    /// Adds an entity.
    AddEntity(Entity),
    /// Records a fact, with the claims that it came with.
    Assert(Fact),
    /// Adds a claim to a fact.
    Claim {
        /// The fact.
        fact: String,
        /// The claim.
        claim: Claim,
    },
    /// Takes a fact back.
    Retract {
        /// The fact.
        fact: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Says that a later fact settles an earlier one.
    Resolve {
        /// The earlier fact.
        fact: String,
        /// How it was settled.
        outcome: Outcome,
        /// The later fact.
        by: String,
    },
    /// Says that an entity is of a narrower kind.
    Narrow {
        /// The key of the entity.
        entity: String,
        /// The name of the kind.
        kind: String,
    },
    /// Says that an entity is the same as another.
    Merge {
        /// The key of the duplicate.
        entity: String,
        /// The key of the entity that stays.
        into: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Takes back that two entities are the same.
    Unmerge {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        from: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Says that two entities are not the same.
    KeepApart {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        from: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Takes back that two entities are not the same.
    AllowMerge {
        /// The key of the one.
        entity: String,
        /// The key of the other.
        with: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Something was recorded here that was purged since. Nobody can tell what it was; making the edit notes that it was
    /// there.
    Tombstone,
    /// So many edits were purged. Making the edit notes it; it is [`KnowledgeGraph::purge`] that takes content away.
    Purge {
        /// How many.
        edits: u32,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
}

impl KnowledgeGraph {
    /// Makes one change.
    ///
    /// # Errors
    /// As the call that makes it: [`add_source`](Self::add_source), [`add`](Self::add), [`assert`](Self::assert),
    /// [`claim`](Self::claim), [`retract`](Self::retract), [`resolve`](Self::resolve), [`narrow`](Self::narrow),
    /// [`merge`](Self::merge), [`unmerge`](Self::unmerge), [`keep_apart`](Self::keep_apart),
    /// [`allow_merge`](Self::allow_merge).
    ///
    /// ```
    /// use chancery::{Edit, Entity, Fact, KnowledgeGraph, diplomacy};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.apply(&Edit::AddEntity(Entity::new("pakistan", "state", "Pakistan")))?;
    /// kg.apply(&Edit::AddEntity(Entity::new("kazakhstan", "state", "Kazakhstan")))?;
    /// kg.apply(&Edit::Assert(Fact::new("pakistan", "recognized-in-1991?", "kazakhstan")))?;
    /// assert_eq!(kg.history().flat_map(|(_, edits)| edits).count(), 3);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Error> {
        match edit {
            Edit::AddSource(source) => self.add_source(source.clone()).map(drop),
            Edit::AddEntity(entity) => self.add_entity(entity).map(drop),
            Edit::Assert(fact) => {
                let facts = self.fact_count();
                self.assert_fact(fact, &|name| numbered(name, facts)).map(drop)
            }
            Edit::Claim { fact, claim } => self.claim(self.fact_named(fact)?, claim.clone()).map(drop),
            Edit::Retract { fact, why } => self.retract(self.fact_named(fact)?, why),
            Edit::Resolve { fact, outcome, by } => self.resolve(self.fact_named(fact)?, *outcome, self.fact_named(by)?),
            Edit::Narrow { entity, kind } => {
                let entity = Id::<Any>::new(self.asserted_entity(entity)?);
                self.narrow(entity, kind.as_str()).map(drop)
            }
            Edit::Merge { entity, into, why } => self.merge(entity, into, why).map(drop),
            Edit::Unmerge { entity, from, why } => self.unmerge(entity, from, why),
            Edit::KeepApart { entity, from, why } => self.keep_apart(entity, from, why),
            Edit::AllowMerge { entity, with, why } => self.allow_merge(entity, with, why),
            Edit::Tombstone => self.note_tombstone(),
            Edit::Purge { edits, why } => self.note_purge(*edits, why),
        }
    }

    /// Adds an entity in plain values.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_entity(&mut self, entity: &Entity) -> Result<Id, Error> {
        self.add(entity.kind.as_str(), super::entity(entity.name.as_str()).key(entity.key.as_str()))
    }

    /// The fact of a key, or of a number as `#3`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`].
    pub fn fact_named(&self, name: &str) -> Result<FactId, Error> {
        if name.starts_with('#') { numbered(name, self.fact_count()) } else { self.fact(name) }
    }

    /// The kind of an entity, by handle.
    #[must_use]
    pub fn kind_name(&self, id: Id<impl Kind>) -> Option<&str> {
        self.kind_of(id).map(|kind| self.schema().kind_def(kind).name.as_str())
    }
}

/// `#3` as a fact's number, among so many.
fn numbered(name: &str, facts: usize) -> Result<FactId, Error> {
    let number = name.strip_prefix('#').and_then(|digits| digits.parse::<u32>().ok());
    number.filter(|n| (*n as usize) < facts).map(FactId::new).ok_or_else(|| {
        let why = format!("`{}` is no fact; expected a key, or `#` and a number below {facts}", name.escape_debug());
        Error::new(ErrorKind::UnknownFact, why)
    })
}
