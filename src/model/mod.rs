//! Plain values: handles, keys, values, entities, facts, sources and claims. They know no graph and no schema.

mod claim;
mod closed_list;
mod digest;
mod entity;
mod fact;
pub(crate) mod fields;
mod fold;
mod ids;
mod key;
mod modality;
mod occurrences;
mod origin;
mod role_players;
mod source;
mod source_text;
mod term;
mod transaction;
mod value;

pub(crate) use claim::BETWEEN_PASSAGES;
pub use claim::{Basis, Claim, Confidence, Passage, Quote, Stance};
pub use digest::Sha256;
pub use entity::Entity;
pub use fact::Fact;
pub use fold::fold;
pub use ids::{Any, ClaimId, FactId, Id, KindId, RelationId, RoleId, SourceId, TransactionId};
pub use key::{MAX_KEY, MAX_NAME, check_key, check_name, slug};
pub use modality::Modality;
pub(crate) use origin::Origin;
pub use role_players::RolePlayers;
pub use source::Source;
pub(crate) use source_text::SourceText;
#[doc(hidden)]
pub use term::Term;
pub use term::{FactName, Node};
pub use transaction::{Resolution, Transaction};
pub use value::{MAX_TEXT, Number, Value, ValueType};
