//! Declarations in plain values: how files store a schema, and how programs declare one at run time.

use indexmap::IndexMap;
use serde::Deserialize;

use super::Shape;
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::fields::serialize_fields,
};

/// The declaration of a kind of entity, in plain values.
///
/// ```
/// use chancery::schema::{KindDef, Schema};
///
/// let mut schema = Schema::new();
/// schema.add_kind(KindDef::new("agent"))?;
/// schema.add_kind(KindDef::new("place"))?;
/// let state = schema.add_kind(KindDef::new("state").under("agent").under("place").about("A state is both."))?;
/// assert!(schema.is_a(state, schema.kind("place")?));
/// # Ok::<(), chancery::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[must_use = "a declaration is nothing until `schema.add_kind(def)?`"]
pub struct KindDef {
    /// The name: a key, such as `state`.
    pub name: String,
    /// The names of the kinds directly above it.
    #[serde(default)]
    pub parents: Vec<String>,
    /// The names of the kinds that it is a union of. A union is abstract: an entity has the kind of a member, never
    /// the union itself.
    #[serde(default)]
    pub members: Vec<String>,
    /// A description for people.
    #[serde(default)]
    pub about: String,
    /// Its codes in other vocabularies, by scheme: `wikidata` `Q3624078`. Codes are texts, so `042` keeps its zero.
    #[serde(default)]
    pub codes: IndexMap<String, String>,
}

serialize_fields!(KindDef {
    required "name": name,
    optional "parents": parents,
    optional "members": members,
    optional "about": about,
    optional "codes": codes,
});

impl KindDef {
    /// A kind with no other kind above it.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a kind above it.
    pub fn under(mut self, parent: impl Into<String>) -> Self {
        self.parents.push(parent.into());
        self
    }

    /// Adds a member; a kind with members is a union.
    pub fn member(mut self, member: impl Into<String>) -> Self {
        self.members.push(member.into());
        self
    }

    /// Sets the description.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Sets its code in a scheme. A second code in the same scheme replaces the first.
    pub fn code(mut self, scheme: impl Into<String>, code: impl Into<String>) -> Self {
        self.codes.insert(scheme.into(), code.into());
        self
    }
}

/// The declaration of a relation, in plain values.
///
/// ```
/// use chancery::schema::{RelationDef, RoleDef, Shape};
///
/// let mut schema = chancery::diplomacy::schema();
/// let toasted = RelationDef::new("toasted", Shape::Happens, "person", "agent")
///     .required("drink", "text")
///     .inverse("toasted-by");
/// assert!(schema.add_relation(toasted.clone()).unwrap_err().to_string().contains("no role `drink`"));
/// schema.add_role(RoleDef::new("drink"))?;
/// schema.add_relation(toasted)?;
/// assert!(schema.relation("toasted-by")?.is_inverse());
/// # Ok::<(), chancery::Error>(())
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[must_use = "a declaration is nothing until `schema.add_relation(def)?`"]
#[expect(clippy::struct_excessive_bools, reason = "each is one word of a declaration, on its own")]
pub struct RelationDef {
    /// The name: a key, such as `ambassador-of`.
    pub name: String,
    /// Whether it is an event, which happens, or a state, which holds.
    pub shape: Shape,
    /// The range of the subject: a kind, `any` or `statement`.
    pub subject: String,
    /// The range of the object: a kind, a type of value, `statement` or `any`.
    pub object: String,
    /// The roles that its facts may or must have.
    #[serde(default)]
    pub roles: Vec<RoleUse>,
    /// The name from the object's side: `visited-by`. A fact asserted by it is stored under the relation's own name.
    #[serde(default)]
    pub inverse: Option<String>,
    /// How a sentence reads from subject to object: `is ambassador of`, or `visits/visit/visited`.
    ///
    /// A phrase begins with its verb: `is`, `has`, or three forms of another one with `/` between them, as in *visits*,
    /// *visit*, *visited*. Further words follow; `{}` among them marks the place of the other end; without it, the
    /// other end comes last. Sentences form their tenses from the phrase, and also say what was planned or denied: see
    /// [`Sentence`](crate::view::Sentence). Without a phrase they print the name.
    #[serde(default)]
    pub phrase: Option<String>,
    /// How a sentence reads from object to subject: `has {} as ambassador`. A symmetric relation has none, as its phrase
    /// reads both ways.
    #[serde(default)]
    pub inverse_phrase: Option<String>,
    /// Whether it holds in both directions. Such a fact is stored once and found from both ends.
    #[serde(default)]
    pub symmetric: bool,
    /// Whether queries may follow it over several steps. Plain look-ups never do.
    #[serde(default)]
    pub transitive: bool,
    /// Whether a subject has at most one object at a time. Only audits check this; asserting does not.
    #[serde(default)]
    pub functional: bool,
    /// Whether an object has at most one subject at a time: a state has one capital. The players of required roles
    /// count with the object: a state has one ambassador in each receiving state. Only audits check this.
    #[serde(default)]
    pub inverse_functional: bool,
    /// Whether its facts must form no cycle: what is part of a thing does not contain that thing. Only audits check
    /// this.
    #[serde(default)]
    pub acyclic: bool,
    /// Whether the subject acts for the object while it holds: an office, an employment, a mission.
    /// [Testimony](crate::analysis::Testimony::interest) uses this to find who speaks for whom, and audits to find what
    /// should end when a person dies.
    #[serde(default)]
    pub acts_for: bool,
    /// Whether its facts print their date in the name: `recognized-in-1991`.
    #[serde(default)]
    pub dated: bool,
    /// A description for people.
    #[serde(default)]
    pub about: String,
    /// Its codes in other vocabularies, by scheme: `cameo` `042`. Codes are texts, so `042` keeps its zero.
    #[serde(default)]
    pub codes: IndexMap<String, String>,
}

