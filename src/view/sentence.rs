//! A fact as an English sentence.

use std::fmt;

use super::{FactRef, NodeRef};
use crate::{
    error::shown::{Shown, one_line},
    model::{FactId, Modality, Stance, Value},
    schema::{Phrase, RelationDef, Shape},
    time::TimeWords,
};

/// A fact as an English sentence, without a full stop. Made by [`FactRef::sentence`]; prints with `Display`.
///
/// The relation gives the verb by its [`phrase`](crate::schema::RelationDef::phrase). What happened is printed in the
/// past tense; what holds in the present tense, or in the past tense where its time has a last day. What is planned,
/// cancelled, denied or hypothetical is printed so. Role players follow, each after the
/// [phrase](crate::schema::RoleDef::phrase) of its role. A relation or role without a phrase is printed by its name, with
/// a blank for each `-`, and the modality stands in brackets. A fact that the sentence is about is `this` in it, and is
/// printed behind it: `The seminar takes place ahead of this: Tokayev is planned to visit Pakistan`.
///
/// ```
/// use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits};
/// use chancery::{KnowledgeGraph, fact};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (tokayev, kistafin) = (kg.add(Person, "Tokayev")?, kg.add(Person, "Kistafin")?);
/// let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
/// kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
///
/// let sentences: Vec<_> = kg.view().all_facts().map(|fact| fact.sentence().to_string()).collect();
/// assert_eq!(sentences[0], "Tokayev is planned to visit Pakistan in February 2026");
/// assert_eq!(sentences[1], "Kistafin is ambassador of Kazakhstan, accredited to Pakistan (as of 2026-01-24)");
/// let sentences: Vec<_> = kg.view().all_facts().map(|fact| fact.sentence().from_object().to_string()).collect();
/// assert_eq!(sentences[0], "Pakistan is planned to be visited by Tokayev in February 2026");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use = "a sentence is printed by its `Display`"]
pub struct Sentence<'g> {
    fact: FactRef<'g>,
    from_object: bool,
    evidence: bool,
    /// How many sentences stand before it, if it is printed behind one that is about its fact.
    depth: u8,
    marked: bool,
}

/// What stands in a [marked](Sentence::marked) sentence before the number of a node, between it and the words, and after
/// these. All are control characters, which no printed text has.
pub(crate) const MARKS: [char; 3] = ['\u{1}', '\u{2}', '\u{3}'];

/// How many facts about facts are printed as sentences one behind the other. Deeper ones are named.
const DEEPEST: u8 = 3;

impl<'g, R> FactRef<'g, R> {
    /// The fact as an English sentence, from subject to object: `Tokayev is head of state of Kazakhstan`.
    pub fn sentence(&self) -> Sentence<'g> {
        Sentence { fact: self.untyped(), from_object: false, evidence: false, depth: 0, marked: false }
    }
}

impl Sentence<'_> {
    /// Reads from object to subject: `Kazakhstan has Tokayev as head of state`. A relation that has no
    /// [phrase](crate::schema::RelationDef::inverse_phrase) for this still reads from its subject.
    pub fn from_object(self) -> Self {
        Self { from_object: true, ..self }
    }

    /// Adds in brackets the source of the first claim that supports the fact, with its quote, its speaker and the reason by
    /// which the fact was inferred. A claim that has a quote comes before one that has none. Sources that dispute the fact
    /// follow.
    pub fn with_evidence(self) -> Self {
        Self { evidence: true, ..self }
    }

    /// Puts [`MARKS`] around the words of each node, with its number, so that a page can make them a link.
    #[cfg(feature = "json")]
    pub(crate) const fn marked(self) -> Self {
        Self { marked: true, ..self }
    }

    /// The phrase to print by, and whether it starts at the object.
    fn phrase<'d>(&self, def: &'d RelationDef) -> (Option<Phrase<'d>>, bool) {
        let inverse = def.inverse_phrase.as_deref().filter(|_| self.from_object);
        let from_object = inverse.is_some() || self.from_object && def.symmetric;
        // A schema takes valid phrases only.
        (inverse.or(def.phrase.as_deref()).and_then(|phrase| Phrase::parse(phrase).ok()), from_object)
    }
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fact = self.fact;
        let schema = fact.graph().schema();
        let def = schema.relation_def(fact.relation());
        let (phrase, from_object) = self.phrase(def);
        let (mut first, mut second) = (fact.subject_node(), fact.object_node());
        if from_object {
            (first, second) = (second, first);
        }
        let about = self.about(first, second);
        let named = |node, as_time| Named { node, as_time, about: &about, marked: self.marked };
        let (first, second) = (named(first, false), named(second, true));
        let time = fact.when().words();
        let modality = fact.modality();
        if self.depth == 0 && first.is_this() {
            f.write_str("This")?;
            first.write_number(f)?;
        } else {
            write!(f, "{first}")?;
        }
        if let Some(phrase) = phrase {
            write!(f, " {}", Verb { phrase, modality, past: def.shape == Shape::Happens || time.over })?;
            for part in [phrase.before, &second.to_string(), phrase.after] {
                if !part.is_empty() {
                    write!(f, " {part}")?;
                }
            }
        } else {
            write!(f, " {} {second}", spelled(&def.name))?;
        }
        let TimeWords { within, aside, .. } = time;
        if !within.is_empty() {
            write!(f, " {within}")?;
        }
        let mut last = None;
        for (role, player) in fact.players() {
            if last == Some(role) {
                write!(f, " and {}", named(player, false))?;
                continue;
            }
            last = Some(role);
            let role = schema.role_def(role);
            let words = role.phrase.clone().unwrap_or_else(|| spelled(&role.name));
            write!(f, ", {words} {}", named(player, false))?;
        }
        let said = match modality {
            Modality::Actual => "",
            // The verb says the others.
            Modality::Cancelled => modality.name(),
            _ if phrase.is_some() => "",
            _ => modality.name(),
        };
        match (aside.as_str(), said) {
            ("", "") => {}
            (aside, "") => write!(f, " ({aside})")?,
            ("", said) => write!(f, " ({said})")?,
            (aside, said) => write!(f, " ({aside}; {said})")?,
        }
        self.write_about(&about, f)?;
        if self.evidence { self.write_evidence(f) } else { Ok(()) }
    }
}

