//! From statements to a graph: sources first, then entities, then facts in their order, then what became of them. Goes on
//! after a fault, and passes over what rests on a faulty statement.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    files::Files,
    locate::{in_claim, in_entity, in_fact, in_source},
    statement::{Content, EntityLine, SourceLine, Statement},
};
use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    model::{
        Fact, FactId, Node,
        notation::{At, ClaimLine, End, FactLine, Flaw, Span, split_date},
    },
    schema::Range,
};

/// Where a statement stands: file and place in it.
type Place = (usize, usize);

/// What was read so far.
pub(super) struct Load<'a> {
    files: &'a Files,
    texts: &'a BTreeMap<String, String>,
    kg: &'a mut KnowledgeGraph,
    pub(super) flaws: Vec<(usize, Flaw)>,
    pub(super) sources: usize,
    pub(super) entities: usize,
    pub(super) facts: usize,
    /// What faulty statements named: nobody who uses it is at fault.
    unread: Unread,
    /// The facts of each file in order, for `#3`; none where one was faulty.
    slots: Vec<Vec<Option<FactId>>>,
    /// Where each key of a fact is given.
    fact_keys: BTreeMap<&'a str, Place>,
}

#[derive(Default)]
struct Unread {
    sources: BTreeSet<String>,
    entities: BTreeSet<String>,
    facts: BTreeSet<String>,
    /// A file is missing, so anything might be in it.
    anything: bool,
}

impl<'a> Load<'a> {
    pub(super) fn new(files: &'a Files, texts: &'a BTreeMap<String, String>, kg: &'a mut KnowledgeGraph) -> Self {
        let mut unread = Unread { anything: !files.lost.is_empty(), ..Unread::default() };
        let mut fact_keys = BTreeMap::new();
        for place in &files.order {
            match statement(files, *place).map(|statement| &statement.content) {
                Some(Content::Unread(named)) => {
                    unread.sources.extend(named.source.clone());
                    unread.entities.extend(named.entity.clone());
                    unread.facts.extend(named.fact.clone());
                    unread.anything |= named.include;
                }
                Some(Content::Fact(line)) => {
                    if let Some(key) = &line.key {
                        fact_keys.entry(key.value.as_str()).or_insert(*place);
                    }
                }
                _ => {}
            }
        }
        let slots = files.all.iter().map(|_| Vec::new()).collect();
        let (flaws, sources, entities, facts) = (Vec::new(), 0, 0, 0);
        Self { files, texts, kg, flaws, sources, entities, facts, unread, slots, fact_keys }
    }

