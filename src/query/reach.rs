//! The nodes that chains of a transitive relation lead to.

use hashbrown::HashSet;

use super::{
    edges::{Edges, FactEnd, Hit},
    pattern::Depth,
};
use crate::time::Truth;

/// The nodes that a chain of so many facts leads to from a node, each with the truth of its best chain, in order.
///
/// A node has truth t if a chain of facts that are all at least t true leads to it. So the search is made with certain
/// facts first, and again with less true ones if it met any. A node keeps the first truth that it gets.
pub(super) fn reached(edges: &Edges<'_, '_>, from: u32, known: FactEnd, depth: Depth) -> Vec<(u32, Truth)> {
    let mut found: Vec<(u32, Truth)> = Vec::new();
    let mut least_true = Some(Truth::Yes);
    let mut searches = 0;
    while let Some(truth) = least_true {
        let mut search = Search { edges, known, truth, refused: None, hits: Vec::new() };
        found.extend(search.nodes(from, depth).into_iter().map(|node| (node, truth)));
        // All facts that it met and did not follow are less true, so this ends.
        least_true = search.refused;
        searches += 1;
    }
    if searches > 1 {
        // The truest comes first.
        found.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then(other.cmp(one)));
        found.dedup_by_key(|(node, _)| *node);
    } else {
        found.sort_unstable();
    }
    found
}

/// A search along facts that are at least so true.
struct Search<'e, 'q, 'g> {
    edges: &'e Edges<'q, 'g>,
    known: FactEnd,
    truth: Truth,
    /// The greatest truth of the facts that were met and not followed.
    refused: Option<Truth>,
    hits: Vec<Hit>,
}

impl Search<'_, '_, '_> {
    /// The nodes that chains of so many facts lead to: in no order, each once.
    ///
    /// What exactly `least` facts lead to is found layer by layer. All further nodes are those around it that are new.
    fn nodes(&mut self, from: u32, Depth { least, most }: Depth) -> Vec<u32> {
        // A chain of more facts than there are nodes passes one of them twice, and so there are longer ones to the same
        // end.
        let is_open = most == u32::MAX;
        let mut all = self.layer(from, if is_open { least.min(self.edges.node_count()) } else { least });
        let mut left = if is_open { u32::MAX } else { most - least };
        let mut known: HashSet<u32> = HashSet::new();
        if left > 0 {
            known.extend(&all);
        }
        let mut begin = 0;
        while left > 0 && begin < all.len() {
            let end = all.len();
            for place in begin..end {
                let Some(node) = all.get(place).copied() else { break };
                self.around(node, |other| {
                    if known.insert(other) {
                        all.push(other);
                    }
                });
            }
            begin = end;
            left -= 1;
        }
        all
    }

    /// The nodes that chains of exactly so many facts lead to, in order.
    ///
    /// A chain may come back to where it was, and a layer be the same as an earlier one: then the layers between them
    /// come again and again. Each layer is compared with one earlier layer, which is renewed after 1, 2, 4, 8, … steps.
    fn layer(&mut self, from: u32, steps: u32) -> Vec<u32> {
        let mut layer = vec![from];
        let (mut earlier, mut since, mut renewed_after) = (layer.clone(), 0, 1);
        let mut left = steps;
        while left > 0 && !layer.is_empty() {
            layer = self.next(&layer);
            left -= 1;
            since += 1;
            if layer == earlier {
                left %= since;
            } else if since == renewed_after {
                earlier.clone_from(&layer);
                (since, renewed_after) = (0, renewed_after.saturating_mul(2));
            }
        }
        layer
    }

    /// The nodes that one fact leads to from any of these, in order.
    fn next(&mut self, layer: &[u32]) -> Vec<u32> {
        let mut next = Vec::new();
        for node in layer {
            self.around(*node, |other| next.push(other));
        }
        next.sort_unstable();
        next.dedup();
        next
    }

    fn around(&mut self, node: u32, mut visit: impl FnMut(u32)) {
        let mut hits = std::mem::take(&mut self.hits);
        self.edges.around(node, self.known, None, &mut hits);
        for hit in hits.drain(..) {
            if hit.truth >= self.truth {
                visit(hit.other);
            } else {
                self.refused = self.refused.max(Some(hit.truth));
            }
        }
        self.hits = hits;
    }
}
