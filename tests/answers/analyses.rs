//! Guards against an analysis that answers another question than the one that was asked: of a fact that the view does not
//! know, of a player that no record names, of a plan that is settled.

use crate::twin::words;
use chancery::{
    ErrorKind, KnowledgeGraph, Schema, Source,
    analysis::{Reason, Stated},
    diplomacy::{self, AccreditedTo, AmbassadorOf, Person, Recognized, State},
    entity, fact,
    model::Resolution,
    schema::{RelationDef, RoleDef, Shape, base},
};

fn states(names: &[&str]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for name in names {
        kg.add(State, *name).unwrap();
    }
    kg
}

fn people(keys: &[&str]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(words::schema());
    for key in keys {
        kg.add("person", *key).unwrap();
    }
    kg
}

#[test]
fn candidates_have_the_identifiers_that_the_view_knows() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap();
    kg.add_source(Source::new("register")).unwrap();
    kg.add(Person, entity("Elin Marsk").key("a")).unwrap();
    kg.add(Person, entity("The Chairwoman").key("b")).unwrap();
    kg.at("2026-01-26").unwrap();
    for key in ["a", "b"] {
        let code = fact(key, base::IdentifiedBy, "Q1").with(base::Scheme, "wikidata");
        kg.assert(code.source("register")).unwrap();
    }
    let reasons =
        |view: chancery::View<'_>| view.candidates().into_iter().flat_map(|found| found.reasons).collect::<Vec<_>>();
    assert_eq!(reasons(kg.view()), [Reason::Identifier { scheme: "wikidata".into(), code: "Q1".into() }]);
    assert_eq!(reasons(kg.view().known_by("2026-01-25").unwrap()), []);
    assert_eq!(reasons(kg.view().without_sources("register").unwrap()), []);
    assert_eq!(reasons(kg.view().of_relations("visits").unwrap()), []);
}

#[test]
fn an_unknown_ambassador_is_not_one_accredited_to_a_state() {
    let mut kg = states(&["Norvia", "Caldera", "Harrow"]);
    kg.assert(fact("norvia", "some-unknown", "has-ambassador")).unwrap();
    let posts = || kg.view().facts(AmbassadorOf).to("norvia");
    assert!(matches!(posts().stated().unwrap(), Stated::SomeUnknown(_)));
    assert!(posts().with(AccreditedTo, "caldera").stated().unwrap().is_not_stated());
    // Where there is none, there is none anywhere.
    let mut kg = kg.clone();
    kg.assert(fact("harrow", "known-none", "has-ambassador")).unwrap();
    let posts = kg.view().facts(AmbassadorOf).to("harrow").with(AccreditedTo, "caldera");
    assert!(matches!(posts.stated().unwrap(), Stated::KnownNone(Some(_))));
}

#[test]
fn a_certain_gap_comes_before_a_possible_one_in_every_answer() {
    let mut kg = states(&["Norvia"]);
    kg.assert(fact("norvia", "known-none", "has-ambassador").as_of("2020")).unwrap();
    kg.assert(fact("norvia", "some-unknown", "has-ambassador").as_of("2031-03-04")).unwrap();
    let count = |day: &str| {
        let view = kg.view().on(day).unwrap();
        let row = view.coverage_of(State, "has-ambassador").unwrap();
        let stated = view.facts(AmbassadorOf).to("norvia").stated().unwrap();
        (row.known_none, row.some_unknown, matches!(stated, Stated::KnownNone(_)))
    };
    assert_eq!(count("2031-03-04"), (0, 1, false));
    assert_eq!(count("2025"), (1, 0, true), "both are possible then");
    // The same of the end of a term.
    let mut kg = kg.clone();
    kg.add(Person, "Marsk").unwrap();
    let term = kg.assert(fact("marsk", "head-of-state-of", "norvia").since("2029")).unwrap();
    kg.assert(fact(term, "known-none", "end").as_of("2030")).unwrap();
    kg.assert(fact(term, "some-unknown", "end").as_of("2031-03-04")).unwrap();
    let view = kg.view().on("2031-03-04").unwrap();
    assert_eq!(view.stated_end(kg.fact_ref(term).unwrap()).to_string(), "some, unknown");
}

#[test]
fn a_role_has_all_its_players_or_a_name_that_is_wrong() {
    let mut kg = people(&["a", "b", "c"]);
    let met = kg.assert(fact("a", "met", "b").with("via", "c").with("via", "a")).unwrap();
    let met = kg.fact_ref(met).unwrap();
    let players = kg.view().stated_role(met, "via").unwrap().value().unwrap();
    assert_eq!(players.iter().filter_map(chancery::NodeRef::key).collect::<Vec<_>>(), ["c", "a"]);
    for wrong in ["vai", "manner", "scheme"] {
        assert_eq!(kg.view().stated_role(met, wrong).unwrap_err().kind(), ErrorKind::UnknownRole, "{wrong}");
    }
}

#[test]
fn rows_of_coverage_are_of_roles_whatever_their_names() {
    let mut schema = Schema::new();
    schema.add_kind(chancery::schema::KindDef::new("thing")).unwrap();
    for role in ["time", "source", "start"] {
        schema.add_role(RoleDef::new(role)).unwrap();
    }
    let def = RelationDef::new("sent", Shape::Happens, "thing", "thing");
    schema.add_relation(def.optional("time", "thing").optional("source", "thing").optional("start", "thing")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.add("thing", "a").unwrap();
    kg.assert(fact("a", "sent", "a").with("source", "a").on("2020")).unwrap();
    kg.assert(fact("a", "sent", "a").with("start", "a")).unwrap();
    kg.assert(fact("a", "sent", "a").with("start", "a")).unwrap();
    let coverage = kg.view().coverage();
    let rows: Vec<_> = coverage.rows().iter().take(5).map(|row| (row.what.as_str(), row.stated)).collect();
    assert_eq!(rows, [("time", 1), ("time", 0), ("source", 1), ("start", 2), ("source", 0)]);
}

#[test]
fn coverage_is_of_a_relation_without_a_date() {
    let kg = states(&["Norvia"]);
    assert_eq!(kg.view().coverage_of(State, "recognized-in-1991").unwrap_err().kind(), ErrorKind::InvalidQuery);
    assert_eq!(kg.view().coverage_of(State, Recognized).unwrap().records, 1);
}

#[test]
fn only_open_plans_have_proposals_and_only_of_their_players() {
    let mut kg = people(&["a", "b", "c", "d"]);
    let draft = |via: &[&'static str]| {
        via.iter().fold(fact("a", "met", "b"), |draft, via| draft.with("via", *via)).on("2031-04")
    };
    let proposed = |kg: &KnowledgeGraph| {
        let all = kg.view().with_resolved().with_retracted().proposals();
        all.iter().map(|found| (found.plan.id().index(), found.fact.id().index())).collect::<Vec<_>>()
    };
    let one = kg.assert(draft(&["c"]).planned()).unwrap();
    kg.assert(draft(&["c", "d"]).planned()).unwrap();
    let both = kg.assert(draft(&["d", "c"])).unwrap();
    let only = kg.assert(draft(&["c"])).unwrap();
    assert_eq!(proposed(&kg), [(0, 3), (1, 2)]);
    // What is proposed can be linked, and nothing else.
    kg.confirm(one, draft(&["c", "d"])).unwrap_err();
    kg.resolve(one, Resolution::Confirmed, only).unwrap();
    assert_eq!(proposed(&kg), [(1, 2)]);
    kg.retract(both, "").unwrap();
    assert_eq!(proposed(&kg), []);
}
