//! A reader with a default schema: files that declare a vocabulary are read by that alone, others by the default.

use std::{fs, path::PathBuf};

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    notation::{self, Fault, Reader},
};

/// A fact that only diplomacy has.
const VISIT: &str = "entity person a \"A\"\nentity state b \"B\"\na visits b\n";
/// A fact that only the vocabulary before it has.
const DOGS: &str = "entity dog rex \"Rex\"\nrex bites rex\n";
const VOCABULARY: &str = "kind dog\nrelation bites event from dog to dog\n";

fn reader() -> Reader {
    Reader::with_default_schema(diplomacy::schema())
}

/// A folder for one test, with files.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("default-schema").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, content) in files {
        fs::write(folder.join(name), content).unwrap();
    }
    folder
}

fn messages(text: &str) -> Vec<String> {
    reader().read(text).map_or_else(|faults| faults.iter().map(Fault::message).collect(), |_| vec![])
}

#[test]
fn a_text_without_a_vocabulary_has_the_default() {
    let kg = reader().read(VISIT).unwrap();
    assert_eq!(kg.schema().to_def(), diplomacy::schema().to_def());
    assert_eq!(messages(DOGS).len(), 2, "{:?}", messages(DOGS));
    assert_eq!(reader().read("").unwrap().schema().to_def(), diplomacy::schema().to_def());
}

#[test]
fn a_text_with_a_vocabulary_has_no_other() {
    // Wherever the lines are, and whichever sort they are of.
    for text in [format!("{VOCABULARY}{DOGS}"), format!("{DOGS}{VOCABULARY}")] {
        let kg = reader().read(&text).unwrap();
        assert_eq!(kg.schema().to_def(), notation::read(&text, Schema::new()).unwrap().schema().to_def());
    }
    // Each sort of line is enough, also one with a fault: then its faults are all that are told.
    let whole = ["kind dog", "role fur", "relation barks event from any to any"];
    let faulty =
        ["kind dog undr cat", "knd dog under any", "kind \"dog\"", "kind `dog", "relation bites event from dog"];
    for line in whole.into_iter().chain(faulty) {
        for facts in [VISIT, DOGS] {
            let text = format!("{line}\n{facts}");
            match (reader().read(&text), Reader::new(Schema::new()).read(&text)) {
                (Err(found), Err(own)) => assert_eq!(found, own, "{text}"),
                (found, own) => panic!("{text}: {:?}, {:?}", found.err(), own.err()),
            }
        }
    }
}

#[test]
fn open_alone_is_a_vocabulary() {
    let kg = reader().read(&format!("open\n{VISIT}{DOGS}")).unwrap();
    assert!(kg.schema().is_open());
    let kinds: Vec<_> = kg.schema().kinds().map(|(_, def)| def.name.clone()).collect();
    let base = Schema::new();
    let expected = base.kinds().map(|(_, def)| def.name.as_str()).chain(["person", "state", "dog"]);
    assert!(kinds.iter().map(String::as_str).eq(expected), "{kinds:?}");
    let folder = folder("open", &[("open.facts", &format!("open\n{DOGS}"))]);
    let report = reader().check([folder.join("open.facts")]);
    assert!(report.is_clean(), "{report}");
    let declared: Vec<_> = report.declared.iter().map(|used| used.name.as_str()).collect();
    assert_eq!(declared, ["dog", "bites"]);
}

#[test]
fn a_vocabulary_may_be_in_any_of_the_files() {
    let folder = folder(
        "files",
        &[
            ("vocabulary.facts", VOCABULARY),
            ("dogs.facts", &format!("include \"vocabulary.facts\"\n{DOGS}")),
            ("visit.facts", VISIT),
            ("plain.facts", DOGS),
        ],
    );
    let at = |name: &str| folder.join(name);
    assert!(reader().check([at("dogs.facts")]).is_clean());
    assert!(reader().read_files([at("dogs.facts")]).is_ok());
    assert!(reader().base(&folder).read("include \"dogs.facts\"").is_ok());
    assert!(reader().check([at("visit.facts")]).is_clean());
    assert!(reader().check([at("plain.facts"), at("vocabulary.facts")]).is_clean());
    // All files of one call have one vocabulary.
    let both = reader().check([at("visit.facts"), at("dogs.facts")]);
    assert!(both.faults.iter().all(|fault| fault.file() == Some(&at("visit.facts"))), "{both}");
    assert!(!both.is_clean());
}

#[test]
fn a_missing_file_may_have_the_vocabulary() {
    let clash = "kind dog\nrelation visits event from dog to dog\n";
    let folder = folder(
        "missing",
        &[
            ("vocabulary.facts", clash),
            ("dogs.facts", "include \"vocabulry.facts\"\nentity person a \"A\"\na visits a\n"),
        ],
    );
    let report = reader().check([folder.join("dogs.facts")]);
    assert_eq!(report.faults.len(), 1, "{report}");
    assert!(report.faults[0].message().contains("vocabulry.facts"));
    let report = reader().check([folder.join("none.facts")]);
    assert_eq!(report.faults.len(), 1, "{report}");
}

#[test]
fn a_graph_keeps_its_schema() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    reader().add_to(&mut kg, &format!("{VOCABULARY}{DOGS}{VISIT}")).unwrap();
    assert_eq!(kg.fact_count(), 2);
    let mut empty = KnowledgeGraph::new(Schema::new());
    assert!(reader().add_to(&mut empty, VISIT).is_err(), "the default is not used");
}
