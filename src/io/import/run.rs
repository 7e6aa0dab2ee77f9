//! One run of an import: what the file has named so far, and what it is in the graph.

use std::collections::{HashMap, HashSet};

use fixedbitset::FixedBitSet;

use super::{
    Imported, MatchBy, Placed, Rejected,
    matching::{agrees, identified},
};
use crate::{
    draft::fact,
    error::{Error, ErrorKind, shown::as_found},
    graph::{Bulk, Edit},
    io::foreign::SCHEME,
    model::{Any, Claim, Entity, Fact, FactId, Id, Node, Source, Value},
    schema::base,
};

pub(super) struct Run<'r, 'g> {
    bulk: &'r mut Bulk<'g>,
    rules: &'r [MatchBy],
    /// How many nodes there were before: only these can match.
    nodes_before: usize,
    /// The entity of each key of the file; `None` if it was rejected.
    entities: HashMap<String, Option<Id<Any>>>,
    /// Entities of the graph that one of the file has matched.
    matched: HashSet<Id<Any>>,
    /// Scheme and code, by key of the file.
    identifiers: HashMap<String, Vec<(String, String)>>,
    /// The fact of each place in the file; `None` if it was rejected.
    facts: Vec<Option<FactId>>,
    /// Facts of before that one of the file has matched.
    taken: FixedBitSet,
    report: Imported,
}

impl<'r, 'g> Run<'r, 'g> {
    pub(super) fn new(bulk: &'r mut Bulk<'g>, rules: &'r [MatchBy]) -> Self {
        let nodes_before = bulk.graph().node_count();
        Self {
            bulk,
            rules,
            nodes_before,
            entities: HashMap::new(),
            matched: HashSet::new(),
            identifiers: HashMap::new(),
            facts: Vec::new(),
            taken: FixedBitSet::new(),
            report: Imported::default(),
        }
    }

    pub(super) fn into_report(self) -> Imported {
        self.report
    }

    pub(super) fn reject(&mut self, edit: Option<Edit>, reason: Error) {
        self.report.rejected.push(Rejected::new(edit, reason));
    }

    pub(super) fn note_identifier(&mut self, edit: &Edit) {
        let Edit::Assert(fact) = edit else { return };
        let scheme = fact.roles.get("scheme");
        if let (true, Node::Entity(key), Node::Value(Value::Text(code)), Some(Node::Value(Value::Text(scheme)))) =
            (fact.relation == "identified-by", &fact.subject, &fact.object, scheme)
        {
            self.identifiers.entry(key.clone()).or_default().push((scheme.clone(), code.clone()));
        }
    }

    /// Notes the id of the entity that is made next, which a reader gives right behind it.
    pub(super) fn note_next(&mut self, next: Option<&Result<Placed, Error>>) {
        // With a rule for identifiers all are noted already.
        if let Some(Ok(placed)) = next
            && !self.rules.iter().any(|rule| matches!(rule, MatchBy::Identifier(_)))
        {
            self.note_identifier(&placed.edit);
        }
    }

    /// Whether an entity of the graph has another id than one of the file.
    fn has_another_id(&mut self, known: Id<Any>, entity: &Entity) -> bool {
        let given = self.identifiers.get(&entity.key).into_iter().flatten();
        let mut given = given.filter(|(scheme, _)| scheme == SCHEME).map(|(_, code)| code.as_str()).peekable();
        let text = |text: &str| self.bulk.get_value(&Value::Text(text.to_owned()));
        let (Some(_), Some(scheme)) = (given.peek(), text(SCHEME)) else { return false };
        let facts = self.bulk.graph().view().facts(base::IdentifiedBy).from(known).with(base::Scheme, scheme).found();
        let ids: Vec<_> = facts.filter_map(|fact| fact.object_node().value().cloned()).collect();
        !ids.is_empty() && !given.any(|code| ids.contains(&Value::Text(code.to_owned())))
    }

