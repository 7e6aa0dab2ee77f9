//! Guards against a merge that is only half there, and one that cannot be taken back: everything asked of a graph must be
//! answered as if both entities had been one from the first, and after `unmerge` as if they never had.

use crate::edits::{any_edit, begun};
use crate::observe::refused;
use chancery::{
    Edit, ErrorKind, KnowledgeGraph, Source,
    base::{IdentifiedBy, Scheme},
    diplomacy::{self, Agent, AmbassadorOf, Borders, Met, Organization, Person, Praised, State, Visits},
    dossier::Dossier,
    entity, fact,
    io::json,
    model::{Modality, Node},
    notation,
};
use proptest::prelude::*;

fn dossier(kg: &KnowledgeGraph) -> Dossier {
    Dossier::of(&kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL))
}

fn text(kg: &KnowledgeGraph) -> String {
    json::Json::of(&dossier(kg)).to_string()
}

/// An edit with each entity named by the key of the one that stands for it.
fn by_canonical_key(kg: &KnowledgeGraph, edit: Edit) -> Edit {
    let stands = |key: &mut String| kg.node_ref(kg.entity(key).unwrap()).unwrap().key().unwrap().clone_into(key);
    match edit {
        Edit::Assert(mut fact) => {
            for node in [&mut fact.subject, &mut fact.object].into_iter().chain(fact.roles.values_mut()) {
                if let Node::Entity(key) = node {
                    stands(key);
                }
            }
            fact.claims.iter_mut().filter_map(|claim| claim.said_by.as_mut()).for_each(stands);
            Edit::Assert(fact)
        }
        Edit::Claim { fact, mut claim } => {
            claim.said_by.iter_mut().for_each(stands);
            Edit::Claim { fact, claim }
        }
        // From the first of the kind that it has now.
        Edit::AddEntity(mut entity) => {
            kg.node_ref(kg.entity(&entity.key).unwrap()).unwrap().kind_name().unwrap().clone_into(&mut entity.kind);
            Edit::AddEntity(entity)
        }
        other => other,
    }
}

