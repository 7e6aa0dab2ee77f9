//! The shortest chain by a search from both ends, and all chains within a length.

use std::ops::{ControlFlow, Range};

use fixedbitset::FixedBitSet;
use hashbrown::HashMap;

use super::{
    chain::Chain,
    walk::{Hop, Rules, Sense, Walk},
};
use crate::model::FactId;

/// What one side of a search has reached.
struct Side {
    /// The direction of its steps: along the chain from its start, against it from its goal.
    sense: Sense,
    seen: FixedBitSet,
    /// A node, the place in this list of the node before it, and the fact between the two.
    reached: Vec<(u32, u32, FactId)>,
    /// The places of the nodes that were reached last.
    nearest: Range<usize>,
    /// An estimate of how many facts those nodes have, once it is made.
    cost: Option<usize>,
}

/// The estimate counts the facts of this many nodes.
const SAMPLE: usize = 8;

impl Side {
    fn new(walk: &Walk<'_>, root: u32, sense: Sense) -> Self {
        let mut seen = FixedBitSet::with_capacity(walk.kg().node_count());
        seen.insert(root as usize);
        // The fact of the root is never read.
        Self { sense, seen, reached: vec![(root, 0, FactId::new(0))], nearest: 0..1, cost: None }
    }

    /// An estimate of the cost of going one fact further. If it is more than `enough`, any other number above `enough`
    /// does as well.
    ///
    /// It is made from some of the nodes, evenly spread. Each node has at least the fact by which it was reached, so
    /// where there are more nodes than `enough`, nothing is counted.
    fn cost(&mut self, walk: &Walk<'_>, enough: Option<usize>) -> usize {
        let count = self.nearest.len();
        if let (None, Some(enough)) = (self.cost, enough)
            && count > enough
        {
            return count;
        }
        *self.cost.get_or_insert_with(|| {
            let step = count.div_ceil(SAMPLE).max(1);
            let some = self.nearest.clone().step_by(step).filter_map(|place| Some((place, self.reached.get(place)?.0)));
            // From a node that a chain may not pass through, nothing is looked at.
            let goes_on = some.filter(|(place, node)| *place == 0 || walk.passes(*node));
            goes_on.map(|(_, node)| walk.degree(node)).sum::<usize>() * step
        })
    }

    /// The facts from a reached node back to the root, each in the direction of the root.
    fn back(&self, mut at: usize) -> Vec<Hop> {
        let mut hops = Vec::new();
        while let Some(&(node, before, fact)) = self.reached.get(at).filter(|_| at > 0) {
            at = before as usize;
            let to = self.reached.get(at).map_or(node, |(to, ..)| *to);
            hops.push(Hop { from: node, fact, to });
        }
        hops
    }

    fn is_root(&self, node: u32) -> bool {
        self.reached.first().is_some_and(|(root, ..)| *root == node)
    }

    fn place(&self, node: u32) -> Option<usize> {
        self.reached.iter().rposition(|(reached, ..)| *reached == node)
    }
}

/// The shortest chain of at most so many facts between two different nodes, of hops that may be taken.
pub(super) fn shortest(
    walk: &Walk<'_>,
    from: u32,
    to: u32,
    within: u32,
    may: impl Fn(Hop) -> bool,
) -> Option<Vec<Hop>> {
    let (mut start, mut goal) = (Side::new(walk, from, Sense::Along), Side::new(walk, to, Sense::Against));
    let mut rules = walk.rules();
    for _ in 0..within {
        if start.nearest.is_empty() || goal.nearest.is_empty() {
            return None;
        }
        let forward = start.cost(walk, goal.cost) <= goal.cost(walk, start.cost);
        let (side, other) = if forward { (&mut start, &goal) } else { (&mut goal, &start) };
        let met = further(walk, &mut rules, side, other, |hop| may(if forward { hop } else { hop.turned() }));
        if let Some(last) = met {
            // This one fact joins the two sides.
            let (one, two) = (side.back(last.place), other.back(other.place(last.hop.to)?));
            let hop = last.hop;
            let (first, middle, second) = if forward { (one, hop, two) } else { (two, hop.turned(), one) };
            // The first part leads back to the start, and is turned round.
            let mut hops: Vec<Hop> = first.into_iter().rev().map(Hop::turned).collect();
            hops.push(middle);
            hops.extend(second);
            return Some(hops);
        }
    }
    None
}

/// Where two sides meet: a fact from a node that one side has reached to a node that the other has reached.
struct Met {
    place: usize,
    hop: Hop,
}

