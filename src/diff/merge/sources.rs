//! The sources of three versions. In the result, each stands after the source that it derives from.

use std::collections::{BTreeMap, BTreeSet};

use super::{AtOdds, Conflict, three};
use crate::{dossier::Dossier, model::Source};

/// A source in the three versions, and what becomes of it.
struct Versions<'d> {
    base: Option<&'d Source>,
    ours: Option<&'d Source>,
    theirs: Option<&'d Source>,
    merged: Option<Source>,
}

impl Versions<'_> {
    fn conflict(&self) -> Conflict {
        let [base, ours, theirs] = [self.base, self.ours, self.theirs].map(Option::<&Source>::cloned);
        Conflict::Source { base, ours, theirs }
    }

    /// What it derives from, if it is in the result.
    fn derives_from(&self) -> Option<&str> {
        self.merged.as_ref().or(self.ours).or(self.theirs)?.derives_from.as_deref()
    }
}

/// The sources of the result. `cited` are those that its facts cite.
pub(super) fn merged(
    [base, ours, theirs]: [&Dossier; 3],
    cited: BTreeSet<String>,
    conflicts: &mut Vec<Conflict>,
) -> Vec<Source> {
    let mut order: Vec<&str> = Vec::new();
    let mut all: BTreeMap<&str, Versions<'_>> = BTreeMap::new();
    let of_each = [base, ours, theirs].map(|dossier| -> BTreeMap<&str, &Source> {
        dossier.sources.iter().map(|source| (source.key.as_str(), source)).collect()
    });
    for key in ours.sources.iter().chain(&theirs.sources).map(|source| source.key.as_str()) {
        if all.contains_key(key) {
            continue;
        }
        let [base, ours, theirs] = of_each.each_ref().map(|sources| sources.get(key).copied());
        let mut versions = Versions { base, ours, theirs, merged: None };
        versions.merged = three(base, ours, theirs).unwrap_or_else(|AtOdds| {
            conflicts.push(versions.conflict());
            ours.cloned()
        });
        order.push(key);
        all.insert(key, versions);
    }
    break_circles(&order, &mut all, conflicts);
    // A source that one version removed is kept if a fact of the result cites it, or a source of the result derives
    // from it.
    let mut open: Vec<String> =
        all.values().filter_map(|source| source.merged.as_ref()?.derives_from.clone()).collect();
    open.extend(cited);
    while let Some(key) = open.pop() {
        if let Some(versions) = all.get_mut(key.as_str()).filter(|versions| versions.merged.is_none()) {
            conflicts.push(Conflict::Needed { what: format!("source {key}") });
            versions.merged = versions.ours.or(versions.theirs).cloned();
            open.extend(versions.merged.as_ref().and_then(|source| source.derives_from.clone()));
        }
    }
    in_order(&order, all)
}

/// Each version derives sources from earlier ones, but both together may do so in a circle. Then ours is kept of a
/// source of the circle in which theirs differs.
fn break_circles<'d>(order: &[&'d str], all: &mut BTreeMap<&'d str, Versions<'d>>, conflicts: &mut Vec<Conflict>) {
    let mut without: BTreeSet<&str> = BTreeSet::new();
    for key in order {
        while let Some(circle) = circle(key, all, &mut without) {
            let theirs = |key: &&&str| {
                all.get(**key).is_some_and(|source| source.ours.is_some() && source.merged.as_ref() != source.ours)
            };
            let Some(source) = circle.iter().find(theirs).and_then(|key| all.get_mut(key)) else { break };
            conflicts.push(source.conflict());
            source.merged = source.ours.cloned();
        }
    }
}

/// The circle that a chain of sources runs into. Sources from which no chain does are added to those without.
fn circle<'d>(
    start: &'d str,
    all: &BTreeMap<&'d str, Versions<'d>>,
    without: &mut BTreeSet<&'d str>,
) -> Option<Vec<&'d str>> {
    let (mut chain, mut places) = (vec![start], BTreeMap::from([(start, 0)]));
    let mut at = start;
    while let Some(next) = all.get(at).and_then(Versions::derives_from).and_then(|next| all.get_key_value(next)) {
        at = next.0;
        if without.contains(at) {
            break;
        }
        if let Some(place) = places.insert(at, chain.len()) {
            return chain.get(place..).map(<[&str]>::to_vec);
        }
        chain.push(at);
    }
    without.extend(chain);
    None
}

/// The sources in their order, each after the one that it derives from.
fn in_order(order: &[&str], mut all: BTreeMap<&str, Versions<'_>>) -> Vec<Source> {
    let mut sources = Vec::new();
    for key in order {
        // The source and those that it derives from, as far as they are not written yet.
        let mut chain: Vec<Source> = Vec::new();
        let mut next = Some((*key).to_owned());
        while let Some(source) = next.take().and_then(|key| all.get_mut(key.as_str())?.merged.take()) {
            next.clone_from(&source.derives_from);
            chain.push(source);
        }
        sources.extend(chain.into_iter().rev());
    }
    sources
}
