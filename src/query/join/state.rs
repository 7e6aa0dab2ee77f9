//! The values of a match while it is looked for.

use super::super::{
    Query,
    edges::{Edges, FactEnd, Hit},
    pattern::{Arg, Slot},
    plan::Target,
    table::{ListOrder, ListRange, Table},
};
use crate::{
    error::Error,
    tables::{Group, skipped},
};

/// The value of a variable that has none.
pub(in super::super) const NONE: u32 = u32::MAX;

/// A value for each variable, and where its facts were last looked for.
#[derive(Clone, Debug)]
pub(in super::super) struct State<'g> {
    pub(in super::super) row: Vec<u32>,
    /// Why a function of the caller could not be answered. The run has stopped.
    pub(in super::super) error: Option<Error>,
    /// Lists of hits that no step uses at the moment.
    spare: Vec<Vec<Hit>>,
    /// The last lookup of each variable for facts: the next one is mostly at the same place or after it.
    lookups: Vec<LastLookup<'g>>,
}

/// Where the facts of a variable were last looked for: a node, and its list in the graph or in a table.
#[derive(Clone, Debug)]
struct LastLookup<'g> {
    /// The end that was known. A variable may be looked for from either end, in one alternative and in another.
    known: FactEnd,
    /// The order of the lists of the table, if it is that of time.
    order: Option<ListOrder>,
    /// A node, and its list in the graph.
    group: (u32, Group<'g>),
    /// A node, and its list in a table.
    range: (u32, ListRange),
    /// How many elements of that list come before the one that was last looked for.
    at: usize,
}

impl LastLookup<'_> {
    /// Forgets what was looked for from the other end, or in another table.
    fn turn(&mut self, known: FactEnd, order: Option<ListOrder>) {
        if (self.known, self.order) != (known, order) {
            let lists = (NONE, Group::default());
            (self.known, self.order, self.group) = (known, order, lists);
            (self.range, self.at) = ((NONE, ListRange::default()), 0);
        }
    }
}

impl<'g> State<'g> {
    pub(in super::super) fn new(query: &Query<'_>) -> Self {
        let count = query.variables.len();
        let lookup = LastLookup {
            known: FactEnd::Subject,
            order: None,
            group: (NONE, Group::default()),
            range: (NONE, ListRange::default()),
            at: 0,
        };
        Self { row: vec![NONE; count], error: None, spare: Vec::new(), lookups: vec![lookup; count] }
    }

    #[inline]
    pub(in super::super) fn get(&self, slot: Slot) -> u32 {
        self.row.get(usize::from(slot)).copied().unwrap_or(NONE)
    }

    #[inline]
    pub(in super::super) fn set(&mut self, slot: Slot, value: u32) {
        debug_assert!(usize::from(slot) < self.row.len(), "a row has a cell for each variable");
        if let Some(place) = self.row.get_mut(usize::from(slot)) {
            *place = value;
        }
    }

    /// Clears the values of variables.
    pub(super) fn clear(&mut self, slots: &[Slot]) {
        for slot in slots {
            self.set(*slot, NONE);
        }
    }

    /// Gives a variable its value, or compares what was found with what it must equal. Whether the match can go on.
    #[inline]
    pub(super) fn put(&mut self, target: Target, found: u32) -> bool {
        match target {
            Target::Bind(slot) => {
                self.set(slot, found);
                true
            }
            Target::Equal(end) => self.end(end) == found,
        }
    }

    #[inline]
    pub(super) fn end(&self, end: Arg) -> u32 {
        match end {
            Arg::Var(slot) => self.get(slot),
            Arg::Node(node) => node,
            Arg::Absent => NONE,
        }
    }

    /// The list of the graph in which the facts of a variable are looked for around a node.
    pub(super) fn group(&mut self, fact: Slot, edges: &Edges<'_, 'g>, node: u32, known: FactEnd) -> Group<'g> {
        let Some(place) = self.lookups.get_mut(usize::from(fact)) else {
            debug_assert!(false, "each variable has a lookup");
            return Group::default();
        };
        if place.group.0 != node || node == NONE || place.known != known {
            place.turn(known, place.order);
            place.group = (node, edges.group(node, known));
        }
        place.group.1
    }

    /// The place in a table of the facts of a variable around a node; with `other`, of the facts between the two, which
    /// is for a table whose lists are in the order of ends.
    ///
    /// Where other ends are asked for in order, each search starts where the last one ended.
    #[inline]
    pub(super) fn table_range(
        &mut self,
        fact: Slot,
        (table, order): (&Table<'_>, Option<ListOrder>),
        (node, known): (u32, FactEnd),
        other: Option<u32>,
    ) -> ListRange {
        let Some(place) = self.lookups.get_mut(usize::from(fact)) else {
            debug_assert!(false, "each variable has a lookup");
            return ListRange::default();
        };
        if place.range.0 != node || node == NONE || (place.known, place.order) != (known, order) {
            place.turn(known, order);
            place.range = (node, table.range_of(node));
            place.at = 0;
        }
        let (_, range) = place.range;
        let Some(other) = other else { return range };
        let others = table.others(range);
        // The search can start there only if all elements before it are less.
        if place.at > 0 && others.get(place.at - 1).is_some_and(|last| *last >= other) {
            place.at = 0;
        }
        place.at += skipped(others.get(place.at..).unwrap_or_default(), other);
        let rest = others.get(place.at..).unwrap_or_default();
        range.part(place.at, rest.iter().take_while(|found| **found == other).count())
    }

    /// An empty list for hits, which must be given back.
    pub(super) fn borrow_hits(&mut self) -> Vec<Hit> {
        self.spare.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, mut hits: Vec<Hit>) {
        hits.clear();
        self.spare.push(hits);
    }
}
