//! Guards against files that lose something: what is written is read back to an equal graph and to the same bytes, the
//! history too, whatever was done to the graph.

use chancery::{
    Entity, Error, KnowledgeGraph, Schema, Source, date, diplomacy,
    dossier::{Archive, Dossier},
    entity, fact,
    io::json,
    model::{Basis, Claim, Modality, Quote, Resolution, Sha256, Transaction},
};
use proptest::prelude::*;

#[path = "../../examples/by_hand/core.rs"]
mod core;

use crate::edits::{any_edit, begun};

fn archive(kg: &KnowledgeGraph) -> String {
    json::Json::of(&Archive::of(kg)).to_string()
}

fn dossier(kg: &KnowledgeGraph) -> String {
    json::Json::of(&Dossier::of(&kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL))).to_string()
}

/// Writes and reads the graph in both forms and expects the same bytes.
fn survives(kg: &KnowledgeGraph) {
    let text = archive(kg);
    for schema in [kg.schema().clone(), Schema::new()] {
        let again = json::Reader::new(&schema).read_graph(text.as_bytes()).unwrap();
        assert_eq!(archive(&again), text);
        assert_eq!(dossier(&again), dossier(kg));
    }
    for view in [kg.view(), kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL)] {
        let text = json::Json::of(&Dossier::of(&view)).to_string();
        let again = json::Reader::new(&Schema::new()).read_graph(text.as_bytes()).unwrap();
        assert_eq!(
            json::Json::of(&json::read::<Dossier>(text.as_bytes()).unwrap()).to_string(),
            text,
            "plain values lose nothing"
        );
        let all = again.view().with_retracted().with_resolved().with_modalities(Modality::ALL);
        assert_eq!(json::Json::of(&Dossier::of(&all)).to_string(), text, "nor does a graph");
    }
}

#[test]
fn the_core_of_the_report_survives_and_is_the_file_in_the_repository() {
    let kg = core::record().unwrap();
    survives(&kg);
    let text = json::Json::of(&Dossier::of(&kg.view())).to_string();
    assert_eq!(text, include_str!("../../data/press-report/core.json"), "write it anew with the example `by_hand`");
}

#[test]
fn everything_that_a_graph_can_hold_survives() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.at("2026-01-24T10:00:00Z").unwrap().by("desk").why("say \"so\"\n");
    kg.add_source(Source::new("wire").sha256(Sha256::of("elsewhere")).url("https://example.org/")).unwrap();
    kg.add_source(
        Source::new("paper").derives_from("wire").text("“Ä” twice twice").published("2026-01?").licence("CC0"),
    )
    .unwrap();
    kg.add("person", entity("Ä \"quoted\" \\ \u{202e}").key("a").alias_in("ru", "Э").identifier("x", "1")).unwrap();
    kg.add("spaceship", "B").unwrap();
    kg.assert(
        fact("a", "boards", "b")
            .with("with", true)
            .with("seats", 3)
            .with("since", date("199X"))
            .key("k")
            .on("2004-XX")
            .hypothetical(),
    )
    .unwrap_err();
    kg.assert(
        fact("a", "boards", "b")
            .with("aided-by", true)
            .with("seats", 3)
            .with("built", date("199X"))
            .key("k")
            .on("2004-XX"),
    )
    .unwrap();
    kg.assert(fact("b", "about", kg.fact("k").unwrap()).hypothetical()).unwrap_err();
    let about = kg.assert(fact("b", "reminds-of", kg.fact("k").unwrap()).since("-0044").hypothetical()).unwrap();
    kg.assert(
        fact("a", "born", date("1950~"))
            .as_of("1950")
            .cite("paper", Quote::new("twice").nth(2))
            .confidence(0.25)
            .disputes()
            .cite("wire", "not at hand"),
    )
    .unwrap();
    kg.begin(Transaction::default()).unwrap();
    let mut claim = Claim::new("wire");
    claim.quote = Some(Quote::hashed(3..9, Sha256::of("secret")));
    claim.basis = Basis::Inferred("a guess".into());
    claim.said_by = Some("a".into());
    kg.claim(about, claim).unwrap();
    kg.at("2026-01-25").unwrap();
    let later = kg.assert(fact("b", "reminds-of", "a")).unwrap();
    kg.resolve(about, Resolution::Refined, later).unwrap();
    kg.retract(later, "not \"so\"").unwrap();
    kg.add("agent", "Somebody").unwrap();
    kg.narrow(kg.entity("somebody").unwrap(), diplomacy::State).unwrap();
    survives(&kg);
    assert_eq!(Archive::of(&kg).transactions.len(), 3);
}