serialize_fields!(RelationDef {
    required "name": name,
    required "shape": shape,
    required "subject": subject,
    required "object": object,
    optional "roles": roles,
    optional "inverse": inverse,
    optional "phrase": phrase,
    optional "inverse-phrase": inverse_phrase,
    optional "symmetric": symmetric,
    optional "transitive": transitive,
    optional "functional": functional,
    optional "inverse-functional": inverse_functional,
    optional "acyclic": acyclic,
    optional "acts-for": acts_for,
    optional "dated": dated,
    optional "about": about,
    optional "codes": codes,
});

impl RelationDef {
    /// The names of the roles, in the order of declaration.
    pub(crate) fn role_names(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().map(|role| role.role.as_str())
    }

    /// The error for a name that is none of the roles. `near` proposes another name, or is empty.
    pub(crate) fn no_role(&self, name: &str, near: &str) -> Error {
        let allowed = match self.role_names().collect::<Vec<_>>() {
            roles if roles.is_empty() => "it has none".to_owned(),
            roles => format!("allowed: {}", roles.join(", ")),
        };
        let why = format!("{} has no role `{}`; {allowed}{near}", self.name, as_found(name));
        Error::new(ErrorKind::UnknownRole, why)
    }

    /// A relation without roles, inverse, flags, phrases, description and codes.
    pub fn new(name: impl Into<String>, shape: Shape, subject: impl Into<String>, object: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            shape,
            subject: subject.into(),
            object: object.into(),
            roles: Vec::new(),
            inverse: None,
            phrase: None,
            inverse_phrase: None,
            symmetric: false,
            transitive: false,
            functional: false,
            inverse_functional: false,
            acyclic: false,
            acts_for: false,
            dated: false,
            about: String::new(),
            codes: IndexMap::new(),
        }
    }

    /// Adds a role that every fact must have, and the range of its player.
    pub fn required(mut self, role: impl Into<String>, player: impl Into<String>) -> Self {
        self.roles.push(RoleUse { role: role.into(), required: true, many: false, player: player.into() });
        self
    }

    /// Adds a role that every fact must have, and that may have several players.
    pub fn required_many(mut self, role: impl Into<String>, player: impl Into<String>) -> Self {
        self.roles.push(RoleUse { role: role.into(), required: true, many: true, player: player.into() });
        self
    }

    /// Adds a role that a fact may have, and the range of its player.
    pub fn optional(mut self, role: impl Into<String>, player: impl Into<String>) -> Self {
        self.roles.push(RoleUse { role: role.into(), required: false, many: false, player: player.into() });
        self
    }

    /// Adds a role that a fact may have, and that may have several players.
    pub fn optional_many(mut self, role: impl Into<String>, player: impl Into<String>) -> Self {
        self.roles.push(RoleUse { role: role.into(), required: false, many: true, player: player.into() });
        self
    }

    /// Sets the name from the object's side.
    pub fn inverse(mut self, name: impl Into<String>) -> Self {
        self.inverse = Some(name.into());
        self
    }

    /// Sets how a sentence reads from subject to object. The field [`phrase`](Self#structfield.phrase) says how it is
    /// written.
    pub fn phrase(mut self, phrase: impl Into<String>) -> Self {
        self.phrase = Some(phrase.into());
        self
    }

    /// Sets how a sentence reads from object to subject.
    pub fn inverse_phrase(mut self, phrase: impl Into<String>) -> Self {
        self.inverse_phrase = Some(phrase.into());
        self
    }

    /// Sets that it holds in both directions.
    pub fn symmetric(mut self) -> Self {
        self.symmetric = true;
        self
    }

    /// Sets that queries may follow it over several steps.
    pub fn transitive(mut self) -> Self {
        self.transitive = true;
        self
    }

    /// Sets that a subject has at most one object at a time.
    pub fn functional(mut self) -> Self {
        self.functional = true;
        self
    }

    /// Sets that an object has at most one subject at a time.
    pub fn inverse_functional(mut self) -> Self {
        self.inverse_functional = true;
        self
    }

    /// Sets that its facts form no cycle.
    pub fn acyclic(mut self) -> Self {
        self.acyclic = true;
        self
    }

    /// Sets that the subject acts for the object.
    pub fn acts_for(mut self) -> Self {
        self.acts_for = true;
        self
    }

    /// Sets that its facts print their date in the name.
    pub fn dated(mut self) -> Self {
        self.dated = true;
        self
    }

    /// Sets the description.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Sets its code in a scheme. A second code in the same scheme replaces the first.
    pub fn code(mut self, scheme: impl Into<String>, code: impl Into<String>) -> Self {
        self.codes.insert(scheme.into(), code.into());
        self
    }
}

