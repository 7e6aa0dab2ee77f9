//! Groups: how many matches there are for each combination of selected values.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

use super::{
    join::{Flow, NONE, Run, State},
    rows::{Count, Row, Rows},
    select::{Prepared, Selection, ranked},
    selectable::Selectable,
};
use crate::{error::Error, time::Truth};

/// The combinations of selected values, each with a count.
#[derive(Clone, Debug)]
pub struct Groups<'g, C> {
    rows: Rows<'g, C>,
    counts: Vec<Count>,
}

impl<'g, C: Selectable> Groups<'g, C> {
    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Sorts the groups by their total count, the largest first. Groups of the same count stay in their order.
    #[must_use]
    pub fn largest_first(self) -> Self {
        let mut places: Vec<usize> = (0..self.len()).collect();
        places.sort_by_key(|at| Reverse(self.counts.get(*at).copied().unwrap_or_default().total()));
        let cells = places.iter().flat_map(|at| self.rows.row(*at).iter().copied()).collect();
        let truths = places.iter().filter_map(|at| self.rows.truths.get(*at).copied()).collect();
        let counts = places.iter().filter_map(|at| self.counts.get(*at).copied()).collect();
        Self { rows: Rows { cells, truths, ..self.rows }, counts }
    }

    /// Each group: its row of values, and its count.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Row<'_, 'g, C>, Count)> {
        self.rows.iter().zip(self.counts.iter().copied())
    }

    /// The selected values of each group, and its count.
    pub fn values(&self) -> impl Iterator<Item = (C::Values<'g>, Count)> {
        self.iter().map(|(row, count)| (row.values(), count))
    }
}

/// One line for each group.
impl<C: Selectable> fmt::Display for Groups<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|(row, count)| {
            row.cells().enumerate().try_for_each(|(at, cell)| write!(f, "{}{cell}", if at > 0 { ", " } else { "" }))?;
            writeln!(f, ": {count}")
        })
    }
}

impl<'g, C: Selectable> Selection<'_, 'g, C> {
    /// Counts the matches for each combination of selected values. [`order_by`](Self::order_by) sorts the groups, and
    /// [`limit`](Self::limit) limits their number.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn groups(self) -> Result<Groups<'g, C>, Error> {
        let prepared = self.prepared()?;
        let Prepared { selected, plan, .. } = &prepared;
        let mut groups: BTreeMap<Box<[u32]>, Count> = BTreeMap::new();
        let mut cells = Vec::new();
        let mut each = |state: &mut State<'g>, truth: Truth| {
            if let Some(truth) = self.query.least(truth) {
                cells.clear();
                cells.extend(selected.iter().map(|selected| state.get(selected.slot)));
                match groups.get_mut(cells.as_slice()) {
                    Some(count) => count.add(truth),
                    None => groups.entry(cells.as_slice().into()).or_default().add(truth),
                }
            }
            Flow::Continue(())
        };
        Run::new(self.query).every(plan, &mut each)?;
        Ok(self.grouped(prepared, groups))
    }

    /// Counts the different values of another variable for each combination of selected values.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn groups_counting(self, var: impl Selectable) -> Result<Groups<'g, C>, Error> {
        let prepared = self.prepared()?;
        let pairs = self.query.select((self.columns.clone(), var)).distinct().rows()?;
        let mut groups: BTreeMap<Box<[u32]>, Count> = BTreeMap::new();
        for (at, truth) in pairs.truths.iter().enumerate() {
            let (group, of) = pairs.row(at).split_at(prepared.selected.len());
            let count = groups.entry(group.into()).or_default();
            if of.iter().all(|value| *value != NONE) {
                count.add(*truth);
            }
        }
        Ok(self.grouped(prepared, groups))
    }

    fn grouped(self, prepared: Prepared, groups: BTreeMap<Box<[u32]>, Count>) -> Groups<'g, C> {
        let Prepared { selected, by, .. } = prepared;
        let mut groups: Vec<_> = groups.into_iter().collect();
        let ranks = self.ranks(&by, &selected, || groups.iter().map(|(cells, _)| &**cells));
        // The sort is stable: groups that are equal stay in the order of recording.
        groups.sort_by_cached_key(|(cells, _)| ranked(&ranks, cells).collect::<Vec<_>>());
        groups.truncate(self.limit);
        let (cells, counts): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
        let truth = |count: &Count| match (count.certain, count.possible) {
            (0, 0) => Truth::No,
            (0, _) => Truth::Possibly,
            _ => Truth::Yes,
        };
        let truths = counts.iter().map(truth).collect();
        let cells = cells.iter().flat_map(|cells| cells.iter().copied()).collect();
        let rows = Rows { view: self.query.view.clone(), columns: self.columns, selected, cells, truths };
        Groups { rows, counts }
    }
}
