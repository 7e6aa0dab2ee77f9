//! Panics in code that a caller passes in, such as an iterator, a stream, or a progress function.

use std::{
    any::Any,
    panic::{self, AssertUnwindSafe},
};

/// Why calls on a graph stopped.
pub(super) enum Stopped<E> {
    Error(E),
    /// What the panic carries.
    Panic(Box<dyn Any + Send>),
}

/// Makes calls within a savepoint of a graph. A panic becomes an error, so that the graph goes back to the savepoint; then
/// [`go_on`](Stopped::go_on) resumes the panic.
pub(super) fn caught<T, E>(calls: impl FnOnce() -> Result<T, E>) -> Result<T, Stopped<E>> {
    // The savepoint undoes what the calls left half done.
    match panic::catch_unwind(AssertUnwindSafe(calls)) {
        Ok(done) => done.map_err(Stopped::Error),
        Err(carried) => Err(Stopped::Panic(carried)),
    }
}

impl<E> Stopped<E> {
    /// The error; a panic goes on from here.
    pub(super) fn go_on(self) -> E {
        match self {
            Self::Error(error) => error,
            Self::Panic(carried) => panic::resume_unwind(carried),
        }
    }
}