/// What a view shows of every fact, by every way to reach it.
fn shown(kg: &KnowledgeGraph) -> Vec<String> {
    let view = kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL);
    let mut lines: Vec<String> = view.all_facts().map(|fact| fact.to_string()).collect();
    for node in view.entities() {
        let (id, key) = (node.id(), node.key().unwrap());
        lines.push(format!("about {key}: {:?}", view.about(id).unwrap().map(|fact| fact.id()).collect::<Vec<_>>()));
        let others =
            view.neighbors(id).iter().unwrap().map(|n| (n.node.key().map(str::to_owned), n.fact.id(), n.outgoing));
        let mut others: Vec<_> = others.collect();
        others.sort();
        lines.push(format!("beside {key}: {others:?}"));
        for (_, relation) in kg.schema().relations() {
            let facts = || view.facts(kg.relation(&relation.name).unwrap());
            let mut found = [
                facts().from(id).iter().unwrap().map(|f| f.id()).collect::<Vec<_>>(),
                facts().to(id).iter().unwrap().map(|f| f.id()).collect(),
            ];
            for found in &mut found {
                found.sort();
            }
            lines.push(format!("{} {key}: {found:?}", relation.name));
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    // Law: every question is answered as in a graph in which each fact was asserted of the canonical entities.
    #[test]
    fn merged_is_as_if_one_from_the_first(steps in prop::collection::vec(any_edit(), 0..60)) {
        let mut kg = begun();
        for edit in &steps {
            let _ = kg.apply(edit);
        }
        prop_assert_eq!(kg.violations(), []);
        let mut one = KnowledgeGraph::new(diplomacy::schema());
        // The one that stands for another may have been added later than the other's facts: entities first.
        let mut all: Vec<_> = kg.history().flat_map(|(_, edits)| edits).collect();
        all.sort_by_key(|edit| !matches!(edit, Edit::AddEntity(_)));
        for edit in all {
            let decides = matches!(edit, Edit::Narrow { .. } | Edit::Merge { .. } | Edit::Unmerge { .. } | Edit::KeepApart { .. } | Edit::AllowMerge { .. });
            if !decides {
                one.apply(&by_canonical_key(&kg, edit)).unwrap();
            }
        }
        let absorbed: Vec<&str> = kg.view().entities().flat_map(|node| node.merged()).filter_map(|node| node.key()).collect();
        let alone = |line: &String| !absorbed.iter().any(|key| line.contains(&format!(" {key}: ")));
        prop_assert_eq!(shown(&kg), shown(&one).into_iter().filter(alone).collect::<Vec<_>>());
        for key in &absorbed {
            prop_assert!(one.view().with_modalities(Modality::ALL).with_retracted().with_resolved().about(one.entity(key).unwrap()).unwrap().next().is_none());
            let (stands, own) = (kg.entity(key).unwrap(), kg.merges().flat_map(|m| [m.entity(), m.other()]).find(|n| n.key() == Some(key)).unwrap());
            prop_assert_ne!(stands, own.id());
            // A handle from before is as good as that of the one that stands for it.
            let all = kg.view();
            prop_assert_eq!(all.about(own.id()).unwrap().map(|f| f.id()).collect::<Vec<_>>(), all.about(stands).unwrap().map(|f| f.id()).collect::<Vec<_>>());
            prop_assert_eq!(kg.kind_of(own.id()), kg.kind_of(stands));
            prop_assert!(kg.entities_named(own.name().unwrap()).contains(&stands) && !kg.entities_named(own.name().unwrap()).contains(&own.id()));
        }
        // What is written is read back, in both forms, and the same is one.
        let written = text(&kg);
        for again in [json::Reader::new(&diplomacy::schema()).read_graph(written.as_bytes()).unwrap(), notation::read(&notation::write(&dossier(&kg)), diplomacy::schema()).unwrap()] {
            prop_assert_eq!(text(&again), written.clone());
            for key in ["a", "b", "c", "d", "e", "f"] {
                let stands = |kg: &KnowledgeGraph| kg.get_entity(key).map(|id| kg.node_ref(id).unwrap().key().unwrap().to_owned());
                prop_assert_eq!(stands(&again), stands(&kg));
            }
        }
    }

    // Law: after `unmerge` all is as if there had been no merge, whatever was recorded before, between and after.
    #[test]
    fn unmerge_leaves_nothing_but_history(
        before in prop::collection::vec(any_edit(), 0..30),
        pair in (0usize..6, 0usize..6),
        between in prop::collection::vec(any_edit(), 0..30),
    ) {
        let mut merged = begun();
        for edit in &before {
            let _ = merged.apply(edit);
        }
        let mut plain = merged.clone();
        let keys = ["a", "b", "c", "d", "e", "f"];
        let (duplicate, into) = (keys[pair.0], keys[pair.1]);
        prop_assume!(merged.merge(duplicate, into, "for the test").is_ok());
        for edit in &between {
            // Decisions about entities, and narrowing, may be refused because of the merge.
            if !matches!(edit, Edit::Merge { .. } | Edit::Unmerge { .. } | Edit::KeepApart { .. } | Edit::AllowMerge { .. } | Edit::Narrow { .. }) {
                prop_assert_eq!(merged.apply(edit).is_ok(), plain.apply(edit).is_ok(), "{:?}", edit);
            }
        }
        merged.unmerge(duplicate, into, "").unwrap();
        prop_assert_eq!(merged.violations(), []);
        prop_assert_eq!(text(&merged), text(&plain));
        prop_assert_eq!(shown(&merged), shown(&plain));
        prop_assert_eq!(merged.history().flat_map(|(_, edits)| edits).count(), plain.history().flat_map(|(_, edits)| edits).count() + 2);
    }
}

fn people() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("report")).unwrap();
    for (kind, key) in [("person", "a"), ("person", "b"), ("agent", "c"), ("state", "d"), ("organization", "e")] {
        kg.add(kind, entity(key.to_uppercase()).key(key)).unwrap();
    }
    kg
}

