//! Reading: resources to sources, entities and facts, and an account of what is left.

use std::collections::HashMap;

use indexmap::IndexMap;
use oxrdf::Literal;

use super::{
    dataset::{Dataset, Object, Resource, Statement},
    facts::Triples,
    fields::Fields,
    keys::Keys,
    literal::{self, Cut},
    meaning::{Meaning, Meanings, Relation},
    names::Names,
    reader::Options,
    terms::{NAMESPACE, Vocab},
};
use crate::{
    error::{Error, ErrorKind},
    graph::Edit,
    io::import::Edits,
    model::{Claim, Fact, FactName, Node, Value, ValueType},
    schema::{Range, Schema},
};

/// What a resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Source,
    Fact,
    Claim,
    /// A kind or relation of the schema.
    Schema,
    /// An entity of a kind.
    Entity(String),
}

pub(super) struct Reading<'a> {
    pub(super) names: &'a Names,
    pub(super) schema: &'a Schema,
    pub(super) options: &'a Options,
    pub(super) data: &'a Dataset,
    pub(super) meanings: Meanings,
    what: IndexMap<Resource, What>,
    pub(super) entities: Keys<'a>,
    pub(super) sources: Keys<'a>,
    /// The place of each fact of this module's own form.
    facts: HashMap<Resource, usize>,
    pub(super) edits: Edits,
}

impl<'a> Reading<'a> {
    pub(super) fn new(names: &'a Names, schema: &'a Schema, options: &'a Options, data: &'a Dataset) -> Self {
        let meanings = Meanings::new(names, schema, options, data);
        let mut edits = Edits::new();
        edits.note_unread_many("triples in named graphs", data.unread);
        Self {
            names,
            schema,
            options,
            data,
            meanings,
            what: IndexMap::new(),
            entities: Keys::new(names, data, "entity"),
            sources: Keys::new(names, data, "source"),
            facts: HashMap::new(),
            edits,
        }
    }

