//! What is computed of a view: how two nodes are connected, the neighbourhood of a node, and which nodes are central.
//!
//! | question | asked of | cost |
//! |---|---|---|
//! | How are two nodes connected? [`View::chains`] | a view | the facts nearer than the ends |
//! | How did something get from one to the other in time? [`Chains::earliest_certain`], [`Chains::earliest_possible`] | a view | the facts that are reached first |
//! | What is near a node, or between some? [`View::ego`], [`View::among`], [`View::common_neighbors`] | a view | the facts there |
//! | What is central, what hangs together? [`PageRank`], [`Components`], [`Degrees`] | a [`Frozen`](crate::view::Frozen) view | all facts, once for each round |
//!
//! petgraph's algorithms run on both: see [`view::petgraph`](crate::view::petgraph).
//!
//! # Who is next to whom
//! In chains and neighbourhoods, all participants of a fact are next to each other: subject, object, role players, and the
//! fact itself where another fact is about it. An ambassador, the state that sends them and the state that receives them are
//! joined by one fact. [`Chains::directed`] keeps the direction of facts.
//!
//! **Values join nothing**: that two people were born in the same year does not connect them. A chain may begin or end at a
//! value, but it never passes through one.

mod around;
mod chain;
mod chains;
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
    chain::{Chain, Step, Way},
    chains::Chains,
    components::Components,
    degree::Degrees,
    in_time::ChainInTime,
    page_rank::PageRank,
    search::AllChains,
};
#[cfg(doc)]
use crate::view::View;
