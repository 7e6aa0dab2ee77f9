//! The facts of one relation as a view shows them: around a node, between two, or all.

use std::{
    cell::{Cell, OnceCell},
    ops::ControlFlow,
};

use super::pattern::Atom;
use crate::{
    graph::KnowledgeGraph,
    model::{FactId, RelationId},
    tables::{Adjacency, Directory, Group},
    time::Truth,
    view::{Filter, Sieve, View},
};

/// So many facts are asked for in the time in which one is sifted with all others.
const SIFTED: usize = 8;

/// A fact seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) other: u32,
    pub(super) fact: u32,
    pub(super) truth: Truth,
}

/// Which end of a fact is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Subject,
    Object,
}

/// The facts of a relation, or of any, that a view lets through.
#[derive(Debug)]
pub(super) struct Edges<'q, 'g> {
    kg: &'g KnowledgeGraph,
    filter: &'q Filter,
    pub(super) relation: Option<RelationId>,
    pub(super) symmetric: bool,
    /// All facts are let through, and all are certain: none need be asked.
    pub(super) plain: bool,
    /// How many facts were asked so far, each for itself.
    asked: Cell<usize>,
    /// The answers for all of them, once so many were asked that it is worth it.
    sieve: OnceCell<Sieve>,
}

impl<'q, 'g> Edges<'q, 'g> {
    pub(super) fn new(view: &'q View<'g>, relation: Option<RelationId>, symmetric: bool) -> Self {
        let (kg, filter) = (view.graph(), view.filter());
        let plain = match relation {
            Some(relation) => filter.is_sure_of(kg, relation),
            None => kg.schema().relations().all(|(relation, _)| filter.is_sure_of(kg, relation)),
        };
        Self { kg, filter, relation, symmetric, plain, asked: Cell::new(0), sieve: OnceCell::new() }
    }

    /// The same of the relation of an atom.
    pub(super) fn of(view: &'q View<'g>, atom: &Atom) -> Self {
        Self::new(view, atom.relation, atom.symmetric)
    }

    /// How true a fact of the relation is, if the view lets it through.
    ///
    /// Few facts are asked one by one. Many are sifted together, which reads memory in its order and less of it; what is
    /// lost where one fact less would have been asked is as much again as was spent.
    #[inline]
    pub(super) fn ask(&self, fact: u32) -> Option<Truth> {
        if self.plain {
            return Some(Truth::Yes);
        }
        match self.sieve.get() {
            Some(sieve) => sieve.truth(fact),
            None => self.ask_one(fact),
        }
    }

    fn ask_one(&self, fact: u32) -> Option<Truth> {
        let asked = self.asked.get() + 1;
        self.asked.set(asked);
        if asked * SIFTED > self.facts() {
            self.sieve().truth(fact)
        } else {
            self.filter.ask(self.kg, FactId::new(fact))
        }
    }

    /// What the view lets through of all facts.
    pub(super) fn sieve(&self) -> &Sieve {
        self.sieve.get_or_init(|| {
            let all = || self.kg.schema().relations().map(|(relation, _)| relation).collect();
            self.filter.sift(self.kg, &self.relation.map_or_else(all, |relation| vec![relation]))
        })
    }

    /// Whether any of the facts is let through that is so true and no more.
    pub(super) fn has(&self, truth: Truth) -> bool {
        if self.plain { truth == Truth::Yes } else { self.sieve().count(truth) > 0 }
    }

    /// How many facts are let through, each once.
    pub(super) fn passing(&self) -> usize {
        if self.plain { self.facts() } else { self.sieve().len() }
    }

    /// Whether any fact is let through that is not certain.
    pub(super) fn has_doubt(&self) -> bool {
        self.has(Truth::Possibly) || self.has(Truth::No)
    }

    /// Whether its facts can be read from the graph's index as they lie there.
    pub(super) fn is_direct(&self) -> bool {
        self.plain && !self.symmetric && self.relation.is_some()
    }

    /// All other ends of facts of any relation, of those that are at least so true; unsorted.
    pub(super) fn others(&self, node: u32, known: Known, least: Truth) -> impl Iterator<Item = u32> {
        let all = self.lists(known).all(node);
        all.filter(move |entry| self.ask(entry.fact).is_some_and(|truth| truth >= least)).map(|entry| entry.other)
    }

    /// How many nodes the graph has.
    pub(super) fn node_count(&self) -> u32 {
        u32::try_from(self.kg.node_count()).unwrap_or(u32::MAX)
    }

