//! JSON Lines: one edit a line, the form for long files that are written and read piece by piece.
//!
//! A line is an [`Edit`] as JSON: `{"add-entity": …}`, `{"assert": …}`. A view is written as the edits that make it
//! again: sources, entities, facts, then retractions, resolutions, merges and decisions to keep entities apart. `#3` in
//! a line is the fact of the fourth `assert`. Nothing of a view is lost but the vocabulary, which the reader's graph
//! must have.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, json_lines::{self, JsonLines}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let view = kg.view();
//! let text = JsonLines::of(&view).to_string();
//! assert_eq!(
//!     text.lines().last(),
//!     Some(r#"{"assert":{"subject":"tokayev","relation":"visits","object":"pakistan","when":"2026-02","modality":"planned"}}"#)
//! );
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! Import::new().apply_all(&mut again, json_lines::Reader::new().read(text.as_bytes()))?;
//! assert_eq!(again.fact_count(), 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Limits
//! A line may be nested 128 deep, and nothing raises that. One line at a time is in memory, with its edit: at most 80
//! times the line.
//!
//! [`Edit`]: crate::Edit

mod read;
mod write;

pub use read::{Lines, Reader};
pub use write::JsonLines;
