//! How many matches there are, where possible without listing them.
//!
//! What differs, and what must not be, is counted by inclusion and exclusion: all matches, less those where two are the same
//! or the fact is there. What is left are facts between variables. A variable that only one other is joined to is folded into
//! that one, as a number for each of its values; what remains in circles is counted value by value.

mod circle;
mod dense;
mod factor;
mod fold;
mod forward;
mod lists;
mod marks;
mod settle;
mod shape;
mod tree;
mod triangle;
mod variable_order;

use std::{cell::RefCell, rc::Rc};

use self::{
    factor::{Factor, Overflow},
    fold::Folds,
    lists::Lists,
    shape::{Inner, Link, Matches, Shape},
    tree::{Edge, Node, Web},
};
use super::{
    Query,
    edges::{Edges, FactEnd, ratio},
    join::{Flow, Run, State},
    pattern::{Atom, Over},
    plan::Plan,
    rows::{Count, Selected},
};
use crate::{
    error::{Error, ErrorKind},
    model::RelationId,
    time::Truth,
};

impl<'g> Query<'g> {
    /// How many matches the whole pattern has: certain, possible and denied ones.
    ///
    /// Where nothing but facts, kinds, inequality, negation and optional parts is asked for, matches are not listed one by
    /// one, so that the time is that of reading the facts, whatever the count.
    ///
    /// # Errors
    /// As [`Selection::rows`](super::Selection::rows); and [`ErrorKind::Full`] if the count is beyond a `u64`.
    pub fn count(&self) -> Result<Count, Error> {
        let (_, plan) = self.planned()?;
        if let Some(count) = self.counted(&plan, Matches::All)? {
            return Ok(count);
        }
        let mut count = Count::default();
        let mut each = |_: &mut State<'g>, truth: Truth| {
            if let Some(truth) = self.least(truth) {
                count.add(truth);
            }
            Flow::Continue(())
        };
        let _ = Run::new(self).run(&plan, &mut State::new(self), Truth::Yes, &mut each);
        Ok(count)
    }

    /// How many different combinations of values all variables over nodes have; nothing if that takes listing them.
    pub(super) fn count_values(&self, plan: &Plan, selected: &[Selected]) -> Result<Option<Count>, Error> {
        let block = self.pattern()?;
        let mut all = true;
        block.each_slot(&mut |slot| {
            let over = self.variables.get(usize::from(slot)).map(|variable| variable.over);
            let is_shown = selected.iter().any(|selected| selected.slot == slot);
            all &= is_shown != matches!(over, Some(Over::Facts(_)));
        });
        let flat = block.conditions.iter().all(|condition| condition.blocks().is_empty());
        if all && flat { self.counted(plan, Matches::Distinct) } else { Ok(None) }
    }

    /// The count, if it can be had without listing, and sooner.
    fn counted(&self, plan: &Plan, matches: Matches) -> Result<Option<Count>, Error> {
        let Some(shape) = Shape::of(self, self.pattern()?, matches) else { return Ok(None) };
        if self.is_quick(plan, &shape) {
            return Ok(None);
        }
        let counter = Counter {
            query: self,
            matches,
            edges: RefCell::default(),
            lists: RefCell::default(),
            folds: Rc::default(),
        };
        counter.count(&shape).map_err(|_| beyond())
    }

    /// Whether all matches are counted without being listed.
    pub(super) fn is_counted(&self, plan: &Plan) -> Result<bool, Error> {
        let shape = Shape::of(self, self.pattern()?, Matches::All);
        Ok(shape.is_some_and(|shape| !self.is_quick(plan, &shape)))
    }

    /// Whether listing is expected to be done before the relations are read, of which a fact takes a fraction of a row.
    fn is_quick(&self, plan: &Plan, shape: &Shape) -> bool {
        let rows: f64 = plan.steps.iter().map(|(_, rows)| rows).sum();
        let size = |link: &Link| Edges::of(&self.view, &link.atom).size();
        rows * 16.0 < ratio(shape.links.iter().map(size).sum(), 1)
    }
}

fn beyond() -> Error {
    Error::new(ErrorKind::Full, format!("the count is beyond {}, the most that can be told", u64::MAX))
}

/// Which lists: of a relation, from an end, of facts at least so true.
type Key = (Option<RelationId>, FactEnd, Truth);

struct Counter<'q, 'g> {
    query: &'q Query<'g>,
    matches: Matches,
    edges: RefCell<Vec<Rc<Edges<'q, 'g>>>>,
    lists: RefCell<Vec<(Key, Rc<Lists<'q, 'g>>)>>,
    folds: Rc<Folds<'q, 'g>>,
}

