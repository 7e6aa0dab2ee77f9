//! Guards against a word that counts for more than it is: a copy that counts as a second source, an ambassador who counts as
//! a stranger to her state, a gap that reads as an answer.

use std::{collections::BTreeSet, path::Path};

use crate::twin::{self, Twin};
use chancery::{
    KnowledgeGraph, Source, Truth,
    analysis::{CoveredBy, Stated},
    date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Borders, MissionOf, Recognized, State, Visits, WorksFor},
    fact,
    model::{FactId, Modality},
    notation::Reader,
};
use proptest::prelude::*;

fn read(file: &str) -> KnowledgeGraph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(file);
    Reader::new(diplomacy::schema()).read_files([path]).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_press_report_rests_on_one_source_and_its_abstract() {
    let kg = read("press-report/report.facts");
    let words: Vec<_> = kg.view().testimonies().collect();
    assert!(words.len() > 60);
    for word in &words {
        assert_eq!(word.only_source().map(|source| source.key()), Some("dna"), "{}", word.fact());
        assert!(word.dispute().is_empty() && !word.has_both_sides());
    }
    // The ambassador speaks for his own state; the date of publication is the day on which he was seen in office.
    let kazakhstan = kg.entity("kazakhstan").unwrap();
    let own = words.iter().filter(|word| word.rests_on_interest().is_yes());
    let subjects: BTreeSet<_> = own.map(|word| word.fact().subject_node().key().unwrap()).collect();
    assert!(subjects.contains("kazakhstan"), "{subjects:?}");
    let kistafin = kg.entity("kistafin").unwrap();
    let said: Vec<_> =
        kg.view().said_of(kistafin, kazakhstan).unwrap().into_iter().map(|said| said.claim.source().key()).collect();
    assert!(said.len() > 4 && said.iter().all(|key| ["dna", "abstract"].contains(key)));
    assert_eq!(kg.view().said_of(kazakhstan, kistafin).unwrap().len(), 0);
}

#[test]
fn the_communique_has_one_fact_with_both_sides() {
    let kg = read("communique/outcome.facts");
    let disputed: Vec<_> = kg.view().disputed().collect();
    assert_eq!(disputed.iter().map(|word| word.fact().key()).collect::<Vec<_>>(), [Some("growth")]);
    let speakers: Vec<_> = disputed[0].speakers().iter().map(|who| who.key().unwrap()).collect();
    assert_eq!(speakers, ["teixo"]);
    assert_eq!(disputed[0].dispute()[0].said_by().unwrap().key(), Some("lemos"));
    // The one who disputes it is found too.
    assert_eq!(kg.view().said_of("lemos", "trade-growth").unwrap().len(), 1);

    // She says that her own state was among the first.
    let first = kg.view().testimony(kg.fact("recognition").unwrap()).unwrap();
    assert_eq!(first.rests_on_interest(), Truth::Yes);
    let ferry = kg.view().testimony(kg.fact("ferry").unwrap()).unwrap();
    assert_eq!(ferry.rests_on_interest(), Truth::No, "he acts for a state, and the fact is of a government");

    // Without the wire the visit is planned again, and the correction is gone.
    let view = kg.view().without_sources("wire").unwrap();
    let visits: Vec<_> = view.facts(Visits).iter().unwrap().map(|visit| visit.key()).collect();
    assert_eq!(visits, [Some("visit")]);
    assert_eq!(view.disputed().count(), 0);
    let plan = read("communique/plan.facts");
    let lines = |view: &chancery::View<'_>| view.all_facts().map(|fact| fact.to_string()).collect::<Vec<_>>();
    assert_eq!(lines(&view), lines(&plan.view()), "all that the wire states is gone");
}

/// A graph with an embassy, its clerk, and a claim of somebody on a fact.
fn interest(said_by: &str, subject: &str, published: Option<&str>, symmetric: bool) -> Truth {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let source = Source::new("paper");
    kg.add_source(match published {
        Some(on) => source.published(on),
        None => source,
    })
    .unwrap();
    for (kind, name) in
        [("person", "clerk"), ("person", "envoy"), ("embassy", "embassy"), ("state", "norvia"), ("state", "caldera")]
    {
        kg.add(kind, name).unwrap();
    }
    kg.assert(fact("clerk", WorksFor, "embassy").between("2020-01-01", "2029-12-31")).unwrap();
    kg.assert(fact("embassy", MissionOf, "norvia").with(AccreditedTo, "caldera").since("1974")).unwrap();
    kg.assert(fact("embassy", MissionOf, "norvia").with(AccreditedTo, "caldera").between("1974-01-01", "2030-12-31"))
        .unwrap();
    kg.assert(fact("envoy", AmbassadorOf, "norvia").with(AccreditedTo, "caldera").as_of("2025-06-01")).unwrap();
    let other = if subject == "norvia" { "caldera" } else { "norvia" };
    let recorded = if symmetric {
        kg.assert(fact(subject, Borders, other).cite("paper", "x").said_by(said_by)).unwrap()
    } else {
        kg.assert(fact(subject, Recognized, other).cite("paper", "x").said_by(said_by)).unwrap()
    };
    kg.view().testimony(recorded).unwrap().rests_on_interest()
}

