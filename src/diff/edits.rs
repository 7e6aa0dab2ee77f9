//! From differences to the edits that produce them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Difference,
    difference::narrower,
    frame::{Frame, Side},
    pairing::Shown,
    sameness,
};
use crate::{
    graph::{Edit, FactRecord},
    model::{FactId, Resolution},
    view::NodeRef,
};

/// What has to be done to the facts of the earlier graph.
struct Plan<'f, 'a, 'b> {
    frame: &'f Frame<'a, 'b>,
    shown: &'f Shown<'a, 'b>,
    /// The facts of the later graph to assert, in order, each with its name in the earlier graph then.
    fresh: BTreeMap<u32, String>,
    /// The facts of the earlier graph that are retracted.
    retracted: BTreeSet<u32>,
}

/// The edits that change the earlier graph into what the later view shows, as far as edits can.
pub(super) fn edits(frame: &Frame<'_, '_>, shown: &Shown<'_, '_>, found: &[Difference<'_, '_>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for difference in found {
        match difference {
            Difference::SourceAdded(source) if frame.before.get_source(source.key()).is_none() => {
                edits.push(Edit::AddSource(source.to_source()));
            }
            _ => {}
        }
    }
    let fresh = fresh(frame, shown, found);
    edits.extend(entities(frame, shown, found, &fresh));
    let one = sameness::StillOne::of(frame);
    edits.extend(one.parted(frame));
    edits.extend(narrowed(frame, found));
    let mut plan = Plan { frame, shown, fresh: BTreeMap::new(), retracted: BTreeSet::new() };
    for fact in &fresh {
        edits.push(plan.assert(*fact));
    }
    for difference in found {
        edits.extend(plan.edit(difference));
    }
    edits.extend(plan.hide());
    edits.extend(plan.opened_again());
    let added =
        edits.iter().filter_map(|edit| if let Edit::AddEntity(entity) = edit { Some(&*entity.key) } else { None });
    let merges = one.merged(frame, &added.collect());
    edits.extend(merges);
    edits
}

/// Narrows the entities that have a narrower kind in the later graph. Those that were merged are separate by now.
fn narrowed(frame: &Frame<'_, '_>, found: &[Difference<'_, '_>]) -> Vec<Edit> {
    let of = |difference: &Difference<'_, '_>| {
        let (Difference::EntityChanged { after, .. } | Difference::Parted { entity: after, .. }) = difference else {
            return None;
        };
        let before = sameness::recorded(frame.before, after.key()?)?;
        let kind = after.kind_name().filter(|_| narrower(&before, after))?.to_owned();
        Some(Edit::Narrow { entity: before.key()?.to_owned(), kind })
    };
    found.iter().filter_map(of).collect()
}

/// The facts of the later graph that are to be asserted: those that the earlier view does not show, those that lost a
/// claim, and what these are about that the earlier graph does not have.
fn fresh(frame: &Frame<'_, '_>, shown: &Shown<'_, '_>, found: &[Difference<'_, '_>]) -> BTreeSet<u32> {
    let mut fresh = BTreeSet::new();
    for difference in found {
        match difference {
            Difference::Added(fact) => drop(fresh.insert(fact.id().index())),
            Difference::Resolved { after, .. } => {
                let there = frame.pair(Side::After, after.id().index());
                if !there.is_some_and(|pair| shown.has(Side::Before, pair.index())) {
                    fresh.insert(after.id().index());
                }
            }
            // No edit removes a claim, so the fact is asserted again without it.
            Difference::ClaimRemoved { fact, .. } => {
                fresh.extend(frame.pair(Side::Before, fact.id().index()).map(FactId::index));
            }
            _ => {}
        }
    }
    let about = |fact: u32| {
        let read = frame.after.fact_ref(FactId::new(fact));
        read.into_iter().flat_map(|fact| fact.participants().filter_map(|node| node.fact()).collect::<Vec<_>>())
    };
    if fresh.is_empty() {
        return fresh;
    }
    // What they are about and the earlier graph lacks.
    let mut open: Vec<u32> = fresh.iter().copied().collect();
    while let Some(fact) = open.pop() {
        for about in about(fact) {
            let there = frame.pair(Side::After, about.index()).or_else(|| frame.said_before(about));
            if there.is_none() && fresh.insert(about.index()) {
                open.push(about.index());
            }
        }
    }
    fresh
}

/// The entities to add: those that the later view shows, and those that the facts to assert mention.
fn entities(
    frame: &Frame<'_, '_>,
    shown: &Shown<'_, '_>,
    found: &[Difference<'_, '_>],
    fresh: &BTreeSet<u32>,
) -> Vec<Edit> {
    let mut missing: BTreeMap<u32, NodeRef<'_>> = BTreeMap::new();
    let mut add = |node: NodeRef<'_>| {
        let node = NodeRef::new(frame.after, frame.after.tables().merged().canonical(node.id().index()));
        if node.key().is_some_and(|key| frame.before.get_entity(key).is_none()) {
            missing.insert(node.id().index(), node);
        }
    };
    for difference in found {
        match difference {
            Difference::EntityAdded(node) => add(NodeRef::new(frame.after, node.id().index())),
            Difference::SourceGained { claim, .. } | Difference::Contradicted { claim, .. } => {
                claim.said_by().into_iter().for_each(|node| add(NodeRef::new(frame.after, node.id().index())));
            }
            _ => {}
        }
    }
    for fact in fresh {
        let fact = shown.fact_after(*fact);
        fact.participants().for_each(|node| add(NodeRef::new(frame.after, node.id().index())));
        fact.claims()
            .filter_map(|claim| claim.said_by())
            .for_each(|node| add(NodeRef::new(frame.after, node.id().index())));
    }
    missing.into_values().filter_map(|node| node.to_entity()).map(Edit::AddEntity).collect()
}

