//! The graph: the only writer. It applies what is asked in the open transaction, checks it against the schema, and keeps
//! every index current.
//!
//! Nodes and facts lie in petgraph's `DiGraph`, append-only, so that their numbers are stable and have no holes. What is
//! rare lies in side tables. Undo takes rows off the ends of the tables, newest first.

mod adjacency;
mod arena;
mod as_known;
mod assert;
mod bulk;
mod claim_record;
mod claims;
mod days;
mod details;
mod edit;
mod entities;
mod fact_list;
mod history;
mod import;
mod journal;
mod lifecycle;
mod merge;
mod merged;
mod names;
mod outcome;
mod plain;
mod purge;
mod record;
mod relation_facts;
mod resolve;
mod room;
mod row_id;
mod source_text;
#[cfg(test)]
mod tests;
mod time_key;
mod transact;
mod validate;

use std::collections::BTreeMap;

use petgraph::graph::DiGraph;

use self::{
    adjacency::Adjacency,
    arena::Arena,
    claim_record::ClaimExtra,
    details::Details,
    journal::Journal,
    merged::Merged,
    names::{FoldedNames, TextIndex},
    relation_facts::RelationFacts,
};
use crate::{
    error::Error,
    model::{Any, FactId, Id, RelationId, RoleId, Value},
    schema::{RelationName, Schema, base},
    time::{Day, Span, When},
};

pub(crate) use self::adjacency::{Adjacency as FactLists, Directory, Group, PackedRows, SeekCounts, skipped};
pub(crate) use self::{
    adjacency::{Members, NodeFacts},
    as_known::Horizon,
    claim_record::ClaimRecord,
    claims::SourceRecord,
    fact_list::{FactIds, FactList},
    record::NodeKind,
    source_text::SourceText,
};
pub use self::{
    bulk::Bulk,
    edit::Edit,
    entities::{EntityDraft, entity},
    history::HasHistory,
    purge::Purgeable,
    record::{FactRecord, NodeRecord},
    transact::Opened,
    validate::Violation,
};

/// A knowledge graph: typed, dated, sourced facts between entities, values and facts.
///
/// The graph writes and looks up; questions are asked of its [views](crate::View). Every call either does all it was
/// asked or returns an error and changes nothing. It is `Send` and `Sync`: threads may ask one graph at the same time, each by
/// views of its own.
///
/// ```
/// use chancery::{KnowledgeGraph, Source, date, fact};
/// use chancery::diplomacy::{self, Person, State, Visits};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let report = kg.add_source(Source::new("report").text("The President comes in February 2026."))?;
/// let president = kg.add(Person, "The President")?;
/// let pakistan = kg.add(State, "Pakistan")?;
/// kg.assert(fact(president, Visits, pakistan).on("2026-02").planned().cite(report, "comes in February 2026"))?;
///
/// let visit = kg.view().on(date("2026-02-10")).facts(Visits).to(pakistan).next().unwrap();
/// assert!(visit.truth().is_possible());
/// assert_eq!(visit.to_string(), r#"the-president visits pakistan on 2026-02 planned @report "comes in February 2026""#);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone)]
pub struct KnowledgeGraph {
    schema: Schema,
    /// The relation whose objects are names of its subjects.
    naming: Option<RelationId>,
    /// The relations whose objects name what is known to be none, and what is known to be some.
    gaps: [Option<RelationId>; 2],
    log: DiGraph<NodeRecord, FactRecord>,
    arena: Arena,
    keys: TextIndex,
    folded: FoldedNames,
    values: Vec<(Value, u32)>,
    value_index: TextIndex,
    outgoing: Adjacency,
    incoming: Adjacency,
    playing: Adjacency,
    by_relation: Vec<RelationFacts>,
    /// Facts from this number on are in no list of their ends yet, while a bulk load goes on.
    unlisted: Option<u32>,
    details: Details,
    players: Vec<(RoleId, u32)>,
    fact_keys: TextIndex,
    sources: Vec<SourceRecord>,
    source_keys: TextIndex,
    claims: Vec<ClaimRecord>,
    extras: Vec<ClaimExtra>,
    journal: Journal,
    /// The rows that resolved earlier facts, by the fact that did.
    settled: BTreeMap<FactId, Vec<u32>>,
    /// Which entities are one. The lists above hold each fact with whoever stands for its ends.
    merged: Merged,
    /// How many calls of `transaction` are under way.
    nested: u32,
    #[cfg(test)]
    fuse: Option<u32>,
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<KnowledgeGraph>();
};

