//! Runs a plan: each step calls the steps after it for each of its matches. Nothing is allocated for a row.

mod conditions;
mod facts;
mod state;
mod times;

use std::{ops::ControlFlow, rc::Rc};

use self::facts::Finder;
pub(super) use self::state::{NONE, State};
use super::{
    Query,
    edges::{Edges, FactEnd},
    pattern::{Block, Condition, Over, Reach, Slot},
    plan::{Access, Plan, Step, Target},
    reach::reached,
};
use crate::{
    error::Error,
    graph::KnowledgeGraph,
    model::{Any, FactId, Id, RelationId},
    time::Truth,
};

/// Whether to go on or to stop.
pub(super) type Flow = ControlFlow<()>;

const CONTINUE: Flow = Flow::Continue(());

/// What is called with each match of a plan.
type Sink<'s, 'g> = dyn FnMut(&mut State<'g>, Truth) -> Flow + 's;

/// The rest of a plan after a step, and how true the match is so far.
#[derive(Clone, Copy)]
struct Rest<'p> {
    steps: &'p [(Step, f64)],
    truth: Truth,
}

impl Rest<'_> {
    /// The rest after one more fact or condition of this truth.
    fn and(self, truth: Truth) -> Self {
        Self { truth: self.truth.and(truth), ..self }
    }
}

/// The values of the match so far, and what is called with each complete match.
struct Matching<'w, 'g, F: ?Sized> {
    state: &'w mut State<'g>,
    sink: &'w mut F,
    /// Where complete matches are only counted: what is called with their number instead of the sink.
    tally: Option<&'w mut Tally<'w>>,
}

/// What is called with how true some matches are and how many they are.
type Tally<'t> = dyn FnMut(Truth, usize) + 't;

