//! A graph in which each text is hostile, printed in each form that there is.

use std::{collections::BTreeSet, fmt::Display, fs, path::PathBuf};

use chancery::{
    Entity, Error, ErrorKind, KnowledgeGraph, Schema, Source,
    analysis::{CoveredBy, Reason},
    audit::{Audit, Code, Finding, FoundIn, Severity},
    diff::diff,
    diplomacy, entity, fact,
    io::{Column, Loss, Losses, csv, mermaid::Mermaid},
    model::{Claim, Fact, FactName, Node, Quote, SourceId, Value},
    notation,
    schema::{KindDef, RelationDef, RoleDef, Shape},
    view::View,
};

use super::{HOSTILE, seen, source::all_are_shown};

/// What is printed of a graph: the name of the type, and the text.
type Printed = Vec<(&'static str, String)>;

/// The same graph with texts that end so.
fn world(end: &str) -> KnowledgeGraph {
    let of = |text: &str| format!("{text}{end}");
    let mut schema = diplomacy::schema();
    schema.add_role(RoleDef::new("remarked")).unwrap();
    let says = RelationDef::new("says", Shape::Either, "any", "text").optional_many("remarked", "text");
    schema.add_relation(says).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.at("2026-01-24").unwrap().by(of("author")).why(of("reason"));
    let text = of("The President comes. He was born.");
    kg.add_source(Source::new("s").title(of("title")).publisher(of("p")).licence(of("l")).text(&text)).unwrap();
    kg.add_source(Source::new("t").text(of("other words"))).unwrap();
    for (key, name) in [("smith", "Smith"), ("smith-2", "Smith"), ("smyth", "Smithson"), ("jones", "Jones")] {
        let alias = of(&format!("Alias of {key}"));
        kg.add(
            "person",
            entity(of(name))
                .key(key)
                .alias_in("en", alias)
                .identifier("wikidata", of(if name == "Smith" { "Q1" } else { key })),
        )
        .unwrap();
    }
    kg.add("state", entity(of("Norland")).key("norland")).unwrap();
    let visit = fact("smith", "visits", "norland").on("2026-02").planned().key("visit");
    let visit = kg.assert(visit.cite("s", Quote::new(&text)).said_by("jones")).unwrap();
    kg.assert(fact("smith", "says", of("words").as_str()).with("remarked", of("so").as_str())).unwrap();
    kg.assert(fact("jones", "says", of("more").as_str()).source("t").inferred(of("because"))).unwrap();
    kg.assert(fact("jones", "met", "smyth").source("t").disputes()).unwrap();
    kg.assert(fact("smyth", "highlighted", visit)).unwrap();
    kg.assert(fact("jones", "head-of-state-of", "norland").as_of("2026").source("t").key("post")).unwrap();
    kg.merge("smith-2", "smith", &of("the same")).unwrap();
    kg
}

fn add(printed: &mut Printed, name: &'static str, thing: impl Display) {
    printed.push((name, thing.to_string()));
    // What the caller pads is the same text.
    printed.push((name, format!("{thing:#}")));
}

fn views(view: &View<'_>, printed: &mut Printed) {
    let kg = view.graph();
    for fact in view.all_facts() {
        add(printed, "FactRef", fact);
        add(printed, "Fact", fact.to_fact());
        for sentence in [fact.sentence(), fact.sentence().from_object(), fact.sentence().with_evidence()] {
            add(printed, "Sentence", sentence);
        }
        for node in [fact.subject_node(), fact.object_node()] {
            add(printed, "NodeRef", node);
            add(printed, "Node", node.to_node());
        }
        for claim in fact.claims() {
            add(printed, "ClaimRef", claim);
            let plain = claim.to_claim();
            for passage in plain.quote.iter().flat_map(Quote::passages) {
                add(printed, "Passage", passage);
            }
            plain.quote.iter().for_each(|quote| add(printed, "Quote", quote));
            add(printed, "Claim", plain);
        }
    }
    let mut briefing = view.briefing();
    briefing.title(kg.sources().next().and_then(|source| source.title()).unwrap());
    briefing.whole().about("jones").unwrap().between("jones", "smith", 3).unwrap();
    add(printed, "Briefing", briefing.finish());
    add(printed, "Answer", view.facts("says").answer().unwrap());
    for together in view.facts("head-of-state-of").together().unwrap() {
        add(printed, "Together", together);
    }
    add(printed, "Stated", view.facts("says").from("smith").stated().unwrap());
    for chain in view.chains("jones", "smith").all(3).unwrap() {
        chain.steps().iter().for_each(|step| add(printed, "Step", step));
        add(printed, "Chain", chain);
    }
    let coverage = view.coverage();
    coverage.rows().iter().for_each(|row| add(printed, "Covered", row));
    add(printed, "Coverage", coverage);
    for candidate in view.candidates() {
        candidate.reasons.iter().for_each(|reason| add(printed, "Reason", reason));
    }

    let mut query = view.query();
    let (who, what) = (query.named("who", "person"), query.var("any"));
    let says = query.fact(who, "says", what);
    query.differ(who, kg.entity("jones").unwrap());
    add(printed, "fn explain", query.explain().unwrap());
    let rows = query.select((who, says, what)).rows().unwrap();
    for row in rows.iter() {
        row.cells().for_each(|cell| add(printed, "Cell", cell));
        add(printed, "Row", row);
    }
    add(printed, "Rows", rows);
    add(printed, "Groups", query.select(what).groups().unwrap());
    #[cfg(feature = "cypher")]
    {
        use chancery::cypher::Cell;
        let statement = view.cypher("MATCH p = (a)-[f:SAYS]->(b) RETURN a, f, b, p, a.name, properties(f)").unwrap();
        let rows = statement.rows().unwrap();
        for row in rows.iter() {
            for cell in row.cells() {
                if let Cell::Path(path) = &cell {
                    add(printed, "Path", path);
                }
                add(printed, "Cell", cell);
            }
            add(printed, "Row", row);
        }
        add(printed, "Rows", rows);
    }

    let audit = Audit::new().today("2027-01-01").unwrap().text_of("absent", "x").unwrap();
    for finding in audit.all(view) {
        add(printed, "FoundIn", finding.place());
        add(printed, "Finding", finding);
    }
    add(printed, "Summary", audit.summary(view, 9));
    let title = kg.sources().next().and_then(|source| source.to_source().title).unwrap();
    add(printed, "Dot", view.dot().title(title));
    add(printed, "Mermaid", Mermaid::of(view));
    add(printed, "fn losses", Mermaid::of(view).losses());
}

/// Plain values, which need not come from a graph, and so may have any text anywhere.
fn plain(end: &str, printed: &mut Printed) {
    let of = |text: &str| format!("{text}{end}");
    add(printed, "Entity", Entity::new(of("key"), of("kind"), of("name")));
    let mut claim = Claim::new(of("source"));
    claim.said_by = Some(of("speaker"));
    claim.quote = Some(Quote::new(of("words")).and(of("more")));
    let mut stated = Fact::new(of("a"), of("b"), of("c"));
    stated.key = Some(of("key"));
    stated.roles.insert(&of("role"), Node::Entity(of("player")));
    stated.claims.push(claim.clone());
    add(printed, "Fact", stated);
    add(printed, "Claim", claim);
    add(printed, "FactName", FactName { fact: of("fact") });
    add(printed, "Node", Node::Fact(FactName { fact: of("#3") }));
    add(printed, "Value", Value::Text(of("text")));
    add(printed, "Value", Value::Url(of("urn:x")));
    add(printed, "CoveredBy", CoveredBy::Kind(of("kind")));
    add(printed, "CoveredBy", CoveredBy::Relation(of("relation")));
    add(printed, "Reason", Reason::Name(of("name")));
    add(printed, "Reason", Reason::Identifier { scheme: of("scheme"), code: of("code") });
    add(printed, "Reason", Reason::Alike { name: of("one"), other: of("two"), likeness: 0.9 });
    let code = Code::new("x", Severity::Info, "about");
    for place in [
        FoundIn::Source { id: None::<SourceId>, source: of("source") },
        FoundIn::Kind { kind: of("kind") },
        FoundIn::Relation { relation: of("relation") },
    ] {
        add(printed, "Finding", Finding::new(code, place, of("it is so")));
    }
    add(printed, "Error", Error::new(ErrorKind::Syntax, of("why")).at(of("place")));
    let cause = std::io::Error::other(of("cause"));
    let error = Error::from(cause);
    add(printed, "Error", std::error::Error::source(&error).unwrap());
    add(printed, "Error", &error);
    let mut losses = Losses::default();
    losses.note(Loss::Text, || of("example"));
    add(printed, "Losses", losses);
    let faults = notation::read(&of("a b c d e f"), diplomacy::schema()).unwrap_err();
    add(printed, "CheckReport", notation::check([of("a.facts")], diplomacy::schema()));
    faults.iter().for_each(|fault| add(printed, "Fault", fault));
    add(printed, "Faults", faults);
    vocabularies(end, printed);
}

/// An open file with such a path, which declares its names by their first use; and a vocabulary as a file.
fn vocabularies(end: &str, printed: &mut Printed) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("eyes");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("open{}", end.replace('\0', "")));
    fs::write(&path, "open\nentity thing a \"A\"\na knows a\n").unwrap();
    let report = notation::check([&path], Schema::new());
    assert!(report.is_clean() && report.declared.len() == 2, "{report}");
    report.declared.iter().for_each(|name| add(printed, "FirstUse", name));
    add(printed, "CheckReport", report);
    let mut schema = Schema::new();
    let of = |text: &str| format!("{text}{end}");
    schema.add_kind(KindDef::new("ship").about(of("it floats")).code(of("scheme"), of("code"))).unwrap();
    schema.add_relation(RelationDef::new("meets", Shape::Happens, "ship", "ship").inverse("phrase")).unwrap();
    add(printed, "fn write_vocabulary", notation::write_vocabulary(&schema.to_def()));
}

