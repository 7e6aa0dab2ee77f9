//! The report of what a format could not hold.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{
    dossier::{self, Selection},
    error::shown::as_found,
};

/// How many examples of a kind of loss are kept.
const EXAMPLES: usize = 3;

/// A kind of loss: what a format could not hold, or holds only in a coarser form.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Facts that were left out, with all that is said of them.
    Facts,
    /// Entities that were left out.
    Entities,
    /// The time of a fact: left out, or written less exactly than it is known.
    Time,
    /// The days that a tool draws, which differ from the record; the exact time is written too.
    Spans,
    /// The modality of a fact: the format does not distinguish plans, denials or suppositions from what is actual.
    Modality,
    /// Role players of a fact.
    Roles,
    /// Claims, or parts of them.
    Claims,
    /// All of a source but its key.
    Sources,
    /// The type of a value: a number or a date becomes a text like any other.
    Values,
    /// That a fact is about another fact.
    References,
    /// The key of a fact, or of an entity.
    Keys,
    /// The kind of an entity: the format knows only a wider one.
    Kinds,
    /// The relation of a fact: the format knows only a wider one.
    Relations,
    /// That a fact was retracted, or resolved by another.
    Settled,
    /// That two entities were merged, or kept apart.
    Sameness,
    /// Characters that the format cannot hold; `U+FFFD` is written for each.
    Characters,
    /// Text that was cut, or whose blanks and line ends changed.
    Text,
}

impl Loss {
    /// The name of the kind of loss in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Entities => "entities",
            Self::Time => "time",
            Self::Spans => "spans",
            Self::Modality => "modality",
            Self::Roles => "roles",
            Self::Claims => "claims",
            Self::Sources => "sources",
            Self::Values => "values",
            Self::References => "references",
            Self::Keys => "keys",
            Self::Kinds => "kinds",
            Self::Relations => "relations",
            Self::Settled => "settled",
            Self::Sameness => "sameness",
            Self::Characters => "characters",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How often something was lost, with the first examples.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// The number of facts, entities, sources or texts that lost something.
    pub count: u64,
    /// The first few of them, as text.
    pub examples: Vec<String>,
}

/// What a format could not hold, by kind of loss. An empty report means that nothing was lost: the file reads back to
/// an equal dossier.
///
/// It does not count the vocabulary, which the reader's schema must have; only dossiers, archives and node-link JSON
/// hold it. Nor does it count the history, which a view does not show.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy, fact};
/// use chancery::io::{Loss, mermaid::Mermaid};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.add("person", "Tokayev")?;
/// kg.add("state", "Pakistan")?;
/// kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned().key("visit"))?;
///
/// let losses = Mermaid::of(&kg.view()).losses();
/// assert_eq!(losses.count(Loss::Keys), 1); // a picture names no fact
/// assert_eq!(losses.to_string(), "keys: 1, such as `visit`\n");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[must_use = "what a format could not hold is reported nowhere else"]
pub struct Losses(BTreeMap<Loss, Lost>);

impl Losses {
    /// What every format but dossiers, JSON Lines and the notation loses: that entities were merged, or kept apart.
    pub(crate) fn of_sameness(selection: &Selection<'_>) -> Self {
        let mut losses = Self::default();
        for merged in dossier::merged(selection) {
            losses.note(Loss::Sameness, || format!("{} is {}", merged.entity.key, merged.into));
        }
        for apart in dossier::kept_apart(selection) {
            losses.note(Loss::Sameness, || format!("{} is not {}", apart.entity, apart.from));
        }
        losses
    }

    /// Whether nothing was lost.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often something of a kind was lost.
    #[must_use]
    pub fn count(&self, loss: Loss) -> u64 {
        self.0.get(&loss).map_or(0, |lost| lost.count)
    }

    /// What was lost of a kind.
    #[must_use]
    pub fn get(&self, loss: Loss) -> Option<&Lost> {
        self.0.get(&loss)
    }

    /// All that was lost, by kind.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Loss, &Lost)> {
        self.0.iter().map(|(loss, lost)| (*loss, lost))
    }

    /// Adds the losses of another part of the same output.
    pub fn merge(&mut self, other: Self) {
        for (loss, Lost { count, examples }) in other.0 {
            let entry = self.0.entry(loss).or_default();
            entry.count += count;
            let room = EXAMPLES.saturating_sub(entry.examples.len());
            entry.examples.extend(examples.into_iter().take(room));
        }
    }

    /// Counts a loss. The example is made only while few are kept.
    pub fn note(&mut self, loss: Loss, example: impl FnOnce() -> String) {
        self.note_many(loss, 1, example);
    }

    /// Counts several losses of a kind at once, with one example.
    pub fn note_many(&mut self, loss: Loss, count: u64, example: impl FnOnce() -> String) {
        if count == 0 {
            return;
        }
        let entry = self.0.entry(loss).or_default();
        entry.count += count;
        if entry.examples.len() < EXAMPLES {
            entry.examples.push(as_found(&example()).to_string());
        }
    }
}

/// One line for each kind of loss.
impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (loss, Lost { count, examples }) in &self.0 {
            let examples: Vec<_> = examples.iter().map(|example| format!("`{example}`")).collect();
            writeln!(f, "{loss}: {count}, such as {}", examples.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_counted_and_the_first_are_kept() {
        let mut losses = Losses::default();
        assert!(losses.is_empty() && losses.to_string().is_empty());
        for n in 0..5 {
            losses.note(Loss::Time, || format!("fact {n}"));
        }
        losses.note(Loss::Characters, || "a\u{0}".repeat(100));
        let mut more = Losses::default();
        more.note_many(Loss::Facts, 7, || "the rest".into());
        more.note_many(Loss::Roles, 0, || unreachable!());
        losses.merge(more);
        assert_eq!((losses.count(Loss::Time), losses.count(Loss::Facts), losses.count(Loss::Roles)), (5, 7, 0));
        assert_eq!(losses.get(Loss::Time).map(|lost| lost.examples.len()), Some(3));
        let shown = losses.to_string();
        assert!(shown.starts_with("facts: 7, such as `the rest`\ntime: 5, such as `fact 0`, `fact 1`, `fact 2`\n"));
        assert!(shown.ends_with("… (120 more characters)`\n") && !shown.contains('\u{0}'));
    }
}
