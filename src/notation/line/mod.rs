//! The notation of one fact: words, lines, and the fact that a line tells. What a file of such lines may hold beside facts
//! is known further down, in `io`.

mod cursor;
mod display;
mod end;
mod fact_line;
mod lex;
mod parse;
mod scan;
mod word;

pub(crate) use cursor::Cursor;
pub(crate) use end::End;
pub(crate) use fact_line::{ClaimLine, FactLine, RoleLine};
pub(crate) use lex::{Token, TokenKind};
pub(crate) use scan::{Flaw, Item, scan};
pub(crate) use word::{OPENERS, Word};

/// The bytes of a text that something was read from.
pub(crate) type Span = std::ops::Range<usize>;

/// Something that was read, and where it stands.
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
