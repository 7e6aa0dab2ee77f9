//! Sets of sources that views leave out, closed under repetition: with a source go those that repeat it.

use std::sync::OnceLock;

use fixedbitset::FixedBitSet;

use super::KnowledgeGraph;
use crate::model::SourceId;

/// Sources of a graph, with all that repeat them: a wire report and the papers that carried it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceSet(FixedBitSet);

impl SourceSet {
    /// Whether a source is one of them.
    pub(crate) fn contains(&self, source: SourceId) -> bool {
        self.0.contains(source.at())
    }

    /// Takes in some sources of a graph, and all that repeat them, directly or by another. Takes time in the number of all
    /// sources.
    pub(crate) fn insert_all(&mut self, kg: &KnowledgeGraph, sources: Vec<SourceId>) {
        self.0.grow(kg.source_count());
        for source in sources {
            self.0.insert(source.at());
        }
        // A source repeats an earlier one, so one pass is enough.
        let ids = (0..kg.source_count()).filter_map(|n| u32::try_from(n).ok()).map(SourceId::new);
        for id in ids {
            let base = kg.tables().source(id).and_then(|record| record.derives_from);
            if base.is_some_and(|base| self.contains(base)) {
                self.0.insert(id.at());
            }
        }
    }
}

/// The sets that views of a graph leave out, each kept once, until the graph is next written to.
///
/// A fact that a view shows is a copy of a few numbers and references, and one of these refers to the set that its view
/// leaves out. So the set lives as long as the graph is borrowed, which is longer than the view lives. A reader only adds to
/// the list. A writer clears it, as it has the graph to itself.
#[derive(Debug, Default)]
pub(crate) struct LeftOut(Link);

type Link = OnceLock<Box<Kept>>;

#[derive(Debug)]
struct Kept {
    set: SourceSet,
    next: Link,
}

impl LeftOut {
    /// The kept set that is equal to this one. Takes time in the number of sets that are kept.
    pub(crate) fn keep(&self, set: &SourceSet) -> &SourceSet {
        let mut link = &self.0;
        loop {
            let kept = link.get_or_init(|| Box::new(Kept { set: set.clone(), next: Link::new() }));
            if kept.set == *set {
                return &kept.set;
            }
            link = &kept.next;
        }
    }

    /// Forgets all sets.
    pub(crate) fn clear(&mut self) {
        // One after the other, as a long list would overflow the stack.
        let mut next = self.0.take();
        while let Some(mut kept) = next {
            next = kept.next.take();
        }
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
mod tests {
    use std::ptr;

    use super::*;

    #[test]
    fn equal_sets_are_kept_once_until_they_are_cleared() {
        let set = |sources: &[usize]| SourceSet(sources.iter().copied().collect());
        let mut kept = LeftOut::default();
        let (one, two) = (kept.keep(&set(&[1])), kept.keep(&set(&[1, 5])));
        assert!(ptr::eq(one, kept.keep(&set(&[1]))) && ptr::eq(two, kept.keep(&set(&[1, 5]))));
        assert!(two.contains(SourceId::new(5)) && !one.contains(SourceId::new(5)));
        kept.clear();
        assert!(kept.0.get().is_none());
        for n in 0..5_000 {
            kept.keep(&set(&[n]));
        }
    }
}
