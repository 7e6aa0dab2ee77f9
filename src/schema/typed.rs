//! The typed API: what makes a unit struct a kind, a relation or a role, and what the compiler checks with it.
//!
//! A kind has a hidden twin trait in its vocabulary's module `is`, and `dyn is::Kind` is its tag: the compiler's own
//! closure over supertraits says which kinds are under which, across crates, without a procedural macro.

use std::fmt;

use super::{
    Range, Schema,
    items::{KindItem, RelationItem, RoleItem},
};
use crate::{
    error::Error,
    model::{Any, Id},
};

/// A kind of entity, or a range of values, as a type.
///
/// Kinds are declared with [`vocabulary!`](crate::vocabulary); nothing else implements this. [`Any`] is above all
/// kinds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind",
    label = "expected a kind, such as `Person`",
    note = "kinds are declared with `chancery::vocabulary!`"
)]
pub trait Kind: Copy + fmt::Debug + 'static {
    /// The twin trait as a trait object: its supertraits are the twins of all kinds above.
    #[doc(hidden)]
    type Tag: ?Sized;
    /// The name in files, such as `person`.
    const NAME: &'static str;
    /// The declaration, as data.
    #[doc(hidden)]
    const ITEM: &'static KindItem;
}

/// Implemented once for each kind, for all kinds that it includes.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "a `{K}` is not a `{Self}`")]
pub trait Includes<K: Kind>: Kind {}

/// `State: IsA<Agent>`: a state is an agent. Reflexive and transitive, across crates.
///
/// ```
/// use chancery::diplomacy::{Agent, Place, State};
/// use chancery::{Any, IsA, Kind};
///
/// fn wider<K: IsA<S>, S: Kind>(_: K, _: S) -> bool { true }
/// assert!(wider(State, Agent) && wider(State, Place) && wider(State, State) && wider(State, Any));
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is not a `{S}`",
    label = "expected `{S}` or a kind under it, found `{Self}`",
    note = "go down with `kg.cast::<{S}>(id)`, which checks the entity's kind at run time"
)]
pub trait IsA<S: Kind>: Kind {}

#[diagnostic::do_not_recommend]
impl<K: Kind, S: Includes<K>> IsA<S> for K {}

impl Kind for Any {
    type Tag = ();
    const NAME: &'static str = "any";
    const ITEM: &'static KindItem = &KindItem::range::<Self>("any");
}
impl<K: Kind> Includes<K> for Any {}

/// A kind that a vocabulary declares: every kind but [`Any`] and the ranges of values.
#[doc(hidden)]
pub trait DeclaredKind: Kind {}

/// The same as [`Id::any`], where a call takes one type of node, as petgraph's algorithms do.
impl<K: DeclaredKind> From<Id<K>> for Id<Any> {
    fn from(id: Id<K>) -> Self {
        id.any()
    }
}

impl<K: Kind> Id<K> {
    /// The same node with a wider kind. Costs nothing and is checked by the compiler.
    ///
    /// The way down is `kg.cast`, which checks the entity's own kind at run time.
    #[must_use]
    pub const fn up<S: Kind>(self) -> Id<S>
    where
        K: IsA<S>,
    {
        self.retyped()
    }
}

/// What names a kind in a call: `Person`, or `"person"`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a kind",
    label = "expected a kind, such as `Person` or `\"person\"`",
    note = "kinds are declared with `chancery::vocabulary!`"
)]
pub trait KindTerm: Copy {
    /// The kind of the entity as far as the compiler knows it; [`Any`] if the name is a text.
    type Kind: Kind;
    /// The name of the kind.
    fn kind_name(&self) -> &str;
    /// The range that the kind means in a schema.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownKind`](crate::ErrorKind::UnknownKind) if the schema lacks it,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if a kind that the type is declared under is not above
    /// it in this schema.
    fn range_in(&self, schema: &Schema) -> Result<Range, Error>;
}
#[diagnostic::do_not_recommend]
impl<K: Kind> KindTerm for K {
    type Kind = K;
    fn kind_name(&self) -> &str {
        K::NAME
    }
    fn range_in(&self, schema: &Schema) -> Result<Range, Error> {
        schema.bound_range::<K>()
    }
}
impl KindTerm for &str {
    type Kind = Any;
    fn kind_name(&self) -> &str {
        self
    }
    fn range_in(&self, schema: &Schema) -> Result<Range, Error> {
        schema.range(self)
    }
}

/// A relation as a type: its ends are known to the compiler.
///
/// Relations are declared with [`vocabulary!`](crate::vocabulary); nothing else implements this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a typed relation",
    label = "expected a relation of a vocabulary, such as `Visits`",
    note = "relations are declared with `chancery::vocabulary!`"
)]
pub trait Relation: Copy + fmt::Debug + 'static {
    /// The kind of the subject.
    type Subject: Kind;
    /// The kind or type of the object.
    type Object: Kind;
    /// The name in files, such as `visits`.
    const NAME: &'static str;
    /// The declaration, as data.
    #[doc(hidden)]
    const ITEM: &'static RelationItem;
}

/// A role as a type. The relations that have it implement [`HasRole`].
///
/// Roles are declared with [`vocabulary!`](crate::vocabulary); nothing else implements this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a typed role",
    label = "expected a role of a vocabulary, such as `AccreditedTo`",
    note = "roles are declared with `chancery::vocabulary!`"
)]
pub trait Role: Copy + fmt::Debug + 'static {
    /// The name in files, such as `accredited-to`.
    const NAME: &'static str;
    /// The declaration, as data.
    #[doc(hidden)]
    const ITEM: &'static RoleItem;
}

/// What names a role in a call: `AccreditedTo`, or `"accredited-to"`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a role",
    label = "expected a role, such as `AccreditedTo` or `\"accredited-to\"`",
    note = "roles are declared with `chancery::vocabulary!`"
)]
pub trait RoleTerm: Copy {
    /// The name of the role.
    fn role_name(&self) -> &str;
    #[doc(hidden)]
    fn term(&self) -> RoleRef<'_>;
}

/// A role as a draft names it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum RoleRef<'a> {
    /// By its type.
    Typed(&'static RoleItem),
    /// By text, not looked up yet.
    Named(&'a str),
}

#[diagnostic::do_not_recommend]
impl<P: Role> RoleTerm for P {
    fn role_name(&self) -> &str {
        P::NAME
    }
    fn term(&self) -> RoleRef<'_> {
        RoleRef::Typed(P::ITEM)
    }
}
impl RoleTerm for &str {
    fn role_name(&self) -> &str {
        self
    }
    fn term(&self) -> RoleRef<'_> {
        RoleRef::Named(self)
    }
}

/// `AmbassadorOf: HasRole<AccreditedTo, Kind = State>`: the relation has the role, and a state plays it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no role `{P}`",
    label = "not a role of `{Self}`",
    note = "the documentation of `{Self}` lists its roles"
)]
pub trait HasRole<P> {
    /// The kind of the player.
    type Kind: Kind;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diplomacy::{AccreditedTo, Person};

    #[test]
    fn names_are_those_of_files_by_type_and_by_text() {
        assert_eq!([Person.kind_name(), "person".kind_name(), Any.kind_name()], ["person", "person", "any"]);
        assert_eq!([AccreditedTo.role_name(), "host".role_name()], ["accredited-to", "host"]);
    }
}
