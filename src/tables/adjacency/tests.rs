//! The lists against a plain scan over all entries, between insertions and removals in any order.
//!
//! Blocks are small in tests: a list of some twenty entries has several pieces.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{build::Batch, *};
use crate::{
    tables::time_key::time_key,
    time::{PartialDate, Truth, When},
};

/// What is in the lists, and when each fact was.
type Rows = Vec<(u32, Entry)>;

/// A third of the facts are single days of one year, so that days are shared; the others last longer, or are not dated.
fn when(fact: u32) -> When {
    let spread = fact.wrapping_mul(2_654_435_761) >> 8;
    let (month, day) = (spread % 12 + 1, spread / 12 % 28 + 1);
    let text = match spread / 336 % 6 {
        0 | 1 => format!("2014-{month:02}-{day:02}"),
        2 => format!("2014-{month:02}"),
        3 => format!("2014-{month:02}-{day:02}/"),
        4 => format!("{}/2014-{month:02}", 1700 + spread % 300),
        _ => "unstated".to_owned(),
    };
    text.parse().unwrap()
}

fn time(fact: u32) -> u32 {
    time_key(when(fact))
}

#[derive(Clone, Debug)]
enum Step {
    Insert(u32, u16, u32),
    /// Takes out some entry, or puts it back with its old number.
    Remove(prop::sample::Index),
    PutBack,
    UndoNewest(usize),
    Extend(Vec<(u32, u16, u32)>),
}

/// Few nodes and labels, so that groups get long.
fn steps() -> impl Strategy<Value = Vec<Step>> {
    let row = || (0u32..3, 0u16..3, prop_oneof![0u32..4, 0u32..40]);
    let step = prop_oneof![
        40 => row().prop_map(|(n, l, o)| Step::Insert(n, l, o)),
        10 => any::<prop::sample::Index>().prop_map(Step::Remove),
        5 => Just(Step::PutBack),
        2 => (0usize..12).prop_map(Step::UndoNewest),
        1 => prop::collection::vec(row(), 0..60).prop_map(Step::Extend),
    ];
    prop::collection::vec(step, 0..160)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn lists_equal_a_scan_after_any_steps(steps in steps(), every in 1usize..20) {
        let mut lists = Adjacency::default();
        let mut rows: Rows = Vec::new();
        let mut out: Rows = Vec::new();
        let mut fact = 0;
        for (n, step) in steps.iter().enumerate() {
            match step {
                Step::Insert(node, label, other) => {
                    let entry = Entry { label: *label, other: *other, fact };
                    fact += 1;
                    lists.insert(*node, entry, time);
                    rows.push((*node, entry));
                }
                Step::Remove(at) if !rows.is_empty() => {
                    let (node, entry) = rows.remove(at.index(rows.len()));
                    lists.remove(node, entry);
                    lists.remove(node, entry);
                    out.push((node, entry));
                }
                Step::PutBack => {
                    if let Some((node, entry)) = out.pop() {
                        lists.insert(node, entry, time);
                        rows.push((node, entry));
                    }
                }
                Step::UndoNewest(count) => {
                    for _ in 0..*count {
                        let Some((node, entry)) = rows.pop() else { break };
                        lists.remove(node, entry);
                    }
                }
                Step::Extend(new) => {
                    let (nodes, others): (Vec<_>, Vec<_>) = new.iter().map(|(n, _, o)| (*n, *o)).unzip();
                    let labels: Vec<_> = new.iter().map(|(_, l, _)| *l).collect();
                    lists.extend(Batch { first: fact, nodes: &nodes, labels: &labels, others: &others }, time);
                    for (node, label, other) in new {
                        rows.push((*node, Entry { label: *label, other: *other, fact }));
                        fact += 1;
                    }
                }
                Step::Remove(_) => {}
            }
            if n % every == 0 {
                check(&lists, &rows)?;
            }
        }
        check(&lists, &rows)?;
        let mut fresh = Adjacency::default();
        for (node, entry) in &rows {
            fresh.insert(*node, *entry, time);
        }
        prop_assert_eq!(format!("{lists:?}"), format!("{fresh:?}"));
        for (node, entry) in rows.drain(..).rev() {
            lists.remove(node, entry);
        }
        check(&lists, &rows)?;
    }
}

