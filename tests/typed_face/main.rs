//! The typed vocabulary as another crate meets it: what compiles, what does not, and what the compiler says.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod downstream_crate;
mod twins;
mod ui;
mod vocabulary;
