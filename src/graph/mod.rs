//! The graph: it looks up names, checks what is recorded against the schema, and writes rows to the
//! [tables](crate::tables), which hold the data.
//!
//! Every call makes all its checks before it writes. If writing fails, the call goes back to the savepoint before it.

mod as_known;
mod assert;
mod bulk;
mod claims;
mod edit;
mod entities;
mod faults;
mod history;
mod import;
mod left_out;
mod lifecycle;
mod look_up;
mod merge;
mod near_keys;
mod outcome;
mod plain;
mod players;
mod purge;
mod resolve;
#[cfg(feature = "sqlite")]
mod rows;
#[cfg(test)]
mod tests;
mod transact;
mod validate;

use petgraph::graph::DiGraph;

use self::{left_out::LeftOut, near_keys::Near, transact::Depth};
use crate::{
    error::{Error, ErrorKind},
    model::{Origin, RelationId},
    schema::{Schema, SchemaDef, base},
    tables::Tables,
};

pub(crate) use self::left_out::SourceSet;
#[cfg(feature = "sqlite")]
pub(crate) use self::rows::{Again, Learnt, NewAlteration, NewRow, Transacted};
pub use self::{
    bulk::Bulk,
    edit::Edit,
    entities::{EntityDraft, entity},
    faults::{FactPart, FactParts},
    history::HasHistory,
    import::AddedOnce,
    purge::Purgeable,
    transact::OpenTransaction,
};
pub use crate::tables::{FactRecord, NodeRecord, Violation};

/// A knowledge graph: typed, dated, sourced facts between entities, values and facts.
///
/// The graph records facts and looks things up by key, name and id. Its [views](crate::View) answer questions. A call that
/// returns an error changes nothing. The graph is `Send` and `Sync`: several threads can read it at the same time, each
/// through its own views.
///
/// ```
/// use chancery::{KnowledgeGraph, Source, fact};
/// use chancery::diplomacy::{self, Person, State, Visits};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let report = kg.add_source(Source::new("report").text("The President comes in February 2026."))?;
/// let president = kg.add(Person, "The President")?;
/// let pakistan = kg.add(State, "Pakistan")?;
/// kg.assert(fact(president, Visits, pakistan).on("2026-02").planned().cite(report, "comes in February 2026"))?;
///
/// let visit = kg.view().on("2026-02-10")?.facts(Visits).to(pakistan).first()?.unwrap();
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
    tables: Tables,
    /// How many calls of `atomically` are under way.
    nested: Depth,
    left_out: LeftOut,
    near: Near,
    /// What handles say of the graph that gave them.
    origin: Origin,
}

const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<KnowledgeGraph>();
};

impl KnowledgeGraph {
    /// An empty graph with a schema.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        let naming = schema.bind::<base::AlsoKnownAs>();
        Self {
            naming,
            gaps: [schema.bind::<base::KnownNone>(), schema.bind::<base::SomeUnknown>()],
            tables: Tables::new(naming, schema.marks()),
            schema,
            nested: Depth::default(),
            left_out: LeftOut::default(),
            near: Near::default(),
            origin: Origin::next(),
        }
    }

    /// The schema: the kinds, relations and roles that facts may use.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Declares kinds, roles and relations in the schema of the graph. What it has already is accepted if it is the same.
    ///
    /// They are part of the schema at once. A store (feature `sqlite`) keeps them only if the same write also records an entity, a
    /// fact or something else; a write that only declares is undone.
    ///
    /// # Errors
    /// As [`Schema::declare`], and [`ErrorKind::InvalidSchema`] if the vocabulary is open and the schema is closed. The schema
    /// is left as it was.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy, fact, schema::{KindDef, SchemaDef}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let mut more = SchemaDef::default();
    /// more.kinds.push(KindDef::new("airport").under("place"));
    /// kg.declare(more)?;
    /// kg.add("airport", "Astana Airport")?;
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn declare(&mut self, vocabulary: SchemaDef) -> Result<(), Error> {
        if vocabulary.open && !self.schema.is_open() {
            let why = "the vocabulary is open, and the schema of the graph is closed; expected a closed vocabulary";
            return Err(Error::new(ErrorKind::InvalidSchema, why));
        }
        self.schema.declare(vocabulary)
    }

    /// The sets of sources that views leave out.
    pub(crate) fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The number of nodes: entities, values, and facts that something refers to.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.tables.node_count()
    }

    /// The number of facts ever recorded, including those that were retracted or resolved.
    #[must_use]
    pub fn fact_count(&self) -> usize {
        self.tables.fact_count()
    }

    /// The stored records as a petgraph graph: every node, and every fact ever recorded as an edge, in the order of
    /// their numbers.
    ///
    /// Node `n` is [`Id::index`](crate::Id::index), edge `n` is [`FactId::index`](crate::model::FactId::index). The
    /// weights are the records. For readable weights, and without retracted facts, see `View::to_petgraph`.
    #[must_use]
    pub fn log_graph(&self) -> &DiGraph<NodeRecord, FactRecord> {
        self.tables.log()
    }

    /// An estimate of the bytes that the graph takes on the heap. The texts of sources, the schema, the overhead of the
    /// allocator and the inside of large values are not counted.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.tables.heap_bytes() + self.left_out.heap_bytes() + self.near.heap_bytes()
    }

    /// The bytes of [`heap_bytes`](Self::heap_bytes) that the history takes: transactions, the order of edits, alterations.
    #[must_use]
    pub fn history_bytes(&self) -> usize {
        self.tables.journal().heap_bytes()
    }

    /// What handles say of this graph.
    #[inline]
    pub(crate) const fn origin(&self) -> Origin {
        self.origin
    }

    /// The tables, to read.
    #[inline]
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The tables, to break them.
    #[cfg(test)]
    pub(crate) fn tables_mut(&mut self) -> &mut Tables {
        &mut self.tables
    }
}

/// What the graph holds, in numbers.
impl std::fmt::Debug for KnowledgeGraph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KnowledgeGraph")
            .field("nodes", &self.node_count())
            .field("facts", &self.fact_count())
            .field("claims", &self.tables.claims().len())
            .field("sources", &self.source_count())
            .field("transactions", &self.tables.journal().len())
            .finish_non_exhaustive()
    }
}
