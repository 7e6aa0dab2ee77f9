//! The nodes that facts join a node to.

use super::{Pattern, Scan, View};
use crate::{
    error::Error,
    graph::KnowledgeGraph,
    model::{Any, FactId, Id, Origin, RelationId},
    schema::{EntityTerm, FoundRelation, IntoRelations},
    tables::Members,
    view::{FactRef, NodeRef},
};

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

/// A question for the neighbours of a node, made by [`View::neighbors`]: one for each fact, so that a node that three facts
/// join comes three times. Narrow it, then ask it.
///
/// Relations and the node are named by type, text or id. What the schema or the graph does not have is an error, and never
/// an empty answer: the question keeps its first error, and every call that asks returns it.
///
/// First come the nodes that facts lead to, then those that facts lead from. Of each the order is by relation, then by the
/// neighbour, then of recording; on a day it is that of [`View::on`].
#[derive(Clone, Debug)]
#[must_use = "neighbours are looked up when they are asked for"]
pub struct Neighbors<'g> {
    view: View<'g>,
    node: u32,
    way: Way,
    by: By,
    fault: Option<Box<Error>>,
}

/// Which facts of a node count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Those that begin there. A fact of a symmetric relation begins at both ends.
    Out,
    /// Those that end there. A fact of a symmetric relation ends at both ends.
    In,
    /// Both; a fact that joins the node to itself counts once.
    Both,
}

impl Way {
    const fn turned(self) -> Self {
        match self {
            Self::Out => Self::In,
            Self::In => Self::Out,
            Self::Both => Self::Both,
        }
    }
}

/// By facts of which relations.
#[derive(Clone, Debug)]
enum By {
    Any,
    One {
        name: FoundRelation,
        symmetric: bool,
    },
    /// By one of each of these lists. The view has only facts of such relations.
    Lists(Vec<Vec<FoundRelation>>),
}

impl<'g> View<'g> {
    /// The nodes that facts join a node to, by any relation, in both directions: narrow the question, then ask it, as
    /// [`Neighbors`] says.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits, HeadOfState}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// # let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, HeadOfState, kazakhstan))?;
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let view = kg.view();
    /// let names: Vec<_> = view.neighbors(tokayev).outgoing().iter()?.filter_map(|n| n.node.name()).collect();
    /// assert_eq!(names.len(), 2);
    /// let visitors: Vec<_> = view.neighbors("pakistan").incoming().by(Visits).ids()?.collect();
    /// assert_eq!(visitors, [tokayev]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn neighbors(&self, node: impl EntityTerm) -> Neighbors<'g> {
        let (node, fault) = match self.graph().named_node(node) {
            Ok(node) => (node, None),
            Err(error) => (u32::MAX, Some(Box::new(error))),
        };
        Neighbors { view: self.clone(), node, way: Way::Both, by: By::Any, fault }
    }
}

impl<'g> Neighbors<'g> {
    /// Only the nodes that facts lead to from this one. Of several calls for a direction, the last counts.
    pub fn outgoing(self) -> Self {
        Self { way: Way::Out, ..self }
    }

    /// Only the nodes from which facts lead to this one. Of several calls for a direction, the last counts.
    pub fn incoming(self) -> Self {
        Self { way: Way::In, ..self }
    }

    /// By facts of these relations only; by an inverse name, with the directions swapped. Called again, it keeps the neighbours
    /// that both calls keep.
    ///
    /// A date in the name, as in `recognized-in-1991`, is asked for too; it is an error where several relations are given.
    pub fn by(mut self, relations: impl IntoRelations) -> Self {
        let schema = self.view.graph().schema();
        let found = relations.find_relations(schema).and_then(|names| match names.as_slice() {
            [_] => Ok(names),
            several => schema.check_undated(several).map(|()| names),
        });
        match found {
            Ok(names) => self.narrow(names),
            Err(error) => drop(self.fault.get_or_insert_with(|| Box::new(error))),
        }
        self
    }

