//! The weights of the store's petgraph: what a node is, and the hot part of a fact.

use super::arena::StringId;
use crate::{
    model::{FactId, KindId, Modality, RelationId},
    time::When,
};

/// What a node of the store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeRecord(pub(crate) NodeKind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Entity {
        kind: KindId,
        key: StringId,
        name: StringId,
    },
    /// The place in the table of values.
    Value(u32),
    Fact(FactId),
}

impl NodeRecord {
    /// Whether the node is an entity.
    #[must_use]
    pub const fn is_entity(&self) -> bool {
        matches!(self.0, NodeKind::Entity { .. })
    }

    /// Whether the node is a value.
    #[must_use]
    pub const fn is_value(&self) -> bool {
        matches!(self.0, NodeKind::Value(_))
    }

    /// The fact that the node stands for, if it is one that something refers to.
    #[must_use]
    pub const fn fact(&self) -> Option<FactId> {
        match self.0 {
            NodeKind::Fact(fact) => Some(fact),
            _ => None,
        }
    }

    /// The kind, if the node is an entity.
    #[must_use]
    pub const fn kind(&self) -> Option<KindId> {
        match self.0 {
            NodeKind::Entity { kind, .. } => Some(kind),
            _ => None,
        }
    }
}

/// The hot part of a fact: 12 bytes. What few facts have is in side tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactRecord {
    pub(crate) when: When,
    pub(crate) relation: RelationId,
    pub(crate) modality: Modality,
    pub(crate) flags: u8,
}

impl FactRecord {
    pub(crate) const RETRACTED: u8 = 1;
    pub(crate) const RESOLVED: u8 = 2;

    /// When the fact held or happened.
    #[must_use]
    pub const fn when(&self) -> When {
        self.when
    }

    /// Its relation.
    #[must_use]
    pub const fn relation(&self) -> RelationId {
        self.relation
    }

    /// Its modality.
    #[must_use]
    pub const fn modality(&self) -> Modality {
        self.modality
    }

    /// Whether it has been retracted.
    #[must_use]
    pub const fn is_retracted(&self) -> bool {
        self.flags & Self::RETRACTED != 0
    }

    /// Whether a later fact has resolved it.
    #[must_use]
    pub const fn is_resolved(&self) -> bool {
        self.flags & Self::RESOLVED != 0
    }

    /// Whether the fact gives a name, if its relation does: it is actual, and not retracted.
    pub(super) const fn may_name(&self) -> bool {
        !self.is_retracted() && matches!(self.modality, Modality::Actual)
    }

    /// Whether a default view may hide the fact: retracted, resolved, or neither actual nor planned.
    pub(crate) const fn may_be_hidden(&self) -> bool {
        self.flags != 0 || !matches!(self.modality, Modality::Actual | Modality::Planned)
    }
}

const _: () = assert!(size_of::<FactRecord>() == 12);
