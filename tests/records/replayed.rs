//! Guards against a fact that is recorded in one form and refused in the form that the history gives it: then no archive
//! of the graph can be read, and nothing can be purged from it any more.

use crate::observe::refused;
use chancery::{
    ErrorKind, Id, KnowledgeGraph,
    base::{AlsoKnownAs, KnownNone, SomeUnknown},
    diplomacy::{self, DescribedAs, Highlighted, State},
    dossier::Archive,
    fact,
    model::Value,
};

/// A graph in which a text is a value, by the id of its node.
fn with_text(text: &str) -> (KnowledgeGraph, Id<State>, Id) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let oman = kg.add(State, "Oman").unwrap();
    kg.assert(fact(oman, DescribedAs, text)).unwrap();
    let node = kg.get_value(&Value::Text(text.into())).unwrap();
    (kg, oman, node)
}

#[test]
fn a_text_is_checked_alike_as_a_value_and_by_the_id_of_its_node() {
    let long = "é".repeat(1001);
    for text in [" ", long.as_str()] {
        let (mut kg, oman, node) = with_text(text);
        let place = "object of also-known-as";
        refused(&mut kg, ErrorKind::InvalidName, &[place], |kg| kg.assert(fact(oman, AlsoKnownAs, text)));
        refused(&mut kg, ErrorKind::InvalidName, &[place], |kg| kg.assert(fact(oman.any(), "also-known-as", node)));
        refused(&mut kg, ErrorKind::InvalidName, &[place], |kg| {
            kg.assert_once(fact(oman.any(), "also-known-as", node))
        });
    }
    let (mut kg, oman, node) = with_text("has-embasy");
    for (name, gap) in [("known-none", true), ("some-unknown", false)] {
        let place = format!("object of {name}");
        let text = "has-embasy";
        refused(&mut kg, ErrorKind::UnknownRelation, &[&place, text], |kg| {
            if gap { kg.assert(fact(oman, KnownNone, text)) } else { kg.assert(fact(oman, SomeUnknown, text)) }
        });
        refused(&mut kg, ErrorKind::UnknownRelation, &[&place, text], |kg| kg.assert(fact(oman.any(), name, node)));
    }
    // A text that names a role is a gap of a fact, and of no entity; also where the fact is given by its node.
    let (mut kg, oman, node) = with_text("start");
    let post = kg.assert(fact(oman, DescribedAs, "a state")).unwrap();
    kg.assert(fact(oman, Highlighted, post)).unwrap();
    let of_post = kg.view().facts(Highlighted).first().unwrap().unwrap().object().any();
    refused(&mut kg, ErrorKind::UnknownRelation, &["`start`"], |kg| kg.assert(fact(oman.any(), "known-none", node)));
    kg.assert(fact(of_post, "known-none", node)).unwrap();
    assert_eq!(kg.validate(), Ok(()));
}

#[test]
fn what_is_recorded_by_the_id_of_a_value_can_be_read_again_and_purged() {
    let (mut kg, oman, node) = with_text("Sultanate of Oman");
    let named = kg.assert(fact(oman.any(), "also-known-as", node)).unwrap();
    assert_eq!(kg.entities_named("sultanate of oman"), [oman]);
    let read = Archive::of(&kg).to_graph(diplomacy::schema()).unwrap();
    assert_eq!(Archive::of(&read), Archive::of(&kg));
    assert_eq!(kg.validate(), Ok(()));
    kg.purge(named, "").unwrap();
    assert!(kg.entities_named("sultanate of oman").is_empty());
}
