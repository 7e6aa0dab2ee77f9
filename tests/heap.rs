//! What a graph says that it holds in memory, against what must be there. Guards against a table that is left out of the sum,
//! and against a fact that grows unnoticed.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::fmt::Write;

use chancery::{
    KnowledgeGraph, Schema, Source,
    diplomacy::{self, Person, State, VisitKind, Visits},
    entity, fact,
    notation::Reader,
};

const FACTS: usize = 20_000;

type Ends = (chancery::Id<Person>, chancery::Id<State>);

/// A graph of so many visits, recorded by `record` from the ends of each.
fn bytes(record: impl FnOnce(&mut KnowledgeGraph, &dyn Fn(usize) -> Ends)) -> usize {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("s")).unwrap();
    let people: Vec<_> =
        (0..100).map(|n| kg.add(Person, entity(format!("P{n}")).key(format!("p{n}"))).unwrap()).collect();
    let states: Vec<_> = (0..50).map(|n| kg.add(State, format!("S{n}")).unwrap()).collect();
    record(&mut kg, &|n| (people[n % 100], states[n / 100 % 50]));
    assert_eq!(kg.fact_count(), FACTS);
    kg.heap_bytes()
}

/// The same, one by one, each with what is built on it.
fn one_by_one(with: impl Fn(&mut KnowledgeGraph, usize, Ends)) -> usize {
    bytes(|kg, ends| (0..FACTS).for_each(|n| with(kg, n, ends(n))))
}

/// Whether so many bytes are as many a fact as expected, to one in twenty.
#[track_caller]
fn a_fact(what: &str, bytes: usize, expected: usize) {
    let (least, most) = (expected * FACTS * 19 / 20, expected * FACTS * 21 / 20);
    assert!((least..=most).contains(&bytes), "{what}: {} bytes a fact, not {expected}", bytes / FACTS);
}

#[test]
fn each_part_counts() {
    let empty = KnowledgeGraph::new(diplomacy::schema()).heap_bytes();
    assert!(empty < 256, "{empty}");
    // 28 bytes are the edge with its record, 8 each way the columns of both ends, 6 the list of the relation by number and
    // time, 4 the times at each state, which has more than 256 facts. The rest is people, states, and their groups.
    let loaded = bytes(|kg, ends| {
        let visits = (0..FACTS).map(ends).map(|(person, state)| fact(person, Visits, state));
        kg.assert_all(visits).unwrap();
    });
    a_fact("loaded", loaded, 57);
    let mut file = String::new();
    (0..FACTS).for_each(|n| writeln!(file, "p{} visits s{}", n % 100, n / 100 % 50).unwrap());
    let read = bytes(|kg, _| Reader::new(Schema::new()).add_to(kg, &file).unwrap());
    a_fact("read from a file", read, 57);
    // One by one, groups are lists with room for more, and so is the table of edges.
    let plain = one_by_one(|kg, _, (p, s)| _ = kg.assert(fact(p, Visits, s)).unwrap());
    a_fact("one by one", plain, 121);

    let more = |what: &str, expected, with: &dyn Fn(&mut KnowledgeGraph, usize, Ends)| {
        a_fact(what, one_by_one(with) - plain, expected);
    };
    // A detail of 36 bytes with its fact and link, and a claim of 28; both tables have room for an eighth more.
    more("claims", 79, &|kg, _, (p, s)| _ = kg.assert(fact(p, Visits, s).source("s")).unwrap());
    // 24 bytes more, the reason and where it ends.
    more("reasons", 116, &|kg, _, (p, s)| _ = kg.assert(fact(p, Visits, s).source("s").inferred("why")).unwrap());
    more("keys", 76, &|kg, n, (p, s)| _ = kg.assert(fact(p, Visits, s).key(format!("visit-{n}"))).unwrap());
    more("roles", 85, &|kg, _, (p, s)| _ = kg.assert(fact(p, Visits, s).with(VisitKind, "state")).unwrap());
    more("values", 219, &|kg, n, (p, s)| {
        _ = kg.assert(fact(p, Visits, s).with(VisitKind, format!("kind {n}"))).unwrap();
    });
}
