//! What is computed of a view: how two nodes are connected, what lies around one, and what is central.
//!
//! Three sorts of questions, and what each is asked of:
//!
//! | question | asked of | cost |
//! |---|---|---|
//! | how are two nodes connected: [`View::chains`], [`View::connection`] | a view | the facts that are nearer than the ends |
//! | how did something get from one to the other in time: [`Chains::earliest_certain`], [`Chains::earliest_possible`] | a view | the facts that are reached before |
//! | what lies around a node, or between some: [`View::ego`], [`View::among`], [`View::common_neighbors`] | a view | the facts there |
//! | what is central, what hangs together: [`PageRank`], [`Components`], [`Degrees`] | a [`Frozen`](crate::view::Frozen) view | all facts, once a round |
//!
//! petgraph's algorithms run on both: see [`view::petgraph`](crate::view::petgraph).
//!
//! # Who is next to whom
//! To chains and neighbourhoods, all participants of a fact are next to each other: subject, object, role players, and the
//! fact itself where another fact is about it. An ambassador, the state that sends and the state that receives are joined by
//! one fact. **Values join nothing**: two people who were born in the same year are not connected by that. A value may be
//! where a chain begins or ends, and is never passed through.

mod around;
mod chain;
mod components;
mod degree;
mod in_time;
mod page_rank;
mod search;
mod sentence;
mod walk;
mod yen;

pub use self::{
    around::Common,
    chain::{Chain, Chains, Step, Way},
    components::Components,
    degree::Degrees,
    in_time::ChainInTime,
    page_rank::PageRank,
    search::AllChains,
};
#[cfg(doc)]
use crate::view::View;
