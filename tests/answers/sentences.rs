//! Facts printed as English sentences: each relation of the vocabularies `diplomacy` and `base` in both directions, as
//! actual, planned, denied, cancelled and hypothetical, beside the text that was read and accepted. Guards against a
//! phrase that does not fit its verb, its tense or its object.
//!
//! `CHANCERY_BLESS=1 cargo test --test answers sentences` writes the text anew; read what changed.

use std::{fmt::Write, fs, path::Path};

use chancery::{
    KnowledgeGraph, Schema, Source, diplomacy,
    draft::Draft,
    entity, fact,
    model::{FactId, Modality, Value},
    schema::{Range, RelationDef, RoleDef, Shape},
};

/// A graph with one entity of each kind, by the name of the kind.
fn world() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let kinds: Vec<_> = kg.schema().kinds().map(|(id, def)| (id, def.name.clone())).collect();
    for (id, name) in kinds {
        if !kg.schema().is_abstract(id) {
            let title = name.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect::<Vec<_>>().join(" ");
            kg.add(name.as_str(), entity(format!("the {title}")).key(&name)).unwrap();
        }
    }
    let visit = fact("person", "visits", "state").on("2026-02").planned().key("visit");
    kg.assert(visit).unwrap();
    kg
}

/// What may stand where a relation takes a range: a key, or the text of a value.
fn filler(schema: &Schema, range: &str) -> String {
    match schema.range(range).unwrap() {
        Range::Any => "topic".to_owned(),
        Range::Statement => "visit".to_owned(),
        Range::Value(chancery::model::ValueType::Date) => "1953-05-17".to_owned(),
        Range::Value(_) => "some words".to_owned(),
        Range::Kind(kind) => {
            let fits = |(id, _): &(_, _)| schema.is_a(*id, kind) && !schema.is_abstract(*id);
            let found = schema.kinds().filter(fits).map(|(_, def)| def.name.clone()).next();
            found.unwrap()
        }
    }
}

fn draft(kg: &KnowledgeGraph, def: &RelationDef, modality: Modality, roles: bool) -> Draft<&'static str> {
    let schema = kg.schema();
    let name: &'static str = Box::leak(def.name.clone().into_boxed_str());
    let (subject, mut object) = (filler(schema, &def.subject), filler(schema, &def.object));
    if ["known-none", "some-unknown"].contains(&name) {
        "has-ambassador".clone_into(&mut object);
    }
    let mut draft = match schema.range(&def.object).unwrap() {
        Range::Statement => fact(subject.as_str(), name, kg.fact("visit").unwrap()),
        _ => fact(subject.as_str(), name, object.as_str()),
    };
    for role in def.roles.iter().filter(|role| roles || role.required) {
        let role_name: &'static str = Box::leak(role.role.clone().into_boxed_str());
        draft = draft.with(role_name, filler(schema, &role.player).as_str());
    }
    draft.modality(modality)
}

