//! The factors of a variable: functions from its values to numbers. The weight of a value is their product.

use std::rc::Rc;

use super::{
    dense::Dense,
    lists::Lists,
    number::{Overflow, times},
};
use crate::tables::SeekCounts;

/// A factor of a variable.
#[derive(Clone, Debug)]
pub(super) enum Factor<'q, 'g> {
    /// The number of facts of a relation that a node has: *|L(v)|*.
    Degree(Rc<Lists<'q, 'g>>),
    /// A number for each node.
    Number(Rc<Dense>),
    /// A number for each of a few nodes, in order, and 0 for all others.
    Few(Rc<Vec<(u32, u64)>>),
    /// An optional part with factors *a* and *b*: *a(v)*, and 1 more if *b(v)* = 0. *a* counts the matches of the part
    /// that are true enough, and *b* those that exclude a row without the part.
    Optional(Box<[Factor<'q, 'g>; 2]>),
    /// A negation: 1 where the factor is 0, and 0 elsewhere.
    Absent(Box<Factor<'q, 'g>>),
}

impl Factor<'_, '_> {
    /// An upper bound on the nodes where it is not 0, which it can list. `None` if it cannot list them.
    pub(super) fn support(&self) -> Option<usize> {
        match self {
            Self::Degree(lists) => Some(lists.nodes()),
            Self::Number(dense) => Some(dense.span()),
            Self::Few(few) => Some(few.len()),
            Self::Optional(_) | Self::Absent(_) => None,
        }
    }

    /// Whether it is known to be the same without comparing numbers.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Degree(one), Self::Degree(other)) => Rc::ptr_eq(one, other),
            (Self::Number(one), Self::Number(other)) => Rc::ptr_eq(one, other),
            (Self::Few(one), Self::Few(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Calls with each node and its number, if that is not 0, in the order of nodes.
    fn each<E>(&self, mut visit: impl FnMut((u32, u64)) -> Result<(), E>) -> Result<(), E> {
        match self {
            Self::Degree(lists) => {
                let mut result = Ok(());
                lists.each_count(|node, count| {
                    if result.is_ok() {
                        result = visit((node, u64::from(count)));
                    }
                });
                result
            }
            Self::Number(dense) => dense.each().try_for_each(visit),
            Self::Few(few) => few.iter().copied().try_for_each(visit),
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
                // At the greatest number, one row more or less is not counted.
                this.at(node).saturating_add(u64::from(that.at(node) == 0))
            }
            Self::Absent(inner) => u64::from(inner.at(node) == 0),
        }
    }
}

/// Calls with each admitted node whose product of factors is not 0, and the product. `false` if no factor can list its
/// nodes.
///
/// The factor with the fewest nodes is listed. The others are looked up by a cursor, as all are in the order of nodes.
pub(super) fn product(
    factors: &[Factor<'_, '_>],
    admits: impl Fn(u32) -> bool,
    mut visit: impl FnMut(u32, u64) -> Result<(), Overflow>,
) -> Result<bool, Overflow> {
    let shortest = factors.iter().enumerate().filter_map(|(at, factor)| Some((factor.support()?, at))).min();
    let Some((_, driver)) = shortest else { return Ok(false) };
    let others = factors.iter().enumerate().filter(|(at, _)| *at != driver).map(|(_, factor)| factor);
    let mut cursor = FactorCursor::of(others);
    let mut rows = Vec::with_capacity(TOGETHER);
    if let Some(factor) = factors.get(driver) {
        factor.each(|row| {
            rows.push(row);
            if rows.len() < TOGETHER { Ok(()) } else { flush(&mut cursor, &mut rows, &admits, &mut visit) }
        })?;
        flush(&mut cursor, &mut rows, &admits, &mut visit)?;
    }
    Ok(true)
}

/// Multiplies a batch of nodes, and calls with those that are left. Not inlined, so that the loop that fills batches
/// stays short.
#[inline(never)]
fn flush(
    cursor: &mut FactorCursor<'_, '_, '_>,
    rows: &mut Vec<(u32, u64)>,
    admits: &impl Fn(u32) -> bool,
    visit: &mut impl FnMut(u32, u64) -> Result<(), Overflow>,
) -> Result<(), Overflow> {
    cursor.multiply(rows)?;
    rows.drain(..).filter(|(node, _)| admits(*node)).try_for_each(|(node, total)| visit(node, total))
}

/// Nodes are multiplied by one factor after the other in batches of this size, so that one loop reads one factor only.
const TOGETHER: usize = 512;

/// The product of factors, for nodes that are asked for in order.
pub(super) struct FactorCursor<'f, 'q, 'g>(Vec<Reader<'f, 'q, 'g>>);

