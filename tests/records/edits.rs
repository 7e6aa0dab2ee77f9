//! Edits to try on a graph, and a graph to try them on, for the tests of what must hold whatever was done.
#![expect(unreachable_pub, reason = "a module of several test files")]

use chancery::{
    Edit, Entity, Fact, KnowledgeGraph, Schema, Source, date, diplomacy, fact,
    model::{Basis, Claim, Confidence, FactName, Modality, Node, Quote, Resolution, Value},
    time::When,
};
use proptest::prelude::*;

/// Something to try on a graph; much of it is refused, and then must leave no trace.
pub fn any_edit() -> impl Strategy<Value = Edit> {
    let key = || prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "nobody"]).prop_map(str::to_owned);
    let place = || (0usize..12).prop_map(|n| format!("#{n}"));
    let claim = (
        prop::sample::select(vec!["s", "t", "none"]),
        prop::option::of(key()),
        any::<bool>(),
        prop::option::of(0u8..5),
    )
        .prop_map(|(source, speaker, inferred, quote)| {
            let mut claim = Claim::new(source);
            claim.said_by = speaker;
            claim.basis = if inferred { Basis::Inferred("why".into()) } else { Basis::Stated };
            claim.confidence = quote.and_then(|n| Confidence::new(f64::from(n) / 4.0).ok());
            claim.quote = quote.map(|n| Quote::new(["one", "two", "two", "two", ""][usize::from(n)]).nth(1));
            claim
        });
    let when = prop::sample::select(vec![
        "unstated",
        "2026-02",
        "as-of 2026",
        "1991/",
        "2001/2005?",
        "1991?",
        "[..2026]",
        "1991/[2026..]",
    ]);
    let ends = (
        key(),
        prop::sample::select(vec![
            "visits",
            "recognized",
            "recognized-in-1991?",
            "met",
            "born",
            "ahead-of",
            "has-president",
            "ambassador-of",
            "also-known-as",
            "identified-by",
            "met-on-the-way",
        ]),
    );
    let object = prop_oneof![
        4 => key().prop_map(Node::Entity),
        1 => Just(Node::Value(Value::Date(date("1950")))),
        1 => prop::sample::select(vec!["One", "two"]).prop_map(|text| Node::Value(Value::Text(text.into()))),
        2 => place().prop_map(|fact| Node::Fact(FactName { fact })),
    ];
    let extra = (
        when,
        prop::sample::select(Modality::ALL.to_vec()),
        prop::collection::vec(claim.clone(), 0..3),
        prop::option::of("[k-m]"),
        key(),
    );
    let fact =
        (ends, object, extra).prop_map(|((subject, relation), object, (when, modality, claims, key, player))| {
            let mut fact = Fact::new(subject, relation, "");
            fact.object = object;
            match relation {
                "ambassador-of" => fact.roles.insert("accredited-to", Node::Entity(player)),
                "identified-by" => fact.roles.insert("scheme", Node::Value(Value::Text("x".into()))),
                "met-on-the-way" => fact.roles.insert("because-of", Node::Entity(player)),
                _ => {}
            }
            fact.when = when.parse::<When>().unwrap();
            (fact.modality, fact.claims, fact.key) = (modality, claims, key);
            fact
        });
    prop_oneof![
        6 => fact.prop_map(Edit::Assert),
        2 => (key(), prop::sample::select(vec!["person", "state", "agent", "event", "host"])).prop_map(|(key, kind)| Edit::AddEntity(Entity::new(key, kind, "Name"))),
        1 => prop::sample::select(vec!["s", "t"]).prop_map(|key| Edit::AddSource(Source::new(key).text("one two two"))),
        2 => (place(), claim).prop_map(|(fact, claim)| Edit::Claim { fact, claim }),
        1 => place().prop_map(|fact| Edit::Retract { fact, why: "why".into() }),
        1 => (place(), place()).prop_map(|(fact, by)| Edit::Resolve { fact, resolution: Resolution::Postponed, by }),
        1 => (key(), prop::sample::select(vec!["person", "state"])).prop_map(|(entity, kind)| Edit::Narrow { entity, kind: kind.into() }),
        2 => (key(), key()).prop_map(|(entity, into)| Edit::Merge { entity, into, why: String::new() }),
        1 => (key(), key()).prop_map(|(entity, from)| Edit::Unmerge { entity, from, why: "why".into() }),
        1 => (key(), key()).prop_map(|(entity, from)| Edit::KeepApart { entity, from, why: "why".into() }),
        1 => (key(), key()).prop_map(|(entity, with)| Edit::AllowMerge { entity, with, why: String::new() }),
    ]
}

/// A graph with something in it, so that not all edits are refused.
pub fn begun() -> KnowledgeGraph {
    begun_with(diplomacy::schema())
}

/// The same with a schema.
pub fn begun_with(schema: Schema) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(Source::new("s").text("one two two")).unwrap();
    for (kind, key) in
        [("person", "a"), ("state", "b"), ("state", "c"), ("event", "d"), ("agent", "e"), ("person", "f")]
    {
        kg.add_entity(&Entity::new(key, kind, key)).unwrap();
    }
    kg.assert(fact("b", "recognized", "c")).unwrap();
    kg
}
