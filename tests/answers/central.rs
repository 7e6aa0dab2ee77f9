//! What is central and what hangs together, against the reference output of LDBC Graphalytics and against the definitions
//! done the slow way. Guards against rank that is lost where no edge leads on, and components that are cut by direction.
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use chancery::{
    ErrorKind, Id, KnowledgeGraph,
    algo::{Components, Degrees, PageRank},
    diplomacy::{self, Met, Person, Praised},
    fact,
    view::Frozen,
};
use proptest::prelude::*;

use crate::outside::outside;

/// A graph of so many nodes with these edges, and its nodes.
fn graph(nodes: usize, edges: &[(usize, usize)]) -> (KnowledgeGraph, Vec<Id<Person>>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let ids: Vec<_> = (0..nodes).map(|n| kg.add(Person, format!("P{n}")).unwrap()).collect();
    for (from, to) in edges {
        kg.assert(fact(ids[*from], Praised, ids[*to])).unwrap();
    }
    (kg, ids)
}

struct Reference {
    vertices: Vec<u64>,
    frozen: Frozen,
    folder: PathBuf,
    name: &'static str,
}

impl Reference {
    fn read(name: &'static str, both_ways: bool) -> Option<Self> {
        let folder = outside("graphalytics")?;
        let text = |end: &str| fs::read_to_string(folder.join(format!("{name}{end}"))).unwrap();
        let vertices: Vec<u64> = text(".v").lines().map(|line| line.trim().parse().unwrap()).collect();
        let place = |vertex: &str| vertices.iter().position(|v| *v == vertex.parse::<u64>().unwrap()).unwrap();
        let mut edges = Vec::new();
        for line in text(".e").lines() {
            let mut words = line.split_whitespace();
            let (from, to) = (place(words.next().unwrap()), place(words.next().unwrap()));
            edges.push((from, to));
            edges.extend(both_ways.then_some((to, from)));
        }
        let frozen = graph(vertices.len(), &edges).0.view().freeze();
        Some(Self { vertices, frozen, folder, name })
    }

    fn values(&self, end: &str) -> Vec<f64> {
        let text = fs::read_to_string(self.folder.join(format!("{}-{end}", self.name))).unwrap();
        let by: BTreeMap<u64, f64> = text
            .lines()
            .map(|line| line.split_once(' ').unwrap())
            .map(|(vertex, value)| (vertex.parse().unwrap(), value.trim().parse().unwrap()))
            .collect();
        self.vertices.iter().map(|vertex| by[vertex]).collect()
    }
}

/// Two rounds at 0.85, as the benchmark's reference output was made.
#[test]
fn ranks_are_those_of_graphalytics() {
    for (name, both_ways) in [("example-directed", false), ("example-undirected", true)] {
        let Some(reference) = Reference::read(name, both_ways) else { return };
        let ranks = PageRank::new().iterations(2).tolerance(0.0).unwrap().of(&reference.frozen);
        for (rank, expected) in ranks.iter().zip(reference.values("PR")) {
            assert!((rank - expected).abs() < 1e-12, "{name}: {rank} {expected}");
        }
    }
}

#[test]
fn components_are_those_of_graphalytics() {
    for (name, both_ways) in [("example-directed", false), ("example-undirected", true)] {
        let Some(reference) = Reference::read(name, both_ways) else { return };
        let parts = Components::of(&reference.frozen);
        let expected = reference.values("WCC");
        for (a, one) in expected.iter().enumerate() {
            for (b, other) in expected.iter().enumerate() {
                let together = (one - other).abs() < 0.5;
                assert_eq!(parts.by_node()[a] == parts.by_node()[b], together, "{name}: {a} {b}");
            }
        }
    }
}

fn edges() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1..9usize).prop_flat_map(|nodes| (Just(nodes), prop::collection::vec((0..nodes, 0..nodes), 0..20)))
}

