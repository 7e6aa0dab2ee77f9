//! From the text of a query to its tree, by hand.
//!
//! A query is read once, in time that grows with its length. How deep brackets and operators may be nested is limited, so
//! neither reading a query nor dropping its tree takes much stack.

mod clauses;
mod cursor;
mod expressions;
mod lexer;
mod literals;
mod operators;
mod patterns;
#[cfg(test)]
mod tests;
mod tokens;

use super::ast::Statement;
use crate::error::{Error, ErrorKind};

/// How long the text of a query may be, in bytes.
const LONGEST: usize = 1_000_000;

/// Reads a query.
///
/// # Errors
/// `Syntax` at the first place where the text is not a query that only reads; `Full` if it is longer than 1,000,000 bytes or
/// nested more than 100 levels deep.
pub(super) fn parse(text: &str) -> Result<Statement, Error> {
    if text.len() > LONGEST {
        let why = format!("the query has {} bytes; expected at most {LONGEST}", text.len());
        return Err(Error::new(ErrorKind::Full, why));
    }
    cursor::Cursor::new(text).whole()
}
