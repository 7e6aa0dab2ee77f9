//! The source of the crate: which module uses which, and what is absent.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod layers;
mod source;
