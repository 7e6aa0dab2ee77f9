//! What was read, by subject: triples have no order, and the statements about one thing may be anywhere in a file.
//!
//! IRIs and blank nodes are numbered, so that the rest of the reader compares numbers. A statement is kept once,
//! however often the file has it, and is marked when it is used, so that what is left can be counted.

use std::{
    cell::Cell,
    collections::{HashMap, HashSet},
};

use indexmap::{IndexMap, IndexSet};
use oxrdf::{GraphName, Literal, NamedOrBlankNode, Quad, Term};

use super::{reader::NamedGraphs, terms::Vocab};

/// An IRI or a blank node, by its number in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Resource(usize);

/// The object of a triple.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Object {
    Resource(Resource),
    Literal(Literal),
    Triple(Box<Triple>),
}

/// A triple that something names: a reifier, or the graph that it is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Triple {
    pub(super) subject: Resource,
    pub(super) predicate: Resource,
    pub(super) object: Object,
}

/// A statement about a resource.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) predicate: Resource,
    pub(super) object: Object,
    /// The graphs that have it, where graphs are sources.
    pub(super) graphs: Vec<Resource>,
    used: Cell<bool>,
}

impl Statement {
    pub(super) fn set_used(&self) {
        self.used.set(true);
    }

    pub(super) fn is_used(&self) -> bool {
        self.used.get()
    }
}

#[derive(Debug, Default)]
pub(super) struct Dataset {
    /// IRIs, and blank nodes as `_:` and their label.
    names: IndexSet<String>,
    blank: IndexSet<Resource>,
    statements: IndexMap<Resource, Vec<Statement>>,
    /// The triples of each named graph; after [`settle`](Self::settle) those of graphs that are facts.
    named: IndexMap<Resource, Vec<Triple>>,
    /// The graphs that are sources.
    pub(super) sources: IndexSet<Resource>,
    /// The number of triples in graphs that are not read.
    pub(super) unread: u64,
    known: Vec<Option<Resource>>,
    /// The bytes of the names and literals that are kept.
    size: usize,
}

impl Dataset {
    pub(super) fn add(&mut self, quad: Quad) {
        let subject = self.node(quad.subject);
        let predicate = self.number(quad.predicate.into_string());
        let object = self.object(quad.object);
        let graph = match quad.graph_name {
            GraphName::DefaultGraph => {
                self.state(subject, predicate, object, None);
                return;
            }
            GraphName::NamedNode(graph) => self.number(graph.into_string()),
            GraphName::BlankNode(graph) => self.node(graph.into()),
        };
        self.named.entry(graph).or_default().push(Triple { subject, predicate, object });
    }

    /// Ends reading: decides what each named graph is, and keeps each statement once.
    pub(super) fn settle(&mut self, graphs: NamedGraphs, with_blank: bool) {
        self.known = Vocab::ALL.iter().map(|term| self.find(&term.iri())).collect();
        let (known_type, known_fact) = (self.known(Vocab::Type), self.known(Vocab::Fact));
        let is_fact = |predicate: Resource, object: &Object| {
            Some(predicate) == known_type && matches!(object, Object::Resource(class) if Some(*class) == known_fact)
        };
        let stated = self.statements.iter().flat_map(|(subject, list)| list.iter().map(move |of| (subject, of)));
        let stated = stated.filter(|(_, of)| is_fact(of.predicate, &of.object)).map(|(subject, _)| *subject);
        let mut facts: HashSet<Resource> = stated.collect();
        if graphs != NamedGraphs::Unread {
            let triples = self.named.values().flatten();
            facts.extend(triples.filter(|of| is_fact(of.predicate, &of.object)).map(|of| of.subject));
        }
        for (graph, triples) in std::mem::take(&mut self.named) {
            if facts.contains(&graph) {
                self.named.insert(graph, triples);
            } else if graphs == NamedGraphs::Unread
                || graphs == NamedGraphs::Sources && !with_blank && self.is_blank(graph)
            {
                self.unread += triples.len() as u64;
            } else {
                let source = (graphs == NamedGraphs::Sources).then_some(graph);
                self.sources.extend(source);
                for Triple { subject, predicate, object } in triples {
                    self.state(subject, predicate, object, source);
                }
            }
        }
        self.statements.values_mut().for_each(once);
    }

    fn state(&mut self, subject: Resource, predicate: Resource, object: Object, graph: Option<Resource>) {
        let statement = Statement { predicate, object, graphs: graph.into_iter().collect(), used: Cell::new(false) };
        self.statements.entry(subject).or_default().push(statement);
    }

