//! Adding entities, finding them or adding them, and narrowing their kinds.

use super::KnowledgeGraph;
use crate::{
    draft::fact,
    error::{Error, ErrorKind, shown::as_found},
    model::{FactId, Id, KindId, MAX_KEY, Value, check_key, check_name, slug},
    schema::{Kind, KindTerm, Range, Role, base},
    tables::Alteration,
};

/// An entity before it is added: its name, and if needed its key, aliases and identifiers.
///
/// ```
/// use chancery::{KnowledgeGraph, diplomacy::{self, Person}, entity};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev").alias_in("kk", "Қасым-Жомарт Тоқаев"))?;
/// assert_eq!(kg.get_entity("tokayev"), Some(tokayev.any()));
/// assert_eq!(kg.entities_named("қасым-жомарт тоқаев"), [tokayev]);
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

/// Begins the draft of an entity, with its first name.
pub fn entity(name: impl Into<String>) -> EntityDraft {
    EntityDraft { name: name.into(), key: None, aliases: Vec::new(), identifiers: Vec::new() }
}

impl EntityDraft {
    /// Sets the key. Without it the name suggests one.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Adds an alias: another name, in no language in particular.
    pub fn alias(mut self, name: impl Into<String>) -> Self {
        self.aliases.push((name.into(), None));
        self
    }

    /// Adds an alias in a language, which is given by its tag (BCP 47), such as `kk`.
    pub fn alias_in(mut self, language: impl Into<String>, name: impl Into<String>) -> Self {
        self.aliases.push((name.into(), Some(language.into())));
        self
    }

    /// Adds an identifier: a scheme and a code under it, such as `wikidata` and `Q232`.
    pub fn identifier(mut self, scheme: impl Into<String>, code: impl Into<String>) -> Self {
        self.identifiers.push((scheme.into(), code.into()));
        self
    }
}

impl EntityDraft {
    /// The key that was given, or the one that the name suggests.
    fn suggested_key(&self) -> Result<String, Error> {
        self.key.clone().or_else(|| slug(&self.name)).ok_or_else(|| {
            let why = format!("the name `{}` suggests no key; give one", as_found(&self.name));
            Error::new(ErrorKind::InvalidKey, why)
        })
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
    /// Adds an entity of a kind, given by its name or by a draft that [`entity`] made. Its key is the one in the draft,
    /// or [the one that its name suggests](crate::model::slug).
    ///
    /// # Errors
    /// [`ErrorKind::DuplicateKey`] if the key is taken: [`upsert`](Self::upsert) finds the entity that has it, and the message
    /// names the key that [`add_another`](Self::add_another) would take;
    /// [`ErrorKind::InvalidKey`], [`ErrorKind::InvalidName`]; [`ErrorKind::UnknownKind`] if the schema lacks the kind;
    /// [`ErrorKind::WrongKind`] if it is a union; [`ErrorKind::InvalidSchema`] if the kind is a type, and in the schema it is
    /// not under all kinds that the type promises.
    pub fn add<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        let draft = entity.into();
        let key = draft.suggested_key();
        self.add_draft(&kind, &draft, key)
    }

