//! Folding a variable *x* into the only variable *y* that it is joined to. It becomes a factor of *y*:
//!
//! ```text
//! m(y) = Σ over x of w(x) · e(y, x) = Σ over the elements x of L(y) of w(x)
//! ```
//!
//! With several edges between the two, *e* is the product of all of them, and the sum goes over the elements that all
//! lists of *y* share. If one fact counts as much as many, each element of a list is taken once.

use std::{cell::RefCell, rc::Rc};

use super::{
    cycle,
    dense::Dense,
    factor::{Factor, FactorCursor},
    join_graph::{JoinGraph, Variable},
    lists::Lists,
    number::{Overflow, plus, times},
};
use crate::schema::Range;

/// A variable has few values if there are this many times more facts.
const FEW: usize = 64;

/// The folds that were made. The terms of inclusion and exclusion have most of them in common.
#[derive(Debug, Default)]
pub(super) struct Folds<'q, 'g>(RefCell<Vec<Fold<'q, 'g>>>);

/// A variable that was folded over some lists, and the result.
#[derive(Debug)]
struct Fold<'q, 'g> {
    from: Rc<Lists<'q, 'g>>,
    exists: bool,
    factors: Vec<Factor<'q, 'g>>,
    tests: Vec<Range>,
    numbers: Rc<Dense>,
}

impl<'q, 'g> Folds<'q, 'g> {
    /// The result, if the same variable was folded over the same lists before.
    fn find(&self, node: &Variable<'q, 'g>, from: &Rc<Lists<'q, 'g>>, exists: bool) -> Option<Rc<Dense>> {
        let is = |fold: &&Fold<'q, 'g>| {
            Rc::ptr_eq(&fold.from, from)
                && fold.exists == exists
                && fold.tests == node.tests
                && fold.factors.len() == node.factors.len()
                && fold.factors.iter().zip(&node.factors).all(|(one, other)| one.is(other))
        };
        self.0.borrow().iter().find(is).map(|fold| fold.numbers.clone())
    }

    fn keep(&self, node: &Variable<'q, 'g>, from: &Rc<Lists<'q, 'g>>, exists: bool, numbers: &Rc<Dense>) {
        if self.find(node, from, exists).is_some() {
            return;
        }
        let (factors, tests) = (node.factors.clone(), node.tests.clone());
        self.0.borrow_mut().push(Fold { from: from.clone(), exists, factors, tests, numbers: numbers.clone() });
    }
}

/// The weights of the variable that is folded.
enum Weights<'w, 'q, 'g> {
    /// 1 for every value.
    One,
    /// The length of the value's list. Looking up the lengths that are needed costs less than copying all.
    Count(&'w Lists<'q, 'g>),
    Numbers(Rc<Dense>),
}

impl Weights<'_, '_, '_> {
    fn at(&self, value: u32) -> u64 {
        match self {
            Self::One => 1,
            Self::Count(lists) => lists.count(value) as u64,
            Self::Numbers(numbers) => numbers.at(value),
        }
    }

    /// The sum of the weights of a list, or of a piece of one.
    #[inline]
    fn sum(&self, list: &[u32]) -> Result<u64, Overflow> {
        Ok(match self {
            Self::One => list.len() as u64,
            // The sum has fewer than 2^31 terms, as there are fewer facts, and each is less than 2^31.
            Self::Count(lists) => list.iter().map(|other| lists.count(*other) as u64).sum(),
            Self::Numbers(numbers) => numbers.sum(list)?,
        })
    }
}

