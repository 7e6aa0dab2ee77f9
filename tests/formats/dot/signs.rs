//! What is said of a fact, and the signs that tell it: each where it should be and nowhere else.

use std::collections::BTreeMap;

use chancery::{
    Id, KnowledgeGraph, Source, View,
    diplomacy::{self, Borders, Person, State, Visits},
    fact,
    model::{Modality, Resolution},
    schema::{RelationDef, Shape},
};

use super::document::{legend, plain, read};

pub(crate) type Ends = (Id<State>, Id<State>, Id<Person>);

/// A graph with two states, a person and a source, and with what is built on them.
pub(crate) fn one(build: impl FnOnce(&mut KnowledgeGraph, Ends)) -> KnowledgeGraph {
    let mut schema = diplomacy::schema();
    schema.add_relation(RelationDef::new("opposed", Shape::Happens, "state", "state")).unwrap();
    schema.add_relation(RelationDef::new("site", Shape::Holds, "state", "url")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(Source::new("s")).unwrap();
    let ends = (kg.add(State, "A").unwrap(), kg.add(State, "B").unwrap(), kg.add(Person, "P").unwrap());
    build(&mut kg, ends);
    kg
}

fn everything(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL)
}

#[test]
fn each_sign_is_there_when_it_should_be_and_not_otherwise() {
    struct Case {
        graph: KnowledgeGraph,
        label: &'static str,
        signs: &'static [(&'static str, &'static str)],
        legend: &'static [&'static str],
    }
    let on = |(a, b, _): Ends| fact(a, "opposed", b);
    let cases = vec![
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).source("s")).unwrap()),
            label: "opposed",
            signs: &[],
            legend: &[],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).on("2020").planned()).unwrap()),
            label: "opposed\nin 2020",
            signs: &[("style", "dashed")],
            legend: &["planned"],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).hypothetical()).unwrap()),
            label: "opposed\nhypothetical",
            signs: &[("style", "dashed"), ("color", "#999999"), ("fontcolor", "#6B6B6B")],
            legend: &["hypothetical"],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).denied()).unwrap()),
            label: "opposed\n× denied",
            signs: &[("arrowhead", "tee"), ("color", "#999999"), ("fontcolor", "#6B6B6B")],
            legend: &["× denied"],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).cancelled()).unwrap()),
            label: "opposed\n× cancelled",
            signs: &[("style", "dashed"), ("arrowhead", "tee"), ("color", "#999999"), ("fontcolor", "#6B6B6B")],
            legend: &["× cancelled"],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).source("s").source("s").said_by(e.2)).unwrap()),
            label: "opposed\nsays P",
            signs: &[("style", "dotted")],
            legend: &["on a speaker's word"],
        },
        Case {
            graph: one(|kg, e| {
                _ = kg
                    .assert(on(e).planned().source("s").said_by(e.2).source("s").said_by(e.0).source("s").said_by(e.2))
                    .unwrap();
            }),
            label: "opposed\nsay P, A",
            signs: &[("style", "dashed")],
            legend: &["planned"],
        },
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).source("s").inferred("why")).unwrap()),
            label: "opposed\ninferred",
            signs: &[("arrowhead", "empty")],
            legend: &["inferred ▷"],
        },
        // What one claim states is not inferred, whatever another does.
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).source("s").inferred("why").source("s")).unwrap()),
            label: "opposed",
            signs: &[],
            legend: &[],
        },
        // Who disputes it does not say it.
        Case {
            graph: one(|kg, e| _ = kg.assert(on(e).source("s").disputes().said_by(e.2)).unwrap()),
            label: "opposed\ndisputed",
            signs: &[("color", "#D55E00"), ("penwidth", "1.8")],
            legend: &["disputed"],
        },
        Case {
            graph: one(|kg, e| {
                let wrong = kg.assert(on(e)).unwrap();
                kg.retract(wrong, "a mistake").unwrap();
            }),
            label: "opposed\n× retracted",
            signs: &[("color", "#999999"), ("fontcolor", "#6B6B6B")],
            legend: &["× retracted"],
        },
    ];
    for case in cases {
        let document = everything(&case.graph).dot().to_string();
        let dot = read(&document);
        let edge = dot.edge("e_a", "e_b");
        assert_eq!(edge["label"], case.label);
        assert_eq!(plain(edge), case.signs.iter().copied().collect(), "{}", case.label);
        assert_eq!(legend(&document), case.legend, "{}", case.label);
        assert_eq!(dot.edges.len(), 1);
    }
}

