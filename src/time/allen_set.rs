//! Sets of Allen's relations.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
};

use super::allen::Allen;

/// A set of [`Allen`] relations: those that are possible between two spans, as far as is known.
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
    /// The empty set: no relation is possible.
    pub const EMPTY: Self = Self(0);
    /// The set of all thirteen: nothing is known.
    pub const ALL: Self = Self((1 << 13) - 1);

    /// The nine relations of two spans that share a day: all but before, meets, met-by and after. Two spans that *meet* are on
    /// adjacent days, so they share none.
    ///
    /// ```
    /// use chancery::{Allen, AllenSet, Truth, When};
    ///
    /// let (stay, visit): (When, When) = ("2026-03-01/2026-03-05".parse()?, "2026-03-02/2026-03-03".parse()?);
    /// assert_eq!(stay.stands(AllenSet::SHARES_A_DAY, visit), Truth::Yes);
    /// assert_eq!(stay.stands(Allen::Overlaps, visit), Truth::No); // it contains the visit
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub const SHARES_A_DAY: Self =
        Self::ALL.without(Allen::Before).without(Allen::Meets).without(Allen::MetBy).without(Allen::After);

    /// Whether the set contains the relation.
    #[must_use]
    pub const fn contains(self, relation: Allen) -> bool {
        self.0 & relation.bit() != 0
    }

    /// Whether it is a subset of the other set.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & other.0 == self.0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The number of relations in the set.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The set with this relation added.
    #[must_use]
    pub const fn with(self, relation: Allen) -> Self {
        Self(self.0 | relation.bit())
    }

    /// The set without this relation.
    #[must_use]
    pub const fn without(self, relation: Allen) -> Self {
        Self(self.0 & !relation.bit())
    }

    /// The union of both sets; also `|`.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The intersection of both sets; also `&`.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The complement; also `!`.
    #[must_use]
    pub const fn complement(self) -> Self {
        Self(!self.0 & Self::ALL.0)
    }

    /// The relations in the set, in the order of [`Allen`].
    pub fn iter(self) -> impl Iterator<Item = Allen> {
        Allen::ALL.into_iter().filter(move |relation| self.contains(*relation))
    }

    /// The relation of a set with exactly one; `None` for any other set.
    #[must_use]
    pub fn single(self) -> Option<Allen> {
        let mut relations = self.iter();
        relations.next().filter(|_| relations.next().is_none())
    }

    /// The converse: the possible relations of the second span to the first.
    #[must_use]
    pub fn converse(self) -> Self {
        self.iter().map(Allen::converse).collect()
    }

    /// The composition: the possible relations of a first span to a third, if this set holds between the first and a
    /// second, and `next` between the second and the third.
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

/// The composition of any two relations, in the order of [`Allen`]: all that occur among intervals with ends on six
/// points, which is as many as three intervals can have.
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
    /// Prints the relations in braces, in the order of [`Allen`].
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
        assert_eq!(AllenSet::from(Allen::Meets), set("meets"));
    }
}
