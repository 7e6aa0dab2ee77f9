//! Guards joins: every operator of a query, beside nested loops over a vector of the facts that the view shows. On random
//! schemas, graphs, views and queries, with retracted, planned, parallel and symmetric facts.
#![allow(unreachable_pub, reason = "each file of the test uses what the others have")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod spec;
mod world;

use chancery::{
    Truth,
    query::{Count, maybe},
};
use proptest::prelude::*;
use spec::{Asked, Env, Place, Slow};
use world::{Tape, World};

/// What is found: per row the nodes, the facts, and the truth.
type Found = Vec<(Truth, Vec<Option<u32>>, Vec<Option<u32>>)>;

/// Asks both; nothing if the query is refused.
fn compare(bytes: &[u8]) -> Option<usize> {
    let mut tape = Tape(bytes);
    let size = 20 + tape.next(60);
    let world = World::of(&mut tape, size);
    let (view, certain, assumes) = world.view(&mut tape);
    let asked = Asked::of(&mut tape);
    let (query, nodes, facts) = asked.tell(&world, &view);
    let used = asked.shown();
    let shown: Vec<_> = nodes
        .iter()
        .enumerate()
        .filter(|(n, _)| used.contains(&Place::Node(*n)))
        .map(|(n, var)| (n, maybe(*var)))
        .collect();
    let shown_facts: Vec<_> = facts
        .iter()
        .enumerate()
        .filter(|(n, _)| used.contains(&Place::Fact(*n)))
        .map(|(n, var)| (n, maybe(*var)))
        .collect();
    let columns = || {
        (
            shown.iter().map(|(_, var)| *var).collect::<Vec<_>>(),
            shown_facts.iter().map(|(_, var)| *var).collect::<Vec<_>>(),
        )
    };
    let rows = query.select(columns()).rows().ok()?;
    let read = |(nodes, facts): (Vec<Option<chancery::Id<chancery::Any>>>, Vec<Option<chancery::FactRef<'_>>>)| {
        (
            nodes.iter().map(|id| id.map(chancery::Id::index)).collect::<Vec<_>>(),
            facts.iter().map(|fact| fact.map(|f| f.id().index())).collect::<Vec<_>>(),
        )
    };
    let found: Found = rows
        .iter()
        .map(|row| {
            let (nodes, facts) = read(row.values());
            (row.truth(), nodes, facts)
        })
        .collect();

    let least = if certain { Truth::Yes } else { Truth::Possibly };
    let slow = Slow::new(&asked, &world, &view, assumes);
    let cells = |env: &Env, truth: Truth| {
        let nodes: Vec<_> = shown.iter().map(|(n, _)| env.get(&Place::Node(*n)).copied()).collect();
        let facts: Vec<_> = shown_facts.iter().map(|(n, _)| env.get(&Place::Fact(*n)).copied()).collect();
        (truth, nodes, facts)
    };
    let mut wanted: Found = slow
        .answers()
        .iter()
        .filter(|(_, truth)| truth.is_no() || *truth >= least)
        .map(|(env, truth)| cells(env, *truth))
        .collect();
    // Certain ones first, then as recorded; what is missing last.
    let order = |cells: &Vec<Option<u32>>| cells.iter().map(|cell| cell.unwrap_or(u32::MAX)).collect::<Vec<_>>();
    wanted.sort_by_key(|(truth, nodes, facts)| (std::cmp::Reverse(*truth), order(nodes), order(facts)));
    assert_eq!(found, wanted, "{:#?}\n{:?}", asked.block, asked.nodes);

    let mut counted = Count::default();
    for (truth, ..) in &wanted {
        match truth {
            Truth::Yes => counted.certain += 1,
            Truth::Possibly => counted.possible += 1,
            Truth::No => counted.denied += 1,
        }
    }
    assert_eq!(query.count().unwrap(), counted, "count of {:#?}\n{:?}", asked.block, asked.nodes);
    assert_eq!(query.ask().unwrap(), wanted.iter().map(|(truth, ..)| *truth).max().unwrap_or(Truth::No));

    let mut visited: Found = Vec::new();
    query
        .select(columns())
        .visit(|row| {
            let (nodes, facts) = read(row.values());
            visited.push((row.truth(), nodes, facts));
        })
        .unwrap();
    visited.sort_by_key(|(truth, nodes, facts)| (std::cmp::Reverse(*truth), order(nodes), order(facts)));
    assert_eq!(visited, wanted);

    // Of all nodes together, each combination once.
    let nodes_only: Vec<_> = shown.iter().map(|(_, var)| *var).collect();
    let mut combinations: Vec<_> =
        wanted.iter().map(|(truth, nodes, _)| (nodes.clone(), std::cmp::Reverse(*truth))).collect();
    combinations.sort();
    combinations.dedup_by(|b, a| a.0 == b.0);
    let counted = query.select(nodes_only).distinct().count().unwrap();
    let of = |wanted: Truth| combinations.iter().filter(|(_, truth)| truth.0 == wanted).count() as u64;
    assert_eq!(
        (counted.certain, counted.possible, counted.denied),
        (of(Truth::Yes), of(Truth::Possibly), of(Truth::No)),
        "{:#?}",
        asked.block
    );

    if let Some((_, first)) = shown.first() {
        compare_first(&query, *first, &wanted);
        let limited = query.select(columns()).limit(3).rows().unwrap();
        assert_eq!(limited.len(), wanted.len().min(3));
    }
    Some(wanted.len())
}

/// Of the first variable alone: each value once, and how often.
fn compare_first(query: &chancery::Query<'_>, first: chancery::query::Maybe<chancery::query::Var>, wanted: &Found) {
    let only = |found: &Found| found.iter().map(|(truth, nodes, _)| (nodes[0], *truth)).collect::<Vec<_>>();
    let mut once: std::collections::BTreeMap<u32, (Truth, u64)> = std::collections::BTreeMap::new();
    for (node, truth) in only(wanted) {
        let entry = once.entry(node.unwrap_or(u32::MAX)).or_insert((truth, 0));
        *entry = (entry.0 | truth, entry.1 + 1);
    }
    let distinct = query.select(first).distinct().rows().unwrap();
    let mut told: Vec<_> =
        distinct.iter().map(|row| (row.values().map_or(u32::MAX, chancery::Id::index), row.truth())).collect();
    told.sort_unstable();
    assert_eq!(told, once.iter().map(|(node, (truth, _))| (*node, *truth)).collect::<Vec<_>>());
    let counts = query.select(first).counts().unwrap();
    let counts: Vec<_> =
        counts.values().map(|(id, count)| (id.map_or(u32::MAX, chancery::Id::index), count.total())).collect();
    assert_eq!(counts, once.iter().map(|(node, (_, count))| (*node, *count)).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_query_answers_as_nested_loops_do(bytes in prop::collection::vec(any::<u8>(), 0..1500)) {
        compare(&bytes);
    }
}

/// The queries of the test above are worth asking: most are accepted, and many have answers.
#[test]
fn most_random_queries_are_asked() {
    let mut seed = 1991_u64;
    let mut byte = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((seed >> 33) & 255).unwrap()
    };
    let (mut asked, mut answered) = (0, 0);
    let cases = 1500;
    for _ in 0..cases {
        let bytes: Vec<u8> = (0..1500).map(|_| byte()).collect();
        if let Some(rows) = compare(&bytes) {
            asked += 1;
            answered += usize::from(rows > 0);
        }
    }
    assert!(asked * 3 > cases && answered * 12 > cases, "{asked} asked and {answered} answered of {cases}");
}