#[test]
fn a_symmetric_fact_has_no_head() {
    let kg = one(|kg, (a, b, _)| _ = kg.assert(fact(a, Borders, b)).unwrap());
    let document = kg.view().dot().to_string();
    assert_eq!(plain(read(&document).edge("e_a", "e_b")), BTreeMap::from([("dir", "none")]));
    assert_eq!(legend(&document), ["both ways, no arrow"]);
}

#[test]
fn on_a_day_what_is_possible_is_told_from_what_is_certain() {
    let kg = one(|kg, (a, b, p)| {
        kg.assert(fact(p, Visits, a).on("2026-02-10")).unwrap();
        kg.assert(fact(p, Visits, b).on("2026-02")).unwrap();
        kg.assert(fact(a, "opposed", b).on("2026-02").planned()).unwrap();
    });
    let drawn = |view: View<'_>| {
        let document = view.dot().to_string();
        let dot = read(&document);
        let sign = |from, to| {
            let edge = dot.edge(from, to);
            let signs = plain(edge).into_iter().map(|(name, value)| format!("{name} {value}"));
            (edge["label"].clone(), signs.collect::<Vec<_>>())
        };
        (sign("e_p", "e_a"), sign("e_p", "e_b"), sign("e_a", "e_b"), legend(&document))
    };
    let (certain, possible, planned, signs) = drawn(kg.view().on("2026-02-10").unwrap());
    assert_eq!(certain, ("visits\non 2026-02-10".into(), vec![]));
    assert_eq!(possible, ("visits\nin February 2026\n? possible".into(), vec!["penwidth 0.6".into()]));
    assert_eq!(planned, ("opposed\nin February 2026".into(), vec!["style dashed".into()]));
    assert_eq!(signs, ["? possible, not certain", "planned"]);
    let (_, undated, _, signs) = drawn(kg.view());
    assert_eq!(undated, ("visits\nin February 2026".into(), vec![]));
    assert_eq!(signs, ["planned"]);
}

#[test]
fn what_is_resolved_is_marked_and_what_resolves_it_is_not() {
    let kg = one(|kg, (a, _, p)| {
        let plan = kg.assert(fact(p, Visits, a).on("2026-02").planned()).unwrap();
        let visit = kg.assert(fact(p, Visits, a).on("2026-02-10")).unwrap();
        kg.resolve(plan, Resolution::Confirmed, visit).unwrap();
    });
    let dot = read(&everything(&kg).dot().to_string());
    let labels: Vec<_> = dot.edges.iter().map(|(_, _, edge)| edge["label"].as_str()).collect();
    assert_eq!(labels, ["visits\nin February 2026\nresolved", "visits\non 2026-02-10"]);
    assert_eq!(read(&kg.view().dot().to_string()).edges.len(), 1);
}

#[test]
fn a_view_of_the_past_does_not_mark_what_happened_since() {
    let mut kg = one(|_, _| {});
    let ends = (kg.entity("a").unwrap(), kg.entity("b").unwrap());
    let stamp = |text: &str| text.parse::<chancery::Stamp>().unwrap();
    kg.at(stamp("2026-01-01")).unwrap();
    let wrong = kg.assert(fact(ends.0, "borders", ends.1)).unwrap();
    kg.at(stamp("2026-02-01")).unwrap();
    kg.retract(wrong, "").unwrap();
    let label = |view: View<'_>| read(&view.dot().to_string()).edge("e_a", "e_b")["label"].clone();
    assert_eq!(label(kg.view().known_by(stamp("2026-01-15")).unwrap()), "borders");
    assert_eq!(label(kg.view().with_retracted()), "borders\n× retracted");

    kg.at(stamp("2026-03-01")).unwrap();
    let plan = kg.assert(fact(ends.1, "opposed", ends.0).planned()).unwrap();
    kg.at(stamp("2026-04-01")).unwrap();
    let resolution = kg.assert(fact(ends.0, "opposed", ends.1)).unwrap();
    kg.resolve(plan, Resolution::Corrected, resolution).unwrap();
    let label = |view: View<'_>| read(&view.dot().to_string()).edge("e_b", "e_a")["label"].clone();
    assert_eq!(label(kg.view().known_by(stamp("2026-03-15")).unwrap()), "opposed");
    assert_eq!(label(kg.view().with_resolved()), "opposed\nresolved");
}
