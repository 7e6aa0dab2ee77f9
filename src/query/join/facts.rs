//! The facts of one relation that go on with a match: all of them, those around a node, those between two.

use std::cell::{Cell, OnceCell};

use super::{
    super::{
        edges::{Edges, Known},
        pattern::Slot,
        plan::{Access, FactStep, Goal},
        table::{Keep, Part, Table},
    },
    Ahead, CONTINUE, Flow, Run, State, Walk,
    times::Times,
};
use crate::{model::FactId, time::Truth};

/// In the time of one look into the index so many facts are put into a table.
const LOOK: usize = 16;

/// Where the facts of a relation are found, again and again.
///
/// A few looks are into the index of the graph. After so many that a table is made in the time that they took, it is made:
/// what is lost where that was the last look is as much again as was spent.
#[derive(Debug)]
pub(super) struct Finder<'q, 'g> {
    pub(super) edges: Edges<'q, 'g>,
    pub(super) times: Times,
    /// From the subject and from the object.
    sides: [Tables<'g>; 2],
}

#[derive(Debug, Default)]
struct Tables<'g> {
    looks: Cell<usize>,
    table: OnceCell<Table<'g>>,
}

impl<'q, 'g> Finder<'q, 'g> {
    pub(super) fn new(edges: Edges<'q, 'g>) -> Self {
        Self { edges, times: Times::default(), sides: Default::default() }
    }

    /// The table for a look around a node, if it is worth it. Facts of any relation are in none.
    #[inline]
    fn look(&self, known: Known) -> Option<&Table<'g>> {
        let [subject, object] = &self.sides;
        // What is symmetric is the same from both ends.
        let side = if known == Known::Object && !self.edges.symmetric { object } else { subject };
        side.table.get().or_else(|| {
            let looks = side.looks.get() + 1;
            side.looks.set(looks);
            let worth = looks * LOOK > self.edges.size() && self.edges.relation.is_some();
            worth.then(|| side.table.get_or_init(|| Table::of(&self.edges, known, Keep::Facts)))
        })
    }
}

/// What the facts of a list give: the variable of the fact, and what stands at the other end.
#[derive(Clone, Copy)]
struct Gives {
    fact: Slot,
    there: Goal,
}

impl<'g> Run<'_, 'g> {
    pub(super) fn fact<F>(&self, step: &FactStep, ahead: Ahead<'_>, walk: &mut Walk<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(Some(finder)) = self.finders.get(usize::from(step.atom.fact)) else { return CONTINUE };
        match step.access {
            Access::All(known) => self.all(step, known, &finder.edges, ahead, walk),
            Access::From(known) | Access::Between(known) => self.near(step, known, finder, ahead, walk),
            Access::Known => self.known(step, &finder.edges, ahead, walk),
        }
    }

    /// All facts of the relation, together those that share an end.
    fn all<F>(
        &self,
        step: &FactStep,
        known: Known,
        edges: &Edges<'_, 'g>,
        ahead: Ahead<'_>,
        walk: &mut Walk<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let FactStep { atom, subject, object, .. } = *step;
        let Some(directory) = edges.directory(known).filter(|_| !edges.symmetric) else {
            return edges.each(|from, hit| {
                if walk.state.put(subject, from) && walk.state.put(object, hit.other) {
                    walk.state.set(atom.fact, hit.fact);
                    return self.steps(ahead.and(hit.truth), walk);
                }
                CONTINUE
            });
        };
        let (here, there) = if known == Known::Subject { (subject, object) } else { (object, subject) };
        let gives = Gives { fact: atom.fact, there };
        for (node, group) in directory.iter() {
            if !walk.state.put(here, node) {
                continue;
            }
            for piece in group.pieces() {
                if edges.plain {
                    let part = Part { others: piece.others, facts: piece.facts, truths: &[] };
                    self.each(part, gives, ahead, walk)?;
                    continue;
                }
                for (other, fact) in piece.others.iter().zip(piece.facts) {
                    if let Some(truth) = edges.ask(*fact)
                        && walk.state.put(there, *other)
                    {
                        walk.state.set(atom.fact, *fact);
                        self.steps(ahead.and(truth), walk)?;
                    }
                }
            }
        }
        CONTINUE
    }

    /// The facts around a node that is known; if both ends are, those between them.
    fn near<F>(
        &self,
        step: &FactStep,
        known: Known,
        finder: &Finder<'_, 'g>,
        ahead: Ahead<'_>,
        walk: &mut Walk<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let (atom, edges) = (&step.atom, &finder.edges);
        let (here, there) =
            if known == Known::Subject { (atom.subject, step.object) } else { (atom.object, step.subject) };
        let node = walk.state.end(here);
        let other = if let Goal::Same(end) = there { Some(walk.state.end(end)) } else { None };
        let gives = Gives { fact: atom.fact, there };
        if let Some(table) = finder.look(known) {
            let spot = walk.state.spot(atom.fact, table, node, other);
            return self.each(table.part(spot), gives, ahead, walk);
        }
        if edges.is_direct() {
            let group = walk.state.group(atom.fact, edges, node, known);
            let group = other.map_or(group, |other| group.with(other));
            return group.pieces().try_for_each(|piece| {
                let part = Part { others: piece.others, facts: piece.facts, truths: &[] };
                self.each(part, gives, ahead, walk)
            });
        }
        let mut hits = walk.state.borrow_hits();
        edges.around(node, known, other, &mut hits);
        let flow = hits.iter().try_for_each(|hit| {
            if let Goal::New(slot) = there {
                walk.state.set(slot, hit.other);
            }
            walk.state.set(atom.fact, hit.fact);
            self.steps(ahead.and(hit.truth), walk)
        });
        walk.state.give_back(hits);
        flow
    }

    /// Goes over the facts of a list, whose other ends are what must be.
    #[inline]
    fn each<F>(&self, part: Part<'_>, gives: Gives, ahead: Ahead<'_>, walk: &mut Walk<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Gives { fact, there } = gives;
        if let (Goal::New(slot), true, true) = (there, ahead.steps.is_empty(), part.truths.is_empty()) {
            for (other, found) in part.others.iter().zip(part.facts) {
                walk.state.set(slot, *other);
                walk.state.set(fact, *found);
                (walk.sink)(walk.state, ahead.truth)?;
            }
            return CONTINUE;
        }
        for (at, (other, found)) in part.others.iter().zip(part.facts).enumerate() {
            if walk.state.put(there, *other) {
                walk.state.set(fact, *found);
                let truth = part.truths.get(at).copied().unwrap_or(Truth::Yes);
                self.steps(ahead.and(truth), walk)?;
            }
        }
        CONTINUE
    }

    /// The fact itself is known.
    fn known<F>(&self, step: &FactStep, edges: &Edges<'_, 'g>, ahead: Ahead<'_>, walk: &mut Walk<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let FactStep { atom, subject, object, .. } = *step;
        let fact = FactId::new(walk.state.get(atom.fact));
        let is_one = |wanted| self.kg().tables().record(fact).is_some_and(|record| record.relation == wanted);
        if !atom.relation.is_none_or(is_one) {
            return CONTINUE;
        }
        let (Some(found), Some((from, to))) = (edges.ask(fact.index()), self.kg().tables().ends(fact)) else {
            return CONTINUE;
        };
        if walk.state.put(subject, from) && walk.state.put(object, to) {
            self.steps(ahead.and(found), walk)?;
        }
        if atom.symmetric && from != to && walk.state.put(subject, to) && walk.state.put(object, from) {
            self.steps(ahead.and(found), walk)?;
        }
        CONTINUE
    }
}
