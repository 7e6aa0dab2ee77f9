//! Which entities are one: decisions to take two for the same, and what follows from those that stand.
//!
//! Each decision names a duplicate and the entity that it goes into. One that stands joins two groups, so the decisions are
//! the edges of a forest, and to take one back parts a group in two. Who stands for a group follows from its decisions in
//! their order: the node that stood for the group into which the duplicate went. So any decision can be taken back, not only the
//! last, and what is left is as if it had never been.

use std::collections::BTreeMap;

use super::number;

/// The entities that are one with others. Empty, it costs a look at the length of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    /// Who stands for a node, by number, up to the last that is in a group. A node beyond stands for itself.
    stands: Vec<u32>,
    /// The nodes of each group in order, by who stands for it.
    groups: BTreeMap<u32, Vec<u32>>,
    /// The decisions that stand, by their row among the alterations: the duplicate, and what it went into.
    decisions: BTreeMap<u32, (u32, u32)>,
    /// The decisions to keep two apart that stand, by their row.
    apart: BTreeMap<u32, (u32, u32)>,
}

impl Merged {
    /// Who stands for a node: itself, unless it was merged into another.
    #[inline]
    pub(crate) fn canonical(&self, node: u32) -> u32 {
        self.stands.get(node as usize).copied().unwrap_or(node)
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.stands.is_empty()
    }

    /// All nodes that are one with this one, it among them, in order; none if it is one with no other.
    pub(crate) fn group(&self, node: u32) -> &[u32] {
        self.groups.get(&self.canonical(node)).map_or(&[], Vec::as_slice)
    }

    /// The decisions that stand: row, duplicate, and what it went into.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        self.decisions.iter().map(|(row, ends)| (*row, *ends))
    }

    /// The decisions to keep two apart that stand: row, and the two.
    pub(crate) fn apart(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        self.apart.iter().map(|(row, ends)| (*row, *ends))
    }

    pub(super) fn keep_apart(&mut self, row: u32, one: u32, other: u32) {
        self.apart.insert(row, (one, other));
    }

    pub(super) fn allow(&mut self, row: u32) {
        self.apart.remove(&row);
    }

    /// Whether the merge in a row stands.
    pub(super) fn stands(&self, row: u32) -> bool {
        self.decisions.contains_key(&row)
    }

    /// The same without a merge that stands: who would stand for whom if it were taken back.
    pub(crate) fn without(&self, row: u32) -> Self {
        let mut after = self.clone();
        after.part(row);
        after
    }

    /// Takes a decision in. Its two nodes are of two groups.
    pub(super) fn join(&mut self, row: u32, duplicate: u32, into: u32) {
        let last = self.decisions.last_key_value().is_none_or(|(last, _)| *last < row);
        self.decisions.insert(row, (duplicate, into));
        if last {
            self.unite(duplicate, into);
        } else {
            let nodes = [self.nodes_with(duplicate), self.nodes_with(into)].concat();
            self.regroup(&nodes);
        }
    }

    /// Takes a decision back.
    pub(super) fn part(&mut self, row: u32) {
        let decision = self.decisions.remove(&row);
        debug_assert!(decision.is_some(), "a decision that is taken back stood");
        if let Some((duplicate, _)) = decision {
            let nodes = self.nodes_with(duplicate);
            self.regroup(&nodes);
        }
    }

    fn nodes_with(&self, node: u32) -> Vec<u32> {
        match self.group(node) {
            [] => vec![node],
            group => group.to_vec(),
        }
    }

    /// Groups some nodes again, by the decisions between them.
    fn regroup(&mut self, nodes: &[u32]) {
        for node in nodes {
            self.groups.remove(node);
            if let Some(stands) = self.stands.get_mut(*node as usize) {
                *stands = *node;
            }
        }
        let of_these: Vec<_> = self.decisions.values().filter(|(one, _)| nodes.contains(one)).copied().collect();
        for (duplicate, into) in of_these {
            self.unite(duplicate, into);
        }
        while self
            .stands
            .last()
            .is_some_and(|stands| self.stands.len() == *stands as usize + 1 && self.group(*stands).is_empty())
        {
            self.stands.pop();
        }
    }

    fn unite(&mut self, duplicate: u32, into: u32) {
        let stays = self.canonical(into);
        let mut all = [self.nodes_with(duplicate), self.nodes_with(into)].concat();
        all.sort_unstable();
        self.groups.remove(&self.canonical(duplicate));
        let most = all.last().map_or(0, |most| most + 1);
        let known = number(self.stands.len());
        self.stands.extend(known..most);
        for node in &all {
            if let Some(stands) = self.stands.get_mut(*node as usize) {
                *stands = stays;
            }
        }
        self.groups.insert(stays, all);
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let groups =
            self.groups.values().map(|group| size_of::<(u32, Vec<u32>)>() + group.capacity() * 4).sum::<usize>();
        let decisions = self.decisions.len() + self.apart.len();
        self.stands.capacity() * 4 + groups + decisions * size_of::<(u32, (u32, u32))>()
    }
}

