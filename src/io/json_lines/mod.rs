//! JSON Lines: one edit a line, the form for long files that are written and read piece by piece.
//!
//! A line is an [`Edit`] as JSON: `{"add-entity": …}`, `{"assert": …}`. A view is written as the edits that make it again:
//! sources, entities, facts, then what was taken back and settled. `#3` in a line is the fact of the fourth `assert`.
//! Nothing of a view is lost but the vocabulary, which the reader's graph has.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, json_lines};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let mut file = Vec::new();
//! assert!(kg.view().json_lines().write_to(&mut file)?.is_empty());
//! let text = String::from_utf8(file.clone()).unwrap();
//! assert_eq!(
//!     text.lines().last(),
//!     Some(r#"{"assert":{"subject":"tokayev","relation":"visits","object":"pakistan","when":"2026-02","modality":"planned"}}"#)
//! );
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! Import::new().apply_all(&mut again, json_lines::read(file.as_slice()))?;
//! assert_eq!(again.fact_count(), 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! [`Edit`]: crate::Edit

mod read;
mod write;

pub use read::{Reader, read};
pub use write::JsonLines;
