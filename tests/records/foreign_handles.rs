//! Handles of another graph or schema, of which this one has fewer: refused with their number, or without an answer. Guards
//! against a panic, and against a fact that joins what is not there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::observe::refused;
use chancery::{
    Edit, Error, ErrorKind, Id, KnowledgeGraph, Source,
    diplomacy::{self, AccreditedTo, Met, Person, State, Visits},
    entity, fact,
    model::{Claim, FactId, Resolution, SourceId},
    schema::{FoundRelation, KindDef},
};

struct World {
    kg: KnowledgeGraph,
    tokayev: Id<Person>,
    pakistan: Id<State>,
    visit: FactId,
}

fn world() -> World {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("report")).unwrap();
    let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev")).unwrap();
    let pakistan = kg.add(State, "Pakistan").unwrap();
    let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned()).unwrap();
    World { kg, tokayev, pakistan, visit }
}

/// Handles of a graph with more of everything.
struct Foreign {
    node: Id<Person>,
    fact: FactId,
    source: SourceId,
    relation: FoundRelation,
}

fn foreign() -> Foreign {
    let mut schema = diplomacy::schema();
    for number in 0..50 {
        schema.add_kind(KindDef::new(format!("kind-{number}"))).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema.open());
    for number in 0..50 {
        kg.add_source(Source::new(format!("s{number}"))).unwrap();
        let node = kg.add(Person, format!("Person {number}")).unwrap();
        kg.assert(fact(node, format!("knows-{number}").as_str(), node)).unwrap();
    }
    let (node, source) = (kg.cast(kg.entity("person-49").unwrap()).unwrap(), kg.source("s49").unwrap());
    let fact = kg.view().all_facts().last().unwrap().id();
    Foreign { node, fact, source, relation: kg.relation("knows-49").unwrap() }
}

#[test]
fn handles_of_another_graph_are_refused_by_every_call() {
    let World { mut kg, tokayev, pakistan, visit, .. } = world();
    let Foreign { node, fact: far, source, relation } = foreign();
    let (unknown, none) = (ErrorKind::UnknownEntity, "no node: 99 of 2");
    let number = node.index();
    let none = none.replace("99", &number.to_string());
    refused(&mut kg, unknown, &["subject of visits", &none], |kg| kg.assert(fact(node, Visits, pakistan)));
    refused(&mut kg, unknown, &["object of met", &none], |kg| kg.assert(fact(tokayev, Met, node)));
    refused(&mut kg, unknown, &["accredited-to", &none], |kg| {
        kg.assert(fact("tokayev", "ambassador-of", "pakistan").with(AccreditedTo, node.any()))
    });
    refused(&mut kg, unknown, &["said-by", &none], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").said_by(node))
    });
    refused(&mut kg, unknown, &[&none], |kg| kg.assert_once(fact(node, Visits, pakistan)));
    refused(&mut kg, unknown, &[&none], |kg| kg.narrow(node, "person"));
    refused(&mut kg, unknown, &[&none], |kg| kg.cast::<State>(node).map(drop));
    let missing = format!("no fact has the number {}; this graph has 1", far.index());
    refused(&mut kg, ErrorKind::UnknownFact, &[&missing], |kg| kg.retract(far, ""));
    refused(&mut kg, ErrorKind::UnknownFact, &[&missing], |kg| kg.resolve(visit, Resolution::Denied, far));
    refused(&mut kg, ErrorKind::UnknownFact, &[&missing], |kg| kg.resolve(far, Resolution::Denied, visit));
    refused(&mut kg, ErrorKind::UnknownFact, &[&missing], |kg| kg.claim(far, Claim::new("report")));
    refused(&mut kg, ErrorKind::UnknownFact, &["object of highlighted", &missing], |kg| {
        kg.assert(fact(tokayev, diplomacy::Highlighted, far))
    });
    refused(&mut kg, ErrorKind::UnknownSource, &["no source has the number 49; this graph has 1"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source(source))
    });
    let missing = "no relation has the number";
    refused(&mut kg, ErrorKind::UnknownRelation, &[missing], |kg| {
        kg.assert(fact(tokayev.any(), relation, pakistan.any()))
    });
    refused(&mut kg, ErrorKind::UnknownRelation, &[missing], |kg| {
        kg.assert_once(fact("tokayev", relation, "pakistan"))
    });
}

