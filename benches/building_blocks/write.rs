//! Writing: entities and facts into a fresh graph, 1,000 an iteration. The column `items/s` counts single ones.

use std::collections::HashMap;

use chancery::{
    Id, KnowledgeGraph, Source,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits},
    fact,
    petgraph::graph::{DiGraph, NodeIndex},
};
use divan::{Bencher, counter::ItemsCount};

use crate::generated::{Dice, HandFact, HandRelation};

const COUNT: u32 = 1_000;
const WORDS: &str = "the first official visit";

fn names() -> Vec<String> {
    (0..COUNT).map(|n| format!("Person Number {n}")).collect()
}

/// A graph with a person and two states, and a source of 3,000 characters that has the words once.
fn graph() -> (KnowledgeGraph, Id<Person>, Id<State>, Id<State>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let text = format!("{}{WORDS}{}", "Talk of other matters. ".repeat(65), " More of the same kind.".repeat(65));
    kg.add_source(Source::new("report").text(text)).unwrap();
    let person = kg.add(Person, "Kassym-Jomart Tokayev").unwrap();
    let (from, to) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    (kg, person, from, to)
}

/// Entities by name: a key is made of each, and the name folded for look-ups. Baseline: [`add_by_hand`].
#[divan::bench]
fn add(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| (KnowledgeGraph::new(diplomacy::schema()), names()))
        .counter(ItemsCount::new(COUNT))
        .bench_local_values(|(mut kg, names)| {
            for name in names {
                kg.add(Person, name).unwrap();
            }
            kg
        });
}

/// The same names as nodes of a petgraph graph, with a map from name to node.
#[divan::bench]
fn add_by_hand(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(names).counter(ItemsCount::new(COUNT)).bench_local_values(|names| {
        let (mut graph, mut keys) = (DiGraph::<String, HandFact>::new(), HashMap::new());
        for name in names {
            let node = graph.add_node(name.clone());
            keys.insert(name, node);
        }
        (graph, keys)
    });
}

/// Facts of two ends and a date, by ids. Baseline: [`assert_by_hand`].
#[divan::bench]
fn assert_plain(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| (graph(), Dice::new())).counter(ItemsCount::new(COUNT)).bench_local_values(
        |((mut kg, person, _, state), mut dice)| {
            for _ in 0..COUNT {
                kg.assert(fact(person, Visits, state).on(dice.day())).unwrap();
            }
            kg
        },
    );
}

/// The same as edges of a petgraph graph; nothing is checked.
#[divan::bench]
fn assert_by_hand(bencher: Bencher<'_, '_>) {
    let start = || {
        let mut graph = DiGraph::<String, HandFact>::new();
        for n in 0..3 {
            graph.add_node(n.to_string());
        }
        (graph, Dice::new())
    };
    bencher.with_inputs(start).counter(ItemsCount::new(COUNT)).bench_local_values(|(mut graph, mut dice)| {
        for _ in 0..COUNT {
            let fact = HandFact { relation: HandRelation::Visits, day: dice.day() };
            graph.add_edge(NodeIndex::new(0), NodeIndex::new(2), fact);
        }
        graph
    });
}

/// Facts with a required role. Baseline: [`assert_plain`].
#[divan::bench]
fn assert_with_role(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| (graph(), Dice::new())).counter(ItemsCount::new(COUNT)).bench_local_values(
        |((mut kg, person, from, to), mut dice)| {
            for _ in 0..COUNT {
                kg.assert(fact(person, AmbassadorOf, from).with(AccreditedTo, to).as_of(dice.day())).unwrap();
            }
            kg
        },
    );
}

/// Facts with a source and a quote, which is looked for in a text of 3,000 characters. Baseline: [`assert_plain`].
#[divan::bench]
fn assert_with_quote(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| (graph(), Dice::new())).counter(ItemsCount::new(COUNT)).bench_local_values(
        |((mut kg, person, _, state), mut dice)| {
            let report = kg.source("report").unwrap();
            for _ in 0..COUNT {
                kg.assert(fact(person, Visits, state).on(dice.day()).cite(report, WORDS)).unwrap();
            }
            kg
        },
    );
}

/// Facts with all ends and the relation as texts, as a file gives them. Baseline: [`assert_plain`].
#[divan::bench]
fn assert_by_key(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| (graph().0, Dice::new())).counter(ItemsCount::new(COUNT)).bench_local_values(
        |(mut kg, mut dice)| {
            for _ in 0..COUNT {
                kg.assert(fact("kassym-jomart-tokayev", "visits", "pakistan").on(dice.day())).unwrap();
            }
            kg
        },
    );
}
