//! What was read, by subject: triples have no order, and what is said of one thing may stand anywhere.

use std::{collections::BTreeMap, io};

use indexmap::IndexMap;
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Term, Triple};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};

use super::words::RDF;
use crate::error::{Error, ErrorKind};

/// What is said of a resource, in the order of the file.
pub(super) type Said = Vec<(NamedNode, Term)>;

#[derive(Debug, Default)]
pub(super) struct Dataset {
    /// By IRI, in the order in which they come.
    pub(super) subjects: IndexMap<String, Said>,
    /// The triples that a resource names: as its reifier, or as the graph that holds them.
    pub(super) named: BTreeMap<String, Vec<Triple>>,
    /// What stands at a blank node, which nothing here is.
    pub(super) blank: u64,
}

impl Dataset {
    pub(super) fn read(reader: impl io::Read, format: RdfFormat) -> Result<Self, Error> {
        let mut dataset = Self::default();
        for quad in RdfParser::from_format(format).for_reader(io::BufReader::new(reader)) {
            let quad = quad.map_err(failed)?;
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
                dataset.blank += 1;
                continue;
            };
            match (quad.graph_name, quad.object) {
                (GraphName::DefaultGraph, Term::Triple(triple))
                    if quad.predicate.as_str() == format!("{RDF}reifies") =>
                {
                    dataset.named.entry(subject.into_string()).or_default().push(*triple);
                }
                (GraphName::NamedNode(graph), object) => {
                    let triple = Triple::new(subject, quad.predicate, object);
                    dataset.named.entry(graph.into_string()).or_default().push(triple);
                }
                (GraphName::BlankNode(_), _) => dataset.blank += 1,
                (GraphName::DefaultGraph, object) => {
                    dataset.subjects.entry(subject.into_string()).or_default().push((quad.predicate, object));
                }
            }
        }
        Ok(dataset)
    }
}

fn failed(error: RdfParseError) -> Error {
    match error {
        RdfParseError::Io(error) => error.into(),
        RdfParseError::Syntax(error) => {
            let at = error.location().map(|place| place.start);
            let error = Error::new(ErrorKind::Syntax, &error);
            let narrow = |n: u64| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
            match at {
                Some(at) => error.at_position(narrow(at.line), narrow(at.column)),
                None => error,
            }
        }
    }
}
