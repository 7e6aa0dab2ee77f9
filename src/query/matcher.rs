//! Queries that other modules build and run by the numbers of variables: those of `cypher`.

use std::ops::ControlFlow;

use super::{
    FactVar, Query, Unchecked, Var,
    build::MOST_NESTED,
    edges::{Edges, FactEnd, Hit},
    join::{NONE, Run, State},
    pattern::{Atom, Block, Condition, Over, Slot},
    plan::Plan,
};
use crate::{
    error::{Error, ErrorKind},
    model::RelationId,
    schema::{FoundRelation, Range},
    time::{PartialDate, Truth},
    view::{TimeQuestion, View},
};

/// The value of a variable that has none.
pub(crate) const MISSING: u32 = NONE;

impl<K> Var<K> {
    /// The place of the variable in a row.
    pub(crate) const fn slot(self) -> Slot {
        self.slot
    }
}
impl<R> FactVar<R> {
    /// The place of the variable in a row.
    pub(crate) const fn slot(self) -> Slot {
        self.slot
    }
}

impl<'g> Query<'g> {
    /// A variable for the nodes of a range.
    pub(crate) fn over(&mut self, name: &str, range: Range) -> Var {
        Var::new(self.declare(name.to_owned(), Over::Nodes(range)))
    }

    /// A variable for the facts of a relation, or of any. No condition uses it yet.
    pub(crate) fn fact_over(&mut self, name: &str, relation: Option<RelationId>) -> FactVar {
        FactVar::new(self.declare(name.to_owned(), Over::Facts(relation)))
    }

    /// Narrows the range of a variable. Whether it could be: neither range is within the other if not.
    pub(crate) fn narrow(&mut self, var: Var, range: Range) -> bool {
        let schema = self.view.graph().schema();
        let Some(variable) = self.variables.get_mut(usize::from(var.slot)) else { return false };
        match variable.over {
            Over::Nodes(old) if schema.within(range, old) => {
                variable.over = Over::Nodes(range);
                true
            }
            Over::Nodes(old) => schema.within(old, range),
            Over::Facts(_) => false,
        }
    }

    /// The range of a variable for nodes.
    pub(crate) fn range(&self, var: Var) -> Range {
        self.range_of(var.slot).unwrap_or(Range::Any)
    }

    /// Adds the condition that the fact of a variable is of a relation and joins two variables. Several alternatives
    /// may use one variable. The variable is for facts of this relation, or of any.
    ///
    /// An inverse name swaps the ends. A date in the name is not looked at.
    pub(crate) fn joins(&mut self, fact: FactVar, relation: Option<FoundRelation>, subject: Var, object: Var) {
        let id = relation.map(FoundRelation::id);
        let (subject, object) =
            if relation.is_some_and(FoundRelation::is_inverse) { (object, subject) } else { (subject, object) };
        let symmetric = id.is_some_and(|id| self.view.graph().schema().relation_def(id).symmetric);
        let (subject, object) = self.ends(id, Unchecked::Var(subject.slot), Unchecked::Var(object.slot));
        self.add(Condition::Fact(Atom { fact: fact.slot, relation: id, symmetric, subject, object }));
    }

    /// Adds the condition that a fact happened within a date, as the date in the name of a relation says it.
    pub(crate) fn within(&mut self, fact: FactVar, date: PartialDate) {
        self.add(Condition::When { fact: fact.slot, question: TimeQuestion::Within(date) });
    }

    /// Begins a part of the query: what is added now belongs to it. [`end`](Self::end) ends it.
    pub(crate) fn begin(&mut self) {
        self.open.push(Block::default());
    }

    /// Ends the part that was begun last. It must be added to the query to have an effect.
    pub(crate) fn end(&mut self) -> Part {
        let deep = self.open.len() > MOST_NESTED + 1;
        // The first block is the query itself, which stays open.
        let block = if self.open.len() > 1 { self.open.pop() } else { None };
        if deep {
            let why = format!("the parts of a query are nested at most {MOST_NESTED} deep");
            self.keep::<()>(Err(Error::new(ErrorKind::Full, why)));
        }
        Part(block.unwrap_or_default())
    }

