//! Sets of sources that views leave out, closed under repetition: with a source go those that repeat it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::OnceLock,
};

use fixedbitset::FixedBitSet;

use super::KnowledgeGraph;
use crate::model::SourceId;

/// Sources of a graph, with all that repeat them: a wire report and the papers that carried it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SourceSet {
    /// At most [`FEW`], in order.
    Few(Vec<SourceId>),
    /// A bit for each source of the graph.
    Many(FixedBitSet),
}

/// A set of so many sources is a list. So the sets of a program that leaves out one source after the other stay small.
const FEW: usize = 8;

impl Default for SourceSet {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl SourceSet {
    /// Whether a source is one of them.
    pub(crate) fn contains(&self, source: SourceId) -> bool {
        match self {
            Self::Few(sources) => sources.contains(&source),
            Self::Many(sources) => sources.contains(source.at()),
        }
    }

    /// Takes in some sources of a graph, and all that repeat them, directly or by another. Takes time in the number of all
    /// sources.
    pub(crate) fn insert_all(&mut self, kg: &KnowledgeGraph, sources: Vec<SourceId>) {
        let mut all: FixedBitSet = match std::mem::take(self) {
            Self::Few(sources) => sources.iter().map(|source| source.at()).collect(),
            Self::Many(sources) => sources,
        };
        all.grow(kg.source_count());
        for source in sources {
            all.insert(source.at());
        }
        // A source repeats an earlier one, so one pass is enough.
        for (at, record) in kg.tables().sources().iter().enumerate() {
            if record.derives_from.is_some_and(|base| all.contains(base.at())) {
                all.insert(at);
            }
        }
        *self = Self::of(all);
    }

    fn of(sources: FixedBitSet) -> Self {
        if sources.count_ones(..) > FEW {
            return Self::Many(sources);
        }
        Self::Few(sources.ones().filter_map(|at| u32::try_from(at).ok()).map(SourceId::new).collect())
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Self::Few(sources) => sources.capacity() * size_of::<SourceId>(),
            Self::Many(sources) => sources.len().div_ceil(8),
        }
    }
}

/// The sets that views of a graph leave out, each kept once, until the graph is next written to.
///
/// A fact that a view shows is a copy of a few numbers and references, and one of these refers to the set that its view
/// leaves out. So the set lives as long as the graph is borrowed, which is longer than the view lives. A reader only adds
/// sets. A writer clears all of them, as it has the graph to itself.
///
/// The sets are a tree: at each, a bit of the hash of a set leads to one of two further sets.
#[derive(Debug, Default)]
pub(crate) struct LeftOut(Link);

type Link = OnceLock<Box<Kept>>;

#[derive(Debug)]
struct Kept {
    hash: u64,
    set: SourceSet,
    even: Link,
    odd: Link,
}

impl LeftOut {
    /// The kept set that is equal to this one. Takes time in the logarithm of the number of sets that are kept.
    pub(crate) fn keep(&self, set: &SourceSet) -> &SourceSet {
        let mut hasher = DefaultHasher::new();
        set.hash(&mut hasher);
        let hash = hasher.finish();
        let new = || Box::new(Kept { hash, set: set.clone(), even: Link::new(), odd: Link::new() });
        let (mut link, mut way) = (&self.0, hash);
        loop {
            let kept = link.get_or_init(new);
            if kept.hash == hash && kept.set == *set {
                return &kept.set;
            }
            link = if way & 1 == 0 { &kept.even } else { &kept.odd };
            way = way.rotate_right(1);
        }
    }

    /// Forgets all sets.
    pub(crate) fn clear(&mut self) {
        let Some(first) = self.0.take() else { return };
        // One after the other: no row of sets can overflow the stack.
        let mut open = vec![first];
        while let Some(mut kept) = open.pop() {
            open.extend([kept.even.take(), kept.odd.take()].into_iter().flatten());
        }
    }

    /// The bytes that the sets take. Takes time in their number.
    pub(crate) fn heap_bytes(&self) -> usize {
        let mut bytes = 0;
        let mut open: Vec<_> = self.0.get().into_iter().collect();
        while let Some(kept) = open.pop() {
            bytes += size_of::<Kept>() + kept.set.heap_bytes();
            open.extend([kept.even.get(), kept.odd.get()].into_iter().flatten());
        }
        bytes
    }
}

impl Drop for LeftOut {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The sets belong to the views of one graph, so a copy of the graph begins with none.
impl Clone for LeftOut {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::ptr;

    use super::*;
    use crate::{Schema, Source};

    fn set(sources: &[usize]) -> SourceSet {
        SourceSet::of(sources.iter().copied().collect())
    }

    #[test]
    fn equal_sets_are_kept_once_until_they_are_cleared() {
        let mut kept = LeftOut::default();
        let (one, two) = (kept.keep(&set(&[1])), kept.keep(&set(&[1, 5])));
        assert!(ptr::eq(one, kept.keep(&set(&[1]))) && ptr::eq(two, kept.keep(&set(&[1, 5]))));
        assert!(two.contains(SourceId::new(5)) && !one.contains(SourceId::new(5)));
        assert!(kept.heap_bytes() >= 2 * size_of::<Kept>());
        kept.clear();
        assert_eq!((kept.0.get().is_none(), kept.heap_bytes()), (true, 0));
    }

    #[test]
    fn many_sets_are_kept_in_little_room_and_found_in_a_moment() {
        let kept = LeftOut::default();
        let sets: Vec<_> = (0..50_000).map(|n| set(&[n])).collect();
        let found: Vec<_> = sets.iter().map(|set| kept.keep(set)).collect();
        assert!(sets.iter().zip(found).all(|(set, found)| ptr::eq(kept.keep(set), found)));
        assert!(kept.heap_bytes() < 50_000 * 150, "{}", kept.heap_bytes());
    }

    #[test]
    fn a_set_has_what_repeats_it_whether_it_is_short_or_long() {
        let mut kg = KnowledgeGraph::new(Schema::new());
        for n in 0..40 {
            let source = Source::new(format!("s{n}"));
            // Every third repeats the one three before it.
            kg.add_source(if n >= 3 { source.derives_from(format!("s{}", n - 3)) } else { source }).unwrap();
        }
        for first in 0..40 {
            let mut set = SourceSet::default();
            set.insert_all(&kg, vec![SourceId::new(first)]);
            set.insert_all(&kg, vec![SourceId::new(39)]);
            let wanted = |n: u32| n == 39 || n >= first && (n - first).is_multiple_of(3);
            assert!((0..40).all(|n| set.contains(SourceId::new(n)) == wanted(n)), "{first}");
            assert_eq!(matches!(set, SourceSet::Few(_)), (0..40).filter(|n| wanted(*n)).count() <= FEW);
        }
    }
}
