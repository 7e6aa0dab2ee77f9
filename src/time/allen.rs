//! Allen's thirteen relations between two spans.

use std::fmt;

use super::span::{Limit, Span};

/// The relation of one span to another: exactly one of thirteen, after James Allen (1983).
///
/// A day counts as the half-open interval from its midnight to the next: `2026-01-01/2026-01-05` *meets*
/// `2026-01-06/2026-01-31`, and is *before* a span that begins on the 7th. Two spans without a start begin together,
/// and two without an end end together.
///
/// ```
/// use chancery::{Allen, Span, date};
///
/// let (january, first_quarter) = (Span::from(date("2026-01")), Span::new(None, Some(date("2026-03").last()))?);
/// assert_eq!(Allen::between(january, first_quarter), Allen::During);
/// assert_eq!(Allen::between(january, date("2026-02").into()), Allen::Meets);
/// # Ok::<(), chancery::Error>(())
/// ```
// In the order of the conceptual neighbours, so that the converse of the first is the last, and so on inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allen {
    /// It ends at least one full day before the other begins.
    Before,
    /// It ends on the day before the other begins.
    Meets,
    /// It begins first and ends within the other, before the other's end.
    Overlaps,
    /// It begins first, and they end together.
    FinishedBy,
    /// It begins first and ends last.
    Contains,
    /// They begin together and it ends first.
    Starts,
    /// They begin and end together.
    Equals,
    /// They begin together and it ends last.
    StartedBy,
    /// It begins last and ends first.
    During,
    /// It begins last, and they end together.
    Finishes,
    /// It begins within the other, after the other's start, and ends last.
    OverlappedBy,
    /// It begins on the day after the other ends.
    MetBy,
    /// It begins at least one full day after the other ends.
    After,
}

impl Allen {
    /// All thirteen relations, in the order of declaration.
    pub const ALL: [Self; 13] = [
        Self::Before,
        Self::Meets,
        Self::Overlaps,
        Self::FinishedBy,
        Self::Contains,
        Self::Starts,
        Self::Equals,
        Self::StartedBy,
        Self::During,
        Self::Finishes,
        Self::OverlappedBy,
        Self::MetBy,
        Self::After,
    ];

    /// The relation of the first span to the second.
    #[must_use]
    pub fn between(a: Span, b: Span) -> Self {
        Self::of(points(a), points(b))
    }

    /// Of half-open intervals, each of which begins before it ends.
    pub(crate) const fn of(a: (i64, i64), b: (i64, i64)) -> Self {
        if a.1 < b.0 {
            Self::Before
        } else if a.1 == b.0 {
            Self::Meets
        } else if b.1 < a.0 {
            Self::After
        } else if b.1 == a.0 {
            Self::MetBy
        } else if a.0 < b.0 {
            if a.1 < b.1 {
                Self::Overlaps
            } else if a.1 == b.1 {
                Self::FinishedBy
            } else {
                Self::Contains
            }
        } else if a.0 == b.0 {
            if a.1 < b.1 {
                Self::Starts
            } else if a.1 == b.1 {
                Self::Equals
            } else {
                Self::StartedBy
            }
        } else if a.1 < b.1 {
            Self::During
        } else if a.1 == b.1 {
            Self::Finishes
        } else {
            Self::OverlappedBy
        }
    }

    /// The converse: the relation of the second span to the first.
    #[must_use]
    pub const fn converse(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::Meets => Self::MetBy,
            Self::Overlaps => Self::OverlappedBy,
            Self::FinishedBy => Self::Finishes,
            Self::Contains => Self::During,
            Self::Starts => Self::StartedBy,
            Self::Equals => Self::Equals,
            Self::StartedBy => Self::Starts,
            Self::During => Self::Contains,
            Self::Finishes => Self::FinishedBy,
            Self::OverlappedBy => Self::Overlaps,
            Self::MetBy => Self::Meets,
            Self::After => Self::Before,
        }
    }

    /// The name, such as `overlapped-by`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Meets => "meets",
            Self::Overlaps => "overlaps",
            Self::FinishedBy => "finished-by",
            Self::Contains => "contains",
            Self::Starts => "starts",
            Self::Equals => "equals",
            Self::StartedBy => "started-by",
            Self::During => "during",
            Self::Finishes => "finishes",
            Self::OverlappedBy => "overlapped-by",
            Self::MetBy => "met-by",
            Self::After => "after",
        }
    }

    pub(super) const fn bit(self) -> u16 {
        1 << self as u8
    }
}

impl fmt::Display for Allen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

// Without beginning and without end as numbers so far out that no chain of days reaches them.
pub(super) const FAR: i64 = 1 << 40;

/// The half-open interval of a span.
fn points(span: Span) -> (i64, i64) {
    (point(span.start()), point(span.end()) + 1)
}

pub(super) fn point(limit: Limit) -> i64 {
    match limit {
        Limit::Past => -FAR,
        Limit::Day(day) => day.to_epoch_days(),
        Limit::Future => FAR,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn converses_turn_the_order_round() {
        for (relation, converse) in Allen::ALL.into_iter().zip(Allen::ALL.into_iter().rev()) {
            assert_eq!(relation.converse(), converse);
            assert_eq!(relation.converse().converse(), relation);
        }
        assert_eq!(Allen::Before.converse(), Allen::After);
        assert_eq!(Allen::Finishes.converse(), Allen::FinishedBy);
    }

    #[test]
    fn spans_lie_to_each_other_by_their_days() {
        let span = |first: &str, last: &str| Span::new(first.parse().ok(), last.parse().ok()).unwrap();
        let january = span("2026-01-10", "2026-01-20");
        for (first, last, relation) in [
            ("2026-01-22", "2026-01-23", Allen::Before),
            ("2026-01-21", "2026-01-23", Allen::Meets),
            ("2026-01-20", "2026-01-21", Allen::Overlaps),
            ("2026-01-20", "2026-01-20", Allen::FinishedBy),
            ("2026-01-10", "2026-01-20", Allen::Equals),
            ("2026-01-10", "..", Allen::Starts),
            ("..", "2026-01-20", Allen::Finishes),
            ("..", "..", Allen::During),
            ("..", "2026-01-10", Allen::OverlappedBy),
            ("..", "2026-01-09", Allen::MetBy),
            ("..", "2026-01-08", Allen::After),
        ] {
            assert_eq!(Allen::between(january, span(first, last)), relation);
            assert_eq!(Allen::between(span(first, last), january), relation.converse());
        }
        assert_eq!(Allen::between(Span::ALL, Span::ALL), Allen::Equals);
        assert_eq!(Allen::between(span("..", "2026-01-20"), Span::ALL), Allen::Starts);
        assert_eq!(Allen::between(span("2026-01-20", ".."), Span::ALL), Allen::Finishes);
    }

    #[test]
    fn a_relation_shows_its_name() {
        assert_eq!(format!("{}|{:>6}", Allen::OverlappedBy, Allen::Meets), "overlapped-by| meets");
    }
}
