//! What can differ between two graphs.

use std::fmt;

use crate::{
    model::Resolution,
    view::{ClaimRef, FactRef, NodeRef, SourceRef},
};

/// One difference between an earlier view and a later one. It borrows from both graphs.
#[non_exhaustive]
#[derive(Clone, Copy, Debug)]
pub enum Difference<'a, 'b> {
    /// A source that only the later graph has.
    SourceAdded(SourceRef<'b>),
    /// A source that only the earlier graph has.
    SourceRemoved(SourceRef<'a>),
    /// A source of which something else is told, such as its title or its text.
    SourceChanged {
        /// As it was.
        before: SourceRef<'a>,
        /// As it is.
        after: SourceRef<'b>,
    },
    /// An entity that only the later graph has.
    EntityAdded(NodeRef<'b>),
    /// An entity that only the earlier graph has.
    EntityRemoved(NodeRef<'a>),
    /// An entity that has another kind or first name.
    EntityChanged {
        /// As it was.
        before: NodeRef<'a>,
        /// As it is.
        after: NodeRef<'b>,
    },
    /// An entity that is one with another now.
    Merged {
        /// The entity, as it was.
        entity: NodeRef<'a>,
        /// Whoever stands for it now.
        into: NodeRef<'b>,
    },
    /// An entity that was one with another and is on its own now.
    Parted {
        /// Whoever stood for it.
        from: NodeRef<'a>,
        /// The entity, as it is.
        entity: NodeRef<'b>,
    },
    /// A fact that only the later view shows.
    Added(FactRef<'b>),
    /// A fact that only the earlier view shows, and that no other takes the place of.
    Removed(FactRef<'a>),
    /// A fact that another takes the place of: confirmed, refined, corrected, or settled in another way.
    Resolved {
        /// The fact as it was told.
        before: FactRef<'a>,
        /// What is told instead.
        after: FactRef<'b>,
        /// How.
        resolution: Resolution,
    },
    /// A fact that has another key, or one where it had none.
    KeyChanged {
        /// As it was.
        before: FactRef<'a>,
        /// As it is.
        after: FactRef<'b>,
    },
    /// One more claim that supports a fact.
    SourceGained {
        /// The fact, as it is.
        fact: FactRef<'b>,
        /// The claim.
        claim: ClaimRef<'b>,
    },
    /// One more claim that disputes a fact.
    Contradicted {
        /// The fact, as it is.
        fact: FactRef<'b>,
        /// The claim.
        claim: ClaimRef<'b>,
    },
    /// A claim that is no more.
    ClaimRemoved {
        /// The fact, as it was.
        fact: FactRef<'a>,
        /// The claim.
        claim: ClaimRef<'a>,
    },
}

/// What kind of difference it is.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Something is there now: a source, an entity, a fact.
    Added,
    /// Something is not there any more.
    Removed,
    /// A source, an entity or the key of a fact is told otherwise.
    Changed,
    /// An entity is one with another now.
    Merged,
    /// An entity is on its own again.
    Parted,
    /// What was planned or supposed took place.
    Confirmed,
    /// What was planned is planned for another time.
    Postponed,
    /// What was planned was called off.
    Cancelled,
    /// What was told is denied.
    Denied,
    /// The same is told more precisely.
    Refined,
    /// It is told otherwise.
    Corrected,
    /// One more source supports a fact.
    SourceAdded,
    /// A source disputes a fact.
    Contradicted,
    /// A source does not say it any more.
    ClaimRemoved,
}

impl Change {
    /// Its name, as a diff prints it.
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
    /// What kind of difference it is.
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

    /// Whether an edit can make it. A graph forgets nothing, so no edit takes a source or an entity away, or has one told
    /// otherwise than it was first; a kind only narrows, and a key stays that of the fact that had it first.
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
