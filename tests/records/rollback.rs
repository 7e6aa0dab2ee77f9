//! A transaction that fails anywhere leaves no trace: random edits, one of them bad, with other transactions in and around
//! them. Guards against an undo that forgets an index, and against one that takes away what was there before.

use crate::observe::observed;
use chancery::{
    Error, ErrorKind, KnowledgeGraph, Source,
    diplomacy::{self, AccreditedTo, AmbassadorOf},
    entity, fact,
    model::{Claim, FactId, Modality, Resolution, Transaction},
};
use proptest::prelude::*;

/// One call. The numbers pick among what there is; where there is nothing to pick, the call is left out.
#[derive(Clone, Debug)]
enum Edit {
    Add(u8),
    Upsert(u8, u8),
    Alias(u8, u8),
    Visit(u8, u8, u8),
    Once(u8, u8),
    Post(u8, u8),
    OfFact(u8, u8),
    Learn(u8, u8),
    Claim(u8, u8),
    Retract(u8),
    Resolve(u8, u8),
    Narrow(u8, u8),
    Source(u8),
    At(u8),
    Begin,
    /// Several calls as one, which may fail by itself.
    Inner(Vec<Edit>, bool),
}

fn edit() -> impl Strategy<Value = Edit> {
    let n = || any::<u8>();
    let leaf = prop_oneof![
        n().prop_map(Edit::Add),
        (n(), n()).prop_map(|(a, b)| Edit::Upsert(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::Alias(a, b)),
        (n(), n(), n()).prop_map(|(a, b, c)| Edit::Visit(a, b, c)),
        (n(), n()).prop_map(|(a, b)| Edit::Once(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::Post(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::OfFact(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::Learn(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::Claim(a, b)),
        n().prop_map(Edit::Retract),
        (n(), n()).prop_map(|(a, b)| Edit::Resolve(a, b)),
        (n(), n()).prop_map(|(a, b)| Edit::Narrow(a, b)),
        n().prop_map(Edit::Source),
        n().prop_map(Edit::At),
        Just(Edit::Begin),
    ];
    leaf.prop_recursive(2, 24, 6, |inner| {
        (prop::collection::vec(inner, 0..6), any::<bool>()).prop_map(|(edits, fails)| Edit::Inner(edits, fails))
    })
}

const PLACES: [&str; 3] = ["kazakhstan", "pakistan", "islamabad"];
const NAMES: [&str; 4] = ["Islamic Republic", "ISLAMIC republic", "Исламабад", "Land"];

fn start() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.add("person", entity("Tokayev").key("p0")).unwrap();
    kg.add("agent", entity("Somebody").key("p1")).unwrap();
    kg.add("state", "Kazakhstan").unwrap();
    kg.add("state", "Pakistan").unwrap();
    kg.add("city", "Islamabad").unwrap();
    kg.add_source(Source::new("s0").text("He comes. He comes again.")).unwrap();
    kg.assert(fact("p0", "visits", "islamabad").on("2026-02").planned().cite("s0", "comes again")).unwrap();
    kg.assert(fact("pakistan", "also-known-as", "Islamic Republic")).unwrap();
    kg
}

fn known(kg: &KnowledgeGraph, by: u8) -> FactId {
    let all: Vec<_> =
        kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved().all_facts().map(|f| f.id()).collect();
    all[usize::from(by) % all.len()]
}

fn place(by: u8) -> &'static str {
    PLACES[usize::from(by) % PLACES.len()]
}

/// Makes a call. What it may refuse by itself is no failure here: it changed nothing.
fn make(kg: &mut KnowledgeGraph, edit: &Edit) {
    let before = observed(kg);
    let done: Result<(), Error> = match edit {
        Edit::Add(n) => {
            kg.add("state", entity(format!("Land {}", n % 8)).alias_in("en", NAMES[usize::from(n % 4)])).map(drop)
        }
        Edit::Upsert(kind, n) => kg
            .upsert(
                ["person", "agent", "ministry"][usize::from(kind % 3)],
                entity(NAMES[usize::from(n % 4)]).key(format!("p{}", n % 4)),
            )
            .map(drop),
        Edit::Alias(n, name) => kg.assert(fact(place(*n), "also-known-as", NAMES[usize::from(name % 4)])).map(drop),
        Edit::Visit(n, key, day) => kg
            .assert(
                fact("p0", "visited", place(*n))
                    .on(format!("2026-02-{:02}", day % 28 + 1))
                    .key(format!("v{}", key % 8))
                    .said_by("p0")
                    .cite("s0", "comes again"),
            )
            .map(drop),
        Edit::Once(n, source) => kg
            .assert_once(fact("p0", "visits", place(*n)).on("2026-02").planned().source(format!("s{}", source % 3)))
            .map(drop),
        Edit::Post(n, key) => kg
            .assert(fact("p0", AmbassadorOf, "pakistan").with(AccreditedTo, place(*n)).key(format!("v{}", key % 8)))
            .map(drop),
        Edit::OfFact(n, m) => {
            let (a, b) = (known(kg, *n), known(kg, *m));
            kg.assert(fact(a, "led-to", b).with("seen-by", "p0")).map(drop)
        }
        Edit::Learn(name, role) => kg
            .assert(
                fact("p0", format!("learnt-{}", name % 4).as_str(), "pakistan")
                    .with(format!("as-{}", role % 4).as_str(), "p1"),
            )
            .map(drop),
        Edit::Claim(n, source) => kg.claim(known(kg, *n), Claim::new(format!("s{}", source % 3))).map(drop),
        Edit::Retract(n) => kg.retract(known(kg, *n), if n % 2 == 0 { "wrong" } else { "" }),
        Edit::Resolve(a, b) => kg.resolve(known(kg, *a), Resolution::Refined, known(kg, *b)),
        Edit::Narrow(n, kind) => kg
            .get_entity(["p0", "p1"][usize::from(n % 2)])
            .map_or(Ok(()), |id| kg.narrow(id, ["person", "ministry", "state"][usize::from(kind % 3)]).map(drop)),
        Edit::Source(n) => kg.add_source(Source::new(format!("s{}", n % 4))).map(drop),
        Edit::At(hour) => kg.at(format!("2026-01-24T{:02}:00:00Z", hour % 24)).map(|opened| {
            opened.by("desk");
        }),
        Edit::Begin => kg.begin(Transaction::default()).map(|opened| {
            opened.why("as it comes");
        }),
        Edit::Inner(edits, fails) => kg.atomically(|inner| {
            for edit in edits {
                make(inner, edit);
            }
            if *fails { Err(Error::new(ErrorKind::NoChange, "given up")) } else { Ok(()) }
        }),
    };
    if done.is_err() {
        assert_eq!(observed(kg), before, "{edit:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_failed_transaction_leaves_no_trace(
        first in prop::collection::vec(edit(), 0..8), undone in prop::collection::vec(edit(), 0..12), last in prop::collection::vec(edit(), 0..6),
    ) {
        let mut kg = start();
        for edit in &first {
            make(&mut kg, edit);
        }
        let (mut untouched, before) = (kg.clone(), observed(&kg));
        let failed: Result<(), Error> = kg.atomically(|tx| {
            for edit in &undone {
                make(tx, edit);
            }
            tx.assert(fact("p0", "visits", "nowhere")).map(drop)
        });
        prop_assert_eq!(failed.unwrap_err().kind(), ErrorKind::UnknownEntity);
        prop_assert_eq!(observed(&kg), before);
        // And what comes after comes as if nothing had been.
        for edit in &last {
            make(&mut kg, edit);
            make(&mut untouched, edit);
        }
        prop_assert_eq!(observed(&kg), observed(&untouched));
        // Its history, done again, makes it again.
        let mut again = KnowledgeGraph::new(diplomacy::schema().open());
        for (said, edits) in kg.history() {
            again.begin(said.clone()).unwrap();
            for edit in edits {
                again.apply(&edit).unwrap();
            }
        }
        // One that is open and has recorded nothing is no part of the history.
        if again.transactions().len() < kg.transactions().len() {
            again.begin(kg.transactions().last().unwrap().1.clone()).unwrap();
        }
        prop_assert_eq!(observed(&again), observed(&kg));
    }
}

#[test]
fn a_name_outlives_the_undoing_of_its_twin() {
    let mut kg = start();
    let before = observed(&kg);
    let failed: Result<(), Error> = kg.atomically(|tx| {
        let pakistan = tx.entity("pakistan")?;
        let again = tx.assert(fact("pakistan", "also-known-as", "Islamic Republic"))?;
        let first = tx.view().all_facts().find(|fact| fact.relation_name() == "also-known-as").unwrap().id();
        tx.retract(first, "")?;
        assert_eq!(tx.entities_named("islamic republic"), [pakistan], "the other one still gives it");
        tx.retract(again, "")?;
        assert!(tx.entities_named("islamic republic").is_empty());
        Err(Error::new(ErrorKind::NoChange, "given up"))
    });
    assert!(failed.is_err());
    assert_eq!(observed(&kg), before);
    assert_eq!(kg.entities_named("Islamic Republic").len(), 1);
}

#[test]
fn transactions_opened_in_one_that_fails_are_gone_with_their_words() {
    let mut kg = start();
    kg.at("2026-01-24").unwrap().by("day desk");
    let before = observed(&kg);
    for recorded in [false, true] {
        let failed: Result<(), Error> = kg.atomically(|tx| {
            if recorded {
                tx.add("state", "Iran")?;
            }
            tx.at("2026-01-25")?.by("night desk");
            tx.add("state", "Uzbekistan")?;
            tx.at("2026-01-26")?.why("once more");
            Err(Error::new(ErrorKind::NoChange, "given up"))
        });
        assert!(failed.is_err());
        assert_eq!(observed(&kg), before);
        assert_eq!(kg.transactions().last().unwrap().1.by.as_deref(), Some("day desk"));
    }
    assert!(kg.at("2026-01-24T12:00:00Z").is_ok(), "the later stamps were undone");
}

#[test]
fn a_copy_made_within_calls_is_a_graph_of_its_own() {
    let mut kg = start();
    let mut copy = kg.atomically(|kg| Ok::<_, Error>(kg.clone())).unwrap();
    let fact = copy.view().all_facts().next().unwrap().id();
    copy.purge(fact, "").unwrap();
    assert_eq!(copy.validate(), Ok(()));
}

/// What the calls put in its place is not what was there, and cannot be taken back to it.
#[test]
fn a_graph_that_was_put_in_its_place_is_left_whole() {
    for bulk in [false, true] {
        let mut kg = start();
        kg.at("2026-01-24").unwrap();
        for n in 0..5 {
            kg.add("state", format!("State {n}")).unwrap();
        }
        let (then, before) = (kg.as_known("2026-01-23").unwrap(), kg.node_count());
        let failed: Result<(), Error> = kg.atomically(|kg| {
            kg.add("state", "Oman")?;
            *kg = then.clone();
            kg.add("state", "Iran")?;
            if bulk { kg.bulk(|bulk| bulk.entity("nobody").map(drop)) } else { kg.entity("nobody").map(drop) }
        });
        assert!(failed.is_err());
        assert_eq!(kg.validate(), Ok(()));
        assert!(kg.node_count() < before && kg.get_entity("iran").is_some());
        // It is no part of a call any more.
        let fact = kg.view().all_facts().next().unwrap().id();
        kg.purge(fact, "").unwrap();
    }
}
