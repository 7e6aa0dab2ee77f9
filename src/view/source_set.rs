//! Sets of sources, closed under repetition: with a source come those that repeat it.

use fixedbitset::FixedBitSet;

use super::SourceRef;
use crate::{graph::KnowledgeGraph, model::SourceId};

/// Sources, with all that repeat them: a wire report and the papers that carried it. Made by
/// [`KnowledgeGraph::source_set`], and of use in that graph alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSet(FixedBitSet);

impl SourceSet {
    /// Whether a source is one of them.
    #[must_use]
    pub fn contains(&self, source: SourceId) -> bool {
        self.0.contains(source.at())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.count_ones(..)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_clear()
    }
}

impl KnowledgeGraph {
    /// These sources with all that repeat them, directly or by another, for [`View::without`](crate::View::without). Takes
    /// time in the number of sources.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, diplomacy};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let wire = kg.add_source(Source::new("wire"))?;
    /// let paper = kg.add_source(Source::new("paper").derives_from("wire"))?;
    /// let other = kg.add_source(Source::new("other"))?;
    /// let set = kg.source_set([wire]);
    /// assert!(set.contains(wire) && set.contains(paper) && !set.contains(other));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn source_set(&self, sources: impl IntoIterator<Item = SourceId>) -> SourceSet {
        let mut set = FixedBitSet::with_capacity(self.source_count());
        // A handle of another graph may be of no source here.
        sources
            .into_iter()
            .filter(|source| source.at() < self.source_count())
            .for_each(|source| set.insert(source.at()));
        // A source repeats an earlier one, so one pass is enough.
        for source in self.sources() {
            if source.derives_from().is_some_and(|base| set.contains(base.id().at())) {
                set.insert(source.id().at());
            }
        }
        SourceSet(set)
    }
}

impl SourceRef<'_> {
    /// The source that it repeats in the end, or itself. Two sources are independent if this is not the same.
    #[must_use]
    pub fn origin(&self) -> Self {
        // A source repeats an earlier one, so the chain ends.
        std::iter::successors(Some(*self), Self::derives_from).last().unwrap_or(*self)
    }
}
