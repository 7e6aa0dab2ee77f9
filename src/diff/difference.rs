//! The differences between two views.

use std::fmt;

use crate::{
    model::Resolution,
    view::{ClaimRef, FactRef, NodeRef, SourceRef},
};

/// One difference between an earlier view and a later one. It borrows from both graphs.
#[non_exhaustive]
#[derive(Clone, Copy, Debug)]
pub enum Difference<'a, 'b> {
    /// A source that only the later view has.
    SourceAdded(SourceRef<'b>),
    /// A source that only the earlier view has.
    SourceRemoved(SourceRef<'a>),
    /// A source that was changed, such as its title or its text.
    SourceChanged {
        /// The earlier state.
        before: SourceRef<'a>,
        /// The later state.
        after: SourceRef<'b>,
    },
    /// An entity that only the later view has.
    EntityAdded(NodeRef<'b>),
    /// An entity that only the earlier view has.
    EntityRemoved(NodeRef<'a>),
    /// An entity that has another kind or first name.
    EntityChanged {
        /// The earlier state.
        before: NodeRef<'a>,
        /// The later state.
        after: NodeRef<'b>,
    },
    /// An entity that was merged into another.
    Merged {
        /// The entity in the earlier view.
        entity: NodeRef<'a>,
        /// The entity that stands for it now.
        into: NodeRef<'b>,
    },
    /// An entity that was merged and is separate now.
    Parted {
        /// The entity that stood for it.
        from: NodeRef<'a>,
        /// The entity in the later view.
        entity: NodeRef<'b>,
    },
    /// A fact that only the later view shows.
    Added(FactRef<'b>),
    /// A fact that only the earlier view shows, and that no other fact replaces.
    Removed(FactRef<'a>),
    /// A fact that another fact replaces: confirmed, refined, corrected, or resolved in another way.
    Resolved {
        /// The earlier fact.
        before: FactRef<'a>,
        /// The fact that replaces it.
        after: FactRef<'b>,
        /// How the later fact resolves the earlier one.
        resolution: Resolution,
    },
    /// A fact that has another key, or a key where it had none.
    KeyChanged {
        /// The earlier state.
        before: FactRef<'a>,
        /// The later state.
        after: FactRef<'b>,
    },
    /// A new claim that supports a fact.
    SourceGained {
        /// The fact in the later view.
        fact: FactRef<'b>,
        /// The claim.
        claim: ClaimRef<'b>,
    },
    /// A new claim that disputes a fact.
    Contradicted {
        /// The fact in the later view.
        fact: FactRef<'b>,
        /// The claim.
        claim: ClaimRef<'b>,
    },
    /// A claim that was removed.
    ClaimRemoved {
        /// The fact in the earlier view.
        fact: FactRef<'a>,
        /// The claim.
        claim: ClaimRef<'a>,
    },
}

/// The kind of a difference.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// A source, an entity or a fact was added.
    Added,
    /// A source, an entity or a fact was removed.
    Removed,
    /// A source, an entity or the key of a fact was changed.
    Changed,
    /// An entity was merged into another.
    Merged,
    /// An entity is separate again.
    Parted,
    /// What was planned or hypothetical took place.
    Confirmed,
    /// What was planned is planned for another time.
    Postponed,
    /// What was planned was called off.
    Cancelled,
    /// What was stated is denied.
    Denied,
    /// The same is stated more precisely.
    Refined,
    /// A fact was corrected.
    Corrected,
    /// Another source supports a fact.
    SourceAdded,
    /// A source disputes a fact.
    Contradicted,
    /// A claim was removed from a fact.
    ClaimRemoved,
}

impl Change {
    /// The name, as a diff prints it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Merged => "merged",
            Self::Parted => "parted",
            Self::Confirmed => "confirmed",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Refined => "refined",
            Self::Corrected => "corrected",
            Self::SourceAdded => "source added",
            Self::Contradicted => "contradicted",
            Self::ClaimRemoved => "claim removed",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Difference<'_, '_> {
    /// The kind of a difference.
    #[must_use]
    pub const fn change(&self) -> Change {
        match self {
            Self::SourceAdded(_) | Self::EntityAdded(_) | Self::Added(_) => Change::Added,
            Self::SourceRemoved(_) | Self::EntityRemoved(_) | Self::Removed(_) => Change::Removed,
            Self::SourceChanged { .. } | Self::EntityChanged { .. } | Self::KeyChanged { .. } => Change::Changed,
            Self::Merged { .. } => Change::Merged,
            Self::Parted { .. } => Change::Parted,
            Self::Resolved { resolution, .. } => match resolution {
                Resolution::Confirmed => Change::Confirmed,
                Resolution::Postponed => Change::Postponed,
                Resolution::Cancelled => Change::Cancelled,
                Resolution::Denied => Change::Denied,
                Resolution::Refined => Change::Refined,
                Resolution::Corrected => Change::Corrected,
            },
            Self::SourceGained { .. } => Change::SourceAdded,
            Self::Contradicted { .. } => Change::Contradicted,
            Self::ClaimRemoved { .. } => Change::ClaimRemoved,
        }
    }

    /// Whether an edit can produce it. A graph keeps what was recorded: no edit removes a source or an entity, or
    /// changes one; a kind can only become narrower, and a key stays with the fact that had it first.
    #[must_use]
    pub fn has_edit(&self) -> bool {
        match self {
            Self::SourceRemoved(_) | Self::SourceChanged { .. } | Self::EntityRemoved(_) | Self::KeyChanged { .. } => {
                false
            }
            Self::EntityChanged { before, after } => narrower(before, after),
            _ => true,
        }
    }
}

/// Whether an entity differs in its kind alone, and has a narrower one.
pub(super) fn narrower(before: &NodeRef<'_>, after: &NodeRef<'_>) -> bool {
    let schema = before.graph().schema();
    let to = after.kind_name().and_then(|kind| schema.kind(kind).ok());
    before.name() == after.name() && before.kind().zip(to).is_some_and(|(from, to)| from != to && schema.is_a(to, from))
}