/// The ranks by one round of the definition after the other, over a matrix.
fn slow_ranks(nodes: usize, edges: &[(usize, usize)], damping: f64, anew: &[f64], rounds: usize) -> Vec<f64> {
    let out = |node: usize| edges.iter().filter(|(from, _)| *from == node).count();
    let goes = |from: usize, to: usize| match out(from) {
        0 => anew[to],
        all => edges.iter().filter(|edge| **edge == (from, to)).count() as f64 / all as f64,
    };
    let mut ranks = anew.to_vec();
    for _ in 0..rounds {
        ranks = (0..nodes)
            .map(|to| {
                (1.0 - damping) * anew[to] + damping * (0..nodes).map(|from| ranks[from] * goes(from, to)).sum::<f64>()
            })
            .collect();
    }
    ranks
}

proptest! {
    #[test]
    fn ranks_by_the_definition(
        (nodes, edges) in edges(), damping in 0.0..=1.0f64, rounds in 0..12usize,
        weights in prop::collection::vec(prop::option::of(0.1..9.0f64), 9),
    ) {
        let (kg, ids) = graph(nodes, &edges);
        let frozen = kg.view().freeze();
        let ranking = PageRank::new().damping(damping).unwrap().iterations(rounds as u32).tolerance(0.0).unwrap();
        let even = vec![1.0 / nodes as f64; nodes];
        let close = |found: &[f64], expected: &[f64]| found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
        let ranks = ranking.of(&frozen);
        prop_assert!(close(&ranks, &slow_ranks(nodes, &edges, damping, &even, rounds)));
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9, "no rank is lost");

        let chosen: Vec<_> = ids.iter().zip(&weights).filter_map(|(id, weight)| Some((*id, (*weight)?))).collect();
        let total: f64 = chosen.iter().map(|(_, weight)| weight).sum();
        let anew = if chosen.is_empty() { even } else {
            ids.iter().map(|id| chosen.iter().find(|(node, _)| node == id).map_or(0.0, |(_, weight)| weight / total)).collect()
        };
        let personal = ranking.personalized(chosen).unwrap().of(&frozen);
        prop_assert!(close(&personal, &slow_ranks(nodes, &edges, damping, &anew, rounds)));
    }

    #[test]
    fn components_and_degrees_by_the_definition((nodes, edges) in edges()) {
        let (kg, _) = graph(nodes, &edges);
        let frozen = kg.view().freeze();
        // Each node gets the least number that it can reach, until nothing changes.
        let mut least: Vec<usize> = (0..nodes).collect();
        for _ in 0..nodes {
            for (a, b) in &edges {
                let low = least[*a].min(least[*b]);
                (least[*a], least[*b]) = (low, low);
            }
        }
        let mut firsts = least.clone();
        firsts.sort_unstable();
        firsts.dedup();
        let parts = Components::of(&frozen);
        prop_assert_eq!(parts.count(), firsts.len());
        for (node, first) in least.iter().enumerate() {
            let expected = firsts.iter().position(|f| f == first).unwrap();
            prop_assert_eq!(parts.by_node()[node], expected as u32);
            prop_assert_eq!(parts.by_node()[node], expected as u32);
            prop_assert_eq!(parts.sizes()[expected] as usize, least.iter().filter(|f| *f == first).count());
        }
        prop_assert_eq!(parts.by_node().len(), nodes);
        // Which nodes are reached from each, until nothing changes.
        let mut reach: Vec<Vec<bool>> = (0..nodes).map(|a| (0..nodes).map(|b| a == b || edges.contains(&(a, b))).collect()).collect();
        for by in 0..nodes {
            for a in 0..nodes {
                for b in 0..nodes {
                    reach[a][b] |= reach[a][by] && reach[by][b];
                }
            }
        }
        let parts = Components::strong(&frozen);
        let of = parts.by_node();
        for (a, reached) in reach.iter().enumerate() {
            let together: Vec<bool> = reached.iter().zip(&reach).map(|(there, back)| *there && back[a]).collect();
            prop_assert_eq!(parts.sizes()[of[a] as usize] as usize, together.iter().filter(|is| **is).count());
            for (b, together) in together.iter().enumerate() {
                prop_assert_eq!(of[a] == of[b], *together);
                prop_assert!(!reached[b] || of[b] <= of[a], "edges lead to lower numbers");
            }
        }
        let degrees = Degrees::of(&frozen);
        for node in 0..nodes {
            let (out, into) = (edges.iter().filter(|(a, _)| *a == node).count(), edges.iter().filter(|(_, b)| *b == node).count());
            prop_assert_eq!((degrees.outgoing()[node] as usize, degrees.incoming()[node] as usize), (out, into));
            prop_assert_eq!(degrees.total()[node] as usize, out + into);
        }
    }
}

