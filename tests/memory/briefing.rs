//! What a briefing takes: as much as it shows, however many facts there are. Guards against a section that first lists all.

use chancery::{KnowledgeGraph, Source, diplomacy, entity, fact};

use super::measured;

/// So many visits of fifty states, with sources, speakers, reasons, plans and disputes.
fn graph(visits: usize) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let sources = ["one", "two", "three"].map(|key| kg.add_source(Source::new(key)).unwrap());
    let states: Vec<_> = (0..50).map(|n| kg.add("state", entity(format!("State {n}"))).unwrap()).collect();
    let people: Vec<_> = (0..200).map(|n| kg.add("person", entity(format!("Person {n}"))).unwrap()).collect();
    for n in 0..visits {
        let visit =
            fact(people[n % 200], "visits", states[n / 7 % 50]).on(format!("{}-{:02}", 1900 + n % 100, 1 + n % 12));
        let visit = if n % 3 == 0 { visit.planned() } else { visit };
        let visit = visit.source(sources[n % 3]).said_by(people[n % 11]).inferred(format!("reason {}", n % 5));
        let visit = if n % 2 == 0 { visit.source(sources[(n + 1) % 3]).disputes() } else { visit };
        kg.assert(visit).unwrap();
    }
    kg
}

#[test]
fn a_briefing_takes_memory_for_what_it_shows() {
    let taken = [2_000, 40_000].map(|visits| {
        let kg = graph(visits);
        let (bytes, whole) = measured(|| kg.view().briefing().most(20).whole().finish());
        assert_eq!(whole.sections.len(), 8);
        let (on, _) = measured(|| kg.view().briefing().most(20).on("1950").unwrap().finish());
        (bytes, on)
    });
    let [(few, few_on), (many, many_on)] = taken;
    // The facts of one entity are listed to find those that say what it is: 12 bytes each, up to three times while the
    // lists grow. A list of all facts would take ten times this.
    let of_an_entity = 40_000 / 50 * 40;
    assert!(many < few * 3 / 2 + of_an_entity, "{few} bytes for 2,000 facts, {many} for 40,000");
    assert!(many_on < few_on * 3 / 2, "{few_on} bytes for 2,000 facts, {many_on} for 40,000");
}
