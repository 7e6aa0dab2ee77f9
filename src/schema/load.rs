//! Loading a vocabulary: its items become declarations, and its types are bound to what they declare.

use super::{
    Attribute, KindDef, KindItem, RelationDef, RelationItem, RoleDef, RoleUse, Schema, Vocabulary, items::Identity,
};
use crate::error::{Error, ErrorKind};

impl Schema {
    /// Declares a vocabulary and all that it extends, and binds its types to the items of these names.
    ///
    /// An item that is declared already is accepted if it is the same. So a schema that was read from a file is bound
    /// to types by extending it with their vocabulary.
    ///
    /// # Errors
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema) and others if it contradicts itself or the schema, which is
    /// left as it was.
    pub fn extend(&mut self, vocabulary: &'static Vocabulary) -> Result<(), Error> {
        let marks = self.marks();
        self.load(vocabulary).map_err(|error| {
            self.rewind(marks);
            error.at(format!("vocabulary `{}`", vocabulary.name()))
        })
    }

    fn load(&mut self, vocabulary: &'static Vocabulary) -> Result<(), Error> {
        let mut all = Vec::new();
        collect(vocabulary, &mut all);
        for vocabulary in &all {
            each_name_once("kind", vocabulary.kinds.iter().map(|item| (item.name, item.identity)))?;
            each_name_once("role", vocabulary.roles.iter().map(|item| (item.name, item.identity)))?;
            each_name_once("relation", vocabulary.relations.iter().map(|item| (item.name, item.identity)))?;
        }
        let kinds: Vec<&KindItem> = all.iter().flat_map(|v| v.kinds).copied().collect();
        let ids = self.add_kinds(kinds.iter().map(|item| item.to_def()).collect()).map_err(|(_, error)| error)?;
        self.types.extend(kinds.iter().zip(ids).map(|(item, id)| ((item.identity)(), id.index())));
        for item in all.iter().flat_map(|v| v.roles) {
            let mut def = RoleDef::new(item.name).about(prose(item.about));
            def.phrase = item.phrase.map(str::to_owned);
            let id = self.add_role(def)?;
            self.types.insert((item.identity)(), id.index());
        }
        for item in all.iter().flat_map(|v| v.relations) {
            let id = self.add_relation(item.to_def())?;
            self.types.insert((item.identity)(), id.index());
        }
        Ok(())
    }
}

/// Checks that no two types of a vocabulary have the same name.
fn each_name_once(sort: &str, items: impl Iterator<Item = (&'static str, Identity)>) -> Result<(), Error> {
    let mut seen: Vec<(&str, Identity)> = Vec::new();
    for (name, identity) in items {
        if seen.iter().any(|(other, of)| *other == name && of() != identity()) {
            let why = "two types of the vocabulary have this name; expected one of its own for each";
            return Err(Error::new(ErrorKind::InvalidSchema, why).at(format!("{sort} `{name}`")));
        }
        seen.push((name, identity));
    }
    Ok(())
}

/// Lists a vocabulary after all that it extends, each once.
fn collect(vocabulary: &'static Vocabulary, all: &mut Vec<&'static Vocabulary>) {
    let mut open = vec![(vocabulary, false)];
    let mut seen: Vec<*const Vocabulary> = Vec::new();
    while let Some((next, bases_done)) = open.pop() {
        if bases_done {
            all.push(next);
        } else if !seen.contains(&std::ptr::from_ref(next)) {
            seen.push(next);
            open.push((next, true));
            open.extend(next.bases.iter().rev().map(|base| (*base, false)));
        }
    }
}

impl KindItem {
    fn to_def(&self) -> KindDef {
        let mut def = KindDef::new(self.name).about(prose(self.about));
        def.parents = self.parents.iter().map(|item| item.name.to_owned()).collect();
        def.members = self.members.iter().map(|item| item.name.to_owned()).collect();
        for attribute in self.codes {
            if let Attribute::Code(scheme, code) = attribute {
                def = def.code(scheme.replace('_', "-"), *code);
            }
        }
        def
    }
}

impl RelationItem {
    fn to_def(&self) -> RelationDef {
        let mut def =
            RelationDef::new(self.name, self.shape, self.subject.name, self.object.name).about(prose(self.about));
        for (role, use_of, player) in self.roles {
            def.roles.push(RoleUse {
                role: role.name.into(),
                required: use_of.required,
                many: use_of.many,
                player: player.name.into(),
            });
        }
        for attribute in self.attributes {
            def = match *attribute {
                Attribute::Symmetric => def.symmetric(),
                Attribute::Transitive => def.transitive(),
                Attribute::Functional => def.functional(),
                Attribute::InverseFunctional => def.inverse_functional(),
                Attribute::Acyclic => def.acyclic(),
                Attribute::ActsFor => def.acts_for(),
                Attribute::Dated => def.dated(),
                Attribute::Inverse(name) => def.inverse(name),
                Attribute::Phrase(phrase) => def.phrase(phrase),
                Attribute::InversePhrase(phrase) => def.inverse_phrase(phrase),
                Attribute::Code(scheme, code) => def.code(scheme.replace('_', "-"), code),
            };
        }
        def
    }
}

/// A documentation comment without the blank that each line begins with.
fn prose(about: &str) -> String {
    let lines: Vec<&str> = about.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, unreachable_pub)]
