//! What the properties and classes of a file mean: relations, roles and kinds of the schema, names, or nothing.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;

use super::{
    dataset::{Dataset, Object, Resource, Statement},
    names::Names,
    reader::Options,
    terms::{NAMESPACE, OWL, RDF, RDFS, Vocab, namespace_of},
};
use crate::{
    io::foreign::Ids,
    model::{KindId, slug},
    schema::{KEYWORDS, KindDef, Range, RelationDef, Schema, Shape},
};

/// What a property means.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// The class of a resource.
    Class,
    /// A name of an entity: its first name, or only a further one.
    Name {
        further: bool,
    },
    Role(String),
    Relation(Relation),
    Unknown,
}

/// A relation as its name or inverse name has it.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) name: String,
    /// What its objects may be.
    pub(super) object: Range,
    /// Whether it has a role for a language.
    pub(super) language: bool,
}

/// A kind of the schema, or one that an open schema will declare.
#[derive(Clone, Debug)]
pub(super) struct Class {
    pub(super) kind: String,
    pub(super) id: Option<KindId>,
}

pub(super) struct Meanings {
    properties: HashMap<Resource, Meaning>,
    classes: HashMap<Resource, Class>,
    /// The kinds and relations of the schema, which a file may describe.
    described: HashMap<Resource, Described>,
}

/// What a file describes.
enum Described {
    Kind(String),
    Relation(String),
}

impl Meanings {
    pub(super) fn new(names: &Names, schema: &Schema, options: &Options, data: &Dataset) -> Self {
        let mut finder = Finder::new(names, schema, options);
        let mut described = HashMap::new();
        for resource in data.resources() {
            let iri = data.iri(resource);
            let kind = finder.kinds.get(iri).cloned().or_else(|| names.name("kind", iri));
            let relation = || finder.relations.get(iri).cloned().or_else(|| names.name("relation", iri));
            if let Some(of) = kind.map(Described::Kind).or_else(|| relation().map(Described::Relation)) {
                described.insert(resource, of);
            }
        }
        let mut properties = HashMap::new();
        for predicate in data.predicates() {
            properties.entry(predicate).or_insert_with(|| finder.property(data, predicate));
        }
        let mut classes = HashMap::new();
        let typed = data.subjects().filter(|(subject, _)| !described.contains_key(subject)).flat_map(|(_, list)| list);
        for statement in typed.filter(|of| data.is(of.predicate, Vocab::Type)) {
            if let Object::Resource(class) = statement.object
                && !classes.contains_key(&class)
                && let Some(found) = finder.class(data, class)
            {
                classes.insert(class, found);
            }
        }
        Self { properties, classes, described }
    }

    pub(super) fn of(&self, predicate: Resource) -> &Meaning {
        self.properties.get(&predicate).unwrap_or(&Meaning::Unknown)
    }

    pub(super) fn relation(&self, predicate: Resource) -> Option<&Relation> {
        match self.of(predicate) {
            Meaning::Relation(relation) => Some(relation),
            _ => None,
        }
    }

    pub(super) fn class(&self, class: Resource) -> Option<&Class> {
        self.classes.get(&class)
    }

    /// Whether a resource is a kind or relation of the schema.
    pub(super) fn is_described(&self, resource: Resource) -> bool {
        self.described.contains_key(&resource)
    }

    /// Whether a statement about a kind or relation only repeats what the schema has.
    pub(super) fn is_known(&self, schema: &Schema, data: &Dataset, subject: Resource, statement: &Statement) -> bool {
        let (is, object) = (|term| data.is(statement.predicate, term), &statement.object);
        let is_code = |codes: &IndexMap<String, String>| match object {
            Object::Resource(of) => codes.iter().any(|(scheme, code)| {
                let namespace = namespace_of(scheme);
                namespace.is_some_and(|namespace| data.iri(*of).strip_prefix(namespace) == Some(code))
            }),
            _ => false,
        };
        match self.described.get(&subject) {
            None => false,
            Some(Described::Relation(name)) => {
                let codes = schema.relation(name).map(|found| &schema.relation_def(found.id()).codes);
                is(Vocab::Type) && data.is_term(object, Vocab::Property)
                    || is(Vocab::ExactMatch) && codes.is_ok_and(is_code)
            }
            Some(Described::Kind(name)) => {
                let kind = schema.kind(name);
                let above = match object {
                    Object::Resource(of) => match self.described.get(of) {
                        Some(Described::Kind(above)) => schema.kind(above).ok(),
                        _ => None,
                    },
                    _ => None,
                };
                let is_above = kind.as_ref().ok().zip(above).is_some_and(|(kind, above)| schema.is_a(*kind, above));
                is(Vocab::Type) && data.is_term(object, Vocab::Class)
                    || is(Vocab::SubClassOf) && is_above
                    || is(Vocab::ExactMatch) && kind.is_ok_and(|kind| is_code(&schema.kind_def(kind).codes))
            }
        }
    }

