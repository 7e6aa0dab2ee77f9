//! Which facts of the later view replace facts of the earlier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    frame::{Ends, Frame, Side},
    pairing::Shown,
};
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, Modality, Resolution},
    time::{Limit, When},
};

/// Which fact of the later view replaces one of the earlier, and how: because the later graph says so, by its key, or because
/// it has the same ends and role players.
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
            replaced.insert(fact, (*by, stated_otherwise(frame, fact, *by).unwrap_or(Resolution::Corrected)));
            taken.insert(*by);
        }
    }
    let mut facts: HashMap<Ends, Vec<u32>> = HashMap::new();
    for &fact in come.iter().filter(|fact| !taken.contains(*fact)) {
        if let Some(ends) = frame.ends(Side::After, fact) {
            facts.entry(ends).or_default().push(fact);
        }
    }
    let when = |kg: &KnowledgeGraph, fact| kg.tables().record(FactId::new(fact)).map_or(When::UNSTATED, |r| r.when);
    let mut same_ends: HashMap<Ends, ByTime> =
        facts.into_iter().map(|(ends, facts)| (ends, ByTime::of(facts, |fact| when(frame.after, fact)))).collect();
    if same_ends.is_empty() {
        return replaced;
    }
    for &fact in gone {
        if replaced.contains_key(&fact) {
            continue;
        }
        let Some(ends) = frame.ends(Side::Before, fact) else { continue };
        let Some(candidates) = same_ends.get_mut(&ends) else { continue };
        let found = candidates.first(when(frame.before, fact), |by| stated_otherwise(frame, fact, by));
        if let Some((by, resolution)) = found {
            candidates.take(by);
            replaced.insert(fact, (by, resolution));
        }
    }
    replaced
}

/// The fact that a view shows in the place of one that was resolved, at the end of the chain, and how the last step resolved it.
fn resolved(shown: &Shown<'_, '_>, fact: FactId) -> Option<(u32, Resolution)> {
    let mut step = shown.after.recorded_resolution(fact)?;
    // A fact is resolved by a later one, so the chain ends.
    while !shown.has(Side::After, step.1.index()) {
        step = shown.after.recorded_resolution(step.1)?;
    }
    Some((step.1.index(), step.0))
}

/// How a fact with the same ends resolves another: as having happened, more precisely, or as cancelled or denied.
/// `None` if none of these follows from the two facts alone, as for visits in two years.
fn stated_otherwise(frame: &Frame<'_, '_>, before: u32, after: u32) -> Option<Resolution> {
    let (a, b) = (frame.before.tables().record(FactId::new(before))?, frame.after.tables().record(FactId::new(after))?);
    if frame.ends(Side::Before, before)? != frame.ends(Side::After, after)? {
        return None;
    }
    let at_once = a.when.overlaps(b.when).is_possible();
    let open = matches!(a.modality, Modality::Planned | Modality::Hypothetical);
    match b.modality {
        modality if modality == a.modality && a.when != b.when && b.when.refines(a.when) => Some(Resolution::Refined),
        Modality::Actual if open && at_once => Some(Resolution::Confirmed),
        Modality::Cancelled if open && at_once => Some(Resolution::Cancelled),
        Modality::Denied if a.modality != Modality::Denied && at_once => Some(Resolution::Denied),
        _ => None,
    }
}

/// Facts in the order of time, to find those that may be at the same time as another without a look at each.
struct ByTime {
    /// The earliest start of each, ascending, with the latest end and the fact.
    facts: Vec<(Limit, Limit, u32)>,
    /// The greatest latest end of the facts up to each place.
    reach: Vec<Limit>,
    taken: BTreeSet<u32>,
}

impl ByTime {
    fn of(facts: Vec<u32>, when: impl Fn(u32) -> When) -> Self {
        let bounds = |fact| (when(fact).earliest_start(), when(fact).latest_end(), fact);
        let mut facts: Vec<_> = facts.into_iter().map(bounds).collect();
        facts.sort_unstable();
        let ends = facts.iter().scan(Limit::Past, |most, (_, end, _)| {
            *most = (*most).max(*end);
            Some(*most)
        });
        Self { reach: ends.collect(), facts, taken: BTreeSet::new() }
    }

    /// The fact recorded first of those that are not taken, may have a day in common with a time, and pass a test.
    fn first<T>(&self, when: When, test: impl Fn(u32) -> Option<T>) -> Option<(u32, T)> {
        let (start, end) = (when.earliest_start(), when.latest_end());
        let begun = self.facts.partition_point(|(first, ..)| *first <= end);
        let near = self.facts.iter().zip(&self.reach).take(begun).rev().take_while(|(_, reach)| **reach >= start);
        let mut found: Option<(u32, T)> = None;
        for ((_, last, fact), _) in near {
            let earlier = found.as_ref().is_none_or(|(before, _)| fact < before);
            if *last >= start && earlier && !self.taken.contains(fact) {
                found = test(*fact).map(|passed| (*fact, passed)).or(found);
            }
        }
        found
    }

    fn take(&mut self, fact: u32) {
        self.taken.insert(fact);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::{Bound, Day, PartialDate};

    fn when((start, length): (i64, i64)) -> When {
        let day = |n: i64| Day::from_epoch_days(n).unwrap();
        match length {
            0 => When::UNSTATED,
            1 => When::on(day(start).into()),
            _ => When::between(
                Bound::from(PartialDate::from(day(start))),
                Bound::from(PartialDate::from(day(start + length))),
            )
            .unwrap(),
        }
    }

    proptest! {
        // Law: as a look at each fact, in the order of recording.
        #[test]
        fn the_first_at_the_same_time_is_found(
            facts in prop::collection::vec((0i64..60, 0i64..9), 0..40), asked in prop::collection::vec((0i64..60, 0i64..9, 1u32..4), 0..20),
        ) {
            let of = |fact: u32| when(facts[fact as usize]);
            let all: Vec<u32> = (0..u32::try_from(facts.len()).unwrap()).collect();
            let mut by_time = ByTime::of(all.clone(), of);
            let mut left = all;
            for (start, length, part) in asked {
                let at = when((start, length));
                let test = |fact: u32| (fact.is_multiple_of(part) && at.overlaps(of(fact)).is_possible()).then_some(fact);
                let slow = left.iter().copied().find_map(|fact| Some((fact, test(fact)?)));
                let found = by_time.first(at, test);
                prop_assert_eq!(found, slow);
                if let Some((fact, _)) = found {
                    by_time.take(fact);
                    left.retain(|other| *other != fact);
                }
            }
        }
    }
}
