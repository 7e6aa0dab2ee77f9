//! What a picture is made of: roles, values, facts about facts, kinds, limits, and its bytes.

use std::{collections::BTreeSet, io::Write};

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, Born, Event, Met, Occasion, Person, Recognized, State, VisitKind, Visits},
    fact,
    io::{
        Loss,
        dot::{Clusters, Dot, Legend, Roles, Values},
    },
    model::{Claim, Value},
    schema::{KindDef, Schema},
};
use proptest::prelude::*;

use super::{
    core,
    document::{legend, read},
    signs::one,
};

fn meeting() -> KnowledgeGraph {
    one(|kg, (a, _, p)| {
        let (q, event) = (kg.add(Person, "Q").unwrap(), kg.add(Event, "Summit").unwrap());
        kg.assert(fact(p, Met, q).with(Occasion, event).on("2020")).unwrap();
        kg.assert(fact(p, Visits, a).with(VisitKind, Value::Text("state".into()))).unwrap();
        kg.assert(fact(p, Born, chancery::date("1953-05-17"))).unwrap();
        kg.assert(fact(q, Born, chancery::date("1953-05-17"))).unwrap();
    })
}

#[test]
fn roles_are_drawn_or_told_or_left_out() {
    let kg = meeting();
    let dot = read(&kg.view().dot().to_string());
    assert_eq!(dot.edge("f_#0", "e_summit")["label"], "occasion");
    assert_eq!((&*dot.edge("e_p", "f_#0")["dir"], &*dot.edge("f_#0", "e_q")["dir"]), ("none", "none"));
    // A value that plays a role is words, and needs no node.
    assert_eq!(dot.edge("e_p", "e_a")["label"], "visits\nvisit-kind: state");

    let dot = read(&kg.view().dot().roles(Roles::Labelled).to_string());
    assert_eq!(dot.edge("e_p", "e_q")["label"], "met\nin 2020\noccasion: Summit");
    assert!(dot.has("e_summit") && !dot.has("f_#0"));

    let document = kg.view().dot().roles(Roles::Hidden).to_string();
    let dot = read(&document);
    assert_eq!(dot.edge("e_p", "e_q")["label"], "met\nin 2020");
    assert_eq!(dot.edge("e_p", "e_a")["label"], "visits");
    assert!(!legend(&document).contains(&"role ○".to_owned()));
}

#[test]
fn a_fact_whose_object_is_a_value_is_a_note() {
    let kg = meeting();
    let dot = read(&kg.view().dot().to_string());
    assert_eq!(dot.node("f_#2")["label"], "born: 1953-05-17");
    assert_eq!((&*dot.node("f_#2")["shape"], &*dot.node("f_#3")["shape"]), ("note", "note"));
    assert!(!dot.edge("e_p", "f_#2").contains_key("dir"), "the arrow stands at the note");

    let dot = read(&kg.view().dot().values(Values::Hidden).to_string());
    assert!(!dot.has("f_#2") && !dot.has("f_#3"));
    assert_eq!(dot.edge("e_p", "e_a")["label"], "visits");
    assert!(!dot.has("more"), "what the caller hides is not cut");
}

#[test]
fn a_fact_that_is_referred_to_and_not_shown_is_told_in_words() {
    let kg = core();
    let dot = read(&kg.view().of_relations("ahead-of").unwrap().dot().to_string());
    assert_eq!(dot.node("f_visit")["label"], "Kassym-Jomart Tokayev visits\nPakistan");
    assert!(dot.node("f_visit")["tooltip"].starts_with("not shown here: tokayev visits pakistan"));
    assert_eq!(dot.edges.len(), 1);
}

#[test]
fn kinds_are_told_by_frames_or_by_the_legend() {
    let kg = core();
    let document = kg.view().dot().clusters(Clusters::Off).to_string();
    assert!(!document.contains("cluster"));
    let lines = legend(&document);
    assert_eq!(lines[..4], ["person rounded box", "state ellipse", "research-institute tab", "event box"]);
    let document = kg.view().dot().clusters(Clusters::Off).legend(Legend::Hidden).to_string();
    assert!(legend(&document).is_empty() && !read(&document).has("legend"));
}

