//! The memory that all lists of an adjacency share: blocks of a few sizes, each with a sorted run of pairs.
//!
//! A list is a handle of eight bytes that its owner keeps. Up to [`PIECE`] pairs lie in one block, keys first and values
//! behind them. A longer list is a row of such blocks, its *pieces*, so that an insertion never moves more than one block,
//! however long the list. A block that is outgrown goes to the free blocks of its size, and the next list of that size
//! takes it.

use super::group::Group;

/// How many pairs a block holds at most. Small in tests, so that lists of several pieces really occur.
pub(crate) const PIECE: usize = if cfg!(test) { 8 } else { 256 };

/// How many pairs a block of each class holds. Class 0 is no block.
const CAPACITIES: [u16; 23] = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256];
/// The class of a list that has several pieces.
const LARGE: u8 = u8::MAX;
/// Ends a chain of free blocks.
const NONE: u32 = u32::MAX;

/// A sorted list of pairs, each once. It lies in a pool; whoever keeps this handle owns it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    /// Where the block begins; of a large list, its number.
    at: u32,
    /// How many pairs; of a large list, nothing.
    len: u16,
    class: u8,
}

impl List {
    pub(super) fn is_empty(self) -> bool {
        self.class == 0
    }

    /// Its block; of a large list, nothing.
    fn piece(self) -> Piece {
        Piece { first: (0, 0), at: self.at, len: self.len, class: self.class }
    }

    /// The number of a list that has several pieces.
    pub(super) fn large(self) -> Option<usize> {
        (self.class == LARGE).then_some(self.at as usize)
    }
}

/// A part of a long list: one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first pair.
    pub(super) first: (u32, u32),
    at: u32,
    len: u16,
    class: u8,
}

impl Piece {
    pub(super) fn len(self) -> usize {
        usize::from(self.len)
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
    words: Vec<u32>,
    /// By class the first free block; the first word of each names the next.
    free: Vec<u32>,
    large: Vec<Large>,
    free_large: Vec<u32>,
}

/// The smallest class that holds so many pairs, of which there are at most [`PIECE`].
fn class_of(len: usize) -> u8 {
    let class = CAPACITIES.partition_point(|capacity| usize::from(*capacity) < len);
    u8::try_from(class).unwrap_or(LARGE - 1)
}

fn capacity(class: u8) -> usize {
    CAPACITIES.get(usize::from(class)).map_or(0, |capacity| usize::from(*capacity))
}

impl Pool {
    /// Whether there is no room for some more lists: offsets are 32 bits.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() > u32::MAX as usize - 64 * PIECE || self.large.len() >= (u32::MAX - 1) as usize
    }

