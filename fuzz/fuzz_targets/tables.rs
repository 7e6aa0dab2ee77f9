//! Any bytes as a table, loaded in pieces with columns that the bytes pick: nothing panics, and the graph is whole,
//! with every row or without any where the load fails.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    io::{
        Column,
        csv::{BadRows, Delimiter, Entities, Loader},
    },
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());

fuzz_target!(|data: &[u8]| {
    let Some((head, table)) = data.split_at_checked(10) else { return };
    let columns = head[..7].iter().map(|byte| match byte % 12 {
        0 => Column::Subject,
        1 => Column::Relation,
        2 => Column::Object,
        3 => Column::On,
        4 => Column::Start,
        5 => Column::End,
        6 => Column::Modality,
        7 => Column::Key,
        8 => Column::Role("occasion".into()),
        9 => Column::SubjectName,
        10 => Column::ObjectName,
        _ => Column::Ignored,
    });
    let skip = head[7] % 2 == 0;
    let mut loader = Loader::new().columns(columns).relation("met");
    if head[8] % 2 == 0 {
        loader = loader.entities(Entities::keyed().add_as("person"));
    }
    if head[8] % 3 == 0 {
        loader = loader.delimiter(Delimiter::Semicolon);
    }
    if head[9] % 2 == 0 {
        loader = loader.guarded();
    }
    if head[9] % 3 == 0 {
        loader = loader.unquoted();
    }
    if skip {
        loader = loader.bad_rows(BadRows::Skip);
    }
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    kg.add("person", "Ada").expect("a person is added");
    match loader.load(&mut kg, table) {
        Ok(loaded) => assert_eq!(loaded.facts, kg.fact_count()),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert_eq!((kg.fact_count(), kg.node_count()), (0, 1), "an error leaves the graph as it was");
        }
    }
    kg.validate().expect("the graph is whole");
});
