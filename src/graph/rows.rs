//! What was recorded, row by row: each operation with the numbers of what it names. A store takes a graph apart by these
//! rows, and puts it together again.
//!
//! Rows that are recorded again in their order give the same numbers to the same things. Names are not looked up, and quotes
//! are not searched again; but a row that names what is not there, or repeats a key, is refused.

use super::{KnowledgeGraph, history::Row, lifecycle::check_reason};
use crate::{
    error::{Error, ErrorKind},
    model::{
        ClaimId, FactId, KindId, Passage, RelationId, RoleId, Source, SourceId, Transaction, TransactionId, check_name,
    },
    schema::{KindDef, RelationDef, RoleDef, Schema, SchemaDef},
    tables::{Alteration, NewClaim, NewEnd, NewFact, Op, Savepoint, StringId},
};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// What one operation recorded.
#[derive(Clone, Debug)]
pub(crate) enum NewRow {
    Source(Source),
    Entity {
        kind: KindId,
        key: String,
        name: String,
    },
    Fact(NewFact),
    Claim(FactId, NewClaim),
    Altered(NewAlteration),
    /// It was purged.
    Gone,
}

/// An alteration, with the text of its reason.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewAlteration {
    /// Without the number of its reason, and without what was so before it: the tables find both.
    pub(crate) what: Alteration,
    /// Empty if there is none.
    pub(crate) why: String,
}

/// Where calls began, and what they returned.
pub(crate) type Transacted<T, E> = (Savepoint, Result<T, E>);

/// The names that an open schema learnt in a transaction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learnt {
    pub(crate) kinds: Vec<KindDef>,
    pub(crate) roles: Vec<RoleDef>,
    pub(crate) relations: Vec<RelationDef>,
}

impl Learnt {
    /// The names as a plain schema.
    pub(crate) fn to_def(&self, open: bool) -> SchemaDef {
        let Self { kinds, roles, relations } = self.clone();
        SchemaDef { open, kinds, roles, relations }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.roles.is_empty() && self.relations.is_empty()
    }
}

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
    pub(crate) fn new_rows(&self, id: TransactionId) -> impl Iterator<Item = NewRow> + use<'_> {
        let mut nodes = self.tables.journal().start(id).map_or(0, |start| start.nodes);
        let first_kinds = self.first_kinds();
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

    /// Opens a transaction, and declares what the schema learnt in it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if its stamp is before the last one; those of the declarations.
    pub(crate) fn open_again(&mut self, transaction: Transaction, learnt: Learnt) -> Result<(), Error> {
        self.begin(transaction)?;
        let Learnt { kinds, roles, relations } = learnt;
        for kind in kinds {
            self.schema.add_kind(kind)?;
        }
        for role in roles {
            self.schema.add_role(role)?;
        }
        for relation in relations {
            self.schema.add_relation(relation)?;
        }
        Ok(())
    }

    /// The number of transactions that recorded something.
    pub(crate) fn recorded_transactions(&self) -> u32 {
        let journal = self.tables.journal();
        let is_empty = self.operations(journal.current()).next().is_none();
        journal.current().index().saturating_add(u32::from(!is_empty))
    }

    /// Makes calls in a transaction of their own, which says nothing of itself until they call [`at`](Self::at) or
    /// [`begin`](Self::begin). If they fail or panic, everything is undone.
    ///
    /// Returns where to go back to, and what the calls returned; nothing if they put another graph in the place of this one.
    pub(crate) fn transact<T, E>(
        &mut self,
        calls: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<Transacted<T, E>>, Error> {
        let savepoint = self.savepoint();
        self.begin(Transaction::default())?;
        let done = catch_unwind(AssertUnwindSafe(|| self.nested(calls)));
        let (done, is_same) = done.unwrap_or_else(|panic| {
            self.rewind(&savepoint);
            resume_unwind(panic)
        });
        if !is_same {
            return Ok(None);
        }
        if done.is_err() {
            self.rewind(&savepoint);
        }
        self.close_empty();
        Ok(Some((savepoint, done)))
    }

    /// Undoes all that was done since [`transact`](Self::transact).
    pub(crate) fn undo(&mut self, savepoint: &Savepoint) {
        self.left_out.clear();
        self.rewind(savepoint);
    }

    /// Records what another graph has beyond this one, which has its first transactions.
    pub(crate) fn catch_up_with(&mut self, ahead: &Self) -> Result<(), Error> {
        let (from, to) = (self.recorded_transactions(), ahead.recorded_transactions());
        self.record_rows(|again| {
            for id in (from..to).map(TransactionId::new) {
                let until = ahead.names_before(TransactionId::new(id.index().saturating_add(1)));
                let learnt = again.kg.missing_names(ahead, until);
                again.put_transaction(ahead.transaction(id).cloned().unwrap_or_default(), learnt)?;
                ahead.new_rows(id).try_for_each(|row| again.put_row(row))?;
            }
            Ok(())
        })
    }

    /// The schema as it was before the first transaction.
    pub(crate) fn first_schema(&self) -> Schema {
        let mut schema = self.schema.clone();
        if let Some(marks) = self.tables.journal().schema_at(TransactionId::new(0)) {
            schema.rewind(marks);
        }
        schema
    }

    /// The names that another graph had when its schema had so many, and this one does not.
    fn missing_names(&self, ahead: &Self, [kinds, relations, roles]: [usize; 3]) -> Learnt {
        let (own, other) = (&self.schema, &ahead.schema);
        let kinds = other.kinds().take(kinds).skip(own.kind_count()).map(|(_, def)| def.clone());
        let relations = other.relations().take(relations).skip(own.relation_count()).map(|(_, def)| def.clone());
        let roles = other.roles().take(roles).skip(own.role_count()).map(|(_, def)| def.clone());
        Learnt { kinds: kinds.collect(), relations: relations.collect(), roles: roles.collect() }
    }

    /// Many rows in one go; see [`bulk`](Self::bulk). If the calls return an error, everything is undone.
    pub(crate) fn record_rows<T>(
        &mut self,
        calls: impl FnOnce(&mut Again<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.left_out.clear();
        let savepoint = self.savepoint();
        self.tables.defer_lists();
        let mut again = Again { kg: self };
        // What is undone need not be listed first.
        calls(&mut again).inspect_err(|_| again.kg.rewind(&savepoint))
    }
}

/// A graph while rows are recorded again.
#[derive(Debug)]
pub(crate) struct Again<'g> {
    kg: &'g mut KnowledgeGraph,
}

