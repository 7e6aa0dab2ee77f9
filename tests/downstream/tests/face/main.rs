//! The public items as another crate meets them: what compiles, what does not and what the compiler says, and what runs on
//! a view that was written for petgraph.

mod format;
mod graph;
mod rustworkx;
#[path = "../../../answers/twin/mod.rs"]
#[expect(dead_code, reason = "shared with the tests of answers")]
mod twin;
mod twins;
mod typed;
mod ui;
mod vocabulary;
