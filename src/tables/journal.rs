//! The order in which things were recorded: transactions, and the marks by which they are undone.

use crate::{
    error::{Error, ErrorKind},
    model::{FactId, KindId, Resolution, Transaction, TransactionId},
    schema::SchemaMarks,
    time::Stamp,
};

use super::{arena::StringId, number};

/// What one call recorded. The tables hold the content; the journal holds only the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Source,
    Entity,
    Assert,
    Claim,
    Alter,
    /// Something was recorded that was purged since.
    Gone,
}

/// Several of the same in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) op: Op,
    pub(crate) count: u32,
}

/// A change of something already recorded. It keeps what is needed to go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alteration {
    Retract {
        fact: FactId,
        why: StringId,
    },
    Resolve {
        fact: FactId,
        by: FactId,
        resolution: Resolution,
        /// The row that resolved the fact before, by a fact that was retracted since.
        before: Option<u32>,
    },
    Narrow {
        node: u32,
        from: KindId,
        to: KindId,
    },
    Merge {
        duplicate: u32,
        into: u32,
        why: StringId,
    },
    /// Takes the merge in a row back.
    Unmerge {
        merge: u32,
        why: StringId,
    },
    KeepApart {
        one: u32,
        other: u32,
        why: StringId,
    },
    /// So many edits were purged.
    Purge {
        edits: u32,
        why: StringId,
    },
    /// Takes the decision to keep two apart in a row back.
    AllowMerge {
        apart: u32,
        why: StringId,
    },
}

/// How much every table held at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) nodes: u32,
    pub(crate) facts: u32,
    pub(crate) claims: u32,
    pub(crate) extras: u32,
    pub(crate) sources: u32,
    pub(crate) details: u32,
    pub(crate) players: u32,
    pub(crate) strings: u32,
    pub(crate) values: u32,
    pub(crate) alterations: u32,
    pub(crate) runs: u32,
    /// The count of the last run.
    pub(crate) last_run: u32,
}

/// A moment to which a graph can be taken back.
#[derive(Clone, Debug)]
pub(crate) struct Savepoint {
    pub(super) marks: Marks,
    schema: SchemaMarks,
    transactions: usize,
    /// The open transaction's own words, where they may be changed before it is undone.
    open: Option<Transaction>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Opened {
    info: Transaction,
    /// The last stamp up to here: its own, or that of the nearest transaction before it that has one.
    stamp: Option<Stamp>,
    start: Marks,
    /// How much the schema held. An open one grows.
    schema: SchemaMarks,
}

impl Savepoint {
    /// How much the schema held.
    pub(crate) fn schema(&self) -> SchemaMarks {
        self.schema
    }
}

/// The transactions, the runs of operations in them, and the alterations.
#[derive(Clone, Debug)]
pub(crate) struct Journal {
    transactions: Vec<Opened>,
    pub(super) runs: Vec<Run>,
    pub(super) alterations: Vec<Alteration>,
}

/// What the open transaction says of itself, to be completed.
#[derive(Debug)]
pub(crate) struct OpenTransaction<'t> {
    pub(crate) by: &'t mut Option<String>,
    pub(crate) why: &'t mut Option<String>,
}

impl Journal {
    /// A journal with one transaction that has recorded nothing, of a graph with a schema that holds so much.
    pub(super) fn new(schema: SchemaMarks) -> Self {
        let first = Opened { info: Transaction::default(), stamp: None, start: Marks::default(), schema };
        Self { transactions: vec![first], runs: Vec::new(), alterations: Vec::new() }
    }

    /// Notes one operation.
    pub(super) fn record(&mut self, op: Op) {
        let fresh = self.transactions.last().is_some_and(|open| open.start.runs as usize == self.runs.len());
        match self.runs.last_mut() {
            Some(run) if run.op == op && !fresh && run.count < u32::MAX => run.count += 1,
            _ => self.runs.push(Run { op, count: 1 }),
        }
    }

