//! FollowTheMoney JSON: what it cannot hold is counted, and where nothing is, the graph reads back equal.

use chancery::{
    KnowledgeGraph, date, diplomacy, entity, fact,
    io::{Import, Loss, Losses, follow_the_money},
};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, random, report};

fn written(kg: &KnowledgeGraph) -> (String, Losses) {
    let mut file = Vec::new();
    let losses = follow_the_money::FollowTheMoney::of(&all(kg)).write_to(&mut file).unwrap();
    (String::from_utf8(file).unwrap(), losses)
}

fn read(text: &str) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let edits = follow_the_money::Reader::new(kg.schema()).read(text.as_bytes()).unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), []);
    Import::new().apply_all(&mut kg, edits).unwrap();
    kg
}

#[test]
fn what_it_can_hold_reads_back_equal() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let person = entity("Jauhar Saleem").identifier("wikidata", "Q1").alias("J. Saleem");
    kg.add("person", person).unwrap();
    kg.add("organization", "Institute").unwrap();
    kg.add("post", "Director").unwrap();
    kg.add("event", "Seminar").unwrap();
    // Properties come before what joins entities.
    kg.assert(fact("jauhar-saleem", "born", date("1953-05-17"))).unwrap();
    for (relation, object, when) in [
        ("member-of", "institute", "2024-05/"),
        ("member-of", "institute", "1999/2001-02-03"),
        ("holds-post", "director", "/2004"),
        ("spoke-at", "seminar", "2026-02"),
    ] {
        kg.assert(fact("jauhar-saleem", relation, object).when(when.parse().unwrap())).unwrap();
    }
    let (text, losses) = written(&kg);
    // The names and identifiers stand with their entity there, before the birth here.
    assert!(losses.is_empty(), "{losses}");
    let again = read(&text);
    let told = |kg: &KnowledgeGraph| {
        let mut facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        facts.sort();
        facts
    };
    assert_eq!(told(&again), told(&kg));
    equal(&read(&written(&again).0), &again);
    assert!(text.contains(r#""schema":"Occupancy""#) && text.contains(r#""role":["spoke-at"]"#), "{text}");
}

#[test]
fn what_it_cannot_hold_is_left_out_and_counted() {
    let (text, losses) = written(&report());
    assert!(!text.contains("visits"), "a planned visit is no visit: {text}");
    for loss in [Loss::Modality, Loss::Time, Loss::Roles, Loss::Claims, Loss::Sources] {
        assert!(losses.count(loss) > 0, "{loss}: {losses}");
    }
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("topic", "Trade").unwrap();
    let (text, losses) = written(&kg);
    assert_eq!((text.as_str(), losses.count(Loss::Entities)), ("", 1));
    let mut file = Vec::new();
    let losses = follow_the_money::FollowTheMoney::of(&kg.view()).fallback("LegalEntity").write_to(&mut file).unwrap();
    assert_eq!((losses.count(Loss::Kinds), file.is_empty()), (1, false));
}

#[test]
fn records_of_others_are_read_and_what_is_not_is_counted() {
    let text = r#"{"id": "NK-1", "caption": "A. B.", "schema": "Person", "properties": {"name": ["A. B.", "А. Б."], "birthDate": ["1953-05-17T00:00:00"], "topics": ["role.pep"]}}
{"id": "link 1", "schema": "Membership", "properties": {"member": ["NK-1", {"id": "NK-2"}], "organization": ["NK-3"], "startDate": ["1999"], "date": ["2001"]}}

{"id": "NK-3", "schema": "PublicBody", "properties": {"name": ["C"]}}
{"id": "NK-2", "schema": "Person"}
{"id": "v", "schema": "Vessel", "properties": {"name": ["D"]}}
{"id": "u", "schema": "UnknownLink", "properties": {"subject": ["NK-1"], "object": ["NK-3"], "role": ["nephew of the chairman"]}}
nonsense"#;
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(chancery::Source::new("opensanctions")).unwrap();
    let edits = follow_the_money::Reader::new(kg.schema()).source("opensanctions").read(text.as_bytes()).unwrap();
    let unread: Vec<_> = edits.unread().map(|(name, count)| format!("{name} {count}")).collect();
    assert_eq!(unread, ["birthDate (time of day) 1", "caption 1", "date 1", "role 1", "topics 1"]);
    let done = Import::new().apply_each(&mut kg, edits);
    let told: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
    assert!(told[0].starts_with("line 6, column 1: schema: no kind has the code `Vessel`"), "{told:?}");
    assert!(told[1].starts_with("line 7, column 1: schema: no relation has the code `UnknownLink`"), "{told:?}");
    assert!(told[2].starts_with("line 8, column "), "{told:?}");
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    assert_eq!(
        facts,
        [
            "NK-1 born 1953-05-17 @opensanctions",
            "NK-1 also-known-as \"А. Б.\" @opensanctions",
            "NK-1 member-of NK-3 since 1999 @opensanctions",
            "NK-2 member-of NK-3 since 1999 @opensanctions",
        ]
        .map(|line| line.replace("born 1953-05-17", "born (date 1953-05-17)"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_line_is_an_entity_and_what_is_not_told_is_counted(kg in random()) {
        let (text, losses) = written(&kg);
        let lines = text.lines().count();
        let told = all(&kg).entities().count() + kg.fact_count();
        let lost = losses.count(Loss::Entities) + losses.count(Loss::Facts) + losses.count(Loss::References)
            + losses.count(Loss::Modality) + losses.count(Loss::Settled);
        let properties = all(&kg).all_facts().filter(|fact| fact.subject_node().kind().is_some() && fact.object_node().value().is_some()).count();
        prop_assert!(lines as u64 + lost + properties as u64 >= told as u64);
        let edits = follow_the_money::Reader::new(kg.schema()).read(text.as_bytes()).unwrap();
        prop_assert!(edits.into_iter().all(|edit| edit.is_ok()));
    }
}

#[test]
fn hostile_names_stay_names() {
    let (text, _) = written(&hostile());
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert!(text.contains(r#""]]>""#));
}
