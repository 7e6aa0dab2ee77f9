//! What is asked of a pattern: which variables, in which order, how many.

use std::cmp::Ordering;

use super::{
    Query,
    check::{self, Bound},
    columns::Columns,
    join::{Flow, NONE, Run, State},
    order::Order,
    pattern::Slot,
    plan::{Around, Plan, plan},
    rows::{Count, Rows, Shown},
};
use crate::{
    error::{Error, ErrorKind},
    time::Truth,
    view::View,
};

/// Variables of a query that are selected, to be asked for.
///
/// Without [`distinct`](Self::distinct) there is a row for each match of the whole pattern, also where the selected values
/// are the same.
#[derive(Clone, Debug)]
#[must_use = "a selection is nothing until it is asked for its rows"]
pub struct Selection<'q, 'g, C> {
    pub(super) query: &'q Query<'g>,
    pub(super) columns: C,
    distinct: bool,
    orders: Vec<(Slot, Order)>,
    pub(super) limit: usize,
}

/// A match, while it is visited.
#[derive(Debug)]
pub struct Match<'m, 'g, C> {
    view: &'m View<'g>,
    columns: &'m C,
    shown: &'m [Shown],
    row: &'m [u32],
    truth: Truth,
}

impl<'g, C: Columns> Match<'_, 'g, C> {
    /// How true it is.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// Its values, as they were selected.
    #[must_use]
    #[inline]
    pub fn values(&self) -> C::Values<'g> {
        let cells = &mut self.shown.iter().map(|shown| self.row.get(usize::from(shown.slot)).copied().unwrap_or(NONE));
        self.columns.read(self.view, cells)
    }
}

impl<'g> Query<'g> {
    /// The variables that are asked for.
    pub fn select<C: Columns>(&self, columns: C) -> Selection<'_, 'g, C> {
        Selection { query: self, columns, distinct: false, orders: Vec::new(), limit: usize::MAX }
    }

    /// Whether there is a match: the truth of the best. Stops at the first that is certain.
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
        let _ = Run::new(self).run(&plan, &mut State::new(self), Truth::Yes, &mut each);
        Ok(best)
    }

    /// Checks the query and plans it.
    pub(super) fn planned(&self) -> Result<(Bound, Plan), Error> {
        let bound = check::check(self)?;
        let plan = plan(self, self.told()?, &Around::default()).ok_or_else(|| {
            Error::new(ErrorKind::InvalidQuery, "alternatives wait for one another: each names a variable of the other")
        })?;
        Ok((bound, plan))
    }

    /// The truth of a row, unless the view asks for more.
    pub(super) fn least(&self, truth: Truth) -> Option<Truth> {
        (truth == Truth::No || truth >= self.view.filter().least).then_some(truth)
    }
}