    /// Adds a part that must have a match.
    pub(crate) fn add_exists(&mut self, part: Part) {
        self.add(Condition::Exists(part.0));
    }

    /// Adds a part that must have no match.
    pub(crate) fn add_not(&mut self, part: Part) {
        self.add(Condition::Not(part.0));
    }

    /// Adds a part that is optional.
    pub(crate) fn add_optional(&mut self, part: Part) {
        self.add(Condition::Optional(part.0));
    }

    /// Adds parts of which one must match.
    pub(crate) fn add_either(&mut self, parts: Vec<Part>) {
        self.add(Condition::Either(parts.into_iter().map(|part| part.0).collect()));
    }

    /// Says that a variable has a value before the query runs.
    pub(crate) fn give(&mut self, slot: Slot) {
        self.given.insert(slot);
    }

    /// The first error so far.
    pub(crate) fn failed(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Checks the query as before a run.
    pub(crate) fn valid(&self) -> Result<(), Error> {
        super::check::check(self).map(drop)
    }

    /// Checks and plans the query, to be run many times.
    pub(crate) fn matcher(&self) -> Result<Matcher<'_, 'g>, Error> {
        let (_, plan) = self.planned()?;
        Ok(Matcher { run: Run::new(self), plan, state: State::new(self) })
    }
}

/// A part of a query that is not in it yet.
#[derive(Clone, Debug)]
pub(crate) struct Part(Block);

/// A query that was planned, and what its runs share.
#[derive(Debug)]
pub(crate) struct Matcher<'q, 'g> {
    run: Run<'q, 'g>,
    plan: Plan,
    state: State<'g>,
}

impl Matcher<'_, '_> {
    /// Calls with the row and the truth of each match, until the call breaks. `given` are the values of the variables
    /// that have one before. Matches that are only possible come also in a view of what is certain: a condition around
    /// the query may turn on them.
    pub(crate) fn each(
        &mut self,
        given: impl Iterator<Item = (Slot, u32)>,
        visit: &mut dyn FnMut(&[u32], Truth) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Error> {
        self.state.row.fill(NONE);
        for (slot, value) in given {
            self.state.set(slot, value);
        }
        let mut each = |state: &mut State<'_>, truth: Truth| visit(&state.row, truth);
        let flow = self.run.run(&self.plan, &mut self.state, Truth::Yes, &mut each);
        self.state.error.take().map_or(Ok(flow), Err)
    }
}

/// The facts of a relation, or of any, that a view shows, around single nodes.
#[derive(Debug)]
pub(crate) struct FactsAround<'q, 'g> {
    edges: Edges<'q, 'g>,
    hits: Vec<Hit>,
}

impl<'q, 'g> FactsAround<'q, 'g> {
    pub(crate) fn new(view: &'q View<'g>, relation: Option<RelationId>) -> Self {
        Self { edges: Edges::new(view, relation, false), hits: Vec::new() }
    }

    /// Whether a fact joins a node to itself. Takes a search for each node that is a subject.
    pub(crate) fn has_loop(&mut self) -> bool {
        let Some(nodes) = self.edges.directory(FactEnd::Subject) else { return false };
        for (node, group) in nodes.iter() {
            if !group.with(node).is_empty() {
                self.hits.clear();
                self.edges.around(node, FactEnd::Subject, Some(node), &mut self.hits);
                if !self.hits.is_empty() {
                    return true;
                }
            }
        }
        false
    }

    /// Calls with the other end, the fact and its truth, for each fact whose subject is the node, or whose object is.
    pub(crate) fn each(&mut self, node: u32, is_subject: bool, mut visit: impl FnMut(u32, u32, Truth)) {
        let known = if is_subject { FactEnd::Subject } else { FactEnd::Object };
        self.hits.clear();
        self.edges.around(node, known, None, &mut self.hits);
        for hit in &self.hits {
            visit(hit.other, hit.fact, hit.truth);
        }
    }
}
