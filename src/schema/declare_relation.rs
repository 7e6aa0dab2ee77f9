//! Declaring roles and relations: each is checked against what is declared.

use super::{
    Range, RelationDef, RoleDef, RoleUse, Schema, Shape,
    names::{KEYWORDS, check_name, invalid, narrow, room, split_date},
    phrase::{Phrase, check_words},
    whole::Ends,
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{RelationId, RoleId},
};

impl Schema {
    /// Declares a role. A role that is declared already stays as it was.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] or [`ErrorKind::InvalidSchema`] for the name, [`ErrorKind::Full`] beyond 65,535 roles.
    pub fn add_role(&mut self, def: RoleDef) -> Result<RoleId, Error> {
        if let Some(number) = self.roles.get_index_of(&def.name) {
            return Ok(RoleId::new(narrow(number)));
        }
        let of = |error: Error| error.at(format!("role `{}`", as_found(&def.name)));
        check_name(&def.name, &KEYWORDS).map_err(of)?;
        if let Some(phrase) = &def.phrase {
            check_words(phrase).map_err(|error| of(error.at("phrase")))?;
        }
        let id = RoleId::new(room(self.roles.len(), "roles").map_err(of)?);
        self.roles.insert(def.name.clone(), def);
        Ok(id)
    }

    /// Declares a relation. The kinds and roles that it names must be declared already.
    ///
    /// If a relation of this name is declared already, it must mean the same and have each code of the new one. Its
    /// phrases and description may differ, and stay as they were.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] for names, [`ErrorKind::UnknownKind`], [`ErrorKind::UnknownRole`],
    /// [`ErrorKind::InvalidSchema`] for a contradiction in itself or with the schema, [`ErrorKind::Full`] beyond 65,535
    /// relations.
    pub fn add_relation(&mut self, def: RelationDef) -> Result<RelationId, Error> {
        let place = format!("relation `{}`", as_found(&def.name));
        self.try_relation(def).map_err(|error| error.at(place))
    }

    fn try_relation(&mut self, def: RelationDef) -> Result<RelationId, Error> {
        if let Some((number, _, known)) = self.relations.get_full(&def.name) {
            return match relations_differ(known, &def) {
                Some(what) => Err(invalid(format!("is declared already, and differs in its {what}"))),
                None => Ok(RelationId::new(narrow(number))),
            };
        }
        self.check_free(&def.name, def.dated)?;
        let ends = self.resolve(&def)?;
        let id = RelationId::new(room(self.relations.len(), "relations")?);
        if let Some(inverse) = &def.inverse {
            if *inverse == def.name {
                return Err(invalid("its inverse has the same name; a relation that holds both ways is symmetric")
                    .at("inverse"));
            }
            self.check_free(inverse, def.dated).map_err(|error| error.at("inverse"))?;
            if let Some((name, other)) = [(&def.name, inverse), (inverse, &def.name)]
                .into_iter()
                .find(|(name, other)| def.dated && is_dated_form(other, name))
            {
                return Err(invalid(format!("`{other}` is how `{name}` prints with a date; expected another name"))
                    .at("inverse"));
            }
            self.inverses.insert(inverse.clone(), id);
        }
        self.relations.insert(def.name.clone(), def);
        self.ends.push(ends);
        Ok(id)
    }

    /// Checks that a name is free for a relation: valid, not taken, and neither a dated form of another name nor the
    /// stem of one.
    fn check_free(&self, name: &str, dated: bool) -> Result<(), Error> {
        check_name(name, &KEYWORDS)?;
        let prints_dates = |other: &str| self.reading(other).is_some_and(|(id, _)| self.ends(id).dated);
        if let Some((owner, _)) = self.reading(name) {
            let owner = &self.relation_def(owner).name;
            return Err(invalid(format!("`{name}` is a name of the relation `{owner}` already")));
        }
        if let Some((stem, _)) = split_date(name).filter(|(stem, date)| date.is_ok() && prints_dates(stem)) {
            return Err(invalid(format!("`{name}` is how `{stem}` prints with a date; expected another name")));
        }
        if dated && let Some(other) = self.relations.keys().chain(self.inverses.keys()).find(|o| is_dated_form(o, name))
        {
            return Err(invalid(format!("would print with a date as `{other}`, which is another relation")));
        }
        Ok(())
    }

