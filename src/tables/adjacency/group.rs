//! Reading a list of the adjacency: above all, the facts of one relation at one node.

use super::blocks::{Blocks, Piece};

/// Part of a list as two columns of equal length: row `n` is the fact `facts[n]`, whose other end is `others[n]`.
/// Sorted by other end, then by fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns<'g> {
    pub(crate) others: &'g [u32],
    pub(crate) facts: &'g [u32],
}

impl Columns<'_> {
    #[inline]
    fn len(self) -> usize {
        self.others.len()
    }

    /// So many rows from one on, which are there.
    #[inline]
    fn cut(self, from: usize, len: usize) -> Self {
        let rows = from..from + len;
        Self {
            others: self.others.get(rows.clone()).unwrap_or_default(),
            facts: self.facts.get(rows).unwrap_or_default(),
        }
    }
}

/// The facts of one relation at one node, sorted by other end, then by fact. `Copy`; nothing is read until it is asked
/// for.
///
/// Directories and the days of facts are lists of pairs too, and are read by the same type; their keys are the
/// `others`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Group<'g> {
    first: Columns<'g>,
    /// The pieces behind the first.
    more: &'g [Piece],
    /// How many rows of the last of these belong to it.
    last: usize,
    blocks: Option<&'g Blocks>,
    len: usize,
}

impl<'g> Group<'g> {
    /// A group of one piece.
    #[inline]
    pub(super) fn of(first: Columns<'g>) -> Self {
        Self { first, len: first.len(), ..Self::default() }
    }

    #[inline]
    pub(super) fn new(first: (&'g [u32], &'g [u32]), more: &'g [Piece], blocks: &'g Blocks, len: usize) -> Self {
        let last = more.last().map_or(0, |piece| piece.len());
        Self { first: Columns { others: first.0, facts: first.1 }, more, last, blocks: Some(blocks), len }
    }

    /// How many facts. O(1).
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The facts as columns, one piece after the other: the pieces joined are sorted. A group of up to [`PIECE`] facts
    /// is one piece.
    ///
    /// [`PIECE`]: super::blocks::PIECE
    #[inline]
    pub(crate) fn pieces(self) -> Pieces<'g> {
        Pieces { first: Some(self.first), more: self.more, last: self.last, blocks: self.blocks, left: self.len }
    }

    /// (other end, fact), sorted.
    #[inline]
    pub(crate) fn iter(self) -> Members<'g> {
        let mut rest = self.pieces();
        Members { piece: rest.next().unwrap_or_default(), rest }
    }

    /// Those whose other end is this node: the facts of one relation between two nodes. O(log n).
    #[inline]
    pub(crate) fn with(self, other: u32) -> Self {
        self.between(other, other)
    }

    /// Those whose other end is this node or a later one. O(log n), and a step for each piece of them.
    #[inline]
    pub(crate) fn from(self, other: u32) -> Self {
        self.between(other, u32::MAX)
    }

    /// Those whose other end is between two, both included. O(log n), and a step for each piece of them.
    #[inline]
    pub(crate) fn between(self, first: u32, last: u32) -> Self {
        // Piece 0 is the first, piece n is `more[n - 1]`. What begins before `first` may end after it.
        let from_piece = self.more.partition_point(|piece| piece.first.0 < first);
        let to_piece = self.more.partition_point(|piece| piece.first.0 <= last).max(from_piece);
        let start = self.piece(from_piece);
        let from = start.others.partition_point(|other| *other < first);
        if from_piece == to_piece {
            let to = start.others.partition_point(|other| *other <= last).max(from);
            return Self { first: start.cut(from, to - from), more: &[], last: 0, len: to - from, ..self };
        }
        let to = self.piece(to_piece).others.partition_point(|other| *other <= last);
        let more = self.more.get(from_piece..to_piece).unwrap_or_default();
        let between: usize = more.iter().rev().skip(1).map(|piece| piece.len()).sum();
        let len = start.len() - from + between + to;
        Self { first: start.cut(from, start.len() - from), more, last: to, len, ..self }
    }

    /// The rows of a piece that belong to it.
    #[inline]
    fn piece(self, n: usize) -> Columns<'g> {
        let Some(before) = n.checked_sub(1) else { return self.first };
        let piece = self.more.get(before).zip(self.blocks);
        let columns = piece.map_or(Columns::default(), |(piece, blocks)| read(blocks, *piece));
        if n == self.more.len() { columns.cut(0, self.last) } else { columns }
    }
}

#[inline]
fn read(blocks: &Blocks, piece: Piece) -> Columns<'_> {
    let (others, facts) = blocks.columns(piece);
    Columns { others, facts }
}

/// The pieces of a [`Group`]. None is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pieces<'g> {
    first: Option<Columns<'g>>,
    more: &'g [Piece],
    last: usize,
    blocks: Option<&'g Blocks>,
    /// How many rows are still to come.
    left: usize,
}

impl<'g> Iterator for Pieces<'g> {
    type Item = Columns<'g>;

    #[inline]
    fn next(&mut self) -> Option<Columns<'g>> {
        loop {
            let piece = if let Some(first) = self.first.take() {
                first
            } else {
                let (next, more) = self.more.split_first()?;
                self.more = more;
                let piece = read(self.blocks?, *next);
                if more.is_empty() { piece.cut(0, self.last) } else { piece }
            };
            self.left -= piece.len();
            if piece.len() > 0 {
                return Some(piece);
            }
        }
    }
}

/// The facts of a [`Group`], as (other end, fact), sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'g> {
    /// Empty only at the end.
    piece: Columns<'g>,
    rest: Pieces<'g>,
}

impl Members<'_> {
    /// The next one, which stays.
    #[inline]
    pub(crate) fn peek(&self) -> Option<(u32, u32)> {
        Some((*self.piece.others.first()?, *self.piece.facts.first()?))
    }
}

impl Iterator for Members<'_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        let ((other, others), (fact, facts)) = (self.piece.others.split_first()?, self.piece.facts.split_first()?);
        self.piece = Columns { others, facts };
        if others.is_empty() {
            self.piece = self.rest.next().unwrap_or_default();
        }
        Some((*other, *fact))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.piece.len() + self.rest.left;
        (left, Some(left))
    }

    /// Piece by piece, in a loop over two slices each: what `for_each`, `sum` and `count` are made of.
    #[inline]
    fn fold<B, F: FnMut(B, (u32, u32)) -> B>(self, start: B, mut f: F) -> B {
        let mut sum = start;
        let mut piece = Some(self.piece);
        let mut rest = self.rest;
        while let Some(Columns { others, facts }) = piece {
            for (other, fact) in others.iter().zip(facts) {
                sum = f(sum, (*other, *fact));
            }
            piece = rest.next();
        }
        sum
    }
}
impl ExactSizeIterator for Members<'_> {}
