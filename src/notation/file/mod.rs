//! Files of the notation: statements of sources, entities and facts, read into a graph and written from a dossier.

mod apply;
mod block;
mod claims;
mod fault;
mod files;
mod format;
mod hashes;
mod load;
mod locate;
mod names;
mod parse;
mod print;
mod range;
mod reader;
mod statement;
mod write;

pub use fault::{Fault, Faults};
pub use format::format;
pub use reader::{CheckReport, Reader, check, read};
pub use write::{Writer, write};
