//! What one variable contributes to a count: a number for each of its values.

use std::rc::Rc;

use super::{dense::Dense, lists::Lists};
use crate::tables::SeekCounts;

/// A count that went beyond what a number holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overflow;

pub(super) fn times(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

pub(super) fn plus(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_add(b).ok_or(Overflow)
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

    /// Whether it is known to be the same, without a look at its numbers.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Degree(one), Self::Degree(other)) => Rc::ptr_eq(one, other),
            (Self::Number(one), Self::Number(other)) => Rc::ptr_eq(one, other),
            (Self::Few(one), Self::Few(other)) => Rc::ptr_eq(one, other),
            _ => false,
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
    let others = factors.iter().enumerate().filter(|(at, _)| *at != driver).map(|(_, factor)| factor);
    let mut beside = Beside::of(others);
    let mut rows = Vec::with_capacity(TOGETHER);
    let mut flush = |rows: &mut Vec<(u32, u64)>| {
        beside.keep(rows)?;
        rows.drain(..).filter(|(node, _)| admits(*node)).try_for_each(|(node, total)| tell(node, total))
    };
    if let Some(factor) = factors.get(driver) {
        factor.each(|row| {
            rows.push(row);
            if rows.len() < TOGETHER { Ok(()) } else { flush(&mut rows) }
        })?;
        flush(&mut rows)?;
    }
    Ok(true)
}

/// So many nodes go through one factor after the other together: within one nothing else is read.
const TOGETHER: usize = 512;

/// The product of factors at nodes that are asked for in order.
pub(super) struct Beside<'f, 'q, 'g>(Vec<Walk<'f, 'q, 'g>>);

impl<'f, 'q, 'g> Beside<'f, 'q, 'g> {
    pub(super) fn of(factors: impl IntoIterator<Item = &'f Factor<'q, 'g>>) -> Self {
        let mut factors: Vec<_> = factors.into_iter().collect();
        // The one that is 0 at the most nodes first.
        factors.sort_by_key(|factor| factor.support().unwrap_or(usize::MAX));
        Self(factors.into_iter().map(Walk::of).collect())
    }

    /// Multiplies numbers of nodes by the factors, and keeps those that are not 0.
    fn keep(&mut self, rows: &mut Vec<(u32, u64)>) -> Result<(), Overflow> {
        for walk in &mut self.0 {
            match walk {
                Walk::Beside(counts) => keep(rows, |node| u64::from(counts.at(node))),
                Walk::BesideOnce(counts) => keep(rows, |node| u64::from(counts.at(node).max(1))),
                Walk::LookUp(factor) => keep(rows, |node| factor.at(node)),
            }?;
        }
        Ok(())
    }

    #[inline]
    pub(super) fn at(&mut self, node: u32) -> Result<u64, Overflow> {
        let mut total = 1;
        for walk in &mut self.0 {
            let number = walk.at(node);
            if number == 0 {
                return Ok(0);
            }
            total = times(total, number)?;
        }
        Ok(total)
    }
}

/// Multiplies numbers of nodes by others, and keeps those that are not 0.
#[inline]
fn keep(rows: &mut Vec<(u32, u64)>, mut number: impl FnMut(u32) -> u64) -> Result<(), Overflow> {
    let mut kept = 0;
    for at in 0..rows.len() {
        let Some((node, before)) = rows.get(at).copied() else { break };
        let total = times(before, number(node))?;
        // Written in any case, and the next over it if it is 0: which are cannot be guessed.
        if let Some(place) = rows.get_mut(kept) {
            *place = (node, total);
        }
        kept += usize::from(total > 0);
    }
    rows.truncate(kept);
    Ok(())
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
