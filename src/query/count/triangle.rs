//! Counting three variables of which each pair is joined by one edge: *near* joins *a* and *b*, *far* joins *a* and
//! *c*, and *across* joins *b* and *c*.
//!
//! ```text
//! N = Σ over a of w(a) · Σ over b in near(a) of w(b) · Σ over c in far(a) ∩ across(b) of w(c)
//! ```
//!
//! For each *a*, the elements of *far(a)* are marked with their weights, and the marks of each *across(b)* are summed
//! up. So lists are read from end to end, and nothing is allocated. Where lists are short, they are searched instead.
//!
//! If all three edges are the same relation and lead round, each cycle comes three times, once from each of its nodes.
//! Then it is counted from the node with the least rank only, in the order of degrees, and the sum is multiplied by 3;
//! cycles of one node with itself come once. With a symmetric relation, [`symmetric_triangle`] counts.

use super::{
    super::edges::ratio,
    factor::FactorCursor,
    join_graph::{Edge, JoinGraph, Variable},
    lists::Lists,
    marks::Marks,
    number::{Overflow, plus, times},
    symmetric_triangle::{self, DegreeOrder},
};
use crate::tables::skipped;

/// A list that is this many times as long as another is searched instead of read.
const MUCH_LONGER: usize = 16;

/// Lists of at most this many elements are not marked, as marks are far apart in memory.
const FEW: usize = 16;

/// The edge between two of the variables, seen from one of them.
#[derive(Clone, Copy)]
struct Side<'w, 'q, 'g> {
    lists: &'w Lists<'q, 'g>,
    /// The lists grouped by the other variable.
    back: &'w Lists<'q, 'g>,
    /// One fact between two values counts as much as many.
    exists: bool,
}

impl<'w, 'q, 'g> Side<'w, 'q, 'g> {
    /// The edge between two variables, if there is exactly one.
    fn of(graph: &'w JoinGraph<'q, 'g>, from: usize, to: usize) -> Option<Self> {
        let mut edges = graph.edges.iter().filter(|edge| edge.side(from).is_some() && edge.side(to).is_some());
        let edge: &Edge<'q, 'g> = edges.next().filter(|_| edges.next().is_none())?;
        let side = edge.side(from)?;
        let (lists, back) = (edge.lists.get(side)?, edge.lists.get(1 - side)?);
        // If there are never several facts, the flag makes no difference.
        Some(Self { lists, back, exists: edge.exists && !edge.is_once() })
    }

    /// The mean length of a list.
    fn mean(self) -> f64 {
        ratio(self.lists.facts(), self.lists.nodes())
    }
}

/// The three variables *a*, *b* and *c*, and the edges between them.
struct Triangle<'w, 'q, 'g> {
    nodes: [&'w Variable<'q, 'g>; 3],
    near: Side<'w, 'q, 'g>,
    far: Side<'w, 'q, 'g>,
    across: Side<'w, 'q, 'g>,
}

/// The number of matches, if the graph is a triangle. `None` if it is not, or if a weight is too large for a mark.
pub(super) fn count(graph: &JoinGraph<'_, '_>) -> Option<Result<u64, Overflow>> {
    let there = |node: &usize| graph.variables.get(*node).is_some_and(Option::is_some);
    let places: Vec<usize> = (0..graph.variables.len()).filter(there).collect();
    let ([a, b, c], 3) = (<[usize; 3]>::try_from(places).ok()?, graph.edges.len()) else { return None };
    let orders = [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]];
    let made = orders.map(|order| Triangle::of(graph, order));
    let best = made.into_iter().flatten().min_by(|one, other| one.work().total_cmp(&other.work()))?;
    if best.is_symmetric() {
        return Some(symmetric_triangle::count(best.near.lists, best.near.exists));
    }
    best.count(graph).transpose()
}

impl<'w, 'q, 'g> Triangle<'w, 'q, 'g> {
    fn of(graph: &'w JoinGraph<'q, 'g>, [a, b, c]: [usize; 3]) -> Option<Self> {
        let node = |at: usize| graph.variables.get(at).and_then(Option::as_ref);
        Some(Self {
            nodes: [node(a)?, node(b)?, node(c)?],
            near: Side::of(graph, a, b)?,
            far: Side::of(graph, a, c)?,
            across: Side::of(graph, b, c)?,
        })
    }

