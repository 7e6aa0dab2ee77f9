//! The thirteen relations of two spans, and sets of them.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
};

use super::{
    span::{Limit, Span},
    when::When,
};

/// How one span lies to another: exactly one of thirteen, after James Allen (1983).
///
/// A day counts as the half-open interval from its midnight to the next: `2026-01-01/2026-01-05` *meets*
/// `2026-01-06/2026-01-31`, and is *before* a span that begins on the 7th. Two spans without beginning begin together,
/// and two without end end together.
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
    /// It ends, and at least one day lies between it and the other.
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
    /// It begins, and at least one day lies between it and the other.
    After,
}

impl Allen {
    /// All thirteen, in the order of the type.
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

    /// How the first span lies to the second.
    #[must_use]
    pub fn between(a: Span, b: Span) -> Self {
        Self::of(points(a), points(b))
    }

    /// Of half-open intervals, each of which begins before it ends.
    const fn of(a: (i64, i64), b: (i64, i64)) -> Self {
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

    /// How the second span lies to the first.
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

    /// Its name, such as `overlapped-by`.
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

    const fn bit(self) -> u16 {
        1 << self as u8
    }
}

impl fmt::Display for Allen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A set of [`Allen`] relations: those in which two spans may stand, as far as is known.
///
/// ```
/// use chancery::{Allen, AllenSet, When};
///
/// let (visit, term): (When, When) = ("2026-02".parse()?, "1991/2026-02-14".parse()?);
/// let possible = visit.allen(term);
/// assert!(possible.contains(Allen::During) && !possible.contains(Allen::Before));
/// assert_eq!(possible.to_string(), "{during, finishes, overlapped-by, met-by, after}");
/// assert_eq!(AllenSet::from(Allen::Meets).compose(Allen::Meets.into()), Allen::Before.into());
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AllenSet(u16);

impl AllenSet {
    /// No relation: of spans that cannot be.
    pub const EMPTY: Self = Self(0);
    /// All thirteen: nothing is known.
    pub const ALL: Self = Self((1 << 13) - 1);

    /// Whether the relation is in it.
    #[must_use]
    pub const fn contains(self, relation: Allen) -> bool {
        self.0 & relation.bit() != 0
    }

    /// Whether all of it is in the other.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & other.0 == self.0
    }

    /// Whether no relation is in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The number of relations in it.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// It with the relation.
    #[must_use]
    pub const fn with(self, relation: Allen) -> Self {
        Self(self.0 | relation.bit())
    }

    /// What is in it or in the other; also `|`.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in it and in the other; also `&`.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is not in it; also `!`.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// Its relations in the order of [`Allen`].
    pub fn iter(self) -> impl Iterator<Item = Allen> {
        Allen::ALL.into_iter().filter(move |relation| self.contains(*relation))
    }

    /// The only relation in it, if there is one and no other.
    #[must_use]
    pub fn single(self) -> Option<Allen> {
        let mut relations = self.iter();
        relations.next().filter(|_| relations.next().is_none())
    }

    /// How the second span can lie to the first.
    #[must_use]
    pub fn converse(self) -> Self {
        self.iter().map(Allen::converse).collect()
    }

    /// How a span can lie to a third, if it lies so to a second and that lies as `next` says to the third.
    #[must_use]
    pub fn compose(self, next: Self) -> Self {
        let mut composed = Self::EMPTY;
        for (first, row) in Allen::ALL.into_iter().zip(COMPOSITION) {
            for (second, cell) in Allen::ALL.into_iter().zip(row) {
                if self.contains(first) && next.contains(second) {
                    composed = composed | cell;
                }
            }
        }
        composed
    }
}

/// The composition of each two relations, by the order of [`Allen`]: all that occur among intervals with ends on six
/// points, which is as many as three intervals can tell apart.
const COMPOSITION: [[AllenSet; 13]; 13] = composition();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which refuses an index out of bounds")]
const fn composition() -> [[AllenSet; 13]; 13] {
    // The fifteen intervals, numbered by their start and end.
    let mut intervals = [(0, 0); 15];
    let (mut count, mut start) = (0, 0);
    while start < 6 {
        let mut end = start + 1;
        while end < 6 {
            intervals[count] = (start, end);
            count += 1;
            end += 1;
        }
        start += 1;
    }
    let mut table = [[AllenSet::EMPTY; 13]; 13];
    let mut triple = 0;
    while triple < 15 * 15 * 15 {
        let (a, b, c) = (intervals[triple / 225], intervals[triple / 15 % 15], intervals[triple % 15]);
        let cell = &mut table[Allen::of(a, b) as usize][Allen::of(b, c) as usize];
        *cell = cell.with(Allen::of(a, c));
        triple += 1;
    }
    table
}

