//! From a node to those that a fact joins it to: the one step that chains and neighbourhoods are made of.

use std::{ops::ControlFlow, sync::Arc};

use fixedbitset::FixedBitSet;

use crate::{
    graph::{KnowledgeGraph, NodeKind},
    model::{FactId, Id, KindId, RelationId},
    schema::Shape,
    view::{NodeRef, View},
};

/// Which facts may be gone by, and through which nodes.
#[derive(Clone, Debug)]
pub(super) struct Walk<'g> {
    pub(super) view: View<'g>,
    /// The most facts that a node has that is passed through.
    hubs: Option<usize>,
    /// The kinds of which entities are that are passed through.
    kinds: Option<Arc<FixedBitSet>>,
    has_players: bool,
}

/// What a walk needs to know of a relation.
#[derive(Clone, Copy, Debug)]
struct Rule {
    admitted: bool,
    /// Whether its facts must be asked one by one.
    asked: bool,
    /// Whether a fact may have more participants than its ends.
    joins_more: bool,
}

/// What is known of the relations that a walk has come by: looked up once each, as a node has many groups of few facts.
#[derive(Clone, Debug)]
pub(super) struct Rules(Vec<Option<Rule>>);

/// A fact from one participant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hop {
    pub(super) from: u32,
    pub(super) fact: FactId,
    pub(super) to: u32,
}

impl<'g> Walk<'g> {
    pub(super) fn new(view: View<'g>) -> Self {
        let has_players = view.graph().playing().len() > 0;
        Self { view, hubs: None, kinds: None, has_players }
    }

    /// The same on another view of the same graph.
    pub(super) fn on(self, view: View<'g>) -> Self {
        Self { view, ..self }
    }

    pub(super) fn over_hubs(&mut self, facts: usize) {
        self.hubs = Some(self.hubs.map_or(facts, |before| before.min(facts)));
    }

    pub(super) fn through(&mut self, kinds: impl IntoIterator<Item = KindId>) {
        let wanted: Vec<_> = kinds.into_iter().collect();
        let schema = self.view.graph().schema();
        let under = |kind: &KindId| wanted.iter().any(|above| schema.is_a(*kind, *above));
        let mut set: FixedBitSet = schema.kinds().map(|(kind, _)| kind).filter(under).map(KindId::at).collect();
        if let Some(before) = &self.kinds {
            set.intersect_with(before);
        }
        self.kinds = Some(Arc::new(set));
    }

    pub(super) fn kg(&self) -> &'g KnowledgeGraph {
        self.view.graph()
    }

    /// The number of whoever stands for a node, if it is one of the graph.
    pub(super) fn start(&self, node: Id<impl crate::schema::Kind>) -> Option<u32> {
        let node = self.kg().canonical(node.any());
        self.kg().node(node).map(|node| node.id().index())
    }

    /// How many facts a node has, whether or not they are let through.
    pub(super) fn degree(&self, node: u32) -> usize {
        let kg = self.kg();
        let players = if self.has_players { kg.playing().degree(node) } else { 0 };
        kg.outgoing().degree(node) + kg.incoming().degree(node) + players
    }

    /// Whether a chain may go on from a node that it has come to.
    pub(super) fn passes(&self, node: u32) -> bool {
        let kind = match self.kg().node_kind(node) {
            Some(NodeKind::Entity { kind, .. }) => Some(kind),
            Some(NodeKind::Fact(_)) => None,
            Some(NodeKind::Value(_)) | None => return false,
        };
        self.kinds.as_ref().is_none_or(|kinds| kind.is_none_or(|kind| kinds.contains(kind.at())))
            && self.hubs.is_none_or(|most| self.degree(node) <= most)
    }

    /// What is known before the first step.
    pub(super) fn rules(&self) -> Rules {
        Rules(vec![None; self.kg().schema().relation_count()])
    }

    fn rule(&self, rules: &mut Rules, relation: RelationId) -> Rule {
        if let Some(Some(rule)) = rules.0.get(relation.at()) {
            return *rule;
        }
        let filter = self.view.filter();
        let rule = Rule {
            admitted: filter.admits_relation(relation),
            asked: !filter.passes_all(self.kg(), relation),
            joins_more: self.joins_more(relation),
        };
        if let Some(place) = rules.0.get_mut(relation.at()) {
            *place = Some(rule);
        }
        rule
    }

    /// Tells each fact of a node with each other participant, until told to break. A fact with role players may come more
    /// than once.
    pub(super) fn each<B>(
        &self,
        rules: &mut Rules,
        node: u32,
        mut tell: impl FnMut(FactId, u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let (kg, filter) = (self.kg(), self.view.filter());
        for lists in [kg.outgoing(), kg.incoming()] {
            for (label, group) in lists.groups(node) {
                let Rule { admitted, asked, joins_more } = self.rule(rules, RelationId::new(label));
                if !admitted {
                    continue;
                }
                if joins_more {
                    for (_, fact) in group.iter() {
                        self.others(node, FactId::new(fact), asked, &mut tell)?;
                    }
                    continue;
                }
                for piece in group.pieces() {
                    for (other, fact) in piece.others.iter().zip(piece.facts) {
                        let fact = FactId::new(*fact);
                        if *other != node && (!asked || filter.ask(kg, fact).is_some()) {
                            tell(fact, *other)?;
                        }
                    }
                }
            }
        }
        if self.has_players {
            for entry in kg.playing().all(node) {
                self.others(node, FactId::new(entry.fact), true, &mut tell)?;
            }
        }
        match NodeRef::new(kg, node).fact() {
            Some(fact) => self.others(node, fact, true, &mut tell),
            None => ControlFlow::Continue(()),
        }
    }

    /// Whether a fact of a relation may have more participants than its ends.
    fn joins_more(&self, relation: RelationId) -> bool {
        let kg = self.kg();
        let def = kg.schema().relation_def(relation);
        // A relation that an open schema took as it came has any roles.
        let has_roles = !def.roles.is_empty() || def.shape == Shape::Either;
        kg.noted_of(relation) > 0 || self.has_players && has_roles
    }

    /// The participants of a fact but for one.
    fn others<B>(
        &self,
        node: u32,
        fact: FactId,
        asked: bool,
        tell: &mut impl FnMut(FactId, u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let kg = self.kg();
        if asked && self.view.filter().ask(kg, fact).is_none() {
            return ControlFlow::Continue(());
        }
        let ends = kg.ends(fact).into_iter().flat_map(|(subject, object)| [subject, object]);
        let itself = kg.own_node(fact);
        for other in ends.chain(kg.players(fact).map(|(_, player)| player)).chain(itself) {
            if other != node {
                tell(fact, other)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The same in order, each once.
    pub(super) fn steps(&self, rules: &mut Rules, node: u32) -> Vec<(FactId, u32)> {
        let mut steps = Vec::new();
        let _ = self.each(rules, node, |fact, other| {
            steps.push((fact, other));
            ControlFlow::<()>::Continue(())
        });
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
