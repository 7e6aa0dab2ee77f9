//! Transactions as bytes: what a checksum is taken of, and what the image of a store holds.
//!
//! The form is fixed: the same rows give the same bytes on every machine and in every release. Numbers are of variable
//! length, seven bits a byte, the lowest first (LEB128). A text is its length in bytes, then UTF-8. Times, values and
//! other words are the texts that files have of them, and a time that stood before in the transaction is its number.
//!
//! | part | bytes |
//! |---|---|
//! | transaction | flags of what it says (1 stamp, 2 author, 4 reason, 8 names); stamp in microseconds, author, reason; the names learnt as JSON; the number of rows; the rows |
//! | row | its tag, and the parts that `decode` lists for the tag |

mod decode;
mod encode;

pub(super) use self::{
    decode::{Decoder, Head},
    encode::Encoder,
};

/// The tags of rows.
mod tag {
    pub(super) const GONE: u8 = 0;
    pub(super) const SOURCE: u8 = 1;
    pub(super) const ENTITY: u8 = 2;
    pub(super) const FACT: u8 = 3;
    /// A fact with a key, players or claims.
    pub(super) const FULL_FACT: u8 = 4;
    pub(super) const CLAIM: u8 = 5;
    pub(super) const RETRACT: u8 = 6;
    pub(super) const RESOLVE: u8 = 7;
    pub(super) const NARROW: u8 = 8;
    pub(super) const MERGE: u8 = 9;
    pub(super) const UNMERGE: u8 = 10;
    pub(super) const KEEP_APART: u8 = 11;
    pub(super) const ALLOW_MERGE: u8 = 12;
    pub(super) const PURGE: u8 = 13;
}

/// What a transaction says of itself.
mod flag {
    pub(super) const STAMP: u8 = 1;
    pub(super) const AUTHOR: u8 = 2;
    pub(super) const REASON: u8 = 4;
    pub(super) const NAMES: u8 = 8;
}

/// What an end of a fact is: the lowest two bits of its number.
mod end {
    pub(super) const NODE: u64 = 0;
    pub(super) const FACT: u64 = 1;
    /// A value for which the fact makes a node. The rest of the number is its type.
    pub(super) const VALUE: u64 = 2;
}

/// What a claim has: the bits of its first byte, beside the stance in the lowest.
mod part {
    pub(super) const DISPUTES: u8 = 1;
    pub(super) const SPEAKER: u8 = 2;
    pub(super) const INFERRED: u8 = 4;
    pub(super) const CONFIDENCE: u8 = 8;
    pub(super) const QUOTE: u8 = 16;
    pub(super) const ALL: u8 = 31;
}

/// What a passage has.
mod passage {
    pub(super) const RANGE: u8 = 1;
    pub(super) const WORDS: u8 = 2;
    pub(super) const HASH: u8 = 4;
}
