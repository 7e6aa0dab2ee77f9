//! A view or a graph as plain values: what is known, and how it came to be known.
//!
//! A [`Dossier`] holds the facts of a [`View`](crate::View) with the entities, sources and vocabulary that they need, without
//! history. An [`Archive`] holds a whole graph with its history. Both are plain serde values and name everything by key; equal
//! graphs give equal values, and the same bytes in every format.
//!
//! They read back equal from every serde format that is tested: JSON, CBOR, `MessagePack` with and without names, and postcard,
//! which has no names at all. A format for people leaves out fields that have their default value; a format for machines has
//! every field, in the order of declaration.

mod archive;
mod merges;
mod of_view;
mod selection;
mod vocabulary;

#[cfg(any(feature = "json", feature = "rdf"))]
pub(crate) use self::vocabulary::used;
pub use self::{
    archive::{Archive, Recorded},
    merges::{KeptApart, MergedEntity},
    of_view::{Dossier, ResolvedFact, Retraction},
};
pub(crate) use self::{
    merges::{kept_apart, merged},
    selection::Selection,
};
