//! PageRank by the textbook's formula.

use crate::{
    error::{Error, ErrorKind},
    view::Frozen,
};

/// The settings of PageRank: the damping, when to stop, and where a random surfer restarts.
///
/// The rank of a node is the share of time that a random surfer spends there. With probability *d*, the damping, the
/// surfer follows a random edge of the node, and otherwise restarts at a random node. From a node without edges the
/// surfer always restarts, so the ranks sum to 1. Each of several parallel edges counts. A symmetric fact is an edge
/// from each of its ends.
///
/// ```text
/// rank(v) = (1 − d) · p(v) + d · ( Σ over edges u → v of rank(u) / outdegree(u) + p(v) · Σ over u without edges of rank(u) )
/// ```
///
/// with *p(v)* = 1/n, or as [`personalized`](Self::personalized) says. Source: Page, Brin, Motwani, Winograd, *The
/// PageRank citation ranking* (1999); the rank of nodes without edges is spread as in LDBC Graphalytics.
///
/// ```
/// use chancery::{KnowledgeGraph, algo::PageRank, fact, diplomacy::{self, Person, State, Visits}};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let (a, b) = (kg.add(Person, "A")?, kg.add(Person, "B")?);
/// let (pakistan, china) = (kg.add(State, "Pakistan")?, kg.add(State, "China")?);
/// for visitor in [a, b] {
///     kg.assert(fact(visitor, Visits, pakistan))?;
/// }
/// kg.assert(fact(a, Visits, china))?;
///
/// let frozen = kg.view().freeze();
/// let ranks = PageRank::new().of(&frozen);
/// let most = frozen.ids().iter().zip(&ranks).max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
/// assert_eq!(*most.0, pakistan);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it is computed by `of`"]
pub struct PageRank {
    damping: f64,
    iterations: u32,
    tolerance: f64,
    personal: Vec<(crate::Id, f64)>,
}

impl Default for PageRank {
    fn default() -> Self {
        Self { damping: 0.85, iterations: 100, tolerance: 1e-9, personal: Vec::new() }
    }
}

