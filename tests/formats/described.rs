//! What the caller says of a column comes first, and a fault costs what is faulty alone.

use chancery::{
    KnowledgeGraph, Source, diplomacy, entity, fact,
    io::{
        Column, Edits, Import,
        csv::{Csv, Reader},
    },
};

use crate::graphs::{all, hostile, same};

/// The facts that edits add to a graph, and what was rejected or not read.
fn read(edits: Edits) -> (Vec<String>, Vec<String>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    for (key, kind) in [("ann", "person"), ("bob", "person"), ("norland", "state"), ("sudland", "state")] {
        kg.add(kind, entity(key).key(key)).unwrap();
    }
    kg.add_source(Source::new("report")).unwrap();
    let mut reasons: Vec<_> = edits.unread().map(|(name, count)| format!("unread {name} {count}")).collect();
    let done = Import::new().apply_each(&mut kg, edits);
    reasons.extend(done.rejected.iter().map(|rejected| rejected.reason().to_string()));
    kg.validate().unwrap();
    let view = kg.view().with_retracted().with_resolved();
    let state = |fact: chancery::FactRef<'_>| {
        let marks = [(fact.is_retracted(), " [retracted]"), (fact.is_resolved(), " [resolved]")];
        marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect::<String>()
    };
    (view.all_facts().map(|fact| format!("{fact}{}", state(fact))).collect(), reasons)
}

fn table(text: &str, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> (Vec<String>, Vec<String>) {
    let schema = diplomacy::schema().open();
    let mut reader = describe(Reader::new(&schema));
    reader.read_facts(text.as_bytes()).unwrap();
    read(reader.finish())
}

#[test]
fn each_object_of_a_row_is_retracted_and_resolved_as_the_row_says() {
    let text = "subject,relation,object,when,modality,retracted,retracted_why,resolved,resolved_by,color\n\
        ann,visits,norland;sudland,2026-02,planned,,,confirmed,#2,red\n\
        ann,visits,sudland;norland,2025,,yes,a slip,,,\n\
        ann,visits,norland,2026-02-04,,,,,,\n\
        ann,visits,norland;nobody;sudland,2024,,,,,,\n\
        ann,visits,norland;sudland,2024-13,,,,,,\n";
    let (facts, reasons) = table(text, |reader| reader.several("object", ";"));
    let expected = [
        "ann visits norland on 2026-02 planned [resolved]",
        "ann visits sudland on 2026-02 planned [resolved]",
        "ann visits sudland on 2025 [retracted]",
        "ann visits norland on 2025 [retracted]",
        "ann visits norland on 2026-02-04",
        "ann visits norland on 2024",
        "ann visits sudland on 2024",
    ];
    assert_eq!(facts, expected);
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert_eq!(reasons[0], "unread color 1");
    assert!(reasons[1].contains("no entity has the key `nobody`"), "{reasons:?}");
    assert!(reasons[2].starts_with("line 6, ") && reasons[2].contains("2024-13"), "{reasons:?}");
}

#[test]
fn one_key_is_not_that_of_two_facts_of_a_row() {
    let text = "subject,relation,object,no\nann,visits,norland;sudland,v1\n";
    let (facts, reasons) = table(text, |reader| reader.several("object", ";").column("no", Column::Key));
    assert_eq!((facts.len(), reasons.len()), (1, 1));
    assert!(reasons[0].contains("two facts of the file have the key `v1`"), "{reasons:?}");
}

#[test]
fn what_follows_a_part_of_a_cell_is_reported() {
    for (cells, words) in [
        ("planned @report,", "`planned @report` is not a valid modality"),
        (",planned @report", "is not a list of claims"),
        (",@report # noted", "is not a list of claims"),
        (",on 2026 @report", "is not a list of claims"),
        (",venue x @report", "is not a list of claims"),
    ] {
        let text = format!("subject,relation,object,modality,claims\nann,visits,norland,{cells}\n");
        let (facts, reasons) = table(&text, |reader| reader);
        assert!(facts.is_empty() && reasons.len() == 1 && reasons[0].contains(words), "{facts:?} {reasons:?}");
    }
    let text = "subject,relation,object,modality,claims\nann,visits,norland,planned,@report said-by ann @report\n";
    assert_eq!(table(text, |reader| reader).0, ["ann visits norland planned @report said-by ann @report"]);
}

#[test]
fn a_common_name_gives_way_to_a_described_column() {
    let schema = diplomacy::schema().open();
    let mut reader = Reader::new(&schema)
        .column("group", Column::Kind)
        .column("title", Column::Name)
        .column("what", Column::Relation)
        .column("date", Column::When);
    reader.read_entities(&b"key,kind,group,name,title\nn,long,state,N,Norland\n"[..]).unwrap();
    reader.read_facts(&b"subject,relation,what,object,when,date\nn,old,borders,sudland,soon,as-of 1991\n"[..]).unwrap();
    let (facts, reasons) = read(reader.finish());
    assert_eq!(facts, ["n borders sudland as-of 1991"]);
    assert_eq!(reasons, ["unread kind 1", "unread name 1", "unread relation 1", "unread when 1"]);
}

/// A spreadsheet takes the cells of claims for formulas.
#[test]
fn guarded_tables_have_no_formula_and_read_back() {
    let mut kg = hostile();
    kg.add("person", entity("=cmd|' /C calc'!A0").key("calc")).unwrap();
    kg.add_source(Source::new("guarded").title("-2+3").publisher("'@SUM(1)").text("\t=1")).unwrap();
    kg.assert(fact("calc", "titled", "＝1").source("guarded")).unwrap();
    let tables = |kg: &KnowledgeGraph| {
        let csv = Csv::of(&all(kg)).guarded();
        [csv.sources(), csv.entities(), csv.facts()].map(|table| {
            let text = table.to_string();
            let mut cells = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            for cell in cells.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
            }
            text
        })
    };
    let files = tables(&kg);
    assert!(files[2].contains(",'@guarded,"), "{}", files[2]);
    let schema = crate::graphs::schema();
    let mut reader = Reader::new(&schema).guarded();
    reader.read_sources(files[0].as_bytes()).unwrap();
    reader.read_entities(files[1].as_bytes()).unwrap();
    reader.read_facts(files[2].as_bytes()).unwrap();
    let mut again = KnowledgeGraph::new(schema.clone());
    let edits = reader.finish();
    Import::new().apply_all(&mut again, edits).unwrap();
    assert_eq!(again.entities_named_exactly("=cmd|' /C calc'!A0").len(), 1);
    for (file, again) in files.iter().zip(&tables(&again)) {
        same(again.as_bytes(), file.as_bytes());
    }
}

