//! Reading one list of the adjacency: the facts of one relation at one node.

/// Part of a list as two columns of equal length: row `n` is the fact `facts[n]`, whose other end is `others[n]`. Sorted
/// by other end, then by fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns<'g> {
    pub(crate) others: &'g [u32],
    pub(crate) facts: &'g [u32],
}

impl Columns<'_> {
    /// The rows of a range; those that are there.
    fn cut(self, rows: std::ops::Range<usize>) -> Self {
        Self {
            others: self.others.get(rows.clone()).unwrap_or_default(),
            facts: self.facts.get(rows).unwrap_or_default(),
        }
    }

    /// The first rows, and the rest.
    pub(crate) fn take_first(&mut self) -> Option<(u32, u32)> {
        let ((other, others), (fact, facts)) = (self.others.split_first()?, self.facts.split_first()?);
        *self = Self { others, facts };
        Some((*other, *fact))
    }
}

/// The facts of one relation at one node, sorted by other end, then by fact. `Copy`; nothing is read until it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group<'g> {
    columns: Columns<'g>,
}

impl<'g> Group<'g> {
    pub(super) fn new(columns: Columns<'g>) -> Self {
        Self { columns }
    }

    /// How many facts. O(1).
    pub(crate) fn len(self) -> usize {
        self.columns.facts.len()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The facts as columns, one piece after the other: the pieces joined are sorted. A small group is one piece.
    pub(crate) fn pieces(self) -> impl Iterator<Item = Columns<'g>> + Clone {
        std::iter::once(self.columns).filter(|piece| !piece.facts.is_empty())
    }

    /// (other end, fact), sorted.
    pub(crate) fn iter(self) -> Members<'g> {
        Members { columns: self.columns }
    }

    /// Those whose other end is this node: the facts of one relation between two nodes. O(log n).
    pub(crate) fn with(self, other: u32) -> Self {
        let start = self.columns.others.partition_point(|o| *o < other);
        let rest = self.columns.others.get(start..).unwrap_or_default();
        let len = rest.partition_point(|o| *o == other);
        Self { columns: self.columns.cut(start..start + len) }
    }

    /// Those whose other end is this node or a later one. O(log n).
    pub(crate) fn from(self, other: u32) -> Self {
        let start = self.columns.others.partition_point(|o| *o < other);
        Self { columns: self.columns.cut(start..self.len()) }
    }
}

/// The facts of a [`Group`], as (other end, fact), sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'g> {
    columns: Columns<'g>,
}

impl Members<'_> {
    /// The next one, which stays.
    pub(crate) fn peek(&self) -> Option<(u32, u32)> {
        Some((*self.columns.others.first()?, *self.columns.facts.first()?))
    }
}

impl Iterator for Members<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<(u32, u32)> {
        self.columns.take_first()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.columns.facts.len(), Some(self.columns.facts.len()))
    }
}
impl ExactSizeIterator for Members<'_> {}
