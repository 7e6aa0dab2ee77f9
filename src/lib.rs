//! An embedded knowledge graph in which every fact knows what it joins, when it held, who says so, and since when we
//! know it.
//!
//! ```
//! use chancery::diplomacy::{self, Person, State, Visits};
//! use chancery::{KnowledgeGraph, Source, Truth, fact};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let report = kg.add_source(Source::new("report").text("The President will pay his first official visit in February 2026."))?;
//! let (tokayev, pakistan) = (kg.add(Person, "Kassym-Jomart Tokayev")?, kg.add(State, "Pakistan")?);
//! kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().cite(report, "first official visit"))?;
//!
//! let visit = kg.view().on("2026-02-10")?.facts(Visits).to(pakistan).first()?.unwrap();
//! assert_eq!(visit.truth(), Truth::Possibly); // planned, and in a month
//! assert_eq!(visit.claims().next().and_then(|claim| claim.quote()), Some("first official visit"));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! A [`KnowledgeGraph`] writes and looks up; it has a [`Schema`] of kinds, relations and roles, which
//! [`vocabulary!`] declares as types. A [`fact`] is drafted, and checked whole when it is asserted. Questions are asked of
//! a [`View`], the graph under a filter, and answered by [`FactRef`]s with how true they are. [`PartialDate`] and [`When`]
//! say when something held, as precisely as the source and no more. [`notation`] reads and writes files that people write; [`io`] knows the formats of
//! dossiers, archives and pictures.
//!
//! The [`glossary`] explains the words. The modules, in reading order:
//!
//! | module | what it knows |
//! |---|---|
//! | [`error`] | the one error: what, where, and what was allowed |
//! | [`time`] | partial dates, spans, truth; no graph |
//! | [`model`] | plain values: entities, facts, sources, claims; no schema |
//! | [`schema`] | kinds, relations, roles, as types and as data; no graph |
//! | [`draft`] | facts before they are recorded; no graph |
//! | [`diplomacy`] | a vocabulary: states, missions, visits, treaties |
//! | [`KnowledgeGraph`] | the only writer, on petgraph |
//! | [`view`] | filters, and the facts that pass them |
//! | [`analysis`] | what became of facts, who supports them, what is missing |
//! | [`algo`] | chains of facts, neighbourhoods, what is central |
//! | [`query`] | questions in several facts: patterns, negation, time between facts |
//! | [`audit`] | rules that hold facts against the words that they cite |
//! | [`dossier`] | a view or a graph as plain values |
//! | [`notation`] | the text form: the line of a fact, and files of lines |
//! | [`diff`] | what differs between two graphs |
//! | [`io`] | the formats of other programs, and pictures |
//!
//! What it does not do: it reads no text by itself, reasons little, has no server, no query language of its own and no clock.
#![forbid(unsafe_code)]

pub mod error;
pub mod time;

pub mod model;

pub mod schema;

pub mod draft;

pub mod diplomacy;

mod tables;

mod graph;

pub mod view;

pub mod analysis;

pub mod algo;

pub mod query;

pub mod dossier;

pub mod notation;

pub mod audit;

pub mod diff;

pub mod io;

pub mod glossary;

#[cfg(doctest)]
mod readme;

pub use draft::{Draft, fact};
pub use error::{Error, ErrorKind};
pub use graph::{
    Bulk, Edit, EntityDraft, FactRecord, HasHistory, KnowledgeGraph, NodeRecord, Opened, Purgeable, Violation, entity,
};
pub use indexmap;
pub use model::{Any, Entity, Fact, Id, Source};
pub use petgraph;
pub use query::Query;
pub use schema::{EntityTerm, HasRole, IsA, Kind, Relation, Role, Schema, base};
pub use time::{Allen, AllenSet, Day, PartialDate, Span, Stamp, Truth, When, date};
pub use view::{ClaimRef, FactRef, Merge, NodeRef, SourceRef, View};
