//! What the program does, a verb a file.

pub(crate) mod audit;
pub(crate) mod chain;
pub(crate) mod check;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod dot;
pub(crate) mod fmt;
pub(crate) mod merge;
pub(crate) mod page;
pub(crate) mod query;
pub(crate) mod reports;
pub(crate) mod setup;
pub(crate) mod store;
pub(crate) mod vocabulary;