#[test]
fn what_contradicts_is_refused_and_says_why() {
    let mut kg = people();
    refused(&mut kg, ErrorKind::NoChange, &["`a` and `a` are one already"], |kg| kg.merge("a", "a", ""));
    refused(&mut kg, ErrorKind::UnknownEntity, &["`x`"], |kg| kg.merge("x", "a", ""));
    refused(&mut kg, ErrorKind::WrongKind, &["neither is under the other"], |kg| kg.merge("a", "d", ""));
    refused(&mut kg, ErrorKind::WrongKind, &["the other way round"], |kg| kg.merge("a", "c", ""));
    refused(&mut kg, ErrorKind::NoChange, &["no merge made `a` and `b` one"], |kg| kg.unmerge("a", "b", ""));
    refused(&mut kg, ErrorKind::NoChange, &["not kept apart"], |kg| kg.allow_merge("a", "b", ""));

    kg.keep_apart("a", "b", "they met").unwrap();
    refused(&mut kg, ErrorKind::NoChange, &["kept apart already"], |kg| kg.keep_apart("b", "a", ""));
    refused(&mut kg, ErrorKind::Distinct, &["`a` and `b` are kept apart: they met"], |kg| kg.merge("a", "b", ""));
    // A third cannot be both of them.
    kg.merge("c", "a", "").unwrap();
    refused(&mut kg, ErrorKind::Distinct, &["`a` and `b` are kept apart"], |kg| {
        kg.merge("b", "c", "").or(kg.merge("b", "a", ""))
    });
    refused(&mut kg, ErrorKind::Distinct, &["take that back first"], |kg| kg.keep_apart("c", "a", ""));
    refused(&mut kg, ErrorKind::NoChange, &["`a` is of kind person already"], |kg| {
        kg.apply(&Edit::Narrow { entity: "c".into(), kind: "person".into() })
    });
    refused(&mut kg, ErrorKind::WrongKind, &["agent `c`, which is merged into `a`"], |kg| {
        kg.assert(fact("c", Visits, "d"))
    });
    kg.allow_merge("b", "a", "it was a mirror").unwrap();
    kg.merge("a", "b", "").unwrap();
    assert_eq!((kg.get_entity("c"), kg.get_entity("a")), (kg.get_entity("b"), kg.get_entity("b")));
    refused(&mut kg, ErrorKind::NoChange, &["`c` into `a`", "`a` into `b`"], |kg| kg.unmerge("c", "b", ""));
    kg.unmerge("a", "c", "").unwrap();
    assert_eq!(kg.entities_named("C"), [kg.entity("c").unwrap()]);
}

/// The id of a duplicate means the entity that stands for it, also where its kind narrows.
#[test]
fn a_duplicate_is_narrowed_with_the_entity_that_stands_for_it() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (one, two) = (kg.add(Agent, "One").unwrap(), kg.add(Agent, "Two").unwrap());
    kg.merge(one, two, "").unwrap();
    let state = kg.narrow(one, State).unwrap();
    assert_eq!((kg.kind_of(two), kg.kind_of(one)), (kg.schema().kind("state").ok(), kg.schema().kind("state").ok()));
    assert_eq!(state, two);
    kg.assert(fact(state, Borders, state)).unwrap();
    assert!(kg.cast::<State>(two).is_ok() && kg.validate().is_ok());
    refused(&mut kg, ErrorKind::NoChange, &["`two` is of kind state already"], |kg| kg.narrow(one, State));
    refused(&mut kg, ErrorKind::WrongKind, &["`two` is of kind state"], |kg| kg.narrow(one, Person));
    kg.unmerge(one, two, "").unwrap();
    assert_eq!((kg.kind_of(two), kg.kind_of(one)), (kg.schema().kind("state").ok(), kg.schema().kind("agent").ok()));
}

