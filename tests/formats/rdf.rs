//! RDF: nothing is lost, in any syntax and any form of statements that it has, but characters that XML cannot hold.

use chancery::{
    ErrorKind, KnowledgeGraph, Schema,
    io::{
        Import, Loss, Losses,
        rdf::{self, JsonLdProfileSet, RdfFormat, Statements},
    },
    schema::KindDef,
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
    let mut again = KnowledgeGraph::new(schema());
    let edits = rdf::Reader::new(&schema()).base(BASE).syntax(format).read(file.as_slice()).unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), []);
    if !losses.is_empty() {
        return;
    }
    Import::new().apply_all(&mut again, edits).unwrap_or_else(|error| panic!("{format} {statements:?}: {error}"));
    again.validate().unwrap();
    equal(&again, kg);
    same(&rdf_of(&again, format, statements).0, &file);
    let edits = rdf::Reader::new(&schema()).base(BASE).syntax(format).read(file.as_slice()).unwrap();
    assert_eq!(Import::new().apply_all(&mut again, edits).unwrap().added.total(), 0);
}

#[test]
fn the_report_and_hostile_names_survive_every_form() {
    for (format, statements) in forms() {
        survives(&report(), format, statements);
        survives(&hostile(), format, statements);
    }
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

#[test]
fn other_files_are_read_as_far_as_the_schema_knows_their_words() {
    let mut schema = chancery::diplomacy::schema().open();
    schema.add_kind(KindDef::new("country").code("iri", "http://www.wikidata.org/entity/Q6256")).unwrap();
    let text = "@prefix wd: <http://www.wikidata.org/entity/> . @prefix r: <https://example.org/kg/relation/> .
        wd:Q232 a wd:Q6256 ; <http://www.w3.org/2000/01/rdf-schema#label> \"Kazakhstan\"@en ; r:borders wd:Q148 ; wd:P47 wd:Q159 .
        wd:Q148 a wd:Q6256 ; r:inception \"1949-10-01\"^^<http://www.w3.org/2001/XMLSchema#date> . [] a wd:Q5 .";
    let mut kg = KnowledgeGraph::new(schema.clone());
    let edits = rdf::Reader::new(&schema).base(BASE).syntax(RdfFormat::Turtle).read(text.as_bytes()).unwrap();
    let unread: Vec<_> = edits.unread().collect();
    assert_eq!(unread, [("blank nodes", 1), ("http://www.wikidata.org/entity/P47", 1)]);
    let done = Import::new().apply_each(&mut kg, edits);
    assert_eq!((done.added.entities, done.added.facts), (2, 1), "{:?}", done.rejected);
    assert_eq!(done.rejected[0].reason().kind(), ErrorKind::WrongKind, "a country is no state of that vocabulary");
    assert_eq!(kg.entities_named("kazakhstan").len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random(), form in 0usize..15) {
        let (format, statements) = forms()[form];
        survives(&kg, format, statements);
    }
}
