//! An embedded knowledge graph in which every fact knows what it joins, when it held, who says so, and since when
//! we know it.
#![forbid(unsafe_code)]

pub mod error;
pub mod time;

pub mod model;

pub mod schema;

pub mod diplomacy;

mod graph;

pub mod view;

pub mod io;

pub use error::{Error, ErrorKind};
pub use graph::{ClaimRef, EntityDraft, FactRecord, FactRef, KnowledgeGraph, NodeRecord, NodeRef, Opened, SourceRef, entity};
pub use model::{Any, Entity, Fact, Id, Source};
pub use schema::{Draft, HasRole, IsA, Kind, Relation, Role, Schema, base, fact};
pub use petgraph;
pub use time::{Allen, AllenSet, Day, PartialDate, Span, Stamp, Truth, When, date};
pub use view::View;
