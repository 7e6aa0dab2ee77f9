//! Which entities are one: decisions to take two for the same, and what follows from those that stand.
//!
//! Each decision names a duplicate and the entity that it goes into. One that stands joins two groups, so the decisions
//! are the edges of a forest, and to take one back parts a group in two. Who stands for a group follows from its
//! decisions in their order: the node that stood for the group into which the duplicate went. So any decision can be
//! taken back, not only the last, and what is left is as if it had never been.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::number;

/// The entities that are one with others. Empty, it costs a look at the length of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    /// The canonical node of each node, up to the last that is in a group. A node beyond is its own.
    stands: Vec<u32>,
    /// The nodes of each group in order, by its canonical node.
    groups: BTreeMap<u32, Vec<u32>>,
    /// The decisions that stand, by their row among the alterations: the duplicate, and what it went into.
    decisions: Decisions,
    /// The decisions to keep two apart that stand, by their row.
    apart: Decisions,
}

/// Decisions about two nodes, found by their row and by each of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Decisions {
    rows: BTreeMap<u32, (u32, u32)>,
    /// Each of the two, the other one, and the row.
    of: BTreeSet<(u32, u32, u32)>,
}

impl Decisions {
    fn insert(&mut self, row: u32, (one, other): (u32, u32)) {
        self.rows.insert(row, (one, other));
        self.of.extend([(one, other, row), (other, one, row)]);
    }

    fn remove(&mut self, row: u32) -> Option<(u32, u32)> {
        let (one, other) = self.rows.remove(&row)?;
        self.of.remove(&(one, other, row));
        self.of.remove(&(other, one, row));
        Some((one, other))
    }

    /// The decisions about a node: the other node and the row.
    fn about(&self, node: u32) -> impl Iterator<Item = (u32, u32)> {
        self.of.range((node, 0, 0)..=(node, u32::MAX, u32::MAX)).map(|(_, other, row)| (*other, *row))
    }

    /// The first decision about two nodes.
    fn between(&self, one: u32, other: u32) -> Option<u32> {
        self.of.range((one, other, 0)..=(one, other, u32::MAX)).map(|(.., row)| *row).next()
    }

    fn all(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        self.rows.iter().map(|(row, two)| (*row, *two))
    }

    fn heap_bytes(&self) -> usize {
        self.rows.len() * size_of::<(u32, (u32, u32))>() + self.of.len() * size_of::<(u32, u32, u32)>()
    }
}

impl Merged {
    /// The canonical node of a node: itself, unless it was merged into another.
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

    /// Whether a node stands for others.
    pub(crate) fn is_group(&self, stands: u32) -> bool {
        self.groups.contains_key(&stands)
    }

    /// The decisions that stand: row, duplicate, and what it went into.
    pub(crate) fn decisions(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        self.decisions.all()
    }

    /// The decision that made two nodes one, whichever of them was the duplicate: row, duplicate, and what it went
    /// into.
    pub(crate) fn decision(&self, one: u32, other: u32) -> Option<(u32, (u32, u32))> {
        let row = self.decisions.between(one, other)?;
        self.decisions.rows.get(&row).map(|two| (row, *two))
    }

    /// The decisions to keep two apart that stand: row, and the two.
    pub(crate) fn apart(&self) -> impl Iterator<Item = (u32, (u32, u32))> {
        self.apart.all()
    }

    /// The row of the decision to keep two nodes apart.
    pub(crate) fn apart_row(&self, one: u32, other: u32) -> Option<u32> {
        self.apart.between(one, other)
    }

    /// The first decision to keep two nodes apart that are now one with these: row, and the two. Takes time in the
    /// decisions about the smaller group.
    pub(crate) fn kept_apart(&self, one: u32, other: u32) -> Option<(u32, (u32, u32))> {
        let (mut few, mut to) = (self.nodes_with(one), other);
        let many = self.nodes_with(other);
        if many.len() < few.len() {
            (few, to) = (many, one);
        }
        let stands = self.canonical(to);
        let rows = few.iter().flat_map(|node| self.apart.about(*node));
        let row = rows.filter(|(other, _)| self.canonical(*other) == stands).map(|(_, row)| row).min()?;
        self.apart.rows.get(&row).map(|two| (row, *two))
    }