    /// The bytes of the names and literals that are kept.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    fn number(&mut self, name: String) -> Resource {
        let length = name.len();
        let (number, is_new) = self.names.insert_full(name);
        self.size += if is_new { length } else { 0 };
        Resource(number)
    }

    fn node(&mut self, node: NamedOrBlankNode) -> Resource {
        match node {
            NamedOrBlankNode::NamedNode(iri) => self.number(iri.into_string()),
            NamedOrBlankNode::BlankNode(node) => {
                let resource = self.number(format!("_:{}", node.as_str()));
                self.blank.insert(resource);
                resource
            }
        }
    }

    fn object(&mut self, term: Term) -> Object {
        match term {
            Term::NamedNode(iri) => Object::Resource(self.node(iri.into())),
            Term::BlankNode(node) => Object::Resource(self.node(node.into())),
            Term::Literal(literal) => {
                self.size += literal.value().len() + literal.datatype().as_str().len();
                Object::Literal(literal)
            }
            Term::Triple(triple) => {
                let (subject, predicate) = (self.node(triple.subject), self.number(triple.predicate.into_string()));
                Object::Triple(Box::new(Triple { subject, predicate, object: self.object(triple.object) }))
            }
        }
    }

    fn find(&self, name: &str) -> Option<Resource> {
        self.names.get_index_of(name).map(Resource)
    }

    /// The resource of a term, if the file has it.
    pub(super) fn known(&self, term: Vocab) -> Option<Resource> {
        self.known.get(term as usize).copied().flatten()
    }

    pub(super) fn is(&self, resource: Resource, term: Vocab) -> bool {
        self.known(term) == Some(resource)
    }

    /// Whether an object is a term.
    pub(super) fn is_term(&self, object: &Object, term: Vocab) -> bool {
        matches!(object, Object::Resource(resource) if self.is(*resource, term))
    }

    /// The IRI; of a blank node `_:` and its label.
    pub(super) fn iri(&self, resource: Resource) -> &str {
        self.names.get_index(resource.0).map_or("", String::as_str)
    }

    /// The number of a blank node in the order of first appearance, from 1.
    pub(super) fn blank_number(&self, resource: Resource) -> Option<usize> {
        self.blank.get_index_of(&resource).map(|place| place + 1)
    }

    pub(super) fn is_blank(&self, resource: Resource) -> bool {
        self.blank.contains(&resource)
    }

    /// How an error names a resource.
    pub(super) fn place(&self, resource: Resource) -> String {
        match self.blank_number(resource) {
            Some(number) => format!("blank node {number}"),
            None => format!("<{}>", self.iri(resource)),
        }
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = Resource> + use<> {
        (0..self.names.len()).map(Resource)
    }

    /// The subjects with their statements, in the order of first appearance.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (Resource, &[Statement])> {
        self.statements.iter().map(|(subject, list)| (*subject, list.as_slice()))
    }

    pub(super) fn of(&self, subject: Resource) -> &[Statement] {
        self.statements.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// The triples of a graph that is a fact.
    pub(super) fn named(&self, graph: Resource) -> &[Triple] {
        self.named.get(&graph).map_or(&[], Vec::as_slice)
    }

    /// The predicates of all statements and of all triples that are named, with repetitions.
    pub(super) fn predicates(&self) -> impl Iterator<Item = Resource> {
        let stated = self.statements.values().flatten().flat_map(|statement| {
            let inner = match &statement.object {
                Object::Triple(triple) => Some(triple.predicate),
                Object::Resource(of) if self.is(statement.predicate, Vocab::Predicate) => Some(*of),
                _ => None,
            };
            [statement.predicate].into_iter().chain(inner)
        });
        stated.chain(self.named.values().flatten().map(|triple| triple.predicate))
    }
}

/// Keeps each statement of a list once, with all graphs that have it.
fn once(list: &mut Vec<Statement>) {
    if list.len() < 2 {
        return;
    }
    let mut first: HashMap<(Resource, &Object), usize> = HashMap::with_capacity(list.len());
    let mut again = Vec::new();
    for (place, of) in list.iter().enumerate() {
        match first.entry((of.predicate, &of.object)) {
            std::collections::hash_map::Entry::Vacant(entry) => drop(entry.insert(place)),
            std::collections::hash_map::Entry::Occupied(entry) => again.push((*entry.get(), place)),
        }
    }
    for (kept, repeated) in &again {
        let graphs = list.get_mut(*repeated).map(|of| std::mem::take(&mut of.graphs)).unwrap_or_default();
        if let Some(of) = list.get_mut(*kept) {
            of.graphs.extend(graphs);
        }
    }
    for of in list.iter_mut().filter(|of| of.graphs.len() > 1) {
        let mut seen = HashSet::with_capacity(of.graphs.len());
        of.graphs.retain(|graph| seen.insert(*graph));
    }
    let mut repeated = again.into_iter().map(|(_, place)| place).peekable();
    let mut place = 0;
    list.retain(|_| {
        let keep = repeated.next_if_eq(&place).is_none();
        place += 1;
        keep
    });
}
