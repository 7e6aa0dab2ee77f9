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
//! assert_eq!(visit.claims().next().and_then(|claim| claim.quote()).as_deref(), Some("first official visit"));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! A [`KnowledgeGraph`] records facts, and looks them up by key, name or id. Its [`Schema`] has kinds, relations and roles,
//! which [`vocabulary!`] declares as types. [`fact`] begins a draft of a fact, and the graph checks the draft when it is
//! asserted. Questions go to a [`View`], a filter over the graph. It answers with [`FactRef`]s, each certain or possible. A
//! [`PartialDate`] is as precise as its source, and [`When`] is the valid time of a fact. [`notation`] is the text form
//! that people write. [`io`] reads and writes the formats of other programs, and draws pictures. [`dossier`] has a view or
//! a graph as plain serde values.
//!
//! The [`glossary`] explains the terms. The modules, in reading order:
//!
//! | module | what it has |
//! |---|---|
//! | [`error`] | the one error type: what is wrong, where, and what was allowed |
//! | [`time`] | partial dates, spans, three-valued truth |
//! | [`model`] | plain values: entities, facts, sources, claims |
//! | [`schema`] | kinds, relations and roles, as types and as data |
//! | [`draft`] | facts before they are recorded |
//! | [`diplomacy`] | a vocabulary: states, missions, visits, treaties |
//! | [`KnowledgeGraph`] | the graph: assertions, retractions, merges, history; only its methods change it |
//! | [`view`] | filters, and the facts that pass them |
//! | [`analysis`] | independent sources, what several facts say together, coverage, the life of a fact, possible duplicates |
//! | [`algo`] | chains of facts, neighbourhoods, centrality |
//! | [`query`] | patterns over several facts: negation, optional parts, time between facts |
//! | `cypher` | queries as texts in openCypher (feature `cypher`) |
//! | [`briefing`] | what a person asks of a view, as text and as data |
//! | [`dossier`] | a view, or a graph with its history, as plain values |
//! | [`notation`] | the text form of facts, one per line, in files that people write |
//! | [`audit`] | rules that check facts against their quotes, and against each other |
//! | [`diff`] | the differences between two graphs |
//! | [`io`] | JSON, CSV, GraphML, RDF and other formats, and pictures |
//! | `store` | a graph in one SQLite file, which outlives the program (feature `sqlite`) |
//!
//! What it does not do: it does not extract facts from text, it derives no new facts, and it has no server and no
//! clock.
//!
//! [`petgraph`] and [`indexmap`] are part of the public interface and are re-exported. A view implements petgraph's traits.
//! Plain values keep their parts in `IndexMap`s, in the order in which they were given.
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

#[cfg(feature = "cypher")]
pub mod cypher;

pub mod briefing;

pub mod dossier;

pub mod notation;

pub mod audit;

pub mod diff;

pub mod io;

#[cfg(feature = "sqlite")]
pub mod store;

pub mod glossary;

#[cfg(doctest)]
mod readme;

pub use draft::{Draft, fact};
pub use error::{Error, ErrorKind};
pub use graph::{
    AddedOnce, Bulk, Edit, EntityDraft, FactPart, FactParts, FactRecord, HasHistory, KnowledgeGraph, NodeRecord,
    OpenTransaction, Purgeable, Violation, entity,
};
pub use indexmap;
pub use model::{Any, Entity, Fact, Id, Source};
pub use petgraph;
pub use query::Query;
pub use schema::{EntityTerm, HasRole, IsA, Kind, Relation, Role, Schema, base};
pub use time::{Allen, AllenSet, Day, PartialDate, Span, Stamp, Truth, When, date};
pub use view::{ClaimRef, Decision, FactRef, NodeRef, SourceRef, View};
