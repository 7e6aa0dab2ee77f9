//! The facts of a relation as lists of nodes: for each node *x* at one end, the sorted list *L(x)* of the nodes at the
//! other end, one for each fact. So *e(x, y)* is the number of times that *L(x)* has *y*.
//!
//! Where the view shows all facts, the lists are those of the graph's index. Else they are copied when they are first
//! read, without the facts that the view hides, so that no loop over them asks the filter.

use std::{cell::OnceCell, rc::Rc};

use super::super::{
    edges::{Edges, FactEnd},
    table::{Cursor, Keep, Table},
};
use crate::{
    tables::{Directory, Group, PackedRows, SeekCounts},
    time::Truth,
};

/// The lists of a relation, grouped by one end.
#[derive(Debug)]
pub(super) struct Lists<'q, 'g> {
    from: From<'q, 'g>,
    /// Made when a node is first looked up, or at once where the graph has no such lists.
    table: OnceCell<Table<'g>>,
}

/// The facts that lists are made of.
#[derive(Debug)]
enum From<'q, 'g> {
    /// Facts grouped by an end that are at least this true.
    Facts(Rc<Edges<'q, 'g>>, FactEnd, Truth),
    /// The facts of other lists, grouped by the other end.
    Turned(Rc<Lists<'q, 'g>>),
    Pairs,
}

impl<'q, 'g> Lists<'q, 'g> {
    /// The lists of a relation grouped by an end, of facts that are at least this true. For any relation, each pair of
    /// ends comes once.
    pub(super) fn new(edges: Rc<Edges<'q, 'g>>, from: FactEnd, least: Truth) -> Self {
        Self { from: From::Facts(edges, from, least), table: OnceCell::new() }
    }

    /// The same facts grouped by the other end, where the graph has no such lists.
    pub(super) fn turned(of: Rc<Self>) -> Self {
        Self { from: From::Turned(of), table: OnceCell::new() }
    }

