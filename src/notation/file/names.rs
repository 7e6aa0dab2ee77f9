//! Resolves the names in a statement: ends, facts, and the places of other statements.

use super::load::{Load, Place, Slot};
use crate::{
    error::{Error, ErrorKind, did_you_mean},
    model::{Fact, FactId, FactName, Node},
    notation::line::{At, End, FactLine, Flaw},
    schema::{FoundRelation, KEYWORDS, Range, Schema, split_date},
};

impl Load<'_> {
    /// The fact in plain values, without its claims: each end read as its range asks. No flaw where the fault is elsewhere.
    pub(super) fn plain(&self, at: Place, line: &FactLine) -> Result<Fact, Option<Flaw>> {
        let schema = self.kg.schema();
        let named = match schema.relation(&line.relation.value) {
            Ok(named) => Some(named),
            Err(_) if schema.is_open() => None,
            Err(error) => return Err(Some(Flaw { span: line.relation.span.clone(), error })),
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
        for role in &line.roles {
            let id = schema.role(&role.name.value).ok();
            if let (Some(ends), Some(named), false) = (ends, named, schema.is_open())
                && id.and_then(|id| ends.role(id)).is_none()
            {
                let error = no_role(schema, named, &role.name.value);
                return Err(Some(Flaw { span: role.name.span.clone(), error }));
            }
            let range = ends.zip(id).and_then(|(ends, id)| ends.role(id)).map_or(Range::Any, |(_, range)| range);
            fact.roles.insert(role.name.value.clone(), self.node(at, &role.player, range)?);
        }
        fact.when = line.when.as_ref().map(|when| when.value).unwrap_or_default();
        fact.modality = line.modality;
        fact.key = line.key.as_ref().map(|key| key.value.clone());
        Ok(fact)
    }

    /// An end, read as its range asks. A key or a name of a fact must be there.
    pub(super) fn node(&self, at: Place, end: &At<End>, range: Range) -> Result<Node, Option<Flaw>> {
        let node = super::range::node(&end.value, range).map_err(|error| Flaw { span: end.span.clone(), error })?;
        match &node {
            Node::Entity(key) => match self.kg.entity(key) {
                Err(_) if self.unread.anything || self.unread.entities.contains(key) => return Err(None),
                Err(error) => return Err(Some(Flaw { span: end.span.clone(), error })),
                Ok(_) => {}
            },
            Node::Fact(name) => {
                self.find(at, &name.fact).map_err(|error| error.map(|error| Flaw { span: end.span.clone(), error }))?;
            }
            Node::Value(_) => {}
        }
        Ok(node)
    }

    /// The fact of a name, or why there is none; nothing where that is the fault of another statement.
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
        match self.kg.fact(name) {
            Ok(id) => Ok(id),
            Err(_) if self.unread.anything || self.unread.facts.contains(name) => Err(None),
            Err(error) => Err(Some(match self.fact_keys.get(name) {
                Some(further) => {
                    let place = self.place_in_words(at.0, *further);
                    let name = FactName { fact: name.to_owned() };
                    let why = format!("the fact `{name}` comes later, {place}; a fact can refer only to earlier ones");
                    Error::new(ErrorKind::UnknownFact, why)
                }
                None => error,
            })),
        }
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
        let line = here.text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        match &here.path {
            Some(path) if at.0 != file => format!("in {} line {line}", path.display()),
            _ => format!("in line {line}"),
        }
    }
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
