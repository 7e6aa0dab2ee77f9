//! The number of matches, where possible without listing them.
//!
//! A match gives each variable *x* a value. Its number is a product of weights and of numbers of facts, and the count
//! is the sum over all assignments of values:
//!
//! ```text
//! N = Σ over assignments of ( Π over variables x of w_x(x) · Π over edges (x, y) of e(x, y) )
//! ```
//!
//! *w* is the product of the factors of a variable ([`factor`]), and *e(x, y)* the number of facts between two values,
//! or 1 if there are any where one fact counts as much as many. The sum is computed by eliminating variables
//! ([`eliminate`]), and by intersecting lists where variables form a cycle ([`cycle`], [`triangle`]).
//!
//! **Inequalities and negated facts** are counted by inclusion and exclusion. Let *C* be these conditions, and for *S*
//! ⊆ *C* let *N(S)* be the number of matches of the other conditions in which every condition of *S* is violated: the
//! two sides of an inequality are the same variable, or the negated fact exists. Then
//!
//! ```text
//! N = Σ over S ⊆ C of (−1)^|S| · N(S)
//! ```
//!
//! **Truth**: let *n(t)* be the number of matches that are at least *t* true. Then *n(yes)* are certain, *n(possibly) −
//! n(yes)* possible, and *n(no) − n(possibly)* denied. A negated fact must not even be possible in a certain match, and
//! must not be certain in a possible one.

mod compose;
mod cycle;
mod dense;
mod determined;
mod eliminate;
mod factor;
mod fold;
mod join_graph;
mod lists;
mod marks;
mod number;
mod shape;
mod symmetric_triangle;
mod triangle;
mod variable_order;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use self::{
    factor::Factor,
    fold::Folds,
    join_graph::{Edge, JoinGraph, Variable},
    lists::Lists,
    number::{Overflow, plus},
    shape::{Inner, Link, Matches, Shape},
};
use super::{
    Query,
    edges::{Edges, FactEnd, ratio},
    join::Run,
    pattern::{Atom, Over},
    plan::Plan,
    rows::{Count, Selected},
};
use crate::{
    error::{Error, ErrorKind},
    model::RelationId,
    time::Truth,
};

impl Query<'_> {
    /// The number of matches of the whole pattern, by how true they are.
    ///
    /// If the pattern has only facts, kinds, inequalities, negations and optional parts, the matches are not listed,
    /// and the time is that of reading the facts, whatever the count is.
    ///
    /// # Errors
    /// As [`Selection::rows`](super::Selection::rows); and [`ErrorKind::Full`] if the count is greater than the
    /// greatest `u64`.
    pub fn count(&self) -> Result<Count, Error> {
        let (_, plan) = self.planned()?;
        if let Some(count) = self.counted(&plan, Matches::All)? {
            return Ok(count);
        }
        let count = Cell::new(Count::default());
        Run::new(self).count(&plan, |truth, matches| {
            if let Some(truth) = self.least(truth) {
                let mut sum = count.get();
                sum.add_many(truth, matches as u64);
                count.set(sum);
            }
        })?;
        Ok(count.get())
    }

    /// The number of different combinations of values of all variables for nodes. `None` if that takes listing them.
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

    /// The count without listing, if the pattern allows it and it is expected to be faster.
    fn counted(&self, plan: &Plan, matches: Matches) -> Result<Option<Count>, Error> {
        if self.given.len() > 0 {
            return Ok(None);
        }
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

    /// Whether the matches are counted without being listed.
    pub(super) fn is_counted(&self, plan: &Plan) -> Result<bool, Error> {
        let shape = Shape::of(self, self.pattern()?, Matches::All);
        Ok(shape.is_some_and(|shape| !self.is_quick(plan, &shape)))
    }

    /// Whether listing is expected to be faster than reading the relations. Reading a fact costs a fraction of a row.
    fn is_quick(&self, plan: &Plan, shape: &Shape) -> bool {
        let rows: f64 = plan.steps.iter().map(|(_, rows)| rows).sum();
        let size = |link: &Link| Edges::of(&self.view, &link.atom).size();
        rows * 16.0 < ratio(shape.links.iter().map(size).sum(), 1)
    }
}

fn beyond() -> Error {
    Error::new(ErrorKind::Full, format!("the count is greater than {}, the most that a number holds", u64::MAX))
}

/// Which lists: those of a relation, grouped by an end, of facts that are at least this true.
type Key = (Option<RelationId>, FactEnd, Truth);

struct Counter<'q, 'g> {
    query: &'q Query<'g>,
    matches: Matches,
    edges: RefCell<Vec<Rc<Edges<'q, 'g>>>>,
    lists: RefCell<Vec<(Key, Rc<Lists<'q, 'g>>)>>,
    folds: Rc<Folds<'q, 'g>>,
}

