//! Tests that look inside: a failure at every step of every call, and every rule of `validate` broken once.

mod failures;
mod purge;
