//! Any text as a name, a value and a quote: every writer escapes it, and what it holds comes back.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, Source, diplomacy,
    dossier::Dossier,
    entity, fact,
    notation,
    io::{
        Import, csv, graphml, mermaid,
        rdf::{self, RdfFormat, Statements},
    },
};
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
    let losses = graphml::GraphMl::of(&kg.view()).write_to(&mut file).expect("it is written");
    let file = String::from_utf8(file).expect("text");
    let edits = graphml::Reader::new(&SCHEMA).read(file.as_bytes()).expect("it is GraphML");
    let mut again = KnowledgeGraph::new(SCHEMA.clone());
    let done = Import::new().apply_each(&mut again, edits);
    if losses.is_empty() {
        assert!(done.rejected.is_empty());
        same(&again);
    }

    let tables = csv::Csv::of(&kg.view());
    let mut losses = tables.entities().losses();
    losses.merge(tables.facts().losses());
    losses.merge(tables.sources().losses());
    let mut reader = csv::Reader::new(&SCHEMA);
    reader.read_sources(tables.sources().to_string().as_bytes()).expect("a table");
    reader.read_entities(tables.entities().to_string().as_bytes()).expect("a table");
    reader.read_facts(tables.facts().to_string().as_bytes()).expect("a table");
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
        let losses = rdf::Rdf::of(&kg.view()).base(BASE).statements(statements).syntax(format).write_to(&mut file).expect("it is written");
        let edits = rdf::Reader::new(&SCHEMA).base(BASE).syntax(format).read(file.as_slice()).expect("it is RDF");
        let mut again = KnowledgeGraph::new(SCHEMA.clone());
        let done = Import::new().apply_each(&mut again, edits);
        if losses.is_empty() {
            assert!(done.rejected.is_empty());
            same(&again);
        }
    }
    let mut picture = Vec::new();
    let _ = mermaid::Mermaid::of(&kg.view()).write_to(&mut picture).expect("it is written");
    let picture = String::from_utf8(picture).expect("text");
    assert_eq!(picture.matches('"').count() % 2, 0);
    let _ = kg.view().dot().to_string();
});