/// A table that cannot be loaded.
fn tables(end: &str, printed: &mut Printed) {
    let mut kg = world(" x");
    let quoted = |text: &str| format!("\"{text}{end}\"");
    let table = format!("who,where\n{},{}\n{},y\n", quoted("a"), quoted("b"), quoted("c"));
    let loader = csv::Loader::new().header().relation("visits").column("who", Column::Subject);
    let error = loader.column(format!("where{end}"), Column::Object).load(&mut kg, table.as_bytes()).unwrap_err();
    add(printed, "LoadError", error);
    let mut loader = csv::Loader::new().relation("visits").columns([Column::Subject, Column::Object]);
    add(printed, "LoadError", loader.load(&mut kg, table.as_bytes()).unwrap_err());
}

/// Files for programs, which keep each text as it is. XML and JSON have escapes for it, delimited text has none.
const DATA: [&str; 7] = ["FollowTheMoney", "Gexf", "GraphMl", "Json", "JsonLines", "NodeLink", "Table"];

#[cfg(all(feature = "json", feature = "graphml"))]
fn data(view: &View<'_>, printed: &mut Printed) {
    use chancery::{
        dossier::Dossier,
        io::{
            follow_the_money::FollowTheMoney, gexf::Gexf, graphml::GraphMl, json::Json, json_lines::JsonLines,
            node_link::NodeLink, page::Page,
        },
    };
    add(printed, "FollowTheMoney", FollowTheMoney::of(view));
    add(printed, "Gexf", Gexf::of(view));
    add(printed, "GraphMl", GraphMl::of(view));
    add(printed, "Json", Json::of(&Dossier::of(view)));
    add(printed, "JsonLines", JsonLines::of(view));
    add(printed, "NodeLink", NodeLink::of(view));
    add(
        printed,
        "Page",
        Page::of(view).title(view.graph().sources().next().and_then(|source| source.title()).unwrap()),
    );
    add(printed, "Table", csv::Csv::of(view).facts());
}

