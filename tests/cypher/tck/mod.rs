//! Runs openCypher's compatibility kit, which lies outside of the repository: every scenario of it passes, or
//! `excused.txt` says why not.
//!
//! `CHANCERY_TCK` names another folder of features. `CHANCERY_BLESS=1` prints proposals for the list of excuses, and writes
//! nothing.

pub mod create;
mod excused;
mod gherkin;
pub mod graph;
mod lex;
pub mod names;
pub mod run;
mod trees;
pub mod value;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use self::{
    excused::{DIFFERS, Excused, Key, line},
    gherkin::Scenario,
    run::{Failure, Raised, run},
};
use crate::outside::outside;

/// What the folder of the data holds: files, scenarios and outlines, and scenarios with each example of the outlines.
const COUNTS: (usize, usize, usize) = (100, 733, 2165);

/// The features below a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "feature") {
                let parts = path.strip_prefix(folder).unwrap().iter().map(|part| part.to_str().unwrap());
                files.insert(parts.collect::<Vec<_>>().join("/"), path.clone());
            }
        }
    }
    files
}

/// The queries of all scenarios below a folder, each once.
pub fn queries(folder: &Path) -> BTreeSet<String> {
    let of = |file: &PathBuf| gherkin::feature(&fs::read_to_string(file).unwrap()).unwrap().scenarios;
    let steps = files(folder).values().flat_map(of).flat_map(|scenario| scenario.steps).collect::<Vec<_>>();
    steps.into_iter().filter(|step| step.text == "executing query:").map(|step| step.doc).collect()
}

/// What happened to a scenario.
struct Outcome {
    key: Key,
    example: Option<usize>,
    query: String,
    result: Result<Option<Raised>, Failure>,
}

fn outcome(path: &str, scenario: &Scenario) -> Outcome {
    let query = scenario.steps.iter().find(|step| step.text == "executing query:").map(|step| step.doc.clone());
    let (key, query) = ((path.to_owned(), scenario.name.clone()), query.unwrap_or_default());
    let result = catch_unwind(|| run(scenario));
    let result = result.unwrap_or_else(|_| panic!("{} panicked:\n{query}", line(&key, scenario.example)));
    Outcome { key, example: scenario.example, query, result }
}

#[test]
fn every_scenario_passes_or_is_excused() {
    let other = env::var_os("CHANCERY_TCK").map(PathBuf::from);
    let Some(folder) = other.clone().or_else(|| outside("opencypher-tck")) else { return };
    let files = files(&folder);
    let mut declared = 0;
    let mut outcomes = Vec::new();
    for (path, file) in &files {
        let text = fs::read_to_string(file).unwrap();
        let feature = gherkin::feature(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        declared += feature.declared;
        outcomes.extend(feature.scenarios.iter().map(|scenario| outcome(path, scenario)));
    }
    if other.is_none() {
        assert_eq!((files.len(), declared, outcomes.len()), COUNTS, "files, scenarios, and runs with all examples");
    }

    let excused = Excused::parse(include_str!("excused.txt")).unwrap();
    let mut faults = Vec::new();
    let (mut passed, mut reasons) = (0, BTreeMap::<&str, usize>::new());
    for Outcome { key, example, query, result } in &outcomes {
        let name = line(key, *example);
        match (result, excused.reason(key, *example)) {
            (Ok(_), None) => passed += 1,
            (Ok(_), Some(reason)) => faults.push(format!("{name}\n  passes, and is excused: {reason}")),
            (Err(failure), None) => faults.push(format!("{name}\n  {failure:?}\n  {}", query.replace('\n', "\n  "))),
            (Err(Failure::Wrong(why)), Some(reason)) if !reason.starts_with(DIFFERS) => {
                faults.push(format!("{name}\n  is excused: {reason}\n  but it is answered, and wrongly: {why}"));
            }
            (Err(_), Some(reason)) => *reasons.entry(reason).or_default() += 1,
        }
    }
    // Another folder may have only some of the features.
    let there: BTreeSet<_> = outcomes.iter().map(|outcome| (outcome.key.clone(), outcome.example)).collect();
    if other.is_none() {
        faults.extend(excused.stale(&there).iter().map(|line| format!("{line}\n  is excused, and is not there")));
    }

    println!("{passed} of {} scenarios pass", outcomes.len());
    for (reason, count) in &reasons {
        println!("{count:5} excused: {reason}");
    }
    if env::var_os("CHANCERY_BLESS").is_some_and(|value| value == "1") {
        propose(&outcomes, &excused);
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Prints a line for each scenario that fails without an excuse; one line for an outline whose examples all fail. Also
/// prints the errors that were expected, as only a reader can say whether they came for the right reason.
fn propose(outcomes: &[Outcome], excused: &Excused) {
    let mut of_key: BTreeMap<&Key, Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        of_key.entry(&outcome.key).or_default().push(outcome);
    }
    for (key, outcomes) in of_key {
        for outcome in &outcomes {
            if let Ok(Some((code, error))) = &outcome.result {
                println!("raised: {} · {code} · {error}", line(key, outcome.example));
            }
        }
        let failed: Vec<_> = outcomes
            .iter()
            .filter_map(|outcome| Some((outcome.example, outcome.result.as_ref().err()?)))
            .filter(|(example, _)| excused.reason(key, *example).is_none())
            .collect();
        let all = failed.len() == outcomes.len();
        for (example, failure) in failed.into_iter().take(if all { 1 } else { usize::MAX }) {
            println!("proposal: {} · {failure:?}", line(key, example.filter(|_| !all)));
        }
    }
}
