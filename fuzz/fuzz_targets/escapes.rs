//! Any text as a name, a value and a quote: every writer escapes it, and what it holds comes back.
#![no_main]

use std::sync::LazyLock;

use chancery::{KnowledgeGraph, Schema, Source, diplomacy, entity, fact, notation, io::{Columns, Import, csv, graphml, rdf::{self, RdfFormat, Statements}}, dossier::Dossier};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(diplomacy::schema);
const BASE: &str = "https://example.org/";

fuzz_target!(|text: &str| {
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    let whole = format!("[{text}]");
    kg.add_source(Source::new("s").title(text).text(&whole)).expect("a source");
    if kg.add("person", entity(text).key("a")).is_err() {
        return;
    }
    kg.assert(fact("a", "motto", text).cite("s", whole.as_str())).expect("a motto");
    let dossier = Dossier::of(&kg.view());
    let same = |again: &KnowledgeGraph| assert_eq!(Dossier::of(&again.view()), dossier);

    same(&notation::read(&notation::write(&dossier), SCHEMA.clone()).expect("the notation"));

    let mut file = Vec::new();
    let losses = kg.view().graphml().write_to(&mut file).expect("it is written");
    let file = String::from_utf8(file).expect("text");
    let edits = graphml::read(&file, &SCHEMA, &Columns::new()).expect("it is GraphML");
    let mut again = KnowledgeGraph::new(SCHEMA.clone());
    let done = Import::new().apply_each(&mut again, edits);
    if losses.is_empty() {
        assert!(done.rejected.is_empty());
        same(&again);
    }

    let (mut entities, mut facts, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    let tables = kg.view().csv();
    let mut losses = tables.write_entities(&mut entities).expect("it is written");
    losses.merge(tables.write_facts(&mut facts).expect("it is written"));
    losses.merge(tables.write_sources(&mut sources).expect("it is written"));
    let mut reader = csv::Reader::new(&SCHEMA);
    reader.sources(sources.as_slice()).expect("a table");
    reader.entities(entities.as_slice()).expect("a table");
    reader.facts(facts.as_slice()).expect("a table");
    let mut again = KnowledgeGraph::new(SCHEMA.clone());
    Import::new().apply_all(&mut again, reader.finish()).expect("what is written reads");
    if losses.is_empty() {
        same(&again);
    }

    for (format, statements) in [
        (RdfFormat::Turtle, Statements::Reifiers),
        (RdfFormat::NQuads, Statements::NamedGraphs),
        (RdfFormat::RdfXml, Statements::Classic),
    ] {
        let mut file = Vec::new();
        let losses = kg.view().rdf(BASE).statements(statements).write_to(&mut file, format).expect("it is written");
        let edits = rdf::read(file.as_slice(), format, BASE, &SCHEMA).expect("it is RDF");
        let mut again = KnowledgeGraph::new(SCHEMA.clone());
        let done = Import::new().apply_each(&mut again, edits);
        if losses.is_empty() {
            assert!(done.rejected.is_empty());
            same(&again);
        }
    }
    let mut picture = Vec::new();
    let _ = kg.view().mermaid().write_to(&mut picture).expect("it is written");
    let picture = String::from_utf8(picture).expect("text");
    assert_eq!(picture.matches('"').count() % 2, 0);
    let _ = kg.view().dot().to_string();
});
