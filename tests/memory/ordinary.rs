//! What an ordinary file takes: of each format, a multiple of its size that the page of the reader states.

use chancery::{
    KnowledgeGraph, Source, diplomacy,
    dossier::{Archive, Dossier},
    entity, fact,
    io::{
        csv::Csv, follow_the_money::FollowTheMoney, graphml::GraphMl, json::Json, json_lines::JsonLines,
        node_link::NodeLink,
    },
    model::Quote,
    notation,
};

use super::readers::read;

const ROOMS: usize = 20;

/// Two thousand people who visited a state, as a source says.
fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let state = kg.add("state", "Norland").unwrap();
    let words = |n: usize| format!("The visitor of room {n} arrived in Norland in February.");
    let text: String = (0..ROOMS).map(|n| words(n) + "\n").collect();
    kg.add_source(Source::new("report").title("Report").text(text)).unwrap();
    for n in 0..2000 {
        let person = kg.add("person", entity(format!("Person {n}"))).unwrap();
        kg.assert(fact(person, "visits", state).on("2026-02").cite("report", Quote::new(words(n % ROOMS)))).unwrap();
    }
    kg
}

/// A table as other programs write it: keys of states, and a relation between each and the next.
fn plain_table() -> String {
    let rows = (0..20_000).map(|n| format!("state-{n},borders,state-{}\n", n + 1));
    rows.fold("subject,relation,object\n".to_owned(), |table, row| table + &row)
}

#[test]
fn an_ordinary_file_takes_a_small_multiple_of_its_size() {
    let kg = graph();
    let view = kg.view();
    let (dossier, schema) = (Dossier::of(&view), diplomacy::schema());
    let json = Json::of(&dossier).to_string();
    let archive = Json::of(&Archive::of(&kg)).to_string();
    let node_link = NodeLink::of(&view).to_string();
    let cases: [(&str, String, usize); 14] = [
        ("dossier", json.clone(), 7),
        ("dossier to a graph", json.clone(), 8),
        ("dossier in values", json, 8),
        ("archive to a graph", archive.clone(), 8),
        ("archive in values", archive, 8),
        ("JSON Lines", JsonLines::of(&view).to_string(), 1),
        ("notation", notation::write(&dossier), 25),
        ("table", Csv::of(&view).entities().to_string(), 45),
        ("table", Csv::of(&view).facts().to_string(), 8),
        ("table in bulk", plain_table(), 10),
        ("GraphML", GraphMl::of(&view).to_string(), 8),
        ("node-link", node_link.clone(), 8),
        ("FollowTheMoney", FollowTheMoney::of(&view).to_string(), 18),
        ("node-link, imported", node_link, 8),
    ];
    for (name, file, most) in cases {
        let (bytes, read) = read(name, file.as_bytes(), &schema);
        let size = file.len();
        println!("{name}: {size} bytes take {bytes}, {} times", bytes / size);
        assert!(read.errors.is_empty() && read.made > 0, "{name}: {read:?}");
        assert!(bytes <= most * size, "{name}: {size} bytes take {bytes}, more than {most} times");
    }
}
