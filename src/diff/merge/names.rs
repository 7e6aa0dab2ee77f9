//! Which entities of the three versions are one: decisions to merge entities, or to keep them apart.

use std::collections::BTreeMap;

use super::{Conflict, three};
use crate::{
    dossier::{Dossier, KeptApart, MergedEntity},
    model::{Fact, Node},
};

/// The decisions of both versions, and the entity that each key stands for.
pub(super) struct Names {
    pub(super) merges: Vec<MergedEntity>,
    pub(super) kept_apart: Vec<KeptApart>,
    into: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new([base, ours, theirs]: [&Dossier; 3], conflicts: &mut Vec<Conflict>) -> Self {
        let by_key = |dossier: &Dossier| -> BTreeMap<String, MergedEntity> {
            dossier.merges.iter().map(|merged| (merged.entity.key.clone(), merged.clone())).collect()
        };
        let (was, own, other) = (by_key(base), by_key(ours), by_key(theirs));
        let mut names = Self { merges: Vec::new(), kept_apart: Vec::new(), into: BTreeMap::new() };
        let order =
            ours.merges.iter().chain(theirs.merges.iter().filter(|merged| !own.contains_key(&merged.entity.key)));
        for key in order.map(|merged| &merged.entity.key) {
            let versions = [was.get(key), own.get(key), other.get(key)];
            let into = versions.map(|merged| merged.map(|merged| &merged.into));
            let chosen = three(into[0], into[1], into[2]);
            // Ours into theirs and theirs into ours: nobody would stand for both.
            let round = |into: &Option<String>| into.as_ref().is_some_and(|into| names.stands(into) == *key);
            let at_odds = chosen.as_ref().map_or(true, round);
            if at_odds {
                let key_of = |side: Option<&String>| side.cloned();
                conflicts.push(Conflict::Merged {
                    entity: key.clone(),
                    ours: key_of(into[1]),
                    theirs: key_of(into[2]),
                });
            }
            let chosen = if at_odds { into[1].cloned() } else { chosen.unwrap_or_default() };
            if let (Some(into), Some(merged)) = (chosen, versions[1].or(versions[2])) {
                names.into.insert(key.clone(), into);
                names.merges.push(merged.clone());
            }
        }
        for merged in &mut names.merges {
            merged.into = stands(&names.into, &merged.into);
        }
        names.keep_apart([base, ours, theirs], conflicts);
        names
    }

    fn keep_apart(&mut self, [base, ours, theirs]: [&Dossier; 3], conflicts: &mut Vec<Conflict>) {
        let same = |one: &KeptApart, other: &KeptApart| {
            one.entity == other.entity && one.from == other.from || one.entity == other.from && one.from == other.entity
        };
        let has = |dossier: &Dossier, apart: &KeptApart| dossier.kept_apart.iter().any(|known| same(known, apart));
        let added = theirs.kept_apart.iter().filter(|apart| !has(ours, apart) && !has(base, apart));
        let kept = ours.kept_apart.iter().filter(|apart| has(theirs, apart) || !has(base, apart));
        for apart in kept.chain(added) {
            let (entity, from) = (self.stands(&apart.entity), self.stands(&apart.from));
            if entity == from {
                let (ours, theirs) = (has(ours, apart), has(theirs, apart));
                let shown = |kept: bool| if kept { None } else { Some(entity.clone()) };
                conflicts.push(Conflict::Merged {
                    entity: apart.entity.clone(),
                    ours: shown(ours),
                    theirs: shown(theirs),
                });
            } else {
                self.kept_apart.push(KeptApart { entity, from, why: apart.why.clone() });
            }
        }
    }

    /// The key of the entity that stands for another.
    pub(super) fn stands(&self, key: &str) -> String {
        stands(&self.into, key)
    }

    /// A version with the keys of the entities that stand for others.
    pub(super) fn rename(&self, dossier: &Dossier) -> Dossier {
        let mut renamed = dossier.clone();
        renamed.entities.retain(|entity| !self.into.contains_key(&entity.key));
        // What this version alone took for another stands for itself.
        let parted = dossier.merges.iter().map(|merged| &merged.entity);
        renamed.entities.extend(parted.filter(|entity| !self.into.contains_key(&entity.key)).cloned());
        if self.into.is_empty() {
            return renamed;
        }
        for fact in &mut renamed.facts {
            self.rename_fact(fact);
        }
        renamed
    }

    fn rename_fact(&self, fact: &mut Fact) {
        for node in [&mut fact.subject, &mut fact.object].into_iter().chain(fact.roles.values_mut()) {
            if let Node::Entity(key) = node {
                *key = self.stands(key);
            }
        }
        for speaker in fact.claims.iter_mut().filter_map(|claim| claim.said_by.as_mut()) {
            *speaker = self.stands(speaker);
        }
    }
}

/// The end of the chain that a key begins. It has no round: none was let in.
fn stands(into: &BTreeMap<String, String>, key: &str) -> String {
    let mut at = key;
    while let Some(next) = into.get(at) {
        at = next;
    }
    at.to_owned()
}
