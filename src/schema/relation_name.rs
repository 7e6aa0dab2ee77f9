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

/// What names a relation in a draft: `Visits`, `"visits"`, or what `kg.relation("visits")?` gave.
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

/// What names a relation in a question: `Visits`, or what `kg.relation("visits")?` gave. Never a text: a typo is an
/// error where it is looked up, and no empty answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation that was looked up",
    label = "expected a relation, such as `Visits` or `kg.relation(\"visits\")?`"
)]
pub trait KnownRelation: RelationTerm {
    /// The relation in a schema.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema lacks it, or another schema found
    /// it and has another relation in its place,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if its ends are wider there than the type promises.
    fn find(self, schema: &Schema) -> Result<RelationName, Error>;
}
#[diagnostic::do_not_recommend]
impl<R: Relation> KnownRelation for R {
    fn find(self, schema: &Schema) -> Result<RelationName, Error> {
        schema.bound::<R>().map(|id| schema.name_of(id))
    }
}
impl KnownRelation for RelationName {
    fn find(self, schema: &Schema) -> Result<RelationName, Error> {
        schema.find(RelationRef::Found(self))
    }
}

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
