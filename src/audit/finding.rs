//! What an audit finds: a code, a severity, a place and a message.

use std::fmt;

use serde::Serialize;

use crate::{
    error::shown::{Shown, shown},
    graph::KnowledgeGraph,
    model::{Any, ClaimId, FactId, Id, SourceId},
    view::{ClaimRef, FactRef, NodeRef, SourceRef},
};

/// The severity of a finding, from the least to the greatest.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something to know: the audit could not check it, or a person may want to check it.
    Info,
    /// Something to check: the words suggest that the record is wrong or incomplete.
    Warning,
    /// Something that cannot be right as it is recorded.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A kind of finding: its stable name in kebab case, its severity, and its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    name: &'static str,
    severity: Severity,
    about: &'static str,
}

impl Code {
    /// Makes a code for a custom rule.
    ///
    /// ```
    /// use chancery::audit::{Code, Severity};
    ///
    /// const UNDATED: Code = Code::new("undated-visit", Severity::Warning, "a visit without a date");
    /// assert_eq!(UNDATED.to_string(), "undated-visit");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str, severity: Severity, about: &'static str) -> Self {
        Self { name, severity, about }
    }

    /// The name by which it is printed and disabled.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The severity of the finding.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// Its meaning, in a few words.
    #[must_use]
    pub const fn about(&self) -> &'static str {
        self.about
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

/// The place of a finding, by handle and by name. A fact without a key is named by its number, as `#3`: its place in
/// the dossier of the whole graph.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case", untagged)]
pub enum FoundIn {
    /// The finding is about a source.
    Source {
        /// The handle of the source; `None` for a key that no source has.
        #[serde(skip)]
        id: Option<SourceId>,
        /// The key.
        source: String,
    },
    /// The finding is about an entity.
    Entity {
        /// The handle.
        #[serde(skip)]
        id: Id<Any>,
        /// The key.
        entity: String,
    },
    /// The finding is about a kind of the schema.
    Kind {
        /// The name.
        kind: String,
    },
    /// The finding is about a relation of the schema.
    Relation {
        /// The name.
        relation: String,
    },
    /// The finding is about a fact.
    Fact {
        /// The handle.
        #[serde(skip)]
        id: FactId,
        /// The key of the fact, or its number as `#3`.
        fact: String,
    },
    /// The finding is about a claim of a fact.
    Claim {
        /// The handle.
        #[serde(skip)]
        id: ClaimId,
        /// The key of the fact that the claim is for, or its number as `#3`.
        fact: String,
        /// The place of the claim among those of the fact, from 0.
        claim: usize,
    },
}

impl FoundIn {
    /// The place of a source.
    #[must_use]
    pub fn source(source: &SourceRef<'_>) -> Self {
        Self::Source { id: Some(source.id()), source: source.key().to_owned() }
    }

    /// The place of an entity.
    #[must_use]
    pub fn entity(node: &NodeRef<'_>) -> Self {
        Self::Entity { id: node.id(), entity: node.key().unwrap_or_default().to_owned() }
    }

    /// The place of a fact of a graph.
    #[must_use]
    pub fn fact<R>(kg: &KnowledgeGraph, fact: &FactRef<'_, R>) -> Self {
        Self::Fact { id: fact.id(), fact: kg.fact_name(fact.id()).fact }
    }

    /// The place of a claim of a graph. Counts the claims of its fact; [`Cited::place`](super::Cited::place) need not.
    #[must_use]
    pub fn claim(kg: &KnowledgeGraph, claim: &ClaimRef<'_>) -> Self {
        let before = kg
            .fact_ref(claim.fact())
            .into_iter()
            .flat_map(|fact| fact.claims())
            .take_while(|other| other.id() != claim.id())
            .count();
        Self::claim_at(kg, claim, before)
    }

    pub(super) fn claim_at(kg: &KnowledgeGraph, claim: &ClaimRef<'_>, at: usize) -> Self {
        Self::Claim { id: claim.id(), fact: kg.fact_name(claim.fact()).fact, claim: at }
    }
}

impl fmt::Display for FoundIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source { source, .. } => write!(f, "source {}", Shown(source)),
            Self::Entity { entity, .. } => write!(f, "entity {}", Shown(entity)),
            Self::Kind { kind } => write!(f, "kind {}", Shown(kind)),
            Self::Relation { relation } => write!(f, "relation {}", Shown(relation)),
            Self::Fact { fact, .. } => write!(f, "fact {}", Shown(fact)),
            Self::Claim { fact, claim, .. } => write!(f, "fact {}, claim {claim}", Shown(fact)),
        }
    }
}

/// Something that a rule found. It prints on one line, and is serialized as a flat record.
///
/// ```
/// use chancery::{KnowledgeGraph, audit::Audit, diplomacy::{self, State}, fact};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
/// kg.assert(fact(pakistan, "recognized", kazakhstan))?;
/// let finding = Audit::new().first(&kg.view()).unwrap();
/// assert_eq!(finding.to_string(), "warning [unsourced-fact] fact #0: no source supports `pakistan recognized kazakhstan`");
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    #[serde(serialize_with = "code_name")]
    code: Code,
    severity: Severity,
    #[serde(flatten)]
    place: FoundIn,
    sentence: String,
}

fn code_name<S: serde::Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.name)
}

impl Finding {
    /// Makes a finding. Its message is in lower case without a full stop. It gives what is recorded and what the
    /// words say. What would not be seen in it, or breaks the line, becomes an escape.
    pub fn new(code: Code, place: FoundIn, sentence: impl fmt::Display) -> Self {
        Self { code, severity: code.severity, place, sentence: shown(sentence) }
    }

    /// The same finding with another severity than that of its code.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The code: what kind of finding it is.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The severity of the finding.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The place: the item that it is about.
    #[must_use]
    pub const fn place(&self) -> &FoundIn {
        &self.place
    }

    /// The message: what was found, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} [{}] {}: {}", self.severity, self.code, self.place, self.sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_line_and_a_flat_record() {
        let code = Code::new("x-y", Severity::Warning, "about");
        let place = FoundIn::Claim { id: ClaimId::new(7), fact: "visit".into(), claim: 1 };
        let finding = Finding::new(code, place, "so it is").with_severity(Severity::Info);
        assert_eq!(finding.to_string(), "info [x-y] fact visit, claim 1: so it is");
        assert_eq!(
            serde_json::to_string(&finding).unwrap(),
            r#"{"code":"x-y","severity":"info","fact":"visit","claim":1,"sentence":"so it is"}"#
        );
        assert!(Severity::Info < Severity::Warning && Severity::Warning < Severity::Error);
    }
}
