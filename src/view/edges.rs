//! The nodes and edges of a view as a graph.
//!
//! An edge leads from the subject of a fact to another participant: to the object and, if the view shows them, to the players
//! of its roles and to the node of the fact itself. A symmetric fact has the same edges from its object too: these are turned.
//! There is no edge to or from a node that the view does not show.

use super::View;
use crate::{
    graph::FactRecord,
    model::{Any, FactId, Id, RelationId, RoleId},
    tables::NodeKind,
    time::Truth,
    view::{FactRef, NodeRef},
};

/// The participant of its fact that an edge leads to, from the subject. A [turned](EdgeId::turned) edge leads from the object.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Participant {
    /// To the object, or to the subject if the edge is turned.
    Object,
    /// To a player of a role, if the view shows roles: which of the players of the role, counted from 0.
    Role(RoleId, u16),
    /// To the node of the fact itself, which other facts are about, if the view shows facts.
    Itself,
}

/// The id of an edge of a view: a fact, the participant that the edge leads to, and from which end it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId {
    /// Whether the edge leads from the object of a symmetric fact, and not from the subject. A symmetric fact whose ends are
    /// one node has no such edges.
    pub turned: bool,
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
    pub(super) turned: bool,
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

    /// The node that the edge leads from: the subject of the fact, or the object if the edge is turned.
    #[must_use]
    pub const fn from(&self) -> NodeRef<'g> {
        NodeRef::new(self.fact.graph(), self.from)
    }

    /// The node that the edge leads to.
    #[must_use]
    pub const fn to(&self) -> NodeRef<'g> {
        NodeRef::new(self.fact.graph(), self.to)
    }

    /// Whether it leads from the object of a symmetric fact.
    #[must_use]
    pub const fn is_turned(&self) -> bool {
        self.turned
    }

    /// Which edge it is.
    #[must_use]
    pub const fn edge_id(&self) -> EdgeId {
        EdgeId { turned: self.turned, fact: self.fact.id(), participant: self.participant }
    }
}

impl EdgeId {
    /// Whether it is the second edge between the two ends of a symmetric fact, which an undirected graph does not have.
    pub(super) fn is_second(self) -> bool {
        self.turned && self.participant == Participant::Object
    }
}

/// The end of a fact from which edges lead, and its other end.
#[derive(Clone, Copy)]
struct EdgeStart {
    fact: FactId,
    turned: bool,
    from: u32,
    to: u32,
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

    /// Whether facts of a relation hold in both directions.
    pub(super) fn is_symmetric(&self, relation: RelationId) -> bool {
        self.kg.schema().relation_def(relation).symmetric
    }

    /// Calls with each edge of a fact, and with the nodes that it leads from and to. Edges as asserted come before turned ones,
    /// each in the order of their ids.
    pub(super) fn each_edge(&self, fact: FactId, mut each: impl FnMut(EdgeId, u32, u32)) {
        let (Some(record), Some((subject, object))) = (self.kg.tables().record(fact), self.kg.tables().ends(fact))
        else {
            debug_assert!(false, "edges are asked of facts of the graph");
            return;
        };
        self.each_edge_from(EdgeStart { fact, turned: false, from: subject, to: object }, &mut each);
        if subject != object && self.is_symmetric(record.relation) {
            self.each_edge_from(EdgeStart { fact, turned: true, from: object, to: subject }, &mut each);
        }
    }

    fn each_edge_from(&self, start: EdgeStart, each: &mut impl FnMut(EdgeId, u32, u32)) {
        let EdgeStart { fact, turned, from, to } = start;
        if !self.admits_node(from) {
            return;
        }
        let id = |participant| EdgeId { turned, fact, participant };
        if self.admits_node(to) {
            each(id(Participant::Object), from, to);
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
                        each(id(Participant::Role(*role, nth)), from, *player);
                    }
                }
            }
        }
        if self.shows(shows::FACTS)
            && let Some(node) = self.known_own_node(fact)
        {
            each(id(Participant::Itself), from, node);
        }
    }

    /// The node of a fact, if the view knows of a fact about it.
    pub(crate) fn known_own_node(&self, fact: FactId) -> Option<u32> {
        let tables = self.kg.tables();
        tables.own_node(fact).filter(|node| tables.known_node(*node, self.filter.horizon))
    }

    /// An edge of a fact that the view shows.
    pub(super) fn edge(&self, EdgeId { turned, fact, participant }: EdgeId, truth: Truth) -> Option<ViewEdge<'g>> {
        let (record, (subject, object)) = (self.kg.tables().record(fact)?, self.kg.tables().ends(fact)?);
        let (from, other) = if turned { (object, subject) } else { (subject, object) };
        let to = match participant {
            Participant::Object => other,
            Participant::Role(role, nth) => self.kg.tables().players_of(fact, role).nth(nth.into())?,
            Participant::Itself => self.kg.tables().own_node(fact)?,
        };
        let fact = self.fact_ref(fact, truth);
        Some(ViewEdge { fact, record, participant, turned, from, to })
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
    ///
    /// A fact is such a node if the view knows of a fact about it, even if that was retracted or the view does not show it.
    #[must_use]
    pub fn with_facts(&self) -> Self {
        self.change(|filter| filter.shows |= shows::FACTS)
    }

    /// Whether a node is a node of this view as a graph.
    #[must_use]
    pub fn contains(&self, node: Id<Any>) -> bool {
        let node = self.kg.own_id(node).map(|node| self.kg.canonical(node).index());
        node.is_some_and(|node| self.node_numbers().place(node).is_some())
    }
}
