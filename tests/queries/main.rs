//! Guards joins: every operator of a query, against nested loops over a vector of the recorded facts. On random
//! schemas, graphs, views and queries, with retracted, planned, parallel and symmetric facts, with entities that were
//! merged and parted; and on one graph between many changes, so that lists of all states are asked.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![expect(unreachable_pub, reason = "each file of the test uses what the others have")]

mod ask;
mod build;
mod by_hand;
mod counted;
mod counted_patterns;
mod dated;
mod explained;
mod ldbc;
mod limits;
mod orders;
#[path = "../outside/mod.rs"]
mod outside;
mod recipes;
mod refused;
mod seen;
mod settled;
mod slow;
mod spec;
#[cfg(feature = "cypher")]
mod text;
mod triangles;
mod world;

use std::collections::BTreeMap;

use chancery::KnowledgeGraph;
use proptest::prelude::*;

use self::{
    ask::{Skipped, compare},
    seen::Seen,
    slow::Facts,
    spec::Asked,
    world::{Tape, World, failed},
};

/// Compares one query of one view of one graph. Returns the number of rows.
fn once(bytes: &[u8]) -> Result<usize, Skipped> {
    let mut tape = Tape::new(bytes);
    // The query comes first: what uses up the bytes is the graph.
    let (asked, seen) = (Asked::of(&mut tape), Seen::of(&mut tape));
    let size = 30 + tape.next(80);
    let world = World::of(&mut tape, size);
    let view = seen.view(&world);
    compare(&Facts::new(&world, &seen, &view), &view, &asked)
}

/// Asks all of all.
fn ask_all(world: &World, seen: &[Seen], asked: &[Asked]) -> usize {
    let mut answered = 0;
    assert_eq!(world.kg.violations(), []);
    for seen in seen {
        let view = seen.view(world);
        let facts = Facts::new(world, seen, &view);
        answered += asked.iter().filter(|asked| compare(&facts, &view, asked).is_ok_and(|rows| rows > 0)).count();
    }
    answered
}

/// One change of a graph.
fn step(world: &mut World, tape: &mut Tape<'_>, most: usize) {
    match tape.next(14) {
        0..=2 => (0..=tape.next(8)).for_each(|_| world.fact(tape)),
        3 => {
            let count = 1 + tape.next(most);
            world.load(tape, count);
        }
        4 => {
            let count = 1 + tape.next(most / 2);
            world.single(tape, count);
        }
        5 | 6 => (0..=tape.next(4)).for_each(|_| world.retract(tape)),
        7 => (0..=tape.next(3)).for_each(|_| world.resolve(tape)),
        8 => world.merge(tape),
        9 => world.unmerge(tape),
        10 => match tape.next(3) {
            0 => world.narrow(tape),
            1 => world.entity(tape),
            _ => world.claim(tape),
        },
        11 => world.at(tape),
        12 => undone(world, tape, most),
        _ => world.purge(tape),
    }
}

/// Some changes that are taken back.
fn undone(world: &mut World, tape: &mut Tape<'_>, most: usize) {
    let before = world.record.clone();
    let empty = KnowledgeGraph::new(chancery::Schema::new());
    let mut kg = std::mem::replace(&mut world.kg, empty);
    let done = kg.atomically(|kg| {
        std::mem::swap(kg, &mut world.kg);
        (0..=tape.next(4)).for_each(|_| step(world, tape, most));
        std::mem::swap(kg, &mut world.kg);
        Err::<(), _>(failed())
    });
    assert!(done.is_err());
    (world.kg, world.record) = (kg, before);
}

