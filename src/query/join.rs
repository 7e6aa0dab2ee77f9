//! Runs a plan: step by step, each match of a step with every match of those after it. Nothing is allocated a row.

use std::ops::ControlFlow;

use super::{
    Query,
    closure::reached,
    edges::{Edges, Hit, Known},
    pattern::{Atom, Condition, End, Over, Reach, Side, Slot},
    plan::{Access, Goal, Plan, Step},
};
use crate::{
    graph::{Group, KnowledgeGraph, NodeRef},
    model::{Any, FactId, Id, RelationId, RoleId, Value},
    time::{Truth, When},
};

/// A variable without a value.
pub(super) const NONE: u32 = u32::MAX;

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

const CONTINUE: Flow = Flow::Continue(());

/// A match in the making: a value for each variable.
#[derive(Clone, Debug)]
pub(super) struct State<'g> {
    pub(super) row: Vec<u32>,
    /// Lists of hits that no step uses now.
    spare: Vec<Vec<Hit>>,
    /// For each variable over facts the group that it was last looked for in: mostly the next look is in the same.
    groups: Vec<(u32, Group<'g>)>,
}

impl<'g> State<'g> {
    pub(super) fn new(query: &Query<'_>) -> Self {
        let count = query.variables.len();
        Self { row: vec![NONE; count], spare: Vec::new(), groups: vec![(NONE, Group::default()); count] }
    }

    pub(super) fn get(&self, slot: Slot) -> u32 {
        self.row.get(usize::from(slot)).copied().unwrap_or(NONE)
    }

    pub(super) fn set(&mut self, slot: Slot, value: u32) {
        if let Some(place) = self.row.get_mut(usize::from(slot)) {
            *place = value;
        }
    }

    /// Takes variables their values.
    fn clear(&mut self, slots: &[Slot]) {
        for slot in slots {
            self.set(*slot, NONE);
        }
    }

    /// Gives a variable its value, or tells whether what is found is what must be.
    fn put(&mut self, goal: Goal, found: u32) -> bool {
        match goal {
            Goal::New(slot) => {
                self.set(slot, found);
                true
            }
            Goal::Same(end) => self.end(end) == found,
        }
    }

    /// The group of a node, in which a variable over facts is looked for.
    fn group(&mut self, fact: Slot, edges: &Edges<'_, 'g>, node: u32, known: Known) -> Group<'g> {
        match self.groups.get_mut(usize::from(fact)) {
            Some((last, group)) if *last == node && node != NONE => *group,
            Some(memo) => {
                *memo = (node, edges.group(node, known));
                memo.1
            }
            None => Group::default(),
        }
    }

    fn end(&self, end: End) -> u32 {
        match end {
            End::Var(slot) => self.get(slot),
            End::Node(node) => node,
            End::Absent => NONE,
        }
    }
}

