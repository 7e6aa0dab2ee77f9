//! Entities: adding, finding or adding, narrowing.

use super::KnowledgeGraph;
use crate::{
    draft::fact,
    error::{Error, ErrorKind},
    model::{Id, KindId, Value, check_key, check_name, slug},
    schema::{Kind, KindTerm, Range, base},
    tables::Alteration,
};

/// What is known of an entity when it is added: its name, and where the name alone will not do, more.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy::{self, Person}, entity};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev").alias("Қасым-Жомарт Тоқаев", "kk"))?;
/// assert_eq!(kg.get("tokayev"), Some(tokayev.any()));
/// assert_eq!(kg.named("қасым-жомарт тоқаев"), [tokayev]);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an entity is nothing until `kg.add(kind, entity)?`"]
pub struct EntityDraft {
    name: String,
    key: Option<String>,
    aliases: Vec<(String, Option<String>)>,
    identifiers: Vec<(String, String)>,
}

/// An entity to add, by its first name.
pub fn entity(name: impl Into<String>) -> EntityDraft {
    EntityDraft { name: name.into(), key: None, aliases: Vec::new(), identifiers: Vec::new() }
}

impl EntityDraft {
    /// With this key, and not the one that its name suggests.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Also known by a name in a language, given by its tag (BCP 47), such as `kk`.
    pub fn alias(mut self, name: impl Into<String>, language: impl Into<String>) -> Self {
        self.aliases.push((name.into(), Some(language.into())));
        self
    }

    /// Also known by a name in no language in particular.
    pub fn also_known_as(mut self, name: impl Into<String>) -> Self {
        self.aliases.push((name.into(), None));
        self
    }

    /// Identified by a code under a scheme, such as `wikidata` and `Q232`.
    pub fn identifier(mut self, scheme: impl Into<String>, code: impl Into<String>) -> Self {
        self.identifiers.push((scheme.into(), code.into()));
        self
    }
}

impl From<&str> for EntityDraft {
    fn from(name: &str) -> Self {
        entity(name)
    }
}
impl From<String> for EntityDraft {
    fn from(name: String) -> Self {
        entity(name)
    }
}

