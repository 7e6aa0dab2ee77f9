//! The step that finds facts of a relation: all of them, those around a node, or those between two nodes.

use std::cell::{Cell, OnceCell};

use super::{
    super::{
        edges::{Edges, FactEnd},
        pattern::Slot,
        plan::{Access, FactStep, Target},
        table::{DatedTable, FactColumns, Keep, ListOrder, ListRange, Table},
        time_join::TimeJoin,
    },
    CONTINUE, Flow, Matching, Rest, Run, State,
    times::Times,
};
use crate::{graph::KnowledgeGraph, model::FactId, tables::TimeWindow, time::Truth};

/// One look into the index costs as much as copying this many facts into a table.
const LOOK: usize = 16;

/// Among so few facts, trying each takes no longer than a search by time.
const FEW: usize = 4;

/// Comparing the times of one pair of facts costs as much as putting this many facts in the order of time.
const TRY: usize = 4;

/// Finds the facts of a relation around nodes.
///
/// The first looks go to the index of the graph. Once they have cost as much as making a table, the table is made. So
/// at worst the time is twice that of the better way.
#[derive(Debug)]
pub(super) struct Finder<'q, 'g> {
    pub(super) edges: Edges<'q, 'g>,
    pub(super) times: Times,
    /// By subject and by object.
    sides: [Tables<'g>; 2],
    /// The same in the order of time: of pairs of ends, and of single ends.
    dated: [[DatedTables<'g>; 2]; 2],
}

#[derive(Debug, Default)]
struct DatedTables<'g> {
    /// How many facts were tried because there is no table yet.
    tried: Cell<usize>,
    table: OnceCell<DatedTable<'g>>,
}

#[derive(Debug, Default)]
struct Tables<'g> {
    looks: Cell<usize>,
    table: OnceCell<Table<'g>>,
}

impl<'q, 'g> Finder<'q, 'g> {
    pub(super) fn new(edges: Edges<'q, 'g>) -> Self {
        Self { edges, times: Times::default(), sides: Default::default(), dated: Default::default() }
    }

    fn dated(&self, known: FactEnd, order: ListOrder) -> &DatedTables<'g> {
        let [pairs, ends] = &self.dated;
        let [subject, object] = if order == ListOrder::Ends { pairs } else { ends };
        if known == FactEnd::Object && !self.edges.symmetric { object } else { subject }
    }

    /// The table in the order of time to look into, if it pays: once trying facts has cost as much as making it.
    #[inline]
    fn look_by_time(&self, kg: &KnowledgeGraph, known: FactEnd, order: ListOrder) -> Option<&DatedTable<'g>> {
        let dated = self.dated(known, order);
        dated.table.get().or_else(|| {
            let relation = self.edges.relation.filter(|_| dated.tried.get() * TRY > self.edges.size())?;
            let times = self.times.of_many(kg, relation);
            Some(dated.table.get_or_init(|| DatedTable::of(&self.edges, known, order, times)))
        })
    }

    /// Counts facts that are tried one by one.
    fn tried(&self, known: FactEnd, order: ListOrder, facts: usize) {
        if facts > FEW {
            let tried = &self.dated(known, order).tried;
            tried.set(tried.get() + facts);
        }
    }

    /// The table to look into, if it pays. There is no table of facts of any relation.
    #[inline]
    fn look(&self, known: FactEnd) -> Option<&Table<'g>> {
        let [subject, object] = &self.sides;
        // The two tables of a symmetric relation are the same.
        let side = if known == FactEnd::Object && !self.edges.symmetric { object } else { subject };
        side.table.get().or_else(|| {
            let looks = side.looks.get() + 1;
            side.looks.set(looks);
            let pays = looks * LOOK > self.edges.size() && self.edges.relation.is_some();
            pays.then(|| side.table.get_or_init(|| Table::of(&self.edges, known, Keep::Facts)))
        })
    }
}

