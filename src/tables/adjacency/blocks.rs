//! Blocks of a few sizes in one piece of memory, each with a sorted run of pairs: keys first and values behind them.
//!
//! A block that is outgrown goes to the free blocks of its size, and the next one of that size takes its place.

use crate::tables::number;

/// How many pairs a block holds at most. Small in tests, so that lists of several pieces really occur.
pub(crate) const PIECE: usize = if cfg!(test) { 8 } else { 256 };

/// How many pairs a block of each class holds. Class 0 stands for no block.
const CAPACITIES: [u16; 23] = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256];
/// Ends a chain of free blocks.
const NONE: u32 = u32::MAX;

/// A sorted run of pairs: one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first pair.
    pub(super) first: (u32, u32),
    pub(super) at: u32,
    pub(super) len: u16,
    pub(super) class: u8,
}

impl Piece {
    /// With no pair and no block.
    pub(super) const EMPTY: Self = Self { first: (0, 0), at: 0, len: 0, class: 0 };

    #[inline]
    pub(super) fn len(self) -> usize {
        usize::from(self.len)
    }
}

/// The memory of blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    words: Vec<u32>,
    /// By class the first free block; the first word of each names the next.
    free: Vec<u32>,
}

/// The smallest class that holds so many pairs, of which there are at most [`PIECE`].
fn class_of(len: usize) -> u8 {
    let class = CAPACITIES.partition_point(|capacity| usize::from(*capacity) < len);
    u8::try_from(class).unwrap_or(u8::MAX - 1)
}

#[inline]
fn capacity(class: u8) -> usize {
    CAPACITIES.get(usize::from(class)).map_or(0, |capacity| usize::from(*capacity))
}

/// How many of some sorted keys come first, of those of one block. Whole lines of memory are passed over by their first
/// key. No read waits for what another one finds, as in a binary search each does: that costs more than to read some
/// too many.
#[inline]
fn split_point(keys: &[u32], is_before: impl Fn(u32) -> bool) -> usize {
    const LINE: usize = 16;
    let lines = keys.iter().step_by(LINE).filter(|key| is_before(**key)).count();
    let start = lines.saturating_sub(1) * LINE;
    start + keys.iter().skip(start).take(LINE).filter(|key| is_before(**key)).count()
}

impl Blocks {
    /// Whether there is no room for some more blocks, beside those of so many pairs: offsets are 32 bits.
    pub(super) fn is_full(&self, pairs: usize) -> bool {
        // A pair takes two words in its list, and one that is alone two more in the list of its node.
        self.words.len() + 4 * pairs > u32::MAX as usize - 64 * PIECE
    }

    /// The keys and the values of a piece.
    #[inline]
    pub(super) fn columns(&self, piece: Piece) -> (&[u32], &[u32]) {
        let (at, capacity) = (piece.at as usize, capacity(piece.class));
        let block = self.words.get(at..at + 2 * capacity).unwrap_or_default();
        debug_assert!(
            block.len() == 2 * capacity && piece.len() <= capacity,
            "a piece is within a block that was given"
        );
        let (keys, values) = block.split_at(capacity.min(block.len()));
        (keys.get(..piece.len()).unwrap_or_default(), values.get(..piece.len()).unwrap_or_default())
    }

    pub(super) fn columns_mut(&mut self, piece: Piece) -> (&mut [u32], &mut [u32]) {
        let (at, capacity) = (piece.at as usize, capacity(piece.class));
        let block = self.words.get_mut(at..at + 2 * capacity).unwrap_or_default();
        let len = block.len();
        debug_assert!(len == 2 * capacity, "a piece is within a block that was given");
        block.split_at_mut(capacity.min(len))
    }

    /// A new piece with these pairs, of which there are at most [`PIECE`].
    pub(super) fn store(&mut self, keys: &[u32], values: &[u32]) -> Piece {
        let class = class_of(keys.len());
        let first = (keys.first().copied().unwrap_or(0), values.first().copied().unwrap_or(0));
        let len = u16::try_from(keys.len()).unwrap_or(u16::MAX);
        let piece = Piece { first, at: self.take(class), len, class };
        let (to_keys, to_values) = self.columns_mut(piece);
        for (to, from) in to_keys.iter_mut().zip(keys).chain(to_values.iter_mut().zip(values)) {
            *to = *from;
        }
        piece
    }

