//! A selection: which variables of a pattern are wanted, in which order, and how many rows.

use std::cmp::Ordering;

use super::{
    Query,
    check::{self, Bound},
    join::{Flow, NONE, Run, State},
    pattern::Slot,
    plan::{Plan, Scope, plan},
    row_order::{ColumnRanks, Order},
    rows::{Count, Rows, Selected},
    selectable::Selectable,
};
use crate::{
    error::{Error, ErrorKind},
    time::Truth,
    view::View,
};

/// The selected variables of a query: what [`Query::select`] returns.
///
/// There is a row for each match of the whole pattern, even if the selected values are the same. With
/// [`distinct`](Self::distinct) each combination of values comes once.
#[derive(Clone, Debug)]
#[must_use = "a selection does nothing until it is asked for rows"]
pub struct Selection<'q, 'g, C> {
    pub(super) query: &'q Query<'g>,
    pub(super) columns: C,
    distinct: bool,
    orders: Vec<(Slot, Order)>,
    pub(super) limit: usize,
}

/// A selection that was checked: what is needed to run it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) selected: Vec<Selected>,
    /// The places of the columns by which rows are ordered.
    pub(super) by: Vec<(usize, Order)>,
    pub(super) plan: Plan,
}

/// A row that [`Selection::visit`] passes to its closure.
#[derive(Debug)]
pub struct VisitedRow<'m, 'g, C> {
    view: &'m View<'g>,
    columns: &'m C,
    selected: &'m [Selected],
    row: &'m [u32],
    truth: Truth,
}

impl<'g, C: Selectable> VisitedRow<'_, 'g, C> {
    /// The truth of the row.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// Its values, in the form in which they were selected.
    #[must_use]
    #[inline]
    pub fn values(&self) -> C::Values<'g> {
        let cells =
            &mut self.selected.iter().map(|selected| self.row.get(usize::from(selected.slot)).copied().unwrap_or(NONE));
        self.columns.read(self.view, cells)
    }
}

impl<'g> Query<'g> {
    /// Selects the variables that are wanted.
    pub fn select<C: Selectable>(&self, columns: C) -> Selection<'_, 'g, C> {
        Selection { query: self, columns, distinct: false, orders: Vec::new(), limit: usize::MAX }
    }

    /// Whether there is a match: the truth of the best one. Stops at the first certain match.
    ///
    /// # Errors
    /// As [`Selection::rows`].
    pub fn ask(&self) -> Result<Truth, Error> {
        let (_, plan) = self.planned()?;
        let mut best = Truth::No;
        let mut each = |_: &mut State<'g>, truth: Truth| {
            best = best.or(self.least(truth).unwrap_or(Truth::No));
            if best.is_yes() { Flow::Break(()) } else { Flow::Continue(()) }
        };
        Run::new(self).every(&plan, &mut each)?;
        Ok(best)
    }

    /// Checks the query and plans it.
    pub(super) fn planned(&self) -> Result<(Bound, Plan), Error> {
        let bound = check::check(self)?;
        let scope = Scope { bound: self.given.clone(), eventual: self.given.clone(), ..Scope::default() };
        let plan = plan(self, self.pattern()?, &scope).ok_or_else(|| {
            let why = "conditions depend on each other: each uses a variable to which only the other gives a value";
            Error::new(ErrorKind::InvalidQuery, why)
        })?;
        Ok((bound, plan))
    }

    /// The truth of a row, or `None` if the view asks for more certainty.
    pub(super) fn least(&self, truth: Truth) -> Option<Truth> {
        (truth == Truth::No || truth >= self.view.filter().least).then_some(truth)
    }
}

