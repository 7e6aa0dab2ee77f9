//! The lists of an adjacency that may change: sorted pairs in [blocks](super::blocks) that all of them share.
//!
//! A list is a handle of eight bytes that its owner keeps. Up to [`PIECE`] pairs are one block. A longer list is a row
//! of blocks, its *pieces*, so that an insertion never moves more than one block, however long the list.

use super::{
    blocks::{Blocks, PIECE, Piece},
    group::Group,
};
use crate::tables::number;

/// The class of a list that has several pieces.
const LARGE: u8 = u8::MAX;

/// A sorted list of pairs, each once. It is stored in a pool; the owner of this handle owns it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    /// Where the block begins; of a large list, its number.
    at: u32,
    /// How many pairs; of a large list, nothing.
    len: u16,
    class: u8,
}

impl List {
    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.class == 0
    }

    /// Its block; of a large list, nothing.
    #[inline]
    fn piece(self) -> Piece {
        Piece { first: (0, 0), at: self.at, len: self.len, class: self.class }
    }

    /// The number of a list that has several pieces.
    #[inline]
    pub(super) fn large(self) -> Option<usize> {
        (self.class == LARGE).then_some(self.at as usize)
    }
}

#[derive(Clone, Debug, Default)]
struct Large {
    len: usize,
    /// None is empty.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    blocks: Blocks,
    large: Vec<Large>,
    free_large: Vec<u32>,
}

impl Pool {
    /// Whether there is no room for some more lists, beside those of so many pairs: offsets are 32 bits.
    pub(super) fn is_full(&self, waiting: usize) -> bool {
        self.blocks.is_full(waiting) || self.large.len() >= (u32::MAX - 1) as usize
    }

