//! Counting by taking away one variable after the other, each folded into its neighbour as a number a node.

use std::rc::Rc;

use super::{
    circle,
    dense::Dense,
    factor::{Factor, Overflow, plus, product, times},
    fold::Folds,
    lists::Lists,
    triangle,
};
use crate::{graph::KnowledgeGraph, model::Id, schema::Range};

/// A variable of a count.
#[derive(Clone, Debug, Default)]
pub(super) struct Node<'q, 'g> {
    pub(super) tests: Vec<Range>,
    pub(super) factors: Vec<Factor<'q, 'g>>,
}

impl Node<'_, '_> {
    /// Whether any value is as good as another.
    pub(super) fn is_free(&self) -> bool {
        self.tests.is_empty() && self.factors.is_empty()
    }
}

/// Facts between two variables.
#[derive(Clone, Debug)]
pub(super) struct Edge<'q, 'g> {
    pub(super) ends: [usize; 2],
    /// The lists from the first end and from the second.
    pub(super) lists: [Rc<Lists<'q, 'g>>; 2],
    /// One fact counts as much as many.
    pub(super) exists: bool,
}

impl Edge<'_, '_> {
    /// Which of its ends a variable is.
    pub(super) fn side(&self, node: usize) -> Option<usize> {
        self.ends.iter().position(|end| *end == node)
    }

    /// Whether no two of its values are joined twice. One pass over the facts, the first time.
    pub(super) fn is_once(&self) -> bool {
        let [lists, back] = &self.lists;
        if lists.is_at_hand() { lists.is_once() } else { back.is_once() }
    }
}

/// A pattern to be counted: variables and what joins them.
#[derive(Clone, Debug)]
pub(super) struct Web<'q, 'g> {
    pub(super) kg: &'g KnowledgeGraph,
    pub(super) nodes: Vec<Option<Node<'q, 'g>>>,
    pub(super) edges: Vec<Edge<'q, 'g>>,
    /// What was folded so far, for this web and others of the same count.
    pub(super) folds: Rc<Folds<'q, 'g>>,
}

impl<'q, 'g> Web<'q, 'g> {
    /// How many matches there are.
    pub(super) fn count(mut self) -> Result<u64, Overflow> {
        self.merge_edges();
        let mut total = 1;
        loop {
            if let Some(alone) = self.find_alone() {
                let Some(node) = self.take(alone) else { continue };
                let mut sum = 0;
                self.products(&node, None, |_, number| {
                    sum = plus(sum, number)?;
                    Ok(())
                })?;
                total = times(total, sum)?;
            } else if !self.fold(None)? {
                if self.nodes.iter().all(Option::is_none) {
                    return Ok(total);
                }
                self.shorten(None);
                if !self.settle()? {
                    break;
                }
            }
            if total == 0 {
                return Ok(0);
            }
        }
        let circle = triangle::count(&self).unwrap_or_else(|| circle::count(&self))?;
        times(total, circle)
    }

    /// The number of matches for each value of one variable, or nothing if the others hang together in a circle.
    pub(super) fn count_at(mut self, root: usize) -> Result<Option<Factor<'q, 'g>>, Overflow> {
        self.merge_edges();
        while self.fold(Some(root))? {}
        let Some(node) = self.take(root) else { return Ok(None) };
        if self.nodes.iter().any(Option::is_some) {
            return Ok(None);
        }
        if let ([only], true) = (node.factors.as_slice(), node.tests.is_empty()) {
            return Ok(Some(only.clone()));
        }
        let mut numbers = Vec::new();
        self.products(&node, None, |value, number| {
            numbers.push((value, number));
            Ok(())
        })?;
        Ok(Some(Factor::Number(Rc::new(Dense::of(numbers)?))))
    }

