//! A file is read as a bulk load. The graph must be the one that the same edits make one after the other, whatever was in it
//! before; and a fault must leave nothing.

use chancery::{
    Edit, Entity, KnowledgeGraph,
    dossier::{Archive, Dossier},
    fact,
    notation::{self, Reader},
};
use proptest::prelude::*;

use crate::every::{all, edits, graph, schema};

/// Expects that a graph keeps its rules, and that its own edits make an equal one, one after the other.
fn is_as_one_by_one(kg: &KnowledgeGraph) {
    kg.validate().unwrap();
    let mut again = KnowledgeGraph::new(kg.schema().clone());
    for (transaction, edits) in kg.history() {
        again.begin(transaction.clone()).unwrap();
        for edit in edits {
            again.apply(&edit).unwrap();
        }
    }
    again.validate().unwrap();
    assert_eq!(Archive::of(kg), Archive::of(&again));
    let facts = |kg: &KnowledgeGraph| all(kg).all_facts().map(|fact| (fact.id(), fact.to_string())).collect::<Vec<_>>();
    assert_eq!(facts(kg), facts(&again));
}

/// A graph with facts, two entities that are one, and none of the keys of the graphs that are written.
fn with_facts(count: usize) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema());
    kg.at("2026-01-24").unwrap().by("desk");
    for key in ["p1", "p2", "p3"] {
        kg.add_entity(&Entity::new(key, "person", format!("Name {key}"))).unwrap();
    }
    for n in 0..count {
        let (from, to) = (format!("p{}", n % 3 + 1), format!("p{}", n / 3 % 3 + 1));
        kg.assert(fact(from, "says", to).with("several", "p1")).unwrap();
    }
    kg.merge("p2", "p3", "one person").unwrap();
    kg.at("2026-01-25").unwrap().why("a file");
    kg
}

fn written(edits: &[Edit]) -> String {
    let mut kg = graph(schema());
    for edit in edits {
        let _ = kg.apply(edit);
    }
    notation::write(&Dossier::of(&all(&kg)))
}

/// Names and merges between the facts of a load are looked up while its facts are in no list.
#[test]
fn each_sort_of_statement_follows_facts_of_the_same_file() {
    let text = "entity person a \"A\" also \"AA\"\nentity person b \"B\" also \"BB\" also \"B2\"\nentity person c \"C\"\n\
                entity state s \"S\"\na visits s key v planned\na visits s on 2026-02-03 key w\nb visits s key x\n\
                c also-known-as \"CC\" key n\nc also-known-as \"C2\" key m\n^v says a\n\
                retract ^x \"no\"\nretract ^1\nresolve ^v confirmed by ^w\nresolve ^n corrected by ^m\n\
                keep-apart a from c\nmerge b into a \"one\"\n";
    let kg = notation::read(text, schema()).unwrap();
    is_as_one_by_one(&kg);
    assert_eq!(kg.open_transaction().index(), 0, "it is one transaction");
    let named = |name: &str| -> Vec<String> {
        kg.entities_named(name).iter().map(|id| kg.node_ref(*id).unwrap().key().unwrap().to_owned()).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(named("BB"), none, "it is retracted");
    assert_eq!(named("B2"), ["a"]);
    assert_eq!(named("CC"), none, "it was corrected");
    assert_eq!(named("C2"), ["c"]);
    assert_eq!(kg.view().facts("visits").to("s").count().unwrap(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_file_is_read_as_its_edits_one_by_one(edits in edits(80), before in prop_oneof![Just(0_usize), 1..8_usize, Just(900)]) {
        let text = written(&edits);
        let read = notation::read(&text, schema()).unwrap();
        is_as_one_by_one(&read);

        let mut kg = with_facts(before);
        let first = Archive::of(&kg);
        let reader = Reader::new(schema());
        for fault in ["1991 visits nobody", "retract ^9999", "merge a into nobody", "entity person a \"A"] {
            let faulty = format!("{text}\n{fault}\n");
            prop_assert!(reader.add_to(&mut kg, &faulty).is_err());
            kg.validate().unwrap();
            prop_assert_eq!(&Archive::of(&kg), &first, "{}", fault);
        }
        reader.add_to(&mut kg, &text).unwrap();
        prop_assert_eq!(kg.fact_count(), before + read.fact_count());
        prop_assert_eq!(kg.claims().count(), read.claims().count());
        if before < 100 {
            is_as_one_by_one(&kg);
        } else {
            kg.validate().unwrap();
        }
    }
}
