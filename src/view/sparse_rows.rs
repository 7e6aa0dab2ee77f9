//! Compressed sparse rows in both directions. Edges are sorted into them by counting.

use std::ops::Range;

/// For each node, the row of the edges that lead to it: their sources, and a name of 32 bits for each edge.
pub(super) struct Incoming {
    starts: Vec<u32>,
    /// Where the next edge to each node is put.
    next: Vec<u32>,
    sources: Vec<u32>,
    names: Vec<u32>,
}

/// How many edges lead to each node.
pub(super) struct Counts(Vec<u32>);

impl Counts {
    /// Counts more edges that lead to a node.
    #[inline]
    pub(super) fn add(&mut self, target: u32, edges: u32) {
        // The count stands at the end of the row, where the next row begins.
        if let Some(count) = self.0.get_mut(target as usize + 1) {
            *count += edges;
        }
    }

    /// Where the row of each node begins, and where the last row ends.
    fn starts(self) -> Vec<u32> {
        let Self(mut starts) = self;
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        starts
    }
}

impl Incoming {
    /// Empty rows for a number of nodes, with room for the edges that `count` counts.
    pub(super) fn counted(nodes: usize, count: impl FnOnce(&mut Counts)) -> Self {
        let mut counts = Counts(vec![0; nodes + 1]);
        count(&mut counts);
        let starts = counts.starts();
        let edges = starts.last().map_or(0, |end| *end as usize);
        Self { next: starts.clone(), starts, sources: vec![0; edges], names: vec![0; edges] }
    }

    /// Puts edges into the row of a node: the source and the name of each.
    #[inline]
    pub(super) fn put(&mut self, target: u32, edges: impl IntoIterator<Item = (u32, u32)>) {
        let Some(next) = self.next.get_mut(target as usize) else {
            debug_assert!(false, "edges lead to nodes that were counted");
            return;
        };
        for (source, name) in edges {
            let at = *next as usize;
            if let (Some(place), Some(named)) = (self.sources.get_mut(at), self.names.get_mut(at)) {
                (*place, *named) = (source, name);
                *next += 1;
            } else {
                debug_assert!(false, "there is room for every edge that was counted");
            }
        }
    }
}

/// Compressed rows in both directions. Edges are numbered by their sources, then by their targets, then as they were put in.
pub(super) struct Rows {
    pub(super) starts: Vec<u32>,
    pub(super) targets: Vec<u32>,
    pub(super) in_starts: Vec<u32>,
    pub(super) sources: Vec<u32>,
    pub(super) in_edges: Vec<u32>,
}

impl Rows {
    /// The rows in both directions of the edges that were put in, and the names of the edges in the order of their numbers.
    ///
    /// The edges are read target by target, so each row of a source gets its edges in the order of their targets.
    pub(super) fn of(incoming: Incoming) -> (Self, Vec<u32>) {
        let Incoming { starts: in_starts, sources, names: mut in_edges, mut next } = incoming;
        let mut counts = Counts(vec![0; in_starts.len()]);
        for source in &sources {
            counts.add(*source, 1);
        }
        let starts = counts.starts();
        next.copy_from_slice(&starts);
        let (mut targets, mut names) = (vec![0; sources.len()], vec![0; sources.len()]);
        let (mut left, mut left_edges) = (sources.as_slice(), in_edges.as_mut_slice());
        for (target, bounds) in (0..).zip(in_starts.windows(2)) {
            let [start, end] = *bounds else {
                debug_assert!(false, "a window has two bounds");
                continue;
            };
            let count = (end - start) as usize;
            let (here, rest) = left.split_at_checked(count).unwrap_or_default();
            let (edges, rest_edges) = std::mem::take(&mut left_edges).split_at_mut_checked(count).unwrap_or_default();
            (left, left_edges) = (rest, rest_edges);
            for (source, edge) in here.iter().zip(edges) {
                let Some(next) = next.get_mut(*source as usize) else {
                    debug_assert!(false, "each source is a node that was counted");
                    continue;
                };
                let at = *next as usize;
                if let (Some(place), Some(name)) = (targets.get_mut(at), names.get_mut(at)) {
                    (*place, *name) = (target, *edge);
                    *edge = *next;
                    *next += 1;
                } else {
                    debug_assert!(false, "there is room for every edge that was counted");
                }
            }
        }
        (Self { starts, targets, in_starts, sources, in_edges }, names)
    }
}

/// The range of a row; empty for a node that there is not.
pub(super) fn row(starts: &[u32], node: usize) -> Range<usize> {
    match (starts.get(node), starts.get(node + 1)) {
        (Some(start), Some(end)) => *start as usize..*end as usize,
        _ => 0..0,
    }
}
