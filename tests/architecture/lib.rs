//! The source of the crate: which module uses which, and what is absent.
#![cfg(test)]

mod layers;
mod source;
