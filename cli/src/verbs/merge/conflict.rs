//! Conflicts, as they are listed for people and programs.

use std::fmt::{self, Write};

use chancery::{
    diff::Conflict,
    dossier::Dossier,
    error::Shown,
    model::{Entity, Fact, Source},
    notation,
    schema::SchemaDef,
};
use serde::Serialize;
use serde_json::Value;

use super::statement::Statement;
use crate::output::counted;

/// What a conflict is about, and how each version has it.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) kind: &'static str,
    /// What it is about, in words.
    pub(super) what: String,
    /// What the statements are about that say it, if no version below has its own.
    pub(super) about: Vec<String>,
    /// The base, ours and theirs.
    pub(super) versions: [Side; 3],
}

/// How one version has it.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// The lines of the notation; `None` if the version does not have it, or if it cannot be said in lines.
    pub(super) lines: Option<String>,
    /// In words, if lines do not say it.
    pub(super) words: Option<String>,
    /// What the statement is about that says it.
    pub(super) about: Option<String>,
    value: Value,
}

impl Side {
    fn of<T: Serialize>(version: Option<&T>, about: impl Fn(&T) -> String, lines: impl Fn(&T) -> String) -> Self {
        let value = version.and_then(|version| serde_json::to_value(version).ok()).unwrap_or_default();
        Self { lines: version.map(lines), words: None, about: version.map(about), value }
    }

    fn words(words: String, version: Option<&String>) -> Self {
        Self { words: Some(words), value: version.cloned().into(), ..Self::default() }
    }
}

impl Listed {
    pub(super) fn of(conflict: &Conflict, vocabulary: &SchemaDef) -> Self {
        match conflict {
            Conflict::Vocabulary { name } => Self {
                kind: "vocabulary",
                what: name.clone(),
                about: ["kind", "role", "relation"].map(|word| format!("{word} {name}")).into(),
                versions: Default::default(),
            },
            Conflict::Source { base, ours, theirs } => {
                let all = [base, ours, theirs].map(Option::as_ref);
                let key = all.into_iter().flatten().next().map_or("", |source: &Source| &source.key).to_owned();
                let about = |source: &Source| format!("source {}", source.key);
                let lines = |source: &Source| written(|it| it.sources.push(source.clone()));
                let versions = all.map(|one| Side::of(one, about, lines));
                Self { kind: "source", what: key, about: Vec::new(), versions }
            }
            Conflict::Entity { base, ours, theirs } => {
                let all = [base, ours, theirs].map(Option::as_ref);
                let key = all.into_iter().flatten().next().map_or("", |entity: &Entity| &entity.key).to_owned();
                let about = |entity: &Entity| format!("entity {}", entity.key);
                let lines = |entity: &Entity| written(|it| it.entities.push(entity.clone()));
                let versions = all.map(|one| Side::of(one, about, lines));
                Self { kind: "entity", what: key, about: Vec::new(), versions }
            }
            Conflict::Fact { base, ours, theirs } => {
                let all = [base, ours, theirs].map(Option::as_ref);
                let about = |fact: &Fact| about_fact(fact, vocabulary);
                let versions = all.map(|one| Side::of(one, about, |fact| format!("{fact}\n")));
                let [base, ours, theirs] = all;
                let what = ours.or(theirs).or(base).map(|fact| match &fact.key {
                    Some(key) => key.clone(),
                    None => bare(fact).to_string(),
                });
                Self { kind: "fact", what: what.unwrap_or_default(), about: Vec::new(), versions }
            }
            Conflict::Merged { entity, ours, theirs } => {
                let side = |into: &Option<String>| {
                    let words = match into {
                        Some(into) => format!("{entity} is merged into {into}"),
                        None => format!("{entity} is an entity of its own"),
                    };
                    Side::words(words, into.as_ref())
                };
                let versions = [Side::default(), side(ours), side(theirs)];
                Self { kind: "merged", what: entity.clone(), about: vec![format!("merge {entity}")], versions }
            }
            Conflict::Reason { entity, other, ours, theirs } => {
                let side = |why: &Option<String>| {
                    let words =
                        why.as_ref().map_or("nothing is decided".to_owned(), |why| format!("the reason is {why:?}"));
                    Side::words(words, why.as_ref())
                };
                let (one, two) = if entity < other { (entity, other) } else { (other, entity) };
                Self {
                    kind: "reason",
                    what: format!("{entity} and {other}"),
                    about: vec![format!("merge {entity}"), format!("keep-apart {one} {two}")],
                    versions: [Side::default(), side(ours), side(theirs)],
                }
            }
            Conflict::Resolved { fact, ours, theirs } => {
                let side = |what: &Option<String>| {
                    let words =
                        what.as_ref().map_or("the fact stands".to_owned(), |what| format!("the fact is ended: {what}"));
                    Side::words(words, what.as_ref())
                };
                // The number of a fact counts in the merged record, not in the text.
                let keyed = !fact.starts_with('#');
                let about = ["retract", "resolve"].map(|word| format!("{word} {fact}"));
                Self {
                    kind: "resolved",
                    what: fact.clone(),
                    about: about.into_iter().filter(|_| keyed).collect(),
                    versions: [Side::default(), side(ours), side(theirs)],
                }
            }
            Conflict::Needed { what } => {
                let is_named = what.starts_with("source ") || what.starts_with("entity ");
                let about = if is_named { what.clone() } else { Statement::of(what.clone()).about };
                Self { kind: "needed", what: what.clone(), about: vec![about], versions: Default::default() }
            }
            other => {
                Self { kind: "other", what: format!("{other:?}"), about: Vec::new(), versions: Default::default() }
            }
        }
    }

