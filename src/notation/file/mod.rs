//! Files of the notation: statements of sources, entities and facts, read into a graph and written from a dossier.

mod apply;
mod block;
mod claims;
mod conflict;
mod declarations;
mod declare;
mod entities;
mod facts;
mod fault;
mod files;
mod first_use;
mod format;
mod hashes;
mod lines;
mod load;
mod names;
mod parse;
mod print;
mod range;
mod reader;
mod sources;
mod statement;
mod times;
mod vocabulary;
mod write;

pub use fault::{Fault, Faults};
pub use first_use::FirstUse;
pub use format::format;
pub use reader::{CheckReport, Reader, check, read};
pub use vocabulary::write_vocabulary;
pub use write::{Writer, write};
