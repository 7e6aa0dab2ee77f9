//! Errors of keys that a graph does not have. To propose the nearest key takes a look at each key of the graph, so only the
//! first errors of a file do.

use std::cell::Cell;

use crate::error::{Error, ErrorKind, shown::as_found};

/// How many errors of a file propose a key.
const MOST: u32 = 20;

/// How many errors may still propose a key.
#[derive(Clone, Debug)]
pub(super) struct Proposals(Cell<u32>);

impl Default for Proposals {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

impl Proposals {
    /// Nothing while the error that the graph finds may propose a key; after that the error without a proposal. To be called
    /// for a key that the graph does not have.
    pub(super) fn miss(&self, kind: ErrorKind, key: &str) -> Result<(), Error> {
        if let Some(left) = self.0.get().checked_sub(1) {
            self.0.set(left);
            return Ok(());
        }
        let what = match kind {
            ErrorKind::UnknownSource => "source",
            ErrorKind::UnknownFact => "fact",
            _ => "entity",
        };
        Err(Error::new(kind, format!("no {what} has the key `{}`", as_found(key))))
    }
}
