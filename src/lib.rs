//! An embedded knowledge graph in which every fact knows what it joins, when it held, who says so, and since when
//! we know it.
#![forbid(unsafe_code)]

pub mod error;
pub mod model;
pub mod time;

pub use error::{Error, ErrorKind};
pub use model::{Entity, Fact, Id, Source};
pub use time::{Allen, AllenSet, Day, PartialDate, Span, Stamp, Truth, When, date};
