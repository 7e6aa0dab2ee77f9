//! A number for each node of a span, in as little room as the numbers allow.

use super::factor::{Overflow, plus};

/// Numbers of which there are fewer than one in so many nodes are sorted.
const SPARSE: usize = 64;

/// A number for each node of a span of nodes; 0 outside. Of 4 bytes as long as all fit, as nearly always: then sums of them
/// cannot go beyond what a number holds, and half as much memory is read.
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
    /// Nothing yet, with room for the nodes from one to another.
    pub(super) fn with_room(span: Option<(u32, u32)>) -> Self {
        let room = span.map_or(0, |(first, last)| last.saturating_sub(first) as usize + 1);
        Self { first: 0, values: Values::Small(Vec::with_capacity(room)) }
    }

    /// The sum of the numbers that each node has, in any order of nodes.
    pub(super) fn of(mut numbers: Vec<(u32, u64)>) -> Result<Self, Overflow> {
        let ends = numbers.iter().fold(None, |ends: Option<(u32, u32)>, (node, _)| {
            Some(ends.map_or((*node, *node), |(first, last)| (first.min(*node), last.max(*node))))
        });
        let Some((first, last)) = ends else { return Ok(Self::default()) };
        let mut dense = Self::with_room(ends);
        // Where they lie close together, each is added at its place.
        if (last - first) as usize / SPARSE <= numbers.len() {
            dense.push(first, 0)?;
            dense.push(last, 0)?;
        } else {
            numbers.sort_unstable_by_key(|(node, _)| *node);
        }
        numbers.iter().try_for_each(|(node, number)| dense.push(*node, *number))?;
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

    /// The sum of the numbers of nodes, of which there are no more than there are facts.
    #[inline]
    pub(super) fn sum(&self, nodes: &[u32]) -> Result<u64, Overflow> {
        match &self.values {
            // There are fewer facts than 31 bits can count.
            Values::Small(values) => {
                let at = |node: &u32| values.get(node.wrapping_sub(self.first) as usize).copied().map_or(0, u64::from);
                Ok(nodes.iter().map(at).sum())
            }
            Values::Large(_) => nodes.iter().try_fold(0, |sum, node| plus(sum, self.at(*node))),
        }
    }

    /// Adds a number to that of a node, which comes after the first.
    #[inline]
    pub(super) fn push(&mut self, node: u32, number: u64) -> Result<(), Overflow> {
        if self.span() == 0 {
            self.first = node;
        }
        let at = node.wrapping_sub(self.first) as usize;
        if let (Values::Small(values), Ok(small)) = (&mut self.values, u32::try_from(number)) {
            if at >= values.len() {
                if at > values.len() {
                    values.resize(at, 0);
                }
                values.push(small);
                return Ok(());
            }
            if let Some(place) = values.get_mut(at)
                && let Some(sum) = place.checked_add(small)
            {
                *place = sum;
                return Ok(());
            }
        }
        let sum = plus(self.get(at), number)?;
        self.put_large(at, sum);
        Ok(())
    }

    /// Sets a number that may be a large one.
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

    /// The nodes whose number is not 0, in order.
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
            let far = [(7, step), (u32::MAX / 64, 1), (8, 2), (7, 1)];
            let sums = [(7, step + 1), (8, 2), (u32::MAX / 64, 1)];
            assert_eq!(Dense::of(far.to_vec()).unwrap().each().collect::<Vec<_>>(), sums);
            assert_eq!([4, 5, 6, 9, 40, 41].map(|node| dense.at(node)), [0, all[0].1, 0, all[1].1, 1, 0]);
            assert_eq!(dense.sum(&[4, 5, 6, 40, 40, 100]).unwrap(), step + 3);
            assert_eq!(dense.span(), 36);
        }
        assert_eq!((Dense::default().at(3), Dense::default().span()), (0, 0));
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
