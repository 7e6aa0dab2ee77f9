//! Guards against files that people write and that lose something, say something else than was meant, or hide a fault:
//! what is printed is read back, what is laid out stays so, every fault is told where it is, and nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod any;
mod every;
mod facts;
mod faults;
mod files;
mod mutated;
mod round;
