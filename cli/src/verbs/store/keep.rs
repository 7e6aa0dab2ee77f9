//! Making, adding to, checking and copying a store.

use std::path::{Path, PathBuf};

use chancery::{
    KnowledgeGraph,
    dossier::Dossier,
    error::Shown,
    io::{
        Import,
        import::{Counts, Imported},
        json_lines,
    },
    store::Store,
};
use serde_json::json;

use super::{Signed, open, open_to_read};
use crate::{
    arguments::{InputFormat, Reading},
    failure::Failure,
    input::{self, Opened, Record, Vocabulary},
    output::{Outcome, Output, counted},
    progress::Progress,
};

fn shown(path: &Path) -> String {
    Shown(&path.display().to_string()).to_string()
}

/// Makes a store, empty or from files.
pub(super) fn create(
    output: &Output,
    path: &Path,
    files: &[PathBuf],
    reading: &Reading,
    signed: &Signed,
) -> Result<Outcome, Failure> {
    if files.is_empty() {
        let schema = Vocabulary::of(reading)?.for_store();
        Store::create(path, schema)?;
        output.answer(format_args!("{}: an empty store\n", shown(path)), &json!({ "store": path }))?;
        return Ok(Outcome::Fine);
    }
    let record = input::read_files(files, reading, output)?;
    let has_history = record.graph().transactions().len() > 1 || matches!(record, Record::Store(_));
    let _progress = Progress::working(output, "writing the store");
    let kept;
    let kg = if has_history {
        record.graph()
    } else {
        let mut kg = KnowledgeGraph::new(record.graph().schema().clone());
        signed.begin(&mut kg)?;
        Dossier::of(&input::everything(record.graph())).add_to(&mut kg)?;
        kept = kg;
        &kept
    };
    Store::import(path, kg)?;
    let facts = kg.fact_count();
    output.answer(
        format_args!("{}: {}\n", shown(path), counted(facts as u64, "fact")),
        &json!({ "store": path, "facts": facts }),
    )?;
    Ok(Outcome::Fine)
}

/// Adds files in one transaction.
pub(super) fn import(
    output: &Output,
    path: &Path,
    files: &[PathBuf],
    reading: &Reading,
    signed: &Signed,
) -> Result<Outcome, Failure> {
    let mut store = open(path)?;
    let record = input::read_files_for(store.graph().schema(), files, reading, output)?;
    let dossier = Dossier::of(&input::everything(record.graph()));
    let _progress = Progress::working(output, "writing");
    let done: Imported = store.write(|kg| {
        kg.declare(dossier.vocabulary.clone())?;
        signed.begin(kg)?;
        Import::new().apply_all(kg, dossier.edits()).map_err(Failure::from)
    })?;
    let (added, known) = (done.added, done.known);
    let list = |counts: Counts| {
        let parts =
            [(counts.facts, "fact"), (counts.claims, "claim"), (counts.entities, "entity"), (counts.sources, "source")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, one)| counted(count, one));
        let list = parts.collect::<Vec<_>>().join(", ");
        if list.is_empty() { "nothing".to_owned() } else { list }
    };
    output.answer(
        format_args!("added: {}; known already: {}\n", list(added), list(known)),
        &json!({ "added": added, "known": known }),
    )?;
    Ok(Outcome::Fine)
}

/// Applies edits in one transaction.
pub(super) fn apply(output: &Output, path: &Path, files: &[PathBuf], signed: &Signed) -> Result<Outcome, Failure> {
    let mut store = open(path)?;
    let mut opened = Vec::new();
    for file in files {
        opened.push(Opened::open(file, Some(InputFormat::JsonLines))?);
    }
    let progress = Progress::working(output, "writing");
    let done = store.write(|kg| {
        signed.begin(kg)?;
        let mut count = 0_u64;
        for file in opened {
            for edit in json_lines::Reader::new().read(file.stream) {
                let failed = |error| Failure::record(&file.path, error);
                let placed = edit.map_err(failed)?;
                kg.apply(&placed.edit).map_err(|error| match placed.position {
                    Some(at) => failed(error.at_position(at.line, at.column)),
                    None => failed(error),
                })?;
                count += 1;
            }
        }
        Ok::<_, Failure>(count)
    })?;
    drop(progress);
    output.answer(format_args!("applied: {}\n", counted(done, "edit")), &json!({ "applied": done }))?;
    Ok(Outcome::Fine)
}

/// Computes all of it again, and compares.
pub(super) fn verify(output: &Output, path: &Path) -> Result<Outcome, Failure> {
    let mut store = open_to_read(path)?;
    let progress = Progress::working(output, "verifying");
    let done = store.verify();
    drop(progress);
    match done {
        Ok(()) => {
            let facts = store.graph().fact_count();
            let answer = json!({ "sound": true, "facts": facts });
            output.answer(format_args!("{}: sound, {}\n", shown(path), counted(facts as u64, "fact")), &answer)?;
            Ok(Outcome::Fine)
        }
        Err(error) if error.kind() == chancery::ErrorKind::Corrupt => {
            let answer = json!({ "sound": false, "message": error.message() });
            output.answer(format_args!("{}: {error}\n", shown(path)), &answer)?;
            Ok(Outcome::Findings)
        }
        Err(error) => Err(error.into()),
    }
}

/// Copies a store.
pub(super) fn backup(output: &Output, path: &Path, copy: &Path) -> Result<Outcome, Failure> {
    let mut store = open_to_read(path)?;
    let _progress = Progress::working(output, "copying");
    store.backup(copy)?;
    output.answer(format_args!("{}: a copy of {}\n", shown(copy), shown(path)), &json!({ "copy": copy }))?;
    Ok(Outcome::Fine)
}
