//! A vocabulary with everything in it, and edits at random that use it.

use chancery::{
    Edit, Entity, KnowledgeGraph, Schema, Source, diplomacy,
    model::{Modality, Sha256},
    schema::{RelationDef, RoleDef, Shape},
    view::View,
};
use proptest::prelude::*;

use crate::any;

/// The vocabulary of diplomacy, and relations and roles of every range.
pub(crate) fn schema() -> Schema {
    let mut schema = diplomacy::schema();
    for role in ["anything", "statement", "amount", "day", "link", "sure", "several", "sums"] {
        schema.add_role(RoleDef::new(role)).unwrap();
    }
    for (name, object) in [
        ("counts", "number"),
        ("dates", "date"),
        ("links", "url"),
        ("is-so", "yes-no"),
        ("says", "any"),
        ("founded-in-1991", "any"),
        ("tells", "statement"),
    ] {
        let def = RelationDef::new(name, Shape::Either, "any", object)
            .optional("anything", "any")
            .optional("statement", "statement")
            .optional("amount", "number")
            .optional("day", "date")
            .optional("link", "url")
            .optional("sure", "yes-no")
            .optional_many("several", "any")
            .optional_many("sums", "number");
        schema.add_relation(def).unwrap();
    }
    schema
}

/// Three sources and four entities, whose keys are words of the notation.
pub(crate) fn graph(schema: Schema) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(Source::new("t").url("urn:x:>y").licence("")).unwrap();
    kg.add_source(Source::new("s").derives_from("t").text(any::TEXT)).unwrap();
    kg.add_source(Source::new("u").sha256(Sha256::of("x"))).unwrap();
    for (key, kind) in [("a", "person"), ("on", "person"), ("1991", "state"), ("source", "state")] {
        kg.add_entity(&Entity::new(key, kind, key)).unwrap();
    }
    kg
}

/// All that a graph holds, whatever became of it.
pub(crate) fn all(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL)
}

/// Up to so many edits, of all these relations and roles.
pub(crate) fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    let relations = [
        "visits",
        "recognized",
        "recognized-in-1991?",
        "met",
        "born",
        "tells",
        "motto",
        "about",
        "counts",
        "dates",
        "links",
        "is-so",
        "says",
        "says",
        "says",
        "founded-in-1991",
        "part-of",
    ];
    let roles = [
        "anything",
        "anything",
        "statement",
        "amount",
        "day",
        "link",
        "sure",
        "venue",
        "visit-kind",
        "several",
        "several",
        "several",
        "several",
        "sums",
    ];
    let edit = prop_oneof![4 => any::edit(relations.to_vec(), roles.to_vec()), 1 => any::typed_fact()];
    prop::collection::vec(edit, 0..most)
}
