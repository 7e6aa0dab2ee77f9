//! RDF in all syntaxes of `oxrdfio`: Turtle, TriG, N-Triples, N-Quads, RDF/XML, N3 and JSON-LD.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, rdf::{self, Rdf, RdfFormat}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let base = "https://example.org/kg/";
//! let mut file = Vec::new();
//! let losses = Rdf::of(&kg.view()).base(base).syntax(RdfFormat::Turtle).write_to(&mut file)?;
//! assert!(losses.is_empty());
//! assert!(String::from_utf8_lossy(&file).contains(r#""2026-02"^^xsd:gYearMonth"#));
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! let edits = rdf::Reader::new(again.schema()).base(base).syntax(RdfFormat::Turtle).read(file.as_slice())?;
//! Import::new().apply_all(&mut again, edits)?;
//! assert_eq!(again.view().all_facts().next().unwrap().to_string(), "tokayev visits pakistan on 2026-02 planned");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Terms
//! Entities, facts, sources, kinds, relations and roles are IRIs under a base of the caller's: `entity/…`, `fact/…` and so on,
//! followed by the key or name. A kind or relation with a code in the scheme `iri` has that IRI instead. Codes in the schemes
//! `wikidata` and `schema-org` are written as `skos:exactMatch` of that IRI. The terms that this crate adds are in the namespace
//! [`NAMESPACE`].
//!
//! # Facts
//! A fact is a resource that names a triple, and has its time, modality, role players and claims:
//!
//! | [`Statements`] | the triple is named by | read by |
//! |---|---|---|
//! | `Reifiers` | `rdf:reifies` and a triple term, RDF 1.2 | oxigraph, Jena |
//! | `NamedGraphs` | a named graph that holds it, in TriG, N-Quads and JSON-LD | programs that read datasets |
//! | `Classic` | `rdf:subject`, `rdf:predicate`, `rdf:object`, RDF 1.0 | all programs |
//!
//! The triple alone is asserted only for an actual fact that was neither retracted nor resolved: a planned visit is not a
//! visit. A fact whose subject is a value, for which RDF has no triple, is written in the classic form.
//!
//! # Dates
//! A date of the years 1 to 9999 is an `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`. A date that these cannot hold, such as `1991?`,
//! `199X` or a year before 1, is an EDTF literal with the datatype of the Library of Congress. The time of a fact is `on`, `asOf`,
//! or `start` and `end`, which are `unknown` or `open` if there is no date. A date that bounds one of them is an EDTF set, such as
//! `[..2010]`.
//!
//! # Sources
//! A source is a `prov:Entity` with the title, publisher and date of issue of Dublin Core. A claim has a `prov:hadPrimarySource`
//! and, where it has a speaker, a `prov:wasAttributedTo`.
//!
//! Triples have no order, so the property `place` gives each resource its place. Nothing of a view is lost, except in RDF/XML
//! the characters that XML forbids.

mod dataset;
mod literal;
mod names;
mod read;
mod words;
mod write;

pub use names::DEFAULT_BASE;
pub use oxrdfio::{JsonLdProfileSet, RdfFormat};
pub use read::Reader;
pub use words::NAMESPACE;
pub use write::{Rdf, Statements};
