//! From a node to the nodes that a fact joins it to: the one step that chains and neighbourhoods are made of.

use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

use fixedbitset::FixedBitSet;

use crate::{
    graph::KnowledgeGraph,
    model::{FactId, KindId, RelationId},
    schema::{FoundRelation, Shape},
    tables::NodeKind,
    view::{NodeRef, View},
};

/// Which facts a path may use, in which direction, and which nodes it may pass through.
#[derive(Clone, Debug)]
pub(super) struct Walk<'g> {
    pub(super) view: View<'g>,
    /// A node with more facts than this is not passed through.
    hubs: Option<usize>,
    /// Entities of other kinds are not passed through.
    kinds: Option<Arc<FixedBitSet>>,
    /// Each fact is used in its own direction only.
    directed: bool,
    /// For each relation that was given, the ends that a directed step sets out from.
    given: Option<Arc<BTreeMap<RelationId, Starts>>>,
    has_players: bool,
}

/// The ends of a fact that a step may set out from: the subject where a relation is given by its own name, the object
/// where it is given by its inverse name.
#[derive(Clone, Copy, Debug, Default)]
struct Starts {
    subject: bool,
    object: bool,
}

/// In which direction a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// As the path goes.
    Along,
    /// From the end of a path back to its start.
    Against,
}

/// What a walk needs to know of a relation.
#[derive(Clone, Copy, Debug)]
struct Rule {
    admitted: bool,
    /// Whether the view's filter must be asked of each fact.
    asked: bool,
    /// Whether a fact may have more participants than its ends.
    joins_more: bool,
    /// Both ends where a walk is not directed: a step may then set out from any participant.
    starts: Starts,
}

/// The rules of the relations that a walk has met. Each is made once, as a node has many groups of few facts.
#[derive(Clone, Debug)]
pub(super) struct Rules(Vec<Option<Rule>>);

/// A fact from one participant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hop {
    pub(super) from: u32,
    pub(super) fact: FactId,
    pub(super) to: u32,
}

impl Hop {
    /// The same fact between the same two, in the other direction.
    pub(super) const fn turned(self) -> Self {
        Self { from: self.to, fact: self.fact, to: self.from }
    }
}

impl<'g> Walk<'g> {
    pub(super) fn new(view: View<'g>) -> Self {
        let has_players = view.graph().tables().playing().len() > 0;
        Self { view, hubs: None, kinds: None, directed: false, given: None, has_players }
    }

    pub(super) fn avoid_hubs(&mut self, facts: usize) {
        self.hubs = Some(self.hubs.map_or(facts, |before| before.min(facts)));
    }

    pub(super) fn directed(&mut self) {
        self.directed = true;
    }

    pub(super) fn by(&mut self, relations: &[FoundRelation]) {
        let mut given: BTreeMap<RelationId, Starts> = BTreeMap::new();
        for relation in relations {
            let starts = given.entry(relation.id()).or_default();
            if relation.is_inverse() { starts.object = true } else { starts.subject = true }
        }
        if let Some(before) = &self.given {
            for (relation, starts) in &mut given {
                let before = before.get(relation).copied().unwrap_or_default();
                *starts = Starts { subject: starts.subject && before.subject, object: starts.object && before.object };
            }
        }
        self.view = self.view.among_relations(relations.iter().map(|relation| relation.id()));
        self.given = Some(Arc::new(given));
    }