    /// Whether a resource is a class, a property or another part of a vocabulary.
    pub(super) fn is_vocabulary(&self, data: &Dataset, resource: Resource) -> bool {
        self.is_described(resource)
            || data.of(resource).iter().any(|of| match of.object {
                Object::Resource(class) if data.is(of.predicate, Vocab::Type) => {
                    let iri = data.iri(class);
                    match (iri.strip_prefix(OWL), iri.strip_prefix(RDFS)) {
                        // The classes of everything.
                        (Some("Thing" | "NamedIndividual"), _) | (_, Some("Resource")) => false,
                        (owl, rdfs) => owl.is_some() || rdfs.is_some() || iri.starts_with(RDF),
                    }
                }
                _ => false,
            })
    }
}

/// Finds names by IRIs.
struct Finder<'a> {
    names: &'a Names,
    schema: &'a Schema,
    options: &'a Options,
    kinds: BTreeMap<String, String>,
    relations: BTreeMap<String, String>,
    /// The names that an open schema will declare.
    new_kinds: Ids,
    new_relations: Ids,
}

impl<'a> Finder<'a> {
    fn new(names: &'a Names, schema: &'a Schema, options: &'a Options) -> Self {
        let kinds = schema.kinds().map(|(_, def)| (names.kind(schema, &def.name).into_string(), def.name.clone()));
        let relations = schema.relations();
        let relations = relations.map(|(_, def)| (names.relation(schema, &def.name).into_string(), def.name.clone()));
        let (kinds, relations) = (kinds.collect(), relations.collect());
        Self { names, schema, options, kinds, relations, new_kinds: Ids::default(), new_relations: Ids::default() }
    }

    fn property(&mut self, data: &Dataset, predicate: Resource) -> Meaning {
        let iri = data.iri(predicate);
        if let Some(name) = self.options.relations.get(iri) {
            return Meaning::Relation(self.relation(name.clone()));
        }
        let is = |terms: &[Vocab]| terms.iter().any(|term| data.is(predicate, *term));
        if is(&[Vocab::Type]) {
            return Meaning::Class;
        }
        // Each entity that this crate writes has its name so.
        if is(&[Vocab::Label]) {
            return Meaning::Name { further: false };
        }
        if let Some(role) = self.names.name("role", iri) {
            return Meaning::Role(role);
        }
        let known = self.relations.get(iri).cloned().or_else(|| self.names.name("relation", iri));
        if let Some(name) = known {
            return Meaning::Relation(self.relation(name));
        }
        if is(&[Vocab::PrefLabel, Vocab::FoafName, Vocab::SchemaName, Vocab::SchemaNameHttp]) {
            return Meaning::Name { further: false };
        }
        if is(&[Vocab::AltLabel, Vocab::SchemaAlternateName, Vocab::SchemaAlternateNameHttp]) {
            return Meaning::Name { further: true };
        }
        if !self.schema.is_open() || iri.starts_with(NAMESPACE) || iri.starts_with(RDF) {
            return Meaning::Unknown;
        }
        let schema = self.schema;
        let free = |name: &str| {
            !KEYWORDS.contains(&name)
                && schema.relation(name).map_or(true, |found| {
                    // An open schema declared it, as for an earlier file.
                    *schema.relation_def(found.id()) == RelationDef::new(name, Shape::Either, "any", "any")
                })
        };
        let name = new_name(iri, &mut self.new_relations, free);
        Meaning::Relation(self.relation(name))
    }

    fn relation(&self, name: String) -> Relation {
        let Ok(found) = self.schema.relation(&name) else {
            // An open schema declares it from anything to anything, with any roles.
            return Relation { name, object: Range::Any, language: true };
        };
        let ends = self.schema.ends(found.id());
        let object = if found.is_inverse() { ends.subject } else { ends.object };
        let language = self.schema.role("language").is_ok_and(|role| ends.role(role).is_some());
        Relation { name, object, language }
    }

    fn class(&mut self, data: &Dataset, class: Resource) -> Option<Class> {
        let iri = data.iri(class);
        let named = self.options.kinds.get(iri).or_else(|| self.kinds.get(iri)).cloned();
        let kind = match named.or_else(|| self.names.name("kind", iri)) {
            Some(kind) => kind,
            // The classes of classes and properties, and those of this module's own form.
            None if !self.schema.is_open()
                || data.is_blank(class)
                || [NAMESPACE, RDF, RDFS, OWL].into_iter().any(|namespace| iri.starts_with(namespace)) =>
            {
                return None;
            }
            None => {
                let schema = self.schema;
                let free = |name: &str| match schema.range(name) {
                    Ok(Range::Kind(kind)) => *schema.kind_def(kind) == KindDef::new(name),
                    Ok(_) => false,
                    Err(_) => true,
                };
                new_name(iri, &mut self.new_kinds, free)
            }
        };
        let id = self.schema.kind(&kind).ok();
        Some(Class { kind, id })
    }
}

/// The name that an IRI suggests for a kind or relation: the last part of it, or all of it if that is taken.
fn new_name(iri: &str, names: &mut Ids, is_free: impl Fn(&str) -> bool) -> String {
    let last = iri.trim_end_matches(['/', '#']).rsplit(['/', '#', ':']).next().unwrap_or_default();
    let mut words = String::new();
    let mut small = false;
    for c in last.chars() {
        if small && c.is_uppercase() {
            words.push('-');
        }
        small = c.is_lowercase() || c.is_numeric();
        words.push(c);
    }
    let short = slug(&words).filter(|name| is_free(name) && !names.is_made(name));
    names.another_key(short.as_deref().unwrap_or(iri))
}
