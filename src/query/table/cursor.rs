//! Going through lists in the order of nodes.

use std::ops::Range;

use super::{Spot, Table};

/// Lists of nodes that are asked for in order: each is sought from where the last was.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t, 'g> {
    table: &'t Table<'g>,
    lent: usize,
    made: usize,
}

impl<'t, 'g> Cursor<'t, 'g> {
    /// Before the first.
    pub(super) fn new(table: &'t Table<'g>) -> Self {
        Self { table, lent: 0, made: 0 }
    }

    /// The next node that has a list, and its other ends.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<(u32, &'t [u32])> {
        let Self { table, lent, made } = self;
        loop {
            let (next, other) = (table.lent.nodes.get(*lent).copied(), table.nodes.get(*made).copied());
            let is_lent = next.is_some_and(|next| other.is_none_or(|other| next < other));
            let (rows, at) = if is_lent { (table.lent, &mut *lent) } else { (table.made(), &mut *made) };
            let (node, range) = (if is_lent { next } else { other }?, rows.range(*at));
            *at += 1;
            // What was moved out since is among those that were made.
            if let Some(Range { start, end }) = range {
                return Some((node, table.others(Spot { lent: is_lent, start, end })));
            }
        }
    }

    /// The other ends of the list of a node, which is none before one that was asked for.
    #[inline]
    pub(crate) fn list(&mut self, node: u32) -> &'t [u32] {
        let Self { table, lent, made } = self;
        *lent = table.lent.seek(*lent, node);
        if table.lent.nodes.get(*lent) == Some(&node)
            && let Some(Range { start, end }) = table.lent.range(*lent)
        {
            return table.others(Spot { lent: true, start, end });
        }
        *made = table.made().seek(*made, node);
        if table.nodes.get(*made) != Some(&node) {
            return &[];
        }
        let Range { start, end } = table.made().range(*made).unwrap_or_default();
        table.others(Spot { lent: false, start, end })
    }
}
