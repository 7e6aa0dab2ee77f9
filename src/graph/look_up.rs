//! Look-ups by key, name, value and id, and the errors for what is not found.

use super::KnowledgeGraph;
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Any, FactId, Id, KindId, Modality, SourceId, SourceText, Term, Value},
    schema::{FoundRelation, Kind, Range},
    tables::NodeKind,
};

impl KnowledgeGraph {
    /// The node of a value, if a fact has it as an end or role player. O(1).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, date, fact, model::Value};
    /// use chancery::diplomacy::{self, Born, Person};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let tokayev = kg.add(Person, "Kassym-Jomart Tokayev")?;
    /// kg.assert(fact(tokayev, Born, date("1953-05-17")))?;
    /// let day = kg.get_value(&Value::from(date("1953-05-17"))).unwrap();
    /// assert_eq!(kg.view().facts(Born).to(day).first()?.map(|born| born.subject()), Some(tokayev));
    /// assert!(kg.get_value(&Value::from(date("1953-05"))).is_none());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn get_value(&self, value: &Value) -> Option<Id<Any>> {
        self.tables.node_of_value(value).map(|node| self.id(node))
    }

    /// The handle of a node.
    pub(crate) const fn id<K>(&self, node: u32) -> Id<K> {
        Id::new(node).given_by(self.origin)
    }

    /// The relation of a name, for questions and drafts: `visits`, its inverse `visited-by`, or a name with a date such as
    /// `recognized-in-1991`.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if no relation has the name; the message suggests a
    /// similar name.
    pub fn relation(&self, name: &str) -> Result<FoundRelation, Error> {
        self.schema.relation(name)
    }

    /// The entity of a key.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if no entity has it; the message lists the entities of that
    /// name.
    pub fn entity(&self, key: &str) -> Result<Id<Any>, Error> {
        self.get_entity(key).ok_or_else(|| self.unknown_entity(key))
    }

    /// The entity of a key, if there is one. O(1). The key of an entity that was merged into another finds the other.
    #[must_use]
    pub fn get_entity(&self, key: &str) -> Option<Id<Any>> {
        self.tables.entity_of_key(key).map(|node| self.id(self.tables.merged().canonical(node)))
    }

    /// All entities with a name, be it their first name or an alias, in the order of recording. Case, diacritics, white space
    /// and how signs are typed do not count: [`fold`](crate::model::fold) has the rules. A name of an entity that was merged
    /// into another finds the other.
    ///
    /// An alias is a fact of [`AlsoKnownAs`](crate::base::AlsoKnownAs). It counts if it is actual, and neither retracted nor
    /// resolved by a fact that stands, such as a correction.
    #[must_use]
    pub fn entities_named(&self, name: &str) -> Vec<Id<Any>> {
        self.canonical_ids(self.tables.named(name, |fact| self.is_in_force(fact)))
    }

    /// All entities with exactly this name, be it their first name or an alias, in the order of recording. The same aliases
    /// count as for [`entities_named`](Self::entities_named).
    #[must_use]
    pub fn entities_named_exactly(&self, name: &str) -> Vec<Id<Any>> {
        self.canonical_ids(self.tables.named_exactly(name, |fact| self.is_in_force(fact)))
    }

    /// Whether a fact is actual and stands: it is not retracted, and the fact that resolved it, if there is one, is.
    pub(crate) fn is_in_force(&self, fact: FactId) -> bool {
        self.tables.record(fact).is_some_and(|record| {
            record.modality == Modality::Actual
                && !record.is_retracted()
                && (!record.is_resolved() || !self.has_outcome(fact))
        })
    }

    /// Whether a fact was resolved by one that is not retracted.
    pub(super) fn has_outcome(&self, fact: FactId) -> bool {
        let by = self.tables.resolutions(fact).next().and_then(|(.., by)| self.tables.record(by));
        by.is_some_and(|by| !by.is_retracted())
    }

    /// The entities that stand for these, each once, in the order of recording.
    fn canonical_ids(&self, mut nodes: Vec<u32>) -> Vec<Id<Any>> {
        let merged = self.tables.merged();
        if !merged.is_empty() {
            for node in &mut nodes {
                *node = merged.canonical(*node);
            }
            nodes.sort_unstable();
            nodes.dedup();
        }
        nodes.into_iter().map(|node| self.id(node)).collect()
    }

    /// The fact of a key.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`].
    pub fn fact(&self, key: &str) -> Result<FactId, Error> {
        self.get_fact(key).ok_or_else(|| {
            let near = self.near.fact(key, &self.tables);
            Error::new(ErrorKind::UnknownFact, format!("no fact has the key `{}`{near}", as_found(key)))
        })
    }

    /// The fact of a key, if there is one. O(1).
    #[must_use]
    pub fn get_fact(&self, key: &str) -> Option<FactId> {
        self.tables.fact_of_key(key).map(|fact| fact.given_by(self.origin))
    }

    /// The fact of a key, or of a number such as `#3`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`].
    pub fn fact_named(&self, name: &str) -> Result<FactId, Error> {
        if !name.starts_with('#') {
            return self.fact(name);
        }
        numbered(name, self.fact_count()).map(|fact| fact.given_by(self.origin))
    }

    /// The source of a key.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownSource`]; the message suggests a similar key.
    pub fn source(&self, key: &str) -> Result<SourceId, Error> {
        self.get_source(key).ok_or_else(|| {
            let near = self.near.source(key, &self.tables);
            Error::new(ErrorKind::UnknownSource, format!("no source has the key `{}`{near}", as_found(key)))
        })
    }

    /// The source of a key, if there is one. O(1).
    #[must_use]
    pub fn get_source(&self, key: &str) -> Option<SourceId> {
        self.tables.source_of_key(key).map(|source| source.given_by(self.origin))
    }

    /// The text of a source, if the graph has it.
    pub(crate) fn source_text(&self, source: SourceId) -> Option<&SourceText> {
        self.tables.source(source)?.text.as_ref()
    }

    /// The key of a fact, if it has one.
    #[must_use]
    pub fn fact_key(&self, fact: FactId) -> Option<&str> {
        self.tables.fact_key(self.own_fact(fact)?)
    }

    /// The id of the entity that stands for an entity: the entity itself, or the one into which it was merged. O(1).
    ///
    /// That entity is of the same kind or a narrower one. Values and facts stand for themselves.
    #[must_use]
    pub fn canonical<K>(&self, id: Id<K>) -> Id<K> {
        if id.is_foreign(self.origin) { id } else { self.id(self.tables.merged().canonical(id.index())) }
    }

    /// The kind of an entity. If the entity was merged into another, this is the kind of the other.
    #[must_use]
    pub fn kind_of(&self, id: Id<impl Kind>) -> Option<KindId> {
        self.tables.kind_of(self.canonical(self.own_id(id)?).index())
    }

    /// The id, unless it is known to be of another graph.
    pub(crate) fn own_id<K>(&self, id: Id<K>) -> Option<Id<K>> {
        (!id.is_foreign(self.origin)).then_some(id)
    }

    /// The fact, unless it is known to be of another graph.
    pub(crate) fn own_fact(&self, fact: FactId) -> Option<FactId> {
        (!fact.is_foreign(self.origin)).then_some(fact)
    }

    /// The source, unless it is known to be of another graph.
    pub(crate) fn own_source(&self, source: SourceId) -> Option<SourceId> {
        (!source.is_foreign(self.origin)).then_some(source)
    }

    /// The entity that was added with a key, whatever it was merged into since.
    pub(super) fn asserted_entity(&self, key: &str) -> Result<u32, Error> {
        self.tables.entity_of_key(key).ok_or_else(|| self.unknown_entity(key))
    }

    /// An entity as it was recorded, by its key or handle.
    pub(super) fn recorded_entity(&self, term: &Term) -> Result<u32, Error> {
        match term {
            Term::Text(key) | Term::Key(key) => self.asserted_entity(key),
            Term::Node(id) => self.check_entity(*id),
            Term::Value(value) => Err(Error::new(ErrorKind::WrongKind, format!("expected an entity, found {value}"))),
            Term::Fact(fact) => {
                Err(Error::new(ErrorKind::WrongKind, format!("expected an entity, found the fact #{}", fact.index())))
            }
        }
    }

    /// The number of a node, which is an entity of this graph.
    pub(super) fn check_entity<K>(&self, id: Id<K>) -> Result<u32, Error> {
        let node = self.check_node(id)?;
        if self.tables.is_entity(node) { Ok(node) } else { Err(self.no_entity(node)) }
    }

    /// The number of a node of this graph.
    pub(super) fn check_node<K>(&self, id: Id<K>) -> Result<u32, Error> {
        let node = id.index();
        if node as usize >= self.node_count() {
            return Err(self.no_entity(node));
        }
        if id.is_foreign(self.origin) {
            return Err(foreign(ErrorKind::UnknownEntity, "node", node));
        }
        Ok(node)
    }

    /// Whether a fact is of this graph.
    pub(super) fn has_fact(&self, fact: FactId) -> bool {
        fact.at() < self.fact_count() && !fact.is_foreign(self.origin)
    }

    pub(super) fn check_fact(&self, fact: FactId) -> Result<(), Error> {
        if self.has_fact(fact) { Ok(()) } else { Err(self.no_fact(fact)) }
    }

    /// The error for a handle that is not that of a fact of this graph.
    pub(super) fn no_fact(&self, fact: FactId) -> Error {
        if fact.at() < self.fact_count() {
            return foreign(ErrorKind::UnknownFact, "fact", fact.index());
        }
        let why = format!("no fact has the number {}; this graph has {}", fact.index(), self.fact_count());
        Error::new(ErrorKind::UnknownFact, why)
    }

    pub(super) fn check_source(&self, source: SourceId) -> Result<SourceId, Error> {
        if source.at() >= self.source_count() {
            let why = format!("no source has the number {}; this graph has {}", source.index(), self.source_count());
            return Err(Error::new(ErrorKind::UnknownSource, why));
        }
        if source.is_foreign(self.origin) {
            return Err(foreign(ErrorKind::UnknownSource, "source", source.index()));
        }
        Ok(source)
    }

    /// Whether a node is within a range.
    pub(crate) fn fits(&self, id: Id<Any>, range: Range) -> bool {
        match (range, self.tables.node_kind(id.index())) {
            (Range::Any, Some(_)) | (Range::Statement, Some(NodeKind::Fact(_))) => true,
            (Range::Kind(wanted), Some(NodeKind::Entity { kind, .. })) => self.schema.is_a(kind, wanted),
            (Range::Value(wanted), Some(NodeKind::Value(_))) => {
                self.tables.value_of(id.index()).is_some_and(|v| v.value_type() == wanted)
            }
            _ => false,
        }
    }

    /// A node as errors name it.
    pub(crate) fn describe(&self, node: u32) -> String {
        match self.tables.node_kind(node) {
            Some(NodeKind::Entity { kind, .. }) => {
                let own = format!("{} `{}`", self.schema.kind_def(kind).name, self.tables.key_of(node));
                match self.tables.merged().canonical(node) {
                    stands if stands == node => own,
                    stands => format!("{own}, which is merged into `{}`", self.tables.key_of(stands)),
                }
            }
            Some(NodeKind::Value(_)) => {
                self.tables.value_of(node).map(|v| format!("{} {v}", v.value_type())).unwrap_or_default()
            }
            Some(NodeKind::Fact(fact)) => format!("the fact #{}", fact.index()),
            None => format!("no node: {node} of {}", self.node_count()),
        }
    }

    pub(super) fn no_entity(&self, node: u32) -> Error {
        Error::new(ErrorKind::UnknownEntity, format!("expected an entity of this graph, found {}", self.describe(node)))
    }

    pub(super) fn unknown_entity(&self, key: &str) -> Error {
        let mut why = format!("no entity has the key `{}`", as_found(key));
        let named = self.entities_named(key);
        if named.is_empty() {
            why += &self.near.entity(key, &self.tables);
        } else {
            let keys: Vec<_> = named.iter().take(8).map(|id| format!("`{}`", self.tables.key_of(id.index()))).collect();
            why += "; entities of that name: ";
            why += &keys.join(", ");
        }
        Error::new(ErrorKind::UnknownEntity, why)
    }
}

/// The error for a handle that another graph gave.
fn foreign(kind: ErrorKind, what: &str, number: u32) -> Error {
    Error::new(
        kind,
        format!("the handle of the {what} {number} is of another graph; expected one that this graph gave"),
    )
}

/// `#3` as a fact's number, among so many.
fn numbered(name: &str, facts: usize) -> Result<FactId, Error> {
    let number = name.strip_prefix('#').and_then(|digits| digits.parse::<u32>().ok());
    number.filter(|n| (*n as usize) < facts).map(FactId::new).ok_or_else(|| {
        let why =
            format!("`{}` does not name a fact; expected a key, or `#` and a number below {facts}", as_found(name));
        Error::new(ErrorKind::UnknownFact, why)
    })
}
