//! FollowTheMoney JSON, an entity a line, for OpenSanctions and Aleph.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, follow_the_money::{self, FollowTheMoney}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", chancery::entity("Jauhar Saleem").identifier("wikidata", "Q1"))?;
//! kg.add("organization", "Institute")?;
//! kg.assert(fact("jauhar-saleem", "member-of", "institute").since("2024-05"))?;
//!
//! let format = FollowTheMoney::of(&kg.view());
//! assert!(format.losses().is_empty());
//! let text = format.to_string();
//! assert!(text.starts_with(
//!     r#"{"id":"jauhar-saleem","schema":"Person","properties":{"name":["Jauhar Saleem"],"wikidataId":["Q1"]}}"#
//! ));
//!
//! let schema = diplomacy::schema();
//! let mut again = KnowledgeGraph::new(schema.clone());
//! Import::new().apply_all(&mut again, follow_the_money::Reader::new(&schema).read(text.as_bytes())?)?;
//! let facts: Vec<_> = again.view().all_facts().map(|fact| fact.to_string()).collect();
//! assert_eq!(facts.last().map(String::as_str), Some("jauhar-saleem member-of institute since 2024-05"));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What becomes what
//! The code of a kind or relation in the scheme `ftm` decides. A kind without one is written with the code of the
//! nearest kind above it, and a schema without a kind is read as the nearest schema above it that has one: a `Company`
//! as an `Organization`.
//!
//! | here | there |
//! |---|---|
//! | entity | an entity with `name`; its key is the id |
//! | `also-known-as` | `alias` |
//! | `identified-by` in `wikidata` or `lei` | `wikidataId`, `leiCode` |
//! | relation whose code is a property, as `birthDate` | that property |
//! | relation whose code joins two entities, as `Membership` | an entity of that schema, with `startDate`, `endDate`, `date`; if several relations have the code, with the name of the relation as its `role` |
//! | any other relation between two entities | `UnknownLink`, with the name of the relation as its `role` |
//!
//! FollowTheMoney has no plans, denials, approximate dates or speakers. Facts that are not actual, were retracted or
//! were resolved are left out, so that a planned visit is never read as one that took place. Dates are written as far
//! as they are certain. The loss report counts all of it: a fact that is left out once, under the reason; another once
//! under each part that it lost.
//!
//! Links are those of version 4.11 of the model: `Associate`, `ContractAward`, `Control`, `CourtCaseParty`, `Debt`,
//! `Directorship`, `Documentation`, `Employment`, `Family`, `Membership`, `Occupancy`, `Ownership`, `Payment`,
//! `ProjectParticipant`, `Representation`, `Succession` and `UnknownLink`.
//!
//! # Limits
//! A line may be nested 128 deep. A link may join its ends in 10,000 facts. All links of a file may make 10,000 facts
//! more than they have ends, and one more for each 16 bytes of the file. Nothing raises these limits. All of a file is
//! in memory while it is read, with its edits: 16 times its size for a file that this crate wrote, at most 120 times
//! for any other.

mod dates;
mod link;
mod look_up;
mod model;
mod read;
mod record;
mod write;

pub use read::Reader;
pub use write::FollowTheMoney;