#[test]
fn nobody_of_a_wider_kind_comes_to_stand_for_others() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for (key, kind) in [("a", "agent"), ("b", "person"), ("c", "agent"), ("d", "person")] {
        kg.add(kind, chancery::entity(key.to_uppercase()).key(key)).unwrap();
    }
    kg.merge("a", "b", "").unwrap();
    kg.merge("c", "d", "").unwrap();
    kg.merge("a", "c", "").unwrap();
    assert_eq!(kg.entity("a"), kg.entity("d"));
    // Without it the agent would stand for the person.
    let says = ["`c` would stand for person `b`", "take that merge back first"];
    refused(&mut kg, ErrorKind::WrongKind, &says, |kg| kg.unmerge("c", "d", ""));
    kg.unmerge("a", "c", "").unwrap();
    kg.unmerge("c", "d", "").unwrap();
    assert_eq!((kg.entity("a"), kg.entity("c") == kg.entity("d")), (kg.entity("b"), false));
}

#[test]
fn identifiers_of_one_scheme_that_differ_keep_two_apart() {
    let mut kg = people();
    let identified = |kg: &mut KnowledgeGraph, key: &str, scheme: &str, code: &str| {
        kg.assert(fact(key, IdentifiedBy, code).with(Scheme, scheme)).unwrap()
    };
    identified(&mut kg, "a", "wikidata", "Q1");
    identified(&mut kg, "b", "viaf", "7");
    kg.merge("a", "b", "").unwrap();
    kg.unmerge("a", "b", "").unwrap();
    let wrong = identified(&mut kg, "b", "wikidata", "Q2");
    refused(
        &mut kg,
        ErrorKind::Distinct,
        &["`a` has the identifier \"Q1\" by \"wikidata\", and `b` has \"Q2\""],
        |kg| kg.merge("a", "b", ""),
    );
    // One that agrees outweighs one that differs: codes of one scheme are replaced by others.
    let agreed = identified(&mut kg, "b", "wikidata", "Q1");
    kg.merge("a", "b", "").unwrap();
    kg.unmerge("a", "b", "").unwrap();
    kg.retract(agreed, "").unwrap();
    refused(&mut kg, ErrorKind::Distinct, &["Q2"], |kg| kg.merge("b", "a", ""));
    kg.retract(wrong, "mistyped").unwrap();
    kg.merge("b", "a", "").unwrap();
}

#[test]
fn an_identifier_whose_correction_was_retracted_is_in_force_again() {
    let mut kg = people();
    let code = |key: &'static str, code: &'static str| fact(key, IdentifiedBy, code).with(Scheme, "wikidata");
    let first = kg.assert(code("a", "Q1")).unwrap();
    let wrong = kg.correct(first, code("a", "Q2")).unwrap();
    kg.assert(code("b", "Q9")).unwrap();
    kg.retract(wrong, "it was right").unwrap();
    assert_eq!(kg.view().facts(IdentifiedBy).from("a").count().unwrap(), 1);
    refused(&mut kg, ErrorKind::Distinct, &["`b` has the identifier \"Q9\"", "`a` has \"Q1\""], |kg| {
        kg.merge("b", "a", "")
    });
    let before = kg.fact_count();
    kg.upsert(Person, entity("A").key("a").identifier("wikidata", "Q1")).unwrap();
    assert_eq!(kg.fact_count(), before, "it has this one");
}

#[test]
fn many_decisions_are_taken_and_taken_back_in_a_moment() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let ids: Vec<_> = (0..6_000).map(|n| kg.add(Person, format!("p {n}")).unwrap()).collect();
    for pair in ids.windows(2) {
        kg.keep_apart(pair[0], pair[1], "").unwrap();
    }
    // Every second is one with the first.
    let even: Vec<_> = ids.iter().step_by(2).copied().collect();
    for id in &even[1..] {
        kg.merge(*id, ids[0], "").unwrap();
    }
    refused(&mut kg, ErrorKind::Distinct, &["kept apart"], |kg| kg.merge(ids[1], ids[0], ""));
    for pair in ids.windows(2) {
        kg.allow_merge(pair[1], pair[0], "").unwrap();
    }
    assert_eq!(kg.validate(), Ok(()));
    for id in &even[1..] {
        kg.unmerge(ids[0], *id, "").unwrap();
    }
    assert_eq!((kg.validate(), kg.merges().count()), (Ok(()), 0));
}

