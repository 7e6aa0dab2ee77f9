//! What was purged is in no table any more, byte for byte.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::{
    ErrorKind, KnowledgeGraph, Source,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Highlighted, Person, State, Visits},
    entity, fact,
    model::{Claim, FactId, Id, Resolution, Sha256, SourceId, Value},
    schema::base::AlsoKnownAs,
    tables::snapshot,
};

/// Every text that has to go holds this.
const SECRET: &str = "Zanzibar";

struct World {
    kg: KnowledgeGraph,
    person: Id<Person>,
    post: FactId,
    report: SourceId,
}

/// A graph in which a person, a fact of theirs and a source are recorded in every possible way.
fn world() -> World {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap().by("desk");
    let report = kg
        .add_source(Source::new("r-zanzibar").title("On Zanzibar").text("He of Zanzibar comes. Zanzibar again."))
        .unwrap();
    kg.add_source(Source::new("wire").derives_from("r-zanzibar")).unwrap();
    kg.add_source(Source::new("hash").sha256(Sha256::of("x"))).unwrap();
    let (norland, sudland) = (kg.add(State, "Norland").unwrap(), kg.add(State, "Sudland").unwrap());
    let person = kg
        .add(
            Person,
            entity("Ali of Zanzibar").key("zanzibar-ali").alias_in("sw", "Zanzibari").identifier("x", "Zanzibar-1"),
        )
        .unwrap();
    let twin = kg.add(Person, entity("A. Zanzibar").key("zanzibar-twin")).unwrap();
    let other = kg.add(Person, "Somebody").unwrap();
    kg.merge(twin, person, "Zanzibar both").unwrap();
    kg.keep_apart(person, other, "not of Zanzibar").unwrap();
    kg.at("2026-01-25").unwrap();
    let post = kg
        .assert(
            fact(person, AmbassadorOf, norland)
                .with(AccreditedTo, sudland)
                .key("zanzibar-post")
                .cite(report, "He of Zanzibar comes")
                .inferred("Zanzibar says so")
                .cite("hash", "Zanzibar told")
                .said_by(person),
        )
        .unwrap();
    kg.assert(
        fact(other, Visits, norland).on("2026-02").cite("hash", "he told").said_by(twin).source("wire").key("kept"),
    )
    .unwrap();
    kg.assert(fact(norland, diplomacy::DescribedAs, "Zanzibar's friend").source(report)).unwrap();
    kg.at("2026-01-26").unwrap();
    let note = kg.assert(fact(norland, Highlighted, post).key("zanzibar-note")).unwrap();
    let mut claim = Claim::new("hash");
    claim.quote = Some("more of Zanzibar".into());
    kg.claim(post, claim).unwrap();
    let again = kg.assert(kg.again(post).unwrap().as_of("2026")).unwrap();
    kg.resolve(post, Resolution::Refined, again).unwrap();
    kg.retract(note, "Zanzibar was wrong").unwrap();
    kg.assert(fact(sudland, AlsoKnownAs, Value::Text("Southland".into()))).unwrap();
    assert!(snapshot(&kg).contains(SECRET));
    World { kg, person, post, report }
}

#[track_caller]
fn clean(kg: &KnowledgeGraph) {
    assert_eq!(kg.violations(), []);
    let (tables, lower) = (snapshot(kg), SECRET.to_lowercase());
    let archive = format!("{:?}", crate::dossier::Archive::of(kg));
    let then = snapshot(&kg.as_known("2026-01-25").unwrap());
    for text in [tables, archive, then] {
        let found = text.lines().find(|line| line.to_lowercase().contains(&lower));
        assert_eq!(found, None, "nothing of it is left");
    }
}

#[test]
fn nothing_is_left_in_any_table() {
    let World { mut kg, person, report, .. } = world();
    assert!(kg.purge(person, "request 17").unwrap() > 8);
    kg.purge(kg.source("r-zanzibar").unwrap(), "").unwrap();
    let described = kg.view().facts(diplomacy::DescribedAs).first().unwrap().unwrap().id();
    assert_eq!(kg.purge([described], "its words too").unwrap(), 1);
    clean(&kg);
    // What does not concern it stands, in its transaction.
    let kept = kg.fact_ref(kg.fact("kept").unwrap()).unwrap();
    assert_eq!(
        (kept.claims().count(), kept.to_string().as_str()),
        (1, "somebody visits norland on 2026-02 key kept @wire")
    );
    assert_eq!(kg.stamp_of(kept.recorded_in()), "2026-01-25".parse().ok());
    assert_eq!(kg.entities_named("southland"), [kg.entity("sudland").unwrap()]);
    assert!(kg.source_ref(kg.source("wire").unwrap()).unwrap().derives_from().is_none());
    let _ = report;
}

#[test]
fn a_fact_goes_with_what_is_about_it() {
    let World { mut kg, post, .. } = world();
    let before = kg.fact_count();
    kg.purge(post, "").unwrap();
    assert_eq!(kg.violations(), []);
    assert_eq!(before - kg.fact_count(), 2, "the post, and the note about it");
    assert!(kg.fact("zanzibar-post").is_err() && kg.fact("zanzibar-note").is_err());
    // What it was resolved by stands for itself now.
    assert_eq!(kg.view().facts(AmbassadorOf).count().unwrap(), 1);
}