#[test]
fn interest_goes_by_whom_the_speaker_acts_for_on_the_day() {
    // By two steps, both certain on the day.
    assert_eq!(interest("clerk", "norvia", Some("2025-06-01"), false), Truth::Yes);
    // After the employment ended nobody acts for anybody.
    assert_eq!(interest("clerk", "norvia", Some("2031-06-01"), false), Truth::No);
    // Of a day that is not known it is possible.
    assert_eq!(interest("clerk", "norvia", None, false), Truth::Possibly);
    // Seen in office on another day.
    assert_eq!(interest("envoy", "norvia", Some("2025-06-01"), false), Truth::Yes);
    assert_eq!(interest("envoy", "norvia", Some("2025-06-02"), false), Truth::Possibly);
    // The other state is not theirs, unless the fact holds both ways.
    assert_eq!(interest("clerk", "caldera", Some("2025-06-01"), false), Truth::No);
    assert_eq!(interest("clerk", "caldera", Some("2025-06-01"), true), Truth::Yes);
    // For any subject and any day.
    assert_eq!(interest("norvia", "norvia", None, false), Truth::Yes);
}

#[test]
fn a_view_of_a_day_changes_no_interest() {
    let kg = read("communique/plan.facts");
    let recognition = kg.fact("recognition").unwrap();
    for view in [kg.view().on("1974-05-01").unwrap(), kg.view().of_relations("visits").unwrap()] {
        assert_eq!(view.testimony(recognition).unwrap().rests_on_interest(), Truth::Yes);
    }
    let early = kg.view().with_modalities([Modality::Hypothetical]);
    assert_eq!(early.testimony(recognition).unwrap().rests_on_interest(), Truth::No, "no office is recorded so");
    assert!(kg.view().testimony(foreign()).is_none());
}

/// A handle of another graph that is too high for any here.
fn foreign() -> FactId {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, b) = (kg.add(State, "a").unwrap(), kg.add(State, "b").unwrap());
    let ids: Vec<_> = (0..200).map(|_| kg.assert(fact(a, Borders, b)).unwrap()).collect();
    ids[199]
}

#[test]
fn an_answer_tells_which_kind_of_nothing_it_is() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let norvia = kg.add(State, "Norvia").unwrap();
    let caldera = kg.add(State, "Caldera").unwrap();
    kg.add("person", "Teixo").unwrap();
    let on = |kg: &KnowledgeGraph, day: &str| {
        kind(&kg.view().on(date(day)).unwrap().facts(AmbassadorOf).to(norvia).stated().unwrap())
    };
    assert_eq!(on(&kg, "2031-03-04"), "not stated");
    kg.assert(fact(norvia, "known-none", "has-ambassador").between("2031-03-01", "2031-03-31")).unwrap();
    assert_eq!((on(&kg, "2031-03-04"), on(&kg, "2031-04-01")), ("none", "not stated"));
    kg.assert(fact("teixo", AmbassadorOf, norvia).with(AccreditedTo, caldera).as_of("2031-04-02")).unwrap();
    assert_eq!(on(&kg, "2031-04-01"), "stated");
    // A certain none of the day goes before a sighting of another.
    assert_eq!((on(&kg, "2031-03-04"), on(&kg, "2031-04-02")), ("none", "stated"));
    kg.assert(fact(norvia, "some-unknown", "has-ambassador").as_of("2020-01-01")).unwrap();
    assert_eq!(on(&kg, "2020-01-01"), "stated", "the one seen later may be the one");
    assert_eq!(kind(&kg.view().facts(AmbassadorOf).to(caldera).stated().unwrap()), "not stated");
    let error = kg.assert(fact(norvia, "known-none", "has-ambasador")).unwrap_err();
    assert!(
        error.to_string().contains("object of known-none") && error.to_string().contains("did you mean"),
        "{error}"
    );
    assert!(kg.assert(fact(norvia, "known-none", "recognized-in-1991")).is_err());
    assert!(kg.assert(fact(norvia, "known-none", "venue")).is_err(), "only a fact has roles");
}

