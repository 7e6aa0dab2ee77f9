//! Node-link JSON, for D3 and NetworkX: a list of nodes and a list of links.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, node_link::{self, NodeLink}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let view = kg.view();
//! let format = NodeLink::of(&view);
//! assert!(format.losses().is_empty());
//! let text = format.to_string();
//! assert!(text.contains(r##"{"source":"tokayev","target":"pakistan","key":"#0","relation":"visits","when":"2026-02","##));
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! let edits = node_link::Reader::new(again.schema()).read(text.as_bytes())?;
//! Import::new().apply_all(&mut again, edits)?;
//! assert_eq!(again.view().all_facts().next().unwrap().to_string(), "tokayev visits pakistan on 2026-02 planned");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Form
//! An object with `directed` and `multigraph`, both true, and
//! - `graph`: the `vocabulary` and the `sources` of the view, as in a [dossier](crate::dossier::Dossier);
//! - `nodes`: entities, and the values and facts that are ends of facts, each with `id`, `type` (`entity`, `fact`, or
//!   the type of a value), `kind`, `name` and `label`;
//! - `links`: facts, each with `source`, `target`, `key` (by which NetworkX distinguishes parallel edges), `relation`,
//!   `when`, the first and last day of start and end, `modality`, a member `role.…` for each role, `claims` as in a
//!   dossier, and `label`: the relation with what is not actual, as `visits (planned)`.
//!
//! Nothing of a view is lost. The [`Reader`] reads these files and other node-link files, whose members the caller
//! describes by their [`Column`](crate::io::Column).
//!
//! # Limits
//! A document may be nested 128 deep, and nothing raises that. All of it is in memory while it is read: 7 times its
//! size for a file that this crate wrote, at most 310 times for any other. It takes most if it has nodes without a
//! member, each of which becomes an entity.

mod form;
mod read;
mod write;

pub use read::Reader;
pub use write::{LinkList, NodeLink};
