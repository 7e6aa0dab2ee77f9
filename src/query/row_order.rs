//! The order of rows by their values.

use std::cmp::Ordering;

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

impl Order {
    /// Compares two values of a variable: entities by name, then key; values by type, then by size, time or alphabet; facts
    /// by time, then in the order of recording. Missing values come last in either direction.
    pub(super) fn of(self, view: &View<'_>, over: Over, a: u32, b: u32) -> Ordering {
        let kg = view.graph();
        let order = match over {
            _ if a == NONE || b == NONE => return (a == NONE).cmp(&(b == NONE)),
            Over::Facts(_) => {
                let when = |fact| kg.tables().record(FactId::new(fact)).map_or(When::UNSTATED, |record| record.when);
                (when(a), a).cmp(&(when(b), b))
            }
            Over::Nodes(_) => {
                let place = |node| {
                    let node = NodeRef::new(kg, node);
                    let value: Option<&Value> = node.value();
                    (value.is_some(), value, node.key().is_none(), node.name(), node.key())
                };
                place(a).cmp(&place(b)).then(a.cmp(&b))
            }
        };
        match self {
            Self::Ascending => order,
            Self::Descending => order.reverse(),
        }
    }
}