    /// An estimate of how many elements are read. Marks that are spread over memory count twice.
    fn work(&self) -> f64 {
        let (near, far) = (ratio(self.near.lists.facts(), 1), ratio(self.far.lists.facts(), 1));
        let each = if self.far.mean() > ratio(FEW, 2) { 2.0 } else { 1.0 };
        near + each * (near * self.across.mean() + far)
    }

    /// The number of matches. `None` if a weight is too large for a mark.
    fn count(&self, graph: &JoinGraph<'_, '_>) -> Result<Option<u64>, Overflow> {
        let [first, ..] = self.nodes;
        let (near, far) = (self.near.lists, self.far.lists);
        // The relation with fewer lists is read in order, and the lists of the other are looked up by a cursor.
        let is_near = near.nodes() <= far.nodes();
        let (mut nears, mut fars) = (near.cursor(), far.cursor());
        let (mut marks, mut ends) = (None, Ends::default());
        let mut weights = FactorCursor::of(&first.factors);
        // Cycles that lead round are counted from their least node: few neighbours of a hub have a higher rank.
        let order = self.is_round().then(|| DegreeOrder::of(&[near, far]));
        let mut above: [Vec<u32>; 2] = Default::default();
        let (mut total, mut loops) = (0, 0);
        while let Some((a, list)) = if is_near { nears.next() } else { fars.next() } {
            let (mut near, mut far) = if is_near { (list, fars.list(a)) } else { (nears.list(a), list) };
            if let Some(order) = &order {
                let rank = order.rank(a);
                // A cycle is counted from the node with the least rank; if two of its nodes are that node, from the
                // first of the two.
                let often = |list: &[u32]| if self.near.exists { 1 } else { run_of(list, a) };
                if run_of(near, a) > 0 {
                    loops = plus(loops, times(often(near), times(often(near), often(near))?)?)?;
                }
                let [nears, fars] = &mut above;
                let is_above = |node: &u32| order.rank(*node) > rank;
                nears.clear();
                nears.extend(near.iter().filter(|node| **node == a || is_above(node)));
                fars.clear();
                fars.extend(far.iter().filter(|node| is_above(node)));
                (near, far) = (nears, fars);
            }
            if near.is_empty() || far.is_empty() {
                continue;
            }
            let times_a = if graph.admits(&first.tests, a) { weights.at(a)? } else { 0 };
            if times_a == 0 {
                continue;
            }
            let Some(sum) = self.beyond(graph, near, far, &mut ends, &mut marks)? else { return Ok(None) };
            total = plus(total, times(sum, times_a)?)?;
        }
        Ok(Some(if order.is_none() { total } else { plus(loops, times(total, 3)?)? }))
    }

    /// *Σ over b in near of w(b) · Σ over c in far ∩ across(b) of w(c)*. `None` if a weight is too large for a mark.
    fn beyond(
        &self,
        graph: &JoinGraph<'_, '_>,
        near: &[u32],
        far: &[u32],
        ends: &mut Ends,
        marks: &mut Option<Marks>,
    ) -> Result<Option<u64>, Overflow> {
        let [_, second, third] = self.nodes;
        let is_short = far.len() <= FEW && third.is_unweighted() && !self.far.exists && !self.across.exists;
        let (mut sum, mut work, mut seen) = (0, 0, None);
        let (mut is_filled, mut is_marked) = (false, false);
        for b in near {
            if self.near.exists && seen.replace(*b) == Some(*b) {
                continue;
            }
            let across = self.across.lists.list(*b);
            let times_b = if second.is_unweighted() || across.is_empty() { 1 } else { graph.weight(second, *b)? };
            if across.is_empty() || times_b == 0 {
                continue;
            }
            if is_short && across.len() <= FEW {
                sum = plus(sum, times(pairs(far, across), times_b)?)?;
                continue;
            }
            if !is_filled {
                if !ends.fill(far, self.far.exists, |c| graph.weight(third, c), third.is_unweighted())? {
                    return Ok(None);
                }
                is_filled = true;
            }
            // Few elements are searched for at once. Otherwise marks are made once searching has cost as much.
            let found = if ends.is_searched_in(across) || (!is_marked && work <= ends.values.len()) {
                work += across.len().min(ends.values.len()) * 4;
                ends.sum(across, self.across.exists)
            } else {
                let marks = marks.get_or_insert_with(|| Marks::over(self.far.back.span()));
                if !is_marked {
                    ends.mark(marks);
                    is_marked = true;
                }
                marked(marks, across, self.across.exists)
            };
            sum = plus(sum, times(found, times_b)?)?;
        }
        Ok(Some(sum))
    }

