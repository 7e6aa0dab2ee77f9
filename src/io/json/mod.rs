//! JSON: dossiers and archives as text.
//!
//! Reading what was written and writing it again gives the same bytes. An error has its place in the document
//! (`facts[3].when`), its line and its column. A file of a later version is refused by name.
//!
//! ```
//! use chancery::{KnowledgeGraph, Schema};
//! use chancery::diplomacy::{self, State};
//! use chancery::{dossier::Dossier, io::json::{self, Json}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add(State, "Kazakhstan")?;
//! let dossier = Dossier::of(&kg.view());
//! let text = Json::of(&dossier).to_string();
//! assert_eq!(json::read::<Dossier>(text.as_bytes())?, dossier);
//!
//! let schema = diplomacy::schema();
//! let again = json::Reader::new(&schema).read_graph(text.as_bytes())?;
//! assert_eq!(Json::of(&Dossier::of(&again.view())).to_string(), text);
//!
//! let broken = text.replace(r#""kind": "state""#, r#""kind": "stat""#);
//! let error = json::Reader::new(&Schema::new()).read_graph(broken.as_bytes()).unwrap_err();
//! assert_eq!(error.place(), Some("entities[0]"));
//! assert!(error.position().is_some());
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! A document has a header, the members `chancery` and `version`, which the plain values do not have: text that serde
//! alone wrote is not a document, and serde alone does not read one.
//!
//! # Limits
//! A text may be nested 128 deep, and nothing raises that. All of it is in memory while it is read, with all of what it
//! says: 3 to 6 times its size for a dossier or archive that this crate wrote, at most 80 times for any other.

mod path;
mod read;
mod write;

pub use read::{Reader, read};
pub use write::Json;
pub(super) use {
    path::Records,
    read::{exact, in_line, parse},
};

use crate::dossier::{Archive, Dossier};

/// The version of the two documents that this release writes, and the only one that it reads.
pub const VERSION: u32 = 1;

/// What a JSON document can hold: a [`Dossier`] or an [`Archive`].
pub trait Document: sealed::Sealed + serde::Serialize + serde::de::DeserializeOwned {
    /// The name of the document in its header.
    const NAME: &'static str;
}

impl Document for Dossier {
    const NAME: &'static str = "dossier";
}
impl Document for Archive {
    const NAME: &'static str = "archive";
}

#[expect(unnameable_types, reason = "only the two documents of this crate have a version")]
mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Dossier {}
    impl Sealed for super::Archive {}
}
