//! The source of the crate: which module uses which, what is absent, and what is public.
#![cfg(test)]

mod describe;
mod items;
mod layers;
mod print;
mod public_items;
mod source;