    fn lists(&self, known: Known) -> &'g Adjacency {
        match known {
            Known::Subject => self.kg.tables().outgoing(),
            Known::Object => self.kg.tables().incoming(),
        }
    }

    /// The facts of the relation that have a node at this end as they are stored.
    pub(super) fn group(&self, node: u32, known: Known) -> Group<'g> {
        self.relation.map_or_else(Group::default, |relation| self.lists(known).group(node, relation.index()))
    }

    /// The nodes at this end as facts are stored.
    pub(super) fn directory(&self, known: Known) -> Option<Directory<'g>> {
        self.relation.map(|relation| self.lists(known).directory(relation.index()))
    }

    /// From which ends the facts around a node are looked for.
    pub(super) fn ways(&self, known: Known) -> &'static [Known] {
        match (self.symmetric, known) {
            (true, _) => &[Known::Subject, Known::Object],
            (false, Known::Subject) => &[Known::Subject],
            (false, Known::Object) => &[Known::Object],
        }
    }

    /// The facts around a node that is one end, those of a symmetric relation from both. A fact that joins the node to
    /// itself comes once.
    pub(super) fn around(&self, node: u32, known: Known, other: Option<u32>, hits: &mut Vec<Hit>) {
        let mut take = |end: u32, fact: u32| {
            if let Some(truth) = self.ask(fact) {
                hits.push(Hit { other: end, fact, truth });
            }
        };
        for (turn, way) in self.ways(known).iter().enumerate() {
            if self.relation.is_none() {
                let all = self.lists(*way).all(node).filter(|entry| other.is_none_or(|other| other == entry.other));
                all.for_each(|entry| take(entry.other, entry.fact));
                continue;
            }
            let group = self.group(node, *way);
            let group = other.map_or(group, |other| group.with(other));
            for piece in group.pieces() {
                for (end, fact) in piece.others.iter().zip(piece.facts) {
                    if turn == 0 || *end != node {
                        take(*end, *fact);
                    }
                }
            }
        }
    }

    /// All facts, each from its subject; of a symmetric relation both ways, one that joins a node to itself once. Stops when
    /// told so.
    pub(super) fn each<B>(&self, mut tell: impl FnMut(u32, Hit) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut one = |fact: u32| {
            if let Some(truth) = self.ask(fact)
                && let Some((subject, object)) = self.kg.tables().ends(FactId::new(fact))
            {
                tell(subject, Hit { other: object, fact, truth })?;
                if self.symmetric && subject != object {
                    tell(object, Hit { other: subject, fact, truth })?;
                }
            }
            ControlFlow::Continue(())
        };
        match self.relation {
            Some(relation) => self.kg.tables().facts_of(relation).iter().try_for_each(|fact| one(fact.index())),
            None => (0..u32::try_from(self.kg.fact_count()).unwrap_or(u32::MAX)).try_for_each(one),
        }
    }

    /// The nodes at which facts have this end, in order.
    pub(super) fn ends(&self, known: Known) -> Vec<u32> {
        let mut nodes = Vec::new();
        let _: ControlFlow<()> = self.each(|from, hit| {
            nodes.push(if known == Known::Subject { from } else { hit.other });
            ControlFlow::Continue(())
        });
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// How many facts there are, those that the view hides included; of a symmetric relation both ways.
    pub(super) fn size(&self) -> usize {
        if self.symmetric { self.facts() * 2 } else { self.facts() }
    }

    /// How many facts there are, those that the view hides included.
    fn facts(&self) -> usize {
        self.relation.map_or(self.kg.fact_count(), |relation| self.kg.tables().facts_of(relation).len())
    }

    /// How many facts there are around a node, those that the view hides included.
    pub(super) fn degree(&self, node: u32, known: Known) -> usize {
        let of = |way: &Known| match self.relation {
            Some(_) => self.group(node, *way).len(),
            None => self.lists(*way).degree(node),
        };
        self.ways(known).iter().map(of).sum()
    }

    /// How many nodes have a fact at this end, about.
    pub(super) fn width(&self, known: Known) -> usize {
        let of = |way: &Known| self.directory(*way).map_or(self.kg.node_count(), Directory::len);
        self.ways(known).iter().map(of).max().unwrap_or(0)
    }

    /// How many facts there are around a node that has some, in the mean.
    pub(super) fn mean_degree(&self, known: Known) -> f64 {
        ratio(self.size(), self.width(known))
    }
}

/// One number divided by another, for estimates.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}
