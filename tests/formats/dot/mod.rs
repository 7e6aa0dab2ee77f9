//! Pictures as Graphviz reads them: the document is taken apart by a strict reader of this file, and drawn by Graphviz
//! itself where it is installed. Guards against text of a graph that breaks out of its quotes or is shown as something
//! else, and against signs that do not mean what the legend says.

mod document;
mod graphviz;
mod parts;
mod readable;
mod signs;
mod text;

use std::collections::BTreeMap;

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{
        self, AccreditedTo, AheadOf, AmbassadorOf, Event, HeadOfState, Hosts, Person, PresidentOf, Recognized,
        ResearchInstitute, State, VisitKind, Visits,
    },
    entity, fact,
    io::dot::{Clusters, RankDirection},
    model::Value,
};

use self::{
    document::{legend, plain, read},
    graphviz::{drawn_nodes, svg, visible},
};

/// The core of the founding report, in the project's own words.
fn core() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let report =
        Source::new("report").title("A visit is planned").published("2026-01-24").url("https://example.org/r?a=1&b=2");
    let report = kg.add_source(report).unwrap();
    let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev")).unwrap();
    let kistafin = kg.add(Person, entity("Yerzhan Kistafin").key("kistafin")).unwrap();
    let saleem = kg.add(Person, entity("Jauhar Saleem").key("saleem")).unwrap();
    let irs = kg.add(ResearchInstitute, entity("Institute of Regional Studies").key("irs")).unwrap();
    let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    let session = kg.add(Event, entity("Session on Kazakhstan").key("session")).unwrap();
    let visit = fact(tokayev, Visits, pakistan).with(VisitKind, Value::Text("official".into())).on("2026-02").planned();
    let visit = kg.assert(visit.key("visit").cite(report, "first official visit")).unwrap();
    kg.assert(fact(irs, Hosts, session).source(report)).unwrap();
    let post = fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24");
    kg.assert(post.source(report)).unwrap();
    kg.assert(fact(saleem, PresidentOf, irs).as_of("2026-01-24").source(report)).unwrap();
    kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-01-24").source(report)).unwrap();
    let word = fact(pakistan, Recognized, kazakhstan).on("1991?").cite(report, "among the first").said_by(kistafin);
    kg.assert(word.inferred("the sentence dates the independence")).unwrap();
    kg.assert(fact(session, AheadOf, visit).source(report)).unwrap();
    kg
}

#[test]
fn the_core_of_the_report_is_told() {
    let kg = core();
    let document = kg.view().dot().title("What the report says").to_string();
    let dot = read(&document);

    assert_eq!(dot.graphs[""]["label"].trim_end(), "What the report says");
    assert_eq!(dot.graphs[""]["rankdir"], "LR");
    let clusters: Vec<_> = dot.graphs.keys().filter(|name| name.starts_with("cluster_")).cloned().collect();
    assert_eq!(
        clusters,
        ["cluster_kind_event", "cluster_kind_person", "cluster_kind_research-institute", "cluster_kind_state"]
    );
    assert_eq!(dot.node("e_tokayev")["label"], "Kassym-Jomart Tokayev");
    assert_eq!(dot.node("e_tokayev")["tooltip"], "person tokayev");
    assert_eq!(dot.node("e_irs")["label"], "Institute of Regional\nStudies");

    // A visit that a fact refers to is drawn through a node, dashed as it is planned.
    let visit = dot.node("f_visit");
    assert_eq!(visit["label"], "visits\nin February 2026\nvisit-kind: official");
    assert!(visit["style"].contains("dashed"));
    assert!(
        visit["tooltip"].contains("“first official visit” — A visit is planned, 2026-01-24"),
        "{}",
        visit["tooltip"]
    );
    assert_eq!(visit["URL"], "https://example.org/r?a=1&b=2");
    assert_eq!(
        (&*dot.edge("e_tokayev", "f_visit")["style"], &*dot.edge("e_tokayev", "f_visit")["dir"]),
        ("dashed", "none")
    );
    assert_eq!(plain(dot.edge("f_visit", "e_pakistan")), BTreeMap::from([("style", "dashed")]));
    assert_eq!(dot.edge("e_session", "f_visit")["label"], "ahead-of");

    // An ambassador's fact has a line to the state that he is accredited to.
    assert_eq!(dot.node("f_#2")["label"], "ambassador-of\nas of 2026-01-24");
    assert!(dot.edges.iter().any(|(from, to, _)| (from.as_str(), to.as_str()) == ("f_#2", "e_kazakhstan")));
    assert_eq!(dot.edge("f_#2", "e_pakistan")["label"], "accredited-to");

    assert_eq!(plain(dot.edge("e_irs", "e_session")), BTreeMap::from([("URL", "https://example.org/r?a=1&b=2")]));
    let word = dot.edge("e_pakistan", "e_kazakhstan");
    assert_eq!(word["label"], "recognized-in-1991?\nsays Yerzhan Kistafin\ninferred");
    assert_eq!((&*word["style"], &*word["arrowhead"]), ("dotted", "empty"));
    assert!(word["tooltip"].ends_with("says Yerzhan Kistafin; inferred: the sentence dates the independence"));

    assert_eq!(legend(&document), ["planned", "on a speaker's word", "inferred ▷", "role ○"]);
    assert!(!dot.has("more"));
}

#[test]
fn the_core_is_the_golden_file() {
    let document = core().view().dot().title("What the report says").to_string();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/dot/core.dot");
    if std::env::var_os("CHANCERY_BLESS").is_some() {
        std::fs::write(path, &document).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), document, "CHANCERY_BLESS=1 writes the file anew");
}

#[test]
fn graphviz_draws_the_core_under_both_engines_and_in_all_directions() {
    let kg = core();
    let names: Vec<_> = kg
        .view()
        .entities()
        .map(|node| (format!("e_{}", node.key().unwrap()), visible(node.name().unwrap())))
        .collect();
    assert_eq!(names.len(), 7);
    for direction in
        [RankDirection::LeftRight, RankDirection::RightLeft, RankDirection::TopDown, RankDirection::BottomUp]
    {
        for clusters in [Clusters::ByKind, Clusters::Off] {
            let document = kg.view().dot().rank_direction(direction).clusters(clusters).to_string();
            let Some(svg) = svg("dot", &document) else { return };
            let nodes = drawn_nodes(&svg);
            for (id, name) in &names {
                assert_eq!(nodes.get(id), Some(name));
            }
            assert!(nodes["legend"].contains("planned"), "{}", nodes["legend"]);
            for word in ["recognized-in-1991?", "hosts", "president-of", "accredited-to"] {
                assert!(svg.replace("&#45;", "-").contains(word), "{word}");
            }
        }
    }
    if let Some(svg) = svg("sfdp", &kg.view().dot().clusters(Clusters::Off).to_string()) {
        // Entities, facts, the role, and the legend.
        assert_eq!(drawn_nodes(&svg).len(), 7 + 7 + 1 + 1);
    }
}