/// Runs the plans of a query.
#[derive(Debug)]
pub(super) struct Run<'q, 'g> {
    query: &'q Query<'g>,
    /// For each variable for facts, where its facts are found. Variables of one relation share a finder.
    finders: Vec<Option<Rc<Finder<'q, 'g>>>>,
    /// The facts of each relation that chains follow.
    chains: Vec<Edges<'q, 'g>>,
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
        let mut run = Self { query, finders, chains: Vec::new() };
        if let Ok(block) = query.pattern() {
            run.find_chains(block);
        }
        run
    }

    fn edges_of(query: &'q Query<'g>, relation: Option<RelationId>) -> Edges<'q, 'g> {
        let schema = query.view.graph().schema();
        let symmetric = relation.is_some_and(|relation| schema.relation_def(relation).symmetric);
        Edges::new(&query.view, relation, symmetric)
    }

    fn find_chains(&mut self, block: &Block) {
        for condition in &block.conditions {
            if let Condition::Reach(reach) = condition
                && self.chain(reach).is_none()
            {
                self.chains.push(Self::edges_of(self.query, Some(reach.relation)));
            }
            condition.blocks().iter().for_each(|inner| self.find_chains(inner));
        }
    }

    fn chain(&self, reach: &Reach) -> Option<&Edges<'q, 'g>> {
        self.chains.iter().find(|edges| edges.relation == Some(reach.relation))
    }

    /// Calls the sink with every match of the plan of a query, from the start.
    pub(super) fn every<F>(&self, plan: &Plan, sink: &mut F) -> Result<(), Error>
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow,
    {
        let mut state = State::new(self.query);
        let _ = self.run(plan, &mut state, Truth::Yes, sink);
        state.error.map_or(Ok(()), Err)
    }

    /// Calls with the number of matches of the plan of a query and how true they are, some or one at a time.
    pub(super) fn count(&self, plan: &Plan, add: impl Fn(Truth, usize)) -> Result<(), Error> {
        let mut state = State::new(self.query);
        let sink = &mut |_: &mut State<'g>, truth| {
            add(truth, 1);
            CONTINUE
        };
        let tally = &mut |truth, count| add(truth, count);
        let rest = Rest { steps: &plan.steps, truth: Truth::Yes };
        let _ = self.steps(rest, &mut Matching { state: &mut state, sink, tally: Some(tally) });
        state.error.map_or(Ok(()), Err)
    }

    /// Calls the sink with every match of a plan.
    pub(super) fn run<F>(&self, plan: &Plan, state: &mut State<'g>, truth: Truth, sink: &mut F) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        self.steps(Rest { steps: &plan.steps, truth }, &mut Matching { state, sink, tally: None })
    }

    fn steps<F>(&self, rest: Rest<'_>, matching: &mut Matching<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(((step, _), steps)) = rest.steps.split_first() else {
            return (matching.sink)(matching.state, rest.truth);
        };
        let rest = Rest { steps, ..rest };
        match step {
            Step::Fact(step) => self.fact(step, rest, matching),
            Step::Player { fact, role, player } => {
                for node in self.kg().tables().players_of(FactId::new(matching.state.get(*fact)), *role) {
                    if matching.state.put(*player, node) {
                        self.steps(rest, matching)?;
                    }
                }
                CONTINUE
            }
            Step::Played { fact, role, player } => {
                let lists = self.kg().tables().playing();
                for (_, played) in lists.group(matching.state.end(*player), role.index()).iter() {
                    matching.state.set(*fact, played);
                    self.steps(rest, matching)?;
                }
                CONTINUE
            }
            Step::NodeOf { fact, node } => {
                match self.kg().node_ref(Id::<Any>::new(matching.state.get(*node))).and_then(|n| n.fact()) {
                    Some(found) => {
                        matching.state.set(*fact, found.index());
                        self.steps(rest, matching)
                    }
                    // A variable for nodes may have any node as its value.
                    None => CONTINUE,
                }
            }
            Step::Node { fact, node } => match self.kg().tables().own_node(FactId::new(matching.state.get(*fact))) {
                Some(found) if matching.state.put(*node, found) => self.steps(rest, matching),
                _ => CONTINUE,
            },
            Step::Reach { reach, access, from, to } => self.reach(reach, *access, (*from, *to), rest, matching),
            Step::Entities(slot) => {
                for node in self.query.view.entities() {
                    matching.state.set(*slot, node.id().index());
                    self.steps(rest, matching)?;
                }
                CONTINUE
            }
            Step::Entity(slot) => {
                let there = self.query.view.has_entity(matching.state.get(*slot));
                if there { self.steps(rest, matching) } else { CONTINUE }
            }
            Step::OneOf { nodes, node } => self.one_of(nodes, *node, rest, matching),
            Step::Test(slot, range) => {
                let fits = self.kg().fits(Id::new(matching.state.get(*slot)), *range);
                if fits { self.steps(rest, matching) } else { CONTINUE }
            }
            Step::Unlike(slot, others) => {
                let fact = matching.state.get(*slot);
                let unlike = others.iter().all(|other| matching.state.get(*other) != fact);
                if unlike { self.steps(rest, matching) } else { CONTINUE }
            }
            Step::Filter(Condition::Test(_, test)) => match (test.0)(&self.query.view, &matching.state.row) {
                Ok(Truth::No) => CONTINUE,
                Ok(asked) => self.steps(rest.and(asked), matching),
                Err(error) => {
                    matching.state.error = Some(error);
                    Flow::Break(())
                }
            },
            Step::Filter(condition) => match self.ask(condition, matching.state) {
                Truth::No => CONTINUE,
                asked => self.steps(rest.and(asked), matching),
            },
            Step::Not(plan) => match !self.best(plan, matching.state) {
                _ if matching.state.error.is_some() => Flow::Break(()),
                Truth::No => CONTINUE,
                not => self.steps(rest.and(not), matching),
            },
            Step::Exists(plan) => match self.best(plan, matching.state) {
                Truth::No if matching.state.error.is_some() => Flow::Break(()),
                Truth::No => CONTINUE,
                best => self.steps(rest.and(best), matching),
            },
            Step::Optional(plan, own) => self.optional(plan, own, rest, matching),
            Step::Either(branches) => {
                for (plan, others) in branches {
                    let sink = &mut *matching.sink;
                    let each: &mut Sink<'_, 'g> = &mut |state, truth| {
                        state.clear(others);
                        self.steps(Rest { steps, truth }, &mut Matching { state, sink, tally: None })
                    };
                    self.run(plan, matching.state, rest.truth, each)?;
                }
                CONTINUE
            }
        }
    }

    fn one_of<F>(&self, nodes: &[u32], node: Target, rest: Rest<'_>, matching: &mut Matching<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        if let Target::Equal(end) = node {
            let there = nodes.binary_search(&matching.state.end(end)).is_ok();
            return if there { self.steps(rest, matching) } else { CONTINUE };
        }
        for found in nodes {
            if matching.state.put(node, *found) {
                self.steps(rest, matching)?;
            }
        }
        CONTINUE
    }

    fn optional<F>(&self, plan: &Plan, own: &[Slot], rest: Rest<'_>, matching: &mut Matching<'_, 'g, F>) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let mut best = Truth::No;
        let sink = &mut *matching.sink;
        let each: &mut Sink<'_, 'g> = &mut |state, found| {
            best = best.or(found);
            self.steps(rest.and(found), &mut Matching { state, sink, tally: None })
        };
        self.run(plan, matching.state, Truth::Yes, each)?;
        if best.is_yes() {
            return CONTINUE;
        }
        matching.state.clear(own);
        self.steps(rest.and(!best), matching)
    }

    /// The truth of the best match of a plan.
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
        (from, to): (Target, Target),
        rest: Rest<'_>,
        matching: &mut Matching<'_, 'g, F>,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(edges) = self.chain(reach) else {
            debug_assert!(false, "each relation that chains follow has its facts");
            return CONTINUE;
        };
        let (known, there) = match access {
            Access::From(FactEnd::Object) => (FactEnd::Object, from),
            _ => (FactEnd::Subject, to),
        };
        let starts = match access {
            Access::All(_) => edges.ends(FactEnd::Subject),
            Access::From(FactEnd::Object) => vec![matching.state.end(reach.to)],
            _ => vec![matching.state.end(reach.from)],
        };
        for start in starts {
            // A value or a fact that is not a node of the graph is not at the end of a chain, not even of one without
            // facts.
            if start == NONE {
                continue;
            }
            if matches!(access, Access::All(_)) && !matching.state.put(from, start) {
                continue;
            }
            for (node, found) in reached(edges, start, known, reach.depth) {
                if matching.state.put(there, node) {
                    self.steps(rest.and(found), matching)?;
                }
            }
        }
        CONTINUE
    }

    fn kg(&self) -> &'g KnowledgeGraph {
        self.query.view.graph()
    }
}
