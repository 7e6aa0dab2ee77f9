//! How a call names a relation: by its type, by a text, or by what a schema found for a text.

use super::{HasRole, Kind, Relation, Role, Schema, items::RelationItem};
use crate::{
    error::Error,
    model::{Any, RelationId},
    time::PartialDate,
};

/// A relation that was looked up by name: which one, from which side, and with which date in the name.
///
/// `visited-by` is `visits` from the other side; `recognized-in-1991` is `recognized` with the date `1991`.
/// It is valid in the schema that found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FoundRelation {
    pub(super) id: RelationId,
    /// A hash of the relation's own name, which shows if another schema found it.
    pub(super) check: u32,
    pub(super) inverse: bool,
    pub(super) date: Option<PartialDate>,
}

impl FoundRelation {
    /// The handle of the relation.
    #[must_use]
    pub const fn id(self) -> RelationId {
        self.id
    }

    /// Whether it was named by its inverse name, from the object's side.
    #[must_use]
    pub const fn is_inverse(self) -> bool {
        self.inverse
    }

    /// The date in the name, as in `recognized-in-1991`; `None` if there is none.
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
    /// By the result of a look-up.
    Found(FoundRelation),
}

/// What names a relation in a call: its type, as `Visits`; a text, as `"visits"`; or what `kg.relation("visits")?`
/// returned.
///
/// A relation that the schema does not have is an error, never an empty answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `Visits` or `\"visits\"`",
    note = "relations are declared with `chancery::vocabulary!`"
)]
pub trait RelationTerm {
    /// The kind of the subject as far as the compiler knows it; [`Any`] if the name is a text.
    type Subject: Kind;
    /// The kind of the object as far as the compiler knows it; [`Any`] if the name is a text.
    type Object: Kind;
    /// The relation of the facts that are found by it: the type itself, or [`FoundRelation`] where the name is a text.
    type Found: RelationTerm<Subject = Self::Subject, Object = Self::Object>;
    #[doc(hidden)]
    fn term(&self) -> RelationRef<'_>;
    /// Finds the relation in a schema.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`](crate::ErrorKind::UnknownRelation) if the schema lacks it, or it was looked up in
    /// another schema where its number means another relation,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if its ends or roles take more in this schema than
    /// the type promises.
    fn find(&self, schema: &Schema) -> Result<FoundRelation, Error> {
        schema.find(self.term())
    }
}
#[diagnostic::do_not_recommend]
impl<R: Relation> RelationTerm for R {
    type Subject = R::Subject;
    type Object = R::Object;
    type Found = R;
    fn term(&self) -> RelationRef<'_> {
        RelationRef::Typed(R::ITEM)
    }
}

macro_rules! looked_up { ($($Name:ty, $given:ident => $term:expr;)*) => { $(
    impl RelationTerm for $Name {
        type Subject = Any;
        type Object = Any;
        type Found = FoundRelation;
        fn term(&self) -> RelationRef<'_> {
            let $given = self;
            $term
        }
    }
    #[diagnostic::do_not_recommend]
    impl<P: Role> HasRole<P> for $Name {
        type Kind = Any;
    }
)* } }

looked_up! {
    FoundRelation, found => RelationRef::Found(*found);
    &str, name => RelationRef::Named(name);
    String, name => RelationRef::Named(name);
    &String, name => RelationRef::Named(name);
}

#[diagnostic::do_not_recommend]
impl<R: RelationTerm> HasRole<&str> for R {
    type Kind = Any;
}
