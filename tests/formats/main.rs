//! Guards against formats that lose something untold: whatever a graph holds is written in each, read back, and is
//! equal but for what the loss report names; the same graph gives the same bytes; hostile names stay names.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod account;
mod any;
#[path = "../../examples/by_hand/core.rs"]
mod by_hand;
mod csv;
mod described;
mod dot;
mod every;
mod eyes;
#[cfg(feature = "json")]
mod follow_the_money;
mod foreign;
mod graphs;
mod import;
#[cfg(feature = "json")]
mod json;
mod limits;
mod loads;
mod notation;
#[cfg(all(feature = "json", feature = "graphml", feature = "rdf"))]
#[path = "../outside/mod.rs"]
mod outside;
#[cfg(feature = "json")]
mod page;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "json")]
mod plain_values;
#[cfg(all(feature = "json", feature = "graphml", feature = "rdf"))]
mod players;
#[cfg(feature = "rdf")]
mod rdf;
#[cfg(feature = "rdf")]
mod rdf_foreign;
#[cfg(all(feature = "json", feature = "graphml", feature = "rdf"))]
mod tools;
#[cfg(feature = "graphml")]
mod xml;
