//! Folding a variable into the one that it is joined to: for each value of that one the sum over the values that its facts
//! lead to.

use std::{cell::RefCell, rc::Rc};

use super::{
    circle,
    dense::Dense,
    factor::{Beside, Factor, Overflow, plus, times},
    lists::Lists,
    tree::{Node, Web},
};
use crate::schema::Range;

/// A variable has few values if there are so many times more facts.
const FEW: usize = 64;

/// What was folded: the terms of inclusion and exclusion have most of it in common.
#[derive(Debug, Default)]
pub(super) struct Folds<'q, 'g>(RefCell<Vec<Fold<'q, 'g>>>);

/// A variable with factors, to be folded over some lists.
#[derive(Debug)]
struct Fold<'q, 'g> {
    from: Rc<Lists<'q, 'g>>,
    exists: bool,
    factors: Vec<Factor<'q, 'g>>,
    tests: Vec<Range>,
    numbers: Rc<Dense>,
}

impl<'q, 'g> Folds<'q, 'g> {
    /// The numbers, if the same was folded before.
    fn find(&self, node: &Node<'q, 'g>, from: &Rc<Lists<'q, 'g>>, exists: bool) -> Option<Rc<Dense>> {
        let is = |fold: &&Fold<'q, 'g>| {
            Rc::ptr_eq(&fold.from, from)
                && fold.exists == exists
                && fold.tests == node.tests
                && fold.factors.len() == node.factors.len()
                && fold.factors.iter().zip(&node.factors).all(|(one, other)| one.is(other))
        };
        self.0.borrow().iter().find(is).map(|fold| fold.numbers.clone())
    }

    fn keep(&self, node: &Node<'q, 'g>, from: &Rc<Lists<'q, 'g>>, exists: bool, numbers: &Rc<Dense>) {
        if self.find(node, from, exists).is_some() {
            return;
        }
        let (factors, tests) = (node.factors.clone(), node.tests.clone());
        self.0.borrow_mut().push(Fold { from: from.clone(), exists, factors, tests, numbers: numbers.clone() });
    }
}

/// What each value of the variable that is folded counts.
enum Weights<'w, 'q, 'g> {
    /// All the same.
    One,
    /// The length of its list. To look up what is needed costs less than to write down all.
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

    /// The sum over a list, or a piece of one, of which there are no more than there are facts.
    #[inline]
    fn sum(&self, list: &[u32]) -> Result<u64, Overflow> {
        Ok(match self {
            Self::One => list.len() as u64,
            // Of fewer lists than 31 bits can count each has fewer elements than that.
            Self::Count(lists) => list.iter().map(|other| lists.count(*other) as u64).sum(),
            Self::Numbers(numbers) => numbers.sum(list)?,
        })
    }
}

impl<'q, 'g> Web<'q, 'g> {
    /// Gives a variable what one that was joined to it alone comes to.
    ///
    /// Where the variable has factors already that leave some of its values out, nothing is read for these, and the new
    /// number takes the place of all of them.
    pub(super) fn folded(
        &mut self,
        node: &Node<'q, 'g>,
        [from, back]: [&Rc<Lists<'q, 'g>>; 2],
        exists: bool,
        into: usize,
    ) -> Result<(), Overflow> {
        let mut numbers = self.folds.find(node, from, exists);
        if numbers.is_none() {
            numbers = self.of_few(node, from, back, exists)?.map(Rc::new);
        }
        if numbers.is_none() {
            let there = self.nodes.get(into).and_then(Option::as_ref).cloned().unwrap_or_default();
            let support = there.factors.iter().filter_map(Factor::support).min();
            if support.is_some_and(|support| support < from.nodes()) && from.is_at_hand() {
                let numbers = self.sums_beside(node, from, back, exists, &there)?;
                self.set(into, numbers);
                return Ok(());
            }
        }
        let numbers = match numbers {
            Some(numbers) => numbers,
            None => Rc::new(self.sums(node, from, back, exists)?),
        };
        self.folds.keep(node, from, exists, &numbers);
        if let Some(Some(there)) = self.nodes.get_mut(into) {
            there.factors.push(Factor::Number(numbers));
        }
        Ok(())
    }

    /// Gives a variable a number that holds all that its factors and tests say.
    fn set(&mut self, node: usize, numbers: Dense) {
        if let Some(Some(there)) = self.nodes.get_mut(node) {
            *there = Node { tests: Vec::new(), factors: vec![Factor::Number(Rc::new(numbers))] };
        }
    }

    /// For each value the sum of what its facts lead to.
    fn sums(
        &self,
        node: &Node<'q, 'g>,
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
        // A long list comes in pieces: what was the last of one may be the first of the next.
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

    /// The same for the values of a variable that has factors, times these.
    fn sums_beside(
        &self,
        node: &Node<'q, 'g>,
        from: &Lists<'q, 'g>,
        back: &Rc<Lists<'q, 'g>>,
        exists: bool,
        there: &Node<'q, 'g>,
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

    /// The same where the variable that is folded has so few values that it costs less to go from these to the others.
    fn of_few(
        &self,
        node: &Node<'q, 'g>,
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

    /// What the values of a variable count, of which about so many are looked up.
    fn weights<'w>(
        &self,
        node: &'w Node<'q, 'g>,
        most: usize,
        back: &Rc<Lists<'q, 'g>>,
    ) -> Result<Weights<'w, 'q, 'g>, Overflow> {
        Ok(match node.factors.as_slice() {
            _ if node.is_free() => Weights::One,
            [Factor::Number(dense)] if node.tests.is_empty() => Weights::Numbers(dense.clone()),
            [Factor::Degree(lists)] if node.tests.is_empty() && lists.nodes() >= most => Weights::Count(lists),
            _ => {
                let mut dense = Dense::zeros(back.span());
                self.products(node, Some(back), |value, number| dense.add(value, number))?;
                Weights::Numbers(Rc::new(dense))
            }
        })
    }

    /// As [`folded`](Self::folded), where several relations join the two.
    pub(super) fn folded_together(
        &mut self,
        node: &Node<'q, 'g>,
        lists: &[(Rc<Lists<'q, 'g>>, Rc<Lists<'q, 'g>>, bool)],
        into: usize,
    ) -> Result<(), Overflow> {
        let there = self.nodes.get(into).and_then(Option::as_ref).cloned().unwrap_or_default();
        let mut beside = Beside::of(&there.factors);
        let mut numbers: Vec<(u32, u64)> = Vec::new();
        if let Some((shortest, back, _)) = lists.iter().min_by_key(|(from, ..)| from.facts()) {
            let weights = self.weights(node, shortest.facts(), back)?;
            // The same facts several times: as often as all of them can be chosen.
            let all_same = lists.iter().all(|(from, _, exists)| Rc::ptr_eq(from, shortest) && !exists);
            for value in shortest.all_nodes() {
                let held = if self.admits(&there.tests, value) { beside.at(value)? } else { 0 };
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
                    circle::together(&slices, |other, number| {
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
