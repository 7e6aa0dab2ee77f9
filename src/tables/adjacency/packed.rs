//! The short groups of one label, side by side in the order of nodes, in the least room.

use crate::tables::number;
use std::ops::Range;

use super::group::Columns;

/// So many nodes are looked at together.
const NEXT: usize = 8;

/// In a start: the group was moved out of here since.
const GONE: u32 = 1 << 31;

/// The groups of up to [`PIECE`](super::blocks::PIECE) facts that a label had when they were last packed.
///
/// What a node's facts are is a range of two columns, and how many they are is a difference, so that a pass over all of
/// them reads memory from end to end. Nothing is put in or taken out: a group that changes is moved out, to the loose
/// ones, and stays there until the label is packed again.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Ascending.
    nodes: Vec<u32>,
    /// Where the facts of each begin, with [`GONE`] for those that were moved out; and once more, where the last end.
    starts: Vec<u32>,
    others: Vec<u32>,
    facts: Vec<u32>,
    gone: usize,
}

/// Where a group is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupPlace {
    /// In the columns of its label.
    Packed { start: u32, len: u16 },
    /// In the pool: the number of the group.
    Loose(u32),
}

impl GroupPlace {
    /// The pair by which the list of a node names it.
    #[inline]
    pub(super) fn pair(self, label: u16) -> (u32, u32) {
        let key = u32::from(label) << 16;
        match self {
            Self::Packed { start, len } => (key | u32::from(len), start),
            Self::Loose(group) => (key, group),
        }
    }

    /// The label and the place that a pair names. No packed group is empty.
    #[inline]
    pub(super) fn of((key, value): (u32, u32)) -> (u16, Self) {
        let [label, len] = [key >> 16, key & 0xFFFF].map(|half| u16::try_from(half).unwrap_or(u16::MAX));
        (label, if len == 0 { Self::Loose(value) } else { Self::Packed { start: value, len } })
    }
}

impl Packed {
    /// With room for so many facts.
    pub(super) fn with_room(facts: usize) -> Self {
        Self { others: Vec::with_capacity(facts), facts: Vec::with_capacity(facts), ..Self::default() }
    }

    /// Adds the group of a node behind all that are here.
    pub(super) fn push(&mut self, node: u32, others: &[u32], facts: &[u32]) -> GroupPlace {
        // There are fewer facts than 31 bits can count, and no more than 256 in a group.
        let start = number(self.others.len());
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.nodes.push(node);
        self.others.extend_from_slice(others);
        self.facts.extend_from_slice(facts);
        self.starts.push(number(self.others.len()));
        GroupPlace::Packed { start, len: u16::try_from(others.len()).unwrap_or(u16::MAX) }
    }

    /// Gives back the room that was not needed.
    pub(super) fn shrink(&mut self) {
        for column in [&mut self.nodes, &mut self.starts, &mut self.others, &mut self.facts] {
            column.shrink_to_fit();
        }
    }

    /// How many groups are here.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.nodes.len() - self.gone
    }

    /// How many facts it was packed with, with those that were moved out since.
    #[inline]
    pub(super) fn room(&self) -> usize {
        self.facts.len()
    }

    /// The facts of a group that is here.
    #[inline]
    pub(super) fn columns(&self, start: u32, len: u16) -> Columns<'_> {
        self.range(start, start + u32::from(len))
    }

    /// The facts of a range of the columns.
    #[inline]
    pub(super) fn range(&self, start: u32, end: u32) -> Columns<'_> {
        let rows = start as usize..end as usize;
        debug_assert!(start <= end && rows.end <= self.others.len(), "a group is within the columns of its label");
        Columns {
            others: self.others.get(rows.clone()).unwrap_or_default(),
            facts: self.facts.get(rows).unwrap_or_default(),
        }
    }

    /// Marks the group of a node as moved out. False if it is not here.
    pub(super) fn leave(&mut self, node: u32) -> bool {
        let at = self.seek(node);
        let start = self.starts.get_mut(at).filter(|start| **start & GONE == 0);
        let Some(start) = start.filter(|_| self.nodes.get(at) == Some(&node)) else { return false };
        *start |= GONE;
        self.gone += 1;
        true
    }

    /// The row of a node, or of the next one that was packed.
    #[inline]
    pub(super) fn seek(&self, node: u32) -> usize {
        self.nodes.partition_point(|there| *there < node)
    }

    /// The node of a row, whether its group is here or was moved out.
    #[inline]
    pub(super) fn node(&self, row: usize) -> Option<u32> {
        self.nodes.get(row).copied()
    }

    /// The group of a row, if it is here.
    #[inline]
    pub(super) fn place(&self, row: usize) -> Option<GroupPlace> {
        let (start, end) = (*self.starts.get(row)?, *self.starts.get(row + 1)? & !GONE);
        // No group has more facts than 16 bits can count.
        (start & GONE == 0).then(|| GroupPlace::Packed { start, len: u16::try_from(end - start).unwrap_or(u16::MAX) })
    }

    /// All rows, those whose groups were moved out among them.
    #[inline]
    pub(super) fn rows(&self) -> PackedRows<'_> {
        PackedRows { nodes: &self.nodes, starts: &self.starts, others: &self.others, facts: &self.facts }
    }

    /// Each row with its node and the range of its facts, if these are here.
    #[inline]
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u32, Option<(u32, u32)>)> {
        let ends = self.starts.iter().skip(1);
        let rows = self.nodes.iter().zip(&self.starts).zip(ends);
        rows.map(|((node, start), end)| (*node, (start & GONE == 0).then_some((*start, *end & !GONE))))
    }

    /// Whether the rows are in order, and the columns are as long as they say.
    pub(super) fn is_sound(&self) -> bool {
        let starts = || self.starts.iter().map(|start| start & !GONE);
        self.nodes.is_sorted_by(|a, b| a < b)
            && starts().is_sorted_by(|a, b| a < b)
            && self.starts.len() == if self.nodes.is_empty() { 0 } else { self.nodes.len() + 1 }
            && starts().next().unwrap_or(0) == 0
            && starts().next_back().unwrap_or(0) as usize == self.others.len()
            && self.others.len() == self.facts.len()
            && self.starts.iter().filter(|start| **start & GONE != 0).count() == self.gone
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let columns = [&self.nodes, &self.starts, &self.others, &self.facts];
        columns.map(Vec::capacity).iter().sum::<usize>() * size_of::<u32>()
    }
}

