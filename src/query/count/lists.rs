//! The facts of a relation as lists of nodes: for each node at one end, the nodes at the other, sorted, one for each fact.
//!
//! Where a view lets all through, the lists are those of the graph's own index. Else they are made when they are first read,
//! with what is let through, so that no loop over them has to ask the view.

use std::{cell::OnceCell, rc::Rc};

use super::super::{
    edges::{Edges, FactEnd},
    table::{Cursor, Keep, Table},
};
use crate::{
    tables::{Directory, Group, PackedRows, SeekCounts},
    time::Truth,
};

/// Lists from one end.
#[derive(Debug)]
pub(super) struct Lists<'q, 'g> {
    from: From<'q, 'g>,
    /// Made when a node is first looked up, or at once where the graph has no such lists.
    table: OnceCell<Table<'g>>,
}

/// What lists are made of.
#[derive(Debug)]
enum From<'q, 'g> {
    /// Facts from an end that are at least so true.
    Facts(Rc<Edges<'q, 'g>>, FactEnd, Truth),
    /// The same facts from the other end.
    Turned(Rc<Lists<'q, 'g>>),
    Pairs,
}

impl<'q, 'g> Lists<'q, 'g> {
    /// The lists of a relation from an end, of facts that are at least so true; of any relation, each pair of ends once.
    pub(super) fn new(edges: Rc<Edges<'q, 'g>>, from: FactEnd, least: Truth) -> Self {
        Self { from: From::Facts(edges, from, least), table: OnceCell::new() }
    }

    /// Lists from the other end, where the graph has none such.
    pub(super) fn turned(of: Rc<Self>) -> Self {
        Self { from: From::Turned(of), table: OnceCell::new() }
    }

    /// Lists of pairs, in any order.
    pub(super) fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        // As one number, which is compared in one step.
        pairs.sort_unstable_by_key(|(node, other)| u64::from(*node) << 32 | u64::from(*other));
        Self { from: From::Pairs, table: OnceCell::from(Table::of_pairs(&pairs)) }
    }

    /// Those of other lists that are of pairs that pass.
    pub(super) fn some(&self, passes: impl Fn(u32, u32) -> bool) -> Self {
        let mut table = Table::default();
        self.each(|node, list| table.push_some(node, list, |other| passes(node, other)));
        Self { from: From::Pairs, table: OnceCell::from(table) }
    }

    /// The lists as the graph has them, if it has.
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

    /// Whether any of them can be read without going through most of them first.
    pub(super) fn is_at_hand(&self) -> bool {
        self.table.get().is_some() || self.stored().is_some() && self.is_packed()
    }

    /// Whether most of them lie side by side.
    pub(super) fn is_packed(&self) -> bool {
        self.stored().is_none_or(|directory| directory.packed().others.len() * 8 > directory.facts() * 7)
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        self.stored().map_or_else(|| self.table().facts(), Directory::facts)
    }

    /// Whether no list has anything twice. One pass over them, the first time.
    pub(super) fn is_once(&self) -> bool {
        self.facts() == self.nodes() || self.table().is_once()
    }

    /// Calls with each node and its list, in the order of nodes; a long list may come in pieces, one after the other.
    pub(super) fn each(&self, tell: impl FnMut(u32, &[u32])) {
        match self.stored() {
            Some(directory) => directory.each_list(tell),
            None => self.table().each(tell),
        }
    }

    /// Calls with each node and the length of its list, in the order of nodes.
    pub(super) fn each_count(&self, mut tell: impl FnMut(u32, u32)) {
        match self.stored() {
            Some(directory) => directory.each_count(tell),
            // There are no more facts than 32 bits can count.
            None => self.table().each(|node, list| tell(node, u32::try_from(list.len()).unwrap_or(u32::MAX))),
        }
    }

    /// The nodes that have a list, in order.
    pub(super) fn all_nodes(&self) -> Vec<u32> {
        let mut nodes = Vec::with_capacity(self.nodes());
        self.each_count(|node, _| nodes.push(node));
        nodes
    }

    /// How long the list of a node is, of which few are asked: nothing is made for them.
    pub(super) fn degree(&self, node: u32) -> usize {
        self.group(node).map_or_else(|| self.count(node), Group::len)
    }

    /// Calls with the list of a node, of which few are asked, piece by piece: nothing is made for them.
    pub(super) fn each_of(&self, node: u32, mut tell: impl FnMut(&[u32])) {
        match self.group(node) {
            Some(group) => group.pieces().for_each(|piece| tell(piece.others)),
            None => tell(self.list(node)),
        }
    }

    /// The facts of a node as the graph has them, if it has and they do not lie at hand already.
    fn group(&self, node: u32) -> Option<Group<'g>> {
        match &self.from {
            From::Facts(edges, from, _) if edges.is_direct() && self.table.get().is_none() => {
                Some(edges.group(node, *from))
            }
            _ => None,
        }
    }

    /// The lists that lie side by side; the others are [loose](Self::each_loose).
    pub(super) fn rows(&self) -> PackedRows<'_> {
        self.stored().map_or_else(|| self.table().copied(), Directory::packed)
    }

    /// Calls with each node and its list, of those that lie apart; a long list comes in pieces.
    pub(super) fn each_loose(&self, mut tell: impl FnMut(u32, &[u32])) {
        for (node, group) in self.stored().into_iter().flat_map(Directory::loose) {
            group.pieces().for_each(|piece| tell(node, piece.others));
        }
    }

    /// The lengths of the lists of nodes that are asked for in order.
    pub(super) fn seek_counts(&self) -> SeekCounts<'_> {
        self.stored().map_or_else(|| SeekCounts::of(self.table().copied()), Directory::seek_counts)
    }

    /// The lists of nodes that are asked for in order.
    pub(super) fn cursor(&self) -> Cursor<'_, 'g> {
        self.table().cursor()
    }

    /// The list of a node.
    #[inline]
    pub(super) fn list(&self, node: u32) -> &[u32] {
        let table = self.table();
        table.others(table.range_of(node))
    }

    /// How long the list of a node is.
    #[inline]
    pub(super) fn count(&self, node: u32) -> usize {
        self.table().range_of(node).len()
    }
}

/// Which nodes facts of any relation join, each pair once.
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
