//! Resolves the names in a statement: ends, facts, and the places of other statements.

use super::load::{Load, Place, Slot};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    graph::KnowledgeGraph,
    model::{Any, Claim, Fact, FactId, FactName, Id, Node, SourceId},
    notation::line::{At, End, FactLine, Flaw},
    schema::{FoundRelation, KEYWORDS, Range, Schema, split_date},
};

impl Load<'_> {
    /// The fact in plain values, without its claims: each end read as its range asks. No flaw where the fault is elsewhere.
    pub(super) fn plain(&self, at: Place, line: &FactLine) -> Result<Fact, Option<Flaw>> {
        let schema = self.kg.schema();
        let name = &line.relation.value;
        let named = match schema.known_relation(name) {
            Some(named) => Some(named),
            None if schema.is_open() => None,
            None => {
                let plain = || {
                    let why = format!("no relation `{}` is declared", name.escape_debug());
                    Error::new(ErrorKind::UnknownRelation, why)
                };
                let found = self.proposing(|kg| kg.relation(name), plain);
                Some(found.map_err(|error| Some(Flaw { span: line.relation.span.clone(), error }))?)
            }
        };
        let ends = named.map(|named| schema.ends(named.id()));
        let (mut subject, mut object) = ends.map_or((Range::Any, Range::Any), |ends| (ends.subject, ends.object));
        if named.is_some_and(FoundRelation::is_inverse) {
            std::mem::swap(&mut subject, &mut object);
        }
        let in_name = || split_date(&line.relation.value).is_some_and(|(_, date)| date.is_ok());
        let dated = named.map_or_else(in_name, |named| named.date().is_some());
        if let Some(when) = line.when.as_ref().filter(|when| dated && when.value.is_unstated()) {
            let why = "the name of the relation has a date, and the time is `unstated`; expected one of them";
            return Err(Some(Flaw { span: when.span.clone(), error: Error::new(ErrorKind::WrongTime, why) }));
        }
        let mut fact = Fact::new("", line.relation.value.clone(), "");
        fact.subject = self.node(at, &line.subject, subject)?;
        fact.object = self.node(at, &line.object, object)?;
        let mut players = Vec::with_capacity(line.roles.len());
        for role in &line.roles {
            let id = schema.known_role(&role.name.value);
            if let (Some(ends), Some(named), false) = (ends, named, schema.is_open())
                && id.and_then(|id| ends.role(id)).is_none()
            {
                let error = no_role(schema, named, &role.name.value);
                return Err(Some(Flaw { span: role.name.span.clone(), error }));
            }
            let range = ends.zip(id).and_then(|(ends, id)| ends.role(id)).map_or(Range::Any, |(_, range)| range);
            players.push((role.name.value.clone(), self.node(at, &role.player, range)?));
        }
        fact.roles.extend(players);
        fact.when = line.when.as_ref().map(|when| when.value).unwrap_or_default();
        fact.modality = line.modality;
        fact.key = line.key.as_ref().map(|key| key.value.clone());
        Ok(fact)
    }

    /// An end, read as its range asks. A key or a name of a fact must be there.
    pub(super) fn node(&self, at: Place, end: &At<End>, range: Range) -> Result<Node, Option<Flaw>> {
        let node = super::range::node(&end.value, range).map_err(|error| Flaw { span: end.span.clone(), error })?;
        match &node {
            Node::Entity(key) => {
                self.entity_of(key).map_err(|error| error.map(|error| Flaw { span: end.span.clone(), error }))?;
            }
            Node::Fact(name) => {
                self.find(at, &name.fact).map_err(|error| error.map(|error| Flaw { span: end.span.clone(), error }))?;
            }
            Node::Value(_) => {}
        }
        Ok(node)
    }

    /// The entity of a key, or why there is none; no error where that is the fault of another statement.
    pub(super) fn entity_of(&self, key: &str) -> Result<Id<Any>, Option<Error>> {
        if let Some(id) = self.kg.get_entity(key) {
            return Ok(id);
        }
        if self.unread.anything || self.unread.entities.contains(key) {
            return Err(None);
        }
        self.proposing(|kg| kg.entity(key), || no(ErrorKind::UnknownEntity, "entity", key)).map_err(Some)
    }

    /// The source of a key, or why there is none; no error where that is the fault of another statement.
    pub(super) fn source_of(&self, key: &str) -> Result<SourceId, Option<Error>> {
        if let Some(id) = self.kg.get_source(key) {
            return Ok(id);
        }
        if self.unread.anything || self.unread.sources.contains(key) {
            return Err(None);
        }
        self.proposing(|kg| kg.source(key), || no(ErrorKind::UnknownSource, "source", key)).map_err(Some)
    }

    /// Looks up what is not there: the error proposes a near name, as long as that is affordable.
    fn proposing<T>(
        &self,
        find: impl FnOnce(&KnowledgeGraph) -> Result<T, Error>,
        plain: impl FnOnce() -> Error,
    ) -> Result<T, Error> {
        match self.proposals.get().checked_sub(1) {
            Some(left) => {
                self.proposals.set(left);
                find(self.kg)
            }
            None => Err(plain()),
        }
    }

    /// Whether the graph can be asked for the names in some claims: it compares an unknown name with all that it knows.
    pub(super) fn may_ask(&self, claims: &[Claim]) -> bool {
        let speaker = |claim: &Claim| claim.said_by.as_ref().is_none_or(|key| self.kg.get_entity(key).is_some());
        self.proposals.get() > 0
            || claims.iter().all(|claim| self.kg.get_source(&claim.source).is_some() && speaker(claim))
    }

    /// The fact of a name, or why there is none; no error where that is the fault of another statement.
    pub(super) fn find(&self, at: Place, name: &str) -> Result<FactId, Option<Error>> {
        if name.starts_with('#') {
            let slots = self.slots.get(at.0).map(Vec::as_slice).unwrap_or_default();
            return match slot_of(slots, name) {
                Some(Slot::Fact(fact)) => Ok(fact),
                Some(Slot::Faulty) => Err(None),
                None if self.unread.anything => Err(None),
                None => Err(Some(Error::new(
                    ErrorKind::UnknownFact,
                    format!(
                        "`{}` is not a fact before this line; the file has {} so far, counted from 0",
                        FactName { fact: name.to_owned() },
                        slots.len()
                    ),
                ))),
            };
        }
        if let Some(id) = self.kg.get_fact(name) {
            return Ok(id);
        }
        if self.unread.anything || self.unread.facts.contains(name) {
            return Err(None);
        }
        if let Some(further) = self.fact_keys.get(name) {
            let place = self.place_in_words(at.0, *further);
            let name = FactName { fact: name.to_owned() };
            let why = format!("the fact `{name}` comes later, {place}; a fact can refer only to earlier ones");
            return Err(Some(Error::new(ErrorKind::UnknownFact, why)));
        }
        self.proposing(|kg| kg.fact(name), || no(ErrorKind::UnknownFact, "fact", name)).map_err(Some)
    }

    /// The fact that a statement names. If there is none, that is a fault.
    pub(super) fn named(&mut self, at: Place, name: &At<String>) -> Option<FactId> {
        let found = self.find(at, &name.value);
        found
            .map_err(|error| {
                let flaw = error.map(|error| (at.0, Flaw { span: name.span.clone(), error }));
                self.flaws.extend(flaw);
            })
            .ok()
    }

    pub(super) fn duplicate(&self, file: usize, what: &str, key: &str, first: Place) -> Error {
        let place = self.place_in_words(file, first);
        Error::new(ErrorKind::DuplicateKey, format!("the key `{key}` is that of another {what}, {place}"))
    }

    /// A place in a file, in words.
    pub(super) fn place_in_words(&self, file: usize, at: Place) -> String {
        let Some(here) = self.files.all.get(at.0) else { return String::new() };
        let start = here.statements.get(at.1).map_or(0, |statement| statement.lines.start);
        let line = here.lines.number(start);
        match &here.path {
            Some(path) if at.0 != file => format!("in {} line {line}", path.display()),
            _ => format!("in line {line}"),
        }
    }
}

fn no(kind: ErrorKind, what: &str, key: &str) -> Error {
    Error::new(kind, format!("no {what} has the key `{}`", key.escape_debug()))
}

/// What stood in the place of a role is none; perhaps a word of the notation was meant.
fn no_role(schema: &Schema, relation: FoundRelation, found: &str) -> Error {
    let def = schema.relation_def(relation.id());
    let roles: Vec<&str> = def.roles.iter().map(|role| role.role.as_str()).collect();
    let near = did_you_mean(found, roles.iter().copied().chain(KEYWORDS));
    let allowed = if roles.is_empty() { "it has none".to_owned() } else { format!("allowed: {}", roles.join(", ")) };
    let why = format!("{} has no role `{}`; {allowed}{near}", def.name, found.escape_debug());
    Error::new(ErrorKind::UnknownRole, why)
}

/// The place `^3` among the facts of a file.
pub(super) fn slot_of(slots: &[Slot], name: &str) -> Option<Slot> {
    slots.get(name.strip_prefix('#')?.parse::<usize>().ok()?).copied()
}

pub(super) fn unknown(name: &str) -> Error {
    Error::new(
        ErrorKind::UnknownFact,
        format!("`{}` is not a fact before this one", FactName { fact: name.to_owned() }),
    )
}
