//! Making, adding to, checking and copying a store.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use chancery::{
    Edit, KnowledgeGraph,
    dossier::Dossier,
    io::{
        Import,
        import::{Counts, Imported},
        json_lines,
    },
    model::Transaction,
    store::Store,
};
use serde_json::json;

use super::{Signed, open, open_to_read};
use crate::{
    arguments::{InputFormat, Reading},
    failure::Failure,
    input::{self, Opened, Record, Vocabulary, plain, shown},
    output::{Outcome, Output, counted},
    progress::Progress,
};

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
        output.answer(format_args!("{}: an empty store\n", shown(path)), &json!({ "store": plain(path) }))?;
        return Ok(Outcome::Fine);
    }
    let record = input::read_files(files, reading, output)?;
    let says =
        |transaction: &Transaction| transaction.at.is_some() || transaction.by.is_some() || transaction.why.is_some();
    let mut transactions = record.graph().transactions();
    let has_history = transactions.len() > 1 || transactions.any(|(_, transaction)| says(transaction));
    if has_history && signed.says_something() {
        return Err(Failure::request("what is read has its own history; expected no --by, --why and --stamp"));
    }
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
        &json!({ "store": plain(path), "facts": facts }),
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
    let before = store.graph().transactions().len();
    let read = match input::read_files_for(store.graph().schema(), files, reading, output) {
        Ok(record) => {
            let _progress = Progress::working(output, "writing");
            add_record(&mut store, &record, signed)?
        }
        // The files may go on by what the store has.
        Err(failure) if failure.is_of_content() && !files.iter().any(|file| file == Path::new("-")) => {
            add_onto(&mut store, files, reading, signed, output)?;
            None
        }
        Err(failure) => return Err(failure),
    };
    let edits = edits_since(store.graph(), before);
    if edits == 0 && read.as_ref().is_none_or(|done| done.known.total() == 0) {
        let why = "the files record nothing; a store keeps a vocabulary with the facts that use it, so name both kinds of \
                   files in one import";
        return Err(Failure::request(why));
    }
    let list = |counts: Counts| {
        let parts = [
            (counts.facts, "fact"),
            (counts.claims, "claim"),
            (counts.entities, "entity"),
            (counts.sources, "source"),
            (counts.changes, "other change"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, one)| counted(count, one));
        parts.collect::<Vec<_>>().join(", ")
    };
    let mut text = format!("recorded: {}", counted(edits as u64, "edit"));
    if let Some(Imported { added, known, .. }) = &read {
        for (what, counts) in [("added", list(*added)), ("known already", list(*known))] {
            if !counts.is_empty() {
                write!(text, "; {what}: {counts}").unwrap_or_default();
            }
        }
    }
    let (added, known) = read.map(|done| (done.added, done.known)).unzip();
    output.answer(format_args!("{text}\n"), &json!({ "recorded": edits, "added": added, "known": known }))?;
    Ok(Outcome::Fine)
}

/// Adds a record that stands on its own; what the store has already is not added again.
fn add_record(store: &mut Store, record: &Record, signed: &Signed) -> Result<Option<Imported>, Failure> {
    let dossier = Dossier::of(&input::everything(record.graph()));
    store.write(|kg| {
        // All that the files declare, also what no record of theirs uses.
        let mut vocabulary = record.graph().schema().to_def();
        vocabulary.open = kg.schema().is_open();
        kg.declare(vocabulary)?;
        signed.begin(kg)?;
        Import::new().apply_all(kg, dossier.edits()).map(Some).map_err(Failure::from)
    })
}

/// Adds files that go on by what the store has: they are read onto a copy, and the edits are made in the store.
fn add_onto(
    store: &mut Store,
    files: &[PathBuf],
    reading: &Reading,
    signed: &Signed,
    output: &Output,
) -> Result<(), Failure> {
    let mut copy = store.graph().clone();
    signed.begin(&mut copy)?;
    let before = store.graph().transactions().len();
    let copy = input::read_onto(copy, files, reading, output)?;
    let first = copy.transactions().nth(before).map(|(id, _)| id);
    let edits = first.into_iter().flat_map(|first| copy.history_from(first)).flat_map(|(_, edits)| edits);
    let edits: Vec<Edit> = edits.collect();
    let _progress = Progress::working(output, "writing");
    store.write(|kg| {
        kg.declare(copy.schema().to_def())?;
        signed.begin(kg)?;
        edits.iter().try_for_each(|edit| kg.apply(edit)).map_err(Failure::from)
    })
}

/// How many edits the transactions after so many have.
fn edits_since(kg: &KnowledgeGraph, before: usize) -> usize {
    let first = kg.transactions().nth(before).map(|(id, _)| id);
    first.map_or(0, |first| kg.history_from(first).map(|(_, edits)| edits.len()).sum())
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
    let progress = Progress::working(output, "verifying");
    // A store that is damaged may not even open.
    let done = Store::open_to_read(path).and_then(|mut store| {
        store.verify()?;
        Ok(store.graph().fact_count())
    });
    drop(progress);
    match done {
        Ok(facts) => {
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
    output.answer(format_args!("{}: a copy of {}\n", shown(copy), shown(path)), &json!({ "copy": plain(copy) }))?;
    Ok(Outcome::Fine)
}