impl From<Allen> for AllenSet {
    fn from(relation: Allen) -> Self {
        Self(relation.bit())
    }
}

impl FromIterator<Allen> for AllenSet {
    fn from_iter<I: IntoIterator<Item = Allen>>(relations: I) -> Self {
        relations.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl BitOr for AllenSet {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitAnd for AllenSet {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        self.intersection(other)
    }
}

impl Not for AllenSet {
    type Output = Self;
    fn not(self) -> Self {
        self.complement()
    }
}

impl fmt::Display for AllenSet {
    /// Its relations between braces, in the order of [`Allen`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (position, relation) in self.iter().enumerate() {
            write!(f, "{}{relation}", if position > 0 { ", " } else { "" })?;
        }
        f.write_str("}")
    }
}

impl fmt::Debug for AllenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AllenSet({self})")
    }
}

// Without beginning and without end as numbers so far out that no chain of days reaches them.
const FAR: i64 = 1 << 40;

/// The half-open interval of a span.
fn points(span: Span) -> (i64, i64) {
    (point(span.start()), point(span.end()) + 1)
}

fn point(limit: Limit) -> i64 {
    match limit {
        Limit::Past => -FAR,
        Limit::Day(day) => day.to_epoch_days(),
        Limit::Future => FAR,
    }
}

impl When {
    /// All relations in which a span that this admits can stand to one that the other admits. Exact; by the dates as
    /// written, qualifiers left aside. Takes about a microsecond.
    #[must_use]
    pub fn allen(self, other: Self) -> AllenSet {
        let ends = [self.variables(), other.variables()];
        Allen::ALL.into_iter().filter(|relation| possible(*relation, ends)).collect()
    }

    /// The least and the greatest point of its start and of its end, as half-open intervals.
    fn variables(self) -> [(i64, i64); 2] {
        let bounds = self.written();
        let points = |(low, high): (u32, u32)| (point(Limit::from_bits(low)), point(Limit::from_bits(high)));
        let (start, end) = (points(bounds.starts), points(bounds.ends));
        // A start is never after all days, nor an end before them all.
        [(start.0, start.1.min(FAR - 1)), (end.0.max(1 - FAR) + 1, end.1 + 1)]
    }
}