/// Groups side by side in the order of nodes, as columns: those of a label that are packed, or others like them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PackedRows<'g> {
    /// The node of each row, ascending.
    pub(crate) nodes: &'g [u32],
    starts: &'g [u32],
    pub(crate) others: &'g [u32],
    pub(crate) facts: &'g [u32],
}

impl<'g> PackedRows<'g> {
    /// Of the nodes, and where the group of each begins in the others, and once more where the last ends.
    #[inline]
    pub(crate) fn new(nodes: &'g [u32], starts: &'g [u32], others: &'g [u32]) -> Self {
        Self { nodes, starts, others, ..Self::default() }
    }

    /// Where in the columns the group of a row is; nothing if it was moved out since.
    #[inline]
    pub(crate) fn range(self, row: usize) -> Option<Range<usize>> {
        let (start, end) = (*self.starts.get(row)?, *self.starts.get(row + 1)? & !GONE);
        (start & GONE == 0).then_some(start as usize..end as usize)
    }

    /// The first row from one on whose node is not less.
    #[inline]
    pub(crate) fn seek(self, row: usize, node: u32) -> usize {
        let Some(here) = self.nodes.get(row).filter(|here| **here < node) else { return row };
        if self.nodes.get(row + 1).is_none_or(|next| *next >= node) {
            return row + 1;
        }
        // Nodes that follow one another are found at once.
        let most = row + (node - here) as usize;
        if self.nodes.get(most) == Some(&node) {
            return most;
        }
        // Else mostly it is among the next few. How many of these are less is asked of all: that need not be guessed.
        if let Some(next) = self.nodes.get(row + 1..row + 1 + NEXT) {
            let less = next.iter().filter(|there| **there < node).count();
            if less < NEXT {
                return row + 1 + less;
            }
        }
        row + 1 + skipped(self.nodes.get(row + 1..).unwrap_or_default(), node)
    }
}

/// How many elements of a sorted list are less than a value: sought in steps that double, then by halves.
#[inline]
pub(crate) fn skipped(list: &[u32], value: u32) -> usize {
    let mut step = 1;
    while list.get(step - 1).is_some_and(|found| *found < value) {
        step *= 2;
    }
    let from = step / 2;
    let part = list.get(from..step.min(list.len())).unwrap_or_default();
    from + part.partition_point(|found| *found < value)
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    type Break = (&'static str, fn(&mut Packed));

    fn packed() -> Packed {
        let mut packed = Packed::default();
        for (node, others) in [(2, &[7, 8][..]), (5, &[1]), (9, &[3, 4, 6])] {
            packed.push(node, others, others);
        }
        packed
    }

    #[test]
    fn a_row_is_sought_from_any_before_it() {
        for step in [1, 2, 5] {
            // Runs of nodes that follow one another, and gaps of all lengths.
            let nodes: Vec<u32> = (0..200).map(|n| n * step + n / 7 * (n / 20) * 3).collect();
            let rows = PackedRows::new(&nodes, &[], &[]);
            for from in 0..nodes.len() {
                for node in nodes[from]..*nodes.last().unwrap() + 2 {
                    assert_eq!(rows.seek(from, node), nodes.partition_point(|there| *there < node), "{from}, {node}");
                }
            }
            assert_eq!((rows.seek(5, 0), rows.seek(200, 7)), (5, 200));
        }
    }

    #[test]
    fn what_does_not_hold_is_not_sound() {
        assert!(Packed::default().is_sound());
        let mut left = packed();
        assert!(left.leave(5) && packed().is_sound() && left.is_sound());
        assert_eq!((left.len(), left.place(1), left.room()), (2, None, 6));
        assert!(!left.leave(5) && !left.leave(6), "one has left, one was never here");
        assert_eq!(left.len(), 2);

        let breaks: [Break; 9] = [
            ("nodes out of order", |p| p.nodes.swap(0, 1)),
            ("a node twice", |p| p.nodes[1] = 2),
            ("starts out of order", |p| p.starts.swap(1, 2)),
            ("an empty group", |p| p.starts[1] = 3),
            ("a first start behind the beginning", |p| p.starts[0] = 1),
            ("a start too few", |p| p.starts.truncate(3)),
            ("an end that is not that of the columns", |p| p.others.push(1)),
            ("columns of two lengths", |p| p.facts.truncate(5)),
            ("one that is gone and not counted", |p| p.starts[1] |= GONE),
        ];
        for (what, fault) in breaks {
            let mut broken = packed();
            fault(&mut broken);
            assert!(!broken.is_sound(), "{what}");
        }
    }
}
