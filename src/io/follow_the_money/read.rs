//! Reading: all lines first, then entities, then what joins them, in whatever order the lines are.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader, Read},
};

use indexmap::IndexMap;

use super::{
    link::{Times, is_place, narrowest},
    model::{IDENTIFIERS, Link, UNKNOWN, link_of},
    record::{Given, Record, Records},
};
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    graph::Edit,
    io::{
        columns::{Columns, column_options},
        foreign::{Ids, Values, encoding, identifier, is_blank},
        import::Edits,
        json::{self, in_line},
    },
    model::{Claim, Entity, Fact, Node, Value, check_key},
    schema::{Range, Schema},
    time::{Dates, PartialDate},
};

/// The properties that are names, the first of them first.
const NAMES: [&str; 4] = ["name", "alias", "weakAlias", "previousName"];

/// The most facts that are made of one link.
const MOST_JOINED: usize = 10_000;

/// For so many bytes of a file, its links may make one fact more than they have ends, beyond those of one link.
const BYTES_FOR_A_FACT: usize = 16;

/// Reads FollowTheMoney JSON to edits, an entity a line.
///
/// Kinds and relations are those of the schema with a code in the scheme `ftm`, or those that
/// [`kind_as`](Self::kind_as) and [`relation_as`](Self::relation_as) name. An entity whose schema has no kind is of the
/// kind of the nearest schema above it, then of the [kind](Self::kind) given. An `UnknownLink` is of the relation that
/// its `role` names, then of the [relation](Self::relation) given. An open schema takes other schemata as new kinds and
/// relations: `CourtCase` as `court-case`. A fact cites the [source](Self::source) given.
///
/// An entity may be nested in another, and its parts may be in several lines. Its `caption` is its name if it is one of
/// its names or it has none. Where a link has several ends, each is joined to each. Of several dates of one property
/// the first is taken, or a more exact one within it. A time of day is cut off. A value that is not valid is reported,
/// and costs that value alone. An id that is not a valid key becomes the key that it suggests, and is kept as an
/// identifier in the scheme `id`. Properties that are not the code of a relation are not read. [`Edits::unread`] counts
/// all that is cut or not read.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
    named: Named,
}

/// The kinds and relations that the caller names, by schema or property.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    pub(super) kinds: IndexMap<String, String>,
    pub(super) relations: IndexMap<String, String>,
}

impl<'s> Reader<'s> {
    /// A reader for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, columns: Columns::default(), named: Named::default() }
    }

    column_options!(defaults);

    /// Reads entities of a schema of FollowTheMoney, such as `Vessel`, as of this kind.
    pub fn kind_as(mut self, schema: impl Into<String>, kind: impl Into<String>) -> Self {
        self.named.kinds.insert(schema.into(), kind.into());
        self
    }

    /// Reads links of a schema of FollowTheMoney, such as `Payment`, or a property, such as `country`, as facts of this
    /// relation.
    pub fn relation_as(mut self, name: impl Into<String>, relation: impl Into<String>) -> Self {
        self.named.relations.insert(name.into(), relation.into());
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if reading fails, [`ErrorKind::Syntax`] if the file is one list or is not in UTF-8. The error
    /// of a line or value is among the edits, with its line.
    pub fn read(&self, file: impl Read) -> Result<Edits, Error> {
        let (mut records, mut edits) = (Records::default(), Edits::new());
        let mut size = 0_usize;
        for (n, line) in BufReader::new(encoding::open(file)?).split(b'\n').enumerate() {
            let at = Position { line: u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1), column: 1 };
            let line = line.map_err(|error| Error::from(error).at_position(at.line, 1))?;
            size += line.len();
            let text = encoding::text(&line, at.line);
            if text.as_ref().is_ok_and(|text| is_blank(text)) {
                continue;
            }
            if records.list.is_empty() && line.trim_ascii_start().starts_with(b"[") {
                let why = "the file is a list; expected an entity a line, as by `jq -c '.[]'`";
                return Err(Error::new(ErrorKind::Syntax, why).at_position(at.line, 1));
            }
            let json = text.and_then(|text| json::parse(text).map_err(|error| in_line(&error, at.line)));
            let taken = json.and_then(|json| records.take(json, at, &mut edits));
            if let Err(error) = taken {
                edits.push_error(error, Some(at));
            }
        }
        let mut reading = Reading {
            schema: self.schema,
            columns: &self.columns,
            named: &self.named,
            edits,
            records: &records,
            ids: Ids::default(),
            fact_ids: Ids::of_facts(),
            failed: HashSet::new(),
            facts: Vec::new(),
            room: MOST_JOINED + size / BYTES_FOR_A_FACT,
        };
        reading.records();
        Ok(reading.finish())
    }
}

