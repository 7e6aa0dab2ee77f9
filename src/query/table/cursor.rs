//! Reading the lists of a table in the order of nodes.

use std::ops::Range;

use super::{ListRange, Table};

/// Finds the lists of nodes that are asked for in order. Each search starts where the last one ended.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t, 'g> {
    table: &'t Table<'g>,
    packed: usize,
    copied: usize,
}

impl<'t, 'g> Cursor<'t, 'g> {
    /// A cursor before the first list.
    pub(super) fn new(table: &'t Table<'g>) -> Self {
        Self { table, packed: 0, copied: 0 }
    }

    /// The next node that has a list, and the other ends of its facts.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<(u32, &'t [u32])> {
        let Self { table, packed, copied } = self;
        loop {
            let (next, other) = (table.packed.nodes.get(*packed).copied(), table.nodes.get(*copied).copied());
            let is_lent = next.is_some_and(|next| other.is_none_or(|other| next < other));
            let (rows, at) = if is_lent { (table.packed, &mut *packed) } else { (table.copied(), &mut *copied) };
            let (node, range) = (if is_lent { next } else { other }?, rows.range(*at));
            *at += 1;
            // A packed list that has no range has been moved out, and is among the copied ones.
            if let Some(Range { start, end }) = range {
                return Some((node, table.others(ListRange { packed: is_lent, start, end })));
            }
        }
    }

    /// The other ends of a node's facts. Nodes must be asked for in order.
    #[inline]
    pub(crate) fn list(&mut self, node: u32) -> &'t [u32] {
        let Self { table, packed, copied } = self;
        *packed = table.packed.seek(*packed, node);
        if table.packed.nodes.get(*packed) == Some(&node)
            && let Some(Range { start, end }) = table.packed.range(*packed)
        {
            return table.others(ListRange { packed: true, start, end });
        }
        *copied = table.copied().seek(*copied, node);
        if table.nodes.get(*copied) != Some(&node) {
            return &[];
        }
        let Range { start, end } = table.copied().range(*copied).unwrap_or_default();
        table.others(ListRange { packed: false, start, end })
    }
}