    /// Whether it is the same from each of the three variables: one relation leads round, and all weights are 1.
    fn is_round(&self) -> bool {
        let [near, far, across] = [self.near, self.far, self.across];
        let same = |one: Side<'w, 'q, 'g>, other: Side<'w, 'q, 'g>| {
            std::ptr::eq(one.lists, other.lists) && one.exists == other.exists
        };
        // The third edge leads back to the first variable, so from the first its direction is reversed.
        let back = |side: Side<'w, 'q, 'g>| Side { lists: side.back, ..side };
        self.nodes.iter().all(|node| node.is_unweighted()) && same(near, across) && same(back(far), near)
    }

    /// Whether it is the same in both directions too.
    fn is_symmetric(&self) -> bool {
        std::ptr::eq(self.near.lists, self.near.back) && self.is_round()
    }
}

/// The number of pairs of equal elements of two short lists. Each is compared with each, as that needs no branch that
/// could be mispredicted.
fn pairs(one: &[u32], other: &[u32]) -> u64 {
    one.iter().map(|a| other.iter().filter(|b| a == *b).count() as u64).sum()
}

/// The number of times that a sorted list has a value.
fn run_of(list: &[u32], value: u32) -> u64 {
    let rest = list.get(skipped(list, value)..).unwrap_or_default();
    rest.iter().take_while(|found| **found == value).count() as u64
}

/// The values of the third variable in *far(a)*: each once, with the number of facts times its weight.
#[derive(Default)]
struct Ends {
    values: Vec<u32>,
    numbers: Vec<u32>,
}

impl Ends {
    /// Takes the elements of a list. `false` if a number is too large for a mark.
    fn fill(
        &mut self,
        list: &[u32],
        exists: bool,
        weight: impl Fn(u32) -> Result<u64, Overflow>,
        free: bool,
    ) -> Result<bool, Overflow> {
        self.values.clear();
        self.numbers.clear();
        for run in list.chunk_by(|a, b| a == b) {
            let Some(value) = run.first() else {
                debug_assert!(false, "a run has an element");
                continue;
            };
            let often = if exists { 1 } else { run.len() as u64 };
            let number = if free { often } else { times(often, weight(*value)?)? };
            if number > 0 {
                let Ok(number) = u32::try_from(number) else { return Ok(false) };
                self.values.push(*value);
                self.numbers.push(number);
            }
        }
        Ok(true)
    }

    fn mark(&self, marks: &mut Marks) {
        marks.clear();
        self.values.iter().zip(&self.numbers).for_each(|(value, number)| marks.set(*value, *number));
    }

    /// Whether searching for these in a list costs less than looking up the marks of its elements.
    fn is_searched_in(&self, list: &[u32]) -> bool {
        self.values.len() <= FEW || self.values.len() * MUCH_LONGER < list.len()
    }

    /// The sum of the numbers of a list's elements. The shorter list is searched for in the longer. The sum has fewer
    /// than 2^31 terms, as there are fewer facts, and each is less than 2^32, so it cannot overflow.
    fn sum(&self, list: &[u32], exists: bool) -> u64 {
        let mut sum = 0;
        if self.values.len() <= list.len() {
            let mut rest = list;
            for (value, number) in self.values.iter().zip(&self.numbers) {
                rest = rest.get(skipped(rest, *value)..).unwrap_or_default();
                let run = rest.iter().take_while(|found| *found == value).count() as u64;
                let often = if exists { run.min(1) } else { run };
                sum += often * u64::from(*number);
            }
            return sum;
        }
        let (mut at, mut seen) = (0, None);
        for value in list {
            if exists && seen.replace(*value) == Some(*value) {
                continue;
            }
            at += skipped(self.values.get(at..).unwrap_or_default(), *value);
            if self.values.get(at) == Some(value) {
                sum += self.numbers.get(at).copied().map_or(0, u64::from);
            }
        }
        sum
    }
}

/// The sum of the marks of a list's elements.
fn marked(marks: &Marks, list: &[u32], exists: bool) -> u64 {
    let of = |value: &u32| marks.number(*value);
    if exists {
        return list.chunk_by(|a, b| a == b).filter_map(<[u32]>::first).map(of).sum();
    }
    list.iter().map(of).sum()
}