impl Drop for Again<'_> {
    fn drop(&mut self) {
        self.kg.tables.list_deferred();
    }
}

impl Again<'_> {
    /// The graph so far. Its facts are in no list yet.
    pub(crate) fn graph(&self) -> &KnowledgeGraph {
        self.kg
    }

    /// See [`KnowledgeGraph::open_again`].
    pub(crate) fn put_transaction(&mut self, transaction: Transaction, learnt: Learnt) -> Result<(), Error> {
        self.kg.open_again(transaction, learnt)
    }

    /// Records a row.
    ///
    /// # Errors
    /// What the row names that is not there, or repeats. The graph then holds a part of the row: it must be undone.
    pub(crate) fn put_row(&mut self, row: NewRow) -> Result<(), Error> {
        match row {
            NewRow::Source(source) => self.kg.push_source(source).map(drop),
            NewRow::Entity { kind, key, name } => {
                if kind.at() >= self.kg.schema.kind_count() || self.kg.schema.is_abstract(kind) {
                    return Err(broken(&format!("the kind number {} of entity `{key}`", kind.index())));
                }
                check_name(&name)?;
                self.kg.push_entity::<crate::model::Any>(kind, &key, &name).map(drop)
            }
            NewRow::Fact(fact) => {
                self.kg.check_again(&fact)?;
                self.kg.push_fact(fact).map(drop)
            }
            NewRow::Claim(fact, claim) => {
                self.kg.has_row("fact", fact.index(), self.kg.tables.fact_count())?;
                self.kg.check_claim_again(&claim)?;
                self.kg.tables.push_claim(fact, claim).map(drop)
            }
            NewRow::Altered(alteration) => self.alter(alteration),
            NewRow::Gone => {
                self.kg.tables.push_gone();
                Ok(())
            }
        }
    }

    fn alter(&mut self, NewAlteration { what, why }: NewAlteration) -> Result<(), Error> {
        self.kg.check_alteration_again(what)?;
        check_reason(&why)?;
        let moves_facts = matches!(what, Alteration::Merge { .. } | Alteration::Unmerge { .. });
        if moves_facts {
            // A merge takes facts from one list to another, so they must be in their lists.
            self.kg.tables.list_deferred();
        }
        let done = self.kg.tables.alter(&why, |id| with_reason(what, id)).map(drop);
        if moves_facts {
            self.kg.tables.defer_lists();
        }
        done
    }
}

/// An alteration with the number of its reason.
fn with_reason(mut what: Alteration, id: StringId) -> Alteration {
    match &mut what {
        Alteration::Retract { why, .. }
        | Alteration::Merge { why, .. }
        | Alteration::Unmerge { why, .. }
        | Alteration::KeepApart { why, .. }
        | Alteration::Purge { why, .. }
        | Alteration::AllowMerge { why, .. } => *why = id,
        Alteration::Resolve { .. } | Alteration::Narrow { .. } => {}
    }
    what
}