    fn resolve(&self, def: &RelationDef) -> Result<Ends, Error> {
        let subject = self.range(&def.subject).map_err(|error| error.at("subject"))?;
        let object = self.range(&def.object).map_err(|error| error.at("object"))?;
        if matches!(subject, Range::Value(_)) {
            let why = format!("`{}` is a type of value; a subject is an entity, `any` or `statement`", def.subject);
            return Err(invalid(why).at("subject"));
        }
        if def.symmetric && subject != object {
            return Err(invalid("expected the same range at both ends").at("symmetric"));
        }
        if def.symmetric && def.inverse.is_some() {
            return Err(
                invalid("the relation is symmetric, so it reads the same both ways; expected no inverse").at("inverse")
            );
        }
        for (place, phrase) in [("phrase", &def.phrase), ("inverse-phrase", &def.inverse_phrase)] {
            phrase.as_deref().map(Phrase::parse).transpose().map_err(|error| error.at(place))?;
        }
        if def.symmetric && def.inverse_phrase.is_some() {
            return Err(invalid(
                "the relation is symmetric, so its phrase reads both ways; expected no inverse phrase",
            )
            .at("inverse-phrase"));
        }
        if def.transitive && matches!(object, Range::Value(_)) {
            let why = "the object must be able to be a subject; expected no type of value";
            return Err(invalid(why).at("transitive"));
        }
        if def.dated && def.shape == Shape::Holds {
            return Err(invalid(
                "the relation prints its date in its name, so it happens on a date; expected an event",
            )
            .at("dated"));
        }
        let mut roles: Vec<(RoleId, bool, Range)> = Vec::with_capacity(def.roles.len());
        let mut many = Vec::new();
        for (at, RoleUse { role, required, many: several, player }) in def.roles.iter().enumerate() {
            let id = self.role(role).map_err(|error| error.at(format!("roles[{at}]")))?;
            if roles.iter().any(|(other, ..)| *other == id) {
                return Err(Error::new(ErrorKind::DuplicateRole, format!("has the role `{role}` twice")));
            }
            let range = self.range(player).map_err(|error| error.at(format!("roles[{at}].player")))?;
            roles.push((id, *required, range));
            many.extend(several.then_some(id));
        }
        let RelationDef { shape, symmetric, transitive, functional, dated, .. } = *def;
        // FNV-1a, 32 bits (RFC 9923): the same in every run.
        let check =
            def.name.bytes().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Ok(Ends { subject, object, roles, many, shape, symmetric, transitive, functional, dated, check })
    }
}

/// Whether a name is another one with a date.
fn is_dated_form(name: &str, of: &str) -> bool {
    split_date(name).is_some_and(|(stem, date)| stem == of && date.is_ok())
}

