//! What a record can be said to lack: a relation by the name that it is asked by; of a fact also a role, or an end of its
//! time.

use super::{
    Schema,
    base::{AlsoKnownAs, IdentifiedBy, KnownNone, SomeUnknown},
};
use crate::{error::Error, model::RelationId};

/// What [`KnownNone`](super::base::KnownNone) calls the start of a fact's time.
pub(crate) const START: &str = "start";
/// What it calls the end of a fact's time.
pub(crate) const END: &str = "end";

impl Schema {
    /// Whether a text names what a record can be said to lack. An open schema has every name.
    pub(crate) fn check_gap(&self, named: &str, of_fact: bool) -> Result<(), Error> {
        let relation = self.relation(named);
        let known = relation.as_ref().is_ok_and(|relation| relation.date().is_none())
            || of_fact && (matches!(named, START | END) || self.role(named).is_ok());
        match relation {
            _ if known || self.is_open() => Ok(()),
            Ok(_) => {
                let why = format!("`{}` holds a date; expected a relation by its name alone", named.escape_debug());
                Err(Error::new(crate::error::ErrorKind::UnknownRelation, why))
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a relation is one of [`base`](super::base): of how records are kept, and what they lack.
    pub(crate) fn is_base(&self, relation: RelationId) -> bool {
        let base = [
            self.bind::<AlsoKnownAs>(),
            self.bind::<IdentifiedBy>(),
            self.bind::<KnownNone>(),
            self.bind::<SomeUnknown>(),
        ];
        base.contains(&Some(relation))
    }

    /// The text by which a record is said to lack a relation, asked for from its subject or its object.
    pub(crate) fn gap_name(&self, relation: RelationId, from_object: bool) -> Option<&str> {
        let def = self.relation_def(relation);
        if from_object && !def.symmetric { def.inverse.as_deref() } else { Some(&def.name) }
    }
}
