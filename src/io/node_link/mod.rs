//! Node-link JSON: a list of nodes and a list of links, as D3 and NetworkX read it.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Columns, Import, node_link};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let mut file = Vec::new();
//! assert!(kg.view().node_link().write_to(&mut file)?.is_empty());
//! let text = String::from_utf8(file).unwrap();
//! assert!(text.contains(r##"{"source":"tokayev","target":"pakistan","key":"#0","relation":"visits","when":"2026-02","##));
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! Import::new().apply_all(&mut again, node_link::read(&text, &diplomacy::schema(), &Columns::new())?)?;
//! assert_eq!(again.view().all_facts().next().unwrap().to_string(), "tokayev visits pakistan on 2026-02 planned");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Form
//! An object with `directed` and `multigraph`, both true, and
//! - `graph`: the `vocabulary` and the `sources` of the view, as a [dossier](crate::dossier::Dossier) has them;
//! - `nodes`: entities, and the values and facts that are ends of facts, each with `id`, `type` (`entity`, `fact`, or the
//!   type of a value), `kind` and `name`;
//! - `links`: facts, each with `source`, `target`, `key` (NetworkX tells parallel edges apart by it), `relation`, `when`,
//!   the first and last day of start and end, `modality`, a member `role.…` for each role, and `claims` as a dossier has
//!   them.
//!
//! Nothing of a view is lost. A reader takes these and other node-link files, whose members [`Columns`] explains.
//!
//! [`Columns`]: crate::io::Columns

mod read;
mod write;

pub use read::read;
pub use write::{LinkList, NodeLink};