impl<'q, 'g> Counter<'q, 'g> {
    /// The counts, or `None` if a part of the pattern cannot be counted without listing.
    fn count(&self, shape: &Shape) -> Result<Option<Count>, Overflow> {
        let mut links: Vec<&Link> = shape.links.iter().chain(&shape.without).collect();
        links.extend(shape.optional.iter().chain(&shape.absent).flat_map(|inner| &inner.shape.links));
        let has = |truth| links.iter().any(|link| self.edges(link.atom).has(truth));
        // Matches that are at least `least` true, where no negated fact is at least `not` true.
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

    /// The number of matches that are at least this true: the sum over the subsets of conditions.
    fn at_least(&self, shape: &Shape, least: Truth, not: Truth) -> Result<Option<u64>, Overflow> {
        let conditions = shape.differ.len() + shape.without.len();
        let (mut more, mut less) = (0_u64, 0_u64);
        for subset in 0..1_u32 << conditions {
            let taken = |at: usize| subset >> at & 1 == 1;
            let same: Vec<_> =
                shape.differ.iter().enumerate().filter(|(at, _)| taken(*at)).map(|(_, pair)| *pair).collect();
            let there = shape.without.iter().enumerate().filter(|(at, _)| taken(shape.differ.len() + at));
            let there: Vec<_> = there.map(|(_, link)| *link).collect();
            // If equating these variables makes a negated fact one of the pattern, the terms with and without it
            // cancel.
            if least >= not && shape.without.iter().any(|link| is_asked(shape, &stand_in(shape, &same), link)) {
                continue;
            }
            let Some(number) = self.term(shape, &same, &there, least, not)? else { return Ok(None) };
            let sum = if subset.count_ones() % 2 == 0 { &mut more } else { &mut less };
            *sum = plus(*sum, number)?;
        }
        more.checked_sub(less).ok_or(Overflow).map(Some)
    }

    /// One term: the number of matches where some variables are the same and some negated facts exist.
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
        let Some(mut graph) = self.join_graph(shape, &stand, least) else { return Ok(Some(0)) };
        for link in there {
            self.add(&mut graph, link, &stand, not, true);
        }
        for inner in &shape.optional {
            let (Some(found), Some(excluded)) = (self.inner(inner, least)?, self.inner(inner, not)?) else {
                return Ok(None);
            };
            if !attach(&mut graph, stand(inner.at), Factor::Optional(Box::new([found, excluded]))) {
                return Ok(None);
            }
        }
        for inner in &shape.absent {
            let Some(found) = self.inner(inner, not)? else { return Ok(None) };
            if !attach(&mut graph, stand(inner.at), Factor::Absent(Box::new(found))) {
                return Ok(None);
            }
        }
        graph.count().map(Some)
    }

    /// For each value of the shared variable, the number of matches of the inner pattern.
    fn inner(&self, inner: &Inner, least: Truth) -> Result<Option<Factor<'q, 'g>>, Overflow> {
        let Some(graph) = self.join_graph(&inner.shape, &|place| place, least) else {
            return Ok(Some(Factor::Few(Rc::new(Vec::new()))));
        };
        graph.count_at(inner.root)
    }

    /// The join graph of a shape. `None` if two given nodes that must be the same differ, so that there is no match.
    fn join_graph(&self, shape: &Shape, stand: &dyn Fn(usize) -> usize, least: Truth) -> Option<JoinGraph<'q, 'g>> {
        let mut nodes: Vec<Option<Variable<'q, 'g>>> = vec![None; shape.points.len()];
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
        let mut graph =
            JoinGraph { kg: self.query.view.graph(), variables: nodes, edges: Vec::new(), folds: self.folds.clone() };
        for link in &shape.links {
            self.add(&mut graph, link, stand, least, self.matches == Matches::Distinct);
        }
        Some(graph)
    }

    /// Adds the facts between two variables as an edge, or those of a variable with itself as a factor.
    fn add(
        &self,
        graph: &mut JoinGraph<'q, 'g>,
        link: &Link,
        stand: &dyn Fn(usize) -> usize,
        least: Truth,
        exists: bool,
    ) {
        let (from, to) = (stand(link.from), stand(link.to));
        let (out, back) = (self.lists(link, FactEnd::Subject, least), self.lists(link, FactEnd::Object, least));
        if from != to {
            graph.edges.push(Edge { ends: [from, to], lists: [out, back], exists });
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
        let attached = attach(graph, from, factor);
        debug_assert!(attached, "the end of a link is a variable of the graph");
    }
}

fn attach<'q, 'g>(graph: &mut JoinGraph<'q, 'g>, at: usize, factor: Factor<'q, 'g>) -> bool {
    match graph.variables.get_mut(at) {
        Some(Some(node)) => {
            node.factors.push(factor);
            true
        }
        _ => false,
    }
}

/// For each point, the point that represents it where some points are the same.
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

/// Whether the pattern asks for a fact of this relation between these points.
fn is_asked(shape: &Shape, stands: &[usize], link: &Link) -> bool {
    let ends = |link: &Link| (stands.get(link.from), stands.get(link.to));
    let (from, to) = ends(link);
    shape.links.iter().any(|other| {
        other.atom.relation == link.atom.relation
            && (ends(other) == (from, to) || link.atom.symmetric && ends(other) == (to, from))
    })
}
