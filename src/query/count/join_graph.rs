//! The join graph of a count: variables, and the facts that join them.

use std::rc::Rc;

use super::{
    factor::{Factor, product},
    fold::Folds,
    lists::Lists,
    number::{Overflow, times},
};
use crate::{graph::KnowledgeGraph, model::Id, schema::Range};

/// A variable of a count, with what its weight is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Variable<'q, 'g> {
    pub(super) tests: Vec<Range>,
    pub(super) factors: Vec<Factor<'q, 'g>>,
}

impl Variable<'_, '_> {
    /// Whether the weight of every value is 1.
    pub(super) fn is_unweighted(&self) -> bool {
        self.tests.is_empty() && self.factors.is_empty()
    }
}

/// Facts between two variables.
#[derive(Clone, Debug)]
pub(super) struct Edge<'q, 'g> {
    pub(super) ends: [usize; 2],
    /// The lists grouped by the first end, and by the second.
    pub(super) lists: [Rc<Lists<'q, 'g>>; 2],
    /// One fact between two values counts as much as many: *e* is at most 1.
    pub(super) exists: bool,
}

impl Edge<'_, '_> {
    /// Which of its ends a variable is, if it is one.
    pub(super) fn side(&self, node: usize) -> Option<usize> {
        self.ends.iter().position(|end| *end == node)
    }

    /// Whether no two values are joined by several facts. One pass over the facts, the first time.
    pub(super) fn is_once(&self) -> bool {
        let [lists, back] = &self.lists;
        if lists.is_at_hand() { lists.is_once() } else { back.is_once() }
    }
}

/// A pattern to be counted: its variables, and the facts that join them.
#[derive(Clone, Debug)]
pub(super) struct JoinGraph<'q, 'g> {
    pub(super) kg: &'g KnowledgeGraph,
    /// `None` for a variable that has been eliminated.
    pub(super) variables: Vec<Option<Variable<'q, 'g>>>,
    pub(super) edges: Vec<Edge<'q, 'g>>,
    /// The folds made so far, for this graph and the other terms of the same count.
    pub(super) folds: Rc<Folds<'q, 'g>>,
}

impl<'q, 'g> JoinGraph<'q, 'g> {
    pub(super) fn take(&mut self, node: usize) -> Option<Variable<'q, 'g>> {
        self.variables.get_mut(node).and_then(Option::take)
    }

    /// The edges of each variable, in their order.
    pub(super) fn edges_of(&self) -> Vec<Vec<&Edge<'q, 'g>>> {
        let mut all: Vec<Vec<&Edge<'q, 'g>>> = vec![Vec::new(); self.variables.len()];
        for edge in &self.edges {
            for end in edge.ends {
                all.get_mut(end).into_iter().for_each(|edges| edges.push(edge));
            }
        }
        all
    }

    pub(super) fn find_alone(&self) -> Option<usize> {
        let mut is_joined = vec![false; self.variables.len()];
        for end in self.edges.iter().flat_map(|edge| edge.ends) {
            is_joined.get_mut(end).into_iter().for_each(|joined| *joined = true);
        }
        self.variables.iter().zip(is_joined).position(|(node, joined)| node.is_some() && !joined)
    }

    /// The connected parts of what is left: variables in two parts are joined by no path of edges.
    pub(super) fn parts(&self) -> Vec<Self> {
        let mut left: Vec<usize> =
            (0..self.variables.len()).filter(|at| self.variables.get(*at).is_some_and(Option::is_some)).collect();
        let mut parts = Vec::new();
        while let Some(first) = left.pop() {
            let (mut part, mut next) = (vec![first], 0);
            while let Some(variable) = part.get(next).copied() {
                next += 1;
                let others = self.edges.iter().filter_map(|edge| edge.ends.get(1 - edge.side(variable)?));
                for other in others {
                    if let Some(place) = left.iter().position(|at| at == other) {
                        part.push(left.swap_remove(place));
                    }
                }
            }
            let mut graph = self.clone();
            for (at, variable) in graph.variables.iter_mut().enumerate() {
                if !part.contains(&at) {
                    *variable = None;
                }
            }
            graph.edges.retain(|edge| part.contains(&edge.ends[0]));
            parts.push(graph);
        }
        parts
    }

    /// Whether a value is within all ranges.
    pub(super) fn admits(&self, tests: &[Range], value: u32) -> bool {
        tests.iter().all(|range| self.kg.fits(Id::new(value), *range))
    }

    /// Calls with each value whose weight is not 0, and its weight. Where no factor lists its values, they are the
    /// nodes that have a list in `over`.
    pub(super) fn products(
        &self,
        node: &Variable<'q, 'g>,
        over: Option<&Rc<Lists<'q, 'g>>>,
        mut visit: impl FnMut(u32, u64) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let admits = |value| self.admits(&node.tests, value);
        if !product(&node.factors, admits, &mut visit)?
            && let Some(lists) = over
        {
            for value in lists.all_nodes() {
                let mut number = 1;
                for factor in &node.factors {
                    number = times(number, factor.at(value))?;
                }
                if number > 0 && admits(value) {
                    visit(value, number)?;
                }
            }
        }
        Ok(())
    }

    /// The weight of a value of a variable: the product of the variable's factors, or 0 if the value is not within what
    /// the variable is for.
    pub(super) fn weight(&self, variable: &Variable<'_, '_>, value: u32) -> Result<u64, Overflow> {
        let mut number = 1;
        for factor in &variable.factors {
            number = times(number, factor.at(value))?;
            if number == 0 {
                return Ok(0);
            }
        }
        Ok(if self.admits(&variable.tests, value) { number } else { 0 })
    }

    /// Removes redundant edges: *e(x, y) · e(x, y) = e(x, y)* if *e* is never more than 1, because one fact counts as
    /// much as many or because there are never several.
    pub(super) fn merge_edges(&mut self) {
        let mut at = 0;
        while let Some(edge) = self.edges.get(at) {
            let same = |other: &Edge<'q, 'g>| {
                edge.ends.iter().zip(&edge.lists).all(|(end, lists)| {
                    let theirs = other.side(*end).and_then(|side| other.lists.get(side));
                    theirs.is_some_and(|theirs| Rc::ptr_eq(theirs, lists))
                })
            };
            let mut others = self.edges.iter().enumerate().filter(|(other, _)| *other != at);
            let is_redundant = |other: usize, there: &Edge<'q, 'g>| {
                (edge.exists && (!there.exists || other < at)) || (!there.exists && edge.is_once())
            };
            let again = others.any(|(other, there)| same(there) && is_redundant(other, there));
            if again {
                self.edges.remove(at);
            } else {
                at += 1;
            }
        }
    }
}
