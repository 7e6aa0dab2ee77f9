//! Which nodes have a label: the packed groups of the label and the loose ones, as one sequence in the order of nodes.

use super::{
    Adjacency, Label,
    group::{Group, Members},
    packed::{GroupPlace, Packed, PackedRows},
    pool::List,
};

/// The nodes that have a relation, in the order of nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directory<'g> {
    lists: &'g Adjacency,
    /// `None` if no node has it.
    label: Option<&'g Label>,
}

impl<'g> Directory<'g> {
    #[inline]
    pub(super) fn new(lists: &'g Adjacency, label: Option<&'g Label>) -> Self {
        Self { lists, label }
    }

    /// How many nodes have it. O(1).
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.label.map_or(0, |label| label.packed.len() + self.lists.pool.len(label.loose))
    }

    /// From which to which node there may be some that have it. A step for each loose one.
    #[inline]
    pub(crate) fn span(self) -> Option<(u32, u32)> {
        let packed = self.packed().nodes;
        let loose = self.label.map(|label| self.lists.pool.read(label.loose).iter()).unwrap_or_default();
        let first = packed.first().copied().into_iter().chain(loose.peek().map(|(node, _)| node)).min();
        let last = packed.last().copied().into_iter().chain(loose.last().map(|(node, _)| node)).max();
        first.zip(last)
    }

    /// How many facts they have of it together. O(1).
    #[inline]
    pub(crate) fn facts(self) -> usize {
        self.label.map_or(0, |label| label.facts as usize)
    }

    /// Each node with the number of its facts, in the order of nodes.
    #[inline]
    pub(crate) fn counts(self) -> impl Iterator<Item = (u32, u32)> + Clone + use<'g> {
        self.places(0).map(move |(node, place)| (node, self.count(place)))
    }

    /// Calls with each node and the number of its facts, in the order of nodes. The fastest way: what is packed is read
    /// from end to end.
    #[inline]
    pub(crate) fn each_count(self, mut visit: impl FnMut(u32, u32)) {
        let Some(label) = self.label else { return };
        merge(&label.packed, self.lists.pool.read(label.loose).iter(), |node, place| match place {
            Ok((start, end)) => visit(node, end - start),
            Err(group) => visit(node, self.loose_count(group)),
        });
    }

    /// Calls with each node and the other ends of its facts, in the order of nodes; of a long list piece by piece.
    #[inline]
    pub(crate) fn each_list(self, mut visit: impl FnMut(u32, &'g [u32])) {
        self.each_columns(|node, others, _| visit(node, others));
    }

    /// Calls with each node, the other ends of its facts and these, in the order of nodes; of a long list piece by
    /// piece.
    #[inline]
    pub(crate) fn each_columns(self, mut visit: impl FnMut(u32, &'g [u32], &'g [u32])) {
        let Some(label) = self.label else { return };
        // The places of the loose ones are looked up first: they are in no order, and so no look-up waits for another.
        let list = |(node, group): (u32, u32)| Some((node, *self.lists.groups.get(group as usize)?));
        let loose: Vec<_> = self.lists.pool.read(label.loose).iter().filter_map(list).collect();
        merge(&label.packed, loose.into_iter(), |node, place| match place {
            Ok((start, end)) => {
                let columns = label.packed.range(start, end);
                visit(node, columns.others, columns.facts);
            }
            Err(list) => self.each_piece(list, |others, facts| visit(node, others, facts)),
        });
    }

    #[inline]
    fn each_piece(self, list: List, mut visit: impl FnMut(&'g [u32], &'g [u32])) {
        if list.large().is_some() {
            self.lists.pool.read(list).pieces().for_each(|piece| visit(piece.others, piece.facts));
        } else {
            let (others, facts) = self.lists.pool.short(list);
            visit(others, facts);
        }
    }

    /// The packed groups.
    #[inline]
    pub(crate) fn packed(self) -> PackedRows<'g> {
        self.label.map(|label| label.packed.rows()).unwrap_or_default()
    }

    /// The others, each with its node, in the order of nodes.
    #[inline]
    pub(crate) fn loose(self) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        let pairs = self.label.map(|label| self.lists.pool.read(label.loose).iter()).unwrap_or_default();
        pairs.map(move |(node, group)| (node, self.lists.loose(group)))
    }

    /// How many facts nodes have that are asked for in ascending order.
    #[inline]
    pub(crate) fn seek_counts(self) -> SeekCounts<'g> {
        let loose = self.label.map(|label| self.lists.pool.read(label.loose).iter()).unwrap_or_default();
        let rows = self.packed();
        // With no loose one, as many as there are rows are packed, and none has left.
        let is_all = loose.peek().is_none() && self.len() == rows.nodes.len();
        let is_one = is_all && self.facts() == rows.nodes.len();
        SeekCounts {
            rows,
            row: 0,
            is_one,
            next_loose: loose.peek().map_or(u32::MAX, |(node, _)| node),
            loose,
            directory: Some(self),
        }
    }

    /// Each node with its facts, in the order of nodes.
    #[inline]
    pub(crate) fn iter(self) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        self.from(0)
    }

    /// Each node from this one on with its facts, in the order of nodes. O(log n) to the first.
    #[inline]
    pub(crate) fn from(self, node: u32) -> impl Iterator<Item = (u32, Group<'g>)> + Clone + use<'g> {
        let group = move |place| self.label.map_or(Group::default(), |label| self.lists.read(label, place));
        self.places(node).map(move |(node, place)| (node, group(place)))
    }

    /// Where the facts of a node are stored, if it has any.
    #[inline]
    pub(super) fn place(self, node: u32) -> Option<GroupPlace> {
        self.places(node).next().filter(|(there, _)| *there == node).map(|(_, place)| place)
    }

    /// The number of facts of a loose group. Not inlined, so that the loops over packed groups stay short.
    #[inline(never)]
    fn loose_count(self, group: u32) -> u32 {
        self.count(GroupPlace::Loose(group))
    }

    fn count(self, place: GroupPlace) -> u32 {
        // There are no more facts than 32 bits can count.
        u32::try_from(self.lists.len_at(place)).unwrap_or(u32::MAX)
    }

    /// Each node from this one on, and where its facts are stored.
    fn places(self, node: u32) -> Places<'g, Members<'g>> {
        let loose = self.label.map(|label| self.lists.pool.read(label.loose).from(node).iter());
        Places {
            packed: self.label.map(|label| &label.packed),
            row: self.label.map_or(0, |label| label.packed.seek(node)),
            loose: loose.unwrap_or_default(),
            next: None,
        }
        .begin()
    }
}

