//! In which order the variables of a circle get their values, from the mean lengths of lists; and which are left out first.

use std::rc::Rc;

use super::{
    super::edges::ratio,
    lists::Lists,
    tree::{Edge, Web},
};
use crate::schema::Range;

/// Two relations are joined to one of so many pairs at most.
const MOST_PAIRS: usize = 100_000;

/// So many orders are compared at most: all of six variables.
const TRIED: usize = 720;

/// The order that is expected to go over the fewest values.
pub(super) fn variable_order(web: &Web<'_, '_>) -> Vec<usize> {
    let nodes: Vec<usize> =
        (0..web.nodes.len()).filter(|node| web.nodes.get(*node).is_some_and(Option::is_some)).collect();
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut tried = 0;
    let mut open = vec![(0.0, 1.0, Vec::new())];
    while let Some((work, rows, places)) = open.pop() {
        if best.as_ref().is_some_and(|(least, _)| *least <= work) || tried >= TRIED * 4 {
            continue;
        }
        tried += 1;
        if places.len() == nodes.len() {
            best = Some((work, places));
            continue;
        }
        let mut next: Vec<_> = nodes
            .iter()
            .filter(|node| !places.contains(node))
            .filter_map(|node| {
                let (read, kept) = step(web, &places, *node)?;
                let mut places = places.clone();
                places.push(*node);
                Some((work + rows * read, rows * kept, places))
            })
            .collect();
        // The cheapest is tried first.
        next.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.2.cmp(&a.2)));
        open.extend(next);
    }
    best.map_or(nodes, |(_, places)| places)
}

/// How many elements are read for a variable after others, and how many are kept; nothing if no edge joins it to them.
fn step(web: &Web<'_, '_>, before: &[usize], node: usize) -> Option<(f64, f64)> {
    let mut read = f64::INFINITY;
    let mut kept = f64::INFINITY;
    let mut domain = f64::INFINITY;
    let mut edges = 0;
    for edge in &web.edges {
        let Some(side) = edge.side(node) else { continue };
        let own = edge.lists.get(side)?;
        domain = domain.min(ratio(own.nodes(), 1));
        if before.contains(edge.ends.get(1 - side)?) {
            let lists = edge.lists.get(1 - side)?;
            let mean = ratio(lists.facts(), lists.nodes());
            read = read.min(mean);
            kept = if edges == 0 { mean } else { kept.min(mean) * (kept.max(mean) / domain.max(1.0)).min(1.0) };
            edges += 1;
        }
    }
    if edges > 0 { Some((1.0 + read, kept)) } else { before.is_empty().then_some((domain, domain)) }
}

impl<'q, 'g> Web<'q, 'g> {
    /// Leaves out variables that only lead from one to another, each to one: then the two are joined at once. `keep` stays.
    pub(super) fn shorten(&mut self, keep: Option<usize>) {
        let (edges, mut made) = (self.edges.clone(), Vec::new());
        for node in 0..self.nodes.len() {
            if Some(node) != keep
                && let Some(edge) = self.shortcut(node, &edges, &mut made)
            {
                self.edges.retain(|edge| edge.side(node).is_none());
                self.edges.push(edge);
                if let Some(place) = self.nodes.get_mut(node) {
                    *place = None;
                }
            }
        }
    }

    fn shortcut(&self, node: usize, all: &[Edge<'q, 'g>], made: &mut Vec<Shortcut<'q, 'g>>) -> Option<Edge<'q, 'g>> {
        let tests = match self.nodes.get(node) {
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
        // Short and small: it must cost less than the circle does.
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
        made.push(Shortcut { over, within, tests: tests.clone(), lists: lists.clone() });
        Some(Edge { ends: [from, to], lists, exists: false })
    }

    /// What two relations join, over values that pass, of ends that have other lists too: the lists from either end.
    fn joined(
        &self,
        [left, right]: &[Rc<Lists<'q, 'g>>; 2],
        within: &[Option<Rc<Lists<'q, 'g>>>; 2],
        tests: &[Range],
    ) -> Option<[Rc<Lists<'q, 'g>>; 2]> {
        // The shorter lists are looked up for each of the longer.
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

/// Lists that a value of a variable must have too, beside the facts that join it to another: those of the fewest nodes,
/// if these are fewer than such facts.
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

/// Two relations joined to one: over what, of which ends, and the lists from either.
struct Shortcut<'q, 'g> {
    over: [Rc<Lists<'q, 'g>>; 2],
    within: [Option<Rc<Lists<'q, 'g>>>; 2],
    tests: Vec<Range>,
    lists: [Rc<Lists<'q, 'g>>; 2],
}

impl<'q, 'g> Shortcut<'q, 'g> {
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