impl PageRank {
    /// The default settings: damping 0.85, and at most 100 rounds. It stops earlier when a round changes the ranks by
    /// no more than 1e-9 in total.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the damping: the probability that the surfer follows an edge instead of restarting.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] if it is not from 0 to 1.
    pub fn damping(self, damping: f64) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&damping) {
            Ok(Self { damping, ..self })
        } else {
            let why = format!("the damping is {damping}; it must be from 0 to 1");
            Err(Error::new(ErrorKind::InvalidValue, why))
        }
    }

    /// Sets the greatest number of rounds.
    pub fn iterations(self, iterations: u32) -> Self {
        Self { iterations, ..self }
    }

    /// Sets the tolerance: it stops when a round changes the ranks by no more than this in total.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] if it is negative or not a number.
    pub fn tolerance(self, tolerance: f64) -> Result<Self, Error> {
        if tolerance >= 0.0 {
            Ok(Self { tolerance, ..self })
        } else {
            Err(Error::new(ErrorKind::InvalidValue, format!("the tolerance is {tolerance}; it must be 0 or more")))
        }
    }

    /// Restarts at these nodes only, in proportion to their weights. The ranks then show which nodes are central as
    /// seen from these. Nodes that the graph does not have are ignored; if it has none of them, the surfer restarts
    /// anywhere.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidValue`] if a weight is not a finite number above 0.
    pub fn personalized<K: crate::Kind>(
        self,
        weights: impl IntoIterator<Item = (crate::Id<K>, f64)>,
    ) -> Result<Self, Error> {
        let personal: Vec<_> = weights.into_iter().map(|(node, weight)| (node.any(), weight)).collect();
        match personal.iter().find(|(_, weight)| !(weight.is_finite() && *weight > 0.0)) {
            Some((_, weight)) => {
                let why = format!("a weight is {weight}; it must be above 0 and finite");
                Err(Error::new(ErrorKind::InvalidValue, why))
            }
            None => Ok(Self { personal, ..self }),
        }
    }

    /// The rank of each node, in the order of [`Frozen::ids`]. O(nodes + edges) for each round, and as much memory.
    #[must_use]
    pub fn of(&self, graph: &Frozen) -> Vec<f64> {
        let count = graph.node_count();
        if count == 0 {
            return Vec::new();
        }
        let anew = self.anew(graph);
        let mut ranks = anew.clone();
        let inflows = Inflows::new(graph);
        // The rank that each node passes along each of its edges, and 0 for one more node.
        let mut shares = vec![0.0; count + 1];
        // The share of a node's rank that each of its edges gets.
        let parts: Vec<f64> = (0..count).map(|node| part(graph.successors(node).len())).collect();
        for _ in 0..self.iterations {
            let mut dangling = 0.0;
            for ((share, rank), part) in shares.iter_mut().zip(&ranks).zip(&parts) {
                *share = rank * part;
                dangling += if *part == 0.0 { *rank } else { 0.0 };
            }
            let from_anew = 1.0 - self.damping + self.damping * dangling;
            let mut change = 0.0;
            let mut blocks = inflows.blocks.as_slice();
            for ((many, rank), anew) in inflows.counts.iter().zip(&mut ranks).zip(&anew) {
                let (here, rest) = blocks.split_at_checked(*many as usize).unwrap_or_default();
                blocks = rest;
                let share = |source: u32| shares.get(source as usize).copied().unwrap_or_default();
                let inflow: f64 =
                    here.iter().map(|[a, b, c, d]| (share(*a) + share(*b)) + (share(*c) + share(*d))).sum();
                let next = from_anew * anew + self.damping * inflow;
                change += (next - *rank).abs();
                *rank = next;
            }
            if change <= self.tolerance {
                break;
            }
        }
        ranks
    }

    /// The probability of each node that the surfer restarts there.
    fn anew(&self, graph: &Frozen) -> Vec<f64> {
        let count = graph.node_count();
        let mut anew = vec![0.0; count];
        // As parts of the greatest weight, so that no sum overflows.
        let greatest = self.personal.iter().fold(0.0, |most: f64, (_, weight)| most.max(*weight));
        let total: f64 = (self.personal.iter())
            .filter_map(|(node, weight)| {
                let part = weight / greatest;
                *anew.get_mut(graph.index(*node)?.index())? += part;
                Some(part)
            })
            .sum();
        if total > 0.0 {
            for weight in &mut anew {
                *weight /= total;
            }
        } else {
            #[expect(clippy::cast_precision_loss, reason = "nodes are numbered in u32")]
            anew.fill(1.0 / count as f64);
        }
        anew
    }
}

/// The sources of the edges to each node, in blocks of four. The last block is filled up with a node that has no rank.
///
/// Rows are short and differ in length, so the end of a loop over a row is mispredicted. All blocks have the same
/// length.
struct Inflows {
    blocks: Vec<[u32; 4]>,
    /// The number of blocks of each node.
    counts: Vec<u32>,
}

impl Inflows {
    fn new(graph: &Frozen) -> Self {
        let nodes = graph.node_count();
        // Nodes and edges are numbered in u32.
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let mut blocks = Vec::with_capacity(graph.edge_count() / 4 + nodes);
        let row = |node| {
            let row = graph.predecessors(node).chunks(4);
            let count = number(row.len());
            blocks.extend(row.map(|some| std::array::from_fn(|at| some.get(at).copied().unwrap_or(number(nodes)))));
            count
        };
        let counts = (0..nodes).map(row).collect();
        Self { blocks, counts }
    }
}

fn part(degree: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "edges are numbered in u32")]
    if degree == 0 { 0.0 } else { 1.0 / degree as f64 }
}
