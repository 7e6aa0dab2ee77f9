//! Readers account for each field, and read what other programs write by one set of rules.

use std::collections::BTreeSet;

use chancery::{
    Error, KnowledgeGraph, Source, diplomacy, entity, fact,
    io::{
        Column, Edits, Import,
        csv::{self, Csv, Delimiter, Entities, Loader},
    },
    model::{Quote, Resolution},
    time::Dates,
};

use crate::{
    account::{Account, Change, each_field_is_accounted_for, of_table},
    graphs::{all, schema},
};

/// A graph with every part that a fact, an entity and a source can have.
pub(crate) fn sample() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema());
    kg.add_source(Source::new("wire").title("Wire")).unwrap();
    let report = Source::new("report").title("Report").publisher("Paper").url("https://example.org/a").licence("CC0");
    kg.add_source(report.published("2026-01-24").derives_from("wire").text("A visit in February.")).unwrap();
    for (key, kind) in [("ann", "person"), ("norland", "state"), ("sudland", "state")] {
        kg.add(kind, entity(format!("Name of {key}")).key(key)).unwrap();
    }
    let visit = fact("ann", "visits", "norland").with("visit-kind", "official").on("2026-02").planned().key("visit");
    kg.assert(visit.cite("report", Quote::new("A visit")).said_by("ann").confidence(0.5)).unwrap();
    kg.assert(fact("norland", "borders", "sudland").as_of("1991?").source("wire").inferred("a map")).unwrap();
    let statement = kg.fact("visit").unwrap();
    kg.assert(fact("ann", "tells", statement).with("amount", "42")).unwrap();
    kg.assert(fact("ann", "born", "1950-03-04")).unwrap();
    let (wrong, done) = (
        kg.assert(fact("sudland", "borders", "norland").since("1990")).unwrap(),
        kg.assert(fact("ann", "visits", "norland").on("2026-02-04")).unwrap(),
    );
    kg.retract(wrong, "a slip").unwrap();
    kg.resolve(statement, Resolution::Confirmed, done).unwrap();
    kg
}

fn read_tables(tables: [&str; 3]) -> Account {
    let schema = schema();
    let mut reader = csv::Reader::new(&schema);
    let mut read = || -> Result<(), Error> {
        reader.read_sources(tables[0].as_bytes())?;
        reader.read_entities(tables[1].as_bytes())?;
        reader.read_facts(tables[2].as_bytes())
    };
    let done = read();
    Account::of(done.map(|()| reader.finish()), KnowledgeGraph::new(schema.clone()))
}

/// Days that the time of a fact says already, and what a fact is called in its file.
const SAID_TWICE: [&str; 8] =
    ["start_earliest", "start_latest", "end_earliest", "end_latest", "claim_count", "row 1 id", "column id", " id"];

#[test]
fn each_cell_of_our_tables_is_accounted_for() {
    let kg = sample();
    let csv = Csv::of(&all(&kg));
    let (sources, entities, facts) = (csv.sources().to_string(), csv.entities().to_string(), csv.facts().to_string());
    each_field_is_accounted_for(&sources, of_table(&sources), &["column sha256"], |file| {
        read_tables([file, &entities, &facts])
    });
    each_field_is_accounted_for(&entities, of_table(&entities), &[], |file| read_tables([&sources, file, &facts]));
    let said_twice: Vec<_> = SAID_TWICE.into_iter().chain(["subject_type", "object_type", "modality"]).collect();
    each_field_is_accounted_for(&facts, of_table(&facts), &said_twice, |file| read_tables([&sources, &entities, file]));
}

