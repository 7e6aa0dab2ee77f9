//! A briefing as text and as JSON.

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, Met, Person},
    fact,
    model::Modality,
};

use super::{companies, report};

#[test]
fn companies_of_another_vocabulary_are_told_as_well() {
    let text = companies().view().briefing().title("Acme").whole().finish().to_string();
    assert_eq!(
        text,
        "\
Acme
====

Who is who
----------

Ada Stone, person (ada)
  Ada Stone is director of Acme, with a share of 12.5, after having been “clerk”
  and “agent” (since 2020)
    The register: “director since 2020”
  Ada Stone partner of Bo
    no source

Bo, person (bo)
  Bo lends Acme in 2021, what “money”
    no source

Acme, company (acme)
  Acme is also known as “Acme Ltd”
    The register

Timeline
--------
  Ada Stone founded Acme in 2019
    The register: “Founded in 2019”
  Ada Stone is director of Acme, with a share of 12.5, after having been “clerk”
  and “agent” (since 2020)
  Bo lends Acme in 2021, what “money”

What is planned, and what became of it
--------------------------------------
  Nothing is planned, cancelled, denied or hypothetical.

Who said what
-------------
  No source quotes a speaker.

What is only inferred
---------------------
  No fact is only inferred.

What is disputed
----------------
  No claim disputes a fact.

Sources
-------
  The register
    supports 3 facts; 3 facts have no other independent source
  No source supports 2 facts.

Everything else
---------------
  Nothing else.
"
    );
}

#[test]
fn every_sentence_is_printed_within_80_columns() {
    let kg = report();
    let text = kg.view().briefing().most(usize::MAX).whole().finish().to_string();
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for fact in kg.view().with_modalities(Modality::ALL).all_facts() {
        let sentence = fact.sentence().to_string();
        assert!(folded.contains(&sentence), "the briefing lacks: {sentence}");
    }
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?} columns");
    assert!(!text.lines().any(|line| line.ends_with(' ')), "a line ends with a blank");
}

#[test]
fn words_stand_below_their_speaker_and_source() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let wire =
        kg.add_source(Source::new("wire").publisher("Wire").published("2026-02").text("They met.\nOr not?")).unwrap();
    let copy = Source::new("copy").title("A newspaper that copies").derives_from("wire");
    let copy = kg.add_source(copy).unwrap();
    let [a, b, c] = ["A", "B", "C"].map(|name| kg.add(Person, name).unwrap());
    // Whose words stand last is not who said the words before.
    let met = fact(a, Met, b).on("2026-02-03").cite(wire, "not?").disputes();
    let met = met.source(copy).said_by(c).inferred("he was there").confidence(0.5);
    kg.assert(met.cite(wire, "They met.\nOr")).unwrap();
    let briefing = kg.view().briefing().title("A title").timeline().finish();
    assert_eq!(
        briefing.to_string(),
        "\
A title
=======

Timeline
--------
  A met B on 2026-02-03
    Wire, February 2026: “They met. Or”
    according to C
    inferred: he was there
    A newspaper that copies (derived from Wire), confidence 0.5
    disputed by
    Wire, February 2026: “not?”
"
    );
    let json = serde_json::to_value(&briefing).unwrap();
    let fact = &json["sections"][0]["items"][0]["fact"];
    assert_eq!(fact["truth"], "certain");
    assert_eq!(fact["sentence"], "A met B on 2026-02-03");
    assert_eq!(fact["fact"]["when"], "2026-02-03");
    assert_eq!(fact["evidence"][1]["speaker"], serde_json::json!({"key": "c", "kind": "person", "name": "C"}));
    assert_eq!(fact["evidence"][1]["inferred"], "he was there");
    assert_eq!(fact["evidence"][1]["sources"][0]["derived_from"], "Wire");
    assert_eq!(fact["evidence"][0]["sources"][0]["published"], "2026-02");
    assert_eq!(fact["evidence"][0]["sources"][0]["quote"], "They met.\nOr");
    assert_eq!((&fact["outcome"], &fact["repeated"]), (&serde_json::Value::Null, &serde_json::json!(false)));
}

#[test]
fn an_empty_graph_and_an_empty_briefing_are_no_fault() {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let text = kg.view().briefing().whole().finish().to_string();
    assert!(text.contains("There are no entities.") && text.contains("No fact has a date."), "{text}");
    assert_eq!(kg.view().briefing().finish().to_string(), "");
    assert_eq!(kg.view().briefing().line("A line.").finish().to_string(), "  A line.\n");
}