#[cfg(not(all(feature = "json", feature = "graphml")))]
fn data(_: &View<'_>, _: &mut Printed) {}

fn all(end: &str) -> Printed {
    let mut printed = Printed::new();
    let kg = world(end);
    let everything = crate::graphs::all(&kg);
    views(&everything, &mut printed);
    plain(end, &mut printed);
    let mut later = world(end);
    later.assert(fact("jones", "says", format!("anew{end}").as_str())).unwrap();
    later.add("person", entity(format!("Lind{end}")).key("lind")).unwrap();
    let changes = diff(&everything, &later.view());
    changes.differences().iter().for_each(|change| add(&mut printed, "Difference", change));
    add(&mut printed, "Diff", changes);
    tables(end, &mut printed);
    data(&everything, &mut printed);
    printed
}

#[test]
fn nothing_forged_is_seen() {
    let (hostile, harmless) = (all(HOSTILE), all(" x"));
    // How many there are of these depends on the texts; each of the first three is a line.
    let several = [
        "Reason",
        "FoundIn",
        "Finding",
        "Summary",
        "Fault",
        "Faults",
        "fn losses",
        "fn write_vocabulary",
        "Briefing",
        // A text of a source keeps its lines.
        "Page",
    ];
    let of_all =
        |printed: &Printed| printed.iter().filter(|(name, _)| !several.contains(name)).cloned().collect::<Printed>();
    let (lines, wanted) = (of_all(&hostile), of_all(&harmless));
    assert_eq!(lines.len(), wanted.len());
    for ((name, hostile), (_, harmless)) in lines.iter().zip(&wanted).filter(|((name, _), _)| !DATA.contains(name)) {
        let (found, wanted) = (hostile.lines().count(), harmless.lines().count());
        assert_eq!(found, wanted, "the lines of {name}:\n{hostile}\n{harmless}");
    }
    let forged = |(name, text): &&(&str, String)| several[..3].contains(name) && text.contains('\n');
    assert_eq!(hostile.iter().find(forged), None);
    for (name, hostile) in &hostile {
        match *name {
            "Table" => {}
            name if name.starts_with("Json") || ["FollowTheMoney", "NodeLink"].contains(&name) => {
                assert!(!hostile.contains(|c: char| c < ' ' && c != '\n'), "{name} has a raw control character");
            }
            "Gexf" | "GraphMl" => {
                let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                assert!(!hostile.contains(|c: char| c != '\n' && (c.is_control() || turns(c))), "{name}");
            }
            // Graphviz would read what stands behind a backslash in a tooltip; a word joiner parts the two.
            "Dot" => seen("Dot", &hostile.replace("\\\\\u{2060}", "\\")),
            name => seen(name, hostile),
        }
    }
    if cfg!(all(feature = "json", feature = "graphml")) {
        let shown: BTreeSet<String> = hostile.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert!(DATA.iter().all(|name| shown.contains(*name)));
        all_are_shown(&shown);
    }
}
