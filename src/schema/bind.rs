//! From types to handles: what a typed item means in a schema, and whether the schema is as strict as the type.
//!
//! A type whose vocabulary was loaded is found by its identity. Any other is found by name and checked each time: a
//! handle `Id<Person>` must never come out of a relation that takes more than persons here.

use std::any::TypeId;

use super::{
    FoundRelation, Kind, KindItem, Range, Relation, RelationItem, RelationRef, RoleRef, Schema, names::invalid,
};
use crate::{
    error::{Error, ErrorKind},
    model::{KindId, RelationId, RoleId},
};

impl Schema {
    /// The relation that a type means in this schema.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`](crate::ErrorKind::UnknownRelation) if no relation has its name,
    /// [`ErrorKind::InvalidSchema`](crate::ErrorKind::InvalidSchema) if an end or role accepts more in this schema
    /// than the type declares.
    pub fn bound<R: Relation>(&self) -> Result<RelationId, Error> {
        self.bound_item(R::ITEM)
    }

    /// The relation that a type means in this schema, if there is one that is as strict as the type.
    pub(crate) fn bind<R: Relation>(&self) -> Option<RelationId> {
        self.typed(TypeId::of::<R>()).map(RelationId::new).or_else(|| self.bound_item(R::ITEM).ok())
    }

    /// The range that a type means in this schema.
    ///
    /// # Errors
    /// As [`bound`](Self::bound), with [`ErrorKind::UnknownKind`](crate::ErrorKind::UnknownKind).
    pub(crate) fn bound_range<K: Kind>(&self) -> Result<Range, Error> {
        self.promised(K::ITEM)
    }

    /// Looks up the role that a draft names.
    pub(crate) fn find_role(&self, role: RoleRef<'_>) -> Result<RoleId, Error> {
        let name = match role {
            RoleRef::Typed(item) => item.name,
            RoleRef::Named(name) => name,
        };
        self.find_known_role(role).map_or_else(|| self.role(name), Ok)
    }

    /// The role that a draft names, if it is there.
    pub(crate) fn find_known_role(&self, role: RoleRef<'_>) -> Option<RoleId> {
        match role {
            RoleRef::Typed(item) => {
                self.typed((item.identity)()).map(RoleId::new).or_else(|| self.known_role(item.name))
            }
            RoleRef::Named(name) => self.known_role(name),
        }
    }