#[test]
fn each_cell_of_foreign_tables_is_accounted_for() {
    let nodes = "code,title,group,sign,born,color\nN 1,Norland,state,Deo,,red\nS-1,Sudland,state,,,\nann,Ann,person,,1950-03-04,\n";
    let edges = "from,what,to,day,visit-kind,weight\nann,visits,N 1,2026-02-04,official,3\nN 1,borders,S-1,,,\n";
    let read = |nodes: &str, edges: &str| {
        let schema = diplomacy::schema();
        let mut reader = csv::Reader::new(&schema)
            .column("code", Column::Key)
            .column("title", Column::Name)
            .column("group", Column::Kind)
            .column("sign", Column::Attribute("motto".into()))
            .column("born", Column::Attribute("born".into()))
            .column("from", Column::Subject)
            .column("what", Column::Relation)
            .column("to", Column::Object)
            .column("day", Column::On)
            .column("visit-kind", Column::Role("visit-kind".into()));
        let done = reader.read_entities(nodes.as_bytes()).and_then(|()| reader.read_facts(edges.as_bytes()));
        Account::of(done.map(|()| reader.finish()), KnowledgeGraph::new(diplomacy::schema()))
    };
    each_field_is_accounted_for(nodes, of_table(nodes), &[], |file| read(file, edges));
    each_field_is_accounted_for(edges, of_table(edges), &[], |file| read(nodes, file));
    let loaded = |file: &str| {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let mut loader = Loader::new()
            .header()
            .column("from", Column::Subject)
            .column("what", Column::Relation)
            .column("to", Column::Object)
            .column("day", Column::On)
            .column("visit-kind", Column::Role("visit-kind".into()))
            .bad_rows(csv::BadRows::Skip);
        for (key, kind) in [("ann", "person"), ("N1", "state"), ("S1", "state")] {
            kg.add(kind, entity(key).key(key)).unwrap();
        }
        match loader.load(&mut kg, file.as_bytes()) {
            Ok(done) => Account {
                content: kg.view().all_facts().map(|fact| fact.to_string()).collect(),
                report: done.unread.iter().cloned().chain(done.skipped.iter().map(ToString::to_string)).collect(),
            },
            Err(error) => Account { content: BTreeSet::new(), report: [error.to_string()].into() },
        }
    };
    let plain = edges.replace("N 1", "N1").replace("S-1", "S1");
    // A column that the loader does not know is named, not read.
    each_field_is_accounted_for(&plain, of_table(&plain), &["weight"], loaded);
}

#[cfg(feature = "json")]
mod json_files {
    use chancery::io::{json, json_lines, node_link};

    use super::*;
    use crate::{account::of_json, graphs::report};

