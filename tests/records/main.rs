//! What is recorded is kept, and kept once; what cannot be recorded is refused and leaves no trace.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod archives;
mod bad_input;
mod bulk;
mod bulk_edits;
mod callers_code;
mod edits;
mod foreign_handles;
mod foreign_names;
mod hub;
mod imports;
mod life;
mod many_players;
mod names;
mod observe;
mod once;
mod one_or_two;
mod packed;
mod passages;
mod replayed;
mod rollback;
mod two_times;
