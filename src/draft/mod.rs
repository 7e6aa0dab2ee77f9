//! Drafts: facts before a graph has checked and recorded them.
//!
//! [`fact`] begins a [`Draft`]; its methods add a time, roles, a modality and claims. The compiler checks ends that are
//! typed ids. [`KnowledgeGraph::assert`](crate::KnowledgeGraph::assert) checks everything else. A draft needs no graph, so
//! it can be made, copied and passed on before there is one.

mod builder;
mod claims;
mod ends;
mod parts;

pub use builder::{Draft, fact};
#[doc(hidden)]
pub use ends::TakesFacts;
pub use ends::{ObjectOf, PlayerOf, SubjectOf};
pub use parts::IntoBound;
pub(crate) use parts::{ClaimParts, DraftParts, DraftRelation, DraftRole};
