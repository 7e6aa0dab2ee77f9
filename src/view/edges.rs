//! The nodes and edges of a view as a graph.
//!
//! An edge leads from the subject of a fact to another participant: to the object and, if the view shows them, to the players
//! of its roles and to the node of the fact itself. There is no edge to or from a node that the view does not show.

use super::View;
use crate::{
    graph::FactRecord,
    model::{Any, FactId, Id, RoleId},
    tables::NodeKind,
    time::Truth,
    view::{FactRef, NodeRef},
};

/// The participant of its fact that an edge leads to. All edges lead from the subject.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Participant {
    /// To the object: every fact has this edge.
    Object,
    /// To a player of a role, if the view shows roles: which of the players of the role, counted from 0.
    Role(RoleId, u16),
    /// To the node of the fact itself, which other facts are about, if the view shows facts.
    Itself,
}

/// The id of an edge of a view: a fact, and the participant that the edge leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId {
    /// The fact.
    pub fact: FactId,
    /// The participant that the edge leads to.
    pub participant: Participant,
}

/// An edge of a view, to read. It borrows the graph and not the view, and is `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct ViewEdge<'g> {
    pub(super) fact: FactRef<'g>,
    pub(super) record: &'g FactRecord,
    pub(super) participant: Participant,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl<'g> ViewEdge<'g> {
    /// The fact, with how true it is of what the view asks.
    #[must_use]
    pub const fn fact(&self) -> FactRef<'g> {
        self.fact
    }

    /// Which participant of the fact it leads to.
    #[must_use]
    pub const fn participant(&self) -> Participant {
        self.participant
    }

    /// The subject of the fact.
    #[must_use]
    pub const fn from(&self) -> NodeRef<'g> {
        NodeRef::new(self.fact.graph(), self.from)
    }

    /// The participant to which the edge leads.
    #[must_use]
    pub const fn to(&self) -> NodeRef<'g> {
        NodeRef::new(self.fact.graph(), self.to)
    }

    /// Which edge it is.
    #[must_use]
    pub const fn edge_id(&self) -> EdgeId {
        EdgeId { fact: self.fact.id(), participant: self.participant }
    }
}

/// What a view shows beside entities and the edges between them.
pub(crate) mod shows {
    pub(crate) const VALUES: u8 = 1;
    pub(crate) const ROLES: u8 = 2;
    pub(crate) const FACTS: u8 = 4;
}

impl<'g> View<'g> {
    pub(super) fn shows(&self, what: u8) -> bool {
        self.filter.shows & what != 0
    }

    /// Whether each fact has at most the edge to its object.
    pub(super) fn is_plain(&self) -> bool {
        self.filter.shows & (shows::ROLES | shows::FACTS) == 0
    }

    /// Whether the view shows nodes of this sort and kind. A value or fact without an edge is not a node all the same.
    pub(super) fn admits_node(&self, node: u32) -> bool {
        match self.kg.tables().node_kind(node) {
            Some(NodeKind::Entity { .. }) => self.filter.admits(self.kg, node),
            Some(NodeKind::Value(_)) => self.shows(shows::VALUES),
            Some(NodeKind::Fact(_)) => self.shows(shows::FACTS),
            None => false,
        }
    }

    /// Calls with each edge of a fact, in the order of their ids.
    pub(super) fn each_edge(&self, fact: FactId, mut each: impl FnMut(Participant, u32)) {
        let Some((subject, object)) = self.kg.tables().ends(fact) else {
            debug_assert!(false, "edges are asked of facts of the graph");
            return;
        };
        if !self.admits_node(subject) {
            return;
        }
        if self.admits_node(object) {
            each(Participant::Object, object);
        }
        if self.is_plain() {
            return;
        }
        if self.shows(shows::ROLES) {
            let mut players: Vec<_> = self.kg.tables().players(fact).collect();
            // The players of one role keep their order.
            players.sort_by_key(|(role, _)| *role);
            for players in players.chunk_by(|(one, _), (other, _)| one == other) {
                for (nth, (role, player)) in (0..).zip(players) {
                    if self.admits_node(*player) {
                        each(Participant::Role(*role, nth), *player);
                    }
                }
            }
        }
        if self.shows(shows::FACTS)
            && let Some(node) = self.kg.tables().own_node(fact)
        {
            each(Participant::Itself, node);
        }
    }

    /// An edge of a fact that the view shows.
    pub(super) fn edge(&self, EdgeId { fact, participant }: EdgeId, truth: Truth) -> Option<ViewEdge<'g>> {
        let (record, (from, object)) = (self.kg.tables().record(fact)?, self.kg.tables().ends(fact)?);
        let to = match participant {
            Participant::Object => object,
            Participant::Role(role, nth) => self.kg.tables().players_of(fact, role).nth(nth.into())?,
            Participant::Itself => self.kg.tables().own_node(fact)?,
        };
        let fact = self.fact_ref(fact, truth);
        Some(ViewEdge { fact, record, participant, from, to })
    }

    /// Shows values too, as nodes of this view as a graph, with the facts that lead to them as edges.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Born, Person}};
    /// use chancery::petgraph::visit::{EdgeCount, NodeCount};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// kg.assert(fact(tokayev, Born, chancery::date("1953-05-17")))?;
    /// let (plain, all) = (kg.view(), kg.view().with_values());
    /// assert_eq!((plain.node_count(), plain.edge_count()), (1, 0));
    /// assert_eq!((all.node_count(), all.edge_count()), (2, 1));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn with_values(&self) -> Self {
        self.change(|filter| filter.shows |= shows::VALUES)
    }

    /// Shows roles too, as edges of this view as a graph: from the subject of a fact to the player of each role.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State}};
    /// use chancery::petgraph::algo::has_path_connecting;
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let kistafin = kg.add(Person, "Kistafin")?;
    /// # let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan))?;
    /// let view = kg.view();
    /// assert!(!has_path_connecting(&view, kistafin.any(), pakistan.any(), None));
    /// assert!(has_path_connecting(&view.with_roles(), kistafin.any(), pakistan.any(), None));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn with_roles(&self) -> Self {
        self.change(|filter| filter.shows |= shows::ROLES)
    }

    /// Shows facts too that other facts are about, as nodes of this view as a graph. The facts about them are edges, and an
    /// edge leads to each such fact from its own subject.
    #[must_use]
    pub fn with_facts(&self) -> Self {
        self.change(|filter| filter.shows |= shows::FACTS)
    }

    /// Whether a node is a node of this view as a graph.
    #[must_use]
    pub fn contains(&self, node: Id<Any>) -> bool {
        self.node_numbers().place(self.kg.canonical(node).index()).is_some()
    }
}
