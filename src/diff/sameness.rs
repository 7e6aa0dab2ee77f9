//! The edits of merges: which merges of the earlier graph are taken back, and which of the later are made.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::Frame;
use crate::{
    graph::{Edit, KnowledgeGraph},
    view::{Decision, NodeRef},
};

/// The entities of the earlier graph whose merge into their canonical entity is in both graphs.
pub(super) struct StillOne(BTreeSet<u32>);

impl StillOne {
    pub(super) fn of(frame: &Frame<'_, '_>) -> Self {
        let mut links: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut reached = BTreeSet::new();
        for merge in frame.before.merges() {
            let stands = stands(frame.before, merge.entity());
            // Both have the same entity in the later graph as in the earlier.
            let same = |end: NodeRef<'_>| stands.key().is_some() && stands_after(frame, end) == stands.key();
            if same(merge.entity()) && same(merge.other()) {
                let (one, other) = (merge.entity().id().index(), merge.other().id().index());
                links.entry(one).or_default().push(other);
                links.entry(other).or_default().push(one);
                reached.insert(stands.id().index());
            }
        }
        let mut open: Vec<u32> = reached.iter().copied().collect();
        while let Some(node) = open.pop() {
            let next = links.get(&node).into_iter().flatten();
            open.extend(next.copied().filter(|next| reached.insert(*next)));
        }
        Self(reached)
    }

    fn has(&self, merge: &Decision<'_>) -> bool {
        [merge.entity(), merge.other()].iter().all(|end| self.0.contains(&end.id().index()))
    }

    /// Takes back the other merges of the earlier graph, the last first.
    pub(super) fn parted(&self, frame: &Frame<'_, '_>) -> Vec<Edit> {
        let gone = frame.before.merges().filter(|merge| !self.has(merge));
        let unmerge = |merge: Decision<'_>| Edit::Unmerge {
            entity: key(merge.entity()),
            from: key(merge.other()),
            why: String::new(),
        };
        let mut edits: Vec<Edit> = gone.map(unmerge).collect();
        edits.reverse();
        edits
    }

    /// Merges each entity of the earlier graph into the one that stands for it in the later, if the earlier has that
    /// one or gets it. Takes back decisions to keep two such entities apart first.
    pub(super) fn merged(&self, frame: &Frame<'_, '_>, added: &BTreeSet<&str>) -> Vec<Edit> {
        let merges: Vec<Decision<'_>> = frame.after.merges().collect();
        if merges.is_empty() {
            return Vec::new();
        }
        let same_after =
            |one, other| stands_after(frame, one).is_some_and(|key| stands_after(frame, other) == Some(key));
        let apart = frame.before.kept_apart().filter(|apart| same_after(apart.entity(), apart.other()));
        let allow = |apart: Decision<'_>| Edit::AllowMerge {
            entity: key(apart.entity()),
            with: key(apart.other()),
            why: String::new(),
        };
        let mut edits: Vec<Edit> = apart.map(allow).collect();
        let mut done = BTreeSet::new();
        // An entity has the reason of its own merge; one that only others were merged into has that of the first of
        // these.
        let ends = merges.iter().map(|merge| (merge.entity(), merge));
        for (end, merge) in ends.chain(merges.iter().map(|merge| (merge.other(), merge))) {
            let Some(entity) = end.key().and_then(|key| recorded(frame.before, key)) else { continue };
            let into = key(stands(frame.after, end));
            let there = recorded(frame.before, &into).is_some() || added.contains(into.as_str());
            let is_one = self.0.contains(&entity.id().index()) || entity.key() == Some(&into);
            if there && !is_one && done.insert(entity.id()) {
                edits.push(Edit::Merge { entity: key(entity), into, why: merge.why().to_owned() });
            }
        }
        edits
    }
}

/// The entity of a key, as it was recorded.
pub(super) fn recorded<'g>(kg: &'g KnowledgeGraph, key: &str) -> Option<NodeRef<'g>> {
    kg.tables().entity_of_key(key).map(|node| NodeRef::new(kg, node))
}

/// The entity that stands for one.
fn stands<'g>(kg: &'g KnowledgeGraph, node: NodeRef<'_>) -> NodeRef<'g> {
    NodeRef::new(kg, kg.tables().merged().canonical(node.id().index()))
}

/// The key of the entity that stands in the later graph for an entity of the earlier.
fn stands_after<'b>(frame: &Frame<'_, 'b>, node: NodeRef<'_>) -> Option<&'b str> {
    stands(frame.after, recorded(frame.after, node.key()?)?).key()
}

fn key(node: NodeRef<'_>) -> String {
    node.key().unwrap_or_default().to_owned()
}
