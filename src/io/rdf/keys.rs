//! From the IRIs of a file to keys, so that two resources never become one entity.

use std::collections::{HashMap, HashSet};

use super::{
    dataset::{Dataset, Resource},
    names::Names,
};
use crate::{
    error::{Error, ErrorKind},
    io::foreign::{Ids, identifier},
    model::{Fact, check_key},
};

/// The keys of entities, or of sources.
///
/// An IRI under the base has the key behind it. Any other IRI that is a valid key is its own key; else it has the key
/// that it suggests, with the next free number.
pub(super) struct Keys<'a> {
    names: &'a Names,
    data: &'a Dataset,
    sort: &'static str,
    ids: Ids,
    /// The keys that IRIs under the base have.
    reserved: HashSet<String>,
    /// The keys of the resources that the file describes.
    described: HashMap<Resource, String>,
}

impl<'a> Keys<'a> {
    /// Keys of the resources of a sort, before any is declared.
    pub(super) fn new(names: &'a Names, data: &'a Dataset, sort: &'static str) -> Self {
        let mut ids = Ids::default();
        let mut reserved = HashSet::new();
        for resource in data.resources() {
            if let Some(key) = names.name(sort, data.iri(resource)) {
                ids.see(&key);
                reserved.insert(key);
            }
        }
        Self { names, data, sort, ids, reserved, described: HashMap::new() }
    }

    /// Gives each of the resources that the file describes its key. Those whose IRIs are keys keep them.
    pub(super) fn declare(&mut self, resources: impl Iterator<Item = Resource> + Clone, blank: &str) {
        for resource in resources.clone() {
            let iri = self.data.iri(resource);
            if !self.data.is_blank(resource) && !self.reserved.contains(iri) {
                self.ids.see(iri);
            }
        }
        for resource in resources {
            let iri = self.data.iri(resource);
            let key = match (self.names.name(self.sort, iri), self.data.blank_number(resource)) {
                (Some(key), _) if check_key(&key).is_ok() => key,
                (Some(key), _) => self.ids.another_key(&key),
                (None, Some(number)) => {
                    let key = format!("{blank}{number}");
                    if check_key(&key).is_ok() && !self.ids.is_taken(&key) {
                        self.ids.see(&key);
                        key
                    } else {
                        self.ids.another_key(&key)
                    }
                }
                (None, None) if self.reserved.contains(iri) => self.ids.another_key(iri),
                (None, None) => self.ids.key(iri),
            };
            self.described.insert(resource, key);
        }
    }

    /// The key of a resource that the file describes.
    pub(super) fn declared(&self, resource: Resource) -> Option<&str> {
        self.described.get(&resource).map(String::as_str)
    }

    /// The key of a resource, which may be one of the graph.
    pub(super) fn of(&self, resource: Resource) -> Result<String, Error> {
        if let Some(key) = self.described.get(&resource) {
            return Ok(key.clone());
        }
        let iri = self.data.iri(resource);
        if let Some(key) = self.names.name(self.sort, iri) {
            return Ok(key);
        }
        let place = self.data.place(resource);
        let lacks = if self.sort == "entity" { "has no class that is known" } else { "is not described as a source" };
        let why = if self.data.is_blank(resource) {
            format!("the {place} {lacks}, or the reader has no option `blank_nodes`")
        } else if check_key(iri).is_err() || self.reserved.contains(iri) {
            format!("{place} {lacks}, and the IRI is not a key of the graph")
        } else {
            return Ok(iri.to_owned());
        };
        Err(Error::new(ErrorKind::UnknownEntity, why))
    }

    /// The fact that keeps the IRI of an entity from which its key was made.
    pub(super) fn identifier(&self, resource: Resource) -> Option<Fact> {
        let key = self.declared(resource)?;
        let iri = self.data.iri(resource);
        let under_base = self.names.name(self.sort, iri).is_some_and(|name| name == key);
        if under_base || self.data.is_blank(resource) { None } else { identifier(key, iri) }
    }
}
