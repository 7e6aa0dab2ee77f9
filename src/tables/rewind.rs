//! How much the tables hold, and the way back to less: rows come off the ends, newest first, each with its index
//! entries.

use super::{Marks, OpenTransaction, Savepoint, Tables, number};
use crate::{
    error::Error,
    model::{Transaction, TransactionId},
    schema::SchemaMarks,
};

impl Tables {
    /// How many rows each table has.
    pub(crate) fn marks(&self) -> Marks {
        Marks {
            nodes: number(self.log.node_count()),
            facts: number(self.log.edge_count()),
            claims: number(self.claims.len()),
            extras: number(self.extras.len()),
            sources: number(self.sources.len()),
            details: number(self.details.len()),
            players: number(self.players.len()),
            strings: self.strings.len(),
            values: number(self.values.len()),
            alterations: number(self.journal.alterations().len()),
            runs: number(self.journal.runs().len()),
            last_run: self.journal.runs().last().map_or(0, |run| run.count),
        }
    }

    /// Where a call that opens no transaction can be taken back to. `schema` says how much the schema holds.
    pub(crate) fn savepoint(&self, schema: SchemaMarks) -> Savepoint {
        self.journal.savepoint(self.marks(), schema)
    }

    /// Where calls that may do anything can be taken back to.
    pub(crate) fn savepoint_with_words(&self, schema: SchemaMarks) -> Savepoint {
        self.journal.savepoint_with_words(self.marks(), schema)
    }

    /// Closes the open transaction and opens the next; one that recorded nothing is replaced, and its stamp stays where
    /// the next has none. The stamp does not go back.
    pub(crate) fn open(&mut self, transaction: Transaction, schema: SchemaMarks) -> Result<OpenTransaction<'_>, Error> {
        let marks = self.marks();
        self.journal.open(transaction, marks, schema)
    }

    /// Takes the open transaction off if it recorded nothing and is not the only one.
    #[cfg(feature = "sqlite")]
    pub(crate) fn close_empty(&mut self) {
        self.journal.close_empty();
    }

    /// Notes in the order of what was recorded that something was here and was purged since.
    pub(crate) fn push_gone(&mut self) {
        self.journal.record(super::Op::Gone);
    }

    /// Takes over how much the schema held at each transaction, from the tables of which these are the purged ones.
    pub(crate) fn take_schema_marks(&mut self, before: &Self) {
        self.journal.take_schema_marks(&before.journal);
    }

    /// The savepoint at which the tables had so many transactions; `None` if they have no more than these.
    pub(crate) fn savepoint_after(&self, transactions: u32) -> Option<Savepoint> {
        self.journal.after(transactions as usize)
    }

    /// Takes every table back to a savepoint, whether or not all index entries of the rows were made.
    pub(crate) fn rewind(&mut self, to: &Savepoint) {
        let marks = to.marks;
        while self.journal.alterations().len() > marks.alterations as usize {
            self.pop_alteration();
        }
        while self.claims.len() > marks.claims as usize {
            self.pop_claim();
        }
        self.extras.truncate(marks.extras as usize);
        while self.log.edge_count() > marks.facts as usize {
            self.pop_fact();
        }
        self.deferred = self.deferred.map(|first| first.min(marks.facts));
        while self.log.node_count() > marks.nodes as usize {
            self.pop_node();
        }
        while self.details.len() > marks.details as usize {
            self.details.pop();
        }
        self.players.truncate(marks.players as usize);
        self.values.truncate(marks.values as usize);
        while self.sources.len() > marks.sources as usize {
            self.pop_source();
        }
        self.strings.truncate(marks.strings);
        self.by_relation.truncate(to.schema().relations());
        self.journal.rewind(to);
    }

    /// The transaction that recorded a row, by the mark that counts its table.
    pub(crate) fn transaction_of(&self, row: u32, mark: impl Fn(&Marks) -> u32) -> TransactionId {
        self.journal.transaction_of(row, mark)
    }
}