/// Whether two intervals whose ends lie within bounds can stand in a relation.
///
/// A relation is a set of constraints `x + gap <= y` between the four ends. Raising the least value of each end until all
/// constraints are met gives the least solution; if it passes a greatest value, there is none.
fn possible(relation: Allen, [a, b]: [[(i64, i64); 2]; 2]) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let [mut a_start, mut a_end, mut b_start, mut b_end] = [a[0].0, a[1].0, b[0].0, b[1].0];
    let order = |low: &mut i64, high: &mut i64, order| match order {
        Less => *high = (*high).max(*low + 1),
        Equal => (*low, *high) = ((*low).max(*high), (*low).max(*high)),
        Greater => *low = (*low).max(*high + 1),
    };
    // How start lies to start, end to end, end of a to start of b, start of a to end of b.
    let (starts, ends, end_start, start_end) = match relation {
        Allen::Before => (Less, Less, Less, Less),
        Allen::Meets => (Less, Less, Equal, Less),
        Allen::Overlaps => (Less, Less, Greater, Less),
        Allen::FinishedBy => (Less, Equal, Greater, Less),
        Allen::Contains => (Less, Greater, Greater, Less),
        Allen::Starts => (Equal, Less, Greater, Less),
        Allen::Equals => (Equal, Equal, Greater, Less),
        Allen::StartedBy => (Equal, Greater, Greater, Less),
        Allen::During => (Greater, Less, Greater, Less),
        Allen::Finishes => (Greater, Equal, Greater, Less),
        Allen::OverlappedBy => (Greater, Greater, Greater, Less),
        Allen::MetBy => (Greater, Greater, Greater, Equal),
        Allen::After => (Greater, Greater, Greater, Greater),
    };
    // A value is raised along a path of at most three steps.
    for _ in 0..4 {
        order(&mut a_start, &mut a_end, Less);
        order(&mut b_start, &mut b_end, Less);
        order(&mut a_start, &mut b_start, starts);
        order(&mut a_end, &mut b_end, ends);
        order(&mut a_end, &mut b_start, end_start);
        order(&mut a_start, &mut b_end, start_end);
    }
    a_start <= a[0].1 && a_end <= a[1].1 && b_start <= b[0].1 && b_end <= b[1].1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    fn set(names: &str) -> AllenSet {
        names
            .split(' ')
            .map(|name| Allen::ALL.into_iter().find(|relation| relation.as_str() == name).unwrap())
            .collect()
    }

    #[test]
    fn converses_turn_the_order_round() {
        for (relation, converse) in Allen::ALL.into_iter().zip(Allen::ALL.into_iter().rev()) {
            // Starts and StartedBy, During and Contains stand inside out around Equals too.
            assert_eq!(relation.converse(), converse);
            assert_eq!(relation.converse().converse(), relation);
        }
        assert_eq!(Allen::Before.converse(), Allen::After);
        assert_eq!(Allen::Finishes.converse(), Allen::FinishedBy);
    }

    /// Rows of the table that Allen printed.
    #[test]
    fn the_composition_is_that_of_the_textbook() {
        for (first, second, composed) in [
            ("before", "before", "before"),
            ("before", "during", "before meets overlaps starts during"),
            ("before", "met-by", "before meets overlaps starts during"),
            ("before", "contains", "before"),
            ("meets", "meets", "before"),
            ("meets", "met-by", "finishes finished-by equals"),
            ("meets", "during", "overlaps starts during"),
            ("overlaps", "overlaps", "before meets overlaps"),
            ("overlaps", "contains", "before meets overlaps contains finished-by"),
            ("during", "starts", "during"),
            ("during", "before", "before"),
            ("during", "overlaps", "before meets overlaps starts during"),
            ("starts", "finishes", "during"),
            ("starts", "started-by", "starts equals started-by"),
            ("finishes", "starts", "during"),
            ("finishes", "finished-by", "finishes equals finished-by"),
            (
                "contains",
                "during",
                "overlaps overlapped-by starts started-by during contains finishes finished-by equals",
            ),
        ] {
            assert_eq!(set(first).compose(set(second)), set(composed), "{first} {second}");
            assert_eq!(set(second).converse().compose(set(first).converse()), set(composed).converse());
        }
        assert_eq!(set("before").compose(set("after")), AllenSet::ALL);
        assert_eq!(set("during").compose(set("contains")), AllenSet::ALL);
        let count: usize = COMPOSITION.iter().flatten().map(|cell| cell.len()).sum();
        assert_eq!(count, 409);
    }

    #[test]
    fn the_laws_of_the_algebra_hold() {
        let equals = AllenSet::from(Allen::Equals);
        for a in Allen::ALL.map(AllenSet::from) {
            assert_eq!((a.compose(equals), equals.compose(a)), (a, a));
            for b in Allen::ALL.map(AllenSet::from) {
                assert_eq!(a.compose(b).converse(), b.converse().compose(a.converse()));
                for c in Allen::ALL.map(AllenSet::from) {
                    assert_eq!(a.compose(b).compose(c), a.compose(b.compose(c)));
                    assert_eq!((a | b).compose(c), a.compose(c) | b.compose(c));
                }
            }
        }
        assert_eq!(AllenSet::EMPTY.compose(AllenSet::ALL), AllenSet::EMPTY);
    }

    #[test]
    fn sets_are_sets() {
        let (a, b) = (set("before meets"), set("meets after"));
        assert_eq!((a | b, a & b, !a & b), (set("before meets after"), set("meets"), set("after")));
        assert_eq!((!AllenSet::EMPTY, !AllenSet::ALL), (AllenSet::ALL, AllenSet::EMPTY));
        assert_eq!((a.len(), AllenSet::EMPTY.len(), AllenSet::ALL.len()), (2, 0, 13));
        assert!(set("meets").is_subset(a) && !a.is_subset(b) && AllenSet::EMPTY.is_subset(a));
        assert!(AllenSet::EMPTY.is_empty() && !a.is_empty());
        assert!(a.contains(Allen::Before) && !a.contains(Allen::After));
        assert_eq!((a.single(), (a & b).single(), AllenSet::EMPTY.single()), (None, Some(Allen::Meets), None));
        assert_eq!(a.iter().collect::<Vec<_>>(), [Allen::Before, Allen::Meets]);
        assert_eq!(AllenSet::ALL.iter().count(), 13);
        assert_eq!((a.to_string(), AllenSet::EMPTY.to_string()), ("{before, meets}".into(), "{}".into()));
        assert_eq!(format!("{:?} {:>6}", set("meets"), Allen::Meets), "AllenSet({meets})  meets");
        assert_eq!(AllenSet::default(), AllenSet::EMPTY);
    }
}