proptest! {
    /// Some facts are symmetric, and are written with either end first.
    #[test]
    fn symmetric_facts_count_as_two_edges_whichever_end_was_written_first(
        (nodes, praised) in edges(), met in prop::collection::vec((0..8usize, 0..8usize, any::<bool>()), 0..12),
    ) {
        let (mut kg, ids) = graph(nodes, &praised);
        let mut both_ways = praised;
        for (a, b, swap) in met {
            let (a, b) = (a % nodes, b % nodes);
            let (first, second) = if swap { (b, a) } else { (a, b) };
            kg.assert(fact(ids[first], Met, ids[second])).unwrap();
            both_ways.push((a, b));
            both_ways.extend((a != b).then_some((b, a)));
        }
        let (frozen, expected) = (kg.view().freeze(), graph(nodes, &both_ways).0.view().freeze());
        prop_assert_eq!(Degrees::of(&frozen), Degrees::of(&expected));
        prop_assert_eq!(Components::of(&frozen), Components::of(&expected));
        let (strong, by_definition) = (Components::strong(&frozen), Components::strong(&expected));
        prop_assert_eq!(strong.count(), by_definition.count());
        for a in 0..nodes {
            for b in 0..nodes {
                let together = |parts: &Components| parts.by_node()[a] == parts.by_node()[b];
                prop_assert_eq!(together(&strong), together(&by_definition));
            }
        }
        let ranks = PageRank::new().iterations(20).tolerance(0.0).unwrap().of(&frozen);
        let even = vec![1.0 / nodes as f64; nodes];
        let by_definition = slow_ranks(nodes, &both_ways, 0.85, &even, 20);
        prop_assert!(ranks.iter().zip(&by_definition).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn strong_components_are_those_of_petgraph_in_its_order(
        nodes in 1..200usize, edges in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..400),
    ) {
        let edges: Vec<_> = edges.iter().map(|(a, b)| (a.index(nodes), b.index(nodes))).collect();
        let frozen = graph(nodes, &edges).0.view().freeze();
        let parts = Components::strong(&frozen);
        let theirs = chancery::petgraph::algo::tarjan_scc(&frozen);
        prop_assert_eq!(parts.count(), theirs.len());
        for (number, theirs) in theirs.iter().enumerate() {
            prop_assert_eq!(parts.sizes()[number] as usize, theirs.len());
            prop_assert!(theirs.iter().all(|node| parts.by_node()[node.index()] as usize == number));
        }
    }
}

/// One row, back to its start and not: a search that recurses needs the stack for it.
#[test]
fn strong_components_of_a_long_row() {
    let nodes = 60_000;
    let edges: Vec<_> = (1..nodes).map(|node| (node - 1, node)).collect();
    let (mut kg, ids) = graph(nodes, &edges);
    let parts = Components::strong(&kg.view().freeze());
    assert_eq!(
        (parts.count(), parts.by_node().first().copied(), parts.by_node().last().copied()),
        (nodes, Some(nodes as u32 - 1), Some(0))
    );
    kg.assert(fact(ids[nodes - 1], Praised, ids[0])).unwrap();
    assert_eq!(Components::strong(&kg.view().freeze()).sizes(), [nodes as u32]);
}

#[test]
fn it_ends_when_the_ranks_settle() {
    let (kg, _) = graph(3, &[(0, 1), (1, 2), (2, 0)]);
    let frozen = kg.view().freeze();
    // A circle is settled from the start, so more rounds change nothing.
    assert_eq!(PageRank::new().of(&frozen), PageRank::new().iterations(1).of(&frozen));
    let (kg, _) = graph(4, &[(0, 1), (1, 2), (2, 0), (3, 0)]);
    let frozen = kg.view().freeze();
    let (rough, fine) = (PageRank::new().tolerance(0.5).unwrap().of(&frozen), PageRank::new().of(&frozen));
    let gap: f64 = rough.iter().zip(&fine).map(|(a, b)| (a - b).abs()).sum();
    assert!(gap > 1e-3 && gap < 1.0, "{gap}");
    let exact = slow_ranks(4, &[(0, 1), (1, 2), (2, 0), (3, 0)], 0.85, &[0.25; 4], 1000);
    assert!(fine.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-7));
}

