//! Guards against an import that ends otherwise than if each fact were found as soon as it is recorded: during an import the
//! newest facts are in no list, and its rules look up names, identifiers and equal facts.

use chancery::{
    Edit, Entity, Fact, KnowledgeGraph, diplomacy,
    dossier::Archive,
    io::{Import, MatchBy, import::Imported, json::Json},
    model::{Node, Value},
};
use proptest::prelude::*;

use crate::{
    edits::{any_edit, begun_with},
    observe::observed,
};

const KEYS: [&str; 7] = ["a", "b", "c", "g", "h", "i", "j"];
const TEXTS: [&str; 4] = ["One", "two", "a", "Name"];

fn text(text: &str) -> Node {
    Node::Value(Value::Text(text.into()))
}

/// Names and identifiers, by which entities are matched, and edits of any other sort.
fn any_edit_of_a_file() -> impl Strategy<Value = Edit> {
    let key = || prop::sample::select(&KEYS[..]);
    let words = || prop::sample::select(&TEXTS[..]);
    let kind = prop::sample::select(vec!["person", "state", "agent"]);
    let alias = (key(), words()).prop_map(|(key, name)| {
        let mut fact = Fact::new(key, "also-known-as", "");
        fact.object = text(name);
        Edit::Assert(fact)
    });
    let identifier = (key(), prop::sample::select(vec!["x", "id"]), words()).prop_map(|(key, scheme, code)| {
        let mut fact = Fact::new(key, "identified-by", "");
        fact.object = text(code);
        fact.roles.insert("scheme", text(scheme));
        Edit::Assert(fact)
    });
    let merge = (key(), key()).prop_map(|(entity, into)| Edit::Merge {
        entity: entity.into(),
        into: into.into(),
        why: String::new(),
    });
    prop_oneof![
        6 => any_edit(),
        4 => (key(), kind, words()).prop_map(|(key, kind, name)| Edit::AddEntity(Entity::new(key, kind, name))),
        3 => alias,
        3 => identifier,
        1 => merge,
    ]
}

fn any_rules() -> impl Strategy<Value = Vec<MatchBy>> {
    let rule = prop::sample::select(vec![MatchBy::Key, MatchBy::Name, MatchBy::identifier("x")]);
    prop::collection::vec(rule, 0..4)
}

fn archive(kg: &KnowledgeGraph) -> String {
    Json::of(&Archive::of(kg)).to_string()
}

/// A merge that is refused. An import lists the facts before it, and changes nothing else.
fn refused_merge() -> Edit {
    Edit::Merge { entity: "no one".into(), into: "no one".into(), why: String::new() }
}

/// Whether an edit gives the id of the entity before it, and so must stay behind it.
fn is_identifier(edit: &Edit) -> bool {
    matches!(edit, Edit::Assert(fact) if fact.relation == "identified-by")
}

/// The slow twin of [`Import::apply_each`]: the facts are in their lists before the next edit is looked at.
fn each_listed(import: &Import, kg: &mut KnowledgeGraph, edits: &[Edit]) -> Imported {
    let mut all = Vec::new();
    for edit in edits {
        if !is_identifier(edit) || !matches!(all.last(), Some(Edit::AddEntity(_))) {
            all.push(refused_merge());
        }
        all.push(edit.clone());
    }
    let mut done = import.apply_each(kg, all);
    done.rejected.retain(|rejected| rejected.edit() != Some(&refused_merge()));
    done
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    // Law: an import gives the graph, the report and the errors that it gives if each fact is listed at once, on any graph.
    #[test]
    fn an_import_equals_one_that_lists_each_fact_at_once(
        is_empty in any::<bool>(),
        before in prop::collection::vec(any_edit_of_a_file(), 0..25),
        edits in prop::collection::vec(any_edit_of_a_file(), 0..40),
        rules in any_rules(),
    ) {
        let schema = diplomacy::schema().open();
        let mut expected = if is_empty { KnowledgeGraph::new(schema) } else { begun_with(schema) };
        for edit in before.iter().filter(|_| !is_empty) {
            let _ = expected.apply(edit);
        }
        let import = Import::new().matching(rules);
        let (mut each, mut all) = (expected.clone(), expected.clone());
        let untouched = observed(&expected);
        let (wanted, done) = (each_listed(&import, &mut expected, &edits), import.apply_each(&mut each, edits.clone()));
        prop_assert_eq!(format!("{done:?}"), format!("{wanted:?}"));
        prop_assert_eq!(observed(&each), observed(&expected));
        prop_assert_eq!(archive(&each), archive(&expected));
        prop_assert_eq!(each.validate(), Ok(()));

        match (import.apply_all(&mut all, edits), wanted.rejected.first()) {
            (Ok(done), None) => {
                prop_assert_eq!(format!("{done:?}"), format!("{wanted:?}"));
                prop_assert_eq!(archive(&all), archive(&expected));
            }
            (Err(error), Some(first)) => {
                prop_assert_eq!(&error, first.reason());
                prop_assert_eq!(observed(&all), untouched);
            }
            (done, rejected) => panic!("{done:?}, though the first that was rejected is {rejected:?}"),
        }
        prop_assert_eq!(all.validate(), Ok(()));
    }
}
