//! Guards against a briefing that only its writer understands: ten questions of somebody who has not read the report, and
//! the answers, which must stand in what the example prints; and against a dossier that no longer holds.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use chancery::{KnowledgeGraph, diplomacy, notation::Reader};

use crate::outside::outside;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the example prints, with all white space folded.
fn printed(arguments: &[&str]) -> (String, String) {
    let folder = env::temp_dir().join(format!("chancery-{}-{}", std::process::id(), arguments.len()));
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", "press_report", "--"]).args(arguments).arg(&folder);
    // Without the report's text, so that the same is printed everywhere.
    let run = command.env("CHANCERY_DATA", here("tests")).current_dir(here(".")).output().unwrap();
    let _ = fs::remove_dir_all(&folder);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = String::from_utf8(run.stdout).unwrap();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), text)
}

#[test]
fn ten_questions_are_answered_by_the_briefing() {
    let (briefing, text) = printed(&[]);
    let questions = fs::read_to_string(here("data/press-report/questions.tsv")).unwrap();
    let rows: Vec<_> = questions.lines().skip(1).map(|row| row.split_once('\t').unwrap()).collect();
    assert_eq!(rows.len(), 10);
    for (question, answer) in rows {
        assert!(briefing.contains(answer), "{question} The briefing does not say: {answer}");
    }
    for line in text.lines().filter(|line| !line.contains('/')) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    assert!(!text.contains('\u{1b}'), "no colours where nobody sees them");
    assert!(text.contains("The report's text is not available"));
}

#[test]
fn options_choose_a_day_an_entity_and_a_form() {
    let (on, _) = printed(&["--at", "2026-02-10"]);
    assert!(on.contains("possibly: Kassym-Jomart Tokayev is planned to visit Pakistan"), "{on}");
    assert!(!on.contains("yes: Kassym-Jomart Tokayev is planned"), "a plan is not certain");
    let (about, _) = printed(&["--about", "hamzah rifaat"]);
    assert!(about.contains("Hamzah Rifaat leads Central Asia Program") && !about.contains("Kistafin"), "{about}");
    let (notation, _) = printed(&["--format", "notation"]);
    assert!(notation.contains("pakistan recognized-in-1991? kazakhstan rank \"among the first states\""));
}

fn report() -> KnowledgeGraph {
    let read = Reader::new(diplomacy::schema()).read_files([here("data/press-report/report.facts")]);
    read.unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_claim_cites_the_abstract_or_the_report_and_holds_all_rules() {
    let kg = report();
    kg.validate().unwrap();
    for fact in kg.view().all_facts().filter(|fact| fact.relation_name() != "also-known-as") {
        let places: Vec<_> =
            fact.claims().map(|claim| (claim.source().key(), claim.ranges().next().is_some())).collect();
        assert!(places.contains(&("dna", true)), "{fact} has no place in the report");
        let address = fact.relation_name() == "titled";
        assert!(address || places.contains(&("abstract", true)), "{fact} has no words of the abstract");
    }
    let spoken = kg.claims().filter(|claim| claim.said_by().is_some()).count();
    assert!(spoken > 80, "most of the report is what two people said: {spoken}");
}

#[test]
fn the_places_in_the_report_hold_their_words() {
    let Some(path) = outside("press/report-2026-01-24.txt") else { return };
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(text.chars().count(), 3_826);
    let reader = Reader::new(diplomacy::schema()).text_of("dna", text);
    let kg = reader.read_files([here("data/press-report/report.facts")]).unwrap_or_else(|faults| panic!("{faults}"));
    let quoted = kg.claims().filter(|claim| claim.source().key() == "dna" && claim.quote().is_some()).count();
    assert_eq!(quoted, kg.claims().filter(|claim| claim.source().key() == "dna").count());
}