impl<'q, 'g> JoinGraph<'q, 'g> {
    /// Adds the factor *m* of a variable that is folded over one relation.
    ///
    /// If the other variable has factors that are 0 for many of its values, no lists are read for these values, and the
    /// result *m · w* replaces all of its factors.
    pub(super) fn folded(
        &mut self,
        node: &Variable<'q, 'g>,
        [from, back]: [&Rc<Lists<'q, 'g>>; 2],
        exists: bool,
        into: usize,
    ) -> Result<(), Overflow> {
        let mut numbers = self.folds.find(node, from, exists);
        if numbers.is_none() {
            numbers = self.sums_of_few(node, from, back, exists)?.map(Rc::new);
        }
        if numbers.is_none() {
            let there = self.variables.get(into).and_then(Option::as_ref).cloned().unwrap_or_default();
            let support = there.factors.iter().filter_map(Factor::support).min();
            if support.is_some_and(|support| support < from.nodes()) && from.is_at_hand() {
                let numbers = self.weighted_sums(node, from, back, exists, &there)?;
                self.set(into, numbers);
                return Ok(());
            }
        }
        let numbers = match numbers {
            Some(numbers) => numbers,
            None => Rc::new(self.sums(node, from, back, exists)?),
        };
        self.folds.keep(node, from, exists, &numbers);
        if let Some(Some(there)) = self.variables.get_mut(into) {
            there.factors.push(Factor::Number(numbers));
        }
        Ok(())
    }

    /// Replaces the factors and tests of a variable by one number for each value.
    fn set(&mut self, node: usize, numbers: Dense) {
        if let Some(Some(there)) = self.variables.get_mut(node) {
            *there = Variable { tests: Vec::new(), factors: vec![Factor::Number(Rc::new(numbers))] };
        }
    }

    /// *m(y)* for all values *y*.
    fn sums(
        &self,
        node: &Variable<'q, 'g>,
        from: &Lists<'q, 'g>,
        back: &Rc<Lists<'q, 'g>>,
        exists: bool,
    ) -> Result<Dense, Overflow> {
        let weights = self.weights(node, from.facts(), back)?;
        if let Weights::Numbers(weights) = &weights
            && !exists
            && from.is_packed()
        {
            let mut sums = Dense::zeros(from.span());
            weights.sums(from.rows(), &mut sums)?;
            let mut failed = Ok(());
            from.each_loose(|value, list| {
                if failed.is_ok() {
                    failed = weights.sum(list).and_then(|sum| sums.add(value, sum));
                }
            });
            return failed.map(|()| sums);
        }
        let mut numbers = Dense::with_room(from.span());
        // A long list comes in pieces, and the last element of one may be the first of the next.
        let (mut seen, mut failed) = (None, Ok(()));
        let mut add = |value: u32, list: &[u32]| {
            let sum = if exists {
                let once = list.iter().filter(|other| seen.replace((value, **other)) != Some((value, **other)));
                once.map(|other| weights.at(*other)).try_fold(0, plus)?
            } else {
                weights.sum(list)?
            };
            if sum > 0 { numbers.push(value, sum) } else { Ok(()) }
        };
        from.each(|value, list| {
            if failed.is_ok() {
                failed = add(value, list);
            }
        });
        failed.map(|()| numbers)
    }

    /// *m(y) · w(y)* for the values *y* with a weight.
    fn weighted_sums(
        &self,
        node: &Variable<'q, 'g>,
        from: &Lists<'q, 'g>,
        back: &Rc<Lists<'q, 'g>>,
        exists: bool,
        there: &Variable<'q, 'g>,
    ) -> Result<Dense, Overflow> {
        let most = there.factors.iter().filter_map(Factor::support).min().unwrap_or_else(|| from.facts());
        let weights = self.weights(node, most, back)?;
        let (mut numbers, mut lists) = (Dense::default(), from.cursor());
        self.products(there, None, |value, number| {
            let list = lists.list(value);
            let sum = if exists {
                let once = list.chunk_by(|a, b| a == b).filter_map(<[u32]>::first);
                once.map(|other| weights.at(*other)).try_fold(0, plus)?
            } else {
                weights.sum(list)?
            };
            if sum > 0 { numbers.push(value, times(sum, number)?) } else { Ok(()) }
        })?;
        Ok(numbers)
    }

