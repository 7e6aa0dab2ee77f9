//! The tables: all rows of a graph, and the lists and indexes that find them. The module is private to the crate, and
//! its fields are private to the module.
//!
//! # What it does
//!
//! Few operations write:
//!
//! - append a row: [`push_source`](Tables::push_source), [`push_entity`](Tables::push_entity),
//!   [`push_fact`](Tables::push_fact), [`push_claim`](Tables::push_claim), [`push_gone`](Tables::push_gone);
//! - change the meaning of an earlier row: [`alter`](Tables::alter);
//! - open a transaction: [`open`](Tables::open);
//! - delay the lists of a bulk load, and make them at its end: [`defer_lists`](Tables::defer_lists),
//!   [`list_deferred`](Tables::list_deferred);
//! - remove all rows after a [`Savepoint`]: [`rewind`](Tables::rewind).
//!
//! All other operations read. The caller checks a row before it appends it. The only error is that a table is full. The
//! call has then done a part of its work, and the caller rewinds to a savepoint from before the call.
//!
//! # What it does not know
//!
//! - **Names of relations.** It has the number of the relation that names entities.
//! - **The schema.** It has only the sizes of the schema at each savepoint.
//! - **Rules** about what may be recorded.
//!
//! # Which invariants it keeps
//!
//! Only this module can write a field, so what these operations keep holds everywhere. The numbers are those of
//! `ARCHITECTURE.md`.
//!
//! 1. **No holes.** Only the `push_` operations append rows, and only `rewind` removes them, from the end.
//! 2. **Nothing is overwritten** except by an alteration: `alter` appends the alteration and applies it. No other
//!    operation sets a flag, a kind or a canonical node. A row that is appended sets the links from a fact to its
//!    detail, and from a detail to its claims.
//! 3. **Each fact has its entries** in the lists of its ends, its players and its relation. `push_fact` adds them and
//!    `rewind` removes them. A merge removes them, changes the canonical node, and adds them again. Readers get a list
//!    only to read.
//! 4. **A key is in its index once.** One function changes the index and the row. The caller checks that the key is
//!    free; a debug build asserts it.
//! 5. **A name is in the index of names once** for each first name, and for each fact that gives it, is actual and is
//!    not retracted. Only rows, `rewind` and the flag of retraction change the index. A look-up leaves out the names
//!    given only by facts that do not stand, which the caller knows.
//! 6. **A value is one node.** `push_fact` looks a value up before it appends one.
//!
//! And invariant 10, **transactions are ordered**: their marks are read from the tables when they are opened, and no
//! row moves. The caller checks that no stamp decreases; a debug build asserts it.
//!
//! [`check`](Tables::check) derives all of this again, for `validate` and the tests.

mod adjacency;
mod alter;
mod arena;
mod check;
mod claim_record;
mod claims;
mod days;
mod details;
mod fact_list;
mod facts;
mod fail_point;
mod folded_names;
mod history;
mod journal;
mod listing;
mod merged;
mod names;
mod nodes;
mod record;
mod relation_facts;
mod rewind;
mod room;
mod row_id;
mod sources;
#[cfg(test)]
mod tests;
mod text_index;
mod time_key;
mod violation;

use std::collections::BTreeMap;

use petgraph::graph::DiGraph;

use self::{
    arena::Arena, details::Details, folded_names::FoldedNames, relation_facts::ByRelation, text_index::TextIndex,
};
use crate::{
    model::{FactId, Passage, RelationId, RoleId, Value},
    schema::SchemaMarks,
};

#[cfg(test)]
pub(crate) use self::tests::snapshot;
pub(crate) use self::{
    adjacency::{Adjacency, Directory, Group, Members, NodeFacts, PackedRows, SeekCounts, skipped},
    arena::StringId,
    check::{Report, rule},
    claim_record::{ClaimExtra, ClaimRecord},
    claims::NewClaim,
    fact_list::{FactIds, FactList},
    facts::{NewEnd, NewFact},
    history::Horizon,
    journal::{Alteration, Journal, Marks, Op, OpenTransaction, Run, Savepoint},
    merged::Merged,
    record::NodeKind,
    sources::SourceRecord,
    time_key::{Extents, TimeWindow, day_number, exact_number, is_exact, time_key},
};
pub use self::{
    record::{FactRecord, NodeRecord},
    violation::Violation,
};

/// All tables of a graph.
#[derive(Clone)]
pub(crate) struct Tables {
    /// The relation whose objects are names of its subjects.
    naming: Option<RelationId>,
    /// Nodes and facts. petgraph keeps lists of its own beside, linked and unsorted; no question reads those.
    log: DiGraph<NodeRecord, FactRecord>,
    /// Keys, first names, reasons and words.
    strings: Arena,
    keys: TextIndex,
    names: FoldedNames,
    /// Each value with its node.
    values: Vec<(Value, u32)>,
    value_index: TextIndex,
    outgoing: Adjacency,
    incoming: Adjacency,
    playing: Adjacency,
    by_relation: ByRelation,
    /// Facts from this number on are in no list of their ends yet, while a load goes on.
    deferred: Option<u32>,
    details: Details,
    players: Vec<(RoleId, u32)>,
    fact_keys: TextIndex,
    sources: Vec<SourceRecord>,
    source_keys: TextIndex,
    claims: Vec<ClaimRecord>,
    extras: Vec<ClaimExtra>,
    /// The passages of quotes behind the first, by the row of the claim. Few claims have several.
    passages: BTreeMap<u32, Vec<Passage>>,
    journal: Journal,
    /// The rows of alterations that resolved earlier facts, by the fact that did.
    resolved_by: BTreeMap<FactId, Vec<u32>>,
    /// Which entities are one. The lists hold each fact under the canonical nodes of its ends.
    merged: Merged,
    #[cfg(test)]
    fuse: Option<u32>,
}