    /// Leaves out edges that ask for what others do: the same facts between the same two, where one counts as much as many,
    /// or where there are never many.
    fn merge_edges(&mut self) {
        let mut at = 0;
        while let Some(edge) = self.edges.get(at) {
            let same = |other: &Edge<'q, 'g>| {
                edge.ends.iter().zip(&edge.lists).all(|(end, lists)| {
                    let theirs = other.side(*end).and_then(|side| other.lists.get(side));
                    theirs.is_some_and(|theirs| Rc::ptr_eq(theirs, lists))
                })
            };
            let mut others = self.edges.iter().enumerate().filter(|(other, _)| *other != at);
            let is_needless = |other: usize, there: &Edge<'q, 'g>| {
                (edge.exists && (!there.exists || other < at)) || (!there.exists && edge.is_once())
            };
            let again = others.any(|(other, there)| same(there) && is_needless(other, there));
            if again {
                self.edges.remove(at);
            } else {
                at += 1;
            }
        }
    }

    fn take(&mut self, node: usize) -> Option<Node<'q, 'g>> {
        self.nodes.get_mut(node).and_then(Option::take)
    }

    fn find_alone(&self) -> Option<usize> {
        let joined = |node: usize| self.edges.iter().any(|edge| edge.side(node).is_some());
        (0..self.nodes.len()).find(|node| self.nodes.get(*node).is_some_and(Option::is_some) && !joined(*node))
    }

    /// Whether a value is within what the variable is over.
    pub(super) fn admits(&self, tests: &[Range], value: u32) -> bool {
        tests.iter().all(|range| self.kg.fits(Id::new(value), *range))
    }

    /// The product of the factors for each value for which it is not 0. Where no factor says which values there are, `over`
    /// does.
    pub(super) fn products(
        &self,
        node: &Node<'q, 'g>,
        over: Option<&Rc<Lists<'q, 'g>>>,
        mut tell: impl FnMut(u32, u64) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let admits = |value| self.admits(&node.tests, value);
        if !product(&node.factors, admits, &mut tell)?
            && let Some(lists) = over
        {
            for value in lists.all_nodes() {
                let mut number = 1;
                for factor in &node.factors {
                    number = times(number, factor.at(value))?;
                }
                if number > 0 && admits(value) {
                    tell(value, number)?;
                }
            }
        }
        Ok(())
    }

    /// Folds the variable that is cheapest to fold and has one neighbour. Whether there was one.
    fn fold(&mut self, keep: Option<usize>) -> Result<bool, Overflow> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(node) = node else { continue };
            let mut neighbours: Vec<_> =
                self.edges.iter().filter_map(|edge| Some(*edge.ends.get(1 - edge.side(at)?)?)).collect();
            let links = neighbours.len();
            neighbours.dedup();
            let [neighbour] = neighbours.as_slice() else { continue };
            if Some(at) == keep {
                continue;
            }
            let mine = || self.edges.iter().filter(|edge| edge.side(at).is_some());
            let free =
                links == 1 && node.factors.is_empty() && node.tests.is_empty() && mine().all(|edge| !edge.exists);
            let cost = if free { 0 } else { mine().map(|edge| edge.lists[0].facts()).sum() };
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, at, *neighbour));
            }
        }
        let Some((_, at, into)) = best else { return Ok(false) };
        let (mine, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.edges).into_iter().partition(|edge| edge.side(at).is_some());
        self.edges = rest;
        let Some(node) = self.take(at) else { return Ok(true) };
        // The lists from the neighbour, and from the variable that is folded.
        let lists: Vec<_> = mine
            .into_iter()
            .map(|edge| {
                let [a, b] = edge.lists;
                if edge.ends[0] == at { (b, a, edge.exists) } else { (a, b, edge.exists) }
            })
            .collect();
        match lists.as_slice() {
            [(from, _, false)] if node.is_free() => {
                let factor = Factor::Degree(from.clone());
                self.nodes.get_mut(into).into_iter().flatten().for_each(|node| node.factors.push(factor.clone()));
            }
            [(from, back, exists)] => self.folded(&node, [from, back], *exists, into)?,
            several => self.folded_together(&node, several, into)?,
        }
        Ok(true)
    }
}
