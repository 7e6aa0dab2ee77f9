//! Plain values: handles, keys, values, entities, facts, sources and claims. They know no graph and no schema.

mod ids;

pub use ids::{Any, ClaimId, FactId, Id, KindId, RelationId, RoleId, SourceId, TransactionId};
