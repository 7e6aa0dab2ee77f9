//! Counting variables that form cycles. With the variables in the order 1 to n,
//!
//! ```text
//! N = Σ over v_1 of w(v_1) · Σ over v_2 of w(v_2) · e(v_2, …) · … Σ over v_n of w(v_n) · e(v_n, …)
//! ```
//!
//! where `e(v_k, …)` is the product of the edges to earlier variables. The values of a variable with an edge to earlier
//! ones are the intersection of the lists of their values, so a loop goes only over values for which all edges exist.
//! The values of the last variable are summed up without being listed.
//!
//! Lists are intersected as soon as their values are given, so that inner loops go over what is left. If one of two
//! lists is much longer, it is searched for each element of the shorter one. Else the elements of the list that stays
//! the same are marked, and the other list is read.

use super::{
    join_graph::{Edge, JoinGraph, Variable},
    marks::Marks,
    number::{Overflow, plus, times},
    variable_order::variable_order,
};
use crate::tables::skipped;

/// A list that is this many times as long as another is searched instead of read.
const MUCH_LONGER: usize = 16;

/// Calls with each element that all of several sorted lists share, and *Π over lists of the number of times that the
/// list has it*. A list where one fact counts as much as many has each element once.
pub(super) fn intersect(
    lists: &[(&[u32], bool)],
    mut visit: impl FnMut(u32, u64) -> Result<(), Overflow>,
) -> Result<(), Overflow> {
    let shortest = lists.iter().enumerate().min_by_key(|(_, (list, _))| list.len());
    let Some((place, (list, exists))) = shortest else { return Ok(()) };
    let mut rests: Vec<(&[u32], bool)> =
        lists.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, list)| *list).collect();
    let mut list = *list;
    while let Some((&value, _)) = list.split_first() {
        let mut number = take_run(&mut list, value, *exists);
        for (rest, exists) in &mut rests {
            skip_to(rest, value);
            number = times(number, take_run(rest, value, *exists))?;
        }
        if number > 0 {
            visit(value, number)?;
        }
    }
    Ok(())
}

/// Takes the elements that equal a value off the front of a list, and returns their number.
fn take_run(list: &mut &[u32], value: u32, exists: bool) -> u64 {
    let mut run = 0;
    while let Some((&first, rest)) = list.split_first()
        && first == value
    {
        *list = rest;
        run += 1;
    }
    if exists { run.min(1) } else { run }
}

/// Drops the elements of a list that are less than a value.
fn skip_to(list: &mut &[u32], value: u32) {
    *list = list.get(skipped(list, value)..).unwrap_or_default();
}

/// The value of `wanted` for elements that have been marked, because they were wanted a second time.
const MARKED: u32 = 2;

/// The values that are left for a variable once some of its neighbours have values, and the product of the edges of
/// each.
#[derive(Clone, Debug, Default)]
struct Left {
    values: Vec<u32>,
    times: Vec<u64>,
}

/// An edge to a variable from an earlier one.
#[derive(Clone, Copy, Debug)]
struct Stage<'w, 'q, 'g> {
    edge: &'w Edge<'q, 'g>,
    side: usize,
    /// The place of the earlier variable in the order.
    from: usize,
}

impl<'w> Stage<'w, '_, '_> {
    fn list(self, value: u32) -> &'w [u32] {
        self.edge.lists.get(self.side).map_or(&[], |lists| lists.list(value))
    }

    /// The span of the elements of these lists.
    fn reach(self) -> Option<(u32, u32)> {
        self.edge.lists.get(1 - self.side).and_then(|lists| lists.span())
    }
}

/// A variable of the order.
struct Level<'w, 'q, 'g> {
    node: &'w Variable<'q, 'g>,
    stages: Vec<Stage<'w, 'q, 'g>>,
    /// The values that are left after each stage but the first, unless it is the last of the order.
    left: Vec<Left>,
    /// Marks for the elements of each stage but the last.
    marks: Vec<Marks>,
    /// For each stage, how often its elements were wanted since they last changed: not, once, or so that they are
    /// [`MARKED`].
    wanted: Vec<u32>,
}

/// The state of the nested loops.
struct CycleCount<'w, 'q, 'g> {
    graph: &'w JoinGraph<'q, 'g>,
    levels: Vec<Level<'w, 'q, 'g>>,
    values: Vec<u32>,
}

