//! A diff in the notation.

use std::fmt::{self, Display};

use super::{Diff, Difference};
use crate::{
    dossier::Dossier,
    model::FactName,
    notation,
    view::{NodeRef, SourceRef},
};

/// A line with the kind of the difference, then the earlier state after `-` and the later state after `+`.
impl Display for Difference<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}", self.change())?;
        let name = |fact: String| FactName { fact };
        match self {
            Self::SourceAdded(source) => marked(f, '+', &source_line(source)),
            Self::SourceRemoved(source) => marked(f, '-', &source_line(source)),
            Self::SourceChanged { before, after } => {
                marked(f, '-', &source_line(before))?;
                marked(f, '+', &source_line(after))
            }
            Self::EntityAdded(entity) => marked(f, '+', &entity_line(entity)),
            Self::EntityRemoved(entity) => marked(f, '-', &entity_line(entity)),
            Self::EntityChanged { before, after } => {
                marked(f, '-', &entity_line(before))?;
                marked(f, '+', &entity_line(after))
            }
            Self::Merged { entity, into } => {
                marked(f, '-', &entity_line(entity))?;
                marked(f, '+', &entity_line(into))
            }
            Self::Parted { from, entity } => {
                marked(f, '-', &entity_line(from))?;
                marked(f, '+', &entity_line(entity))
            }
            Self::Added(fact) => marked(f, '+', fact),
            Self::Removed(fact) => marked(f, '-', fact),
            Self::Resolved { before, after, .. } | Self::KeyChanged { before, after } => {
                marked(f, '-', before)?;
                marked(f, '+', after)
            }
            Self::SourceGained { fact, claim } | Self::Contradicted { fact, claim } => {
                let fact = name(fact.graph().fact_name(fact.id()).fact);
                marked(f, '+', &format_args!("claim {fact} {claim}"))
            }
            Self::ClaimRemoved { fact, claim } => {
                let fact = name(fact.graph().fact_name(fact.id()).fact);
                marked(f, '-', &format_args!("claim {fact} {claim}"))
            }
        }
    }
}

fn marked(f: &mut fmt::Formatter<'_>, mark: char, text: &dyn Display) -> fmt::Result {
    text.to_string().lines().try_for_each(|line| writeln!(f, "{mark} {line}"))
}

/// The statement of a source; of its text only the hash.
fn source_line(source: &SourceRef<'_>) -> String {
    let mut dossier = Dossier::default();
    dossier.sources.push(source.to_source());
    notation::Writer::new().without_text(source.key()).write(&dossier)
}

fn entity_line(entity: &NodeRef<'_>) -> String {
    let mut dossier = Dossier::default();
    dossier.entities.extend(entity.to_entity());
    notation::write(&dossier)
}

/// All differences, one after the other.
impl Display for Diff<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.differences().iter().try_for_each(|difference| difference.fmt(f))
    }
}
