//! Rows of a graph as rows of SQLite tables, in both directions.

mod operations;
mod read;
mod write;

pub(super) use self::{
    read::{Head, Statements, heads, names_from},
    write::{Place, Writer, write_about, write_names},
};
