//! `diff`: what differs between two records.

use std::{fmt::Write, path::PathBuf};

use chancery::{
    Edit, KnowledgeGraph, View, diff,
    dossier::{Dossier, KeptApart},
    error::Shown,
    model::{Modality, Value},
};
use clap::Args;
use serde_json::json;

use crate::{
    arguments::{Reading, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output, counted},
    progress::Progress,
};

/// List the differences between two records
///
/// Says what was added, corrected, refined, confirmed, denied, cancelled, retracted or removed. A fact that was retracted
/// counts as removed; the reasons of retractions are not compared. Ends with 1 if there are differences.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery diff monday.facts friday.facts\n  chancery diff --edits a.json b.json > edits.jsonl"
)]
pub(crate) struct Diff {
    /// The earlier record
    before: PathBuf,
    /// The later record
    after: PathBuf,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    view: ViewOptions,
    /// Print the differences as edits that make the earlier record the later one, as JSON Lines
    #[arg(long)]
    edits: bool,
}

impl Diff {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let before = input::read_files(std::slice::from_ref(&self.before), &self.reading, output)?;
        let after = input::read_files(std::slice::from_ref(&self.after), &self.reading, output)?;
        let progress = Progress::working(output, "comparing");
        let apart = Apart::between(before.graph(), after.graph());
        // A fact that was retracted or resolved is not there any more. The library says what became of it.
        let shown = |kg| -> Result<View<'_>, Failure> {
            self.view.apply(KnowledgeGraph::view(kg).with_modalities(Modality::ALL))
        };
        let (before, after) = (shown(before.graph())?, shown(after.graph())?);
        let found = diff::diff(&before, &after);
        drop(progress);
        let is_empty = found.is_empty() && apart.is_empty();
        if self.edits {
            let edits: Vec<Edit> = found.edits().into_iter().chain(apart.edits()).collect();
            let mut text = String::new();
            for edit in &edits {
                let line = serde_json::to_string(edit).map_err(std::io::Error::from)?;
                writeln!(text, "{line}").unwrap_or_default();
            }
            output.answer(text, &edits)?;
            let without = found.differences().iter().filter(|one| !one.has_edit()).count();
            if without > 0 {
                output.note(format_args!("without an edit: {}", counted(without as u64, "difference")));
            }
        } else {
            let found = found.differences().iter().map(|one| (one.change().name(), one.to_string()));
            let all: Vec<_> = found.chain(apart.lines()).collect();
            let rows: Vec<_> = all.iter().map(|(change, what)| json!({ "change": change, "what": what })).collect();
            let mut text = all.into_iter().map(|(_, what)| what.trim_end().to_owned() + "\n").collect::<String>();
            if is_empty {
                text = format!("{} and {} do not differ\n", input::shown(&self.before), input::shown(&self.after));
            }
            output.answer(text, &rows)?;
        }
        Ok(Outcome::findings(!is_empty))
    }
}

/// Decisions to keep two entities apart, which no view shows.
struct Apart {
    taken_back: Vec<KeptApart>,
    made: Vec<KeptApart>,
}

impl Apart {
    fn between(before: &KnowledgeGraph, after: &KnowledgeGraph) -> Self {
        let of = |kg: &KnowledgeGraph| Dossier::of(&kg.view()).kept_apart;
        let (before, after) = (of(before), of(after));
        let is_in = |list: &[KeptApart], one: &KeptApart| {
            list.iter().any(|other| (&other.entity, &other.from, &other.why) == (&one.entity, &one.from, &one.why))
        };
        let taken_back = before.iter().filter(|one| !is_in(&after, one)).cloned().collect();
        Self { taken_back, made: after.iter().filter(|one| !is_in(&before, one)).cloned().collect() }
    }

    fn is_empty(&self) -> bool {
        self.taken_back.is_empty() && self.made.is_empty()
    }

    fn edits(self) -> impl Iterator<Item = Edit> {
        let back = self.taken_back.into_iter();
        let back = back.map(|one| Edit::AllowMerge { entity: one.entity, with: one.from, why: String::new() });
        let made = self.made.into_iter();
        back.chain(made.map(|one| Edit::KeepApart { entity: one.entity, from: one.from, why: one.why }))
    }

    fn lines(self) -> impl Iterator<Item = (&'static str, String)> {
        let line = |sign: &str, one: &KeptApart| {
            let names = format!("{} from {}", Shown(&one.entity), Shown(&one.from));
            let why = if one.why.is_empty() { String::new() } else { format!(" {}", Value::Text(one.why.clone())) };
            format!("{sign} keep-apart {names}{why}")
        };
        let back = self
            .taken_back
            .into_iter()
            .map(move |one| ("allowed to merge", format!("# allowed to merge\n{}", line("-", &one))));
        back.chain(self.made.into_iter().map(move |one| ("kept apart", format!("# kept apart\n{}", line("+", &one)))))
    }
}
