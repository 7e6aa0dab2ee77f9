//! Counting by taking away one variable after the other, each folded into its neighbour as a number a node.

use std::rc::Rc;

use super::{
    circle,
    factor::{Dense, Factor, Overflow, plus, product, times},
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
}

/// A pattern to be counted: variables and what joins them.
#[derive(Clone, Debug)]
pub(super) struct Web<'q, 'g> {
    pub(super) kg: &'g KnowledgeGraph,
    pub(super) nodes: Vec<Option<Node<'q, 'g>>>,
    pub(super) edges: Vec<Edge<'q, 'g>>,
}

impl<'q, 'g> Web<'q, 'g> {
    /// How many matches there are.
    pub(super) fn count(mut self) -> Result<u64, Overflow> {
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
        Ok(Some(Factor::Number(Rc::new(Dense::of(&numbers)))))
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
    fn products(
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
        let factor = match lists.as_slice() {
            [(from, _, false)] if node.is_free() => Factor::Degree(from.clone()),
            [(from, back, exists)] => self.folded(&node, from, back, *exists, into)?,
            several => self.folded_together(&node, several, into)?,
        };
        if let Some(Some(neighbour)) = self.nodes.get_mut(into) {
            // The new number holds what the old one did.
            if matches!(factor, Factor::Number(_)) {
                neighbour.factors.retain(|old| !matches!(old, Factor::Number(_)));
            }
            neighbour.factors.push(factor);
        }
        Ok(true)
    }

    /// The number that a neighbour already has, by which a new one is multiplied.
    fn before(&self, into: usize) -> Vec<Rc<Dense>> {
        let factors = self.nodes.get(into).and_then(Option::as_ref).map_or(&[][..], |node| &node.factors);
        let number =
            |factor: &Factor<'q, 'g>| if let Factor::Number(dense) = factor { Some(dense.clone()) } else { None };
        factors.iter().filter_map(number).collect()
    }

    /// For each value of the neighbour the sum over the values that its facts lead to.
    fn folded(
        &self,
        node: &Node<'q, 'g>,
        from: &Rc<Lists<'q, 'g>>,
        back: &Rc<Lists<'q, 'g>>,
        exists: bool,
        into: usize,
    ) -> Result<Factor<'q, 'g>, Overflow> {
        let before = self.before(into);
        let held = |value: u32| before.iter().try_fold(1, |number, dense| times(number, dense.at(value)));
        let all = node.is_free();
        let mut numbers = Dense::with_room(self.kg.node_count());
        if let ([Factor::Degree(lists)], true, false) = (node.factors.as_slice(), node.tests.is_empty(), exists)
            && lists.nodes() * 2 > from.facts()
        {
            // To look up what is needed costs less than to write down all.
            sums(
                from,
                |_, list| list.iter().try_fold(0, |sum, other| plus(sum, lists.count(*other) as u64)),
                &mut numbers,
            )?;
            if !before.is_empty() {
                numbers.scale(held)?;
            }
            return Ok(Factor::Number(Rc::new(numbers)));
        }
        let weights = if all { None } else { Some(self.weights(node, back)?) };
        if let Some(Weights { dense, few: Some(few) }) = &weights
            && !exists
            && back.nodes() * 8 < from.facts()
            && few.iter().map(|(value, _)| back.count(*value)).sum::<usize>() < from.facts() / 4
        {
            // Few values: from them to the neighbours.
            let mut reached: Vec<(u32, u64)> = Vec::new();
            for (value, _) in few {
                reached.extend(back.list(*value).iter().map(|other| (*other, dense.at(*value))));
            }
            reached.sort_unstable_by_key(|(other, _)| *other);
            for (other, number) in reached {
                numbers.push(other, number)?;
            }
            numbers.scale(held)?;
            return Ok(Factor::Number(Rc::new(numbers)));
        }
        // A long list comes in pieces: what was the last of one may be the first of the next.
        let mut seen = None;
        let sum = |value: u32, list: &[u32]| match (&weights, exists) {
            (None, false) => Ok(list.len() as u64),
            (Some(weights), false) => list.iter().try_fold(0, |sum, other| plus(sum, weights.dense.at(*other))),
            (weights, true) => list.iter().try_fold(0, |sum, other| {
                let again = seen.replace((value, *other)) == Some((value, *other));
                let number = weights.as_ref().map_or(1, |weights| weights.dense.at(*other));
                plus(sum, if again { 0 } else { number })
            }),
        };
        sums(from, sum, &mut numbers)?;
        if !before.is_empty() {
            numbers.scale(held)?;
        }
        Ok(Factor::Number(Rc::new(numbers)))
    }

    /// The numbers of a variable that is folded.
    fn weights(&self, node: &Node<'q, 'g>, back: &Rc<Lists<'q, 'g>>) -> Result<Weights, Overflow> {
        if let ([Factor::Number(dense)], true) = (node.factors.as_slice(), node.tests.is_empty()) {
            let few = (dense.span() <= FEW).then(|| dense.each().collect());
            return Ok(Weights { dense: dense.clone(), few });
        }
        let mut dense = Dense::with_room(self.kg.node_count());
        let most = node.factors.iter().filter_map(Factor::support).min().unwrap_or_else(|| back.nodes());
        let mut few = (most <= FEW).then(Vec::new);
        self.products(node, Some(back), |value, number| {
            if let Some(numbers) = &mut few {
                numbers.push((value, number));
            }
            dense.push(value, number)
        })?;
        Ok(Weights { dense: Rc::new(dense), few })
    }

    /// The same where several relations join the two.
    fn folded_together(
        &self,
        node: &Node<'q, 'g>,
        lists: &[(Rc<Lists<'q, 'g>>, Rc<Lists<'q, 'g>>, bool)],
        into: usize,
    ) -> Result<Factor<'q, 'g>, Overflow> {
        let before = self.before(into);
        let all = node.is_free();
        let Some((shortest, back, _)) = lists.iter().min_by_key(|(from, ..)| from.facts()) else {
            return Ok(Factor::Few(Rc::new(Vec::new())));
        };
        let weights = if all { None } else { Some(self.weights(node, back)?.dense) };
        let mut numbers: Vec<(u32, u64)> = Vec::new();
        if lists.iter().all(|(from, _, exists)| Rc::ptr_eq(from, shortest) && !exists) {
            // The same facts several times: as often as all of them can be chosen.
            for value in shortest.all_nodes() {
                let mut sum = 0;
                for run in shortest.list(value).chunk_by(|a, b| a == b) {
                    let ways = (1..lists.len()).try_fold(run.len() as u64, |ways, _| times(ways, run.len() as u64))?;
                    let weight = run.first().map_or(0, |other| weights.as_ref().map_or(1, |dense| dense.at(*other)));
                    sum = plus(sum, times(ways, weight)?)?;
                }
                let held = before.iter().try_fold(1, |number, dense| times(number, dense.at(value)))?;
                numbers.push((value, times(sum, held)?));
            }
            return Ok(Factor::Number(Rc::new(Dense::of(&numbers))));
        }
        for value in shortest.all_nodes() {
            let held = before.iter().try_fold(1, |number, dense| times(number, dense.at(value)))?;
            if held == 0 {
                continue;
            }
            let mut sum = 0;
            let slices: Vec<_> = lists.iter().map(|(from, _, exists)| (from.list(value), *exists)).collect();
            circle::together(&slices, |other, number| {
                sum = plus(sum, times(number, weights.as_ref().map_or(1, |dense| dense.at(other)))?)?;
                Ok(())
            })?;
            numbers.push((value, times(sum, held)?));
        }
        Ok(Factor::Number(Rc::new(Dense::of(&numbers))))
    }
}

/// For each node the sum of what its list, or each piece of it, comes to.
fn sums(
    lists: &Lists<'_, '_>,
    mut sum: impl FnMut(u32, &[u32]) -> Result<u64, Overflow>,
    into: &mut Dense,
) -> Result<(), Overflow> {
    let mut failed = Ok(());
    lists.each(|node, list| {
        if let Err(overflow) = sum(node, list).and_then(|sum| into.push(node, sum)) {
            failed = Err(overflow);
        }
    });
    failed
}

/// So many values are gone through by themselves, not with all others of a span of nodes.
const FEW: usize = 65_536;

/// The numbers of a variable: by node, and where they are few as a list.
struct Weights {
    dense: Rc<Dense>,
    few: Option<Vec<(u32, u64)>>,
}
