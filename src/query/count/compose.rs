//! Composing the two relations of a variable that has two neighbours.
//!
//! Let *x* have no factors, and the neighbours *a* and *b* by one edge each. Then
//!
//! ```text
//! Σ over x of e(a, x) · e(x, b) = e'(a, b)
//! ```
//!
//! is the number of ways from *a* to *b*. The pairs are listed as one relation, and *x* is left out. This pays if the
//! lists are short on one side, so that there are few pairs.

use std::rc::Rc;

use super::{
    join_graph::{Edge, JoinGraph},
    lists::Lists,
};
use crate::schema::Range;

/// A composed relation has at most this many pairs.
const MOST_PAIRS: usize = 100_000;

impl<'q, 'g> JoinGraph<'q, 'g> {
    /// Eliminates the variables between two others whose relations can be composed, except `keep`.
    pub(super) fn compose(&mut self, keep: Option<usize>) {
        let (edges, mut made) = (self.edges.clone(), Vec::new());
        for node in 0..self.variables.len() {
            if Some(node) != keep
                && let Some(edge) = self.composed(node, &edges, &mut made)
            {
                self.edges.retain(|edge| edge.side(node).is_none());
                self.edges.push(edge);
                if let Some(place) = self.variables.get_mut(node) {
                    *place = None;
                }
            }
        }
    }

    fn composed(&self, node: usize, all: &[Edge<'q, 'g>], made: &mut Vec<Composed<'q, 'g>>) -> Option<Edge<'q, 'g>> {
        let tests = match self.variables.get(node) {
            Some(Some(inner)) if inner.factors.is_empty() => &inner.tests,
            _ => return None,
        };
        let mine: Vec<_> = self.edges.iter().filter_map(|edge| Some((edge, edge.side(node)?))).collect();
        let [(one, one_side), (other, other_side)] = mine.as_slice() else { return None };
        let (from, to) = (*one.ends.get(1 - one_side)?, *other.ends.get(1 - other_side)?);
        let (left, right) = (one.lists.get(*one_side)?, other.lists.get(*other_side)?);
        if from == to || one.exists || other.exists {
            return None;
        }
        // It must cost less than counting the cycle does: few lists, and of one element each on one side.
        let small = left.nodes().min(right.nodes());
        if small > 10_000 || (left.facts() > left.nodes() && right.facts() > right.nodes()) {
            return None;
        }
        let within = [within(all, from, node, left), within(all, to, node, right)];
        let over = [left.clone(), right.clone()];
        if let Some(short) = made.iter().find(|short| short.is(&over, &within, tests)) {
            return Some(Edge { ends: [from, to], lists: short.lists.clone(), exists: false });
        }
        let lists = self.joined(&over, &within, tests)?;
        made.push(Composed { over, within, tests: tests.clone(), lists: lists.clone() });
        Some(Edge { ends: [from, to], lists, exists: false })
    }

    /// The pairs that two relations join through values that pass the tests, in both directions. Ends without the lists
    /// of `within` are left out. `None` if there are too many pairs.
    fn joined(
        &self,
        [left, right]: &[Rc<Lists<'q, 'g>>; 2],
        within: &[Option<Rc<Lists<'q, 'g>>>; 2],
        tests: &[Range],
    ) -> Option<[Rc<Lists<'q, 'g>>; 2]> {
        // The relation with fewer facts is looked up for each list of the other.
        let is_turned = left.facts() > right.facts();
        let (fewer, more) = if is_turned { (right, left) } else { (left, right) };
        let [near_within, far_within] = if is_turned { [1, 0] } else { [0, 1] }.map(|at| within.get(at)?.as_ref());
        let has = |within: Option<&Rc<Lists<'q, 'g>>>, node: u32| within.is_none_or(|lists| lists.count(node) > 0);
        let (mut pairs, mut near) = (Vec::new(), Vec::new());
        // A long list comes in pieces.
        let mut last = None;
        more.each(|value, far| {
            if last.replace(value) != Some(value) {
                near.clear();
                let all = fewer.list(value);
                if !all.is_empty() && self.admits(tests, value) {
                    near.extend(all.iter().filter(|end| has(near_within, **end)));
                }
            }
            if !near.is_empty() && pairs.len() <= MOST_PAIRS {
                for b in far.iter().filter(|end| has(far_within, **end)) {
                    pairs.extend(near.iter().map(|a| if is_turned { (*b, *a) } else { (*a, *b) }));
                }
            }
        });
        if pairs.len() > MOST_PAIRS {
            return None;
        }
        let lists = Rc::new(Lists::of(pairs));
        Some([lists.clone(), Rc::new(Lists::turned(lists))])
    }
}

/// Lists that a value of a neighbour needs for another edge anyway: those of the fewest nodes, if these are fewer than
/// the facts to be composed.
fn within<'q, 'g>(
    all: &[Edge<'q, 'g>],
    node: usize,
    beside: usize,
    facts: &Lists<'q, 'g>,
) -> Option<Rc<Lists<'q, 'g>>> {
    let others = all.iter().filter(|edge| edge.side(beside).is_none());
    let lists = others.filter_map(|edge| edge.lists.get(edge.side(node)?));
    let fewest = lists.min_by_key(|lists| lists.nodes())?;
    (fewest.nodes() < facts.facts()).then(|| fewest.clone())
}

/// Two composed relations: the relations, the bounds of their ends, and the composed lists in both directions.
struct Composed<'q, 'g> {
    over: [Rc<Lists<'q, 'g>>; 2],
    within: [Option<Rc<Lists<'q, 'g>>>; 2],
    tests: Vec<Range>,
    lists: [Rc<Lists<'q, 'g>>; 2],
}

impl<'q, 'g> Composed<'q, 'g> {
    fn is(&self, over: &[Rc<Lists<'q, 'g>>; 2], within: &[Option<Rc<Lists<'q, 'g>>>; 2], tests: &[Range]) -> bool {
        let same = |one: &Option<Rc<Lists<'q, 'g>>>, other: &Option<Rc<Lists<'q, 'g>>>| match (one, other) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        self.over.iter().zip(over).all(|(one, other)| Rc::ptr_eq(one, other))
            && self.within.iter().zip(within).all(|(one, other)| same(one, other))
            && self.tests == tests
    }
}
