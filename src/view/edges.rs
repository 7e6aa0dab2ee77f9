//! What graph a view is: which nodes it shows, and which edges its facts are.
//!
//! An edge leads from the subject of a fact to another participant: to the object, and where they are asked for, to the
//! players of its roles and to the node of the fact itself. One that would end at a node that is not shown is none.

use super::View;
use crate::{
    graph::FactRecord,
    model::{Any, FactId, Id, RoleId},
    tables::NodeKind,
    time::Truth,
    view::{FactRef, NodeRef},
};

/// To which participant of its fact an edge leads. All lead from the subject.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// To the object: the edge that every fact is.
    Object,
    /// To the player of a role: where a view shows roles.
    Role(RoleId),
    /// To the node of the fact itself, which other facts are about: where a view shows facts.
    Itself,
}

/// An edge of a view: a fact, and the participant that the edge leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeId {
    /// The fact.
    pub fact: FactId,
    /// Where the edge leads.
    pub part: Part,
}

/// An edge of a view, to read. It borrows the graph and not the view, and is `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct ViewEdge<'g> {
    pub(super) fact: FactRef<'g>,
    pub(super) record: &'g FactRecord,
    pub(super) part: Part,
    pub(super) from: u32,
    pub(super) to: u32,
}

impl<'g> ViewEdge<'g> {
    /// The fact, with how true it is of what the view asks.
    #[must_use]
    pub const fn fact(&self) -> FactRef<'g> {
        self.fact
    }

    /// To which participant it leads.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
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
        EdgeId { fact: self.fact.id(), part: self.part }
    }
}

/// What a view shows as nodes beside entities.
pub(crate) mod shows {
    pub(crate) const VALUES: u8 = 1;
    pub(crate) const ROLES: u8 = 2;
    pub(crate) const FACTS: u8 = 4;
}

impl<'g> View<'g> {
    pub(super) fn shows(&self, what: u8) -> bool {
        self.filter.shows & what != 0
    }

    /// Whether each fact is at most the one edge to its object.
    pub(super) fn is_plain(&self) -> bool {
        self.filter.shows & (shows::ROLES | shows::FACTS) == 0
    }

    /// Whether a node is of a sort and kind that is shown. One that no edge touches may still be none of the graph's.
    pub(super) fn admits_node(&self, node: u32) -> bool {
        match self.kg.tables().node_kind(node) {
            Some(NodeKind::Entity { .. }) => self.filter.admits(self.kg, node),
            Some(NodeKind::Value(_)) => self.shows(shows::VALUES),
            Some(NodeKind::Fact(_)) => self.shows(shows::FACTS),
            None => false,
        }
    }

    /// The edges that a fact is, by where they lead, in their order.
    pub(super) fn parts_of(&self, fact: FactId, mut each: impl FnMut(Part, u32)) {
        let Some((subject, object)) = self.kg.tables().ends(fact) else { return };
        if !self.admits_node(subject) {
            return;
        }
        if self.admits_node(object) {
            each(Part::Object, object);
        }
        if self.is_plain() {
            return;
        }
        if self.shows(shows::ROLES) {
            let mut players: Vec<_> = self.kg.tables().players(fact).collect();
            players.sort_unstable();
            for (role, player) in players {
                if self.admits_node(player) {
                    each(Part::Role(role), player);
                }
            }
        }
        if self.shows(shows::FACTS)
            && let Some(node) = self.kg.tables().own_node(fact)
        {
            each(Part::Itself, node);
        }
    }

    /// The edge of a fact that the view lets through.
    pub(super) fn edge(&self, EdgeId { fact, part }: EdgeId, truth: Truth) -> Option<ViewEdge<'g>> {
        let (record, (from, object)) = (self.kg.tables().record(fact)?, self.kg.tables().ends(fact)?);
        let to = match part {
            Part::Object => object,
            Part::Role(role) => self.kg.tables().players(fact).find(|(played, _)| *played == role)?.1,
            Part::Itself => self.kg.tables().own_node(fact)?,
        };
        let fact = self.fact_ref(fact, truth);
        Some(ViewEdge { fact, record, part, from, to })
    }

    /// Values as nodes of the graph that this view is to petgraph, and facts that end in them as edges.
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

    /// An edge from the subject of a fact to the player of each of its roles too, in the graph that this view is to
    /// petgraph.
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

    /// Facts that others are about as nodes of the graph that this view is to petgraph: facts about them are edges, and an
    /// edge leads to each from its own subject.
    #[must_use]
    pub fn with_facts(&self) -> Self {
        self.change(|filter| filter.shows |= shows::FACTS)
    }

    /// Whether a node is one of the graph that this view is.
    #[must_use]
    pub fn contains(&self, node: Id<Any>) -> bool {
        self.node_numbers().place(self.kg.canonical(node).index()).is_some()
    }
}
