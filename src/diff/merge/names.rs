//! Which entities of the three versions are one: decisions to merge entities, or to keep them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{AtOdds, Conflict, merged_entity, three};
use crate::{
    dossier::{Dossier, KeptApart, MergedEntity},
    model::{Entity, Fact, Node, RolePlayers},
};

/// The decisions of both versions, and the entity that each key stands for.
pub(super) struct Names {
    pub(super) merges: Vec<MergedEntity>,
    pub(super) kept_apart: Vec<KeptApart>,
    /// The entity that each merged one goes into. No chain of these is a circle.
    into: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new(versions: [&Dossier; 3], conflicts: &mut Vec<Conflict>) -> Self {
        let mut names = Self { merges: Vec::new(), kept_apart: Vec::new(), into: BTreeMap::new() };
        names.merge(versions, conflicts);
        names.keep_apart(versions, conflicts);
        names
    }

    fn merge(&mut self, versions: [&Dossier; 3], conflicts: &mut Vec<Conflict>) {
        let merges = versions.map(|dossier| -> BTreeMap<&str, &MergedEntity> {
            dossier.merges.iter().map(|merged| (merged.entity.key.as_str(), merged)).collect()
        });
        let entities = versions.map(|dossier| -> BTreeMap<&str, &Entity> {
            let of_merges = dossier.merges.iter().map(|merged| &merged.entity);
            dossier.entities.iter().chain(of_merges).map(|entity| (entity.key.as_str(), entity)).collect()
        });
        let [_, ours, theirs] = versions;
        let mut seen = BTreeSet::new();
        let keys = ours.merges.iter().chain(&theirs.merges).map(|merged| merged.entity.key.as_str());
        for key in keys.filter(|key| seen.insert(*key)) {
            let of = merges.each_ref().map(|merges| merges.get(key).copied());
            let [_, ours, theirs] = of.map(|merged| merged.map(|merged| merged.into.clone()));
            let Some(decision) = Self::decided(key, of, conflicts) else { continue };
            // If ours goes into theirs and theirs into ours, none of them would stand for both.
            let chosen =
                [Some(&decision.into), ours.as_ref()].into_iter().flatten().find(|into| self.stands(into) != key);
            if chosen != Some(&decision.into) {
                conflicts.push(Conflict::Merged { entity: key.to_owned(), ours: ours.clone(), theirs });
            }
            let Some(into) = chosen.cloned() else { continue };
            let [base, ours, theirs] = entities.each_ref().map(|entities| entities.get(key).copied());
            let entity = merged_entity(base, ours, theirs).unwrap_or_else(|AtOdds| {
                let [base, ours, theirs] = [base, ours, theirs].map(Option::<&Entity>::cloned);
                conflicts.push(Conflict::Entity { base, ours: ours.clone(), theirs });
                ours
            });
            // One version may have removed the entity that the other merged.
            let entity = entity.unwrap_or_else(|| decision.entity.clone());
            self.into.insert(key.to_owned(), into.clone());
            self.merges.push(MergedEntity { entity, into, why: decision.why });
        }
        for merged in &mut self.merges {
            merged.into = stands(&self.into, &merged.into);
        }
    }

    /// What the versions decide of an entity, apart from the entity itself.
    fn decided(
        key: &str,
        [base, ours, theirs]: [Option<&MergedEntity>; 3],
        conflicts: &mut Vec<Conflict>,
    ) -> Option<MergedEntity> {
        let into = |merged: Option<&MergedEntity>| merged.map(|merged| merged.into.clone());
        let why = |merged: Option<&MergedEntity>| merged.map(|merged| merged.why.clone());
        let chosen = three(into(base).as_ref(), into(ours).as_ref(), into(theirs).as_ref());
        let reason = three(why(base).as_ref(), why(ours).as_ref(), why(theirs).as_ref());
        let (into, why) = match (chosen, reason) {
            (Ok(into), Ok(why)) => (into?, why?),
            (Ok(_), Err(AtOdds)) if into(ours) == into(theirs) => {
                let ours = ours?;
                conflicts.push(Conflict::Reason {
                    entity: key.to_owned(),
                    other: ours.into.clone(),
                    ours: Some(ours.why.clone()),
                    theirs: why(theirs),
                });
                (ours.into.clone(), ours.why.clone())
            }
            _ => {
                conflicts.push(Conflict::Merged { entity: key.to_owned(), ours: into(ours), theirs: into(theirs) });
                (ours?.into.clone(), ours?.why.clone())
            }
        };
        let entity = ours.or(theirs)?.entity.clone();
        Some(MergedEntity { entity, into, why })
    }

