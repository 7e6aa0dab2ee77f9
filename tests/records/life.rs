//! Guards against plans that stay open after their outcome was recorded, and outcomes that overwrite: each word on a matter is
//! kept, linked to the one before, and the last is what a view shows.

use crate::edits::{any_edit, begun};
use crate::observe::refused;
use chancery::{
    ErrorKind, KnowledgeGraph, Source, Truth,
    analysis::Reason,
    base::{AlsoKnownAs, IdentifiedBy, Scheme},
    diplomacy::{self, Met, Person, Recognized, State, VisitKind, Visits},
    entity, fact,
    model::{FactId, Modality, Resolution},
};
use proptest::prelude::*;

fn planned() -> (KnowledgeGraph, FactId) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap().by("desk");
    kg.add_source(Source::new("s")).unwrap();
    kg.add(Person, entity("Tokayev").key("t")).unwrap();
    for key in ["p", "q"] {
        kg.add(State, entity(key.to_uppercase()).key(key)).unwrap();
    }
    let plan = kg.assert(fact("t", Visits, "p").with(VisitKind, "state visit").on("2026-02").planned()).unwrap();
    (kg, plan)
}

#[test]
fn each_outcome_adds_links_and_is_the_last_word() {
    type Call = fn(&mut KnowledgeGraph, FactId) -> FactId;
    let calls: [(Call, Resolution, Modality, usize); 6] = [
        (
            |kg, plan| kg.confirm(plan, kg.again(plan).unwrap().on("2026-02-03")).unwrap(),
            Resolution::Confirmed,
            Modality::Actual,
            1,
        ),
        (
            |kg, plan| kg.postpone(plan, kg.again(plan).unwrap().on("2026-04")).unwrap(),
            Resolution::Postponed,
            Modality::Planned,
            1,
        ),
        (
            |kg, plan| kg.cancel(plan, kg.again(plan).unwrap().source("s")).unwrap(),
            Resolution::Cancelled,
            Modality::Cancelled,
            0,
        ),
        (|kg, plan| kg.deny(plan, kg.again(plan).unwrap()).unwrap(), Resolution::Denied, Modality::Denied, 0),
        (
            |kg, plan| kg.refine(plan, kg.again(plan).unwrap().on("2026-02-03")).unwrap(),
            Resolution::Refined,
            Modality::Planned,
            1,
        ),
        (
            |kg, plan| kg.correct(plan, fact("t", Visits, "q").on("2026-02")).unwrap(),
            Resolution::Corrected,
            Modality::Planned,
            1,
        ),
    ];
    for (call, resolution, modality, shown) in calls {
        let (mut kg, plan) = planned();
        kg.at("2026-02-05").unwrap();
        let last = call(&mut kg, plan);
        kg.validate().unwrap();
        let view = kg.view();
        assert_eq!(kg.fact_ref(last).unwrap().modality(), modality);
        assert_eq!(view.resolution(plan).map(|(how, by)| (how, by.id())), Some((resolution, last)));
        assert_eq!(
            view.resolves(last).iter().map(|(how, of)| (*how, of.id())).collect::<Vec<_>>(),
            [(resolution, plan)]
        );
        assert_eq!(view.facts(Visits).iter().unwrap().map(|f| f.id()).collect::<Vec<_>>(), vec![last; shown]);
        assert_eq!(view.with_modalities(Modality::ALL).all_facts().map(|f| f.id()).collect::<Vec<_>>(), [last]);
        // Nothing was overwritten, and on the day it was open.
        let then = view.known_by("2026-01-24").unwrap();
        assert_eq!(
            (then.resolution(plan).is_none(), then.facts(Visits).count().unwrap(), then.resolves(last).len()),
            (true, 1, 0)
        );
        assert_eq!(then.resolved(plan).map(|f| f.id()), Some(plan));
        // Taken back, the outcome leaves the plan open, and another may be recorded.
        kg.retract(last, "a hoax").unwrap();
        assert_eq!(kg.view().facts(Visits).iter().unwrap().map(|f| f.id()).collect::<Vec<_>>(), [plan]);
        assert!(kg.view().resolution(plan).is_none() && kg.view().resolves(last).is_empty());
        let again = kg.confirm(plan, kg.again(plan).unwrap().on("2026-02-04")).unwrap();
        assert_eq!(kg.view().resolved(plan).map(|f| f.id()), Some(again));
        kg.validate().unwrap();
    }
}

