//! The dossiers, examples and documents of the repository: what they state holds, and what they print is what they promise.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod audit;
mod communique;
mod fresh_clone;
#[path = "../outside/mod.rs"]
mod outside;
mod press_report;
mod readme;
mod run;
mod samples;
mod scan;
mod ten_questions;
mod what_we_knew;
