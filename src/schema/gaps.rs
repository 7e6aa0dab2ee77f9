//! Names of gaps: what `known-none` and `some-unknown` can refer to. That is a relation, by its own or inverse name;
//! for a fact also a role, or the start or end of its time.

use super::{
    Schema,
    base::{AlsoKnownAs, IdentifiedBy, KnownNone, SomeUnknown},
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::RelationId,
};

/// The name of a gap at the start of a fact's time.
pub(crate) const START: &str = "start";
/// The name of a gap at the end of a fact's time.
pub(crate) const END: &str = "end";

impl Schema {
    /// Checks that a text names a gap. An open schema accepts every name.
    pub(crate) fn check_gap(&self, named: &str, of_fact: bool) -> Result<(), Error> {
        if self.is_open() || of_fact && (matches!(named, START | END) || self.known_role(named).is_some()) {
            return Ok(());
        }
        if self.relation(named)?.date().is_none() {
            return Ok(());
        }
        let why = format!("`{}` holds a date; expected a relation by its name alone", as_found(named));
        Err(Error::new(ErrorKind::UnknownRelation, why))
    }

    /// Whether the objects of a relation name gaps.
    pub(crate) fn is_gap(&self, relation: RelationId) -> bool {
        [self.bind::<KnownNone>(), self.bind::<SomeUnknown>()].contains(&Some(relation))
    }

    /// Whether a relation is one of [`base`](super::base), which describe records rather than the world.
    pub(crate) fn is_base(&self, relation: RelationId) -> bool {
        let base = [
            self.bind::<AlsoKnownAs>(),
            self.bind::<IdentifiedBy>(),
            self.bind::<KnownNone>(),
            self.bind::<SomeUnknown>(),
        ];
        base.contains(&Some(relation))
    }

    /// The name of the gap of a relation, from its subject or its object.
    pub(crate) fn gap_name(&self, relation: RelationId, from_object: bool) -> Option<&str> {
        let def = self.relation_def(relation);
        if from_object && !def.symmetric { def.inverse.as_deref() } else { Some(&def.name) }
    }
}