#[test]
fn what_cannot_have_come_of_it_is_refused() {
    let (mut kg, plan) = planned();
    let same = |kg: &KnowledgeGraph| kg.again(plan).unwrap();
    let refused_with = |kg: &mut KnowledgeGraph,
                        messages: &[&str],
                        call: &dyn Fn(&mut KnowledgeGraph) -> Result<FactId, chancery::Error>| {
        refused(kg, ErrorKind::WrongResolution, messages, call);
    };
    refused_with(&mut kg, &["what is confirmed is recorded as actual, not as planned"], &|kg| {
        kg.confirm(plan, same(kg).planned())
    });
    refused_with(&mut kg, &["what is postponed is recorded as planned, not as denied"], &|kg| {
        kg.postpone(plan, same(kg).denied())
    });
    refused_with(&mut kg, &["the object of `t visits q", "is not that of `t visits p"], &|kg| {
        kg.confirm(plan, fact("t", Visits, "q"))
    });
    refused_with(&mut kg, &["the relation"], &|kg| kg.confirm(plan, fact("t", Met, "t")));
    refused_with(&mut kg, &["the player of visit-kind"], &|kg| {
        kg.confirm(plan, fact("t", Visits, "p").with(VisitKind, "working visit"))
    });
    refused_with(&mut kg, &["`2026-03` does not refine `2026-02`"], &|kg| kg.refine(plan, same(kg).on("2026-03")));
    refused(&mut kg, ErrorKind::UnknownEntity, &["`x`"], |kg| kg.correct(plan, fact("t", Visits, "x")));
    let visit = kg.confirm(plan, kg.again(plan).unwrap().on("2026-02-03")).unwrap();
    refused_with(&mut kg, &["a fact that is actual cannot be cancelled; expected one that is planned"], &|kg| {
        kg.cancel(visit, same(kg))
    });
    refused(&mut kg, ErrorKind::NoChange, &["resolved already, by fact #1"], |kg| kg.cancel(plan, same(kg)));
    // A correction may turn a plan into what took place, if it says so.
    let other = kg.assert(fact("t", Visits, "q").planned()).unwrap();
    let actual = kg.correct(other, fact("t", Visits, "q").on("2026").modality(Modality::Actual)).unwrap();
    assert_eq!(kg.fact_ref(actual).unwrap().modality(), Modality::Actual);
}

#[test]
fn an_outcome_may_be_recorded_with_any_fitting_words() {
    let (mut kg, plan) = planned();
    // The modality may be given too, if it is that of the outcome.
    let later = kg.postpone(plan, kg.again(plan).unwrap().on("2026-04").planned()).unwrap();
    let visit = kg.confirm(later, kg.again(later).unwrap().on("2026-04-02").modality(Modality::Actual)).unwrap();
    assert_eq!(kg.view().resolved(plan).map(|f| f.id()), Some(visit));
    kg.deny(visit, kg.again(visit).unwrap().denied()).unwrap();
    // Of what is the same either way round, the ends may be given the other way.
    kg.add(Person, entity("Sharif").key("s")).unwrap();
    kg.add(Person, entity("Xi").key("x")).unwrap();
    let talks = kg.assert(fact("t", Met, "s").on("2026-05").planned()).unwrap();
    for (from, to) in [("x", "s"), ("t", "x"), ("x", "x")] {
        refused(&mut kg, ErrorKind::WrongResolution, &["is not that of `t met s"], |kg| {
            kg.confirm(talks, fact(from, Met, to))
        });
    }
    let met = kg.confirm(talks, fact("s", Met, "t").on("2026-05-03")).unwrap();
    assert_eq!(kg.view().resolved(talks).map(|f| f.id()), Some(met));
    // Of what is not, they may not.
    let plan = kg.assert(fact("p", Recognized, "q").planned()).unwrap();
    refused(&mut kg, ErrorKind::WrongResolution, &["the subject of `q recognized p"], |kg| {
        kg.confirm(plan, fact("q", Recognized, "p"))
    });
    refused(&mut kg, ErrorKind::WrongResolution, &["the object of `p recognized p"], |kg| {
        kg.confirm(plan, fact("p", Recognized, "p"))
    });
    kg.validate().unwrap();
}

#[test]
fn a_chain_of_outcomes_is_read_whole_from_either_end() {
    let (mut kg, plan) = planned();
    let second = kg.assert(fact("t", Visits, "p").on("2026-02").planned().source("s")).unwrap();
    let later = kg.postpone(plan, kg.again(plan).unwrap().on("2026-04")).unwrap();
    let finer = kg.refine(later, kg.again(later).unwrap().on("2026-04-12")).unwrap();
    let visit = kg.confirm(finer, kg.again(finer).unwrap().on("2026-04-12")).unwrap();
    kg.resolve(second, Resolution::Confirmed, visit).unwrap();
    let whole = [plan, second, later, finer, visit];
    for fact in whole {
        assert_eq!(kg.view().life(fact).iter().map(chancery::FactRef::id).collect::<Vec<_>>(), whole);
        assert_eq!(kg.view().resolved(fact).map(|f| f.id()), Some(visit));
    }
    assert_eq!(kg.view().never_confirmed().count(), 0);
    let alone = kg.assert(fact("t", Visits, "q").planned()).unwrap();
    assert_eq!(kg.view().life(alone).len(), 1);
}