impl<'f, 'q, 'g> FactorCursor<'f, 'q, 'g> {
    pub(super) fn of(factors: impl IntoIterator<Item = &'f Factor<'q, 'g>>) -> Self {
        let mut factors: Vec<_> = factors.into_iter().collect();
        // The factor that is 0 for the most nodes comes first.
        factors.sort_by_key(|factor| factor.support().unwrap_or(usize::MAX));
        Self(factors.into_iter().map(Reader::of).collect())
    }

    /// Multiplies the numbers of nodes by the factors, and keeps those that are not 0.
    fn multiply(&mut self, rows: &mut Vec<(u32, u64)>) -> Result<(), Overflow> {
        for reader in &mut self.0 {
            match reader {
                Reader::Seek(counts, least) => multiply(rows, |node| u64::from(counts.at(node).max(*least))),
                Reader::LookUp(factor) => multiply(rows, |node| factor.at(node)),
            }?;
        }
        Ok(())
    }

    #[inline]
    pub(super) fn at(&mut self, node: u32) -> Result<u64, Overflow> {
        let mut total = 1;
        for reader in &mut self.0 {
            let number = reader.at(node);
            if number == 0 {
                return Ok(0);
            }
            total = times(total, number)?;
        }
        Ok(total)
    }
}

/// Multiplies the numbers of nodes by a factor, and keeps those that are not 0.
#[inline]
fn multiply(rows: &mut Vec<(u32, u64)>, mut number: impl FnMut(u32) -> u64) -> Result<(), Overflow> {
    let mut kept = 0;
    for at in 0..rows.len() {
        let Some((node, before)) = rows.get(at).copied() else {
            debug_assert!(false, "the place is within the rows");
            break;
        };
        let total = times(before, number(node))?;
        // Without a branch, which would be mispredicted: each is written, and overwritten by the next if it is 0.
        if let Some(place) = rows.get_mut(kept) {
            *place = (node, total);
        }
        kept += usize::from(total > 0);
    }
    rows.truncate(kept);
    Ok(())
}

/// How the numbers of a factor are read, for nodes in order.
enum Reader<'f, 'q, 'g> {
    /// The number of facts, and at least so many: 1 for an optional part, as a node without facts has the one row
    /// without the part.
    Seek(SeekCounts<'f>, u32),
    LookUp(&'f Factor<'q, 'g>),
}

impl<'f, 'q, 'g> Reader<'f, 'q, 'g> {
    fn of(factor: &'f Factor<'q, 'g>) -> Self {
        match factor {
            Factor::Degree(lists) => Self::Seek(lists.seek_counts(), 0),
            Factor::Optional(parts) => match &**parts {
                [Factor::Degree(this), Factor::Degree(that)] if Rc::ptr_eq(this, that) => {
                    Self::Seek(this.seek_counts(), 1)
                }
                _ => Self::LookUp(factor),
            },
            factor => Self::LookUp(factor),
        }
    }

    /// The number of a node. Nodes must be asked for in order.
    #[inline]
    fn at(&mut self, node: u32) -> u64 {
        match self {
            Self::Seek(counts, least) => u64::from(counts.at(node).max(*least)),
            Self::LookUp(factor) => factor.at(node),
        }
    }
}
