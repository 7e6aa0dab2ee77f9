//! `merge`: examples with their exact results, and random records that git merges with the program as its driver.
//!
//! `CHANCERY_REPEAT=34` merges 34 times as many random records: about 1,000.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod by_hand;
mod driver;
mod random;
mod refused;
mod without_keys;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use chancery::{
    dossier::Dossier,
    model::{Fact, Modality},
    notation,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chancery");

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("merge").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the program in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).current_dir(folder).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The record of a text, with all that was planned, denied, resolved or retracted.
fn dossier(text: &str) -> Result<Dossier, String> {
    let reader = notation::Reader::with_default_schema(chancery::diplomacy::schema());
    let kg = reader.read(text).map_err(|faults| faults.to_string())?;
    Ok(Dossier::of(&kg.view().with_modalities(Modality::ALL).with_resolved().with_retracted()))
}

/// What a dossier says, without order: the twin of what the program compares.
fn said(dossier: &Dossier) -> Vec<String> {
    let line = |name: &str| {
        let by_place = name.strip_prefix('#').map(|digits| &dossier.facts[digits.parse::<usize>().unwrap()]);
        let fact = by_place.or_else(|| dossier.facts.iter().find(|fact| fact.key.as_deref() == Some(name)));
        bare(fact.unwrap())
    };
    let mut said = Vec::new();
    for fact in &dossier.facts {
        let mut claims: Vec<String> = fact.claims.iter().map(|claim| format!("{claim:#}")).collect();
        claims.sort();
        said.push(format!("{} {claims:?}", bare(fact)));
    }
    said.extend(dossier.sources.iter().map(|source| format!("{source:?}")));
    said.extend(dossier.entities.iter().map(|entity| format!("{entity:?}")));
    said.extend(dossier.retractions.iter().map(|one| format!("retract {} {}", line(&one.fact), one.why)));
    let resolved = dossier.resolutions.iter();
    said.extend(resolved.map(|one| format!("resolve {} {} {}", line(&one.fact), one.resolution.name(), line(&one.by))));
    said.extend(dossier.merges.iter().map(|one| format!("merge {one:?}")));
    said.extend(dossier.kept_apart.iter().map(|one| format!("apart {one:?}")));
    said.sort();
    said
}

/// A fact without its claims, whose order does not count.
fn bare(fact: &Fact) -> String {
    let mut bare = fact.clone();
    bare.claims.clear();
    bare.to_string()
}

/// A text in which, of each conflict, one version was taken.
fn decided(text: &str, theirs: bool) -> String {
    let (mut out, mut part) = (String::new(), "");
    for line in text.lines() {
        part = match line.get(..7) {
            Some("<<<<<<<") => "ours",
            Some("|||||||") => "base",
            Some("=======") => "theirs",
            Some(">>>>>>>") => "",
            _ => {
                if part.is_empty() || part == if theirs { "theirs" } else { "ours" } {
                    out.push_str(line);
                    out.push('\n');
                }
                continue;
            }
        };
    }
    out
}