#[test]
fn what_was_announced_and_never_confirmed_is_one_call() {
    let (mut kg, plan) = planned();
    let ids = |kg: &KnowledgeGraph| kg.view().never_confirmed().map(|f| f.id()).collect::<Vec<_>>();
    assert_eq!(ids(&kg), [plan]);
    let later = kg.postpone(plan, kg.again(plan).unwrap().on("2026-04")).unwrap();
    assert_eq!(ids(&kg), [later], "the last form of it");
    let off = kg.cancel(later, kg.again(later).unwrap()).unwrap();
    assert_eq!(ids(&kg), [later], "called off is not confirmed");
    kg.retract(off, "not so").unwrap();
    kg.confirm(later, kg.again(later).unwrap().on("2026-04-12")).unwrap();
    assert_eq!(ids(&kg), []);
    let as_of = |day: &str| kg.view().planned_as_of(day).unwrap().all_facts().map(|f| f.id()).collect::<Vec<_>>();
    assert_eq!((as_of("2026-01-23"), as_of("2026-01-24")), (vec![], vec![]), "all in one transaction");
}

#[test]
fn a_later_fact_that_fits_is_proposed_and_not_linked() {
    let (mut kg, plan) = planned();
    let fits = kg.assert(fact("t", Visits, "p").on("2026-02-03")).unwrap();
    let rough = kg.assert(fact("t", Visits, "p").on("2026")).unwrap();
    let undated = kg.assert(fact("t", Visits, "p")).unwrap();
    for other in [
        fact("t", Visits, "p").on("2026-03"),
        fact("t", Visits, "q").on("2026-02"),
        fact("t", Visits, "p").on("2026-02").planned(),
        fact("t", Visits, "p").with(VisitKind, "private visit").on("2026-02"),
    ] {
        kg.assert(other).unwrap();
    }
    let proposed: Vec<_> =
        kg.view().proposals().iter().filter(|p| p.plan.id() == plan).map(|p| (p.fact.id(), p.within)).collect();
    assert_eq!(proposed, [(fits, Truth::Yes), (rough, Truth::Possibly), (undated, Truth::Possibly)]);
    assert!(kg.view().resolution(plan).is_none());
    // Of what holds both ways, the ends may be swapped.
    kg.add(Person, entity("Other").key("o")).unwrap();
    let meeting = kg.assert(fact("t", Met, "o").on("2026-05").planned()).unwrap();
    let met = kg.assert(fact("o", Met, "t").on("2026-05-01")).unwrap();
    assert!(kg.view().proposals().iter().any(|p| (p.plan.id(), p.fact.id()) == (meeting, met)));
    kg.resolve(meeting, Resolution::Confirmed, met).unwrap();
    assert!(kg.view().proposals().iter().all(|p| p.plan.id() != meeting));
}

