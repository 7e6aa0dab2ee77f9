//! What one variable contributes to a count: a number for each of its values.

use std::rc::Rc;

use super::lists::Lists;
use crate::graph::SeekCounts;

/// A count that went beyond what a number holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overflow;

pub(super) fn times(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

pub(super) fn plus(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_add(b).ok_or(Overflow)
}

/// A number for each node of a span of nodes; 0 outside.
#[derive(Clone, Debug, Default)]
pub(super) struct Dense {
    first: u32,
    values: Vec<u64>,
}

impl Dense {
    /// Zeros from one node to another.
    pub(super) fn zeros(first: u32, last: u32) -> Self {
        Self { first, values: vec![0; (last - first + 1) as usize] }
    }

    /// Nothing yet, with room for so many nodes, or at first for a million.
    pub(super) fn with_room(nodes: usize) -> Self {
        Self { first: 0, values: Vec::with_capacity(nodes.min(1 << 20)) }
    }

    /// From numbers by node, in the order of nodes.
    pub(super) fn of(numbers: &[(u32, u64)]) -> Self {
        let (Some((first, _)), Some((last, _))) = (numbers.first(), numbers.last()) else { return Self::default() };
        let mut dense = Self::zeros(*first, *last);
        for (node, number) in numbers {
            dense.set(*node, *number);
        }
        dense
    }

    #[inline]
    pub(super) fn at(&self, node: u32) -> u64 {
        self.values.get(node.wrapping_sub(self.first) as usize).copied().unwrap_or(0)
    }

    pub(super) fn set(&mut self, node: u32, number: u64) {
        if let Some(place) = self.values.get_mut(node.wrapping_sub(self.first) as usize) {
            *place = number;
        }
    }

    /// Adds a number to that of the last node, or of a node after it.
    #[inline]
    pub(super) fn push(&mut self, node: u32, number: u64) -> Result<(), Overflow> {
        if self.values.is_empty() {
            self.first = node;
        }
        let at = node.wrapping_sub(self.first) as usize;
        if at >= self.values.len() {
            self.values.resize(at, 0);
            self.values.push(number);
        } else if let Some(sum) = self.values.get_mut(at) {
            *sum = plus(*sum, number)?;
        }
        Ok(())
    }

    /// Multiplies each number that is not 0 by another of its node.
    pub(super) fn scale(&mut self, by: impl Fn(u32) -> Result<u64, Overflow>) -> Result<(), Overflow> {
        for (node, number) in (self.first..).zip(&mut self.values).filter(|(_, number)| **number != 0) {
            *number = times(*number, by(node)?)?;
        }
        Ok(())
    }

    /// The nodes whose number is not 0, in order.
    pub(super) fn each(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        (self.first..).zip(self.values.iter().copied()).filter(|(_, number)| *number != 0)
    }

    pub(super) fn span(&self) -> usize {
        self.values.len()
    }
}

/// A factor of a variable.
#[derive(Clone, Debug)]
pub(super) enum Factor<'q, 'g> {
    /// How many facts of a relation a node has.
    Degree(Rc<Lists<'q, 'g>>),
    Number(Rc<Dense>),
    /// A number for each of a few nodes, in order; 0 for others.
    Few(Rc<Vec<(u32, u64)>>),
    /// The one, and 1 more where the other is 0: an optional part.
    Optional(Box<[Factor<'q, 'g>; 2]>),
    /// 1 where it is 0, else 0: what must not be.
    Absent(Box<Factor<'q, 'g>>),
}

impl Factor<'_, '_> {
    /// How many nodes it takes to go through those where it is not 0; nothing if there may be more.
    pub(super) fn support(&self) -> Option<usize> {
        match self {
            Self::Degree(lists) => Some(lists.nodes()),
            Self::Number(dense) => Some(dense.span()),
            Self::Few(few) => Some(few.len()),
            Self::Optional(_) | Self::Absent(_) => None,
        }
    }

    /// Calls with the numbers that are not 0, in the order of nodes.
    fn each<E>(&self, mut tell: impl FnMut((u32, u64)) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Degree(lists) => {
                let mut result = Ok(());
                lists.each_count(|node, count| {
                    if result.is_ok() {
                        result = tell((node, u64::from(count)));
                    }
                });
                result
            }
            Self::Number(dense) => dense.each().try_for_each(tell),
            Self::Few(few) => few.iter().copied().try_for_each(tell),
            Self::Optional(_) | Self::Absent(_) => Ok(()),
        }
    }

    /// The number of a node.
    pub(super) fn at(&self, node: u32) -> u64 {
        match self {
            Self::Degree(lists) => lists.count(node) as u64,
            Self::Number(dense) => dense.at(node),
            Self::Few(few) => few
                .binary_search_by_key(&node, |(node, _)| *node)
                .ok()
                .and_then(|at| few.get(at))
                .map_or(0, |(_, number)| *number),
            Self::Optional(parts) => {
                let [this, that] = &**parts;
                this.at(node) + u64::from(that.at(node) == 0)
            }
            Self::Absent(inner) => u64::from(inner.at(node) == 0),
        }
    }
}

/// The sum over all nodes of the product of factors, and the products.
///
/// One of the factors, the one of the fewest nodes, is gone through; the others are sought in beside it, as all are in the
/// order of nodes.
pub(super) fn product(
    factors: &[Factor<'_, '_>],
    admits: impl Fn(u32) -> bool,
    mut tell: impl FnMut(u32, u64) -> Result<(), Overflow>,
) -> Result<bool, Overflow> {
    let shortest = factors.iter().enumerate().filter_map(|(at, factor)| Some((factor.support()?, at))).min();
    let Some((_, driver)) = shortest else { return Ok(false) };
    let mut others: Vec<_> =
        factors.iter().enumerate().filter(|(at, _)| *at != driver).map(|(_, factor)| factor).collect();
    others.sort_by_key(|factor| factor.support().unwrap_or(usize::MAX));
    let mut walks: Vec<_> = others.into_iter().map(Walk::of).collect();
    if let Some(factor) = factors.get(driver) {
        factor.each(|(node, number)| {
            let mut total = number;
            for walk in &mut walks {
                let number = walk.at(node);
                if number == 0 {
                    return Ok(());
                }
                total = times(total, number)?;
            }
            if admits(node) { tell(node, total) } else { Ok(()) }
        })?;
    }
    Ok(true)
}

/// How the numbers of a factor are found, for nodes in order.
enum Walk<'f, 'q, 'g> {
    Beside(SeekCounts<'f>),
    /// The same of an optional part: where it has none, that is one way.
    BesideOnce(SeekCounts<'f>),
    LookUp(&'f Factor<'q, 'g>),
}

impl<'f, 'q, 'g> Walk<'f, 'q, 'g> {
    fn of(factor: &'f Factor<'q, 'g>) -> Self {
        match factor {
            Factor::Degree(lists) => Self::Beside(lists.seek_counts()),
            Factor::Optional(parts) => match &**parts {
                [Factor::Degree(this), Factor::Degree(that)] if Rc::ptr_eq(this, that) => {
                    Self::BesideOnce(this.seek_counts())
                }
                _ => Self::LookUp(factor),
            },
            factor => Self::LookUp(factor),
        }
    }

    /// The number of a node; nodes are asked for in order.
    #[inline]
    fn at(&mut self, node: u32) -> u64 {
        match self {
            Self::Beside(counts) => u64::from(counts.at(node)),
            Self::BesideOnce(counts) => u64::from(counts.at(node).max(1)),
            Self::LookUp(factor) => factor.at(node),
        }
    }
}
