//! Facts in the order of recording, in two bytes each: the lower halves of their numbers, and the upper ones where they
//! change.

use std::slice;

use super::{number, room};
use crate::model::FactId;

/// Ascending facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FactList {
    lows: Vec<u16>,
    /// Each upper half that occurs, and where the first fact with it stands. Ascending.
    highs: Vec<(u16, u32)>,
}

impl FactList {
    pub(crate) const EMPTY: &'static Self = &Self { lows: Vec::new(), highs: Vec::new() };

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.lows.len()
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.lows.is_empty()
    }

    #[inline]
    pub(crate) fn first(&self) -> Option<FactId> {
        self.highs.first().zip(self.lows.first()).map(|((high, _), low)| joined(*high, *low))
    }

    #[inline]
    pub(crate) fn last(&self) -> Option<FactId> {
        self.highs.last().zip(self.lows.last()).map(|((high, _), low)| joined(*high, *low))
    }

    /// All of them, ascending.
    #[inline]
    pub(crate) fn iter(&self) -> FactIds<'_> {
        FactIds { lows: [].iter(), high: 0, rest: &self.lows, highs: &self.highs }
    }

    /// Those from a number on. O(log n).
    #[inline]
    pub(crate) fn from(&self, first: u32) -> FactIds<'_> {
        let [high, low] = halves(first);
        let run = self.highs.partition_point(|(there, _)| *there < high);
        let start = |run: usize| self.highs.get(run).map_or(self.len(), |(_, start)| *start as usize);
        let mut at = start(run);
        let is_there = self.highs.get(run).is_some_and(|(there, _)| *there == high);
        let lows = if is_there { self.lows.get(at..start(run + 1)).unwrap_or_default() } else { &[] };
        let before = lows.partition_point(|there| *there < low);
        at += lows.len();
        FactIds {
            lows: lows.get(before..).unwrap_or_default().iter(),
            high,
            rest: self.lows.get(at..).unwrap_or_default(),
            highs: self.highs.get(run + usize::from(is_there)..).unwrap_or_default(),
        }
    }

    /// Adds a fact that comes after all that are here.
    pub(super) fn push(&mut self, fact: FactId) {
        let [high, low] = halves(fact.index());
        if self.highs.last().is_none_or(|(last, _)| *last != high) {
            self.highs.push((high, number(self.lows.len())));
        }
        room::push(&mut self.lows, low);
    }

    /// Takes the last fact out if it is this one.
    pub(super) fn pop(&mut self, fact: FactId) -> bool {
        if self.last() != Some(fact) {
            return false;
        }
        self.lows.pop();
        self.highs.pop_if(|(_, start)| *start as usize == self.lows.len());
        true
    }

    pub(super) fn shrink(&mut self) {
        self.lows.shrink_to_fit();
        self.highs.shrink_to_fit();
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.lows.capacity() * size_of::<u16>() + self.highs.capacity() * size_of::<(u16, u32)>()
    }
}

/// The upper and the lower half of a number.
#[inline]
fn halves(number: u32) -> [u16; 2] {
    let [a, b, c, d] = number.to_be_bytes();
    [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]
}

#[inline]
fn joined(high: u16, low: u16) -> FactId {
    FactId::new(u32::from(high) << 16 | u32::from(low))
}

/// Facts of a list, ascending.
#[derive(Clone, Debug)]
pub(crate) struct FactIds<'g> {
    /// What is left with the upper half that the last one had.
    lows: slice::Iter<'g, u16>,
    high: u16,
    /// What comes behind, and its upper halves.
    rest: &'g [u16],
    highs: &'g [(u16, u32)],
}

impl FactIds<'_> {
    /// Goes to the next upper half.
    fn turn(&mut self) -> Option<()> {
        let ((high, start), rest) = self.highs.split_first()?;
        let len = rest.first().map_or(self.rest.len(), |(_, end)| (end - start) as usize);
        let (lows, behind) = self.rest.split_at_checked(len)?;
        (self.lows, self.high, self.rest, self.highs) = (lows.iter(), *high, behind, rest);
        Some(())
    }
}

impl Iterator for FactIds<'_> {
    type Item = FactId;

    #[inline]
    fn next(&mut self) -> Option<FactId> {
        loop {
            if let Some(low) = self.lows.next() {
                return Some(joined(self.high, *low));
            }
            self.turn()?;
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.lows.len() + self.rest.len();
        (left, Some(left))
    }

    fn fold<B, F: FnMut(B, FactId) -> B>(mut self, start: B, mut f: F) -> B {
        let mut so_far = start;
        loop {
            let high = self.high;
            so_far = self.lows.as_slice().iter().fold(so_far, |so_far, low| f(so_far, joined(high, *low)));
            if self.turn().is_none() {
                return so_far;
            }
        }
    }
}
impl ExactSizeIterator for FactIds<'_> {}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Any number that a handle can have: with debug assertions, a quarter of them stand for the graph of the handle.
    fn any_fact() -> impl Strategy<Value = u32> {
        any::<u32>().prop_map(|number| if number >> 30 == 0b10 { number ^ 1 << 31 } else { number })
    }

    proptest! {
        #[test]
        fn a_list_holds_what_a_vec_holds(
            // Around the changes of the upper half too.
            facts in prop::collection::btree_set(prop_oneof![0u32..70, 65_500u32..65_600, 131_000u32..131_080, any_fact()], 0..60),
            popped in 0usize..70, from in prop_oneof![0u32..140_000, any::<u32>()], there: prop::sample::Index, known: bool,
        ) {
            let mut list = FactList::default();
            let mut plain: Vec<FactId> = facts.into_iter().map(FactId::new).collect();
            for fact in &plain {
                list.push(*fact);
            }
            for _ in 0..popped {
                prop_assert!(!list.pop(FactId::new(70_000)));
                if let Some(last) = plain.pop() {
                    prop_assert!(list.pop(last));
                }
            }
            prop_assert_eq!((list.len(), list.is_empty()), (plain.len(), plain.is_empty()));
            prop_assert_eq!((list.first(), list.last()), (plain.first().copied(), plain.last().copied()));
            prop_assert_eq!(list.iter().len(), plain.len());
            prop_assert_eq!(list.iter().collect::<Vec<_>>(), plain.clone());
            let mut folded = BTreeSet::new();
            list.iter().for_each(|fact| assert!(folded.insert(fact)));
            prop_assert!(folded.into_iter().eq(plain.iter().copied()));
            let from = if known && !plain.is_empty() { plain[there.index(plain.len())].index() } else { from };
            let mut rest = list.from(from);
            plain.retain(|fact| fact.index() >= from);
            prop_assert_eq!(rest.len(), plain.len());
            prop_assert_eq!(rest.next(), plain.first().copied());
            prop_assert!(rest.eq(plain.into_iter().skip(1)));
        }
    }
}
