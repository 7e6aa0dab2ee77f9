//! Facts of this module's own form.

use std::collections::HashSet;

use oxrdf::Literal;

use super::{
    dataset::{Object, Resource, Statement, Triple},
    fields::Fields,
    meaning::Meaning,
    read::Reading,
    terms::Vocab,
};
use crate::{
    error::{Error, ErrorKind},
    graph::Edit,
    model::{Claim, Fact, Modality, Node, Resolution},
    schema::Range,
    time::{Bound, PartialDate, When},
};

/// Triples by subject, predicate and object.
pub(super) type Triples<'a> = HashSet<(Resource, Resource, &'a Object)>;

/// The triple that a fact names. Only in the classic form its subject may be a literal.
#[derive(PartialEq)]
struct Named<'a> {
    subject: Subject<'a>,
    predicate: Resource,
    object: &'a Object,
}

#[derive(PartialEq)]
enum Subject<'a> {
    Resource(Resource),
    Literal(&'a Literal),
}

impl<'a> From<&'a Triple> for Named<'a> {
    fn from(triple: &'a Triple) -> Self {
        Self { subject: Subject::Resource(triple.subject), predicate: triple.predicate, object: &triple.object }
    }
}

impl<'a> Reading<'a> {
    /// The triples that a file asserts beside the facts that name them: those of actual facts that were neither
    /// retracted nor resolved.
    pub(super) fn asserted(&self, facts: impl Iterator<Item = Resource>) -> Triples<'a> {
        let data = self.data;
        let holds = |fact: &Resource| {
            let of = |term| data.of(*fact).iter().filter(move |of| data.is(of.predicate, term));
            let planned = of(Vocab::Modality).any(|of| !self.is_actual(&of.object));
            !planned && of(Vocab::Retracted).next().is_none() && of(Vocab::Resolution).next().is_none()
        };
        let triples = facts.filter(holds).filter_map(|fact| self.triple(fact).ok());
        let triples = triples.filter_map(|named| match named.subject {
            Subject::Resource(subject) => Some((subject, named.predicate, named.object)),
            Subject::Literal(_) => None,
        });
        triples.collect()
    }

    fn is_actual(&self, modality: &Object) -> bool {
        matches!(modality, Object::Resource(of) if self.data.iri(*of).strip_prefix(super::NAMESPACE) == Some("actual"))
    }

    /// The triple that a fact names, in any form of statements. A fact may have it in several.
    fn triple(&self, fact: Resource) -> Result<Named<'a>, Error> {
        let data = self.data;
        let fields = Fields::of(data, fact);
        let mut found: Vec<Named<'a>> = data.named(fact).iter().map(Named::from).collect();
        for object in fields.all(Vocab::Reifies) {
            match object {
                Object::Triple(triple) => found.push(Named::from(&**triple)),
                other => return Err(fields.wrong(Vocab::Reifies, other, "a triple")),
            }
        }
        let (subject, predicate, object) =
            (fields.one(Vocab::Subject)?, fields.resource(Vocab::Predicate)?, fields.one(Vocab::Object)?);
        let lacks = |term: Vocab| {
            let why = format!("the fact names no triple: it has no rdf:{}", term.name());
            Error::new(ErrorKind::Syntax, why)
        };
        if found.is_empty() || subject.is_some() || predicate.is_some() || object.is_some() {
            let predicate = predicate.ok_or_else(|| lacks(Vocab::Predicate))?;
            let object = object.ok_or_else(|| lacks(Vocab::Object))?;
            let subject = match subject.ok_or_else(|| lacks(Vocab::Subject))? {
                Object::Resource(subject) => Subject::Resource(*subject),
                Object::Literal(literal) => Subject::Literal(literal),
                other @ Object::Triple(_) => {
                    return Err(fields.wrong(Vocab::Subject, other, "an IRI or a literal"));
                }
            };
            found.push(Named { subject, predicate, object });
        }
        found.dedup();
        if found.len() > 1 {
            let why = format!("the fact names {} triples; expected one", found.len());
            return Err(Error::new(ErrorKind::Syntax, why));
        }
        found.pop().ok_or_else(|| lacks(Vocab::Subject))
    }

    /// Reads a fact. Of one that is not valid, nothing is left to be counted but what has no meaning here.
    pub(super) fn fact(&mut self, resource: Resource) -> Result<Fact, Error> {
        let data = self.data;
        let claims = Fields::of(data, resource).all(Vocab::Claim);
        let order = |object: &'a Object| match object {
            Object::Resource(claim) => (self.order(*claim), object),
            _ => (u32::MAX, object),
        };
        let mut claims: Vec<(u32, &Object)> = claims.map(order).collect();
        claims.sort_by_key(|(order, _)| *order);
        let claims: Vec<&Object> = claims.into_iter().map(|(_, claim)| claim).collect();
        let fact = self.fact_with(resource, &claims);
        if fact.is_err() {
            let of_claims = claims.iter().filter_map(|claim| match claim {
                Object::Resource(claim) => Some(data.of(*claim)),
                _ => None,
            });
            let statements = [data.of(resource)].into_iter().chain(of_claims).flatten();
            statements.filter(|of| self.is_known(of)).for_each(Statement::set_used);
        }
        fact
    }

    /// Whether the predicate of a statement has a meaning in this module's own form.
    fn is_known(&self, statement: &Statement) -> bool {
        matches!(self.meanings.of(statement.predicate), Meaning::Role(_))
            || !self.data.is(statement.predicate, Vocab::Type)
                && Vocab::ALL.iter().any(|term| self.data.is(statement.predicate, *term))
    }

    fn fact_with(&mut self, resource: Resource, claims: &[&Object]) -> Result<Fact, Error> {
        let data = self.data;
        let fields = Fields::of(data, resource);
        for of in data.of(resource) {
            if data.is(of.predicate, Vocab::Type) && data.is_term(&of.object, Vocab::Fact) {
                of.set_used();
            }
        }
        let named = self.triple(resource)?;
        let relation = self.meanings.relation(named.predicate).cloned().ok_or_else(|| {
            let why = format!("`{}` is not a relation of the schema", data.iri(named.predicate));
            Error::new(ErrorKind::UnknownRelation, why)
        })?;
        let mut fact = Fact::new("", relation.name, "");
        let subject = match named.subject {
            Subject::Resource(subject) => self.resource(subject),
            Subject::Literal(literal) => self.value(literal, Range::Any, named.predicate).map(Node::Value),
        };
        fact.subject = subject.map_err(|error| error.at("subject"))?;
        fact.object = self.node(named.object, relation.object, named.predicate).map_err(|error| error.at("object"))?;
        for of in data.of(resource) {
            if let Meaning::Role(role) = self.meanings.of(of.predicate) {
                let role = role.clone();
                of.set_used();
                let player = self.node(&of.object, Range::Any, of.predicate);
                let player = player.map_err(|error| error.at(format!("role {role}")))?;
                fact.roles.insert(&role, player);
                if let Object::Literal(literal) = &of.object
                    && literal.language().is_some()
                {
                    self.edits.note_unread(format!("{} (language)", data.iri(of.predicate)));
                }
            }
        }
        self.language(&mut fact, named.object, relation.language, named.predicate);
        fact.when = when(fields)?;
        if let Some(modality) = fields.own(Vocab::Modality)? {
            fact.modality = modality.parse::<Modality>().map_err(|error| error.at(Vocab::Modality.name()))?;
        }
        fact.key = fields.text(Vocab::Key)?.map(str::to_owned);
        for claim in claims {
            let Object::Resource(claim) = claim else {
                return Err(fields.wrong(Vocab::Claim, claim, "an IRI"));
            };
            fact.claims.push(self.claim(*claim).map_err(|error| error.at(data.place(*claim)))?);
        }
        if fact.claims.is_empty() {
            fact.claims.extend(self.options.source.clone().map(Claim::new));
        }
        Ok(fact)
    }

    /// That a fact was retracted or resolved.
    pub(super) fn settled(&self, resource: Resource, name: &str) -> Vec<Result<Edit, Error>> {
        let retracted = self.retracted(resource, name).transpose();
        let resolved = self.resolved(resource, name).transpose();
        retracted.into_iter().chain(resolved).collect()
    }

    fn retracted(&self, resource: Resource, name: &str) -> Result<Option<Edit>, Error> {
        let why = Fields::of(self.data, resource).text(Vocab::Retracted)?;
        Ok(why.map(|why| Edit::Retract { fact: name.to_owned(), why: why.to_owned() }))
    }

    fn resolved(&self, resource: Resource, name: &str) -> Result<Option<Edit>, Error> {
        let fields = Fields::of(self.data, resource);
        let by = fields.resource(Vocab::ResolvedBy)?;
        let (resolution, by) = match (fields.own(Vocab::Resolution)?, by) {
            (None, None) => return Ok(None),
            (Some(resolution), Some(by)) => (resolution, by),
            _ => {
                let why = "a fact that another resolves has `resolution` and `resolvedBy`; expected both";
                return Err(Error::new(ErrorKind::Syntax, why));
            }
        };
        let resolution = resolution.parse::<Resolution>().map_err(|error| error.at(Vocab::Resolution.name()))?;
        let by = self.fact_name(by).and_then(|found| {
            found.ok_or_else(|| {
                let why = format!("{} is not a fact", self.data.place(by));
                Error::new(ErrorKind::UnknownFact, why)
            })
        });
        let by = by.map_err(|error| error.at(Vocab::ResolvedBy.name()))?;
        Ok(Some(Edit::Resolve { fact: name.to_owned(), resolution, by }))
    }
}