impl<'g, C: Selectable> Selection<'_, 'g, C> {
    /// Returns each combination of selected values once, as true as its best match.
    pub fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    /// Sorts rows by a selected variable: values by size, time or alphabet, facts by time, entities by name, and those
    /// of one name by key. A missing value comes last in either direction.
    ///
    /// A second call sorts the rows that are equal for the first, such as those with facts of the same time.
    #[expect(clippy::needless_pass_by_value, reason = "variables are small and `Copy`")]
    pub fn order_by(mut self, var: impl Selectable, order: Order) -> Self {
        var.slots(&mut |slot, _| self.orders.push((slot, order)));
        self
    }

    /// Returns at most this many rows, the first ones in the order.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = rows;
        self
    }

    /// All rows, in the order of [`order_by`](Self::order_by). Rows that are equal in this order are sorted by their
    /// truth, the certain ones first. Then they are sorted by the order in which the selected entities, values and
    /// facts were recorded.
    ///
    /// # Errors
    /// The first error of the pattern, such as an unknown name; [`ErrorKind::InvalidQuery`] if no fact gives a value to
    /// a variable that is selected or compared, if a variable that may have no value is selected without
    /// [`maybe`](super::maybe), if rows are ordered by a variable that is not selected, or if two parts of the pattern
    /// share no variable.
    pub fn rows(self) -> Result<Rows<'g, C>, Error> {
        let Prepared { selected, by, plan } = self.prepared()?;
        let width = selected.len();
        let (mut cells, mut truths) = (Vec::new(), Vec::new());
        let mut each = |state: &mut State<'g>, truth: Truth| {
            if let Some(truth) = self.query.least(truth) {
                cells.extend(selected.iter().map(|selected| state.get(selected.slot)));
                truths.push(truth);
            }
            Flow::Continue(())
        };
        Run::new(self.query).every(&plan, &mut each)?;
        let row = |at: &usize| cells.get(at * width..(at + 1) * width).unwrap_or_default();
        let truth = |at: &usize| truths.get(*at).copied().unwrap_or(Truth::No);
        let mut places: Vec<usize> = (0..truths.len()).collect();
        if self.distinct {
            places.sort_unstable_by(|a, b| row(a).cmp(row(b)).then(truth(b).cmp(&truth(a))));
            places.dedup_by(|b, a| row(a) == row(b));
        }
        let ranks = self.ranks(&by, &selected, || places.iter().map(row));
        let keys: Vec<u32> = (0..truths.len()).flat_map(|at| ranked(&ranks, row(&at))).collect();
        let key = |at: &usize| keys.get(at * by.len()..(at + 1) * by.len()).unwrap_or_default();
        places.sort_unstable_by(|a, b| {
            let asked = if by.is_empty() { Ordering::Equal } else { key(a).cmp(key(b)) };
            asked.then_with(|| truth(b).cmp(&truth(a))).then_with(|| row(a).cmp(row(b)))
        });
        places.truncate(self.limit);
        let sorted = places.iter().flat_map(|at| row(at).iter().copied()).collect();
        let truths = places.iter().map(truth).collect();
        Ok(Rows { view: self.query.view.clone(), columns: self.columns, selected, cells: sorted, truths })
    }

    /// Calls a closure with each row, and keeps no rows. Rows come in the order of the plan. With
    /// [`order_by`](Self::order_by) or [`distinct`](Self::distinct), they are kept and sorted first, as
    /// [`rows`](Self::rows) does.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn visit(self, mut visit: impl FnMut(VisitedRow<'_, 'g, C>)) -> Result<(), Error> {
        if self.distinct || !self.orders.is_empty() {
            let rows = self.rows()?;
            let own: Vec<_> =
                (0_u16..).zip(&rows.selected).map(|(slot, selected)| Selected { slot, ..*selected }).collect();
            for (at, truth) in rows.truths.iter().enumerate() {
                visit(VisitedRow {
                    view: &rows.view,
                    columns: &rows.columns,
                    selected: &own,
                    row: rows.row(at),
                    truth: *truth,
                });
            }
            return Ok(());
        }
        let Prepared { selected, plan, .. } = self.prepared()?;
        let (view, columns, mut left) = (&self.query.view, &self.columns, self.limit);
        if left == 0 {
            return Ok(());
        }
        let mut each = |state: &mut State<'g>, truth: Truth| {
            let Some(truth) = self.query.least(truth) else { return Flow::Continue(()) };
            visit(VisitedRow { view, columns, selected: &selected, row: &state.row, truth });
            left -= 1;
            if left == 0 { Flow::Break(()) } else { Flow::Continue(()) }
        };
        Run::new(self.query).every(&plan, &mut each)?;
        Ok(())
    }

    /// How many rows [`rows`](Self::rows) returns. Rows are counted without being kept, unless there is a
    /// [`limit`](Self::limit), or the pattern has no faster way to count [`distinct`](Self::distinct) values.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn count(self) -> Result<Count, Error> {
        let Prepared { selected, plan, .. } = self.prepared()?;
        if self.distinct
            && self.limit == usize::MAX
            && let Some(count) = self.query.count_values(&plan, &selected)?
        {
            return Ok(count);
        }
        if self.distinct || self.limit != usize::MAX {
            return Ok(self.rows()?.count());
        }
        self.query.count()
    }

    /// Checks everything that can be wrong with the query and the selection, before anything runs.
    pub(super) fn prepared(&self) -> Result<Prepared, Error> {
        let (bound, plan) = self.query.planned()?;
        let mut selected = Vec::new();
        let mut failed = None;
        self.columns.slots(&mut |slot, maybe| {
            let name = self.query.name(slot);
            if bound.sometimes.contains(slot) && !maybe {
                failed.get_or_insert_with(|| format!("`{name}` may have no value: select `maybe({name})`"));
            } else if !bound.always.contains(slot) && !bound.sometimes.contains(slot) {
                failed.get_or_insert_with(|| {
                    format!("`{name}` is selected, but no fact of the pattern gives it a value")
                });
            }
            if let Some(variable) = self.query.variables.get(usize::from(slot)) {
                selected.push(Selected { slot, over: variable.over });
            }
        });
        match failed {
            Some(why) => Err(Error::new(ErrorKind::InvalidQuery, why)),
            None => Ok(Prepared { by: self.order(&selected)?, selected, plan }),
        }
    }

    fn order(&self, selected: &[Selected]) -> Result<Vec<(usize, Order)>, Error> {
        let place = |(slot, order): &(Slot, Order)| {
            selected.iter().position(|selected| selected.slot == *slot).map(|at| (at, *order)).ok_or_else(|| {
                let why = format!("rows are ordered by `{}`, which is not selected", self.query.name(*slot));
                Error::new(ErrorKind::InvalidQuery, why)
            })
        };
        self.orders.iter().map(place).collect()
    }

    /// The ranks of the columns by which the rows are ordered.
    pub(super) fn ranks<'r, R>(
        &self,
        by: &[(usize, Order)],
        selected: &[Selected],
        rows: impl Fn() -> R,
    ) -> Vec<(usize, ColumnRanks)>
    where
        R: Iterator<Item = &'r [u32]>,
    {
        let rank = |(at, order): &(usize, Order)| {
            let over = selected.get(*at)?.over;
            let values = rows().filter_map(|row| row.get(*at).copied()).collect();
            Some((*at, order.rank(&self.query.view, over, values)))
        };
        by.iter().filter_map(rank).collect()
    }
}

/// What a row is sorted by: the rank of each column by which rows are ordered.
pub(super) fn ranked(ranks: &[(usize, ColumnRanks)], row: &[u32]) -> impl Iterator<Item = u32> {
    ranks.iter().map(|(at, ranks)| ranks.of(row.get(*at).copied().unwrap_or(NONE)))
}
