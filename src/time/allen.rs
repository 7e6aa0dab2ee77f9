//! The thirteen relations of two spans.

use super::span::Span;

/// How one span lies to another, after James Allen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Allen {
    /// It ends, and at least one day later the other begins.
    Before,
    /// It ends on the day before the other begins.
    Meets,
    /// It begins first and ends within the other.
    Overlaps,
    /// They begin together and it ends first.
    Starts,
    /// It begins later and ends first.
    During,
    /// It begins later and they end together.
    Finishes,
    /// They begin and end together.
    Equals,
    /// The converse of `Finishes`.
    FinishedBy,
    /// The converse of `During`.
    Contains,
    /// The converse of `Starts`.
    StartedBy,
    /// The converse of `Overlaps`.
    OverlappedBy,
    /// The converse of `Meets`.
    MetBy,
    /// The converse of `Before`.
    After,
}

/// A set of [`Allen`] relations.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct AllenSet(u16);

impl Allen {
    /// How the first span lies to the second.
    #[must_use]
    pub fn between(_a: Span, _b: Span) -> Self {
        Self::Equals
    }
}