fn relations_differ(known: &RelationDef, new: &RelationDef) -> Option<&'static str> {
    let same_roles = known.roles.len() == new.roles.len() && known.roles.iter().all(|role| new.roles.contains(role));
    [
        ("shape", known.shape != new.shape),
        ("subject", known.subject != new.subject),
        ("object", known.object != new.object),
        ("roles", !same_roles),
        ("inverse", known.inverse != new.inverse),
        ("symmetry", known.symmetric != new.symmetric),
        ("transitivity", known.transitive != new.transitive),
        ("functionality", known.functional != new.functional),
        // Flags that only an audit uses may be left out, like a code.
        ("inverse functionality", new.inverse_functional && !known.inverse_functional),
        ("acyclicity", new.acyclic && !known.acyclic),
        ("acting for its object", new.acts_for && !known.acts_for),
        ("dated name", known.dated != new.dated),
        ("codes", !new.codes.iter().all(|(scheme, code)| known.codes.get(scheme) == Some(code))),
    ]
    .into_iter()
    .find_map(|(what, differs)| differs.then_some(what))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::schema::KindDef;

    fn visits() -> RelationDef {
        let def =
            RelationDef::new("visits", Shape::Happens, "person", "place").optional("host", "any").inverse("visited-by");
        def.code("cameo", "042")
    }

    fn schema() -> Schema {
        let mut schema = Schema::new();
        for name in ["person", "place"] {
            schema.add_kind(KindDef::new(name)).unwrap();
        }
        schema.add_role(RoleDef::new("host")).unwrap();
        schema.add_relation(visits()).unwrap();
        schema
            .add_relation(RelationDef::new("founded", Shape::Happens, "person", "place").dated().inverse("founded-by"))
            .unwrap();
        schema.add_relation(RelationDef::new("elected-in-1991", Shape::Happens, "person", "place")).unwrap();
        schema
    }

    fn refused(def: RelationDef) -> Error {
        let mut schema = schema();
        let before = format!("{schema:?}");
        let error = schema.add_relation(def).unwrap_err();
        assert_eq!(format!("{schema:?}"), before, "a refused relation leaves nothing behind");
        error
    }

    #[test]
    fn what_a_relation_takes_is_resolved() {
        let schema = schema();
        let ends = schema.ends(schema.relation("visits").unwrap().id());
        let kind = |name| Range::Kind(schema.kind(name).unwrap());
        assert_eq!((ends.subject, ends.object, ends.shape), (kind("person"), kind("place"), Shape::Happens));
        let host = schema.role("host").unwrap();
        assert_eq!((ends.role(host), ends.role(schema.role("language").unwrap())), (Some((false, Range::Any)), None));
        assert!(!ends.symmetric && !ends.transitive && !ends.functional && !ends.dated);
    }

    #[test]
    fn an_equal_declaration_is_accepted_and_a_different_one_refused() {
        let mut same = schema();
        let id = same.relation("visits").unwrap().id();
        assert_eq!(same.add_relation(visits().about("in other words")).unwrap(), id);
        let mut bare = visits();
        bare.codes.clear();
        assert_eq!(same.add_relation(bare).unwrap(), id);
        let other = |change: fn(&mut RelationDef)| {
            let mut def = visits();
            change(&mut def);
            def
        };
        for (def, what) in [
            (other(|def| def.shape = Shape::Holds), "shape"),
            (other(|def| def.subject = "place".into()), "subject"),
            (other(|def| def.object = "person".into()), "object"),
            (other(|def| def.roles.clear()), "roles"),
            (other(|def| def.roles[0].required = true), "roles"),
            (other(|def| def.inverse = None), "inverse"),
            (other(|def| def.symmetric = true), "symmetry"),
            (other(|def| def.transitive = true), "transitivity"),
            (other(|def| def.functional = true), "functionality"),
            (other(|def| def.inverse_functional = true), "inverse functionality"),
            (other(|def| def.acyclic = true), "acyclicity"),
            (other(|def| def.acts_for = true), "acting for its object"),
            (other(|def| def.dated = true), "dated name"),
            (visits().code("cameo", "42"), "codes"),
            (visits().code("plover", "CONSULT"), "codes"),
        ] {
            let error = refused(def);
            assert_eq!(error.kind(), ErrorKind::InvalidSchema);
            assert!(
                error
                    .to_string()
                    .contains(&format!("relation `visits`: is declared already, and differs in its {what}")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_relation_at_fault_is_named_with_the_place() {
        let new = |subject, object| RelationDef::new("x", Shape::Happens, subject, object);
        let plain = || new("person", "place");
        for (def, kind, message) in [
            (
                new("persn", "place"),
                ErrorKind::UnknownKind,
                "relation `x`.subject: no kind `persn` is declared; did you mean `person`?",
            ),
            (new("person", "planet"), ErrorKind::UnknownKind, "object"),
            (new("text", "place"), ErrorKind::InvalidSchema, "`text` is a type of value"),
            (
                plain().optional("hots", "any"),
                ErrorKind::UnknownRole,
                "roles[0]: no role `hots` is declared; did you mean `host`?",
            ),
            (plain().optional("host", "x"), ErrorKind::UnknownKind, "roles[0].player"),
            (plain().optional("host", "any").required("host", "text"), ErrorKind::DuplicateRole, "`host` twice"),
            (plain().symmetric(), ErrorKind::InvalidSchema, "same range at both ends"),
            (new("place", "place").symmetric().inverse("y"), ErrorKind::InvalidSchema, "expected no inverse"),
            (new("any", "text").transitive(), ErrorKind::InvalidSchema, "expected no type of value"),
            (
                RelationDef::new("x", Shape::Holds, "person", "place").dated(),
                ErrorKind::InvalidSchema,
                "expected an event",
            ),
            (plain().inverse("x"), ErrorKind::InvalidSchema, "inverse has the same name"),
            (
                plain().inverse("visits"),
                ErrorKind::InvalidSchema,
                "inverse: `visits` is a name of the relation `visits` already",
            ),
            (
                plain().inverse("visited-by"),
                ErrorKind::InvalidSchema,
                "`visited-by` is a name of the relation `visits` already",
            ),
            (plain().inverse("on"), ErrorKind::InvalidSchema, "word of the notation"),
            (plain().phrase("visits"), ErrorKind::InvalidSchema, "relation `x`.phrase: `visits` is not a valid phrase"),
            (plain().inverse_phrase("is  x"), ErrorKind::InvalidSchema, "inverse-phrase: `is  x`"),
            (new("place", "place").symmetric().inverse_phrase("has"), ErrorKind::InvalidSchema, "reads both ways"),
            (plain().inverse("two words"), ErrorKind::InvalidKey, "inverse"),
            (
                RelationDef::new("visited-by", Shape::Happens, "place", "person"),
                ErrorKind::InvalidSchema,
                "name of the relation `visits`",
            ),
            (
                RelationDef::new("said-by", Shape::Happens, "place", "person"),
                ErrorKind::InvalidSchema,
                "word of the notation",
            ),
        ] {
            let error = refused(def);
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
        let error = schema().add_role(RoleDef::new("key")).unwrap_err();
        assert_eq!(error.to_string(), "role `key`: `key` is a keyword of the notation; expected another name");
        let error = schema().add_role(RoleDef::new("guide").phrase("")).unwrap_err();
        assert!(error.to_string().starts_with("role `guide`.phrase: `` is not a valid phrase"), "{error}");
    }

    #[test]
    fn two_relations_never_print_alike() {
        let new = |name: &str| RelationDef::new(name, Shape::Happens, "person", "place");
        for def in [
            new("founded-in-1991"),
            new("founded-by-in-1991"),
            new("elected").dated(),
            new("x").dated().inverse("elected"),
            // Nor do the two names of one relation.
            new("x").dated().inverse("x-in-1991"),
            new("x-in-1991").dated().inverse("x"),
            new("x").dated().inverse("x-in-1991-12"),
        ] {
            assert_eq!(refused(def).kind(), ErrorKind::InvalidSchema);
        }
        let mut schema = schema();
        // `visits` does not print its date, and `paris` is not a date.
        for def in [
            new("visits-in-1991"),
            new("founded-in-paris"),
            new("elected"),
            new("y").inverse("y-in-1991"),
            new("z").dated().inverse("z-in-paris"),
        ] {
            schema.add_relation(def).unwrap();
        }
    }
}
