//! Guards against tables that show other programs something else than the graph shows.

use chancery::{Error, KnowledgeGraph, diplomacy, store::Store};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::{
    edits::{any_edit, begun_with},
    folder::Folder,
};

/// The rows of a statement, each as texts with ` | ` between.
pub(crate) fn select(path: &std::path::Path, sql: &str) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let text = |column| match row.get::<_, rusqlite::types::Value>(column).unwrap() {
            rusqlite::types::Value::Null => "-".to_owned(),
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Real(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Blob(bytes) => format!("{} bytes", bytes.len()),
        };
        found.push((0..columns).map(text).collect::<Vec<_>>().join(" | "));
    }
    found
}

/// The default view, in the words of `facts_current`.
fn current(kg: &KnowledgeGraph) -> Vec<String> {
    let node = |node: chancery::NodeRef<'_>| {
        if let Some(fact) = node.fact() {
            return format!("#{}", fact.index());
        }
        let value = node.value().map(|value| value.to_string().trim_matches('"').to_owned());
        node.name().map(str::to_owned).or(value).unwrap()
    };
    let view = kg.view();
    let row = |fact: chancery::FactRef<'_>| {
        let mut sources: Vec<_> = Vec::new();
        for claim in fact.claims() {
            let key = claim.source().key().to_owned();
            if !sources.contains(&key) {
                sources.push(key);
            }
        }
        let sources = if sources.is_empty() { "-".to_owned() } else { sources.join(", ") };
        let when = if fact.when().is_unstated() { "-".to_owned() } else { fact.when().to_string() };
        format!(
            "{} | {} | {} | {} | {when} | {} | {sources}",
            fact.id().index(),
            node(fact.subject_node()),
            fact.relation_name(),
            node(fact.object_node()),
            fact.modality()
        )
    };
    view.all_facts().map(row).collect()
}

const CURRENT: &str = "SELECT id, subject, relation, object, dated, modality, sources FROM facts_current ORDER BY id";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // Law: `facts_current` has the facts of the default view, and `claims_with_quotes` the words that the graph has.
    #[test]
    fn views_of_the_tables_show_what_views_of_the_graph_show(edits in prop::collection::vec(any_edit(), 0..40)) {
        let folder = Folder::new();
        let path = folder.file("a");
        let mut store = Store::create(&path, diplomacy::schema()).unwrap();
        let begun = begun_with(diplomacy::schema());
        store.write(|kg| {
            for edit in begun.history().flat_map(|(_, edits)| edits).chain(edits) {
                let _ = kg.apply(&edit);
            }
            Ok::<_, Error>(())
        }).unwrap();
        let kg = store.graph();
        prop_assert_eq!(select(&path, CURRENT), current(kg));

        let all = kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved();
        let quotes: Vec<_> = all.all_facts().flat_map(|fact| fact.claims()).map(|claim| {
            let said_by = claim.said_by().and_then(|node| node.key()).unwrap_or_default();
            let quote = claim.quote().map_or("-".to_owned(), std::borrow::Cow::into_owned);
            format!("{} | {} | {said_by} | {quote}", claim.fact().index(), claim.source().key())
        }).collect();
        let found = select(&path, "SELECT fact_id, source, said_by, quote FROM claims_with_quotes ORDER BY fact_id, id");
        prop_assert_eq!(found, quotes);

        let mut entities = select(&path, "SELECT key, kind, stands FROM entities WHERE key = stands");
        entities.sort_unstable();
        let mut expected: Vec<_> = all.entities().map(|node| {
            let key = node.key().unwrap();
            format!("{key} | {} | {key}", node.kind_name().unwrap())
        }).collect();
        expected.sort_unstable();
        prop_assert_eq!(entities, expected);
    }
}

#[test]
fn a_stranger_reads_names_dates_and_since_when_a_fact_is_known() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store
        .write(|kg| {
            kg.at("2026-01-24T10:00:00.5Z")?.by("desk").why("first reading");
            let (p, k) = (kg.add(diplomacy::State, "Pakistan")?, kg.add(diplomacy::State, "Kazakhstan")?);
            kg.assert(chancery::fact(p, diplomacy::Recognized, k).on("1991-12"))?;
            kg.assert(chancery::fact(k, diplomacy::Recognized, p))
        })
        .unwrap();
    store
        .write(|kg| {
            kg.at("2026-01-25")?;
            let wrong = kg.fact_named("#1")?;
            kg.retract(wrong, "the other way round")
        })
        .unwrap();
    let rows = select(
        &path,
        "SELECT subject, relation, object, dated, starts_from, ends_by, known_from, retracted_from, retracted_because \
         FROM facts_as_of ORDER BY id",
    );
    assert_eq!(
        rows,
        [
            "Pakistan | recognized | Kazakhstan | 1991-12 | 1991-12-01 | 1991-12-31 | 2026-01-24T10:00:00.500000Z | - | -",
            "Kazakhstan | recognized | Pakistan | - | - | - | 2026-01-24T10:00:00.500000Z | 2026-01-25T00:00:00.000000Z | \
             the other way round",
        ]
    );
    let operations = select(&path, "SELECT operations, author, reason FROM transactions ORDER BY id");
    assert_eq!(operations, ["entity 2, fact 2 | desk | first reading", "alteration 1 | - | -"]);
}
