//! How time and memory grow with the data, where the data is lopsided: one pair of ends, one name, one source, one long chain,
//! one long line, one hub, one long text.
//!
//! Each row runs one operation at n, 2n, 4n and 8n, and prints the time and the most memory at 8n, and the exponents of both
//! from 2n to 8n: 1 is linear, 2 is quadratic. An operation above [`MOST`] must state its reason, or the program ends with 1. The time
//! is the CPU time of the thread, the least of some runs; a row that seems too steep is measured again, as a busy machine
//! disturbs it.
//!
//! `cargo bench --bench growth` runs all rows, `cargo bench --bench growth -- merge` those with a word in their name, and
//! `-- --test` all of them at a quarter of the size, or at the least size above it that takes long enough to measure.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_precision_loss, reason = "small numbers")]
#![allow(
    clippy::needless_for_each,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "what prepares a row may take its time"
)]
#![allow(dropping_copy_types, reason = "a closure that gives nothing back")]

mod answers;
mod graph;
mod measure;
mod readers;
mod texts;

use measure::{Counting, Rows};

#[global_allocator]
static HEAP: Counting = Counting::new();

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let test = arguments.iter().any(|argument| argument == "--test");
    let only = arguments.iter().find(|argument| !argument.starts_with("--"));
    let mut rows = Rows::new(only.cloned().unwrap_or_default(), test);
    graph::rows(&mut rows);
    answers::rows(&mut rows);
    texts::rows(&mut rows);
    readers::rows(&mut rows);
    rows.verdict()
}