#[test]
fn a_dossier_tells_only_what_its_view_knows() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap();
    for (kind, key) in [("person", "a"), ("state", "b"), ("event", "c")] {
        kg.add_entity(&Entity::new(key, kind, key)).unwrap();
    }
    let plan = kg.assert(fact("a", "visits", "b").on("2026-02").planned()).unwrap();
    kg.assert(fact("c", "ahead-of", plan)).unwrap();
    kg.at("2026-03-01").unwrap();
    let visit = kg.assert(fact("a", "visits", "b").on("2026-02-03")).unwrap();
    kg.resolve(plan, Resolution::Confirmed, visit).unwrap();
    kg.retract(plan, "for the test").unwrap();

    let now = Dossier::of(&kg.view());
    assert_eq!((now.facts.len(), now.resolutions.len(), now.retractions.len()), (3, 1, 1));
    let then = Dossier::of(&kg.view().known_by("2026-02-01").unwrap());
    assert_eq!((then.facts.len(), then.resolutions.len(), then.retractions.len()), (2, 0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_was_done_survives(steps in prop::collection::vec((any_edit(), prop::option::weighted(0.2, 0u32..3)), 0..40)) {
        let mut kg = begun();
        let mut day = 1;
        for (edit, stamp) in &steps {
            if let Some(days) = stamp {
                day += days;
                kg.at(date("2026-01-01").first().checked_add_days(i64::from(day)).unwrap().to_string().as_str()).unwrap();
            }
            let before = archive(&kg);
            if kg.apply(edit).is_err() {
                prop_assert_eq!(archive(&kg), before, "a refused edit leaves no trace: {:?}", edit);
            }
        }
        survives(&kg);
    }

    #[test]
    fn a_failed_transaction_leaves_no_trace(before in prop::collection::vec(any_edit(), 0..20), inside in prop::collection::vec(any_edit(), 0..20)) {
        let mut kg = begun();
        for edit in &before {
            let _ = kg.apply(edit);
        }
        let text = archive(&kg);
        let failed: Result<(), Error> = kg.atomically(|kg| {
            kg.at("2030-01-01")?.by("nobody");
            for edit in &inside {
                let _ = kg.apply(edit);
            }
            kg.begin(Transaction::default())?.why("nothing");
            let _ = kg.atomically(|kg| inside.iter().try_for_each(|edit| kg.apply(edit)));
            kg.entity("nowhere").map(drop)
        });
        prop_assert!(failed.is_err());
        prop_assert_eq!(archive(&kg), text);
        for edit in &inside {
            let _ = kg.apply(edit);
        }
        survives(&kg);
    }
}

#[test]
fn a_dossier_declares_what_its_gaps_name() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for name in ["Norvia", "Caldera"] {
        kg.add("state", name).unwrap();
    }
    kg.add("person", "Marsk").unwrap();
    kg.assert(fact("norvia", "known-none", "has-ambassador")).unwrap();
    kg.assert(fact("norvia", "some-unknown", "recognized")).unwrap();
    let visit = kg.assert(fact("marsk", "visits", "caldera")).unwrap();
    kg.assert(fact(visit, "some-unknown", "accredited-to")).unwrap();
    kg.assert(fact(visit, "some-unknown", "start")).unwrap();
    let dossier = Dossier::of(&kg.view());
    let again = dossier.to_graph(Schema::new()).unwrap();
    assert_eq!(Dossier::of(&again.view()), dossier);
    let relations: Vec<_> = dossier.vocabulary.relations.iter().map(|def| def.name.as_str()).collect();
    assert!(relations.contains(&"ambassador-of") && relations.contains(&"recognized") && !relations.contains(&"met"));
}