    /// Applies an edit, wholly or not at all.
    pub(super) fn make(&mut self, placed: &Placed) -> Result<(), Error> {
        match &placed.edit {
            Edit::AddSource(source) => self.source(source),
            Edit::AddEntity(entity) => {
                let done = self.entity(entity);
                if done.is_err() {
                    // What refers to it must not reach another entity with this key.
                    self.entities.entry(entity.key.clone()).or_insert(None);
                }
                done
            }
            Edit::Assert(fact) => {
                let done = self.fact(fact);
                self.facts.push(done.as_ref().ok().copied());
                done.map(drop)
            }
            Edit::Claim { fact, claim } => {
                let (fact, claim) = (self.fact_named(fact)?, self.claim(claim)?);
                let new = self.bulk.claim_once(fact, &claim)?;
                let counts = if new { &mut self.report.added } else { &mut self.report.known };
                counts.claims += 1;
                Ok(())
            }
            Edit::Retract { fact, why } => {
                let fact = self.fact_named(fact)?;
                let done = self.bulk.retract(fact, why);
                self.changed(done)
            }
            Edit::Resolve { fact, resolution, by } => {
                let (fact, by) = (self.fact_named(fact)?, self.fact_named(by)?);
                let known = self.bulk.resolution(fact) == Some((*resolution, by));
                self.change(known, |bulk| bulk.resolve(fact, *resolution, by))
            }
            Edit::Narrow { entity, kind } => {
                let id = self.entity_named(entity)?;
                let schema = self.bulk.schema();
                let known =
                    self.bulk.kind_of(id).zip(schema.kind(kind).ok()).is_some_and(|(is, to)| schema.is_a(is, to));
                self.change(known, |bulk| bulk.narrow(id, kind.as_str()).map(drop))
            }
            edit => {
                let mut edit = edit.clone();
                if let Edit::Merge { entity, into: other, .. }
                | Edit::Unmerge { entity, from: other, .. }
                | Edit::KeepApart { entity, from: other, .. }
                | Edit::AllowMerge { entity, with: other, .. } = &mut edit
                {
                    self.rename(entity)?;
                    self.rename(other)?;
                }
                let done = self.bulk.apply(&edit);
                self.changed(done)
            }
        }
    }