/// The number of matches of variables that form cycles.
pub(super) fn count(graph: &JoinGraph<'_, '_>) -> Result<u64, Overflow> {
    let places = variable_order(graph);
    let at = |node: usize| places.iter().position(|place| *place == node);
    let mut levels = Vec::new();
    for (place, node) in places.iter().enumerate() {
        let Some(Some(node)) = graph.variables.get(*node).map(Option::as_ref) else {
            debug_assert!(false, "the order has the variables that are left");
            continue;
        };
        let mut stages: Vec<_> = graph
            .edges
            .iter()
            .filter_map(|edge| {
                let side = edge.side(*places.get(place)?)?;
                let from = at(*edge.ends.get(1 - side)?)?;
                (from < place).then_some(Stage { edge, side: 1 - side, from })
            })
            .collect();
        stages.sort_by_key(|stage| stage.from);
        let count = stages.len();
        levels.push(Level {
            node,
            stages,
            left: vec![Left::default(); count],
            marks: vec![Marks::default(); count],
            wanted: vec![0; count],
        });
    }
    let mut loops = CycleCount { graph, values: vec![0; levels.len()], levels };
    let Some(first) = places.first() else { return Ok(1) };
    let mut total = 0;
    for (value, number) in start(graph, *first)? {
        total = plus(total, times(number, loops.bind(0, value)?)?)?;
    }
    Ok(total)
}

/// The values of the first variable and their weights: the nodes of its shortest lists.
fn start(graph: &JoinGraph<'_, '_>, first: usize) -> Result<Vec<(u32, u64)>, Overflow> {
    let Some(Some(node)) = graph.variables.get(first) else { return Ok(Vec::new()) };
    let lists =
        graph.edges.iter().filter_map(|edge| edge.lists.get(edge.side(first)?)).min_by_key(|lists| lists.nodes());
    let mut values = Vec::new();
    for value in lists.map(|lists| lists.all_nodes()).unwrap_or_default() {
        let number = graph.weight(node, value)?;
        if number > 0 {
            values.push((value, number));
        }
    }
    Ok(values)
}