    fn keep_apart(&mut self, versions: [&Dossier; 3], conflicts: &mut Vec<Conflict>) {
        // By the entities that stand for the two now. Two that are one now are named as they were.
        let pair = |apart: &KeptApart| {
            let (one, other) = (self.stands(&apart.entity), self.stands(&apart.from));
            let (one, other) = if one == other { (apart.entity.clone(), apart.from.clone()) } else { (one, other) };
            if one < other { (one, other) } else { (other, one) }
        };
        let reasons = versions.map(|dossier| -> BTreeMap<(String, String), String> {
            // Of several decisions about two that are one with others, the first counts.
            dossier.kept_apart.iter().rev().map(|apart| (pair(apart), apart.why.clone())).collect()
        });
        let [_, ours, theirs] = versions;
        let mut seen = BTreeSet::new();
        let mut kept_apart = Vec::new();
        for apart in ours.kept_apart.iter().chain(&theirs.kept_apart) {
            let pair = pair(apart);
            if !seen.insert(pair.clone()) {
                continue;
            }
            let [base, ours, theirs] = reasons.each_ref().map(|reasons| reasons.get(&pair));
            let why = three(base, ours, theirs).unwrap_or_else(|AtOdds| {
                let (entity, other) = (apart.entity.clone(), apart.from.clone());
                conflicts.push(Conflict::Reason { entity, other, ours: ours.cloned(), theirs: theirs.cloned() });
                ours.cloned()
            });
            let Some(why) = why else { continue };
            let (entity, from) = (self.stands(&apart.entity), self.stands(&apart.from));
            if entity == from {
                let shown = |kept: Option<&String>| if kept.is_some() { None } else { Some(entity.clone()) };
                let entity = apart.entity.clone();
                conflicts.push(Conflict::Merged { entity, ours: shown(ours), theirs: shown(theirs) });
            } else {
                kept_apart.push(KeptApart { entity, from, why });
            }
        }
        self.kept_apart = kept_apart;
    }

    /// The key of the entity that stands for another.
    pub(super) fn stands(&self, key: &str) -> String {
        stands(&self.into, key)
    }

    /// A version with the keys of the entities that stand for others.
    pub(super) fn rename(&self, dossier: &Dossier) -> Dossier {
        let mut renamed = dossier.clone();
        renamed.entities.retain(|entity| !self.into.contains_key(&entity.key));
        // An entity that only this version merged is an entity of its own in the result.
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
        let rename = |node: &mut Node| {
            if let Node::Entity(key) = node {
                *key = self.stands(key);
            }
        };
        rename(&mut fact.subject);
        rename(&mut fact.object);
        let mut roles = RolePlayers::new();
        for (role, mut player) in std::mem::take(&mut fact.roles) {
            rename(&mut player);
            // Two players of a role that are one now are there once.
            if !roles.all(&role).any(|known| *known == player) {
                roles.insert(&role, player);
            }
        }
        fact.roles = roles;
        for speaker in fact.claims.iter_mut().filter_map(|claim| claim.said_by.as_mut()) {
            *speaker = self.stands(speaker);
        }
    }
}

/// The end of the chain that a key begins.
fn stands(into: &BTreeMap<String, String>, key: &str) -> String {
    let mut at = key;
    while let Some(next) = into.get(at) {
        at = next;
    }
    at.to_owned()
}
