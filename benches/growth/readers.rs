//! Readers and writers of formats, on one line and on many, sound and faulty.

use std::io::sink;

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, Met},
    fact,
    io::{Column, csv, follow_the_money, gexf, graphml, json, json_lines, mermaid, node_link, rdf, rdf::RdfFormat},
};

use super::{
    graph::{hub, people},
    measure::Rows,
};

/// What a writer wrote.
fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    String::from_utf8(bytes).unwrap()
}

fn on_one_line(text: &str) -> String {
    text.lines().map(str::trim_start).collect()
}

/// A graph with a long text for each source.
fn long_texts(n: usize) -> KnowledgeGraph {
    let (mut kg, ids) = people(2);
    for n in 0..n {
        let key = format!("s{n}");
        kg.add_source(
            Source::new(key.as_str()).text(format!("Hear, hear! {}", "All of it was said there. ".repeat(200))),
        )
        .unwrap();
        kg.assert(fact(ids[0], Met, ids[1]).cite(key.as_str(), "Hear, hear!")).unwrap();
    }
    kg
}

pub(crate) fn rows(rows: &mut Rows) {
    writers(rows);
    json(rows);
    xml(rows);
    tables(rows);
    triples(rows);
}

fn writers(rows: &mut Rows) {
    rows.linear("dot: a hub", 500, |n| {
        let (kg, _) = hub(n);
        move || kg.view().dot().to_string().len()
    });
    rows.linear("mermaid: a hub", 250, |n| {
        let (kg, _) = hub(n);
        move || mermaid::Mermaid::of(&kg.view()).limit(usize::MAX).write_to(sink()).unwrap()
    });
    rows.linear("gexf: write a hub", 500, |n| {
        let (kg, _) = hub(n);
        move || gexf::Gexf::of(&kg.view()).write_to(sink()).unwrap()
    });
}

fn json(rows: &mut Rows) {
    rows.linear("node-link: on one line", 500, |n| {
        let text = on_one_line(&written(|to| drop(node_link::NodeLink::of(&hub(n).0.view()).write_to(to).unwrap())));
        move || node_link::Reader::new(&diplomacy::schema()).read(text.as_bytes()).unwrap()
    });
    rows.linear("node-link: every node faulty", 250, |n| {
        let nodes: Vec<_> = (0..n).map(|n| format!(r#"{{"id": "n{n}", "type": "persn", "name": ""}}"#)).collect();
        let text = format!(r#"{{"nodes": [{}], "links": []}}"#, nodes.join(","));
        move || node_link::Reader::new(&diplomacy::schema()).read(text.as_bytes()).is_ok()
    });
    rows.linear("json: a dossier, not whole", 500, |n| {
        let text = written(|to| {
            drop(json::Json::of(&chancery::dossier::Dossier::of(&hub(n).0.view())).write_to(to).unwrap());
        });
        let text = on_one_line(&text.replace("met", "mett"));
        move || json::Reader::new(&diplomacy::schema()).read(text.as_bytes()).is_ok()
    });
    rows.linear("json lines: every line faulty", 500, |n| {
        let text: String =
            (0..n).map(|n| format!("{{\"entity\": {{\"kind\": \"persn\", \"key\": \"n{n}\"}}}}\n")).collect();
        move || json_lines::Reader::new().read(text.as_bytes()).count()
    });
    rows.linear("follow the money: a hub", 500, |n| {
        let text = written(|to| drop(follow_the_money::FollowTheMoney::of(&hub(n).0.view()).write_to(to).unwrap()));
        move || follow_the_money::Reader::new(&diplomacy::schema()).read(text.as_bytes()).unwrap()
    });
}

fn xml(rows: &mut Rows) {
    rows.linear("graphml: on one line", 500, |n| {
        let text = on_one_line(&written(|to| drop(graphml::GraphMl::of(&hub(n).0.view()).write_to(to).unwrap())));
        move || graphml::Reader::new(&diplomacy::schema()).read(text.as_bytes()).unwrap()
    });
    rows.linear("graphml: a long text for each source", 25, |n| {
        let text = written(|to| drop(graphml::GraphMl::of(&long_texts(n).view()).write_to(to).unwrap()));
        move || graphml::Reader::new(&diplomacy::schema()).read(text.as_bytes()).unwrap()
    });
    rows.linear("graphml: a long default for each node", 250, |n| {
        let nodes: String = (0..n).map(|n| format!("<node id=\"n{n}\"/>")).collect();
        let key = "<key id=\"d0\" for=\"node\" attr.name=\"remark\" attr.type=\"string\"><default>";
        let text = format!("<graphml>{key}{}</default></key><graph>{nodes}</graph></graphml>", "x".repeat(10 * n));
        move || graphml::Reader::new(&diplomacy::schema()).read(text.as_bytes()).is_ok()
    });
    rows.linear("graphml: nested nodes", 100, |n| {
        let open: String = (0..n).map(|n| format!("<node id=\"n{n}\"><graph>")).collect();
        let text = format!("<graphml><graph>{open}{}</graph></graphml>", "</graph></node>".repeat(n));
        move || graphml::Reader::new(&diplomacy::schema()).read(text.as_bytes()).is_ok()
    });
}

fn tables(rows: &mut Rows) {
    rows.linear("csv: one long row", 2_000, |n| {
        let text = format!("id,name{}\nada,Ada{}\n", ",x".repeat(n), ",y".repeat(n));
        move || {
            let schema = diplomacy::schema();
            let mut reader = csv::Reader::new(&schema);
            reader.read_entities(text.as_bytes()).is_ok()
        }
    });
    rows.linear("csv: every row of unknown keys", 500, |n| {
        let (kg, _) = people(n);
        let text: String = (0..n).map(|n| format!("persn-{n},met,persn-{}\n", n + 1)).collect();
        move || {
            let columns = [Column::Subject, Column::Relation, Column::Object];
            let mut kg = kg;
            let mut loader = csv::Loader::new().columns(columns).bad_rows(csv::BadRows::Skip);
            loader.load(&mut kg, text.as_bytes()).is_ok()
        }
    });
    rows.linear("csv: one cell, never closed", 5_000, |n| {
        let text = format!("key,kind,name\nada,person,\"{}", "Ada\n".repeat(n));
        move || {
            let schema = diplomacy::schema();
            let mut reader = csv::Reader::new(&schema);
            reader.read_entities(text.as_bytes()).is_ok()
        }
    });
}

fn triples(rows: &mut Rows) {
    for (name, syntax) in [
        ("rdf: a hub in Turtle", RdfFormat::Turtle),
        ("rdf: a hub in RDF/XML", RdfFormat::RdfXml),
        ("rdf: a hub in N-Quads", RdfFormat::NQuads),
    ] {
        rows.linear(name, 250, |n| {
            let base = "https://example.org/";
            let view = hub(n);
            let text = written(|to| drop(rdf::Rdf::of(&view.0.view()).base(base).syntax(syntax).write_to(to).unwrap()));
            move || rdf::Reader::new(&diplomacy::schema()).base(base).syntax(syntax).read(text.as_bytes()).unwrap()
        });
    }
}