    /// Lists of pairs, in any order.
    pub(super) fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        // As one number, which is compared in one step.
        pairs.sort_unstable_by_key(|(node, other)| u64::from(*node) << 32 | u64::from(*other));
        Self { from: From::Pairs, table: OnceCell::from(Table::of_pairs(&pairs)) }
    }

    /// The elements of other lists whose pairs pass.
    pub(super) fn some(&self, passes: impl Fn(u32, u32) -> bool) -> Self {
        let mut table = Table::default();
        self.each(|node, list| table.push_some(node, list, |other| passes(node, other)));
        Self { from: From::Pairs, table: OnceCell::from(table) }
    }

    /// The lists of the graph's index, if they can be read as they are.
    fn stored(&self) -> Option<Directory<'g>> {
        match &self.from {
            From::Facts(edges, from, _) if edges.is_direct() => edges.directory(*from),
            _ => None,
        }
    }

    fn table(&self) -> &Table<'g> {
        self.table.get_or_init(|| match &self.from {
            From::Facts(edges, from, least) if edges.relation.is_none() => any(edges, *from, *least),
            From::Facts(edges, from, least) => Table::of(edges, *from, Keep::Ends(*least)),
            From::Turned(lists) => lists.table().turned(),
            From::Pairs => Table::default(),
        })
    }

    /// How many nodes have a list.
    pub(super) fn nodes(&self) -> usize {
        self.stored().map_or_else(|| self.table().copied().nodes.len(), Directory::len)
    }

    /// The first and the last node that may have a list.
    pub(super) fn span(&self) -> Option<(u32, u32)> {
        let ends = |nodes: &[u32]| nodes.first().copied().zip(nodes.last().copied());
        self.stored().map_or_else(|| ends(self.table().copied().nodes), Directory::span)
    }

    /// Whether a single list can be read without reading most of them first.
    pub(super) fn is_at_hand(&self) -> bool {
        self.table.get().is_some() || self.stored().is_some() && self.is_packed()
    }

    /// Whether most of them are packed side by side.
    pub(super) fn is_packed(&self) -> bool {
        self.stored().is_none_or(|directory| directory.packed().others.len() * 8 > directory.facts() * 7)
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        self.stored().map_or_else(|| self.table().facts(), Directory::facts)
    }

    /// Whether no list has an element twice. One pass over them, the first time.
    pub(super) fn is_once(&self) -> bool {
        self.facts() == self.nodes() || self.table().is_once()
    }

    /// Calls with each node and its list, in the order of nodes. A long list may come in several pieces.
    pub(super) fn each(&self, visit: impl FnMut(u32, &[u32])) {
        match self.stored() {
            Some(directory) => directory.each_list(visit),
            None => self.table().each(visit),
        }
    }

    /// Calls with each node and the length of its list, in the order of nodes.
    pub(super) fn each_count(&self, mut visit: impl FnMut(u32, u32)) {
        match self.stored() {
            Some(directory) => directory.each_count(visit),
            // There are no more facts than 32 bits can count.
            None => self.table().each(|node, list| visit(node, u32::try_from(list.len()).unwrap_or(u32::MAX))),
        }
    }

    /// The nodes that have a list, in order.
    pub(super) fn all_nodes(&self) -> Vec<u32> {
        let mut nodes = Vec::with_capacity(self.nodes());
        self.each_count(|node, _| nodes.push(node));
        nodes
    }

    /// The length of a node's list, for few nodes: no table is made for it.
    pub(super) fn degree(&self, node: u32) -> usize {
        self.group(node).map_or_else(|| self.count(node), Group::len)
    }

    /// Calls with the pieces of a node's list, for few nodes: no table is made for it.
    pub(super) fn each_of(&self, node: u32, mut visit: impl FnMut(&[u32])) {
        match self.group(node) {
            Some(group) => group.pieces().for_each(|piece| visit(piece.others)),
            None => visit(self.list(node)),
        }
    }

    /// A node's list in the graph's index, if it can be read as it is and no table has been made.
    fn group(&self, node: u32) -> Option<Group<'g>> {
        match &self.from {
            From::Facts(edges, from, _) if edges.is_direct() && self.table.get().is_none() => {
                Some(edges.group(node, *from))
            }
            _ => None,
        }
    }

    /// The lists that are packed side by side; the others are [loose](Self::each_loose).
    pub(super) fn rows(&self) -> PackedRows<'_> {
        self.stored().map_or_else(|| self.table().copied(), Directory::packed)
    }

    /// Calls with each node and its list, of the lists that are stored apart. A long list comes in several pieces.
    pub(super) fn each_loose(&self, mut visit: impl FnMut(u32, &[u32])) {
        for (node, group) in self.stored().into_iter().flat_map(Directory::loose) {
            group.pieces().for_each(|piece| visit(node, piece.others));
        }
    }

    /// The lengths of lists, for nodes that are asked for in order.
    pub(super) fn seek_counts(&self) -> SeekCounts<'_> {
        self.stored().map_or_else(|| SeekCounts::of(self.table().copied()), Directory::seek_counts)
    }

    /// The lists, for nodes that are asked for in order.
    pub(super) fn cursor(&self) -> Cursor<'_, 'g> {
        self.table().cursor()
    }

    /// The list of a node.
    #[inline]
    pub(super) fn list(&self, node: u32) -> &[u32] {
        let table = self.table();
        table.others(table.range_of(node))
    }

    /// The length of a node's list.
    #[inline]
    pub(super) fn count(&self, node: u32) -> usize {
        self.table().range_of(node).len()
    }
}

/// The nodes that facts of any relation join, each pair once.
fn any<'g>(edges: &Edges<'_, 'g>, from: FactEnd, least: Truth) -> Table<'g> {
    let mut table = Table::default();
    let mut others = Vec::new();
    for node in 0..edges.node_count() {
        others.clear();
        others.extend(edges.others(node, from, least));
        others.sort_unstable();
        others.dedup();
        table.push(node, &others);
    }
    table
}
