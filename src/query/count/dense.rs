//! A number for each node of a span of nodes, in as little memory as the numbers allow.

use super::number::{Overflow, plus};
use crate::tables::PackedRows;

/// Numbers are sorted first if there are fewer than one in this many nodes.
const SPARSE: usize = 64;

/// This many rows are summed up together, if their mean length is not greater.
const TOGETHER: usize = 128;

/// A number for each node of a span of nodes, and 0 outside. Numbers take 4 bytes as long as all fit, which is nearly
/// always so. Then sums over facts cannot overflow, and half as much memory is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Dense {
    first: u32,
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    Small(Vec<u32>),
    Large(Vec<u64>),
}

impl Default for Values {
    fn default() -> Self {
        Self::Small(Vec::new())
    }
}

impl Dense {
    /// No numbers yet, with room for a span of nodes.
    pub(super) fn with_room(span: Option<(u32, u32)>) -> Self {
        let room = span.map_or(0, |(first, last)| last.saturating_sub(first) as usize + 1);
        Self { first: 0, values: Values::Small(Vec::with_capacity(room)) }
    }

    /// 0 for each node of a span.
    pub(super) fn zeros(span: Option<(u32, u32)>) -> Self {
        let Some((first, last)) = span else { return Self::default() };
        Self { first, values: Values::Small(vec![0; last.saturating_sub(first) as usize + 1]) }
    }

    /// For each node, the sum of the numbers given for it, in any order.
    pub(super) fn of(mut numbers: Vec<(u32, u64)>) -> Result<Self, Overflow> {
        let ends = numbers.iter().fold(None, |ends: Option<(u32, u32)>, (node, _)| {
            Some(ends.map_or((*node, *node), |(first, last)| (first.min(*node), last.max(*node))))
        });
        let Some((first, last)) = ends else { return Ok(Self::default()) };
        // If the nodes are close together, each number is added in its place.
        let is_close = (last - first) as usize / SPARSE <= numbers.len();
        let mut dense = if is_close { Self::zeros(ends) } else { Self::with_room(ends) };
        if !is_close {
            numbers.sort_unstable_by_key(|(node, _)| *node);
        }
        for (node, number) in numbers {
            dense.push(node, number)?;
        }
        Ok(dense)
    }

    #[inline]
    pub(super) fn at(&self, node: u32) -> u64 {
        self.get(node.wrapping_sub(self.first) as usize)
    }

    #[inline]
    fn get(&self, at: usize) -> u64 {
        match &self.values {
            Values::Small(values) => values.get(at).copied().map_or(0, u64::from),
            Values::Large(values) => values.get(at).copied().unwrap_or(0),
        }
    }

    /// The sum of the numbers of a list of nodes, of which there are no more than there are facts.
    #[inline]
    pub(super) fn sum(&self, nodes: &[u32]) -> Result<u64, Overflow> {
        match &self.values {
            // The sum has fewer than 2^31 terms, as there are fewer facts, and each is less than 2^32.
            Values::Small(values) => {
                let at = |node: &u32| values.get(node.wrapping_sub(self.first) as usize).copied().map_or(0, u64::from);
                Ok(nodes.iter().map(at).sum())
            }
            Values::Large(_) => nodes.iter().try_fold(0, |sum, node| plus(sum, self.at(*node))),
        }
    }