/// What is done with each match.
pub(super) type Sink<'s, 'g> = dyn FnMut(&mut State<'g>, Truth) -> Flow + 's;

/// A plan being run.
#[derive(Debug)]
pub(super) struct Run<'q, 'g> {
    query: &'q Query<'g>,
    /// For each variable over facts where its facts are found.
    edges: Vec<Option<Edges<'q, 'g>>>,
}

impl<'q, 'g> Run<'q, 'g> {
    pub(super) fn new(query: &'q Query<'g>) -> Self {
        let edges = query.variables.iter().map(|variable| match variable.over {
            Over::Facts(relation) => Some(Self::edges_of(query, relation)),
            Over::Nodes(_) => None,
        });
        Self { query, edges: edges.collect() }
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
        self.steps(&plan.steps, state, truth, sink)
    }

    fn steps<F>(&self, steps: &[(Step, f64)], state: &mut State<'g>, truth: Truth, sink: &mut F) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(((step, _), rest)) = steps.split_first() else { return sink(state, truth) };
        match step {
            Step::Fact { atom, access, subject, object } => {
                self.fact(atom, *access, (*subject, *object), rest, state, truth, sink)
            }
            Step::Player { fact, role, player } => match self.player(state.get(*fact), *role) {
                Some(node) if state.put(*player, node) => self.steps(rest, state, truth, sink),
                _ => CONTINUE,
            },
            Step::Played { fact, role, player } => {
                let lists = self.kg().playing();
                for (_, played) in lists.group(state.end(*player), role.index()).iter() {
                    state.set(*fact, played);
                    self.steps(rest, state, truth, sink)?;
                }
                CONTINUE
            }
            Step::Stands { fact, node } => {
                match self.kg().node(Id::<Any>::new(state.get(*node))).and_then(|n| n.fact()) {
                    Some(found) => {
                        state.set(*fact, found.index());
                        self.steps(rest, state, truth, sink)
                    }
                    None => CONTINUE,
                }
            }
            Step::Node { fact, node } => match self.kg().detail(FactId::new(state.get(*fact))).and_then(|d| d.node) {
                Some(found) if state.put(*node, found) => self.steps(rest, state, truth, sink),
                _ => CONTINUE,
            },
            Step::Reach { reach, access, from, to } => {
                self.reach(reach, *access, (*from, *to), rest, state, truth, sink)
            }
            Step::Entities(slot) => {
                for node in self.query.view.entities() {
                    state.set(*slot, node.id().index());
                    self.steps(rest, state, truth, sink)?;
                }
                CONTINUE
            }
            Step::Entity(slot) => {
                if self.query.view.has_entity(state.get(*slot)) {
                    self.steps(rest, state, truth, sink)
                } else {
                    CONTINUE
                }
            }
            Step::Test(slot, range) => {
                let fits = self.kg().fits(Id::new(state.get(*slot)), *range);
                if fits { self.steps(rest, state, truth, sink) } else { CONTINUE }
            }
            Step::Unlike(slot, others) => {
                let fact = state.get(*slot);
                if others.iter().any(|other| state.get(*other) == fact) {
                    CONTINUE
                } else {
                    self.steps(rest, state, truth, sink)
                }
            }
            Step::Filter(condition) => match self.ask(condition, state) {
                Truth::No => CONTINUE,
                asked => self.steps(rest, state, truth.and(asked), sink),
            },
            Step::Not(plan) => match !self.best(plan, state) {
                Truth::No => CONTINUE,
                not => self.steps(rest, state, truth.and(not), sink),
            },
            Step::Optional(plan, own) => {
                let mut best = Truth::No;
                let each: &mut Sink<'_, 'g> = &mut |state, found| {
                    best = best.or(found);
                    self.steps(rest, state, truth.and(found), sink)
                };
                self.run(plan, state, Truth::Yes, each)?;
                if best.is_yes() {
                    return CONTINUE;
                }
                state.clear(own);
                self.steps(rest, state, truth.and(!best), sink)
            }
            Step::Either(branches) => {
                for (plan, others) in branches {
                    let each: &mut Sink<'_, 'g> = &mut |state, found| {
                        state.clear(others);
                        self.steps(rest, state, found, sink)
                    };
                    self.run(plan, state, truth, each)?;
                }
                CONTINUE
            }
        }
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

    #[expect(clippy::too_many_arguments, reason = "the state of the run and one step of it")]
    fn fact<F>(
        &self,
        atom: &Atom,
        access: Access,
        (subject, object): (Goal, Goal),
        rest: &[(Step, f64)],
        state: &mut State<'g>,
        truth: Truth,
        sink: &mut F,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        let Some(Some(edges)) = self.edges.get(usize::from(atom.fact)) else { return CONTINUE };
        match access {
            Access::All(known) if edges.is_direct() => {
                let (here, there) = if known == Known::Subject { (subject, object) } else { (object, subject) };
                let Some(directory) = edges.directory(known) else { return CONTINUE };
                for (node, group) in directory.iter() {
                    if state.put(here, node) {
                        self.group(group, atom.fact, there, rest, state, truth, sink)?;
                    }
                }
                CONTINUE
            }
            Access::All(_) => edges.each(|from, hit| {
                if state.put(subject, from) && state.put(object, hit.other) {
                    state.set(atom.fact, hit.fact);
                    return self.steps(rest, state, truth.and(hit.truth), sink);
                }
                CONTINUE
            }),
            Access::From(_) | Access::Between(_) if edges.is_direct() => {
                let known = if matches!(access, Access::From(Known::Object) | Access::Between(Known::Object)) {
                    Known::Object
                } else {
                    Known::Subject
                };
                let (here, there) =
                    if known == Known::Subject { (atom.subject, object) } else { (atom.object, subject) };
                let node = state.end(here);
                let group = state.group(atom.fact, edges, node, known);
                match there {
                    Goal::Same(end) => {
                        let group = group.with(state.end(end));
                        self.group(group, atom.fact, there, rest, state, truth, sink)
                    }
                    Goal::New(_) => self.group(group, atom.fact, there, rest, state, truth, sink),
                }
            }
            Access::From(_) | Access::Between(_) => {
                let known = if matches!(access, Access::From(Known::Object) | Access::Between(Known::Object)) {
                    Known::Object
                } else {
                    Known::Subject
                };
                let (here, there) =
                    if known == Known::Subject { (atom.subject, object) } else { (atom.object, subject) };
                let mut hits = state.spare.pop().unwrap_or_default();
                let other = if let Goal::Same(end) = there { Some(state.end(end)) } else { None };
                edges.around(state.end(here), known, other, &mut hits);
                let flow = hits.iter().try_for_each(|hit| {
                    if let Goal::New(slot) = there {
                        state.set(slot, hit.other);
                    }
                    state.set(atom.fact, hit.fact);
                    self.steps(rest, state, truth.and(hit.truth), sink)
                });
                hits.clear();
                state.spare.push(hits);
                flow
            }
            Access::Known => {
                let fact = state.get(atom.fact);
                let (Some(found), Some((from, to))) = (edges.ask(fact), self.kg().ends(FactId::new(fact))) else {
                    return CONTINUE;
                };
                if atom
                    .relation
                    .is_some_and(|wanted| self.kg().record(FactId::new(fact)).is_none_or(|r| r.relation != wanted))
                {
                    return CONTINUE;
                }
                if state.put(subject, from) && state.put(object, to) {
                    self.steps(rest, state, truth.and(found), sink)?;
                }
                if atom.symmetric && from != to && state.put(subject, to) && state.put(object, from) {
                    self.steps(rest, state, truth.and(found), sink)?;
                }
                CONTINUE
            }
        }
    }

    /// Goes over the facts of a group, all of which are certain.
    #[expect(clippy::too_many_arguments, reason = "the state of the run and one step of it")]
    #[inline]
    fn group<F>(
        &self,
        group: Group<'g>,
        fact: Slot,
        there: Goal,
        rest: &[(Step, f64)],
        state: &mut State<'g>,
        truth: Truth,
        sink: &mut F,
    ) -> Flow
    where
        F: FnMut(&mut State<'g>, Truth) -> Flow + ?Sized,
    {
        for piece in group.pieces() {
            if let (Goal::New(slot), true) = (there, rest.is_empty()) {
                for (other, found) in piece.others.iter().zip(piece.facts) {
                    state.set(slot, *other);
                    state.set(fact, *found);
                    sink(state, truth)?;
                }
                continue;
            }
            for (other, found) in piece.others.iter().zip(piece.facts) {
                if state.put(there, *other) {
                    state.set(fact, *found);
                    self.steps(rest, state, truth, sink)?;
                }
            }
        }
        CONTINUE
    }

    #[expect(clippy::too_many_arguments, reason = "the state of the run and one step of it")]
    fn reach<F>(
        &self,
        reach: &Reach,
        access: Access,
        (from, to): (Goal, Goal),
        rest: &[(Step, f64)],
        state: &mut State<'g>,
        truth: Truth,
        sink: &mut F,
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
            Access::From(Known::Object) => vec![state.end(reach.to)],
            _ => vec![state.end(reach.from)],
        };
        for start in starts {
            if matches!(access, Access::All(_)) && !state.put(from, start) {
                continue;
            }
            for (node, found) in reached(&edges, start, known, reach.least, reach.most) {
                if state.put(there, node) {
                    self.steps(rest, state, truth.and(found), sink)?;
                }
            }
        }
        CONTINUE
    }

    fn ask(&self, condition: &Condition, state: &State<'g>) -> Truth {
        let when = |fact: Slot| self.kg().record(FactId::new(state.get(fact))).map_or(When::UNSTATED, |r| r.when);
        match condition {
            Condition::Differ(a, b) => (state.end(*a) != state.end(*b)).into(),
            Condition::Compare(a, how, b) => {
                let (a, b) = (self.value(a, state), self.value(b, state));
                a.zip(b).map_or(Truth::No, |(a, b)| how.ask(a, b))
            }
            Condition::When { fact, question } => self.query.view.filter().question(*question, when(*fact)),
            Condition::Time { fact, apart, other } => apart.ask(when(*fact), when(*other)),
            _ => Truth::Yes,
        }
    }

    fn value<'s>(&self, side: &'s Side, state: &State<'g>) -> Option<&'s Value>
    where
        'g: 's,
    {
        match side {
            Side::Var(slot) => NodeRef::new(self.kg(), state.get(*slot)).value(),
            Side::Value(value) => Some(value),
        }
    }

    fn kg(&self) -> &'g KnowledgeGraph {
        self.query.view.graph()
    }

    fn player(&self, fact: u32, role: RoleId) -> Option<u32> {
        self.kg().players(FactId::new(fact)).find(|(played, _)| *played == role).map(|(_, node)| node)
    }
}