/// Two are equal if they say the same of every node and rest on the same decisions.
impl PartialEq for Merged {
    fn eq(&self, other: &Self) -> bool {
        (&self.groups, &self.decisions, &self.apart) == (&other.groups, &other.decisions, &other.apart)
            && (0..self.stands.len().max(other.stands.len()))
                .filter_map(|node| u32::try_from(node).ok())
                .all(|node| self.canonical(node) == other.canonical(node))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From the definition: each decision in order, over all nodes.
    fn slow(decisions: &BTreeMap<u32, (u32, u32)>, nodes: u32) -> Vec<u32> {
        let mut stands: Vec<u32> = (0..nodes).collect();
        for (duplicate, into) in decisions.values() {
            let (goes, stays) = (stands[*duplicate as usize], stands[*into as usize]);
            stands.iter_mut().filter(|stands| **stands == goes).for_each(|stands| *stands = stays);
        }
        stands
    }

    #[test]
    fn the_target_of_a_merge_stands_for_its_sources() {
        let mut merged = Merged::default();
        assert!(merged.is_empty() && merged.group(3).is_empty());
        merged.join(0, 1, 2);
        merged.join(1, 2, 5);
        assert_eq!((merged.canonical(1), merged.canonical(2), merged.canonical(5), merged.canonical(9)), (5, 5, 5, 9));
        assert_eq!(merged.group(1), [1, 2, 5]);
        merged.part(1);
        assert_eq!((merged.canonical(1), merged.canonical(5), merged.group(2)), (2, 5, &[1, 2][..]));
        merged.part(0);
        assert!(merged.is_empty());
    }

    proptest! {
        // Law: after any joins and partings in any order it is as if only the decisions that stand had been taken.
        #[test]
        fn parting_leaves_what_the_other_decisions_say(steps in prop::collection::vec((0u32..8, 0u32..8, any::<bool>()), 0..40)) {
            let (mut merged, mut standing, mut all) = (Merged::default(), BTreeMap::new(), Vec::new());
            for (one, two, part) in steps {
                if part {
                    // One that stands is taken back, or one that was taken back is taken again.
                    let Some((row, (duplicate, into))) = all.get((one + two) as usize % all.len().max(1)).copied() else { continue };
                    if standing.remove(&row).is_some() {
                        merged.part(row);
                    } else if merged.canonical(duplicate) != merged.canonical(into) {
                        standing.insert(row, (duplicate, into));
                        merged.join(row, duplicate, into);
                    }
                } else if merged.canonical(one) != merged.canonical(two) {
                    let row = u32::try_from(all.len()).unwrap();
                    all.push((row, (one, two)));
                    standing.insert(row, (one, two));
                    merged.join(row, one, two);
                }
                let slow = slow(&standing, 10);
                for node in 0..10u32 {
                    prop_assert_eq!(merged.canonical(node), slow[node as usize]);
                    let group: Vec<u32> = (0..10).filter(|other| slow[*other as usize] == slow[node as usize]).collect();
                    prop_assert_eq!(merged.group(node), if group.len() > 1 { group.as_slice() } else { &[] });
                }
                prop_assert_eq!(merged.is_empty(), standing.is_empty());
                let mut fresh = Merged::default();
                for (row, (duplicate, into)) in &standing { fresh.join(*row, *duplicate, *into); }
                prop_assert_eq!(&merged, &fresh);
            }
        }
    }
}