/// Calls with each node and where its facts are stored, in the order of nodes: in a range of the packed columns, or
/// loose.
#[inline]
fn merge<L>(
    packed: &Packed,
    mut loose: impl Iterator<Item = (u32, L)>,
    mut visit: impl FnMut(u32, Result<(u32, u32), L>),
) {
    // No node has the greatest number.
    let number = |next: &Option<(u32, L)>| next.as_ref().map_or(u32::MAX, |(there, _)| *there);
    let mut next = loose.next();
    let mut there = number(&next);
    for (node, range) in packed.ranges() {
        while there <= node {
            if let Some((there, list)) = next {
                visit(there, Err(list));
            }
            next = loose.next();
            there = number(&next);
        }
        if let Some(range) = range {
            visit(node, Ok(range));
        }
    }
    next.into_iter().chain(loose).for_each(|(node, list)| visit(node, Err(list)));
}

/// How many facts nodes have: asked for in ascending order, each is sought from where the last was.
#[derive(Clone, Debug)]
pub(crate) struct SeekCounts<'g> {
    rows: PackedRows<'g>,
    row: usize,
    /// All nodes are packed, with one fact each: their places are not looked up.
    is_one: bool,
    /// The first loose node that may still be asked for; above all nodes if there is none.
    next_loose: u32,
    loose: Members<'g>,
    directory: Option<Directory<'g>>,
}

impl<'g> SeekCounts<'g> {
    /// Of rows alone.
    #[inline]
    pub(crate) fn of(rows: PackedRows<'g>) -> Self {
        Self { rows, row: 0, is_one: false, next_loose: u32::MAX, loose: Members::default(), directory: None }
    }

    /// The number of facts of a node. Nodes must be asked for in ascending order.
    #[inline]
    pub(crate) fn at(&mut self, node: u32) -> u32 {
        self.row = self.rows.seek(self.row, node);
        let is_there = self.rows.nodes.get(self.row) == Some(&node);
        if self.is_one {
            return u32::from(is_there);
        }
        if is_there && let Some(range) = self.rows.range(self.row) {
            // There are no more facts than 32 bits can count.
            return u32::try_from(range.len()).unwrap_or(u32::MAX);
        }
        if node < self.next_loose { 0 } else { self.loose_at(node) }
    }

    /// The count of a node that is not packed. Apart from the loop over packed nodes, which it would slow down.
    #[inline(never)]
    fn loose_at(&mut self, node: u32) -> u32 {
        while let Some((there, group)) = self.loose.peek() {
            self.next_loose = there;
            if there >= node {
                let directory = self.directory.filter(|_| there == node);
                return directory.map_or(0, |directory| directory.loose_count(group));
            }
            self.loose.next();
        }
        self.next_loose = u32::MAX;
        0
    }
}

/// The groups of a label, in the order of nodes.
#[derive(Clone, Debug)]
pub(super) struct Places<'g, L> {
    packed: Option<&'g Packed>,
    row: usize,
    loose: L,
    /// The next loose one.
    next: Option<(u32, u32)>,
}

impl<'g, L: Iterator<Item = (u32, u32)>> Places<'g, L> {
    /// Of what is packed, and loose groups by their nodes in ascending order.
    #[inline]
    pub(super) fn of(packed: &'g Packed, loose: L) -> Self {
        Self { packed: Some(packed), row: 0, loose, next: None }.begin()
    }

    fn begin(mut self) -> Self {
        self.next = self.loose.next();
        self
    }
}

impl<L: Iterator<Item = (u32, u32)>> Iterator for Places<'_, L> {
    type Item = (u32, GroupPlace);

    #[inline]
    fn next(&mut self) -> Option<(u32, GroupPlace)> {
        loop {
            let node = self.packed.and_then(|packed| packed.node(self.row));
            if let Some((loose, group)) = self.next
                && node.is_none_or(|node| loose <= node)
            {
                self.next = self.loose.next();
                return Some((loose, GroupPlace::Loose(group)));
            }
            let (node, place) = (node?, self.packed?.place(self.row));
            self.row += 1;
            if let Some(place) = place {
                return Some((node, place));
            }
        }
    }
}
