//! Algorithms for views: how two nodes are connected, what is near a node, and which nodes are central.
//!
//! | question | runs on | reads |
//! |---|---|---|
//! | How are two nodes connected? [`View::chains`] | a view | the facts around both ends, until the two searches meet |
//! | Which chain goes forward in time? [`Chains::earliest_certain`], [`Chains::earliest_possible`] | a view | the facts that are reached before the goal |
//! | What is near a node, or among several nodes? [`View::ego`], [`View::among`], [`View::common_neighbors`] | a view | the facts of these nodes |
//! | Which nodes are central, and which are connected? [`PageRank`], [`Components`], [`Degrees`] | a [`Frozen`](crate::view::Frozen) view | all facts, once for each round |
//!
//! petgraph's algorithms run on both: see [`view::petgraph`](crate::view::petgraph).
//!
//! # Which nodes are neighbours
//! In chains and neighbourhoods, all participants of a fact are next to each other: subject, object, role players, and
//! the fact itself where another fact is about it. An ambassador, the state that sends them and the state that receives
//! them are joined by one fact. [`Chains::directed`] keeps the direction of facts.
//!
//! **A symmetric fact leads both ways**, whichever end was written first: chains go along it from both ends, and in a
//! frozen view it is two edges, one from each end. Every algorithm here, and petgraph's on a view, follow this rule.
//!
//! **Values connect nothing**: two people are not connected because they were born in the same year. A chain may begin
//! or end at a value, but it never passes through one.

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
