//! Views without some sources: what would be left if they had never been read.

use std::collections::BTreeSet;

use super::View;
use crate::{
    error::Error,
    graph::{KnowledgeGraph, SourceSet},
    model::{FactId, SourceId, Stance},
    schema::{FoundRelation, IntoSources},
    time::Truth,
    view::{ClaimRef, FactRef, NodeRef, SourceRef},
};

impl<'g> View<'g> {
    /// What is left without some sources and all that repeat them, as if they had never been read: their claims are not
    /// there, and a fact falls that only they supported, with the facts about it. What a fallen fact resolved is open again.
    ///
    /// A fact that no claim supports rests on no source, and stays. Sources that were left out before stay left out.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, fact};
    /// use chancery::diplomacy::{self, Person, State, Visits};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let wire = kg.add_source(Source::new("wire").text("The President visits Norland and Sudland."))?;
    /// let paper = kg.add_source(Source::new("paper").text("She visits Norland.").derives_from("wire"))?;
    /// let other = kg.add_source(Source::new("other").text("A visit to Sudland."))?;
    /// let president = kg.add(Person, "The President")?;
    /// let (norland, sudland) = (kg.add(State, "Norland")?, kg.add(State, "Sudland")?);
    /// kg.assert(fact(president, Visits, norland).cite(wire, "visits Norland").cite(paper, "visits Norland"))?;
    /// kg.assert(fact(president, Visits, sudland).cite(wire, "Sudland").cite(other, "Sudland"))?;
    ///
    /// let left: Vec<_> = kg.view().without_sources("wire")?.facts(Visits).iter()?.map(|visit| visit.to_string()).collect();
    /// assert_eq!(left, [r#"the-president visits sudland @other "Sudland""#]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownSource`](crate::ErrorKind::UnknownSource) if the graph does not have one of them.
    pub fn without_sources(&self, sources: impl IntoSources) -> Result<Self, Error> {
        let mut set = self.filter().without.cloned().unwrap_or_default();
        set.insert_all(self.graph(), self.graph().named_sources(sources)?);
        let set = self.graph().left_out().keep(&set);
        Ok(self.change(|filter| filter.without = Some(set)))
    }

    /// The sources of the graph that this view knows and does not leave out, in the order of recording.
    #[must_use]
    pub fn sources(&self) -> impl DoubleEndedIterator<Item = SourceRef<'g>> + use<'g> {
        let (without, known) = (self.filter().without, self.filter().horizon.sources);
        let seen = move |source: SourceId| source.index() < known && without.is_none_or(|set| !set.contains(source));
        self.graph().sources().filter(move |source| seen(source.id()))
    }

    /// Whether this view leaves a source out.
    pub(crate) fn leaves_out(&self, source: SourceId) -> bool {
        self.filter().without.is_some_and(|set| set.contains(source))
    }

    /// Whether a fact rests on sources that this view leaves out.
    pub(crate) fn falls(&self, fact: FactId) -> bool {
        self.filter().without.is_some_and(|set| falls(self.graph(), fact, self.filter().known, set))
    }
}

/// Whether a fact falls without some sources: all claims that support it, as far as is known, are theirs and there is one;
/// or a fact falls that it is about.
pub(super) fn falls(kg: &KnowledgeGraph, fact: FactId, known: u32, without: &SourceSet) -> bool {
    let about = |fact: FactId| {
        let seen: FactRef<'_, FoundRelation> = FactRef::new(kg, fact, Truth::Possibly, known);
        seen.participants().filter_map(|node: NodeRef<'_>| node.fact())
    };
    let rests = |fact: FactId| {
        let seen: FactRef<'_, FoundRelation> = FactRef::new(kg, fact, Truth::Possibly, known);
        let mut support = seen.claims().filter(|claim: &ClaimRef<'_>| claim.stance() == Stance::Supports).peekable();
        support.peek().is_some() && support.all(|claim| without.contains(claim.source().id()))
    };
    if rests(fact) {
        return true;
    }
    // A fact is about earlier facts, so this ends. Facts about facts are few; most have nothing to go on with.
    let mut open: Vec<FactId> = about(fact).collect();
    let mut seen = BTreeSet::new();
    while let Some(fact) = open.pop() {
        if rests(fact) {
            return true;
        }
        if seen.insert(fact) {
            open.extend(about(fact));
        }
    }
    false
}
