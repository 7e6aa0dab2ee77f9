//! The lists against a plain scan over all entries.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn lists_equal_a_scan(
        edges in prop::collection::vec((0u32..6, 0u16..4, 0u32..6), 0..60),
        cut in 0usize..60, node in 0u32..7, label in 0u16..5, other in 0u32..7,
    ) {
        let entries: Vec<_> =
            (0u32..).zip(&edges).map(|(fact, &(n, label, other))| (n, Entry { label, other, fact })).collect();
        let (kept, undone) = entries.split_at(cut.min(entries.len()));
        let mut built = Adjacency::default();
        for (n, entry) in &entries { built.insert(*n, *entry); }
        for (n, entry) in undone.iter().rev() { built.remove(*n, *entry); }
        check(&built, kept, node, label, other)?;
        let mut fresh = Adjacency::default();
        for (n, entry) in kept { fresh.insert(*n, *entry); }
        prop_assert_eq!(built, fresh, "undo leaves no trace");
    }
}

fn check(built: &Adjacency, kept: &[(u32, Entry)], node: u32, label: u16, other: u32) -> Result<(), TestCaseError> {
    let scan = |keep: &dyn Fn(&Entry) -> bool| {
        let mut list: Vec<_> = kept.iter().filter(|(n, e)| *n == node && keep(e)).map(|(_, e)| *e).collect();
        list.sort();
        list
    };
    let pairs = |list: Vec<Entry>| list.iter().map(|e| (e.other, e.fact)).collect::<Vec<_>>();
    prop_assert_eq!(built.len(), kept.len());
    prop_assert_eq!(built.all(node).collect::<Vec<_>>(), scan(&|_| true));
    prop_assert_eq!(built.degree(node), scan(&|_| true).len());
    let group = built.group(node, label);
    let expected = pairs(scan(&|e| e.label == label));
    prop_assert_eq!(group.iter().len(), expected.len());
    prop_assert_eq!((group.len(), group.is_empty()), (expected.len(), expected.is_empty()));
    let in_pieces: Vec<_> = group
        .pieces()
        .flat_map(|piece| piece.others.iter().copied().zip(piece.facts.iter().copied()).collect::<Vec<_>>())
        .collect();
    prop_assert_eq!(&in_pieces, &expected);
    prop_assert_eq!(group.iter().peek(), expected.first().copied());
    prop_assert_eq!(group.iter().collect::<Vec<_>>(), expected);
    let with = pairs(scan(&|e| e.label == label && e.other == other));
    prop_assert_eq!(group.with(other).len(), with.len());
    prop_assert_eq!(group.with(other).iter().collect::<Vec<_>>(), with);
    let from = pairs(scan(&|e| e.label == label && e.other >= other));
    prop_assert_eq!(group.from(other).len(), from.len());
    prop_assert_eq!(group.from(other).iter().collect::<Vec<_>>(), from);

    let mut counts = BTreeMap::new();
    for (n, _) in kept.iter().filter(|(_, e)| e.label == label) {
        *counts.entry(*n).or_insert(0u32) += 1;
    }
    let directory = built.directory(label);
    prop_assert_eq!(directory.len(), counts.len());
    prop_assert_eq!(directory.facts(), counts.values().sum::<u32>() as usize);
    prop_assert_eq!(directory.counts().collect::<Vec<_>>(), counts.iter().map(|(n, c)| (*n, *c)).collect::<Vec<_>>());
    let groups: Vec<_> = directory.iter().map(|(n, group)| (n, u32::try_from(group.len()).unwrap())).collect();
    prop_assert_eq!(groups, counts.into_iter().collect::<Vec<_>>());
    Ok(())
}
