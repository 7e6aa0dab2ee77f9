//! Guards against a briefing that only its writer understands, or that leaves facts out: ten questions of a diplomat who has
//! not read the report, whose answers must stand in what the example prints; and against a dossier that no longer holds.

use std::{collections::BTreeSet, env, fs, path::Path};

use chancery::{KnowledgeGraph, diplomacy, model::Modality, notation::Reader};

use crate::{
    outside::outside,
    run::{self, here},
};

/// What the example prints, with all white space folded, and as it is.
fn printed(arguments: &[&str]) -> (String, String) {
    let folder = env::temp_dir().join(format!("chancery-{}-{}", std::process::id(), arguments.len()));
    let arguments: Vec<_> = arguments.iter().map(Path::new).chain([folder.as_path()]).collect();
    // Without the report's text, so that the same is printed everywhere.
    let text = run::printed("press_report", &arguments, &here("tests"));
    let _ = fs::remove_dir_all(&folder);
    (text.split_whitespace().collect::<Vec<_>>().join(" "), text)
}

#[test]
fn ten_questions_are_answered_by_the_briefing() {
    let (briefing, text) = printed(&[]);
    let questions = fs::read_to_string(here("data/press-report/questions.tsv")).unwrap();
    let rows: Vec<_> = questions.lines().skip(1).map(|row| row.split_once('\t').unwrap()).collect();
    assert_eq!(rows.len(), 10);
    for (question, answers) in rows {
        for answer in answers.split(" | ") {
            assert!(briefing.contains(answer), "{question} The briefing does not say: {answer}");
        }
    }
    for line in text.lines().filter(|line| !line.contains('/')) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    assert!(!text.contains('\u{1b}'), "no colours where nobody sees them");
    assert!(text.contains("The report's text is not available"));
}

#[test]
fn the_briefing_has_every_fact_and_no_key_or_speaker_before_words_of_another() {
    let (briefing, text) = printed(&[]);
    let kg = report();
    for fact in kg.view().with_modalities(Modality::ALL).all_facts() {
        let sentence = fact.sentence().to_string();
        assert!(briefing.contains(&sentence), "the briefing lacks: {sentence}");
    }
    // Words in quotation marks are those of the source that stands before them.
    let words = fs::read_to_string(here("data/press-report/abstract.txt")).unwrap();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut count = 0;
    for quote in briefing.split("(derived from DNA): “").skip(1) {
        // A passage of the abstract may itself end with a mark.
        let passage: String = quote.chars().take_while(|c| *c != '”' && *c != '…').collect();
        assert!(words.contains(passage.trim()), "not in the abstract: {passage}");
        count += 1;
    }
    assert!(count > 100, "{count}");
    assert!(!text.contains("    says "), "words of a source stand under the name of the source");
    assert!(text.starts_with("Made-up claims") && text.matches("\n  refused: ").count() == 3);
}

#[test]
fn options_choose_a_day_an_entity_and_a_form() {
    let (on, _) = printed(&["--at", "2026-02-10"]);
    let (certain, possible) = on.split_once("What possibly holds on 2026-02-10").unwrap();
    assert!(certain.starts_with("What certainly holds on 2026-02-10"), "{on}");
    assert!(possible.contains("Kassym-Jomart Tokayev is planned to visit Pakistan"), "{on}");
    assert!(!certain.contains("Kassym-Jomart Tokayev is planned"), "a plan is not certain");
    let (about, _) = printed(&["--about", "hamzah rifaat"]);
    assert!(about.contains("Hamzah Rifaat leads Central Asia Program") && !about.contains("Kistafin"), "{about}");
    let (notation, _) = printed(&["--format", "notation"]);
    assert!(notation.contains("pakistan recognized kazakhstan order \"among the first states\" on [1991..2026-01-24]"));
}

fn report() -> KnowledgeGraph {
    let read = Reader::new(diplomacy::schema()).read_files([here("data/press-report/report.facts")]);
    read.unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_claim_cites_the_abstract_or_the_report_and_holds_all_rules() {
    let kg = report();
    kg.validate().unwrap();
    let all = kg.view().with_modalities(Modality::ALL);
    for fact in all.all_facts().filter(|fact| fact.relation_name() != "also-known-as") {
        let places: Vec<_> =
            fact.claims().map(|claim| (claim.source().key(), claim.ranges().next().is_some())).collect();
        assert!(places.contains(&("dna", true)), "{fact} has no place in the report");
        let address = fact.relation_name() == "titled";
        assert!(address || places.contains(&("abstract", true)), "{fact} has no words of the abstract");
    }
    let spoken = kg.claims().filter(|claim| claim.said_by().is_some()).count();
    assert!(spoken > 80, "most of the report is what two people said: {spoken}");

    // The plan is found from the states, by their governments, and each place where a capital stands for one is marked.
    let plan = kg.entity("action-plan").unwrap();
    for (state, capital) in [("kazakhstan", "astana"), ("pakistan", "islamabad")] {
        let chain = kg.view().chains(state, plan).by(["government-of", "party-to"]).shortest().unwrap();
        assert_eq!(chain.map(|chain| chain.len()), Some(2), "{state}");
        let places = kg.view().facts("stands-for").from(capital).first().unwrap().unwrap();
        assert_eq!(places.claims().filter(|claim| claim.inferred().is_some()).count(), 4, "{capital}");
    }
    // No relation that fits everything does the work of one that says what the report says.
    for (relation, most) in [("serves", 2), ("highlighted", 11), ("described-as", 11), ("about", 8)] {
        let found = all.facts(relation).count().unwrap();
        assert!(found <= most, "{relation}: {found}");
    }
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

#[test]
fn the_abstract_has_no_run_of_words_of_the_report_but_names() {
    let Some(path) = outside("press/report-2026-01-24.txt") else { return };
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let report = words(&fs::read_to_string(path).unwrap());
    let own = words(&fs::read_to_string(here("data/press-report/abstract.txt")).unwrap());
    let runs: BTreeSet<_> = report.windows(8).collect();
    let names = report_names();
    for run in own.windows(8).filter(|run| runs.contains(run)) {
        // Up to two words beside a name, such as `through its`, are of both texts.
        let inner = [run[..6].join(" "), run[1..7].join(" "), run[2..].join(" ")];
        let is_name = names.iter().any(|name| inner.iter().any(|run| name.contains(run)));
        assert!(is_name, "of the report: {}", run.join(" "));
    }
}

/// The names of all entities, in lower case and without marks.
fn report_names() -> Vec<String> {
    let kg = report();
    let names = kg.view().all_facts().filter(|fact| fact.relation_name() == "also-known-as");
    let aliases = names.map(|fact| fact.object_node().to_string()).collect::<Vec<_>>();
    let first = kg.view().entities().map(|node| node.to_string()).collect::<Vec<_>>();
    let plain = |name: String| {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    first.into_iter().chain(aliases).map(plain).collect()
}
