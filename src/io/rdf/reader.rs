//! The reader and its options.

use std::{collections::BTreeMap, io};

use oxrdfio::RdfFormat;

use super::{
    names::{DEFAULT_BASE, Names},
    parse::parse,
    read::Reading,
};
use crate::{
    error::Error,
    io::{foreign::Values, import::Edits},
    schema::Schema,
    time::Dates,
};

/// What becomes of the triples in named graphs.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NamedGraphs {
    /// They are counted, under `triples in named graphs`.
    #[default]
    Unread,
    /// They are read like those of the default graph.
    Union,
    /// They are read, and each graph is a source: a fact has a claim of each graph that has its triple. What the file
    /// states about the graph, such as its `dcterms:title`, is read to the source. The kinds and first names of
    /// entities have no claims.
    Sources,
}

/// Reads RDF to edits: what an [`Rdf`](super::Rdf) wrote with the same base, in any form of statements, and the files
/// of other programs. The [module](super) says how. Nothing is fetched.
///
/// ```
/// use chancery::{KnowledgeGraph, Schema};
/// use chancery::io::{Import, rdf};
///
/// let turtle = r#"
///     @prefix ex: <http://example.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
///     ex:ann a foaf:Person ; rdfs:label "Ann"@en, "Anna"@de ; foaf:knows <bob> ; foaf:age 50 .
///     <bob> a foaf:Person ; foaf:name "Bob" ."#;
/// let mut kg = KnowledgeGraph::new(Schema::new().open());
/// let edits = rdf::Reader::new(kg.schema())
///     .with_base_iri("http://example.org/")
///     .languages(["de"])
///     .relation_as("http://xmlns.com/foaf/0.1/knows", "acquainted-with")
///     .read(turtle.as_bytes())?;
/// Import::new().apply_all(&mut kg, edits)?;
/// let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
/// let [ann, bob] = ["http://example.org/ann", "http://example.org/bob"];
/// assert_eq!(kg.entities_named_exactly("Anna"), [kg.entity(ann)?]);
/// assert!(facts.contains(&format!("{ann} also-known-as \"Ann\" language \"en\"")));
/// assert!(facts.contains(&format!("{ann} acquainted-with {bob}")));
/// assert!(facts.contains(&format!("{ann} age (number 50)")));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    base: String,
    syntax: RdfFormat,
    options: Options,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) base_iri: Option<String>,
    /// The documents of JSON-LD contexts by their addresses.
    pub(super) contexts: BTreeMap<String, Vec<u8>>,
    pub(super) languages: Vec<String>,
    pub(super) kind: Option<String>,
    pub(super) source: Option<String>,
    /// Kinds by the IRIs of classes.
    pub(super) kinds: BTreeMap<String, String>,
    /// Relations by the IRIs of properties.
    pub(super) relations: BTreeMap<String, String>,
    pub(super) graphs: NamedGraphs,
    /// What the keys of blank nodes begin with.
    pub(super) blank_nodes: Option<String>,
    /// How deep a file may be nested.
    pub(super) depth: Option<usize>,
    pub(super) values: Values,
}

impl<'s> Reader<'s> {
    /// A reader of Turtle for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, base: DEFAULT_BASE.to_owned(), syntax: RdfFormat::Turtle, options: Options::default() }
    }

    /// The base of the IRIs of entities, facts and sources: an IRI that ends in `/` or `#`. The default is
    /// [`DEFAULT_BASE`].
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// The syntax. The default is Turtle.
    pub fn syntax(mut self, syntax: RdfFormat) -> Self {
        self.syntax = syntax;
        self
    }

    /// The IRI to which relative IRIs are resolved, and `rdf:ID` in RDF/XML: mostly the address of the file. A base
    /// that the file names itself comes before it. Without either a relative IRI is an error.
    pub fn with_base_iri(mut self, iri: impl Into<String>) -> Self {
        self.options.base_iri = Some(iri.into());
        self
    }

    /// The document of a JSON-LD context that files name by its address. Nothing is fetched: a context that is not
    /// given is an error, which has its address.
    pub fn context(mut self, address: impl Into<String>, document: impl Into<Vec<u8>>) -> Self {
        self.options.contexts.insert(address.into(), document.into());
        self
    }

    /// The languages of the first names of entities, the most wanted first, as tags such as `en`. A language stands
    /// also for its regions: `en` for `en-gb`. Names without a language come next, then any other, in the order of the
    /// file.
    pub fn languages<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.options.languages = tags.into_iter().map(Into::into).collect();
        self
    }

    /// The kind of resources without a class that is known: subjects, and objects of facts.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.options.kind = Some(kind.into());
        self
    }

    /// The key of the source of facts for which the file has no claim.
    pub fn source(mut self, key: impl Into<String>) -> Self {
        self.options.source = Some(key.into());
        self
    }

    /// Reads resources of a class, by its IRI, as entities of this kind.
    pub fn kind_as(mut self, class: impl Into<String>, kind: impl Into<String>) -> Self {
        self.options.kinds.insert(class.into(), kind.into());
        self
    }

    /// Reads the statements of a property, by its IRI, as facts of this relation. The relation may be named by its
    /// inverse.
    pub fn relation_as(mut self, property: impl Into<String>, relation: impl Into<String>) -> Self {
        self.options.relations.insert(property.into(), relation.into());
        self
    }

    /// What becomes of the triples in named graphs. The default is [`NamedGraphs::Unread`].
    pub fn named_graphs(mut self, graphs: NamedGraphs) -> Self {
        self.options.graphs = graphs;
        self
    }

    /// Reads blank nodes as entities. Their keys are the prefix and a number, in the order of first appearance. Blank
    /// nodes of two files are never the same, so each file needs a prefix of its own. Without this they are counted,
    /// under `blank nodes`.
    pub fn blank_nodes(mut self, prefix: impl Into<String>) -> Self {
        self.options.blank_nodes = Some(prefix.into());
        self
    }

    /// How deep brackets and elements may be nested. The default is 256. The time for RDF/XML grows with the square of
    /// the depth. Triple terms, of which each counts as two, are never read deeper than 128 within each other, and
    /// JSON-LD never deeper than 64 levels, of them 20 of objects, 4 with a context: the stack and the memory that
    /// their parsers take grow with the depth.
    pub fn depth(mut self, levels: usize) -> Self {
        self.options.depth = Some(levels);
        self
    }

    /// How dates are read: [`Dates::cut_to_day`](crate::time::Dates::cut_to_day) cuts off a time of day. The default is
    /// strict, so that a time of day is an error. [`Edits::unread`] counts what is cut, under the IRI of the property
    /// and `(time of day)`.
    pub fn dates(mut self, dates: Dates) -> Self {
        self.options.values.dates = dates;
        self
    }

    /// Reads a file. All of it is in memory at a time.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`](crate::ErrorKind::Syntax) with line and column where the syntax has them, also of a text
    /// that is not UTF-8, that is nested deeper than [`depth`](Self::depth), or that expands to much more than its
    /// size; [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for either base;
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if reading fails. The error of a resource has its place among the edits,
    /// with its IRI.
    pub fn read(&self, file: impl io::Read) -> Result<Edits, Error> {
        let names = Names::new(&self.base)?;
        let data = parse(file, self.syntax, &self.options)?;
        Ok(Reading::new(&names, self.schema, &self.options, &data).read())
    }
}
