//! The rules for files of other programs. All readers share them.
//!
//! - **Ids.** An id that is a valid key is the key of its entity. Any other id gets the key that it suggests, with the
//!   next free number if that key is taken, and is kept as an identifier. Two ids never become one entity ([`Ids`]).
//! - **Values.** White space around a number, a date, an address, or a yes or no has no meaning. A yes or no may be
//!   written as other programs write it. A time of day is cut off if the caller allows it, and counted ([`Values`]).
//! - **Encoding.** A text is UTF-8. A byte order mark is skipped. The error of another encoding names it
//!   ([`encoding`]).
//! - **Faults.** A value that is not valid is reported. If it is an attribute of an entity, only it is left out. If it
//!   is a part of a fact, the fact is left out.
//! - **Fields.** A field without a meaning is counted under its name. A field that is given twice is an error.

pub(in crate::io) mod encoding;
mod ids;
mod values;

#[cfg(any(feature = "json", feature = "graphml"))]
pub(in crate::io) use encoding::read;
pub(in crate::io) use {
    ids::{Ids, SCHEME, identifier},
    values::{Values, is_blank, yes_no},
};