#[test]
fn what_no_ranking_can_be_made_with_is_refused() {
    let refused = |error: chancery::Error| (error.kind(), error.to_string());
    for damping in [-0.1, 1.1, f64::NAN] {
        let (kind, why) = refused(PageRank::new().damping(damping).unwrap_err());
        assert!(kind == ErrorKind::InvalidValue && why.contains("from 0 to 1"), "{why}");
    }
    for tolerance in [-1.0, f64::NAN] {
        assert_eq!(PageRank::new().tolerance(tolerance).unwrap_err().kind(), ErrorKind::InvalidValue);
    }
    let (kg, ids) = graph(2, &[]);
    for weight in [0.0, -1.0, f64::INFINITY, f64::NAN] {
        let (kind, why) = refused(PageRank::new().personalized([(ids[0], weight)]).unwrap_err());
        assert!(kind == ErrorKind::InvalidValue && why.contains("above 0"), "{why}");
    }
    assert!(PageRank::new().of(&graph(0, &[]).0.view().freeze()).is_empty());
    // Of a graph that has none of them it is that of all.
    let elsewhere = graph(3, &[]).1[2];
    assert_eq!(PageRank::new().personalized([(elsewhere, 1.0)]).unwrap().of(&kg.view().freeze()), [0.5, 0.5]);
}

#[test]
fn who_met_is_found_from_both_ends() {
    use chancery::petgraph::algo::{dijkstra, has_path_connecting, tarjan_scc};
    let (mut kg, ids) = graph(3, &[]);
    for (a, b) in [(0, 1), (1, 2)] {
        kg.assert(fact(ids[a], Met, ids[b])).unwrap();
    }
    let view = kg.view();
    let frozen = view.freeze();
    assert_eq!(Components::strong(&frozen).count(), 1);
    assert_eq!((tarjan_scc(&view).len(), tarjan_scc(&frozen).len()), (1, 1));
    assert_eq!(Degrees::of(&frozen).outgoing(), [1, 2, 1]);
    assert_eq!(Degrees::of(&frozen).incoming(), [1, 2, 1]);
    let ranks = PageRank::new().of(&frozen);
    assert!((ranks[0] - ranks[2]).abs() < 1e-9 && ranks[1] > ranks[0]);
    assert!(has_path_connecting(&view, ids[2].any(), ids[0].any(), None));
    // Each of the two facts is a bridge: an undirected graph has it once.
    assert_eq!(chancery::petgraph::algo::bridges::bridges(view.undirected()).count(), 2);
    assert_eq!(chancery::petgraph::algo::bridges::bridges(frozen.undirected()).count(), 2);
    let facts = dijkstra(view.undirected(), ids[2].any(), None, |edge| edge.fact().id().index() + 1);
    assert_eq!(facts[&ids[0].any()], 3);
}

#[test]
fn weights_are_shares_however_great_they_are() {
    let (kg, ids) = graph(3, &[(0, 1), (1, 2)]);
    let frozen = kg.view().freeze();
    let ranks = |weights: &[(usize, f64)]| {
        let weights = weights.iter().map(|(node, weight)| (ids[*node], *weight));
        PageRank::new().personalized(weights).unwrap().of(&frozen)
    };
    for (great, small) in [
        (vec![(0, f64::MAX), (1, f64::MAX)], vec![(0, 1.0), (1, 1.0)]),
        (vec![(0, f64::MAX), (0, f64::MAX)], vec![(0, 1.0)]),
        (vec![(0, f64::MIN_POSITIVE), (1, f64::MIN_POSITIVE)], vec![(0, 1.0), (1, 1.0)]),
    ] {
        let (great, small) = (ranks(&great), ranks(&small));
        assert!((great.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{great:?}");
        assert!(great.iter().zip(&small).all(|(one, other)| (one - other).abs() < 1e-9), "{great:?} {small:?}");
    }
}
