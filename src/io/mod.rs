//! Ways in and out: dossiers and archives as plain values and as JSON, files that people write, the formats that other
//! programs read, and pictures.
//!
//! A [`Dossier`] holds the facts of a view: what is known, without how it came to be known. An [`Archive`] holds a whole
//! graph with its history. Both are plain serde, name everything by key, and are the same bytes for the same graph. A file of
//! the [`notation`] tells a dossier in lines that a person reads and writes. A [`table`] has facts as delimited text.
//!
//! Every other format is written from a [`View`](crate::View), piece by piece, and each writer returns [`Losses`]: what the
//! format could not hold. What its readers give is brought into a graph by an [`Import`], which matches names by rules of the
//! caller's.

mod archive;
#[cfg(feature = "csv")]
pub mod csv;
mod dossier;
pub mod dot;
#[cfg(feature = "json")]
pub mod follow_the_money;
#[cfg(feature = "graphml")]
pub mod gexf;
#[cfg(feature = "graphml")]
pub mod graphml;
pub mod import;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
pub mod json_lines;
mod loss;
mod merges;
pub mod mermaid;
#[cfg(feature = "json")]
pub mod node_link;
pub mod notation;
#[cfg(any(feature = "json", feature = "csv", feature = "graphml"))]
mod property;
#[cfg(feature = "rdf")]
pub mod rdf;
mod selection;
pub mod table;
mod vocabulary;
#[cfg(feature = "graphml")]
mod xml;

pub use archive::{Archive, Recorded};
pub use dossier::{Dossier, Resolution, Retraction};
pub use import::{Import, Match};
pub use loss::{Loss, Losses, Lost};
pub use merges::{KeptApart, MergedEntity};
#[cfg(any(feature = "json", feature = "csv", feature = "graphml"))]
pub use property::Columns;
