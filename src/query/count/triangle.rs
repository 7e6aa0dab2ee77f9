//! Counting three variables of which each is joined to the others by one relation.
//!
//! For each value of the first, what it leads to of the third is marked; what the second lead to is then counted by its
//! marks. So each list is read from end to end, and nothing is kept of what is counted. Where little is to be counted, marks
//! do not pay, and lists are searched in each other. Circles of one relation are the same from each of the three: they are
//! counted from the one that has the fewest facts.

use super::{
    super::edges::ratio,
    circle::weight,
    factor::{Beside, Overflow, plus, times},
    forward::{self, Order},
    lists::Lists,
    marks::Marks,
    tree::{Edge, Node, Web},
};
use crate::tables::skipped;

/// A list this many times as long as another is searched, not gone through.
const MUCH_LONGER: usize = 16;

/// So few elements are not marked, as marks lie far apart in memory.
const FEW: usize = 16;

/// The lists between two of the variables, seen from one of them.
#[derive(Clone, Copy)]
struct Side<'w, 'q, 'g> {
    lists: &'w Lists<'q, 'g>,
    /// From the other of the two.
    back: &'w Lists<'q, 'g>,
    /// One fact counts as much as many.
    exists: bool,
}

impl<'w, 'q, 'g> Side<'w, 'q, 'g> {
    /// The edge that joins two variables, if one does and no other.
    fn of(web: &'w Web<'q, 'g>, from: usize, to: usize) -> Option<Self> {
        let mut edges = web.edges.iter().filter(|edge| edge.side(from).is_some() && edge.side(to).is_some());
        let edge: &Edge<'q, 'g> = edges.next().filter(|_| edges.next().is_none())?;
        let side = edge.side(from)?;
        let (lists, back) = (edge.lists.get(side)?, edge.lists.get(1 - side)?);
        // Where there are never many it is all the same.
        Some(Self { lists, back, exists: edge.exists && !edge.is_once() })
    }

    /// How many facts a node has that has some, in the mean.
    fn mean(self) -> f64 {
        ratio(self.lists.facts(), self.lists.nodes())
    }
}

/// Three variables in the order in which they get their values.
struct Triangle<'w, 'q, 'g> {
    nodes: [&'w Node<'q, 'g>; 3],
    near: Side<'w, 'q, 'g>,
    far: Side<'w, 'q, 'g>,
    across: Side<'w, 'q, 'g>,
}

/// The number of matches, if there are three variables so joined.
pub(super) fn count(web: &Web<'_, '_>) -> Option<Result<u64, Overflow>> {
    let there = |node: &usize| web.nodes.get(*node).is_some_and(Option::is_some);
    let places: Vec<usize> = (0..web.nodes.len()).filter(there).collect();
    let ([a, b, c], 3) = (<[usize; 3]>::try_from(places).ok()?, web.edges.len()) else { return None };
    let orders = [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]];
    let made = orders.map(|order| Triangle::of(web, order));
    let best = made.into_iter().flatten().min_by(|one, other| one.work().total_cmp(&other.work()))?;
    if best.is_symmetric() {
        return Some(forward::count(best.near.lists, best.near.exists));
    }
    best.count(web).transpose()
}

impl<'w, 'q, 'g> Triangle<'w, 'q, 'g> {
    fn of(web: &'w Web<'q, 'g>, [a, b, c]: [usize; 3]) -> Option<Self> {
        let node = |at: usize| web.nodes.get(at).and_then(Option::as_ref);
        Some(Self {
            nodes: [node(a)?, node(b)?, node(c)?],
            near: Side::of(web, a, b)?,
            far: Side::of(web, a, c)?,
            across: Side::of(web, b, c)?,
        })
    }

    /// How many elements of lists are read, about. Where many are marked, each is read at another place in memory.
    fn work(&self) -> f64 {
        let (near, far) = (ratio(self.near.lists.facts(), 1), ratio(self.far.lists.facts(), 1));
        let each = if self.far.mean() > ratio(FEW, 2) { 2.0 } else { 1.0 };
        near + each * (near * self.across.mean() + far)
    }

