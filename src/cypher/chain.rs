//! Chains of facts of any relation, which use no fact twice; and the shortest ones.

use std::cell::RefCell;

use hashbrown::{HashMap, HashSet};

use super::{
    ast::Shortest,
    program::Chain,
    run::{Env, Flow, Sink},
    value::Val,
};
use crate::{
    error::Error,
    model::FactId,
    query::FactsAround,
    time::Truth,
    view::{NodeRef, View},
};

/// A fact that leads on, seen from one node.
#[derive(Clone, Copy, Debug)]
struct Hop {
    to: u32,
    fact: u32,
    truth: Truth,
}

/// The facts by which a chain goes on.
#[derive(Debug)]
pub(super) struct Walk<'p, 'g> {
    view: &'p View<'g>,
    /// Each with whether the chain leaves the subject.
    facts: RefCell<Vec<(FactsAround<'p, 'g>, bool)>>,
    /// Whether facts of every relation lead on, but for those to values.
    any: bool,
}

impl<'p, 'g> Walk<'p, 'g> {
    pub(super) fn new(chain: &Chain, view: &'p View<'g>) -> Self {
        let mut facts = Vec::new();
        let ways = [(&chain.types.forth, true), (&chain.types.back, false)];
        for (relations, is_subject) in ways {
            match relations {
                None => facts.push((FactsAround::new(view, None), is_subject)),
                Some(relations) => {
                    facts.extend(relations.iter().map(|one| (FactsAround::new(view, Some(*one)), is_subject)));
                }
            }
        }
        let any = chain.types.forth.is_none() || chain.types.back.is_none();
        Self { view, facts: RefCell::new(facts), any }
    }

    /// The facts around a node that meet the conditions of the chain, in the order in which they are stored.
    fn around(&self, chain: &Chain, node: u32, row: &mut Vec<Val>, env: Env<'_, '_>) -> Result<Vec<Hop>, Error> {
        let mut hops = Vec::new();
        for (facts, is_subject) in self.facts.borrow_mut().iter_mut() {
            let is_subject = *is_subject;
            facts.each(node, is_subject, |to, fact, truth| {
                // From its object, a fact that joins the node to itself came already, if it leads both ways.
                let again = !is_subject && to == node && self.leads_forth(chain, fact);
                let to_value = self.any && NodeRef::new(self.view.graph(), to).value().is_some();
                if !again && !to_value {
                    hops.push(Hop { to, fact, truth });
                }
            });
        }
        if chain.each.is_empty() {
            return Ok(hops);
        }
        let mut met = Vec::with_capacity(hops.len());
        for mut hop in hops {
            row.push(Val::Fact(hop.fact));
            let mut truth = Truth::Yes;
            for code in &chain.each {
                truth = truth.and(code.truth(&mut env.context(row))?.unwrap_or(Truth::No));
            }
            row.pop();
            if truth != Truth::No {
                hop.truth = hop.truth.and(truth);
                met.push(hop);
            }
        }
        Ok(met)
    }

    /// Whether the chain may leave the subject of a fact.
    fn leads_forth(&self, chain: &Chain, fact: u32) -> bool {
        let Some(forth) = &chain.types.forth else { return true };
        let record = self.view.graph().tables().record(FactId::new(fact));
        record.is_some_and(|record| forth.contains(&record.relation))
    }
}

/// The other end of a fact.
pub(super) fn other_end(view: &View<'_>, fact: u32, from: u32) -> u32 {
    let fact: Option<crate::view::FactRef<'_>> = view.graph().fact_ref(FactId::new(fact));
    fact.map_or(from, |fact| {
        let (subject, object) = (fact.subject().index(), fact.object().index());
        if subject == from { object } else { subject }
    })
}

