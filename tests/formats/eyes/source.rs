//! The types that print, read from the source of the crate.

use std::{collections::BTreeSet, fs, path::Path};

/// Types that print only numbers, dates and words of the crate or of the program, never a text of others.
const OWN_WORDS: &[&str] = &[
    "Allen",
    "AllenSet",
    "Bound",
    "Change",
    "Code",
    "Confidence",
    "Count",
    "DateWords",
    "Day",
    "FactId",
    "Limit",
    "Loss",
    "Modality",
    "Number",
    "PartialDate",
    "Severity",
    "Sha256",
    "Span",
    "Stamp",
    "Truth",
    "ValueType",
    "Violation",
    "When",
    "Year",
];

/// Parts of other types, which are printed only within those.
const PARTS: &[(&str, &[&str])] = &[
    // The escapes themselves, and words of the notation.
    ("Fact", &["Escaped", "Word", "RelationWord", "End", "FactLine", "Written", "ClaimLine", "Shown", "Found"]),
    ("Diff", &["More", "Why", "Tag"]),
    ("Sentence", &["Verb", "Named"]),
    ("Together", &["Days"]),
    ("Error", &["Report", "Cause"]),
    ("fn write_vocabulary", &["Name"]),
    ("Dot", &["Html", "Quoted", "Attributes"]),
    ("Page", &["Isolated", "Listed", "Tenths", "Place", "Link"]),
];

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The names of all types that have a `Display`: by hand, by the macro of the writers, or derived as an error.
pub(super) fn printing() -> BTreeSet<String> {
    let mut texts = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
    let mut found = BTreeSet::new();
    for text in &texts {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for part in code.split("Display for ").skip(1) {
            found.insert(name(part).to_owned());
        }
        for part in code.split("text_output!(").skip(1) {
            found.insert(name(part).to_owned());
        }
        for part in code.split("thiserror::Error").skip(1) {
            let declared = part.split_once("struct ").into_iter().chain(part.split_once("enum "));
            found.extend(declared.min_by_key(|(before, _)| before.len()).map(|(_, rest)| name(rest).to_owned()));
        }
    }
    found.retain(|name| !name.is_empty() && name != "losses");
    found
}

/// Demands that all that prints is among these or is named above, and that nothing is named in vain.
pub(super) fn all_are_shown(shown: &BTreeSet<String>) {
    let known: BTreeSet<String> = OWN_WORDS
        .iter()
        .chain(PARTS.iter().filter(|(whole, _)| shown.contains(*whole)).flat_map(|(_, parts)| parts.iter()))
        .map(|name| (*name).to_owned())
        .chain(shown.iter().cloned())
        .collect();
    let printing = printing();
    let forgotten: Vec<_> = printing.difference(&known).collect();
    assert!(forgotten.is_empty(), "print, and no test looks at what: {forgotten:?}");
    let gone: Vec<_> = known.difference(&printing).filter(|name| !name.starts_with("fn ")).collect();
    assert!(gone.is_empty(), "named here, but print no more: {gone:?}");
}
