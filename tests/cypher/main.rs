//! Guards queries in openCypher: against the scenarios of openCypher's compatibility kit, and of texts
//! that are broken.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]
#![expect(unreachable_pub, reason = "each file of the test uses what the others have")]

mod certainty;
mod lsqb;
mod mutated;
#[path = "../outside/mod.rs"]
mod outside;
mod patterns;
mod tck;
mod twin;
