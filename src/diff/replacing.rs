//! Facts that may replace others with the same ends, in the order of time.

use crate::{
    model::{Modality, Resolution},
    time::{Limit, When},
};

/// What the time of a fact must be for the fact to replace another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// It may have a day in common with the time of the other.
    Meeting,
    /// It is another time, and at least as precise.
    Refining,
}

impl Wanted {
    fn is_met(self, before: When, after: When) -> bool {
        match self {
            Self::Meeting => before.overlaps(after).is_possible(),
            Self::Refining => before != after && after.refines(before),
        }
    }
}

/// How a fact with the same ends resolves another: as having happened, more precisely, or as cancelled or denied.
/// `None` if none of these follows from the two facts alone, as for visits in two years.
pub(super) fn stated_otherwise(before: (Modality, When), after: (Modality, When)) -> Option<Resolution> {
    let (wanted, resolution) = resolving(before.0, after.0)?;
    wanted.is_met(before.1, after.1).then_some(resolution)
}

/// How a fact of one modality may be resolved by one of another, and what of its time that takes.
fn resolving(before: Modality, after: Modality) -> Option<(Wanted, Resolution)> {
    let open = matches!(before, Modality::Planned | Modality::Hypothetical);
    match after {
        after if after == before => Some((Wanted::Refining, Resolution::Refined)),
        Modality::Actual if open => Some((Wanted::Meeting, Resolution::Confirmed)),
        Modality::Cancelled if open => Some((Wanted::Meeting, Resolution::Cancelled)),
        Modality::Denied => Some((Wanted::Meeting, Resolution::Denied)),
        _ => None,
    }
}

/// Facts with the same ends, those of each modality apart.
#[derive(Debug)]
pub(super) struct Replacing(Vec<(Modality, Tree)>);

impl Replacing {
    pub(super) fn of(facts: Vec<(Modality, When, u32)>) -> Self {
        let mut sorts: Vec<(Modality, Vec<(When, u32)>)> = Vec::new();
        for (modality, when, fact) in facts {
            match sorts.iter_mut().find(|(sort, _)| *sort == modality) {
                Some((_, facts)) => facts.push((when, fact)),
                None => sorts.push((modality, vec![(when, fact)])),
            }
        }
        Self(sorts.into_iter().map(|(modality, facts)| (modality, Tree::of(facts))).collect())
    }

    /// Takes out the fact recorded first of those that resolve a fact, and says how it does.
    pub(super) fn take_first(&mut self, modality: Modality, when: When) -> Option<(u32, Resolution)> {
        let mut best: Option<(u32, usize, Resolution, &mut Tree)> = None;
        for (sort, tree) in &mut self.0 {
            let Some((wanted, resolution)) = resolving(modality, *sort) else { continue };
            if let Some((fact, leaf)) = tree.first(wanted, when)
                && best.as_ref().is_none_or(|(first, ..)| fact < *first)
            {
                best = Some((fact, leaf, resolution, tree));
            }
        }
        let (fact, leaf, resolution, tree) = best?;
        tree.remove(leaf);
        Some((fact, resolution))
    }
}

/// A binary tree of facts in the order of time. Each node knows bounds of the times under it, by which a search leaves
/// out what cannot be wanted.
#[derive(Debug)]
struct Tree {
    /// The facts by their earliest start, then by their latest end.
    facts: Vec<(When, u32)>,
    /// Those under node *n* are under the nodes 2 *n* and 2 *n* + 1. The root is node 1, and the last nodes are the
    /// leaves: one for each fact. `None` where no fact is left.
    nodes: Vec<Option<Bounds>>,
}

/// Bounds of the times under a node.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// The least number of a fact.
    first: u32,
    /// The least and the greatest earliest start.
    starts: (Limit, Limit),
    latest_start: Limit,
    earliest_end: Limit,
    /// The least and the greatest latest end.
    ends: (Limit, Limit),
}

impl Bounds {
    fn of(when: When, fact: u32) -> Self {
        let (start, end) = (when.earliest_start(), when.latest_end());
        let (latest_start, earliest_end) = (when.latest_start(), when.earliest_end());
        Self { first: fact, starts: (start, start), latest_start, earliest_end, ends: (end, end) }
    }

    fn both(self, other: Self) -> Self {
        let range = |(a, b): (Limit, Limit), (c, d): (Limit, Limit)| (a.min(c), b.max(d));
        Self {
            first: self.first.min(other.first),
            starts: range(self.starts, other.starts),
            latest_start: self.latest_start.min(other.latest_start),
            earliest_end: self.earliest_end.max(other.earliest_end),
            ends: range(self.ends, other.ends),
        }
    }

    /// Whether one of the times may be wanted.
    fn may_have(&self, wanted: Wanted, before: When) -> bool {
        let meets = self.starts.0 <= before.latest_end() && before.earliest_start() <= self.ends.1;
        let refines = || {
            before.earliest_start() <= self.starts.1
                && self.latest_start <= before.latest_start()
                && before.earliest_end() <= self.earliest_end
                && self.ends.0 <= before.latest_end()
        };
        meets && (wanted == Wanted::Meeting || refines())
    }
}