/// Calls with the row of each chain: the node where it ends, unless that was known, and the list of its facts.
pub(super) fn each(
    chain: &Chain,
    walk: &Walk<'_, '_>,
    row: &mut Vec<Val>,
    env: Env<'_, '_>,
    sink: &mut Sink<'_>,
) -> Result<Flow, Error> {
    let node = |column: usize, row: &[Val]| match row.get(column) {
        Some(Val::Node(node)) => Some(*node),
        Some(Val::Fact(fact)) => env.view.graph().tables().own_node(FactId::new(*fact)),
        _ => None,
    };
    let Some(from) = node(chain.from, row) else { return Ok(Flow::Continue(())) };
    let to = match chain.to {
        Some(column) => match node(column, row) {
            Some(to) => Some(to),
            None => return Ok(Flow::Continue(())),
        },
        None => None,
    };
    let mut apart = HashSet::new();
    for column in &chain.apart {
        match row.get(*column) {
            Some(Val::Fact(fact)) => {
                apart.insert(*fact);
            }
            Some(Val::List(facts)) => {
                apart.extend(
                    facts.iter().filter_map(|fact| if let Val::Fact(fact) = fact { Some(*fact) } else { None }),
                );
            }
            _ => {}
        }
    }
    let search = Search { chain, walk, from, to, apart, env };
    match (chain.shortest, to) {
        (Some(shortest), Some(to)) => search.shortest(shortest, to, row, sink),
        _ => search.trails(row, sink),
    }
}

struct Search<'s, 'p, 'g, 'e, 'v> {
    chain: &'s Chain,
    walk: &'s Walk<'p, 'g>,
    from: u32,
    to: Option<u32>,
    /// The facts that the chain must not use.
    apart: HashSet<u32>,
    env: Env<'e, 'v>,
}