impl KnowledgeGraph {
    /// An empty graph with a schema.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        Self {
            naming: schema.bind::<base::AlsoKnownAs>(),
            gaps: [schema.bind::<base::KnownNone>(), schema.bind::<base::SomeUnknown>()],
            journal: Journal::new(schema.marks()),
            schema,
            log: DiGraph::new(),
            arena: Arena::default(),
            keys: TextIndex::default(),
            folded: FoldedNames::default(),
            values: Vec::new(),
            value_index: TextIndex::default(),
            outgoing: Adjacency::default(),
            incoming: Adjacency::default(),
            playing: Adjacency::default(),
            by_relation: Vec::new(),
            unlisted: None,
            details: Details::default(),
            players: Vec::new(),
            fact_keys: TextIndex::default(),
            sources: Vec::new(),
            source_keys: TextIndex::default(),
            claims: Vec::new(),
            extras: Vec::new(),
            settled: BTreeMap::new(),
            merged: Merged::default(),
            nested: 0,
            #[cfg(test)]
            fuse: None,
        }
    }

    /// The node of a value, if a fact has it as an end or role player. O(1).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, date, fact, model::Value};
    /// use chancery::diplomacy::{self, Born, Person};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let tokayev = kg.add(Person, "Kassym-Jomart Tokayev")?;
    /// kg.assert(fact(tokayev, Born, date("1953-05-17")))?;
    /// let day = kg.value(&Value::from(date("1953-05-17"))).unwrap();
    /// assert_eq!(kg.view().facts(Born).to(day).next().map(|born| born.subject()), Some(tokayev));
    /// assert!(kg.value(&Value::from(date("1953-05"))).is_none());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self, value: &Value) -> Option<Id<Any>> {
        self.find_value(value).and_then(|at| self.values.get(at as usize)).map(|(_, node)| Id::new(*node))
    }

    /// The schema: which kinds, relations and roles there are.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The relation of a name, for questions and drafts: `visits`, its inverse `visited-by`, or with a date
    /// `recognized-in-1991`.
    ///
    /// # Errors
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation) if no relation has the name, with the nearest that there is.
    pub fn relation(&self, name: &str) -> Result<RelationName, Error> {
        self.schema.relation(name)
    }

    /// The entity of a key.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if none has it, with the entities that go by that name.
    pub fn entity(&self, key: &str) -> Result<Id<Any>, Error> {
        self.get(key).ok_or_else(|| self.unknown_entity(key))
    }

    /// The entity of a key, if there is one. O(1). The key of one that was merged into another finds that other.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Id<Any>> {
        self.find_key(key).map(|node| Id::new(self.merged.canonical(node)))
    }

    /// All entities that go by a name, by their first name or one recorded since, whatever its case, diacritics and
    /// white space; in the order of recording. A name of one that was merged into another finds that other.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<Id<Any>> {
        let mut found = self.folded.get(name, |text| self.text_of(text));
        if !self.merged.is_empty() {
            for node in &mut found {
                *node = self.merged.canonical(*node);
            }
            found.sort_unstable();
            found.dedup();
        }
        found.into_iter().map(Id::new).collect()
    }

    /// All entities that have exactly this name, by their first name or one recorded since; in the order of recording.
    #[must_use]
    pub fn named_exactly(&self, name: &str) -> Vec<Id<Any>> {
        let text_of = |text| self.text_of(text);
        let nodes = self.folded.get_exactly(name, text_of).into_iter().map(|node| self.merged.canonical(node));
        let mut ids: Vec<_> = nodes.map(Id::new).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// How many nodes there are: entities, values, and facts that something refers to.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.log.node_count()
    }

    /// How many facts were ever recorded, those since retracted or resolved included.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.log.edge_count()
    }

    /// The store itself as a petgraph graph: every node, and every fact ever recorded as an edge, by number.
    ///
    /// Node `n` is [`Id::index`], edge `n` is [`FactId::index`]. Its weights are the records; for
    /// readable weights, and without what is retracted, see `View::to_petgraph`.
    #[must_use]
    pub fn log_graph(&self) -> &DiGraph<NodeRecord, FactRecord> {
        &self.log
    }

    /// Bytes that the graph holds on the heap, but for the texts of sources and the schema. An estimate: allocator
    /// overhead and the inside of large values are not counted.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let (nodes, edges) = self.log.capacity();
        nodes * (size_of::<NodeRecord>() + 8)
            + edges * (size_of::<FactRecord>() + 16)
            + self.arena.heap_bytes()
            + [&self.keys, &self.value_index, &self.fact_keys, &self.source_keys]
                .map(TextIndex::heap_bytes)
                .iter()
                .sum::<usize>()
            + self.folded.heap_bytes()
            + [&self.outgoing, &self.incoming, &self.playing].map(Adjacency::heap_bytes).iter().sum::<usize>()
            + self.by_relation.iter().map(RelationFacts::heap_bytes).sum::<usize>()
            + self.values.capacity() * size_of::<(Value, u32)>()
            + self.details.heap_bytes()
            + self.players.capacity() * size_of::<(RoleId, u32)>()
            + self.claims.capacity() * size_of::<ClaimRecord>()
            + self.extras.capacity() * size_of::<ClaimExtra>()
            + self.extras.iter().map(ClaimExtra::heap_bytes).sum::<usize>()
            + self.merged.heap_bytes()
            + self.journal.heap_bytes()
            + self.settled.len() * (size_of::<(FactId, Vec<u32>)>() + size_of::<u32>())
    }

    /// Bytes of these that the history takes: the transactions, the order of what they did, and what was altered.
    #[must_use]
    pub fn history_bytes(&self) -> usize {
        self.journal.heap_bytes()
    }

    /// The facts of a relation in the order of recording, whatever became of them.
    pub(crate) fn facts_of(&self, relation: RelationId) -> &FactList {
        self.by_relation.get(relation.at()).map_or(FactList::EMPTY, RelationFacts::facts)
    }

    /// Calls with the facts of a relation that may touch a span of days, and some that do not: facts of one time each, and
    /// the day on which they happened, if they did so on one day for sure. Whether that could be: nothing is called if the
    /// relation has few facts; then they are best read whole.
    pub(crate) fn each_touching(
        &self,
        relation: RelationId,
        span: Span,
        tell: impl FnMut(Option<Day>, &[u32]),
    ) -> bool {
        self.by_relation.get(relation.at()).is_some_and(|of| of.each_touching(span, tell))
    }

    /// A first and a last day between which all facts of a relation happened, each on one day for sure; nothing if one did
    /// not. O(1), and a step for each of a few hundred facts.
    pub(crate) fn exact_days_of(&self, relation: RelationId) -> Option<(Day, Day)> {
        let when = |fact| self.record(fact).map_or(When::UNSTATED, |record| record.when);
        self.by_relation.get(relation.at())?.exact_days(when)
    }

    /// How many facts of a relation a default view may hide: retracted, resolved, or neither actual nor planned. At none,
    /// such a view lets all of them through unseen.
    pub(crate) fn hidden_of(&self, relation: RelationId) -> u32 {
        self.by_relation.get(relation.at()).map_or(0, RelationFacts::hidden)
    }

    /// How many facts of a relation have a node of their own.
    pub(crate) fn noted_of(&self, relation: RelationId) -> u32 {
        self.by_relation.get(relation.at()).map_or(0, RelationFacts::noted)
    }

    fn relation_facts_mut(&mut self, fact: FactId) -> Option<&mut RelationFacts> {
        let relation = self.record(fact)?.relation;
        self.by_relation.get_mut(relation.at())
    }

    /// How many facts of a relation are planned, hidden ones included: those that are at most possible in a default view.
    pub(crate) fn planned_of(&self, relation: RelationId) -> u32 {
        self.by_relation.get(relation.at()).map_or(0, RelationFacts::planned)
    }

    pub(crate) fn outgoing(&self) -> &Adjacency {
        &self.outgoing
    }

    pub(crate) fn incoming(&self) -> &Adjacency {
        &self.incoming
    }

    pub(crate) fn playing(&self) -> &Adjacency {
        &self.playing
    }
}

/// What the graph holds, in numbers.
impl std::fmt::Debug for KnowledgeGraph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KnowledgeGraph")
            .field("nodes", &self.node_count())
            .field("facts", &self.fact_count())
            .field("claims", &self.claims.len())
            .field("sources", &self.source_count())
            .field("transactions", &self.journal.len())
            .finish_non_exhaustive()
    }
}