impl<'g, C: Columns> Selection<'_, 'g, C> {
    /// Each combination of selected values once, as true as the best match that has it.
    pub fn distinct(mut self) -> Self {
        self.distinct = true;
        self
    }

    /// In the order of a selected variable: values by size, time or alphabet, entities by name, facts by time. A second call
    /// orders what the first leaves equal.
    #[expect(clippy::needless_pass_by_value, reason = "variables are small and `Copy`")]
    pub fn order_by(mut self, var: impl Columns, order: Order) -> Self {
        var.slots(&mut |slot, _| self.orders.push((slot, order)));
        self
    }

    /// At most so many rows, the first ones of the order.
    pub fn limit(mut self, rows: usize) -> Self {
        self.limit = rows;
        self
    }

    /// The rows. In the order that is asked for; else certain ones first, and then in the order in which the selected
    /// entities, values and facts were recorded.
    ///
    /// # Errors
    /// The first error of the pattern, such as an unknown name; [`ErrorKind::InvalidQuery`] if a variable is selected or
    /// compared that no fact binds, or nothing joins one part of the pattern to another. Nothing runs then.
    pub fn rows(self) -> Result<Rows<'g, C>, Error> {
        let (shown, plan) = self.shown()?;
        let width = shown.len();
        let (mut cells, mut truths) = (Vec::new(), Vec::new());
        let mut each = |state: &mut State<'g>, truth: Truth| {
            if let Some(truth) = self.query.least(truth) {
                cells.extend(shown.iter().map(|shown| state.get(shown.slot)));
                truths.push(truth);
            }
            Flow::Continue(())
        };
        let _ = Run::new(self.query).run(&plan, &mut State::new(self.query), Truth::Yes, &mut each);
        let row = |at: &usize| cells.get(at * width..(at + 1) * width).unwrap_or_default();
        let truth = |at: &usize| truths.get(*at).copied().unwrap_or(Truth::No);
        let mut places: Vec<usize> = (0..truths.len()).collect();
        if self.distinct {
            places.sort_unstable_by(|a, b| row(a).cmp(row(b)).then(truth(b).cmp(&truth(a))));
            places.dedup_by(|b, a| row(a) == row(b));
        }
        let by = self.order(&shown)?;
        places.sort_unstable_by(|a, b| {
            let asked = self.compare(&by, &shown, row(a), row(b));
            asked.then_with(|| truth(b).cmp(&truth(a))).then_with(|| row(a).cmp(row(b)))
        });
        places.truncate(self.limit);
        let sorted = places.iter().flat_map(|at| row(at).iter().copied()).collect();
        let truths = places.iter().map(truth).collect();
        Ok(Rows { view: self.query.view.clone(), columns: self.columns, shown, cells: sorted, truths })
    }

    /// Calls for each row without keeping any, in the order of the plan; with an order or distinct, as [`rows`](Self::rows).
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn visit(self, mut tell: impl FnMut(Match<'_, 'g, C>)) -> Result<(), Error> {
        if self.distinct || !self.orders.is_empty() {
            let rows = self.rows()?;
            let own: Vec<_> = (0_u16..).zip(&rows.shown).map(|(slot, shown)| Shown { slot, ..*shown }).collect();
            for (at, truth) in rows.truths.iter().enumerate() {
                tell(Match { view: &rows.view, columns: &rows.columns, shown: &own, row: rows.row(at), truth: *truth });
            }
            return Ok(());
        }
        let (shown, plan) = self.shown()?;
        let (view, columns, mut left) = (&self.query.view, &self.columns, self.limit);
        if left == 0 {
            return Ok(());
        }
        let mut each = |state: &mut State<'g>, truth: Truth| {
            let Some(truth) = self.query.least(truth) else { return Flow::Continue(()) };
            tell(Match { view, columns, shown: &shown, row: &state.row, truth });
            left -= 1;
            if left == 0 { Flow::Break(()) } else { Flow::Continue(()) }
        };
        let _ = Run::new(self.query).run(&plan, &mut State::new(self.query), Truth::Yes, &mut each);
        Ok(())
    }

    /// How many rows there are, at most the limit of each truth aside: of certain, possible and denied ones.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn count(self) -> Result<Count, Error> {
        let (shown, plan) = self.shown()?;
        if self.distinct
            && self.limit == usize::MAX
            && let Some(count) = self.query.count_values(&plan, &shown)?
        {
            return Ok(count);
        }
        if self.distinct || self.limit != usize::MAX {
            return Ok(self.rows()?.count());
        }
        self.query.count()
    }

    /// The columns, or why they cannot be selected; and the plan.
    pub(super) fn shown(&self) -> Result<(Vec<Shown>, Plan), Error> {
        let (bound, plan) = self.query.planned()?;
        let mut shown = Vec::new();
        let mut failed = None;
        self.columns.slots(&mut |slot, maybe| {
            let name = self.query.name(slot);
            if bound.sometimes.contains(slot) && !maybe {
                failed.get_or_insert_with(|| format!("`{name}` may be missing: select `maybe({name})`"));
            } else if !bound.always.contains(slot) && !bound.sometimes.contains(slot) {
                failed.get_or_insert_with(|| {
                    format!("`{name}` is selected, and no fact of the pattern gives it a value")
                });
            }
            if let Some(variable) = self.query.variables.get(usize::from(slot)) {
                shown.push(Shown { slot, over: variable.over });
            }
        });
        match failed {
            Some(why) => Err(Error::new(ErrorKind::InvalidQuery, why)),
            None => Ok((shown, plan)),
        }
    }

    /// The places of the columns by which rows are ordered.
    pub(super) fn order(&self, shown: &[Shown]) -> Result<Vec<(usize, Order)>, Error> {
        let place = |(slot, order): &(Slot, Order)| {
            shown.iter().position(|shown| shown.slot == *slot).map(|at| (at, *order)).ok_or_else(|| {
                let why = format!("rows are ordered by `{}`, which is not selected", self.query.name(*slot));
                Error::new(ErrorKind::InvalidQuery, why)
            })
        };
        self.orders.iter().map(place).collect()
    }

    pub(super) fn compare(&self, by: &[(usize, Order)], shown: &[Shown], a: &[u32], b: &[u32]) -> Ordering {
        let each = by.iter().map(|(at, order)| match (shown.get(*at), a.get(*at), b.get(*at)) {
            (Some(shown), Some(a), Some(b)) => order.of(&self.query.view, shown.over, *a, *b),
            _ => Ordering::Equal,
        });
        each.fold(Ordering::Equal, Ordering::then)
    }
}