impl<'q, 'g> Counter<'q, 'g> {
    /// The counts, or nothing if the pattern has a part that cannot be counted so.
    fn count(&self, shape: &Shape) -> Result<Option<Count>, Overflow> {
        let mut links: Vec<&Link> = shape.links.iter().chain(&shape.without).collect();
        links.extend(shape.optional.iter().chain(&shape.absent).flat_map(|inner| &inner.shape.links));
        let has = |truth| links.iter().any(|link| self.edges(link.atom).has(truth));
        // Matches at least so true; what must not be is absent for certain, or at least possibly.
        let at = |least: Truth, not: Truth| self.at_least(shape, least, not);
        let Some(certain) = at(Truth::Yes, Truth::Possibly)? else { return Ok(None) };
        let (mut possible, mut all) = (certain, certain);
        if has(Truth::Possibly) || has(Truth::No) {
            let Some(number) = at(Truth::Possibly, Truth::Yes)? else { return Ok(None) };
            (possible, all) = (number, number);
        }
        if has(Truth::No) {
            let Some(number) = at(Truth::No, Truth::Yes)? else { return Ok(None) };
            all = number;
        }
        let mut count = Count { certain, possible: possible - certain, denied: all - possible };
        if self.query.view.filter().least == Truth::Yes {
            count.possible = 0;
        }
        Ok(Some(count))
    }

    fn edges(&self, atom: Atom) -> Rc<Edges<'q, 'g>> {
        if let Some(found) = self.edges.borrow().iter().find(|found| found.relation == atom.relation) {
            return found.clone();
        }
        let edges = Rc::new(Edges::of(&self.query.view, &atom));
        self.edges.borrow_mut().push(edges.clone());
        edges
    }

    fn lists(&self, link: &Link, from: FactEnd, least: Truth) -> Rc<Lists<'q, 'g>> {
        let edges = self.edges(link.atom);
        let from = if edges.symmetric { FactEnd::Subject } else { from };
        let least = if edges.has_doubt() { least } else { Truth::Yes };
        let key = (edges.relation, from, least);
        if let Some((_, lists)) = self.lists.borrow().iter().find(|(found, _)| *found == key) {
            return lists.clone();
        }
        let lists = Rc::new(if edges.relation.is_none() && from == FactEnd::Object {
            Lists::turned(self.lists(link, FactEnd::Subject, least))
        } else {
            Lists::new(edges, from, least)
        });
        self.lists.borrow_mut().push((key, lists.clone()));
        lists
    }

    /// How many matches are at least so true.
    fn at_least(&self, shape: &Shape, least: Truth, not: Truth) -> Result<Option<u64>, Overflow> {
        let conditions = shape.differ.len() + shape.without.len();
        let (mut more, mut less) = (0_u64, 0_u64);
        for subset in 0..1_u32 << conditions {
            let taken = |at: usize| subset >> at & 1 == 1;
            let same: Vec<_> =
                shape.differ.iter().enumerate().filter(|(at, _)| taken(*at)).map(|(_, pair)| *pair).collect();
            let there = shape.without.iter().enumerate().filter(|(at, _)| taken(shape.differ.len() + at));
            let there: Vec<_> = there.map(|(_, link)| *link).collect();
            // What must not be is there whenever these are the same: the terms with it and without it are equal.
            if least >= not && shape.without.iter().any(|link| is_told(shape, &stand_in(shape, &same), link)) {
                continue;
            }
            let Some(number) = self.term(shape, &same, &there, least, not)? else { return Ok(None) };
            let sum = if subset.count_ones() % 2 == 0 { &mut more } else { &mut less };
            *sum = factor::plus(*sum, number)?;
        }
        more.checked_sub(less).ok_or(Overflow).map(Some)
    }

    /// How many matches there are where some variables are the same and some facts are there too.
    fn term(
        &self,
        shape: &Shape,
        same: &[(usize, usize)],
        there: &[Link],
        least: Truth,
        not: Truth,
    ) -> Result<Option<u64>, Overflow> {
        let stands = stand_in(shape, same);
        let stand = |place: usize| stands.get(place).copied().unwrap_or(place);
        let Some(mut web) = self.web(shape, &stand, least) else { return Ok(Some(0)) };
        for link in there {
            self.add(&mut web, link, &stand, not, true);
        }
        for inner in &shape.optional {
            let (Some(found), Some(excluded)) = (self.inner(inner, least)?, self.inner(inner, not)?) else {
                return Ok(None);
            };
            if !attach(&mut web, stand(inner.at), Factor::Optional(Box::new([found, excluded]))) {
                return Ok(None);
            }
        }
        for inner in &shape.absent {
            let Some(found) = self.inner(inner, not)? else { return Ok(None) };
            if !attach(&mut web, stand(inner.at), Factor::Absent(Box::new(found))) {
                return Ok(None);
            }
        }
        web.count().map(Some)
    }

