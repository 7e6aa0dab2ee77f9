//! Tests that look inside: every rule of `validate` broken once, and all that the tables hold as one text.

mod broken;
mod snapshot;

pub(crate) use snapshot::snapshot;