#[test]
fn a_kind_looks_the_same_in_all_pictures_of_all_graphs() {
    let kg = core();
    let look = |dot: &str, kind: &str| {
        let subgraph = &dot[dot.find(&format!("kind_{kind}\"")).unwrap()..];
        subgraph.lines().find(|line| line.trim_start().starts_with("node")).unwrap().to_owned()
    };
    let (all, some) = (kg.view().dot().to_string(), kg.view().of_kinds("state").unwrap().dot().to_string());
    assert_eq!(look(&all, "state"), look(&some, "state"));
    assert_ne!(look(&all, "state"), look(&all, "person"));
    assert!(!some.contains("kind_person"));

    // Another vocabulary, in which the kind has another place.
    let mut schema = Schema::new();
    for kind in ["company", "state"] {
        schema.add_kind(KindDef::new(kind)).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    kg.add("state", "Norland").unwrap();
    assert_eq!(look(&all, "state"), look(&kg.view().dot().to_string(), "state"));
}

/// Of 57 kinds two look the same, as there are 56 looks.
#[test]
fn kinds_that_look_the_same_are_named_where_no_frame_names_them() {
    let mut schema = Schema::new();
    for n in 0..57 {
        schema.add_kind(KindDef::new(format!("kind-{n}"))).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    for n in 0..57 {
        kg.add(&*format!("kind-{n}"), &*format!("N{n}")).unwrap();
    }
    let document = kg.view().dot().clusters(Clusters::Off).to_string();
    let looks: Vec<_> = document.lines().filter(|line| line.starts_with("    node [")).collect();
    let dot = read(&document);
    let mut shared = 0;
    for (n, look) in looks.iter().enumerate() {
        let same = looks.iter().filter(|other| *other == look).count() > 1;
        let label = if same { format!("N{n}\n(kind-{n})") } else { format!("N{n}") };
        assert_eq!(dot.node(&format!("e_n{n}"))["label"], label);
        shared += usize::from(same);
    }
    assert!(shared > 1 && looks.len() == 57);
    let framed = read(&kg.view().dot().to_string());
    assert!(framed.nodes.iter().all(|(_, node)| !node["label"].contains('(')));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the limit, what is drawn and what the note counts are together what the view has.
    #[test]
    fn nothing_is_cut_in_silence(pairs in prop::collection::vec((0_usize..8, 0_usize..8), 0..20), limit in 0_usize..24) {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let states: Vec<_> = (0..8).map(|n| kg.add(State, format!("S{n}")).unwrap()).collect();
        for (a, b) in &pairs {
            kg.assert(fact(states[*a], Recognized, states[*b])).unwrap();
        }
        let dot = read(&kg.view().dot().limit(limit).to_string());
        prop_assert_eq!(dot.edges.len(), pairs.len().min(limit));
        let note = if dot.has("more") { dot.node("more")["label"].clone() } else { String::new() };
        let counted = |words: [&str; 2]| {
            let line = note.lines().find(|line| words.iter().any(|word| line.ends_with(word)));
            line.map_or(0, |line| line.split(' ').nth(1).unwrap().parse::<usize>().unwrap())
        };
        prop_assert_eq!(counted([" fact", " facts"]), pairs.len().saturating_sub(limit));
        let drawn = dot.nodes.iter().filter(|(id, _)| id.starts_with("e_")).count();
        prop_assert_eq!(counted([" entity", " entities"]), 8 - drawn);
        // What is drawn without a fact has none, and is no more than the limit.
        let joined: BTreeSet<_> = dot.edges.iter().flat_map(|(from, to, _)| [from.clone(), to.clone()]).collect();
        let has_fact: BTreeSet<_> = pairs.iter().flat_map(|(a, b)| [format!("e_s{a}"), format!("e_s{b}")]).collect();
        let alone: Vec<_> = dot.nodes.iter().map(|(id, _)| id).filter(|id| id.starts_with("e_") && !joined.contains(*id)).collect();
        prop_assert!(alone.len() <= limit && alone.iter().all(|id| !has_fact.contains(*id)), "{:?}", alone);
    }
}

#[test]
fn the_note_says_how_many_more() {
    let kg = core();
    assert_eq!(read(&kg.view().dot().limit(6).to_string()).node("more")["label"], "and 1 more fact");
    let none = read(&kg.view().dot().limit(0).to_string());
    assert_eq!(none.node("more")["label"], "and 7 more facts\nand 7 more entities");
    assert_eq!(none.nodes.len(), 1);
}

#[test]
fn the_same_graph_gives_the_same_bytes_by_both_ways() {
    let (one, two) = (core(), core());
    let mut file = Vec::new();
    _ = one.view().dot().write_to(&mut file).unwrap();
    assert_eq!(String::from_utf8(file).unwrap(), two.view().dot().to_string());
}

#[test]
fn what_is_added_leaves_the_rest_as_it_was() {
    let mut kg = core();
    let before = kg.view().dot().to_string();
    kg.assert(fact("saleem", "visits", "kazakhstan").on("2026-03")).unwrap();
    let after = kg.view().dot().to_string();
    let gone: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(after.lines().count(), before.lines().count() + 3, "words, and a line on each side");
}

#[test]
fn a_writer_that_fails_is_an_error() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = core().view().dot().write_to(Full).unwrap_err();
    assert_eq!((error.kind(), error.message()), (chancery::ErrorKind::Io, "the disk is full"));
}

#[test]
fn an_empty_view_is_an_empty_picture() {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let dot: Dot<'_> = kg.view().dot();
    let dot = read(&dot.to_string());
    assert!(dot.nodes.is_empty() && dot.edges.is_empty());
}

#[test]
fn a_picture_tells_what_it_does_not_show() {
    let kg = one(|kg, (a, b, p)| {
        kg.add_source(Source::new("titled").title("A title")).unwrap();
        kg.assert(fact(a, "opposed", b).key("first").source("s")).unwrap();
        kg.assert(fact(p, Visits, b).with(VisitKind, "official").on("2026-02")).unwrap();
        let many = kg.assert(fact(b, "opposed", a)).unwrap();
        for _ in 0..10 {
            kg.claim(many, Claim::new("titled")).unwrap();
        }
        kg.assert(fact(a, "site", Value::Url(format!("https://{}", "x".repeat(200))))).unwrap();
    });
    let losses = |dot: Dot<'_>| {
        let losses = dot.write_to(Vec::new()).unwrap();
        losses.iter().map(|(loss, lost)| (loss, lost.count)).collect::<Vec<_>>()
    };
    let always = [(Loss::Claims, 2), (Loss::Sources, 1), (Loss::Keys, 1), (Loss::Text, 1)];
    assert_eq!(losses(kg.view().dot()), always);
    let hidden = [(Loss::Roles, 1), (Loss::Claims, 2), (Loss::Sources, 1), (Loss::Keys, 1), (Loss::Text, 1)];
    assert_eq!(losses(kg.view().dot().roles(Roles::Hidden)), hidden);
    let first = [(Loss::Facts, 3), (Loss::Entities, 1), (Loss::Sources, 1), (Loss::Keys, 1)];
    assert_eq!(losses(kg.view().dot().limit(1)), first);
    let values = [(Loss::Facts, 1), (Loss::Roles, 1), (Loss::Claims, 2), (Loss::Sources, 1), (Loss::Keys, 1)];
    assert_eq!(losses(kg.view().dot().values(Values::Hidden)), values);
    let plain = one(|kg, (a, b, _)| _ = kg.assert(fact(a, "opposed", b).source("s")).unwrap());
    assert_eq!(losses(plain.view().dot()), []);
}
