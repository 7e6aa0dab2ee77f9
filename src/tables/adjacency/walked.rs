//! All ways to walk over a directory, beside one another: each node once, in order, whether its group is packed, loose
//! or long. Joins that walk two directories side by side rely on the order.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{build::Batch, *};

/// A node with the other ends of its facts, and the facts.
type Row = (u32, Vec<u32>, Vec<u32>);
type Visit<'a> = dyn FnMut(u32, &[u32], &[u32]) + 'a;

/// The rows that a walk visits, one for each node.
fn walked(walk: &dyn Fn(&mut Visit<'_>)) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    walk(&mut |node, others, facts| match found.last_mut() {
        // A long list comes piece by piece.
        Some((before, all, of)) if *before == node => {
            all.extend(others);
            of.extend(facts);
        }
        _ => found.push((node, others.to_vec(), facts.to_vec())),
    });
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn every_walk_is_in_the_order_of_nodes(
        loaded in prop::collection::vec((0u32..24, 0u32..40), 0..120),
        came in prop::collection::vec((prop_oneof![0u32..3, 0u32..30], 0u32..40), 0..60),
        gone in prop::collection::vec(any::<prop::sample::Index>(), 0..30),
    ) {
        // The time key does not matter here.
        let time = |fact: u32| fact;
        let mut lists = Adjacency::default();
        let (nodes, others): (Vec<_>, Vec<_>) = loaded.iter().copied().unzip();
        let labels = vec![0; nodes.len()];
        lists.extend(Batch { first: 0, nodes: &nodes, labels: &labels, others: &others }, time);
        let mut rows: Vec<(u32, u32, u32)> = (0..).zip(&loaded).map(|(fact, (n, other))| (*n, *other, fact)).collect();
        for (fact, (node, other)) in (1_000..).zip(&came) {
            lists.insert(*node, Entry { label: 0, other: *other, fact }, time);
            rows.push((*node, *other, fact));
        }
        for at in gone {
            if !rows.is_empty() {
                let (node, other, fact) = rows.swap_remove(at.index(rows.len()));
                lists.remove(node, Entry { label: 0, other, fact });
            }
        }
        rows.sort_unstable();
        let mut by_node: BTreeMap<u32, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
        for (node, other, fact) in rows {
            let (others, facts) = by_node.entry(node).or_default();
            others.push(other);
            facts.push(fact);
        }
        let wanted: Vec<_> = by_node.into_iter().map(|(node, (others, facts))| (node, others, facts)).collect();

        let directory = lists.directory(0);
        let columns = walked(&|visit| directory.each_columns(visit));
        prop_assert_eq!(&columns, &wanted);
        let groups = walked(&|visit| for (node, group) in directory.iter() {
            group.pieces().for_each(|piece| visit(node, piece.others, piece.facts));
        });
        prop_assert_eq!(&groups, &wanted);
        let ends = walked(&|visit| directory.each_list(|node, others| visit(node, others, &[])));
        let wanted_ends: Vec<_> = wanted.iter().map(|(node, others, _)| (*node, others.clone(), Vec::new())).collect();
        prop_assert_eq!(ends, wanted_ends);

        let number = |facts: &[u32]| u32::try_from(facts.len()).unwrap();
        let wanted_counts: Vec<_> = wanted.iter().map(|(node, _, facts)| (*node, number(facts))).collect();
        let mut counts = Vec::new();
        directory.each_count(|node, count| counts.push((node, count)));
        prop_assert_eq!(&counts, &wanted_counts);
        prop_assert_eq!(&directory.counts().collect::<Vec<_>>(), &wanted_counts);
        prop_assert_eq!(directory.len(), wanted.len());
        prop_assert_eq!(directory.facts(), wanted.iter().map(|(_, _, facts)| facts.len()).sum::<usize>());
        let all: BTreeMap<_, _> = wanted_counts.iter().copied().collect();
        for step in [1, 3] {
            let mut seek = directory.seek_counts();
            for node in (0..32).step_by(step) {
                prop_assert_eq!(seek.at(node), all.get(&node).copied().unwrap_or(0), "{}", node);
            }
        }
        for from in 0..32 {
            let rest: Vec<_> = directory.from(from).map(|(node, _)| node).collect();
            let wanted: Vec<_> = wanted.iter().map(|(node, ..)| *node).filter(|node| *node >= from).collect();
            prop_assert_eq!(rest, wanted);
        }
    }

    /// A node of more labels than lie in one piece, while their groups are packed and moved out.
    #[test]
    fn a_node_may_have_many_labels(
        steps in prop::collection::vec((0u32..2, 0u16..40, 0u32..4, any::<bool>()), 0..300), load in 0usize..120,
    ) {
        let time = |fact: u32| fact;
        let mut lists = Adjacency::default();
        let (first, rest) = steps.split_at(load.min(steps.len()));
        let nodes: Vec<_> = first.iter().map(|(node, ..)| *node).collect();
        let labels: Vec<_> = first.iter().map(|(_, label, ..)| *label).collect();
        let others: Vec<_> = first.iter().map(|(_, _, other, _)| *other).collect();
        lists.extend(Batch { first: 0, nodes: &nodes, labels: &labels, others: &others }, time);
        let mut there: BTreeMap<(u32, u16), Vec<(u32, u32)>> = BTreeMap::new();
        for (fact, (node, label, other, _)) in (0..).zip(first) {
            there.entry((*node, *label)).or_default().push((*other, fact));
        }
        for (fact, (node, label, other, comes)) in (1_000..).zip(rest) {
            let group = there.entry((*node, *label)).or_default();
            if *comes {
                lists.insert(*node, Entry { label: *label, other: *other, fact }, time);
                group.push((*other, fact));
            } else if let Some((other, fact)) = group.pop() {
                lists.remove(*node, Entry { label: *label, other, fact });
            }
            prop_assert_eq!(lists.check(time), Ok(()));
        }
        for node in 0..2 {
            for label in 0..40 {
                let mut wanted = there.remove(&(node, label)).unwrap_or_default();
                wanted.sort_unstable();
                prop_assert_eq!(lists.group(node, label).iter().collect::<Vec<_>>(), wanted, "{} {}", node, label);
            }
        }
    }
}
