//! Transactions: what is recorded together, when, by whom and why; and how it is undone.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{
    KnowledgeGraph,
    journal::{Marks, Op, Savepoint},
    names::NameText,
    record::{Detail, NodeKind},
};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, RoleId, Transaction, TransactionId},
    time::{IntoStamp, Stamp},
};

/// A call of `transaction` that is under way; counted down also where a panic passes through.
struct Nested<'g>(&'g mut KnowledgeGraph);

impl Drop for Nested<'_> {
    fn drop(&mut self) {
        self.0.nested = self.0.nested.saturating_sub(1);
    }
}

/// The transaction that [`KnowledgeGraph::at`] opened, to say by whom and why.
#[derive(Debug)]
pub struct Opened<'g> {
    info: &'g mut Transaction,
}

impl Opened<'_> {
    /// Says who records.
    #[expect(clippy::return_self_not_must_use, reason = "the words are said whether or not more follow")]
    pub fn by(self, who: impl Into<String>) -> Self {
        self.info.by = Some(who.into());
        self
    }

    /// Says why.
    #[expect(clippy::return_self_not_must_use, reason = "as above")]
    pub fn why(self, reason: impl Into<String>) -> Self {
        self.info.why = Some(reason.into());
        self
    }
}

impl KnowledgeGraph {
    /// Closes the open transaction and opens the next, stamped. One that recorded nothing is replaced.
    ///
    /// The crate reads no clock: the stamp is the caller's, as text or [`Stamp`]. What is recorded before the first stamp
    /// counts as always known.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if the text is no stamp, or the stamp lies before one already given.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, diplomacy};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.at("2026-01-24T09:00:00Z")?.by("desk").why("first reading of the report");
    /// assert!(kg.at("2026-01-23").is_err());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn at(&mut self, stamp: impl IntoStamp) -> Result<Opened<'_>, Error> {
        self.begin(Transaction::at(stamp.into_stamp()?))
    }

    /// Closes the open transaction and opens the next with all its words; unstamped, it belongs to the stamp before. One
    /// that recorded nothing is replaced, and its stamp stays where the next has none.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if the stamp lies before one already given.
    pub fn begin(&mut self, transaction: Transaction) -> Result<Opened<'_>, Error> {
        let marks = self.marks();
        self.journal.open(transaction, marks, self.schema.marks())?;
        let full = || Error::new(ErrorKind::Full, "no transaction is open");
        self.journal.open_info().map(|info| Opened { info }).ok_or_else(full)
    }

    /// Makes several calls one: on an error everything they did is undone, newest first.
    ///
    /// Handles that the calls gave are void after an undo. A panic in them passes through and leaves what they did.
    ///
    /// # Errors
    /// Whatever the calls return.
    ///
    /// ```
    /// # use chancery::{Error, KnowledgeGraph, diplomacy::{self, State}};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let refused: Result<(), Error> = kg.transaction(|tx| {
    ///     tx.add(State, "Kazakhstan")?;
    ///     tx.entity("kazakstan").map(|_| ())
    /// });
    /// assert!(refused.is_err());
    /// assert!(kg.get("kazakhstan").is_none());
    /// ```
    pub fn transaction<T, E>(&mut self, calls: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let savepoint = self.savepoint();
        self.nested += 1;
        let nested = Nested(self);
        let done = calls(nested.0);
        drop(nested);
        done.inspect_err(|_| self.rewind(&savepoint))
    }

    /// Where calls that may do anything can be taken back to.
    pub(super) fn savepoint(&self) -> Savepoint {
        self.journal.savepoint_with_words(self.marks(), self.schema.marks())
    }

    /// The number of the open transaction.
    #[must_use]
    pub fn open_transaction(&self) -> TransactionId {
        self.journal.current()
    }

    /// All transactions in order, each with what it says of itself.
    #[must_use]
    pub fn transactions(&self) -> impl ExactSizeIterator<Item = (TransactionId, &Transaction)> {
        (0..self.journal.len()).map(|n| {
            // The journal has as many transactions as it said, and their numbers fit: `open` gave them.
            let id = TransactionId::new(u32::try_from(n).unwrap_or(u32::MAX));
            (id, self.journal.info(id).unwrap_or(&NOTHING_SAID))
        })
    }

    /// The stamp that a transaction was recorded at: its own, or that of the nearest before it. `None` before the first.
    #[must_use]
    pub fn stamp_of(&self, transaction: TransactionId) -> Option<Stamp> {
        self.journal.stamp(transaction)
    }

    /// The transaction that recorded a fact.
    #[must_use]
    pub fn recorded_in(&self, fact: FactId) -> Option<TransactionId> {
        (fact.at() < self.log.edge_count()).then(|| self.journal.transaction_of(fact.index(), |m| m.facts))
    }

    /// Does one call: notes it, and on an error takes back whatever it did.
    pub(super) fn atomically<T>(
        &mut self,
        op: Op,
        call: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let savepoint = self.journal.savepoint(self.marks(), self.schema.marks());
        let done = call(self).and_then(|done| self.step().map(|()| done));
        match done {
            Ok(done) => {
                self.journal.record(op);
                Ok(done)
            }
            Err(error) => {
                self.rewind(&savepoint);
                Err(error)
            }
        }
    }

    /// A place where tests make a call fail.
    #[cfg(test)]
    pub(super) fn step(&mut self) -> Result<(), Error> {
        match &mut self.fuse {
            Some(0) => Err(Error::new(ErrorKind::Full, "failed on purpose")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the twin of the function above")]
    pub(super) fn step(&mut self) -> Result<(), Error> {
        Ok(())
    }

    pub(super) fn marks(&self) -> Marks {
        #[expect(clippy::cast_possible_truncation, reason = "every table refuses rows beyond u32 before it takes them")]
        let count = |rows: usize| rows as u32;
        Marks {
            nodes: count(self.log.node_count()),
            facts: count(self.log.edge_count()),
            claims: count(self.claims.len()),
            extras: count(self.extras.len()),
            sources: count(self.sources.len()),
            details: count(self.details.len()),
            players: count(self.players.len()),
            strings: self.arena.len(),
            values: count(self.values.len()),
            alterations: count(self.journal.alterations.len()),
            runs: count(self.journal.runs.len()),
            last_run: self.journal.runs.last().map_or(0, |run| run.count),
        }
    }

    /// Takes every table back to a savepoint. Each row takes its index entries with it, whether or not all were made.
    pub(super) fn rewind(&mut self, to: &Savepoint) {
        let marks = to.marks;
        while self.journal.alterations.len() > marks.alterations as usize {
            if let Some(alteration) = self.journal.alterations.pop() {
                // The number was given by `push_alteration`, which refuses what does not fit.
                let row = u32::try_from(self.journal.alterations.len()).unwrap_or(u32::MAX);
                self.unalter(row, alteration);
            }
        }
        while self.claims.len() > marks.claims as usize {
            self.pop_claim();
        }
        self.extras.truncate(marks.extras as usize);
        while self.log.edge_count() > marks.facts as usize {
            self.pop_fact();
        }
        while self.details.len() > marks.details as usize {
            if let Some((fact, detail)) = self.details.pop()
                && let (Some(_), Some(facts)) = (detail.node, self.relation_facts_mut(fact))
            {
                facts.unnote();
            }
        }
        self.players.truncate(marks.players as usize);
        while self.log.node_count() > marks.nodes as usize {
            self.pop_node();
        }
        self.values.truncate(marks.values as usize);
        while self.sources.len() > marks.sources as usize {
            self.pop_source();
        }
        self.arena.truncate(marks.strings);
        self.schema.rewind(to.schema);
        self.by_relation.truncate(self.schema.relation_count());
        self.journal.rewind(to);
    }

    fn pop_fact(&mut self) {
        let Some(last) = self.log.edge_count().checked_sub(1) else { return };
        let edge = EdgeIndex::new(last);
        let Some(((subject, object), record)) = self.log.edge_endpoints(edge).zip(self.log.edge_weight(edge).copied())
        else {
            return;
        };
        // The number was given by `push_fact`, which refuses what does not fit.
        let fact = FactId::new(u32::try_from(last).unwrap_or(u32::MAX));
        let (label, subject, object) = (record.relation.index(), index(subject), index(object));
        let unlisted = self.is_unlisted(fact);
        self.unlist(fact);
        // The fact gave its name in one go with its place here. Another fact may have given the same name: only what this
        // one gave is taken back.
        let noted = self.detail(fact).is_some_and(|detail| detail.node.is_some());
        if let Some(facts) = self.by_relation.get_mut(usize::from(label))
            && facts.pop(fact, &record, !unlisted)
        {
            if noted {
                facts.unnote();
            }
            self.unname(record.relation, subject, object);
        }
        if let Some(key) = self.details.get(fact).and_then(|detail| self.arena.find(detail.key)) {
            self.fact_keys.remove(key, fact.index());
        }
        self.log.remove_edge(edge);
    }

    fn pop_node(&mut self) {
        let Some(last) = self.log.node_count().checked_sub(1) else { return };
        let node = NodeIndex::new(last);
        let number = index(node);
        match self.log.node_weight(node).map(|record| record.0) {
            Some(NodeKind::Entity { key, name, .. }) => {
                self.keys.remove(self.arena.get(key), number);
                self.folded.remove(self.arena.get(name), number, NameText::First(name));
            }
            Some(NodeKind::Value(at)) => {
                if let Some((value, _)) = self.values.get(at as usize) {
                    self.value_index.remove(value, at);
                }
            }
            Some(NodeKind::Fact(fact)) => {
                if self.detail_mut(fact).is_some_and(|detail| detail.node.take().is_some())
                    && let Some(facts) = self.relation_facts_mut(fact)
                {
                    facts.unnote();
                }
            }
            None => {}
        }
        self.log.remove_node(node);
    }

    /// The role players of a fact: of each, whoever stands for it. All questions read players by this.
    pub(crate) fn players(
        &self,
        fact: FactId,
    ) -> impl DoubleEndedIterator<Item = (RoleId, u32)> + ExactSizeIterator + Clone + use<'_> {
        let players = self.detail(fact).map_or(&[][..], |detail| self.asserted_players(detail));
        players.iter().map(|(role, node)| (*role, self.merged.canonical(*node)))
    }

    /// The role players of a fact as they were asserted, before any merge.
    pub(crate) fn asserted_players(&self, detail: &Detail) -> &[(RoleId, u32)] {
        let (start, count) = (detail.players.0 as usize, usize::from(detail.players.1));
        self.players.get(start..start + count).unwrap_or_default()
    }
}

static NOTHING_SAID: Transaction = Transaction { at: None, by: None, why: None };

/// The number of a petgraph node. The graph is made with 32-bit indexes.
pub(super) fn index(node: NodeIndex) -> u32 {
    u32::try_from(node.index()).unwrap_or(u32::MAX)
}
