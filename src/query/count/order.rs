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
pub(super) fn order(web: &Web<'_, '_>) -> Vec<usize> {
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
        let mut made = Vec::new();
        for node in 0..self.nodes.len() {
            if Some(node) != keep
                && let Some(edge) = self.shortcut(node, &mut made)
            {
                self.edges.retain(|edge| edge.side(node).is_none());
                self.edges.push(edge);
                if let Some(place) = self.nodes.get_mut(node) {
                    *place = None;
                }
            }
        }
    }

    fn shortcut(&self, node: usize, made: &mut Vec<Shortcut<'q, 'g>>) -> Option<Edge<'q, 'g>> {
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
        let same = |short: &&Shortcut<'q, 'g>| {
            Rc::ptr_eq(&short.over[0], left) && Rc::ptr_eq(&short.over[1], right) && short.tests == *tests
        };
        if let Some(short) = made.iter().find(same) {
            return Some(Edge { ends: [from, to], lists: short.lists.clone(), exists: false });
        }
        // Short and small: it must cost less than the circle does.
        let small = left.nodes().min(right.nodes());
        if small > 10_000 || (left.facts() > left.nodes() && right.facts() > right.nodes()) {
            return None;
        }
        // The shorter lists are looked up for each of the longer.
        let (fewer, more, swapped) =
            if left.facts() <= right.facts() { (left, right, false) } else { (right, left, true) };
        let mut pairs = Vec::new();
        // A long list comes in pieces.
        let mut last = (None, [].as_slice());
        more.each(|value, far| {
            if last.0 != Some(value) {
                let near = fewer.list(value);
                last = (Some(value), if near.is_empty() || !self.admits(tests, value) { &[] } else { near });
            }
            let near = last.1;
            if !near.is_empty() && pairs.len() <= MOST_PAIRS {
                pairs.extend(near.iter().flat_map(|a| far.iter().map(move |b| (*a, *b))));
            }
        });
        if pairs.len() > MOST_PAIRS {
            return None;
        }
        if swapped {
            pairs = pairs.into_iter().map(|(a, b)| (b, a)).collect();
        }
        let back = pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let lists = [Rc::new(Lists::of(pairs)), Rc::new(Lists::of(back))];
        made.push(Shortcut { over: [left.clone(), right.clone()], tests: tests.clone(), lists: lists.clone() });
        Some(Edge { ends: [from, to], lists, exists: false })
    }
}

/// Two relations joined to one, by what they were joined over.
struct Shortcut<'q, 'g> {
    over: [Rc<Lists<'q, 'g>>; 2],
    tests: Vec<Range>,
    lists: [Rc<Lists<'q, 'g>>; 2],
}
