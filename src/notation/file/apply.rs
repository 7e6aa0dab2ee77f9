//! From statements to a graph: sources, entities, facts in order, then claims, retractions, resolutions and merges. It continues
//! after a fault, and skips what depends on a faulty statement.

use std::collections::BTreeMap;

use super::{
    block::filled,
    load::{Load, Place, is_faulty, statement},
    statement::{Content, Meant},
};
use crate::{
    error::{Error, ErrorKind},
    graph::Edit,
    model::FactName,
    notation::line::{At, Flaw},
};

impl Load<'_, '_> {
    /// Applies all statements.
    pub(super) fn run(&mut self) {
        let files = self.files;
        let all = || files.order.iter().filter_map(|place| Some((*place, statement(files, *place)?)));
        let statements = || all().map(|(at, statement)| (at, &statement.content));
        self.add_sources(
            &statements()
                .filter_map(
                    |(at, content)| if let Content::Source(line) = content { Some((at, &**line)) } else { None },
                )
                .collect::<Vec<_>>(),
        );
        for (at, content) in statements() {
            if let Content::Hashes { source, places } = content {
                self.add_hashes(at, source, places);
            }
        }
        let mut seen = BTreeMap::new();
        for (at, content) in statements() {
            if let Content::Entity(line) = content {
                self.entity(at, line, &mut seen);
            }
        }
        for (at, statement) in all() {
            match &statement.content {
                Content::Entity(line) => self.more(at, line),
                Content::Fact(line) => self.fact(at, line, statement.faulty.is_some()),
                Content::Begin(common) => self.claims(at, std::slice::from_ref(common)),
                Content::Unread if statement.unread() == Some(Meant::Fact) => self.slot(at.0, None),
                Content::Unread => self.unsure(at.0),
                _ => {}
            }
        }
        for (at, content) in statements() {
            if let Content::Claim { fact, claims } = content {
                let claims = filled(files, at, claims);
                match self.named(at, fact) {
                    Some(id) if !is_faulty(files, at) => self.add_claims(at, id, &claims),
                    _ => self.claims(at, &claims),
                }
            }
        }
        for (at, content) in statements() {
            if let Content::Retract { fact, why } = content
                && let Some(id) = self.named(at, fact)
                && !is_faulty(files, at)
            {
                let done = self.bulk.retract(id, why);
                self.settle(at.0, fact, None, done);
            }
        }
        for (at, content) in statements() {
            if let Content::Resolve { fact, resolution, by } = content
                && let (Some(earlier), Some(later)) = (self.named(at, fact), self.named(at, by))
                && !is_faulty(files, at)
            {
                let done = self.bulk.resolve(earlier, *resolution, later);
                self.settle(at.0, fact, Some(by), done);
            }
        }
        for (at, content) in statements() {
            if let Content::KeepApart { entity, from, why } = content
                && self.both(at, entity, from)
                && !is_faulty(files, at)
            {
                let (entity, other) = (entity.value.clone(), from.value.clone());
                let done = self.bulk.apply(&Edit::KeepApart { entity, from: other, why: why.clone() });
                self.flaws.extend(done.err().map(|error| (at.0, Flaw { span: from.span.clone(), error })));
            }
        }
        for (at, content) in statements() {
            if let Content::Merge { entity, into, why } = content
                && self.both(at, entity, into)
                && !is_faulty(files, at)
            {
                let (entity, stays) = (entity.value.clone(), into.value.clone());
                let done = self.bulk.apply(&Edit::Merge { entity, into: stays, why: why.clone() });
                self.flaws.extend(done.err().map(|error| (at.0, Flaw { span: into.span.clone(), error })));
            }
        }
        self.unused_hashes();
    }

    /// From here on a name such as `^3` may mean another fact: a statement that could not be read may be one or more.
    fn unsure(&mut self, file: usize) {
        if let Some(slots) = self.slots.get_mut(file) {
            slots.unsure.get_or_insert(slots.known.len());
        }
    }

    /// Whether both entities exist. A missing one is reported, unless another statement is at fault.
    fn both(&mut self, at: Place, one: &At<String>, other: &At<String>) -> bool {
        let mut there = true;
        for key in [one, other].into_iter().filter(|key| !key.value.is_empty()) {
            if let Err(error) = self.entity_of(&key.value) {
                there = false;
                self.flaws.extend(error.map(|error| (at.0, Flaw { span: key.span.clone(), error })));
            }
        }
        there
    }

    /// Reports why a fact could not be retracted or resolved, with the names of facts in the file.
    fn settle(&mut self, file: usize, fact: &At<String>, by: Option<&At<String>>, done: Result<(), Error>) {
        let Err(error) = done else { return };
        let name = |fact: &At<String>| FactName { fact: fact.value.clone() };
        let why = match (error.kind(), by) {
            (ErrorKind::NoChange, None) => format!("`{}` is retracted already", name(fact)),
            (ErrorKind::NoChange, Some(_)) => format!("`{}` is resolved already", name(fact)),
            (ErrorKind::WrongResolution, Some(by)) => {
                format!("`{}` does not come after `{}`; only a later fact resolves", name(by), name(fact))
            }
            _ => error.message().to_owned(),
        };
        let span = if error.kind() == ErrorKind::WrongResolution { by.unwrap_or(fact) } else { fact }.span.clone();
        self.flaws.push((file, Flaw { span, error: Error::new(error.kind(), why) }));
    }
}
