//! A match in the making.

use super::super::{
    Query,
    edges::{Edges, Hit, Known},
    pattern::{End, Slot},
    plan::Goal,
    table::{Spot, Table},
};
use crate::tables::{Group, skipped};

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
    /// A node, and its list in a table.
    spot: (u32, Spot),
    /// How many of that list lie before what was last looked for.
    at: usize,
}

impl<'g> State<'g> {
    pub(in super::super) fn new(query: &Query<'_>) -> Self {
        let count = query.variables.len();
        let place = Place { group: (NONE, Group::default()), spot: (NONE, Spot::default()), at: 0 };
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

    /// The list of a table around a node in which a variable over facts is looked for; of it what has another end, if there
    /// is one.
    ///
    /// Other ends that are asked for in order are sought from where the last was.
    #[inline]
    pub(super) fn spot(&mut self, fact: Slot, table: &Table<'_>, node: u32, other: Option<u32>) -> Spot {
        let Some(place) = self.places.get_mut(usize::from(fact)) else { return Spot::default() };
        if place.spot.0 != node || node == NONE {
            place.spot = (node, table.spot(node));
            place.at = 0;
        }
        let (_, spot) = place.spot;
        let Some(other) = other else { return spot };
        let others = table.others(spot);
        // All that was passed over must lie before.
        if place.at > 0 && others.get(place.at - 1).is_some_and(|last| *last >= other) {
            place.at = 0;
        }
        place.at += skipped(others.get(place.at..).unwrap_or_default(), other);
        let rest = others.get(place.at..).unwrap_or_default();
        spot.part(place.at, rest.iter().take_while(|found| **found == other).count())
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
