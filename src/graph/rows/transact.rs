//! Calls that are one transaction of the graph, and that can be undone after they have ended.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use crate::{error::Error, graph::KnowledgeGraph, model::Transaction, tables::Savepoint};

/// How calls ended.
pub(crate) enum Transacted<T, E> {
    /// With what they returned; and where to go back to.
    Done(Savepoint, Result<T, E>),
    /// They put another graph in the place of this one, and maybe panicked.
    Replaced(Option<Box<dyn Any + Send>>),
}

impl KnowledgeGraph {
    /// Makes calls in a transaction of their own, which says nothing of itself until they call [`at`](Self::at) or
    /// [`begin`](Self::begin). If they fail or panic, everything is undone. If they record nothing, so is the transaction.
    pub(crate) fn transact<T, E>(
        &mut self,
        calls: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Transacted<T, E>, Error> {
        let savepoint = self.savepoint();
        let before = self.recorded_transactions();
        self.begin(Transaction::default())?;
        let (done, is_same) = self.nested(|kg| catch_unwind(AssertUnwindSafe(|| calls(kg))));
        if !is_same {
            return Ok(Transacted::Replaced(done.err()));
        }
        if !matches!(done, Ok(Ok(_))) || self.recorded_transactions() == before {
            self.undo(&savepoint);
        }
        self.close_empty();
        match done {
            Ok(done) => Ok(Transacted::Done(savepoint, done)),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Undoes all that was done since [`transact`](Self::transact).
    pub(crate) fn undo(&mut self, savepoint: &Savepoint) {
        self.left_out.clear();
        self.rewind(savepoint);
    }
}
