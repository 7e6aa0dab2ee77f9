//! A briefing in plain values: sections of facts with their evidence, and of lines between them.

use serde::{Serialize, Serializer};

use crate::{
    model::{Confidence, Entity, Fact, Resolution, Stance},
    time::{PartialDate, Truth},
};

/// A text for people about the facts of a view, in plain values. Made by [`View::briefing`](crate::View::briefing).
///
/// Its `Display` is the text, in lines of at most 80 columns. Serialized, it has the same parts as data, every field in
/// every place: dates are texts as in the notation, a truth is `certain`, `possible` or `no`.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Briefing {
    /// The title. Empty if none was given.
    pub title: String,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A section of a briefing.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Section {
    /// The title. Empty if items were added before any section was begun.
    pub title: String,
    /// What it has, in order.
    pub items: Vec<Item>,
}

/// One item of a section. Serialized as an object with one field, such as `{"line": "No fact is disputed."}`.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A heading for the items up to the next heading.
    Heading(Heading),
    /// A line of text.
    Line(String),
    /// A fact with its evidence.
    Fact(Box<FactItem>),
    /// A source, and how much rests on it.
    Source(Box<SourceItem>),
    /// How many are left out here, because a section shows at most [so many](super::BriefingBuilder::most).
    LeftOut(LeftOut),
}

/// A heading within a section.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Heading {
    /// The text.
    pub text: String,
    /// The entity that the items below are about, or that said them. `None` if there is none.
    pub entity: Option<Entity>,
}

/// A fact in a briefing.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactItem {
    /// The key of the fact, or `#` and its number in the graph.
    pub name: String,
    /// How well it answers the view: `certain`, `possible`, or `no` for a fact that was cancelled or denied.
    #[serde(serialize_with = "certainty")]
    pub truth: Truth,
    /// The fact as a [sentence](crate::view::Sentence), read from the entity that the section is about.
    pub sentence: String,
    /// The fact as a plain value, with its claims.
    pub fact: Fact,
    /// What became of it, if a later fact resolved it.
    pub outcome: Option<Outcome>,
    /// Why it was retracted, if it was; may be empty.
    pub retracted: Option<String>,
    /// Whether the briefing has it already further up. Then [`evidence`](Self::evidence) is there, not here.
    pub repeated: bool,
    /// Who says so and in which words: the claims by stance, speaker and reason. Those that support the fact come first,
    /// and among these the sources that speak for themselves and state it; then in the order of recording.
    pub evidence: Vec<Evidence>,
}

/// The claims for or against a fact that have the same speaker and the same reason.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// Whether the claims support or dispute the fact.
    pub stance: Stance,
    /// The speaker whom the sources quote. `None` if they speak for themselves.
    pub speaker: Option<Entity>,
    /// Why the fact was inferred from the sources. `None` if they state it.
    pub inferred: Option<String>,
    /// The sources with their words.
    pub sources: Vec<Citation>,
}

/// What one source says of a fact.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Citation {
    /// The key of the source.
    pub source: String,
    /// What people call it: its publisher, else its title, else its key.
    pub name: String,
    /// When it was published, which tells the sources of one publisher apart.
    pub published: Option<PartialDate>,
    /// What people call the source that it derives from. Its words are then not those of that source.
    pub derived_from: Option<String>,
    /// The confidence of the claim.
    pub confidence: Option<Confidence>,
    /// The quoted words. `None` if there are none, or if only their hash may be stored.
    pub quote: Option<String>,
    /// The places of the quoted passages in the text of the source, in characters: the first of each, and the one after
    /// the last.
    pub ranges: Vec<(u32, u32)>,
}

/// What became of a fact.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How it was resolved.
    pub resolution: Resolution,
    /// The key of the later fact, or `#` and its number in the graph.
    pub by: String,
    /// The later fact as a sentence.
    pub sentence: String,
}

/// A source, and how many facts of the view rest on it.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceItem {
    /// The key of the source.
    pub source: String,
    /// What people call it: its publisher, else its title, else its key.
    pub name: String,
    /// The title.
    pub title: Option<String>,
    /// The day or month of publication.
    pub published: Option<PartialDate>,
    /// The licence of its text.
    pub licence: Option<String>,
    /// The address at which it can be read.
    pub url: Option<String>,
    /// What people call the source that it derives from.
    pub derived_from: Option<String>,
    /// How many facts it supports.
    pub supports: usize,
    /// How many facts it disputes.
    pub disputes: usize,
    /// How many facts only it supports, and sources that derive from it.
    pub alone: usize,
}

/// How many are left out, and of what.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// How many.
    pub count: usize,
    /// Of what.
    pub of: Counted,
}

/// What a briefing counts.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Facts.
    Facts,
    /// Entities.
    Entities,
    /// Sources.
    Sources,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn certainty<S: Serializer>(truth: &Truth, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match truth {
        Truth::Yes => "certain",
        Truth::Possibly => "possible",
        Truth::No => "no",
    })
}
