//! What was recorded, row by row: each operation with the numbers of what it names. A store takes a graph apart by these
//! rows, and puts it together again.
//!
//! Rows that are recorded again in their order give the same numbers to the same things. Names are not looked up, and quotes
//! are not searched again; but a row that names what is not there, or repeats a key, is refused.

mod again;
mod check;
mod taken;
mod transact;

pub(crate) use self::{again::Again, transact::Transacted};
use crate::{
    model::{FactId, KindId, Source},
    schema::{KindDef, RelationDef, RoleDef, SchemaDef},
    tables::{Alteration, NewClaim, NewFact},
};

/// What one operation recorded.
#[derive(Clone, Debug)]
pub(crate) enum NewRow {
    Source(Source),
    Entity {
        kind: KindId,
        key: String,
        name: String,
    },
    Fact(NewFact),
    Claim(FactId, NewClaim),
    Altered(NewAlteration),
    /// It was purged.
    Gone,
}

/// An alteration, with the text of its reason.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewAlteration {
    /// Without the number of its reason, and without what was so before it: the tables find both.
    pub(crate) what: Alteration,
    /// Empty if there is none.
    pub(crate) why: String,
}

/// The names that an open schema learnt in a transaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learnt {
    pub(crate) kinds: Vec<KindDef>,
    pub(crate) roles: Vec<RoleDef>,
    pub(crate) relations: Vec<RelationDef>,
}

impl Learnt {
    /// The names as a plain schema.
    pub(crate) fn to_def(&self, open: bool) -> SchemaDef {
        let Self { kinds, roles, relations } = self.clone();
        SchemaDef { open, kinds, roles, relations }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.roles.is_empty() && self.relations.is_empty()
    }
}