/// The valid time of a fact.
fn when(fields: Fields<'_>) -> Result<When, Error> {
    let at = |term: Vocab| move |error: Error| error.at(term.name());
    let on = fields.text(Vocab::On)?.map(|date| When::parse_event(date.trim())).transpose().map_err(at(Vocab::On))?;
    let as_of = fields.parsed::<PartialDate>(Vocab::AsOf)?.map(When::as_of);
    let span = match (bound(fields, Vocab::Start)?, bound(fields, Vocab::End)?) {
        (None, None) => None,
        (Some(start), Some(end)) => Some(When::between(start, end).map_err(at(Vocab::Start))?),
        _ => return Err(Error::new(ErrorKind::Syntax, "a span has a `start` and an `end`; expected both")),
    };
    let mut times = [on, as_of, span].into_iter().flatten();
    match (times.next(), times.next()) {
        (_, Some(_)) => {
            let why = "the fact has two times; expected one of `on`, `asOf`, and `start` with `end`";
            Err(Error::new(ErrorKind::Syntax, why))
        }
        (when, None) => Ok(when.unwrap_or(When::UNSTATED)),
    }
}

fn bound(fields: Fields<'_>, term: Vocab) -> Result<Option<Bound>, Error> {
    let bound = match fields.one(term)? {
        None => return Ok(None),
        Some(Object::Literal(date)) => match date.value().trim() {
            "" => Err(Error::new(ErrorKind::InvalidDate, "the date is empty")),
            date => date.parse(),
        },
        Some(Object::Resource(_)) => match fields.own(term)? {
            Some(name) if name == Vocab::Open.name() => Ok(Bound::Open),
            Some(name) if name == Vocab::Unknown.name() => Ok(Bound::Unknown),
            name => {
                let why =
                    format!("`{}` is not a bound; expected a date, `open` or `unknown`", name.unwrap_or_default());
                Err(Error::new(ErrorKind::InvalidDate, why))
            }
        },
        Some(other) => Err(fields.wrong(term, other, "a date, `open` or `unknown`")),
    };
    bound.map(Some).map_err(|error| error.at(term.name()))
}
