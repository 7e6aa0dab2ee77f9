//! Edits: the changes of a graph as values. The history of a graph is a list of them.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStructVariant};

use super::KnowledgeGraph;
use crate::{
    error::Error,
    model::{Any, Claim, Entity, Fact, Id, Resolution, Source},
};

/// A change of a graph in plain values. [`KnowledgeGraph::apply`] makes it.
///
/// A fact is named by its key, or as `#3` by its number in the graph that the edit is for.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Deserialize)]
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
    /// Retracts a fact.
    Retract {
        /// The fact.
        fact: String,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
    /// Records that a later fact resolves an earlier one.
    Resolve {
        /// The earlier fact.
        fact: String,
        /// How the later fact resolves the earlier one.
        resolution: Resolution,
        /// The later fact.
        by: String,
    },
    /// Records that an entity is of a narrower kind.
    Narrow {
        /// The key of the entity.
        entity: String,
        /// The name of the kind.
        kind: String,
    },
    /// Records that an entity is the same as another.
    Merge {
        /// The key of the duplicate.
        entity: String,
        /// The key of the entity that stays.
        into: String,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
    /// Takes back the decision that two entities are the same.
    Unmerge {
        /// The key of one of them.
        entity: String,
        /// The key of the other one.
        from: String,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
    /// Records that two entities are not the same.
    KeepApart {
        /// The key of one of them.
        entity: String,
        /// The key of the other one.
        from: String,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
    /// Takes back the decision that two entities are not the same.
    AllowMerge {
        /// The key of one of them.
        entity: String,
        /// The key of the other one.
        with: String,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
    /// Stands for something that was recorded here and purged since. The content is not known. Applied to a graph, it records
    /// that something was here.
    Tombstone,
    /// Notes that edits were purged. To remove content, call [`KnowledgeGraph::purge`]; applying this edit only adds the note.
    Purge {
        /// The number of edits.
        edits: u32,
        /// The reason; may be empty.
        #[serde(default)]
        why: String,
    },
}

/// The variants are numbered in the order of declaration. A format for people leaves out an empty reason.
impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::AddSource(source) => serializer.serialize_newtype_variant("Edit", 0, "add-source", source),
            Self::AddEntity(entity) => serializer.serialize_newtype_variant("Edit", 1, "add-entity", entity),
            Self::Assert(fact) => serializer.serialize_newtype_variant("Edit", 2, "assert", fact),
            Self::Claim { fact, claim } => {
                let mut fields = serializer.serialize_struct_variant("Edit", 3, "claim", 2)?;
                fields.serialize_field("fact", fact)?;
                fields.serialize_field("claim", claim)?;
                fields.end()
            }
            Self::Retract { fact, why } => reasoned(serializer, 4, "retract", &[("fact", fact)], why),
            Self::Resolve { fact, resolution, by } => {
                let mut fields = serializer.serialize_struct_variant("Edit", 5, "resolve", 3)?;
                fields.serialize_field("fact", fact)?;
                fields.serialize_field("resolution", resolution)?;
                fields.serialize_field("by", by)?;
                fields.end()
            }
            Self::Narrow { entity, kind } => {
                let mut fields = serializer.serialize_struct_variant("Edit", 6, "narrow", 2)?;
                fields.serialize_field("entity", entity)?;
                fields.serialize_field("kind", kind)?;
                fields.end()
            }
            Self::Merge { entity, into, why } => {
                reasoned(serializer, 7, "merge", &[("entity", entity), ("into", into)], why)
            }
            Self::Unmerge { entity, from, why } => {
                reasoned(serializer, 8, "unmerge", &[("entity", entity), ("from", from)], why)
            }
            Self::KeepApart { entity, from, why } => {
                reasoned(serializer, 9, "keep-apart", &[("entity", entity), ("from", from)], why)
            }
            Self::AllowMerge { entity, with, why } => {
                reasoned(serializer, 10, "allow-merge", &[("entity", entity), ("with", with)], why)
            }
            Self::Tombstone => serializer.serialize_unit_variant("Edit", 11, "tombstone"),
            Self::Purge { edits, why } => {
                let reason = !why.is_empty() || !serializer.is_human_readable();
                let mut fields = serializer.serialize_struct_variant("Edit", 12, "purge", 1 + usize::from(reason))?;
                fields.serialize_field("edits", edits)?;
                if reason {
                    fields.serialize_field("why", why)?;
                }
                fields.end()
            }
        }
    }
}

/// Serializes a variant of texts and a reason.
fn reasoned<S: Serializer>(
    serializer: S,
    number: u32,
    name: &'static str,
    texts: &[(&'static str, &String)],
    why: &str,
) -> Result<S::Ok, S::Error> {
    let has_reason = !why.is_empty() || !serializer.is_human_readable();
    let count = texts.len() + usize::from(has_reason);
    let mut fields = serializer.serialize_struct_variant("Edit", number, name, count)?;
    for (name, text) in texts {
        fields.serialize_field(name, text)?;
    }
    if has_reason {
        fields.serialize_field("why", why)?;
    }
    fields.end()
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
            Edit::Assert(fact) => self.add_fact(fact).map(drop),
            Edit::Claim { fact, claim } => self.claim(self.fact_named(fact)?, claim.clone()).map(drop),
            Edit::Retract { fact, why } => self.retract(self.fact_named(fact)?, why),
            Edit::Resolve { fact, resolution, by } => {
                self.resolve(self.fact_named(fact)?, *resolution, self.fact_named(by)?)
            }
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
}
