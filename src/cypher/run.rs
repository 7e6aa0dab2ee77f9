//! Runs stages: each calls the next with each row that it makes.

use std::{cell::RefCell, ops::ControlFlow, sync::Arc};

use super::{
    chain,
    evaluate::{Code, Context, Parameters, RowSource, type_name},
    lower::Fixed,
    program::{Chain, Stage, Step},
    value::{PathVal, Val},
};
use crate::{
    error::{Error, ErrorKind},
    model::FactId,
    query::{MISSING, Matcher},
    time::Truth,
    view::{NodeRef, View},
};

/// Whether to go on or to stop.
pub(super) type Flow = ControlFlow<()>;

/// What is called with each row.
pub(super) type Sink<'s> = dyn FnMut(&mut Vec<Val>, Truth) -> Result<Flow, Error> + 's;

/// What all stages read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Env<'e, 'g> {
    pub(super) view: &'e View<'g>,
    pub(super) parameters: &'e Arc<Parameters>,
    /// How true a row of the query must be, unless it is denied.
    pub(super) least: Truth,
}

impl<'e, 'g> Env<'e, 'g> {
    pub(super) const fn context<'r>(self, row: &'r [Val]) -> Context<'r, 'g>
    where
        'e: 'r,
    {
        Context::new(self.view, self.parameters, RowSource::Values(row))
    }
}