/// Goes one fact further from every node that was reached last, until it comes to a node that the other side has
/// reached.
fn further(
    walk: &Walk<'_>,
    rules: &mut Rules,
    side: &mut Side,
    other: &Side,
    may: impl Fn(Hop) -> bool,
) -> Option<Met> {
    let here = side.nearest.clone();
    let Side { seen, reached, sense, .. } = side;
    for place in here.clone() {
        let Some(&(node, ..)) = reached.get(place) else {
            debug_assert!(false, "the nearest nodes have been reached");
            break;
        };
        // Whether a chain may pass through a node is asked only here, as most nodes that are reached are never passed.
        if place > 0 && !walk.passes(node) {
            continue;
        }
        let met = walk.each(rules, node, *sense, |fact, next| {
            let hop = Hop { from: node, fact, to: next };
            if other.seen.contains(next as usize) {
                if (other.is_root(next) || walk.passes(next)) && may(hop) {
                    return ControlFlow::Break(Met { place, hop });
                }
            } else if !seen.contains(next as usize) && may(hop) {
                seen.insert(next as usize);
                // Nodes are numbered in u32.
                reached.push((next, u32::try_from(place).unwrap_or(u32::MAX), fact));
            }
            ControlFlow::Continue(())
        });
        if let ControlFlow::Break(met) = met {
            return Some(met);
        }
    }
    side.nearest = here.end..side.reached.len();
    side.cost = None;
    None
}

/// How many facts lead from each node to one, for the nodes from which at most `within` facts do.
fn away(walk: &Walk<'_>, rules: &mut Rules, to: u32, within: u32) -> HashMap<u32, u32> {
    let mut away = HashMap::from([(to, 0)]);
    let mut nearest = vec![to];
    for distance in 1..=within {
        let mut further = Vec::new();
        for node in nearest {
            let _ = walk.each(rules, node, Sense::Against, |_, next| {
                away.entry(next).or_insert_with(|| {
                    if walk.passes(next) {
                        further.push(next);
                    }
                    distance
                });
                ControlFlow::<()>::Continue(())
            });
        }
        nearest = further;
        if nearest.is_empty() {
            break;
        }
    }
    away
}

/// All chains between two nodes up to a length, the shorter ones first: what [`Chains::all`](super::Chains::all)
/// returns.
#[derive(Clone, Debug)]
pub struct AllChains<'g> {
    walk: Walk<'g>,
    rules: Rules,
    from: u32,
    to: u32,
    within: u32,
    /// How many facts lead from each node to the goal. Made when the first chain is asked for.
    away: Option<HashMap<u32, u32>>,
    /// The length of the chains that are looked for now.
    length: u32,
    frames: Vec<Frame>,
    hops: Vec<Hop>,
}

/// A node of the chain, and the steps from it that have not been tried.
#[derive(Clone, Debug)]
struct Frame {
    node: u32,
    ways: std::vec::IntoIter<(FactId, u32)>,
}

impl<'g> AllChains<'g> {
    pub(super) fn new(walk: Walk<'g>, from: u32, to: u32, within: u32) -> Self {
        let rules = walk.rules();
        Self { walk, rules, from, to, within, away: None, length: 0, frames: Vec::new(), hops: Vec::new() }
    }

    /// The steps from a node by which a chain of this length can still reach the goal.
    fn frame(&mut self, node: u32) -> Frame {
        let steps = self.walk.steps(&mut self.rules, node);
        let taken = u32::try_from(self.hops.len()).unwrap_or(u32::MAX);
        let left = self.length.saturating_sub(taken + 1);
        let on_chain = |node| node == self.from || self.hops.iter().any(|hop| hop.to == node);
        let fits = |&(fact, next): &(FactId, u32)| {
            let in_time = self.away.as_ref().and_then(|away| away.get(&next)).is_some_and(|away| *away <= left);
            in_time
                && (next == self.to) == (left == 0)
                && !on_chain(next)
                && !self.hops.iter().any(|hop| hop.fact == fact)
                && (left == 0 || self.walk.passes(next))
        };
        let ways: Vec<_> = steps.into_iter().filter(fits).collect();
        Frame { node, ways: ways.into_iter() }
    }
}

impl<'g> Iterator for AllChains<'g> {
    type Item = Chain<'g>;

    fn next(&mut self) -> Option<Chain<'g>> {
        if self.away.is_none() {
            let away = away(&self.walk, &mut self.rules, self.to, self.within);
            // No chain passes a node twice, and each of its nodes leads to the goal.
            let most = away.len().saturating_sub(1);
            self.within = self.within.min(u32::try_from(most).unwrap_or(u32::MAX));
            self.away = Some(away);
            if self.from == self.to {
                self.within = 0;
                return Some(Chain::new(&self.walk.view, &[]));
            }
        }
        loop {
            if let Some(frame) = self.frames.last_mut() {
                let from = frame.node;
                let Some((fact, to)) = frame.ways.next() else {
                    self.frames.pop();
                    self.hops.pop();
                    continue;
                };
                self.hops.push(Hop { from, fact, to });
                if to == self.to {
                    let chain = Chain::new(&self.walk.view, &self.hops);
                    self.hops.pop();
                    return Some(chain);
                }
                let frame = self.frame(to);
                self.frames.push(frame);
            } else if self.length < self.within && self.away.as_ref()?.contains_key(&self.from) {
                self.length += 1;
                let frame = self.frame(self.from);
                self.frames.push(frame);
            } else {
                return None;
            }
        }
    }
}
