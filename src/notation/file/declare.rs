//! From the lines of a vocabulary to a schema: kinds, then roles, then relations, whatever the order of the lines is. It
//! continues after a fault, and leaves out what depends on a faulty line.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    files::Files,
    load::{Place, is_faulty, place_in_words, statement},
    statement::{Content, KindLine, Meant, Named, RelationLine, RoleDefLine, Sort},
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    notation::line::{Flaw, Span},
    schema::{KindDef, RelationDef, RoleDef, Schema},
};

/// So many circles among kinds are reported at once. Each takes time in the number of kinds.
const CIRCLES: usize = 16;

/// What files declare.
pub(super) struct Declared {
    /// The schema with it. `None` if they declare nothing.
    pub(super) schema: Option<Schema>,
    pub(super) flaws: Vec<(usize, Flaw)>,
    pub(super) missing: Missing,
}

/// What faulty lines of a vocabulary would have declared, as far as nothing else declares it.
#[derive(Clone, Debug, Default)]
pub(super) struct Missing {
    pub(super) kinds: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    /// With their inverse names.
    pub(super) relations: BTreeSet<String>,
    /// A file is missing, so anything might be in it.
    pub(super) anything: bool,
}

impl Missing {
    /// Adds what a faulty line may have named, if its name is lost. A name that is there is added if nothing declares it.
    fn add(&mut self, content: &Content, named: &Named) {
        match content {
            Content::Kind(line) if line.def.name.is_empty() => self.kinds.extend(named.get(Sort::Kind)),
            Content::Role(line) if line.def.name.is_empty() => self.roles.extend(named.get(Sort::Role)),
            Content::Relation(line) if line.def.name.is_empty() => self.relations.extend(named.get(Sort::Relation)),
            Content::Unread => {
                self.kinds.extend(named.get(Sort::Kind));
                self.roles.extend(named.get(Sort::Role));
                self.relations.extend(named.get(Sort::Relation));
                self.anything |= matches!(named.meant, Meant::Include | Meant::Vocabulary);
            }
            _ => {}
        }
    }
}

/// A schema with what the lines of files declare. A closed schema that must stay so makes a fault of `open`.
pub(super) fn declare(files: &Files, schema: &Schema, may_open: bool) -> Declared {
    let mut lines = Lines::default();
    let mut missing = Missing { anything: !files.lost.is_empty(), ..Missing::default() };
    let (mut is_open, mut flaws) = (false, Vec::new());
    for at in &files.order {
        let Some(statement) = statement(files, *at) else { continue };
        if let Some(named) = &statement.faulty {
            missing.add(&statement.content, named);
        }
        match &statement.content {
            Content::Open if may_open => is_open = true,
            Content::Open => {
                let why = "the text is added to a graph whose schema is closed, and stays so; expected no `open`";
                let span = statement.lines.start..statement.lines.start + "open".len();
                flaws.push((at.0, Flaw { span, error: Error::new(ErrorKind::InvalidSchema, why) }));
                // With an open schema any name would be one.
                missing.anything = true;
            }
            Content::Kind(line) => lines.kinds.push((*at, line)),
            Content::Role(line) => lines.roles.push((*at, line)),
            Content::Relation(line) => lines.relations.push((*at, line)),
            _ => {}
        }
    }
    if !is_open && lines.kinds.is_empty() && lines.roles.is_empty() && lines.relations.is_empty() {
        return Declared { schema: None, flaws, missing };
    }
    let mut work = Work { files, names: schema.clone(), schema: schema.clone(), flaws, missing };
    work.kinds(&lines.kinds);
    work.roles(&lines.roles);
    work.relations(&lines.relations);
    let Work { schema, flaws, missing, .. } = work;
    let schema = if is_open { schema.open() } else { schema };
    Declared { schema: Some(schema), flaws, missing }
}