    pub(super) fn read(mut self) -> Edits {
        self.classify();
        let (mut sources, mut entities, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for place in 0..self.what.len() {
            let Some((&resource, what)) = self.what.get_index(place) else { break };
            match what.clone() {
                What::Source => sources.push(((self.order(resource), place), resource)),
                What::Entity(kind) => entities.push(((self.order(resource), place), resource, kind)),
                What::Fact => facts.push(((self.order(resource), place), resource)),
                What::Claim | What::Schema => {}
            }
        }
        sources.sort_by_key(|(order, _)| *order);
        entities.sort_by_key(|(order, ..)| *order);
        facts.sort_by_key(|(order, _)| *order);
        self.facts = facts.iter().enumerate().map(|(place, (_, fact))| (*fact, place)).collect();
        let blank = self.options.blank_nodes.as_deref().unwrap_or_default();
        self.sources.declare(sources.iter().map(|(_, source)| *source), blank);
        self.entities.declare(entities.iter().map(|(_, entity, _)| *entity), blank);

        for (_, source) in sources {
            self.source(source);
        }
        let covered = self.asserted(facts.iter().map(|(_, fact)| *fact));
        for (_, entity, kind) in entities {
            self.entity(entity, kind, &covered);
        }
        let mut later = Vec::new();
        for (_, resource) in facts {
            match self.fact(resource) {
                Ok(fact) => {
                    let name = fact.key.clone().unwrap_or_else(|| self.edits.next_place());
                    later.extend(self.settled(resource, &name).into_iter().map(|edit| (resource, edit)));
                    self.push(resource, Edit::Assert(fact));
                }
                Err(error) => self.edits.push_bad_fact(error.at(self.data.place(resource)), None),
            }
        }
        let data = self.data;
        for (subject, statements) in data.subjects() {
            for statement in statements {
                if statement.is_used() {
                    self.language_of_own(statement);
                } else {
                    self.rest(subject, statement, &covered);
                }
            }
        }
        for (resource, edit) in later {
            match edit {
                Ok(edit) => self.push(resource, edit),
                Err(error) => self.fail(resource, error),
            }
        }
        self.edits
    }

    /// Says what each resource is.
    fn classify(&mut self) {
        let data = self.data;
        for graph in &data.sources {
            self.what.insert(*graph, What::Source);
        }
        for (subject, statements) in data.subjects() {
            let is = |class| {
                statements.iter().any(|of| data.is(of.predicate, Vocab::Type) && data.is_term(&of.object, class))
            };
            if self.meanings.is_described(subject) {
                self.what.insert(subject, What::Schema);
            } else if is(Vocab::Source) && !self.is_unread_blank(subject) {
                self.what.insert(subject, What::Source);
            } else if is(Vocab::Fact) {
                self.what.insert(subject, What::Fact);
                for object in Fields::of(data, subject).all(Vocab::Claim) {
                    if let Object::Resource(claim) = object {
                        self.what.entry(*claim).or_insert(What::Claim);
                    }
                }
            }
        }
        for (subject, statements) in data.subjects() {
            if !self.what.contains_key(&subject)
                && !self.is_unread_blank(subject)
                && let Some(kind) = self.kind(statements)
            {
                self.what.insert(subject, What::Entity(kind));
            }
        }
        if let Some(kind) = &self.options.kind {
            for (subject, statements) in data.subjects() {
                if matches!(self.what.get(&subject), Some(What::Entity(_)) | None) {
                    self.take_as(subject, kind);
                    for of in statements {
                        let takes_entities = self
                            .meanings
                            .relation(of.predicate)
                            .is_some_and(|relation| !matches!(relation.object, Range::Value(_) | Range::Statement));
                        if let (true, Object::Resource(object)) = (takes_entities, &of.object) {
                            self.take_as(*object, kind);
                        }
                    }
                }
            }
        }
    }

    /// Takes a resource without a known class as an entity of a kind, unless it is a class or property itself.
    fn take_as(&mut self, resource: Resource, kind: &str) {
        let is_fact = self.names.name("fact", self.data.iri(resource)).is_some();
        if !is_fact && !self.is_unread_blank(resource) && !self.meanings.is_vocabulary(self.data, resource) {
            self.what.entry(resource).or_insert_with(|| What::Entity(kind.to_owned()));
        }
    }

    pub(super) fn is_unread_blank(&self, resource: Resource) -> bool {
        self.options.blank_nodes.is_none() && self.data.is_blank(resource)
    }

    /// The place that a resource has in the file of this crate; what has none comes last.
    pub(super) fn order(&mut self, resource: Resource) -> u32 {
        match Fields::of(self.data, resource).number(Vocab::Place) {
            Ok(place) => place.unwrap_or(u32::MAX),
            Err(error) => {
                self.fail(resource, error);
                u32::MAX
            }
        }
    }

    pub(super) fn push(&mut self, resource: Resource, edit: Edit) {
        self.edits.push_of(&self.data.place(resource), edit);
    }

    pub(super) fn fail(&mut self, resource: Resource, error: Error) {
        self.edits.push_error(error.at(self.data.place(resource)), None);
    }

    /// What is left: a statement that no source, entity or fact of this module's own form has used.
    fn rest(&mut self, subject: Resource, statement: &Statement, covered: &Triples<'_>) {
        let data = self.data;
        if covered.contains(&(subject, statement.predicate, &statement.object)) {
            if !statement.graphs.is_empty() {
                self.edits.note_unread("triples in named graphs");
            }
            return;
        }
        let what = self.what.get(&subject);
        if what == Some(&What::Schema) && self.meanings.is_known(self.schema, data, subject, statement) {
            return;
        }
        let blank = |resource: Resource| self.is_unread_blank(resource) && !self.what.contains_key(&resource);
        let object_is_blank = matches!(statement.object, Object::Resource(object) if blank(object));
        let takes_facts = matches!(what, Some(What::Entity(_) | What::Fact) | None);
        match (self.meanings.of(statement.predicate), &statement.object) {
            _ if blank(subject) => self.edits.note_unread("blank nodes"),
            (Meaning::Class, Object::Resource(class)) if !data.is_blank(*class) => {
                self.edits.note_unread(format!("class {}", data.iri(*class)));
            }
            (Meaning::Relation(_), _) if takes_facts && object_is_blank => self.edits.note_unread("blank nodes"),
            (Meaning::Relation(relation), _) if takes_facts => {
                let relation = relation.clone();
                match self.plain(subject, statement, relation) {
                    Ok(fact) => self.push(subject, Edit::Assert(fact)),
                    Err(error) => {
                        let error = error.at(data.iri(statement.predicate)).at(data.place(subject));
                        self.edits.push_bad_fact(error, None);
                    }
                }
            }
            _ => self.edits.note_unread(data.iri(statement.predicate)),
        }
    }

    /// Counts the language of a text that this module's own form has without one.
    fn language_of_own(&mut self, statement: &Statement) {
        if let Object::Literal(literal) = &statement.object
            && literal.language().is_some()
            && self.data.iri(statement.predicate).starts_with(NAMESPACE)
        {
            self.edits.note_unread(format!("{} (language)", self.data.iri(statement.predicate)));
        }
    }

    /// The fact of a triple that no fact of this module's own form names.
    fn plain(&mut self, subject: Resource, statement: &Statement, relation: Relation) -> Result<Fact, Error> {
        let mut fact = Fact::new("", relation.name, "");
        fact.subject = self.resource(subject)?;
        fact.object = self.node(&statement.object, relation.object, statement.predicate)?;
        self.language(&mut fact, &statement.object, relation.language, statement.predicate);
        fact.claims = self.claims_of_graphs(statement)?;
        Ok(fact)
    }

    /// The language of the object of a fact: a role player, where the relation has such a role.
    pub(super) fn language(&mut self, fact: &mut Fact, object: &Object, takes: bool, predicate: Resource) {
        let Object::Literal(literal) = object else { return };
        let Some(language) = literal.language() else { return };
        if takes && !fact.roles.contains_key("language") {
            fact.roles.insert("language", Node::Value(Value::Text(language.to_owned())));
        } else {
            self.edits.note_unread(format!("{} (language)", self.data.iri(predicate)));
        }
    }

    /// The claims of the graphs that have a statement, or of the source that the caller gives.
    pub(super) fn claims_of_graphs(&self, statement: &Statement) -> Result<Vec<Claim>, Error> {
        if statement.graphs.is_empty() {
            return Ok(self.options.source.clone().map(Claim::new).into_iter().collect());
        }
        statement.graphs.iter().map(|graph| self.sources.of(*graph).map(Claim::new)).collect()
    }

    /// An end or player: a value, a fact or an entity.
    pub(super) fn node(&mut self, object: &Object, range: Range, predicate: Resource) -> Result<Node, Error> {
        match object {
            Object::Literal(literal) => self.value(literal, range, predicate).map(Node::Value),
            Object::Resource(resource) => match range {
                Range::Value(ValueType::Url) if !self.data.is_blank(*resource) => {
                    Value::parse(ValueType::Url, self.data.iri(*resource)).map(Node::Value)
                }
                _ => self.resource(*resource),
            },
            Object::Triple(_) => Err(Error::new(ErrorKind::WrongKind, "found a triple; expected an IRI or a literal")),
        }
    }

    pub(super) fn value(&mut self, literal: &Literal, range: Range, predicate: Resource) -> Result<Value, Error> {
        let (value, cut) = literal::read(literal, range, self.options.values)?;
        let property = self.data.iri(predicate);
        match cut {
            None => {}
            Some(Cut::TimeOfDay) => self.edits.note_unread(format!("{property} (time of day)")),
            Some(Cut::TimeZone) => self.edits.note_unread(format!("{property} (time zone)")),
            Some(Cut::Datatype(datatype)) => self.edits.note_unread(format!("{property} (datatype {datatype})")),
        }
        if literal.direction().is_some() {
            self.edits.note_unread(format!("{property} (base direction)"));
        }
        Ok(value)
    }

    /// An entity or fact by its IRI.
    pub(super) fn resource(&self, resource: Resource) -> Result<Node, Error> {
        match self.fact_name(resource)? {
            Some(fact) => Ok(Node::Fact(FactName { fact })),
            None => self.entities.of(resource).map(Node::Entity),
        }
    }

    /// The name of a fact by its IRI: its place in the file, or its key in the graph.
    pub(super) fn fact_name(&self, resource: Resource) -> Result<Option<String>, Error> {
        if let Some(place) = self.facts.get(&resource) {
            return Ok(Some(format!("#{place}")));
        }
        let iri = self.data.iri(resource);
        match self.names.name("fact", iri) {
            Some(name) if name.bytes().all(|b| b.is_ascii_digit()) => {
                Err(Error::new(ErrorKind::UnknownFact, format!("the file does not describe the fact <{iri}>")))
            }
            name => Ok(name),
        }
    }
}
