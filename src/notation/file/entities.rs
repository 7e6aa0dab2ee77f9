//! Entities, with their further names and identifiers; and all faults of each.

use std::collections::BTreeMap;

use super::{
    load::{Load, Place, is_faulty},
    statement::{EntityLine, MoreLine},
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Entity, check_key, check_name},
    notation::line::Flaw,
    schema::Schema,
};

impl<'a> Load<'a, '_> {
    /// Adds an entity.
    pub(super) fn entity(&mut self, at: Place, line: &'a EntityLine, seen: &mut BTreeMap<&'a str, Place>) {
        let key = line.entity.key.as_str();
        let is_faulty = is_faulty(self.files, at);
        let is_lost = is_faulty && key.is_empty();
        let first = if is_lost { None } else { seen.get(key).copied() };
        if let Some(first) = first {
            let error = self.duplicate(at.0, "entity", key, first);
            self.flaws.push((at.0, Flaw { span: line.key.clone(), error }));
            self.faults_of_entity(at, line, false);
            return;
        }
        if !is_lost {
            seen.insert(key, at);
        }
        self.entities += 1;
        let schema = self.bulk.schema();
        let has_kind = schema.is_open() || schema.knows_range(&line.entity.kind);
        if is_faulty
            || !has_kind
            || self.may_be_missing_kind(&line.entity.kind)
            || self.bulk.add_entity(&line.entity).is_err()
        {
            self.faults_of_entity(at, line, !is_lost);
            self.unread.entities.insert(key.to_owned());
        }
    }

    /// Reports every fault of an entity.
    fn faults_of_entity(&mut self, at: Place, line: &EntityLine, with_key: bool) {
        let entity = &line.entity;
        if !entity.kind.is_empty() || !is_faulty(self.files, at) {
            let error = self.fault_of_kind(&entity.kind);
            self.flaws.extend(error.map(|error| (at.0, Flaw { span: line.kind.clone(), error })));
        }
        if let Some(span) = &line.name
            && let Err(error) = check_name(&entity.name)
        {
            self.flaws.push((at.0, Flaw { span: span.clone(), error }));
        }
        if with_key {
            let error = check_key(&entity.key).err().or_else(|| {
                self.bulk.get_entity(&entity.key)?;
                let why = format!("the key `{}` is that of another entity", as_found(&entity.key));
                Some(Error::new(ErrorKind::DuplicateKey, why))
            });
            self.flaws.extend(error.map(|error| (at.0, Flaw { span: line.key.clone(), error })));
        }
    }

    fn fault_of_kind(&mut self, kind: &str) -> Option<Error> {
        if self.may_be_missing_kind(kind) {
            return None;
        }
        let schema = self.bulk.schema();
        if schema.is_open() || schema.knows_range(kind) {
            let mut found = None;
            // Nothing is added: the entity is one whose only fault can be its kind, or that its key is taken.
            let _ = self.bulk.atomically(|bulk| {
                found = bulk.add_entity(&Entity::new("x", kind, "x")).err();
                Err::<(), _>(Error::new(ErrorKind::NoChange, "nothing is to be added"))
            });
            return found.filter(|error| error.kind() != ErrorKind::DuplicateKey);
        }
        schema.kind(kind).err().map(|error| with_kinds(schema, error))
    }

    /// Records the aliases and identifiers of an entity.
    pub(super) fn more(&mut self, at: Place, line: &EntityLine) {
        let is_unread = is_faulty(self.files, at) || self.unread.entities.contains(&line.entity.key);
        for MoreLine { more, claims } in &line.more {
            self.facts += 1;
            let done = match more {
                Some(more) if !is_unread => {
                    let done = self.with_claims(more.value.to_fact(&line.entity.key), at, claims);
                    let flaw = |error| (at.0, Flaw { span: more.span.clone(), error });
                    done.map_err(|error| self.flaws.push(flaw(error))).ok()
                }
                _ => {
                    self.claims(at, claims);
                    if let Some(more) = more {
                        let error = more.value.check().err();
                        self.flaws.extend(error.map(|error| (at.0, Flaw { span: more.span.clone(), error })));
                    }
                    None
                }
            };
            self.slot(at.0, done);
        }
        if line.is_torn
            && let Some(slots) = self.slots.get_mut(at.0)
        {
            let from = slots.known.len() - line.more.len();
            slots.unsure.get_or_insert(from);
        }
    }
}

/// The error for an unknown kind: if it proposes none, it lists the kinds of the schema, if they are few.
fn with_kinds(schema: &Schema, error: Error) -> Error {
    /// Up to so many kinds are listed.
    const FEW: usize = 40;
    if error.message().contains("; did you mean") {
        return error;
    }
    let kinds = schema.kinds().filter(|(_, def)| def.members.is_empty()).map(|(_, def)| def.name.as_str());
    match kinds.take(FEW + 1).collect::<Vec<_>>() {
        kinds if kinds.is_empty() || kinds.len() > FEW => error,
        kinds => Error::new(error.kind(), format!("{}; declared: {}", error.message(), kinds.join(", "))),
    }
}
