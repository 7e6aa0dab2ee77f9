//! The parts of a draft, as a graph takes them, and the bounds of its time.

use std::sync::Arc;

use crate::{
    error::Error,
    model::{Basis, Claim, Confidence, Modality, Quote, RoleId, Stance, Term},
    schema::{FoundRelation, RelationItem, RelationRef, RoleItem, RoleRef, Schema, SourceTerm},
    time::{Bound, IntoDate, When},
};

/// Everything that was set in a draft.
#[derive(Clone, Debug)]
pub(crate) struct DraftParts {
    pub(crate) key: Option<String>,
    pub(crate) subject: Term,
    pub(crate) relation: DraftRelation,
    pub(crate) object: Term,
    /// The roles with their players. A role may be there once for each of its players.
    pub(crate) roles: Vec<(DraftRole, Term)>,
    pub(crate) when: When,
    pub(crate) modality: Modality,
    pub(crate) claims: Vec<ClaimParts>,
}

/// The relation of a draft: a type, a name, or a name that a schema resolved.
#[derive(Clone, Debug)]
pub(crate) enum DraftRelation {
    Typed(&'static RelationItem),
    Named(String),
    Found(FoundRelation),
}

impl DraftRelation {
    /// Looks the relation up in a schema.
    pub(crate) fn find(&self, schema: &Schema) -> Result<FoundRelation, Error> {
        schema.find(match self {
            Self::Typed(item) => RelationRef::Typed(item),
            Self::Named(name) => RelationRef::Named(name),
            Self::Found(name) => RelationRef::Found(*name),
        })
    }
}

/// The role of a draft: a type or a name.
#[derive(Clone, Debug)]
pub(crate) enum DraftRole {
    Typed(&'static RoleItem),
    Named(Arc<str>),
}

impl DraftRole {
    /// The role in a schema, if it is there.
    pub(crate) fn find(&self, schema: &Schema) -> Option<RoleId> {
        schema.find_known_role(match self {
            Self::Typed(item) => RoleRef::Typed(item),
            Self::Named(name) => RoleRef::Named(name),
        })
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Typed(item) => item.name,
            Self::Named(name) => name,
        }
    }
}

/// A claim of a draft.
#[derive(Clone, Debug)]
pub(crate) struct ClaimParts {
    pub(crate) source: SourceTerm,
    pub(crate) stance: Stance,
    pub(crate) said_by: Option<Term>,
    pub(crate) basis: Basis,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) quote: Option<Quote>,
}

impl ClaimParts {
    pub(super) const fn new(source: SourceTerm) -> Self {
        let (stance, basis) = (Stance::Supports, Basis::Stated);
        Self { source, stance, said_by: None, basis, confidence: None, quote: None }
    }
}

impl From<Claim> for ClaimParts {
    fn from(claim: Claim) -> Self {
        Self {
            source: SourceTerm::Key(claim.source),
            stance: claim.stance,
            said_by: claim.said_by.map(Term::Key),
            basis: claim.basis,
            confidence: claim.confidence,
            quote: claim.quote,
        }
    }
}

/// What can be a bound of [`Draft::between`](super::Draft::between): a date in any form, or a [`Bound`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot bound a span of time",
    label = "expected a date such as `\"1991\"`, a `PartialDate`, or a `Bound`"
)]
pub trait IntoBound {
    /// Converts into a bound.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date.
    fn into_bound(self) -> Result<Bound, Error>;
}
#[diagnostic::do_not_recommend]
impl<D: IntoDate> IntoBound for D {
    fn into_bound(self) -> Result<Bound, Error> {
        self.into_date().map(Bound::Date)
    }
}
impl IntoBound for Bound {
    fn into_bound(self) -> Result<Bound, Error> {
        Ok(self)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{self, AccreditedTo, Visits},
        schema::{Relation, Role},
        time::date,
    };

    #[test]
    fn relations_and_roles_are_found_by_type_and_by_name() {
        let schema = diplomacy::schema();
        let visits = schema.relation("visited-by").unwrap();
        let plain = schema.relation("visits").unwrap();
        assert_eq!(DraftRelation::Typed(Visits::ITEM).find(&schema).unwrap(), plain);
        assert_eq!(DraftRelation::Named("visited-by".into()).find(&schema).unwrap(), visits);
        assert_eq!(DraftRelation::Found(visits).find(&schema).unwrap(), visits);
        assert!(DraftRelation::Named("vists".into()).find(&schema).is_err());
        let role = schema.role("accredited-to").unwrap();
        assert_eq!(DraftRole::Typed(AccreditedTo::ITEM).find(&schema).unwrap(), role);
        assert_eq!(DraftRole::Named("accredited-to".into()).find(&schema).unwrap(), role);
        assert!(DraftRole::Named("x".into()).find(&schema).is_none());
    }

    #[test]
    fn a_bound_is_a_date_or_none() {
        assert_eq!("1991?".into_bound().unwrap(), Bound::Date(date("1991?")));
        assert_eq!(Bound::Open.into_bound().unwrap(), Bound::Open);
        assert!("..".into_bound().is_err());
    }
}