    /// For each row with node *y*, adds *Σ over the elements x of the row of w(x)* to the number of *y* in `into`.
    ///
    /// Most rows are short, so the end of a loop over a row would be mispredicted. Therefore consecutive rows are
    /// summed up as one: with the running sum *S*, the sum of a row is *S(end) − S(start)*.
    pub(super) fn sums(&self, rows: PackedRows<'_>, into: &mut Self) -> Result<(), Overflow> {
        let mut running = vec![0_u64; rows.others.len().min(TOGETHER * TOGETHER) + 1];
        for (nodes, first) in rows.nodes.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
            let mut here = (first..).zip(nodes).filter_map(|(row, node)| Some((*node, rows.range(row)?)));
            let ends = || (first..first + nodes.len()).filter_map(|row| rows.range(row));
            let (Some(start), Some(end)) = (ends().next(), ends().next_back()) else { continue };
            let (start, end) = (start.start, end.end);
            match &self.values {
                Values::Small(values) if end - start <= TOGETHER * TOGETHER => {
                    let others = rows.others.get(start..end).unwrap_or_default();
                    let mut sum = 0;
                    for (place, other) in running.iter_mut().skip(1).zip(others) {
                        let number = values.get(other.wrapping_sub(self.first) as usize).copied().unwrap_or(0);
                        sum += u64::from(number);
                        *place = sum;
                    }
                    let at = |place: usize| running.get(place - start).copied().unwrap_or(0);
                    here.try_for_each(|(node, range)| into.add(node, at(range.end).saturating_sub(at(range.start))))?;
                }
                _ => here.try_for_each(|(node, range)| {
                    into.add(node, self.sum(rows.others.get(range).unwrap_or_default())?)
                })?,
            }
        }
        Ok(())
    }

    /// Adds to the number of a node, if it is within the span.
    #[inline]
    pub(super) fn add(&mut self, node: u32, number: u64) -> Result<(), Overflow> {
        let at = node.wrapping_sub(self.first) as usize;
        if at >= self.span() {
            return Ok(());
        }
        if let (Values::Small(values), Ok(small)) = (&mut self.values, u32::try_from(number))
            && let Some(place) = values.get_mut(at)
            && let Some(sum) = place.checked_add(small)
        {
            *place = sum;
            return Ok(());
        }
        let sum = plus(self.get(at), number)?;
        self.put_large(at, sum);
        Ok(())
    }

    /// Adds to the number of a node, which must not come before the first. Extends the span if need be.
    #[inline]
    pub(super) fn push(&mut self, node: u32, number: u64) -> Result<(), Overflow> {
        if self.span() == 0 {
            self.first = node;
        }
        let at = node.wrapping_sub(self.first) as usize;
        if at < self.span() {
            return self.add(node, number);
        }
        match (&mut self.values, u32::try_from(number)) {
            (Values::Small(values), Ok(small)) => {
                if at > values.len() {
                    values.resize(at, 0);
                }
                values.push(small);
            }
            _ => self.put_large(at, number),
        }
        Ok(())
    }

    /// Sets a number that may not fit in 4 bytes.
    #[cold]
    fn put_large(&mut self, at: usize, number: u64) {
        if let Values::Small(values) = &self.values {
            self.values = Values::Large(values.iter().copied().map(u64::from).collect());
        }
        if let Values::Large(values) = &mut self.values {
            if at >= values.len() {
                values.resize(at + 1, 0);
            }
            values.get_mut(at).into_iter().for_each(|place| *place = number);
        }
    }

    /// The nodes whose number is not 0, in order, with their numbers.
    pub(super) fn each(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        (self.first..).zip((0..self.span()).map(|at| self.get(at))).filter(|(_, number)| *number != 0)
    }

    pub(super) fn span(&self) -> usize {
        match &self.values {
            Values::Small(values) => values.len(),
            Values::Large(values) => values.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: u64 = u32::MAX as u64;

    #[test]
    fn numbers_are_what_was_added_however_large() {
        for step in [1, SMALL / 2, SMALL, SMALL + 1, u64::MAX / 4] {
            let mut dense = Dense::default();
            for (node, number) in [(5, step), (5, 1), (6, 0), (9, step), (9, step), (9, 2), (40, 1)] {
                dense.push(node, number).unwrap();
            }
            let all = [(5, step + 1), (9, 2 * step + 2), (40, 1)];
            assert_eq!(dense.each().collect::<Vec<_>>(), all, "{step}");
            for again in [all.to_vec(), all.iter().rev().copied().collect()] {
                assert_eq!(Dense::of(again).unwrap().each().collect::<Vec<_>>(), all);
            }
            let far = [(7, step), (1_000_000, 1), (8, 2), (7, 1)];
            let sums = [(7, step + 1), (8, 2), (1_000_000, 1)];
            assert_eq!(Dense::of(far.to_vec()).unwrap().each().collect::<Vec<_>>(), sums);
            assert_eq!([4, 5, 6, 9, 40, 41].map(|node| dense.at(node)), [0, all[0].1, 0, all[1].1, 1, 0]);
            assert_eq!(dense.sum(&[4, 5, 6, 40, 40, 100]).unwrap(), step + 3);
            assert_eq!(dense.span(), 36);
        }
        assert_eq!((Dense::default().at(3), Dense::default().span()), (0, 0));
    }

    #[test]
    fn sums_of_rows_are_those_of_each() {
        for (step, length) in [(1, 3), (SMALL, 5), (SMALL + 1, 4), (7, 500)] {
            let mut weights = Dense::default();
            (10..40).for_each(|node| weights.push(node, u64::from(node % 3) * step).unwrap());
            let lengths: Vec<u32> = (0..300).map(|row| 1 + row * 7 % length).collect();
            let mut starts = vec![0];
            for length in &lengths {
                starts.push(starts.last().unwrap() + length);
            }
            let others: Vec<u32> = (0..*starts.last().unwrap()).map(|at| 5 + at * 11 % 41).collect();
            let nodes: Vec<u32> = (0..300).map(|row| 3 + row * 2).collect();
            let mut sums = Dense::zeros(Some((3, 601)));
            weights.sums(PackedRows::new(&nodes, &starts, &others), &mut sums).unwrap();
            for (row, node) in nodes.iter().enumerate() {
                let list = &others[starts[row] as usize..starts[row + 1] as usize];
                assert_eq!((sums.at(*node), sums.at(node + 1)), (weights.sum(list).unwrap(), 0), "{step}, row {row}");
            }
        }
    }

    #[test]
    fn what_no_number_holds_is_an_error() {
        let mut dense = Dense::of(vec![(1, u64::MAX - 1)]).unwrap();
        assert!(dense.push(1, 1).is_ok() && dense.push(1, 1).is_err());
        assert!(dense.sum(&[1, 1]).is_err() && dense.sum(&[1, 2]).is_ok());
        let small = Dense::of(vec![(1, SMALL), (2, SMALL)]).unwrap();
        assert_eq!(small.sum(&[1; 9]).unwrap(), 9 * SMALL);
    }
}
