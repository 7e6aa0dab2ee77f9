//! The nodes that facts join a node to.

use super::{Pattern, Scan, View};
use crate::{
    graph::KnowledgeGraph,
    model::{Any, FactId, Id, RelationId},
    schema::{Kind, KnownRelation, RelationName},
    tables::Members,
    view::{FactRef, NodeRef},
};

/// Which facts of a node count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Those that begin there. A fact of a symmetric relation begins at both ends.
    Out,
    /// Those that end there. A fact of a symmetric relation ends at both ends.
    In,
    /// Both; a fact that joins the node to itself counts once.
    Both,
}

/// A node at the other end of a fact.
#[derive(Clone, Copy, Debug)]
pub struct Neighbor<'g> {
    /// The node.
    pub node: NodeRef<'g>,
    /// The fact that joins it.
    pub fact: FactRef<'g>,
    /// Whether the fact leads to this node, rather than from it.
    pub outgoing: bool,
}

/// The neighbours of a node, one for each fact: a node that three facts join comes three times.
///
/// First come those that facts lead to, then those that facts lead from; of each the order is by relation, then by the
/// neighbour, then of recording; on a day it is that of [`View::on`].
#[derive(Clone, Debug)]
#[must_use = "neighbours are looked up when they are iterated over"]
pub struct Neighbors<'g> {
    view: View<'g>,
    node: u32,
    direction: Direction,
    relation: Option<RelationId>,
    /// The relation was given by its inverse name.
    inverse: bool,
    nothing: bool,
    /// Those that lead from the node and those that lead to it, where they are wanted.
    passes: Option<(Option<Scan<'g>>, Option<Scan<'g>>)>,
}

impl<'g> View<'g> {
    /// The nodes that facts join this one to, by any relation, in both directions; narrow it before iterating.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits, HeadOfState}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// # let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, HeadOfState, kazakhstan))?;
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let names: Vec<_> = kg.view().neighbors(tokayev).outgoing().filter_map(|n| n.node.name()).collect();
    /// assert_eq!(names.len(), 2);
    /// let to: Vec<_> = kg.view().neighbors(pakistan).incoming().by(Visits).map(|n| n.node.id()).collect();
    /// assert_eq!(to, [tokayev]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn neighbors(&self, node: Id<impl Kind>) -> Neighbors<'g> {
        Neighbors {
            view: self.clone(),
            node: self.graph().canonical(node).index(),
            direction: Direction::Both,
            relation: None,
            inverse: false,
            nothing: false,
            passes: None,
        }
    }
}

impl<'g> Neighbors<'g> {
    /// In one direction, or both.
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self.passes = None;
        self
    }

    /// Where facts lead from the node.
    pub fn outgoing(self) -> Self {
        self.direction(Direction::Out)
    }

    /// Where facts lead to the node from.
    pub fn incoming(self) -> Self {
        self.direction(Direction::In)
    }

    /// By facts of this relation; by an inverse name, with the directions swapped, whichever is said first.
    pub fn by<R: KnownRelation>(mut self, relation: R) -> Self {
        match relation.find(self.view.graph().schema()) {
            Ok(name) => {
                self.relation = Some(name.id());
                self.inverse = name.is_inverse();
                if let Some(question) = super::scan::dated(name) {
                    self.view = self.view.with(self.view.filter.clone().and_time(question));
                }
            }
            Err(_) => self.nothing = true,
        }
        self.passes = None;
        self
    }

    /// The nodes alone. Where no fact of the relation can be hidden from the view, and it is asked in one direction of one
    /// relation, they are read from the list of the node, a few at a time, and no fact is looked at: some tenths of a
    /// nanosecond each.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// # let (iran, pakistan) = (kg.add(State, "Iran")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02"))?;
    /// kg.assert(fact(tokayev, Visits, iran).on("2026-03"))?;
    /// let visited: Vec<_> = kg.view().neighbors(tokayev).outgoing().by(Visits).ids().collect();
    /// assert_eq!(visited, [iran, pakistan]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn ids(self) -> NeighborIds<'g> {
        let kg = self.view.graph();
        let lists = match self.stored_direction() {
            Direction::Out => Some(kg.tables().outgoing()),
            Direction::In => Some(kg.tables().incoming()),
            Direction::Both => None,
        };
        let plain = self.relation.filter(|relation| {
            !self.nothing
                && !kg.schema().relation_def(*relation).symmetric
                && self.view.filter().passes_all(kg, *relation)
        });
        let one_way = self.relation.filter(|relation| !kg.schema().relation_def(*relation).symmetric);
        NeighborIds(match (lists, plain, one_way) {
            (Some(lists), Some(relation), _) => Ids::Listed(lists.group(self.node, relation.index()).iter()),
            (Some(_), None, Some(_)) if self.passes.is_none() => {
                let outgoing = self.stored_direction() == Direction::Out;
                Ids::Found { kg, facts: self.pass(outgoing), outgoing }
            }
            _ => Ids::Asked(self),
        })
    }

    /// The direction that the facts themselves have, by whichever name they are asked for.
    fn stored_direction(&self) -> Direction {
        match self.direction {
            Direction::Out if self.inverse => Direction::In,
            Direction::In if self.inverse => Direction::Out,
            direction => direction,
        }
    }

    fn pass(&self, outgoing: bool) -> Scan<'g> {
        let (subject, object) = if outgoing { (Some(self.node), None) } else { (None, Some(self.node)) };
        self.view.scan(Pattern {
            relation: self.relation,
            subject,
            object,
            nothing: self.nothing,
            ..Pattern::default()
        })
    }
}

