//! Ways in and out: dossiers and archives as plain values and as JSON, files that people write, and pictures.
//!
//! A [`Dossier`] holds the facts of a view: what is known, without how it came to be known. An [`Archive`] holds a whole
//! graph with its history. Both are plain serde, name everything by key, and are the same bytes for the same graph. A file of
//! the [`notation`] tells a dossier in lines that a person reads and writes.

mod archive;
mod dossier;
pub mod dot;
#[cfg(feature = "json")]
pub mod json;
pub mod notation;
mod vocabulary;

pub use archive::{Archive, Recorded};
pub use dossier::{Dossier, Resolution, Retraction};
