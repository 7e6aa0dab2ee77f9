//! Entities: adding, finding or adding, narrowing; and how records are read.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{
    KnowledgeGraph,
    journal::{Alteration, Op},
    names::NameText,
    record::{FactRecord, NodeKind, NodeRecord},
    transact::index,
};
use crate::{
    draft::fact,
    error::{Error, ErrorKind, did_you_mean},
    model::{Any, FactId, Id, KindId, Value, check_key, check_name, slug},
    schema::{Kind, KindTerm, Range, base},
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

    /// Also known by a name in a language, told by its tag (BCP 47), such as `kk`.
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
        self.atomically(Op::Entity, |kg| {
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
        self.atomically(Op::Alter, |kg| {
            let to = kg.kind_to_add(&kind)?;
            let Some(NodeKind::Entity { kind: from, .. }) = kg.node_kind(id.index()) else {
                return Err(kg.no_entity(id.index()));
            };
            let stands = kg.merged.canonical(id.index());
            if stands != id.index() {
                let (key, stands) = (kg.key_of(id.index()), kg.key_of(stands));
                let why = format!("`{key}` is merged into `{stands}`; narrow that one");
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            if from == to {
                let why = format!("`{}` is of kind {} already", kg.key_of(id.index()), kind.kind_name());
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            if !kg.schema.is_a(to, from) {
                let from = &kg.schema.kind_def(from).name;
                let why = format!(
                    "`{}` is of kind {from}, and {} is not under it; a kind only narrows",
                    kg.key_of(id.index()),
                    kind.kind_name()
                );
                return Err(Error::new(ErrorKind::WrongKind, why));
            }
            kg.push_alteration(Alteration::Narrow { node: id.index(), from, to })?;
            kg.step()?;
            kg.set_kind(id.index(), to);
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

    /// The entity that was added with a key.
    pub(super) fn find_key(&self, key: &str) -> Option<u32> {
        self.keys.get(key, |node| self.key_of(node))
    }

    /// The entity that was added with a key, whatever it was merged into since.
    pub(super) fn asserted_entity(&self, key: &str) -> Result<u32, Error> {
        self.find_key(key).ok_or_else(|| self.unknown_entity(key))
    }

    fn push_entity(&mut self, kind: KindId, key: &str, name: &str) -> Result<u32, Error> {
        check_key(key)?;
        check_name(name)?;
        if let Some(taken) = self.find_key(key) {
            let free = (2..=u32::MAX).map(|n| format!("{key}-{n}")).find(|k| self.get(k).is_none()).unwrap_or_default();
            let why = format!("the key `{key}` is that of {}; `{free}` is free", self.describe(taken));
            return Err(Error::new(ErrorKind::DuplicateKey, why));
        }
        let key_id = self.arena.push(key)?;
        self.step()?;
        let name_id = if name == key { key_id } else { self.arena.push(name)? };
        let node = self.push_node(NodeKind::Entity { kind, key: key_id, name: name_id })?;
        let (log, arena) = (&self.log, &self.arena);
        self.keys.insert(key, node, |n| key_in(log, arena, n));
        self.step()?;
        self.folded.insert(name, node, NameText::First(name_id));
        Ok(node)
    }

    pub(super) fn push_node(&mut self, kind: NodeKind) -> Result<u32, Error> {
        self.step()?;
        if self.log.node_count() >= (u32::MAX - 1) as usize {
            return Err(Error::new(ErrorKind::Full, format!("a graph holds at most {} nodes", u32::MAX - 1)));
        }
        Ok(index(self.log.add_node(NodeRecord(kind))))
    }

    pub(super) fn set_kind(&mut self, node: u32, to: KindId) {
        if let Some(NodeRecord(NodeKind::Entity { kind, .. })) = self.log.node_weight_mut(NodeIndex::new(node as usize))
        {
            *kind = to;
        }
    }

    pub(crate) fn node_kind(&self, node: u32) -> Option<NodeKind> {
        self.log.node_weight(NodeIndex::new(node as usize)).map(|record| record.0)
    }

    pub(crate) fn node_record(&self, node: u32) -> Option<&NodeRecord> {
        self.log.node_weight(NodeIndex::new(node as usize))
    }

    pub(crate) fn record(&self, fact: FactId) -> Option<&FactRecord> {
        self.log.edge_weight(EdgeIndex::new(fact.at()))
    }

    /// Subject and object: of each, whoever stands for it. All questions read ends by this.
    pub(crate) fn ends(&self, fact: FactId) -> Option<(u32, u32)> {
        let (subject, object) = self.asserted_ends(fact)?;
        Some((self.merged.canonical(subject), self.merged.canonical(object)))
    }

    /// Subject and object as they were asserted, before any merge.
    pub(crate) fn asserted_ends(&self, fact: FactId) -> Option<(u32, u32)> {
        self.log.edge_endpoints(EdgeIndex::new(fact.at())).map(|(subject, object)| (index(subject), index(object)))
    }

    /// The key of an entity; empty for what is none.
    pub(crate) fn key_of(&self, node: u32) -> &str {
        key_in(&self.log, &self.arena, node)
    }

    /// The first name of an entity; empty for what is none.
    pub(crate) fn name_of(&self, node: u32) -> &str {
        match self.node_kind(node) {
            Some(NodeKind::Entity { name, .. }) => self.arena.get(name),
            _ => "",
        }
    }

    pub(crate) fn value_of(&self, node: u32) -> Option<&Value> {
        match self.node_kind(node)? {
            NodeKind::Value(at) => self.values.get(at as usize).map(|(value, _)| value),
            _ => None,
        }
    }

    /// Whether a node is within a range.
    pub(crate) fn fits(&self, id: Id<Any>, range: Range) -> bool {
        match (range, self.node_kind(id.index())) {
            (Range::Any, Some(_)) | (Range::Statement, Some(NodeKind::Fact(_))) => true,
            (Range::Kind(wanted), Some(NodeKind::Entity { kind, .. })) => self.schema.is_a(kind, wanted),
            (Range::Value(wanted), Some(NodeKind::Value(_))) => {
                self.value_of(id.index()).is_some_and(|v| v.value_type() == wanted)
            }
            _ => false,
        }
    }

    /// A node as errors name it.
    pub(crate) fn describe(&self, node: u32) -> String {
        match self.node_kind(node) {
            Some(NodeKind::Entity { kind, .. }) => {
                let own = format!("{} `{}`", self.schema.kind_def(kind).name, self.key_of(node));
                match self.merged.canonical(node) {
                    stands if stands == node => own,
                    stands => format!("{own}, which is merged into `{}`", self.key_of(stands)),
                }
            }
            Some(NodeKind::Value(_)) => {
                self.value_of(node).map(|v| format!("{} {v}", v.value_type())).unwrap_or_default()
            }
            Some(NodeKind::Fact(fact)) => format!("the fact #{}", fact.index()),
            None => format!("no node: {node} of {}", self.log.node_count()),
        }
    }

    pub(super) fn no_entity(&self, node: u32) -> Error {
        Error::new(ErrorKind::UnknownEntity, format!("expected an entity of this graph, found {}", self.describe(node)))
    }

    pub(super) fn unknown_entity(&self, key: &str) -> Error {
        let mut why = format!("no entity has the key `{}`", key.escape_debug());
        let named = self.named(key);
        if named.is_empty() {
            let near =
                (0..self.log.node_count()).take(100_000).filter_map(|n| u32::try_from(n).ok()).map(|n| self.key_of(n));
            why += &did_you_mean(key, near.filter(|k| !k.is_empty()));
        } else {
            let keys: Vec<_> = named.iter().take(8).map(|id| format!("`{}`", self.key_of(id.index()))).collect();
            why += "; by that name go ";
            why += &keys.join(", ");
        }
        Error::new(ErrorKind::UnknownEntity, why)
    }
}

/// The key of a node, for indexes that are being changed while the graph is borrowed.
fn key_in<'a>(
    log: &petgraph::graph::DiGraph<NodeRecord, FactRecord>,
    arena: &'a super::arena::Arena,
    node: u32,
) -> &'a str {
    match log.node_weight(NodeIndex::new(node as usize)) {
        Some(NodeRecord(NodeKind::Entity { key, .. })) => arena.get(*key),
        _ => "",
    }
}
