//! What a format could not hold.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

#[cfg(any(feature = "json", feature = "csv", feature = "graphml"))]
use crate::{
    dossier::{self, Selection},
    model::Sha256,
};

/// How many examples of a kind of loss are kept.
const EXAMPLES: usize = 3;
/// The longest example, in characters.
const LONGEST: usize = 120;

/// A kind of loss: what a format could not hold, or holds only in a coarser form.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// Facts that were left out, with all that is said of them.
    Facts,
    /// Entities that were left out.
    Entities,
    /// When a fact held: left out, or told more roughly than it is known.
    Time,
    /// The span that a tool draws from days is another than the record admits; the exact time stands beside it.
    Spans,
    /// How a fact is told: a plan, a denial or a supposition that the format does not tell from what is so.
    Modality,
    /// Who or what else has a part in a fact.
    Roles,
    /// Who says so: claims, or parts of them.
    Claims,
    /// What is known of a source beyond its key.
    Sources,
    /// The type of a value, so that a number or a date is a text like any other.
    Values,
    /// That a fact is about another fact.
    References,
    /// The key of a fact, or of an entity.
    Keys,
    /// The kind of an entity: the format knows only a wider one.
    Kinds,
    /// The relation of a fact: the format knows only a wider one.
    Relations,
    /// That a fact was taken back or settled by another.
    Settled,
    /// That two entities were found to be one, or not to be.
    Sameness,
    /// Characters that the format cannot hold; `U+FFFD` stands for each.
    Characters,
    /// Text that was cut, or whose blanks and line ends changed.
    Text,
}

impl Loss {
    /// Its word in reports.
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

/// How often something was lost, and where first.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// How many facts, entities, sources or texts it befell.
    pub count: u64,
    /// The first few of them, in words.
    pub examples: Vec<String>,
}

/// What a writer could not put into its format, by kind of loss. None told is none had: then what was written reads back to
/// an equal dossier.
///
/// The vocabulary is no part of it: who reads a file has the schema, but for dossiers and archives, which bring theirs. Nor is
/// the history, which a view does not show.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy, fact, io::Loss};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// kg.add("person", "Tokayev")?;
/// kg.add("state", "Pakistan")?;
/// kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned().key("visit"))?;
///
/// let mut picture = Vec::new();
/// let losses = kg.view().mermaid().write_to(&mut picture)?;
/// assert_eq!(losses.count(Loss::Keys), 1); // a picture names no fact
/// assert_eq!(losses.to_string(), "keys: 1, such as `visit`\n");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[must_use = "what a format could not hold is told nowhere else"]
pub struct Losses(BTreeMap<Loss, Lost>);

impl Losses {
    /// What every format but dossiers and the notation loses: that entities were merged, or kept apart.
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

    /// These and those of another part of the same output.
    pub fn merge(&mut self, other: Self) {
        for (loss, Lost { count, examples }) in other.0 {
            let entry = self.0.entry(loss).or_default();
            entry.count += count;
            let room = EXAMPLES.saturating_sub(entry.examples.len());
            entry.examples.extend(examples.into_iter().take(room));
        }
    }

    /// Notes a loss; the example is made only while there is room for one.
    pub(crate) fn note(&mut self, loss: Loss, example: impl FnOnce() -> String) {
        self.note_many(loss, 1, example);
    }

    pub(crate) fn note_many(&mut self, loss: Loss, count: u64, example: impl FnOnce() -> String) {
        if count == 0 {
            return;
        }
        let entry = self.0.entry(loss).or_default();
        entry.count += count;
        if entry.examples.len() < EXAMPLES {
            entry.examples.push(clipped(&example()));
        }
    }
}

/// A line for each kind of loss.
impl fmt::Display for Losses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (loss, Lost { count, examples }) in &self.0 {
            let examples: Vec<_> = examples.iter().map(|example| format!("`{example}`")).collect();
            writeln!(f, "{loss}: {count}, such as {}", examples.join(", "))?;
        }
        Ok(())
    }
}

fn clipped(text: &str) -> String {
    let mut clipped: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        clipped.push('…');
    }
    clipped
}

/// A text with `U+FFFD` for each character that XML 1.0 does not allow (section 2.2), or none where it has none such.
#[cfg_attr(not(any(feature = "graphml", feature = "rdf")), allow(dead_code))]
pub(crate) fn without_what_xml_forbids(text: &str) -> Option<String> {
    let forbidden = |c: char| !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}');
    // Most texts have none, and their bytes tell so quickly.
    if text.bytes().all(|b| (0x20..0xEF).contains(&b)) || !text.contains(forbidden) {
        return None;
    }
    Some(text.chars().map(|c| if forbidden(c) { '\u{FFFD}' } else { c }).collect())
}

/// A text that stands for a long one, by its beginning and its hash, where a format wants a short name.
#[cfg(any(feature = "json", feature = "csv", feature = "graphml"))]
pub(crate) fn short(text: &str, longest: usize) -> Option<String> {
    (text.len() > longest).then(|| {
        let head: String = text.chars().take(longest / 2).collect();
        format!("{head}… {}", Sha256::of(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_counted_and_the_first_are_told() {
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
        let told = losses.to_string();
        assert!(told.starts_with("facts: 7, such as `the rest`\ntime: 5, such as `fact 0`, `fact 1`, `fact 2`\n"));
        assert!(told.ends_with("…`\n") && !told.contains('\u{0}'));
    }

    #[test]
    fn xml_holds_no_control_characters_but_three() {
        assert_eq!(without_what_xml_forbids("a\t\n\r “é” 🙂 \u{E000}"), None);
        assert_eq!(without_what_xml_forbids("\u{0}\u{1f}\u{fffe}\u{ffff}a\u{7f}").as_deref(), Some("����a\u{7f}"));
    }

    #[cfg(any(feature = "json", feature = "csv", feature = "graphml"))]
    #[test]
    fn a_short_name_is_that_of_one_text_only() {
        assert_eq!(short("brief", 8), None);
        let (a, b) = (short("long enough, one", 8), short("long enough, two", 8));
        assert!(a.is_some() && a != b);
    }
}