impl<'g> Iterator for Neighbors<'g> {
    type Item = Neighbor<'g>;

    fn next(&mut self) -> Option<Neighbor<'g>> {
        let direction = self.stored_direction();
        if self.passes.is_none() {
            let one_way = self.relation.is_some_and(|r| !self.view.graph().schema().relation_def(r).symmetric);
            let (out, into) = (direction != Direction::In, direction != Direction::Out);
            let pass = |outgoing: bool, wanted: bool| (wanted || !one_way).then(|| self.pass(outgoing));
            self.passes = Some((pass(true, out), pass(false, into)));
        }
        let (out, into) = self.passes.as_mut()?;
        let kg = self.view.graph();
        let symmetric = |relation| kg.schema().relation_def(relation).symmetric;
        loop {
            let (outgoing, (id, truth)) = match out.as_mut().and_then(Iterator::next) {
                Some(found) => (true, found),
                None => (false, into.as_mut()?.next()?),
            };
            let fact: FactRef<'g, RelationName> = self.view.fact_ref(id, truth);
            let (subject, object) = fact.ends();
            let wanted = match direction {
                Direction::Both => outgoing || subject != object,
                Direction::Out => outgoing || (symmetric(fact.relation()) && subject != object),
                Direction::In => !outgoing || (symmetric(fact.relation()) && subject != object),
            };
            if wanted {
                return Some(Neighbor {
                    node: if outgoing { fact.object_node() } else { fact.subject_node() },
                    fact,
                    outgoing,
                });
            }
        }
    }
}

/// The nodes that [`Neighbors::ids`] finds, in the order of [`Neighbors`].
#[derive(Clone, Debug)]
#[must_use = "neighbours are looked up when they are iterated over"]
pub struct NeighborIds<'g>(Ids<'g>);

#[expect(
    clippy::large_enum_variant,
    reason = "an iterator answers one question; a box for each costs more than it saves"
)]
#[derive(Clone, Debug)]
enum Ids<'g> {
    /// All facts of a list are let through.
    Listed(Members<'g>),
    /// Facts of one relation in one direction.
    Found {
        kg: &'g KnowledgeGraph,
        facts: Scan<'g>,
        outgoing: bool,
    },
    Asked(Neighbors<'g>),
}

fn end_of(kg: &KnowledgeGraph, fact: FactId, outgoing: bool) -> Option<Id<Any>> {
    kg.tables().ends(fact).map(|(subject, object)| Id::new(if outgoing { object } else { subject }))
}

impl Iterator for NeighborIds<'_> {
    type Item = Id<Any>;

    fn next(&mut self) -> Option<Id<Any>> {
        match &mut self.0 {
            Ids::Listed(members) => members.next().map(|(other, _)| Id::new(other)),
            Ids::Found { kg, facts, outgoing } => facts.next().and_then(|(fact, _)| end_of(kg, fact, *outgoing)),
            Ids::Asked(neighbors) => neighbors.next().map(|neighbor| neighbor.node.id()),
        }
    }

    /// In a loop over slices: what `sum`, `count` and `for_each` are made of.
    fn fold<B, F: FnMut(B, Id<Any>) -> B>(self, start: B, mut f: F) -> B {
        match self.0 {
            Ids::Listed(members) => members.fold(start, |sum, (other, _)| f(sum, Id::new(other))),
            Ids::Found { kg, facts, outgoing } => {
                facts.filter_map(|(fact, _)| end_of(kg, fact, outgoing)).fold(start, f)
            }
            Ids::Asked(neighbors) => neighbors.fold(start, |sum, neighbor| f(sum, neighbor.node.id())),
        }
    }
}
