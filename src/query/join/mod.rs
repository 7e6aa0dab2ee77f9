//! Runs a plan: step by step, each match of a step with every match of those after it. Nothing is allocated a row.

mod conditions;
mod facts;
mod state;
mod times;

use std::{ops::ControlFlow, rc::Rc};

use self::facts::Finder;
pub(super) use self::state::{NONE, State};
use super::{
    Query,
    closure::reached,
    edges::{Edges, Known},
    pattern::{Over, Reach, Slot},
    plan::{Access, Goal, Plan, Step},
};
use crate::{
    graph::KnowledgeGraph,
    model::{Any, FactId, Id, RelationId},
    time::Truth,
};

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

const CONTINUE: Flow = Flow::Continue(());

/// What is done with each match.
type Sink<'s, 'g> = dyn FnMut(&mut State<'g>, Truth) -> Flow + 's;

/// What comes after a step: the steps that are left, and how true the match is so far.
#[derive(Clone, Copy)]
struct Ahead<'p> {
    steps: &'p [(Step, f64)],
    truth: Truth,
}

impl Ahead<'_> {
    /// With one more thing that the match rests on.
    fn and(self, truth: Truth) -> Self {
        Self { truth: self.truth.and(truth), ..self }
    }
}

/// The match in the making, and what is done with each that is made.
struct Walk<'w, 'g, F: ?Sized> {
    state: &'w mut State<'g>,
    sink: &'w mut F,
}

/// A plan being run.
#[derive(Debug)]
pub(super) struct Run<'q, 'g> {
    query: &'q Query<'g>,
    /// For each variable over facts where its facts are found; one for each relation.
    finders: Vec<Option<Rc<Finder<'q, 'g>>>>,
}

impl<'q, 'g> Run<'q, 'g> {
    pub(super) fn new(query: &'q Query<'g>) -> Self {
        let mut finders: Vec<Option<Rc<Finder<'q, 'g>>>> = Vec::new();
        for variable in &query.variables {
            let Over::Facts(relation) = variable.over else {
                finders.push(None);
                continue;
            };
            let made = finders.iter().flatten().find(|finder| finder.edges.relation == relation).cloned();
            finders.push(Some(made.unwrap_or_else(|| Rc::new(Finder::new(Self::edges_of(query, relation))))));
        }
        Self { query, finders }
    }

    fn edges_of(query: &'q Query<'g>, relation: Option<RelationId>) -> Edges<'q, 'g> {
        let schema = query.view.graph().schema();
        let symmetric = relation.is_some_and(|relation| schema.relation_def(relation).symmetric);
        Edges::new(&query.view, relation, symmetric)
    }

    /// Calls for every match of the plan.
    pub(super) fn run<F>(&self, plan: &Plan, state: &mut State<'g>, truth: Truth, sink: &mut F) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        self.steps(Ahead { steps: &plan.steps, truth }, &mut Walk { state, sink })
    }

