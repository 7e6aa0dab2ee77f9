//! Guards against doubles: an entity must be found by its name however the name is typed, and by no name that was denied or
//! corrected; what it does not have yet is recorded, and once.

use chancery::{
    Any, Edit, Entity, ErrorKind, KnowledgeGraph,
    base::AlsoKnownAs,
    diplomacy::{self, Person, State},
    entity, fact,
    io::import::{Import, MatchBy},
    model::{MAX_KEY, MAX_NAME, fold, slug},
};

use crate::observe::refused;

/// Names that look alike, as two sources type them.
const ALIKE: [(&str, &str); 8] = [
    ("O'Brien", "O’Brien"),
    ("O'Brien", "O‘Brien"),
    ("Ma'mun", "Maʼmun"),
    ("Kassym-Jomart", "Kassym‐Jomart"),
    ("Kassym-Jomart", "Kassym‑Jomart"),
    ("Ali Khan", "\u{200e}Ali\u{200b} \u{2067}Khan\u{2069}\u{feff}"),
    ("علي", "على"),
    ("کريم", "كریم"),
];

#[test]
fn names_that_look_alike_are_one() {
    for (one, other) in ALIKE {
        assert_eq!(fold(one), fold(other), "{one} {other}");
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let id = kg.add(Person, one).unwrap();
        assert_eq!(kg.entities_named(other), [id], "{one} {other}");
        assert!(kg.entities_named_exactly(other).is_empty(), "{one} {other}");
        assert_eq!(kg.validate(), Ok(()));
    }
    // Letters that differ stay apart, and so does a joiner that makes another word.
    for (one, other) in [("Obrien", "O'Brien"), ("Anne Marie", "Anne-Marie"), ("علم", "عمل"), ("rose", "rosé x")]
    {
        assert_ne!(fold(one), fold(other), "{one} {other}");
    }
}

#[test]
fn what_is_invisible_is_not_in_a_key() {
    for (name, key) in [
        ("\u{feff}Ali\u{200b}yev", "aliyev"),
        ("\u{200f}کریم\u{200f}", "کریم"),
        ("Ali\u{ad}yev \u{202a}Ilham\u{202c}", "aliyev-ilham"),
        ("O’Brien", "o-brien"),
        ("می\u{200c}خواهم", "میخواهم"),
        ("O\u{2060}'\u{2060}Brien", "o-brien"),
    ] {
        assert_eq!(slug(name).as_deref(), Some(key), "{name:?}");
    }
    assert_eq!(slug("\u{200b}\u{feff}"), None);
}

#[test]
fn upsert_and_import_add_no_double_of_a_name_that_looks_alike() {
    for (one, other) in ALIKE.into_iter().take(6) {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let id = kg.upsert(Person, one).unwrap();
        assert_eq!(kg.upsert(Person, other).unwrap(), id, "{one} {other}");
        assert_eq!((kg.node_count(), kg.fact_count()), (1, 0), "{one} {other}");
    }
    for (one, other) in ALIKE {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let id = kg.add(Person, entity(one).key("one")).unwrap();
        let edits = [Edit::AddEntity(Entity::new("other", "person", other))];
        Import::new().matching([MatchBy::Name]).apply_all(&mut kg, edits).unwrap();
        assert_eq!((kg.node_count(), kg.fact_count()), (1, 0), "{one} {other}");
        assert_eq!(kg.entities_named(other), [id]);
    }
}

#[test]
fn upsert_records_an_alias_in_another_spelling_or_language() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let id = kg.add(Person, entity("Karimov").key("k")).unwrap();
    let draft = || entity("KARIMOV").key("k").alias_in("uz", "Karīmov").alias_in("ru", "Karimov").alias("Karimov");
    for _ in 0..2 {
        assert_eq!(kg.upsert(Person, draft()).unwrap(), id);
        let names: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        let expected = [r#"k also-known-as "Karīmov" language "uz""#, r#"k also-known-as "Karimov" language "ru""#];
        assert_eq!(names, expected);
    }
    assert_eq!(kg.entities_named_exactly("Karīmov"), [id]);
    // A second language of a name that is known is another alias.
    kg.upsert(Person, entity("Karimov").key("k").alias_in("tr", "Karīmov").alias("Karīmov")).unwrap();
    assert_eq!(kg.fact_count(), 3);
    // What was retracted is not known.
    let uz = kg.view().facts(AlsoKnownAs).first().unwrap().unwrap().id();
    kg.retract(uz, "").unwrap();
    kg.upsert(Person, draft()).unwrap();
    assert_eq!(kg.fact_count(), 4);
}

