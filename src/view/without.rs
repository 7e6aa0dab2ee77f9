//! Views without some sources: the facts that would remain if these sources had never been read.

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
    /// Leaves out some sources and all sources that derive from them, as if none had been read. Their claims are left out, and
    /// so are the facts that only these claims support, and the facts about those. If such a fact resolved another, that other
    /// is open again.
    ///
    /// A fact without a supporting claim does not depend on any source, and stays. Sources that this view already leaves out
    /// stay left out.
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
    /// Takes time in the number of sources of the graph. The graph keeps each different set of sources until it is next written
    /// to: some hundred bytes, or a bit for each source if the set has more than eight.
    ///
    /// # Errors
    /// [`UnknownSource`](crate::ErrorKind::UnknownSource) if the graph does not have one of them.
    pub fn without_sources(&self, sources: impl IntoSources) -> Result<Self, Error> {
        let mut set = self.filter().without.cloned().unwrap_or_default();
        set.insert_all(self.graph(), self.graph().named_sources(sources)?);
        let set = self.graph().left_out().keep(&set);
        Ok(self.change(|filter| filter.without = Some(set)))
    }

    /// The sources that this view knows and does not leave out, in the order of recording.
    #[must_use]
    pub fn sources(&self) -> impl DoubleEndedIterator<Item = SourceRef<'g>> + use<'g> {
        let (without, known) = (self.filter().without, self.filter().horizon.sources);
        self.graph().sources().filter(move |source| is_known(source.id(), known, without))
    }

    /// Whether this view knows a source and does not leave it out.
    pub(crate) fn has_source(&self, source: SourceId) -> bool {
        is_known(source, self.filter().horizon.sources, self.filter().without)
    }

    /// Whether a fact depends only on sources that this view leaves out.
    pub(crate) fn falls(&self, fact: FactId) -> bool {
        self.filter().without.is_some_and(|set| falls(self.graph(), fact, self.filter().known, set))
    }
}

fn is_known(source: SourceId, known: u32, without: Option<&SourceSet>) -> bool {
    source.index() < known && without.is_none_or(|set| !set.contains(source))
}

/// Whether a fact is left out with some sources: it has supporting claims and all of them are theirs, as of the view; or it
/// is about a fact that is left out.
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
    // A fact is about earlier facts, so this ends. Most facts are about none.
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
