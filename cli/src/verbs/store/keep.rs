//! Making, adding to, checking and copying a store.

use std::path::{Path, PathBuf};

use chancery::{
    KnowledgeGraph,
    dossier::Dossier,
    error::Shown,
    io::{
        Import,
        import::{Counts, Imported},
    },
    store::Store,
};
use clap::Args;
use serde_json::json;

use super::{Signed, open, open_to_read};
use crate::{
    arguments::Reading,
    failure::Failure,
    input::{self, Record, Vocabulary},
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

/// What to remove.
#[derive(Args, Debug)]
pub(super) struct Purge {
    /// The store
    store: PathBuf,
    /// An entity, by its key, with all facts in which it takes part
    #[arg(long, value_name = "KEY")]
    entity: Vec<String>,
    /// A fact, by its key or as `#3` by its number
    #[arg(long, value_name = "FACT")]
    fact: Vec<String>,
    /// A source, by its key, with its text and all claims that cite it
    #[arg(long, value_name = "KEY")]
    source: Vec<String>,
    /// Who removes it, and why; the reason is kept, so it should not repeat what is removed
    #[command(flatten)]
    signed: Signed,
}

impl Purge {
    pub(super) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        if self.entity.is_empty() && self.fact.is_empty() && self.source.is_empty() {
            return Err(Failure::request("nothing to remove; name it with --entity, --fact or --source"));
        }
        let why = self.signed.why.as_deref().filter(|why| !why.trim().is_empty());
        let why = why.ok_or_else(|| Failure::request("expected a reason, which is kept: --why REASON"))?;
        let mut store = open(&self.store)?;
        let _progress = Progress::working(output, "removing");
        let removed = store.purge(|kg| {
            self.signed.begin(kg)?;
            let facts = self.fact.iter().map(|fact| kg.fact_named(fact)).collect::<Result<Vec<_>, _>>()?;
            let mut removed = if facts.is_empty() { 0 } else { kg.purge(facts, why)? };
            // Ids are void after a purge, so the others are looked up after it.
            let entities = self.entity.iter().map(|key| kg.entity(key)).collect::<Result<Vec<_>, _>>()?;
            removed += if entities.is_empty() { 0 } else { kg.purge(entities, why)? };
            let sources = self.source.iter().map(|key| kg.source(key)).collect::<Result<Vec<_>, _>>()?;
            removed += if sources.is_empty() { 0 } else { kg.purge(sources, why)? };
            Ok::<_, Failure>(removed)
        })?;
        output.answer(
            format_args!("removed: {}\n", counted(removed as u64, "edit")),
            &json!({ "removed_edits": removed }),
        )?;
        Ok(Outcome::Fine)
    }
}
