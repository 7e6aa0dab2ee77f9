//! Counting where variables hang together in circles: one variable after the other gets each of its values, the last one is
//! only counted.
//!
//! The one operator is the intersection of lists. As soon as two variables that a third is joined to have values, the lists of
//! the third are intersected, so that loops further in go over what is left. Of two lists the longer is searched for each
//! element of the shorter if it is much longer; else the elements of the one that stays are marked, and the other is gone
//! through.

use super::{
    factor::{Overflow, plus, times},
    marks::Marks,
    tree::{Edge, Node, Web},
    variable_order::variable_order,
};
use crate::tables::skipped;

/// A list this many times as long as another is searched, not gone through.
const MUCH_LONGER: usize = 16;

/// The elements that sorted lists share, each with the product of how often each list has it.
pub(super) fn together(
    lists: &[(&[u32], bool)],
    mut tell: impl FnMut(u32, u64) -> Result<(), Overflow>,
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
            tell(value, number)?;
        }
    }
    Ok(())
}

/// Takes the elements that are a value off the front of a list, and tells how many there were.
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

/// Goes on in a list to the first element that is not less.
fn skip_to(list: &mut &[u32], value: u32) {
    *list = list.get(skipped(list, value)..).unwrap_or_default();
}

/// The elements are marked: they were wanted a second time.
const MARKED: u32 = 2;

/// What is left for a variable once some of its neighbours have values: elements, and how often each is there.
#[derive(Clone, Debug, Default)]
struct Left {
    values: Vec<u32>,
    times: Vec<u64>,
}

/// An edge from a variable that has a value to one that has none yet.
#[derive(Clone, Copy, Debug)]
struct Stage<'w, 'q, 'g> {
    edge: &'w Edge<'q, 'g>,
    side: usize,
    /// The place in the order of the variable that has the value.
    from: usize,
}

impl<'w> Stage<'w, '_, '_> {
    fn list(self, value: u32) -> &'w [u32] {
        self.edge.lists.get(self.side).map_or(&[], |lists| lists.list(value))
    }

    /// From which to which node what is in these lists reaches.
    fn reach(self) -> Option<(u32, u32)> {
        self.edge.lists.get(1 - self.side).and_then(|lists| lists.span())
    }
}

struct Level<'w, 'q, 'g> {
    node: &'w Node<'q, 'g>,
    stages: Vec<Stage<'w, 'q, 'g>>,
    /// What is left after each stage but the first, if it is not the last of the order.
    left: Vec<Left>,
    /// The elements of each stage but the last, marked when they are first wanted.
    marks: Vec<Marks>,
    /// For each stage whether its elements were wanted since they changed, once or so that they are [`MARKED`].
    wanted: Vec<u32>,
}

struct Walk<'w, 'q, 'g> {
    web: &'w Web<'q, 'g>,
    levels: Vec<Level<'w, 'q, 'g>>,
    values: Vec<u32>,
}

