//! A match in the making.

use std::ops::Range;

use super::super::{
    Query,
    edges::{Edges, Hit, Known},
    pattern::{End, Slot},
    plan::Goal,
    table::{Table, skipped},
};
use crate::graph::Group;

/// A variable without a value.
pub(in super::super) const NONE: u32 = u32::MAX;

/// A value for each variable, and where each was found.
#[derive(Clone, Debug)]
pub(in super::super) struct State<'g> {
    pub(in super::super) row: Vec<u32>,
    /// Lists of hits that no step uses now.
    spare: Vec<Vec<Hit>>,
    /// For each variable over facts where it was last looked for: mostly the next look is at the same place or behind it.
    places: Vec<Place<'g>>,
}

/// Where a variable over facts was last looked for: around a node, in a list of the graph or in rows of a table.
#[derive(Clone, Debug)]
struct Place<'g> {
    /// A node, and its list in the graph.
    group: (u32, Group<'g>),
    /// A node, and of its rows in a table the first and the end.
    rows: (u32, usize, usize),
    /// The first of them that is not before what was last looked for.
    at: usize,
}

impl<'g> State<'g> {
    pub(in super::super) fn new(query: &Query<'_>) -> Self {
        let count = query.variables.len();
        let place = Place { group: (NONE, Group::default()), rows: (NONE, 0, 0), at: 0 };
        Self { row: vec![NONE; count], spare: Vec::new(), places: vec![place; count] }
    }

    #[inline]
    pub(in super::super) fn get(&self, slot: Slot) -> u32 {
        self.row.get(usize::from(slot)).copied().unwrap_or(NONE)
    }

    #[inline]
    pub(in super::super) fn set(&mut self, slot: Slot, value: u32) {
        if let Some(place) = self.row.get_mut(usize::from(slot)) {
            *place = value;
        }
    }

    /// Takes variables their values.
    pub(super) fn clear(&mut self, slots: &[Slot]) {
        for slot in slots {
            self.set(*slot, NONE);
        }
    }

    /// Gives a variable its value, or tells whether what is found is what must be.
    #[inline]
    pub(super) fn put(&mut self, goal: Goal, found: u32) -> bool {
        match goal {
            Goal::New(slot) => {
                self.set(slot, found);
                true
            }
            Goal::Same(end) => self.end(end) == found,
        }
    }

    #[inline]
    pub(super) fn end(&self, end: End) -> u32 {
        match end {
            End::Var(slot) => self.get(slot),
            End::Node(node) => node,
            End::Absent => NONE,
        }
    }

    /// The list around a node in which a variable over facts is looked for.
    pub(super) fn group(&mut self, fact: Slot, edges: &Edges<'_, 'g>, node: u32, known: Known) -> Group<'g> {
        let Some(place) = self.places.get_mut(usize::from(fact)) else { return Group::default() };
        if place.group.0 != node || node == NONE {
            place.group = (node, edges.group(node, known));
        }
        place.group.1
    }

    /// The rows around a node in which a variable over facts is looked for; those with another end, if there is one.
    ///
    /// Other ends that are asked for in order are sought from where the last was.
    #[inline]
    pub(super) fn rows(&mut self, fact: Slot, table: &Table, node: u32, other: Option<u32>) -> Range<usize> {
        let Some(place) = self.places.get_mut(usize::from(fact)) else { return 0..0 };
        if place.rows.0 != node || node == NONE {
            let rows = table.range(node);
            place.rows = (node, rows.start, rows.end);
            place.at = rows.start;
        }
        let (_, start, end) = place.rows;
        let Some(other) = other else { return start..end };
        let others = |from: usize| table.rows(from..end).others;
        // All that was passed over must lie before.
        let passed = place.at > start && others(place.at - 1).first().is_some_and(|last| *last >= other);
        let from = if passed { start } else { place.at };
        place.at = from + skipped(others(from), other);
        let same = others(place.at).iter().take_while(|found| **found == other).count();
        place.at..place.at + same
    }

    /// An empty list for hits, to be given back.
    pub(super) fn borrow_hits(&mut self) -> Vec<Hit> {
        self.spare.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, mut hits: Vec<Hit>) {
        hits.clear();
        self.spare.push(hits);
    }
}