    /// *m(y)* if the variable that is folded has so few values that it costs less to start from these: for each *x*,
    /// *w(x)* is added to *m(y)* for each *y* in its list. `None` if it does not.
    fn sums_of_few(
        &self,
        node: &Variable<'q, 'g>,
        from: &Lists<'q, 'g>,
        back: &Rc<Lists<'q, 'g>>,
        exists: bool,
    ) -> Result<Option<Dense>, Overflow> {
        let support = node.factors.iter().filter_map(Factor::support).min().unwrap_or_else(|| back.nodes());
        if exists || support * FEW >= from.facts() {
            return Ok(None);
        }
        let mut few = Vec::new();
        self.products(node, Some(back), |value, number| {
            few.push((value, number));
            Ok(())
        })?;
        if few.iter().map(|(value, _)| back.degree(*value)).sum::<usize>() >= from.facts() / 4 {
            return Ok(None);
        }
        let mut reached: Vec<(u32, u64)> = Vec::new();
        for (value, number) in few {
            back.each_of(value, |list| reached.extend(list.iter().map(|other| (*other, number))));
        }
        Dense::of(reached).map(Some)
    }

    /// The weights of a variable, of which about `most` will be looked up.
    fn weights<'w>(
        &self,
        node: &'w Variable<'q, 'g>,
        most: usize,
        back: &Rc<Lists<'q, 'g>>,
    ) -> Result<Weights<'w, 'q, 'g>, Overflow> {
        Ok(match node.factors.as_slice() {
            _ if node.is_unweighted() => Weights::One,
            [Factor::Number(dense)] if node.tests.is_empty() => Weights::Numbers(dense.clone()),
            [Factor::Degree(lists)] if node.tests.is_empty() && lists.nodes() >= most => Weights::Count(lists),
            _ => {
                let mut dense = Dense::zeros(back.span());
                self.products(node, Some(back), |value, number| dense.add(value, number))?;
                Weights::Numbers(Rc::new(dense))
            }
        })
    }

    /// As [`folded`](Self::folded), where several edges join the two.
    pub(super) fn folded_together(
        &mut self,
        node: &Variable<'q, 'g>,
        lists: &[(Rc<Lists<'q, 'g>>, Rc<Lists<'q, 'g>>, bool)],
        into: usize,
    ) -> Result<(), Overflow> {
        let there = self.variables.get(into).and_then(Option::as_ref).cloned().unwrap_or_default();
        let mut cursor = FactorCursor::of(&there.factors);
        let mut numbers: Vec<(u32, u64)> = Vec::new();
        if let Some((shortest, back, _)) = lists.iter().min_by_key(|(from, ..)| from.facts()) {
            let weights = self.weights(node, shortest.facts(), back)?;
            // k edges of the same facts: n facts between two values can be chosen in n^k ways.
            let all_same = lists.iter().all(|(from, _, exists)| Rc::ptr_eq(from, shortest) && !exists);
            for value in shortest.all_nodes() {
                let held = if self.admits(&there.tests, value) { cursor.at(value)? } else { 0 };
                if held == 0 {
                    continue;
                }
                let mut sum = 0;
                if all_same {
                    for run in shortest.list(value).chunk_by(|a, b| a == b) {
                        let once = run.len() as u64;
                        let ways = (1..lists.len()).try_fold(once, |ways, _| times(ways, once))?;
                        sum = plus(sum, times(ways, run.first().map_or(0, |other| weights.at(*other)))?)?;
                    }
                } else {
                    let slices: Vec<_> = lists.iter().map(|(from, _, exists)| (from.list(value), *exists)).collect();
                    cycle::intersect(&slices, |other, number| {
                        sum = plus(sum, times(number, weights.at(other))?)?;
                        Ok(())
                    })?;
                }
                numbers.push((value, times(sum, held)?));
            }
        }
        self.set(into, Dense::of(numbers)?);
        Ok(())
    }
}
