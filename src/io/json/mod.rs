//! JSON: dossiers and archives as text.
//!
//! Reading what was written and writing it again gives the same bytes. A fault is one error with its place in the
//! document (`facts[3].when`), its line and its column. A file of a later version is refused by name.
//!
//! ```
//! use chancery::{KnowledgeGraph, Schema};
//! use chancery::diplomacy::{self, State};
//! use chancery::{dossier::Dossier, io::json};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add(State, "Kazakhstan")?;
//! let text = json::write_dossier(&Dossier::of(&kg.view()));
//! let again = json::read_graph(&text, diplomacy::schema())?;
//! assert_eq!(json::write_dossier(&Dossier::of(&again.view())), text);
//!
//! let broken = text.replace(r#""kind": "state""#, r#""kind": "stat""#);
//! let error = json::read_graph(&broken, Schema::new()).unwrap_err();
//! assert_eq!(error.place(), Some("entities[0]"));
//! assert!(error.position().is_some());
//! # Ok::<(), chancery::Error>(())
//! ```

mod path;
mod read;
mod write;

pub(super) use read::{parse, with_position};
pub use read::{read_archive, read_dossier, read_graph};
pub use write::{write_archive, write_archive_to, write_dossier, write_dossier_to};

/// The version of the two formats that this release writes, and the only one that it reads.
pub const VERSION: u32 = 1;
