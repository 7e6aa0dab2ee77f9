//! The order of rows by their values.

use std::cmp::Ordering;

use super::{join::NONE, pattern::Over};
use crate::{
    model::{FactId, Value},
    time::When,
    view::{NodeRef, View},
};

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The smallest, earliest or first in the alphabet first.
    Ascending,
    /// The largest, latest or last first.
    Descending,
}

impl Order {
    /// How two values of a variable lie to each other: entities by name, then key; values by type, then size, time or
    /// alphabet; facts by time, then as recorded. What is missing comes last, whichever way.
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
