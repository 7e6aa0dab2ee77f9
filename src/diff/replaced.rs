//! Which facts of the later view replace facts of the earlier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    frame::{Ends, Frame, Side},
    pairing::Shown,
    replacing::{Replacing, stated_otherwise},
};
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, Modality, Resolution},
    time::When,
};

/// Which fact of the later view replaces one of the earlier, and how: because the later graph says so, by its key, or
/// because it has the same ends and role players.
pub(super) fn replacements(
    frame: &Frame<'_, '_>,
    shown: &Shown<'_, '_>,
    gone: &[u32],
    come: &[u32],
) -> BTreeMap<u32, (u32, Resolution)> {
    let mut replaced = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for &fact in gone {
        if let Some((by, resolution)) = frame.pair(Side::Before, fact).and_then(|pair| resolved(shown, pair)) {
            replaced.insert(fact, (by, resolution));
            taken.insert(by);
        }
    }
    let by_key: HashMap<&str, u32> =
        come.iter().filter_map(|fact| Some((frame.after.fact_key(FactId::new(*fact))?, *fact))).collect();
    for &fact in gone {
        let key = frame.before.fact_key(FactId::new(fact));
        if !replaced.contains_key(&fact)
            && let Some(by) = key.and_then(|key| by_key.get(key)).filter(|by| !taken.contains(*by))
        {
            replaced.insert(fact, (*by, resolution(frame, fact, *by).unwrap_or(Resolution::Corrected)));
            taken.insert(*by);
        }
    }
    let mut facts: HashMap<Ends, Vec<(Modality, When, u32)>> = HashMap::new();
    for &fact in come.iter().filter(|fact| !taken.contains(*fact)) {
        if let Some((ends, (modality, when))) = frame.ends(Side::After, fact).zip(said(frame.after, fact)) {
            facts.entry(ends).or_default().push((modality, when, fact));
        }
    }
    let mut same_ends: HashMap<Ends, Replacing> =
        facts.into_iter().map(|(ends, facts)| (ends, Replacing::of(facts))).collect();
    if same_ends.is_empty() {
        return replaced;
    }
    for &fact in gone {
        if !replaced.contains_key(&fact)
            && let Some(candidates) = frame.ends(Side::Before, fact).and_then(|ends| same_ends.get_mut(&ends))
            && let Some((modality, when)) = said(frame.before, fact)
            && let Some(found) = candidates.take_first(modality, when)
        {
            replaced.insert(fact, found);
        }
    }
    replaced
}

/// The fact that a view shows in the place of one that was resolved, at the end of the chain, and how the last step
/// resolved it.
fn resolved(shown: &Shown<'_, '_>, fact: FactId) -> Option<(u32, Resolution)> {
    let mut step = shown.after.recorded_resolution(fact)?;
    // A fact is resolved by a later one, so the chain ends.
    while !shown.has(Side::After, step.1.index()) {
        step = shown.after.recorded_resolution(step.1)?;
    }
    Some((step.1.index(), step.0))
}

/// How a fact with the same ends resolves another, if it does.
fn resolution(frame: &Frame<'_, '_>, before: u32, after: u32) -> Option<Resolution> {
    let same_ends = frame.ends(Side::Before, before)? == frame.ends(Side::After, after)?;
    if same_ends { stated_otherwise(said(frame.before, before)?, said(frame.after, after)?) } else { None }
}

fn said(kg: &KnowledgeGraph, fact: u32) -> Option<(Modality, When)> {
    kg.tables().record(FactId::new(fact)).map(|record| (record.modality, record.when))
}