    fn narrow(&mut self, names: Vec<FoundRelation>) {
        let before = match std::mem::replace(&mut self.by, By::Any) {
            By::Any => Vec::new(),
            By::One { name, .. } => vec![vec![name]],
            By::Lists(lists) => lists,
        };
        if let [name] = names.as_slice()
            && let Some(question) = super::scan::dated(*name)
        {
            self.view = self.view.with(self.view.filter.clone().and_time(question));
        }
        if let ([], [name]) = (before.as_slice(), names.as_slice()) {
            let symmetric = self.view.graph().schema().relation_def(name.id()).symmetric;
            self.by = By::One { name: *name, symmetric };
            return;
        }
        let lists = [before, vec![names]].concat();
        for names in &lists {
            self.view = self.view.among_relations(names.iter().map(|name| name.id()));
        }
        self.by = By::Lists(lists);
    }

    /// The neighbours, each with the fact that joins it.
    ///
    /// # Errors
    /// The first of the question: [`UnknownEntity`](crate::ErrorKind::UnknownEntity),
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation), [`InvalidQuery`](crate::ErrorKind::InvalidQuery) for one of
    /// several relations with a date in its name.
    #[expect(clippy::iter_not_returning_iterator, reason = "a question that has an error has no neighbours")]
    pub fn iter(&self) -> Result<NeighborRefs<'g>, Error> {
        if let Some(error) = &self.fault {
            return Err(error.as_ref().clone());
        }
        let way = self.stored_way();
        // Of a relation that is not symmetric, no fact counts in the direction that is not asked for.
        let one_way = matches!(self.by, By::One { symmetric: false, .. });
        let pass = |outgoing: bool, wanted: bool| (wanted || !one_way).then(|| self.pass(outgoing));
        let (out, into) = (pass(true, way != Way::In), pass(false, way != Way::Out));
        let lists = match &self.by {
            By::Lists(lists) => lists.clone(),
            By::Any | By::One { .. } => Vec::new(),
        };
        Ok(NeighborRefs { view: self.view.clone(), way, lists, out, into })
    }

    /// The number of the neighbours, each counted once for each fact.
    ///
    /// # Errors
    /// As [`iter`](Self::iter).
    pub fn count(&self) -> Result<usize, Error> {
        self.ids().map(Iterator::count)
    }

    /// The nodes alone. Where the view hides no fact of the relation, and one direction of one relation is asked for, they
    /// are read from the list of the node, a few at a time, and no fact is looked at: some tenths of a nanosecond each.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// # let (iran, pakistan) = (kg.add(State, "Iran")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02"))?;
    /// kg.assert(fact(tokayev, Visits, iran).on("2026-03"))?;
    /// let visited: Vec<_> = kg.view().neighbors(tokayev).outgoing().by(Visits).ids()?.collect();
    /// assert_eq!(visited, [iran, pakistan]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`iter`](Self::iter).
    pub fn ids(&self) -> Result<NeighborIds<'g>, Error> {
        if let Some(error) = &self.fault {
            return Err(error.as_ref().clone());
        }
        let kg = self.view.graph();
        let By::One { name, symmetric: false } = self.by else {
            return self.iter().map(|found| NeighborIds(Ids::Asked(found), kg.origin()));
        };
        let relation = name.id();
        let (lists, outgoing) = match self.stored_way() {
            Way::Out => (kg.tables().outgoing(), true),
            Way::In => (kg.tables().incoming(), false),
            Way::Both => return self.iter().map(|found| NeighborIds(Ids::Asked(found), kg.origin())),
        };
        let ids = if self.view.filter().passes_all(kg, relation) {
            Ids::Listed(lists.group(self.node, relation.index()).iter())
        } else {
            Ids::Found { kg, facts: self.pass(outgoing), outgoing }
        };
        Ok(NeighborIds(ids, kg.origin()))
    }

    /// The direction that the facts themselves have, by whichever name they are asked for.
    fn stored_way(&self) -> Way {
        match self.by {
            By::One { name, .. } if name.is_inverse() => self.way.turned(),
            _ => self.way,
        }
    }

    fn pass(&self, outgoing: bool) -> Scan<'g> {
        let relation = match self.by {
            By::One { name, .. } => Some(name.id()),
            By::Any | By::Lists(_) => None,
        };
        let (subject, object) = if outgoing { (Some(self.node), None) } else { (None, Some(self.node)) };
        self.view.scan(Pattern { relation, subject, object, ..Pattern::default() })
    }
}