    /// Puts a pair into a piece that has fewer than [`PIECE`].
    pub(super) fn insert_in(&mut self, piece: &mut Piece, pair: (u32, u32)) {
        self.insert_at(piece, pair, self.place(*piece, pair));
    }

    /// The same, where its [place](Self::place) is known.
    pub(super) fn insert_at(&mut self, piece: &mut Piece, pair: (u32, u32), place: usize) {
        let len = piece.len();
        if len == capacity(piece.class) {
            let grown = Piece { at: self.take(piece.class + 1), class: piece.class + 1, ..*piece };
            self.copy(*piece, grown);
            self.release(*piece);
            *piece = grown;
        }
        let (keys, values) = self.columns_mut(*piece);
        for (column, new) in [(keys, pair.0), (values, pair.1)] {
            column.copy_within(place..len, place + 1);
            if let Some(at) = column.get_mut(place) {
                *at = new;
            }
        }
        piece.len += 1;
        if place == 0 {
            piece.first = pair;
        }
    }

    /// Where in a piece a pair is or would be.
    pub(super) fn place(&self, piece: Piece, pair: (u32, u32)) -> usize {
        let (keys, values) = self.columns(piece);
        let end = split_point(keys, |key| key <= pair.0);
        // The newest fact comes behind all with its key.
        let before = end.checked_sub(1).and_then(|last| Some((*keys.get(last)?, *values.get(last)?)));
        if before.is_none_or(|before| before < pair) {
            return end;
        }
        let start = split_point(keys, |key| key < pair.0);
        start + values.get(start..end).unwrap_or_default().partition_point(|value| *value < pair.1)
    }

    #[inline]
    pub(super) fn seek_in(&self, piece: Piece, key: u32) -> Option<(u32, u32)> {
        let (keys, values) = self.columns(piece);
        let at = split_point(keys, |there| there < key);
        Some((*keys.get(at)?, *values.get(at)?))
    }

    #[inline]
    pub(super) fn first_of(&self, piece: Piece) -> (u32, u32) {
        let (keys, values) = self.columns(piece);
        (keys.first().copied().unwrap_or(0), values.first().copied().unwrap_or(0))
    }

    pub(super) fn remove_in(&mut self, piece: &mut Piece, pair: (u32, u32)) -> bool {
        let place = self.place(*piece, pair);
        let (keys, values) = self.columns(*piece);
        if (keys.get(place), values.get(place)) != (Some(&pair.0), Some(&pair.1)) {
            return false;
        }
        let len = piece.len();
        let (keys, values) = self.columns_mut(*piece);
        keys.copy_within(place + 1..len, place);
        values.copy_within(place + 1..len, place);
        piece.len -= 1;
        if piece.len == 0 {
            self.release(*piece);
            *piece = Piece::EMPTY;
        }
        true
    }

    /// Two pieces of one: so many pairs, and the rest.
    pub(super) fn split(&mut self, piece: Piece, cut: usize) -> (Piece, Piece) {
        if cut == piece.len() {
            return (piece, Piece::EMPTY);
        }
        let (keys, values) = self.columns(piece);
        let (keys, values) = (keys.to_vec(), values.to_vec());
        self.release(piece);
        let mut half = |from: usize, to: usize| {
            self.store(keys.get(from..to).unwrap_or_default(), values.get(from..to).unwrap_or_default())
        };
        (half(0, cut), half(cut, keys.len()))
    }