impl CycleCount<'_, '_, '_> {
    /// Gives a variable a value, and returns the sum over all later variables.
    fn bind(&mut self, place: usize, value: u32) -> Result<u64, Overflow> {
        if let Some(slot) = self.values.get_mut(place) {
            *slot = value;
        }
        let last = self.levels.len() - 1;
        if place == last {
            return Ok(1);
        }
        for later in place + 1..=last {
            // The last variable is summed up without being listed.
            let whole = later == last && place + 1 == last;
            if !whole && !self.narrow(later, place)? {
                return Ok(0);
            }
        }
        if place + 1 == last { self.sum(last) } else { self.each(place + 1) }
    }

    /// Intersects the values left for a later variable with the lists of a new value. Whether any value is left.
    fn narrow(&mut self, later: usize, place: usize) -> Result<bool, Overflow> {
        let Some(level) = self.levels.get_mut(later) else { return Ok(false) };
        for stage in 0..level.stages.len() {
            let Some(here) = level.stages.get(stage).copied().filter(|stage| stage.from == place) else { continue };
            for wanted in level.wanted.iter_mut().skip(stage) {
                *wanted = 0;
            }
            let list = here.list(self.values.get(place).copied().unwrap_or(0));
            if stage == 0 {
                if list.is_empty() {
                    return Ok(false);
                }
                continue;
            }
            let mut kept = level.left.get_mut(stage).map(std::mem::take).unwrap_or_default();
            kept.values.clear();
            kept.times.clear();
            level.meet(stage, list, here.edge.exists, &self.values, |value, number| {
                // A list has an element once for each fact. Here it is kept once, with its number.
                match (kept.values.last(), kept.times.last_mut()) {
                    (Some(before), Some(times)) if *before == value => *times = plus(*times, number)?,
                    _ => {
                        kept.values.push(value);
                        kept.times.push(number);
                    }
                }
                Ok(())
            })?;
            let empty = kept.values.is_empty();
            if let Some(left) = level.left.get_mut(stage) {
                *left = kept;
            }
            if empty {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The sum over the values that are left for a variable.
    fn each(&mut self, place: usize) -> Result<u64, Overflow> {
        let Some(level) = self.levels.get_mut(place) else {
            debug_assert!(false, "each variable of the order has a level");
            return Ok(0);
        };
        let (node, stages) = (level.node, level.stages.len());
        let mut total = 0;
        if stages == 1 {
            let Some(stage) = level.stages.first().copied() else {
                debug_assert!(false, "there is one stage");
                return Ok(0);
            };
            let list = stage.list(self.values.get(stage.from).copied().unwrap_or(0));
            let mut seen = None;
            for value in list {
                if stage.edge.exists && seen.replace(*value) == Some(*value) {
                    continue;
                }
                let number = self.graph.weight(node, *value)?;
                if number > 0 {
                    total = plus(total, times(number, self.bind(place, *value)?)?)?;
                }
            }
            return Ok(total);
        }
        let left = level.left.get_mut(stages - 1).map(std::mem::take).unwrap_or_default();
        for (value, times_there) in left.values.iter().zip(&left.times) {
            let number = times(self.graph.weight(node, *value)?, *times_there)?;
            if number > 0 {
                total = plus(total, times(number, self.bind(place, *value)?)?)?;
            }
        }
        if let Some(place) = self.levels.get_mut(place).and_then(|level| level.left.get_mut(stages - 1)) {
            *place = left;
        }
        Ok(total)
    }

    /// The sum over the values of the last variable, whose neighbours all have values.
    fn sum(&mut self, last: usize) -> Result<u64, Overflow> {
        let (graph, before) = (self.graph, last - 1);
        // With several edges to the variable before it, its values are listed as for any other variable.
        let Some(level) = self.levels.get_mut(last) else {
            debug_assert!(false, "each variable of the order has a level");
            return Ok(0);
        };
        let count = level.stages.len();
        let Some(stage) = level.stages.last().copied() else {
            debug_assert!(false, "an edge joins the last variable of a cycle to an earlier one");
            return Ok(0);
        };
        let fresh = level.stages.iter().filter(|stage| stage.from == before).count();
        if fresh > 1 || count == 1 || stage.from != before {
            if !self.narrow(last, before)? {
                return Ok(0);
            }
            return self.each(last);
        }
        let node = level.node;
        let brought = stage.list(self.values.get(before).copied().unwrap_or(0));
        let mut total = 0;
        let free = node.factors.is_empty() && node.tests.is_empty();
        level.meet(count - 1, brought, stage.edge.exists, &self.values, |value, number| {
            let weight = if free { 1 } else { graph.weight(node, value)? };
            total = plus(total, times(number, weight)?)?;
            Ok(())
        })?;
        Ok(total)
    }
}

impl Level<'_, '_, '_> {
    /// Calls with the elements of a list that are among the values left after the stage before, and their numbers.
    fn meet(
        &mut self,
        stage: usize,
        list: &[u32],
        exists: bool,
        values: &[u32],
        mut visit: impl FnMut(u32, u64) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let before = stage - 1;
        let first = self.stages.first().copied();
        let (left, once): (&[u32], bool) = match (before, first) {
            (0, Some(first)) => (first.list(values.get(first.from).copied().unwrap_or(0)), first.edge.exists),
            _ => (self.left.get(before).map_or(&[], |left| &left.values), false),
        };
        let counted = if before == 0 { None } else { self.left.get(before).map(|left| left.times.as_slice()) };
        let number = |at: usize| counted.map_or(1, |times| times.get(at).copied().unwrap_or(0));
        let wanted = self.wanted.get_mut(before).map_or(0, |wanted| std::mem::replace(wanted, (*wanted).max(1)));
        if left.len() * MUCH_LONGER < list.len() || (wanted == 0 && left.len() <= list.len()) {
            let mut rest = list;
            let mut seen = None;
            for (at, value) in left.iter().enumerate() {
                if once && seen.replace(*value) == Some(*value) {
                    continue;
                }
                skip_to(&mut rest, *value);
                let run = take_run(&mut { rest }, *value, exists);
                if run > 0 {
                    visit(*value, times(number(at), run)?)?;
                }
            }
            return Ok(());
        }
        let mut seen = None;
        // A mark holds 32 bits.
        let fits = || counted.is_none_or(|times| times.iter().all(|number| u32::try_from(*number).is_ok()));
        if wanted == 0 || (wanted < MARKED && (list.len() * MUCH_LONGER < left.len() || !fits())) {
            let mut place = 0;
            for value in list {
                if exists && seen.replace(*value) == Some(*value) {
                    continue;
                }
                let mut rest = left.get(place..).unwrap_or_default();
                skip_to(&mut rest, *value);
                place = left.len() - rest.len();
                let run = if counted.is_some() {
                    if rest.first() == Some(value) { number(place) } else { 0 }
                } else {
                    take_run(&mut rest, *value, once)
                };
                if run > 0 {
                    visit(*value, run)?;
                }
            }
            return Ok(());
        }
        let Some(marks) = self.marks.get_mut(before) else {
            debug_assert!(false, "each stage has marks");
            return Ok(());
        };
        if wanted < MARKED {
            if let Some(wanted) = self.wanted.get_mut(before) {
                *wanted = MARKED;
            }
            if let Some(first) = first.filter(|_| marks.is_new()) {
                *marks = Marks::over(first.reach());
            }
            marks.clear();
            for (at, value) in left.iter().enumerate() {
                let number = u32::try_from(number(at)).map_err(|_| Overflow)?;
                let before = if once || counted.is_some() { 0 } else { marks.number(*value) };
                marks.set(*value, u32::try_from(before + u64::from(number)).map_err(|_| Overflow)?);
            }
        }
        for value in list {
            let number = marks.number(*value);
            if number > 0 && !(exists && seen.replace(*value) == Some(*value)) {
                visit(*value, number)?;
            }
        }
        Ok(())
    }
}