/// The first number that a graph did not give is refused like any other that it did not give.
#[test]
fn a_handle_one_past_the_last_is_refused() {
    let mut more = world();
    let (source, node) = (more.kg.add_source(Source::new("second")).unwrap(), more.kg.add(Person, "Second").unwrap());
    let next = more.kg.assert(fact(more.tokayev, Visits, more.pakistan)).unwrap();
    let World { mut kg, tokayev, pakistan, visit } = world();
    assert_eq!((kg.fact_count(), kg.node_count()), (next.index() as usize, node.index() as usize));
    let missing = "no fact has the number 1; this graph has 1";
    refused(&mut kg, ErrorKind::UnknownFact, &[missing], |kg| kg.retract(next, ""));
    refused(&mut kg, ErrorKind::UnknownFact, &[missing], |kg| kg.resolve(next, Resolution::Denied, visit));
    refused(&mut kg, ErrorKind::UnknownFact, &[missing], |kg| kg.claim(next, Claim::new("report")));
    refused(&mut kg, ErrorKind::UnknownFact, &["`#1` does not name a fact", "below 1"], |kg| {
        kg.apply(&Edit::Retract { fact: "#1".into(), why: String::new() })
    });
    refused(&mut kg, ErrorKind::UnknownSource, &["no source has the number 1; this graph has 1"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source(source))
    });
    refused(&mut kg, ErrorKind::UnknownEntity, &["no node: 2 of 2"], |kg| kg.assert(fact(node, Visits, pakistan)));
    assert!(kg.recorded_in(next).is_none() && kg.recorded_in(visit).is_some());
    assert!(kg.fact_ref(next).is_none() && kg.node_ref(node).is_none() && kg.source_ref(source).is_none());
}

#[test]
fn handles_of_another_graph_are_refused() {
    let World { kg, tokayev, visit, .. } = world();
    let Foreign { node, fact: far, source, relation } = foreign();
    assert!(kg.node_ref(node).is_none() && kg.fact_ref(far).is_none() && kg.source_ref(source).is_none());
    assert!(kg.fact_ref_as(far, Visits).unwrap().is_none());
    assert!(kg.retraction(far).is_none() && kg.resolution(far).is_none() && kg.kind_of(node).is_none());
    assert!(kg.recorded_in(far).is_none() && kg.retracted_in(far).is_none() && kg.resolved_in(far).is_none());
    let view = kg.view();
    let entity = |error: Error| assert_eq!(error.kind(), ErrorKind::UnknownEntity);
    let unknown = |error: Error| assert_eq!(error.kind(), ErrorKind::UnknownRelation);
    unknown(view.facts(relation).from(node).count().unwrap_err());
    unknown(view.neighbors(tokayev).by(relation).ids().unwrap_err());
    unknown(view.neighbors(tokayev).by([relation, relation]).count().unwrap_err());
    unknown(view.of_relations(relation).unwrap_err());
    unknown(view.chains(tokayev, tokayev).by(relation).shortest().unwrap_err());
    unknown(kg.fact_ref_as(visit, relation).unwrap_err());
    entity(view.facts(Visits).from(node).count().unwrap_err());
    entity(view.facts(Visits).to(node).first().unwrap_err());
    entity(view.facts(Visits).with("visit-kind", node).answer_on("2026").unwrap_err());
    entity(view.about(node).unwrap_err());
    entity(view.neighbors(node).by(Visits).iter().unwrap_err());
    entity(view.said_by(node).unwrap_err());
    entity(view.among([node]).unwrap_err());
    for chains in [view.chains(node, tokayev), view.chains(tokayev, node)] {
        entity(chains.shortest().unwrap_err());
    }
    for unknown in [view.from_sources(source), view.without_sources([source])] {
        assert_eq!(unknown.unwrap_err().kind(), ErrorKind::UnknownSource);
    }
    let role = view.facts(Visits).with("sent-by", tokayev).count().unwrap_err();
    assert_eq!((role.kind(), role.to_string().as_str()), (ErrorKind::UnknownRole, "visits has no role `sent-by`"));
    let mut bigger = diplomacy::schema();
    for number in 0..300 {
        bigger.add_kind(KindDef::new(format!("kind-{number}"))).unwrap();
    }
    assert_eq!(view.of_kinds(bigger.kind("kind-299").unwrap()).unwrap_err().kind(), ErrorKind::UnknownKind);
    // Reading a declaration is documented to panic: the handle is the caller's promise.
    let panics = catch_unwind(AssertUnwindSafe(|| kg.schema().kind_def(bigger.kind("kind-299").unwrap()).name.clone()));
    assert!(panics.is_err());
}