/// A stage that is ready to run.
#[derive(Debug)]
pub(super) enum Ready<'p, 'g> {
    Fixed(&'p Fixed<'g>, RefCell<Matcher<'p, 'g>>),
    Chain(&'p Chain, chain::Walk<'p, 'g>),
    Path(&'p [Step]),
    Filter(&'p Code),
    Unwind(&'p Code),
    Optional(Vec<Ready<'p, 'g>>, usize),
}

/// Plans the queries of stages.
pub(super) fn ready<'p, 'g>(stages: &'p [Stage<'g>], view: &'p View<'g>) -> Result<Vec<Ready<'p, 'g>>, Error> {
    let one = |stage: &'p Stage<'g>| {
        Ok(match stage {
            Stage::Fixed(fixed) => {
                Ready::Fixed(fixed, RefCell::new(fixed.query.matcher().map_err(|error| fixed.placed(error))?))
            }
            Stage::Chain(chain) => Ready::Chain(chain, chain::Walk::new(chain, view)),
            Stage::Path(steps) => Ready::Path(steps),
            Stage::Filter(code) => Ready::Filter(code),
            Stage::Unwind(code) => Ready::Unwind(code),
            Stage::Optional { stages, width } => Ready::Optional(ready(stages, view)?, *width),
        })
    };
    stages.iter().map(one).collect()
}

/// Sends a row through stages. What they add to it is gone when the call returns.
pub(super) fn run(
    stages: &[Ready<'_, '_>],
    row: &mut Vec<Val>,
    truth: Truth,
    env: Env<'_, '_>,
    sink: &mut Sink<'_>,
) -> Result<Flow, Error> {
    let Some((stage, rest)) = stages.split_first() else { return sink(row, truth) };
    match stage {
        Ready::Fixed(fixed, matcher) => {
            let mut given = Vec::with_capacity(fixed.given.len());
            for (slot, column, is_fact) in &fixed.given {
                match element(row.get(*column), env.view, *is_fact).map_err(|error| fixed.placed(error))? {
                    Some(value) => given.push((*slot, value)),
                    None => return Ok(Flow::Continue(())),
                }
            }
            let width = row.len();
            let mut failed = None;
            let flow = matcher.borrow_mut().each(given.into_iter(), &mut |found, more| {
                row.extend(fixed.outputs.iter().map(|(slot, is_fact)| cell(found, *slot, *is_fact)));
                let flow = run(rest, row, truth.and(more), env, sink);
                row.truncate(width);
                flow.unwrap_or_else(|error| {
                    failed = Some(error);
                    Flow::Break(())
                })
            });
            let flow = flow.map_err(|error| fixed.placed(error))?;
            failed.map_or(Ok(flow), Err)
        }
        Ready::Chain(chain, walk) => {
            chain::each(chain, walk, row, env, &mut |row, more| run(rest, row, truth.and(more), env, sink))
        }
        Ready::Path(steps) => {
            let path = path(steps, row, env);
            row.push(path);
            let flow = run(rest, row, truth, env, sink);
            row.pop();
            flow
        }
        Ready::Filter(code) => match code.truth(&mut env.context(row))?.unwrap_or(Truth::No) {
            Truth::No => Ok(Flow::Continue(())),
            met => run(rest, row, truth.and(met), env, sink),
        },
        Ready::Unwind(code) => {
            let mut cx = env.context(row);
            let list = code.value(&mut cx)?;
            let truth = truth.and(cx.truth);
            let items: &[Val] = match &list {
                Val::Null => &[],
                Val::List(items) => items,
                one => std::slice::from_ref(one),
            };
            for item in items {
                row.push(item.clone());
                let flow = run(rest, row, truth, env, sink);
                row.pop();
                if flow?.is_break() {
                    return Ok(Flow::Break(()));
                }
            }
            Ok(Flow::Continue(()))
        }
        Ready::Optional(inner, width) => {
            let mut best = Truth::No;
            let flow = run(inner, row, Truth::Yes, env, &mut |row, found| {
                best = best.or(found);
                run(rest, row, truth.and(found), env, sink)
            })?;
            if flow.is_break() || best.is_yes() {
                return Ok(flow);
            }
            let before = row.len();
            row.resize(before + width, Val::Null);
            let flow = run(rest, row, truth.and(!best), env, sink);
            row.truncate(before);
            flow
        }
    }
}

/// The number of a node or fact of a column for the pattern engine. `None` for null.
fn element(value: Option<&Val>, view: &View<'_>, is_fact: bool) -> Result<Option<u32>, Error> {
    match (value, is_fact) {
        (None | Some(Val::Null), _) => Ok(None),
        (Some(Val::Node(node)), false) | (Some(Val::Fact(node)), true) => Ok(Some(*node)),
        (Some(Val::Node(node)), true) if NodeRef::new(view.graph(), *node).fact().is_some() => {
            Ok(NodeRef::new(view.graph(), *node).fact().map(FactId::index))
        }
        (Some(Val::Fact(fact)), false) => Ok(view.graph().tables().own_node(FactId::new(*fact))),
        (Some(other), _) => {
            let wanted = if is_fact { "a relationship" } else { "a node" };
            let why = format!("expected {wanted} in a pattern; found {}", type_name(other));
            Err(Error::new(ErrorKind::InvalidQuery, why))
        }
    }
}

/// The value of a variable of the pattern engine.
pub(super) fn cell(found: &[u32], slot: u16, is_fact: bool) -> Val {
    match found.get(usize::from(slot)) {
        None | Some(&MISSING) => Val::Null,
        Some(value) if is_fact => Val::Fact(*value),
        Some(value) => Val::Node(*value),
    }
}

/// The path of what the row has. Null if a part of it is.
fn path(steps: &[Step], row: &[Val], env: Env<'_, '_>) -> Val {
    let (mut nodes, mut facts) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Node(column) => match row.get(*column) {
                // After a list of facts, the node where they end is there already.
                Some(Val::Node(node)) if nodes.len() > facts.len() => {
                    debug_assert_eq!(nodes.last(), Some(node), "a chain ends at the node after it");
                }
                Some(Val::Node(node)) => nodes.push(*node),
                _ => return Val::Null,
            },
            Step::Fact(column) => match row.get(*column) {
                Some(Val::Fact(fact)) => facts.push(*fact),
                _ => return Val::Null,
            },
            Step::Facts(column) => {
                let Some(Val::List(list)) = row.get(*column) else { return Val::Null };
                for fact in list.iter() {
                    let (Val::Fact(fact), Some(from)) = (fact, nodes.last().copied()) else { return Val::Null };
                    facts.push(*fact);
                    nodes.push(chain::other_end(env.view, *fact, from));
                }
            }
        }
    }
    Val::Path(Arc::new(PathVal { nodes, facts }))
}
