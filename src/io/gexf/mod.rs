//! GEXF 1.3, for Gephi and its timeline.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Loss, gexf::Gexf};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let format = Gexf::of(&kg.view());
//! let (text, losses) = (format.to_string(), format.losses());
//! assert!(text.contains(r#"start="2026-02-01" end="2026-02-28""#) && text.contains(r#"for="when" value="2026-02""#));
//! assert_eq!(losses.count(Loss::Spans), 1); // a visit on a day in February is drawn over the month
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Form
//! Nodes, edges and their attributes are those of [GraphML](super::graphml) and hold all of a fact. The label of an
//! edge has what is not actual: `visits (planned)`. Each edge also has a spell, the days that Gephi's timeline draws,
//! both included:
//!
//! | time | spell |
//! |---|---|
//! | on a date | the days of the date |
//! | as of a date | the days of the date |
//! | between two dates | from the first day of the one to the last day of the other |
//! | since a date | from its first day, without an end |
//! | until a date | to its last day, without a beginning |
//! | unstated | without a limit |
//!
//! A spell says the same as the record only where the time is exact: a single day, two exact ends, or an exact end and
//! no limit on the other side. All others are reported as [`Loss::Spans`](crate::io::Loss::Spans). GEXF has no place
//! for sources: all but their keys is lost, and so are characters that XML cannot hold.

mod spell;
mod write;

pub use write::Gexf;