    /// What the statements of a version may be about that say how it has it.
    pub(super) fn about(&self, side: usize) -> Vec<String> {
        if self.about.is_empty() {
            self.versions.get(side).and_then(|side| side.about.clone()).into_iter().collect()
        } else {
            self.about.clone()
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let [base, ours, theirs] = self.versions.each_ref().map(|side| &side.value);
        serde_json::json!({ "kind": self.kind, "what": self.what, "base": base, "ours": ours, "theirs": theirs })
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = Shown(&self.what);
        match self.kind {
            "needed" => return write!(f, "one version removed {what}, and the other needs it; it was kept"),
            "vocabulary" => return write!(f, "both declare {what}, in different ways"),
            kind => write!(f, "{kind} {what}")?,
        }
        for (name, side) in ["base", "ours", "theirs"].into_iter().zip(&self.versions) {
            let lines = side.lines.as_deref().or(side.words.as_deref());
            // A base that does not have it needs no line.
            if let Some(lines) = lines.or((name != "base").then_some("it is not there")) {
                let name = format!("{name}:");
                for line in lines.trim_end().lines() {
                    write!(f, "\n  {name:<7} {}", Shown(line))?;
                }
            }
        }
        Ok(())
    }
}

/// A fact without its claims.
fn bare(fact: &Fact) -> Fact {
    let mut bare = fact.clone();
    bare.claims.clear();
    bare
}

/// What a fact is about in a text, whose ends are written by the ranges of its relation.
fn about_fact(fact: &Fact, vocabulary: &SchemaDef) -> String {
    if let Some(key) = &fact.key {
        return format!("fact {key}");
    }
    let text = written(|it| {
        it.vocabulary = vocabulary.clone();
        it.facts.push(bare(fact));
    });
    Statement::of(text).about
}

fn written(fill: impl Fn(&mut Dossier)) -> String {
    let mut dossier = Dossier::default();
    fill(&mut dossier);
    notation::write(&dossier)
}

/// All conflicts as one text.
pub(super) fn list(file: &str, conflicts: &[Listed]) -> String {
    let mut text = format!("{}: {}", Shown(file), counted(conflicts.len() as u64, "conflict"));
    for conflict in conflicts {
        // A `String` takes all that is written.
        let _ = write!(text, "\n{conflict}");
    }
    text
}