fn kind<T>(stated: &Stated<'_, T>) -> &'static str {
    match stated {
        Stated::Value(_) => "stated",
        Stated::KnownNone(_) => "none",
        Stated::SomeUnknown(_) => "some",
        Stated::NotStated => "not stated",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Against the twin's plain lists: who supports, who disputes, and how many origins they have.
    #[test]
    fn testimony_counts_what_the_twin_counts(rows in prop::collection::vec(any::<[u8; 12]>(), 0..40)) {
        let twin = Twin::build(&rows);
        let view = twin.kg.view();
        for (number, plain) in twin.facts.iter().enumerate() {
            let word = view.testimony(twin.id(number)).unwrap();
            let support: Vec<_> = plain.claims.iter().filter(|claim| claim.supports).collect();
            prop_assert_eq!(word.support().len(), support.len());
            prop_assert_eq!(word.dispute().len(), plain.claims.len() - support.len());
            let sources: BTreeSet<_> = support.iter().map(|claim| claim.source).collect();
            prop_assert_eq!(word.sources().len(), sources.len());
            // The last source repeats the first.
            let origins: BTreeSet<_> = sources.iter().map(|source| if *source == 3 { 0 } else { *source }).collect();
            prop_assert_eq!(word.independent_sources().len(), origins.len());
            prop_assert_eq!(word.only_source().is_some(), origins.len() == 1);
            let speakers: BTreeSet<_> = support.iter().filter_map(|claim| claim.speaker).collect();
            prop_assert_eq!(word.speakers().len(), speakers.len());
            let subject = |claim: &&&twin::PlainClaim| claim.speaker.is_some_and(|who| plain.subject == twin::Node::Entity(who) || plain.symmetric() && plain.object == twin::Node::Entity(who));
            // No relation of the twin acts for another, so only a speaker who is a part of the fact has an interest.
            let interested = !support.is_empty() && support.iter().all(|claim| subject(&claim));
            prop_assert_eq!(word.rests_on_interest(), Truth::from(interested));
        }
        let both = twin.kg.view().disputed().count();
        let plain = |fact: &&twin::PlainFact| fact.claims.iter().any(|c| c.supports) && fact.claims.iter().any(|c| !c.supports);
        let slow = twin::slow::Slow(vec![]);
        prop_assert_eq!(both, twin.facts.iter().filter(|fact| slow.ask(&twin, fact).is_some()).filter(plain).count());
    }

    /// Rows add up, and each count is that of a plain scan.
    #[test]
    fn coverage_counts_what_a_plain_scan_counts(rows in prop::collection::vec(any::<[u8; 12]>(), 0..40)) {
        let twin = Twin::build(&rows);
        let view = twin.kg.view();
        let slow = twin::slow::Slow(vec![]);
        let shown: Vec<_> = twin.facts.iter().filter(|fact| slow.ask(&twin, fact).is_some()).collect();
        let coverage = view.coverage();
        for row in coverage.rows() {
            prop_assert_eq!(row.records, row.stated + row.known_none + row.some_unknown + row.not_stated());
            if let CoveredBy::Relation(name) = &row.of {
                let at = twin::RELATIONS.iter().position(|relation| relation.0 == name).unwrap();
                let of: Vec<_> = shown.iter().filter(|fact| fact.relation == at).collect();
                prop_assert_eq!(row.records, of.len());
                let stated = of.iter().filter(|fact| match row.what.as_str() {
                    "time" => !fact.when.is_unstated(),
                    "start" => !fact.when.to_string().starts_with(['/', 'a', 'u', '.', '[']),
                    "end" => { let when = fact.when.to_string(); !when.ends_with(['/', '.', ']']) && !when.starts_with(['a', 'u']) },
                    "source" => fact.claims.iter().any(|claim| claim.supports),
                    role => fact.roles.contains_key(role),
                });
                prop_assert_eq!(row.stated, stated.count(), "{}", row);
            }
        }
        let relations: BTreeSet<_> = shown.iter().map(|fact| fact.relation).collect();
        let rows: BTreeSet<_> = coverage.rows().iter().filter(|row| matches!(row.of, CoveredBy::Relation(_))).map(|row| row.of.to_string()).collect();
        prop_assert_eq!(relations.len(), rows.len());
        let visits = view.coverage_of("person", "visits").unwrap();
        let persons: BTreeSet<_> = (0..twin.entities.len()).filter(|e| twin.kinds(*e).contains(&"person")).collect();
        let visitors: BTreeSet<_> = shown.iter().filter(|fact| fact.relation == 0).map(|fact| fact.subject.clone()).collect();
        prop_assert_eq!((visits.records, visits.stated), (persons.len(), visitors.len()));
    }
}
