//! The facts of one relation as a view shows them: those around a node, those between two nodes, or all.

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

/// Asking the filter of one fact costs as much as sifting this many facts together.
const SIFTED: usize = 8;

/// A fact, seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) other: u32,
    pub(super) fact: u32,
    pub(super) truth: Truth,
}

/// An end of a fact: the one that is known, or by which facts are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FactEnd {
    Subject,
    Object,
}

/// The facts of one relation, or of any relation, that a view shows.
#[derive(Debug)]
pub(super) struct Edges<'q, 'g> {
    kg: &'g KnowledgeGraph,
    filter: &'q Filter<'q>,
    pub(super) relation: Option<RelationId>,
    pub(super) symmetric: bool,
    /// The view shows all of the facts, and all are certain: the filter need not be asked.
    pub(super) plain: bool,
    /// For how many facts the filter has been asked one by one.
    asked: Cell<usize>,
    /// The filter's answers for all facts. Made once so many have been asked that it pays.
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

    /// The facts of the relation of an atom.
    pub(super) fn of(view: &'q View<'g>, atom: &Atom) -> Self {
        Self::new(view, atom.relation, atom.symmetric)
    }

    /// How true a fact of the relation is, if the view shows it.
    ///
    /// The first facts are asked one by one. Once that has cost as much as sifting all facts together, they are sifted,
    /// which reads memory in order. So at worst the time is twice that of the better way.
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

    /// The filter's answers for all facts.
    pub(super) fn sieve(&self) -> &Sieve {
        self.sieve.get_or_init(|| {
            let all = || self.kg.schema().relations().map(|(relation, _)| relation).collect();
            self.filter.sift(self.kg, &self.relation.map_or_else(all, |relation| vec![relation]))
        })
    }

    /// Whether the view shows any fact of exactly this truth.
    pub(super) fn has(&self, truth: Truth) -> bool {
        if self.plain { truth == Truth::Yes } else { self.sieve().count(truth) > 0 }
    }

    /// How many facts the view shows, each counted once.
    pub(super) fn passing(&self) -> usize {
        if self.plain { self.facts() } else { self.sieve().len() }
    }

    /// Whether the view shows any fact that is not certain.
    pub(super) fn has_doubt(&self) -> bool {
        self.has(Truth::Possibly) || self.has(Truth::No)
    }

    /// Whether the lists of the graph can be read as they are.
    pub(super) fn is_direct(&self) -> bool {
        self.plain && !self.symmetric && self.relation.is_some()
    }

    /// The other ends of a node's facts of any relation that are at least so true, in no order.
    pub(super) fn others(&self, node: u32, known: FactEnd, least: Truth) -> impl Iterator<Item = u32> {
        let all = self.lists(known).all(node);
        all.filter(move |entry| self.ask(entry.fact).is_some_and(|truth| truth >= least)).map(|entry| entry.other)
    }

    /// How many nodes the graph has.
    pub(super) fn node_count(&self) -> u32 {
        u32::try_from(self.kg.node_count()).unwrap_or(u32::MAX)
    }

