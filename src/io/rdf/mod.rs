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
//! Entities, facts, sources, kinds, relations and roles are IRIs under a base of the caller's: `entity/…`, `fact/…` and
//! so on, followed by the key or name. A kind or relation with a code in the scheme `iri` has that IRI instead. Codes
//! in the schemes `wikidata` and `schema-org` are written as `skos:exactMatch` of that IRI. The terms that this crate
//! adds are in the namespace [`NAMESPACE`].
//!
//! # Facts
//! A fact is a resource that names a triple, and has its time, modality, role players and claims:
//!
//! | [`Statements`] | the triple is named by | read by |
//! |---|---|---|
//! | `Classic`, the default | `rdf:subject`, `rdf:predicate`, `rdf:object`, RDF 1.0 | all programs |
//! | `NamedGraphs` | a named graph that holds it, in TriG, N-Quads and JSON-LD | programs that read datasets, such as rdflib's `Dataset` |
//! | `Reifiers` | `rdf:reifies` and a triple term, RDF 1.2 | oxigraph, Jena; rdflib refuses the file |
//!
//! The triple alone is asserted only for an actual fact that was neither retracted nor resolved: a planned visit is not
//! a visit. A fact whose subject is a value, for which RDF has no triple, is written in the classic form. A role with
//! several players has a triple for each. A quote with several passages is one text, `passages`, as the notation writes
//! it.
//!
//! # Dates
//! A date of the years 1 to 9999 is an `xsd:gYear`, `xsd:gYearMonth` or `xsd:date`. A date that these cannot hold, such
//! as `1991?`, `199X` or a year before 1, is an EDTF literal with the datatype of the Library of Congress. The time of
//! a fact is `on`, `asOf`, or `start` and `end`, which are `unknown` or `open` if there is no date. A date that bounds
//! one of them is an EDTF set, such as `[..2010]`.
//!
//! # Sources
//! A source is a `prov:Entity` with the title, publisher and date of issue of Dublin Core. A claim has a
//! `prov:hadPrimarySource` and, where it has a speaker, a `prov:wasAttributedTo`.
//!
//! Triples have no order, so the property `place` gives each resource its place. Nothing of a view is lost, except in
//! RDF/XML the characters that XML forbids.
//!
//! # Files of other programs
//! Each statement becomes part of an edit, or is counted by [`Edits::unread`](crate::io::Edits::unread), or its error
//! is among the edits. The same triple twice is one statement.
//!
//! | in the file | becomes |
//! |---|---|
//! | `rdf:type` | The kind: by [`kind_as`](Reader::kind_as), by a code in the scheme `iri`, or by an IRI under the base. Of several the narrowest; a class that is not above it is counted, as `class` and its IRI. |
//! | any other property | A fact of the relation: by [`relation_as`](Reader::relation_as), a code or an IRI under the base. The subject and object may be entities of the graph that the file does not describe. A property without a relation is counted under its IRI. |
//! | `rdfs:label`, `skos:prefLabel`, `foaf:name`, `schema:name` | The first name, in the language that [`languages`](Reader::languages) prefers. A name that has a language, and each further name, is a fact of `also-known-as` with its language. |
//! | `skos:altLabel`, `schema:alternateName` | A further name. |
//! | a literal | A value, by its datatype and the range of the relation: `1953` is a date for a relation whose objects are dates, `"yes"` a yes. A language is the player of the role `language`, if the relation has it. A zone behind a date is cut off; a time of day only by [`dates`](Reader::dates). An unknown datatype gives a text. What is cut is counted under the IRI of the property. |
//! | an IRI | An entity or fact; an address if the range of the relation is `url`. The key is the name behind the base, or the whole IRI if that is a valid key. Otherwise it is made of the IRI, with the next free number if it is taken, and the entity keeps the IRI as an identifier in the scheme `id`: two IRIs never become one entity. |
//! | a blank node | Counted, or an entity by [`blank_nodes`](Reader::blank_nodes). |
//! | a named graph | Counted, or read by [`named_graphs`](Reader::named_graphs), if wanted as a source. |
//! | classes and properties with their descriptions | Counted. |
//!
//! An open schema takes classes and properties that it does not know. The name of the kind or relation is the last part
//! of the IRI, in small letters: `openSince` is `open-since`. If that is a word of the notation, or the name of
//! something else, the name is made of the whole IRI.
//!
//! # Syntax
//! The parsers are those of `oxrdfio`. Within the [limits](#limits), they pass the positive tests of the W3C for
//! Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD 1.1 but for three. In RDF/XML an empty element with
//! `rdf:parseType="Literal"` is refused (two tests), in JSON-LD a `@base` that is not an IRI.
//!
//! # Limits
//! The parsers have no limits, so the reader scans a file before it parses it. A file beyond a limit is an error with
//! its place. A file that this crate wrote takes 2 to 9 times its size of memory while it is read, any other at most
//! 200 times, and 8 MiB.
//!
//! | what | limit |
//! |---|---|
//! | nesting of brackets and of elements | 256, or what [`depth`](Reader::depth) sets |
//! | triple terms within each other | 128 |
//! | levels of JSON-LD | 64, of them 20 of objects, and 4 of objects with a context |
//! | expansion of entities, namespaces and contexts | 64 times the size of the file, plus 1 MiB |
//! | different IRIs and literals | the same |
//! | all IRIs and literals | 256 times the size of the file, plus 17 MiB |

mod claims;
mod dataset;
mod entities;
mod facts;
mod fields;
mod keys;
mod languages;
mod limits;
mod literal;
mod meaning;
mod names;
mod parse;
mod read;
mod reader;
mod sources;
mod terms;
mod write;

pub use names::DEFAULT_BASE;
pub use oxrdfio::{JsonLdProfileSet, RdfFormat};
pub use reader::{NamedGraphs, Reader};
pub use terms::NAMESPACE;
pub use write::{Rdf, Statements};