impl KnowledgeGraph {
    fn check_again(&self, fact: &NewFact) -> Result<(), Error> {
        self.check_relation(fact.relation)?;
        if let Some(key) = &fact.key {
            crate::model::check_key(key)?;
            if self.tables.fact_of_key(key).is_some() {
                return Err(broken(&format!("the key `{key}`, which two facts have")));
            }
        }
        self.check_end_again(&fact.subject)?;
        self.check_end_again(&fact.object)?;
        for (role, end) in &fact.players {
            self.check_role(*role)?;
            self.check_end_again(end)?;
        }
        fact.claims.iter().try_for_each(|claim| self.check_claim_again(claim))
    }

    fn check_relation(&self, relation: RelationId) -> Result<(), Error> {
        self.has_row("relation", u32::from(relation.index()), self.schema.relation_count())
    }

    fn check_role(&self, role: RoleId) -> Result<(), Error> {
        self.has_row("role", u32::from(role.index()), self.schema.role_count())
    }

    fn check_end_again(&self, end: &NewEnd) -> Result<(), Error> {
        match end {
            NewEnd::Node(node) => self.has_row("node", *node, self.tables.node_count()),
            NewEnd::Fact(fact) => self.has_row("fact", fact.index(), self.tables.fact_count()),
            NewEnd::Value(_) => Ok(()),
        }
    }

    fn check_claim_again(&self, claim: &NewClaim) -> Result<(), Error> {
        self.has_row("source", claim.source.index(), self.tables.sources().len())?;
        if let Some(speaker) = claim.speaker {
            self.has_entity(speaker)?;
        }
        let Some(quote) = &claim.quote else { return Ok(()) };
        let Some(text) = self.source_text(claim.source) else { return Ok(()) };
        for Passage { range, .. } in quote.passages() {
            let within = range.is_some_and(|(start, end)| start < end && text.byte_of(end).is_some());
            if !within {
                let key = self.tables.source_key(claim.source);
                return Err(broken(&format!("the characters {range:?} of the text of source `{key}`")));
            }
        }
        Ok(())
    }

    fn check_alteration_again(&self, what: Alteration) -> Result<(), Error> {
        let fact = |fact: FactId| self.has_row("fact", fact.index(), self.tables.fact_count());
        let kind = |kind: KindId| self.has_row("kind", u32::from(kind.index()), self.schema.kind_count());
        let row = |row: u32, fits: fn(&Alteration) -> bool| {
            let found = self.tables.journal().alteration(row);
            if found.is_some_and(fits) { Ok(()) } else { Err(broken(&format!("the decision in alteration {row}"))) }
        };
        match what {
            Alteration::Retract { fact: of, .. } => {
                fact(of)?;
                match self.tables.retraction(of) {
                    None => Ok(()),
                    Some(_) => Err(broken(&format!("a second retraction of fact #{}", of.index()))),
                }
            }
            Alteration::Resolve { fact: of, by, .. } => {
                fact(by)?;
                if of < by { Ok(()) } else { Err(broken(&format!("fact #{}, which resolves a later one", by.index()))) }
            }
            Alteration::Narrow { node, from, to } => {
                self.has_entity(node)?;
                kind(from)?;
                kind(to)?;
                let narrows = self.tables.kind_of(node) == Some(from) && from != to && self.schema.is_a(to, from);
                if narrows { Ok(()) } else { Err(broken(&format!("the kinds of node {node}"))) }
            }
            Alteration::Merge { duplicate: one, into: other, .. } => {
                self.has_entity(one)?;
                self.has_entity(other)?;
                let merged = self.tables.merged();
                let apart = merged.canonical(one) != merged.canonical(other);
                if apart { Ok(()) } else { Err(broken(&format!("nodes {one} and {other}, which are one already"))) }
            }
            Alteration::KeepApart { one, other, .. } => {
                self.has_entity(one)?;
                self.has_entity(other)
            }
            Alteration::Unmerge { merge, .. } => {
                row(merge, |found| matches!(found, Alteration::Merge { .. }))?;
                let stands = self.tables.merged().stands(merge);
                if stands { Ok(()) } else { Err(broken(&format!("the merge in alteration {merge}, taken back twice"))) }
            }
            Alteration::AllowMerge { apart, .. } => row(apart, |found| matches!(found, Alteration::KeepApart { .. })),
            Alteration::Purge { .. } => Ok(()),
        }
    }

    fn has_entity(&self, node: u32) -> Result<(), Error> {
        if self.tables.is_entity(node) { Ok(()) } else { Err(broken(&format!("node {node}, which is no entity"))) }
    }

    #[expect(clippy::unused_self, reason = "reads as the other checks do")]
    fn has_row(&self, of: &str, row: u32, count: usize) -> Result<(), Error> {
        if (row as usize) < count { Ok(()) } else { Err(broken(&format!("{of} {row}, where there are {count}"))) }
    }
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Syntax, format!("a row names {what}"))
}