/// Two graphs with as many of everything, so that each handle of the one has a number that the other has too.
#[cfg(debug_assertions)]
#[test]
fn handles_of_another_graph_are_refused_where_the_numbers_fit() {
    let (World { mut kg, tokayev, pakistan, visit }, other) = (world(), world());
    let later = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-03")).unwrap();
    let (node, state, far) = (other.tokayev, other.pakistan, other.visit);
    let source = other.kg.source("report").unwrap();
    assert_eq!((node, state, far, source), (tokayev, pakistan, visit, kg.source("report").unwrap()));
    let unknown = ErrorKind::UnknownEntity;
    let is_foreign = "is of another graph";
    let named = ["the handle of the node 0 is of another graph"];
    refused(&mut kg, unknown, &["subject of visits", named[0]], |kg| kg.assert(fact(node, Visits, pakistan)));
    refused(&mut kg, unknown, &["object of visits", is_foreign], |kg| kg.assert(fact(tokayev, Visits, state)));
    refused(&mut kg, unknown, &["accredited-to", is_foreign], |kg| {
        kg.assert(fact("tokayev", "ambassador-of", "pakistan").with(AccreditedTo, state.any()))
    });
    refused(&mut kg, unknown, &["said-by", is_foreign], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").said_by(node))
    });
    refused(&mut kg, unknown, &named, |kg| kg.assert_once(fact(node, Visits, pakistan)));
    refused(&mut kg, unknown, &named, |kg| kg.narrow(node, "person"));
    refused(&mut kg, unknown, &named, |kg| kg.cast::<Person>(node.any()).map(drop));
    refused(&mut kg, unknown, &[is_foreign], |kg| kg.merge(node, "pakistan", ""));
    refused(&mut kg, unknown, &[is_foreign], |kg| kg.keep_apart(tokayev, state, ""));
    refused(&mut kg, unknown, &named, |kg| kg.purge(node, ""));
    refused(&mut kg, unknown, &[is_foreign], |kg| {
        kg.atomically(|kg| kg.bulk(|bulk| bulk.assert(fact(node, Met, node))))
    });
    let unknown = ErrorKind::UnknownFact;
    let named = ["the handle of the fact 0 is of another graph"];
    refused(&mut kg, unknown, &named, |kg| kg.retract(far, ""));
    refused(&mut kg, unknown, &named, |kg| kg.resolve(far, Resolution::Confirmed, later));
    refused(&mut kg, unknown, &named, |kg| kg.confirm(far, fact(tokayev, Visits, pakistan)));
    refused(&mut kg, unknown, &named, |kg| kg.claim(far, Claim::new("report")).map(drop));
    refused(&mut kg, unknown, &named, |kg| kg.claim_once(far, &Claim::new("report")));
    refused(&mut kg, unknown, &named, |kg| kg.again(far).map(drop));
    refused(&mut kg, unknown, &named, |kg| kg.purge(far, ""));
    refused(&mut kg, unknown, &["object of highlighted", is_foreign], |kg| {
        kg.assert(fact(tokayev, diplomacy::Highlighted, far))
    });
    let unknown = ErrorKind::UnknownSource;
    let named = ["the handle of the source 0 is of another graph"];
    refused(&mut kg, unknown, &named, |kg| kg.assert(fact(tokayev, Visits, pakistan).source(source)));
    refused(&mut kg, unknown, &named, |kg| kg.purge(source, ""));

    // What reads has no answer, or the same error.
    assert!(kg.node_ref(node).is_none() && kg.fact_ref(far).is_none() && kg.source_ref(source).is_none());
    assert!(kg.fact_ref_as(far, Visits).unwrap().is_none() && kg.kind_of(node).is_none() && kg.fact_key(far).is_none());
    assert!(kg.recorded_in(far).is_none() && kg.retraction(far).is_none() && kg.resolution(far).is_none());
    assert!(kg.history_of(far).is_empty() && kg.history_of(node).is_empty());
    let view = kg.view();
    assert!(view.fact(far).is_none() && view.fact(visit).is_some());
    assert!(!view.contains(node.any()) && view.contains(tokayev.any()));
    assert!(view.only([far]).all_facts().next().is_none());
    assert!(view.life(far).is_empty() && view.resolved(far).is_none() && view.testimony(far).is_none());
    assert!(view.fact(visit).unwrap().other(node).is_none());
    let errors = [
        view.facts(Visits).from(node).count().unwrap_err(),
        view.about(node).map(drop).unwrap_err(),
        view.neighbors(node).by(Visits).ids().map(drop).unwrap_err(),
        view.without_sources([source]).map(drop).unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.to_string().contains(is_foreign)), "{errors:?}");

    // Whatever gives a handle says of which graph it is.
    let visit = other.kg.view().facts(Visits).first().unwrap().unwrap();
    let view = other.kg.view();
    let mut q = view.query();
    let guest = q.var(Person);
    q.fact(guest, Visits, state);
    let row = q.select(guest).rows().unwrap().values().next().unwrap();
    let claimed = other.kg.sources().next().unwrap().id();
    for id in [
        other.kg.entity("tokayev").unwrap(),
        other.kg.entities_named("Kassym-Jomart Tokayev")[0],
        other.kg.canonical(node).any(),
        visit.subject().any(),
        visit.subject_node().id(),
        row.any(),
        view.neighbors(state).by(Visits).ids().unwrap().next().unwrap(),
    ] {
        assert!(kg.node_ref(id).is_none(), "{id:?}");
    }
    assert!(kg.fact_ref(visit.id()).is_none() && kg.source_ref(claimed).is_none());
    assert!(kg.fact_ref(other.kg.fact_named("#0").unwrap()).is_none());
}

