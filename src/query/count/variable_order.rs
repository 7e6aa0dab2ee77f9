//! The order in which the variables of a cycle get their values.
//!
//! The cost is estimated from mean lengths of lists. With `r_k` the number of elements read for variable *k* after
//! those before it, and `s_k` the number of values that are left for it, the cost is
//! `Σ over k of r_k · Π over j < k of s_j`. The intersection of lists of mean lengths *m* and *n* over a domain of *d*
//! nodes is taken to have *m · n / d* elements.

use super::{
    super::edges::ratio,
    join_graph::{Edge, JoinGraph},
};

/// At most this many orders are compared: all orders of six variables.
const TRIED: usize = 720;

/// Of large graphs fewer: at most this many edges are looked at, but for the first order.
const LOOKS: usize = 200_000;

/// The order with the least cost. A depth-first search that goes on with the cheapest variable first, and leaves an
/// order once it costs more than the best so far.
pub(super) fn variable_order(graph: &JoinGraph<'_, '_>) -> Vec<usize> {
    let nodes: Vec<usize> =
        (0..graph.variables.len()).filter(|node| graph.variables.get(*node).is_some_and(Option::is_some)).collect();
    let edges = graph.edges_of();
    let mut best: Option<(f64, Vec<usize>)> = None;
    let (mut tried, mut looks) = (0, 0);
    let mut open = vec![(0.0, 1.0, Vec::new())];
    while let Some((work, rows, places)) = open.pop() {
        if best.as_ref().is_some_and(|(least, _)| *least <= work || tried >= TRIED * 4 || looks >= LOOKS) {
            continue;
        }
        tried += 1;
        looks += graph.edges.len() * 2;
        if places.len() == nodes.len() {
            best = Some((work, places));
            continue;
        }
        let mut is_placed = vec![false; graph.variables.len()];
        for place in &places {
            is_placed.get_mut(*place).into_iter().for_each(|placed| *placed = true);
        }
        let mut next: Vec<_> = nodes
            .iter()
            .filter(|node| !is_placed.get(**node).is_some_and(|placed| *placed))
            .filter_map(|node| {
                let (read, kept) = step(edges.get(*node)?, &is_placed, *node)?;
                let mut places = places.clone();
                places.push(*node);
                Some((work + rows * read, rows * kept, places))
            })
            .collect();
        // The last one is tried first.
        next.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.2.cmp(&a.2)));
        open.extend(next);
    }
    best.map_or(nodes, |(_, places)| places)
}

/// The numbers *r* and *s* of a variable with these edges, after the variables that are placed. `None` if no edge joins
/// it to them; the first variable needs none.
fn step(edges: &[&Edge<'_, '_>], is_placed: &[bool], node: usize) -> Option<(f64, f64)> {
    let mut read = f64::INFINITY;
    let mut kept = f64::INFINITY;
    let mut domain = f64::INFINITY;
    let mut joined = 0;
    for edge in edges {
        let Some(side) = edge.side(node) else { continue };
        let own = edge.lists.get(side)?;
        domain = domain.min(ratio(own.nodes(), 1));
        if *is_placed.get(*edge.ends.get(1 - side)?)? {
            let lists = edge.lists.get(1 - side)?;
            let mean = ratio(lists.facts(), lists.nodes());
            read = read.min(mean);
            kept = if joined == 0 { mean } else { kept.min(mean) * (kept.max(mean) / domain.max(1.0)).min(1.0) };
            joined += 1;
        }
    }
    if joined > 0 {
        Some((1.0 + read, kept))
    } else {
        is_placed.iter().all(|placed| !placed).then_some((domain, domain))
    }
}