    /// For each value of the shared variable how many matches the inner pattern has.
    fn inner(&self, inner: &Inner, least: Truth) -> Result<Option<Factor<'q, 'g>>, Overflow> {
        let Some(web) = self.web(&inner.shape, &|place| place, least) else {
            return Ok(Some(Factor::Few(Rc::new(Vec::new()))));
        };
        web.count_at(inner.root)
    }

    /// The variables and facts of a shape; nothing if something fixed rules all matches out.
    fn web(&self, shape: &Shape, stand: &dyn Fn(usize) -> usize, least: Truth) -> Option<Web<'q, 'g>> {
        let mut nodes: Vec<Option<Node<'q, 'g>>> = vec![None; shape.points.len()];
        let mut fixed = vec![None; shape.points.len()];
        for (place, point) in shape.points.iter().enumerate() {
            let at = stand(place);
            let (node, value) = (nodes.get_mut(at)?, fixed.get_mut(at)?);
            let node = node.get_or_insert_default();
            node.tests.extend(&point.tests);
            if let Some(found) = point.fixed
                && value.replace(found).is_some_and(|before| before != found)
            {
                return None;
            }
        }
        for (node, value) in nodes.iter_mut().zip(fixed) {
            if let (Some(node), Some(value)) = (node, value) {
                node.factors.push(Factor::Few(Rc::new(vec![(value, 1)])));
            }
        }
        let mut web = Web { kg: self.query.view.graph(), nodes, edges: Vec::new(), folds: self.folds.clone() };
        for link in &shape.links {
            self.add(&mut web, link, stand, least, self.matches == Matches::Distinct);
        }
        Some(web)
    }

    /// Adds facts between two variables, or of one with itself. Whether there can be any.
    fn add(&self, web: &mut Web<'q, 'g>, link: &Link, stand: &dyn Fn(usize) -> usize, least: Truth, exists: bool) {
        let (from, to) = (stand(link.from), stand(link.to));
        let (out, back) = (self.lists(link, FactEnd::Subject, least), self.lists(link, FactEnd::Object, least));
        if from != to {
            web.edges.push(Edge { ends: [from, to], lists: [out, back], exists });
            return;
        }
        let mut loops: Vec<(u32, u64)> = Vec::new();
        out.each(|node, list| {
            let start = list.partition_point(|other| *other < node);
            let run = list.get(start..).unwrap_or_default().partition_point(|other| *other == node) as u64;
            match loops.last_mut() {
                Some((before, number)) if *before == node => *number += run,
                _ if run > 0 => loops.push((node, run)),
                _ => {}
            }
        });
        if exists {
            for (_, number) in &mut loops {
                *number = 1;
            }
        }
        let factor = Factor::Few(Rc::new(loops));
        if let Some(Some(node)) = web.nodes.get_mut(from) {
            node.factors.push(factor);
        }
    }
}

fn attach<'q, 'g>(web: &mut Web<'q, 'g>, at: usize, factor: Factor<'q, 'g>) -> bool {
    match web.nodes.get_mut(at) {
        Some(Some(node)) => {
            node.factors.push(factor);
            true
        }
        _ => false,
    }
}

/// For each point the one that stands for it, where some are the same.
fn stand_in(shape: &Shape, same: &[(usize, usize)]) -> Vec<usize> {
    let mut stands: Vec<usize> = (0..shape.points.len()).collect();
    for (a, b) in same {
        if let (Some(from), Some(to)) = (stands.get(*a).copied(), stands.get(*b).copied()) {
            for place in stands.iter_mut().filter(|place| **place == from) {
                *place = to;
            }
        }
    }
    stands
}

/// Whether the pattern asks for a fact such as this one.
fn is_told(shape: &Shape, stands: &[usize], link: &Link) -> bool {
    let ends = |link: &Link| (stands.get(link.from), stands.get(link.to));
    let (from, to) = ends(link);
    shape.links.iter().any(|other| {
        other.atom.relation == link.atom.relation
            && (ends(other) == (from, to) || link.atom.symmetric && ends(other) == (to, from))
    })
}