    pub(super) fn through(&mut self, wanted: &[KindId]) {
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

    /// How many facts a node has, including those that the view hides.
    pub(super) fn degree(&self, node: u32) -> usize {
        let kg = self.kg();
        let players = if self.has_players { kg.tables().playing().degree(node) } else { 0 };
        kg.tables().outgoing().degree(node) + kg.tables().incoming().degree(node) + players
    }

    /// Whether a path may pass through a node.
    pub(super) fn passes(&self, node: u32) -> bool {
        let kind = match self.kg().tables().node_kind(node) {
            Some(NodeKind::Entity { kind, .. }) => Some(kind),
            Some(NodeKind::Fact(_)) => None,
            Some(NodeKind::Value(_)) | None => return false,
        };
        self.kinds.as_ref().is_none_or(|kinds| kind.is_none_or(|kind| kinds.contains(kind.at())))
            && self.hubs.is_none_or(|most| self.degree(node) <= most)
    }

    /// No rule is known yet.
    pub(super) fn rules(&self) -> Rules {
        Rules(vec![None; self.kg().schema().relation_count()])
    }

    fn rule(&self, rules: &mut Rules, relation: RelationId) -> Rule {
        debug_assert!(relation.at() < rules.0.len(), "facts are of relations of the schema");
        if let Some(Some(rule)) = rules.0.get(relation.at()) {
            return *rule;
        }
        let filter = self.view.filter();
        let rule = Rule {
            admitted: filter.admits_relation(relation),
            asked: !filter.passes_all(self.kg(), relation),
            joins_more: self.joins_more(relation),
            starts: self.starts(relation),
        };
        if let Some(place) = rules.0.get_mut(relation.at()) {
            *place = Some(rule);
        }
        rule
    }

    fn starts(&self, relation: RelationId) -> Starts {
        if !self.directed || self.kg().schema().relation_def(relation).symmetric {
            return Starts { subject: true, object: true };
        }
        let own_name = Starts { subject: true, object: false };
        self.given.as_ref().map_or(own_name, |given| given.get(&relation).copied().unwrap_or_default())
    }

    /// Calls for each fact that a step from a node may use, with the participant that it leads to, until it breaks; for
    /// a step against the direction of the path, with the participant that it comes from. A fact with role players may
    /// come more than once.
    pub(super) fn each<B>(
        &self,
        rules: &mut Rules,
        node: u32,
        sense: Sense,
        mut visit: impl FnMut(FactId, u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let (kg, filter) = (self.kg(), self.view.filter());
        for (lists, is_subject) in [(kg.tables().outgoing(), true), (kg.tables().incoming(), false)] {
            for (label, group) in lists.groups(node) {
                let rule = self.rule(rules, RelationId::new(label));
                // The end that a step sets out from: the node itself, or against the direction the other end.
                let sets_out_from_subject = is_subject == (sense == Sense::Along);
                let may = if sets_out_from_subject { rule.starts.subject } else { rule.starts.object };
                if !rule.admitted || !may {
                    continue;
                }
                // Steps of a directed walk set out from ends alone, so against the direction there is the other end
                // only.
                if rule.joins_more && !(self.directed && sense == Sense::Against) {
                    for (_, fact) in group.iter() {
                        self.others(node, FactId::new(fact), rule.asked, &mut visit)?;
                    }
                    continue;
                }
                for piece in group.pieces() {
                    for (other, fact) in piece.others.iter().zip(piece.facts) {
                        let fact = FactId::new(*fact);
                        if *other != node && (!rule.asked || filter.ask(kg, fact).is_some()) {
                            visit(fact, *other)?;
                        }
                    }
                }
            }
        }
        if self.directed && sense == Sense::Along {
            return ControlFlow::Continue(());
        }
        let played = self.has_players.then(|| kg.tables().playing().all(node).map(|entry| FactId::new(entry.fact)));
        let itself = NodeRef::new(kg, node).fact().filter(|fact| self.view.known_own_node(*fact).is_some());
        for fact in played.into_iter().flatten().chain(itself) {
            if self.directed {
                self.starts_of(rules, node, fact, &mut visit)?;
            } else {
                self.others(node, fact, true, &mut visit)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether a fact of a relation may have more participants than its ends.
    fn joins_more(&self, relation: RelationId) -> bool {
        let kg = self.kg();
        let def = kg.schema().relation_def(relation);
        // A relation that an open schema declared by itself takes any role.
        let has_roles = !def.roles.is_empty() || def.shape == Shape::Either;
        kg.tables().with_node_of(relation) > 0 || self.has_players && has_roles
    }

    /// The participants of a fact except one.
    fn others<B>(
        &self,
        node: u32,
        fact: FactId,
        asked: bool,
        visit: &mut impl FnMut(FactId, u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let kg = self.kg();
        if asked && self.view.filter().ask(kg, fact).is_none() {
            return ControlFlow::Continue(());
        }
        let ends = kg.tables().ends(fact).into_iter().flat_map(|(subject, object)| [subject, object]);
        let itself = self.view.known_own_node(fact);
        for other in ends.chain(kg.tables().players(fact).map(|(_, player)| player)).chain(itself) {
            if other != node {
                visit(fact, other)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The ends of a fact that a directed step to a node may set out from.
    fn starts_of<B>(
        &self,
        rules: &mut Rules,
        node: u32,
        fact: FactId,
        visit: &mut impl FnMut(FactId, u32) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let kg = self.kg();
        let (Some(record), Some((subject, object))) = (kg.tables().record(fact), kg.tables().ends(fact)) else {
            debug_assert!(false, "the lists name facts of the graph");
            return ControlFlow::Continue(());
        };
        if self.view.filter().ask(kg, fact).is_none() {
            return ControlFlow::Continue(());
        }
        let Starts { subject: from_subject, object: from_object } = self.rule(rules, record.relation).starts;
        for (end, may) in [(subject, from_subject), (object, from_object)] {
            if may && end != node {
                visit(fact, end)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The steps along the path, each once, by fact and then by participant.
    pub(super) fn steps(&self, rules: &mut Rules, node: u32) -> Vec<(FactId, u32)> {
        let mut steps = Vec::new();
        let _ = self.each(rules, node, Sense::Along, |fact, other| {
            steps.push((fact, other));
            ControlFlow::<()>::Continue(())
        });
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}
