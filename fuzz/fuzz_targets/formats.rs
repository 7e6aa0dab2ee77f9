//! Any text as a file of each format: nothing panics; what is read and brought into a graph leaves it whole; and what
//! is written of it reads back to the same bytes. The first byte picks the format.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    io::{
        Column, Import, MatchBy, csv, follow_the_money, gexf, graphml,
        import::Edits,
        json_lines, mermaid, node_link,
        rdf::{self, JsonLdProfileSet, NamedGraphs, RdfFormat, Statements},
    },
    model::Modality,
    view::View,
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());
const BASE: &str = "https://example.org/";

fn born() -> Column {
    Column::Attribute("born".into())
}

fn all(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL)
}

fn lines(kg: &KnowledgeGraph) -> Vec<u8> {
    let mut file = Vec::new();
    let _ = json_lines::JsonLines::of(&all(kg)).write_to(&mut file).expect("a `Vec` takes every byte");
    file
}

fuzz_target!(|data: &[u8]| {
    let Some((pick, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    let edits: Result<Edits, _> = match pick % 7 {
        0 => {
            let _ = Import::new().apply_each(&mut kg, json_lines::Reader::new().read(rest));
            Ok(Edits::default())
        }
        1 => node_link::Reader::new(&SCHEMA).kind("state").relation("borders").column("born", born()).read(rest),
        2 => graphml::Reader::new(&SCHEMA).kind("state").relation("borders").column("born", born()).read(rest),
        3 => {
            let mut reader = csv::Reader::new(&SCHEMA).kind("state").relation("borders").column("born", born());
            let (entities, facts) = text.split_once("\n\n").unwrap_or((&text, ""));
            let read = reader.read_entities(entities.as_bytes()).and_then(|()| reader.read_facts(facts.as_bytes()));
            read.map(|()| reader.finish())
        }
        4 => follow_the_money::Reader::new(&SCHEMA).kind("state").relation("borders").read(rest),
        5 => rdf::Reader::new(&SCHEMA)
            .base(BASE)
            .syntax(RdfFormat::TriG)
            .with_base_iri(BASE)
            .named_graphs(NamedGraphs::Sources)
            .blank_nodes("b-")
            .kind("person")
            .read(rest),
        _ => {
            let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
            let formats = [RdfFormat::RdfXml, RdfFormat::NQuads, RdfFormat::N3, json_ld];
            rdf::Reader::new(&SCHEMA).base(BASE).syntax(formats[usize::from(pick / 7) % 4]).read(rest)
        }
    };
    if let Ok(edits) = edits {
        let _ = Import::new().matching([MatchBy::Key, MatchBy::Name]).apply_each(&mut kg, edits);
    }
    kg.validate().expect("what was read is whole");

    // What came in goes out in every format, and comes back.
    let written = lines(&kg);
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, json_lines::Reader::new().read(written.as_slice())).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let mut file = Vec::new();
    let losses = graphml::GraphMl::of(&all(&kg)).write_to(&mut file).expect("a `Vec` takes every byte");
    let back = graphml::Reader::new(kg.schema()).read(file.as_slice()).expect("it is GraphML");
    if losses.is_empty() {
        let mut again = KnowledgeGraph::new(kg.schema().clone());
        Import::new().apply_all(&mut again, back).expect("what is written reads");
        assert_eq!(lines(&again), written);
    }
    let mut file = Vec::new();
    let _ = node_link::NodeLink::of(&all(&kg)).write_to(&mut file).expect("a `Vec` takes every byte");
    let back = node_link::Reader::new(kg.schema()).read(file.as_slice()).expect("it is JSON");
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, back).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let mut file = Vec::new();
    let rdf = rdf::Rdf::of(&all(&kg)).base(BASE).statements(Statements::Reifiers).syntax(RdfFormat::TriG);
    let _ = rdf.write_to(&mut file).expect("it is written");
    let back = rdf::Reader::new(kg.schema()).base(BASE).syntax(RdfFormat::TriG).read(file.as_slice()).expect("it is TriG");
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    Import::new().apply_all(&mut again, back).expect("what is written reads");
    assert_eq!(lines(&again), written);
    let _ = mermaid::Mermaid::of(&all(&kg)).write_to(Vec::new()).expect("it is written");
    let _ = gexf::Gexf::of(&all(&kg)).write_to(Vec::new()).expect("it is written");
    let _ = follow_the_money::FollowTheMoney::of(&all(&kg)).fallback("LegalEntity").write_to(Vec::new()).expect("it is written");
});