    fn change(&mut self, known: bool, make: impl FnOnce(&mut Bulk<'_>) -> Result<(), Error>) -> Result<(), Error> {
        if known {
            self.report.known.changes += 1;
            return Ok(());
        }
        make(self.bulk)?;
        self.report.added.changes += 1;
        Ok(())
    }

    /// Counts a change, or one that the graph knows already.
    fn changed(&mut self, done: Result<(), Error>) -> Result<(), Error> {
        match done {
            Err(error) if error.kind() == ErrorKind::NoChange => self.change(true, |_| Ok(())),
            done => done.and_then(|()| self.change(false, |_| Ok(()))),
        }
    }

    fn source(&mut self, source: &Source) -> Result<(), Error> {
        let known = self.bulk.get_source(&source.key);
        let Some(known) = known.and_then(|id| self.bulk.graph().source_ref(id)) else {
            self.bulk.add_source(source.clone())?;
            self.report.added.sources += 1;
            return Ok(());
        };
        if let Some(field) = differing(source, &known.to_source()) {
            let why = format!("the graph has a source `{}` with another {field}", source.key);
            return Err(Error::new(ErrorKind::DuplicateKey, why));
        }
        self.report.known.sources += 1;
        Ok(())
    }

    fn entity(&mut self, entity: &Entity) -> Result<(), Error> {
        let found = match self.entities.get(&entity.key) {
            Some(Some(again)) => Some(*again),
            Some(None) => return Err(not_taken(&entity.key)),
            None => self.find(entity)?,
        };
        let Some(found) = found else {
            let id = self.bulk.add_entity(entity)?;
            self.entities.insert(entity.key.clone(), Some(id));
            self.report.added.entities += 1;
            return Ok(());
        };
        let changes = self.bulk.atomically(|bulk| meet(bulk, found, entity))?;
        self.report.added.changes += changes;
        self.report.known.entities += 1;
        self.matched.insert(found);
        if self.entities.insert(entity.key.clone(), Some(found)).is_none()
            && let key = self.own_key(found)
            && key != entity.key
        {
            self.report.renamed.push((entity.key.clone(), key.to_owned()));
        }
        Ok(())
    }

    /// The one entity of the graph that the rules find.
    fn find(&mut self, entity: &Entity) -> Result<Option<Id<Any>>, Error> {
        if self.nodes_before == 0 {
            return Ok(None);
        }
        for rule in self.rules {
            let mut found = match rule {
                MatchBy::Key => self.bulk.get_entity(&entity.key).into_iter().collect(),
                MatchBy::Name => self.bulk.entities_named(&entity.name),
                MatchBy::Identifier(scheme) => {
                    let given = self.identifiers.get(&entity.key).into_iter().flatten();
                    let codes = given.filter(|(of, _)| of == scheme).map(|(_, code)| code);
                    let mut found: Vec<_> = codes.flat_map(|code| identified(self.bulk, scheme, code)).collect();
                    found.sort_unstable();
                    found.dedup();
                    found
                }
            };
            found.retain(|id| (id.index() as usize) < self.nodes_before);
            if *rule == MatchBy::Name {
                found.retain(|id| agrees(self.bulk, *id, &entity.kind));
            }
            match found.as_slice() {
                [] => {}
                [one] if *rule == MatchBy::Key && self.has_another_id(*one, entity) => {
                    let why = format!(
                        "the entity `{}` of the graph has another id; match by an identifier or by name, or give the file another key",
                        entity.key
                    );
                    return Err(Error::new(ErrorKind::DuplicateKey, why));
                }
                [one] if self.matched.contains(one) && !self.is_merged_key(*one, &entity.key) => {
                    return Err(self.ambiguous(entity, &found, true));
                }
                [one] => return Ok(Some(*one)),
                _ => return Err(self.ambiguous(entity, &found, false)),
            }
        }
        Ok(None)
    }

    /// Whether a key is that of an entity that was merged into one of the graph: two entities of the file are one
    /// there.
    fn is_merged_key(&mut self, entity: Id<Any>, key: &str) -> bool {
        self.bulk.graph().node_ref(entity).is_some_and(|node| node.merged().any(|merged| merged.key() == Some(key)))
    }

    fn ambiguous(&self, entity: &Entity, found: &[Id<Any>], taken: bool) -> Error {
        let keys: Vec<_> = found.iter().take(8).map(|id| format!("`{}`", self.own_key(*id))).collect();
        let why = if taken {
            format!("`{}` matches {}, which another entity of the file has matched", entity.key, keys.join(", "))
        } else {
            format!("`{}` matches each of {}; expected one", entity.key, keys.join(", "))
        };
        Error::new(ErrorKind::AmbiguousEntity, why)
    }

    fn fact(&mut self, fact: &Fact) -> Result<FactId, Error> {
        let mut renamed = fact.clone();
        for (place, node) in [("subject", &mut renamed.subject), ("object", &mut renamed.object)] {
            self.node(node).map_err(|error| error.at(place))?;
        }
        for (role, node) in renamed.roles.iter_mut() {
            self.node(node).map_err(|error| error.at(format!("roles.{role}")))?;
        }
        for claim in &mut renamed.claims {
            *claim = self.claim(claim)?;
        }
        renamed.rename_facts(|name| {
            if name.starts_with('#') {
                *name = format!("#{}", at_place(&self.facts, name)?.index());
            }
            Ok(())
        })?;
        let taken = &self.taken;
        let brought = self.bulk.add_fact_once(&renamed, |fact| !taken.contains(fact.index() as usize))?;
        if brought.is_new {
            self.report.added.facts += 1;
        } else {
            self.taken.grow_and_insert(brought.fact.index() as usize);
            self.report.known.facts += 1;
            self.report.added.claims += brought.claims as u64;
        }
        Ok(brought.fact)
    }

    /// As [`rename`](Self::rename), if it is an entity.
    fn node(&self, node: &mut Node) -> Result<(), Error> {
        if let Node::Entity(key) = node {
            self.rename(key)?;
        }
        Ok(())
    }

    fn claim(&self, claim: &Claim) -> Result<Claim, Error> {
        let mut claim = claim.clone();
        if let Some(speaker) = &mut claim.said_by {
            self.rename(speaker).map_err(|error| error.at("said-by"))?;
        }
        Ok(claim)
    }

    /// Replaces the key of an entity of the file by the key of the entity that it matched. A key that the file does not
    /// have is left to the graph.
    fn rename(&self, key: &mut String) -> Result<(), Error> {
        match self.entities.get(key) {
            None => Ok(()),
            Some(None) => Err(not_taken(key)),
            Some(Some(id)) => {
                let own = self.own_key(*id);
                if own != key {
                    own.clone_into(key);
                }
                Ok(())
            }
        }
    }

    /// The key of an entity, or of the one that it was merged into.
    fn own_key(&self, id: Id<Any>) -> &str {
        self.bulk.key_of(self.bulk.canonical(id))
    }

    fn entity_named(&self, key: &str) -> Result<Id<Any>, Error> {
        match self.entities.get(key) {
            Some(Some(id)) => Ok(*id),
            Some(None) => Err(not_taken(key)),
            None => self.bulk.entity(key),
        }
    }

    fn fact_named(&self, name: &str) -> Result<FactId, Error> {
        if name.starts_with('#') {
            return at_place(&self.facts, name);
        }
        self.bulk.fact(name)
    }
}

/// Records what the graph does not know yet of a matched entity: a narrower kind, another name. Returns the number of
/// changes.
fn meet(bulk: &mut Bulk<'_>, found: Id<Any>, entity: &Entity) -> Result<u64, Error> {
    let mut changes = 0;
    let schema = bulk.schema();
    let kinds = bulk.kind_of(found).zip(schema.kind(&entity.kind).ok());
    let wide = kinds.is_none_or(|(is, asked)| !schema.is_a(is, asked));
    if wide {
        bulk.narrow(found, entity.kind.as_str())?;
        changes += 1;
    }
    if !bulk.entities_named(&entity.name).contains(&found) {
        bulk.assert(fact(found, base::AlsoKnownAs, Value::Text(entity.name.clone())))?;
        changes += 1;
    }
    Ok(changes)
}

fn at_place(facts: &[Option<FactId>], name: &str) -> Result<FactId, Error> {
    let place = name.strip_prefix('#').and_then(|digits| digits.parse::<usize>().ok());
    match place.and_then(|place| facts.get(place)) {
        Some(Some(fact)) => Ok(*fact),
        Some(None) => Err(Error::new(ErrorKind::UnknownFact, format!("the fact `{name}` of the file was rejected"))),
        None => {
            let why = format!(
                "`{}` is not a fact before this one; expected a key, or `#` and a place below {}",
                as_found(name),
                facts.len()
            );
            Err(Error::new(ErrorKind::UnknownFact, why))
        }
    }
}

fn not_taken(key: &str) -> Error {
    let why = format!("the entity `{}` of the file was rejected", as_found(key));
    Error::new(ErrorKind::UnknownEntity, why)
}

/// The first field of a source that differs between a file and the graph.
fn differing(given: &Source, known: &Source) -> Option<&'static str> {
    let differs = |given: &Option<String>, known: &Option<String>| given.is_some() && given != known;
    [
        ("title", differs(&given.title, &known.title)),
        ("publisher", differs(&given.publisher, &known.publisher)),
        ("address", differs(&given.url, &known.url)),
        ("date", given.published.is_some() && given.published != known.published),
        ("licence", differs(&given.licence, &known.licence)),
        ("base", differs(&given.derives_from, &known.derives_from)),
        ("text", differs(&given.text, &known.text)),
        ("hash", given.sha256.is_some() && given.sha256 != known.sha256 && known.text.is_none()),
    ]
    .into_iter()
    .find_map(|(field, other)| other.then_some(field))
}