#[cfg(feature = "json")]
mod json {
    use chancery::io::node_link;

    use super::*;

    fn graph(
        text: &str,
        describe: impl Fn(node_link::Reader<'_>) -> node_link::Reader<'_>,
    ) -> (Vec<String>, Vec<String>) {
        let schema = diplomacy::schema().open();
        read(describe(node_link::Reader::new(&schema)).read(text.as_bytes()).unwrap())
    }

    #[test]
    fn a_described_member_is_not_taken_for_an_id_or_a_direction() {
        let text = r#"{"nodes": [{"key": "Deo", "id": "n", "kind": "state"}, {"key": "x", "id": "s", "kind": "state"}],
            "links": [{"source": "ann", "target": "s", "relation": "visits", "id": "1991", "key": "b1", "directed": "official"}]}"#;
        let (facts, reasons) = graph(text, |reader| {
            let reader = reader.column("id", Column::AsOf).column("key", Column::Key);
            reader.column("directed", Column::Role("visit-kind".into()))
        });
        // `key` names nodes, so the ends name none.
        assert!(facts.iter().all(|fact| !fact.contains("visits")), "{facts:?}");
        assert!(reasons.iter().any(|reason| reason.contains("no entity has the key `s`")), "{reasons:?}");
        let (facts, reasons) = graph(text, |reader| {
            let reader = reader.column("key", Column::Attribute("motto".into()));
            reader.column("directed", Column::Role("visit-kind".into()))
        });
        assert_eq!(facts[..2], ["n motto \"Deo\"", "s motto \"x\""], "{reasons:?}");
        assert_eq!(facts[2], "ann visits s visit-kind \"official\"", "{reasons:?}");
        assert_eq!(reasons, ["unread id of an edge 1", "unread key 1"]);
        let fact = r#"{"nodes": [], "links": [{"source": "ann", "target": "norland", "relation": "visits", "id": "2026", "key": "v"}]}"#;
        let (facts, reasons) = graph(fact, |reader| reader.column("id", Column::On));
        assert_eq!(
            (facts, reasons),
            (vec!["ann visits norland on 2026".to_owned()], vec!["unread id of an edge 1".to_owned()])
        );
    }

    #[test]
    fn an_inexact_number_costs_that_value_alone() {
        let text = r#"{"nodes": [{"id": "n", "kind": "state", "motto": [1e20, "Deo", null, [1], 1e21, 1e22], "born": 1e20, "size": 1e20}],
            "links": [{"source": "n", "target": "n", "relation": "borders", "when": 1e20}, {"source": "n", "target": "n", "relation": "borders", "w": 1e20}]}"#;
        let (facts, reasons) = graph(text, |reader| {
            reader.column("motto", Column::Attribute("motto".into())).column("born", Column::Attribute("code".into()))
        });
        assert_eq!(facts, ["n motto \"Deo\"", "n borders n"]);
        assert_eq!(reasons.len(), 6, "{reasons:?}");
        assert_eq!(reasons[..3], ["unread motto 1", "unread size 1", "unread w 1"]);
        assert!(reasons[3].starts_with("line 1, column 50: nodes[0].motto: the number 1e20"), "{reasons:?}");
        assert!(reasons[3].contains("kept of a number, and so have 2 others of the list"), "{reasons:?}");
        assert!(reasons[4].starts_with("line 1, column 96: nodes[0].born: the number 1e20"), "{reasons:?}");
        assert!(reasons[5].starts_with("line 2, column 85: links[0].when: the number 1e20"), "{reasons:?}");
    }

    #[test]
    fn a_member_that_is_given_twice_is_reported_at_any_depth() {
        let schema = diplomacy::schema();
        let fault =
            |text: &str| node_link::Reader::new(&schema).read(text.as_bytes()).map(drop).unwrap_err().to_string();
        let error = fault(r#"{"graph": {"made": 1, "made": 2}, "nodes": [], "links": []}"#);
        assert!(error.contains("the member is given twice"), "{error}");
        let error = fault(
            r#"{"graph": {"sources": [{"key": "a", "key": "b"}], "chancery": "node-link"}, "nodes": [], "links": []}"#,
        );
        assert!(error.contains("`key`: the member is given twice"), "{error}");
        for link in [
            r#"{"source": {"id": "ann", "id": "bob"}, "target": "norland", "relation": "visits"}"#,
            r#"{"source": "ann", "target": "norland", "relation": "visits", "claims": [{"source": "report", "source": "wire"}]}"#,
        ] {
            let text = format!("{{\"graph\": {{\"chancery\": \"node-link\"}}, \"nodes\": [], \"links\": [{link}]}}");
            let (facts, reasons) = graph(&text, |reader| reader);
            assert!(facts.is_empty() && reasons[0].contains("the member is given twice"), "{reasons:?}");
        }
    }
}
