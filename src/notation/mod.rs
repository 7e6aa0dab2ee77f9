//! The notation: a file that a person writes, one statement a line.
//!
//! ```
//! use chancery::{diplomacy, notation};
//!
//! let file = r#"
//! ## Whoever speaks is apart from the source that reports it.
//! source report published 2026-01-24 text "Pakistan, said Kistafin, was among the first. A visit is planned."
//! entity person tokayev "Kassym-Jomart Tokayev" also "Қасым-Жомарт Тоқаев" in kk
//! entity person kistafin "Yerzhan Kistafin"
//! entity state kazakhstan "Kazakhstan" id wikidata "Q232"
//! entity state pakistan "Pakistan"
//!
//! tokayev visits pakistan visit-kind "official" on 2026-02 planned key visit
//!   @report "A visit is planned"
//! pakistan recognized-in-1991? kazakhstan said-by kistafin inferred "he told no year" @report "among the first"
//! tokayev born 1953-05-17
//! "#;
//! let kg = notation::read(file, diplomacy::schema())?;
//! assert_eq!(kg.fact_count(), 5); // the further name and the identifier are facts too
//!
//! let faults = notation::read("entity stat pakistan \"Pakistan\"", diplomacy::schema()).unwrap_err();
//! assert_eq!(
//!     faults.as_slice()[0].to_string(),
//!     "line 1, column 8: no kind `stat` is declared; did you mean `state`?\n    1 | entity stat pakistan \"Pakistan\"\n      |        ^^^^"
//! );
//! # Ok::<(), notation::Faults>(())
//! ```
//!
//! A fact is written as it prints: [`Fact`](crate::Fact) reads and prints the same line. [`read`] and [`Reader`] make a
//! graph of a text or of files, [`check`] tells all that is wrong with files, [`write`](write()) and [`Writer`] make a text
//! of a dossier, and [`format`](format()) lays a text out.
//!
//! # Lines
//! The text is UTF-8. A statement begins at the start of a line; a line that begins with a blank goes on with the one
//! before. `#` with a blank or the line's end behind it, at the start of a line or behind a blank, begins a comment.
//!
//! # Grammar
//! `[x]` is perhaps an *x*, `{x}` any number of them, `|` a choice. Tokens have blanks between them.
//! ```text
//! file      = { include | source | entity | fact | claim | retract | resolve | merge | apart } ;
//! include   = "include" TEXT ;                         a file beside this one; each file is read once
//! source    = "source" key { attribute } ;             each attribute at most once
//! attribute = ( "title" | "publisher" | "licence" | "text" | "text-file" ) TEXT
//!           | "published" DATE | "url" URL | "derives-from" key | "sha256" HASH ;
//! entity    = "entity" key key TEXT { more } ;         its kind, its key, its name
//! more      = "also" TEXT [ "in" tag ]                 a further name and its language, as `kk`
//!           | "id" tag TEXT ;                          an identifier, by its scheme, as `wikidata`
//! fact      = end relation end { role | when | modality | "key" key | told } ;
//! claim     = "claim" name told { told } ;             more claims for a fact that stands before
//! retract   = "retract" name [ TEXT ] ;                why
//! resolve   = "resolve" name outcome "by" name ;       the earlier fact, and the later
//! merge     = "merge" key "into" key [ TEXT ] ;        the duplicate, the entity that stays, and why they are one
//! apart     = "keep-apart" key "from" key [ TEXT ] ;   two entities that are not one, and why
//!
//! relation  = key ;                                    its name, its inverse, or either with a date: `recognized-in-1991?`
//! role      = key end ;
//! when      = ( "on" | "as-of" | "since" | "until" ) DATE | "between" SPAN | "unstated" ;
//! modality  = "actual" | "planned" | "cancelled" | "denied" | "hypothetical" ;
//! outcome   = "confirmed" | "postponed" | "cancelled" | "denied" | "refined" | "corrected" ;
//! told      = { "said-by" key | "stated" | "inferred" TEXT | "confidence" NUMBER | "supports" | "disputes" }
//!             source-key [ quote ] ;                   what is said of a claim stands before its source
//! quote     = ( TEXT [ place ] | place ) [ "nth" NUMBER ] ;
//! place     = "[" [ NUMBER ".." NUMBER ] [ HASH ] "]" ;
//! end       = key | NUMBER | DATE | "yes" | "no"       as the relation's range asks
//!           | TEXT | URL | name
//!           | "(" ( "number" NUMBER | "date" DATE | "yes-no" ( "yes" | "no" ) ) ")" ;
//! tag       = key | TEXT ;
//!
//! key       = WORD | "`" { character } "`" ;           backticks where it would be a word of the notation
//! name      = "#" key ;                                a fact by its key; `#3` by its place in the file, from 0
//! source-key = "@" key ;
//! TEXT      = '"' { character } '"' ;   URL = "<" { character } ">" ;
//! DATE      = EDTF, levels 0 and 1 ;    SPAN = [ DATE | ".." ] "/" [ DATE | ".." ] ;
//! HASH      = 64 hexadecimal digits ;   character = any, or \n \t \r \u{e9} \\ and the closing mark behind a backslash ;
//! ```
//! Words of the notation are those that begin a line, that tell when and how a fact is, and that qualify a claim. A bare end
//! is a key, unless the range of the relation is one of values; where any node may stand, a number or a date names its type.
//!
//! # Order
//! Sources and entities may stand anywhere. Facts are recorded in the order of the lines, what is included at the place of
//! its `include`, and a fact names only facts before it. `#3` counts the facts of its own file, the names and identifiers on
//! lines of entities among them. Then claims are added, facts retracted, and facts resolved; then it is told which entities
//! are kept apart, and which are one. All is one transaction: a file with a fault leaves nothing behind.
//!
//! # Quotes
//! Nobody counts characters: words are looked for in the source's text. Words that stand there twice take `nth`, or more of
//! the text. Where the text may not be in a file, `text-file` names one that has it, or `sha256` alone stands for it; then
//! [`Reader::text_of`] brings it, and quotes are told by range and hash.
//!
//! # Faults
//! All faults are told at once, each by file, line and column, with a proposal where a near word is known. What rests on a
//! faulty line, or on a file that could not be read, is not told again. Files are read by this module alone, and only those
//! that are named; an included one is named by a path from the file that includes it.

mod file;
pub(crate) mod line;

pub use file::{Fault, Faults, Reader, Report, Writer, check, format, read, write};
