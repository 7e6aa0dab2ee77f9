//! The shortest chain by a search from both ends, and all chains within a length.

use std::ops::{ControlFlow, Range};

use fixedbitset::FixedBitSet;
use hashbrown::HashMap;

use super::{
    chain::Chain,
    walk::{Hop, Rules, Walk},
};
use crate::model::FactId;

/// What one side of a search has reached.
struct Side {
    seen: FixedBitSet,
    /// Node, the place of the one before it, and the fact between the two.
    reached: Vec<(u32, u32, FactId)>,
    /// The places of those that were reached last.
    nearest: Range<usize>,
    /// About how many facts those have, once they have been counted.
    cost: Option<usize>,
}

/// Of how many nodes the facts are counted to know about how many all have.
const SAMPLE: usize = 8;

impl Side {
    fn new(walk: &Walk<'_>, root: u32) -> Self {
        let mut seen = FixedBitSet::with_capacity(walk.kg().node_count());
        seen.insert(root as usize);
        // The fact of the root is never read.
        Self { seen, reached: vec![(root, 0, FactId::new(0))], nearest: 0..1, cost: None }
    }

    /// About what it costs to look one fact further; if that is more than enough, a lesser number will do, which is.
    ///
    /// Counted from some of the nodes, evenly spread. Each node has the fact at least by which it was reached, so where there
    /// are many nodes nothing is counted.
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
            // Nothing is gone on to from where a chain may not go through.
            let goes_on = some.filter(|(place, node)| *place == 0 || walk.passes(*node));
            goes_on.map(|(_, node)| walk.degree(node)).sum::<usize>() * step
        })
    }

    /// The facts from a reached node back to the root, each as it leads towards the root.
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
    let (mut start, mut goal) = (Side::new(walk, from), Side::new(walk, to));
    let mut rules = walk.rules();
    for _ in 0..within {
        if start.nearest.is_empty() || goal.nearest.is_empty() {
            return None;
        }
        let forward = start.cost(walk, goal.cost) <= goal.cost(walk, start.cost);
        let (side, other) = if forward { (&mut start, &goal) } else { (&mut goal, &start) };
        let met = further(walk, &mut rules, side, other, |from, fact, to| {
            may(if forward { Hop { from, fact, to } } else { Hop { from: to, fact, to: from } })
        });
        if let Some(last) = met {
            // Between the two sides lies this one fact.
            let (one, two) = (side.back(last.place), other.back(other.place(last.hop.to)?));
            let hop = last.hop;
            let (mut first, middle, second) =
                if forward { (one, hop, two) } else { (two, Hop { from: hop.to, fact: hop.fact, to: hop.from }, one) };
            // The way back to the start is walked the other way round.
            first.reverse();
            let mut hops: Vec<Hop> =
                first.into_iter().map(|Hop { from, fact, to }| Hop { from: to, fact, to: from }).collect();
            hops.push(middle);
            hops.extend(second);
            return Some(hops);
        }
    }
    None
}

/// Where two sides meet: a fact from a node that one has reached to one that the other has.
struct Met {
    place: usize,
    hop: Hop,
}

/// Looks one fact further, until a node comes up that the other side has reached.
fn further(
    walk: &Walk<'_>,
    rules: &mut Rules,
    side: &mut Side,
    other: &Side,
    may: impl Fn(u32, FactId, u32) -> bool,
) -> Option<Met> {
    let here = side.nearest.clone();
    let Side { seen, reached, .. } = side;
    for place in here.clone() {
        let Some(&(node, ..)) = reached.get(place) else { break };
        // Whether a chain may go through a node is asked when it would: most that are reached are never gone on from.
        if place > 0 && !walk.passes(node) {
            continue;
        }
        let met = walk.each(rules, node, |fact, next| {
            if other.seen.contains(next as usize) {
                if (other.is_root(next) || walk.passes(next)) && may(node, fact, next) {
                    return ControlFlow::Break(Met { place, hop: Hop { from: node, fact, to: next } });
                }
            } else if !seen.contains(next as usize) && may(node, fact, next) {
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

/// How far each node is from one, as far as so many facts.
fn away(walk: &Walk<'_>, rules: &mut Rules, from: u32, within: u32) -> HashMap<u32, u32> {
    let mut away = HashMap::from([(from, 0)]);
    let mut nearest = vec![from];
    for distance in 1..=within {
        let mut further = Vec::new();
        for node in nearest {
            let _ = walk.each(rules, node, |_, next| {
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

/// All chains between two nodes within a length, the shorter ones first: see [`Chains::all`](super::Chains::all).
#[derive(Clone, Debug)]
pub struct AllChains<'g> {
    walk: Walk<'g>,
    rules: Rules,
    from: u32,
    to: u32,
    within: u32,
    /// How far each node is from the goal; made when the first chain is asked for.
    away: Option<HashMap<u32, u32>>,
    /// How long the chains are that are looked for now.
    length: u32,
    frames: Vec<Frame>,
    hops: Vec<Hop>,
}

/// The ways to go on from a node of a chain that have not been tried.
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

    /// The ways on from a node that can still end at the goal in time.
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
            self.away = Some(away(&self.walk, &mut self.rules, self.to, self.within));
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
