//! The facts of a relation as lists of nodes: for each node at one end, the nodes at the other, sorted, one for each fact.
//!
//! Where a view lets all through, the lists are those of the graph's own index. Else they are made when they are first read,
//! with what is let through, so that no loop over them has to ask the view.

use std::{cell::OnceCell, rc::Rc};

use super::super::{
    edges::{Edges, Known},
    table::{Keep, Table},
};
use crate::{graph::Directory, time::Truth};

/// Lists from one end.
#[derive(Debug)]
pub(super) struct Lists<'q, 'g> {
    from: Option<(Rc<Edges<'q, 'g>>, Known, Truth)>,
    /// The length of each list, read when it is gone through beside others.
    counts: OnceCell<Vec<(u32, u32)>>,
    /// All lists in one row, made when a node is first looked up, or at once if the graph has none such.
    table: OnceCell<Table>,
}

impl<'q, 'g> Lists<'q, 'g> {
    /// The lists of a relation from an end, of facts that are at least so true.
    pub(super) fn new(edges: Rc<Edges<'q, 'g>>, from: Known, least: Truth) -> Self {
        Self { from: Some((edges, from, least)), counts: OnceCell::new(), table: OnceCell::new() }
    }

    /// Lists of pairs, in any order.
    pub(super) fn of(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        Self { from: None, counts: OnceCell::new(), table: OnceCell::from(Table::of_pairs(&pairs)) }
    }

    /// The lists as the graph has them, if it has.
    fn stored(&self) -> Option<Directory<'g>> {
        let (edges, from, _) = self.from.as_ref()?;
        if edges.is_direct() { edges.directory(*from) } else { None }
    }

    fn table(&self) -> &Table {
        self.table.get_or_init(|| {
            let Some((edges, from, least)) = &self.from else { return Table::default() };
            match self.stored() {
                Some(directory) => {
                    let mut table = Table::default();
                    directory.each_list(|node, list| table.push(node, list));
                    table
                }
                None if edges.relation.is_none() => any(edges, *from, *least),
                None => Table::of(edges, *from, Keep::Ends(*least)),
            }
        })
    }

    /// How many nodes have a list.
    pub(super) fn nodes(&self) -> usize {
        self.stored().map_or_else(|| self.table().len(), Directory::len)
    }

    /// How many facts there are.
    pub(super) fn facts(&self) -> usize {
        self.stored().map_or_else(|| self.table().facts(), Directory::facts)
    }

    /// Calls with each node and its list, in the order of nodes; a long list may come in pieces, one after the other.
    pub(super) fn each(&self, tell: impl FnMut(u32, &[u32])) {
        match (self.stored(), self.table.get()) {
            (Some(directory), None) => directory.each_list(tell),
            _ => self.table().each(tell),
        }
    }

    /// Each node with the length of its list, in the order of nodes.
    pub(super) fn counts(&self) -> impl Iterator<Item = (u32, u32)> {
        let counts = self.counts.get_or_init(|| {
            let mut counts = Vec::with_capacity(self.nodes());
            self.each_count(|node, count| counts.push((node, count)));
            counts
        });
        counts.iter().copied()
    }

    /// Calls with each node and the length of its list, in the order of nodes.
    pub(super) fn each_count(&self, mut tell: impl FnMut(u32, u32)) {
        match (self.stored(), self.table.get()) {
            (Some(directory), None) => directory.each_count(tell),
            _ => self.table().counts().for_each(|(node, count)| tell(node, count)),
        }
    }

    /// The list of a node.
    #[inline]
    pub(super) fn list(&self, node: u32) -> &[u32] {
        self.table().list(node)
    }
}

/// Which nodes facts of any relation join, each pair once.
fn any(edges: &Edges<'_, '_>, from: Known, least: Truth) -> Table {
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