    /// Looks up the relation that a draft names.
    pub(crate) fn find(&self, relation: RelationRef<'_>) -> Result<FoundRelation, Error> {
        match relation {
            RelationRef::Typed(item) => self.bound_item(item).map(|id| self.name_of(id)),
            RelationRef::Named(name) => self.relation(name),
            RelationRef::Found(name) if name.id.at() < self.relation_count() => {
                if self.ends(name.id).check == name.check {
                    return Ok(name);
                }
                let why = "the relation was looked up in another schema, where its number means something else";
                Err(Error::new(ErrorKind::UnknownRelation, why))
            }
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
        if name != self.name_of(name.id) {
            let owner = &self.relation_def(name.id).name;
            return Err(of(invalid(format!(
                "is another name of `{owner}` here, and a relation of its own in the program"
            ))));
        }
        let ends = self.ends(name.id);
        self.no_wider(ends.subject, item.subject).map_err(|error| of(error.at("subject")))?;
        self.no_wider(ends.object, item.object).map_err(|error| of(error.at("object")))?;
        for (role, need, player) in item.roles {
            let known = self.role(role.name).map_err(of)?;
            let Some((needed, range)) = ends.role(known) else {
                return Err(of(invalid(format!("has no role `{}` here, as it has in the program", role.name))));
            };
            if need.required && !needed {
                return Err(of(invalid(format!(
                    "does not require the role `{}` here, as it does in the program",
                    role.name
                ))));
            }
            if !need.many && ends.many.contains(&known) {
                return Err(of(invalid(format!(
                    "lets the role `{}` have several players here, and one in the program",
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

    /// The range that a type names in this schema. An error if a kind that the type is declared under is not above it here, or
    /// a member of the type is not under it here.
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        ErrorKind,
        diplomacy::{self, AccreditedTo, Agent, AmbassadorOf, Born, Host, Hosts, Person, Place, State, Visits},
        model::Any,
        schema::{KindDef, KindTerm, RelationDef, RelationTerm, RoleDef, RoleTerm, SchemaDef, Shape, Text, base},
    };

    /// The vocabulary as a file would declare it: without types.
    fn read(change: impl FnOnce(&mut SchemaDef)) -> Schema {
        let mut def = diplomacy::schema().to_def();
        change(&mut def);
        Schema::from_def(def).unwrap()
    }
    fn relation<'a>(def: &'a mut SchemaDef, name: &str) -> &'a mut RelationDef {
        def.relations.iter_mut().find(|relation| relation.name == name).unwrap()
    }
    fn kind<'a>(def: &'a mut SchemaDef, name: &str) -> &'a mut KindDef {
        def.kinds.iter_mut().find(|kind| kind.name == name).unwrap()
    }

    #[test]
    fn types_mean_the_same_by_identity_and_by_name() {
        let (loaded, read) = (diplomacy::schema(), read(|_| ()));
        assert_eq!(loaded.bind::<Visits>(), read.bind::<Visits>());
        assert_eq!(loaded.bound::<Hosts>(), read.bound::<Hosts>());
        let role = |schema: &Schema| schema.find_role(AccreditedTo.term()).ok();
        assert_eq!(
            (role(&loaded), role(&read)),
            (loaded.role("accredited-to").ok(), loaded.role("accredited-to").ok())
        );
        assert!(role(&loaded).is_some() && role(&Schema::new()).is_none());
        assert_eq!(loaded.bound_range::<Host>(), read.bound_range::<Host>());
        assert_eq!(loaded.bound_range::<Host>(), loaded.range("host"));
        assert_eq!(loaded.bound_range::<Text>(), loaded.range("text"));
        assert_eq!(loaded.bound_range::<Any>(), Ok(Range::Any));
        assert_eq!(Schema::new().bind::<base::AlsoKnownAs>().map(RelationId::index), Some(0));
        assert_eq!(Schema::new().bind::<Visits>(), None);
        assert_eq!(Schema::new().bound::<Visits>().unwrap_err().kind(), ErrorKind::UnknownRelation);
    }

    #[test]
    fn what_the_schema_takes_must_be_what_the_type_promises_or_less() {
        let less = read(|def| {
            relation(def, "visits").object = "city".into();
            relation(def, "visits").subject = "king".into();
            def.kinds.push(KindDef::new("king").under("person"));
        });
        less.bound::<Visits>().unwrap();
        for (schema, message) in [
            (
                read(|def| relation(def, "visits").subject = "agent".into()),
                "relation `visits`.subject: takes `agent` here, which is wider than `person`",
            ),
            (read(|def| relation(def, "visits").object = "any".into()), "relation `visits`.object: takes `any`"),
            (read(|def| relation(def, "visits").object = "statement".into()), "object"),
            (read(|def| relation(def, "visits").object = "text".into()), "object"),
            (read(|def| relation(def, "visits").roles.clear()), "has no role `visit-kind` here"),
            (
                read(|def| relation(def, "visits").roles.retain(|role| role.role != "occasion")),
                "has no role `occasion`",
            ),
            (
                read(|def| relation(def, "visits").roles.iter_mut().for_each(|role| role.player = "any".into())),
                "role `visit-kind`: takes `any`",
            ),
            (read(|def| def.relations.retain(|relation| relation.name != "visits")), "no relation `visits`"),
        ] {
            assert_eq!(schema.bind::<Visits>(), None);
            let error = schema.bound::<Visits>().unwrap_err();
            assert!(error.to_string().contains(message), "{error}");
            assert_eq!(Visits.find(&schema).unwrap_err(), error);
        }
        let optional =
            read(|def| relation(def, "ambassador-of").roles.iter_mut().for_each(|role| role.required = false));
        assert!(
            optional
                .bound::<AmbassadorOf>()
                .unwrap_err()
                .to_string()
                .contains("does not require the role `accredited-to`")
        );
        let date = read(|def| relation(def, "born").object = "number".into());
        assert!(date.bind::<Born>().is_none() && read(|_| ()).bind::<Born>().is_some());
    }

    #[test]
    fn a_kind_must_be_under_all_that_its_type_is_under() {
        let landless = read(|def| kind(def, "state").parents.retain(|parent| parent == "agent"));
        assert_eq!((landless.bound_range::<State>().is_ok(), landless.bind::<Born>().is_some()), (false, true));
        assert!(
            State.range_in(&landless).unwrap_err().to_string().contains("the kind `state` is not under `place` here")
        );
        assert!("state".range_in(&landless).is_ok() && Person.range_in(&landless).is_ok());
        let smaller = read(|def| kind(def, "host").members.retain(|member| member != "person"));
        assert!(
            smaller
                .bound_range::<Host>()
                .unwrap_err()
                .to_string()
                .contains("the kind `person` is not under `host` here")
        );
        assert!(smaller.bind::<Hosts>().is_none());
        // Kinds farther up count too.
        let mut alien = Schema::new();
        alien.add_kind(KindDef::new("agent").under("agent")).unwrap_err();
        for def in [KindDef::new("agent"), KindDef::new("place"), KindDef::new("state").under("agent").under("place")] {
            alien.add_kind(def).unwrap();
        }
        assert!(
            alien.bound_range::<State>().is_ok()
                && alien.bound_range::<Place>().is_ok()
                && alien.bound_range::<Agent>().is_ok()
        );
        assert!(alien.bound_range::<Person>().is_err());
    }

    #[test]
    fn an_inverse_name_or_an_open_relation_is_not_what_a_type_means() {
        let mut other = Schema::new();
        for name in ["person", "place"] {
            other.add_kind(KindDef::new(name)).unwrap();
        }
        other.add_relation(RelationDef::new("sees", Shape::Happens, "place", "person").inverse("visits")).unwrap();
        assert!(other.bound::<Visits>().unwrap_err().to_string().contains("another name of `sees`"));
        let mut open = Schema::new().open();
        open.declare_open_relation("visits").unwrap();
        assert!(open.bind::<Visits>().is_none());
    }

    #[test]
    fn loading_binds_for_good() {
        let mut schema = read(|_| ());
        schema.extend(&diplomacy::VOCABULARY).unwrap();
        assert_eq!(schema.bind::<Visits>(), schema.relation("visits").ok().map(FoundRelation::id));
        assert_eq!(schema.typed(TypeId::of::<Visits>()), schema.bind::<Visits>().map(RelationId::index));
        schema.add_role(RoleDef::new("more")).unwrap();
        assert_eq!(schema.find_role(RoleRef::Named("more")).ok(), schema.role("more").ok());
    }
}
