//! Writers and readers of formats at a million facts: megabytes a second, and how much memory they take while they write.
//!
//! `cargo bench --bench formats --all-features` measures; `-- --test` runs all on few facts. Beside each writer stands the
//! plain serializer of the same format on values that lie ready in memory, of a tenth of the facts, as ready values take many
//! times the room; beside each reader stands the plain parser on the same text, which makes nothing of what it reads. They know
//! no graph, no schema and no dates, so a writer within a small factor of them is a good result.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss
)]

use std::{
    fs,
    io::{self, Write},
    time::Instant,
};

use chancery::{
    Error, Id, KnowledgeGraph, diplomacy, entity, fact,
    io::{
        Import, Losses, csv, follow_the_money, gexf, graphml, json_lines, node_link,
        rdf::{self, RdfFormat},
    },
};
use oxrdfio::{RdfParser, RdfSerializer};

const BASE: &str = "https://example.org/";

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let count = if test { 200 } else { 1_000_000 };
    let kg = graph(count);
    println!("{count} facts");
    writers(&kg);
    #[cfg(feature = "parquet")]
    parquet(&kg);
    let small = graph(count / 10);
    baselines(&small);
    readers(&kg);
}

/// Visits of persons to states in 2014, some with a role, some planned.
fn graph(count: u32) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let mut add = |kind: &str, n: u32| -> Vec<Id> {
        (0..n).map(|n| kg.add(kind, entity(format!("{kind} {n}")).key(format!("{kind}-{n}"))).unwrap()).collect()
    };
    let (persons, states) = (add("person", 5000), add("state", 200));
    let mut state = 7_u64;
    let mut pick = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    for n in 0..count {
        let (day, month) = (1 + pick(28), 1 + pick(12));
        let visit =
            fact(persons[pick(5000)], "visits", states[pick(200)]).on(format!("2014-{month:02}-{day:02}").as_str());
        let visit = if n % 10 == 0 { visit.with("visit-kind", "official") } else { visit };
        kg.assert(if n % 7 == 0 { visit.planned() } else { visit }).unwrap();
    }
    kg
}

/// Counts what is written, and looks at the memory of the process now and then.
struct Sink {
    bytes: usize,
    looked: usize,
    most: usize,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len();
        if self.bytes - self.looked > 1 << 22 {
            self.looked = self.bytes;
            self.most = self.most.max(resident());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Kilobytes that the process has in memory; 0 where the system does not say.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

fn print_row(name: &str, bytes: usize, began: Instant, more: &str) {
    let seconds = began.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    println!("{name:<28} {megabytes:>8.1} MB  {:>8.1} MB/s  {more}", megabytes / seconds);
}

fn writers(kg: &KnowledgeGraph) {
    let write = |name: &str, write: &dyn Fn(&mut Sink) -> Result<Losses, Error>| {
        let before = resident();
        let mut sink = Sink { bytes: 0, looked: 0, most: before };
        let began = Instant::now();
        let _ = write(&mut sink).unwrap();
        print_row(
            name,
            sink.bytes,
            began,
            &format!("{:.1} MB more memory at most", (sink.most.max(before) - before) as f64 / 1e3),
        );
    };
    let view = kg.view();
    write("write JSON Lines", &|sink| json_lines::JsonLines::of(&view).write_to(sink));
    write("write node-link", &|sink| node_link::NodeLink::of(&view).write_to(sink));
    write("write CSV, facts", &|sink| csv::Csv::of(&view).facts().write_to(sink));
    write("write GraphML", &|sink| graphml::GraphMl::of(&view).write_to(sink));
    write("write GEXF", &|sink| gexf::Gexf::of(&view).write_to(sink));
    write("write FollowTheMoney", &|sink| follow_the_money::FollowTheMoney::of(&view).write_to(sink));
    write("write N-Triples", &|sink| rdf::Rdf::of(&view).base(BASE).syntax(RdfFormat::NTriples).write_to(sink));
    write("write Turtle", &|sink| rdf::Rdf::of(&view).base(BASE).syntax(RdfFormat::Turtle).write_to(sink));
}

fn file(write: impl FnOnce(&mut Vec<u8>) -> Result<Losses, Error>) -> Vec<u8> {
    let mut file = Vec::new();
    let _ = write(&mut file).unwrap();
    file
}

/// A folder of Parquet files: by its size, as its tables are not a stream.
#[cfg(feature = "parquet")]
fn parquet(kg: &KnowledgeGraph) {
    let folder = std::env::temp_dir().join(format!("chancery-bench-{}", std::process::id()));
    let began = Instant::now();
    let _ = chancery::io::parquet::Parquet::of(&kg.view()).write_to(&folder).unwrap();
    let took = began.elapsed();
    let sizes = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    let bytes: u64 = sizes.sum();
    let facts = kg.view().fact_count() as f64;
    let more = format!("{:.2} s, {:.1} bytes a fact", took.as_secs_f64(), bytes as f64 / facts);
    print_row("write Parquet", usize::try_from(bytes).unwrap(), began, &more);
    fs::remove_dir_all(&folder).unwrap();
}

/// The plain serializers, on what the writers wrote.
fn baselines(kg: &KnowledgeGraph) {
    let view = kg.view();
    let text = file(|out| json_lines::JsonLines::of(&view).write_to(out));
    let values: Vec<serde_json::Value> = text
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let began = Instant::now();
    let mut out = Vec::with_capacity(text.len());
    for value in &values {
        serde_json::to_writer(&mut out, value).unwrap();
        out.push(b'\n');
    }
    print_row("plain write JSON Lines", out.len(), began, "serde_json, values ready");

    let text = file(|out| csv::Csv::of(&view).facts().write_to(out));
    let records: Vec<_> =
        ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice()).into_byte_records().collect();
    let began = Instant::now();
    let mut out = ::csv::Writer::from_writer(Vec::with_capacity(text.len()));
    for record in &records {
        out.write_byte_record(record.as_ref().unwrap()).unwrap();
    }
    print_row("plain write CSV, facts", out.into_inner().unwrap().len(), began, "csv, records ready");

    let text = file(|out| graphml::GraphMl::of(&view).write_to(out));
    let mut reader = quick_xml::Reader::from_reader(text.as_slice());
    let mut events = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            event => events.push(event.into_owned()),
        }
    }
    let began = Instant::now();
    let mut out = quick_xml::Writer::new(Vec::with_capacity(text.len()));
    for event in &events {
        out.write_event(event.borrow()).unwrap();
    }
    print_row("plain write GraphML", out.into_inner().len(), began, "quick-xml, events ready");

    let text = file(|out| rdf::Rdf::of(&view).base(BASE).syntax(RdfFormat::NTriples).write_to(out));
    let quads: Vec<_> = RdfParser::from_format(RdfFormat::NTriples).for_slice(&text).map(Result::unwrap).collect();
    let began = Instant::now();
    let mut out = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(Vec::with_capacity(text.len()));
    for quad in &quads {
        out.serialize_quad(quad).unwrap();
    }
    print_row("plain write N-Triples", out.finish().unwrap().len(), began, "oxrdfio, quads ready");
}