    fn lists(&self, known: FactEnd) -> &'g Adjacency {
        match known {
            FactEnd::Subject => self.kg.tables().outgoing(),
            FactEnd::Object => self.kg.tables().incoming(),
        }
    }

    /// The facts of the relation that are stored with a node at this end.
    pub(super) fn group(&self, node: u32, known: FactEnd) -> Group<'g> {
        self.relation.map_or_else(Group::default, |relation| self.lists(known).group(node, relation.index()))
    }

    /// The nodes that facts of the relation are stored with at this end.
    pub(super) fn directory(&self, known: FactEnd) -> Option<Directory<'g>> {
        self.relation.map(|relation| self.lists(known).directory(relation.index()))
    }

    /// The ends at which a node is looked for, if facts with the node at one end are wanted: both of a symmetric
    /// relation.
    pub(super) fn stored_ends(&self, known: FactEnd) -> &'static [FactEnd] {
        match (self.symmetric, known) {
            (true, _) => &[FactEnd::Subject, FactEnd::Object],
            (false, FactEnd::Subject) => &[FactEnd::Subject],
            (false, FactEnd::Object) => &[FactEnd::Object],
        }
    }

    /// The facts that have a node at one end, and those of a symmetric relation that have it at either. A fact that
    /// joins the node to itself comes once.
    pub(super) fn around(&self, node: u32, known: FactEnd, other: Option<u32>, hits: &mut Vec<Hit>) {
        let mut take = |there: u32, fact: u32| {
            if let Some(truth) = self.ask(fact) {
                hits.push(Hit { other: there, fact, truth });
            }
        };
        for (turn, end) in self.stored_ends(known).iter().enumerate() {
            if self.relation.is_none() {
                let all = self.lists(*end).all(node).filter(|entry| other.is_none_or(|other| other == entry.other));
                all.for_each(|entry| take(entry.other, entry.fact));
                continue;
            }
            let group = self.group(node, *end);
            let group = other.map_or(group, |other| group.with(other));
            for piece in group.pieces() {
                for (there, fact) in piece.others.iter().zip(piece.facts) {
                    if turn == 0 || *there != node {
                        take(*there, *fact);
                    }
                }
            }
        }
    }

    /// Calls with each fact from its subject, and with each symmetric fact from its object too, but with a fact that
    /// joins a node to itself once. Stops when the closure breaks.
    pub(super) fn each<B>(&self, mut visit: impl FnMut(u32, Hit) -> ControlFlow<B>) -> ControlFlow<B> {
        let mut one = |fact: u32| {
            if let Some(truth) = self.ask(fact)
                && let Some((subject, object)) = self.kg.tables().ends(FactId::new(fact))
            {
                visit(subject, Hit { other: object, fact, truth })?;
                if self.symmetric && subject != object {
                    visit(object, Hit { other: subject, fact, truth })?;
                }
            }
            ControlFlow::Continue(())
        };
        match self.relation {
            Some(relation) => self.kg.tables().facts_of(relation).iter().try_for_each(|fact| one(fact.index())),
            None => (0..u32::try_from(self.kg.fact_count()).unwrap_or(u32::MAX)).try_for_each(one),
        }
    }

    /// The nodes that facts have at this end, in order.
    pub(super) fn ends(&self, known: FactEnd) -> Vec<u32> {
        let mut nodes = Vec::new();
        let _: ControlFlow<()> = self.each(|from, hit| {
            nodes.push(if known == FactEnd::Subject { from } else { hit.other });
            ControlFlow::Continue(())
        });
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// How many facts there are, including those that the view hides. A symmetric fact counts twice.
    pub(super) fn size(&self) -> usize {
        if self.symmetric { self.facts() * 2 } else { self.facts() }
    }

    /// How many facts there are, including those that the view hides.
    fn facts(&self) -> usize {
        self.relation.map_or(self.kg.fact_count(), |relation| self.kg.tables().facts_of(relation).len())
    }

    /// How many facts have a node at this end, including those that the view hides.
    pub(super) fn degree(&self, node: u32, known: FactEnd) -> usize {
        let of = |end: &FactEnd| match self.relation {
            Some(_) => self.group(node, *end).len(),
            None => self.lists(*end).degree(node),
        };
        self.stored_ends(known).iter().map(of).sum()
    }

    /// An estimate of how many nodes have a fact at this end.
    pub(super) fn width(&self, known: FactEnd) -> usize {
        let of = |end: &FactEnd| self.directory(*end).map_or(self.kg.node_count(), Directory::len);
        self.stored_ends(known).iter().map(of).max().unwrap_or(0)
    }

    /// The mean number of facts of a node that has any at this end.
    pub(super) fn mean_degree(&self, known: FactEnd) -> f64 {
        ratio(self.size(), self.width(known))
    }
}

/// One number divided by another, for estimates.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}