impl<'g> Sentence<'g> {
    /// The facts that are its ends and players, each once.
    fn about(&self, first: NodeRef<'g>, second: NodeRef<'g>) -> Vec<FactId> {
        let mut about = Vec::new();
        for node in [first, second].into_iter().chain(self.fact.players().map(|(_, player)| player)) {
            about.extend(node.fact().filter(|fact| !about.contains(fact)));
        }
        about
    }

    /// Prints each fact that the sentence is about.
    fn write_about(&self, about: &[FactId], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kg = self.fact.graph();
        for (n, fact) in about.iter().filter_map(|fact| kg.fact_ref(*fact)).enumerate() {
            f.write_str(if n == 0 { ": " } else { "; " })?;
            if about.len() > 1 {
                write!(f, "({}) ", n + 1)?;
            }
            if self.depth < DEEPEST {
                write!(f, "{}", Sentence { depth: self.depth + 1, marked: self.marked, ..fact.sentence() })?;
            } else if let Some(key) = fact.key() {
                write!(f, "the fact `{key}`")?;
            } else {
                write!(f, "fact #{}", fact.id().index())?;
            }
        }
        Ok(())
    }

    fn write_evidence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims = |stance| self.fact.claims().filter(move |claim| claim.stance() == stance);
        let supports = || claims(Stance::Supports);
        let quoted = supports().find(|claim| claim.quote().is_some());
        let mut open = " [";
        if let Some(claim) = quoted.or_else(|| supports().next()) {
            write!(f, "{open}{}", claim.source().key())?;
            open = "; ";
            if let Some(quote) = claim.quote() {
                write!(f, ": “{}”", Shown(&one_line(&quote)))?;
            }
            if let Some(speaker) = claim.said_by() {
                write!(f, ", said by {speaker}")?;
            }
            if let Some(reason) = claim.inferred() {
                write!(f, ", inferred: {}", Shown(&one_line(reason)))?;
            }
        }
        for claim in claims(Stance::Disputes) {
            write!(f, "{open}disputed by {}", claim.source().key())?;
            open = "; ";
        }
        if open == "; " { f.write_str("]") } else { Ok(()) }
    }
}

/// The verb of a sentence: in its tense, and as what was planned, denied or may be.
struct Verb<'a> {
    phrase: Phrase<'a>,
    modality: Modality,
    past: bool,
}

impl fmt::Display for Verb<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Phrase { present, infinitive, past, .. } = self.phrase;
        // A phrase such as "was born" is in the past tense whenever it was.
        let is_past = self.past || present == past;
        let finite = if is_past { past } else { present };
        match self.modality {
            Modality::Actual => f.write_str(finite),
            Modality::Planned => write!(f, "is planned to {infinitive}"),
            Modality::Cancelled => write!(f, "was planned to {infinitive}"),
            Modality::Hypothetical => write!(f, "may {infinitive}"),
            Modality::Denied if infinitive == "be" => write!(f, "{finite} not"),
            Modality::Denied => write!(f, "{} not {infinitive}", if is_past { "did" } else { "does" }),
        }
    }
}

/// A node in a sentence: an entity by its name, a text in quotes, a date in English, a fact as `this`.
struct Named<'s> {
    node: NodeRef<'s>,
    /// Whether a date is the time of something: `in 1953`.
    as_time: bool,
    /// The facts that the sentence is about.
    about: &'s [FactId],
    marked: bool,
}

impl Named<'_> {
    fn is_this(&self) -> bool {
        self.node.fact().is_some()
    }

    /// The number of a fact, if the sentence is about several.
    fn write_number(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.about.iter().position(|fact| Some(*fact) == self.node.fact());
        match number.filter(|_| self.about.len() > 1) {
            Some(number) => write!(f, " ({})", number + 1),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.marked {
            let [open, between, close] = MARKS;
            let words = Self { marked: false, ..*self };
            return write!(f, "{open}{}{between}{words}{close}", self.node.id().index());
        }
        match self.node.value() {
            Some(Value::Text(text)) => write!(f, "“{}”", Shown(&one_line(text))),
            Some(Value::Date(date)) if self.as_time => date.words_within().fmt(f),
            Some(Value::Date(date)) => date.words().fmt(f),
            _ if self.is_this() => {
                f.write_str("this")?;
                self.write_number(f)
            }
            _ => self.node.fmt(f),
        }
    }
}

/// A name as words.
fn spelled(name: &str) -> String {
    name.replace('-', " ")
}
