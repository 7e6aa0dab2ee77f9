//! Transactions: what is recorded together, when, by whom and why; and how it is undone.

use super::KnowledgeGraph;
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, Transaction, TransactionId},
    tables::{self, Savepoint},
    time::{IntoStamp, Stamp},
};

/// How many calls of `atomically` are under way on a graph. A copy of the graph is in none of them.
#[derive(Debug, Default)]
pub(super) struct Depth(u32);

impl Depth {
    pub(super) const fn is_nested(&self) -> bool {
        self.0 > 0
    }
}

impl Clone for Depth {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// A call of `atomically` that is under way; counted down also where a panic passes through.
struct Nested<'g>(&'g mut KnowledgeGraph);

impl Drop for Nested<'_> {
    fn drop(&mut self) {
        self.0.nested.0 = self.0.nested.0.saturating_sub(1);
    }
}

/// Calls that are undone if this is dropped before [`done`](Self::done): if a panic passes through, such as one in code of the
/// caller, or if they return an error.
pub(super) struct UndoOnPanic<'g> {
    pub(super) kg: &'g mut KnowledgeGraph,
    savepoint: Option<Savepoint>,
}

impl<'g> UndoOnPanic<'g> {
    pub(super) const fn new(kg: &'g mut KnowledgeGraph, savepoint: Savepoint) -> Self {
        Self { kg, savepoint: Some(savepoint) }
    }

    /// Keeps what was done.
    pub(super) fn done(&mut self) {
        self.savepoint = None;
    }
}

impl Drop for UndoOnPanic<'_> {
    fn drop(&mut self) {
        if let Some(savepoint) = self.savepoint.take() {
            self.kg.rewind(&savepoint);
        }
    }
}

/// The transaction that [`KnowledgeGraph::at`] or [`begin`](KnowledgeGraph::begin) opened. Sets by whom and why.
#[derive(Debug)]
pub struct OpenTransaction<'g> {
    open: tables::OpenTransaction<'g>,
}

impl OpenTransaction<'_> {
    /// Sets who records.
    #[expect(clippy::return_self_not_must_use, reason = "the author is set whether or not the result is used")]
    pub fn by(self, who: impl Into<String>) -> Self {
        *self.open.by = Some(who.into());
        self
    }

    /// Sets the reason.
    #[expect(clippy::return_self_not_must_use, reason = "as above")]
    pub fn why(self, reason: impl Into<String>) -> Self {
        *self.open.why = Some(reason.into());
        self
    }
}

