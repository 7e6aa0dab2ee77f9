//! The nodes that chains of a transitive relation lead to.

use std::collections::BTreeMap;

use super::edges::{Edges, FactEnd};
use crate::time::Truth;

/// The nodes that a chain of `least` to `most` facts leads to from a node, each with the truth of its best chain, in order.
///
/// A node has truth t if a chain of facts that are all at least t true leads to it. So the search is made with certain facts
/// first, then with possible ones too, then with all, and a node keeps the first truth that it gets.
pub(super) fn reached(edges: &Edges<'_, '_>, from: u32, known: FactEnd, least: u32, most: u32) -> BTreeMap<u32, Truth> {
    let mut found: BTreeMap<u32, Truth> = BTreeMap::new();
    let mut truths = vec![Truth::Yes, Truth::Possibly, Truth::No];
    while let Some(truth) = (!truths.is_empty()).then(|| truths.remove(0)) {
        for node in layers(edges, from, known, least, most, truth) {
            found.entry(node).or_insert(truth);
        }
    }
    found
}

fn layers(edges: &Edges<'_, '_>, from: u32, known: FactEnd, least: u32, most: u32, truth: Truth) -> Vec<u32> {
    let mut hits = Vec::new();
    let mut next = |layer: &[u32]| {
        let mut next = Vec::new();
        for node in layer {
            hits.clear();
            edges.around(*node, known, None, &mut hits);
            next.extend(hits.iter().filter(|hit| hit.truth >= truth).map(|hit| hit.other));
        }
        next.sort_unstable();
        next.dedup();
        next
    };
    let mut layer = vec![from];
    // A walk may come back to where it was, and a layer to what an earlier one was: then all later ones are known.
    let mut before: Vec<Vec<u32>> = Vec::new();
    let mut step = 0;
    while step < least && !layer.is_empty() {
        if let Some(first) = before.iter().position(|earlier| *earlier == layer) {
            let round = before.len() - first;
            let place = first + (least as usize - first) % round;
            layer = before.get(place).cloned().unwrap_or_default();
            break;
        }
        let following = next(&layer);
        before.push(std::mem::replace(&mut layer, following));
        step += 1;
    }
    let mut all = layer.clone();
    let mut left = most - least;
    while left > 0 && !layer.is_empty() {
        layer = next(&layer);
        layer.retain(|node| all.binary_search(node).is_err());
        all.extend(&layer);
        all.sort_unstable();
        left -= 1;
    }
    all
}