    pub(super) fn keep_apart(&mut self, row: u32, one: u32, other: u32) {
        self.apart.insert(row, (one, other));
    }

    pub(super) fn allow(&mut self, row: u32) {
        self.apart.remove(row);
    }

    /// Whether the merge in a row stands.
    pub(crate) fn stands(&self, row: u32) -> bool {
        self.decisions.rows.contains_key(&row)
    }

    /// Whether the decision in a row to keep two apart stands.
    pub(super) fn keeps_apart(&self, row: u32) -> bool {
        self.apart.rows.contains_key(&row)
    }

    /// The nodes whose canonical node would change if a merge were taken back, in order, and the canonical node that
    /// they would have.
    ///
    /// A decision joins two parts of its group. The canonical node of the group is in one of them, and stays the
    /// canonical node of that part, as it was never merged into another. So only the nodes of the other part change.
    pub(crate) fn without(&self, row: u32) -> Option<(Vec<u32>, u32)> {
        let (duplicate, into) = *self.decisions.rows.get(&row)?;
        let stands = self.canonical(duplicate);
        let mut part = self.smaller_part(duplicate, into, row);
        if part.contains(&stands) {
            part = self.group(duplicate).iter().copied().filter(|node| !part.contains(node)).collect();
        }
        let nodes: Vec<u32> = part.into_iter().collect();
        let stands = self.standing(&nodes, Some(row))?;
        Some((nodes, stands))
    }

    /// Of the two parts of a group that a decision joins, the smaller one. Both are walked side by side, so it takes
    /// time in the size of the smaller one.
    fn smaller_part(&self, one: u32, other: u32, row: u32) -> BTreeSet<u32> {
        let mut parts = [one, other].map(|node| (BTreeSet::from([node]), vec![self.decisions.about(node)]));
        loop {
            for (part, open) in &mut parts {
                let Some(about) = open.last_mut() else { return std::mem::take(part) };
                match about.next() {
                    Some((next, by)) if by != row && part.insert(next) => open.push(self.decisions.about(next)),
                    Some(_) => {}
                    None => drop(open.pop()),
                }
            }
        }
    }

    /// The canonical node of some nodes by the decisions between them, taken in order. One decision can be left aside.
    /// `None` if there are no nodes.
    fn standing(&self, nodes: &[u32], aside: Option<u32>) -> Option<u32> {
        let rows: BTreeSet<u32> =
            nodes.iter().flat_map(|node| self.decisions.about(*node)).map(|(_, row)| row).collect();
        // A node that went into another has the other here; so has each before it that went into it.
        let mut into: HashMap<u32, u32> = HashMap::new();
        for row in rows.into_iter().filter(|row| Some(*row) != aside) {
            let Some((duplicate, stays)) = self.decisions.rows.get(&row).copied() else { continue };
            let (goes, stays) = (last(&mut into, duplicate), last(&mut into, stays));
            into.insert(goes, stays);
        }
        nodes.first().map(|node| last(&mut into, *node))
    }

    /// Takes a decision in. Its two nodes are of two groups.
    pub(super) fn join(&mut self, row: u32, duplicate: u32, into: u32) {
        let is_last = self.decisions.rows.last_key_value().is_none_or(|(last, _)| *last < row);
        let (goes, stays) = (self.canonical(duplicate), self.canonical(into));
        self.decisions.insert(row, (duplicate, into));
        let going = self.groups.remove(&goes).unwrap_or_else(|| vec![goes]);
        let staying = self.groups.remove(&stays).unwrap_or_else(|| vec![stays]);
        if is_last {
            self.set_standing(&going, stays);
            self.groups.insert(stays, sorted(going, staying));
        } else {
            let all = sorted(going, staying);
            let stands = self.standing(&all, None).unwrap_or(stays);
            self.set_standing(&all, stands);
            self.groups.insert(stands, all);
        }
    }

