//! Removing something for good.

use std::path::PathBuf;

use chancery::{Any, Error, Id, KnowledgeGraph, dossier::Archive, error::Shown, io::json::Json};
use clap::Args;
use serde_json::json;

use super::{Signed, open};
use crate::{
    failure::Failure,
    output::{Outcome, Output, counted},
    progress::Progress,
};

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

/// How much a graph has.
#[derive(Clone, Copy)]
struct Size {
    entities: usize,
    facts: usize,
    claims: usize,
    sources: usize,
}

impl Size {
    fn of(kg: &KnowledgeGraph) -> Self {
        let entities = kg.view().entities().count();
        Self { entities, facts: kg.fact_count(), claims: kg.claims().count(), sources: kg.source_count() }
    }

    /// What this has and another has not.
    fn words(self, left: Self) -> String {
        let parts = [
            (self.entities.saturating_sub(left.entities), "entity"),
            (self.facts.saturating_sub(left.facts), "fact"),
            (self.claims.saturating_sub(left.claims), "claim"),
            (self.sources.saturating_sub(left.sources), "source"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        parts.map(|(count, one)| counted(count as u64, one)).collect::<Vec<_>>().join(", ")
    }
}

impl Purge {
    pub(super) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        if self.entity.is_empty() && self.fact.is_empty() && self.source.is_empty() {
            return Err(Failure::request("nothing to remove; name it with --entity, --fact or --source"));
        }
        let why = self.signed.why.as_deref().filter(|why| !why.trim().is_empty());
        let why = why.ok_or_else(|| Failure::request("expected a reason, which is kept: --why REASON"))?;
        let mut store = open(&self.store)?;
        let progress = Progress::working(output, "removing");
        let before = Size::of(store.graph());
        let mut names = Vec::new();
        let edits = store.purge(|kg| {
            self.signed.begin(kg)?;
            let facts = self.fact.iter().map(|fact| kg.fact_named(fact)).collect::<Result<Vec<_>, _>>()?;
            let mut edits = if facts.is_empty() { 0 } else { kg.purge(facts, why)? };
            // Ids are void after a purge, so the others are looked up after it.
            let entities = self.entity.iter().map(|key| kg.entity(key)).collect::<Result<Vec<_>, _>>()?;
            names = entities.iter().flat_map(|id| names_of(kg, *id)).collect();
            edits += if entities.is_empty() { 0 } else { kg.purge(entities, why)? };
            let sources = self.source.iter().map(|key| kg.source(key)).collect::<Result<Vec<_>, _>>()?;
            edits += if sources.is_empty() { 0 } else { kg.purge(sources, why)? };
            Ok::<_, Failure>(edits)
        })?;
        let after = Size::of(store.graph());
        let still = still_there(store.graph(), &names)?;
        drop(progress);
        let edits_text = counted(edits as u64, "edit");
        let text = format!("removed: {}; {edits_text} of the history\n", before.words(after));
        output.answer(text, &json!({ "removed_edits": edits, "names_left": still }))?;
        for (name, places) in &still {
            let places: Vec<String> = places.iter().map(|place| Shown(place).to_string()).collect();
            output.note(format_args!("note: `{}` still stands in {}", Shown(name), places.join(", ")));
        }
        if !still.is_empty() {
            output.note("note: purge these too, if they must go; a text without a name can be added as a new source");
        }
        Ok(Outcome::findings(!still.is_empty()))
    }
}

/// The names of an entity, and of those that were merged with it.
fn names_of(kg: &KnowledgeGraph, id: Id<Any>) -> Vec<String> {
    let Some(node) = kg.node_ref(id) else { return Vec::new() };
    let aliases = kg.view().about(id).into_iter().flatten().filter(|fact| fact.relation_name() == "also-known-as");
    let aliases = aliases.map(|fact| fact.object_node().to_string());
    let merged = node.merged().filter_map(|other| other.name().map(str::to_owned));
    node.name().map(str::to_owned).into_iter().chain(merged).chain(aliases).collect()
}

/// Where names still stand: the texts of sources, or elsewhere in the record.
fn still_there(kg: &KnowledgeGraph, names: &[String]) -> Result<Vec<(String, Vec<String>)>, Error> {
    let mut found = Vec::new();
    if names.is_empty() {
        return Ok(found);
    }
    let all = Json::of(&Archive::of(kg)).to_string().to_lowercase();
    for name in names {
        let folded = name.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&folded);
        let texts = kg.sources().filter(|source| source.text().is_some_and(has));
        let mut places: Vec<String> =
            texts.map(|source| format!("the text of the source `{}`", source.key())).collect();
        let written = serde_json::to_string(&folded).map_err(std::io::Error::from)?;
        if places.is_empty() && all.contains(written.trim_matches('"')) {
            places.push("other parts of the record, such as a quote, a reason or another name".to_owned());
        }
        if !places.is_empty() {
            found.push((name.clone(), places));
        }
    }
    Ok(found)
}