    fn steps<F>(&self, ahead: Ahead<'_>, walk: &mut Walk<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(((step, _), steps)) = ahead.steps.split_first() else { return (walk.sink)(walk.state, ahead.truth) };
        let ahead = Ahead { steps, ..ahead };
        match step {
            Step::Fact(step) => self.fact(step, ahead, walk),
            Step::Player { fact, role, player } => match self.player(walk.state.get(*fact), *role) {
                Some(node) if walk.state.put(*player, node) => self.steps(ahead, walk),
                _ => CONTINUE,
            },
            Step::Played { fact, role, player } => {
                let lists = self.kg().tables().playing();
                for (_, played) in lists.group(walk.state.end(*player), role.index()).iter() {
                    walk.state.set(*fact, played);
                    self.steps(ahead, walk)?;
                }
                CONTINUE
            }
            Step::Stands { fact, node } => {
                match self.kg().node(Id::<Any>::new(walk.state.get(*node))).and_then(|n| n.fact()) {
                    Some(found) => {
                        walk.state.set(*fact, found.index());
                        self.steps(ahead, walk)
                    }
                    None => CONTINUE,
                }
            }
            Step::Node { fact, node } => match self.kg().tables().own_node(FactId::new(walk.state.get(*fact))) {
                Some(found) if walk.state.put(*node, found) => self.steps(ahead, walk),
                _ => CONTINUE,
            },
            Step::Reach { reach, access, from, to } => self.reach(reach, *access, (*from, *to), ahead, walk),
            Step::Entities(slot) => {
                for node in self.query.view.entities() {
                    walk.state.set(*slot, node.id().index());
                    self.steps(ahead, walk)?;
                }
                CONTINUE
            }
            Step::Entity(slot) => {
                let there = self.query.view.has_entity(walk.state.get(*slot));
                if there { self.steps(ahead, walk) } else { CONTINUE }
            }
            Step::Test(slot, range) => {
                let fits = self.kg().fits(Id::new(walk.state.get(*slot)), *range);
                if fits { self.steps(ahead, walk) } else { CONTINUE }
            }
            Step::Unlike(slot, others) => {
                let fact = walk.state.get(*slot);
                let unlike = others.iter().all(|other| walk.state.get(*other) != fact);
                if unlike { self.steps(ahead, walk) } else { CONTINUE }
            }
            Step::Filter(condition) => match self.ask(condition, walk.state) {
                Truth::No => CONTINUE,
                asked => self.steps(ahead.and(asked), walk),
            },
            Step::Not(plan) => match !self.best(plan, walk.state) {
                Truth::No => CONTINUE,
                not => self.steps(ahead.and(not), walk),
            },
            Step::Optional(plan, own) => self.optional(plan, own, ahead, walk),
            Step::Either(branches) => {
                for (plan, others) in branches {
                    let sink = &mut *walk.sink;
                    let each: &mut Sink<'_, 'g> = &mut |state, truth| {
                        state.clear(others);
                        self.steps(Ahead { steps, truth }, &mut Walk { state, sink })
                    };
                    self.run(plan, walk.state, ahead.truth, each)?;
                }
                CONTINUE
            }
        }
    }

    fn optional<F>(&self, plan: &Plan, own: &[Slot], ahead: Ahead<'_>, walk: &mut Walk<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let mut best = Truth::No;
        let sink = &mut *walk.sink;
        let each: &mut Sink<'_, 'g> = &mut |state, found| {
            best = best.or(found);
            self.steps(ahead.and(found), &mut Walk { state, sink })
        };
        self.run(plan, walk.state, Truth::Yes, each)?;
        if best.is_yes() {
            return CONTINUE;
        }
        walk.state.clear(own);
        self.steps(ahead.and(!best), walk)
    }

    /// How true the best match of a plan is.
    fn best(&self, plan: &Plan, state: &mut State<'g>) -> Truth {
        let mut best = Truth::No;
        let each: &mut Sink<'_, 'g> = &mut |_, found| {
            best = best.or(found);
            if best.is_yes() { Flow::Break(()) } else { CONTINUE }
        };
        let _ = self.run(plan, state, Truth::Yes, each);
        best
    }

    fn reach<F>(
        &self,
        reach: &Reach,
        access: Access,
        (from, to): (Goal, Goal),
        ahead: Ahead<'_>,
        walk: &mut Walk<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let edges = Self::edges_of(self.query, Some(reach.relation));
        let (known, there) = match access {
            Access::From(Known::Object) => (Known::Object, from),
            _ => (Known::Subject, to),
        };
        let starts = match access {
            Access::All(_) => edges.ends(Known::Subject),
            Access::From(Known::Object) => vec![walk.state.end(reach.to)],
            _ => vec![walk.state.end(reach.from)],
        };
        for start in starts {
            if matches!(access, Access::All(_)) && !walk.state.put(from, start) {
                continue;
            }
            for (node, found) in reached(&edges, start, known, reach.least, reach.most) {
                if walk.state.put(there, node) {
                    self.steps(ahead.and(found), walk)?;
                }
            }
        }
        CONTINUE
    }

    fn kg(&self) -> &'g KnowledgeGraph {
        self.query.view.graph()
    }
}
