//! Which entities of a dossier are one, and which are not.

use serde::Deserialize;

use super::selection::Selection;
use crate::model::fields::serialize_fields;
use crate::{
    model::Entity,
    view::{Decision, NodeRef},
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

/// The entities that are one with those of a selection, in the order of recording.
pub(crate) fn merged(selection: &Selection<'_>) -> Vec<MergedEntity> {
    let decisions: Vec<_> = selection.graph().merges().collect();
    let mut absorbed: Vec<_> =
        selection.entities().flat_map(|node| node.merged().map(move |other| (other, node))).collect();
    absorbed.sort_by_key(|(other, _)| other.id().index());
    let merges = |(other, node): (NodeRef<'_>, NodeRef<'_>)| {
        // Why it went into another; of one that others went into first, why these did.
        let is = |end: NodeRef<'_>| end.id() == other.id();
        let own = decisions.iter().find(|merge| is(merge.entity()));
        let why = own.or_else(|| decisions.iter().find(|merge| is(merge.other()))).map_or("", Decision::why);
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
    let mut apart_pairs: Vec<KeptApart> = Vec::new();
    for apart in kg.kept_apart() {
        if let (Some(entity), Some(from)) = (key(apart.entity()), key(apart.other())) {
            let known = |a: &str, b: &str| apart_pairs.iter().any(|known| known.entity == a && known.from == b);
            if !known(&entity, &from) && !known(&from, &entity) {
                apart_pairs.push(KeptApart { entity, from, why: apart.why().to_owned() });
            }
        }
    }
    apart_pairs
}