fn readers(kg: &KnowledgeGraph) {
    let (view, schema) = (kg.view(), diplomacy::schema());
    let empty = || KnowledgeGraph::new(schema.clone());
    let text = file(|out| json_lines::JsonLines::of(&view).write_to(out));
    let began = Instant::now();
    Import::new().apply_all(&mut empty(), json_lines::Reader::new().read(text.as_slice())).unwrap();
    print_row("read JSON Lines", text.len(), began, "into a graph");
    let began = Instant::now();
    let lines = text.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    lines.for_each(|line| drop(serde_json::from_slice::<serde_json::Value>(line).unwrap()));
    print_row("plain read JSON Lines", text.len(), began, "serde_json");

    let text = String::from_utf8(file(|out| node_link::NodeLink::of(&view).write_to(out))).unwrap();
    let began = Instant::now();
    Import::new().apply_all(&mut empty(), node_link::Reader::new(&schema).read(text.as_bytes()).unwrap()).unwrap();
    print_row("read node-link", text.len(), began, "into a graph");

    let (entities, facts) = (
        file(|out| csv::Csv::of(&view).entities().write_to(out)),
        file(|out| csv::Csv::of(&view).facts().write_to(out)),
    );
    let began = Instant::now();
    let mut reader = csv::Reader::new(&schema);
    reader.read_entities(entities.as_slice()).unwrap();
    reader.read_facts(facts.as_slice()).unwrap();
    Import::new().apply_all(&mut empty(), reader.finish()).unwrap();
    print_row("read CSV", entities.len() + facts.len(), began, "into a graph");
    let began = Instant::now();
    let records = ::csv::Reader::from_reader(facts.as_slice()).into_byte_records().count();
    print_row("plain read CSV", facts.len(), began, &format!("csv, {records} records"));

    let text = String::from_utf8(file(|out| graphml::GraphMl::of(&view).write_to(out))).unwrap();
    let began = Instant::now();
    Import::new().apply_all(&mut empty(), graphml::Reader::new(&schema).read(text.as_bytes()).unwrap()).unwrap();
    print_row("read GraphML", text.len(), began, "into a graph");
    let began = Instant::now();
    let mut reader = quick_xml::Reader::from_str(&text);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    print_row("plain read GraphML", text.len(), began, "quick-xml");

    let text = file(|out| rdf::Rdf::of(&view).base(BASE).syntax(RdfFormat::NTriples).write_to(out));
    let began = Instant::now();
    Import::new()
        .apply_all(
            &mut empty(),
            rdf::Reader::new(&schema).base(BASE).syntax(RdfFormat::NTriples).read(text.as_slice()).unwrap(),
        )
        .unwrap();
    print_row("read N-Triples", text.len(), began, "into a graph");
    let began = Instant::now();
    let quads = RdfParser::from_format(RdfFormat::NTriples).for_slice(&text).count();
    print_row("plain read N-Triples", text.len(), began, &format!("oxrdfio, {quads} quads"));
}
