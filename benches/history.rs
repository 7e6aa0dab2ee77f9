//! What two times cost: a scan of what was known beside the same scan without the question, in one run and by turns, and what
//! the history takes a fact.
//!
//! `cargo bench --bench history` makes 1,000,000 facts in 10,000 transactions; with `-- --test` it makes few, once. Quote the
//! ratio, which is the median of pairs; times differ from machine to machine.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_precision_loss, reason = "a bench")]

use std::{hint::black_box, time::Instant};

use chancery::{
    KnowledgeGraph, Stamp,
    diplomacy::{self, Person, State, Visits},
    fact,
    view::View,
};

fn main() {
    let quick = std::env::args().any(|argument| argument == "--test");
    let (transactions, each, pairs) = if quick { (100, 10, 3) } else { (10_000, 100, 25) };
    let kg = recorded(transactions, each);
    let facts = kg.fact_count();
    println!("{facts} facts in {transactions} transactions");

    let half = stamp(transactions / 2);
    let late = stamp(transactions);
    for (name, known, expected) in [("all of it known", late, facts), ("half of it known", half, facts / 2)] {
        let mut ratios = Vec::new();
        let mut best = [f64::INFINITY; 2];
        for turn in 0..pairs {
            // Which goes first changes by turns, so that neither finds the caches as the other left them.
            let mut took = [0.0; 2];
            for which in if turn % 2 == 0 { [0, 1] } else { [1, 0] } {
                let view = if which == 0 { kg.view() } else { kg.view().known_by(known).unwrap() };
                let start = Instant::now();
                let count = scan(&view);
                took[which] = start.elapsed().as_secs_f64() * 1e3;
                assert_eq!(count, if which == 0 { facts } else { expected });
                best[which] = best[which].min(took[which]);
            }
            ratios.push(took[1] / took[0]);
        }
        ratios.sort_by(f64::total_cmp);
        let median = ratios[ratios.len() / 2];
        println!("scan {:.2} ms, known_by with {name} {:.2} ms, ratio {median:.3}", best[0], best[1]);
    }

    println!("history: {:.2} bytes a fact that never changed", kg.history_bytes() as f64 / facts as f64);
    let start = Instant::now();
    let copy = black_box(kg.clone());
    let cloned = start.elapsed();
    drop(copy);
    let start = Instant::now();
    let then = black_box(kg.as_known(half).unwrap());
    println!("as_known by half: {:?}, a clone: {cloned:?}", start.elapsed());
    assert_eq!(then.fact_count(), facts / 2);
}

/// Every fact of a view, each read by its time.
fn scan(view: &View<'_>) -> usize {
    view.all_facts().filter(|fact| !black_box(fact.when()).is_unstated()).count()
}

fn stamp(transaction: u32) -> Stamp {
    Stamp::from_microseconds(1_700_000_000_000_000 + i64::from(transaction) * 1_000_000).unwrap()
}

/// A graph of so many transactions with so many facts each, between 1,000 persons and 200 states.
fn recorded(transactions: u32, each: u32) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let persons: Vec<_> = (0..1_000).map(|n| kg.add(Person, format!("person {n}")).unwrap()).collect();
    let states: Vec<_> = (0..200).map(|n| kg.add(State, format!("state {n}")).unwrap()).collect();
    let mut dice: u64 = 1991;
    let mut below = |bound: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % bound
    };
    for n in 1..=transactions {
        kg.at(stamp(n)).unwrap().by("desk");
        for _ in 0..each {
            let (person, state, day) = (persons[below(1_000)], states[below(200)], below(20_000));
            let day = chancery::Day::from_epoch_days(i64::try_from(day).unwrap()).unwrap();
            kg.assert(fact(person, Visits, state).on(day)).unwrap();
        }
    }
    kg
}
