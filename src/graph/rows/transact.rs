//! Calls that are one transaction of the graph, and that can be undone after they have ended.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::{error::Error, graph::KnowledgeGraph, model::Transaction, tables::Savepoint};

/// Where calls began, and what they returned.
pub(crate) type Transacted<T, E> = (Savepoint, Result<T, E>);

impl KnowledgeGraph {
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
}
