//! The vocabulary of a graph: which kinds, relations and roles there are, and what may stand where.
//!
//! It has two faces. [`vocabulary!`](crate::vocabulary) declares types, and the compiler checks what is joined; a
//! [`Schema`] holds the same as data, for files and for names that are known only at run time.

mod bind;
mod closure;
mod declare;
mod defs;
mod draft;
mod ends;
mod items;
mod look_up;
mod range;
mod relation_name;
mod typed;
mod vocabulary;

pub mod base;

pub use declare::Schema;
#[expect(unused_imports, reason = "the graph's")]
pub(crate) use declare::{Ends, SchemaMarks};
pub use defs::{KindDef, RelationDef, RoleDef, RoleUse, SchemaDef};
#[doc(hidden)]
pub use draft::SourceTerm;
pub(crate) use draft::{ClaimParts, DraftParts, DraftRelation, DraftRole};
pub use draft::{Draft, IntoBound, fact};
#[doc(hidden)]
pub use ends::TakesFacts;
pub use ends::{ObjectOf, PlayerOf, SubjectOf};
pub use items::Vocabulary;
#[doc(hidden)]
pub use items::{Attribute, KindItem, RelationItem, RoleItem};
#[doc(hidden)]
pub use range::TakesValues;
pub use range::{Date, Number, Range, Shape, Statement, Text, Url, YesNo};
#[doc(hidden)]
pub use relation_name::RelationRef;
pub use relation_name::{KnownRelation, RelationName, RelationTerm};
pub use typed::{HasRole, IsA, Kind, KindTerm, Relation, Role, RoleTerm};
#[doc(hidden)]
pub use typed::{Includes, RoleRef};
