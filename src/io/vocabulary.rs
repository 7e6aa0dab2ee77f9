//! The part of a schema that a dossier uses.

use crate::{
    graph::FactRef,
    model::Entity,
    schema::{Schema, SchemaDef},
};

/// The relations of the facts, their roles, the kinds of the entities and of all that the relations take, and the kinds
/// above and in these; in the order of the schema.
pub(super) fn used<'g>(schema: &Schema, entities: &[Entity], facts: impl Iterator<Item = FactRef<'g>>) -> SchemaDef {
    let all = schema.to_def();
    let mut relations: Vec<&str> = Vec::new();
    let mut roles: Vec<&str> = Vec::new();
    for fact in facts {
        let name = fact.relation_name();
        if !relations.contains(&name) {
            relations.push(name);
        }
        for (role, _) in fact.players() {
            let name = schema.role_def(role).name.as_str();
            if !roles.contains(&name) {
                roles.push(name);
            }
        }
    }
    let mut open: Vec<&str> = Vec::new();
    for entity in entities {
        if !open.contains(&entity.kind.as_str()) {
            open.push(&entity.kind);
        }
    }
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
