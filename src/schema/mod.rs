//! The vocabulary of a graph: its kinds, relations and roles, and which kinds each relation joins.
//!
//! It can be declared in two ways. [`vocabulary!`](crate::vocabulary) declares types, so that the compiler checks the
//! ends of facts. A [`Schema`] holds the same as data, for files and for names that are known only at run time.

mod bind;
mod closure;
mod declare_kind;
mod declare_relation;
mod defs;
mod found_relation;
pub(crate) mod gaps;
mod items;
mod load;
mod look_up;
mod names;
mod phrase;
mod range;
mod rewind;
mod terms;
mod tuples;
mod typed;
mod vocabulary;
mod whole;

pub mod base;

pub use defs::{KindDef, RelationDef, RoleDef, RoleUse, SchemaDef};
#[doc(hidden)]
pub use found_relation::RelationRef;
pub use found_relation::{FoundRelation, RelationTerm};
pub use items::Vocabulary;
#[doc(hidden)]
pub use items::{Attribute, KindItem, RelationItem, RoleItem, RoleNeed};
pub(crate) use names::{KEYWORDS, split_date};
pub(crate) use phrase::Phrase;
#[doc(hidden)]
pub use range::TakesValues;
pub use range::{Date, Number, Range, Shape, Statement, Text, Url, YesNo};
pub(crate) use rewind::SchemaMarks;
#[doc(hidden)]
pub use terms::SourceTerm;
pub use terms::{EntityTerm, IntoEntities, IntoKinds, IntoRelations, IntoSources};
pub(crate) use tuples::each_tuple;
#[doc(hidden)]
pub use typed::{DeclaredKind, Includes, RoleRef};
pub use typed::{HasRole, IsA, Kind, KindTerm, Relation, Role, RoleTerm};
pub use whole::Schema;