impl Search<'_, '_, '_, '_, '_> {
    fn emit(
        &self,
        end: u32,
        facts: impl DoubleEndedIterator<Item = u32>,
        truth: Truth,
        row: &mut Vec<Val>,
        sink: &mut Sink<'_>,
    ) -> Result<Flow, Error> {
        let width = row.len();
        if self.to.is_none() {
            row.push(Val::Node(end));
        }
        let facts: Vec<Val> =
            if self.chain.reversed { facts.rev().map(Val::Fact).collect() } else { facts.map(Val::Fact).collect() };
        row.push(Val::List(facts.into()));
        let flow = sink(row, truth);
        row.truncate(width);
        flow
    }

    /// All chains without a fact that comes twice, depth first.
    fn trails(mut self, row: &mut Vec<Val>, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        let ends_at = |node: u32| self.to.is_none_or(|to| to == node);
        if self.chain.least == 0 && ends_at(self.from) {
            let flow = self.emit(self.from, std::iter::empty(), Truth::Yes, row, sink)?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
        // For each fact of the chain, it and what is left to try in its place.
        let mut steps: Vec<(Hop, std::vec::IntoIter<Hop>)> = Vec::new();
        let mut next = self.next(self.from, 0, row)?;
        loop {
            let Some(hop) = next.next() else {
                let Some((last, left)) = steps.pop() else { return Ok(Flow::Continue(())) };
                self.apart.remove(&last.fact);
                next = left;
                continue;
            };
            if !self.apart.insert(hop.fact) {
                continue;
            }
            steps.push((hop, next));
            let depth = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            if depth >= self.chain.least && self.to.is_none_or(|to| to == hop.to) {
                let truth = steps.iter().fold(Truth::Yes, |truth, (hop, _)| truth.and(hop.truth));
                let flow = self.emit(hop.to, steps.iter().map(|(hop, _)| hop.fact), truth, row, sink)?;
                if flow.is_break() {
                    return Ok(flow);
                }
            }
            next = self.next(hop.to, depth, row)?;
        }
    }

    fn next(&self, node: u32, depth: u32, row: &mut Vec<Val>) -> Result<std::vec::IntoIter<Hop>, Error> {
        if depth >= self.chain.most {
            return Ok(Vec::new().into_iter());
        }
        Ok(self.walk.around(self.chain, node, row, self.env)?.into_iter())
    }

    /// The shortest chains. A chain of certain facts is surely the shortest if none is shorter; else it is the shortest
    /// if the facts of the shorter ones do not hold, and comes after them.
    fn shortest(&self, which: Shortest, to: u32, row: &mut Vec<Val>, sink: &mut Sink<'_>) -> Result<Flow, Error> {
        if self.chain.least == 0 && self.from == to {
            return self.emit(to, std::iter::empty(), Truth::Yes, row, sink);
        }
        // A chain from a node to itself would use a fact twice; and what is denied does not lead on.
        if self.from == to {
            return Ok(Flow::Continue(()));
        }
        let Some(all) = self.levels(to, Truth::Possibly, row)? else { return Ok(Flow::Continue(())) };
        let certain = self.levels(to, Truth::Yes, row)?;
        match certain {
            Some(certain) if certain.depth > all.depth => {
                let flow = self.back(&all, which, to, Truth::Possibly, row, sink)?;
                if flow.is_break() {
                    return Ok(flow);
                }
                self.back(&certain, which, to, Truth::Possibly, row, sink)
            }
            // One chain is asked for, and there is one of certain facts.
            Some(certain) if which == Shortest::One => self.back(&certain, which, to, Truth::Yes, row, sink),
            _ => self.back(&all, which, to, Truth::Yes, row, sink),
        }
    }

    /// The shortest ways to a node by facts that are at least so true. `None` if there is none.
    fn levels(&self, to: u32, least: Truth, row: &mut Vec<Val>) -> Result<Option<Levels>, Error> {
        let mut levels = Levels::default();
        let mut seen: HashSet<u32> = HashSet::new();
        seen.insert(self.from);
        let mut level = vec![self.from];
        while !level.is_empty() && levels.depth < self.chain.most as usize && !levels.ways.contains_key(&to) {
            let mut reached = Vec::new();
            for node in level {
                for hop in self.walk.around(self.chain, node, row, self.env)? {
                    if hop.truth < least || seen.contains(&hop.to) || self.apart.contains(&hop.fact) {
                        continue;
                    }
                    let ways = levels.ways.entry(hop.to).or_default();
                    if ways.is_empty() {
                        reached.push(hop.to);
                    }
                    ways.push((node, hop));
                }
            }
            seen.extend(&reached);
            level = reached;
            levels.depth += 1;
        }
        Ok(levels.ways.contains_key(&to).then_some(levels))
    }

    /// Calls with the chains of these ways, or with one of them: back from the end, depth first.
    fn back(
        &self,
        levels: &Levels,
        which: Shortest,
        to: u32,
        most: Truth,
        row: &mut Vec<Val>,
        sink: &mut Sink<'_>,
    ) -> Result<Flow, Error> {
        let ways = |node: u32| levels.ways.get(&node).map_or(&[] as &[(u32, Hop)], Vec::as_slice);
        // Each step is a way, and those left to try in its place.
        let mut steps: Vec<(Hop, &[(u32, Hop)])> = Vec::new();
        let mut left = ways(to);
        loop {
            let Some(((from, hop), others)) = left.split_first() else {
                let Some((_, others)) = steps.pop() else { return Ok(Flow::Continue(())) };
                left = others;
                continue;
            };
            steps.push((*hop, others));
            if steps.len() < levels.depth {
                left = ways(*from);
                continue;
            }
            debug_assert_eq!(*from, self.from, "a shortest chain begins where it was looked for");
            let truth = steps.iter().fold(most, |truth, (hop, _)| truth.and(hop.truth));
            let flow = self.emit(to, steps.iter().rev().map(|(hop, _)| hop.fact), truth, row, sink)?;
            if flow.is_break() || which == Shortest::One {
                return Ok(flow);
            }
            left = &[];
        }
    }
}

/// The shortest ways from a node.
#[derive(Default)]
struct Levels {
    /// For each node that was reached, the facts that lead to it from the nodes of the level before.
    ways: HashMap<u32, Vec<(u32, Hop)>>,
    /// The number of facts.
    depth: usize,
}
