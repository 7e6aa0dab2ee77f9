//! Cuts the passages of a text, which may overlap, into segments that do not.

use std::collections::{BTreeMap, BTreeSet};

/// A passage of a text that a claim quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// The first character, and the one after the last.
    pub(super) range: (u32, u32),
    pub(super) place: Place,
    pub(super) disputes: bool,
}

/// The number of a fact on the page, of its claim, and of a passage of that. Prints as `12.0.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) fact: usize,
    pub(super) claim: usize,
    pub(super) passage: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.fact, self.claim, self.passage)
    }
}

/// Characters that the same passages have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment<'p> {
    pub(super) start: u32,
    pub(super) end: u32,
    /// In the order of their places.
    pub(super) passages: Vec<&'p Passage>,
}

/// The segments that some passage has, in the order of the text.
pub(super) fn cut(passages: &[Passage]) -> Vec<Segment<'_>> {
    let mut changes: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (n, passage) in passages.iter().enumerate().filter(|(_, passage)| passage.range.0 < passage.range.1) {
        changes.entry(passage.range.0).or_default().0.push(n);
        changes.entry(passage.range.1).or_default().1.push(n);
    }
    let mut segments = Vec::new();
    let mut open: BTreeSet<(Place, usize)> = BTreeSet::new();
    let mut since = 0;
    for (at, (begin, end)) in changes {
        if !open.is_empty() {
            let passages = open.iter().filter_map(|(_, n)| passages.get(*n)).collect();
            segments.push(Segment { start: since, end: at, passages });
        }
        let named = |n: usize| passages.get(n).map(|passage| (passage.place, n));
        for key in end.into_iter().filter_map(named) {
            open.remove(&key);
        }
        open.extend(begin.into_iter().filter_map(named));
        since = at;
    }
    segments
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Each character has exactly the passages whose range has it, and segments neither overlap nor stand still.
        #[test]
        fn every_character_knows_its_passages(ranges in prop::collection::vec((0_u32..40, 0_u32..12), 0..12)) {
            let passages: Vec<_> = ranges.iter().enumerate().map(|(n, (start, length))| Passage {
                range: (*start, start + length),
                place: Place { fact: n % 3, claim: n, passage: 0 },
                disputes: false,
            }).collect();
            let segments = cut(&passages);
            for character in 0..60 {
                let wanted: BTreeSet<_> =
                    passages.iter().filter(|p| (p.range.0..p.range.1).contains(&character)).map(|p| p.place).collect();
                let within: Vec<_> = segments.iter().filter(|s| (s.start..s.end).contains(&character)).collect();
                prop_assert!(within.len() <= 1);
                let found: BTreeSet<_> = within.iter().flat_map(|s| &s.passages).map(|p| p.place).collect();
                prop_assert_eq!(found, wanted);
            }
            prop_assert!(segments.iter().all(|s| s.start < s.end && !s.passages.is_empty()));
        }
    }
}
