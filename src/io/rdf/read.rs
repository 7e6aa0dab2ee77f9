//! Reading: resources to sources, entities and facts.

use std::{
    collections::{BTreeMap, HashSet},
    io,
};

use oxrdf::{Literal, NamedNode, Term, Triple};
use oxrdfio::RdfFormat;

use super::{
    dataset::{Dataset, Said},
    literal,
    names::{DEFAULT_BASE, Names},
    words::{NAMESPACE, PROV, RDF, RDFS, SCHEMA_ORG, SKOS, TERMS},
};
use crate::{
    error::{Error, ErrorKind},
    graph::Edit,
    io::import::Edits,
    model::{Basis, Claim, Confidence, Entity, Fact, FactName, Node, Quote, Source, Stance, check_key, slug},
    schema::Schema,
    time::{Bound, When},
};

/// Reads RDF to edits: what an [`Rdf`](super::Rdf) wrote with the same base, in any form of statements; and other files, as far
/// as their classes and properties are kinds and relations of the schema, by a code in the scheme `iri` or by an IRI under the
/// base. Nothing is fetched.
///
/// An entity whose IRI is not under the base has the IRI as its key. Statements about blank nodes, and properties that are not
/// a relation of the schema, are not read; [`Edits::unread`] counts them.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    base: String,
    syntax: RdfFormat,
}

impl<'s> Reader<'s> {
    /// A reader of Turtle for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, base: DEFAULT_BASE.to_owned(), syntax: RdfFormat::Turtle }
    }

    /// The base of the IRIs of entities, facts and sources: an IRI that ends in `/` or `#`. The default is [`DEFAULT_BASE`].
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// The syntax. The default is Turtle.
    pub fn syntax(mut self, syntax: RdfFormat) -> Self {
        self.syntax = syntax;
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with line and column where the syntax has them, [`ErrorKind::InvalidValue`] for the base,
    /// [`ErrorKind::Io`] if reading fails. The error of a resource stands in its place among the edits, with its IRI.
    pub fn read(&self, file: impl io::Read) -> Result<Edits, Error> {
        let names = Names::new(&self.base)?;
        let dataset = Dataset::read(file, self.syntax)?;
        Ok(Reading::new(&names, self.schema, &dataset).read())
    }
}

struct Reading<'a> {
    names: &'a Names,
    dataset: &'a Dataset,
    kinds: BTreeMap<String, String>,
    relations: BTreeMap<String, String>,
    edits: Edits,
}

impl<'a> Reading<'a> {
    fn new(names: &'a Names, schema: &'a Schema, dataset: &'a Dataset) -> Self {
        let kinds =
            schema.kinds().map(|(_, def)| (names.kind(schema, &def.name).into_string(), def.name.clone())).collect();
        let relations = schema.relations();
        let relations =
            relations.map(|(_, def)| (names.relation(schema, &def.name).into_string(), def.name.clone())).collect();
        let mut edits = Edits::new();
        edits.note_unread_many("blank nodes", dataset.blank);
        Self { names, dataset, kinds, relations, edits }
    }

