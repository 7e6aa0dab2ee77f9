//! The facts of three versions, which of them are one, and what they become.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Conflict,
    claims::merged_claims,
    matching::{BASE, Matches, OURS, THEIRS, matches},
    order,
    said::{Said, keys, place_of},
    three,
};
use crate::{
    dossier::Dossier,
    model::{Claim, Fact, FactName, Node},
    schema::SchemaDef,
};

/// One fact of the result, or one that is gone, with its place in each version.
struct Slot {
    at: [Option<usize>; 3],
    /// Whether a version of it was found by its ends alone.
    is_guess: bool,
    /// Whose statement it has.
    from: usize,
    key: Option<String>,
    claims: Vec<Claim>,
    kept: bool,
}

/// The facts of three versions.
pub(super) struct Facts<'d> {
    dossiers: [&'d Dossier; 3],
    keys: [BTreeMap<&'d str, usize>; 3],
    said: [Vec<Said>; 3],
    /// Ours, then theirs alone, then those of which both are gone.
    slots: Vec<Slot>,
    slot_of: [Vec<Option<usize>>; 3],
    /// The slots of the facts of the result, in its order.
    order: Vec<usize>,
    /// The place of each slot in the result.
    places: Vec<Option<usize>>,
    /// The name of each fact of the result.
    names: Vec<String>,
}

impl<'d> Facts<'d> {
    pub(super) fn new(dossiers: [&'d Dossier; 3], vocabulary: &SchemaDef) -> Self {
        let keys = dossiers.map(keys);
        let (said, found) = matches(dossiers, &keys, vocabulary);
        let mut facts = Self {
            dossiers,
            keys,
            said,
            slots: Vec::new(),
            slot_of: Default::default(),
            order: Vec::new(),
            places: Vec::new(),
            names: Vec::new(),
        };
        facts.line_up(&found);
        facts
    }

    fn facts(&self, side: usize) -> &'d [Fact] {
        self.dossiers.get(side).map_or(&[], |dossier| &dossier.facts)
    }

    fn fact(&self, side: usize, at: usize) -> Option<&'d Fact> {
        self.facts(side).get(at)
    }

    fn class(&self, side: usize, at: usize) -> Option<usize> {
        self.said.get(side)?.get(at).map(|said| said.class)
    }

    /// One slot for each fact of the three, in the order of the result.
    fn line_up(&mut self, found: &Matches) {
        let mut paired = BTreeSet::new();
        let mut ats: Vec<[Option<usize>; 3]> = Vec::new();
        for at in 0..self.facts(OURS).len() {
            let base = found.base_of(OURS, at);
            let other = base.map_or_else(|| found.same(at), |base| found.of_base(THEIRS, base));
            paired.extend(other);
            ats.push([base, Some(at), other]);
        }
        for at in (0..self.facts(THEIRS).len()).filter(|at| !paired.contains(at)) {
            ats.push([found.base_of(THEIRS, at), None, Some(at)]);
        }
        for at in 0..self.facts(BASE).len() {
            if found.of_base(OURS, at).is_none() && found.of_base(THEIRS, at).is_none() {
                ats.push([Some(at), None, None]);
            }
        }
        self.slot_of = [BASE, OURS, THEIRS].map(|side| vec![None; self.facts(side).len()]);
        for (slot, at) in ats.iter().enumerate() {
            for (of_side, at) in self.slot_of.iter_mut().zip(at) {
                if let Some(place) = at.and_then(|at| of_side.get_mut(at)) {
                    *place = Some(slot);
                }
            }
        }
        let slot = |at: [Option<usize>; 3]| {
            let is_guess = at.get(BASE).copied().flatten().is_some_and(|base| found.is_guess(base));
            Slot { at, is_guess, from: OURS, key: None, claims: Vec::new(), kept: true }
        };
        self.slots = ats.into_iter().map(slot).collect();
    }

    /// Decides what each fact becomes.
    pub(super) fn settle(&mut self, conflicts: &mut Vec<Conflict>) {
        let mut taken: BTreeSet<String> = self.facts(OURS).iter().filter_map(|fact| fact.key.clone()).collect();
        for slot in 0..self.slots.len() {
            let Some((at, is_guess)) = self.slots.get(slot).map(|slot| (slot.at, slot.is_guess)) else { continue };
            let of = |side: usize| at.get(side).copied().flatten();
            let fact = |side: usize| of(side).and_then(|at| self.fact(side, at));
            let class = |side: usize| of(side).and_then(|at| self.class(side, at));
            let (base, ours, theirs) = (fact(BASE), fact(OURS), fact(THEIRS));
            let changed = |side: usize| {
                class(side) != class(BASE)
                    || fact(side).map(|f| (&f.key, &f.claims)) != base.map(|f| (&f.key, &f.claims))
            };
            let mut at_odds = false;
            let (mut kept, mut from, mut key) = (true, OURS, ours.and_then(|fact| fact.key.clone()));
            // The claims for one date say nothing of another: a person decides whether it is the same fact.
            let is_unsure = is_guess && class(OURS) != class(THEIRS) && changed(OURS) && changed(THEIRS);
            match (ours, theirs) {
                (Some(_), Some(_)) if is_unsure => at_odds = true,
                (Some(_), Some(other)) => {
                    match three(class(BASE).as_ref(), class(OURS).as_ref(), class(THEIRS).as_ref()).ok().flatten() {
                        Some(chosen) if Some(chosen) == class(OURS) => {}
                        Some(_) if !self.in_circle(slot, other) => from = THEIRS,
                        _ => at_odds = true,
                    }
                    let own = |fact: Option<&Fact>| fact.and_then(|fact| fact.key.clone());
                    match three(Some(&own(base)), Some(&own(ours)), Some(&own(theirs))).ok().flatten() {
                        Some(chosen) if chosen == key || chosen.as_ref().is_none_or(|key| !taken.contains(key)) => {
                            key = chosen;
                        }
                        // Both added it, and one of them gave it a key.
                        None if base.is_none() && key.is_none() => key = own(theirs).filter(|key| !taken.contains(key)),
                        None if base.is_none() && own(theirs).is_none() => {}
                        _ => at_odds = true,
                    }
                }
                (Some(_), None) if base.is_some() => (kept, at_odds) = (changed(OURS), changed(OURS)),
                (Some(_), None) => {}
                (None, Some(other)) if base.is_some() => {
                    (kept, from, at_odds) = (false, THEIRS, changed(THEIRS));
                    key.clone_from(&other.key);
                }
                (None, Some(other)) => {
                    (from, at_odds) = (THEIRS, other.key.as_ref().is_some_and(|key| taken.contains(key)));
                    kept = !at_odds;
                    key.clone_from(&other.key);
                }
                (None, None) => (kept, from) = (false, BASE),
            }
            let claims = match (ours, theirs) {
                (Some(ours), Some(theirs)) if !is_unsure => {
                    merged_claims(base.map_or(&[], |b| &b.claims), &ours.claims, &theirs.claims)
                }
                _ => fact(from).map(|fact| fact.claims.clone()).unwrap_or_default(),
            };
            if at_odds {
                conflicts.push(Conflict::Fact { base: base.cloned(), ours: ours.cloned(), theirs: theirs.cloned() });
            }
            if kept {
                taken.extend(key.clone());
            }
            if let Some(slot) = self.slots.get_mut(slot) {
                (slot.from, slot.key, slot.claims, slot.kept) = (from, key, claims, kept);
            }
        }
        self.keep_what_is_needed(conflicts);
        self.order = self.in_order();
        self.places = vec![None; self.slots.len()];
        for (place, slot) in self.order.iter().enumerate() {
            if let Some(of_slot) = self.places.get_mut(*slot) {
                *of_slot = Some(place);
            }
            let key = self.slots.get(*slot).and_then(|slot| slot.key.clone());
            self.names.push(key.unwrap_or_else(|| format!("#{place}")));
        }
    }

    /// The slots that are kept, in their order, but each behind those that its fact is about, and behind those that it
    /// resolves if that is possible.
    fn in_order(&self) -> Vec<usize> {
        let about = |slot: &Slot| self.version(slot).filter(|_| slot.kept).map(|fact| self.about(slot.from, fact));
        let mut before: Vec<Vec<usize>> = self.slots.iter().map(|slot| about(slot).unwrap_or_default()).collect();
        for (resolved, by) in self.resolved() {
            if !order::stands_behind(&before, resolved, by)
                && let Some(before) = before.get_mut(by)
            {
                before.push(resolved);
            }
        }
        let mut order = order::behind(&before);
        order.retain(|slot| self.slots.get(*slot).is_some_and(|slot| slot.kept));
        order
    }

    /// The slots of facts that are resolved, each with the slot of the fact that resolves it, in our version and in
    /// theirs.
    fn resolved(&self) -> Vec<(usize, usize)> {
        let of = |side: usize| {
            let listed = self.dossiers.get(side).into_iter().flat_map(|dossier| &dossier.resolutions);
            listed.filter_map(move |resolved| Some((self.slot(side, &resolved.fact)?, self.slot(side, &resolved.by)?)))
        };
        of(OURS).chain(of(THEIRS)).collect()
    }

    /// The slots of the facts that a fact of a version is about.
    fn about(&self, side: usize, fact: &Fact) -> Vec<usize> {
        fact.nodes()
            .filter_map(|node| if let Node::Fact(FactName { fact }) = node { self.slot(side, fact) } else { None })
            .collect()
    }

    fn slot(&self, side: usize, name: &str) -> Option<usize> {
        let at = place_of(self.dossiers.get(side)?, self.keys.get(side)?, name)?;
        self.slot_of.get(side)?.get(at).copied().flatten()
    }

    /// Whether their version of a fact would be about itself by way of others. Of the facts that are not decided yet,
    /// either version counts.
    fn in_circle(&self, slot: usize, theirs: &Fact) -> bool {
        let mut open = self.about(THEIRS, theirs);
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if next == slot {
                return true;
            }
            if seen.insert(next)
                && let Some(other) = self.slots.get(next)
            {
                let sides = if next < slot { vec![other.from] } else { vec![OURS, THEIRS] };
                let version = |side: usize| Some((side, self.fact(side, other.at.get(side).copied().flatten()?)?));
                open.extend(sides.into_iter().filter_map(version).flat_map(|(side, fact)| self.about(side, fact)));
            }
        }
        false
    }

    fn version(&self, slot: &Slot) -> Option<&'d Fact> {
        self.fact(slot.from, slot.at.get(slot.from).copied().flatten()?)
    }

    /// Keeps the facts that one version removed and a fact of the other is about.
    fn keep_what_is_needed(&mut self, conflicts: &mut Vec<Conflict>) {
        let mut keys: BTreeSet<String> =
            self.slots.iter().filter(|slot| slot.kept).filter_map(|slot| slot.key.clone()).collect();
        let mut open: Vec<usize> = (0..self.slots.len()).collect();
        while let Some(slot) = open.pop() {
            let Some(kept) = self.slots.get(slot).filter(|slot| slot.kept) else { continue };
            let Some(fact) = self.version(kept) else { continue };
            for about in self.about(kept.from, fact) {
                let gone = self.slots.get(about).filter(|about| !about.kept).and_then(|about| self.version(about));
                if let Some(gone) = gone {
                    let mut bare = gone.clone();
                    bare.claims.clear();
                    conflicts.push(Conflict::Needed { what: bare.to_string() });
                    if let Some(about) = self.slots.get_mut(about) {
                        about.kept = true;
                        // Its key may have gone to another fact.
                        about.key = about.key.take().filter(|key| keys.insert(key.clone()));
                    }
                    open.push(about);
                }
            }
        }
    }

    /// The facts of the result in their order.
    fn kept(&self) -> impl Iterator<Item = (&Slot, &'d Fact)> {
        let slots = self.order.iter().filter_map(|slot| self.slots.get(*slot));
        slots.filter_map(|slot| Some((slot, self.version(slot)?)))
    }

    /// The facts of the result.
    pub(super) fn write(&self) -> Vec<Fact> {
        let write = |(slot, version): (&Slot, &Fact)| {
            let mut fact = version.clone();
            fact.key.clone_from(&slot.key);
            fact.claims.clone_from(&slot.claims);
            let in_result = |name: &mut String| {
                if let Some(place) = self.place(slot.from, name) {
                    *name = self.name(place);
                }
                Ok(())
            };
            let renamed = fact.rename_facts(in_result);
            debug_assert!(renamed.is_ok(), "a name that no fact has is left as it is");
            fact
        };
        self.kept().map(write).collect()
    }

    /// The place in the result of a fact that a version names.
    pub(super) fn place(&self, side: usize, name: &str) -> Option<usize> {
        self.places.get(self.slot(side, name)?).copied().flatten()
    }

    /// The name of a fact of the result.
    pub(super) fn name(&self, place: usize) -> String {
        self.names.get(place).cloned().unwrap_or_default()
    }

    /// The sources that facts of the result cite.
    pub(super) fn cited(&self) -> BTreeSet<String> {
        self.kept().flat_map(|(slot, _)| slot.claims.iter().map(|claim| claim.source.clone())).collect()
    }

    /// The entities that facts of the result mention.
    pub(super) fn mentioned(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for (slot, fact) in self.kept() {
            keys.extend(
                fact.nodes().filter_map(|node| if let Node::Entity(key) = node { Some(key.clone()) } else { None }),
            );
            keys.extend(slot.claims.iter().filter_map(|claim| claim.said_by.clone()));
        }
        keys
    }
}
