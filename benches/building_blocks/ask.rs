//! Asking 100,000 facts: by an end, on a day, for a chain, and all of them as a petgraph graph.

use std::collections::{HashMap, VecDeque};

use chancery::{
    date,
    diplomacy::Visits,
    petgraph::{Direction, graph::NodeIndex, visit::EdgeRef},
};
use divan::{Bencher, black_box};

use crate::generated::{GENERATED, HandRelation};

/// Who visited a state, by how many facts it has. Baseline: [`facts_to_by_hand`].
#[divan::bench(args = ["state-300", "state-60", "state-0"])]
fn facts_to(bencher: Bencher<'_, '_>, key: &str) {
    let kg = &GENERATED.kg;
    let state = kg.entity(key).unwrap();
    assert_eq!(count(key), by_hand(key), "both count the same");
    bencher.bench_local(|| kg.view().facts(Visits).to(black_box(state)).count().unwrap());
}

/// The same by petgraph: a look-up in the map, the list of edges that lead there, a comparison each.
#[divan::bench(args = ["state-300", "state-60", "state-0"])]
fn facts_to_by_hand(bencher: Bencher<'_, '_>, key: &str) {
    bencher.bench_local(|| by_hand(black_box(key)));
}

fn count(key: &str) -> usize {
    GENERATED.kg.view().facts(Visits).to(GENERATED.kg.entity(key).unwrap()).count().unwrap()
}

fn by_hand(key: &str) -> usize {
    let node = GENERATED.keys[key];
    let edges = GENERATED.hand.edges_directed(node, Direction::Incoming);
    edges.filter(|edge| edge.weight().relation == HandRelation::Visits).count()
}

/// Who visited a state on a day, certain answers apart from possible ones. Baseline: [`on_a_day_by_hand`].
#[divan::bench(args = ["state-300", "state-60", "state-0"])]
fn on_a_day(bencher: Bencher<'_, '_>, key: &str) {
    let (kg, day) = (&GENERATED.kg, date("2001-05-17"));
    let state = kg.entity(key).unwrap();
    bencher.bench_local(|| kg.view().facts(Visits).to(black_box(state)).answer_on(black_box(day)).unwrap());
}

/// The same by petgraph, of days that are known exactly.
#[divan::bench(args = ["state-300", "state-60", "state-0"])]
fn on_a_day_by_hand(bencher: Bencher<'_, '_>, key: &str) {
    let day = "2001-05-17".parse().unwrap();
    bencher.bench_local(|| {
        let edges = GENERATED.hand.edges_directed(GENERATED.keys[black_box(key)], Direction::Incoming);
        let found =
            edges.filter(|edge| edge.weight().relation == HandRelation::Visits && edge.weight().day == black_box(day));
        found.map(|edge| edge.id()).collect::<Vec<_>>()
    });
}

/// The shortest chain of facts between two persons of few facts. Baseline: [`connection_by_hand`].
#[divan::bench(sample_count = 20)]
fn connection(bencher: Bencher<'_, '_>) {
    let (from, to) = GENERATED.ends;
    let steps = GENERATED.kg.view().chains(from, to).shortest().unwrap().map(|chain| chain.len());
    assert_eq!(steps, chain_by_hand(from.index(), to.index()), "both find chains of the same length");
    bencher.bench_local(|| GENERATED.kg.view().chains(black_box(from), black_box(to)).shortest());
}

/// The same by petgraph: a search in breadth along edges in both directions.
#[divan::bench(sample_count = 20)]
fn connection_by_hand(bencher: Bencher<'_, '_>) {
    let (from, to) = GENERATED.ends;
    bencher.bench_local(|| chain_by_hand(black_box(from).index(), black_box(to).index()));
}

fn chain_by_hand(from: u32, to: u32) -> Option<usize> {
    let (start, goal) = (NodeIndex::new(from as usize), NodeIndex::new(to as usize));
    let graph = &GENERATED.hand;
    let mut before: HashMap<NodeIndex, NodeIndex> = HashMap::from([(start, start)]);
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        if node == goal {
            let path = std::iter::successors(Some(goal), |node| Some(before[node]).filter(|_| *node != start));
            return Some(path.count() - 1);
        }
        for next in graph.neighbors_undirected(node) {
            before.entry(next).or_insert_with(|| {
                queue.push_back(next);
                node
            });
        }
    }
    None
}

/// All facts as a petgraph graph with readable weights: each fact is written out with keys. Baseline:
/// [`to_petgraph_by_hand`].
#[divan::bench(sample_count = 10)]
fn to_petgraph(bencher: Bencher<'_, '_>) {
    let kg = &GENERATED.kg;
    bencher.bench_local(|| kg.view().to_petgraph());
}

/// A copy of the graph by hand, whose weights are names and one relation and day a fact.
#[divan::bench(sample_count = 10)]
fn to_petgraph_by_hand(bencher: Bencher<'_, '_>) {
    let hand = &GENERATED.hand;
    bencher.bench_local(|| hand.clone());
}

/// A view: what every question begins with. Baseline: nothing at all.
#[divan::bench]
fn view(bencher: Bencher<'_, '_>) {
    let kg = &GENERATED.kg;
    bencher.bench_local(|| black_box(kg).view());
}

/// An entity by key. Baseline: [`by_key_by_hand`].
#[divan::bench]
fn by_key(bencher: Bencher<'_, '_>) {
    let kg = &GENERATED.kg;
    bencher.bench_local(|| kg.get_entity(black_box("state-60")));
}

/// The same in a `HashMap` of `String`s, with std's keyed hash.
#[divan::bench]
fn by_key_by_hand(bencher: Bencher<'_, '_>) {
    let keys = &GENERATED.keys;
    bencher.bench_local(|| keys.get(black_box("state-60")).copied());
}