mod tests {
    use super::*;
    use crate::{diplomacy, schema::Shape};

    mod low {
        crate::vocabulary! {
            name: "low";
            kinds {
                /// Two lines
                /// of words.
                Thing "thing" [schema_org = "Thing", wikidata = "Q35120"];
            }
            relations {
                event Meets "meets": Thing => Thing [symmetric, cameo = "040"];
                state Holds "holds": Thing => Thing { required Hand: Thing, optional Grip: Thing } [
                    transitive, functional, inverse = "held", phrase = "holds/hold/held", inverse_phrase = "is held by",
                ];
            }
            roles { Hand "hand" [phrase = "by the"]; Grip "grip"; }
        }
    }
    #[allow(dead_code)]
    mod twice {
        crate::vocabulary! {
            name: "twice";
            kinds { Musician "musician"; Band "musician"; }
        }
    }
    #[allow(dead_code)]
    mod both {
        crate::vocabulary! {
            name: "both";
            kinds { Musician "musician"; }
            relations { event Played "played": Musician => Musician; event Fought "played": Musician => Musician; }
        }
    }

    #[test]
    fn two_types_cannot_share_a_name() {
        let error = Schema::of(&twice::VOCABULARY).unwrap_err();
        assert_eq!(error.place(), Some("vocabulary `twice`.kind `musician`"));
        let error = Schema::of(&both::VOCABULARY).unwrap_err();
        assert_eq!(error.place(), Some("vocabulary `both`.relation `played`"));
    }

    mod left {
        use super::low::Thing;
        crate::vocabulary! { name: "left"; extends: crate::schema::load::tests::low; kinds { Left "left": Thing; } }
    }
    mod right {
        use super::low::Thing;
        crate::vocabulary! { name: "right"; extends: crate::schema::load::tests::low; kinds { Right "right": Thing; } }
    }
    mod top {
        use super::{left::Left, right::Right};
        crate::vocabulary! {
            name: "top";
            extends: crate::schema::load::tests::left, crate::schema::load::tests::right;
            kinds { Both "both": Left + Right; Either "either" = Left | Right; }
        }
    }
    mod wrong {
        crate::vocabulary! {
            name: "wrong";
            kinds {}
            relations { event Visits "visits": crate_any => crate_any; }
        }
        #[expect(non_camel_case_types, reason = "an end is one word in the macro")]
        type crate_any = crate::model::Any;
    }

    #[test]
    fn items_become_declarations() {
        let schema = low::schema();
        let thing = schema.kind_def(schema.kind("thing").unwrap());
        assert_eq!(thing.about, "Two lines\nof words.");
        assert_eq!(thing.codes.iter().collect::<Vec<_>>().len(), 2);
        assert_eq!(thing.codes.get("schema-org").map(String::as_str), Some("Thing"));
        let holds = RelationDef::new("holds", Shape::Holds, "thing", "thing")
            .required("hand", "thing")
            .optional("grip", "thing")
            .transitive()
            .functional()
            .inverse("held")
            .phrase("holds/hold/held")
            .inverse_phrase("is held by");
        let hand = schema.role_def(schema.role("hand").unwrap());
        assert_eq!(hand, &RoleDef::new("hand").phrase("by the"));
        assert_eq!(schema.relation_def(schema.relation("held").unwrap().id()), &holds);
        let meets = RelationDef::new("meets", Shape::Happens, "thing", "thing").symmetric().code("cameo", "040");
        assert_eq!(schema.relation_def(schema.relation("meets").unwrap().id()), &meets);
    }

    #[test]
    fn each_vocabulary_is_loaded_once_after_what_it_extends() {
        let mut all = Vec::new();
        collect(&top::VOCABULARY, &mut all);
        let names: Vec<&str> = all.iter().map(|vocabulary| vocabulary.name()).collect();
        assert_eq!(names, ["low", "left", "right", "top"]);
        let kinds: Vec<String> = top::schema().kinds().map(|(_, def)| def.name.clone()).collect();
        assert_eq!(kinds, ["thing", "left", "right", "both", "either"]);
        assert_eq!(
            (left::schema().kind_count(), right::schema().kind_count(), wrong::schema().kind_count()),
            (2, 2, 0)
        );
    }

    #[test]
    fn a_vocabulary_that_contradicts_the_schema_leaves_nothing_behind() {
        let mut schema = diplomacy::schema();
        let before = format!("{schema:?}");
        let error = schema.extend(&wrong::VOCABULARY).unwrap_err();
        let message = "vocabulary `wrong`.relation `visits`: is declared already, and differs in its subject";
        assert_eq!(error.to_string(), message);
        assert_eq!(format!("{schema:?}"), before);
        assert!(Schema::of(&wrong::VOCABULARY).is_ok());
    }
}
