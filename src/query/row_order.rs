//! The order of rows by their values.

use std::cmp::Reverse;

use super::{join::NONE, pattern::Over};
use crate::{
    model::{FactId, Value},
    time::When,
    view::{NodeRef, View},
};

/// The direction of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// From the smallest, the earliest or the first in the alphabet.
    Ascending,
    /// From the largest, the latest or the last in the alphabet.
    Descending,
}

/// What a value is ordered by. Values that are equal here are tied: only a further order, the truth of their rows or
/// the order of recording decides between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey<'g> {
    /// By name, then by key: two entities are never tied.
    Entity(Option<&'g str>, Option<&'g str>),
    Fact(When),
    /// By type, then by size, time or alphabet.
    Value(&'g Value),
}

impl<'g> SortKey<'g> {
    fn of(view: &View<'g>, over: Over, value: u32) -> Self {
        let kg = view.graph();
        let fact = |id| Self::Fact(kg.tables().record(id).map_or(When::UNSTATED, |record| record.when));
        if matches!(over, Over::Facts(_)) {
            return fact(FactId::new(value));
        }
        let node = NodeRef::new(kg, value);
        match (node.value(), node.fact()) {
            (Some(value), _) => Self::Value(value),
            (None, Some(id)) => fact(id),
            (None, None) => Self::Entity(node.name(), node.key()),
        }
    }
}

/// The ranks of the values of a column in an order. Values that are tied have the same rank.
#[derive(Debug)]
pub(super) struct ColumnRanks {
    /// Each value with its rank, in the order of values.
    ranks: Vec<(u32, u32)>,
}

impl Order {
    /// Ranks the values of a column. What each value is ordered by is looked up once, however many rows have the value.
    pub(super) fn rank(self, view: &View<'_>, over: Over, mut values: Vec<u32>) -> ColumnRanks {
        values.sort_unstable();
        values.dedup();
        let there = values.into_iter().filter(|value| *value != NONE);
        let mut keys: Vec<_> = there.map(|value| (SortKey::of(view, over, value), value)).collect();
        match self {
            Self::Ascending => keys.sort_unstable_by_key(|(key, _)| *key),
            Self::Descending => keys.sort_unstable_by_key(|(key, _)| Reverse(*key)),
        }
        let tied = keys.chunk_by(|(a, _), (b, _)| a == b);
        let mut ranks: Vec<_> =
            (0..).zip(tied).flat_map(|(rank, tied)| tied.iter().map(move |(_, value)| (*value, rank))).collect();
        ranks.sort_unstable();
        ColumnRanks { ranks }
    }
}

impl ColumnRanks {
    /// The rank of a value. What is missing comes last in either direction.
    pub(super) fn of(&self, value: u32) -> u32 {
        let place = self.ranks.binary_search_by_key(&value, |(value, _)| *value).ok();
        place.and_then(|place| self.ranks.get(place)).map_or(NONE, |(_, rank)| *rank)
    }
}
