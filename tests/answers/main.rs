//! What a view, an algorithm, a difference or a merge of two graphs answers is what a plain list of facts gives.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod analyses;
mod briefing;
mod central;
mod chains;
mod diff;
mod graphs;
mod merge;
mod merge_without_keys;
mod not_loaded;
#[path = "../outside/mod.rs"]
mod outside;
mod printed;
mod sentences;
mod together;
mod twin;
mod views;
mod without;
mod word;