    pub(super) fn node_link_of(
        text: &str,
        describe: impl Fn(node_link::Reader<'_>) -> node_link::Reader<'_>,
    ) -> Account {
        let schema = schema();
        Account::of(
            describe(node_link::Reader::new(&schema)).read(text.as_bytes()),
            KnowledgeGraph::new(schema.clone()),
        )
    }

    /// A description for readers of any lifetime.
    fn fits<F: Fn(node_link::Reader<'_>) -> node_link::Reader<'_>>(describe: F) -> F {
        describe
    }

    #[test]
    fn each_member_of_our_node_link_json_is_accounted_for() {
        let kg = sample();
        let text = node_link::NodeLink::of(&all(&kg)).to_string();
        let changes = of_json(&text).into_iter().filter(|change| !change.place.contains("/vocabulary"));
        // A fact that is an end is a node; its id says what it is.
        let said_twice = [
            "_earliest",
            "_latest",
            "/key",
            "/directed",
            "/multigraph",
            "/modality",
            "/type",
            "/name",
            "/label",
            "quote/range",
            "quote/words",
            "/nodes/3",
        ];
        each_field_is_accounted_for(&text, changes, &said_twice, |file| node_link_of(file, |reader| reader));
    }

    #[test]
    fn each_member_of_foreign_node_link_json_is_accounted_for() {
        let d3 = r#"{"directed": true, "graph": {"made": "by hand"}, "nodes": [{"name": "Norland", "group": "state", "size": 3},
            {"name": "Sudland", "group": "state", "mottos": ["Deo", "Lege"]}], "links": [{"source": 0, "target": 1, "since": "1991", "value": 2}]}"#;
        let describe = fits(|reader| {
            reader
                .column("group", Column::Kind)
                .column("mottos", Column::Attribute("motto".into()))
                .column("since", Column::AsOf)
                .relation("borders")
        });
        each_field_is_accounted_for(d3, of_json(d3), &["/directed", "/mottos"], |file| node_link_of(file, describe));
        let graphology = r#"{"options": {"type": "mixed"}, "nodes": [{"key": "n 1", "attributes": {"name": "Norland", "kind": "state", "x": 1}},
            {"key": "s", "attributes": {"name": "Sudland", "kind": "state", "motto": "Deo"}}],
            "edges": [{"key": "e 1", "source": "n 1", "target": "s", "undirected": true, "attributes": {"relation": "borders", "when": "1991/"}}]}"#;
        let describe = fits(|reader| reader.column("motto", Column::Attribute("motto".into())));
        // What is not read is counted as a whole.
        let changes = of_json(graphology).into_iter().filter(|change| !change.place.starts_with("/options/"));
        each_field_is_accounted_for(graphology, changes, &["/edges/0/key"], |file| node_link_of(file, describe));
    }

    #[test]
    fn each_member_of_dossiers_and_edits_is_accounted_for() {
        let kg = sample();
        let text = json::Json::of(&chancery::dossier::Dossier::of(&all(&kg))).to_string();
        let changes = of_json(&text).into_iter().filter(|change| !change.place.contains("/vocabulary"));
        // The words of a quote are those of its range.
        let said_twice = ["quote/range", "quote/words"];
        each_field_is_accounted_for(&text, changes, &said_twice, |file| {
            let schema = schema();
            Account::of(json::Reader::new(&schema).read(file.as_bytes()), KnowledgeGraph::new(schema.clone()))
        });
        let text = json_lines::JsonLines::of(&all(&kg)).to_string();
        let lines: Vec<_> = text.lines().collect();
        let changes = lines.iter().enumerate().flat_map(|(n, line)| {
            let lines = &lines;
            of_json(line).into_iter().map(move |change| {
                let mut file: Vec<_> = lines.iter().map(ToString::to_string).collect();
                file[n] = change.file;
                Change { file: file.join("\n"), place: format!("line {n} {}", change.place), ..change }
            })
        });
        each_field_is_accounted_for(&text, changes, &said_twice, |file| {
            let edits = json_lines::Reader::new().read(file.as_bytes());
            Account::import(edits, BTreeSet::new(), KnowledgeGraph::new(schema()))
        });
    }

    #[test]
    fn a_document_of_another_shape_is_refused() {
        for (text, found) in [
            (r#"{"elements": {"nodes": [], "edges": []}}"#, "JSON of Cytoscape"),
            (r#"{"hello": 1}"#, "an object with `hello`"),
            (r#"{"nodes": [{"id": 1}], "adjacency": [[]]}"#, "adjacency data"),
            (r#"{"nodes": []}"#, "without `links` and `edges`"),
            ("[]", "a list"),
        ] {
            let error = node_link::Reader::new(&schema()).read(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(found) && error.contains("expected node-link JSON"), "{error}");
        }
        let error =
            node_link::Reader::new(&schema()).read(&br#"{"nodes": [], "links": [], "nodes": []}"#[..]).unwrap_err();
        assert!(error.to_string().contains("given twice"), "{error}");
    }

    #[test]
    fn ids_are_told_apart_whatever_they_are() {
        let text = r#"{"nodes": [{"id": "C++"}, {"id": "C#"}, {"id": [1, "a"]}, {"id": 18446744073709551615}, {"id": 1e400},
            {"id": 18446744073709551616}, {"id": 18446744073709551617}, {"id": "c"}, {"id": "c"}],
            "links": [{"source": "C++", "target": "C#"}, {"source": [1, "a"], "target": "c"}, {"source": "c-2", "target": "c"}]}"#;
        let read = |text: &str| node_link_of(text, |reader| reader.kind("state").relation("borders"));
        assert!(read(text).report.iter().any(|line| line.contains("number out of range")), "beyond all floats");
        let account = read(&text.replace("{\"id\": 1e400},", ""));
        let has = |line: &str| account.content.iter().any(|known| known.contains(line));
        assert!(
            has("key: \"c-2\"") && has("key: \"c-3\"") && has("key: \"1-a\"") && has("key: \"18446744073709551615\"")
        );
        for id in ["C++", "C#", "[1,\\\"a\\\"]"] {
            assert!(has(&format!("Text(\"{id}\")")), "{id} is kept: {account:?}");
        }
        let rejected = |words: &str| account.report.iter().filter(|line| line.contains(words)).count();
        assert_eq!(rejected("more digits than are kept"), 2, "{account:?}");
        assert_eq!(rejected("two nodes have the id `c`"), 1, "{account:?}");
        assert_eq!(rejected("`c-2` is not the id of a node"), 1, "{account:?}");
        assert_eq!(account.report.len(), 4, "{account:?}");
    }

    #[test]
    fn nodes_without_ids_and_other_names_of_members_are_read() {
        let account = node_link_of(
            r#"{"nodes": [{"name": "Norland"}, {"name": "Norland"}, {"name": "?!"}], "edges": [{"source": 1, "target": {"index": 2}}, {"source": 0, "target": 1}]}"#,
            |reader| reader.kind("state").relation("borders"),
        );
        assert!(
            account.content.iter().any(|line| line
                .contains("subject: Entity(\"norland\"), relation: \"borders\", object: Entity(\"norland-2\")")),
            "{account:?}"
        );
        assert_eq!(account.report.len(), 1, "an end that is not an id: {account:?}");
        let account = node_link_of(
            r#"{"nodes": [{"uri": "a"}, {"uri": "b"}, {"uri": 3}], "edges": [{"from": "a", "to": "b", "id": "e 1"}, {"from": 3, "to": "a", "id": "e-1"}]}"#,
            |reader| {
                let reader =
                    reader.column("uri", Column::Key).column("from", Column::Subject).column("to", Column::Object);
                reader.kind("state").relation("borders").keep_edge_ids()
            },
        );
        assert!(account.report.is_empty(), "{account:?}");
        assert!(
            ["\"e-1\"", "\"e-1-2\""].iter().all(|key| account.content.iter().any(|line| line.contains(key))),
            "{account:?}"
        );
        let account =
            node_link_of(r#"{"nodes": [{"id": "a"}, {"uri": "b"}], "links": []}"#, |reader| reader.kind("state"));
        assert!(account.report.iter().any(|line| line.contains("describe it as `Column::Key`")), "{account:?}");
    }

    #[test]
    fn names_of_this_crate_mean_nothing_in_foreign_files() {
        let text = r#"{"nodes": [{"id": "ann", "type": "text", "kind": "person"}, {"id": "n", "type": "entity", "kind": "state"}], "links":
            [{"source": "ann", "target": "n", "relation": "visits", "claims": "3", "retracted": "yes", "modality": "car", "fact_key": "1"}]}"#;
        let account = node_link_of(text, |reader| reader);
        let counted = ["claims", "fact_key", "modality", "retracted"].map(|name| format!("unread: {name} 1"));
        let expected: BTreeSet<_> = counted.into_iter().chain(["unread: type 2".to_owned()]).collect();
        assert_eq!(account.report, expected);
        assert_eq!(account.content.len(), 3, "{account:?}");
    }

    #[test]
    fn an_undirected_graph_is_counted_in_every_spelling() {
        for directed in ["false", "0", "\"no\"", "\"FALSE\""] {
            let account =
                node_link_of(&format!("{{\"directed\": {directed}, \"nodes\": [], \"links\": []}}"), |reader| reader);
            assert_eq!(account.report, ["unread: undirected graph 1".to_owned()].into(), "{directed}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped_by_every_reader() {
        let kg = report();
        let mark = |text: String| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let dossier = mark(json::Json::of(&chancery::dossier::Dossier::of(&kg.view())).to_string());
        assert!(json::Reader::new(&schema()).read_graph(dossier.as_slice()).is_ok());
        let lines = mark(json_lines::JsonLines::of(&kg.view()).to_string());
        assert!(json_lines::Reader::new().read(lines.as_slice()).all(|edit| edit.is_ok()));
        let node_link = mark(node_link::NodeLink::of(&kg.view()).to_string());
        assert!(node_link::Reader::new(&schema()).read(node_link.as_slice()).is_ok());
        let utf16: Vec<_> = "{\"nodes\": []}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = node_link::Reader::new(&schema()).read(utf16.as_slice()).unwrap_err();
        assert!(error.message().contains("UTF-16LE") && error.message().contains("iconv"), "{error}");
    }
}

#[cfg(feature = "graphml")]
mod xml_files {
    use chancery::io::graphml;

    use super::*;
    use crate::account::{How, of_xml};

    fn account(text: &str, describe: impl Fn(graphml::Reader<'_>) -> graphml::Reader<'_>) -> Account {
        let schema = schema();
        Account::of(describe(graphml::Reader::new(&schema)).read(text.as_bytes()), KnowledgeGraph::new(schema.clone()))
    }

    #[test]
    fn each_part_of_our_graphml_is_accounted_for() {
        let kg = sample();
        let text = graphml::GraphMl::of(&all(&kg)).to_string();
        // The days that the time of a fact says already; types; and the node of a fact that is an end, whose id says
        // what it is.
        let fact = text.find("<node id=\"#").unwrap();
        let fact = fact..fact + text[fact..].find('\n').unwrap();
        let of_fact = |change: &Change| fact.contains(&change.place.rsplit(' ').next().unwrap().parse().unwrap());
        let days: Vec<_> = text
            .lines()
            .filter(|line| {
                ["_earliest\"", "_latest\"", "\"claim_count", "\"label\""].iter().any(|day| line.contains(day))
            })
            .map(|line| line.split('"').nth(1).unwrap().to_owned())
            .collect();
        let repeats =
            |change: &Change| change.how != How::Renamed && days.iter().any(|day| change.value.as_deref() == Some(day));
        let changes = of_xml(&text).into_iter().filter(|change| !repeats(change) && !of_fact(change));
        let said_twice = [
            "_earliest",
            "_latest",
            "claim_count",
            "label",
            "data type",
            "data modality",
            "key for",
            "key attr.type",
            "graph id",
            "edge id",
        ];
        each_field_is_accounted_for(&text, changes, &said_twice, |file| account(file, |reader| reader));
    }

    const FOREIGN: &str = r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="k-title" for="node" attr.name="title"/><key id="k-group" for="node" attr.name="group"/><key id="k-since" for="edge" attr.name="since"/>
  <key id="k-born" for="node" attr.name="born"/><key id="k-type" for="node" attr.name="type"/>
  <graph id="G" edgedefault="directed">
    <node id="n 1"><data key="k-title"> Norland
    </data><data key="k-group">state</data><data key="k-type">text</data></node>
    <node id="s"><data key="k-title">Sudland</data><data key="k-group">state</data></node>
    <node id="p"><data key="k-title">Ann</data><data key="k-group">person</data><data key="k-born">1950-03-04</data></node>
    <edge id="e0" source="n 1" target="s"><data key="k-since">1991</data></edge>
  </graph>
</graphml>"#;

    fn described(reader: graphml::Reader<'_>) -> graphml::Reader<'_> {
        reader
            .column("title", Column::Name)
            .column("group", Column::Kind)
            .column("since", Column::AsOf)
            .column("born", Column::Attribute("born".into()))
            .relation("borders")
    }

    #[test]
    fn each_part_of_foreign_graphml_is_accounted_for() {
        let said_twice = ["key for", "graph id", "edge id"];
        each_field_is_accounted_for(FOREIGN, of_xml(FOREIGN), &said_twice, |file| account(file, described));
        let whole = account(FOREIGN, described);
        let has = |line: &str| whole.content.iter().any(|known| known.contains(line));
        assert!(has("name: \"Norland\"") && has("key: \"n-1\"") && has("Text(\"n 1\")"), "{whole:?}");
        assert_eq!(whole.report, ["unread: id of an edge 1", "unread: type 1"].map(str::to_owned).into());
        let kept = account(FOREIGN, |reader| described(reader).keep_edge_ids());
        assert!(kept.content.iter().any(|line| line.contains("key: Some(\"e0\")")), "{kept:?}");
    }

    #[test]
    fn a_bad_value_costs_that_value_alone() {
        let text = FOREIGN
            .replace("1950-03-04</data>", "Unknown</data><data key=\"k-sign\">x</data>")
            .replace("<graph id", "<key id=\"k-sign\" attr.name=\"sign\"/><graph id");
        let account = account(&text, |reader| described(reader).column("sign", Column::Attribute("motto".into())));
        assert!(account.report.iter().any(|line| line.contains("node `p`.born: `Unknown`")), "{account:?}");
        let has = |line: &str| account.content.iter().any(|known| known.contains(line));
        assert!(has("name: \"Ann\"") && has("borders"), "{account:?}");
    }

    #[test]
    fn directions_times_and_shapes_are_accounted_for() {
        for (from, to, counted) in [
            ("edgedefault=\"directed\"", "edgedefault=\"undirected\"", "undirected graph 1"),
            ("<edge id", "<edge directed=\"0\" id", "undirected edge 1"),
            ("<edge id", "<edge directed=\" false \" id", "undirected edge 1"),
            ("<data key=\"k-since\">1991</data>", "<data key=\"k-since\"> </data>", "id of an edge 1"),
        ] {
            let account = account(&FOREIGN.replace(from, to), described);
            assert!(account.report.contains(&format!("unread: {counted}")), "{account:?}");
            assert!(account.content.iter().any(|line| line.contains("borders")));
        }
        let twice = FOREIGN.replace(
            "<data key=\"k-since\">1991</data>",
            "<data key=\"k-since\">1991</data><data key=\"k-since\">1992</data>",
        );
        assert!(account(&twice, described).report.iter().any(|line| line.contains("two columns give the time")));
        let twice = FOREIGN.replace(
            "<data key=\"k-title\">Sudland</data>",
            "<data key=\"k-title\">Sudland</data><data key=\"k-title\">S</data>",
        );
        let twice = account(&twice, described);
        assert!(twice.report.iter().any(|line| line.contains("two texts for `title`")), "{twice:?}");
        assert!(
            twice.report.iter().any(|line| line.contains("the node `s` of the file could not be read")),
            "{twice:?}"
        );
        let time = FOREIGN.replace(">1991<", ">1991-12-16T10:00:00Z<");
        assert!(account(&time, described).report.iter().any(|line| line.contains("has a time of day")));
        let cut = account(&time, |reader| described(reader).dates(Dates::cut_to_day()));
        assert!(cut.report.contains("unread: since (time of day) 1"), "{cut:?}");
        let empty = account("<graphml><key id=\"k-title\"/></graphml>", described);
        assert!(empty.report.iter().any(|line| line.contains("no element `graph`")), "{empty:?}");
    }
}

fn visits(reader: csv::Reader<'_>) -> csv::Reader<'_> {
    reader.column("who", Column::Subject).column("whom", Column::Object)
}

fn facts_of(table: &str, describe: impl Fn(csv::Reader<'_>) -> csv::Reader<'_>) -> (Vec<String>, Vec<String>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for (key, kind) in [("ann", "person"), ("bob", "person"), ("norland", "state"), ("sudland", "state")] {
        kg.add(kind, entity(key).key(key)).unwrap();
    }
    let mut reader = describe(csv::Reader::new(kg.schema()));
    let edits = reader.read_facts(table.as_bytes()).map(|()| reader.finish());
    let (edits, mut reasons): (Edits, Vec<String>) = match edits {
        Ok(edits) => (edits, Vec::new()),
        Err(error) => (Edits::new(), vec![error.to_string()]),
    };
    reasons.extend(edits.unread().map(|(name, count)| format!("unread {name} {count}")));
    let done = Import::new().apply_each(&mut kg, edits);
    reasons.extend(done.rejected.iter().map(|rejected| rejected.reason().to_string()));
    (kg.view().all_facts().map(|fact| fact.to_string()).collect(), reasons)
}

#[test]
fn tables_have_relations_in_words_constants_and_dates_in_parts() {
    let table = "who,what,year,month,day\nann,Visits,2026,2,4\nbob,State visit,2026,2,\nann,visits,,2,4\n";
    let (facts, reasons) = facts_of(table, |reader| {
        reader
            .column("who", Column::Subject)
            .column("what", Column::Relation)
            .object("norland")
            .relations_in_words()
            .relation_as("State visit", "visits")
            .date_parts(Column::On, ["year", "month", "day"])
    });
    assert_eq!(facts, ["ann visits norland on 2026-02-04", "bob visits norland on 2026-02"]);
    assert_eq!(reasons.len(), 1);
    assert!(reasons[0].starts_with("line 4, column 12: column `year`: the date lacks its year"), "{reasons:?}");
}

#[test]
fn a_cell_may_have_several_values() {
    let (facts, reasons) =
        facts_of("who,whom\nann,norland; sudland;\n", |reader| visits(reader).relation("visits").several("whom", ";"));
    assert_eq!((facts, reasons), (vec!["ann visits norland".to_owned(), "ann visits sudland".to_owned()], vec![]));
}

#[test]
fn headers_delimiters_and_line_ends_of_other_programs_are_read_or_reported() {
    let expected = vec!["ann visits norland".to_owned()];
    let read = |table: &str| facts_of(table, |reader| visits(reader).relation("visits"));
    for table in ["sep=;\r\nwho;whom\r\nann;norland\r\n", " who , \"whom\" \n ann,norland \n"] {
        assert_eq!(read(table), (expected.clone(), vec![]), "{table}");
    }
    let blanks = facts_of("who  whom\nann \"norland\"\n", |reader| {
        visits(reader).relation("visits").delimiter(Delimiter::Blanks)
    });
    assert_eq!(blanks, (expected, vec![]));
    assert!(read("who;whom\nann;norland\n").1[0].contains("if a semicolon is between the cells"));
    assert!(read("who,whom\rann,norland\r").1[0].contains("a carriage return without a line feed"));
    assert!(read("who,whom,whom\nann,norland,sudland\n").1[0].contains("two columns `whom`"));
    let open = read("who,whom\nann,\"norland\nbob,sudland\n");
    assert!(open.1[0].starts_with("line 2, column 5: a quote that is not closed"), "{open:?}");
    assert!(open.1[0].contains("line 3"), "{open:?}");
    assert!(read("who,whom\nann,\"nor\"land\n").1[0].starts_with("line 2, column 10: text after the quote"));
    let blank_lines = read("who,whom\r\n\r\n\r\nann,nobody\r\n");
    assert!(blank_lines.1[0].starts_with("line 4, "), "{blank_lines:?}");
}

#[test]
fn a_doubled_key_names_both_lines() {
    let (facts, reasons) = facts_of("no,who,whom\nv1,ann,norland\n\nv1,bob,norland\n", |reader| {
        visits(reader).column("no", Column::Key).relation("visits")
    });
    assert_eq!(facts.len(), 1);
    assert!(
        reasons[0].starts_with("line 4, column 1: two facts of the file have the key `v1`; line 2 has it too"),
        "{reasons:?}"
    );
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let error = Loader::new()
        .columns([Column::Subject, Column::Key])
        .relation("visits")
        .object("norland")
        .subjects(Entities::keyed().add_as("person"))
        .objects(Entities::keyed().add_as("state"))
        .load(&mut kg, &b"ann,v1\nbob,v2\ncid,v1\n"[..])
        .unwrap_err();
    assert!(error.to_string().starts_with("line 3, column 5: key of a fact: "), "{error}");
    assert!(error.to_string().ends_with("; line 1 of the table has it"), "{error}");
}

#[test]
fn a_load_takes_names_beside_keys_spellings_and_times() {
    let mut kg = KnowledgeGraph::new(schema());
    let table = "id,name,what,object,year,month,day,color\n7,Ann,born,1950-03-04T10:00:00Z,,,,red\n7,Anne,is-so,TRUE,,,,\n8,Bob,is-so,0,2026,2,,\n";
    let loaded = Loader::new()
        .header()
        .column("id", Column::Subject)
        .column("name", Column::SubjectName)
        .column("what", Column::Relation)
        .column("object", Column::Object)
        .date_parts(Column::AsOf, ["year", "month", "day"])
        .subjects(Entities::keyed().add_as("person").prefix("p"))
        .dates(Dates::cut_to_day())
        .load(&mut kg, table.as_bytes())
        .unwrap();
    assert_eq!((loaded.rows, loaded.facts, loaded.entities, loaded.cut), (3, 4, 2, 1));
    assert_eq!(loaded.unread, ["color"]);
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    let expected = [
        "p7 born (date 1950-03-04)",
        "p7 also-known-as \"Anne\"",
        "p7 is-so (yes-no yes)",
        "p8 is-so (yes-no no) as-of 2026-02",
    ];
    assert_eq!(facts, expected);
    assert_eq!(kg.entities_named_exactly("Ann"), [kg.entity("p7").unwrap()]);
}

#[test]
fn an_id_with_blanks_is_found_in_every_column() {
    let schema = diplomacy::schema();
    let mut kg = KnowledgeGraph::new(schema.clone());
    let mut reader = csv::Reader::new(&schema)
        .column("host", Column::Role("venue".into()))
        .column("twin", Column::Attribute("borders".into()));
    reader.read_entities(&b"key,kind,twin\nNor land,state,Sud land\nSud land,state,\n"[..]).unwrap();
    reader.read_facts(&b"subject,relation,object\nNor land,borders,Sud land\n"[..]).unwrap();
    let done = Import::new().apply_each(&mut kg, reader.finish());
    assert!(done.rejected.is_empty(), "{:?}", done.rejected);
    let borders: Vec<_> =
        kg.view().all_facts().map(|fact| fact.to_string()).filter(|fact| fact.contains("borders")).collect();
    assert_eq!(borders, ["nor-land borders sud-land", "nor-land borders sud-land"]);
}

#[test]
fn ids_of_two_files_with_one_slug_are_never_one_entity() {
    let schema = diplomacy::schema();
    let mut kg = KnowledgeGraph::new(schema.clone());
    let mut import = |table: &str| {
        let mut reader = csv::Reader::new(&schema).kind("organization");
        reader.read_entities(table.as_bytes()).unwrap();
        let done = Import::new().apply_each(&mut kg, reader.finish());
        (done.added.entities, done.known.entities, done.rejected.len(), kg.fact_count())
    };
    assert_eq!(import("key\nC++\n"), (1, 0, 0, 1));
    assert_eq!(import("key\nC++\n"), (0, 1, 0, 1), "the same file twice adds nothing");
    // The entity, and the id that refers to it.
    assert_eq!(import("key\nC#\n"), (0, 0, 2, 1));
}
