//! RDF in all syntaxes that oxrdfio has: Turtle, TriG, N-Triples, N-Quads, RDF/XML, N3 and JSON-LD.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, rdf::{self, RdfFormat}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let mut file = Vec::new();
//! let base = "https://example.org/kg/";
//! assert!(kg.view().rdf(base).write_to(&mut file, RdfFormat::Turtle)?.is_empty());
//! let text = String::from_utf8(file.clone()).unwrap();
//! assert!(text.contains(r#""2026-02"^^xsd:gYearMonth"#));
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! let edits = rdf::read(file.as_slice(), RdfFormat::Turtle, base, again.schema())?;
//! Import::new().apply_all(&mut again, edits)?;
//! assert_eq!(again.view().all_facts().next().unwrap().to_string(), "tokayev visits pakistan on 2026-02 planned");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Terms
//! Entities, facts, sources, kinds, relations and roles are IRIs under a base of the caller's: `entity/…`, `fact/…` and so on,
//! each with its key or name. A kind or relation with a code in the scheme `iri` is that IRI instead; codes of `wikidata` and
//! `schema-org` are told beside it by `skos:exactMatch`. The words of this module's own are in the namespace [`NAMESPACE`].
//!
//! # Facts
//! The triple of a fact is said of by a resource of its own, which has its time, modality, role players and claims:
//!
//! | [`Statements`] | the triple is named by | read by |
//! |---|---|---|
//! | `Reifiers` | `rdf:reifies` and a triple term, RDF 1.2 | oxigraph, Jena |
//! | `NamedGraphs` | a named graph that holds it, in TriG, N-Quads and JSON-LD | whatever reads datasets |
//! | `Classic` | `rdf:subject`, `rdf:predicate`, `rdf:object`, RDF 1.0 | everything |
//!
//! The triple alone is asserted only of what is told as so, and neither taken back nor settled: a planned visit is no visit. A
//! fact between a value and something, which RDF has no triple for, is told in the classic way.
//!
//! # Dates
//! A date of the years 1 to 9999 is an `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`; one that these cannot hold, such as `1991?`,
//! `199X` or a year before 1, is an EDTF literal of the Library of Congress's datatype. Time is `on`, `asOf`, or `start` and `end`
//! with `unknown` or `open` where there is no date.
//!
//! # Sources
//! A source is a `prov:Entity` with Dublin Core's title, publisher and date of issue; a claim has a `prov:hadPrimarySource` and,
//! where it has a speaker, a `prov:wasAttributedTo`.
//!
//! Triples have no order, so each resource tells its place by `place`. Nothing of a view is lost, but in RDF/XML characters that
//! XML cannot hold.

mod dataset;
mod literal;
mod names;
mod read;
mod words;
mod write;

pub use oxrdfio::{JsonLdProfileSet, RdfFormat};
pub use read::read;
pub use words::NAMESPACE;
pub use write::{Rdf, Statements};