#[test]
fn candidates_come_with_reasons_and_without_what_cannot_be() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let person = |kg: &mut KnowledgeGraph, key: &str, name: &str| kg.add(Person, entity(name).key(key)).unwrap();
    person(&mut kg, "a", "Yerzhan Kistafin");
    person(&mut kg, "b", "YERZHAN KISTAFIN");
    person(&mut kg, "c", "Erzhan Kistafin");
    person(&mut kg, "d", "Somebody Else");
    person(&mut kg, "e", "Nobody Like");
    kg.add(State, entity("Yerzhan Kistafin").key("s")).unwrap();
    kg.assert(fact("d", AlsoKnownAs, "Ye. Kistafin")).unwrap();
    for key in ["d", "e"] {
        kg.assert(fact(key, IdentifiedBy, "Q1").with(Scheme, "wikidata")).unwrap();
    }
    let pairs = |kg: &KnowledgeGraph| -> Vec<(String, String)> {
        let key = |node: chancery::NodeRef<'_>| node.key().unwrap().to_owned();
        kg.view().candidates().into_iter().map(|c| (key(c.entity), key(c.other))).collect()
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let found = pairs(&kg);
    assert_eq!(found[..2], [pair("d", "e"), pair("a", "b")], "an identifier, then a name: {found:?}");
    assert!(found.contains(&pair("a", "c")) && found.contains(&pair("b", "c")));
    assert!(!found.iter().any(|(a, b)| a == "s" || b == "s"), "a state is no person");
    let first = &kg.view().candidates()[0];
    assert_eq!(first.reasons[0], Reason::Identifier { scheme: "wikidata".into(), code: "Q1".into() });
    assert_eq!(first.reasons[0].to_string(), "both have the identifier Q1 of wikidata");
    assert_eq!(kg.view().candidates()[1].reasons[0].to_string(), "both are named `Yerzhan Kistafin`");

    kg.keep_apart("a", "b", "father and son").unwrap();
    kg.merge("c", "a", "two spellings").unwrap();
    let found = pairs(&kg);
    assert!(
        !found.contains(&pair("a", "b")) && !found.contains(&pair("a", "c")) && !found.contains(&pair("b", "c")),
        "{found:?}"
    );
    let wrong = kg.assert(fact("e", IdentifiedBy, "7").with(Scheme, "viaf")).unwrap();
    kg.assert(fact("d", IdentifiedBy, "8").with(Scheme, "viaf")).unwrap();
    assert!(!pairs(&kg).contains(&pair("d", "e")), "identifiers that contradict each other");
    kg.retract(wrong, "").unwrap();
    assert_eq!(pairs(&kg)[0], pair("d", "e"));
    assert_eq!(kg.merges().count(), 1, "nothing merges by itself");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    // Law: each fact has one last word, which is open; who settles whom is the same read from either end.
    #[test]
    fn every_chain_ends_and_is_the_same_from_both_ends(steps in prop::collection::vec(any_edit(), 0..50)) {
        let mut kg = begun();
        for edit in &steps {
            let _ = kg.apply(edit);
        }
        let view = kg.view();
        let all: Vec<_> = view.with_retracted().with_resolved().with_modalities(Modality::ALL).all_facts().map(|f| f.id()).collect();
        for fact in &all {
            let last = view.resolved(*fact).unwrap().id();
            prop_assert!(view.resolution(last).is_none());
            prop_assert_eq!(view.life(*fact).last().map(chancery::FactRef::id), Some(last));
            let settled: Vec<_> = all.iter().filter(|earlier| view.resolution(**earlier).is_some_and(|(_, by)| by.id() == *fact)).copied().collect();
            let mut read: Vec<_> = view.resolves(*fact).iter().map(|(_, f)| f.id()).collect();
            read.sort();
            prop_assert_eq!(read, settled);
            for of in view.life(*fact) {
                prop_assert_eq!(view.resolved(of.id()).map(|f| f.id()), Some(last));
            }
        }
    }
}

#[test]
fn an_entity_is_added_under_the_next_free_key() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let key = |kg: &KnowledgeGraph, id| kg.node_ref(id).unwrap().key().unwrap().to_owned();
    let mut keys = Vec::new();
    for _ in 0..12 {
        let id = kg.add_another(Person, "Ann").unwrap();
        keys.push(key(&kg, id));
    }
    let wanted: Vec<String> = (1..=12).map(|n| if n == 1 { "ann".to_owned() } else { format!("ann-{n}") }).collect();
    assert_eq!(keys, wanted);
    let error = kg.add(Person, "Ann").unwrap_err();
    assert_eq!(error.kind(), chancery::ErrorKind::DuplicateKey);
    assert!(error.to_string().contains("`upsert` finds it, and `add_another` takes `ann-13`"), "{error}");
    // A key that is given counts like one that the name suggests; what else is wrong stays an error.
    let id = kg.add_another(Person, entity("Ann").key("ann-2").alias("Anna")).unwrap();
    assert_eq!((key(&kg, id).as_str(), kg.entities_named("anna").as_slice()), ("ann-2-2", &[id.any()][..]));
    assert!(kg.add_another(Person, entity("Ann").key("no key")).is_err() && kg.add_another(Person, "").is_err());
}

#[test]
fn upsert_records_what_an_entity_does_not_have_yet() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let draft = || entity("Oman").alias_in("ar", "عُمان").identifier("wikidata", "Q842");
    let oman = kg.upsert(State, draft()).unwrap();
    assert_eq!(kg.fact_count(), 2);
    assert_eq!(kg.upsert(State, draft()).unwrap(), oman);
    assert_eq!(kg.fact_count(), 2, "all of that is there already");
    let again = draft().key("oman").alias("Sultanate of Oman").identifier("iso-3166", "OM");
    assert_eq!(kg.upsert(State, again).unwrap(), oman);
    let facts: Vec<_> = kg.view().all_facts().skip(2).map(|fact| fact.relation_name()).collect();
    assert_eq!(facts, ["also-known-as", "identified-by"]);
}
