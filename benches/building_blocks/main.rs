//! The building blocks: what everything else is made of, each beside what one would write without this crate.
//!
//! `cargo bench` measures; `cargo bench -- --test` only runs each once. A bench named `by_hand` is the baseline of its
//! group: the same question answered by `petgraph` and a `HashMap`, written as well as we can, in the same run on the same
//! facts. It has no schema, no partial dates, no claims and no filter, so equal times are a good result.
//! Sizes: 100,000 facts between 5,000 persons and 400 states, unevenly spread. `state-0` has 7,256 of them, 3,721 of which
//! are visits; `state-60` has 476 and 243; `state-300` has 12 and 4.
#![allow(missing_docs, reason = "the benches are documented, the functions that divan makes of them cannot be")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod ask;
#[cfg(feature = "json")]
mod files;
mod generated;
mod time;
mod write;

fn main() {
    divan::main();
}
