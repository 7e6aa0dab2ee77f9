//! How a relation is named: by its type, by text, or by what a schema found for a text.

use super::{HasRole, Kind, Relation, Role, Schema, items::RelationItem};
use crate::{
    error::Error,
    model::{Any, RelationId},
    time::PartialDate,
};

/// A relation that a schema found by name: which one, from which side, and with which date in the name.
///
/// `visited-by` is `visits` from the other side; `recognized-in-1991` is `recognized` with the date `1991`.
/// It belongs to the schema that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelationName {
    pub(super) id: RelationId,
    /// A hash of the relation's own name, by which a name that another schema found is told.
    pub(super) check: u32,
    pub(super) inverse: bool,
    pub(super) date: Option<PartialDate>,
}

impl RelationName {
    /// The relation.
    #[must_use]
    pub const fn id(self) -> RelationId {
        self.id
    }

    /// Whether it was named from the object's side, by its inverse name.
    #[must_use]
    pub const fn is_inverse(self) -> bool {
        self.inverse
    }

    /// The date in the name.
    #[must_use]
    pub const fn date(self) -> Option<PartialDate> {
        self.date
    }
}

/// A relation as a draft names it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum RelationRef<'a> {
    /// By its type.
    Typed(&'static RelationItem),
    /// By text, not looked up yet.
    Named(&'a str),
    /// By what the schema found.
    Found(RelationName),
}

/// What names a relation: its type, as `Visits`; a text, as `"visits"`; or what `kg.relation("visits")?` returned.
///
/// A relation that the schema lacks is an error wherever it is looked up, never an empty answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `Visits` or `\"visits\"`",
    note = "relations are declared with `chancery::vocabulary!`"
)]
pub trait RelationTerm: Copy {
    /// What the compiler knows of its subject; [`Any`] where the name is a text.
    type Subject: Kind;
    /// What the compiler knows of its object; [`Any`] where the name is a text.
    type Object: Kind;
    #[doc(hidden)]
    fn term(&self) -> RelationRef<'_>;
    /// The relation in a schema.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema lacks it, or it was looked up in
    /// another schema where its number means another relation,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if its ends or roles take more in this schema than
    /// the type promises.
    fn find(&self, schema: &Schema) -> Result<RelationName, Error> {
        schema.find(self.term())
    }
}
#[diagnostic::do_not_recommend]
impl<R: Relation> RelationTerm for R {
    type Subject = R::Subject;
    type Object = R::Object;
    fn term(&self) -> RelationRef<'_> {
        RelationRef::Typed(R::ITEM)
    }
}
impl RelationTerm for &str {
    type Subject = Any;
    type Object = Any;
    fn term(&self) -> RelationRef<'_> {
        RelationRef::Named(self)
    }
}
impl RelationTerm for RelationName {
    type Subject = Any;
    type Object = Any;
    fn term(&self) -> RelationRef<'_> {
        RelationRef::Found(*self)
    }
}

/// A relation that was looked up, or a type: what is known to be a relation before the question is asked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation that was looked up",
    label = "expected a relation, such as `Visits` or `kg.relation(\"visits\")?`"
)]
pub trait KnownRelation: RelationTerm {}
#[diagnostic::do_not_recommend]
impl<R: Relation> KnownRelation for R {}
impl KnownRelation for RelationName {}

#[diagnostic::do_not_recommend]
impl<R: RelationTerm> HasRole<&str> for R {
    type Kind = Any;
}
#[diagnostic::do_not_recommend]
impl<P: Role> HasRole<P> for &str {
    type Kind = Any;
}
#[diagnostic::do_not_recommend]
impl<P: Role> HasRole<P> for RelationName {
    type Kind = Any;
}
