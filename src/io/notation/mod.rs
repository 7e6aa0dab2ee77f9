//! The notation: a file that a person writes, one statement a line.
//!
//! ```
//! use chancery::{diplomacy, io::notation};
//!
//! let file = r#"
//! # A comment.
//! source report published 2026-01-24 text "The President will pay his first official visit in February 2026."
//! entity person tokayev "Kassym-Jomart Tokayev" also "Қасым-Жомарт Тоқаев" in kk
//! entity state pakistan "Pakistan"
//!
//! tokayev visits pakistan visit-kind "official" on 2026-02 planned key visit
//!   @report "first official visit"
//! "#;
//! let kg = notation::read(file, diplomacy::schema())?;
//! assert_eq!(kg.fact_count(), 2);
//!
//! let faults = notation::read("entity stat pakistan \"Pakistan\"", diplomacy::schema()).unwrap_err();
//! assert_eq!(faults.as_slice()[0].message(), "no kind `stat` is declared; did you mean `state`?");
//! # Ok::<(), notation::Faults>(())
//! ```

mod apply;
mod fault;
mod files;
mod format;
mod locate;
mod names;
mod parse;
mod print;
mod range;
mod reader;
mod statement;
mod write;

pub use fault::{Fault, Faults};
pub use format::format;
pub use reader::{Reader, Report, check, read};
pub use write::{Writer, write};