/// The use of a role by one relation.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleUse {
    /// The role's name.
    pub role: String,
    /// Whether every fact of the relation must have it.
    #[serde(default)]
    pub required: bool,
    /// Whether it may have several players in one fact.
    #[serde(default)]
    pub many: bool,
    /// The range of its players: a kind, a type of value, `statement` or `any`.
    pub player: String,
}

serialize_fields!(RoleUse {
    required "role": role,
    optional "required": required,
    optional "many": many,
    required "player": player,
});

/// The declaration of a role, in plain values. Relations share a role that means the same.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[must_use = "a declaration is nothing until `schema.add_role(def)?`"]
pub struct RoleDef {
    /// The name: a key, such as `accredited-to`.
    pub name: String,
    /// The words that a sentence prints before the player: `accredited to`. Without a phrase it prints the name.
    #[serde(default)]
    pub phrase: Option<String>,
    /// A description for people.
    #[serde(default)]
    pub about: String,
}

serialize_fields!(RoleDef {
    required "name": name,
    optional "phrase": phrase,
    optional "about": about,
});

impl RoleDef {
    /// A role with a name, without phrase and description.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), phrase: None, about: String::new() }
    }

    /// Sets the words that a sentence prints before the player.
    pub fn phrase(mut self, phrase: impl Into<String>) -> Self {
        self.phrase = Some(phrase.into());
        self
    }

    /// Sets the description.
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }
}

/// A whole schema in plain values, as files store it. The vocabulary `base`, which every schema has, is left out.
///
/// Kinds may be in any order; a parent or member may come later.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SchemaDef {
    /// Whether unknown kinds, relations and roles are declared on first use.
    #[serde(default)]
    pub open: bool,
    /// The kinds, in the order of their declaration.
    #[serde(default)]
    pub kinds: Vec<KindDef>,
    /// The roles, in the order of their declaration.
    #[serde(default)]
    pub roles: Vec<RoleDef>,
    /// The relations, in the order of their declaration.
    #[serde(default)]
    pub relations: Vec<RelationDef>,
}

serialize_fields!(SchemaDef {
    optional "open": open,
    optional "kinds": kinds,
    optional "roles": roles,
    optional "relations": relations,
});

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_not_written_and_what_is_unknown_is_refused() {
        let def = SchemaDef {
            kinds: vec![KindDef::new("state").under("agent").member("x").about("a").code("k", "042")],
            roles: vec![RoleDef::new("host").phrase("at").about("b")],
            relations: vec![
                RelationDef::new("r", Shape::Happens, "any", "text"),
                RelationDef::new("s", Shape::Holds, "a", "b")
                    .required("host", "any")
                    .optional("to", "any")
                    .inverse("t")
                    .phrase("is")
                    .inverse_phrase("has")
                    .symmetric()
                    .transitive()
                    .functional()
                    .inverse_functional()
                    .acyclic()
                    .acts_for()
                    .dated()
                    .about("c")
                    .code("k", "1"),
            ],
            open: true,
        };
        let json = concat!(
            r#"{"open":true,"kinds":[{"name":"state","parents":["agent"],"members":["x"],"about":"a","codes":{"k":"042"}}],"#,
            r#""roles":[{"name":"host","phrase":"at","about":"b"}],"#,
            r#""relations":[{"name":"r","shape":"event","subject":"any","object":"text"},"#,
            r#"{"name":"s","shape":"state","subject":"a","object":"b","roles":[{"role":"host","required":true,"player":"any"},"#,
            r#"{"role":"to","player":"any"}],"inverse":"t","phrase":"is","inverse-phrase":"has","symmetric":true,"transitive":true,"functional":true,"#,
            r#""inverse-functional":true,"acyclic":true,"acts-for":true,"dated":true,"#,
            r#""about":"c","codes":{"k":"1"}}]}"#,
        );
        assert_eq!(serde_json::to_string(&def).unwrap(), json);
        assert_eq!(serde_json::from_str::<SchemaDef>(json).unwrap(), def);
        assert_eq!(serde_json::to_string(&SchemaDef::default()).unwrap(), "{}");
        for bad in [
            r#"{"kind":[]}"#,
            r#"{"kinds":[{"nam":"x"}]}"#,
            r#"{"kinds":[{"name":"x","codes":{"cameo":42}}]}"#,
            r#"{"relations":[{"name":"x","shape":"Event","subject":"a","object":"b"}]}"#,
        ] {
            assert!(serde_json::from_str::<SchemaDef>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn shapes_are_named_as_files_name_them() {
        for shape in [Shape::Happens, Shape::Holds, Shape::Either] {
            assert_eq!(serde_json::to_string(&shape).unwrap(), format!("\"{}\"", shape.name()));
        }
    }
}
