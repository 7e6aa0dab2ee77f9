//! Plain values through serde: a dossier, an archive and each edit come back equal from formats that name their fields
//! and from formats that do not, for people and for machines.

use std::fmt::Debug;

use chancery::{
    Edit, KnowledgeGraph,
    dossier::{Archive, Dossier},
    model::{Basis, Claim, Confidence, Fact, Node, Quote, Resolution, Sha256, Source, Transaction, Value},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::graphs::{all, hostile, random, report};

/// Writes and reads a value in every format, and returns its JSON.
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value, "JSON");

    assert_eq!(rmp_serde::from_slice::<T>(&rmp_serde::to_vec(value).unwrap()).unwrap(), *value, "MessagePack");
    let named = rmp_serde::to_vec_named(value).unwrap();
    assert_eq!(rmp_serde::from_slice::<T>(&named).unwrap(), *value, "MessagePack with names");
    let mut people = Vec::new();
    value.serialize(&mut rmp_serde::Serializer::new(&mut people).with_struct_map().with_human_readable()).unwrap();
    let mut reader = rmp_serde::Deserializer::new(people.as_slice()).with_human_readable();
    assert_eq!(T::deserialize(&mut reader).unwrap(), *value, "MessagePack for people");

    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).unwrap();
    assert_eq!(ciborium::from_reader::<T, _>(cbor.as_slice()).unwrap(), *value, "CBOR");

    assert_eq!(postcard::from_bytes::<T>(&postcard::to_allocvec(value).unwrap()).unwrap(), *value, "postcard");
    json
}

fn graph_survives(kg: &KnowledgeGraph) {
    survives(&Dossier::of(&kg.view()));
    survives(&Dossier::of(&all(kg)));
    survives(&Archive::of(kg));
}

#[test]
fn the_report_and_hostile_names_survive() {
    graph_survives(&report());
    graph_survives(&hostile());
    survives(&KnowledgeGraph::new(chancery::Schema::new().open()).schema().to_def());
}

#[test]
fn every_edit_survives_with_and_without_its_optional_fields() {
    let [fact, entity, other] = ["#3", "a", "b"].map(str::to_owned);
    let mut full = Fact::new("a", "visits", "b");
    full.key = Some("visit".into());
    full.when = "2026-02".parse().unwrap();
    full.modality = chancery::model::Modality::Planned;
    full.subject = Node::Fact(chancery::model::FactName { fact: "#0".into() });
    for (role, value) in
        [("n", Value::from(3)), ("f", chancery::model::Number::new(0.5).unwrap().into()), ("y", true.into())]
    {
        full.roles.insert(role, Node::Value(value));
    }
    let mut claim = Claim::new("s");
    claim.said_by = Some("a".into());
    claim.basis = Basis::Inferred("so".into());
    claim.confidence = Some(Confidence::new(1.0).unwrap());
    claim.quote = Some(Quote::hashed(3..9, Sha256::of("x")));
    full.claims = vec![claim.clone(), Claim::new("t")];
    let mut edits = vec![
        Edit::AddSource(Source::new("s")),
        Edit::AddSource(Source::new("s").title("T").published("1991?").text("x").url("https://example.org/")),
        Edit::AddEntity(chancery::Entity::new("a", "state", "A")),
        Edit::Assert(Fact::new("a", "borders", "b")),
        Edit::Assert(full),
        Edit::Claim { fact: fact.clone(), claim },
        Edit::Resolve { fact: fact.clone(), resolution: Resolution::Refined, by: "#4".into() },
        Edit::Narrow { entity: entity.clone(), kind: "state".into() },
        Edit::Tombstone,
    ];
    for why in [String::new(), "so".to_owned()] {
        let (fact, entity, other) = (fact.clone(), entity.clone(), other.clone());
        edits.extend([
            Edit::Retract { fact, why: why.clone() },
            Edit::Merge { entity: entity.clone(), into: other.clone(), why: why.clone() },
            Edit::Unmerge { entity: entity.clone(), from: other.clone(), why: why.clone() },
            Edit::KeepApart { entity: entity.clone(), from: other.clone(), why: why.clone() },
            Edit::AllowMerge { entity, with: other, why: why.clone() },
            Edit::Purge { edits: 7, why },
        ]);
    }
    let json: Vec<_> = edits.iter().map(survives).collect();
    assert_eq!(json[9], r##"{"retract":{"fact":"#3"}}"##);
    assert_eq!(json[16], r#"{"merge":{"entity":"a","into":"b","why":"so"}}"#);
    assert_eq!(json[20], r#"{"purge":{"edits":7,"why":"so"}}"#);
    survives(&Transaction::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_graph_holds_survives(kg in random()) {
        graph_survives(&kg);
    }
}