pub(super) struct Reading<'a> {
    pub(super) schema: &'a Schema,
    pub(super) columns: &'a Columns,
    pub(super) named: &'a Named,
    edits: Edits,
    records: &'a Records,
    ids: Ids,
    fact_ids: Ids,
    /// The ids of entities that could not be read.
    failed: HashSet<&'a str>,
    /// Facts by the place of their record.
    facts: Vec<(usize, Fact, Position)>,
    /// How many facts more than ends the links may still make.
    room: usize,
}

impl<'a> Reading<'a> {
    fn records(&mut self) {
        let records = self.records.list.iter().enumerate();
        let (links, entities): (Vec<_>, Vec<_>) =
            records.partition(|(_, (_, record))| link_of(&record.schema).is_some());
        for (_, (id, _)) in &entities {
            self.ids.see(id);
        }
        let made = entities.into_iter().filter_map(|(place, (id, record))| match self.kind_of(&record.schema) {
            Ok(kind) => Some((place, id, record, kind)),
            Err(error) => {
                self.failed.insert(id);
                self.edits.push_error(error.at("schema"), Some(record.at));
                None
            }
        });
        for (place, id, record, kind) in made.collect::<Vec<_>>() {
            self.entity(place, id, record, kind);
        }
        for (place, (id, record)) in links {
            let link = link_of(&record.schema).unwrap_or(UNKNOWN);
            if let Err(error) = self.link(place, id, record, link) {
                self.edits.push_error(error, Some(record.at));
            }
        }
    }

    fn finish(mut self) -> Edits {
        self.facts.sort_by_key(|(place, ..)| *place);
        for (_, fact, at) in self.facts {
            self.edits.push(Edit::Assert(fact), Some(at));
        }
        self.edits
    }

    pub(super) fn unread(&mut self, what: impl Into<String>) {
        self.edits.note_unread(what);
    }

    fn entity(&mut self, place: usize, id: &'a str, record: &'a Record, kind: String) {
        let key = self.ids.key(id);
        let mut names: IndexMap<&str, Position> = IndexMap::new();
        let relations = &self.named.relations;
        // A property that the caller names a relation for is that.
        for property in NAMES.into_iter().filter(|property| !relations.contains_key(*property)) {
            for (given, at) in record.properties.get(property).into_iter().flatten() {
                match given.text() {
                    Ok(name) => _ = names.entry(name).or_insert(*at),
                    Err(error) => self.fault(id, property, error, *at),
                }
            }
        }
        if let Some(caption) = record.caption.as_deref() {
            match names.get_index_of(caption) {
                Some(at) => names.move_index(at, 0),
                None if names.is_empty() => drop(names.insert(caption, record.at)),
                None => self.unread("caption"),
            }
        }
        let mut names = names.into_iter();
        let name = names.next().map_or(id, |(name, _)| name);
        self.edits.push(Edit::AddEntity(Entity::new(key.clone(), kind, name)), Some(record.at));
        if let Some(mut fact) = identifier(&key, id) {
            fact.claims.extend(self.columns.source.clone().map(Claim::new));
            self.edits.push_unplaced(fact, Some(record.at));
        }
        for (name, at) in names {
            self.fact(place, valued(&key, "also-known-as", Value::Text(name.to_owned())), at);
        }
        for (property, values) in &record.properties {
            if NAMES.contains(&property.as_str()) && !relations.contains_key(property) {
                continue;
            }
            for (given, at) in values {
                match self.property(&key, property, given) {
                    Ok(Some(fact)) => self.fact(place, fact, *at),
                    Ok(None) if self.says_of(given, id) => {}
                    Ok(None) => self.unread(property),
                    Err(error) => self.fault(id, property, error, *at),
                }
            }
        }
    }

