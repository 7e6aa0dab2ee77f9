//! The constants that [`vocabulary!`](crate::vocabulary) makes of its items, for a schema to load.

use std::any::TypeId;

use super::{Kind, Schema, Shape};

/// Returns the handle of a type; called when a schema loads it.
pub(super) type Identity = fn() -> TypeId;

/// A kind, as its type declares it.
#[doc(hidden)]
#[derive(Debug)]
pub struct KindItem {
    pub(super) name: &'static str,
    pub(super) identity: Identity,
    pub(super) parents: &'static [&'static KindItem],
    pub(super) members: &'static [&'static KindItem],
    pub(super) about: &'static str,
    pub(super) codes: &'static [Attribute],
    /// Whether it is a range that every schema has, and not a kind that is declared.
    pub(super) is_range: bool,
}

impl KindItem {
    #[must_use]
    pub const fn new<K: Kind>(
        parents: &'static [&'static KindItem],
        members: &'static [&'static KindItem],
        about: &'static str,
        codes: &'static [Attribute],
    ) -> Self {
        Self { name: K::NAME, identity: TypeId::of::<K>, parents, members, about, codes, is_range: false }
    }

    pub(super) const fn range<K: 'static>(name: &'static str) -> Self {
        Self { name, identity: TypeId::of::<K>, parents: &[], members: &[], about: "", codes: &[], is_range: true }
    }
}

/// A relation, as its type declares it.
#[doc(hidden)]
#[derive(Debug)]
pub struct RelationItem {
    pub(crate) name: &'static str,
    pub(super) identity: Identity,
    pub(super) shape: Shape,
    pub(super) subject: &'static KindItem,
    pub(super) object: &'static KindItem,
    pub(super) roles: &'static [(&'static RoleItem, RoleNeed, &'static KindItem)],
    pub(super) about: &'static str,
    pub(super) attributes: &'static [Attribute],
}

impl RelationItem {
    #[must_use]
    pub const fn new<R: super::Relation>(
        shape: Shape,
        roles: &'static [(&'static RoleItem, RoleNeed, &'static KindItem)],
        about: &'static str,
        attributes: &'static [Attribute],
    ) -> Self {
        let (subject, object) = (<R::Subject as Kind>::ITEM, <R::Object as Kind>::ITEM);
        Self { name: R::NAME, identity: TypeId::of::<R>, shape, subject, object, roles, about, attributes }
    }
}

/// Whether a relation requires a role, and whether the role may have several players.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct RoleNeed {
    pub required: bool,
    pub many: bool,
}

/// A role, as its type declares it.
#[doc(hidden)]
#[derive(Debug)]
pub struct RoleItem {
    pub(crate) name: &'static str,
    pub(super) identity: Identity,
    pub(super) about: &'static str,
    pub(super) phrase: Option<&'static str>,
}

impl RoleItem {
    #[must_use]
    pub const fn new<P: super::Role>(about: &'static str, phrase: Option<&'static str>) -> Self {
        Self { name: P::NAME, identity: TypeId::of::<P>, about, phrase }
    }
}

/// An entry in the brackets after a declaration.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Attribute {
    Symmetric,
    Transitive,
    Functional,
    InverseFunctional,
    Acyclic,
    ActsFor,
    Dated,
    Inverse(&'static str),
    Phrase(&'static str),
    InversePhrase(&'static str),
    Code(&'static str, &'static str),
}

/// Kinds, relations and roles that belong together, declared with [`vocabulary!`](crate::vocabulary).
///
/// The macro makes it as the static `VOCABULARY` of its module. [`Schema::of`] and [`Schema::extend`] load it, with
/// all that it extends.
#[derive(Debug)]
pub struct Vocabulary {
    name: &'static str,
    pub(super) bases: &'static [&'static Vocabulary],
    pub(super) kinds: &'static [&'static KindItem],
    pub(super) relations: &'static [&'static RelationItem],
    pub(super) roles: &'static [&'static RoleItem],
}

impl Vocabulary {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        bases: &'static [&'static Vocabulary],
        kinds: &'static [&'static KindItem],
        relations: &'static [&'static RelationItem],
        roles: &'static [&'static RoleItem],
    ) -> Self {
        Self { name, bases, kinds, relations, roles }
    }

    /// The name, which errors print.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The vocabularies that it extends, in the order of declaration.
    #[must_use]
    pub const fn bases(&self) -> &'static [&'static Vocabulary] {
        self.bases
    }

    /// A closed schema of this vocabulary, for the functions `schema()` that the macro writes.
    ///
    /// # Panics
    /// If the vocabulary contradicts itself or one that it extends.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "a literal that contradicts itself is a fault of the program, reported at its first call"
    )]
    pub fn schema(&'static self) -> Schema {
        Schema::of(self).unwrap_or_else(|error| panic!("{error}"))
    }
}
