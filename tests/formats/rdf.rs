//! RDF: nothing is lost, in any syntax and any form of statements that it has, but characters that XML cannot hold.

use chancery::{
    ErrorKind, KnowledgeGraph, Schema, Source, entity, fact,
    io::{
        Import, Loss, Losses,
        rdf::{self, JsonLdProfileSet, RdfFormat, Statements},
    },
    model::Quote,
    schema::{RelationDef, Shape},
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report, same, schema};

const BASE: &str = "https://example.org/kg/";
const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };

fn rdf_of(kg: &KnowledgeGraph, format: RdfFormat, statements: Statements) -> (Vec<u8>, Losses) {
    let mut file = Vec::new();
    let losses = rdf::Rdf::of(&all(kg)).base(BASE).statements(statements).syntax(format).write_to(&mut file).unwrap();
    (file, losses)
}

/// Every syntax, with each form of statements that it has.
fn forms() -> Vec<(RdfFormat, Statements)> {
    use RdfFormat::{N3, NQuads, NTriples, RdfXml, TriG, Turtle};
    let mut forms = Vec::new();
    for format in [Turtle, TriG, NTriples, NQuads, RdfXml] {
        forms.push((format, Statements::Reifiers));
    }
    for format in [TriG, NQuads, JSON_LD] {
        forms.push((format, Statements::NamedGraphs));
    }
    for format in [Turtle, TriG, NTriples, NQuads, RdfXml, N3, JSON_LD] {
        forms.push((format, Statements::Classic));
    }
    forms
}

fn survives(kg: &KnowledgeGraph, format: RdfFormat, statements: Statements) {
    let (file, losses) = rdf_of(kg, format, statements);
    assert!(losses.iter().all(|(loss, _)| matches!(loss, Loss::Characters | Loss::Sameness)), "{losses}");
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    let edits = rdf::Reader::new(kg.schema()).base(BASE).syntax(format).read(file.as_slice()).unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), []);
    if !losses.is_empty() {
        return;
    }
    Import::new().apply_all(&mut again, edits).unwrap_or_else(|error| panic!("{format} {statements:?}: {error}"));
    again.validate().unwrap();
    equal(&again, kg);
    same(&rdf_of(&again, format, statements).0, &file);
    let edits = rdf::Reader::new(kg.schema()).base(BASE).syntax(format).read(file.as_slice()).unwrap();
    assert_eq!(Import::new().apply_all(&mut again, edits).unwrap().added.total(), 0);
}

#[test]
fn the_report_and_hostile_names_survive_every_form() {
    for (format, statements) in forms() {
        survives(&report(), format, statements);
        survives(&hostile(), format, statements);
    }
}

/// A role with several players, a quote with several passages, and symmetric facts: also of one entity with itself.
fn several() -> KnowledgeGraph {
    let mut schema = schema();
    let post = RelationDef::new("posted-to", Shape::Holds, "person", "state").required_many("accredited-to", "state");
    schema.add_relation(post).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(Source::new("report").text("He serves in Norland, is accredited to Sudland, and met Bob.")).unwrap();
    for (key, kind) in [("ann", "person"), ("bob", "person"), ("norland", "state"), ("sudland", "state")] {
        kg.add(kind, entity(key).key(key)).unwrap();
    }
    let quote = Quote::new("is accredited to").and("serves in").and("Sudland");
    let post = fact("ann", "posted-to", "norland").with("accredited-to", "sudland").with("accredited-to", "norland");
    kg.assert(post.since("2018").cite("report", quote)).unwrap();
    let quote = Quote::new("He").and("met Bob").and(".");
    kg.assert(fact("bob", "met", "ann").on("2026-02").cite("report", quote).said_by("bob")).unwrap();
    kg.assert(fact("norland", "relations-with", "sudland").as_of("1991")).unwrap();
    kg.assert(fact("sudland", "relations-with", "sudland").denied()).unwrap();
    kg
}

#[test]
fn several_players_several_passages_and_symmetric_facts_survive_every_form() {
    let kg = several();
    assert!(kg.view().all_facts().any(|fact| fact.to_string().contains("accredited-to [sudland norland]")));
    for (format, statements) in forms() {
        survives(&kg, format, statements);
    }
}

#[test]
fn the_default_form_is_read_by_all_programs() {
    let mut file = Vec::new();
    assert!(rdf::Rdf::of(&several().view()).write_to(&mut file).unwrap().is_empty());
    let text = String::from_utf8(file).unwrap();
    assert!(text.contains("rdf:subject") && !text.contains("<<"), "{text}");
}

#[test]
fn what_is_not_so_is_not_asserted() {
    let kg = report();
    let text = String::from_utf8(rdf_of(&kg, RdfFormat::NTriples, Statements::Reifiers).0).unwrap();
    let visit = format!("<{BASE}entity/tokayev> <{BASE}relation/visits> <{BASE}entity/pakistan>");
    assert!(text.contains(&format!("<<( {visit} )>>")), "{text}");
    assert!(!text.lines().any(|line| line.starts_with(&visit)), "a planned visit is no visit");
    let post = format!("<{BASE}entity/kistafin> <{BASE}relation/ambassador-of> <{BASE}entity/kazakhstan>");
    assert!(text.lines().any(|line| line.starts_with(&post)));
}

#[test]
fn forms_that_a_syntax_lacks_and_bases_that_are_none_are_refused() {
    let kg = report();
    for (base, statements, format) in [
        (BASE, Statements::Reifiers, JSON_LD),
        (BASE, Statements::NamedGraphs, RdfFormat::Turtle),
        ("example", Statements::Classic, RdfFormat::Turtle),
    ] {
        let error =
            rdf::Rdf::of(&kg.view()).base(base).statements(statements).syntax(format).write_to(Vec::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
    }
    let fault = rdf::Reader::new(&Schema::new())
        .base(BASE)
        .syntax(RdfFormat::Turtle)
        .read(&b"<a> <b> .\n<"[..])
        .map(drop)
        .unwrap_err();
    assert_eq!((fault.kind(), fault.position().map(|at| at.line)), (ErrorKind::Syntax, Some(1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random(), form in 0usize..15) {
        let (format, statements) = forms()[form];
        survives(&kg, format, statements);
    }
}