    /// Whether a value is a link that has an entity as an end, which says so itself.
    fn says_of(&self, given: &Given, id: &str) -> bool {
        let Given::Nested(nested) = given else { return false };
        let link = self.records.list.get(nested).and_then(|record| Some((record, link_of(&record.schema)?)));
        link.is_some_and(|(record, link)| {
            let mut ends = [link.source.0, link.target.0].into_iter().filter_map(|end| record.properties.get(end));
            ends.any(|ends| [Given::Text, Given::Nested].iter().any(|given| ends.contains_key(&given(id.to_owned()))))
        })
    }

    /// A property as a fact, if it is one.
    fn property(&mut self, key: &str, property: &str, given: &Given) -> Result<Option<Fact>, Error> {
        let by_code = || {
            let mut relations = self.schema.relations();
            let found = relations.find(|(_, def)| def.codes.get("ftm").is_some_and(|code| code == property));
            found.map(|(_, def)| def.name.clone())
        };
        let named = self.named.relations.get(property).cloned();
        if named.is_none()
            && let Some((scheme, ..)) = IDENTIFIERS.iter().find(|(_, known, _)| *known == property)
        {
            let mut fact = valued(key, "identified-by", Value::Text(given.text()?.to_owned()));
            fact.roles.insert("scheme", Node::Value(Value::Text((*scheme).to_owned())));
            return Ok(Some(fact));
        }
        let Some(relation) = named.or_else(by_code) else { return Ok(None) };
        let text = given.text()?;
        let range = self.schema.relation(&relation).map_or(Range::Any, |found| {
            let ends = self.schema.ends(found.id());
            if found.is_inverse() { ends.subject } else { ends.object }
        });
        let mut fact = Fact::new(key, relation, "");
        fact.object = match range {
            Range::Value(of) => {
                let values = Values { dates: Dates::cut_to_day() };
                let (value, cut) = values.value(of, text)?;
                if cut {
                    self.unread(format!("{property} (time of day)"));
                }
                Node::Value(value)
            }
            Range::Any if *given == Given::Text(text.to_owned()) && !self.records.list.contains_key(text) => {
                Node::Value(Value::Text(text.to_owned()))
            }
            _ => Node::Entity(self.end(text)?),
        };
        Ok(Some(fact))
    }

    /// The key of an entity by its id.
    fn end(&mut self, id: &str) -> Result<String, Error> {
        if self.failed.contains(id) {
            let why = format!("the entity `{}` of the file could not be read", as_found(id));
            return Err(Error::new(ErrorKind::UnknownEntity, why));
        }
        if self.records.list.contains_key(id) {
            return Ok(self.ids.key(id));
        }
        // The graph may have it, if it was not made from another id.
        check_key(id)?;
        if self.ids.is_made(id) {
            let why =
                format!("`{}` is not the id of an entity; it is the key that was made from another id", as_found(id));
            return Err(Error::new(ErrorKind::UnknownEntity, why));
        }
        Ok(id.to_owned())
    }

