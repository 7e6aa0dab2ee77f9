//! Rows of a graph as rows of SQLite tables, in both directions.

mod operations;
mod place;
mod read;
mod write;

pub(super) use self::{
    place::Place,
    read::{Head, Statements, heads, names_from},
    write::{Writer, write_about, write_names},
};
