//! From statements to a graph: sources, entities, facts in order, then claims, retractions, resolutions and merges. It continues
//! after a fault, and skips what depends on a faulty statement.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    block::filled,
    load::{Load, Place, Slot, statement},
    locate::{in_entity, in_fact, in_source},
    names::{slot_of, unknown},
    statement::{Content, EntityLine, Meant, MoreLine, SourceLine},
};
use crate::{
    error::{Error, ErrorKind},
    model::{Fact, FactId, FactName, Node},
    notation::line::{At, FactLine, Flaw},
};

impl<'a> Load<'a> {
    /// Applies all statements.
    pub(super) fn run(&mut self) {
        let files = self.files;
        let statements = || files.order.iter().filter_map(|place| Some((*place, &statement(files, *place)?.content)));
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
        for (at, content) in statements() {
            match content {
                Content::Entity(line) => self.more(at, line),
                Content::Fact(line) => self.fact(at, line),
                Content::Begin(common) => self.common(at, common),
                Content::Unread(named) if named.meant == Meant::Fact => self.slot(at.0, None),
                _ => {}
            }
        }
        for (at, content) in statements() {
            if let Content::Claim { fact, claims } = content {
                let claims = filled(files, at, claims);
                match self.named(at, fact) {
                    Some(id) => self.add_claims(at, id, &claims),
                    None => self.claims(at, &claims),
                }
            }
        }
        for (at, content) in statements() {
            if let Content::Retract { fact, why } = content
                && let Some(id) = self.named(at, fact)
            {
                let done = self.kg.retract(id, why);
                self.settle(at.0, fact, None, done);
            }
        }
        for (at, content) in statements() {
            if let Content::Resolve { fact, resolution, by } = content
                && let (Some(earlier), Some(later)) = (self.named(at, fact), self.named(at, by))
            {
                let done = self.kg.resolve(earlier, *resolution, later);
                self.settle(at.0, fact, Some(by), done);
            }
        }
        for (at, content) in statements() {
            if let Content::KeepApart { entity, from, why } = content
                && self.both(at, entity, from)
                && let Err(error) = self.kg.keep_apart(&entity.value, &from.value, why)
            {
                self.flaws.push((at.0, Flaw { span: from.span.clone(), error }));
            }
        }
        for (at, content) in statements() {
            if let Content::Merge { entity, into, why } = content
                && self.both(at, entity, into)
                && let Err(error) = self.kg.merge(&entity.value, &into.value, why)
            {
                self.flaws.push((at.0, Flaw { span: into.span.clone(), error }));
            }
        }
        self.unused_hashes();
    }