    /// Closes the open transaction and opens the next; one that recorded nothing is replaced, and its stamp stays where
    /// the next has none.
    pub(super) fn open(
        &mut self,
        info: Transaction,
        now: Marks,
        schema: SchemaMarks,
    ) -> Result<OpenTransaction<'_>, Error> {
        debug_assert!(info.at.is_none() || info.at >= self.last_stamp(), "stamps do not go back");
        let full = self.transactions.len() == u32::MAX as usize;
        match self.transactions.last_mut() {
            Some(open) if open.start.runs == now.runs => {
                let at = info.at.or(open.info.at);
                open.info = Transaction { at, ..info };
                open.stamp = at.or(open.stamp);
            }
            _ if full => {
                return Err(Error::new(ErrorKind::Full, "a graph holds at most 4294967295 transactions"));
            }
            last => {
                let stamp = info.at.or(last.and_then(|last| last.stamp));
                self.transactions.push(Opened { info, stamp, start: now, schema });
            }
        }
        #[expect(
            clippy::expect_used,
            reason = "a journal is made with a transaction, and keeps one when it is rewound"
        )]
        let open = &mut self.transactions.last_mut().expect("a transaction is open").info;
        Ok(OpenTransaction { by: &mut open.by, why: &mut open.why })
    }

    /// The last stamp that there is.
    pub(crate) fn last_stamp(&self) -> Option<Stamp> {
        self.transactions.last().and_then(|t| t.stamp)
    }

    /// The operations in the order of recording.
    #[inline]
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The alterations in the order of recording.
    #[inline]
    pub(crate) fn alterations(&self) -> &[Alteration] {
        &self.alterations
    }

    /// The alteration of a row.
    #[inline]
    pub(crate) fn alteration(&self, row: u32) -> Option<&Alteration> {
        self.alterations.get(row as usize)
    }

    pub(super) fn push_alteration(&mut self, alteration: Alteration) {
        self.alterations.push(alteration);
    }

    pub(super) fn pop_alteration(&mut self) -> Option<(u32, Alteration)> {
        let alteration = self.alterations.pop()?;
        Some((number(self.alterations.len()), alteration))
    }

    /// The number of the open transaction.
    pub(crate) fn current(&self) -> TransactionId {
        TransactionId::new(number(self.transactions.len().saturating_sub(1)))
    }

    pub(crate) fn len(&self) -> usize {
        self.transactions.len()
    }

    pub(crate) fn info(&self, id: TransactionId) -> Option<&Transaction> {
        self.transactions.get(id.at()).map(|t| &t.info)
    }

    /// What the tables held when a transaction was opened.
    pub(crate) fn start(&self, id: TransactionId) -> Option<&Marks> {
        self.transactions.get(id.at()).map(|t| &t.start)
    }

    /// How much the schema held when a transaction was opened.
    #[cfg(feature = "sqlite")]
    pub(crate) fn schema_at(&self, id: TransactionId) -> Option<SchemaMarks> {
        self.transactions.get(id.at()).map(|t| t.schema)
    }

    /// Takes the open transaction off if it recorded nothing and is not the only one.
    #[cfg(feature = "sqlite")]
    pub(super) fn close_empty(&mut self) {
        let is_empty = self.transactions.last().is_some_and(|open| open.start.runs as usize == self.runs.len());
        if is_empty && self.transactions.len() > 1 {
            self.transactions.pop();
        }
    }

    /// The transaction in which a row was recorded, given by its place and the mark that counts its table.
    pub(crate) fn transaction_of(&self, row: u32, mark: impl Fn(&Marks) -> u32) -> TransactionId {
        let after = self.transactions.partition_point(|t| mark(&t.start) <= row);
        TransactionId::new(number(after.saturating_sub(1)))
    }

    /// The stamp of a transaction, or of the nearest before it that has one.
    pub(crate) fn stamp(&self, id: TransactionId) -> Option<Stamp> {
        self.transactions.get(id.at()).and_then(|t| t.stamp)
    }

    /// How many transactions had been opened by a stamp, that stamp included; the unstamped go with the one before.
    pub(crate) fn opened_by(&self, stamp: Stamp) -> u32 {
        number(self.transactions.partition_point(|t| t.stamp.is_none_or(|last| last <= stamp)))
    }

    /// A savepoint for a call that leaves the open transaction's own words alone.
    pub(super) fn savepoint(&self, marks: Marks, schema: SchemaMarks) -> Savepoint {
        Savepoint { marks, schema, transactions: self.transactions.len(), open: None }
    }

    /// A savepoint for calls that may do anything.
    pub(super) fn savepoint_with_words(&self, marks: Marks, schema: SchemaMarks) -> Savepoint {
        Savepoint { open: self.transactions.last().map(|t| t.info.clone()), ..self.savepoint(marks, schema) }
    }

    /// The savepoint at which so many transactions had been opened and closed; none if not more were opened.
    pub(super) fn after(&self, transactions: usize) -> Option<Savepoint> {
        let next = self.transactions.get(transactions)?;
        // A graph always has a transaction: before the first one, an empty one that says nothing.
        let open = (transactions == 0).then(Transaction::default);
        Some(Savepoint { marks: next.start, schema: next.schema, transactions: transactions.max(1), open })
    }

    /// Takes over how much the schema held at each transaction from the journal of which this is the purged one.
    pub(super) fn take_schema_marks(&mut self, before: &Self) {
        for (own, known) in self.transactions.iter_mut().zip(&before.transactions) {
            own.schema = known.schema;
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let words = |t: &Transaction| [&t.by, &t.why].into_iter().flatten().map(String::capacity).sum::<usize>();
        self.transactions.capacity() * size_of::<Opened>()
            + self.transactions.iter().map(|opened| words(&opened.info)).sum::<usize>()
            + self.runs.capacity() * size_of::<Run>()
            + self.alterations.capacity() * size_of::<Alteration>()
    }

    pub(super) fn rewind(&mut self, to: &Savepoint) {
        self.runs.truncate(to.marks.runs as usize);
        if let Some(run) = self.runs.last_mut() {
            run.count = to.marks.last_run;
        }
        self.alterations.truncate(to.marks.alterations as usize);
        self.transactions.truncate(to.transactions);
        if let Some(info) = &to.open {
            self.set_open(info.clone());
        }
    }

    /// Replaces the open transaction's own words and stamp.
    fn set_open(&mut self, info: Transaction) {
        if let Some((open, before)) = self.transactions.split_last_mut() {
            open.stamp = info.at.or(before.last().and_then(|before| before.stamp));
            open.info = info;
        }
    }
}

/// A fault made by hand.
#[cfg(test)]
impl Journal {
    /// Changes the stamp of the open transaction.
    pub(super) fn break_stamp(&mut self, at: Option<Stamp>) {
        self.transactions.last_mut().into_iter().for_each(|open| (open.info.at, open.stamp) = (at, at));
    }

    /// Changes the last stamp as of the open transaction, but not its own.
    pub(super) fn break_last_stamp(&mut self, stamp: Option<Stamp>) {
        self.transactions.last_mut().into_iter().for_each(|open| open.stamp = stamp);
    }
}