    /// The number of matches; nothing if a value counts so often that a mark does not hold it.
    fn count(&self, web: &Web<'_, '_>) -> Result<Option<u64>, Overflow> {
        let [first, ..] = self.nodes;
        let (near, far) = (self.near.lists, self.far.lists);
        // Those that have fewer lists are gone through, and the others sought beside them.
        let is_near = near.nodes() <= far.nodes();
        let (mut nears, mut fars) = (near.cursor(), far.cursor());
        let (mut marks, mut ends) = (None, Ends::default());
        let mut weights = Beside::of(&first.factors);
        // Above a hub little is left to be counted.
        let order = self.is_round().then(|| Order::of(&[near, far]));
        let mut above: [Vec<u32>; 2] = Default::default();
        let (mut total, mut loops) = (0, 0);
        while let Some((a, list)) = if is_near { nears.next() } else { fars.next() } {
            let (mut near, mut far) = if is_near { (list, fars.list(a)) } else { (nears.list(a), list) };
            if let Some(order) = &order {
                let rank = order.rank(a);
                // Of the three ways round a circle the one that begins with the least is taken, and of equals the first.
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
            let times_a = if web.admits(&first.tests, a) { weights.at(a)? } else { 0 };
            if times_a == 0 {
                continue;
            }
            let Some(sum) = self.beyond(web, near, far, &mut ends, &mut marks)? else { return Ok(None) };
            total = plus(total, times(sum, times_a)?)?;
        }
        Ok(Some(if order.is_none() { total } else { plus(loops, times(total, 3)?)? }))
    }

    /// How much what the second variable leads to of what the first does counts, for all its values of a list; nothing if a
    /// value counts so often that a mark does not hold it.
    fn beyond(
        &self,
        web: &Web<'_, '_>,
        near: &[u32],
        far: &[u32],
        ends: &mut Ends,
        marks: &mut Option<Marks>,
    ) -> Result<Option<u64>, Overflow> {
        let [_, second, third] = self.nodes;
        let is_short = far.len() <= FEW && third.is_free() && !self.far.exists && !self.across.exists;
        let (mut sum, mut work, mut seen) = (0, 0, None);
        let (mut is_filled, mut is_marked) = (false, false);
        for b in near {
            if self.near.exists && seen.replace(*b) == Some(*b) {
                continue;
            }
            let across = self.across.lists.list(*b);
            let times_b = if second.is_free() || across.is_empty() { 1 } else { weight(web, second, *b)? };
            if across.is_empty() || times_b == 0 {
                continue;
            }
            if is_short && across.len() <= FEW {
                sum = plus(sum, times(pairs(far, across), times_b)?)?;
                continue;
            }
            if !is_filled {
                if !ends.fill(far, self.far.exists, |c| weight(web, third, c), third.is_free())? {
                    return Ok(None);
                }
                is_filled = true;
            }
            // Many in few is searched at once; else marks are made as soon as they would have paid.
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

    /// Whether it is the same from each of the three: the same facts lead round, and any value is as good as another.
    fn is_round(&self) -> bool {
        let [near, far, across] = [self.near, self.far, self.across];
        let same = |one: Side<'w, 'q, 'g>, other: Side<'w, 'q, 'g>| {
            std::ptr::eq(one.lists, other.lists) && one.exists == other.exists
        };
        // From the third it leads back to the first, so from the first the way is against the others.
        let back = |side: Side<'w, 'q, 'g>| Side { lists: side.back, ..side };
        self.nodes.iter().all(|node| node.is_free()) && same(near, across) && same(back(far), near)
    }

    /// Whether it is the same either way round too.
    fn is_symmetric(&self) -> bool {
        std::ptr::eq(self.near.lists, self.near.back) && self.is_round()
    }
}

/// How many pairs of equal elements two short lists have. Each is compared with each, as that asks nothing that has to be
/// guessed.
fn pairs(one: &[u32], other: &[u32]) -> u64 {
    one.iter().map(|a| other.iter().filter(|b| a == *b).count() as u64).sum()
}

/// How often a sorted list has a value.
fn run_of(list: &[u32], value: u32) -> u64 {
    let rest = list.get(skipped(list, value)..).unwrap_or_default();
    rest.iter().take_while(|found| **found == value).count() as u64
}

/// What a value of the first variable leads to of the third: each element once, and how much it counts.
#[derive(Default)]
struct Ends {
    values: Vec<u32>,
    numbers: Vec<u32>,
}

impl Ends {
    /// Whether each number could be held.
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
            let Some(value) = run.first() else { continue };
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
        marks.wipe();
        self.values.iter().zip(&self.numbers).for_each(|(value, number)| marks.set(*value, *number));
    }

    /// Whether to search for these in a list costs less than to look up marks for its elements.
    fn is_searched_in(&self, list: &[u32]) -> bool {
        self.values.len() <= FEW || self.values.len() * MUCH_LONGER < list.len()
    }

    /// How much the elements of a list count: the shorter is sought in the longer. There are fewer facts than 31 bits can
    /// count, and each counts less than 32 bits can, so that a sum holds.
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

/// How much the elements of a list count by their marks.
fn marked(marks: &Marks, list: &[u32], exists: bool) -> u64 {
    let of = |value: &u32| marks.number(*value);
    if exists {
        return list.chunk_by(|a, b| a == b).filter_map(<[u32]>::first).map(of).sum();
    }
    list.iter().map(of).sum()
}