#[derive(Default)]
struct Lines<'a> {
    kinds: Vec<(Place, &'a KindLine)>,
    roles: Vec<(Place, &'a RoleDefLine)>,
    relations: Vec<(Place, &'a RelationLine)>,
}

struct Work<'a> {
    files: &'a Files,
    /// The names of all kinds and roles that there are to be, with those of faulty lines and nothing else of them: so a name is
    /// looked up whatever the order of the lines is.
    names: Schema,
    schema: Schema,
    flaws: Vec<(usize, Flaw)>,
    missing: Missing,
}

impl<'a> Work<'a> {
    fn kinds(&mut self, lines: &[(Place, &'a KindLine)]) {
        let mut seen = BTreeMap::new();
        let mut is_whole = Vec::with_capacity(lines.len());
        for (at, line) in lines {
            let name = line.def.name.as_str();
            let reported = self.flaws.len();
            if self.is_lost(*at, name) {
                // Its other parts are checked.
            } else if let Some(first) = seen.get(name) {
                self.twice(*at, &line.name, "kind", name, *first);
            } else {
                seen.insert(name, *at);
                let declared = if self.schema.kind(name).is_ok() {
                    self.schema.add_kind(line.def.clone())
                } else {
                    self.names.add_kind(KindDef::new(name))
                };
                self.checked(*at, &line.name, declared.map(drop));
            }
            let is_good = self.flaws.len() == reported && !is_faulty(self.files, *at);
            if !is_good {
                self.missing_kind(name);
            }
            is_whole.push(is_good);
        }
        let mut kept = Vec::new();
        for ((at, line), is_whole) in lines.iter().zip(is_whole) {
            let reported = self.flaws.len();
            let parts = line.def.parents.iter().zip(&line.parents).chain(line.def.members.iter().zip(&line.members));
            let mut is_blocked = false;
            for (name, span) in parts {
                let found = self.names.kind(name).map(drop);
                is_blocked |= found.is_err();
                if found.is_ok() || !(self.missing.anything || self.missing.kinds.contains(name)) {
                    self.checked(*at, span, found);
                }
            }
            if !is_whole || is_blocked || self.flaws.len() > reported {
                self.missing_kind(&line.def.name);
            } else {
                kept.push((*at, *line));
            }
        }
        self.add_kinds(kept);
    }

    fn missing_kind(&mut self, name: &str) {
        if self.schema.kind(name).is_err() {
            self.missing.kinds.insert(name.to_owned());
        }
    }

    /// Declares kinds that have no fault by themselves.
    fn add_kinds(&mut self, mut kept: Vec<(Place, &'a KindLine)>) {
        for _ in 0..CIRCLES {
            self.leave_out(&mut kept);
            let defs = kept.iter().map(|(_, line)| line.def.clone()).collect();
            let Err((place, error)) = self.schema.add_kinds(defs) else { return };
            let (at, line) = if place < kept.len() { kept.remove(place) } else { break };
            self.flaws.push((at.0, Flaw { span: line.name.clone(), error }));
            self.missing_kind(&line.def.name);
        }
        for (_, line) in kept {
            self.missing_kind(&line.def.name);
        }
    }

    /// Leaves out the kinds that are under missing ones, or have them as members.
    fn leave_out(&mut self, kept: &mut Vec<(Place, &'a KindLine)>) {
        let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (_, line) in &*kept {
            for used in line.def.parents.iter().chain(&line.def.members) {
                users.entry(used).or_default().push(&line.def.name);
            }
        }
        let mut open: Vec<String> = self.missing.kinds.iter().cloned().collect();
        while let Some(missing) = open.pop() {
            for user in users.remove(missing.as_str()).unwrap_or_default() {
                if self.schema.kind(user).is_err() && self.missing.kinds.insert(user.to_owned()) {
                    open.push(user.to_owned());
                }
            }
        }
        kept.retain(|(_, line)| !self.missing.kinds.contains(&line.def.name));
    }

    fn roles(&mut self, lines: &[(Place, &'a RoleDefLine)]) {
        let mut seen = BTreeMap::new();
        for (at, line) in lines {
            let name = line.def.name.as_str();
            let reported = self.flaws.len();
            let is_lost = self.is_lost(*at, name);
            if let Some(first) = seen.get(name).filter(|_| !is_lost) {
                self.twice(*at, &line.name, "role", name, *first);
            } else if !is_lost {
                seen.insert(name, *at);
                let named = self.names.add_role(RoleDef::new(name));
                self.checked(*at, &line.name, named.map(drop));
            }
            if let Some(phrase) = &line.def.phrase {
                // A role that is declared already keeps its phrase, but this one must be valid too.
                let marks = self.names.marks();
                let free = self.free_name();
                let checked = self.names.add_role(RoleDef::new(free).phrase(phrase));
                self.names.rewind(marks);
                self.checked(*at, &line.phrase, checked.map(drop).map_err(|error| renamed(&error, "role", name)));
            }
            let is_declared = self.flaws.len() == reported && !is_faulty(self.files, *at) && {
                let added = self.schema.add_role(line.def.clone());
                self.checked(*at, &line.name, added.map(drop))
            };
            if !is_declared && self.schema.known_role(name).is_none() {
                self.missing.roles.insert(name.to_owned());
            }
        }
    }

    fn relations(&mut self, lines: &[(Place, &'a RelationLine)]) {
        let mut seen = BTreeMap::new();
        for (at, line) in lines {
            let name = line.def.name.as_str();
            let is_lost = self.is_lost(*at, name);
            if let Some(first) = seen.get(name).filter(|_| !is_lost) {
                self.twice(*at, &line.name, "relation", name, *first);
                // Its parts are checked by themselves.
                let _ = self.known_parts(*at, line);
                continue;
            }
            if !is_lost {
                seen.insert(name, *at);
            }
            self.relation(*at, line, is_lost);
        }
    }

    /// Declares a relation. If it has a fault, it is declared without the faulty parts to find the others, and taken back.
    fn relation(&mut self, at: Place, line: &RelationLine, is_lost: bool) {
        let name = line.def.name.as_str();
        let marks = self.schema.marks();
        let reported = self.flaws.len();
        let (mut def, is_known) = self.known_parts(at, line);
        let mut is_renamed = is_lost;
        if is_lost {
            def.name = self.free_name();
        }
        while let Err(error) = self.schema.add_relation(def.clone()) {
            let part = error.place().and_then(|place| place.rsplit_once('.')).map(|(_, part)| part.to_owned());
            let part = part.filter(|part| PARTS.contains(&part.as_str())).unwrap_or_default();
            let span = line.place(&part);
            self.flaws.push((at.0, Flaw { span, error: renamed(&error, "relation", name) }));
            match part.as_str() {
                "subject" => {
                    "any".clone_into(&mut def.subject);
                    def.symmetric = false;
                }
                "inverse" => def.inverse = None,
                "phrase" => def.phrase = None,
                "inverse-phrase" => def.inverse_phrase = None,
                "symmetric" => def.symmetric = false,
                "transitive" => def.transitive = false,
                "dated" => def.dated = false,
                // What else there is depends on the relation that has the name, and so do its facts.
                _ if is_renamed || self.schema.known_relation(name).is_some() => {
                    self.missing.relations.insert(name.to_owned());
                    break;
                }
                _ => {
                    is_renamed = true;
                    def.name = self.free_name();
                }
            }
        }
        if !is_known || is_faulty(self.files, at) || self.flaws.len() > reported {
            self.schema.rewind(marks);
            let names = [Some(&line.def.name), line.def.inverse.as_ref()];
            let schema = &self.schema;
            let missing = names.into_iter().flatten().filter(|name| schema.known_relation(name).is_none()).cloned();
            self.missing.relations.extend(missing);
        }
    }

    /// A relation without the names in it that are not declared, and whether that is all of it. They are reported, unless that
    /// is the fault of another line.
    fn known_parts(&mut self, at: Place, line: &RelationLine) -> (RelationDef, bool) {
        let mut def = line.def.clone();
        let mut is_known = true;
        if !self.range(at, &def.subject, &line.place("subject")) {
            is_known = false;
            "any".clone_into(&mut def.subject);
            def.symmetric = false;
        }
        if !self.range(at, &def.object, &line.place("object")) {
            is_known = false;
            "any".clone_into(&mut def.object);
            (def.symmetric, def.transitive) = (false, false);
        }
        let mut seen = BTreeSet::new();
        let mut places = line.roles.iter();
        def.roles.retain(|used| {
            let Some((role, player)) = places.next() else { return false };
            let mut is_whole = self.role(at, &used.role, role);
            if is_whole && !seen.insert(used.role.clone()) {
                let why = format!("the relation has the role `{}` twice", as_found(&used.role));
                let error = Error::new(ErrorKind::DuplicateRole, why);
                is_whole = self.checked(at, role, Err(error));
            }
            is_whole &= self.range(at, &used.player, player);
            is_known &= is_whole;
            is_whole
        });
        (def, is_known)
    }

    /// Whether a range is declared. If not, that is reported, unless it is the fault of another line or the name is lost.
    fn range(&mut self, at: Place, name: &str, span: &Span) -> bool {
        if self.is_lost(at, name) {
            return false;
        }
        let is_missing = self.missing.kinds.contains(name) || self.missing.anything;
        match self.names.range(name) {
            Ok(_) => self.schema.knows_range(name),
            Err(_) if is_missing => false,
            Err(error) => self.checked(at, span, Err(error)),
        }
    }

    /// Whether a role is declared, as [`range`](Self::range).
    fn role(&mut self, at: Place, name: &str, span: &Span) -> bool {
        if self.is_lost(at, name) {
            return false;
        }
        let is_missing = self.missing.roles.contains(name) || self.missing.anything;
        match self.names.role(name) {
            Ok(_) => self.schema.known_role(name).is_some(),
            Err(_) if is_missing => false,
            Err(error) => self.checked(at, span, Err(error)),
        }
    }

    /// Whether a name was lost, and its fault recorded.
    fn is_lost(&self, at: Place, name: &str) -> bool {
        name.is_empty() && is_faulty(self.files, at)
    }

    /// Records a fault, if there is one. Whether there is none.
    fn checked(&mut self, at: Place, span: &Span, result: Result<(), Error>) -> bool {
        let Err(error) = result else { return true };
        self.flaws.push((at.0, Flaw { span: span.clone(), error }));
        false
    }

    fn twice(&mut self, at: Place, span: &Span, what: &str, name: &str, first: Place) {
        let place = place_in_words(self.files, at.0, first);
        let why = format!("the name `{}` is that of another {what}, {place}", as_found(name));
        self.checked(at, span, Err(Error::new(ErrorKind::InvalidSchema, why)));
    }

    /// A name that no relation and no role has.
    fn free_name(&self) -> String {
        let mut number = self.schema.relation_count() + self.names.role_count();
        loop {
            let name = format!("x{number}");
            if self.schema.known_relation(&name).is_none() && self.names.known_role(&name).is_none() {
                return name;
            }
            number += 1;
        }
    }
}

/// The parts of a relation whose faults the schema reports with their place.
const PARTS: [&str; 7] = ["subject", "inverse", "phrase", "inverse-phrase", "symmetric", "transitive", "dated"];

/// A fault of a declaration under its own name.
fn renamed(error: &Error, what: &str, name: &str) -> Error {
    let part = error.place().and_then(|place| place.rsplit_once('.')).map(|(_, part)| part);
    let error_of_part = Error::new(error.kind(), error.message());
    let error_of_part = match part.filter(|part| PARTS.contains(part)) {
        Some(part) => error_of_part.at(part),
        None => error_of_part,
    };
    if name.is_empty() { error_of_part } else { error_of_part.at(format!("{what} `{}`", as_found(name))) }
}
