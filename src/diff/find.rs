//! From pairs to differences.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    hash::{DefaultHasher, Hasher},
};

use fixedbitset::FixedBitSet;

use super::{
    Difference,
    frame::{Frame, Side},
    pairing::Shown,
    replaced::replacements,
};
use crate::{
    model::{FactId, Stance},
    view::{ClaimRef, NodeRef, View},
};

/// All differences: of sources, entities, then facts; of each those of the earlier view in its order, then the later's.
pub(super) fn find<'a, 'b>(frame: &Frame<'a, 'b>, shown: &Shown<'a, 'b>) -> Vec<Difference<'a, 'b>> {
    let mut found = Vec::new();
    sources(shown, &mut found);
    entities(frame, shown, &mut found);
    facts(frame, shown, &mut found);
    found
}

fn sources<'a, 'b>(shown: &Shown<'a, 'b>, found: &mut Vec<Difference<'a, 'b>>) {
    let (before, after) = (shown.before.graph(), shown.after.graph());
    for source in shown.before.sources() {
        let other = after.get_source(source.key()).and_then(|id| after.source_ref(id));
        match other.filter(|other| shown.after.has_source(other.id())) {
            None => found.push(Difference::SourceRemoved(source)),
            Some(other) if source.text() != other.text() || source.without_text() != other.without_text() => {
                found.push(Difference::SourceChanged { before: source, after: other });
            }
            Some(_) => {}
        }
    }
    let own = |key: &str| before.get_source(key).is_some_and(|id| shown.before.has_source(id));
    found.extend(shown.after.sources().filter(|source| !own(source.key())).map(Difference::SourceAdded));
}

fn entities<'a, 'b>(frame: &Frame<'a, 'b>, shown: &Shown<'a, 'b>, found: &mut Vec<Difference<'a, 'b>>) {
    let (before, after) = (frame.before, frame.after);
    let set_of = |view: &View<'_>| -> FixedBitSet { view.entities().map(|node| node.id().index() as usize).collect() };
    let (shown_before, shown_after) = (set_of(&shown.before), set_of(&shown.after));
    let has = |set: &FixedBitSet, node: &NodeRef<'_>| set.contains(node.id().index() as usize);
    for entity in shown.before.entities() {
        let key = entity.key().unwrap_or_default();
        match after.get_entity(key).map(|id| NodeRef::new(after, id.index())) {
            Some(other) if !has(&shown_after, &other) => found.push(Difference::EntityRemoved(entity)),
            None => found.push(Difference::EntityRemoved(entity)),
            Some(other) if other.key() != Some(key) => found.push(Difference::Merged { entity, into: other }),
            Some(other) if entity.kind_name() != other.kind_name() || entity.name() != other.name() => {
                found.push(Difference::EntityChanged { before: entity, after: other });
            }
            Some(_) => {}
        }
    }
    for entity in shown.after.entities() {
        let key = entity.key().unwrap_or_default();
        match before.get_entity(key).map(|id| NodeRef::new(before, id.index())) {
            Some(other) if !has(&shown_before, &other) => found.push(Difference::EntityAdded(entity)),
            None => found.push(Difference::EntityAdded(entity)),
            Some(other) if other.key() != Some(key) => found.push(Difference::Parted { from: other, entity }),
            Some(_) => {}
        }
    }
}

fn facts<'a, 'b>(frame: &Frame<'a, 'b>, shown: &Shown<'a, 'b>, found: &mut Vec<Difference<'a, 'b>>) {
    let seen_after = |fact: &FactId| shown.has(Side::After, fact.index());
    // What the earlier view shows and the later does not, and the other way.
    let gone: Vec<u32> = shown
        .all(Side::Before)
        .filter(|fact| !frame.pair(Side::Before, *fact).is_some_and(|pair| seen_after(&pair)))
        .collect();
    let come = |fact: &u32| {
        let pair = frame.pair(Side::After, *fact);
        !pair.is_some_and(|pair| shown.has(Side::Before, pair.index()))
    };
    let come: Vec<u32> = shown.all(Side::After).filter(come).collect();
    let replaced = replacements(frame, shown, &gone, &come);
    for fact in shown.all(Side::Before) {
        let before = shown.fact_before(fact);
        match (replaced.get(&fact), frame.pair(Side::Before, fact).filter(seen_after)) {
            (Some((after, resolution)), _) => {
                let after = shown.fact_after(*after);
                found.push(Difference::Resolved { before, after, resolution: *resolution });
            }
            (None, None) => found.push(Difference::Removed(before)),
            (None, Some(pair)) => {
                let after = shown.fact_after(pair.index());
                if before.key() != after.key() {
                    found.push(Difference::KeyChanged { before, after });
                }
                let (removed, added) = claims(frame, before.claims(), after.claims());
                found.extend(removed.into_iter().map(|claim| Difference::ClaimRemoved { fact: before, claim }));
                found.extend(added.into_iter().map(|claim| match claim.stance() {
                    Stance::Supports => Difference::SourceGained { fact: after, claim },
                    Stance::Disputes => Difference::Contradicted { fact: after, claim },
                }));
            }
        }
    }
    let instead: BTreeSet<u32> = replaced.values().map(|(after, _)| *after).collect();
    let added = come.iter().filter(|fact| !instead.contains(fact));
    found.extend(added.map(|fact| Difference::Added(shown.fact_after(*fact))));
}

/// The claims that only the one fact has, and those that only the other has.
fn claims<'a, 'b>(
    frame: &Frame<'_, '_>,
    before: impl Iterator<Item = ClaimRef<'a>>,
    after: impl Iterator<Item = ClaimRef<'b>>,
) -> (Vec<ClaimRef<'a>>, Vec<ClaimRef<'b>>) {
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.collect(), after.collect());
    // Most facts have the same claims in the same order.
    let alike = before.iter().zip(&after).take_while(|(one, other)| frame.same_claim(one, other)).count();
    before.drain(..alike);
    after.drain(..alike);
    if before.is_empty() || after.is_empty() {
        return (before, after);
    }
    let hashed = |side, claim: &ClaimRef<'_>| {
        let mut state = DefaultHasher::new();
        frame.hash_claim(side, claim, &mut state);
        state.finish()
    };
    let mut added: Vec<Option<ClaimRef<'b>>> = after.into_iter().map(Some).collect();
    // The places of the later claims of each hash, in order.
    let mut open: HashMap<u64, VecDeque<usize>> = HashMap::new();
    for (at, claim) in added.iter().enumerate() {
        open.entry(claim.map_or(0, |claim| hashed(Side::After, &claim))).or_default().push_back(at);
    }
    let mut has_counterpart = |claim: &ClaimRef<'a>| {
        let Some(places) = open.get_mut(&hashed(Side::Before, claim)) else { return false };
        let is_same =
            |at: &usize| added.get(*at).copied().flatten().is_some_and(|other| frame.same_claim(claim, &other));
        let Some(found) = places.iter().position(is_same).and_then(|at| places.remove(at)) else { return false };
        added.get_mut(found).and_then(Option::take).is_some()
    };
    before.retain(|claim| !has_counterpart(claim));
    (before, added.into_iter().flatten().collect())
}
