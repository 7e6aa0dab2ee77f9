//! Tables: nothing is lost but the difference between an empty text and none.

use chancery::{
    KnowledgeGraph,
    io::{
        Import, Loss, Losses,
        csv::{Delimiter, Reader},
    },
    schema::Schema,
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report, same, schema};

type Tables = [Vec<u8>; 3];

fn tables(kg: &KnowledgeGraph, delimiter: Delimiter) -> (Tables, Losses) {
    let view = all(kg).csv().delimiter(delimiter);
    let mut tables = Tables::default();
    let [sources, entities, facts] = &mut tables;
    let mut losses = view.write_sources(sources).unwrap();
    losses.merge(view.write_entities(entities).unwrap());
    losses.merge(view.write_facts(facts).unwrap());
    (tables, losses)
}

fn read(tables: &Tables, schema: &Schema, kg: &mut KnowledgeGraph, delimiter: Delimiter) -> u64 {
    let mut reader = Reader::new(schema).delimiter(delimiter);
    reader.sources(tables[0].as_slice()).unwrap();
    reader.entities(tables[1].as_slice()).unwrap();
    reader.facts(tables[2].as_slice()).unwrap();
    let edits = reader.finish();
    assert_eq!(edits.unread().count(), 0);
    Import::new().apply_all(kg, edits).unwrap().added.total()
}

fn survives(kg: &KnowledgeGraph, delimiter: Delimiter) {
    let (files, losses) = tables(kg, delimiter);
    let lost = [Loss::Sources, Loss::Roles, Loss::Sameness].map(|loss| losses.count(loss));
    assert_eq!(losses.iter().count(), lost.iter().filter(|count| **count > 0).count(), "{losses}");
    let mut again = KnowledgeGraph::new(schema());
    read(&files, &schema(), &mut again, delimiter);
    again.validate().unwrap();
    if losses.is_empty() {
        equal(&again, kg);
    }
    let rewritten = tables(&again, delimiter).0;
    if lost[1] == 0 {
        files.iter().zip(&rewritten).for_each(|(file, again)| same(again, file));
    }
    assert_eq!(read(&files, &schema(), &mut again, delimiter), 0);
}

#[test]
fn the_report_and_hostile_names_survive() {
    for delimiter in [Delimiter::Comma, Delimiter::Tab, Delimiter::Semicolon, Delimiter::Bar] {
        survives(&report(), delimiter);
        survives(&hostile(), delimiter);
    }
}

#[test]
fn claims_and_neo4j_have_a_row_for_each() {
    let kg = report();
    let mut file = Vec::new();
    assert!(kg.view().csv().write_claims(&mut file).unwrap().is_empty());
    let claims = kg.view().all_facts().map(|fact| fact.claims().count()).sum::<usize>();
    let text = String::from_utf8(file).unwrap();
    assert_eq!(text.lines().count(), claims + 1);
    assert!(text.contains(",abstract,supports,"));

    let neo4j = kg.view().csv().for_neo4j();
    let (mut nodes, mut facts) = (Vec::new(), Vec::new());
    let _ = neo4j.write_entities(&mut nodes).unwrap();
    let _ = neo4j.write_facts(&mut facts).unwrap();
    assert!(nodes.starts_with(b"id:ID,type,kind,name,:LABEL\n"));
    assert!(facts.starts_with(b":START_ID,:END_ID,:TYPE,id,when,start_earliest:date,"));
    assert!(kg.view().csv().duckdb().contains("'start_earliest': 'DATE'"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random()) {
        survives(&kg, Delimiter::Comma);
    }
}