impl Plan<'_, '_, '_> {
    /// The name of a fact of the earlier graph.
    fn own(&self, fact: u32) -> String {
        self.frame.before.fact_name(FactId::new(fact)).fact
    }

    /// The name that a fact of the later graph has in the earlier.
    fn name(&self, fact: u32) -> Option<String> {
        let there = || self.frame.pair(Side::After, fact).or_else(|| self.frame.said_before(FactId::new(fact)));
        self.fresh.get(&fact).cloned().or_else(|| there().map(|fact| self.own(fact.index())))
    }

    fn assert(&mut self, fact: u32) -> Edit {
        let mut plain = self.shown.fact_after(fact).to_fact();
        // A key stays that of the fact that had it first.
        plain.key = plain.key.filter(|key| self.frame.before.get_fact(key).is_none());
        let in_earlier = |name: &mut String| {
            let id = self.frame.after.fact_named(name).ok();
            if let Some(earlier) = id.and_then(|id| self.name(id.index())) {
                *name = earlier;
            }
            Ok(())
        };
        let renamed = plain.rename_facts(in_earlier);
        debug_assert!(renamed.is_ok(), "a name that no fact has is left as it is");
        let number = self.frame.before.fact_count() + self.fresh.len();
        self.fresh.insert(fact, plain.key.clone().unwrap_or_else(|| format!("#{number}")));
        Edit::Assert(plain)
    }

    fn edit(&mut self, difference: &Difference<'_, '_>) -> Option<Edit> {
        match difference {
            Difference::Removed(fact) => {
                let pair = self.frame.pair(Side::Before, fact.id().index());
                let why = pair.and_then(|pair| self.frame.after.retraction(pair)).unwrap_or_default().to_owned();
                self.retract(fact.id(), &why)
            }
            Difference::Resolved { before, after, resolution } => {
                self.resolve(before.id(), after.id().index(), *resolution)
            }
            Difference::SourceGained { fact, claim } | Difference::Contradicted { fact, claim } => {
                // What is asserted again has its claims already.
                let fact = Some(fact.id().index()).filter(|fact| !self.fresh.contains_key(fact));
                Some(Edit::Claim { fact: self.name(fact?)?, claim: claim.to_claim() })
            }
            _ => None,
        }
    }

    fn retract(&mut self, fact: FactId, why: &str) -> Option<Edit> {
        let retracted = self.frame.before.tables().record(fact)?.is_retracted() || !self.retracted.insert(fact.index());
        (!retracted).then(|| Edit::Retract { fact: self.own(fact.index()), why: why.to_owned() })
    }

    /// Resolves a fact of the earlier graph by one of the later. Only a later fact resolves, and only once; where that
    /// cannot be, the fact is retracted.
    fn resolve(&mut self, before: FactId, after: u32, resolution: Resolution) -> Option<Edit> {
        let later =
            self.fresh.contains_key(&after) || self.frame.pair(Side::After, after).is_some_and(|pair| pair > before);
        if later && !self.frame.before.tables().record(before)?.is_resolved() {
            return Some(Edit::Resolve { fact: self.own(before.index()), resolution, by: self.name(after)? });
        }
        self.retract(before, resolution.name())
    }

    /// Retracts what was asserted and the later view does not show, and the old form of what is asserted again.
    fn hide(&mut self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (fact, name) in self.fresh.clone() {
            if !self.shown.has(Side::After, fact) {
                let why = self.frame.after.retraction(FactId::new(fact)).unwrap_or_default().to_owned();
                edits.push(Edit::Retract { fact: name, why });
                continue;
            }
            let old = self.frame.pair(Side::After, fact).filter(|pair| self.shown.has(Side::Before, pair.index()));
            edits.extend(old.and_then(|old| self.retract(old, "asserted again")));
        }
        edits
    }

    /// What a retracted fact had resolved is open again, and is retracted too, and so on.
    fn opened_again(&mut self) -> Vec<Edit> {
        let mut edits = Vec::new();
        if self.retracted.is_empty() {
            return edits;
        }
        let before = self.frame.before;
        // A fact is resolved by a later one, so going backwards each is looked at after the one that resolved it.
        for fact in (0..u32::try_from(before.fact_count()).unwrap_or(u32::MAX)).rev().map(FactId::new) {
            let resolved = before.tables().record(fact).is_some_and(FactRecord::is_resolved);
            let by = before.resolution(fact).filter(|_| resolved);
            if by.is_some_and(|(_, by)| self.retracted.contains(&by.index())) {
                edits.extend(self.retract(fact, "asserted again"));
            }
        }
        edits
    }
}