    /// Applies all statements.
    pub(super) fn run(&mut self) {
        let files = self.files;
        let statements = || files.order.iter().filter_map(|place| Some((*place, &statement(files, *place)?.content)));
        self.add_sources(
            statements()
                .filter_map(
                    |(at, content)| if let Content::Source(line) = content { Some((at, &**line)) } else { None },
                )
                .collect(),
        );
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
                Content::Unread(named) if named.source.is_none() && named.entity.is_none() && !named.include => {
                    self.slot(at.0, None);
                }
                _ => {}
            }
        }
        for (at, content) in statements() {
            if let Content::Claim { fact, claims } = content {
                match self.named(at, fact) {
                    Some(id) => self.add_claims(at, id, claims),
                    None => self.claims(at, claims),
                }
            }
        }
        for (at, content) in statements() {
            if let Content::Retract { fact, why } = content
                && let Some(id) = self.named(at, fact)
            {
                let done = self.kg.retract(id, why);
                self.tell(at.0, &fact.span, done);
            }
        }
        for (at, content) in statements() {
            if let Content::Resolve { fact, outcome, by } = content
                && let (Some(earlier), Some(later)) = (self.named(at, fact), self.named(at, by))
            {
                let done = self.kg.resolve(earlier, *outcome, later);
                self.tell(at.0, &fact.span, done);
            }
        }
    }

    fn tell(&mut self, file: usize, span: &Span, done: Result<(), Error>) {
        if let Err(error) = done {
            self.flaws.push((file, Flaw { span: span.clone(), error }));
        }
    }

    /// Adds sources, each behind the one that it derives from, whatever their order in the files.
    fn add_sources(&mut self, lines: Vec<(Place, &'a SourceLine)>) {
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

    /// The further names and identifiers of an entity.
    fn more(&mut self, at: Place, line: &EntityLine) {
        for more in &line.more {
            self.facts += 1;
            let fact = more.value.to_fact(&line.entity.key);
            let done = if self.unread.entities.contains(&line.entity.key) {
                None
            } else {
                self.kg
                    .assert_fact(&fact, &no_place)
                    .map_err(|error| self.flaws.push((at.0, Flaw { span: more.span.clone(), error })))
                    .ok()
            };
            self.slot(at.0, done);
        }
    }

    fn slot(&mut self, file: usize, fact: Option<FactId>) {
        if let Some(slots) = self.slots.get_mut(file) {
            slots.push(fact);
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

    /// The fact, if it and all that it rests on are sound. Its claims are checked in any case.
    fn try_fact(&mut self, at: Place, line: &FactLine) -> Option<FactId> {
        let mut fact = match self.plain(at, line) {
            Ok(fact) => fact,
            Err(flaw) => {
                self.flaws.extend(flaw.map(|flaw| (at.0, flaw)));
                self.claims(at, &line.claims);
                return None;
            }
        };
        let sound = line.claims.iter().filter(|claim| !self.rests_on_unread(claim));
        fact.claims = sound.map(|line| line.claim.clone()).collect();
        let facts = &self.slots.get(at.0).cloned().unwrap_or_default();
        let place = |name: &str| slot_of(facts, name).flatten().ok_or_else(|| unknown(name));
        let error = match self.kg.assert_fact(&fact, &place) {
            Ok(id) => return Some(id),
            Err(error) => error,
        };
        if error.place().is_some_and(|place| place.starts_with("claims[")) {
            self.claims(at, &line.claims);
            fact.claims.clear();
            return self.kg.assert_fact(&fact, &place).map_err(|error| self.fact_flaw(at, line, error)).ok();
        }
        self.fact_flaw(at, line, error);
        self.claims(at, &line.claims);
        None
    }

    fn fact_flaw(&mut self, at: Place, line: &FactLine, error: Error) {
        let flaw = in_fact(line, self.kg.schema(), error);
        self.flaws.push((at.0, flaw));
    }

    /// Tells each fault of each claim.
    fn claims(&mut self, at: Place, claims: &[ClaimLine]) {
        for line in claims.iter().filter(|line| !self.rests_on_unread(line)).collect::<Vec<_>>() {
            if let Some(error) = self.kg.claim_fault(&line.claim) {
                self.flaws.push((at.0, in_claim(line, error)));
            }
        }
    }

    /// Adds each claim to a fact.
    fn add_claims(&mut self, at: Place, fact: FactId, claims: &[ClaimLine]) {
        for line in claims {
            if !self.rests_on_unread(line)
                && let Err(error) = self.kg.claim(fact, line.claim.clone())
            {
                self.flaws.push((at.0, in_claim(line, error)));
            }
        }
    }

    fn rests_on_unread(&self, line: &ClaimLine) -> bool {
        let claim = &line.claim;
        let source = self.kg.find_source(&claim.source).is_none();
        let speaker = claim.said_by.as_ref().filter(|speaker| self.kg.get(speaker).is_none());
        self.unread.anything && (source || speaker.is_some())
            || self.unread.sources.contains(&claim.source)
            || speaker.is_some_and(|speaker| self.unread.entities.contains(speaker))
    }

    /// The fact in plain values, without its claims: each end read as its range asks. No flaw where the fault is elsewhere.
    fn plain(&self, at: Place, line: &FactLine) -> Result<Fact, Option<Flaw>> {
        let schema = self.kg.schema();
        let named = match schema.relation(&line.relation.value) {
            Ok(named) => Some(named),
            Err(_) if schema.is_open() => None,
            Err(error) => return Err(Some(Flaw { span: line.relation.span.clone(), error })),
        };
        let ends = named.map(|named| schema.ends(named.id()));
        let (mut subject, mut object) = ends.map_or((Range::Any, Range::Any), |ends| (ends.subject, ends.object));
        if named.is_some_and(crate::schema::RelationName::is_inverse) {
            std::mem::swap(&mut subject, &mut object);
        }
        let in_name = || split_date(&line.relation.value).is_some_and(|(_, date)| date.is_ok());
        let dated = named.map_or_else(in_name, |named| named.date().is_some());
        if let Some(when) = line.when.as_ref().filter(|when| dated && when.value.is_unstated()) {
            let why = "the relation's name says a date and the word beside it `unstated`; expected one of them";
            return Err(Some(Flaw { span: when.span.clone(), error: Error::new(ErrorKind::WrongTime, why) }));
        }
        let mut fact = Fact::new("", line.relation.value.clone(), "");
        fact.subject = self.node(at, &line.subject, subject)?;
        fact.object = self.node(at, &line.object, object)?;
        for role in &line.roles {
            let id = schema.role(&role.name.value).ok();
            let range = ends.zip(id).and_then(|(ends, id)| ends.role(id)).map_or(Range::Any, |(_, range)| range);
            fact.roles.insert(role.name.value.clone(), self.node(at, &role.player, range)?);
        }
        fact.when = line.when.as_ref().map(|when| when.value).unwrap_or_default();
        fact.modality = line.modality;
        fact.key = line.key.as_ref().map(|key| key.value.clone());
        Ok(fact)
    }

    /// An end, read as its range asks. A key or a name of a fact must be there.
    fn node(&self, at: Place, end: &At<End>, range: Range) -> Result<Node, Option<Flaw>> {
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
    fn find(&self, at: Place, name: &str) -> Result<FactId, Option<Error>> {
        if name.starts_with('#') {
            let slots = self.slots.get(at.0).map(Vec::as_slice).unwrap_or_default();
            return match slot_of(slots, name) {
                Some(found) => found.ok_or(None),
                None if self.unread.anything => Err(None),
                None => Err(Some(Error::new(
                    ErrorKind::UnknownFact,
                    format!("`{name}` is no fact; this file has {} before this line, counted from 0", slots.len()),
                ))),
            };
        }
        match self.kg.fact(name) {
            Ok(id) => Ok(id),
            Err(_) if self.unread.anything || self.unread.facts.contains(name) => Err(None),
            Err(error) => Err(Some(match self.fact_keys.get(name) {
                Some(further) => {
                    let place = self.told(at.0, *further);
                    let why = format!("the fact `#{name}` stands further down, {place}; a fact refers to earlier ones");
                    Error::new(ErrorKind::UnknownFact, why)
                }
                None => error,
            })),
        }
    }

    /// The fact that a statement names; if there is none, that is told.
    fn named(&mut self, at: Place, name: &At<String>) -> Option<FactId> {
        let found = self.find(at, &name.value);
        found
            .map_err(|error| {
                let flaw = error.map(|error| (at.0, Flaw { span: name.span.clone(), error }));
                self.flaws.extend(flaw);
            })
            .ok()
    }

    fn duplicate(&self, file: usize, what: &str, key: &str, first: Place) -> Error {
        let place = self.told(file, first);
        Error::new(ErrorKind::DuplicateKey, format!("the key `{key}` is that of another {what}, {place}"))
    }

    /// A place as sentences tell it in a file.
    fn told(&self, file: usize, at: Place) -> String {
        let Some(here) = self.files.all.get(at.0) else { return String::new() };
        let start = here.statements.get(at.1).map_or(0, |statement| statement.lines.start);
        let line = here.text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        match &here.path {
            Some(path) if at.0 != file => format!("in {} line {line}", path.display()),
            _ => format!("in line {line}"),
        }
    }
}

fn statement(files: &Files, (file, place): Place) -> Option<&Statement> {
    files.all.get(file)?.statements.get(place)
}

/// The place `#3`, if there is one; within, the fact, if it is sound.
fn slot_of(slots: &[Option<FactId>], name: &str) -> Option<Option<FactId>> {
    slots.get(name.strip_prefix('#')?.parse::<usize>().ok()?).copied()
}

fn unknown(name: &str) -> Error {
    Error::new(ErrorKind::UnknownFact, format!("`{}` is no fact before this one", name.escape_debug()))
}

fn no_place(name: &str) -> Result<FactId, Error> {
    Err(unknown(name))
}
