//! The part of a schema that a dossier uses.

use fixedbitset::FixedBitSet;

use super::selection::Selection;
use crate::{
    model::Value,
    schema::{SchemaDef, base},
};

/// The relations and roles of the facts, and those that `known-none` and `some-unknown` name in their texts; the roles that
/// the relations take; the kinds of the entities and of all that the relations take, and the kinds above and in these. All in
/// the order of the schema.
pub(crate) fn used(selection: &Selection<'_>) -> SchemaDef {
    let schema = selection.graph().schema();
    let all = schema.to_def();
    let (mut relations, mut roles, mut kinds) = <(FixedBitSet, FixedBitSet, FixedBitSet)>::default();
    let gaps = [schema.bind::<base::KnownNone>(), schema.bind::<base::SomeUnknown>()];
    for fact in selection.facts() {
        relations.grow_and_insert(fact.relation().index().into());
        if gaps.contains(&Some(fact.relation()))
            && let Some(Value::Text(named)) = fact.object_node().value()
        {
            if let Ok(relation) = schema.relation(named) {
                relations.grow_and_insert(relation.id().index().into());
            }
            if let Ok(role) = schema.role(named) {
                roles.grow_and_insert(role.index().into());
            }
        }
        for (role, _) in fact.players() {
            roles.grow_and_insert(role.index().into());
        }
    }
    let entities = selection.entities().flat_map(|node| node.merged().chain([node]));
    for kind in entities.filter_map(|node| node.kind()) {
        kinds.grow_and_insert(kind.index().into());
    }
    let mut roles: Vec<&str> =
        schema.roles().filter(|(id, _)| roles.contains(id.index().into())).map(|(_, def)| def.name.as_str()).collect();
    let relations: Vec<&str> = schema
        .relations()
        .filter(|(id, _)| relations.contains(id.index().into()))
        .map(|(_, def)| def.name.as_str())
        .collect();
    let mut open: Vec<&str> =
        schema.kinds().filter(|(id, _)| kinds.contains(id.index().into())).map(|(_, def)| def.name.as_str()).collect();
    let kept: Vec<_> = all.relations.iter().filter(|def| relations.contains(&def.name.as_str())).collect();
    for def in &kept {
        open.extend([def.subject.as_str(), def.object.as_str()]);
        open.extend(def.roles.iter().map(|used| used.player.as_str()));
        roles.extend(def.roles.iter().map(|used| used.role.as_str()));
    }
    let mut kinds: Vec<&str> = Vec::new();
    while let Some(name) = open.pop() {
        if kinds.contains(&name) {
            continue;
        }
        kinds.push(name);
        if let Some(def) = all.kinds.iter().find(|def| def.name == name) {
            open.extend(def.parents.iter().chain(&def.members).map(String::as_str));
        }
    }
    SchemaDef {
        open: all.open,
        kinds: all.kinds.iter().filter(|def| kinds.contains(&def.name.as_str())).cloned().collect(),
        roles: all.roles.iter().filter(|def| roles.contains(&def.name.as_str())).cloned().collect(),
        relations: kept.into_iter().cloned().collect(),
    }
}