    /// Takes a decision back.
    pub(super) fn part(&mut self, row: u32) {
        let without = self.without(row);
        debug_assert!(without.is_some(), "a decision that is taken back stood");
        let Some((nodes, stands)) = without else { return };
        if let Some((duplicate, _)) = self.decisions.remove(row) {
            let stood = self.canonical(duplicate);
            let mut rest = self.groups.remove(&stood).unwrap_or_default();
            rest.retain(|node| nodes.binary_search(node).is_err());
            if rest.len() > 1 {
                self.groups.insert(stood, rest);
            }
        }
        self.set_standing(&nodes, stands);
        if nodes.len() > 1 {
            self.groups.insert(stands, nodes);
        }
        while let Some(last) = self.stands.len().checked_sub(1).map(number)
            && self.canonical(last) == last
            && !self.groups.contains_key(&last)
        {
            self.stands.pop();
        }
    }

    fn nodes_with(&self, node: u32) -> Vec<u32> {
        match self.group(node) {
            [] => vec![node],
            group => group.to_vec(),
        }
    }

    fn set_standing(&mut self, nodes: &[u32], stands: u32) {
        let most = nodes.iter().copied().max().map_or(0, |most| most.max(stands) + 1);
        let known = number(self.stands.len());
        self.stands.extend(known..most);
        for node in nodes {
            if let Some(place) = self.stands.get_mut(*node as usize) {
                *place = stands;
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let groups =
            self.groups.values().map(|group| size_of::<(u32, Vec<u32>)>() + group.capacity() * 4).sum::<usize>();
        self.stands.capacity() * 4 + groups + self.decisions.heap_bytes() + self.apart.heap_bytes()
    }
}

/// Where a node went in the end, by what each went into. Shortens the way for the next time.
fn last(into: &mut HashMap<u32, u32>, node: u32) -> u32 {
    let mut end = node;
    while let Some(next) = into.get(&end) {
        end = *next;
    }
    let mut at = node;
    while at != end {
        let Some(next) = into.insert(at, end) else { break };
        at = next;
    }
    end
}

/// Two sorted lists as one.
fn sorted(one: Vec<u32>, other: Vec<u32>) -> Vec<u32> {
    let (few, mut all) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if few.len() > 8 {
        all.extend(few);
        all.sort_unstable();
        return all;
    }
    for node in few {
        let at = all.partition_point(|known| *known < node);
        all.insert(at, node);
    }
    all
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
        // Law: two groups are kept apart by the first decision of which one node is in each.
        #[test]
        fn groups_are_kept_apart_by_their_nodes(
            joins in prop::collection::vec((0u32..8, 0u32..8), 0..6), apart in prop::collection::vec((0u32..8, 0u32..8), 0..12),
        ) {
            let mut merged = Merged::default();
            for (row, (one, other)) in (0u32..).zip(joins) {
                if merged.canonical(one) != merged.canonical(other) {
                    merged.join(row, one, other);
                }
            }
            for (row, (one, other)) in (20u32..).zip(&apart) {
                merged.keep_apart(row, *one, *other);
            }
            merged.allow(23);
            let standing = || (20u32..).zip(&apart).filter(|(row, _)| *row != 23);
            for (a, b) in (0..8).flat_map(|a| (0..8).map(move |b| (a, b))) {
                let same = |(one, other): (u32, u32)| [(a, b), (b, a)].contains(&(one, other));
                let slow = standing().find(|(_, two)| same(**two)).map(|(row, _)| row);
                prop_assert_eq!(merged.apart_row(a, b), slow);
                let ends = |node| merged.canonical(node);
                let same = |(one, other): (u32, u32)| [(ends(a), ends(b)), (ends(b), ends(a))].contains(&(ends(one), ends(other)));
                let slow = standing().find(|(_, two)| same(**two)).map(|(row, two)| (row, *two));
                prop_assert_eq!(merged.kept_apart(a, b), slow);
            }
        }

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
                for row in standing.keys() {
                    let mut after = merged.clone();
                    after.part(*row);
                    let changed: Vec<u32> = (0..10).filter(|node| after.canonical(*node) != merged.canonical(*node)).collect();
                    let (nodes, stands) = merged.without(*row).unwrap();
                    prop_assert!(nodes.iter().all(|node| after.canonical(*node) == stands));
                    prop_assert_eq!(changed, nodes);
                }
                let mut fresh = Merged::default();
                for (row, (duplicate, into)) in &standing { fresh.join(*row, *duplicate, *into); }
                prop_assert_eq!(&merged, &fresh);
            }
        }
    }
}
