//! GEXF 1.3, which Gephi reads, with its timeline.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact, io::Loss};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let mut file = Vec::new();
//! let losses = kg.view().gexf().write_to(&mut file)?;
//! let text = String::from_utf8(file).unwrap();
//! assert!(text.contains(r#"start="2026-02-01" end="2026-02-28""#) && text.contains(r#"for="when" value="2026-02""#));
//! assert_eq!(losses.count(Loss::Spans), 1); // a visit within February is drawn over all of it
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Form
//! Nodes and edges, and their attributes, are those of [GraphML](super::graphml) and say all that a fact says. Each edge has a
//! spell beside, days that Gephi's timeline draws, both included:
//!
//! | time | drawn |
//! |---|---|
//! | on a date | the days of the date |
//! | as of a date | the days of the date, when it was seen |
//! | between two dates | from the first day of the one to the last day of the other |
//! | since a date | from its first day on |
//! | until a date | up to its last day |
//! | unstated | always |
//!
//! A spell is another thing than the record unless the time is exact: a single day, or two exact ends, or an exact end and
//! none on the other side. The loss report counts the rest as [`Loss::Spans`](crate::io::Loss::Spans). GEXF has no place for sources:
//! what is known of them beyond their keys is lost, and so are characters that XML cannot hold.

mod spell;
mod write;

pub use write::Gexf;
