//! A format that another crate writes and reads. Guards against formats that need a way into the graph which only this crate
//! has.

use chancery::{
    Entity, ErrorKind, KnowledgeGraph, Schema, Source, diplomacy,
    dossier::Dossier,
    fact,
    io::{Import, Loss, MatchBy},
    model::Resolution,
};
use downstream::semi::{Reader, Semi};

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    kg.add_source(Source::new("report")).unwrap();
    for (key, name) in [("pk", "Pakistan"), ("ir", "Iran")] {
        kg.add_entity(&Entity::new(key, "state", name)).unwrap();
    }
    kg.assert(fact("pk", "borders", "ir").since("1947").source("report")).unwrap();
    let recognition = kg.assert(fact("ir", "recognizes", "pk").on("1947-08")).unwrap();
    let about = kg.assert(fact("pk", "reports", recognition)).unwrap();
    kg.retract(about, "nobody said so").unwrap();
    kg
}

fn written(kg: &KnowledgeGraph) -> String {
    let mut file = Vec::new();
    assert!(Semi::of(&kg.view().with_retracted()).write_to(&mut file).unwrap().is_empty());
    String::from_utf8(file).unwrap()
}

#[test]
fn a_graph_survives_and_the_same_file_twice_adds_nothing() {
    let kg = graph();
    let text = written(&kg);
    let mut again = KnowledgeGraph::new(Schema::new().open());
    let done = Import::new().apply_all(&mut again, Reader.read(text.as_bytes()).unwrap()).unwrap();
    assert_eq!((done.added.entities, done.added.facts, done.added.changes), (2, 3, 1));
    again.validate().unwrap();
    let content = |kg: &KnowledgeGraph| Dossier::of(&kg.view().with_retracted());
    assert_eq!(content(&again), content(&kg));
    assert_eq!(written(&again), text);
    let twice = Import::new().apply_all(&mut again, Reader.read(text.as_bytes()).unwrap()).unwrap();
    assert_eq!(twice.added.total(), 0);
}

#[test]
fn bad_lines_are_rejected_with_code_place_and_position_and_move_no_reference() {
    let text = "entity;state;pk;Pakistan\nentity;state;ir;Iran\ncolor;red\nfact;pk;borders;ir;1947-13\n\
                fact;pk;borders;ir;as-of 1947\nfact;ir;reports;#1;2026\nretract;#0;x\nretract;#1;y\nfact;pk;borders\n";
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.add_entity(&Entity::new("pakistan", "state", "Pakistan")).unwrap();
    let edits = Reader.read(text.as_bytes()).unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), [("color", 1)]);
    let done = Import::new().matching([MatchBy::Key, MatchBy::Name]).apply_each(&mut kg, edits);
    assert_eq!(done.renamed, [("pk".to_owned(), "pakistan".to_owned())]);
    let reasons: Vec<_> = done
        .rejected
        .iter()
        .map(|rejected| (rejected.reason().kind(), rejected.reason().position().map(|at| at.line)))
        .collect();
    assert_eq!(
        reasons,
        [(ErrorKind::InvalidDate, Some(4)), (ErrorKind::UnknownFact, Some(7)), (ErrorKind::Syntax, Some(9))]
    );
    assert_eq!(done.rejected[0].reason().place(), Some("when"));
    let view = kg.view().with_retracted();
    let facts: Vec<_> = Dossier::of(&view).facts.iter().map(ToString::to_string).collect();
    assert_eq!(facts, ["pakistan borders ir as-of 1947", "ir reports ^0 on 2026"]);
}

#[test]
fn what_the_format_cannot_hold_is_reported() {
    let mut kg = graph();
    kg.add_fact(&r#"pk motto "a; b""#.parse().unwrap()).unwrap();
    let losses = Semi::of(&kg.view()).write_to(std::io::sink()).unwrap();
    assert_eq!((losses.count(Loss::Values), losses.count(Loss::Characters)), (1, 1));
}

#[test]
fn plain_facts_are_recorded_by_public_calls_alone() {
    let mut kg = graph();
    let plan = kg.add_fact(&"pk visits ir on 2026-02 planned".parse().unwrap()).unwrap();
    let done = kg.add_fact_once(&"pk visits ir on 2026-02 @report".parse().unwrap(), |_| true).unwrap();
    kg.resolve(plan, Resolution::Confirmed, done.fact).unwrap();
    let claim = chancery::model::Claim::new("report");
    assert!(kg.check_claim(&claim).is_ok());
    assert!(!kg.claim_once(done.fact, &claim).unwrap() && kg.claim_once(plan, &claim).unwrap());
    assert!(kg.get_source("report").is_some() && kg.get_source("other").is_none());
    kg.validate().unwrap();
}
