//! Each player of a role, in what each writer writes. Guards against a writer that takes the first of several.

use chancery::{
    KnowledgeGraph,
    dossier::{Archive, Dossier},
    fact,
    io::{
        Loss, csv::Csv, dot, follow_the_money::FollowTheMoney, gexf::Gexf, graphml::GraphMl, json::Json,
        json_lines::JsonLines, mermaid::Mermaid, node_link::NodeLink, rdf,
    },
    notation,
};

use crate::graphs::{all, schema};

const PLAYERS: [&str; 3] = ["ruritania", "graustark", "zembla"];

/// A fact with so many of the states in a role. The graph has all of them.
fn graph(players: usize) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema());
    for name in ["Ann", "Bob"] {
        kg.add("person", name).unwrap();
    }
    for key in PLAYERS {
        kg.add("state", chancery::entity(key).key(key)).unwrap();
    }
    // So that a picture has it.
    for key in PLAYERS {
        kg.assert(fact("ann", "visits", key)).unwrap();
    }
    let draft = PLAYERS.iter().take(players).fold(fact("ann", "says", "bob"), |draft, key| draft.with("several", *key));
    kg.assert(draft).unwrap();
    kg
}

/// What each writer writes, by its name.
fn written(kg: &KnowledgeGraph) -> Vec<(String, String)> {
    let view = all(kg);
    let dossier = Dossier::of(&view);
    let mut written = Vec::new();
    let mut add = |name: &str, text: String| written.push((name.to_owned(), text));
    add("facts in words", view.all_facts().map(|fact| fact.to_string()).collect());
    add("notation", notation::write(&dossier));
    add("dossier", Json::of(&dossier).to_string());
    add("archive", Json::of(&Archive::of(kg)).to_string());
    add("JSON Lines", JsonLines::of(&view).to_string());
    add("node-link", NodeLink::of(&view).to_string());
    add("table", Csv::of(&view).facts().to_string());
    add("table for Neo4j", Csv::of(&view).for_neo4j().facts().to_string());
    add("GraphML", GraphMl::of(&view).to_string());
    add("GEXF", Gexf::of(&view).to_string());
    add("Mermaid", Mermaid::of(&view).to_string());
    for roles in [dot::Roles::Drawn, dot::Roles::Labelled] {
        add(&format!("DOT {roles:?}"), view.dot().roles(roles).to_string());
    }
    for syntax in [rdf::RdfFormat::NTriples, rdf::RdfFormat::RdfXml] {
        for statements in [rdf::Statements::Classic, rdf::Statements::Reifiers] {
            let mut file = Vec::new();
            let _losses = rdf::Rdf::of(&view).syntax(syntax).statements(statements).write_to(&mut file).unwrap();
            add(&format!("{syntax} {statements:?}"), String::from_utf8(file).unwrap());
        }
    }
    written
}

#[test]
fn each_writer_writes_each_player() {
    let (two, three) = (written(&graph(2)), written(&graph(3)));
    for ((name, two), (_, three)) in two.into_iter().zip(three) {
        let count = |text: &str| match name.as_str() {
            // A line that is drawn has only the numbers of its ends.
            "DOT Drawn" => text.lines().count(),
            // The tip of a fact has its players, too.
            "DOT Labelled" => text.matches("several: zembla").count(),
            _ => text.matches("zembla").count(),
        };
        assert!(count(&three) > count(&two), "{name} has no third player:\n{three}");
    }
    // What a format cannot hold is counted.
    assert_eq!(FollowTheMoney::of(&all(&graph(3))).losses().count(Loss::Roles), 1);
}