#[test]
fn facts_between_two_that_are_one_join_it_to_itself() {
    let mut kg = people();
    kg.assert(fact("a", Met, "b")).unwrap();
    kg.merge("a", "b", "the same man").unwrap();
    let b = kg.entity("b").unwrap();
    let met: Vec<_> = kg.view().facts(Met).from(b).iter().unwrap().collect();
    assert_eq!(met.iter().map(|f| (f.subject() == b, f.object() == b)).collect::<Vec<_>>(), [(true, true)]);
    assert_eq!(met[0].to_string(), "b met b");
    assert_eq!(met[0].as_recorded().to_string(), "a met b");
    assert_eq!(met[0].other(b).map(|n| n.id()), Some(b));
    let merge = kg.merges().next().unwrap();
    assert_eq!((merge.entity().key(), merge.other().key(), merge.why()), (Some("a"), Some("b"), "the same man"));
    assert_eq!(merge.recorded_in(), kg.open_transaction());
}

#[test]
fn a_statement_of_one_is_a_statement_of_the_other() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("s")).unwrap();
    let (one, two, other) =
        (kg.add(State, "One").unwrap(), kg.add(State, "Two").unwrap(), kg.add(State, "Other").unwrap());
    let person = kg.add(Person, "Person").unwrap();
    let first = kg.assert(fact(one, Borders, other)).unwrap();
    let post = kg.assert(fact(person, AmbassadorOf, one).with(diplomacy::AccreditedTo, other)).unwrap();
    kg.merge(one, two, "").unwrap();
    assert_eq!(kg.assert_once(fact(other, Borders, two).source("s")).unwrap(), first);
    assert_eq!(kg.assert_once(fact(person, AmbassadorOf, two).with(diplomacy::AccreditedTo, other)).unwrap(), post);
    assert_eq!(kg.view().facts(AmbassadorOf).to(one).first().unwrap().map(|f| f.object()), Some(two));
    // A key finds the canonical entity, also where one would be added.
    assert_eq!(kg.upsert(State, entity("Uno").key("one")).unwrap(), two);
    assert_eq!(kg.entities_named("uno"), [two]);
    assert!(kg.cast::<Organization>(one).is_err() && kg.cast::<State>(one.any()).unwrap() == two);
    assert_eq!(kg.canonical(one), two);
}

#[test]
fn joins_follow_at_once_and_take_either_handle_or_key() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (ann, anne) = (kg.add(Person, "Ann").unwrap(), kg.add(Person, "Anne").unwrap());
    let body = kg.add(Agent, "Oman, the body").unwrap();
    let oman = kg.add(State, "Oman").unwrap();
    kg.assert(fact(ann, Visits, oman).on("2026")).unwrap();
    kg.assert(fact(anne, Praised, body).on("2026")).unwrap();
    let joined = |kg: &KnowledgeGraph| {
        let view = kg.view();
        let mut q = view.query();
        let (guest, host) = (q.var(Person), q.var(State));
        q.fact(guest, Visits, host);
        q.fact(guest, Praised, host);
        let rows = q.select((guest, host)).rows().unwrap();
        rows.values().collect::<Vec<_>>()
    };
    assert_eq!(joined(&kg), []);
    kg.merge(ann, anne, "one spelling more").unwrap();
    kg.merge(body, oman, "the state is meant").unwrap();
    assert_eq!(joined(&kg), [(anne, oman)]);
    // The duplicate's own kind is too wide for a host, but it stands for a state now.
    for named in [0, 1] {
        let view = kg.view();
        let mut q = view.query();
        let guest = q.var(Person);
        if named == 0 {
            q.fact(guest, "visits", body)
        } else {
            q.fact(guest, "visits", "oman-the-body")
        };
        assert_eq!(q.select(guest).rows().unwrap().values().collect::<Vec<_>>(), [anne]);
    }
    assert_eq!(kg.view().chains(ann, body).shortest().unwrap().unwrap().steps().len(), 1);
    kg.unmerge(body, oman, "").unwrap();
    assert_eq!(joined(&kg), []);
}
