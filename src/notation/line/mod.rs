//! The notation of one fact: tokens, words, and the fact that a line states. Files of such lines, and what else they can hold,
//! are in `file`.

mod claim;
mod cursor;
mod display;
mod end;
mod ends;
mod fact;
mod fact_line;
mod lex;
mod lost;
mod marks;
mod parse;
mod scan;
mod values;
mod word;

pub(crate) use cursor::{Cursor, begins_part};
pub(crate) use end::End;
pub(crate) use fact_line::{ClaimLine, FactLine, HashedRange, RoleLine};
pub(crate) use lex::{Token, TokenKind};
pub(crate) use scan::{Flaw, Item, scan};
pub(crate) use word::{OPENERS, Word};

/// The range of bytes that something was read from.
pub(crate) type Span = std::ops::Range<usize>;

/// Something that was read, with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

impl<T> At<T> {
    pub(crate) const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
