//! Calls that are one transaction of the graph, and that can be undone after they have ended.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    model::{Transaction, TransactionId},
    tables::Savepoint,
};

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
    ///
    /// # Errors
    /// [`ErrorKind::NoChange`] if they declare names and record nothing.
    pub(crate) fn transact<T, E>(
        &mut self,
        calls: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Transacted<T, E>, Error> {
        let savepoint = self.savepoint();
        let before = self.recorded_transactions();
        let names = self.names_before(TransactionId::new(u32::MAX));
        self.begin(Transaction::default())?;
        let (done, is_same) = self.nested(|kg| catch_unwind(AssertUnwindSafe(|| calls(kg))));
        if !is_same {
            return Ok(Transacted::Replaced(done.err()));
        }
        let has_recorded = self.recorded_transactions() != before;
        let has_declared = self.names_before(TransactionId::new(u32::MAX)) != names;
        if !matches!(done, Ok(Ok(_))) || !has_recorded {
            self.undo(&savepoint);
        }
        self.close_empty();
        if matches!(done, Ok(Ok(_))) && has_declared && !has_recorded {
            let why = "the calls declare names and record nothing; expected something that a transaction records, with \
                       which the file keeps them";
            return Err(Error::new(ErrorKind::NoChange, why));
        }
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