impl Tree {
    fn of(mut facts: Vec<(When, u32)>) -> Self {
        facts.sort_by_key(|(when, fact)| (when.earliest_start(), when.latest_end(), *fact));
        let leaves = facts.iter().map(|(when, fact)| Some(Bounds::of(*when, *fact)));
        let nodes = vec![None; facts.len()].into_iter().chain(leaves).collect();
        let mut tree = Self { facts, nodes };
        (1..tree.facts.len()).rev().for_each(|node| tree.join(node));
        tree
    }

    fn node(&self, node: usize) -> Option<Bounds> {
        self.nodes.get(node).copied().flatten()
    }

    /// Computes the bounds of a node from the two under it.
    fn join(&mut self, node: usize) {
        let bounds = match (self.node(2 * node), self.node(2 * node + 1)) {
            (Some(one), Some(other)) => Some(one.both(other)),
            (one, other) => one.or(other),
        };
        if let Some(place) = self.nodes.get_mut(node) {
            *place = bounds;
        }
    }

    /// The fact recorded first of those with a wanted time, and its leaf.
    fn first(&self, wanted: Wanted, before: When) -> Option<(u32, usize)> {
        let mut found: Option<(u32, usize)> = None;
        let mut left = vec![1];
        while let Some(node) = left.pop() {
            #[cfg(test)]
            LOOKED.set(LOOKED.get() + 1);
            let bounds = self.node(node).filter(|bounds| found.is_none_or(|(fact, _)| bounds.first < fact));
            let Some(bounds) = bounds.filter(|bounds| bounds.may_have(wanted, before)) else { continue };
            if let Some(leaf) = node.checked_sub(self.facts.len()) {
                if self.facts.get(leaf).is_some_and(|(when, _)| wanted.is_met(before, *when)) {
                    found = Some((bounds.first, node));
                }
                continue;
            }
            // The node with the earlier fact is looked at first.
            let first = |node| self.node(node).map_or(u32::MAX, |bounds| bounds.first);
            let (one, other) = (2 * node, 2 * node + 1);
            left.extend(if first(one) < first(other) { [other, one] } else { [one, other] });
        }
        found
    }

    fn remove(&mut self, leaf: usize) {
        if let Some(place) = self.nodes.get_mut(leaf) {
            *place = None;
        }
        let mut node = leaf / 2;
        while node > 0 {
            self.join(node);
            node /= 2;
        }
    }
}

#[cfg(test)]
thread_local! {
    /// How many nodes were looked at.
    static LOOKED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WHENS: [&str; 16] = [
        "unstated",
        "2020",
        "2020?",
        "2020-02",
        "2020-02-10",
        "2020-02-12",
        "2021",
        "as-of 2020-02-11",
        "2020/",
        "2020-02/",
        "2020-02-10/",
        "/2020",
        "/2020-02-12",
        "2020/2021",
        "2020-02-10/2020-02-12",
        "2020-03/2020",
    ];
    const MODALITIES: [Modality; 5] =
        [Modality::Actual, Modality::Planned, Modality::Denied, Modality::Hypothetical, Modality::Cancelled];

    fn said() -> impl Strategy<Value = (Modality, When)> {
        (0..5usize, 0..16usize)
            .prop_map(|(modality, when)| (MODALITIES[modality], WHENS[when].parse().unwrap_or(When::UNSTATED)))
    }

    proptest! {
        // Law: as a look at each fact that is left, in the order of recording.
        #[test]
        fn the_first_that_resolves_a_fact_is_taken(
            facts in prop::collection::vec(said(), 0..40), asked in prop::collection::vec(said(), 0..30),
        ) {
            let mut left: Vec<(Modality, When, u32)> = (0..).zip(&facts).map(|(at, (m, w))| (*m, *w, at)).collect();
            let mut replacing = Replacing::of(left.clone());
            for before in asked {
                let slow = left.iter().find_map(|(modality, when, fact)| {
                    Some((*fact, stated_otherwise(before, (*modality, *when))?))
                });
                prop_assert_eq!(replacing.take_first(before.0, before.1), slow);
                left.retain(|(.., fact)| slow.is_none_or(|(taken, _)| taken != *fact));
            }
        }
    }

    /// A time that never ends, with which every later one has a day in common, costs no look at the times before it.
    #[test]
    fn few_nodes_are_looked_at_beside_a_time_without_end() {
        let day = |n: u32| format!("{}-{:02}-{:02}", 1600 + n / 336, 1 + n / 28 % 12, 1 + n % 28);
        let on = |n: u32| -> When { day(n).parse().unwrap() };
        let mut facts: Vec<_> = (0..4_000).map(|n| (Modality::Actual, on(n), n)).collect();
        facts.push((Modality::Actual, "1500-01-01/".parse().unwrap(), 9_999));
        let mut replacing = Replacing::of(facts);
        LOOKED.set(0);
        for n in 0..4_000 {
            assert_eq!(replacing.take_first(Modality::Planned, on(n)), Some((n, Resolution::Confirmed)));
            assert_eq!(replacing.take_first(Modality::Actual, on(n)), None);
        }
        assert!(LOOKED.get() < 4_000 * 60, "{} nodes", LOOKED.get());
    }
}
