//! Limits of depth and of expansion. The parsers of `oxrdfio` have none, and a few hundred bytes could take all memory
//! or all of the stack. So a text is scanned before they see it, and the terms that they give are counted.

pub(super) mod json;
mod turtle;
mod xml;

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use oxrdfio::RdfFormat;

use crate::{
    error::{Error, ErrorKind, Position},
    io::foreign::encoding,
};

/// How deep brackets, elements and objects may be nested unless the caller says otherwise. A triple term counts as two.
pub(super) const DEPTH: usize = 256;
/// How many times its own size a file may expand to, in terms that are different.
const DIFFERENT: usize = 64;
/// How many times its own size a file may expand to, in all terms: a list in Turtle has 250 bytes of terms for two
/// bytes.
const ALL: usize = 256;
/// What any file may expand to, however small it is.
const FREE: usize = 1 << 20;

/// Where a text goes too deep, or what it would expand to.
#[derive(Debug, PartialEq, Eq)]
enum Breach {
    /// The offset of what opens one level too many.
    Depth { at: usize },
    /// The offset of the level at which the parsers would run out of stack or memory, whatever the caller allows.
    Fixed { at: usize },
    /// The offset of the entity or reference with which the expansion is beyond the limit.
    Expansion { at: usize },
}

/// Scans a text before it is parsed. The length is that of the longest name in the contexts given beside it.
///
/// # Errors
/// [`ErrorKind::Syntax`] with the place at which it is too much.
pub(super) fn check(text: &str, syntax: RdfFormat, depth: usize, given: usize) -> Result<(), Error> {
    let bytes = text.as_bytes();
    let checked = match syntax {
        RdfFormat::RdfXml => xml::check(text, depth, most(text.len(), DIFFERENT)),
        // The parser keeps all levels in memory, so a caller cannot allow more.
        RdfFormat::JsonLd { .. } => json::check(bytes, depth.min(json::DEPTH), given, most(bytes.len(), DIFFERENT)),
        RdfFormat::N3 => turtle::check(bytes, depth, true),
        _ => turtle::check(bytes, depth, false),
    };
    checked.map_err(|breach| {
        let (at, why) = match breach {
            Breach::Depth { at } if matches!(syntax, RdfFormat::JsonLd { .. }) => {
                let (most, objects) = (depth.min(json::DEPTH), depth.min(json::OBJECTS));
                let contexts = json::CONTEXTS;
                let why = format!(
                    "the file is nested too deep; JSON-LD may have {most} levels, of them {objects} of objects, and \
                     {contexts} objects with a context"
                );
                (at, why)
            }
            Breach::Depth { at } => {
                (at, format!("the file is nested more than {depth} deep; the reader may allow more by `depth`"))
            }
            Breach::Fixed { at } => {
                let most = DEPTH / 2;
                (at, format!("triple terms are nested too deep; at most {most} within each other are allowed"))
            }
            Breach::Expansion { at } => (
                at,
                format!(
                    "the entities, namespaces or contexts of the file expand to more than {DIFFERENT} times its size"
                ),
            ),
        };
        let Position { line, column } = encoding::position(bytes, 1, at);
        Error::new(ErrorKind::Syntax, why).at_position(line, column)
    })
}

fn most(size: usize, times: usize) -> usize {
    size.saturating_mul(times).saturating_add(FREE)
}

/// Counts what a file expands to: long prefixes make long terms of short ones.
pub(super) struct Expansion {
    size: usize,
    all: usize,
}

impl Expansion {
    pub(super) fn of(text: &str) -> Self {
        Self { size: text.len(), all: 0 }
    }

    /// Counts a statement.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] if all terms so far, or the different ones, are more than a file of this size may have.
    pub(super) fn count(&mut self, quad: &Quad, different: usize) -> Result<(), Error> {
        self.all = self.all.saturating_add(of_quad(quad));
        let times = if self.all > most(self.size, ALL).saturating_add(16 * FREE) {
            ALL
        } else if different > most(self.size, DIFFERENT) {
            DIFFERENT
        } else {
            return Ok(());
        };
        let why = format!(
            "the file expands to more than {times} times its size of {} bytes; its prefixes or terms are too long",
            self.size
        );
        Err(Error::new(ErrorKind::Syntax, why))
    }
}

fn of_quad(quad: &Quad) -> usize {
    let graph = match &quad.graph_name {
        GraphName::NamedNode(iri) => iri.as_str().len(),
        GraphName::BlankNode(node) => node.as_str().len(),
        GraphName::DefaultGraph => 0,
    };
    graph + of_node(&quad.subject) + quad.predicate.as_str().len() + of_term(&quad.object)
}

fn of_node(node: &NamedOrBlankNode) -> usize {
    match node {
        NamedOrBlankNode::NamedNode(iri) => iri.as_str().len(),
        NamedOrBlankNode::BlankNode(node) => node.as_str().len(),
    }
}

fn of_term(term: &Term) -> usize {
    match term {
        Term::NamedNode(iri) => iri.as_str().len(),
        Term::BlankNode(node) => node.as_str().len(),
        Term::Literal(literal) => literal.value().len() + literal.datatype().as_str().len(),
        Term::Triple(triple) => of_node(&triple.subject) + triple.predicate.as_str().len() + of_term(&triple.object),
    }
}
