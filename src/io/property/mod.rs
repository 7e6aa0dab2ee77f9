//! A view as a graph of properties, which GraphML, GEXF, node-link JSON and CSV write and read: nodes with an id, edges
//! between them, and columns of text beside each.
//!
//! Here it is decided, once for all of these, how a fact becomes an edge:
//!
//! - Each fact is one edge from its subject to its object, parallel facts are parallel edges.
//! - Entities are nodes by their key; a value at an end of a fact is a node, and so is a fact that another is about:
//!   its id is `#` and the fact's key or place. An id shows which of the three it is, as no key begins with a sign.
//! - A role player is a column of the edge, named `role.` and the role, read as the relation's range asks.
//! - The time is written in full, as text, with the first and last day of start and end beside it for tools that need
//!   days.
//! - Claims are written in the notation, one after another.

mod cell;
mod edge;
mod out;
mod raw;
mod read;
mod table;
mod when;

#[cfg(feature = "graphml")]
pub(crate) use out::iso;
#[cfg(any(feature = "json", feature = "graphml"))]
pub(crate) use raw::{RawCell, RawEdge, RawNode};
pub(crate) use raw::{RawDate, RawEnd};
pub(in crate::io) use when::Times;
pub(crate) use {
    cell::{bare, type_name},
    out::{Column, ColumnType, Of, Properties},
    read::Reading,
    table::TableHeader,
};
