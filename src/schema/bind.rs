//! From types to handles: what a typed item means in a schema, and whether the schema keeps what the type promises.
//!
//! A type whose vocabulary was loaded is found by its identity. Any other is found by name and checked each time: a handle
//! `Id<Person>` must never come out of a relation that takes more than persons here.

use std::any::TypeId;

use super::{
    Kind, KindItem, Range, Relation, RelationItem, RelationName, RelationRef, Role, RoleRef, Schema, declare::invalid,
};
use crate::{
    error::{Error, ErrorKind},
    model::{KindId, RelationId, RoleId},
};

impl Schema {
    /// The relation that a type means here.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`](crate::ErrorKind::UnknownRelation) if no relation has its name,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if an end or role takes more here than the type
    /// promises.
    pub fn bound<R: Relation>(&self) -> Result<RelationId, Error> {
        self.bound_item(R::ITEM)
    }

    /// The relation that a type means here, if there is one that keeps what the type promises.
    pub(crate) fn bind<R: Relation>(&self) -> Option<RelationId> {
        self.typed(TypeId::of::<R>()).map(RelationId::new).or_else(|| self.bound_item(R::ITEM).ok())
    }

    /// The kind that a type means here, if there is one under all that the type promises.
    pub(crate) fn bind_kind<K: Kind>(&self) -> Option<KindId> {
        match self.promised(K::ITEM) {
            Ok(Range::Kind(kind)) => Some(kind),
            _ => None,
        }
    }

    /// What may stand where a type is wanted.
    ///
    /// # Errors
    /// As [`bound`](Self::bound), with [`ErrorKind::UnknownKind`](crate::ErrorKind::UnknownKind).
    pub(crate) fn bound_range<K: Kind>(&self) -> Result<Range, Error> {
        self.promised(K::ITEM)
    }

    /// The role that a type means here, if there is one.
    pub(crate) fn bind_role<P: Role>(&self) -> Option<RoleId> {
        self.find_role(RoleRef::Typed(P::ITEM)).ok()
    }

    /// The role that a draft names.
    pub(crate) fn find_role(&self, role: RoleRef<'_>) -> Result<RoleId, Error> {
        match role {
            RoleRef::Typed(item) => {
                self.typed((item.identity)()).map_or_else(|| self.role(item.name), |number| Ok(RoleId::new(number)))
            }
            RoleRef::Named(name) => self.role(name),
        }
    }

    /// The relation that a draft names.
    pub(crate) fn find(&self, relation: RelationRef<'_>) -> Result<RelationName, Error> {
        match relation {
            RelationRef::Typed(item) => self.bound_item(item).map(RelationName::plain),
            RelationRef::Named(name) => self.relation(name),
            RelationRef::Found(name) if name.id.at() < self.relation_count() => Ok(name),
            RelationRef::Found(name) => {
                let (number, count) = (name.id.index(), self.relation_count());
                let why = format!("no relation has the number {number}; this schema has {count}");
                Err(Error::new(ErrorKind::UnknownRelation, why))
            }
        }
    }

    fn typed(&self, identity: TypeId) -> Option<u16> {
        self.types.get(&identity).copied()
    }

    fn bound_item(&self, item: &RelationItem) -> Result<RelationId, Error> {
        if let Some(number) = self.typed((item.identity)()) {
            return Ok(RelationId::new(number));
        }
        let name = self.relation(item.name)?;
        let of = |error: Error| error.at(format!("relation `{}`", item.name));
        if name != RelationName::plain(name.id) {
            let owner = &self.relation_def(name.id).name;
            return Err(of(invalid(format!(
                "is another name of `{owner}` here, and a relation of its own in the program"
            ))));
        }
        let ends = self.ends(name.id);
        self.no_wider(ends.subject, item.subject).map_err(|error| of(error.at("subject")))?;
        self.no_wider(ends.object, item.object).map_err(|error| of(error.at("object")))?;
        for (role, required, player) in item.roles {
            let known = self.role(role.name).map_err(of)?;
            let Some((needed, range)) = ends.role(known) else {
                return Err(of(invalid(format!("has no role `{}` here, as it has in the program", role.name))));
            };
            if *required && !needed {
                return Err(of(invalid(format!(
                    "does not require the role `{}` here, as it does in the program",
                    role.name
                ))));
            }
            self.no_wider(range, player).map_err(|error| of(error.at(format!("role `{}`", role.name))))?;
        }
        Ok(name.id)
    }

    fn no_wider(&self, found: Range, promised: &KindItem) -> Result<(), Error> {
        let wanted = self.promised(promised)?;
        let keeps = match (wanted, found) {
            (Range::Any, _) => true,
            (Range::Kind(wanted), Range::Kind(found)) => self.is_a(found, wanted),
            (wanted, found) => wanted == found,
        };
        if keeps {
            return Ok(());
        }
        let found = self.range_name(found);
        Err(invalid(format!("takes `{found}` here, which is wider than `{}` in the program", promised.name)))
    }

    /// The range that a type names, if it is here under all that it is under in the program, and over all that it is over.
    fn promised(&self, item: &KindItem) -> Result<Range, Error> {
        if item.is_range {
            return self.range(item.name);
        }
        if let Some(number) = self.typed((item.identity)()) {
            return Ok(Range::Kind(KindId::new(number)));
        }
        let kind = self.kind(item.name)?;
        for parent in item.parents {
            self.is_under(kind, self.promised(parent)?)?;
        }
        for member in item.members {
            if let Range::Kind(member) = self.promised(member)? {
                self.is_under(member, Range::Kind(kind))?;
            }
        }
        Ok(Range::Kind(kind))
    }

    fn is_under(&self, kind: KindId, above: Range) -> Result<(), Error> {
        if self.check_kind(above, kind) {
            return Ok(());
        }
        let (kind, above) = (&self.kind_def(kind).name, self.range_name(above));
        Err(invalid(format!("the kind `{kind}` is not under `{above}` here, as it is in the program")))
    }
}