#[test]
fn it_is_refused_where_it_could_not_be_undone_and_for_what_is_not_there() {
    let World { mut kg, post, .. } = world();
    let before = snapshot(&kg);
    let refused = kg.atomically(|kg| kg.purge(post, "")).unwrap_err();
    assert_eq!((refused.kind(), snapshot(&kg)), (ErrorKind::Final, before.clone()));
    for (kind, done) in [
        (ErrorKind::UnknownFact, kg.purge(FactId::new(999), "")),
        (ErrorKind::UnknownEntity, kg.purge(Id::<Person>::new(999), "")),
        (ErrorKind::UnknownSource, kg.purge(SourceId::new(999), "")),
        (ErrorKind::InvalidName, kg.purge(post, "\n")),
        (ErrorKind::NoChange, kg.purge(Vec::<FactId>::new(), "")),
        (ErrorKind::NoChange, kg.purge([const { Vec::<SourceId>::new() }; 3], "")),
    ] {
        assert_eq!(done.unwrap_err().kind(), kind);
    }
    kg.tables.fail_after(Some(0));
    assert!(kg.purge(post, "").is_err());
    kg.tables.fail_after(None);
    assert_eq!(snapshot(&kg), before);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _: Result<(), crate::Error> = kg.atomically(|_| panic!("on purpose"));
    }));
    assert!(panicked.is_err());
    kg.purge(post, "").unwrap();
}

#[test]
fn what_does_not_concern_it_stays_whole() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("wire")).unwrap();
    let (norland, sudland) = (kg.add(State, "Norland").unwrap(), kg.add(State, "Sudland").unwrap());
    let names = ["Ann", "Anne", "Ben", "Benn"].map(|name| kg.add(Person, name).unwrap());
    let [ann, anne, ben, benn] = names;
    let first = kg.assert(fact(ben, Visits, norland)).unwrap();
    let visit = kg.assert(fact(ann, Visits, norland).planned()).unwrap();
    // Claimed, retracted, resolved, decided and decided otherwise: each by an edit of its own.
    let mut claim = Claim::new("wire");
    claim.said_by = Some("anne".into());
    kg.claim(visit, claim).unwrap();
    let done = kg.assert(fact(ann, Visits, sudland)).unwrap();
    kg.retract(done, "it was not she").unwrap();
    let held = kg.assert(fact(ann, Visits, norland)).unwrap();
    kg.resolve(visit, Resolution::Confirmed, held).unwrap();
    kg.merge(anne, ann, "one").unwrap();
    kg.unmerge(anne, ann, "two").unwrap();
    kg.keep_apart(anne, ann, "two").unwrap();
    kg.allow_merge(anne, ann, "or one").unwrap();
    kg.merge(anne, ann, "one after all").unwrap();
    kg.keep_apart(benn, ben, "two").unwrap();
    kg.allow_merge(benn, ben, "one").unwrap();
    kg.merge(benn, ben, "one").unwrap();
    let edits = |kg: &KnowledgeGraph| -> Vec<String> {
        let all = kg.history();
        all.flat_map(|(_, edits)| edits.into_iter().map(|edit| format!("{edit:?}")).collect::<Vec<_>>()).collect()
    };
    let before = edits(&kg);

    let mut one = kg.clone();
    assert_eq!(one.purge(first, "").unwrap(), 1);
    assert_eq!(one.violations(), []);
    let after = edits(&one);
    assert_eq!(after.len(), before.len() + 1, "and that it was purged");
    // But for the fact itself, and numbers of facts, all stands as it did.
    let number = |edit: &str| edit.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let gone: Vec<_> = before.iter().zip(&after).filter(|(a, b)| number(a) != number(b)).map(|(_, b)| b).collect();
    assert_eq!(gone, ["Tombstone"]);
    assert_eq!(one.view().facts(Visits).count().unwrap(), 1);
    let kept = one.fact_ref(FactId::new(0)).unwrap();
    assert_eq!((kept.subject(), kept.claims().count()), (ann.any(), 1));
    assert_eq!((one.merges().count(), one.kept_apart().count()), (2, 0));

    // Of an entity, and those that are one with it, all decisions go, and those that take them back.
    assert_eq!(kg.purge(ben, "").unwrap(), 2 + 1 + 3);
    assert_eq!(kg.violations(), []);
    assert_eq!((kg.merges().count(), kg.view().facts(Visits).count().unwrap()), (1, 1));
    assert_eq!(kg.canonical(kg.entity("anne").unwrap()), kg.entity("ann").unwrap());
}

#[test]
fn a_handle_of_another_graph_purges_nothing() {
    let mut other = KnowledgeGraph::new(diplomacy::schema());
    other.add_source(Source::new("one")).unwrap();
    let second = other.add_source(Source::new("two")).unwrap();
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("one")).unwrap();
    assert_eq!(kg.purge(second, "").unwrap_err().kind(), ErrorKind::UnknownSource);
    assert_eq!(kg.purge(FactId::new(0), "").unwrap_err().kind(), ErrorKind::UnknownFact);
    assert_eq!(kg.source_count(), 1);
}
