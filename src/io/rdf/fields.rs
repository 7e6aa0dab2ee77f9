//! The statements about one resource of this module's own form, taken by their predicates.

use oxrdf::Literal;

use super::{
    dataset::{Dataset, Object, Resource, Statement},
    terms::Vocab,
};
use crate::error::{Error, ErrorKind, shown::as_found};

/// The statements about a resource. What is taken is marked as used.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    data: &'a Dataset,
    list: &'a [Statement],
}

impl<'a> Fields<'a> {
    pub(super) fn of(data: &'a Dataset, resource: Resource) -> Self {
        Self { data, list: data.of(resource) }
    }

    /// All objects of a predicate.
    pub(super) fn all(self, term: Vocab) -> impl Iterator<Item = &'a Object> {
        let found = self.list.iter().filter(move |of| self.data.is(of.predicate, term));
        found.map(|of| {
            of.set_used();
            &of.object
        })
    }

    /// The object of a predicate that a resource has once.
    pub(super) fn one(self, term: Vocab) -> Result<Option<&'a Object>, Error> {
        let mut found = self.all(term);
        let first = found.next();
        match found.count() {
            0 => Ok(first),
            more => {
                let why = format!("`{}` is given {} times; expected once", term.name(), more + 1);
                Err(Error::new(ErrorKind::Syntax, why).at(term.name()))
            }
        }
    }

    /// The literal of a predicate that a resource has once.
    pub(super) fn literal(self, term: Vocab) -> Result<Option<&'a Literal>, Error> {
        match self.one(term)? {
            None => Ok(None),
            Some(Object::Literal(literal)) => Ok(Some(literal)),
            Some(other) => Err(self.wrong(term, other, "a literal")),
        }
    }

    /// The text of the literal of a predicate that a resource has once.
    pub(super) fn text(self, term: Vocab) -> Result<Option<&'a str>, Error> {
        Ok(self.literal(term)?.map(Literal::value))
    }

    /// What the text of a predicate means.
    pub(super) fn parsed<T: std::str::FromStr<Err = Error>>(self, term: Vocab) -> Result<Option<T>, Error> {
        let parsed = self.text(term)?.map(|text| text.trim().parse::<T>()).transpose();
        parsed.map_err(|error| error.at(term.name()))
    }

    /// The whole number of a predicate.
    pub(super) fn number(self, term: Vocab) -> Result<Option<u32>, Error> {
        let Some(text) = self.text(term)? else { return Ok(None) };
        text.trim().parse().map(Some).map_err(|_| {
            let why = format!("`{}` is not a whole number from 0 to {}", as_found(text), u32::MAX);
            Error::new(ErrorKind::InvalidValue, why).at(term.name())
        })
    }

    /// The resource of a predicate that a resource has once.
    pub(super) fn resource(self, term: Vocab) -> Result<Option<Resource>, Error> {
        match self.one(term)? {
            None => Ok(None),
            Some(Object::Resource(resource)) => Ok(Some(*resource)),
            Some(other) => Err(self.wrong(term, other, "an IRI")),
        }
    }

    /// The name behind the namespace of this module, of a predicate that a resource has once.
    pub(super) fn own(self, term: Vocab) -> Result<Option<&'a str>, Error> {
        let Some(resource) = self.resource(term)? else { return Ok(None) };
        let iri = self.data.iri(resource);
        match iri.strip_prefix(super::NAMESPACE) {
            Some(name) => Ok(Some(name)),
            None => Err(self.wrong(term, &Object::Resource(resource), "an IRI in the namespace of this format")),
        }
    }

    /// The error of an object that a predicate cannot have.
    pub(super) fn wrong(self, term: Vocab, found: &Object, expected: &str) -> Error {
        let found = match found {
            Object::Resource(resource) => self.data.place(*resource),
            Object::Literal(literal) => literal.to_string(),
            Object::Triple(_) => "a triple".to_owned(),
        };
        Error::new(ErrorKind::Syntax, format!("found {}; expected {expected}", as_found(&found))).at(term.name())
    }
}
