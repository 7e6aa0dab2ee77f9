//! The formats of other programs, and pictures.
//!
//! Every format is written from a [`View`](crate::View). Each writer returns [`Losses`], which say what the format
//! could not hold. Every reader gives edits, and an [`Import`] brings these into a graph, matching entities by rules
//! that the caller sets. [`json`] also reads and writes a whole [dossier or archive](crate::dossier). The text form
//! that people write is in [`notation`](crate::notation).
//!
//! | format | feature | read by | in | what it cannot hold |
//! |---|---|---|---|---|
//! | [`json`], dossiers and archives | `json` | this crate | yes | nothing |
//! | [`notation`](crate::notation) | – | people, this crate | yes | the vocabulary |
//! | [`json_lines`] | `json` | this crate, line tools | yes | the vocabulary |
//! | [`node_link`] | `json` | D3, NetworkX | yes | nothing |
//! | `csv` | `csv` | DuckDB, pandas, Neo4j, spreadsheets | yes | the vocabulary; an empty text reads as missing |
//! | `graphml` | `graphml` | yEd, Cytoscape, NetworkX, igraph | yes | the vocabulary; characters that XML forbids |
//! | `gexf` | `graphml` | Gephi, NetworkX | no | what GraphML cannot; sources; its timeline has whole days only |
//! | `rdf` | `rdf` | oxigraph, Jena, rdflib | yes | the vocabulary except its codes; in RDF/XML also characters that XML forbids |
//! | `parquet` | `parquet` | DuckDB, DataFusion, Spark, pandas, this crate | yes | nothing |
//! | [`follow_the_money`] | `json` | OpenSanctions, Aleph | yes | plans, denials, rough dates, roles, speakers, quotes |
//! | [`mermaid`] | – | GitHub, many editors | no | more than a hundred facts, claims, sources |
//! | [`page`] | `json` | browsers, this crate | yes | more facts than its limit; texts that may not be shown |
//! | [`dot`] | – | Graphviz | no | more facts than its limit; positions of quotes, details of sources |
//!
//! All readers keep the same rules:
//!
//! - **Encoding.** A text is UTF-8, with or without a byte order mark.
//! - **Ids.** Two ids never become one entity. An id that is not a valid key becomes the key that it suggests, with the
//!   next free number if that is taken, and is kept as an identifier in the scheme `id`.
//! - **White space** around a number, a date, or a yes or no has no meaning.
//! - **Faults.** A value that is not valid is reported. If it is an attribute of an entity, only the value is left out;
//!   if it is a part of a fact, the fact is left out. A field that is given twice is reported. The error of a key that
//!   the graph does not have proposes a similar one.
//! - **Numbers.** An integer that cannot be held exactly is an error; it is never rounded.
//! - **Fields.** What the caller says of a column, attribute or member comes before the common names. A field that has
//!   no meaning is counted by [`Edits::unread`].
//! - **Depth.** JSON and XML may be nested 128 deep, RDF 256 deep; deeper nesting is an error.
//!
//! # Memory
//! A file can be read without trust in who wrote it. What a reader copies or expands is bounded, and depth is. So the
//! memory that it takes while it reads grows with the size of the file, at most by these factors. `tests/memory`
//! measures them. An ordinary file is one that this crate wrote. The worst one has nothing but errors of a few bytes
//! each, or the smallest records that there are: each becomes an edit or an error of some hundred bytes.
//!
//! | reader | an ordinary file | the worst that we know | beside that |
//! |---|---|---|---|
//! | [`json`], dossiers and archives | 3 to 6 | 80 | |
//! | [`json_lines`] | one line | 80 times the longest line | |
//! | [`node_link`] | 7 | 310 | |
//! | `csv::Reader` | 6; 40 where rows are short | 160 | 16 MiB for several objects in a row |
//! | `csv::Loader` | 10, most of it the graph | 60 | |
//! | `graphml` | 5 | 100 | 40 MiB for defaults |
//! | [`follow_the_money`] | 16 | 120 | 8 MiB for links with several ends |
//! | `rdf` | 2 to 9 | 200 | 8 MiB |
//! | [`notation`](crate::notation) | 21, most of it the graph | 550 | |
//! | [`Import`] | what the reader takes, and the graph | that and the errors | |
//!
//! [`json_schema`] describes dossiers and edits to editors and validators.

mod columns;
pub mod csv;
pub mod dot;
#[cfg(feature = "json")]
pub mod follow_the_money;
mod foreign;
#[cfg(feature = "graphml")]
pub mod gexf;
#[cfg(feature = "graphml")]
pub mod graphml;
pub mod import;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "json")]
pub mod json_lines;
#[cfg(feature = "json")]
pub mod json_schema;
mod looks;
mod loss;
pub mod mermaid;
#[cfg(feature = "json")]
pub mod node_link;
#[cfg(feature = "json")]
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
mod property;
#[cfg(feature = "rdf")]
pub mod rdf;
mod speakers;
mod text;
mod unwinding;
mod wrap;
#[cfg(any(feature = "graphml", feature = "rdf"))]
mod xml;

pub use columns::Column;
pub use import::{Edits, Import, MatchBy, Placed};
pub use loss::{Loss, Losses, Lost};
