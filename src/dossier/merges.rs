//! Which entities of a dossier are one, and which are not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::selection::Selection;
use crate::model::fields::serialize_fields;
use crate::{
    graph::Edit,
    model::{Any, Entity, Id},
    view::NodeRef,
};

/// An entity that is the same as another. Its facts are those of the other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergedEntity {
    /// The entity as it was recorded.
    pub entity: Entity,
    /// The key of the entity that stands for it.
    pub into: String,
    /// Why they are the same.
    #[serde(default)]
    pub why: String,
}

serialize_fields!(MergedEntity {
    required "entity": entity,
    required "into": into,
    optional "why": why,
});

/// Two entities that are not the same, however alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptApart {
    /// The key of the one.
    pub entity: String,
    /// The key of the other.
    pub from: String,
    /// Why they are not the same.
    #[serde(default)]
    pub why: String,
}

serialize_fields!(KeptApart {
    required "entity": entity,
    required "from": from,
    optional "why": why,
});

impl MergedEntity {
    /// The edit that adds the entity.
    pub(super) fn add(self) -> Edit {
        Edit::AddEntity(self.entity)
    }

    /// The edit that merges it.
    pub(super) fn merge(self) -> Edit {
        Edit::Merge { entity: self.entity.key, into: self.into, why: self.why }
    }
}

impl KeptApart {
    /// The edit that keeps the two apart.
    pub(super) fn edit(self) -> Edit {
        Edit::KeepApart { entity: self.entity, from: self.from, why: self.why }
    }
}

/// The entities that are one with those of a selection, in the order of recording.
pub(crate) fn merged(selection: &Selection<'_>) -> Vec<MergedEntity> {
    // The reason of the first merge of each entity into another, and of the first of another into it.
    let (mut own, mut others) = <(BTreeMap<Id<Any>, &str>, BTreeMap<Id<Any>, &str>)>::default();
    for merge in selection.graph().merges() {
        own.entry(merge.entity().id()).or_insert(merge.why());
        others.entry(merge.other().id()).or_insert(merge.why());
    }
    let mut absorbed: Vec<_> =
        selection.entities().flat_map(|node| node.merged().map(move |other| (other, node))).collect();
    absorbed.sort_by_key(|(other, _)| other.id().index());
    let merges = |(other, node): (NodeRef<'_>, NodeRef<'_>)| {
        // An entity may be one with another only because others were merged into both.
        let why = own.get(&other.id()).or_else(|| others.get(&other.id())).copied().unwrap_or_default();
        Some(MergedEntity { entity: other.to_entity()?, into: node.key()?.to_owned(), why: why.to_owned() })
    };
    absorbed.into_iter().filter_map(merges).collect()
}

/// Which entities of a selection are kept apart, each two once.
pub(crate) fn kept_apart(selection: &Selection<'_>) -> Vec<KeptApart> {
    let kg = selection.graph();
    let key = |node: NodeRef<'_>| {
        let stands = kg.node_ref(node.id()).filter(|node| selection.has_node(*node))?;
        stands.key().map(str::to_owned)
    };
    let mut seen = BTreeSet::new();
    let decided = kg.kept_apart().filter_map(|apart| {
        let (entity, from) = (key(apart.entity())?, key(apart.other())?);
        let pair = if entity < from { (entity.clone(), from.clone()) } else { (from.clone(), entity.clone()) };
        seen.insert(pair).then(|| KeptApart { entity, from, why: apart.why().to_owned() })
    });
    decided.collect()
}