/// What a graph, a view and a query are made from. Short ones are frequent.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..1500)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_query_answers_as_nested_loops_do(bytes in bytes()) {
        let _ = once(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Between inserts, loads, retractions, merges, and what was taken back.
    #[test]
    fn queries_answer_whatever_was_done_before(bytes in prop::collection::vec(any::<u8>(), 0..1800)) {
        let mut tape = Tape::new(&bytes);
        let asked: Vec<_> = (0..3).map(|_| Asked::of(&mut tape)).collect();
        let seen = [Seen::default(), Seen::of(&mut tape)];
        let mut world = World::new(&mut tape);
        for _ in 0..10 {
            step(&mut world, &mut tape, 24);
            ask_all(&world, &seen, &asked);
        }
    }

    /// A graph loaded in bulk answers as one that was recorded fact by fact, and in the same order.
    #[test]
    fn a_load_answers_as_single_calls_do(seed: u64, parts in prop::collection::vec(1usize..90, 1..4)) {
        let build = |load: bool| {
            let mut tape = Tape::seeded(seed);
            let mut world = World::new(&mut tape);
            for part in &parts {
                if load { world.load(&mut tape, *part) } else { world.single(&mut tape, *part) }
                world.retract(&mut tape);
                world.merge(&mut tape);
            }
            (world, tape)
        };
        let ((loaded, mut tape), (single, _)) = (build(true), build(false));
        prop_assert_eq!(loaded.record.facts.len(), single.record.facts.len());
        for _ in 0..4 {
            let (seen, asked) = (Seen::of(&mut tape), Asked::of(&mut tape));
            let found = |world: &World| ask::found(world, &seen, &asked);
            prop_assert_eq!(found(&loaded), found(&single));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// The same where facts crowd at two entities, in lists of several pieces.
    #[test]
    fn queries_of_crowds_answer_whatever_was_done_before(seed: u64) {
        let mut tape = Tape::seeded(seed);
        let mut world = World::crowded(&mut tape);
        let first = 100 + tape.next(600);
        if tape.one_in(2) {
            world.load(&mut tape, first);
        } else {
            world.single(&mut tape, first);
        }
        for _ in 0..4 {
            let asked: Vec<_> = (0..4).map(|_| Asked::small(&mut tape)).collect();
            ask_all(&world, &[Seen::default(), Seen::of(&mut tape)], &asked);
            step(&mut world, &mut tape, 120);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    /// Facts that share ends, with conditions on their times, where each is tried with many others: so they are found
    /// in the order of time.
    #[test]
    fn joins_by_time_answer_as_nested_loops_do(seed: u64) {
        let mut tape = Tape::seeded(seed);
        let mut world = World::crowded(&mut tape);
        let count = 30 + tape.next(80);
        if tape.one_in(2) {
            world.load(&mut tape, count);
        } else {
            world.single(&mut tape, count);
        }
        for _ in 0..2 {
            let asked: Vec<_> = (0..6).map(|_| Asked::timely(&mut tape)).collect();
            ask_all(&world, &[Seen::default(), Seen::of(&mut tape)], &asked);
            step(&mut world, &mut tape, 24);
        }
    }
}

fn dice() -> impl FnMut() -> u8 {
    let mut seed = 1991_u64;
    move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((seed >> 33) & 255).unwrap()
    }
}

/// The queries of the tests above are worth asking: most are valid and compared, and many have rows.
#[test]
fn most_random_queries_are_valid() {
    let mut byte = dice();
    let cases = 500;
    let (mut compared, mut with_rows, mut large) = (0, 0, 0);
    let mut invalid: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..cases {
        let bytes: Vec<u8> = (0..1500).map(|_| byte()).collect();
        match once(&bytes) {
            Ok(rows) => {
                compared += 1;
                with_rows += usize::from(rows > 0);
            }
            Err(Skipped::Large) => large += 1,
            Err(Skipped::Invalid(why)) => *invalid.entry(why).or_default() += 1,
        }
    }
    println!("{compared} of {cases} are compared, {large} have too many rows, and {with_rows} have rows");
    assert!(compared * 10 > cases * 6 && with_rows * 6 > cases, "{compared}, {with_rows} with rows: {invalid:#?}");
}