    /// A block of a class: a free one, or one more.
    fn take(&mut self, class: u8) -> u32 {
        let words = 2 * capacity(class);
        if words == 0 {
            return 0;
        }
        if let Some(free) = self.free.get_mut(usize::from(class)).filter(|free| **free != NONE) {
            let at = *free;
            *free = self.words.get(at as usize).copied().unwrap_or(NONE);
            return at;
        }
        let at = self.words.len();
        if at + words > self.words.capacity() {
            // Room for an eighth more: little stays unused, and moving is still rare.
            self.words.reserve_exact(words.max(at / 8));
        }
        self.words.resize(at + words, 0);
        // `is_full` is asked before anything is put in.
        number(at)
    }

    pub(super) fn release(&mut self, piece: Piece) {
        if self.free.is_empty() {
            self.free = vec![NONE; CAPACITIES.len()];
        }
        if let (Some(free), Some(word)) =
            (self.free.get_mut(usize::from(piece.class)), self.words.get_mut(piece.at as usize))
            && piece.class > 0
        {
            *word = *free;
            *free = piece.at;
        }
    }

    /// Copies the pairs of one piece to another that has room.
    fn copy(&mut self, from: Piece, to: Piece) {
        let len = from.len();
        for (from, to) in [
            (from.at as usize, to.at as usize),
            (from.at as usize + capacity(from.class), to.at as usize + capacity(to.class)),
        ] {
            // Both blocks are within the words: `take` gave them.
            self.words.copy_within(from..from + len, to);
        }
    }

    /// Makes room for so many pairs in lists of an exact size.
    pub(super) fn reserve(&mut self, pairs: usize) {
        self.words.reserve_exact(2 * pairs);
    }

    /// Whether each word belongs to one of these blocks, given by place and class, or to one free block, and to none
    /// twice.
    pub(super) fn are(&self, mut blocks: Vec<(u32, u8)>) -> bool {
        for (class, free) in (0u8..).zip(self.free.iter().copied()) {
            let next = |at: u32| self.words.get(at as usize).copied().filter(|next| *next != NONE);
            let chain = std::iter::successors(Some(free).filter(|free| *free != NONE), |at| next(*at));
            // A chain that goes round is longer than there are words.
            blocks.extend(chain.take(self.words.len()).map(|at| (at, class)));
        }
        blocks.retain(|(_, class)| *class > 0);
        blocks.sort_unstable();
        let end =
            blocks.iter().try_fold(0, |end, (at, class)| (*at as usize == end).then_some(end + 2 * capacity(*class)));
        end == Some(self.words.len())
    }

    pub(super) fn heap_bytes(&self) -> usize {
        (self.words.capacity() + self.free.capacity()) * size_of::<u32>()
    }
}

const _: () = assert!(size_of::<Piece>() == 16);

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// Blocks are of eight pairs in tests, less than a line: so lines are tested by themselves.
    #[test]
    fn a_split_point_is_where_a_binary_search_finds_it() {
        for len in 0..70u32 {
            let keys: Vec<u32> = (0..len).map(|n| n / 3 * 2).collect();
            for key in 0..50 {
                assert_eq!(split_point(&keys, |k| k < key), keys.partition_point(|k| *k < key), "{len} below {key}");
                assert_eq!(split_point(&keys, |k| k <= key), keys.partition_point(|k| *k <= key), "{len} up to {key}");
            }
        }
    }

    #[test]
    fn every_word_is_of_one_block() {
        let mut blocks = Blocks::default();
        let [one, two, free] = [&[1, 2, 3][..], &[4], &[5, 6]].map(|keys| blocks.store(keys, keys));
        blocks.release(free);
        let [one, two, free] = [one, two, free].map(|piece| (piece.at, piece.class));
        assert!(blocks.are(vec![two, one]));
        assert!(!blocks.are(vec![one]), "one is of no list");
        assert!(!blocks.are(vec![one, two, two]), "one is of two lists");
        assert!(!blocks.are(vec![one, two, free]), "one is of a list, and free");
        let mut broken = blocks.clone();
        broken.free.clear();
        assert!(!broken.are(vec![one, two]), "one is not free any more");
        let mut broken = blocks;
        // The free one names itself as the next.
        broken.words[free.0 as usize] = free.0;
        assert!(!broken.are(vec![one, two]), "free blocks go round");
    }
}
