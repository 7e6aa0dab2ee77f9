//! Stores: what was written is there after a crash, in other processes, and in the tables that other programs read.
//!
//! `CHANCERY_REPEAT=50` repeats the tests of crashes, processes and damage so many times as often.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../records/edits.rs"]
#[allow(dead_code, reason = "a module of several test programs")]
mod edits;
#[path = "../records/observe.rs"]
#[allow(dead_code, reason = "a module of several test programs")]
mod observe;

mod again;
mod crashes;
mod damaged;
mod folder;
mod forgotten;
mod formats;
mod kept;
mod places;
mod processes;
mod readers;
mod tables;
