//! Any text as a file of each format: nothing panics; what is read and brought into a graph leaves it whole; and what is
//! written of it reads back to the same bytes. The first byte picks the format.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    io::{
        Columns, Import, Match, csv, follow_the_money, graphml,
        import::Edits,
        json_lines, node_link,
        rdf::{self, JsonLdProfileSet, RdfFormat, Statements},
    },
    model::Modality,
    view::View,
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());
static COLUMNS: LazyLock<Columns> =
    LazyLock::new(|| Columns::new().default_kind("state").default_relation("borders").fact("born", "born"));
const BASE: &str = "https://example.org/";

fn all(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_retracted().with_resolved().modalities(Modality::ALL)
}

fn lines(kg: &KnowledgeGraph) -> Vec<u8> {
    let mut file = Vec::new();
    let _ = all(kg).json_lines().write_to(&mut file).expect("a `Vec` takes every byte");
    file
}

fuzz_target!(|data: &[u8]| {
    let Some((pick, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    let edits: Result<Edits, _> = match pick % 7 {
        0 => {
            let _ = Import::new().apply_each(&mut kg, json_lines::read(rest));
            Ok(Edits::default())
        }
        1 => node_link::read(&text, &SCHEMA, &COLUMNS),
        2 => graphml::read(&text, &SCHEMA, &COLUMNS),
        3 => {
            let mut reader = csv::Reader::with_columns(&SCHEMA, &COLUMNS);
            let (entities, facts) = text.split_once("\n\n").unwrap_or((&text, ""));
            let read = reader.entities(entities.as_bytes()).and_then(|()| reader.facts(facts.as_bytes()));
            read.map(|()| reader.finish())
        }
        4 => follow_the_money::read(rest, &SCHEMA, &COLUMNS),
        5 => rdf::read(rest, RdfFormat::TriG, BASE, &SCHEMA),
        _ => {
            let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
            let formats = [RdfFormat::RdfXml, RdfFormat::NQuads, RdfFormat::N3, json_ld];
            rdf::read(rest, formats[usize::from(pick / 7) % 4], BASE, &SCHEMA)
        }
    };
    if let Ok(edits) = edits {
        let _ = Import::new().matching([Match::Key, Match::Name]).apply_each(&mut kg, edits);
    }
    kg.validate().expect("what was read is whole");

    // What came in goes out in every format, and comes back.
    let written = lines(&kg);
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, json_lines::read(written.as_slice())).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let mut file = Vec::new();
    let losses = all(&kg).graphml().write_to(&mut file).expect("a `Vec` takes every byte");
    let back =
        graphml::read(&String::from_utf8(file).expect("text"), kg.schema(), &Columns::new()).expect("it is GraphML");
    if losses.is_empty() {
        let mut again = KnowledgeGraph::new(kg.schema().clone());
        Import::new().apply_all(&mut again, back).expect("what is written reads");
        assert_eq!(lines(&again), written);
    }
    let mut file = Vec::new();
    let _ = all(&kg).node_link().write_to(&mut file).expect("a `Vec` takes every byte");
    let back =
        node_link::read(&String::from_utf8(file).expect("text"), kg.schema(), &Columns::new()).expect("it is JSON");
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, back).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let mut file = Vec::new();
    let _ = all(&kg)
        .rdf(BASE)
        .statements(Statements::Reifiers)
        .write_to(&mut file, RdfFormat::TriG)
        .expect("it is written");
    let back = rdf::read(file.as_slice(), RdfFormat::TriG, BASE, kg.schema()).expect("it is TriG");
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, back).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let _ = all(&kg).mermaid().write_to(Vec::new()).expect("it is written");
    let _ = all(&kg).gexf().write_to(Vec::new()).expect("it is written");
    let _ = all(&kg).follow_the_money().fallback("LegalEntity").write_to(Vec::new()).expect("it is written");
});