/// The number of matches of variables that are in circles.
pub(super) fn count(web: &Web<'_, '_>) -> Result<u64, Overflow> {
    let places = variable_order(web);
    let at = |node: usize| places.iter().position(|place| *place == node);
    let mut levels = Vec::new();
    for (place, node) in places.iter().enumerate() {
        let Some(Some(node)) = web.nodes.get(*node).map(Option::as_ref) else { continue };
        let mut stages: Vec<_> = web
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
    let mut walk = Walk { web, values: vec![0; levels.len()], levels };
    let Some(first) = places.first() else { return Ok(1) };
    let mut total = 0;
    for (value, number) in start(web, *first)? {
        total = plus(total, times(number, walk.bind(0, value)?)?)?;
    }
    Ok(total)
}

/// The values of the first variable, each with its number: of its factors, or all that have facts.
fn start(web: &Web<'_, '_>, first: usize) -> Result<Vec<(u32, u64)>, Overflow> {
    let Some(Some(node)) = web.nodes.get(first) else { return Ok(Vec::new()) };
    let lists = web.edges.iter().filter_map(|edge| edge.lists.get(edge.side(first)?)).min_by_key(|lists| lists.nodes());
    let mut values = Vec::new();
    for value in lists.map(|lists| lists.all_nodes()).unwrap_or_default() {
        let number = weight(web, node, value)?;
        if number > 0 {
            values.push((value, number));
        }
    }
    Ok(values)
}

/// The product of the factors of a variable at a value; 0 where the value is not within what the variable is over.
pub(super) fn weight(web: &Web<'_, '_>, node: &Node<'_, '_>, value: u32) -> Result<u64, Overflow> {
    let mut number = 1;
    for factor in &node.factors {
        number = times(number, factor.at(value))?;
        if number == 0 {
            return Ok(0);
        }
    }
    Ok(if web.admits(&node.tests, value) { number } else { 0 })
}

impl Walk<'_, '_, '_> {
    /// Gives a variable a value, and counts the matches of those after it.
    fn bind(&mut self, place: usize, value: u32) -> Result<u64, Overflow> {
        if let Some(slot) = self.values.get_mut(place) {
            *slot = value;
        }
        let last = self.levels.len() - 1;
        if place == last {
            return Ok(1);
        }
        for later in place + 1..=last {
            // The last variable of all is counted without being listed.
            let whole = later == last && place + 1 == last;
            if !whole && !self.narrow(later, place)? {
                return Ok(0);
            }
        }
        if place + 1 == last { self.sum(last) } else { self.each(place + 1) }
    }

    /// Intersects what is left for a later variable with the lists that a new value brings. Whether anything is left.
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
                // A list has a value once for each fact; what is left has it once, as the stages after it take it for.
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

    /// Goes over the values that are left for a variable.
    fn each(&mut self, place: usize) -> Result<u64, Overflow> {
        let Some(level) = self.levels.get_mut(place) else { return Ok(0) };
        let (node, stages) = (level.node, level.stages.len());
        let mut total = 0;
        if stages == 1 {
            let Some(stage) = level.stages.first().copied() else { return Ok(0) };
            let list = stage.list(self.values.get(stage.from).copied().unwrap_or(0));
            let mut seen = None;
            for value in list {
                if stage.edge.exists && seen.replace(*value) == Some(*value) {
                    continue;
                }
                let number = weight(self.web, node, *value)?;
                if number > 0 {
                    total = plus(total, times(number, self.bind(place, *value)?)?)?;
                }
            }
            return Ok(total);
        }
        let left = level.left.get_mut(stages - 1).map(std::mem::take).unwrap_or_default();
        for (value, times_there) in left.values.iter().zip(&left.times) {
            let number = times(weight(self.web, node, *value)?, *times_there)?;
            if number > 0 {
                total = plus(total, times(number, self.bind(place, *value)?)?)?;
            }
        }
        if let Some(place) = self.levels.get_mut(place).and_then(|level| level.left.get_mut(stages - 1)) {
            *place = left;
        }
        Ok(total)
    }

    /// The sum of the numbers of the last variable, whose neighbours have values.
    fn sum(&mut self, last: usize) -> Result<u64, Overflow> {
        let (web, before) = (self.web, last - 1);
        // Several edges to the variable before it: all but the last are met as for any other.
        let Some(level) = self.levels.get_mut(last) else { return Ok(0) };
        let count = level.stages.len();
        let Some(stage) = level.stages.last().copied() else { return Ok(0) };
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
            let weight = if free { 1 } else { weight(web, node, value)? };
            total = plus(total, times(number, weight)?)?;
            Ok(())
        })?;
        Ok(total)
    }
}

impl Level<'_, '_, '_> {
    /// The elements of a list that are among what is left after the stage before.
    fn meet(
        &mut self,
        stage: usize,
        list: &[u32],
        exists: bool,
        values: &[u32],
        mut tell: impl FnMut(u32, u64) -> Result<(), Overflow>,
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
                    tell(*value, times(number(at), run)?)?;
                }
            }
            return Ok(());
        }
        let mut seen = None;
        if wanted == 0 || (wanted == 1 && list.len() * MUCH_LONGER < left.len()) {
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
                    tell(*value, run)?;
                }
            }
            return Ok(());
        }
        let Some(marks) = self.marks.get_mut(before) else { return Ok(()) };
        if wanted < MARKED {
            if let Some(wanted) = self.wanted.get_mut(before) {
                *wanted = MARKED;
            }
            if let Some(first) = first.filter(|_| marks.is_new()) {
                *marks = Marks::over(first.reach());
            }
            marks.wipe();
            for (at, value) in left.iter().enumerate() {
                let number = u32::try_from(number(at)).map_err(|_| Overflow)?;
                let before = if once || counted.is_some() { 0 } else { marks.number(*value) };
                marks.set(*value, u32::try_from(before + u64::from(number)).map_err(|_| Overflow)?);
            }
        }
        for value in list {
            let number = marks.number(*value);
            if number > 0 && !(exists && seen.replace(*value) == Some(*value)) {
                tell(*value, number)?;
            }
        }
        Ok(())
    }
}
