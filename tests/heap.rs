//! What a graph says that it holds in memory, against what must be there. Guards against a table that is left out of the sum.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, Person, State, VisitKind, Visits},
    entity, fact,
};

const FACTS: usize = 20_000;

/// A graph of so many visits, each with what is built on it.
fn bytes(with: impl Fn(&mut KnowledgeGraph, usize, chancery::Id<Person>, chancery::Id<State>)) -> usize {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("s")).unwrap();
    let people: Vec<_> =
        (0..100).map(|n| kg.add(Person, entity(format!("P{n}")).key(format!("p{n}"))).unwrap()).collect();
    let states: Vec<_> = (0..50).map(|n| kg.add(State, format!("S{n}")).unwrap()).collect();
    for n in 0..FACTS {
        with(&mut kg, n, people[n % 100], states[n / 100 % 50]);
    }
    assert_eq!(kg.fact_count(), FACTS);
    kg.heap_bytes()
}

#[test]
fn each_part_counts() {
    let empty = KnowledgeGraph::new(diplomacy::schema()).heap_bytes();
    assert!(empty < 4_096, "{empty}");
    let plain = bytes(|kg, _, p, s| _ = kg.assert(fact(p, Visits, s)).unwrap());
    // 32 are the edge and its record, 16 the entries at both ends, 4 the relation's own list.
    assert!((52 * FACTS..160 * FACTS).contains(&plain), "{plain}");
    let more = |what: &str, least: usize, other: usize| {
        assert!(other >= plain + least * FACTS, "{what}: {} a fact", (other - plain) / FACTS);
        assert!(other <= plain + 8 * least * FACTS, "{what}: {} a fact", (other - plain) / FACTS);
    };
    more("claims", 40, bytes(|kg, _, p, s| _ = kg.assert(fact(p, Visits, s).source("s")).unwrap()));
    more("reasons", 40, bytes(|kg, _, p, s| _ = kg.assert(fact(p, Visits, s).source("s").inferred("why")).unwrap()));
    more("keys", 40, bytes(|kg, n, p, s| _ = kg.assert(fact(p, Visits, s).key(format!("visit-{n}"))).unwrap()));
    more("roles", 40, bytes(|kg, _, p, s| _ = kg.assert(fact(p, Visits, s).with(VisitKind, "state")).unwrap()));
    let values = |kg: &mut KnowledgeGraph, n: usize, p, s| {
        _ = kg.assert(fact(p, Visits, s).with(VisitKind, format!("kind {n}"))).unwrap();
    };
    more("values", 60, bytes(values));
}