    /// Adds an entity as [`add`](Self::add) does, but under the next free key if its own is taken: after `ann` comes
    /// `ann-2`, then `ann-3`. If that would be too long for a key, it is cut before the number.
    ///
    /// For entities that are known to differ, such as two people of one name. To find an entity or add it, see
    /// [`upsert`](Self::upsert).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy::{self, Person}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let ann = kg.add(Person, "Ann")?;
    /// assert!(kg.add(Person, "Ann").is_err());
    /// let other = kg.add_another(Person, "Ann")?;
    /// assert_eq!(kg.node_ref(other).and_then(|ann| ann.key()), Some("ann-2"));
    /// assert_eq!(kg.entities_named("Ann"), [ann, other]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`add`](Self::add), but a key that is taken is no error.
    pub fn add_another<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        let draft = entity.into();
        let key = draft.suggested_key().and_then(|key| {
            check_key(&key)?;
            Ok(if self.is_free(&key) { key } else { self.next_free_key(&key) })
        });
        self.add_draft(&kind, &draft, key)
    }

    fn add_draft<T: KindTerm>(
        &mut self,
        kind: &T,
        draft: &EntityDraft,
        key: Result<String, Error>,
    ) -> Result<Id<T::Kind>, Error> {
        if draft.aliases.is_empty() && draft.identifiers.is_empty() {
            return self.add_plain(kind, draft, key);
        }
        self.all_or_nothing(|kg| {
            let id = kg.add_plain(kind, draft, key)?;
            draft.aliases.iter().try_for_each(|alias| kg.assert_alias(id.any(), alias))?;
            draft.identifiers.iter().try_for_each(|identifier| kg.assert_identifier(id.any(), identifier))?;
            Ok(id)
        })
    }

    fn add_plain<T: KindTerm>(
        &mut self,
        kind: &T,
        draft: &EntityDraft,
        key: Result<String, Error>,
    ) -> Result<Id<T::Kind>, Error> {
        self.all_or_nothing(|kg| {
            let kind = kg.kind_to_add(kind)?;
            check_name(&draft.name)?;
            kg.push_entity(kind, &key?, &draft.name)
        })
    }

    fn assert_alias(&mut self, id: Id, (name, language): &(String, Option<String>)) -> Result<(), Error> {
        let mut alias = fact(id, base::AlsoKnownAs, Value::Text(name.clone()));
        if let Some(language) = language {
            alias = alias.with(base::Language, Value::Text(language.clone()));
        }
        self.assert(alias).map(drop)
    }

    fn assert_identifier(&mut self, id: Id, (scheme, code): &(String, String)) -> Result<(), Error> {
        let code = fact(id, base::IdentifiedBy, Value::Text(code.clone()));
        self.assert(code.with(base::Scheme, Value::Text(scheme.clone()))).map(drop)
    }

    /// Finds the entity of a key, or adds it. The key is the one given, or the one that the name suggests.
    ///
    /// An entity that is found must be of this kind. If it is of a wider kind, it is narrowed to this one. The name,
    /// aliases and identifiers that it does not have yet are recorded. It has a name if
    /// [`entities_named`](Self::entities_named) finds it by the name. It has an alias if the alias is known in the same
    /// spelling and, if a language is given, in this language.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy::{self, State}, entity};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let oman = kg.upsert(State, "Oman")?;
    /// assert_eq!(kg.upsert(State, entity("Sultanate of Oman").key("oman"))?, oman);
    /// assert_eq!(kg.entities_named("Sultanate of Oman"), [oman]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`add`](Self::add), but a key that is taken is no error; [`ErrorKind::WrongKind`] if the entity is of another kind.
    pub fn upsert<T: KindTerm>(&mut self, kind: T, entity: impl Into<EntityDraft>) -> Result<Id<T::Kind>, Error> {
        let draft = entity.into();
        let key = draft.suggested_key();
        let found = key.as_ref().ok().and_then(|key| self.get_entity(key));
        let Some(found) = found else { return self.add_draft(&kind, &draft, key) };
        self.all_or_nothing(|kg| {
            check_name(&draft.name)?;
            let wanted = kg.kind_to_ask(&kind)?;
            if !kg.fits(found, wanted) {
                kg.narrow(found, kind.kind_name())?;
            }
            if !kg.tables.is_named(found.index(), &draft.name, |fact| kg.is_in_force(fact)) {
                kg.assert_alias(found, &(draft.name.clone(), None))?;
            }
            for alias in &draft.aliases {
                if !kg.has_alias(found, alias) {
                    kg.assert_alias(found, alias)?;
                }
            }
            for identifier in &draft.identifiers {
                let (scheme, code) = (Value::Text(identifier.0.clone()), Value::Text(identifier.1.clone()));
                if !kg.identifiers(found.index()).contains(&(&scheme, &code)) {
                    kg.assert_identifier(found, identifier)?;
                }
            }
            Ok(found.retyped())
        })
    }

    /// Whether an entity has an alias in this spelling, and in the language if one is given.
    fn has_alias(&self, id: Id, (name, language): &(String, Option<String>)) -> bool {
        let Some(language) = language else {
            return self.tables.is_named_exactly(id.index(), name, |fact| self.is_in_force(fact));
        };
        let found = self.naming.zip(self.schema.known_role(base::Language::NAME));
        let (Some((naming, role)), Some(object)) = (found, self.get_value(&Value::Text(name.clone()))) else {
            return false;
        };
        let mut given = self.tables.outgoing().group(id.index(), naming.index()).with(object.index()).iter();
        given.any(|(_, fact)| {
            let fact = FactId::new(fact);
            let mut players = self.tables.players_of(fact, role);
            let is_in_language =
                players.any(|tag| matches!(self.tables.value_of(tag), Some(Value::Text(tag)) if tag == language));
            is_in_language && self.is_in_force(fact)
        })
    }

    /// Records that an entity is of a narrower kind than was known. The history keeps the earlier kind. If the entity was merged
    /// into another, it is the other whose kind narrows, and which is returned.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] if the kind is not under the entity's own; [`ErrorKind::UnknownKind`];
    /// [`ErrorKind::UnknownEntity`]; [`ErrorKind::NoChange`] if it is that kind already.
    pub fn narrow<T: KindTerm>(&mut self, id: Id<impl Kind>, kind: T) -> Result<Id<T::Kind>, Error> {
        self.all_or_nothing(|kg| {
            let to = kg.kind_to_add(&kind)?;
            let node = kg.tables.merged().canonical(kg.check_node(id)?);
            let Some(from) = kg.tables.kind_of(node) else {
                return Err(kg.no_entity(node));
            };
            let key = kg.tables.key_of(node);
            if from == to {
                return Err(Error::new(
                    ErrorKind::NoChange,
                    format!("`{key}` is of kind {} already", kind.kind_name()),
                ));
            }
            if !kg.schema.is_a(to, from) {
                let from = &kg.schema.kind_def(from).name;
                let why =
                    format!("`{key}` is of kind {from}, and {} is not under it; a kind only narrows", kind.kind_name());
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
            kg.tables.alter("", |_| Alteration::Narrow { node, from, to })?;
            Ok(kg.id(node))
        })
    }

    /// The id of the same node, typed with a kind, if the node is of that kind.
    ///
    /// # Errors
    /// [`ErrorKind::WrongKind`] if it is not of that kind. The message names the kind that it has. [`ErrorKind::UnknownEntity`]
    /// if the graph has no such node.
    pub fn cast<K: Kind>(&self, id: Id<impl Kind>) -> Result<Id<K>, Error> {
        let wanted = self.schema.bound_range::<K>()?;
        self.check_node(id)?;
        let id = self.canonical(id);
        if self.fits(id.any(), wanted) {
            return Ok(id.retyped());
        }
        let found = self.describe(id.index());
        Err(Error::new(ErrorKind::WrongKind, format!("expected {}, found {found}", K::NAME)))
    }

    fn kind_to_ask<T: KindTerm>(&mut self, kind: &T) -> Result<Range, Error> {
        if self.schema.is_open() && !self.schema.knows_range(kind.kind_name()) {
            self.schema.declare_open_kind(kind.kind_name())?;
        }
        let range = kind.range_in(&self.schema)?;
        if let Range::Kind(kind) = range {
            self.schema.check_kind_id(kind)?;
        }
        Ok(range)
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

    fn is_free(&self, key: &str) -> bool {
        self.tables.entity_of_key(key).is_none()
    }

    /// A free key, made of one that is taken and a number. If the numbers up to n are taken, this takes O(log n) look-ups.
    fn next_free_key(&self, key: &str) -> String {
        let numbered = |n: u32| {
            let number = format!("-{n}");
            let mut end = key.len().min(MAX_KEY - number.len());
            while !key.is_char_boundary(end) {
                end -= 1;
            }
            format!("{}{number}", key.get(..end).unwrap_or_default())
        };
        let is_free = |n: u32| self.is_free(&numbered(n));
        // The number `low` is taken, where the key itself counts as 1, and `high` is free.
        let (mut low, mut high) = (1, 2);
        while !is_free(high) && high < u32::MAX {
            (low, high) = (high, high.saturating_mul(2));
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if is_free(middle) { high = middle } else { low = middle }
        }
        numbered(high)
    }

    /// Appends an entity, whose name was checked.
    pub(super) fn push_entity<K>(&mut self, kind: KindId, key: &str, name: &str) -> Result<Id<K>, Error> {
        check_key(key)?;
        if let Some(taken) = self.tables.entity_of_key(key) {
            let (taken, free) = (self.describe(taken), self.next_free_key(key));
            let why = format!(
                "the key `{key}` is that of {taken}; `upsert` finds it, and `add_another` takes `{free}`, which is free"
            );
            return Err(Error::new(ErrorKind::DuplicateKey, why));
        }
        let node = self.tables.push_entity(kind, key, name)?;
        Ok(self.id(node))
    }
}
