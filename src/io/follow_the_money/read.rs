//! Reading: entities first, then what joins them, whatever order the lines stand in.

use std::io::{BufRead, BufReader, Read};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;

use super::names::{IDENTIFIERS, Link, UNKNOWN, link_of};
use crate::{
    error::{Error, ErrorKind, Position},
    graph::Edit,
    io::{
        columns::{Columns, column_options},
        foreign::{encoding, is_blank},
        import::Edits,
        json::{self, in_line},
    },
    model::{Claim, Entity, Fact, Node, Value, check_key, slug},
    schema::{Range, Schema, Shape},
    time::{Bound, Dates, PartialDate, When},
};

#[derive(Deserialize)]
struct Proxy {
    id: String,
    schema: String,
    #[serde(default)]
    properties: IndexMap<String, Vec<Json>>,
    #[serde(flatten)]
    rest: IndexMap<String, Json>,
}

/// Reads FollowTheMoney JSON to edits, an entity a line.
///
/// Kinds and relations are those of the schema with a code in the scheme `ftm`. An entity is of the first kind with the code of
/// its schema, or of the [kind](Self::kind) given; an `UnknownLink` is of the relation that its `role` names, or of the
/// [relation](Self::relation) given. A fact cites the [source](Self::source) given.
///
/// Where a link has several ends, each is joined to each. A time of day is cut off. Properties that are not the code of a
/// relation are not read. [`Edits::unread`] counts all that is cut or not read.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
}

impl<'s> Reader<'s> {
    /// A reader for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, columns: Columns::default() }
    }

    column_options!(defaults);

    /// Reads a file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if reading fails. The error of a line stands in its place among the edits, with its number.
    pub fn read(&self, file: impl Read) -> Result<Edits, Error> {
        let (facts, edits) = (Vec::new(), Edits::new());
        let mut reading = Reading { schema: self.schema, columns: &self.columns, edits, facts };
        for (n, line) in BufReader::new(encoding::open(file)?).split(b'\n').enumerate() {
            let at = Position { line: u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1), column: 1 };
            let line = line.map_err(|error| Error::from(error).at_position(at.line, 1))?;
            let text = encoding::text(&line, at.line);
            if text.as_ref().is_ok_and(|text| is_blank(text)) {
                continue;
            }
            let proxy = text.and_then(|text| json::parse::<Proxy>(text).map_err(|error| in_line(&error, at.line)));
            let done = proxy.and_then(|proxy| match link_of(&proxy.schema) {
                Some(joins) => reading.link(proxy, joins, at),
                None => reading.entity(&proxy, at),
            });
            if let Err(error) = done {
                reading.edits.push_error(error, Some(at));
            }
        }
        let Reading { mut edits, facts, .. } = reading;
        for (fact, at) in facts {
            edits.push(Edit::Assert(fact), Some(at));
        }
        Ok(edits)
    }
}

struct Reading<'s> {
    schema: &'s Schema,
    columns: &'s Columns,
    edits: Edits,
    facts: Vec<(Fact, Position)>,
}

