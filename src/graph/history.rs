//! The history of a graph, a fact or an entity: its edits in order. Their content comes from the tables, their order from the
//! journal.

use std::collections::{BTreeSet, HashMap};

use super::{Edit, KnowledgeGraph};
use crate::{
    model::{ClaimId, Fact, FactId, Id, KindId, SourceId, Transaction, TransactionId},
    schema::Kind,
    tables::{Alteration, Marks, Op, Run},
};

/// The row that an operation wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    Source(u32),
    Entity(u32),
    Fact(u32),
    Claim(u32),
    Alteration(u32),
    /// It was purged.
    Gone,
}

/// The kinds with which entities were added, by their nodes.
pub(crate) type FirstKinds = HashMap<u32, KindId>;

/// What has a history: a fact, or an entity.
pub trait HasHistory {
    #[doc(hidden)]
    fn edits_in(self, kg: &KnowledgeGraph) -> Vec<(TransactionId, Edit)>;
}

impl HasHistory for FactId {
    fn edits_in(self, kg: &KnowledgeGraph) -> Vec<(TransactionId, Edit)> {
        let mut rows = BTreeSet::new();
        if kg.has_fact(self) {
            kg.rows_of_fact(self, &mut rows);
        }
        kg.edits_of(&rows)
    }
}

impl<K: Kind> HasHistory for Id<K> {
    fn edits_in(self, kg: &KnowledgeGraph) -> Vec<(TransactionId, Edit)> {
        kg.own_id(self).map_or_else(Vec::new, |id| kg.edits_of(&kg.rows_of_entity(id.index())))
    }
}

impl KnowledgeGraph {
    /// All edits in order: each transaction that recorded something, with its edits.
    ///
    /// Applied in this order to an empty graph with the same schema, they make an equal graph.
    pub fn history(&self) -> impl Iterator<Item = (&Transaction, Vec<Edit>)> {
        self.history_from(TransactionId::new(0))
    }

    /// The edits of a transaction and of all later ones.
    ///
    /// Takes time in the number of alterations of the graph, and of the edits that are read.
    pub fn history_from(&self, first: TransactionId) -> impl Iterator<Item = (&Transaction, Vec<Edit>)> {
        let first_kinds = self.first_kinds();
        self.transactions().skip(first.at()).filter_map(move |(id, info)| {
            let edits: Vec<_> = self.rows(id).into_iter().filter_map(|row| self.edit(row, &first_kinds)).collect();
            (!edits.is_empty()).then_some((info, edits))
        })
    }

