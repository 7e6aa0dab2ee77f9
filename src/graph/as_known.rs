//! What was known at a time: as a bound on the rows of every table, and as the graph that then was.

use super::{KnowledgeGraph, journal::Marks};
use crate::{
    model::{FactId, Outcome, TransactionId},
    time::Stamp,
};

/// How much had been recorded when so many transactions were known. Every table grows at its end only, so each row is known
/// or not by its number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Horizon {
    pub(crate) facts: u32,
    pub(crate) claims: u32,
    nodes: u32,
    alterations: u32,
}

impl Horizon {
    /// All is known.
    pub(crate) const ALL: Self = Self { facts: u32::MAX, claims: u32::MAX, nodes: u32::MAX, alterations: u32::MAX };
}

impl From<&Marks> for Horizon {
    fn from(marks: &Marks) -> Self {
        let Marks { facts, claims, nodes, alterations, .. } = *marks;
        Self { facts, claims, nodes, alterations }
    }
}

impl KnowledgeGraph {
    /// The graph as it stood at a stamp: all that had been recorded by then, and nothing since. Names, kinds, merges, and
    /// what an open schema had learnt are as they were then.
    ///
    /// Equal stamps count whole; what is unstamped belongs to the stamp before it, and before the first stamp it counts as
    /// always known. What was [purged](Self::purge) since is not there. A copy that goes on by itself. Takes time in the size
    /// of the graph; for questions about facts alone [`View::known_by`](crate::View::known_by) costs nothing.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Recognized, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.at("2026-01-24")?;
    /// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
    /// let wrong = kg.assert(fact(kazakhstan, Recognized, pakistan))?;
    /// kg.at("2026-01-25")?;
    /// kg.retract(wrong, "the other way round")?;
    /// kg.add(State, "Uzbekistan")?;
    ///
    /// let then = kg.as_known("2026-01-24T12:00:00Z".parse()?);
    /// assert_eq!(then.view().facts(Recognized).count(), 1);
    /// assert!(then.named("uzbekistan").is_empty());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn as_known(&self, stamp: Stamp) -> Self {
        let mut then = self.clone();
        if let Some(savepoint) = self.journal.after(self.journal.opened_by(stamp) as usize) {
            then.rewind(&savepoint);
        }
        then
    }

    /// How many transactions had been opened by a stamp.
    pub(crate) fn opened_by(&self, stamp: Stamp) -> u32 {
        self.journal.opened_by(stamp)
    }

    /// What had been recorded when so many transactions were known.
    pub(crate) fn horizon(&self, transactions: u32) -> Horizon {
        self.journal.start(TransactionId::new(transactions)).map_or(Horizon::ALL, Horizon::from)
    }

    /// Whether a node, or one that is one with it, was known.
    pub(crate) fn known_node(&self, node: u32, horizon: Horizon) -> bool {
        self.merged.group(node).first().copied().unwrap_or(node) < horizon.nodes
    }

    /// Whether a fact was known to be retracted.
    pub(crate) fn known_retracted(&self, fact: FactId, horizon: Horizon) -> bool {
        self.detail(fact).and_then(|detail| detail.retraction).is_some_and(|row| row.index() < horizon.alterations)
    }

    /// What was last known to resolve a fact, and how, whatever became of that.
    pub(crate) fn known_resolution(&self, fact: FactId, horizon: Horizon) -> Option<(Outcome, FactId)> {
        self.known_resolutions(fact, horizon).next()
    }

    /// All facts that are known to have resolved this one, and how, the last first. All but the first were retracted.
    pub(crate) fn known_resolutions(
        &self,
        fact: FactId,
        horizon: Horizon,
    ) -> impl Iterator<Item = (Outcome, FactId)> + use<'_> {
        let known = self.resolutions(fact).filter(move |(row, ..)| *row < horizon.alterations);
        known.map(|(_, outcome, by)| (outcome, by))
    }
}
