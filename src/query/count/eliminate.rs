//! Counting by eliminating one variable after the other.
//!
//! - A variable *x* that no edge joins to others contributes a constant: `N = N' · Σ over v of w_x(v)`.
//! - A variable *x* that edges join to one other variable *y* is folded into it ([`fold`](super::fold)): it becomes a
//!   factor of *y*. So a tree is counted in the time of reading its facts.
//! - A variable between two others that leads from each value to one value is left out by composing the two relations
//!   ([`compose`](super::compose)).
//! - A variable that each value of its neighbours determines is left out ([`determined`](super::determined)).
//! - What is left are cycles: [`triangle`] and [`cycle`]. Parts that share no variable are counted apart, and
//!   multiplied.

use std::rc::Rc;

use super::{
    cycle,
    dense::Dense,
    factor::Factor,
    join_graph::{Edge, JoinGraph},
    number::{Overflow, plus, times},
    triangle,
};

impl<'q, 'g> JoinGraph<'q, 'g> {
    /// The number of matches.
    pub(super) fn count(mut self) -> Result<u64, Overflow> {
        self.merge_edges();
        let mut total = 1;
        loop {
            if let Some(alone) = self.find_alone() {
                let Some(node) = self.take(alone) else {
                    debug_assert!(false, "the variable was found among those that are left");
                    continue;
                };
                let mut sum = 0;
                self.products(&node, None, |_, number| {
                    sum = plus(sum, number)?;
                    Ok(())
                })?;
                total = times(total, sum)?;
            } else if !self.fold(None)? {
                if self.variables.iter().all(Option::is_none) {
                    return Ok(total);
                }
                self.compose(None);
                if !self.eliminate_determined()? {
                    break;
                }
            }
            if total == 0 {
                return Ok(0);
            }
        }
        for part in self.parts() {
            let count = triangle::count(&part).unwrap_or_else(|| cycle::count(&part))?;
            total = times(total, count)?;
        }
        Ok(total)
    }

    /// The number of matches for each value of one variable. `None` if the others form a cycle.
    pub(super) fn count_at(mut self, root: usize) -> Result<Option<Factor<'q, 'g>>, Overflow> {
        self.merge_edges();
        while self.fold(Some(root))? {}
        let Some(node) = self.take(root) else { return Ok(None) };
        if self.variables.iter().any(Option::is_some) {
            return Ok(None);
        }
        if let ([only], true) = (node.factors.as_slice(), node.tests.is_empty()) {
            return Ok(Some(only.clone()));
        }
        let mut numbers = Vec::new();
        self.products(&node, None, |value, number| {
            numbers.push((value, number));
            Ok(())
        })?;
        Ok(Some(Factor::Number(Rc::new(Dense::of(numbers)?))))
    }

    /// Folds the variable that is cheapest to fold, of those with one neighbour. Whether there was one.
    fn fold(&mut self, keep: Option<usize>) -> Result<bool, Overflow> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (at, (node, mine)) in self.variables.iter().zip(self.edges_of()).enumerate() {
            let (Some(node), Some(first)) = (node, mine.first()) else { continue };
            let neighbour = |edge: &Edge<'q, 'g>| edge.side(at).and_then(|side| edge.ends.get(1 - side).copied());
            let Some(other) = neighbour(first) else { continue };
            if Some(at) == keep || mine.iter().any(|edge| neighbour(edge) != Some(other)) {
                continue;
            }
            let is_free = mine.len() == 1 && node.is_unweighted() && !first.exists;
            let cost = if is_free { 0 } else { mine.iter().map(|edge| edge.lists[0].facts()).sum() };
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, at, other));
            }
        }
        let Some((_, at, into)) = best else { return Ok(false) };
        let (mine, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.edges).into_iter().partition(|edge| edge.side(at).is_some());
        self.edges = rest;
        let Some(node) = self.take(at) else {
            debug_assert!(false, "the variable was found among those that are left");
            return Ok(true);
        };
        // The lists grouped by the neighbour, and by the variable that is folded.
        let lists: Vec<_> = mine
            .into_iter()
            .map(|edge| {
                let [a, b] = edge.lists;
                if edge.ends[0] == at { (b, a, edge.exists) } else { (a, b, edge.exists) }
            })
            .collect();
        match lists.as_slice() {
            [(from, _, false)] if node.is_unweighted() => {
                let factor = Factor::Degree(from.clone());
                self.variables.get_mut(into).into_iter().flatten().for_each(|node| node.factors.push(factor.clone()));
            }
            [(from, back, exists)] => self.folded(&node, [from, back], *exists, into)?,
            several => self.folded_together(&node, several, into)?,
        }
        Ok(true)
    }
}