impl KnowledgeGraph {
    /// Adds an entity of a kind, by its name or with more that is known of it. Its key is the one given, or
    /// [the one its name suggests](crate::model::slug).
    ///
    /// # Errors
    /// [`ErrorKind::DuplicateKey`] if the key is taken, with one that is not; [`ErrorKind::InvalidKey`],
    /// [`ErrorKind::InvalidName`]; [`ErrorKind::UnknownKind`] if the schema lacks the kind; [`ErrorKind::WrongKind`] if it is
    /// a union; [`ErrorKind::InvalidSchema`] if a kind given by type is not under all that the type promises.
    pub fn add<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        let draft = entity.into();
        let (aliases, identifiers) = (draft.aliases.clone(), draft.identifiers.clone());
        if aliases.is_empty() && identifiers.is_empty() {
            return self.add_plain(kind, &draft);
        }
        self.transaction(|kg| {
            let id = kg.add_plain(kind, &draft)?;
            for (name, language) in aliases {
                let mut alias = fact(id.any(), base::AlsoKnownAs, Value::Text(name));
                if let Some(language) = language {
                    alias = alias.with(base::Language, Value::Text(language));
                }
                kg.assert(alias)?;
            }
            for (scheme, code) in identifiers {
                kg.assert(
                    fact(id.any(), base::IdentifiedBy, Value::Text(code)).with(base::Scheme, Value::Text(scheme)),
                )?;
            }
            Ok(id)
        })
    }

    fn add_plain<T: KindTerm>(&mut self, kind: T, draft: &EntityDraft) -> Result<Id<T::Kind>, Error> {
        self.all_or_nothing(|kg| {
            let kind = kg.kind_to_add(&kind)?;
            check_name(&draft.name)?;
            let key = match &draft.key {
                Some(key) => key.clone(),
                None => slug(&draft.name).ok_or_else(|| {
                    let why = format!("the name `{}` suggests no key; give one", draft.name.escape_debug());
                    Error::new(ErrorKind::InvalidKey, why)
                })?,
            };
            kg.push_entity(kind, &key, &draft.name).map(Id::new)
        })
    }

    /// The entity of a key, added if there is none. Another name than those it has is recorded as one more.
    ///
    /// An entity that is there must be of this kind; one of a wider kind is narrowed to it.
    ///
    /// # Errors
    /// As [`add`](Self::add), but for the key that is taken; [`ErrorKind::WrongKind`] if it is of another kind.
    pub fn upsert<T: KindTerm>(&mut self, kind: T, key: &str, name: &str) -> Result<Id<T::Kind>, Error> {
        let Some(found) = self.get(key) else {
            return self.add(kind, entity(name).key(key));
        };
        self.transaction(|kg| {
            check_name(name)?;
            let wanted = kg.kind_to_ask(&kind)?;
            if !kg.fits(found, wanted) {
                kg.narrow(found, kind.kind_name())?;
            }
            if !kg.named(name).contains(&found) {
                kg.assert(fact(found, base::AlsoKnownAs, Value::Text(name.to_owned())))?;
            }
            Ok(Id::new(found.index()))
        })
    }

    /// Says that an entity is of a narrower kind than was known. What it was before stays in the history.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] if the kind is not under the entity's own; [`ErrorKind::UnknownKind`];
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if it is that kind already.
    pub fn narrow<T: KindTerm>(&mut self, id: Id<impl Kind>, kind: T) -> Result<Id<T::Kind>, Error> {
        self.all_or_nothing(|kg| {
            let to = kg.kind_to_add(&kind)?;
            let Some(from) = kg.tables.kind_of(id.index()) else {
                return Err(kg.no_entity(id.index()));
            };
            let stands = kg.tables.merged().canonical(id.index());
            if stands != id.index() {
                let (key, stands) = (kg.tables.key_of(id.index()), kg.tables.key_of(stands));
                let why = format!("`{key}` is merged into `{stands}`; narrow that one");
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            if from == to {
                let why = format!("`{}` is of kind {} already", kg.tables.key_of(id.index()), kind.kind_name());
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            if !kg.schema.is_a(to, from) {
                let from = &kg.schema.kind_def(from).name;
                let why = format!(
                    "`{}` is of kind {from}, and {} is not under it; a kind only narrows",
                    kg.tables.key_of(id.index()),
                    kind.kind_name()
                );
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
            kg.tables.alter("", |_| Alteration::Narrow { node: id.index(), from, to })?;
            Ok(Id::new(id.index()))
        })
    }

    /// The same node as one of a narrower kind, which is checked.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] if it is not of that kind, with the kind that it is.
    pub fn cast<K: Kind>(&self, id: Id<impl Kind>) -> Result<Id<K>, Error> {
        let wanted = self.schema.bound_range::<K>()?;
        let id = self.canonical(id);
        if self.fits(id.any(), wanted) {
            return Ok(Id::new(id.index()));
        }
        let found = self.describe(id.index());
        Err(Error::new(ErrorKind::WrongKind, format!("expected {}, found {found}", K::NAME)))
    }

    fn kind_to_ask<T: KindTerm>(&mut self, kind: &T) -> Result<Range, Error> {
        if self.schema.is_open() && self.schema.kind(kind.kind_name()).is_err() {
            self.schema.declare_open_kind(kind.kind_name())?;
        }
        kind.range_in(&self.schema)
    }

    fn kind_to_add<T: KindTerm>(&mut self, kind: &T) -> Result<KindId, Error> {
        let Range::Kind(id) = self.kind_to_ask(kind)? else {
            let why =
                format!("`{}` is a range of values, facts or everything; expected a kind of entity", kind.kind_name());
            return Err(Error::new(ErrorKind::UnknownKind, why));
        };
        let def = self.schema.kind_def(id);
        if !def.members.is_empty() {
            let why =
                format!("an entity is added as one of {}, not as the union `{}`", def.members.join(", "), def.name);
            return Err(Error::new(ErrorKind::WrongKind, why));
        }
        Ok(id)
    }

    fn push_entity(&mut self, kind: KindId, key: &str, name: &str) -> Result<u32, Error> {
        check_key(key)?;
        check_name(name)?;
        if let Some(taken) = self.tables.entity_of_key(key) {
            let free = (2..=u32::MAX).map(|n| format!("{key}-{n}")).find(|k| self.get(k).is_none()).unwrap_or_default();
            let why = format!("the key `{key}` is that of {}; `{free}` is free", self.describe(taken));
            return Err(Error::new(ErrorKind::DuplicateKey, why));
        }
        self.tables.push_entity(kind, key, name)
    }
}