#[test]
fn each_relation_reads_as_english_both_ways() {
    let mut kg = world();
    let defs: Vec<_> = kg.schema().relations().map(|(_, def)| def.clone()).collect();
    let mut out = String::new();
    for def in defs {
        writeln!(out, "{}", def.name).unwrap();
        for modality in Modality::ALL {
            let id = kg.assert(draft(&kg, &def, modality, false)).unwrap();
            let fact = kg.fact_ref(id).unwrap();
            writeln!(out, "  {}", fact.sentence()).unwrap();
            if !def.symmetric {
                writeln!(out, "    {}", fact.sentence().from_object()).unwrap();
            }
        }
        if def.roles.iter().any(|role| !role.required) {
            let id = kg.assert(draft(&kg, &def, Modality::Actual, true)).unwrap();
            writeln!(out, "  {}", kg.fact_ref(id).unwrap().sentence()).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sentences.txt");
    if std::env::var_os("CHANCERY_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &out).unwrap();
    }
    let accepted = fs::read_to_string(&path).unwrap();
    for (number, (found, accepted)) in out.lines().zip(accepted.lines()).enumerate() {
        assert_eq!(found, accepted, "line {}", number + 1);
    }
    assert_eq!(out.lines().count(), accepted.lines().count());
}

fn said(kg: &KnowledgeGraph, id: FactId) -> String {
    kg.fact_ref(id).unwrap().sentence().to_string()
}

#[test]
fn the_tense_follows_what_happens_what_holds_and_the_time() {
    let mut kg = world();
    for (relation, when, sentence) in [
        ("visits", "2026-02-10", "the Person visited the State on 2026-02-10"),
        ("visits", "2026-21", "the Person visited the State in spring 2026"),
        ("visits", "[..2026-01-24]", "the Person visited the State on or before 2026-01-24"),
        ("visits", "[1667..1668]", "the Person visited the State some time from 1667 to 1668"),
        (
            "head-of-state-of",
            "2018/[2026-11-01..]",
            "the Person is head of state of the State (since 2018, still so on 2026-11-01)",
        ),
        (
            "head-of-state-of",
            "[..2010]/2015",
            "the Person was head of state of the State from 2010 or before until 2015",
        ),
        ("visits", "unstated", "the Person visited the State"),
        ("head-of-state-of", "as-of 2026-01-24", "the Person is head of state of the State (as of 2026-01-24)"),
        ("head-of-state-of", "2019/", "the Person is head of state of the State (since 2019)"),
        ("head-of-state-of", "2010/2015", "the Person was head of state of the State from 2010 until 2015"),
    ] {
        let id = kg.assert(fact("person", relation, "state").when(when.parse().unwrap())).unwrap();
        assert_eq!(said(&kg, id), sentence);
    }
    let id = kg.assert(fact("person", "citizen-of", "state").as_of("2020").cancelled()).unwrap();
    assert_eq!(said(&kg, id), "the Person was planned to be a citizen of the State (as of 2020; cancelled)");
}

#[test]
fn relations_and_roles_without_a_phrase_are_printed_by_name() {
    let mut schema = diplomacy::schema();
    schema.add_role(RoleDef::new("travel-class")).unwrap();
    let flies = RelationDef::new("flies-to", Shape::Happens, "person", "place").optional("travel-class", "text");
    schema.add_relation(flies).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    kg.add("person", entity("Tokayev")).unwrap();
    kg.add("city", entity("Islamabad")).unwrap();
    let flight = || fact("tokayev", "flies-to", "islamabad").on("2026-02-10");
    let id = kg.assert(flight().with("travel-class", "first")).unwrap();
    assert_eq!(said(&kg, id), "Tokayev flies to Islamabad on 2026-02-10, travel class “first”");
    let id = kg.assert(flight().planned()).unwrap();
    assert_eq!(said(&kg, id), "Tokayev flies to Islamabad on 2026-02-10 (planned)");
    assert_eq!(kg.fact_ref(id).unwrap().sentence().from_object().to_string(), said(&kg, id), "no phrase back");
}

#[test]
fn evidence_is_the_best_claim_and_what_disputes_it() {
    let mut kg = world();
    let report = kg.add_source(Source::new("report").text("The President comes in February.")).unwrap();
    let wire = kg.add_source(Source::new("wire")).unwrap();
    let id = kg
        .assert(
            fact("person", "visits", "state")
                .planned()
                .source(wire)
                .inferred("the programme")
                .cite(report, "comes in February")
                .said_by("ministry")
                .source(wire)
                .disputes(),
        )
        .unwrap();
    let visit = kg.fact_ref(id).unwrap();
    assert_eq!(
        visit.sentence().with_evidence().to_string(),
        "the Person is planned to visit the State [report: “comes in February”, said by the Ministry; disputed by wire]"
    );
    let plan = kg.assert(fact("person", "visits", "city").planned().source(wire).inferred("the programme")).unwrap();
    let sentence = kg.fact_ref(plan).unwrap().sentence().with_evidence().to_string();
    assert_eq!(sentence, "the Person is planned to visit the City [wire, inferred: the programme]");
    let bare = kg.assert(fact("person", "died", Value::Date("2020".parse().unwrap()))).unwrap();
    assert_eq!(kg.fact_ref(bare).unwrap().sentence().with_evidence().to_string(), "the Person died in 2020");
}

#[test]
fn a_sentence_is_one_line() {
    let mut kg = world();
    let text = "The President\r\n  comes.  Soon.";
    let report = kg.add_source(Source::new("report").text(text)).unwrap();
    kg.add("person", entity("Elin\u{2028}Marsk").key("marsk")).unwrap();
    let draft = fact("marsk", "visits", "state").on("2026").cite(report, text);
    let id = kg.assert(draft.source(report).inferred("two\nlines")).unwrap();
    let said = kg.fact_ref(id).unwrap().sentence().with_evidence().to_string();
    assert_eq!(said, r"Elin\u{2028}Marsk visited the State in 2026 [report: “The President comes.  Soon.”]");
    let chain = kg.view().chains("marsk", "state").shortest().unwrap().unwrap();
    assert_eq!(chain.to_string().lines().count(), 1);
    let title = kg.assert(fact("person", "also-known-as", "two\n\nlines").source(report).inferred("a\nb")).unwrap();
    let said = kg.fact_ref(title).unwrap().sentence().with_evidence().to_string();
    assert!(said.contains("“two lines”") && said.ends_with("[report, inferred: a b]"), "{said}");
}

#[test]
fn facts_about_facts_end_somewhere() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.add("person", entity("A")).unwrap();
    let mut id = kg.assert(fact("a", "notes", "a")).unwrap();
    for _ in 0..200_000 {
        id = kg.assert(fact("a", "notes", id)).unwrap();
    }
    assert_eq!(said(&kg, id), "A notes this: A notes this: A notes this: A notes this: fact #199996");
    let named = kg.assert(fact("a", "notes", "a").key("first")).unwrap();
    let both = kg.assert(fact(named, "causes", id).with("through", named)).unwrap();
    assert!(
        said(&kg, both).starts_with("This (1) causes this (2), through this (1): (1) A notes A; (2) A notes this: A")
    );
}
