//! JSON Lines and node-link JSON: nothing is lost.

use chancery::{
    KnowledgeGraph,
    dossier::Dossier,
    io::{Import, Loss, Losses, json_lines, node_link},
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report, same, schema};

fn lines(kg: &KnowledgeGraph) -> (Vec<u8>, Losses) {
    let mut file = Vec::new();
    let losses = json_lines::JsonLines::of(&all(kg)).write_to(&mut file).unwrap();
    (file, losses)
}

fn links(kg: &KnowledgeGraph) -> (Vec<u8>, Losses) {
    let mut file = Vec::new();
    let losses = node_link::NodeLink::of(&all(kg)).write_to(&mut file).unwrap();
    (file, losses)
}

fn survives(kg: &KnowledgeGraph) {
    let (file, losses) = lines(kg);
    assert!(losses.is_empty(), "{losses}");
    let mut again = KnowledgeGraph::new(schema());
    let done = Import::new().apply_all(&mut again, json_lines::Reader::new().read(file.as_slice())).unwrap();
    assert_eq!(done.added.facts, kg.fact_count() as u64);
    again.validate().unwrap();
    equal(&again, kg);
    // Merges and decisions to keep apart too.
    let [ours, theirs] = [kg, &again].map(|kg| Dossier::of(&all(kg)));
    assert_eq!((ours.merges, ours.kept_apart), (theirs.merges, theirs.kept_apart));
    same(&lines(&again).0, &file);
    let twice = Import::new().apply_all(&mut again, json_lines::Reader::new().read(file.as_slice())).unwrap();
    assert_eq!(twice.added.total(), 0, "{twice:?}");
    equal(&again, kg);

    let (file, losses) = links(kg);
    assert!(losses.iter().all(|(loss, _)| loss == Loss::Sameness), "{losses}");
    let text = String::from_utf8(file.clone()).unwrap();
    let mut again = KnowledgeGraph::new(schema());
    let edits = node_link::Reader::new(&schema()).read(text.as_bytes()).unwrap();
    assert_eq!(edits.unread().count(), 0);
    Import::new().apply_all(&mut again, edits).unwrap_or_else(|error| panic!("{error}\n{text}"));
    again.validate().unwrap();
    equal(&again, kg);
    same(&links(&again).0, &file);
    let edits = node_link::Reader::new(&schema()).read(text.as_bytes()).unwrap();
    assert_eq!(Import::new().apply_all(&mut again, edits).unwrap().added.total(), 0);
}

#[test]
fn the_report_and_hostile_names_survive() {
    survives(&report());
    survives(&hostile());
}

#[test]
fn lines_say_which_entities_are_one_and_which_are_not() {
    let mut kg = report();
    for name in ["K. Tokaev", "Tokaev", "Another"] {
        kg.add("person", name).unwrap();
    }
    kg.merge("k-tokaev", "tokaev", "two spellings").unwrap();
    kg.keep_apart("k-tokaev", "another", "two people").unwrap();
    let text = String::from_utf8(lines(&kg).0).unwrap();
    assert!(
        text.ends_with(
            "{\"merge\":{\"entity\":\"k-tokaev\",\"into\":\"tokaev\",\"why\":\"two spellings\"}}\n\
         {\"keep-apart\":{\"entity\":\"tokaev\",\"from\":\"another\",\"why\":\"two people\"}}\n"
        ),
        "{text}"
    );
    survives(&kg);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random()) {
        survives(&kg);
    }
}
