//! GraphML, for yEd, Cytoscape, NetworkX, igraph and Gephi.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, graphml::{self, GraphMl}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let view = kg.view();
//! let format = GraphMl::of(&view);
//! assert!(format.losses().is_empty());
//! let text = format.to_string();
//! assert!(text.contains(r##"<edge id="#0" source="tokayev" target="pakistan"><data key="e0">visits</data>"##));
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! let edits = graphml::Reader::new(again.schema()).read(text.as_bytes())?;
//! Import::new().apply_all(&mut again, edits)?;
//! assert_eq!(again.view().all_facts().next().unwrap().to_string(), "tokayev visits pakistan on 2026-02 planned");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Form
//! One directed graph. Nodes are entities, and the values and facts that are ends of facts, with `type`, `kind`, `name`
//! and `label`; edges are facts, with `relation`, `when`, the first and last day of start and end, `modality`, and
//! where any fact has them `fact_key`, `claim_count`, `claims` in the notation, `retracted`, `retracted_why`,
//! `resolved`, `resolved_by`, `role.…` for each role, and `label`: the relation with what is not actual, as `visits
//! (planned)`. A tool that knows no modality takes a planned or denied fact for an edge like others: write a view [with
//! actual facts](crate::View::with_modalities) alone. The graph has the sources, in the notation, as `sources`. All are
//! texts, but for `claim_count`, a `long`.
//!
//! Characters that XML cannot hold are lost and reported; nothing else is. The id of a node is the key of its entity,
//! or the value as the notation writes it, which is more than the name tokens of GraphML's own schema; all programs
//! named above read it.
//!
//! # Limits
//! Elements may be nested 128 deep, and nothing raises that. XML's own entities alone are read. A default is copied
//! into each node or edge that gives no value; all copies together may take 16 MiB, and 64 bytes for each byte of the
//! document. Beside that a document takes 5 times its size of memory while it is read if this crate wrote it, at most
//! 100 times if not.

mod found;
mod read;
mod write;

pub use read::Reader;
pub use write::GraphMl;