fn check(lists: &Adjacency, rows: &Rows) -> Result<(), TestCaseError> {
    prop_assert_eq!(lists.len(), rows.len());
    prop_assert_eq!(lists.check(time), Ok(()));
    for node in 0..4 {
        let mut expected: Vec<_> = rows.iter().filter(|(n, _)| *n == node).map(|(_, entry)| *entry).collect();
        expected.sort_unstable();
        prop_assert_eq!((lists.degree(node), lists.all(node).len()), (expected.len(), expected.len()));
        prop_assert_eq!(lists.all(node).collect::<Vec<_>>(), &expected[..]);
        let mut rest = lists.all(node);
        for left in (0..expected.len()).rev() {
            rest.next();
            prop_assert_eq!(rest.len(), left);
        }
        let labels: Vec<_> = lists.groups(node).map(|(label, _)| label).collect();
        prop_assert!(labels.is_sorted_by(|a, b| a < b));
        for label in 0..4 {
            let expected: Vec<_> = expected.iter().filter(|e| e.label == label).map(|e| (e.other, e.fact)).collect();
            prop_assert_eq!(labels.contains(&label), !expected.is_empty());
            check_group(lists.group(node, label), &expected)?;
            for (first, last) in [(0, 3), (2, 30), (5, 5), (7, 6), (30, u32::MAX), (0, u32::MAX), (41, 50)] {
                let within: Vec<_> =
                    expected.iter().copied().filter(|(other, _)| (first..=last).contains(other)).collect();
                let cut = lists.group(node, label).between(first, last);
                check_group(cut, &within)?;
                check_group(cut.from(2), &within.iter().copied().filter(|(o, _)| *o >= 2).collect::<Vec<_>>())?;
                check_group(cut.with(3), &within.iter().copied().filter(|(o, _)| *o == 3).collect::<Vec<_>>())?;
            }
            check_dates(lists, node, label, &expected)?;
        }
    }
    for label in 0..4 {
        let mut counts = BTreeMap::new();
        for (node, _) in rows.iter().filter(|(_, entry)| entry.label == label) {
            *counts.entry(*node).or_insert(0u32) += 1;
        }
        let directory = lists.directory(label);
        prop_assert_eq!(directory.len(), counts.len());
        prop_assert_eq!(directory.facts(), counts.values().sum::<u32>() as usize);
        let from_one: Vec<_> = directory.from(1).map(|(node, _)| node).collect();
        prop_assert_eq!(from_one, counts.range(1..).map(|(node, _)| *node).collect::<Vec<_>>());
        prop_assert_eq!(directory.counts().collect::<Vec<_>>(), counts.into_iter().collect::<Vec<_>>());
        for (node, group) in directory.iter() {
            prop_assert!(group.iter().eq(lists.group(node, label).iter()));
        }
    }
    Ok(())
}

fn check_group(group: Group<'_>, expected: &[(u32, u32)]) -> Result<(), TestCaseError> {
    prop_assert_eq!((group.len(), group.is_empty()), (expected.len(), expected.is_empty()));
    let mut members = group.iter();
    for (n, pair) in expected.iter().enumerate() {
        prop_assert_eq!((members.len(), members.peek()), (expected.len() - n, Some(*pair)));
        prop_assert_eq!(members.next(), Some(*pair));
    }
    prop_assert_eq!((members.len(), members.peek(), members.next()), (0, None, None));
    let mut folded = Vec::new();
    group.iter().for_each(|pair| folded.push(pair));
    prop_assert_eq!(&folded[..], expected);
    let mut in_pieces = Vec::new();
    for piece in group.pieces() {
        prop_assert!(!piece.others.is_empty() && piece.others.len() == piece.facts.len());
        prop_assert!(piece.others.len() <= PIECE);
        in_pieces.extend(piece.others.iter().copied().zip(piece.facts.iter().copied()));
    }
    prop_assert_eq!(&in_pieces[..], expected);
    Ok(())
}

/// No fact that touches the span is left out, none comes twice, and none comes that is not in the group.
fn check_dates(lists: &Adjacency, node: u32, label: u16, group: &[(u32, u32)]) -> Result<(), TestCaseError> {
    for date in ["2014-05-05", "2014-02", "1850", "2030"] {
        let date: PartialDate = date.parse().unwrap();
        let mut found = Vec::new();
        let dated = lists.each_touching(node, label, date.into(), |day, facts| {
            found.extend_from_slice(facts);
            assert!(facts.iter().all(|fact| when(*fact).exact_day() == day));
        });
        if !dated {
            prop_assert!(group.len() <= LONG, "only short groups are not in the order of time");
            continue;
        }
        found.sort_unstable();
        prop_assert!(found.is_sorted_by(|a, b| a < b));
        prop_assert!(found.iter().all(|fact| group.iter().any(|(_, f)| f == fact)));
        for (_, fact) in group {
            let touches = when(*fact).holds_during(date) != Truth::No;
            prop_assert!(!touches || found.binary_search(fact).is_ok());
        }
    }
    Ok(())
}

#[test]
fn what_comes_in_order_fills_its_pieces() {
    let mut lists = Adjacency::default();
    let count = u32::try_from(PIECE * 10).unwrap();
    for fact in 0..count {
        lists.insert(0, Entry { label: 0, other: fact, fact }, |_| 0);
    }
    assert_eq!(lists.group(0, 0).pieces().count(), 10);
    // And a long list that is emptied gives its room back: the next takes no more.
    let held = lists.heap_bytes();
    for fact in 0..count {
        lists.remove(0, Entry { label: 0, other: fact, fact });
    }
    for fact in 0..count {
        lists.insert(0, Entry { label: 0, other: fact, fact }, |_| 0);
    }
    // But for the few that were packed on the way.
    assert!(lists.heap_bytes() <= held + 200);
}

/// During a load nothing is listed, so what waits to be listed counts.
#[test]
fn there_is_room_for_what_waits_to_be_listed_or_no_more_is_taken() {
    let mut lists = Adjacency::default();
    assert!(!lists.is_full(0) && !lists.is_full(1 << 29));
    // Four words each fill the blocks; and where blocks were larger, starts have 31 bits.
    assert!(lists.is_full(1 << 30) && lists.is_full((1 << 31) - 1) && lists.is_full(1 << 33));
    for fact in 0..100 {
        lists.insert(fact, Entry { label: 0, other: 0, fact }, |_| 0);
    }
    let most = (1 << 30) - 16 * PIECE;
    assert!(!lists.is_full(most - 200) && lists.is_full(most));
}
