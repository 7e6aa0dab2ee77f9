//! What became of facts, and what of it was known at a time: a bound on the rows of every table.

use super::{Alteration, Marks, Tables, row_id::RowId};
use crate::model::{FactId, Resolution, TransactionId};

/// How much had been recorded when so many transactions were known. Every table grows at its end only, so each row is
/// known or not by its number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Horizon {
    pub(crate) facts: u32,
    pub(crate) claims: u32,
    pub(crate) sources: u32,
    nodes: u32,
    alterations: u32,
}

impl Horizon {
    /// All is known.
    pub(crate) const ALL: Self =
        Self { facts: u32::MAX, claims: u32::MAX, sources: u32::MAX, nodes: u32::MAX, alterations: u32::MAX };
}

impl From<&Marks> for Horizon {
    fn from(marks: &Marks) -> Self {
        let Marks { facts, claims, sources, nodes, alterations, .. } = *marks;
        Self { facts, claims, sources, nodes, alterations }
    }
}

impl Tables {
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
        self.retraction(fact).is_some_and(|row| row < horizon.alterations)
    }

    /// What was last known to resolve a fact, and how, whatever became of that.
    pub(crate) fn known_resolution(&self, fact: FactId, horizon: Horizon) -> Option<(Resolution, FactId)> {
        self.known_resolutions(fact, horizon).next()
    }

    /// All facts that are known to have resolved this one, and how, the last first. All but the first were retracted.
    pub(crate) fn known_resolutions(
        &self,
        fact: FactId,
        horizon: Horizon,
    ) -> impl Iterator<Item = (Resolution, FactId)> + use<'_> {
        let known = self.resolutions(fact).filter(move |(row, ..)| *row < horizon.alterations);
        known.map(|(_, resolution, by)| (resolution, by))
    }

    /// The alteration that retracted a fact.
    pub(crate) fn retraction(&self, fact: FactId) -> Option<u32> {
        self.details.get(fact)?.retraction.map(RowId::index)
    }

    /// All facts that ever resolved this one, the last first: the row of the alteration, how, and the fact. All but the
    /// first were retracted.
    pub(crate) fn resolutions(&self, fact: FactId) -> impl Iterator<Item = (u32, Resolution, FactId)> + use<'_> {
        let read = |row: u32| match *self.journal.alteration(row)? {
            Alteration::Resolve { by, resolution, before, .. } => Some((row, resolution, by, before)),
            _ => None,
        };
        let last = self.details.get(fact).and_then(|detail| detail.resolution).map(RowId::index).and_then(read);
        let all = std::iter::successors(last, move |(.., before)| before.and_then(read));
        all.map(|(row, resolution, by, _)| (row, resolution, by))
    }

    /// The facts that this one resolved, in the order in which that was recorded; also those that others resolved
    /// since.
    pub(crate) fn resolved_by(&self, fact: FactId) -> impl Iterator<Item = FactId> + use<'_> {
        let rows = self.resolved_by.get(&fact).map_or(&[][..], Vec::as_slice);
        rows.iter().filter_map(|row| match self.journal.alteration(*row)? {
            Alteration::Resolve { fact, .. } => Some(*fact),
            _ => None,
        })
    }
}