impl Reading<'_> {
    fn unread(&mut self, what: impl Into<String>) {
        self.edits.note_unread(what);
    }

    /// What an entity says beside its properties: of itself as a record, not of the world.
    fn passed(&mut self, proxy: &Proxy) {
        for name in proxy.rest.keys() {
            self.unread(name);
        }
    }

    fn entity(&mut self, proxy: &Proxy, at: Position) -> Result<(), Error> {
        let of = |(_, def): &(_, &crate::schema::KindDef)| {
            def.codes.get("ftm") == Some(&proxy.schema) && def.members.is_empty()
        };
        let kind = self.schema.kinds().find(of).map(|(_, def)| def.name.clone()).or_else(|| self.columns.kind.clone());
        let Some(kind) = kind else {
            let why = format!(
                "no kind has the code `{}` in the scheme `ftm`; expected one, or a default kind",
                proxy.schema.escape_debug()
            );
            return Err(Error::new(ErrorKind::UnknownKind, why).at("schema"));
        };
        let key = key(&proxy.id).map_err(|error| error.at("id"))?;
        self.passed(proxy);
        let mut names = Vec::new();
        let mut facts = Vec::new();
        for (property, values) in &proxy.properties {
            for value in values {
                let Some(text) = text(value) else {
                    self.unread(property);
                    continue;
                };
                match property.as_str() {
                    "name" | "alias" | "weakAlias" | "previousName" => names.push(text.to_owned()),
                    _ => match self.property(&key, property, text)? {
                        Some(fact) => facts.push(fact),
                        None => self.unread(property),
                    },
                }
            }
        }
        let mut names = names.into_iter();
        let name = names.next().unwrap_or_else(|| proxy.id.clone());
        self.edits.push(Edit::AddEntity(Entity::new(key.clone(), kind, name.clone())), Some(at));
        let mut told = vec![name];
        for name in names {
            if !told.contains(&name) {
                let mut fact = Fact::new(key.clone(), "also-known-as", "");
                fact.object = Node::Value(Value::Text(name.clone()));
                facts.push(fact);
                told.push(name);
            }
        }
        for fact in facts {
            self.fact(fact, at);
        }
        Ok(())
    }

    /// A property as a fact, if it is one.
    fn property(&mut self, key: &str, property: &str, text: &str) -> Result<Option<Fact>, Error> {
        if let Some((scheme, ..)) = IDENTIFIERS.iter().find(|(_, known, _)| *known == property) {
            let mut fact = Fact::new(key, "identified-by", "");
            fact.object = Node::Value(Value::Text(text.to_owned()));
            fact.roles.insert("scheme".to_owned(), Node::Value(Value::Text((*scheme).to_owned())));
            return Ok(Some(fact));
        }
        let found = self.schema.relations().find(|(_, def)| def.codes.get("ftm").map(String::as_str) == Some(property));
        let Some((id, def)) = found else { return Ok(None) };
        let mut fact = Fact::new(key, def.name.clone(), "");
        fact.object = match self.schema.ends(id).object {
            Range::Value(crate::model::ValueType::Date) => Node::Value(Value::Date(self.date(property, text)?)),
            Range::Value(of) => Node::Value(Value::parse(of, text).map_err(|error| error.at(property))?),
            _ => Node::Entity(self::key(text)?),
        };
        Ok(Some(fact))
    }

    fn date(&mut self, property: &str, text: &str) -> Result<PartialDate, Error> {
        let read = Dates::cut_to_day().date(text).map_err(|error| error.at(property.to_owned()))?;
        if read.cut {
            self.unread(format!("{property} (time of day)"));
        }
        Ok(read.value)
    }

    fn link(&mut self, mut proxy: Proxy, link: &Link, at: Position) -> Result<(), Error> {
        let texts = |proxy: &mut Proxy, property: &str| -> Vec<String> {
            let values = proxy.properties.shift_remove(property).unwrap_or_default();
            values.iter().filter_map(text).map(str::to_owned).collect()
        };
        let (sources, targets) = (texts(&mut proxy, link.source.0), texts(&mut proxy, link.target.0));
        let by_code = self.schema.relations().find(|(_, def)| def.codes.get("ftm") == Some(&proxy.schema));
        let mut relation = by_code.map(|(_, def)| def.name.clone());
        if link.schema == UNKNOWN.schema {
            let mut roles = texts(&mut proxy, "role").into_iter();
            let role = roles.next();
            relation = role.clone().filter(|role| self.schema.relation(role).is_ok());
            if relation.is_none() && role.is_some() {
                self.unread("role");
            }
            roles.for_each(|_| self.unread("role"));
        }
        let Some(relation) = relation.or_else(|| self.columns.relation.clone()) else {
            let why = format!(
                "no relation has the code `{}` in the scheme `ftm`; expected one, or a default relation",
                proxy.schema.escape_debug()
            );
            return Err(Error::new(ErrorKind::UnknownRelation, why).at("schema"));
        };
        let shape = self.schema.relation(&relation).map_or(Shape::Either, |name| self.schema.ends(name.id()).shape);
        let mut first = |reading: &mut Self, property: &str| -> Result<Option<PartialDate>, Error> {
            let mut dates = texts(&mut proxy, property).into_iter();
            let date = dates.next().map(|text| reading.date(property, &text)).transpose()?;
            dates.for_each(|_| reading.unread(format!("{property} (more than one)")));
            Ok(date)
        };
        let (date, start, end) = (first(self, "date")?, first(self, "startDate")?, first(self, "endDate")?);
        let bound = |date: Option<PartialDate>| date.map_or(Bound::Unknown, Bound::Date);
        let when = match (date, start, end) {
            (None, None, None) => When::UNSTATED,
            (Some(date), None, None) if shape == Shape::Holds => When::as_of(date),
            (Some(date), None, None) => When::on(date),
            // An event has both ends, one of which is not known.
            (None, Some(start), None) if shape == Shape::Happens => When::on_or_after(start),
            (None, None, Some(end)) if shape == Shape::Happens => When::on_or_before(end),
            (date, start, end) => {
                if date.is_some() {
                    self.unread("date");
                }
                When::between(bound(start), bound(end)).map_err(|error| error.at("startDate"))?
            }
        };
        self.passed(&proxy);
        for (property, values) in &proxy.properties {
            for _ in values {
                self.unread(property);
            }
        }
        if sources.is_empty() || targets.is_empty() {
            let why = format!("the link has no `{}` or no `{}`", link.source.0, link.target.0);
            return Err(Error::new(ErrorKind::Syntax, why).at("properties"));
        }
        for source in &sources {
            for target in &targets {
                let mut fact = Fact::new(key(source)?, relation.clone(), key(target)?);
                fact.when = when;
                // A place is no key, and each of several facts has one of its own.
                if let ([_], [_], false) = (sources.as_slice(), targets.as_slice(), proxy.id.starts_with("fact:")) {
                    fact.key = check_key(&proxy.id).is_ok().then(|| proxy.id.clone());
                }
                self.fact(fact, at);
            }
        }
        Ok(())
    }

    fn fact(&mut self, mut fact: Fact, at: Position) {
        fact.claims.extend(self.columns.source.clone().map(Claim::new));
        self.facts.push((fact, at));
    }
}

/// The text of a value, or the id of an entity that is nested.
fn text(value: &Json) -> Option<&str> {
    match value {
        Json::String(text) => Some(text),
        Json::Object(nested) => nested.get("id").and_then(Json::as_str),
        _ => None,
    }
}

fn key(id: &str) -> Result<String, Error> {
    match check_key(id) {
        Ok(()) => Ok(id.to_owned()),
        Err(error) => slug(id).ok_or(error),
    }
}