    /// The pairs of a list.
    pub(super) fn read(&self, list: List) -> Group<'_> {
        if let Some(large) = list.large() {
            let Some((large, (first, more))) = self.large.get(large).and_then(|l| Some((l, l.pieces.split_first()?)))
            else {
                return Group::default();
            };
            return Group::new(self.columns(*first), more, self, large.len);
        }
        let piece = list.piece();
        Group::new(self.columns(piece), &[], self, piece.len())
    }

    /// The keys and the values of a list of up to [`PIECE`] pairs.
    pub(super) fn short(&self, list: List) -> (&[u32], &[u32]) {
        if list.large().is_some() { Default::default() } else { self.columns(list.piece()) }
    }

    /// The keys and the values of a piece.
    pub(super) fn columns(&self, piece: Piece) -> (&[u32], &[u32]) {
        let (at, capacity) = (piece.at as usize, capacity(piece.class));
        let block = self.words.get(at..at + 2 * capacity).unwrap_or_default();
        let (keys, values) = block.split_at(capacity.min(block.len()));
        (keys.get(..piece.len()).unwrap_or_default(), values.get(..piece.len()).unwrap_or_default())
    }

    fn columns_mut(&mut self, piece: Piece) -> (&mut [u32], &mut [u32]) {
        let (at, capacity) = (piece.at as usize, capacity(piece.class));
        let block = self.words.get_mut(at..at + 2 * capacity).unwrap_or_default();
        let len = block.len();
        block.split_at_mut(capacity.min(len))
    }

    /// Puts a pair into a list that does not have it. O(log n), and some moves within one block.
    pub(super) fn insert(&mut self, list: &mut List, pair: (u32, u32)) {
        if let Some(large) = list.large() {
            return self.insert_large(large, pair);
        }
        let mut piece = list.piece();
        if piece.len() == PIECE {
            let first = self.first_of(piece);
            let large = self.add_large(Large { len: PIECE, pieces: vec![Piece { first, ..piece }] });
            *list = List { at: large, len: 0, class: LARGE };
            return self.insert_large(large as usize, pair);
        }
        self.insert_in(&mut piece, pair);
        *list = List { at: piece.at, len: piece.len, class: piece.class };
    }

    fn insert_large(&mut self, large: usize, pair: (u32, u32)) {
        let Some(Large { len, pieces }) = self.large.get_mut(large) else { return };
        *len += 1;
        let last = pieces.len() - 1;
        let at = pieces.partition_point(|piece| piece.first <= pair).saturating_sub(1);
        let Some(mut piece) = pieces.get(at).copied() else { return };
        if piece.len() < PIECE {
            self.insert_in(&mut piece, pair);
            if let Some(stored) = self.pieces_mut(large).get_mut(at) {
                *stored = piece;
            }
            return;
        }
        let (keys, values) = self.columns(piece);
        let at_end = keys.last().zip(values.last()).is_some_and(|(key, value)| (*key, *value) < pair);
        // What comes in order fills its pieces; else both halves have room.
        let cut = if at == last && at_end { PIECE } else { PIECE / 2 };
        let (mut left, mut right) = self.split(piece, cut);
        if cut == PIECE || right.first <= pair {
            self.insert_in(&mut right, pair);
        } else {
            self.insert_in(&mut left, pair);
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

    /// Two pieces of one: so many pairs, and the rest.
    fn split(&mut self, piece: Piece, cut: usize) -> (Piece, Piece) {
        if cut == piece.len() {
            return (piece, Piece { first: (0, 0), at: 0, len: 0, class: 0 });
        }
        let (keys, values) = self.columns(piece);
        let (keys, values) = (keys.to_vec(), values.to_vec());
        self.release(piece);
        let mut half = |from: usize, to: usize| {
            self.store(keys.get(from..to).unwrap_or_default(), values.get(from..to).unwrap_or_default())
        };
        (half(0, cut), half(cut, keys.len()))
    }

    /// A new piece with these pairs, of which there are at most [`PIECE`].
    fn store(&mut self, keys: &[u32], values: &[u32]) -> Piece {
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
    fn insert_in(&mut self, piece: &mut Piece, pair: (u32, u32)) {
        let len = piece.len();
        if len == capacity(piece.class) {
            let grown = Piece { at: self.take(piece.class + 1), class: piece.class + 1, ..*piece };
            self.copy(*piece, grown);
            self.release(*piece);
            *piece = grown;
        }
        let place = self.place(*piece, pair);
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
    fn place(&self, piece: Piece, pair: (u32, u32)) -> usize {
        let (keys, values) = self.columns(piece);
        let end = keys.partition_point(|key| *key <= pair.0);
        // The newest fact comes behind all with its key.
        let before = end.checked_sub(1).and_then(|last| Some((*keys.get(last)?, *values.get(last)?)));
        if before.is_none_or(|before| before < pair) {
            return end;
        }
        let start = keys.partition_point(|key| *key < pair.0);
        start + values.get(start..end).unwrap_or_default().partition_point(|value| *value < pair.1)
    }

    /// The first pair with this key or a greater one, if that lies where this key would lie.
    pub(super) fn seek(&self, list: List, key: u32) -> Option<(u32, u32)> {
        let piece = match list.large() {
            None => list.piece(),
            Some(large) => {
                let pieces = &self.large.get(large)?.pieces;
                // One may begin with what comes after the key.
                let after = pieces.partition_point(|piece| piece.first.0 < key);
                let before = after.checked_sub(1).and_then(|at| pieces.get(at));
                let within = before.and_then(|piece| self.seek_in(*piece, key));
                return within.or_else(|| pieces.get(after).map(|piece| piece.first));
            }
        };
        self.seek_in(piece, key)
    }

    fn seek_in(&self, piece: Piece, key: u32) -> Option<(u32, u32)> {
        let (keys, values) = self.columns(piece);
        let at = keys.partition_point(|there| *there < key);
        Some((*keys.get(at)?, *values.get(at)?))
    }

    /// Puts a pair in the place of another one that the list has, where it leaves the list sorted.
    pub(super) fn replace(&mut self, list: List, old: (u32, u32), new: (u32, u32)) {
        let piece = match list.large() {
            None => list.piece(),
            Some(large) => {
                let pieces = self.pieces_mut(large);
                let at = pieces.partition_point(|piece| piece.first <= old).saturating_sub(1);
                let Some(piece) = pieces.get_mut(at) else { return };
                if piece.first == old {
                    piece.first = new;
                }
                *piece
            }
        };
        let place = self.place(piece, old);
        let (keys, values) = self.columns_mut(piece);
        if let (Some(key), Some(value)) = (keys.get_mut(place), values.get_mut(place))
            && (*key, *value) == old
        {
            (*key, *value) = new;
        }
    }

    /// Gives the room of a list back; it is empty then.
    pub(super) fn clear(&mut self, list: &mut List) {
        match list.large() {
            None => self.release(list.piece()),
            Some(large) => {
                for piece in std::mem::take(self.pieces_mut(large)) {
                    self.release(piece);
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
    pub(super) fn len(&self, list: List) -> usize {
        match list.large() {
            None => usize::from(list.len),
            Some(large) => self.large.get(large).map_or(0, |large| large.len),
        }
    }

    fn first_of(&self, piece: Piece) -> (u32, u32) {
        let (keys, values) = self.columns(piece);
        (keys.first().copied().unwrap_or(0), values.first().copied().unwrap_or(0))
    }

    /// Takes a pair out of a list. False if the list does not have it.
    pub(super) fn remove(&mut self, list: &mut List, pair: (u32, u32)) -> bool {
        let Some(large) = list.large() else {
            let mut piece = list.piece();
            let there = self.remove_in(&mut piece, pair);
            *list = List { at: piece.at, len: piece.len, class: piece.class };
            return there;
        };
        let pieces = self.pieces_mut(large);
        let at = pieces.partition_point(|piece| piece.first <= pair).saturating_sub(1);
        let Some(mut piece) = pieces.get(at).copied() else { return false };
        if !self.remove_in(&mut piece, pair) {
            return false;
        }
        piece.first = self.first_of(piece);
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

    fn remove_in(&mut self, piece: &mut Piece, pair: (u32, u32)) -> bool {
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
            *piece = Piece { first: (0, 0), at: 0, len: 0, class: 0 };
        }
        true
    }

    /// A new list with these pairs, which are sorted, in the least room.
    pub(super) fn store_list(&mut self, keys: &[u32], values: &[u32]) -> List {
        if keys.len() <= PIECE {
            let Piece { at, len, class, .. } = self.store(keys, values);
            return List { at, len, class };
        }
        let pieces = keys.chunks(PIECE).zip(values.chunks(PIECE)).map(|(k, v)| self.store(k, v)).collect();
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
        u32::try_from(self.large.len() - 1).unwrap_or(u32::MAX)
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
            // Room for an eighth more: little is reserved in vain, and moving is still rare.
            self.words.reserve_exact(words.max(at / 8));
        }
        self.words.resize(at + words, 0);
        // `is_full` is asked before anything is put in.
        u32::try_from(at).unwrap_or(NONE)
    }

    fn release(&mut self, piece: Piece) {
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
            // Both blocks lie within the words: `take` gave them.
            self.words.copy_within(from..from + len, to);
        }
    }

    /// Makes room for so many pairs in lists of an exact size.
    pub(super) fn reserve(&mut self, pairs: usize) {
        self.words.reserve_exact(2 * pairs);
    }

    /// Whether each word belongs to one of these lists or to one free block, and to none twice.
    pub(super) fn is_partitioned(&self, lists: impl Iterator<Item = List>) -> bool {
        let mut blocks = Vec::new();
        for list in lists {
            match list.large() {
                Some(large) => {
                    let Some(large) = self.large.get(large) else { return false };
                    if large.len != large.pieces.iter().map(|piece| piece.len()).sum::<usize>()
                        || large.pieces.iter().any(|piece| piece.len == 0 || piece.first != self.first_of(*piece))
                    {
                        return false;
                    }
                    blocks.extend(large.pieces.iter().map(|piece| (piece.at, piece.class)));
                }
                None => blocks.push((list.at, list.class)),
            }
        }
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
        self.words.capacity() * size_of::<u32>()
            + self.large.capacity() * size_of::<Large>()
            + self.large.iter().map(|large| large.pieces.capacity() * size_of::<Piece>()).sum::<usize>()
            + self.free_large.capacity() * size_of::<u32>()
    }
}

const _: () = assert!(size_of::<List>() == 8 && size_of::<Piece>() == 16);
