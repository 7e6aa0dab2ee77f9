//! Valid time and transaction time: dates as precise as their source, spans with unknown ends, and answers that may be
//! `Possibly`.
//!
//! - [`PartialDate`]: a millennium, century, decade, year, season, month or day, as EDTF levels 0 and 1 write it.
//! - [`Bound`] and [`WhenParts`]: the parts of a `When`, with the bounds *on or before* and *on or after*, which EDTF level 2
//!   writes as `[..2010]` and `[2015..]`.
//! - [`Day`] and [`Span`]: exact days, and the spans that questions are about.
//! - [`When`]: the valid time of a fact, a set of possible spans; its questions answer with [`Truth`].
//! - [`Allen`] and [`AllenSet`]: the thirteen relations between two spans.
//! - [`Dates`]: how a reader takes dates of other people's texts.
//! - [`Stamp`]: a point in transaction time.
//!
//! ```
//! use chancery::{Truth, When, date};
//!
//! let visit: When = "2026-02".parse()?; // on some day or days of February
//! assert_eq!(visit.holds_on(date("2026-02-10")), Truth::Possibly);
//! assert_eq!(visit.holds_on(date("2026-03-01")), Truth::No);
//! assert_eq!(visit.holds_during(date("2026")), Truth::Yes);
//! # Ok::<(), chancery::Error>(())
//! ```

mod text;
mod truth;

mod clock;
mod dates;
mod day;
mod edtf;
mod form;
mod into_date;
mod into_span;
mod lenient;
mod partial_date;
mod print;
mod span;

mod bound;
mod set;

mod agreed;
mod ask;
mod when;
mod when_text;
mod words;

mod allen;
mod allen_set;
mod relate;

mod stamp;

pub(crate) use agreed::Agreed;
pub use allen::Allen;
pub use allen_set::AllenSet;
pub use bound::{Bound, WhenParts};
pub use dates::{DateOrder, DateRead, Dates};
pub use day::Day;
pub use form::{Precision, Qualifier};
pub use into_date::{IntoDate, date};
pub use into_span::IntoSpan;
pub(crate) use lenient::words as date_words;
pub use partial_date::PartialDate;
pub use span::{Limit, Span};
pub use stamp::{IntoStamp, Stamp};
pub use truth::Truth;
pub use when::When;
pub(crate) use words::TimeWords;
