//! Tests that look inside: a failure at every step of every call, and what a purge leaves.

mod failures;
mod once_of_many;
mod purge;
