//! The rows of a graph in the order of recording.

use super::{NewAlteration, NewRow};
use crate::{
    graph::{
        KnowledgeGraph,
        history::{FirstKinds, Row},
    },
    model::{ClaimId, FactId, SourceId, TransactionId},
    schema::Schema,
    tables::{Alteration, NewEnd, NewFact, Op, StringId},
};

impl KnowledgeGraph {
    /// How many kinds, relations and roles the schema had when a transaction was opened; those that it has now for the next
    /// one.
    pub(crate) fn names_before(&self, id: TransactionId) -> [usize; 3] {
        let marks = self.tables.journal().schema_at(id).unwrap_or_else(|| self.schema.marks());
        [marks.kinds(), marks.relations(), marks.roles()]
    }

    /// The number of rows that a transaction recorded.
    pub(crate) fn row_count(&self, id: TransactionId) -> u64 {
        self.operations(id).map(|(_, count)| u64::from(count)).sum()
    }

    /// What a transaction recorded in order: how many rows of which sort.
    pub(crate) fn operations(&self, id: TransactionId) -> impl Iterator<Item = (Op, u32)> + use<'_> {
        let journal = self.tables.journal();
        let start = |id| journal.start(id).map_or(journal.runs().len(), |start| start.runs as usize);
        let runs = start(id)..start(TransactionId::new(id.index().saturating_add(1)));
        journal.runs().get(runs).unwrap_or_default().iter().map(|run| (run.op, run.count))
    }

    /// Closes the open transaction if it recorded nothing and is not the only one, as if it had not been opened.
    pub(crate) fn close_empty(&mut self) {
        self.tables.close_empty();
    }

    /// The rows that a transaction recorded, in order.
    ///
    /// An end of a fact is [`NewEnd::Node`] if its node was there before the fact, else the value or fact for which the fact
    /// made a node. Nodes are made in the order subject, object, players.
    ///
    /// `first_kinds` is that of this transaction or an earlier one.
    pub(crate) fn new_rows<'g>(
        &'g self,
        id: TransactionId,
        first_kinds: &'g FirstKinds,
    ) -> impl Iterator<Item = NewRow> + use<'g> {
        let mut nodes = self.tables.journal().start(id).map_or(0, |start| start.nodes);
        self.rows(id).into_iter().filter_map(move |row| {
            Some(match row {
                Row::Source(source) => NewRow::Source(self.plain_source(SourceId::new(source))?),
                Row::Entity(node) => {
                    nodes = node.saturating_add(1);
                    let kind = first_kinds.get(&node).copied().or_else(|| self.tables.kind_of(node))?;
                    let (key, name) = (self.tables.key_of(node).to_owned(), self.tables.name_of(node).to_owned());
                    NewRow::Entity { kind, key, name }
                }
                Row::Fact(fact) => NewRow::Fact(self.new_fact_of(FactId::new(fact), &mut nodes)?),
                Row::Claim(claim) => {
                    let claim = ClaimId::new(claim);
                    NewRow::Claim(self.tables.claim(claim)?.fact, self.tables.claim_as_new(claim)?)
                }
                Row::Alteration(row) => NewRow::Altered(self.new_alteration(*self.tables.journal().alteration(row)?)),
                Row::Gone => NewRow::Gone,
            })
        })
    }

    /// A fact as it was recorded. `nodes` is the number of nodes before it, and becomes that after it.
    fn new_fact_of(&self, id: FactId, nodes: &mut u32) -> Option<NewFact> {
        let record = self.tables.record(id)?;
        let (subject, object) = self.tables.asserted_ends(id)?;
        let mut end = |node: u32| {
            if node < *nodes {
                return NewEnd::Node(node);
            }
            *nodes = node.saturating_add(1);
            match (self.tables.value_of(node), self.tables.fact_of(node)) {
                (Some(value), _) => NewEnd::Value(value.clone()),
                (None, Some(fact)) => NewEnd::Fact(fact),
                (None, None) => NewEnd::Node(node),
            }
        };
        let (subject, object) = (end(subject), end(object));
        let players = self.tables.asserted_players(id).iter().map(|(role, node)| (*role, end(*node))).collect();
        let first = self.tables.first_claims(id) as usize;
        let claims =
            self.tables.claims_of(id).take(first).filter_map(|claim| self.tables.claim_as_new(claim)).collect();
        Some(NewFact {
            key: self.tables.fact_key(id).map(str::to_owned),
            relation: record.relation,
            subject,
            object,
            players,
            when: record.when,
            modality: record.modality,
            claims,
        })
    }

    fn new_alteration(&self, mut what: Alteration) -> NewAlteration {
        let reason = match &mut what {
            Alteration::Resolve { before, .. } => {
                *before = None;
                StringId::NONE
            }
            Alteration::Narrow { .. } => StringId::NONE,
            Alteration::Retract { why, .. }
            | Alteration::Merge { why, .. }
            | Alteration::Unmerge { why, .. }
            | Alteration::KeepApart { why, .. }
            | Alteration::Purge { why, .. }
            | Alteration::AllowMerge { why, .. } => std::mem::replace(why, StringId::NONE),
        };
        NewAlteration { what, why: self.tables.string(reason).unwrap_or_default().to_owned() }
    }

    /// The number of transactions that recorded something.
    pub(crate) fn recorded_transactions(&self) -> u32 {
        let journal = self.tables.journal();
        let is_empty = self.operations(journal.current()).next().is_none();
        journal.current().index().saturating_add(u32::from(!is_empty))
    }

    /// The schema as it was before the first transaction.
    pub(crate) fn first_schema(&self) -> Schema {
        let mut schema = self.schema.clone();
        if let Some(marks) = self.tables.journal().schema_at(TransactionId::new(0)) {
            schema.rewind(marks);
        }
        schema
    }
}