impl Tables {
    /// Empty tables. `naming` is the relation whose objects are names; `schema` says how much the schema holds.
    pub(crate) fn new(naming: Option<RelationId>, schema: SchemaMarks) -> Self {
        Self {
            naming,
            log: DiGraph::new(),
            strings: Arena::default(),
            keys: TextIndex::default(),
            names: FoldedNames::default(),
            values: Vec::new(),
            value_index: TextIndex::default(),
            outgoing: Adjacency::default(),
            incoming: Adjacency::default(),
            playing: Adjacency::default(),
            by_relation: ByRelation::default(),
            deferred: None,
            details: Details::default(),
            players: Vec::new(),
            fact_keys: TextIndex::default(),
            sources: Vec::new(),
            source_keys: TextIndex::default(),
            claims: Vec::new(),
            extras: Vec::new(),
            passages: BTreeMap::new(),
            journal: Journal::new(schema),
            resolved_by: BTreeMap::new(),
            merged: Merged::default(),
            #[cfg(test)]
            fuse: None,
        }
    }

    /// Nodes and facts as petgraph holds them.
    #[inline]
    pub(crate) fn log(&self) -> &DiGraph<NodeRecord, FactRecord> {
        &self.log
    }

    /// The facts that begin at a node, by relation.
    #[inline]
    pub(crate) fn outgoing(&self) -> &Adjacency {
        &self.outgoing
    }

    /// The facts that end at a node, by relation.
    #[inline]
    pub(crate) fn incoming(&self) -> &Adjacency {
        &self.incoming
    }

    /// The facts in which a node plays a role, by role; the other end is the subject.
    #[inline]
    pub(crate) fn playing(&self) -> &Adjacency {
        &self.playing
    }

    /// The three of them.
    pub(crate) fn lists(&self) -> [&Adjacency; 3] {
        [&self.outgoing, &self.incoming, &self.playing]
    }

    /// Which entities are one.
    #[inline]
    pub(crate) fn merged(&self) -> &Merged {
        &self.merged
    }

    /// The transactions, and the order of what was recorded in them.
    #[inline]
    pub(crate) fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The string of a number; `None` for [`StringId::NONE`].
    pub(crate) fn string(&self, id: StringId) -> Option<&str> {
        self.strings.find(id)
    }

    /// Bytes that the tables hold on the heap, but for the texts of sources. An estimate: allocator overhead and the
    /// inside of large values are not counted.
    pub(crate) fn heap_bytes(&self) -> usize {
        let (nodes, edges) = self.log.capacity();
        nodes * (size_of::<NodeRecord>() + 8)
            + edges * (size_of::<FactRecord>() + 16)
            + self.strings.heap_bytes()
            + [&self.keys, &self.value_index, &self.fact_keys, &self.source_keys]
                .map(TextIndex::heap_bytes)
                .iter()
                .sum::<usize>()
            + self.names.heap_bytes()
            + self.lists().map(Adjacency::heap_bytes).iter().sum::<usize>()
            + self.by_relation.heap_bytes()
            + self.values.capacity() * size_of::<(Value, u32)>()
            + self.details.heap_bytes()
            + self.players.capacity() * size_of::<(RoleId, u32)>()
            + self.claims.capacity() * size_of::<ClaimRecord>()
            + self.extras.capacity() * size_of::<ClaimExtra>()
            + self.extras.iter().map(ClaimExtra::heap_bytes).sum::<usize>()
            + self.passages.values().map(|more| passages_bytes(more)).sum::<usize>()
            + self.merged.heap_bytes()
            + self.journal.heap_bytes()
            + self.resolved_by.len() * (size_of::<(FactId, Vec<u32>)>() + size_of::<u32>())
    }
}

/// The bytes that the passages of a claim take, and its place in the table of passages.
fn passages_bytes(more: &[Passage]) -> usize {
    let words: usize = more.iter().filter_map(|passage| passage.words.as_ref()).map(String::len).sum();
    size_of::<(u32, Vec<Passage>)>() + size_of_val(more) + words
}

/// The number of a row or node, which fits: every table refuses rows beyond 32 bits before it takes them.
#[inline]
fn number(row: usize) -> u32 {
    debug_assert!(u32::try_from(row).is_ok(), "tables refuse rows beyond u32");
    #[expect(clippy::cast_possible_truncation, reason = "every table refuses rows beyond u32 before it takes them")]
    let number = row as u32;
    number
}
