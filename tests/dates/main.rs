//! Dates and spans of time: how their texts are read, and what is answered about them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod edtf;
mod time_texts;
mod when;