    /// The edits of a fact or an entity in order, each with its transaction. [`transaction`](Self::transaction) returns when, by
    /// whom and why it was made.
    ///
    /// For a fact, these are its assertion, later claims, its retraction, and the resolutions that it takes part in. For an
    /// entity, these are its addition, narrowings, merges and separations, the edits of each fact in which it takes part, and
    /// the claims of which it is the speaker. An entity that was merged with others has the history of all of them.
    ///
    /// Takes time in the number of alterations of the graph, and of edits in the transactions that it returns; for an
    /// entity, also in the number of claims.
    ///
    /// ```
    /// use chancery::{Edit, KnowledgeGraph, fact, diplomacy::{self, Recognized, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.at("2026-01-24")?.by("desk");
    /// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
    /// let wrong = kg.assert(fact(kazakhstan, Recognized, pakistan))?;
    /// kg.at("2026-01-25")?.by("night desk");
    /// kg.retract(wrong, "the other way round")?;
    ///
    /// let history = kg.history_of(wrong);
    /// assert!(matches!(&history[..], [(_, Edit::Assert(_)), (_, Edit::Retract { .. })]));
    /// let who = |id| kg.transaction(id).and_then(|transaction| transaction.by.as_deref());
    /// assert_eq!(who(history[1].0), Some("night desk"));
    /// assert_eq!(kg.history_of(pakistan).len(), 3);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn history_of(&self, subject: impl HasHistory) -> Vec<(TransactionId, Edit)> {
        subject.edits_in(self)
    }

    /// The rows that a transaction wrote, in order.
    pub(super) fn rows(&self, id: TransactionId) -> Vec<Row> {
        let next = TransactionId::new(id.index().saturating_add(1));
        let journal = self.tables.journal();
        let end = journal.start(next).map_or(journal.runs().len(), |next| next.runs as usize);
        let Some(start) = journal.start(id) else { return Vec::new() };
        let runs = journal.runs().get(start.runs as usize..end).unwrap_or_default();
        let mut at = *start;
        let ops = runs.iter().flat_map(|Run { op, count }| std::iter::repeat_n(*op, *count as usize));
        ops.filter_map(|op| self.row(op, &mut at)).collect()
    }

    /// The next row that an operation wrote, behind the marks.
    fn row(&self, op: Op, at: &mut Marks) -> Option<Row> {
        let take = |mark: &mut u32| {
            let row = *mark;
            *mark += 1;
            row
        };
        Some(match op {
            Op::Source => Row::Source(take(&mut at.sources)),
            Op::Entity => {
                // A fact that refers to a value or a fact makes a node for it. No edit records such a node.
                while !self.tables.node_record(at.nodes)?.is_entity() {
                    at.nodes += 1;
                }
                Row::Entity(take(&mut at.nodes))
            }
            Op::Assert => {
                at.claims += self.tables.first_claims(FactId::new(at.facts));
                Row::Fact(take(&mut at.facts))
            }
            Op::Claim => Row::Claim(take(&mut at.claims)),
            Op::Alter => Row::Alteration(take(&mut at.alterations)),
            Op::Gone => Row::Gone,
        })
    }

    /// The edit that wrote a row.
    pub(super) fn edit(&self, row: Row, first_kinds: &HashMap<u32, KindId>) -> Option<Edit> {
        Some(match row {
            Row::Source(source) => Edit::AddSource(self.plain_source(SourceId::new(source))?),
            Row::Entity(node) => {
                let mut entity = self.plain_entity(node)?;
                if let Some(kind) = first_kinds.get(&node) {
                    entity.kind.clone_from(&self.schema().kind_def(*kind).name);
                }
                Edit::AddEntity(entity)
            }
            Row::Fact(fact) => {
                let id = FactId::new(fact);
                let first = self.tables.first_claims(id) as usize;
                let claims = self.tables.claims_of(id).take(first);
                let claims = claims.filter_map(|claim| self.recorded_claim(claim)).collect();
                Edit::Assert(Fact { claims, ..self.recorded_fact(id)? })
            }
            Row::Claim(claim) => {
                let id = ClaimId::new(claim);
                let fact = self.fact_name(self.tables.claim(id)?.fact).fact;
                Edit::Claim { fact, claim: self.recorded_claim(id)? }
            }
            Row::Alteration(row) => self.alteration(*self.tables.journal().alteration(row)?)?,
            Row::Gone => Edit::Tombstone,
        })
    }

    fn alteration(&self, alteration: Alteration) -> Option<Edit> {
        let name = |fact| self.fact_name(fact).fact;
        let key = |node| self.tables.key_of(node).to_owned();
        let reason = |why| self.tables.string(why).unwrap_or_default().to_owned();
        let ends = |row: u32| match *self.tables.journal().alteration(row)? {
            Alteration::Merge { duplicate, into, .. } => Some((key(duplicate), key(into))),
            Alteration::KeepApart { one, other, .. } => Some((key(one), key(other))),
            _ => None,
        };
        Some(match alteration {
            Alteration::Retract { fact, why } => Edit::Retract { fact: name(fact), why: reason(why) },
            Alteration::Resolve { fact, by, resolution, .. } => {
                Edit::Resolve { fact: name(fact), resolution, by: name(by) }
            }
            Alteration::Narrow { node, to, .. } => {
                Edit::Narrow { entity: key(node), kind: self.schema().kind_def(to).name.clone() }
            }
            Alteration::Merge { duplicate, into, why } => {
                Edit::Merge { entity: key(duplicate), into: key(into), why: reason(why) }
            }
            Alteration::Purge { edits, why } => Edit::Purge { edits, why: reason(why) },
            Alteration::Unmerge { merge, why } => {
                let (entity, from) = ends(merge)?;
                Edit::Unmerge { entity, from, why: reason(why) }
            }
            Alteration::KeepApart { one, other, why } => {
                Edit::KeepApart { entity: key(one), from: key(other), why: reason(why) }
            }
            Alteration::AllowMerge { apart, why } => {
                let (entity, with) = ends(apart)?;
                Edit::AllowMerge { entity, with, why: reason(why) }
            }
        })
    }

    /// The kinds that entities were added with, of those that were narrowed since.
    pub(super) fn first_kinds(&self) -> FirstKinds {
        self.first_kinds_since(TransactionId::new(0))
    }

    /// The same, of those that were narrowed in a transaction or later. Takes time in the number of alterations since.
    pub(crate) fn first_kinds_since(&self, id: TransactionId) -> FirstKinds {
        let start = self.tables.journal().start(id).map_or(0, |start| start.alterations);
        let mut first = HashMap::new();
        for alteration in self.tables.journal().alterations().get(start as usize..).unwrap_or_default() {
            if let Alteration::Narrow { node, from, .. } = *alteration {
                first.entry(node).or_insert(from);
            }
        }
        first
    }

    /// The edits that wrote some rows, in order.
    fn edits_of(&self, wanted: &BTreeSet<Row>) -> Vec<(TransactionId, Edit)> {
        let first_kinds = self.first_kinds();
        let transactions: BTreeSet<TransactionId> = wanted.iter().map(|row| self.written_in(*row)).collect();
        let rows = transactions.into_iter().flat_map(|id| self.rows(id).into_iter().map(move |row| (id, row)));
        rows.filter(|(_, row)| wanted.contains(row))
            .filter_map(|(id, row)| Some((id, self.edit(row, &first_kinds)?)))
            .collect()
    }

    fn written_in(&self, row: Row) -> TransactionId {
        match row {
            Row::Source(row) => self.tables.transaction_of(row, |m| m.sources),
            Row::Entity(row) => self.tables.transaction_of(row, |m| m.nodes),
            Row::Fact(row) => self.tables.transaction_of(row, |m| m.facts),
            Row::Claim(row) => self.tables.transaction_of(row, |m| m.claims),
            Row::Alteration(row) => self.tables.transaction_of(row, |m| m.alterations),
            // Nothing is known of what was purged, so no edit names it.
            Row::Gone => TransactionId::new(0),
        }
    }

    fn rows_of_fact(&self, fact: FactId, rows: &mut BTreeSet<Row>) {
        self.rows_of_facts(&BTreeSet::from([fact]), rows);
    }

    /// All that was done with some facts. The claims that a fact was recorded with are part of its assertion.
    fn rows_of_facts(&self, facts: &BTreeSet<FactId>, rows: &mut BTreeSet<Row>) {
        for fact in facts {
            rows.insert(Row::Fact(fact.index()));
            let first = self.tables.first_claims(*fact) as usize;
            rows.extend(self.tables.claims_of(*fact).skip(first).map(|claim| Row::Claim(claim.index())));
        }
        let of_these = |alteration: &Alteration| match alteration {
            Alteration::Retract { fact, .. } => facts.contains(fact),
            Alteration::Resolve { fact, by, .. } => facts.contains(fact) || facts.contains(by),
            _ => false,
        };
        rows.extend(self.alterations(of_these));
    }

    fn rows_of_entity(&self, node: u32) -> BTreeSet<Row> {
        let mut rows = BTreeSet::new();
        if !self.tables.is_entity(node) {
            return rows;
        }
        let nodes = match self.tables.merged().group(node) {
            [] => &[node],
            group => group,
        };
        rows.extend(nodes.iter().map(|node| Row::Entity(*node)));
        let ends = |row: u32| match self.tables.journal().alteration(row) {
            Some(Alteration::Merge { duplicate: a, into: b, .. } | Alteration::KeepApart { one: a, other: b, .. }) => {
                nodes.contains(a) || nodes.contains(b)
            }
            _ => false,
        };
        rows.extend(self.alterations(|alteration| match alteration {
            Alteration::Narrow { node, .. } => nodes.contains(node),
            Alteration::Merge { duplicate: a, into: b, .. } | Alteration::KeepApart { one: a, other: b, .. } => {
                nodes.contains(a) || nodes.contains(b)
            }
            Alteration::Unmerge { merge: row, .. } | Alteration::AllowMerge { apart: row, .. } => ends(*row),
            Alteration::Retract { .. } | Alteration::Resolve { .. } | Alteration::Purge { .. } => false,
        }));
        let lists = self.tables.lists();
        let stands = self.tables.merged().canonical(node);
        let facts = lists.into_iter().flat_map(|lists| lists.all(stands)).map(|entry| FactId::new(entry.fact));
        let facts: BTreeSet<FactId> = facts.collect();
        // The claims of which it is the speaker. A claim that a fact was recorded with is part of the edit of the fact.
        for (claim, record) in (0u32..).zip(self.tables.claims()) {
            if record.speaker().is_some_and(|speaker| nodes.contains(&speaker)) && !facts.contains(&record.fact) {
                let first = self.tables.first_claims(record.fact) as usize;
                let came_with_it = self.tables.claims_of(record.fact).take(first).any(|id| id.index() == claim);
                rows.insert(if came_with_it { Row::Fact(record.fact.index()) } else { Row::Claim(claim) });
            }
        }
        self.rows_of_facts(&facts, &mut rows);
        rows
    }

    fn alterations(&self, wanted: impl Fn(&Alteration) -> bool) -> impl Iterator<Item = Row> {
        let rows = (0u32..).zip(self.tables.journal().alterations());
        rows.filter(move |(_, alteration)| wanted(alteration)).map(|(row, _)| Row::Alteration(row))
    }
}