    /// The pairs of a list.
    #[inline]
    pub(super) fn read(&self, list: List) -> Group<'_> {
        if let Some(large) = list.large() {
            let Some((large, (first, more))) = self.large.get(large).and_then(|l| Some((l, l.pieces.split_first()?)))
            else {
                return Group::default();
            };
            return Group::new(self.blocks.columns(*first), more, &self.blocks, large.len);
        }
        let piece = list.piece();
        Group::new(self.blocks.columns(piece), &[], &self.blocks, piece.len())
    }

    /// The keys and the values of a list of up to [`PIECE`] pairs.
    pub(super) fn short(&self, list: List) -> (&[u32], &[u32]) {
        debug_assert!(list.large().is_none(), "only a list of one piece is read as columns");
        if list.large().is_some() { Default::default() } else { self.blocks.columns(list.piece()) }
    }

    /// Where in its block a pair that a list does not have would be put; nothing for a large list.
    pub(super) fn place(&self, list: List, pair: (u32, u32)) -> Option<usize> {
        list.large().is_none().then(|| self.blocks.place(list.piece(), pair))
    }

    /// Puts a pair into a list that does not have it. O(log n), and some moves within one block.
    pub(super) fn insert(&mut self, list: &mut List, pair: (u32, u32)) {
        self.insert_at(list, pair, None);
    }

    /// The same, where its [place](Self::place) may be known already.
    pub(super) fn insert_at(&mut self, list: &mut List, pair: (u32, u32), place: Option<usize>) {
        if let Some(large) = list.large() {
            return self.insert_large(large, pair);
        }
        let mut piece = list.piece();
        if piece.len() == PIECE {
            let first = self.blocks.first_of(piece);
            let large = self.add_large(Large { len: PIECE, pieces: vec![Piece { first, ..piece }] });
            *list = List { at: large, len: 0, class: LARGE };
            return self.insert_large(large as usize, pair);
        }
        let place = place.unwrap_or_else(|| self.blocks.place(piece, pair));
        self.blocks.insert_at(&mut piece, pair, place);
        *list = List { at: piece.at, len: piece.len, class: piece.class };
    }

    fn insert_large(&mut self, large: usize, pair: (u32, u32)) {
        let Some(Large { len, pieces }) = self.large.get_mut(large) else {
            debug_assert!(false, "a handle names a large list");
            return;
        };
        *len += 1;
        let last = pieces.len() - 1;
        let at = pieces.partition_point(|piece| piece.first <= pair).saturating_sub(1);
        let Some(mut piece) = pieces.get(at).copied() else {
            debug_assert!(false, "a large list has a piece");
            return;
        };
        if piece.len() < PIECE {
            self.blocks.insert_in(&mut piece, pair);
            if let Some(stored) = self.pieces_mut(large).get_mut(at) {
                *stored = piece;
            }
            return;
        }
        let (keys, values) = self.blocks.columns(piece);
        let at_end = keys.last().zip(values.last()).is_some_and(|(key, value)| (*key, *value) < pair);
        // What comes in order fills its pieces; else both halves have room.
        let cut = if at == last && at_end { PIECE } else { PIECE / 2 };
        let (mut left, mut right) = self.blocks.split(piece, cut);
        if cut == PIECE || right.first <= pair {
            self.blocks.insert_in(&mut right, pair);
        } else {
            self.blocks.insert_in(&mut left, pair);
        }
        let pieces = self.pieces_mut(large);
        if let Some(stored) = pieces.get_mut(at) {
            *stored = left;
        }
        pieces.insert(at + 1, right);
    }

    fn pieces_mut(&mut self, large: usize) -> &mut Vec<Piece> {
        #[expect(
            clippy::indexing_slicing,
            reason = "the number of a large list is given by `add_large` and kept by one handle"
        )]
        &mut self.large[large].pieces
    }

    /// The first pair with this key or a greater one, if that is where this key would be.
    #[inline]
    pub(super) fn seek(&self, list: List, key: u32) -> Option<(u32, u32)> {
        let piece = match list.large() {
            None => list.piece(),
            Some(large) => {
                let pieces = &self.large.get(large)?.pieces;
                // One may begin with what comes after the key.
                let after = pieces.partition_point(|piece| piece.first.0 < key);
                let before = after.checked_sub(1).and_then(|at| pieces.get(at));
                let within = before.and_then(|piece| self.blocks.seek_in(*piece, key));
                return within.or_else(|| pieces.get(after).map(|piece| piece.first));
            }
        };
        self.blocks.seek_in(piece, key)
    }

    /// Puts a pair in the place of another one that the list has, where it leaves the list sorted.
    pub(super) fn replace(&mut self, list: List, old: (u32, u32), new: (u32, u32)) {
        let piece = match list.large() {
            None => list.piece(),
            Some(large) => {
                let pieces = self.pieces_mut(large);
                let at = pieces.partition_point(|piece| piece.first <= old).saturating_sub(1);
                let Some(piece) = pieces.get_mut(at) else {
                    debug_assert!(false, "a large list has a piece");
                    return;
                };
                if piece.first == old {
                    piece.first = new;
                }
                *piece
            }
        };
        let place = self.blocks.place(piece, old);
        let (keys, values) = self.blocks.columns_mut(piece);
        if let (Some(key), Some(value)) = (keys.get_mut(place), values.get_mut(place))
            && (*key, *value) == old
        {
            (*key, *value) = new;
        } else {
            debug_assert!(false, "a pair that is replaced is there");
        }
    }

    /// Gives the room of a list back; it is empty then.
    pub(super) fn clear(&mut self, list: &mut List) {
        match list.large() {
            None => self.blocks.release(list.piece()),
            Some(large) => {
                for piece in std::mem::take(self.pieces_mut(large)) {
                    self.blocks.release(piece);
                }
                if let Some(stored) = self.large.get_mut(large) {
                    stored.len = 0;
                }
                self.free_large.push(list.at);
            }
        }
        *list = List::default();
    }

    /// How many pairs a list has.
    #[inline]
    pub(super) fn len(&self, list: List) -> usize {
        match list.large() {
            None => usize::from(list.len),
            Some(large) => self.large.get(large).map_or(0, |large| large.len),
        }
    }

    /// Takes a pair out of a list. False if the list does not have it.
    pub(super) fn remove(&mut self, list: &mut List, pair: (u32, u32)) -> bool {
        let Some(large) = list.large() else {
            let mut piece = list.piece();
            let there = self.blocks.remove_in(&mut piece, pair);
            *list = List { at: piece.at, len: piece.len, class: piece.class };
            return there;
        };
        let pieces = self.pieces_mut(large);
        let at = pieces.partition_point(|piece| piece.first <= pair).saturating_sub(1);
        let Some(mut piece) = pieces.get(at).copied() else {
            debug_assert!(false, "a large list has a piece");
            return false;
        };
        if !self.blocks.remove_in(&mut piece, pair) {
            return false;
        }
        piece.first = self.blocks.first_of(piece);
        let pieces = self.pieces_mut(large);
        if piece.len == 0 {
            pieces.remove(at);
        } else if let Some(stored) = pieces.get_mut(at) {
            *stored = piece;
        }
        if let Some(stored) = self.large.get_mut(large) {
            stored.len -= 1;
            if stored.len == 0 {
                stored.pieces = Vec::new();
                self.free_large.push(list.at);
                *list = List::default();
            }
        }
        true
    }

    /// A new list with these pairs, which are sorted, in the least room.
    pub(super) fn store_list(&mut self, keys: &[u32], values: &[u32]) -> List {
        if keys.len() <= PIECE {
            let Piece { at, len, class, .. } = self.blocks.store(keys, values);
            return List { at, len, class };
        }
        let pieces = keys.chunks(PIECE).zip(values.chunks(PIECE)).map(|(k, v)| self.blocks.store(k, v)).collect();
        List { at: self.add_large(Large { len: keys.len(), pieces }), len: 0, class: LARGE }
    }

    fn add_large(&mut self, large: Large) -> u32 {
        if let Some(free) = self.free_large.pop()
            && let Some(place) = self.large.get_mut(free as usize)
        {
            *place = large;
            return free;
        }
        self.large.push(large);
        // `is_full` is asked before anything is put in.
        number(self.large.len() - 1)
    }

    /// Makes room for so many pairs in lists of an exact size.
    pub(super) fn reserve(&mut self, pairs: usize) {
        self.blocks.reserve(pairs);
    }

    /// Whether each word belongs to one of these lists or to one free block, and to none twice.
    pub(super) fn is_partitioned(&self, lists: impl Iterator<Item = List>) -> bool {
        let mut blocks = Vec::new();
        for list in lists {
            match list.large() {
                Some(large) => {
                    let Some(large) = self.large.get(large) else { return false };
                    if large.len != large.pieces.iter().map(|piece| piece.len()).sum::<usize>()
                        || large
                            .pieces
                            .iter()
                            .any(|piece| piece.len == 0 || piece.first != self.blocks.first_of(*piece))
                    {
                        return false;
                    }
                    blocks.extend(large.pieces.iter().map(|piece| (piece.at, piece.class)));
                }
                None => blocks.push((list.at, list.class)),
            }
        }
        self.blocks.are(blocks)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.blocks.heap_bytes()
            + self.large.capacity() * size_of::<Large>()
            + self.large.iter().map(|large| large.pieces.capacity() * size_of::<Piece>()).sum::<usize>()
            + self.free_large.capacity() * size_of::<u32>()
    }
}

const _: () = assert!(size_of::<List>() == 8);
