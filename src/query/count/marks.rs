//! A number for each of some nodes, which can be cleared in O(1).

/// A number for each node of a span. Each number is stored with a stamp, and counts only if that is the current stamp.
/// So all numbers are cleared by taking the next stamp.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    first: u32,
    /// The stamp and the number of each node.
    numbers: Vec<(u32, u32)>,
    stamp: u32,
}

impl Marks {
    /// For a span of nodes, given by its first and last.
    pub(super) fn over(span: Option<(u32, u32)>) -> Self {
        let Some((first, last)) = span else { return Self::default() };
        Self { first, numbers: vec![(0, 0); last.saturating_sub(first) as usize + 1], stamp: 0 }
    }

    /// Whether it has no span yet.
    pub(super) fn is_new(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Clears all numbers.
    pub(super) fn clear(&mut self) {
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            self.numbers.fill((0, 0));
            self.stamp = 1;
        }
    }

    /// Sets the number of a node.
    #[inline]
    pub(super) fn set(&mut self, node: u32, number: u32) {
        if let Some(mark) = self.numbers.get_mut(node.wrapping_sub(self.first) as usize) {
            *mark = (self.stamp, number);
        }
    }

    /// The number of a node, or 0 if it has none.
    #[inline]
    pub(super) fn number(&self, node: u32) -> u64 {
        match self.numbers.get(node.wrapping_sub(self.first) as usize) {
            Some((stamp, number)) if *stamp == self.stamp => u64::from(*number),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_lasts_until_all_are_cleared() {
        let mut marks = Marks::over(Some((5, 9)));
        marks.stamp = u32::MAX - 1;
        for round in 1..4 {
            marks.clear();
            assert_eq!((5..=9).map(|node| marks.number(node)).sum::<u64>(), 0);
            marks.set(5, round);
            marks.set(9, round + 1);
            marks.set(10, 7);
            let numbers: Vec<_> = (4..=10).map(|node| marks.number(node)).collect();
            assert_eq!(numbers, [0, u64::from(round), 0, 0, 0, u64::from(round) + 1, 0]);
        }
        assert_eq!(Marks::over(None).number(0), 0);
    }
}
