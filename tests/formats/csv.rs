//! Tables: nothing is lost but the difference between an empty text and none.

use chancery::{
    KnowledgeGraph, diplomacy, fact,
    io::{
        Import, Loss, Losses,
        csv::{Csv, Delimiter, Reader},
    },
    schema::{RelationDef, RoleDef, Schema, Shape},
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report, same, schema};

type Tables = [Vec<u8>; 3];

fn tables(kg: &KnowledgeGraph, delimiter: Delimiter, guarded: bool) -> (Tables, Losses) {
    let csv = Csv::of(&all(kg)).delimiter(delimiter);
    let csv = if guarded { csv.guarded() } else { csv };
    let mut losses = Losses::default();
    let tables = [csv.sources(), csv.entities(), csv.facts()].map(|table| {
        let mut file = Vec::new();
        losses.merge(table.write_to(&mut file).unwrap());
        assert_eq!(table.to_string().into_bytes(), file);
        file
    });
    (tables, losses)
}

fn read(tables: &Tables, schema: &Schema, kg: &mut KnowledgeGraph, delimiter: Delimiter, guarded: bool) -> u64 {
    let mut reader = Reader::new(schema).delimiter(delimiter);
    if guarded {
        reader = reader.guarded();
    }
    reader.read_sources(tables[0].as_slice()).unwrap();
    reader.read_entities(tables[1].as_slice()).unwrap();
    reader.read_facts(tables[2].as_slice()).unwrap();
    let edits = reader.finish();
    assert_eq!(edits.unread().count(), 0);
    Import::new().apply_all(kg, edits).unwrap().added.total()
}

fn survives(kg: &KnowledgeGraph, delimiter: Delimiter) {
    for guarded in [false, true] {
        survives_as(kg, delimiter, guarded);
    }
}

fn survives_as(kg: &KnowledgeGraph, delimiter: Delimiter, guarded: bool) {
    let (files, losses) = tables(kg, delimiter, guarded);
    let lost = [Loss::Sources, Loss::Roles, Loss::Sameness].map(|loss| losses.count(loss));
    assert_eq!(losses.iter().count(), lost.iter().filter(|count| **count > 0).count(), "{losses}");
    let mut again = KnowledgeGraph::new(schema());
    read(&files, &schema(), &mut again, delimiter, guarded);
    again.validate().unwrap();
    if losses.is_empty() {
        equal(&again, kg);
    }
    let rewritten = tables(&again, delimiter, guarded).0;
    if lost[1] == 0 {
        files.iter().zip(&rewritten).for_each(|(file, again)| same(again, file));
    }
    assert_eq!(read(&files, &schema(), &mut again, delimiter, guarded), 0);
}

#[test]
fn the_report_and_hostile_names_survive() {
    for delimiter in [Delimiter::Comma, Delimiter::Tab, Delimiter::Semicolon, Delimiter::Bar, Delimiter::Blanks] {
        survives(&report(), delimiter);
        survives(&hostile(), delimiter);
    }
}

#[test]
fn claims_and_neo4j_have_a_row_for_each() {
    let kg = report();
    let csv = Csv::of(&kg.view());
    assert!(csv.claims().losses().is_empty());
    let claims = kg.view().all_facts().map(|fact| fact.claims().count()).sum::<usize>();
    let text = csv.claims().to_string();
    assert_eq!(text.lines().count(), claims + 1);
    assert!(text.contains(",abstract,supports,"));

    let neo4j = csv.clone().for_neo4j();
    let (nodes, facts) = (neo4j.entities().to_string(), neo4j.facts().to_string());
    assert!(nodes.starts_with("id:ID,type,kind,name,:LABEL\n"));
    assert!(facts.starts_with(":START_ID,:END_ID,:TYPE,id,when,start_earliest:date,"));
    assert!(csv.duckdb().contains("'start_earliest': 'DATE'"));
}

/// Neo4j reads `role.prov:agent` as a property of the type `agent`.
#[test]
fn a_colon_in_the_name_of_a_role_is_no_type_for_neo4j() {
    let mut schema = diplomacy::schema();
    for role in ["prov:agent", "prov_agent"] {
        schema.add_role(RoleDef::new(role)).unwrap();
    }
    let def = RelationDef::new("ran", Shape::Happens, "person", "event").optional("prov:agent", "text");
    schema.add_relation(def.optional("prov_agent", "text")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.add("person", "Ann").unwrap();
    kg.add("event", "Talks").unwrap();
    kg.assert(fact("ann", "ran", "talks").with("prov:agent", "a").with("prov_agent", "b")).unwrap();
    let view = kg.view();
    let header = |table: String| table.lines().next().unwrap().to_owned();
    let neo4j = Csv::of(&view).for_neo4j().facts();
    assert!(header(neo4j.to_string()).ends_with(",role.prov_agent_2,role.prov_agent"), "{}", header(neo4j.to_string()));
    assert_eq!(neo4j.losses().count(Loss::Roles), 1);
    let plain = Csv::of(&view).facts();
    assert!(header(plain.to_string()).ends_with(",role.prov:agent,role.prov_agent"));
    assert!(plain.losses().is_empty());
}

/// The cells of a table as the plain reader reads them.
fn cells(file: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(file);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The same rows, written by the plain writer of tables.
fn rewritten(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn tables_are_quoted_as_the_plain_writer_quotes_them_but_for_outer_white_space() {
    for (delimiter, byte) in [(Delimiter::Comma, b','), (Delimiter::Tab, b'\t'), (Delimiter::Bar, b'|')] {
        for file in tables(&hostile(), delimiter, false).0 {
            let rows = cells(&file, byte);
            let plain = rewritten(&rows, byte);
            assert_eq!(cells(&plain, byte), rows);
            if rows.iter().flatten().all(|cell| cell.trim() == cell) {
                same(&plain, &file);
            } else {
                assert!(file.len() > plain.len(), "white space is in quotes");
            }
        }
        for file in tables(&report(), delimiter, false).0 {
            same(&rewritten(&cells(&file, byte), byte), &file);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random()) {
        survives(&kg, Delimiter::Comma);
    }
}