/// The neighbours that [`Neighbors::iter`] finds, in order.
#[derive(Clone, Debug)]
#[must_use = "neighbours are looked up when they are iterated over"]
pub struct NeighborRefs<'g> {
    view: View<'g>,
    /// The direction of the facts as they are stored, unless there are lists of relations.
    way: Way,
    lists: Vec<Vec<FoundRelation>>,
    /// Facts that lead from the node, and facts that lead to it, if they are asked for.
    out: Option<Scan<'g>>,
    into: Option<Scan<'g>>,
}

impl NeighborRefs<'_> {
    /// Whether a fact that was found in a direction is asked for.
    fn wants(&self, relation: RelationId, outgoing: bool, is_loop: bool) -> bool {
        let symmetric = || self.view.graph().schema().relation_def(relation).symmetric;
        let fits = |way: Way| match way {
            Way::Both => outgoing || !is_loop,
            Way::Out => outgoing || (!is_loop && symmetric()),
            Way::In => !outgoing || (!is_loop && symmetric()),
        };
        if self.lists.is_empty() {
            return fits(self.way);
        }
        let way_of = |names: &Vec<FoundRelation>| {
            let named = names.iter().filter(|name| name.id() == relation);
            let mut ways = named.map(|name| if name.is_inverse() { self.way.turned() } else { self.way });
            let first = ways.next()?;
            // By both of its names a relation is asked for in both directions.
            Some(if ways.all(|way| way == first) { first } else { Way::Both })
        };
        let mut ways = self.lists.iter().map(way_of);
        // A loop has both directions, and still counts once.
        ways.next().flatten().is_some_and(fits) && ways.all(|way| way.is_some_and(|way| is_loop || fits(way)))
    }
}

impl<'g> Iterator for NeighborRefs<'g> {
    type Item = Neighbor<'g>;

    fn next(&mut self) -> Option<Neighbor<'g>> {
        loop {
            let (outgoing, (id, truth)) = match self.out.as_mut().and_then(Iterator::next) {
                Some(found) => (true, found),
                None => (false, self.into.as_mut()?.next()?),
            };
            let fact: FactRef<'g, FoundRelation> = self.view.fact_ref(id, truth);
            let (subject, object) = fact.ends();
            if self.wants(fact.relation(), outgoing, subject == object) {
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
pub struct NeighborIds<'g>(Ids<'g>, Origin);

#[expect(
    clippy::large_enum_variant,
    reason = "an iterator answers one question; a box for each costs more than it saves"
)]
#[derive(Clone, Debug)]
enum Ids<'g> {
    /// The view has all facts of the list.
    Listed(Members<'g>),
    /// Facts of one relation in one direction.
    Found {
        kg: &'g KnowledgeGraph,
        facts: Scan<'g>,
        outgoing: bool,
    },
    Asked(NeighborRefs<'g>),
}

fn end_of(kg: &KnowledgeGraph, fact: FactId, outgoing: bool) -> Option<Id<Any>> {
    kg.tables().ends(fact).map(|(subject, object)| kg.id(if outgoing { object } else { subject }))
}

impl Iterator for NeighborIds<'_> {
    type Item = Id<Any>;

    fn next(&mut self) -> Option<Id<Any>> {
        match &mut self.0 {
            Ids::Listed(members) => members.next().map(|(other, _)| Id::new(other).given_by(self.1)),
            Ids::Found { kg, facts, outgoing } => facts.next().and_then(|(fact, _)| end_of(kg, fact, *outgoing)),
            Ids::Asked(neighbors) => neighbors.next().map(|neighbor| neighbor.node.id()),
        }
    }

    /// In a loop over slices: what `sum`, `count` and `for_each` are made of.
    fn fold<B, F: FnMut(B, Id<Any>) -> B>(self, start: B, mut f: F) -> B {
        match self.0 {
            Ids::Listed(members) => members.fold(start, |sum, (other, _)| f(sum, Id::new(other).given_by(self.1))),
            Ids::Found { kg, facts, outgoing } => {
                facts.filter_map(|(fact, _)| end_of(kg, fact, outgoing)).fold(start, f)
            }
            Ids::Asked(neighbors) => neighbors.fold(start, |sum, neighbor| f(sum, neighbor.node.id())),
        }
    }
}