/// Outcomes and claims by handles of a graph that has as many.
#[cfg(debug_assertions)]
#[test]
fn outcomes_and_claims_are_those_of_the_graph_that_is_asked() {
    let settled = || {
        let World { mut kg, tokayev, pakistan, visit } = world();
        let claim = kg.claim(visit, Claim::new("report")).unwrap();
        let later = kg.confirm(visit, fact(tokayev, Visits, pakistan).on("2026-02-03")).unwrap();
        (kg, visit, later, claim)
    };
    let ((kg, visit, later, claim), (_, far, far_later, far_claim)) = (settled(), settled());
    let view = kg.view();
    assert!(view.resolution(visit).is_some() && view.resolution(far).is_none());
    assert!(view.resolves(later).len() == 1 && view.resolves(far_later).is_empty());
    assert!(view.life(later).len() == 2 && view.life(far_later).is_empty());
    assert!(kg.claim_ref(claim).is_some() && kg.claim_ref(far_claim).is_none());
    let listed = kg.claims().next().unwrap();
    let other = world().kg;
    assert!(other.claim_ref(listed.id()).is_none() && other.fact_ref(listed.fact()).is_none());
}

/// A clone has the rows of the graph that it was made of, a purged graph has others.
#[test]
fn handles_are_valid_in_clones_and_void_after_a_purge() {
    let World { mut kg, tokayev, pakistan, visit } = world();
    let mut copy = kg.clone();
    copy.assert(fact(tokayev, Visits, pakistan).on("2027")).unwrap();
    copy.retract(visit, "").unwrap();
    assert!(kg.as_known("2026-01-01").unwrap().node_ref(tokayev).is_some());
    assert!(kg.fact_ref(copy.fact_named("#0").unwrap()).is_some());
    let gone = kg.add(State, "Norland").unwrap();
    kg.purge(gone, "").unwrap();
    assert_eq!(kg.node_ref(tokayev).is_none(), cfg!(debug_assertions));
    assert!(kg.node_ref(kg.entity("tokayev").unwrap()).is_some());
}
