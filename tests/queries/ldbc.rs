//! Guards counts against a benchmark's: the Labelled Subgraph Query Benchmark of the LDBC, nine queries with expected
//! counts; and again with ids permuted and a hundredth of the facts retracted, against counts by hand.
#![expect(clippy::cast_possible_truncation, reason = "shared with the benches")]

#[path = "../../benches/joins/lsqb.rs"]
mod lsqb;
#[path = "../../benches/joins/lsqb_by_hand.rs"]
mod lsqb_by_hand;

use std::fs;

use lsqb::Data;
use lsqb_by_hand::Columns;

use crate::outside::outside;

/// The scales that are read: the large one only where code is optimized.
fn scales() -> Vec<(&'static str, Data)> {
    let mut scales = vec!["example", "sf0.003"];
    if !cfg!(debug_assertions) {
        scales.push("sf0.1");
    }
    let there = scales.into_iter().filter(|scale| outside(&format!("lsqb/{scale}")).is_some());
    there.map(|scale| (scale, Data::read(scale).unwrap())).collect()
}

fn expected(scale: &str, query: usize) -> u64 {
    let table = fs::read_to_string(lsqb::folder().join("lsqb/expected.tsv")).unwrap();
    let line = table.lines().find(|line| line.starts_with(&format!("{scale}\t{query}\t"))).unwrap();
    line.rsplit_once('\t').unwrap().1.parse().unwrap()
}

#[test]
fn every_query_has_the_count_that_is_expected() {
    for (scale, data) in scales() {
        let (kg, _) = data.graph().unwrap();
        let loaded = data.loaded().unwrap();
        let columns = Columns::new(&data);
        for query in 1..=9 {
            let wanted = expected(scale, query);
            assert_eq!(columns.count(query), wanted, "by hand, {scale}, query {query}");
            for kg in [&kg, &loaded] {
                let count = lsqb::count(&kg.view(), query).unwrap();
                assert_eq!((count.certain, count.total()), (wanted, wanted), "{scale}, query {query}");
            }
            // Listed one by one, they are as many.
            if scale == "example" {
                let mut rows = 0;
                lsqb::query(&kg.view(), query).select(()).visit(|_| rows += 1).unwrap();
                assert_eq!(rows, wanted, "listed, {scale}, query {query}");
            }
        }
    }
}

/// The next of a row of numbers that look like chance.
fn dice(seed: &mut u64, below: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*seed >> 33) as usize) % below
}

#[test]
fn counts_hold_with_ids_permuted_and_facts_retracted() {
    for (scale, data) in scales() {
        let mut seed = 1648;
        let mut places: Vec<u32> = (0..data.nodes.len() as u32).collect();
        for at in (1..places.len()).rev() {
            places.swap(at, dice(&mut seed, at + 1));
        }
        let mut nodes = data.nodes.clone();
        for (node, place) in data.nodes.iter().zip(&places) {
            nodes[*place as usize] = node.clone();
        }
        let mut edges: Vec<_> = data
            .edges
            .iter()
            .map(|(relation, a, b)| (relation.clone(), places[*a as usize], places[*b as usize]))
            .collect();
        for at in (1..edges.len()).rev() {
            edges.swap(at, dice(&mut seed, at + 1));
        }
        let mut data = Data { nodes, edges };
        let (mut kg, _) = data.graph().unwrap();
        let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.id()).collect();
        let gone: Vec<bool> = facts.iter().map(|_| dice(&mut seed, 100) == 0).collect();
        for (fact, _) in facts.iter().zip(&gone).filter(|(_, gone)| **gone) {
            kg.retract(*fact, "by chance").unwrap();
        }
        let mut gone = gone.into_iter();
        data.edges.retain(|_| !gone.next().unwrap());
        let columns = Columns::new(&data);
        for query in 1..=9 {
            let count = lsqb::count(&kg.view(), query).unwrap();
            assert_eq!(
                (count.certain, count.total()),
                (columns.count(query), columns.count(query)),
                "{scale}, query {query}"
            );
        }
    }
}