    /// The first date of a property, or a more exact one within it.
    fn date(&mut self, id: &str, record: &Record, property: &str) -> Option<PartialDate> {
        let mut dates = Vec::new();
        for (given, at) in record.properties.get(property).into_iter().flatten() {
            match given.text().and_then(|text| Dates::cut_to_day().date(text.trim())) {
                Ok(read) => {
                    dates.push(read.value);
                    if read.cut {
                        self.unread(format!("{property} (time of day)"));
                    }
                }
                Err(error) => self.fault(id, property, error, *at),
            }
        }
        for _ in dates.iter().skip(1) {
            self.unread(format!("{property} (more than one)"));
        }
        narrowest(&dates)
    }

    fn link(&mut self, place: usize, id: &'a str, record: &'a Record, link: &Link) -> Result<(), Error> {
        let (relation, by_role) = self.relation_of(record, link).map_err(|error| error.at("schema"))?;
        let shape = self.schema.relation(&relation).map(|name| self.schema.ends(name.id()).shape).ok();
        let [date, start, end] = ["date", "startDate", "endDate"].map(|name| self.date(id, record, name));
        let times = Times { date, start, end };
        if times.has_other_date() {
            self.unread("date");
        }
        let when = times.when(shape).unwrap_or_else(|error| {
            self.fault(id, "startDate", error, record.at);
            crate::time::When::UNSTATED
        });
        if record.caption.is_some() {
            self.unread("caption");
        }
        let read = [link.source.0, link.target.0, "date", "startDate", "endDate"];
        for (property, values) in &record.properties {
            let rest = values.iter().skip(usize::from(property == "role" && by_role));
            for _ in rest.filter(|_| !read.contains(&property.as_str())) {
                self.unread(property);
            }
        }
        let ends = |property: &str| record.properties.get(property).filter(|ends| !ends.is_empty());
        let (Some(sources), Some(targets)) = (ends(link.source.0), ends(link.target.0)) else {
            let why = format!("the link has no `{}` or no `{}`", link.source.0, link.target.0);
            return Err(Error::new(ErrorKind::Syntax, why).at("properties"));
        };
        let facts = sources.len().saturating_mul(targets.len());
        if facts > MOST_JOINED {
            let why = format!(
                "the link joins {} entities with {}; expected at most {MOST_JOINED} facts of one link",
                sources.len(),
                targets.len()
            );
            return Err(Error::new(ErrorKind::Syntax, why).at("properties"));
        }
        let Some(room) = self.room.checked_sub(facts.saturating_sub(sources.len() + targets.len())) else {
            let why = format!(
                "the link joins {} entities with {}, and the links before it made too many facts; expected fewer ends",
                sources.len(),
                targets.len()
            );
            return Err(Error::new(ErrorKind::Syntax, why).at("properties"));
        };
        self.room = room;
        let fact_key = (facts == 1 && !is_place(id)).then(|| self.fact_ids.key(id));
        if facts > 1 {
            self.unread("id of a link with several ends");
        }
        for (source, at) in sources {
            for target in targets.keys() {
                let mut key = |given: &Given| given.text().and_then(|id| self.end(id));
                let keys = key(source).and_then(|source| Ok((source, key(target)?)));
                match keys {
                    Ok((source, target)) => {
                        let mut fact = Fact::new(source, relation.clone(), target);
                        (fact.when, fact.key) = (when, fact_key.clone());
                        self.fact(place, fact, *at);
                    }
                    Err(error) => self.edits.push_error(error.at(entity_place(id)), Some(*at)),
                }
            }
        }
        Ok(())
    }

    fn fact(&mut self, place: usize, mut fact: Fact, at: Position) {
        fact.claims.extend(self.columns.source.clone().map(Claim::new));
        self.facts.push((place, fact, at));
    }

    fn fault(&mut self, id: &str, property: &str, error: Error, at: Position) {
        self.edits.push_error(error.at(property.to_owned()).at(entity_place(id)), Some(at));
    }
}

fn entity_place(id: &str) -> String {
    format!("entity `{}`", as_found(id))
}

fn valued(key: &str, relation: &str, value: Value) -> Fact {
    let mut fact = Fact::new(key, relation, "");
    fact.object = Node::Value(value);
    fact
}