    fn read(mut self) -> Edits {
        let is = |said: &Said, namespace: &str, class: &str| {
            said.iter().any(|(predicate, object)| is_word(predicate, RDF, "type") && is_iri(object, namespace, class))
        };
        let (mut sources, mut entities, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for (place, (iri, said)) in self.dataset.subjects.iter().enumerate() {
            let order = (place_of(said), place);
            if is(said, NAMESPACE, "Source") {
                sources.push((order, iri, said));
            } else if is(said, NAMESPACE, "Fact") {
                facts.push((order, iri, said));
            } else if let Some(kind) = said.iter().find_map(|(predicate, object)| self.kind(predicate, object)) {
                entities.push((order, iri, said, kind));
            }
        }
        sources.sort_by_key(|(order, ..)| *order);
        entities.sort_by_key(|(order, ..)| *order);
        facts.sort_by_key(|(order, ..)| *order);

        for (_, iri, said) in sources {
            let source = self.source(iri, said).map(Edit::AddSource);
            self.push(iri, source);
        }
        for (_, iri, said, kind) in &entities {
            let entity = self.entity(iri, said, kind).map(Edit::AddEntity);
            self.push(iri, entity);
        }
        // Graphs and reifiers that are no facts.
        let facts_named: HashSet<&String> = facts.iter().map(|(_, iri, _)| *iri).collect();
        let others = self.dataset.named.iter().filter(|(iri, _)| !facts_named.contains(iri));
        let count = others.map(|(_, triples)| triples.len() as u64).sum();
        self.edits.note_unread_many("triples that are named", count);
        let mut covered = HashSet::new();
        let mut later = Vec::new();
        for (_, iri, said) in facts {
            let fact = self.triple(iri, said).and_then(|(triple, from)| {
                covered.extend(triple.clone());
                self.fact(iri, said, triple, from)
            });
            match fact {
                Ok(fact) => {
                    let name = fact.key.clone().unwrap_or_else(|| self.edits.next_place());
                    later.extend(self.resolved(iri, said, name));
                    self.push(iri, Ok(Edit::Assert(fact)));
                }
                Err(error) => self.edits.push_bad_fact(error.at(format!("<{iri}>")), None),
            }
        }
        // What no fact names is a fact of its own.
        for (_, iri, said, _) in &entities {
            for (predicate, object) in *said {
                self.plain(iri, predicate, object, &covered);
            }
        }
        for (iri, edit) in later {
            self.push(&iri, Ok(edit));
        }
        self.edits
    }

    fn push(&mut self, iri: &str, edit: Result<Edit, Error>) {
        match edit {
            Ok(edit) => self.edits.push_of(iri, edit),
            Err(error) => self.edits.push_error(error.at(format!("<{iri}>")), None),
        }
    }

    fn kind(&self, predicate: &NamedNode, object: &Term) -> Option<String> {
        let Term::NamedNode(class) = object else { return None };
        if !is_word(predicate, RDF, "type") {
            return None;
        }
        self.kinds.get(class.as_str()).cloned().or_else(|| self.names.name("kind", class.as_str()))
    }

    fn relation(&self, predicate: &NamedNode) -> Option<String> {
        self.relations.get(predicate.as_str()).cloned().or_else(|| self.names.name("relation", predicate.as_str()))
    }

    fn source(&self, iri: &str, said: &Said) -> Result<Source, Error> {
        let key = self.names.name("source", iri).map_or_else(|| key_of(iri), Ok)?;
        let mut source = Source::new(key);
        let text = |namespace, name| literal_of(said, namespace, name).map(|literal| literal.value().to_owned());
        source.title = text(TERMS, "title");
        source.publisher = text(TERMS, "publisher");
        source.licence = text(TERMS, "rights");
        source.text = text(PROV, "value");
        source.url = text(SCHEMA_ORG, "url");
        source.published =
            text(TERMS, "issued").map(|date| date.parse()).transpose().map_err(|e: Error| e.at("issued"))?;
        source.sha256 =
            text(NAMESPACE, "sha256").map(|hash| hash.parse()).transpose().map_err(|e: Error| e.at("sha256"))?;
        source.derives_from = iri_of(said, PROV, "wasDerivedFrom").and_then(|iri| self.names.name("source", iri));
        Ok(source)
    }

    fn entity(&self, iri: &str, said: &Said, kind: &str) -> Result<Entity, Error> {
        let key = self.entity_key(iri)?;
        let name = literal_of(said, RDFS, "label").map_or_else(|| key.clone(), |label| label.value().to_owned());
        Ok(Entity::new(key, kind, name))
    }

    fn entity_key(&self, iri: &str) -> Result<String, Error> {
        self.names.name("entity", iri).map_or_else(|| key_of(iri), Ok)
    }

    /// The triple of a fact, or its parts where its subject is a literal.
    fn triple(&self, iri: &str, said: &Said) -> Result<(Option<Triple>, Option<Literal>), Error> {
        match self.dataset.named.get(iri).map(Vec::as_slice) {
            None => {}
            Some([triple]) => return Ok((Some(triple.clone()), None)),
            Some(many) => {
                let why = format!("the fact names {} triples; expected one", many.len());
                return Err(Error::new(ErrorKind::Syntax, why));
            }
        }
        let part = |name: &str| {
            let found =
                said.iter().find(|(predicate, _)| is_word(predicate, RDF, name)).map(|(_, object)| object.clone());
            found
                .ok_or_else(|| Error::new(ErrorKind::Syntax, format!("the fact names no triple: it has no rdf:{name}")))
        };
        let Term::NamedNode(predicate) = part("predicate")? else {
            return Err(Error::new(ErrorKind::Syntax, "the rdf:predicate of the fact is not an IRI"));
        };
        match part("subject")? {
            Term::NamedNode(subject) => Ok((Some(Triple::new(subject, predicate, part("object")?)), None)),
            // The predicate stands in for the subject, which is not looked at.
            Term::Literal(literal) => {
                Ok((Some(Triple::new(predicate.clone(), predicate, part("object")?)), Some(literal)))
            }
            _ => Err(Error::new(
                ErrorKind::Syntax,
                "the rdf:subject of the fact is not valid; expected an IRI or a literal",
            )),
        }
    }

    fn fact(&self, iri: &str, said: &Said, triple: Option<Triple>, from: Option<Literal>) -> Result<Fact, Error> {
        let Some(triple) = triple else { return Err(Error::new(ErrorKind::Syntax, "the fact names no triple")) };
        let relation = self.relation(&triple.predicate).ok_or_else(|| {
            let why = format!("`{}` is not a relation of the schema", triple.predicate.as_str());
            Error::new(ErrorKind::UnknownRelation, why)
        })?;
        let mut fact = Fact::new("", relation, "");
        fact.subject = match from {
            Some(literal) => Node::Value(literal::read(&literal).map_err(|error| error.at("subject"))?),
            None => self.node(&Term::from(triple.subject)).map_err(|error| error.at("subject"))?,
        };
        fact.object = self.node(&triple.object).map_err(|error| error.at("object"))?;
        let (mut start, mut end) = (None, None);
        let mut claims = Vec::new();
        for (predicate, object) in said {
            if let Some(role) = self.names.name("role", predicate.as_str()) {
                let player = self.node(object).map_err(|error| error.at(format!("role {role}")))?;
                fact.roles.insert(role, player);
                continue;
            }
            let Some(name) = predicate.as_str().strip_prefix(NAMESPACE) else { continue };
            match (name, object) {
                ("on", Term::Literal(date)) => {
                    fact.when = When::parse_event(date.value()).map_err(|e: Error| e.at("on"))?;
                }
                ("asOf", Term::Literal(date)) => {
                    fact.when = When::as_of(date.value().parse().map_err(|e: Error| e.at("asOf"))?);
                }
                ("start", bound) => start = Some(bound_of(bound).map_err(|error| error.at("start"))?),
                ("end", bound) => end = Some(bound_of(bound).map_err(|error| error.at("end"))?),
                ("modality", Term::NamedNode(modality)) => {
                    let name = modality.as_str().strip_prefix(NAMESPACE).unwrap_or(modality.as_str());
                    fact.modality = name.parse().map_err(|error: Error| error.at("modality"))?;
                }
                ("key", Term::Literal(key)) => fact.key = Some(key.value().to_owned()),
                ("claim", Term::NamedNode(claim)) => claims.push(claim.as_str()),
                _ => {}
            }
        }
        if let Some((start, end)) = start.zip(end) {
            fact.when = When::between(start, end).map_err(|error| error.at("start"))?;
        } else if start.is_some() || end.is_some() {
            return Err(
                Error::new(ErrorKind::Syntax, "a span has a start and an end; expected both").at(format!("<{iri}>"))
            );
        }
        let said_of = |claim: &&str| self.dataset.subjects.get(*claim).map_or(u64::MAX, place_of);
        claims.sort_by_key(said_of);
        for claim in claims {
            fact.claims.push(self.claim(claim).map_err(|error| error.at(format!("<{claim}>")))?);
        }
        Ok(fact)
    }

    fn claim(&self, iri: &str) -> Result<Claim, Error> {
        let none = Said::new();
        let said = self.dataset.subjects.get(iri).unwrap_or(&none);
        let source = iri_of(said, PROV, "hadPrimarySource").ok_or_else(|| {
            Error::new(ErrorKind::InvalidClaim, "the claim has no prov:hadPrimarySource; expected the IRI of a source")
        })?;
        let mut claim = Claim::new(self.names.name("source", source).map_or_else(|| key_of(source), Ok)?);
        claim.said_by = iri_of(said, PROV, "wasAttributedTo").map(|iri| self.entity_key(iri)).transpose()?;
        if said
            .iter()
            .any(|(predicate, object)| is_word(predicate, NAMESPACE, "stance") && is_iri(object, NAMESPACE, "disputes"))
        {
            claim.stance = Stance::Disputes;
        }
        let text = |name| literal_of(said, NAMESPACE, name).map(|literal| literal.value().to_owned());
        claim.basis = text("inferred").map_or(Basis::Stated, Basis::Inferred);
        claim.confidence = text("confidence").map(|number| number.parse::<Confidence>()).transpose()?;
        let number = |name| {
            let number = text(name).map(|number| number.parse::<u32>());
            number.transpose().map_err(|error| Error::new(ErrorKind::InvalidClaim, error).at(name))
        };
        let sha256 =
            text("quoteSha256").map(|hash| hash.parse()).transpose().map_err(|e: Error| e.at("quoteSha256"))?;
        let range = number("quoteStart")?.zip(number("quoteEnd")?);
        let quote = Quote { words: text("quote"), range, sha256, ..Quote::default() };
        let several = text("passages").map(|text| text.parse::<Quote>()).transpose();
        claim.quote = several.map_err(|e| e.at("passages"))?.or_else(|| (quote != Quote::default()).then_some(quote));
        Ok(claim)
    }

    fn resolved(&self, iri: &str, said: &Said, fact: String) -> Vec<(String, Edit)> {
        let mut edits = Vec::new();
        if let Some(why) = literal_of(said, NAMESPACE, "retracted") {
            edits.push((iri.to_owned(), Edit::Retract { fact: fact.clone(), why: why.value().to_owned() }));
        }
        let resolution =
            iri_of(said, NAMESPACE, "resolution").and_then(|iri| iri.strip_prefix(NAMESPACE)?.parse().ok());
        let by = iri_of(said, NAMESPACE, "settledBy").and_then(|iri| self.names.name("fact", iri));
        if let Some((resolution, by)) = resolution.zip(by) {
            edits.push((iri.to_owned(), Edit::Resolve { fact, resolution, by: named(&by) }));
        }
        edits
    }

    /// A triple about an entity that no fact names.
    fn plain(&mut self, iri: &str, predicate: &NamedNode, object: &Term, covered: &HashSet<Triple>) {
        let passed = is_word(predicate, RDF, "type")
            || is_word(predicate, RDFS, "label")
            || predicate.as_str().starts_with(NAMESPACE)
            || predicate.as_str().starts_with(SKOS);
        let triple = Triple::new(NamedNode::new_unchecked(iri), predicate.clone(), object.clone());
        if passed || covered.contains(&triple) {
            return;
        }
        let Some(relation) = self.relation(predicate) else {
            self.edits.note_unread(predicate.as_str());
            return;
        };
        let fact = self.entity_key(iri).and_then(|key| {
            let mut fact = Fact::new(key, relation, "");
            fact.object = self.node(object)?;
            Ok(Edit::Assert(fact))
        });
        self.push(iri, fact);
    }

    fn node(&self, term: &Term) -> Result<Node, Error> {
        Ok(match term {
            Term::Literal(literal) => Node::Value(literal::read(literal)?),
            Term::NamedNode(iri) => match self.names.parts(iri.as_str()) {
                Some(("fact", name)) => Node::Fact(FactName { fact: named(&name) }),
                Some(("entity", key)) => Node::Entity(key),
                _ => Node::Entity(key_of(iri.as_str())?),
            },
            Term::BlankNode(_) | Term::Triple(_) => {
                return Err(Error::new(ErrorKind::WrongKind, "expected an IRI or a literal, found neither"));
            }
        })
    }
}

/// A fact by the name in its IRI: digits alone are a place.
fn named(name: &str) -> String {
    if name.bytes().all(|b| b.is_ascii_digit()) { format!("#{name}") } else { name.to_owned() }
}

/// The key of what is not under the base: its IRI, or what that suggests.
fn key_of(iri: &str) -> Result<String, Error> {
    match check_key(iri) {
        Ok(()) => Ok(iri.to_owned()),
        Err(error) => slug(iri).ok_or(error),
    }
}

fn place_of(said: &Said) -> u64 {
    literal_of(said, NAMESPACE, "place").and_then(|place| place.value().parse().ok()).unwrap_or(u64::MAX)
}

fn bound_of(term: &Term) -> Result<Bound, Error> {
    match term {
        Term::Literal(date) if date.value().is_empty() => Err(Error::new(ErrorKind::InvalidDate, "the date is empty")),
        Term::Literal(date) => date.value().parse(),
        term if is_iri(term, NAMESPACE, "open") => Ok(Bound::Open),
        term if is_iri(term, NAMESPACE, "unknown") => Ok(Bound::Unknown),
        _ => Err(Error::new(ErrorKind::InvalidDate, "expected a date, `open` or `unknown`")),
    }
}

fn is_word(iri: &NamedNode, namespace: &str, name: &str) -> bool {
    iri.as_str().strip_prefix(namespace) == Some(name)
}

fn is_iri(term: &Term, namespace: &str, name: &str) -> bool {
    matches!(term, Term::NamedNode(iri) if is_word(iri, namespace, name))
}

fn literal_of<'a>(said: &'a Said, namespace: &str, name: &str) -> Option<&'a Literal> {
    said.iter().find_map(|(predicate, object)| match object {
        Term::Literal(literal) if is_word(predicate, namespace, name) => Some(literal),
        _ => None,
    })
}

fn iri_of<'a>(said: &'a Said, namespace: &str, name: &str) -> Option<&'a str> {
    said.iter().find_map(|(predicate, object)| match object {
        Term::NamedNode(iri) if is_word(predicate, namespace, name) => Some(iri.as_str()),
        _ => None,
    })
}