    /// Whether both entities exist. A missing one is reported, unless another statement is at fault.
    fn both(&mut self, at: Place, one: &At<String>, other: &At<String>) -> bool {
        let mut there = true;
        for key in [one, other] {
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

    /// Adds sources in any order of the files, each after the one that it derives from.
    fn add_sources(&mut self, lines: &[(Place, &'a SourceLine)]) {
        let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, (at, line)) in lines.iter().enumerate() {
            let key = line.source.key.as_str();
            match by_key.get(key).and_then(|first| lines.get(*first)) {
                Some((first, _)) => {
                    let error = self.duplicate(at.0, "source", key, *first);
                    self.flaws.push((at.0, Flaw { span: line.key.clone(), error }));
                }
                None => drop(by_key.insert(key, number)),
            }
        }
        let mut done = vec![false; lines.len()];
        for number in by_key.values().copied().collect::<BTreeSet<_>>() {
            let mut chain = Vec::new();
            let mut next = Some(number);
            while let Some(number) = next.filter(|number| done.get(*number) == Some(&false)) {
                if let Some(mark) = done.get_mut(number) {
                    *mark = true;
                }
                chain.push(number);
                let base = lines.get(number).and_then(|(_, line)| line.source.derives_from.as_deref());
                next = base.and_then(|base| by_key.get(base)).copied();
            }
            for (at, line) in chain.iter().rev().filter_map(|number| lines.get(*number)) {
                self.source(*at, line);
            }
        }
    }

    fn source(&mut self, at: Place, line: &SourceLine) {
        let mut source = line.source.clone();
        if let Some(text) = self.texts.get(&source.key) {
            source.text.get_or_insert_with(|| text.clone());
        }
        let key = source.key.clone();
        let base = source.derives_from.clone();
        self.sources += 1;
        if let Err(error) = self.kg.add_source(source) {
            let from_unread = error.kind() == ErrorKind::UnknownSource
                && (self.unread.anything || base.is_some_and(|base| self.unread.sources.contains(&base)));
            if !from_unread {
                self.flaws.push((at.0, in_source(line, error)));
            }
            self.unread.sources.insert(key);
        }
    }

    fn entity(&mut self, at: Place, line: &'a EntityLine, seen: &mut BTreeMap<&'a str, Place>) {
        let key = line.entity.key.as_str();
        if let Some(first) = seen.get(key).copied() {
            let error = self.duplicate(at.0, "entity", key, first);
            self.flaws.push((at.0, Flaw { span: line.key.clone(), error }));
            return;
        }
        seen.insert(key, at);
        self.entities += 1;
        if let Err(error) = self.kg.add_entity(&line.entity) {
            self.flaws.push((at.0, in_entity(line, error)));
            self.unread.entities.insert(key.to_owned());
        }
    }

    /// Records the aliases and identifiers of an entity.
    fn more(&mut self, at: Place, line: &EntityLine) {
        for MoreLine { more, claims } in &line.more {
            self.facts += 1;
            let fact = more.value.to_fact(&line.entity.key);
            let done = if self.unread.entities.contains(&line.entity.key) {
                self.claims(at, claims);
                None
            } else {
                self.with_claims(at, fact, claims, &|_, error| Flaw { span: more.span.clone(), error })
            };
            self.slot(at.0, done);
        }
    }

    fn slot(&mut self, file: usize, fact: Option<FactId>) {
        if let Some(slots) = self.slots.get_mut(file) {
            slots.push(fact.map_or(Slot::Faulty, Slot::Fact));
        }
    }

    fn fact(&mut self, at: Place, line: &FactLine) {
        self.facts += 1;
        let done = self.try_fact(at, line);
        if let (None, Some(key)) = (done, &line.key) {
            self.unread.facts.insert(key.value.clone());
        }
        self.slot(at.0, done);
    }

    /// Records the fact, if it and everything that it depends on have no fault. Its claims are checked in any case, and those
    /// with a fault are left out, so that others can name the fact.
    fn try_fact(&mut self, at: Place, line: &FactLine) -> Option<FactId> {
        let claims = filled(self.files, at, &line.claims);
        let fact = match self.plain(at, line) {
            Ok(fact) => fact,
            Err(flaw) => {
                self.flaws.extend(flaw.map(|flaw| (at.0, flaw)));
                self.claims(at, &claims);
                return None;
            }
        };
        self.with_claims(at, fact, &claims, &|load, error| in_fact(line, load.kg.schema(), error))
    }

    pub(super) fn assert(&mut self, at: Place, fact: &Fact) -> Result<FactId, Error> {
        if !fact.nodes().any(|node| matches!(node, Node::Fact(_))) {
            return self.kg.add_fact(fact);
        }
        let slots = self.slots.get(at.0).map(Vec::as_slice).unwrap_or_default();
        let mut fact = fact.clone();
        fact.rename_facts(|name| match slot_of(slots, name) {
            _ if !name.starts_with('#') => Ok(()),
            Some(Slot::Fact(fact)) => {
                *name = format!("#{}", fact.index());
                Ok(())
            }
            _ => Err(unknown(name)),
        })?;
        self.kg.add_fact(&fact)
    }
}