#[test]
fn a_name_that_is_denied_planned_or_corrected_finds_nobody() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let id = kg.add(Person, "Ann").unwrap();
    let found =
        |kg: &KnowledgeGraph, name: &str| (kg.entities_named(name).len(), kg.entities_named_exactly(name).len());
    kg.assert(fact(id, AlsoKnownAs, "Denied").denied()).unwrap();
    kg.assert(fact(id, AlsoKnownAs, "Planned").planned()).unwrap();
    assert_eq!((found(&kg, "Denied"), found(&kg, "Planned")), ((0, 0), (0, 0)));
    let wrong = kg.assert(fact(id, AlsoKnownAs, "Wrnog")).unwrap();
    let twin = kg.assert(fact(id, AlsoKnownAs, "Wrnog").with("language", "en")).unwrap();
    assert_eq!(found(&kg, "Wrnog"), (1, 1));
    let right = kg.correct(wrong, fact(id, AlsoKnownAs, "Wrong")).unwrap();
    assert_eq!(found(&kg, "Wrnog"), (1, 1), "the other one still gives it");
    kg.retract(twin, "").unwrap();
    assert_eq!((found(&kg, "Wrnog"), found(&kg, "wrong"), found(&kg, "Wrong")), ((0, 0), (1, 0), (1, 1)));
    // It is there again where its correction was a mistake.
    kg.retract(right, "").unwrap();
    assert_eq!((found(&kg, "Wrnog"), found(&kg, "Wrong")), ((1, 1), (0, 0)));
    // A first name is one whatever became of an equal alias.
    let alias = kg.assert(fact(id, AlsoKnownAs, "Ann").with("language", "en")).unwrap();
    kg.correct(alias, fact(id, AlsoKnownAs, "Anne")).unwrap();
    assert_eq!(found(&kg, "Ann"), (1, 1));
    // A duplicate's names are those of the entity that stands for it, in the same way.
    let twin = kg.add(Person, "Anna").unwrap();
    let wrong = kg.assert(fact(twin, AlsoKnownAs, "Nan")).unwrap();
    kg.merge(twin, id, "").unwrap();
    assert_eq!(kg.entities_named("nan"), [id]);
    kg.correct(wrong, fact(twin, AlsoKnownAs, "Nana")).unwrap();
    assert_eq!((found(&kg, "nan"), kg.entities_named("nana").as_slice()), ((0, 0), &[id.any()][..]));
    assert_eq!(kg.validate(), Ok(()));
}

/// Within a load the facts are in no list of their ends yet.
#[test]
fn a_load_finds_the_names_that_are_in_force() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let id = kg.add(Person, "Ann").unwrap();
    let wrong = kg.assert(fact(id, AlsoKnownAs, "Wrnog")).unwrap();
    kg.correct(wrong, fact(id, AlsoKnownAs, "Wrong")).unwrap();
    kg.bulk(|bulk| {
        assert!(bulk.entities_named_exactly("Wrnog").is_empty());
        assert_eq!(bulk.entities_named_exactly("Wrong"), [id]);
        bulk.assert(fact(id, AlsoKnownAs, "Denied").denied())?;
        bulk.assert(fact(id, AlsoKnownAs, "Nan"))?;
        assert_eq!(bulk.entities_named_exactly("Nan"), [id]);
        assert!(bulk.entities_named_exactly("Denied").is_empty());
        bulk.assert(fact(id, AlsoKnownAs, "Wrnog"))?;
        assert_eq!(bulk.entities_named_exactly("Wrnog"), [id]);
        Ok::<(), chancery::Error>(())
    })
    .unwrap();
    assert_eq!(kg.entities_named_exactly("Wrnog"), [id]);
    assert_eq!(kg.validate(), Ok(()));
}

#[test]
fn the_next_free_key_is_never_too_long() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    // A name has at most 1000 characters, a key 1024 bytes.
    let name = |bytes: usize| format!("{}{}", "k".repeat(2 * MAX_NAME - bytes), "é".repeat(bytes - MAX_NAME));
    for length in [MAX_KEY - 2, MAX_KEY - 1, MAX_KEY] {
        assert_eq!((name(length).len(), name(length).chars().count()), (length, MAX_NAME));
        let first = kg.add(Person, name(length).as_str()).unwrap();
        refused(&mut kg, ErrorKind::DuplicateKey, &["`upsert`", "`add_another`", "-2`"], |kg| {
            kg.add(Person, name(length).as_str())
        });
        let mut keys = vec![kg.node_ref(first).unwrap().key().unwrap().to_owned()];
        for n in 2..=11 {
            let next = kg.add_another(Person, name(length).as_str()).unwrap();
            let key = kg.node_ref(next).unwrap().key().unwrap().to_owned();
            assert!(key.ends_with(&format!("-{n}")) && key.len() <= MAX_KEY && !keys.contains(&key), "{key}");
            keys.push(key);
        }
    }
}

#[test]
fn a_key_that_is_taken_is_answered_with_both_ways_on() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add(State, "Oman").unwrap();
    let ways = ["the key `oman` is that of state `oman`", "`upsert`", "`add_another` takes `oman-2`"];
    refused(&mut kg, ErrorKind::DuplicateKey, &ways, |kg| kg.add(State, "Oman"));
    refused(&mut kg, ErrorKind::DuplicateKey, &ways, |kg| kg.add_entity(&Entity::new("oman", "state", "Oman")));
}

#[test]
fn a_range_is_asked_of_an_open_schema_as_of_a_closed_one() {
    for schema in [diplomacy::schema(), diplomacy::schema().open()] {
        let mut kg = KnowledgeGraph::new(schema);
        let oman = kg.add(State, "Oman").unwrap();
        assert_eq!(kg.upsert("any", "Oman").unwrap(), oman);
        assert_eq!(kg.upsert(Any, "Oman").unwrap(), oman);
        for range in ["any", "text", "statement"] {
            refused(&mut kg, ErrorKind::UnknownKind, &[range, "expected a kind of entity"], |kg| kg.add(range, "C"));
        }
        refused(&mut kg, ErrorKind::UnknownKind, &["`text`"], |kg| kg.upsert("text", "Oman"));
    }
}
