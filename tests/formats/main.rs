//! Guards against formats that lose something untold: whatever a graph holds is written in each, read back, and is equal but
//! for what the loss report names; the same graph gives the same bytes; hostile names stay names.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

#[path = "../notation/any.rs"]
mod any;
#[cfg(feature = "csv")]
mod csv;
#[path = "../notation/every.rs"]
mod every;
#[cfg(feature = "json")]
mod follow_the_money;
mod graphs;
mod import;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod plain_values;
#[cfg(feature = "rdf")]
mod rdf;
#[cfg(feature = "graphml")]
mod xml;