/// What is done with the facts of a list: the variable that each becomes the value of, and the target of its other end.
#[derive(Clone, Copy)]
struct FactTarget {
    fact: Slot,
    there: Target,
    /// Whether every other end of the list is that of the target.
    fits: bool,
}

impl<'g> Run<'_, 'g> {
    pub(super) fn fact<F>(&self, step: &FactStep, rest: Rest<'_>, matching: &mut Matching<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(Some(finder)) = self.finders.get(usize::from(step.atom.fact)) else {
            debug_assert!(false, "each variable for facts has a finder");
            return CONTINUE;
        };
        match step.access {
            Access::All(known) => self.all(step, known, &finder.edges, rest, matching),
            Access::From(known) | Access::Between(known) => self.near(step, known, finder, rest, matching),
            Access::Fact => self.known(step, &finder.edges, rest, matching),
        }
    }

    /// All facts of the relation, grouped by one end.
    fn all<F>(
        &self,
        step: &FactStep,
        known: FactEnd,
        edges: &Edges<'_, 'g>,
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let FactStep { atom, subject, object, .. } = *step;
        let Some(directory) = edges.directory(known).filter(|_| !edges.symmetric) else {
            return edges.each(|from, hit| {
                if matching.state.put(subject, from) && matching.state.put(object, hit.other) {
                    matching.state.set(atom.fact, hit.fact);
                    return self.steps(rest.and(hit.truth), matching);
                }
                CONTINUE
            });
        };
        let (here, there) = if known == FactEnd::Subject { (subject, object) } else { (object, subject) };
        let target = FactTarget { fact: atom.fact, there, fits: matches!(there, Target::Bind(_)) };
        for (node, group) in directory.iter() {
            if !matching.state.put(here, node) {
                continue;
            }
            for piece in group.pieces() {
                if edges.plain {
                    let part = FactColumns { others: piece.others, facts: piece.facts, truths: &[] };
                    self.each(part, target, rest, matching)?;
                    continue;
                }
                for (other, fact) in piece.others.iter().zip(piece.facts) {
                    if let Some(truth) = edges.ask(*fact)
                        && matching.state.put(there, *other)
                    {
                        matching.state.set(atom.fact, *fact);
                        self.steps(rest.and(truth), matching)?;
                    }
                }
            }
        }
        CONTINUE
    }

    /// The facts around a known node; if both ends are known, those between them.
    fn near<F>(
        &self,
        step: &FactStep,
        known: FactEnd,
        finder: &Finder<'_, 'g>,
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let (atom, edges) = (&step.atom, &finder.edges);
        let (here, there) =
            if known == FactEnd::Subject { (atom.subject, step.object) } else { (atom.object, step.subject) };
        let node = matching.state.end(here);
        let other = if let Target::Equal(end) = there { Some(matching.state.end(end)) } else { None };
        // The lists of a known pair of ends have no others.
        let target = FactTarget { fact: atom.fact, there, fits: true };
        let order = if other.is_some() { ListOrder::Ends } else { ListOrder::Time };
        let tried = |facts: usize| {
            if step.time.is_some() {
                finder.tried(known, order, facts);
            }
        };
        if let Some(join) = &step.time
            && let Some(table) = finder.look_by_time(self.kg(), known, order)
        {
            let lists = (table.table(), Some(order));
            let list = matching.state.table_range(atom.fact, lists, (node, known), other);
            return self.by_time(table, list, join, target, rest, matching);
        }
        if let Some(table) = finder.look(known) {
            let spot = matching.state.table_range(atom.fact, (table, None), (node, known), other);
            tried(spot.len());
            return self.each(table.part(spot), target, rest, matching);
        }
        if edges.is_direct() {
            let group = matching.state.group(atom.fact, edges, node, known);
            let group = other.map_or(group, |other| group.with(other));
            tried(group.len());
            return group.pieces().try_for_each(|piece| {
                let part = FactColumns { others: piece.others, facts: piece.facts, truths: &[] };
                self.each(part, target, rest, matching)
            });
        }
        let mut hits = matching.state.borrow_hits();
        edges.around(node, known, other, &mut hits);
        tried(hits.len());
        let flow = hits.iter().try_for_each(|hit| {
            if let Target::Bind(slot) = there {
                matching.state.set(slot, hit.other);
            }
            matching.state.set(atom.fact, hit.fact);
            self.steps(rest.and(hit.truth), matching)
        });
        matching.state.give_back(hits);
        flow
    }

    /// Goes on with each fact of a list whose time may meet a condition. The next step asks the condition. It is left
    /// out of two spans from a day to a day, which are compared here.
    fn by_time<F>(
        &self,
        table: &DatedTable<'g>,
        list: ListRange,
        join: &TimeJoin,
        target: FactTarget,
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        if list.len() == 0 {
            return CONTINUE;
        }
        let known = self.moment_of_many(join.known, matching.state.get(join.known));
        let decided = Rest { steps: rest.steps.get(1..).unwrap_or_default(), ..rest };
        let mut classes = 0;
        if let Some((least, most)) = join.days
            && known.day > 0
        {
            let day = i64::from(known.day);
            let days = TimeWindow { first: day.saturating_add(least), last: day.saturating_add(most) };
            let met = table.within(list, &days.exact_days());
            self.each(table.part(met), target, decided, matching)?;
            if !table.has_inexact(list) {
                return CONTINUE;
            }
            classes = 1;
        }
        let known_days = known.days();
        for part in table.each_within(list, join.window(known.when)).skip(classes) {
            for (one, days) in table.days(part) {
                match days.zip(known_days) {
                    Some((days, known)) if join.is_met(days, known) => {
                        self.each(table.part(one), target, decided, matching)?;
                    }
                    Some(_) => {}
                    None => self.each(table.part(one), target, rest, matching)?,
                }
            }
        }
        CONTINUE
    }

    /// Goes on with each fact of a list whose other end fits.
    #[inline]
    fn each<F>(
        &self,
        part: FactColumns<'_>,
        target: FactTarget,
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let FactTarget { fact, there, fits } = target;
        if rest.steps.is_empty()
            && part.truths.is_empty()
            && fits
            && let Some(tally) = &mut matching.tally
        {
            tally(rest.truth, part.facts.len());
            return CONTINUE;
        }
        if let (Target::Bind(slot), true, true) = (there, rest.steps.is_empty(), part.truths.is_empty()) {
            for (other, found) in part.others.iter().zip(part.facts) {
                matching.state.set(slot, *other);
                matching.state.set(fact, *found);
                (matching.sink)(matching.state, rest.truth)?;
            }
            return CONTINUE;
        }
        for (at, (other, found)) in part.others.iter().zip(part.facts).enumerate() {
            if matching.state.put(there, *other) {
                matching.state.set(fact, *found);
                let truth = part.truths.get(at).copied().unwrap_or(Truth::Yes);
                self.steps(rest.and(truth), matching)?;
            }
        }
        CONTINUE
    }

    /// The one fact that is known already.
    fn known<F>(
        &self,
        step: &FactStep,
        edges: &Edges<'_, 'g>,
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let FactStep { atom, subject, object, .. } = *step;
        let fact = FactId::new(matching.state.get(atom.fact));
        let is_one = |wanted| self.kg().tables().record(fact).is_some_and(|record| record.relation == wanted);
        if !atom.relation.is_none_or(is_one) {
            return CONTINUE;
        }
        let Some(found) = edges.ask(fact.index()) else { return CONTINUE };
        let Some((from, to)) = self.kg().tables().ends(fact) else {
            debug_assert!(false, "a fact that the view shows has ends");
            return CONTINUE;
        };
        if matching.state.put(subject, from) && matching.state.put(object, to) {
            self.steps(rest.and(found), matching)?;
        }
        if atom.symmetric && from != to && matching.state.put(subject, to) && matching.state.put(object, from) {
            self.steps(rest.and(found), matching)?;
        }
        CONTINUE
    }
}
