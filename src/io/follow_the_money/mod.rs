//! FollowTheMoney JSON, an entity a line, as OpenSanctions and Aleph exchange it.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Columns, Import, follow_the_money};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", chancery::entity("Jauhar Saleem").identifier("wikidata", "Q1"))?;
//! kg.add("organization", "Institute")?;
//! kg.assert(fact("jauhar-saleem", "member-of", "institute").since("2024-05"))?;
//!
//! let mut file = Vec::new();
//! assert!(kg.view().follow_the_money().write_to(&mut file)?.is_empty());
//! let text = String::from_utf8(file.clone()).unwrap();
//! assert!(text.starts_with(
//!     r#"{"id":"jauhar-saleem","schema":"Person","properties":{"name":["Jauhar Saleem"],"wikidataId":["Q1"]}}"#
//! ));
//!
//! let schema = diplomacy::schema();
//! let mut again = KnowledgeGraph::new(schema.clone());
//! Import::new().apply_all(&mut again, follow_the_money::read(file.as_slice(), &schema, &Columns::new())?)?;
//! let facts: Vec<_> = again.view().all_facts().map(|fact| fact.to_string()).collect();
//! assert_eq!(facts.last().map(String::as_str), Some("jauhar-saleem member-of institute since 2024-05"));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What becomes what
//! The code of a kind or relation in the scheme `ftm` decides; a kind without one is that of the nearest kind above it.
//!
//! | here | there |
//! |---|---|
//! | entity | an entity with `name`; its key is the id |
//! | `also-known-as` | `alias` |
//! | `identified-by` in `wikidata` or `lei` | `wikidataId`, `leiCode` |
//! | relation whose code is a property, as `birthDate` | that property |
//! | relation whose code joins two entities, as `Membership` | an entity of that schema, with `startDate`, `endDate`, `date` |
//! | any other relation between two entities | `UnknownLink`, its `role` the relation's name |
//!
//! FollowTheMoney has no plans, denials or qualified dates, and names no speaker. What is not told as so, or was taken back or
//! settled, is left out, so that nobody reads a planned visit as one that was; dates are told as far as they are certain.
//! The loss report counts all of it.

mod dates;
mod names;
mod read;
mod write;

pub use read::read;
pub use write::FollowTheMoney;