impl KnowledgeGraph {
    /// Closes the open transaction and opens the next one with a stamp. A transaction that recorded nothing is replaced.
    ///
    /// The crate reads no clock, so the caller gives the stamp. What is recorded before the first stamp counts as always
    /// known.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if the text is not a valid stamp, or the stamp is before one already given.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, diplomacy};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.at("2026-01-24T09:00:00Z")?.by("desk").why("first reading of the report");
    /// assert!(kg.at("2026-01-23").is_err());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn at(&mut self, stamp: impl IntoStamp) -> Result<OpenTransaction<'_>, Error> {
        self.begin(Transaction::at(stamp.into_stamp()?))
    }

    /// Closes the open transaction and opens the next one with its stamp, author and reason. Without a stamp it belongs to the
    /// stamp before it. A transaction that recorded nothing is replaced; its stamp stays if the next one has none.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidStamp`] if the stamp is before one already given.
    pub fn begin(&mut self, transaction: Transaction) -> Result<OpenTransaction<'_>, Error> {
        if let Some(stamp) = transaction.at
            && let Some(before) = self.tables.journal().last_stamp()
            && stamp < before
        {
            let why = format!(
                "`{stamp}` is before `{before}`, the stamp of what is already recorded; expected that or a later one"
            );
            return Err(Error::new(ErrorKind::InvalidStamp, why));
        }
        let open = self.tables.open(transaction, self.schema.marks())?;
        Ok(OpenTransaction { open })
    }

    /// Makes several calls all or nothing: if they return an error, everything that they did is undone.
    ///
    /// They do not open a [`Transaction`] of their own: what they record belongs to the open one, and its stamp, author and
    /// reason are those that [`at`](Self::at) gave. Ids that the calls returned are void after an undo. A panic passes
    /// through and leaves what was done before it.
    ///
    /// Calls that put another graph in the place of this one, as in `*kg = kg.as_known(…)?`, cannot be undone: the other graph
    /// then stays as they left it.
    ///
    /// # Errors
    /// The error of the calls.
    ///
    /// ```
    /// # use chancery::{Error, KnowledgeGraph, diplomacy::{self, State}};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let refused: Result<(), Error> = kg.atomically(|kg| {
    ///     kg.add(State, "Kazakhstan")?;
    ///     kg.entity("kazakstan").map(|_| ())
    /// });
    /// assert!(refused.is_err());
    /// assert!(kg.get_entity("kazakhstan").is_none());
    /// ```
    pub fn atomically<T, E>(&mut self, calls: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let savepoint = self.savepoint();
        let (done, is_same) = self.nested(calls);
        done.inspect_err(|_| {
            if is_same {
                self.rewind(&savepoint);
            }
        })
    }

    /// Makes calls within which nothing can be purged. Also returns whether this is the same graph after them.
    pub(super) fn nested<T>(&mut self, calls: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        self.nested.0 += 1;
        let depth = self.nested.0;
        let nested = Nested(self);
        let done = calls(nested.0);
        // Another graph is in no call, and a savepoint means nothing to it.
        let is_same = nested.0.nested.0 == depth;
        drop(nested);
        (done, is_same)
    }

    /// A savepoint for calls of any kind, including those that open transactions.
    pub(super) fn savepoint(&self) -> Savepoint {
        self.tables.savepoint_with_words(self.schema.marks())
    }

    /// The number of the open transaction.
    #[must_use]
    pub fn open_transaction(&self) -> TransactionId {
        self.tables.journal().current()
    }

    /// A transaction: its stamp, by whom and why. `None` if the graph has no transaction of this id.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Borders, State}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (china, pakistan) = (kg.add(State, "China")?, kg.add(State, "Pakistan")?);
    /// kg.at("2026-01-24")?.by("desk");
    /// let border = kg.assert(fact(china, Borders, pakistan))?;
    /// let recorded = kg.recorded_in(border).and_then(|id| kg.transaction(id));
    /// assert_eq!(recorded.and_then(|recorded| recorded.by.as_deref()), Some("desk"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn transaction(&self, id: TransactionId) -> Option<&Transaction> {
        self.tables.journal().info(id)
    }

    /// All transactions in order, each with its stamp, by whom and why.
    #[must_use]
    pub fn transactions(&self) -> impl ExactSizeIterator<Item = (TransactionId, &Transaction)> {
        (0..self.tables.journal().len()).map(|n| {
            // The journal has as many transactions as it says, and refuses more than can be numbered.
            let id = TransactionId::new(u32::try_from(n).unwrap_or(u32::MAX));
            (id, self.tables.journal().info(id).unwrap_or(&NOTHING_SAID))
        })
    }

    /// The stamp at which a transaction was recorded: its own, or that of the nearest earlier transaction with a stamp.
    /// `None` if there is no such transaction.
    #[must_use]
    pub fn stamp_of(&self, transaction: TransactionId) -> Option<Stamp> {
        self.tables.journal().stamp(transaction)
    }

    /// The transaction that recorded a fact.
    #[must_use]
    pub fn recorded_in(&self, fact: FactId) -> Option<TransactionId> {
        self.has_fact(fact).then(|| self.tables.transaction_of(fact.index(), |m| m.facts))
    }

    /// Makes one call, and undoes what it did if it returns an error or panics.
    pub(super) fn all_or_nothing<T>(&mut self, call: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.left_out.clear();
        let savepoint = self.tables.savepoint(self.schema.marks());
        let mut undo = UndoOnPanic::new(self, savepoint);
        let done = call(undo.kg).and_then(|done| undo.kg.tables.fail_point().map(|()| done));
        if done.is_ok() {
            undo.done();
            undo.kg.near.grow(&undo.kg.tables);
        }
        done
    }

    /// Goes back to a savepoint: the tables, and the names that an open schema has learnt since.
    pub(super) fn rewind(&mut self, to: &Savepoint) {
        self.tables.rewind(to);
        self.near.truncate(&self.tables);
        self.schema.rewind(to.schema());
    }
}

static NOTHING_SAID: Transaction = Transaction { at: None, by: None, why: None };
